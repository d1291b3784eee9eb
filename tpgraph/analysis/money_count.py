"""The high-level count: money by body and heading, without payees, beside the itemised money and never added to it."""

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from tpgraph.analysis.money_ledger import ask, ledger, names_of, perimeter, workspace
from tpgraph.analysis.money_words import and_join, capitalised, plural_of, some
from tpgraph.money import pounds
from tpgraph.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COUNT = """
SELECT payer.source_id AS body_id, coalesce(nullif(o.name, ''), payer.source_id) AS body,
       coalesce(f.purpose, f.name) AS heading, f.theme, nullif(f.financial_year, '') AS financial_year, f.basis,
       coalesce(f.capital, 'unknown') AS capital, f.spent_on, f.prevention_or_response, f.how_sure,
       sum(f.amount_pence)::BIGINT AS amount_pence
FROM funding_flow f
LEFT JOIN rel_pays payer ON payer.target_id = f.id
LEFT JOIN organisation o ON o.id = payer.source_id
WHERE f.detail = 'count' AND ($year IS NULL OR coalesce(f.financial_year, '') = $year)
  AND (len($bodies::VARCHAR[]) = 0 OR payer.source_id IN (SELECT unnest($bodies::VARCHAR[])))
GROUP BY ALL
ORDER BY financial_year DESC NULLS LAST, body, body_id, basis, amount_pence DESC, heading, theme, capital, spent_on,
         prevention_or_response, how_sure
"""

_BESIDE = """
WITH itemised AS (
  SELECT payer AS body_id, financial_year, basis, sum(amount_pence)::BIGINT AS itemised_pence FROM listed GROUP BY ALL),
high AS (
  SELECT body_id, coalesce(financial_year, '') AS financial_year, coalesce(basis, '') AS basis,
         sum(amount_pence)::BIGINT AS count_pence FROM count_lines GROUP BY ALL)
SELECT body_id, coalesce(nullif(o.name, ''), body_id) AS body, nullif(financial_year, '') AS financial_year,
       nullif(basis, '') AS basis, count_pence, itemised_pence
FROM high FULL JOIN itemised USING (body_id, financial_year, basis) LEFT JOIN organisation o ON o.id = body_id
WHERE body_id IS NOT NULL
ORDER BY financial_year DESC NULLS LAST, body, body_id, basis
"""


def count_beside(tables: Tables, financial_year: str | None = None, bodies: str = "") -> pa.Table:
    """Give the high-level count, one row a body, heading, theme, year and basis.

    Parameters
    ----------
    tables : graph tables organisation, funding_flow, rel_pays, setting
    financial_year : only this year; ``""`` = only lines whose year is unknown; None = every year
    bodies : as in `perimeter`; where neither this nor the setting names any, every body that gave a count

    Returns
    -------
    Table, columns body_id, body, heading, theme, financial_year, basis, capital, spent_on, prevention_or_response,
    how_sure (text, null = unknown), amount_pence (int64, pence)
        Newest year first. Never to be added to itemised money, nor over two bases or years.
    """
    with workspace(tables, ("funding_flow", "rel_pays", "organisation")) as connection:
        return ask(connection, _COUNT, {"year": financial_year, "bodies": list(perimeter(tables, bodies))})


def side_by_side(tables: Tables, financial_year: str | None = None, bodies: str = "") -> pa.Table:
    """Put the high-level count and the itemised money of each body next to each other, one row a body, year and basis.

    Returns
    -------
    Table, columns body_id, body, financial_year, basis (text), count_pence, itemised_pence (int64, pence)
        Null where a body gave none of the one kind: not known, which is not zero. The two are never summed.
    """
    with ledger(tables, bodies, financial_year=financial_year) as connection:
        return beside(connection, count_beside(tables, financial_year, bodies))


def beside(connection: "DuckDBPyConnection", count: pa.Table) -> pa.Table:
    """As `side_by_side`, over an open ledger and the rows of `count_beside`."""
    connection.register("count_lines", count)
    return ask(connection, _BESIDE)


def count_notes(rows: pa.Table, silent: list[str]) -> list[str]:
    """Say what the high-level count holds, and which body gave one kind of money but not the other.

    Parameters
    ----------
    rows : as `side_by_side` gives them
    silent : names of the bodies counted that gave neither
    """
    by_year: dict[str | None, list[dict[str, object]]] = defaultdict(list)
    for row in rows.to_pylist():
        by_year[row["financial_year"]].append(row)
    notes = [note for year, found in by_year.items() for note in _year_notes(year, found)]
    if silent:
        what = "a body we count" if len(silent) == 1 else "bodies we count"
        mend = "supply a spend file or rows of the sheet `spend`"
        notes.append(f"{some(silent)}: {what}, but neither itemised money nor a high-level count is here; {mend}.")
    return notes


def _year_notes(year: str | None, rows: list[dict[str, object]]) -> list[str]:
    when = year or "unknown year"
    notes = []
    for basis in dict.fromkeys(row["basis"] for row in rows if row["count_pence"] is not None):
        counted = [row for row in rows if row["basis"] == basis and row["count_pence"] is not None]
        sums = some([f"{row['body']} {pounds(int(str(row['count_pence'])))}" for row in counted])
        start = f"High-level count of {when} ({basis or 'basis not stated'})"
        notes.append(f"{start}, beside the itemised money and never added to it: {sums}.")
    gave_count = {str(row["body"]) for row in rows if row["count_pence"] is not None}
    itemised: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["itemised_pence"] is not None:
            itemised[str(row["body"])].add(plural_of(str(row["basis"] or "")))
    without: dict[str, list[str]] = defaultdict(list)
    for body in sorted(set(itemised) - gave_count):
        without[and_join(sorted(itemised[body]))].append(body)
    notes += [f"{some(bodies)} gave {what} of {when} but no high-level count." for what, bodies in without.items()]
    if only_count := sorted(gave_count - set(itemised)):
        notes.append(f"{some(only_count)} gave a high-level count of {when} but no itemised money.")
    return [capitalised(note) for note in notes]


def silent_bodies(tables: Tables, rows: pa.Table, bodies: str = "") -> list[str]:
    """Name the bodies counted that gave neither itemised money nor a count in any row."""
    names, gave = names_of(tables), set(rows["body_id"].to_pylist())
    return [names.get(body, body) for body in perimeter(tables, bodies) if body not in gave]
