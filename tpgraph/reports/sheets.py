"""What stands on each sheet of the workbook, as rows of plain values; `workbook` writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpgraph.analysis.answers import Answer
from tpgraph.analysis.description import ResultColumn, Row
from tpgraph.analysis.money_ledger import settings, table_of
from tpgraph.reports.material import Material
from tpgraph.reports.people import safe_people
from tpgraph.reports.sections import shown_columns
from tpgraph.reports.words import counts_people, entity_names, grade_in_words, heading, is_probability, plain, tenths
from tpgraph.tables import Tables, empty

TEXT, COUNT, POUNDS, DAY = "text", "count", "pounds", "day"


@dataclass(frozen=True)
class SheetColumn:
    """One column: `kind` is text, count, pounds (values are then pence) or day (ISO text).

    `total` where sums of it are right; `choices` where a cell is filled from a list; `hidden` for what people need not
    see; `width` of a column that people fill in.
    """

    heading: str
    kind: str = TEXT
    total: bool = False
    choices: tuple[str, ...] = ()
    hidden: bool = False
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes
    ----------
    name : at most 31 characters
    about : one sentence for the first sheet
    columns, rows : rows hold text, numbers, pence or None, column for column
    group : indexes of the columns whose values are never added to each other, such as year and basis; the rows are
        sorted so that equal ones stand together
    total_label : what the totals are, said in their first cell
    """

    name: str
    about: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[object]]
    group: tuple[int, ...] = ()
    total_label: str = "Total"


def analysis_sheet(answer: Answer, names: Mapping[str, str]) -> Sheet:
    """Lay out every row of an analysis. Findings overlap, so their amounts are not added up."""
    columns = shown_columns(answer.analysis.columns)
    graded = any(finding.probability is not None for finding in answer.findings)
    heads = [SheetColumn("Id"), *(_sheet_column(column) for column in columns)]
    heads += [SheetColumn("How sure")] if graded else []
    rows = []
    for i, row in enumerate(answer.result.table.to_pylist()):
        cells = [_value(_number_told(row, column), column, names) for column in columns]
        rows.append([answer.ids[i], *cells, *([grade_in_words(answer.findings[i])] if graded else [])])
    return Sheet(answer.analysis.name, answer.analysis.question, tuple(heads), rows)


def _sheet_column(column: ResultColumn) -> SheetColumn:
    if column.type == "pence":
        return SheetColumn(heading(column), POUNDS)
    number = _says_people(column) or (column.type in ("integer", "number") and not is_probability(column))
    return SheetColumn(heading(column), COUNT if number else TEXT)


def _number_told(row: Row, column: ResultColumn) -> object:
    """Give the number that a column says in words, so that a sheet can sort and add it; else the words."""
    number = row.get("people") if _says_people(column) else None
    return safe_people(number) if isinstance(number, int | float) else row.get(column.name)


def _says_people(column: ResultColumn) -> bool:
    """Tell whether a column says the column `people` in words: a number, "under 5" or a range."""
    return column.name == "people_in_words"


def _value(value: object, column: ResultColumn, names: Mapping[str, str]) -> object:
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None
    if isinstance(value, int | float):
        if is_probability(column):
            return tenths(float(value))
        return safe_people(value) if counts_people(column) else value
    if isinstance(value, Mapping):
        return "; ".join(f"{names.get(str(key), str(key))}: {item}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(names.get(str(item), str(item)) for item in value)
    return str(value)


def note_sheet(material: Material) -> Sheet:
    """Every sentence that stands beside an analysis."""
    rows = []
    for name, answer in sorted(material.answers.items()):
        said = [answer.result.missing, *answer.result.notes]
        rows += [(name, plain(note)) for note in said if note]
    rows += [("files", sentence) for sentence in material.unread]
    return Sheet(
        "notes", "What must be known to read the other sheets.", (SheetColumn("Sheet"), SheetColumn("Note")), rows
    )


def problem_sheet(material: Material) -> Sheet:
    """Every problem of the current loads, then what could not be settled in the graph."""
    columns = tuple(
        map(
            SheetColumn,
            (
                "Publisher",
                "File",
                "Sheet",
                "Line",
                "Severity",
                "Code",
                "Column",
                "Value",
                "What is wrong",
                "What to do",
            ),
        )
    )
    rows = [
        (*where, row["line"], row["severity"], row["code"], row["column"], row["value"], row["sentence"], row["mend"])
        for where, row in _with_file(material, "problem")
    ]
    rows += [
        ("", "", "", None, "note", row["code"], "", row["subject"], row["sentence"], "")
        for row in table_of(material.tables, "problem").to_pylist()
    ]
    return Sheet("problems", "Everything worth saying about a row of a file.", _counted(columns, "Line"), rows)


def set_aside_sheet(material: Material) -> Sheet:
    """Every row set aside, with its reason and money."""
    columns = (
        SheetColumn("Publisher"),
        SheetColumn("File"),
        SheetColumn("Sheet"),
        SheetColumn("Line", COUNT),
        SheetColumn("Rows", COUNT, True),
        SheetColumn("Reason"),
        SheetColumn("Money on the row", POUNDS, True),
    )
    rows = [
        (*where, row["line"], row["rows"], row["reason"], row["amount_pence"])
        for where, row in _with_file(material, "set_aside")
    ]
    about = "Rows that were not loaded, with the reason; they are in no other figure."
    return Sheet("set aside", about, columns, rows, (), "Total set aside, as on the sheet sources")


def _counted(columns: Sequence[SheetColumn], *headings: str) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(c.heading, COUNT) if c.heading in headings else c for c in columns)


def _with_file(material: Material, name: str) -> list[tuple[tuple[object, ...], dict[str, object]]]:
    """Rows of a table of the records with publisher, file and sheet before them."""
    loads = {row["load_id"]: row for row in material.records.get("load", empty("record.load")).to_pylist()}
    found: list[tuple[tuple[object, ...], dict[str, object]]] = []
    for row in material.records.get(name, empty(f"record.{name}")).to_pylist():
        load = loads.get(row["load_id"], {})
        found.append(((load.get("publisher"), load.get("file"), row["sheet"]), row))
    return found


def unthemed_sheet(material: Material) -> Sheet:
    """Every text without a theme; sums hold several years and bases, so they are sizes and are not added up."""
    columns = (
        SheetColumn("Publisher"),
        SheetColumn("Column"),
        SheetColumn("Text"),
        SheetColumn("Money with this text", POUNDS),
        SheetColumn("Rows", COUNT),
    )
    rows = [
        (row["publisher"], row["column"], row["text"], row["amount_pence"], row["flows"])
        for row in table_of(material.tables, "unthemed").to_pylist()
    ]
    about = "Texts without a theme, most money first: give them themes in themes-to-fill-in.csv and load it."
    return Sheet("unthemed", about, columns, rows)


def body_sheet(material: Material) -> Sheet:
    """Every body."""
    counted = set(settings(material.tables, "body"))
    columns = tuple(map(SheetColumn, ("Id", "Name", "Also known as", "Kind", "Sector", "We count it")))
    rows = [
        (
            row["id"],
            row["name"],
            "; ".join(row["also_known_as"] or ()),
            row["kind"],
            row["sector"],
            "yes" if row["id"] in counted else "",
        )
        for row in table_of(material.tables, "organisation").to_pylist()
    ]
    about = "Every body that pays, is paid, provides or commissions."
    return Sheet("bodies", about, columns, sorted(rows, key=_by_name))


def service_sheet(material: Material) -> Sheet:
    """Every service, with who runs it, for whom and where."""
    tables, names = material.tables, entity_names(material.tables)
    links = {
        "Provided by": _linked(tables, "rel_provides", names, backwards=True),
        "Commissioned by": _linked(tables, "rel_commissions", names, backwards=True),
        "Needs": _linked(tables, "rel_meets", names),
        "For": _linked(tables, "rel_serves", names),
        "Places": _linked(tables, "rel_available_in", names),
    }
    texts = ("theme", "status", "start", "end", "eligibility", "opening", "charge", "way_in")
    columns = [SheetColumn("Id"), SheetColumn("Name"), SheetColumn("How we know"), *map(SheetColumn, links)]
    columns += [SheetColumn(text.replace("_", " ").capitalize()) for text in texts]
    columns += [
        SheetColumn("Cost a year", POUNDS),
        SheetColumn("People a year", COUNT),
        SheetColumn("Places a year", COUNT),
    ]
    rows = []
    for row in table_of(tables, "service").to_pylist():
        people = row["people_per_year"]
        numbers = (row["cost_pence_per_year"], None if people is None else safe_people(people), row["places_per_year"])
        linked = [link.get(row["id"], "") for link in links.values()]
        known = f"inferred from {row['inferred_from']}, not confirmed" if row["inferred_from"] else "listed"
        rows.append((row["id"], row["name"], known, *linked, *(row[text] for text in texts), *numbers))
    return Sheet("services", "Every service on our list.", tuple(columns), sorted(rows, key=_by_name))


def _by_name(row: Sequence[object]) -> tuple[str, str]:
    return (str(row[1] or ""), str(row[0]))


def _linked(tables: Tables, name: str, names: Mapping[str, str], *, backwards: bool = False) -> dict[str, str]:
    """Names at the other end of a relationship, by service id."""
    found: dict[str, list[str]] = {}
    for row in table_of(tables, name).to_pylist():
        here, there = (row["target_id"], row["source_id"]) if backwards else (row["source_id"], row["target_id"])
        found.setdefault(here, []).append(names.get(there, there))
    return {here: "; ".join(sorted(there)) for here, there in found.items()}
