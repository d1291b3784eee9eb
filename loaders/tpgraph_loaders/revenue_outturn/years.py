"""Of which year, and of which basis, the figures of a return are: by its title, its sheet's and its file's name."""

import re
from collections.abc import Iterable, Sequence

from tpgraph.money import parse_financial_year
from tpgraph_loaders.revenue_outturn.columns import Column

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:to|[-\u2013/_ ])?\s*((?:19|20)?\d{2})(?!\d)")
_BUDGET = re.compile(r"\bbudgets?\b|\bestimates?\b|\bforecasts?\b|(?<![A-Za-z])RA(?![A-Za-z])", re.IGNORECASE)


def years_in(text: str) -> set[str]:
    """Find the financial years that a text names.

    >>> years_in("RSX_LA_Data_202425"), years_in("England, 2023 to 2024"), years_in("Revised 12 July 2025")
    ({'2024-25'}, {'2023-24'}, set())
    """
    pairs = {f"{first}-{later}" for first, later in _YEAR.findall(text)}
    return {year for pair in pairs if (year := parse_financial_year(pair))}


def year_in(*places: Iterable[str]) -> str:
    """Give the one financial year that the first place naming any names; empty where none or several are named.

    >>> year_in(["RSX_LA_Data_202425"], ["Revised 2023-24"]), year_in([], ["2022-23", "2023-24"], ["2024-25"])
    ('2024-25', '2024-25')
    """
    for texts in places:
        found = {year for text in texts for year in years_in(text)}
        if len(found) == 1:
            return found.pop()
    return ""


def basis_of(texts: Iterable[str], columns: Sequence[Column]) -> str:
    """Tell whether a return is what was spent or what was planned: `outturn`, or `budget` where a title says so."""
    if any(column.form == "RA" for column in columns):
        return "budget"
    said = " ".join(texts).replace("_", " ")
    return "budget" if _BUDGET.search(said) and "outturn" not in said.lower() else "outturn"
