"""The itemised flows with their two ends and the bodies we count, laid out once for every question about money.

A ledger is a connection to DuckDB in memory with three tables of its own. ``flow``: every itemised flow with payer and
payee. ``counted``: the bodies counted of each financial year and basis. ``listed``: the flows that a counted body pays,
each with its `part`: within (to itself), between (to another counted body) or out. An unknown year is ``''`` here and
null in results.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pyarrow as pa

from tpgraph.errors import AnalysisError
from tpgraph.identifiers import normalise_org_id
from tpgraph.names import normalise
from tpgraph.tables import Tables, empty

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Value = str | int | float | bool | list[str] | None

_NUMBERS = count(1)

READS = ("organisation", "funding_flow", "rel_pays", "rel_to", "setting", "repeated", "former_id")
"""Graph tables that a ledger and the sentences about it need."""

_FLOW = """
CREATE TABLE flow AS
WITH payer AS (SELECT target_id AS id, min(source_id) AS body FROM rel_pays GROUP BY target_id),
     payee AS (SELECT source_id AS id, min(target_id) AS body FROM rel_to GROUP BY source_id)
SELECT f.id, f.amount_pence, coalesce(f.financial_year, '') AS financial_year, coalesce(f.basis, '') AS basis,
       f.date, f.capital, f.theme, f.unit, f.purpose, f.how_sure, payer.body AS payer, payee.body AS payee,
       CASE WHEN payee.body IS NOT NULL THEN 'known'
            WHEN f.payee_status IN ('redacted', 'individual') THEN f.payee_status ELSE 'blank' END AS payee_status
FROM funding_flow f LEFT JOIN payer USING (id) LEFT JOIN payee USING (id)
WHERE coalesce(f.detail, 'itemised') = 'itemised'
  AND ($every_year OR coalesce(f.financial_year, '') = $year) AND ($basis = '' OR f.basis = $basis)
"""

_PAYERS = """
CREATE TABLE counted AS
SELECT DISTINCT financial_year, basis, payer AS body FROM flow WHERE payer IS NOT NULL
"""

# A year and basis in which no counted body pays anything gives no row: nothing is known of it.
_PERIMETER = """
CREATE TABLE counted AS
WITH perimeter AS (SELECT unnest($bodies::VARCHAR[]) AS body),
     period AS (SELECT DISTINCT financial_year, basis FROM flow WHERE payer IN (SELECT body FROM perimeter))
SELECT financial_year, basis, body FROM period, perimeter
"""

# A date outside the stated year says nothing of the months of that year: the column wins.
_LISTED = """
CREATE TABLE listed AS
SELECT flow.*,
       CASE WHEN payee = payer THEN 'within' WHEN receiver.body IS NOT NULL THEN 'between' ELSE 'out' END AS part,
       CASE WHEN date[1:7] BETWEEN financial_year[1:4] || '-04'
                 AND (try_cast(financial_year[1:4] AS INTEGER) + 1) || '-03' THEN date[1:7] END AS month
FROM flow
JOIN counted AS giver USING (financial_year, basis)
LEFT JOIN counted AS receiver
  ON receiver.financial_year = flow.financial_year AND receiver.basis = flow.basis AND receiver.body = flow.payee
WHERE giver.body = flow.payer
"""


def table_of(tables: Tables, name: str) -> pa.Table:
    """Give a graph table, without rows where there is none of that name."""
    found = tables.get(name)
    return empty(f"graph.{name}") if found is None else found


def settings(tables: Tables, key: str) -> list[str]:
    """Give the values of one key of the setting table, in its order."""
    return [row["value"] for row in table_of(tables, "setting").to_pylist() if row["key"] == key and row["value"]]


def names_of(tables: Tables) -> Mapping[str, str]:
    """Give the name of every organisation by id; a blank name is the id."""
    table = table_of(tables, "organisation")
    return {str(row["id"]): str(row["name"] or row["id"]) for row in table.select(["id", "name"]).to_pylist()}


def perimeter(tables: Tables, bodies: str = "") -> tuple[str, ...]:
    """Find the bodies we count; empty where the payers of each year and basis are to be counted.

    Parameters
    ----------
    tables : graph tables organisation, setting, former_id
    bodies : ids or names, `;` between them; empty = the perimeter of the setting table

    Returns
    -------
    organisation ids, each once, in the order given

    Raises
    ------
    AnalysisError
        If a text is no body here, or several.
    """
    if not bodies.strip():
        return tuple(dict.fromkeys(settings(tables, "body")))
    return tuple(dict.fromkeys(_body(tables, text.strip()) for text in bodies.split(";") if text.strip()))


def _body(tables: Tables, text: str) -> str:
    """One body by id, former id, identifier however it is written, or name."""
    organisations = table_of(tables, "organisation")
    ids = set(organisations["id"].to_pylist())
    former = {row["former_id"]: row["entity_id"] for row in table_of(tables, "former_id").to_pylist()}
    identifier = normalise_org_id(text) or ""
    for candidate in (text, former.get(text), identifier, former.get(identifier)):
        if candidate in ids:
            return str(candidate)
    wanted = normalise(text)
    named = {body for body, name in names_of(tables).items() if normalise(name) == wanted}
    if len(named) == 1:
        return named.pop()
    if named:
        raise AnalysisError(f"'{text}' is the name of {len(named)} bodies; give one id of {', '.join(sorted(named))}")
    raise AnalysisError(f"no body here has the id or name '{text}'; `tpgraph query organisations` lists them")


@cache
def _database() -> "DuckDBPyConnection":
    """One empty database in memory for all questions: to open it takes longer than most of them."""
    # Imported here: most commands ask nothing of money and should not wait for DuckDB.
    import duckdb

    return duckdb.connect(":memory:", config={"enable_external_access": False, "python_enable_replacements": False})


@contextmanager
def workspace(tables: Tables, names: Iterable[str]) -> Iterator["DuckDBPyConnection"]:
    """Open a connection in memory that sees these graph tables, and neither files nor the variables of this program.

    All workspaces are of one database; each has a schema of its own, which goes with it.
    """
    with _database().cursor() as connection:
        own = f"workspace_{next(_NUMBERS)}"
        connection.execute(f"CREATE SCHEMA {own}")
        connection.execute(f"SET schema = '{own}'")
        try:
            for name in names:
                connection.register(name, table_of(tables, name))
            yield connection
        finally:
            connection.execute(f"DROP SCHEMA {own} CASCADE")


@contextmanager
def ledger(
    tables: Tables, bodies: str = "", *, financial_year: str | None = None, basis: str = ""
) -> Iterator["DuckDBPyConnection"]:
    """Open a ledger.

    Parameters
    ----------
    tables : graph tables of `READS`
    bodies : as in `perimeter`
    financial_year : only this year; ``""`` = only flows whose year is unknown; None = every year
    basis : only this basis; empty = every basis
    """
    counted = perimeter(tables, bodies)
    asked = {"every_year": financial_year is None, "year": financial_year or "", "basis": basis}
    with workspace(tables, ("funding_flow", "rel_pays", "rel_to", "organisation")) as connection:
        connection.execute(_FLOW, asked)
        if counted:
            connection.execute(_PERIMETER, {"bodies": list(counted)})
        else:
            connection.execute(_PAYERS)
        connection.execute(_LISTED)
        yield connection


def ask(connection: "DuckDBPyConnection", query: str, parameters: Mapping[str, Value] | None = None) -> pa.Table:
    """Give the answer of one query over a ledger as an Arrow table."""
    answer: pa.Table = connection.sql(query, params=dict(parameters or {})).to_arrow_table()
    return answer
