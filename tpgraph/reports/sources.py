"""What became of the files: rows and money read, loaded, set aside; what is wrong in them; texts without a theme."""

from dataclasses import dataclass

from tpgraph.analysis.money_ledger import names_of, table_of
from tpgraph.money import pounds
from tpgraph.reports.behind import behind_figure
from tpgraph.reports.faults import faults
from tpgraph.reports.figure_kinds import FILE, TEXT
from tpgraph.reports.figures import figures_of, id_of, report_ledger
from tpgraph.reports.material import Material
from tpgraph.reports.sections import Grid, Head, Line
from tpgraph.tables import empty

ROWS_SHOWN = 100


@dataclass(frozen=True)
class FileSums:
    """One file or sheet with its sums; money in pence, None where the file holds no money."""

    publisher: str
    file: str
    sheet: str
    loader: str
    licence: str
    load_id: str
    rows: tuple[int, int, int]
    money: tuple[int | None, int | None, int | None]


def file_sums(material: Material) -> list[FileSums]:
    """Give every file or sheet of the current loads, by publisher, file and sheet."""
    loads = {row["load_id"]: row for row in _records(material, "load")}
    found = []
    for row in _records(material, "file"):
        load = loads.get(row["load_id"], {})
        told = [str(load.get(name) or "") for name in ("publisher", "file", "loader", "licence")]
        rows = tuple(int(str(row[f"rows_{what}"] or 0)) for what in ("read", "loaded", "set_aside"))
        pence = tuple(_pence(row[f"money_{what}_pence"]) for what in ("read", "loaded", "set_aside"))
        found.append(
            FileSums(
                told[0],
                told[1],
                str(row["sheet"] or ""),
                told[2],
                told[3],
                str(row["load_id"]),
                (rows[0], rows[1], rows[2]),
                (pence[0], pence[1], pence[2]),
            )
        )
    return sorted(found, key=lambda each: (each.publisher, each.file, each.sheet, each.load_id))


def _records(material: Material, name: str) -> list[dict[str, object]]:
    return list(material.records.get(name, empty(f"record.{name}")).to_pylist())


def _pence(value: object) -> int | None:
    return value if isinstance(value, int) else None


def source_grid(material: Material) -> Grid:
    """Lay the files out as a table; the rows behind each are those set aside, with the reason."""
    with report_ledger(material) as connection:
        figures = figures_of(connection, FILE, names_of(material.tables))
    lines = []
    files = file_sums(material)
    for each in files[:ROWS_SHOWN]:
        key = (each.load_id, each.sheet, "")
        figure = figures.get(key)
        file = f"{each.file}: {each.sheet}" if each.sheet else each.file
        cells = (each.publisher, file, *(f"{rows:,}" for rows in each.rows))
        # A list of services holds no amounts at all, which is not £0.00.
        money = tuple("" if pence is None or not any(each.money) else pounds(pence) for pence in each.money)
        lines.append(Line((*cells, *money), id_of(FILE, key), behind_figure(figure) if figure else None))
    numbers = ("Rows read", "Rows loaded", "Rows set aside", "Money read", "Money loaded", "Money set aside")
    heads = (Head("Publisher"), Head("File and sheet"), *(Head(text, True) for text in numbers))
    caption = "Rows and money of each file: read = loaded + set aside"
    more = max(0, len(files) - ROWS_SHOWN)
    return Grid(caption, heads, tuple(lines), more, "sources", "What was set aside, and why?")


def fault_grid(material: Material) -> Grid:
    """Lay what is to be mended out as a table, most pounds first."""
    found = faults(material)
    lines = tuple(
        Line((each.sentence, each.worth, each.mend), each.id, behind_figure(each.figure)) for each in found[:ROWS_SHOWN]
    )
    heads = (Head("What is wrong"), Head("Pounds concerned", True), Head("What to do"))
    return Grid(
        "Most pounds first; one row may have several faults, so these are not to be added up",
        heads,
        lines,
        max(0, len(found) - ROWS_SHOWN),
        "problems",
    )


def unthemed_grid(material: Material) -> Grid:
    """Lay the texts without a theme out as a table, most money first."""
    rows = table_of(material.tables, "unthemed").to_pylist()
    with report_ledger(material) as connection:
        figures = figures_of(connection, TEXT, names_of(material.tables))
    lines = []
    for row in rows[:ROWS_SHOWN]:
        key = (row["publisher"] or "", row["column"] or "", row["text"] or "")
        figure = figures.get(key)
        cells = (*key, pounds(row["amount_pence"] or 0), f"{row['flows'] or 0:,}")
        lines.append(Line(cells, id_of(TEXT, key), behind_figure(figure) if figure else None))
    heads = (Head("Publisher"), Head("Column"), Head("Text"), Head("Money with this text", True), Head("Rows", True))
    return Grid(
        "Texts without a theme, most money first", heads, tuple(lines), max(0, len(rows) - ROWS_SHOWN), "unthemed"
    )
