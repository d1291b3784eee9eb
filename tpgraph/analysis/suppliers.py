"""Who sells to, or is paid by, several of the bodies we count?

One row a supplier, financial year and basis. It needs nothing but spend files. A payee that is itself a body we count
is no supplier: that money is passed between bodies. A ledger catch-all such as GENERAL EXPENSES is none either.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from tpgraph.analysis.cells import QUESTION_COLUMNS
from tpgraph.analysis.description import Analysis, Evidence, Result, ResultColumn, Row, Value
from tpgraph.analysis.money import MISSING, PARAMETERS, asked_year
from tpgraph.analysis.money_evidence import flow_in_words
from tpgraph.analysis.money_ledger import READS, ask, ledger, names_of, table_of
from tpgraph.analysis.money_words import NOT_ALL, many, plural_of, some
from tpgraph.findings import Finding, finding_id
from tpgraph.money import months_in_words, pounds
from tpgraph.names import is_catch_all
from tpgraph.tables import Tables

PUBLIC = ("central", "local", "nhs", "police", "fire", "education", "other_public")
"""Sectors whose payees may receive levies and transfers rather than sell."""

WHY_BOTH = (
    "The purchases may be for different things, may run under one framework contract already, or may keep more than "
    "one seller in the market."
)
WHY_BOTH_PUBLIC = (
    "It is a public body itself: these may be levies, grants or transfers that each must pay, not purchases."
)

RULE = (
    "For one financial year and basis: payees to whom two or more of the bodies we count each paid more than they took "
    "back in credits. Left out are payees that are counted themselves (money passed between bodies), ledger "
    "catch-alls, individuals and payees without a name. The amount is the sum of the itemised flows of those payers."
)

_BUY = {
    "payment": "buy from",
    "outturn": "buy from",
    "contract": "have contracts with",
    "award": "give awards to",
    "receipt": "pay",
}

_SUPPLIERS = """
WITH pair AS (
  SELECT financial_year, basis, payee, payer, count(*) AS flows, sum(amount_pence)::BIGINT AS pence,
         list(DISTINCT month) FILTER (month IS NOT NULL) AS months,
         coalesce(sum(amount_pence) FILTER (month IS NULL), 0)::BIGINT AS undated_pence,
         list(DISTINCT lower(trim(purpose))) FILTER (trim(purpose) <> '') AS purposes
  FROM listed WHERE part = 'out' AND payee IS NOT NULL AND payee NOT IN (SELECT id FROM catch_all)
  GROUP BY ALL HAVING pence > 0),
purpose AS (SELECT financial_year, basis, payee, unnest(purposes) AS purpose FROM pair),
common AS (SELECT financial_year, basis, payee, purpose FROM purpose GROUP BY ALL HAVING count(*) > 1),
shared AS (SELECT financial_year, basis, payee, list(purpose ORDER BY purpose) AS purposes FROM common GROUP BY ALL),
record AS (SELECT target_id AS payee, min(source_id) AS record FROM rel_describes GROUP BY target_id)
SELECT nullif(financial_year, '') AS financial_year, nullif(basis, '') AS basis, payee AS supplier_id,
       coalesce(nullif(any_value(o.name), ''), payee) AS supplier, coalesce(any_value(o.sector), 'unknown') AS sector,
       list(payer ORDER BY pence DESC, payer) AS body_ids,
       list(coalesce(nullif(body.name, ''), payer) ORDER BY pence DESC, payer) AS bodies,
       count(*) AS payers, sum(flows)::BIGINT AS payments, sum(pence)::BIGINT AS amount_pence,
       sum(undated_pence)::BIGINT AS undated_pence,
       map(list(payer ORDER BY pence DESC, payer), list(pence ORDER BY pence DESC, payer)) AS by_payer,
       coalesce(list_sort(list_distinct(flatten(list(pair.months)))), []) AS months,
       coalesce(any_value(shared.purposes), []) AS shared_purposes, coalesce(any_value(record.record), payee) AS record
FROM pair
LEFT JOIN shared USING (financial_year, basis, payee) LEFT JOIN record USING (payee)
LEFT JOIN organisation o ON o.id = payee LEFT JOIN (SELECT id, name FROM organisation) body ON body.id = payer
GROUP BY financial_year, basis, payee HAVING count(*) > 1
ORDER BY list_contains($public::VARCHAR[], any_value(o.sector)) IS TRUE, amount_pence DESC,
         pair.financial_year = '', pair.financial_year DESC, pair.basis, payee
"""

_FLOWS = """
SELECT id, amount_pence, date, payer, payee, payee_status, purpose FROM listed
WHERE payee = $supplier AND payer IN (SELECT unnest($payers::VARCHAR[])) ORDER BY abs(amount_pence) DESC, id
"""


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Find the payees that two or more counted bodies pay; private and voluntary ones first, most money first."""
    bodies, basis = str(parameters.get("bodies", "")), str(parameters.get("basis", ""))
    with ledger(tables, bodies, financial_year=asked_year(parameters), basis=basis) as connection:
        connection.register("rel_describes", table_of(tables, "rel_describes"))
        connection.register("catch_all", _catch_alls(tables))
        found = ask(connection, _SUPPLIERS, {"public": list(PUBLIC)})
        payers = ask(connection, "SELECT DISTINCT financial_year, basis, payer FROM listed ORDER BY ALL").to_pylist()
    missing = _missing(payers, names_of(tables))
    return Result(_with_questions(found), () if missing else tuple(_notes(found)), missing)


def _catch_alls(tables: Tables) -> pa.Table:
    names = names_of(tables)
    return pa.table({"id": pa.array([body for body, name in names.items() if is_catch_all(name)], pa.string())})


def _missing(payers: Sequence[Mapping[str, str]], names: Mapping[str, str]) -> str:
    """Two payers in one year and basis are needed before anything can be said."""
    periods = [(row["financial_year"], row["basis"]) for row in payers]
    if not periods:
        return MISSING.format(which="")
    if len(set(periods)) < len(periods):
        return ""
    given = some(sorted({names.get(row["payer"], row["payer"]) for row in payers}))
    return (
        f"Two bodies we count must list money of one basis in one financial year; here is only that of {given}: supply "
        "a spend file of another body, or rows of the sheet `flows`."
    )


def _notes(found: pa.Table) -> list[str]:
    notes = [NOT_ALL] if "payment" in found["basis"].to_pylist() else []
    notes.append(
        "One supplier under two names that are not yet joined is counted as two: see `tpgraph find organisations`."
    )
    public = sum(sector in PUBLIC for sector in found["sector"].to_pylist())
    if public:
        notes.append(
            f"{public:,} of {found.num_rows:,} are public bodies themselves and stand last: levies or transfers."
        )
    return notes


def _names(row: Row, column: str) -> list[str]:
    value = row[column]
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else []


def _when(row: Row) -> str:
    months = _names(row, "months")
    if not months:
        return f"in {row['financial_year'] or 'an unknown year'}"
    # Money without a date lies in none of the months, so the sum is not said to be theirs alone.
    undated = int(str(row["undated_pence"]))
    return f"in {months_in_words(months)}" + (f", {pounds(undated)} of it without a date" if undated else "")


def _pence(row: Row) -> int:
    return int(str(row["amount_pence"]))


def question(row: Row) -> str:
    """Put a row as a question for a meeting."""
    payers = _names(row, "bodies")
    all_of = "both" if len(payers) == 2 else "all"
    money = f"{pounds(_pence(row))} {_when(row)}"
    if row["sector"] in PUBLIC:
        return f"{some(payers)} {all_of} pay {row['supplier']}: {money}. Could they deal with it together?"
    verb = _BUY.get(str(row["basis"]), "set money aside for")
    together = "buy" if row["basis"] in ("payment", "outturn", "contract") else "do so"
    return f"{some(payers)} {all_of} {verb} {row['supplier']}: {money}. Could they {together} together?"


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    flows = many(int(str(row["payments"])), str(row["basis"] or ""))
    return f"{some(_names(row, 'bodies'))}: {pounds(_pence(row))} to {row['supplier']} in {flows} {_when(row)}."


def _amounts(row: Row) -> dict[str, int]:
    by_payer = row["by_payer"]
    # The column is a map: Arrow gives pairs unless asked for dictionaries.
    pairs = by_payer.items() if isinstance(by_payer, Mapping) else by_payer
    return dict(pairs)  # type: ignore[call-overload, no-any-return]  # pairs of id and pence, see above


def _reasons(row: Row) -> list[str]:
    amounts, what = _amounts(row), plural_of(str(row["basis"] or ""))
    payers = zip(_names(row, "bodies"), _names(row, "body_ids"), strict=True)
    reasons = [f"{name} lists {pounds(amounts[body])} of {what} to it." for name, body in payers]
    if shared := _names(row, "shared_purposes"):
        reasons.append(f"At least two of them give the same purpose: {some(shared, 5)}.")
    return reasons


def _with_questions(found: pa.Table) -> pa.Table:
    """Put each row as a question, as all questions of this room are put."""
    rows = found.to_pylist()
    public = pa.array([WHY_BOTH_PUBLIC if row["sector"] in PUBLIC else WHY_BOTH for row in rows], pa.string())
    told = found.append_column("question", pa.array([question(row) for row in rows], pa.string()))
    told = told.append_column("reasons", pa.array([_reasons(row) for row in rows], pa.list_(pa.string())))
    return told.append_column("why_both", public).append_column("people_to_ask", told["bodies"])


def finding(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Finding:  # noqa: ARG001  # the shape of all
    """Make the finding of a row; its subject is the supplier, so another payer does not change its id."""
    subject = {"financial_year": str(row["financial_year"] or ""), "basis": str(row["basis"] or "")}
    record = str(row["record"])
    return Finding(
        id=finding_id(ANALYSIS.letters, subject, [record]),
        kind=ANALYSIS.name,
        question=str(row["question"]),
        reasons=tuple(_names(row, "reasons")),
        why_both=str(row["why_both"]),
        subjects=(str(row["supplier_id"]),),
        records=(record,),
        people_to_ask=tuple(_names(row, "people_to_ask")),
        amount_pence=_pence(row),
        parameters=subject,
    )


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:
    """Give every flow of the payers of a row to its supplier, largest first; they add up to amount_pence."""
    year, basis = str(row["financial_year"] or ""), str(row["basis"] or "")
    names, payers = names_of(tables), _names(row, "body_ids")
    with ledger(tables, str(parameters.get("bodies", "")), financial_year=year, basis=basis) as connection:
        flows = ask(connection, _FLOWS, {"supplier": str(row["supplier_id"]), "payers": payers}).to_pylist()
    return [Evidence("listed", flow["id"], flow["amount_pence"], flow_in_words(flow, names)) for flow in flows]


COLUMNS = (
    ResultColumn("financial_year", "year", "April to March; empty = unknown", label="Financial year"),
    ResultColumn("basis", "text", "what kind of statement of money", label="Basis"),
    ResultColumn("supplier_id", "id", "id of the supplier", label="Supplier id", shown=False),
    ResultColumn("supplier", "text", "name of the supplier", label="Supplier"),
    ResultColumn("sector", "text", "sector of the supplier", label="Sector"),
    ResultColumn("body_ids", "list", "ids of the bodies that pay it, most money first", label="Payer ids", shown=False),
    ResultColumn("bodies", "list", "names of the bodies that pay it, in the same order", label="Paid by"),
    ResultColumn("payers", "integer", "how many counted bodies pay it", "bodies", "Payers"),
    ResultColumn("payments", "integer", "flows to it", "flows", "Payments"),
    ResultColumn("amount_pence", "pence", "sum of the flows", "pence", "Amount"),
    ResultColumn("undated_pence", "pence", "the part of it that bears no date", "pence", "Without a date", shown=False),
    ResultColumn("by_payer", "json", "pence by id of the payer", "pence", "By payer", shown=False),
    ResultColumn("months", "list", "months of the flows, as YYYY-MM", label="Months"),
    ResultColumn("shared_purposes", "list", "purposes that two or more payers give alike", label="Same purpose"),
    ResultColumn("record", "id", "smallest record id of the supplier", label="Record", shown=False),
    *QUESTION_COLUMNS,
)

ANALYSIS = Analysis(
    name="suppliers",
    question="Which suppliers do two or more of the bodies we count pay?",
    letters="SU",
    rule=RULE,
    reads=(*READS, "rel_describes"),
    columns=COLUMNS,
    key=("financial_year", "basis", "supplier_id"),
    run=run,
    sentence=sentence,
    evidence=evidence,
    finding=finding,
    figure="amount_pence",
    parameters=PARAMETERS,
)
