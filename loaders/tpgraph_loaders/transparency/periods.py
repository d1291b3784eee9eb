"""Stretches of time in words, as registers write them: `2015/16`, `01/04/2015 - 31/03/2018`, `3 years`."""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from tpgraph.money import parse_date, parse_financial_year

_TO = re.compile(r"\s*(?:\bto\b|\buntil\b|\btill\b|\bthrough\b|\s[-\u2013\u2014]\s|[\u2013\u2014])\s*", re.IGNORECASE)
_TIGHT = re.compile(r"^(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})-(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$")
_YEARS = re.compile(r"(\d{1,2})(?:\.(\d))?\s*-?\s*(years?|yrs?|months?|mths?)\b", re.IGNORECASE)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_MONTH = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s*[-,']?\s*(\d{4}|\d{2})")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


@dataclass(frozen=True)
class Period:
    """A stretch of time: ISO dates and whole months, each empty where it is not said."""

    start: str = ""
    end: str = ""
    months: int | None = None
    year: str = ""


def _day(text: str, *, last: bool) -> str:
    """A date, or the first or last day of a month."""
    if found := parse_date(text):
        return found
    month = _MONTH.fullmatch(text.strip())
    if month is None or month[1].lower() not in _MONTHS:
        return ""
    number, year = _MONTHS[month[1].lower()], int(month[2])
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    return f"{year:04d}-{number:02d}-{calendar.monthrange(year, number)[1] if last else 1:02d}"


def _length(text: str) -> int | None:
    plain = re.sub(
        r"\b(?:one|two|three|four|five|six)\b", lambda word: _WORDS[word[0].lower()], text, flags=re.IGNORECASE
    )
    found = _YEARS.search(plain)
    if found is None:
        return None
    tenths = int(found[1]) * 10 + int(found[2] or 0)
    months = tenths * 12 / 10 if found[3].lower().startswith("y") else tenths / 10
    return int(months) if months == int(months) and months > 0 else None


@lru_cache(maxsize=1 << 14)
def parse_period(text: str) -> Period:
    """Read a period; what cannot be told is left empty.

    >>> parse_period("2015/16"), parse_period("1 April 2015 to 31 March 2018").end, parse_period("three years").months
    (Period(start='2015-04-01', end='2016-03-31', months=12, year='2015-16'), '2018-03-31', 36)
    """
    text = text.strip()
    if year := parse_financial_year(text):
        first = int(year[:4])
        return Period(f"{first}-04-01", f"{first + 1}-03-31", 12, year)
    tight = _TIGHT.match(text)
    parts = [tight[1], tight[2]] if tight else _TO.split(text, maxsplit=1)
    if len(parts) == 2:
        start, end = _day(parts[0], last=False), _day(parts[1], last=True)
        if start and end:
            return Period(start, end)
        years = [parse_financial_year(part) for part in parts]
        if years[0] and years[1]:
            return Period(f"{years[0][:4]}-04-01", f"{int(years[1][:4]) + 1}-03-31", None, years[0])
    return Period(months=_length(text))
