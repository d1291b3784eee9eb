"""The rows behind one figure of money, adding up to it to the penny."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tpgraph.analysis.description import Evidence, Row, Value
from tpgraph.analysis.money_bridge import Bridge, bridges
from tpgraph.analysis.money_ledger import ask, ledger, names_of
from tpgraph.money import pounds
from tpgraph.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LISTED = "listed"
WITHIN = "passed within"
BETWEEN = "passed between bodies we count"
ONWARD = "received by a counted body and not listed onward"

PAYEES = {
    "redacted": "a payee whose name is redacted",
    "blank": "a payee that is not named",
    "individual": "an individual",
}
"""What stands for a payee who is no body."""

_PARTS = {"within": WITHIN, "between": BETWEEN}
_FLOWS = """
SELECT id, amount_pence, date, payer, payee, payee_status, purpose, part FROM listed
WHERE $part = '' OR part = $part ORDER BY abs(amount_pence) DESC NULLS LAST, id
"""


def money_evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:
    """Give every flow listed, what is taken off it, and what is added back for each body.

    Parameters
    ----------
    tables : graph tables as in `money_ledger.READS`
    row : one row of the analysis; its financial_year and basis say which
    parameters : `bodies` as the row was worked out with

    Returns
    -------
    Evidence in four parts, each largest first; the amounts add up to counted_once_pence
    """
    year, basis = str(row["financial_year"] or ""), str(row["basis"] or "")
    names = names_of(tables)
    with ledger(tables, str(parameters.get("bodies", "")), financial_year=year, basis=basis) as connection:
        found: list[Evidence] = list(_flows(connection, "", LISTED, 1, names))
        for part, words in _PARTS.items():
            found += _flows(connection, part, words, -1, names)
        for bridge in bridges(connection):
            found += _onward(bridge, names)
    return found


def _flows(
    connection: "DuckDBPyConnection", part: str, words: str, sign: int, names: Mapping[str, str]
) -> Iterator[Evidence]:
    for flow in ask(connection, _FLOWS, {"part": part}).to_pylist():
        pence = flow["amount_pence"]
        yield Evidence(words, flow["id"], None if pence is None else sign * pence, flow_in_words(flow, names))


def flow_in_words(flow: Mapping[str, object], names: Mapping[str, str]) -> str:
    """Say one flow: date, payer, amount, payee, purpose.

    >>> flow = {"date": "2022-05-03", "payer": "a", "amount_pence": 100, "payee": None, "payee_status": "redacted"}
    >>> flow_in_words(flow | {"purpose": "Fostering"}, {"a": "Northmere Council"})
    '2022-05-03: Northmere Council, £1.00 to a payee whose name is redacted, for Fostering'
    """
    payer, payee = str(flow["payer"]), flow["payee"]
    to = names.get(str(payee), str(payee)) if payee else PAYEES.get(str(flow["payee_status"]), PAYEES["blank"])
    amount = "amount unknown" if flow["amount_pence"] is None else pounds(int(str(flow["amount_pence"])))
    purpose = f", for {flow['purpose']}" if flow["purpose"] else ""
    return f"{flow['date'] or 'no date'}: {names.get(payer, payer)}, {amount} to {to}{purpose}"


def _onward(bridge: Bridge, names: Mapping[str, str]) -> Iterator[Evidence]:
    """One row a body that received more from counted bodies than it lists as paid out."""
    for body in sorted(bridge.bodies, key=lambda body: (-body.onward_not_listed_pence, body.body)):
        if body.onward_not_listed_pence:
            name = names.get(body.body, body.body)
            text = (
                f"{name} received {pounds(body.received_pence)} from bodies we count and lists "
                f"{pounds(body.paid_out_pence)} as paid out: its pay, own costs and small payments"
            )
            yield Evidence(ONWARD, "", body.onward_not_listed_pence, text)
