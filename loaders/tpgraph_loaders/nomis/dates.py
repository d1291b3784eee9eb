"""Of which financial year a Census table or a Nomis query is."""

import re
from collections.abc import Iterable, Sequence

from tpgraph.money import parse_date, parse_financial_year

# Census day lies in March or April, so the year of the census alone would be a year out.
_CENSUS = {"2021": "2020-21", "2011": "2010-11", "2001": "2001-02", "1991": "1991-92"}
_MONTH = re.compile(r"([A-Z][a-z]{2,8}) (\d{4})")


def year_of(written: str, is_census: bool) -> str:
    """Give the financial year of a date as Nomis writes it; empty where none can be read.

    >>> year_of("2021", True), year_of("2021", False), year_of("July 2024", False), year_of("Apr 2023-Mar 2024", False)
    ('2020-21', '2021-22', '2024-25', '2023-24')
    """
    text = written.strip()
    if is_census and text in _CENSUS:
        return _CENSUS[text]
    if re.fullmatch(r"\d{4}", text):
        return f"{text}-{(int(text) + 1) % 100:02d}"
    if whole := parse_financial_year(text):
        return whole
    if found := _MONTH.search(text):
        day = parse_date(f"1 {found[1]} {found[2]}")
        if day:
            first = int(day[:4]) - (day[5:7] < "04")
            return f"{first}-{(first + 1) % 100:02d}"
    return ""


def date_above(above: Iterable[Sequence[str]]) -> str:
    """Find the line `Date : 2021` above a table; empty where there is none."""
    for row in above:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) > 1 and re.fullmatch(r"(?i)date\s*:?", filled[0]):
            return filled[1]
    return ""


def is_census(texts: Iterable[str], dates: Iterable[str]) -> bool:
    """Tell whether a table is of a census: its title or file says so, or its rows are of a year that had one."""
    said = " ".join(texts).lower()
    return "census" in said or "usual residents" in said or set(dates) <= set(_CENSUS)
