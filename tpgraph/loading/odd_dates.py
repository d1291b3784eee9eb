"""Financial years that lie far from those a file is about: 2002 or 2032 among the payments of 2022-23."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpgraph.loading.usefulness import FlowCount

_PAID = ("payment", "receipt", "outturn")
_FEWEST = 4
_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class OddYears:
    """A financial year whose dates are doubtful.

    Attributes
    ----------
    financial_year : the doubtful one
    is_paid : whether payments, or grants and contracts, are in doubt
    others : the years of the others, in words
    """

    financial_year: str
    is_paid: bool
    others: str


def _written(year: int) -> str:
    return f"{year:04d}-{(year + 1) % 100:02d}"


def _middle(years: Mapping[int, int], file: str) -> tuple[int, int] | None:
    """The first and last year of the middle half of the days; of fewer than four, the years in the file's name."""
    days = sorted(year for year, rows in years.items() for _ in range(min(rows, 1)))
    total = sum(years.values())
    if total < _FEWEST:
        named = [int(year) for year in _YEAR_IN_NAME.findall(file)]
        # Days of January to March belong to the financial year before that of the name.
        return (min(named) - 1, max(named)) if named else None
    upto, low, high = 0, days[0], days[-1]
    for year in days:
        before, upto = upto, upto + years[year]
        low = year if before * 4 < total <= upto * 4 else low
        high = year if before * 4 < total * 3 <= upto * 4 else high
    return low, high


def odd_years(counts: Sequence[FlowCount], file: str) -> list[OddYears]:
    """Find the financial years that lie far from the middle half of the dated flows.

    Payments are of one or a few years: further off than a year, or twice the span of the middle half, is odd. Grants
    and contracts run over many: there it is five years, or three times the span.

    Parameters
    ----------
    counts : flows by financial year, basis and status of the payee
    file : name of the file, which tells the years where fewer than four rows do
    """
    odd = []
    for is_paid in (True, False):
        years: Counter[int] = Counter()
        for count in counts:
            if count.dated and count.financial_year and (count.basis in _PAID) == is_paid:
                years[int(count.financial_year[:4])] += count.dated
        middle = _middle(years, file) if years else None
        if middle is None:
            continue
        low, high = middle
        reach = max(1, 2 * (high - low)) if is_paid else max(5, 3 * (high - low))
        others = _written(low) if low == high else f"{_written(low)} to {_written(high)}"
        odd += [
            OddYears(_written(year), is_paid, others)
            for year in sorted(years)
            if not low - reach <= year <= high + reach
        ]
    return odd
