"""Money and time as people write them: pence, dates, financial years.

Money is a whole number of pence; a financial year runs from April to March and is written 2009-10. The same rules stand
in SQL in ``loading/macros.sql`` for whole tables; a test holds the two together.
"""

import calendar
import datetime
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from tpgraph.errors import MoneyError

LARGEST = 2**53
"""Pence beyond which an amount is refused: engines that hold numbers as floats would round it."""

_YEAR = re.compile("(\\d{4})\\s*[-/\u2013]\\s*(\\d{2}|\\d{4})")
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\xa0": " "})
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_DAY_NAME = re.compile(r"(\d{1,2})[\s/-]*([A-Za-z]{3})[a-z]*\.?[\s/-]*(\d{4}|\d{2})")


def parse_pence(text: str) -> int | None:
    """Read an amount in pounds as pence, exactly.

    Accepts £ and GBP, commas and spaces between thousands, brackets or a trailing minus for negatives.

    Returns
    -------
    int, pence; None where the text is not an amount (empty, `#N/A`, `1.2.3`, fractions of a penny, over 2^53 pence).

    Examples
    --------
    >>> parse_pence("£1,234.50"), parse_pence("(12)"), parse_pence("1.2.3")
    (123450, -1200, None)
    """
    cleaned = re.sub(r"[£\s,]|GBP", "", text.translate(_DASHES))
    negative = cleaned.startswith("-") or cleaned.endswith("-") or (cleaned.startswith("(") and cleaned.endswith(")"))
    digits = cleaned.strip("()-+")
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", digits) and not re.fullmatch(r"\d+(\.\d+)?[eE][+-]?\d{1,2}", digits):
        return None
    try:
        # Spreadsheets store 0.1 + 0.2 as 0.30000000000000004: what lies beyond a millionth of a penny is such noise.
        pence = round(Decimal(digits) * 100, 6)
    except InvalidOperation:
        return None
    if pence != int(pence) or pence > LARGEST:
        return None
    return -int(pence) if negative else int(pence)


def parse_date(text: str) -> str | None:
    """Read a date as ISO text: ISO, day-first numbers, or day and month name; two-digit years are 1950-2049.

    >>> parse_date("05/04/2016"), parse_date("3-Jan-18"), parse_date("2022-05-03T00:00:00Z"), parse_date("31/02/2016")
    ('2016-04-05', '2018-01-03', '2022-05-03', None)
    """
    text = text.strip().translate(_DASHES)
    if found := _ISO.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := _DAY_NAME.fullmatch(text)) and found[2].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2].lower()], int(found[3])
    else:
        return None
    if year < 100:
        year += 2000 if year < 50 else 1900
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_financial_year(text: str) -> str | None:
    """Read a financial year: 2009-10, 2009/10, 2009-2010, 2009/2010.

    >>> parse_financial_year("2009/10"), parse_financial_year("2009-2010"), parse_financial_year("2009-11")
    ('2009-10', '2009-10', None)
    """
    found = _YEAR.fullmatch(text.strip())
    if not found or int(found[2]) % 100 != (int(found[1]) + 1) % 100:
        return None
    if len(found[2]) == 4 and int(found[2]) != int(found[1]) + 1:
        return None
    return f"{found[1]}-{int(found[2]) % 100:02d}"


def financial_year_of(date: str) -> str:
    """Give the financial year of an ISO date.

    >>> financial_year_of("2010-03-31"), financial_year_of("2010-04-01")
    ('2009-10', '2010-11')
    """
    year = int(date[:4]) - (1 if int(date[5:7]) < 4 else 0)
    return f"{year:04d}-{(year + 1) % 100:02d}"


def month_in_words(month: str, *, with_year: bool = True) -> str:
    """Write YYYY-MM as people do.

    >>> month_in_words("2022-05"), month_in_words("2022-05", with_year=False)
    ('May 2022', 'May')
    """
    name = _MONTH_NAMES[int(month[5:7]) - 1]
    return f"{name} {month[:4]}" if with_year else name


def months_in_words(months: Iterable[str]) -> str:
    """Write months (YYYY-MM) as runs, without a word on whether they are a year.

    >>> months_in_words(["2017-07", "2017-08", "2017-09", "2018-01"])
    'July to September 2017 and January 2018'
    """
    runs: list[list[str]] = []
    for month in sorted(set(months)):
        if runs and _number_of_month(month) == _number_of_month(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    words = [_run_in_words(run[0], run[-1]) for run in runs]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _number_of_month(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _run_in_words(first: str, last: str) -> str:
    if first == last:
        return month_in_words(first)
    return f"{month_in_words(first, with_year=first[:4] != last[:4])} to {month_in_words(last)}"


def pounds(pence: int, *, pence_shown: bool = True) -> str:
    """Write pence as pounds for people.

    >>> pounds(123450), pounds(-5), pounds(123450, pence_shown=False)
    ('£1,234.50', '-£0.05', '£1,234')
    """
    sign, size = ("-" if pence < 0 else ""), abs(pence)
    whole = f"{sign}£{size // 100:,}"
    return f"{whole}.{size % 100:02d}" if pence_shown else whole


def pounds_in_words(pence: int) -> str:
    """Write a large sum as a headline does.

    >>> pounds_in_words(11836232434), pounds_in_words(450_000_00), pounds_in_words(750_000_000_000)
    ('£118.4m', '£450k', '£7.5bn')
    """
    size, sign = abs(pence) / 100, "-" if pence < 0 else ""
    for limit, letter in ((1e9, "bn"), (1e6, "m")):
        if size >= limit:
            return f"{sign}£{size / limit:.1f}".removesuffix(".0") + letter
    return f"{sign}£{size / 1000:.0f}k" if size >= 10_000 else f"{sign}£{size:,.0f}"


def require_one(values: Iterable[str | None], what: str) -> str | None:
    """Give the one value that all share: amounts of two bases or two financial years are never added.

    Raises
    ------
    MoneyError
        If there are two.

    >>> require_one(["payment", "payment"], "basis")
    'payment'
    """
    found = sorted({value or "" for value in values})
    if len(found) > 1:
        listed = " and ".join(value or "unknown" for value in found)
        raise MoneyError(f"amounts of more than one {what} are never added: {listed}; choose one")
    return found[0] or None if found else None
