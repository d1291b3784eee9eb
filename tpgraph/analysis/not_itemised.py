"""How much of what a body spent stands in no list of payments?

One row a body, financial year and theme: what the body says it spent (the high-level count, such as a Revenue Outturn)
beside its payments of the same theme. The two are never summed. What is left is pay, benefits, small payments, months
without a list, and payments that nobody has themed.
"""

from collections.abc import Mapping, Sequence

from tpgraph.analysis.cells import result_table, text, whole
from tpgraph.analysis.description import Analysis, Evidence, Parameter, Result, ResultColumn, Row, Value
from tpgraph.analysis.money import asked_year
from tpgraph.analysis.money_evidence import flow_in_words
from tpgraph.analysis.money_ledger import READS, names_of
from tpgraph.analysis.money_words import NOT_ALL, coverage_in_words, some
from tpgraph.analysis.not_itemised_ground import ALL_THEMES, NO_THEME, lines_behind, rows_beside
from tpgraph.money import pounds
from tpgraph.tables import Tables

MISSING = (
    "No body gave both {what} and a list of payments of one financial year: load a Revenue Outturn file, or rows of "
    "the sheet `spend` with basis {basis}, beside its spend files."
)
RULE = (
    "For one body, financial year and theme: the lines of its high-level count (basis outturn, unless another is asked "
    "for) less its payments of that theme; payments to itself are left out. A count of revenue is set beside payments "
    "that are not said to be capital, a count of capital beside those that are. Where two files state the count of "
    "one theme they state the same money: the larger is taken. Payments without a theme have a row of their own, as "
    "some of them belong to the themes above. Where no list of payments is here nothing is known, which is not "
    "nought. Payments above the count are shown as such and never cut off. Count and payments are never added up."
)
_SHOWN = 5
WORDS = {"outturn": "an outturn", "budget": "a budget"}


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """Set what bodies say they spent beside what their lists hold; newest year first, then by body."""
    basis, bodies = str(parameters.get("basis", "outturn")), str(parameters.get("bodies", ""))
    found, unseen, twice = rows_beside(tables, asked_year(parameters), basis, bodies)
    rows = [_row(row, basis) for row in found]
    gave_both = any(row["outturn_pence"] is not None and row["itemised_pence"] is not None for row in rows)
    missing = "" if gave_both else MISSING.format(what=WORDS.get(basis, f"a count ({basis})"), basis=basis)
    notes = [*_notes(rows), *_unseen(unseen), *_twice(twice)]
    return Result(result_table(rows, COLUMNS), tuple(notes), missing)


def _row(row: Mapping[str, object], basis: str) -> dict[str, object]:
    outturn, itemised = whole(row, "outturn_pence"), whole(row, "itemised_pence")
    # Of payments without a theme some may belong here: without any other, what is in lists is not known.
    unknown = not itemised and bool(whole(row, "unthemed_pence"))
    compared = outturn is not None and itemised is not None and row["theme"] != NO_THEME and not unknown
    left = outturn - itemised if compared and outturn is not None and itemised is not None else None
    return {
        **row,
        "basis": basis,
        "not_itemised_pence": left,
        "share": left / outturn if left is not None and outturn else None,
        "share_in_words": f"{left / outturn:.0%}" if left is not None and outturn else None,
    }


def _notes(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    notes = [NOT_ALL]
    above = [row for row in rows if (left := whole(row, "not_itemised_pence")) is not None and left < 0]
    if above:
        told = some([f"{row['body']}, {row['theme']}, {row['financial_year']}" for row in above], _SHOWN)
        notes.append(
            f"Payments are above the {rows[0]['basis']} for {told}: lists may hold VAT, capital or money passed on, "
            "themes may be wrong, or the count may be net of income."
        )
    months: dict[str, str] = {}
    for row in rows:
        covered = row["months"]
        if row["itemised_pence"] is not None and isinstance(covered, list) and len(set(covered)) < 12:
            year = text(row, "financial_year")
            months[f"{row['body']}, {year}"] = coverage_in_words([str(month) for month in covered], year)
    if months:
        told = "; ".join(f"{body}: {words}" for body, words in list(months.items())[: 2 * _SHOWN])
        notes.append(f"The count is of a whole year, the lists cover: {told}.")
    return notes


def _unseen(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Say which bodies gave a count of a year but no payments of it."""
    if not rows:
        return []
    told = []
    for row in rows:
        years = row["years"]
        listed = some([str(year) for year in years], _SHOWN) if isinstance(years, list) and years else "unknown year"
        told.append(f"{row['body']} ({listed})")
    whose = "its" if len(rows) == 1 else "their"
    start = f"A count but no payments of the same year are here for {some(told, _SHOWN)}"
    return [f"{start}: what is in {whose} lists is not known."]


def _twice(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Say where two sources state one count, and which was taken."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        key = (str(row["body"]), str(row["theme"]), str(row["financial_year"] or "unknown year"))
        taken = ", taken" if row["is_taken"] else ""
        groups.setdefault(key, []).append(f"{row['file'] or 'a source'} {pounds(int(str(row['pence'])))}{taken}")
    told = [f"{', '.join(key)}: {'; '.join(said)}" for key, said in list(groups.items())[:_SHOWN]]
    more = f"; and {len(groups) - _SHOWN:,} more" if len(groups) > _SHOWN else ""
    return [f"Two sources state one count, so only the larger is taken: {' | '.join(told)}{more}."] if told else []


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    start = f"{row['body']}, {row['theme']}, {row['financial_year'] or 'unknown year'} ({row['kind']})"
    basis = str(row["basis"])
    outturn, itemised, left = (whole(row, name) for name in ("outturn_pence", "itemised_pence", "not_itemised_pence"))
    if outturn is None:
        return f"{start}: {pounds(itemised or 0)} in its lists of payments; no {basis} is here to compare it with."
    if itemised is None:
        return f"{start}: {basis} {pounds(outturn)}; no list of its payments is here, so nothing is known of them."
    if left is None and row["theme"] != NO_THEME:
        unthemed = pounds(whole(row, "unthemed_pence") or 0)
        told = f"how much of it is listed is not known, as {unthemed} have no theme yet"
        return f"{start}: {basis} {pounds(outturn)}; {told}."
    if left is None:
        return f"{start}: {basis} {pounds(outturn)} and {pounds(itemised)} of payments without a theme, not compared."
    if left < 0:
        return (
            f"{start}: its lists hold {pounds(itemised)}, {pounds(-left)} more than its {basis} of {pounds(outturn)}."
        )
    share = f" ({left / outturn:.0%})" if outturn else ""
    return (
        f"{start}: of {basis} {pounds(outturn)}, {pounds(itemised)} stand in its lists; {pounds(left)}{share} in none."
    )


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:
    """Give the lines of the count and, taken off it, the payments; for a row that compares both they add up to it."""
    key = {"body": text(row, "body_id"), "year": text(row, "financial_year")}
    key |= {"kind": text(row, "kind"), "theme": text(row, "theme")}
    lines, flows = lines_behind(tables, str(parameters.get("basis", "outturn")), str(parameters.get("bodies", "")), key)
    names, basis = names_of(tables), str(row["basis"])
    stated = [
        Evidence(basis, line["id"], line["amount_pence"], str(line["heading"] or "no heading"))
        for line in lines.to_pylist()
    ]
    paid = [
        Evidence("in a list of payments", flow["id"], -flow["amount_pence"], flow_in_words(flow, names))
        for flow in flows.to_pylist()
    ]
    return [*stated, *paid]


COLUMNS = (
    ResultColumn("financial_year", "year", "April to March; empty = unknown", label="Financial year"),
    ResultColumn("body_id", "id", "id of the body", label="Body id", shown=False),
    ResultColumn("body", "text", "who spent", label="Body"),
    ResultColumn("theme", "text", f"class of service; '{ALL_THEMES}' holds all others of the body", label="Theme"),
    ResultColumn("kind", "text", "revenue, capital or not stated", label="Kind"),
    ResultColumn("basis", "text", "what the count is", label="Count"),
    ResultColumn("outturn_pence", "pence", "what the body says it spent; empty = not known", "pence", "Spent"),
    ResultColumn("itemised_pence", "pence", "its payments of the theme; empty = no list is here", "pence", "In lists"),
    ResultColumn("payments", "integer", "how many payments", "flows", "Payments"),
    ResultColumn(
        "not_itemised_pence", "pence", "spent less in lists; below 0 = lists hold more; empty = not known", "pence",
        "In no list",
    ),
    ResultColumn("share", "number", "share of what was spent that is in no list", "of 1", shown=False),
    ResultColumn("share_in_words", "text", "the same, as people say it", label="Share in no list"),
    ResultColumn("months", "list", "months that the lists cover", label="Months in lists", shown=False),
    ResultColumn(
        "unthemed_pence", "pence", "payments of the body without a theme: some may belong here", "pence",
        "Payments not yet themed",
    ),
    ResultColumn(
        "not_stated_pence", "pence", "payments beside this kind that say neither revenue nor capital", "pence",
        "Kind not stated", shown=False,
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="not_itemised",
    question="How much of what a body spent stands in no list of payments?",
    letters="NI",
    rule=RULE,
    reads=(*READS, "rel_stated_in", "source"),
    columns=COLUMNS,
    key=("financial_year", "body_id", "kind", "theme"),
    run=run,
    sentence=sentence,
    evidence=evidence,
    figure="not_itemised_pence",
    parameters=(
        Parameter("financial_year", "year", "", "one financial year, or `unknown`; empty = every year with payments"),
        Parameter(
            "basis", "basis", "outturn", "basis of the count that is compared", values=("outturn", "budget"),
            defines_subject=True,
        ),
        Parameter(
            "bodies", "text", "", "ids or names of bodies, `;` between; empty = those we count, else all with both",
            defines_subject=True,
        ),
    ),
)  # fmt: skip
