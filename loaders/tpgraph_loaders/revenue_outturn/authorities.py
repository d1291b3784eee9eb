"""Which rows are authorities, and which add up several: by status, codes and names, and by arithmetic."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tpgraph.identifiers import is_gss
from tpgraph.loading.sums import equal_to_others, equal_to_rows_above
from tpgraph.money import parse_financial_year
from tpgraph.names import fold

TOTAL, SUM, TWICE, EMPTY, NOBODY = (
    "a total of many authorities",
    "its figures are the sum of other rows",
    "the authority stands twice in the year",
    "no figures: the return was not submitted",
    "names no authority",
)

_MANY = re.compile(
    r"(?:all|total|sum|grand total|sub ?total)\b.*|england\b.*|(?:inner |outer )?(?:greater )?london(?: boroughs?)?"
    r"|(?:shire|metropolitan|met|non-metropolitan)? ?(?:districts|counties)|(?:english )?unitary authorities"
    r"|(?:other|single purpose|police|fire|combined|waste|park|transport)(?: and [a-z]+)? authorities"
    r"|[a-z ]*authorities(?: total)?|[a-z ]+ total"
)
_CLASSES = frozenset(
    {"eng", "sc", "sd", "ua", "md", "lb", "l", "ilb", "olb", "o", "pol", "fire", "gla", "oth", "e09", "e92"}
)
_ECODE = re.compile(r"[EW]\d{4}")
_REGION_OR_NATION = ("E92", "E13", "K0", "J99")

Row = Mapping[str, str | None]


def _text(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()


def _is_many(row: Row) -> bool:
    if fold(_text(row, "status")) == "total":
        return True
    if not _CLASSES.isdisjoint(fold(_text(row, name)) for name in ("authority", "ecode", "gss")):
        return True
    gss = _text(row, "gss").upper()
    return gss.startswith(_REGION_OR_NATION) or bool(_MANY.fullmatch(fold(_text(row, "authority")).rstrip("*: ")))


def _has_code(row: Row) -> bool:
    return bool(_ECODE.fullmatch(_text(row, "ecode"))) or is_gss(_text(row, "gss").upper())


def year_of(written: str) -> str | None:
    """Read a year as returns write it: `202503` is the year that ends in March 2025.

    >>> year_of("202503"), year_of("2024-25"), year_of("2025"), year_of("2024-03-31")
    ('2024-25', '2024-25', None, '2023-24')
    """
    text = written.strip()
    if ended := re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])(?:-\d{2})?", text):
        first = int(ended[1]) - (int(ended[2]) < 4)
        return f"{first}-{(first + 1) % 100:02d}"
    return parse_financial_year(text)


def reasons(rows: Sequence[Row], values: npt.NDArray[np.int64], years: Sequence[str]) -> list[str]:
    """Say why each row is no authority's return; empty where it is one.

    Parameters
    ----------
    rows : ecode, gss, authority, class, status of every row
    values : pence, one row a row, one column a figure; unknown = 0
    years : financial year of every row
    """
    found = [""] * len(rows)
    seen: set[tuple[str, str]] = set()
    filled: list[bool] = (values != 0).sum(axis=1).astype(bool).tolist()
    for index, row in enumerate(rows):
        key = (_text(row, "gss").upper() or _text(row, "ecode") or fold(_text(row, "authority")), years[index])
        if _is_many(row):
            found[index] = TOTAL
        elif not _text(row, "authority") or not (_has_code(row) or filled[index]):
            found[index] = NOBODY
        elif not filled[index]:
            found[index] = EMPTY
        elif key in seen:
            found[index] = TWICE
        else:
            seen.add(key)
    for year in dict.fromkeys(years):
        for index in _sums(rows, values, [i for i, y in enumerate(years) if y == year and not found[i]]):
            found[index] = SUM
    return found


def _sums(rows: Sequence[Row], values: npt.NDArray[np.int64], standing: list[int]) -> list[int]:
    """The rows among those of one year whose figures are the sum of others of their class."""
    own = values[standing]
    classes = [fold(_text(rows[index], "class")) for index in standing]
    positions = set(equal_to_others(own, classes)) | set(equal_to_rows_above(own))
    for name in set(classes):
        members = [position for position, entry in enumerate(classes) if entry == name]
        positions |= {members[inner] for inner in equal_to_rows_above(own[members])}
    return sorted(standing[position] for position in positions)
