"""What the columns of a Census table count: the category in words, and whether it counts people at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MEASURE = re.compile(r"^\s*measures?\s*:\s*(?P<measure>.+)$", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:^|:\s*)(?:total\b|all\s+(?:categories|usual|persons|people|residents|households|ages)\b)", re.IGNORECASE
)
_HOUSEHOLDS = re.compile(
    r"\b(?:all|occupied)\s+(?:occupied\s+)?households\b|\bdwellings\b|household spaces", re.IGNORECASE
)
_UNITS = re.compile(r"^\s*units?\s*:?\s*$", re.IGNORECASE)
_AREA_LEVEL = re.compile(
    r"super output area|output area|local authorit|\bwards?\b|\bdistrict|\bcountr|\bregion|parliament|geograph",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Category:
    """One column of counts: its place, its heading and the name of the figure."""

    index: int
    heading: str
    indicator: str


def figure_name(heading: str) -> str:
    """Give the name of the figure in a heading; empty where it counts everybody or is no number.

    >>> figure_name("Sex: All persons; General health: Bad health; measures: Value")
    'General health: Bad health'
    >>> [figure_name(text) for text in ("Age: Total: All usual residents; measures: Value", "Bad; measures: Percent")]
    ['', '']
    """
    parts = [part.strip() for part in heading.split(";") if part.strip()]
    kept = []
    for part in parts:
        measure = _MEASURE.match(part)
        if measure and measure["measure"].strip().lower() not in ("value", "number", "count"):
            return ""
        if not measure and not _WHOLE.search(part):
            kept.append(part)
    name = "; ".join(kept)
    return "" if name in ("%", "percent", "flags") else name


def categories(header: Sequence[str], taken: Iterable[int]) -> list[Category]:
    """Read the columns that count a category of people; those of everybody and of percentages are left out."""
    used = set(taken)
    return [
        Category(index, heading, name)
        for index, heading in enumerate(header)
        if index not in used and (name := figure_name(heading)) and not _AREA_LEVEL.search(heading)
    ]


def counts_households(above: Iterable[Sequence[str]], header: Sequence[str]) -> bool:
    """Tell whether a table counts households: by its line of units, else by the column of its total.

    >>> counts_households([("Units      :", "Households")], []), counts_households([], ["Tenure: All households"])
    (True, True)
    >>> counts_households([("Units", "Persons")], ["All usual residents in households"])
    False
    """
    for row in above:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) > 1 and _UNITS.match(filled[0]):
            return "household" in filled[1].lower() or "dwelling" in filled[1].lower()
    return any(_HOUSEHOLDS.search(heading) for heading in header)


def area_column(header: Sequence[str], code: int) -> int | None:
    """Find the column of area names beside that of codes: one headed by a kind of area, else the first column."""
    named = [index for index, heading in enumerate(header) if index != code and _AREA_LEVEL.search(heading)]
    return named[0] if named else (0 if code else None)
