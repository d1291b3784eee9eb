"""What a body says it spent by theme, beside what its lists of payments hold of the same theme and year."""

from typing import TYPE_CHECKING

import pyarrow as pa

from tpgraph.analysis.money_ledger import Value, ask, ledger, perimeter, table_of
from tpgraph.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NO_THEME = "not yet themed"
ALL_THEMES = "all services together"

# Two sources that state the count of one body, year and theme state the same money, such as a summary and its details:
# the larger is taken and the other named, never both added.
_COUNT = """
CREATE TABLE count_line AS
WITH line AS (
  SELECT f.id, payer.source_id AS body, coalesce(f.financial_year, '') AS financial_year,
         coalesce(nullif(f.theme, ''), $no_theme) AS theme, f.amount_pence, coalesce(f.purpose, f.name) AS heading,
         CASE f.capital WHEN 'true' THEN 'capital' WHEN 'false' THEN 'revenue' ELSE 'not stated' END AS kind,
         coalesce(stated.source, '') AS source
  FROM funding_flow f
  JOIN rel_pays payer ON payer.target_id = f.id
  LEFT JOIN (SELECT source_id, min(target_id) AS source FROM rel_stated_in GROUP BY source_id) AS stated
    ON stated.source_id = f.id
  WHERE f.detail = 'count' AND f.basis = $basis AND ($every_year OR coalesce(f.financial_year, '') = $year)
    AND (len($bodies::VARCHAR[]) = 0 OR payer.source_id IN (SELECT unnest($bodies::VARCHAR[])))),
said AS (SELECT body, financial_year, kind, theme, source, sum(amount_pence) AS pence FROM line GROUP BY ALL),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY body, financial_year, kind, theme ORDER BY abs(pence) DESC, source) AS place
  FROM said)
SELECT line.*, ranked.place = 1 AS is_taken
FROM line JOIN ranked USING (body, financial_year, kind, theme, source)
"""

_PAID = """
CREATE TABLE paid AS
SELECT id, payer AS body, financial_year, coalesce(nullif(theme, ''), $no_theme) AS theme, amount_pence, date, month,
       payer, payee, payee_status, purpose, coalesce(capital, 'unknown') AS capital
FROM listed WHERE part <> 'within' AND amount_pence IS NOT NULL
"""

# What is said to be revenue is set beside revenue, and capital beside capital. A payment that says neither stands with
# revenue, where there is such a count: most payments are.
_BESIDE = """
CREATE TABLE beside AS
SELECT counted.body, counted.financial_year, counted.kind, paid.*  EXCLUDE (body, financial_year)
FROM (SELECT DISTINCT body, financial_year, kind FROM count_line) AS counted
JOIN paid ON paid.body = counted.body AND paid.financial_year = counted.financial_year
  AND CASE counted.kind WHEN 'capital' THEN paid.capital = 'true' WHEN 'revenue' THEN paid.capital <> 'true'
      ELSE true END
"""

_ROWS = """
WITH counts AS (
  SELECT body, financial_year, kind, theme, sum(amount_pence)::BIGINT AS outturn_pence FROM count_line WHERE is_taken
  GROUP BY ALL
  UNION ALL
  SELECT body, financial_year, kind, $all_themes, sum(amount_pence)::BIGINT FROM count_line WHERE is_taken
  GROUP BY ALL),
payments AS (
  SELECT body, financial_year, kind, theme, sum(amount_pence)::BIGINT AS itemised_pence, count(*) AS payments
  FROM beside GROUP BY ALL
  UNION ALL
  SELECT body, financial_year, kind, $all_themes, sum(amount_pence)::BIGINT, count(*) FROM beside GROUP BY ALL),
lists AS (
  SELECT body, financial_year, kind, list_sort(list(DISTINCT month) FILTER (month IS NOT NULL)) AS months,
         coalesce(sum(amount_pence) FILTER (theme = $no_theme), 0)::BIGINT AS unthemed_pence,
         coalesce(sum(amount_pence) FILTER (capital = 'unknown'), 0)::BIGINT AS not_stated_pence
  FROM beside GROUP BY body, financial_year, kind),
years AS (SELECT DISTINCT financial_year FROM paid),
givers AS (SELECT DISTINCT body FROM paid)
SELECT nullif(financial_year, '') AS financial_year, body AS body_id, coalesce(nullif(o.name, ''), body) AS body, theme,
       kind, outturn_pence,
       CASE WHEN lists.body IS NOT NULL THEN coalesce(itemised_pence, 0) END AS itemised_pence,
       CASE WHEN lists.body IS NOT NULL THEN coalesce(payments, 0) END AS payments,
       coalesce(lists.months, []) AS months, lists.unthemed_pence, lists.not_stated_pence
FROM counts FULL JOIN payments USING (body, financial_year, kind, theme)
LEFT JOIN lists USING (body, financial_year, kind)
LEFT JOIN (SELECT id, name FROM organisation) o ON o.id = body
WHERE (len($bodies::VARCHAR[]) > 0 AND (financial_year IN (SELECT financial_year FROM years) OR NOT $every_year))
   OR lists.body IS NOT NULL OR (body IN (SELECT body FROM givers) AND NOT $every_year)
ORDER BY financial_year DESC NULLS LAST, body, body_id, kind DESC, theme <> $all_themes, theme = $no_theme,
         outturn_pence DESC NULLS LAST, theme
"""

_UNSEEN = """
SELECT coalesce(nullif(o.name, ''), body) AS body, list_sort(list(DISTINCT nullif(financial_year, ''))) AS years
FROM count_line LEFT JOIN (SELECT id, name FROM organisation) o ON o.id = body
WHERE (body, financial_year) NOT IN (SELECT (body, financial_year) FROM paid)
GROUP BY body, o.name ORDER BY 1
"""

_TWICE = """
SELECT coalesce(nullif(o.name, ''), body) AS body, nullif(financial_year, '') AS financial_year, theme,
       coalesce(s.file, '') AS file, is_taken, sum(amount_pence)::BIGINT AS pence
FROM count_line LEFT JOIN (SELECT id, name FROM organisation) o ON o.id = body
LEFT JOIN (SELECT id, file FROM source) s ON s.id = count_line.source
WHERE (body, financial_year, kind, theme) IN (
  SELECT (body, financial_year, kind, theme) FROM count_line WHERE NOT is_taken)
GROUP BY ALL ORDER BY 1, 2, 3, is_taken DESC, 4
"""

_LINES = """
SELECT id, amount_pence, heading FROM count_line
WHERE is_taken AND body = $body AND financial_year = $year AND kind = $kind
  AND ($theme = $all_themes OR theme = $theme)
ORDER BY abs(amount_pence) DESC, id
"""

_FLOWS = """
SELECT id, amount_pence, date, payer, payee, payee_status, purpose FROM beside
WHERE body = $body AND financial_year = $year AND kind = $kind AND ($theme = $all_themes OR theme = $theme)
ORDER BY abs(amount_pence) DESC, id
"""


def _lay_out(connection: "DuckDBPyConnection", tables: Tables, year: str | None, basis: str, bodies: list[str]) -> None:
    for name in ("rel_stated_in", "source"):
        connection.register(name, table_of(tables, name))
    asked = {"every_year": year is None, "year": year or "", "basis": basis, "bodies": bodies, "no_theme": NO_THEME}
    connection.execute(_COUNT, asked)
    connection.execute(_PAID, {"no_theme": NO_THEME})
    connection.execute(_BESIDE)


def rows_beside(
    tables: Tables, year: str | None, basis: str, bodies: str
) -> tuple[list[dict[str, object]], list[dict[str, object]], list[dict[str, object]]]:
    """Set counts and payments side by side.

    Parameters
    ----------
    tables : graph tables of `money_ledger.READS`, rel_stated_in and source
    year : only this year; ``""`` = unknown; None = every year
    basis : of the count
    bodies : as in `money_ledger.perimeter`

    Returns
    -------
    rows by body, theme and year; bodies and years with a count but without payments; counts that two sources state
    """
    counted = list(perimeter(tables, bodies))
    with ledger(tables, bodies, financial_year=year, basis="payment") as connection:
        _lay_out(connection, tables, year, basis, counted)
        asked: dict[str, Value] = {
            "all_themes": ALL_THEMES,
            "no_theme": NO_THEME,
            "bodies": counted,
            "every_year": year is None,
        }
        rows = ask(connection, _ROWS, asked).to_pylist()
        return rows, ask(connection, _UNSEEN).to_pylist(), ask(connection, _TWICE).to_pylist()


def lines_behind(tables: Tables, basis: str, bodies: str, key: dict[str, str]) -> tuple[pa.Table, pa.Table]:
    """Give the lines of the count and the payments behind one row.

    Parameters
    ----------
    key : body, year, kind and theme of the row
    """
    counted = list(perimeter(tables, bodies))
    with ledger(tables, bodies, financial_year=key["year"], basis="payment") as connection:
        _lay_out(connection, tables, key["year"], basis, counted)
        asked = {**key, "all_themes": ALL_THEMES}
        return ask(connection, _LINES, asked), ask(connection, _FLOWS, asked)
