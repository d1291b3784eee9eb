"""The itemised money of one financial year and basis, body by body and theme by theme."""

import pyarrow as pa

from tpgraph.analysis.money_bridge import BodySums, Bridge, bridges
from tpgraph.analysis.money_ledger import ask, ledger, names_of
from tpgraph.analysis.money_words import coverage_in_words
from tpgraph.tables import Tables

NOT_YET_THEMED = "not yet themed"
"""Shown with its pounds wherever money is told by theme."""

_BODY_FIGURES = (
    *("payments", "listed_pence", "revenue_pence", "capital_pence", "capital_unknown_pence", "passed_within_pence"),
    *("paid_to_counted_pence", "received_pence", "onward_not_listed_pence", "unknown_payee", "unknown_payee_pence"),
)
_BODY_SCHEMA = pa.schema(
    [("body_id", pa.string()), ("body", pa.string()), ("months", pa.list_(pa.string())), ("covers", pa.string())]
    + [(name, pa.int64()) for name in _BODY_FIGURES]
)

_BODY_THEME = """
SELECT payer AS body_id, coalesce(nullif(theme, ''), $unthemed) AS theme, coalesce(how_sure, 'recorded') AS how_sure,
       count(*) AS payments, coalesce(sum(amount_pence), 0)::BIGINT AS listed_pence,
       coalesce(sum(amount_pence) FILTER (capital = 'false'), 0)::BIGINT AS revenue_pence,
       coalesce(sum(amount_pence) FILTER (capital = 'true'), 0)::BIGINT AS capital_pence,
       coalesce(sum(amount_pence) FILTER (coalesce(capital, '') NOT IN ('false', 'true')), 0)::BIGINT
         AS capital_unknown_pence,
       coalesce(sum(amount_pence) FILTER (part = 'within'), 0)::BIGINT AS passed_within_pence,
       coalesce(sum(amount_pence) FILTER (part = 'between'), 0)::BIGINT AS passed_between_pence
FROM listed GROUP BY ALL ORDER BY body_id, listed_pence DESC, theme, how_sure
"""

_THEME = """
SELECT theme, count(DISTINCT body_id) AS bodies, sum(COLUMNS(* EXCLUDE (theme, body_id, how_sure)))::BIGINT
FROM body_theme GROUP BY theme ORDER BY listed_pence DESC, theme
"""


def by_body(tables: Tables, financial_year: str, basis: str, bodies: str = "") -> pa.Table:
    """Sum the money of each body counted.

    Parameters
    ----------
    tables : graph tables as in `money_ledger.READS`
    financial_year : one year; empty = the flows whose year is unknown
    basis : one basis
    bodies : as in `money_ledger.perimeter`

    Returns
    -------
    Table, columns body_id, body, months (list of YYYY-MM), covers (months in words), payments, unknown_payee (counts),
    listed_pence, revenue_pence, capital_pence, capital_unknown_pence, passed_within_pence, paid_to_counted_pence,
    received_pence (from counted bodies), onward_not_listed_pence, unknown_payee_pence (int64, pence)
        One row a body, most money listed first. A body that gave nothing has no figures: null, not zero, but for
        received_pence and onward_not_listed_pence, which others' files tell.
    """
    names = names_of(tables)
    rows: list[dict[str, object]] = []
    for bridge in _bridges(tables, financial_year, basis, bodies):
        for body in sorted(bridge.bodies, key=lambda body: (-body.listed_pence, body.body)):
            told = _BODY_FIGURES if body.payments else ("payments", "received_pence", "onward_not_listed_pence")
            covers = covers_of(body) if body.payments else "nothing given"
            head = {
                "body_id": body.body,
                "body": names.get(body.body, body.body),
                "months": body.months,
                "covers": covers,
            }
            rows.append({**head, **{name: getattr(body, name) for name in told}})
    return pa.Table.from_pylist(rows, schema=_BODY_SCHEMA)


def covers_of(body: BodySums) -> str:
    """Say which months the money of a body covers, and how much of it bears no date."""
    return coverage_in_words(body.months, body.financial_year, body.undated, body.basis)


def months_covered(tables: Tables, financial_year: str, basis: str, bodies: str = "") -> pa.Table:
    """Say which months the figures of each body cover.

    Returns
    -------
    Table, columns body_id, body, months (list of YYYY-MM), covers (text such as "May 2022 only")
        Rows as in `by_body`, whose parameters it takes.
    """
    return by_body(tables, financial_year, basis, bodies).select(["body_id", "body", "months", "covers"])


def by_body_and_theme(tables: Tables, financial_year: str, basis: str, bodies: str = "") -> pa.Table:
    """Sum the money listed by body, theme and how sure it is; parameters as in `by_body`.

    Returns
    -------
    Table, columns body_id, body, theme, how_sure, payments (count), listed_pence, revenue_pence, capital_pence,
    capital_unknown_pence, passed_within_pence, passed_between_pence (int64, pence)
        Sorted by body, then most money first. A flow without a theme stands under `NOT_YET_THEMED`.
    """
    names = names_of(tables)
    with ledger(tables, bodies, financial_year=financial_year, basis=basis) as connection:
        found = ask(connection, _BODY_THEME, {"unthemed": NOT_YET_THEMED})
    named = pa.array([names.get(str(body), str(body)) for body in found["body_id"].to_pylist()], pa.string())
    return found.add_column(1, "body", named)


def by_theme(tables: Tables, financial_year: str, basis: str, bodies: str = "") -> pa.Table:
    """Sum the money listed by theme; parameters as in `by_body`.

    What is received and not listed onward has no theme, so there is no counted once by theme.

    Returns
    -------
    Table, columns theme, bodies, payments (counts), listed_pence, revenue_pence, capital_pence, capital_unknown_pence,
    passed_within_pence, passed_between_pence (int64, pence)
        Most money first.
    """
    with ledger(tables, bodies, financial_year=financial_year, basis=basis) as connection:
        connection.register("body_theme", ask(connection, _BODY_THEME, {"unthemed": NOT_YET_THEMED}))
        return ask(connection, _THEME)


def _bridges(tables: Tables, financial_year: str, basis: str, bodies: str) -> list[Bridge]:
    with ledger(tables, bodies, financial_year=financial_year, basis=basis) as connection:
        return bridges(connection)
