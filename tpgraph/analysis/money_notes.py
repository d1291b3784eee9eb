"""What stands beside every figure of money, in words: months, unknown payees, what was left out, what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tpgraph.analysis.money_bridge import Bridge
from tpgraph.analysis.money_ledger import ask, names_of, table_of
from tpgraph.analysis.money_words import NOT_ALL, capitalised, coverage_in_words, many, period, plural_of, some
from tpgraph.money import pounds
from tpgraph.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CURRENCY = "All amounts are pounds sterling; money in other currencies is set aside when it is loaded, never converted."

_UNCOVERED = """
WITH covered AS (SELECT DISTINCT financial_year, basis, payer AS body, month FROM listed WHERE month IS NOT NULL)
SELECT l.financial_year, l.basis, coalesce(sum(amount_pence) FILTER (l.month IS NOT NULL AND c.body IS NULL), 0)::BIGINT
         AS uncovered, coalesce(sum(amount_pence) FILTER (l.month IS NULL), 0)::BIGINT AS undated
FROM listed l
LEFT JOIN covered c
  ON c.financial_year = l.financial_year AND c.basis = l.basis AND c.body = l.payee AND c.month = l.month
WHERE part = 'between' GROUP BY ALL
"""

_LEFT_OUT = """
SELECT financial_year, basis, payer, count(*) AS flows, coalesce(sum(amount_pence), 0)::BIGINT AS amount_pence
FROM flow ANTI JOIN listed USING (id) GROUP BY ALL ORDER BY ALL
"""

_REPEATED = """
SELECT financial_year, basis, count(*) AS flows, coalesce(sum(listed.amount_pence), 0)::BIGINT AS amount_pence
FROM listed SEMI JOIN repeated ON repeated.record_id = listed.id GROUP BY ALL ORDER BY ALL
"""


def money_notes(connection: "DuckDBPyConnection", tables: Tables, bridges: Sequence[Bridge]) -> list[str]:
    """Say what must be known to read the figures of a ledger.

    Parameters
    ----------
    connection : an open ledger
    tables : graph tables organisation, repeated
    bridges : every bridge of the ledger

    Returns
    -------
    sentences: what holds for all figures, then those of each year and basis in the order of the bridges
    """
    names = names_of(tables)
    notes = [NOT_ALL] if any(bridge.basis == "payment" for bridge in bridges) else []
    notes.append(CURRENCY)
    uncovered = {(row["financial_year"], row["basis"]): row for row in ask(connection, _UNCOVERED).to_pylist()}
    for bridge in bridges:
        notes.append(months_note(bridge, names))
        notes += _payee_notes(bridge)
        if found := uncovered.get((bridge.financial_year, bridge.basis)):
            notes.append(_between_note(bridge, found["uncovered"], found["undated"]))
        notes += _gap_notes(bridge, names)
    notes += _left_out_notes(connection, names)
    connection.register("repeated", table_of(tables, "repeated"))
    notes += [_repeated_note(row) for row in ask(connection, _REPEATED).to_pylist()]
    return notes


def months_note(bridge: Bridge, names: Mapping[str, str]) -> str:
    """Say which months each body's figures cover, bodies of equal months together, most money first.

    Such as "Payments of 2022-23: Manchester City Council: May 2022 only; Salford City Council: June 2022 only."
    """
    together: dict[str, list[str]] = defaultdict(list)
    for body in sorted(bridge.bodies, key=lambda body: (-body.listed_pence, body.body)):
        if body.payments:
            coverage = coverage_in_words(body.months, bridge.financial_year)
            together[coverage].append(names.get(body.body, body.body))
    told = "; ".join(f"{some(bodies)}: {coverage}" for coverage, bodies in together.items())
    return f"{_start(bridge)}: {told}."


def _start(bridge: Bridge) -> str:
    return capitalised(period(bridge.basis, bridge.financial_year))


def _share(part: int, whole: int) -> str:
    return f" ({100 * part / whole:.1f} % of what is listed)" if 0 <= part <= whole and whole else ""


def _payee_notes(bridge: Bridge) -> Iterable[str]:
    listed = bridge.total("listed_pence")
    unknown, individuals = bridge.total("unknown_payee"), bridge.total("individuals")
    if unknown:
        pence = bridge.total("unknown_payee_pence")
        flows = many(unknown, bridge.basis)
        yield f"{_start(bridge)}: {pounds(pence)}{_share(pence, listed)} in {flows} has a redacted or blank payee."
    if individuals:
        pence = bridge.total("individuals_pence")
        flows = many(individuals, bridge.basis)
        yield (
            f"{_start(bridge)}: {pounds(pence)}{_share(pence, listed)} in {flows} went to individuals, whose names are "
            "not kept; they are not among the unknown payees."
        )


def _between_note(bridge: Bridge, uncovered: int, undated: int) -> str:
    start = f"{_start(bridge)}: {pounds(bridge.passed_between_pence)} was passed between bodies we count"
    if not uncovered and not undated:
        return f"{start}, all of it in months that the receiving body's file covers."
    part = "all" if uncovered == bridge.passed_between_pence else pounds(uncovered)
    told = f"{start}; {part} of it lies in months that the receiving body's file does not cover"
    return f"{told}, and {pounds(undated)} bears no date." if undated else f"{told}."


def _gap_notes(bridge: Bridge, names: Mapping[str, str]) -> Iterable[str]:
    silent = [names.get(body.body, body.body) for body in bridge.bodies if not body.payments]
    if silent:
        what = f"no {plural_of(bridge.basis)} of {bridge.financial_year or 'unknown year'}"
        yield f"{some(silent)}: counted, but gave {what}; supply a spend file or rows of the sheet `flows`."
    if not bridge.financial_year:
        flows, pence = many(bridge.total("payments"), bridge.basis), pounds(bridge.total("listed_pence"))
        yield f"{pence} in {flows} has neither a financial year nor a date; it stands in a row of its own."
    elif undated := bridge.total("undated"):
        flows = many(undated, bridge.basis)
        yield f"{_start(bridge)}: {flows} without a date in that year; the months they fall in are not known."


def _left_out_notes(connection: "DuckDBPyConnection", names: Mapping[str, str]) -> Iterable[str]:
    """Say which itemised money has no counted payer, so that nothing vanishes."""
    rows = defaultdict(list)
    for row in ask(connection, _LEFT_OUT).to_pylist():
        rows[row["financial_year"], row["basis"], row["payer"] is None].append(row)
    for (year, basis, nobody), found in rows.items():
        flows = many(sum(row["flows"] for row in found), basis)
        pence = pounds(sum(row["amount_pence"] for row in found))
        payers = (
            some([names.get(row["payer"], row["payer"]) for row in sorted(found, key=_largest)]) if not nobody else ""
        )
        why = "names no payer" if nobody else f"is paid by bodies we do not count ({payers})"
        yield f"{capitalised(period(basis, year))}: {pence} in {flows} {why} and is left out."


def _largest(row: Mapping[str, int]) -> int:
    return -abs(row["amount_pence"])


def _repeated_note(row: Mapping[str, object]) -> str:
    flows, pence = many(int(str(row["flows"])), str(row["basis"])), pounds(int(str(row["amount_pence"])))
    when = period(str(row["basis"]), str(row["financial_year"]))
    return f"{capitalised(when)}: {flows} ({pence}) stands in more than one source and is counted once."
