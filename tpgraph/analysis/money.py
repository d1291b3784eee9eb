"""How much public money is listed here, and how much of it once what bodies pass to each other is counted once?

One row a financial year and basis: two of either are never added. The bridge is worked out in `money_bridge`, the rows
behind it in `money_evidence`, the sentences beside it in `money_notes`; `money_parts` and `money_count` tell it by body
and theme and put the high-level count beside it.
"""

from collections.abc import Mapping

from tpgraph.analysis.description import Analysis, Parameter, Result, ResultColumn, Row, Value
from tpgraph.analysis.money_bridge import SCHEMA, bridge_table, bridges
from tpgraph.analysis.money_count import beside, count_beside, count_notes, silent_bodies
from tpgraph.analysis.money_evidence import money_evidence
from tpgraph.analysis.money_ledger import READS, ledger, names_of, perimeter
from tpgraph.analysis.money_notes import money_notes
from tpgraph.analysis.money_words import coverage_in_words, months_of, sentence, some
from tpgraph.errors import MissingDataError, MoneyError
from tpgraph.money import require_one
from tpgraph.tables import Tables

MISSING = (
    "No payment, grant or other itemised money is here{which}: supply a spend file, or rows of the sheet `flows` with "
    "payer, amount and basis."
)

RULE = (
    "For one financial year and one basis: every itemised flow that a counted body pays is listed. Taken off are "
    "payments of a body to itself and payments from one counted body to another, even where their files cover "
    "different months. Added back is, for each body, what it received from counted bodies beyond what it lists as paid "
    "out to others (its pay, own costs and small payments). The outcome is counted once, a lower bound. Bodies counted "
    "are those of the setting, else all that pay an itemised flow of that basis in that year; who published a file "
    "plays no part. The high-level count stands beside it and is never added."
)


def asked_year(parameters: Mapping[str, Value]) -> str | None:
    """Give the year to look at: None = every year, empty = money whose year is unknown."""
    year = str(parameters.get("financial_year", ""))
    return {"": None, "unknown": ""}.get(year, year)


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Work out one row a financial year and basis; see `RULE`."""
    year, basis = asked_year(parameters), str(parameters.get("basis", ""))
    bodies = str(parameters.get("bodies", ""))
    with ledger(tables, bodies, financial_year=year, basis=basis) as connection:
        found = bridges(connection)
        notes = money_notes(connection, tables, found) if found else []
        compared = beside(connection, count_beside(tables, year, bodies))
    notes += count_notes(compared, silent_bodies(tables, compared, bodies))
    if found:
        return Result(bridge_table(found), tuple(notes))
    return Result(SCHEMA.empty_table(), tuple(notes), MISSING.format(which=_which(tables, parameters)))


def _which(tables: Tables, parameters: Mapping[str, Value]) -> str:
    """Say what was looked for, so that nobody reads the answer as none."""
    names = names_of(tables)
    counted = [names.get(body, body) for body in perimeter(tables, str(parameters.get("bodies", "")))]
    said = [f"of basis {parameters['basis']}" if parameters.get("basis") else ""]
    said.append(f"for {parameters['financial_year']}" if parameters.get("financial_year") else "")
    said.append(f"paid by {some(counted)}" if counted else "")
    return "".join(f" {words}" for words in said if words)


def total(
    tables: Tables,
    figure: str = "counted_once_pence",
    *,
    financial_year: str = "",
    basis: str = "",
    bodies: str = "",
) -> int:
    """Give one figure of the one year and basis that is asked for or that is there.

    Parameters
    ----------
    figure : a pence column of the analysis
    financial_year, basis, bodies : as the parameters of the analysis

    Returns
    -------
    int, pence

    Raises
    ------
    MoneyError
        If more than one year or basis is there and none was chosen, or the figure is no sum of money.
    MissingDataError
        If no itemised money is there.
    """
    if not (figure.endswith("_pence") and figure in SCHEMA.names):
        raise MoneyError(f"'{figure}' is no sum of money; choose one of {', '.join(_pence_columns())}")
    result = run(tables, {"financial_year": financial_year, "basis": basis, "bodies": bodies})
    if result.missing:
        raise MissingDataError(result.missing)
    rows = result.table.to_pylist()
    require_one([row["basis"] for row in rows], "basis")
    require_one([row["financial_year"] for row in rows], "financial year")
    return int(rows[0][figure])


def _pence_columns() -> list[str]:
    return [name for name in SCHEMA.names if name.endswith("_pence")]


def headline(tables: Tables, row: Row) -> str:
    """Say a row as `sentence` does, and add the months of each body by name.

    Such as "... Manchester City Council: May 2022 only; Salford City Council: gave nothing."
    """
    names, year, basis = names_of(tables), str(row["financial_year"] or ""), str(row["basis"] or "")
    covered = months_of(row)
    with ledger(tables, ";".join(covered), financial_year=year, basis=basis) as connection:
        found = [bridge for bridge in bridges(connection) if (bridge.financial_year, bridge.basis) == (year, basis)]
    sums = {body.body: body for bridge in found for body in bridge.bodies}
    told = []
    for body, months in covered.items():
        gave = sums.get(body)
        covers = coverage_in_words(months, year, gave.undated, basis) if gave and gave.payments else "gave nothing"
        told.append(f"{names.get(body, body)}: {covers}")
    return f"{sentence(row)} {'; '.join(told)}."


def _pence(name: str, label: str, about: str) -> ResultColumn:
    return ResultColumn(name, "pence", about, "pence", label)


COLUMNS = (
    ResultColumn("financial_year", "year", "April to March; empty = unknown", label="Financial year"),
    ResultColumn("basis", "text", "what kind of statement of money", label="Basis"),
    ResultColumn("bodies", "list", "ids of the bodies we count", label="Bodies we count"),
    ResultColumn(
        "months", "json", "months that the figures of each body cover, by id", label="Months covered", shown=False
    ),
    ResultColumn("payments", "integer", "itemised flows that counted bodies pay", "flows", "Payments"),
    _pence("listed_pence", "Listed", "sum of them"),
    _pence("revenue_pence", "of which revenue", "part of listed that is said to be revenue"),
    _pence("capital_pence", "of which capital", "part of listed that is said to be capital"),
    _pence("capital_unknown_pence", "of which not stated", "part of listed that is said to be neither"),
    _pence("passed_within_pence", "Paid to itself", "paid by a body to itself; taken off"),
    ResultColumn(
        "passed_between", "integer", "flows from a counted body to another", "flows", "Payments passed between"
    ),
    _pence("passed_between_pence", "Passed between bodies we count", "sum of them; taken off"),
    _pence(
        "onward_not_listed_pence",
        "Received and not listed onward",
        "received by a counted body, not listed onward; added",
    ),
    _pence("counted_once_pence", "Counted once", "listed - within - between + not listed onward: a lower bound"),
    ResultColumn(
        "unknown_payee",
        "integer",
        "flows whose payee is redacted or blank",
        "flows",
        "Payments without a known payee",
    ),
    _pence("unknown_payee_pence", "Paid to payees not known", "sum of them, a part of listed"),
)

PARAMETERS = (
    Parameter("financial_year", "year", "", "one financial year, or `unknown`; empty = every year, one row each"),
    Parameter("basis", "basis", "", "one basis; empty = every basis, one row each"),
    Parameter(
        "bodies",
        "text",
        "",
        "ids or names of the bodies we count, `;` between them; empty = the setting",
        defines_subject=True,
    ),
)

ANALYSIS = Analysis(
    name="money",
    question="How much money do the bodies we count list, and how much is that counted once?",
    letters="MO",
    rule=RULE,
    reads=READS,
    columns=COLUMNS,
    key=("financial_year", "basis"),
    run=run,
    sentence=sentence,
    evidence=money_evidence,
    figure="counted_once_pence",
    parameters=PARAMETERS,
)
