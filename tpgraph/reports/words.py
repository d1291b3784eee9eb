"""Values and judgements as people read them on screen and paper; the workbook keeps numbers as numbers."""

from collections.abc import Mapping, Sequence

from tpgraph.analysis.description import ResultColumn
from tpgraph.findings import Finding
from tpgraph.graphs.odds_words import tenths as tenths
from tpgraph.money import pounds, pounds_in_words
from tpgraph.reports.people import people_in_words, safe_people
from tpgraph.tables import Tables

NAMED = ("organisation", "service", "need", "client_group", "place", "site", "programme")
NOT_KNOWN = "not known"
_GRADES = {"strong": "strong", "likely": "likely", "possible": "possible"}
_NAMES_LISTED = 8


def entity_names(tables: Tables) -> dict[str, str]:
    """Give the name of everything that has one, by its id; what has none is left out."""
    found: dict[str, str] = {}
    for table in NAMED:
        if table in tables:
            ids, names = tables[table]["id"].to_pylist(), tables[table]["name"].to_pylist()
            found.update((i, name) for i, name in zip(ids, names, strict=True) if i and name)
    return found


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word so that it keeps its place on paper.

    >>> shorten("Harbour Children's Centre", 20), shorten("Harbour", 20)
    ("Harbour Children's…", 'Harbour')
    """
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:") + "…"


def plain(text: str) -> str:
    """Write the names of sheets and commands, which analyses put between backticks, as paper does.

    >>> plain("rows of the sheet `spend`")
    "rows of the sheet 'spend'"
    """
    return text.replace("`", "'")


def grade_in_words(finding: Finding) -> str:
    """Say how sure a finding is: the grade, and how many such pairs hold; empty where it bears neither.

    >>> grade_in_words(Finding("OV-1", "overlaps", "?", grade="strong", probability=0.83))
    'Strong: about 8 in 10 such pairs'
    """
    grade = _GRADES.get(finding.grade, finding.grade).capitalize()
    if finding.probability is None:
        return grade
    said = tenths(finding.probability)
    # Without a grade two services lie to each other in another way: the question says in which.
    which = " are the same offer" if finding.kind == "overlaps" else ""
    return f"{grade}: {said}" if grade else f"{said.capitalize()}{which}"


def at_stake(finding: Finding) -> str:
    """Say the money and people at stake, what is unknown included.

    >>> at_stake(Finding("OV-1", "overlaps", "?", amount_pence=120_000_00, people=3))
    '£120k and under 5 people'
    """
    if finding.amount_pence is None and finding.people is None:
        return NOT_KNOWN
    money = "money not known" if finding.amount_pence is None else pounds_in_words(finding.amount_pence)
    return f"{money} and {people_in_words(finding.people)}"


def counts_people(column: ResultColumn) -> bool:
    """Tell whether a column counts people, by its unit."""
    return column.type in ("integer", "number") and (column.unit.startswith("people") or "people" in column.name)


def is_probability(column: ResultColumn) -> bool:
    """Tell whether a column is a chance."""
    return column.unit == "0 to 1" or column.name == "probability"


def heading(column: ResultColumn) -> str:
    """Give what people read above a column."""
    return column.label or column.name.removesuffix("_pence").replace("_", " ").capitalize()


def cell(value: object, column: ResultColumn, names: Mapping[str, str]) -> str:
    """Write one value of a result as text for a page.

    Parameters
    ----------
    value : as Arrow gives it
    column : its description
    names : as `entity_names` gives them; ids that have a name are shown by it

    Returns
    -------
    str; empty where nothing is known
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, column)
    if isinstance(value, Mapping):
        return _listed(sorted(f"{names.get(str(key), str(key))}: {_plain(item)}" for key, item in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = [names.get(str(item), _plain(item)) for item in value]
        # Ids stand in the order of ids, which means nothing to people: names go by the alphabet.
        return _listed(sorted(shown) if all(str(item) in names for item in value) else shown)
    return names.get(str(value), str(value)) if column.type == "id" else str(value)


def _number(value: int | float, column: ResultColumn) -> str:
    if column.type == "pence":
        return pounds(int(value))
    if is_probability(column):
        return tenths(float(value))
    if counts_people(column):
        safe = safe_people(value)
        return safe if isinstance(safe, str) else f"{safe:,.0f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")


def _plain(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 2:
        return f"{value[0]}: {_plain(value[1])}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def _listed(texts: Sequence[str]) -> str:
    if len(texts) <= _NAMES_LISTED:
        return "; ".join(texts)
    return "; ".join(texts[:_NAMES_LISTED]) + f" and {len(texts) - _NAMES_LISTED} more"
