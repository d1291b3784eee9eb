"""A made-up place for the tests of the reports, small enough to check by hand.

2009-10, payments (£): council -> trust 700 (May) and 300 (June), council -> police 50 (May), police -> trust 20
(May), council -> nobody named 40 (June); council -> trust 5 without any year. High-level count, budget: council
1,000, police 80. The health board is expected and has given nothing. Counted once 2009-10: 1,110 - 50 + 30 = 1,090,
for the police received 50 and list 20.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from tpgraph.analysis import analyses, bind
from tpgraph.analysis.answers import Answer, answer
from tpgraph.reports.material import Material
from tpgraph.reports.years import SOURCE_SCHEMA
from tpgraph.tables import empty, from_rows, graph_table_names

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
BIDI = "Harbour \u202eTrust\x07"

Rows = dict[str, list[dict[str, object]]]


def graph_rows(*, hostile: bool = False) -> Rows:
    """Rows of the graph by table name."""
    rows: Rows = defaultdict(list)
    trust = SCRIPT if hostile else "Harbour Trust"
    rows["setting"] = [
        {"key": "place_name", "value": FORMULA if hostile else "Northmere"},
        {"key": "financial_year", "value": "2009-10"},
        *({"key": "body", "value": body} for body in ("council", "police", "board")),
    ]
    rows["organisation"] = [
        {"id": "council", "name": "Northmere Council", "sector": "local", "also_known_as": ["NMBC"]},
        {"id": "police", "name": BIDI if hostile else "Northmere Police", "sector": "police"},
        {"id": "board", "name": FORMULA if hostile else "Northmere Health Board", "sector": "nhs"},
        {"id": "trust", "name": trust, "sector": "voluntary"},
    ]
    rows["service"] = [
        {"id": "play", "name": FORMULA if hostile else "Stay and play", "theme": "Under-fives", "people_per_year": 3},
        {"id": "group", "name": SCRIPT if hostile else "Parent group", "theme": "Under-fives", "people_per_year": 120},
    ]
    rows["need"] = [{"id": "parenting", "name": "Parenting support"}]
    rows["client_group"] = [{"id": "under-fives", "name": "Under-fives"}]
    rows["place"] = [{"id": "harbour", "name": "Harbour ward", "level": "ward", "population": 9000}]
    rows["client_need"] = [{"id": "n1", "name": "", "people": None, "low": 0, "high": 4, "financial_year": "2009-10"}]
    rows["rel_of"], rows["rel_among"] = [_ends("n1", "parenting")], [_ends("n1", "under-fives")]
    rows["rel_living_in"] = [_ends("n1", "harbour")]
    rows["rel_provides"] = [_ends("council", "play"), _ends("trust", "group")]
    rows["rel_meets"] = [_ends("play", "parenting"), _ends("group", "parenting")]
    rows["rel_serves"] = [_ends("play", "under-fives"), _ends("group", "under-fives")]
    rows["rel_available_in"] = [_ends("play", "harbour"), _ends("group", "harbour")]
    pair = {"relation": "duplicated_provision", "grade": "strong", "probability": 0.83, "model": "test"}
    rows["rel_overlaps"] = [{**_ends("group", "play"), **pair, "reasons": ["same need, same people, same ward"]}]
    rows["need"].append({"id": "debt", "name": "Debt advice"})
    rows["client_need"].append({"id": "n2", "name": "", "people": 60, "financial_year": "2009-10"})
    rows["rel_of"].append(_ends("n2", "debt"))
    rows["rel_among"].append(_ends("n2", "under-fives"))
    rows["rel_living_in"].append(_ends("n2", "harbour"))
    rows["coverage"] = [{"publisher": "", "place_id": "harbour", "complete": "yes", "as_of": "2009-12-31"}]
    purpose = FORMULA if hostile else "Children's centre"
    _pay(rows, "f1", "council", "trust", 700_00, "2009-05-05", purpose)
    _pay(rows, "f2", "council", "trust", 300_00, "2009-06-05", purpose)
    _pay(rows, "f3", "council", "police", 50_00, "2009-05-06", "Wardens")
    _pay(rows, "f4", "police", "trust", 20_00, "2009-05-07", "Youth work")
    _pay(rows, "f5", "council", "", 40_00, "2009-06-08", "Care")
    _pay(rows, "f6", "council", "trust", 5_00, "", "Care")
    for number, (body, pence) in enumerate((("council", 1000_00), ("police", 80_00)), 1):
        _count(rows, f"c{number}", body, pence)
    rows["unthemed"] = [
        {"publisher": "Northmere Council", "column": "purpose", "text": purpose, "amount_pence": 1000_00, "flows": 2}
    ]
    rows["record_source"] = [
        {
            "record_id": f"f{n}",
            "source_id": f"p{n}",
            "load_id": "l-1",
            "file": "payments.csv",
            "sheet": "",
            "line": n + 1,
        }
        for n in range(1, 7)
    ] + [
        {"record_id": f"c{n}", "source_id": "", "load_id": "l-2", "file": "place.xlsx", "sheet": "spend", "line": n + 1}
        for n in range(1, 3)
    ]
    return rows


def _ends(source: str, target: str) -> dict[str, object]:
    return {"source_id": source, "target_id": target}


def _pay(rows: Rows, id_: str, payer: str, payee: str, pence: int, date: str, purpose: str) -> None:
    known = "known" if payee else "redacted"
    flow = {"id": id_, "amount_pence": pence, "basis": "payment", "detail": "itemised", "payee_status": known}
    year = {"financial_year": "2009-10", "date": date} if date else {}
    rows["funding_flow"].append({**flow, **year, "purpose": purpose, "capital": "unknown", "payee_record": payee})
    rows["rel_pays"].append(_ends(payer, id_))
    if payee:
        rows["rel_to"].append(_ends(id_, payee))


def _count(rows: Rows, id_: str, body: str, pence: int) -> None:
    flow = {"id": id_, "name": "All services", "purpose": "All services", "amount_pence": pence, "basis": "budget"}
    rows["funding_flow"].append(
        {**flow, "financial_year": "2009-10", "detail": "count", "capital": "false", "theme": "All"}
    )
    rows["rel_pays"].append(_ends(body, id_))


def record_rows(*, hostile: bool = False) -> Rows:
    """What became of the files: 6 payments loaded, one row of £12.50 set aside, one problem on a loaded row."""
    file = f"{SCRIPT}.csv" if hostile else "payments.csv"
    load = {"licence": "OGL", "issue": 1, "superseded": False}
    return {
        "load": [
            {
                "load_id": "l-1",
                "publisher": "Northmere Council",
                "dataset": "spend/payments",
                "file": file,
                "loader": "spend",
                **load,
            },
            {
                "load_id": "l-2",
                "publisher": "Northmere",
                "dataset": "template/place",
                "file": "place.xlsx",
                "loader": "template",
                **load,
            },
        ],
        "file": [
            {
                "load_id": "l-1",
                "sheet": "",
                "rows_read": 7,
                "rows_loaded": 6,
                "rows_set_aside": 1,
                "money_read_pence": 1127_50,
                "money_loaded_pence": 1115_00,
                "money_set_aside_pence": 12_50,
            },
            {
                "load_id": "l-2",
                "sheet": "spend",
                "rows_read": 2,
                "rows_loaded": 2,
                "rows_set_aside": 0,
                "money_read_pence": 1080_00,
                "money_loaded_pence": 1080_00,
                "money_set_aside_pence": 0,
            },
        ],
        "problem": [
            {
                "load_id": "l-1",
                "sheet": "",
                "line": 8,
                "column": "Date",
                "value": FORMULA if hostile else "32/13/2009",
                "severity": "error",
                "code": "not-a-date",
                "sentence": "a date that is no date",
                "mend": "write the day as dd/mm/yyyy",
            },
            {
                "load_id": "l-1",
                "sheet": "",
                "line": 7,
                "column": "Date",
                "value": "",
                "severity": "warning",
                "code": "no-date",
                "sentence": "neither year nor date",
                "mend": "fill in the date",
            },
        ],
        "set_aside": [
            {
                "load_id": "l-1",
                "sheet": "",
                "line": 8,
                "reason": "the date cannot be read",
                "rows": 1,
                "amount_pence": 12_50,
            }
        ],
    }


def material(graph: Rows | None = None, records: Rows | None = None, *, hostile: bool = False) -> Material:
    """Make the material of the place, every analysis run with its defaults."""
    graph = graph_rows(hostile=hostile) if graph is None else graph
    records = record_rows(hostile=hostile) if records is None else records
    tables = {name: from_rows(graph.get(name, []), f"graph.{name}") for name in graph_table_names()}
    tables["record_source"] = pa.Table.from_pylist(graph.get("record_source", []), SOURCE_SCHEMA)
    made = {
        name: from_rows(records[name], f"record.{name}") if name in records else empty(f"record.{name}")
        for name in ("load", "file", "problem", "set_aside")
    }
    return Material(tables, made, answers(tables), "g-0123456789ab", "2010-02-01", ("notes.pdf is no spreadsheet",))


def answers(tables: Mapping[str, pa.Table]) -> dict[str, Answer]:
    """Run every analysis with its defaults."""
    return {name: answer(analysis, tables, bind(analysis, {})) for name, analysis in analyses().items()}


LONG = "of the Borough of Northmere and the Surrounding Parishes of the Coast"


def full_material() -> Material:
    """A place whose first page is as full as it can be: many bodies, long names, long sentences, several bases."""
    graph, records = graph_rows(), record_rows()
    for number in range(12):
        body = f"body{number}"
        graph["organisation"].append({"id": body, "name": f"Joint Board {number} {LONG}", "sector": "local"})
        graph["setting"].append({"key": "body", "value": body})
        _pay(graph, f"g{number}", body, "trust", 90_000_000_00 + number, "2009-07-01", "Care")
        _count(graph, f"d{number}", body, 123_456_789_00)
    for basis in ("award", "contract", "budget"):
        _pay(graph, f"h{basis}", "council", "trust", 77_777_777_77, "2009-07-01", "Care")
        graph["funding_flow"][-1]["basis"] = basis
    graph["organisation"] = [{**row, "name": f"{row['name']} {LONG}"} for row in graph["organisation"]]
    graph["service"] = [{**row, "name": f"{row['name']} {LONG}"} for row in graph["service"]]
    for number in range(8):
        said = f"in column {number} a value that is no value at all {LONG}, where one of several was expected"
        where = {"load_id": "l-1", "sheet": "", "line": 2 + number % 6, "column": "x", "value": "y"}
        told = {
            "severity": "error",
            "code": f"e{number}",
            "sentence": said,
            "mend": f"write it as the template says {LONG}",
        }
        records["problem"].append({**where, **told})
    made = material(graph, records)
    unread = tuple(
        f"file-{number}.pdf {LONG}: no loader knows it, for {LONG} it is no table at all" for number in range(9)
    )
    return replace(made, unread=unread, answers={**made.answers, "overlaps": _many(made.answers["overlaps"])})


def _many(found: Answer) -> Answer:
    """The one finding and four more like it, each with a question and a room as long as can be."""
    [finding] = found.findings
    room = tuple(f"Joint Board {number} {LONG}" for number in range(9))
    more = [
        replace(finding, id=f"OV-MORE000{n}", question=f"{n}: {finding.question}", people_to_ask=room) for n in "2345"
    ]
    row = found.result.table
    result = replace(found.result, table=pa.concat_tables([row] * 5))
    findings = (finding, *more)
    return replace(found, result=result, ids=tuple(each.id for each in findings), findings=findings)


def with_few_people() -> Material:
    """The place, with three people at stake in its overlap."""
    made = material()
    found = made.answers["overlaps"]
    few = tuple(replace(finding, people=3) for finding in found.findings)
    return replace(made, answers={**made.answers, "overlaps": replace(found, findings=few)})
