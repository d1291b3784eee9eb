"""The years that a graph is asked about."""

from tpgraph.graphs.look_ups import table
from tpgraph.money import parse_financial_year
from tpgraph.tables import Tables


def first_day_of(financial_year: object) -> str:
    """Give the first day of a financial year as ISO text, empty where there is none.

    >>> first_day_of("2009-10"), first_day_of("")
    ('2009-04-01', '')
    """
    year = parse_financial_year(str(financial_year or "").strip())
    return f"{year[:4]}-04-01" if year else ""


def first_day(tables: Tables) -> str:
    """Give the first day of the years that the place is asked about.

    Parameters
    ----------
    tables : graph tables
        setting; funding_flow and client_need are read where it names no year.

    Returns
    -------
    ISO text: 1 April of the earliest financial year of the setting; else of the newest one that money or people in need
    are stated of; else empty.
    """
    rows = table(tables, "setting").to_pylist()
    said = [day for row in rows if row["key"] == "financial_year" and (day := first_day_of(row["value"]))]
    if said:
        return min(said)
    stated = {
        year
        for name in ("funding_flow", "client_need")
        for year in table(tables, name)["financial_year"].unique().to_pylist()
    }
    return max(map(first_day_of, stated), default="")
