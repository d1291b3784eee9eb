"""Records and judgements become graph tables."""

import random

import pyarrow as pa

from tests.resolution.tables import judgements, records
from tpgraph.resolution.derive import derive
from tpgraph.tables import graph_table_names, schema


def load(load_id: str, publisher: str = "Northmere Council", **more: object) -> dict[str, object]:
    known = {"load_id": load_id, "source_key": f"{publisher}/{load_id}", "publisher": publisher}
    return {**known, "file": f"{load_id}.csv", "issue": 1, "superseded": False, **more}


def payment(record: str, amount: int, **more: object) -> dict[str, object]:
    return {"record_id": record, "payer": "Northmere Council", "payee": "Harbour Trust", "amount_pence": amount,
            "date": "2009-05-01", "basis": "payment", "payee_status": "known", "payer_record": "r-o1",
            "payee_record": "r-o2", **more}  # fmt: skip


BODIES: list[dict[str, object]] = [
    {"record_id": "r-o1", "name": "Northmere Council"},
    {"record_id": "r-o2", "name": "Harbour Trust"},
]


def test_every_graph_table_has_the_schema_of_the_model() -> None:
    graph = derive(records(), judgements())
    assert {name: table.schema for name, table in graph.items()} == {
        name: schema(f"graph.{name}") for name in graph_table_names()
    }


def test_a_payment_becomes_a_flow_between_two_bodies_and_a_sum() -> None:
    graph = derive(records(organisation=BODIES, flow=[payment("r-f1", 100), payment("r-f2", -30)]), judgements())
    assert graph["rel_funds"].to_pylist() == [
        {"source_id": "r-o1", "target_id": "r-o2", "amount_pence": 70, "financial_year": "2009-10", "basis": "payment",
         "flows": 2}
    ]  # fmt: skip


def test_an_individual_or_redacted_payee_has_no_receiver() -> None:
    rows = [payment("r-f1", 100, payee_status="individual", payee="an individual", payee_record=None)]
    graph = derive(records(organisation=BODIES, flow=rows), judgements())
    assert graph["rel_to"].num_rows == graph["rel_funds"].num_rows == 0
    assert graph["funding_flow"].column("amount_pence").to_pylist() == [100]


def test_the_same_payment_in_two_sources_counts_once_and_is_reported() -> None:
    rows = [payment("r-f1", 100, load_id="l-1"), payment("r-f1", 100, load_id="l-2")]
    made = records(load=[load("l-1"), load("l-2")], organisation=BODIES, flow=rows)
    graph = derive(made, judgements())
    assert graph["funding_flow"].num_rows == 1
    assert graph["repeated"].to_pylist() == [{"record_id": "r-f1", "load_id": "l-1", "amount_pence": 100}]
    stated = [row["target_id"] for row in graph["rel_stated_in"].to_pylist() if row["source_id"] == "r-f1"]
    assert stated == ["l-1", "l-2"]


def test_superseded_loads_play_no_part() -> None:
    made = records(load=[load("l-1", superseded=True)], organisation=BODIES, flow=[payment("r-f1", 100)])
    graph = derive(made, judgements())
    assert graph["funding_flow"].num_rows == graph["organisation"].num_rows == 0


def test_the_order_of_rows_changes_no_table() -> None:
    flows = [payment(f"r-f{n}", n, purpose=f"p{n % 3}", place="Harbour", need="Fun") for n in range(20)]
    straight = derive(records(organisation=BODIES, flow=flows), judgements())
    random.Random(1).shuffle(flows)
    shuffled = derive(records(organisation=BODIES[::-1], flow=flows), judgements())
    assert all(straight[name].equals(shuffled[name]) for name in graph_table_names())


def test_themes_come_from_the_source_then_the_rules_then_the_need() -> None:
    flows = [
        payment("r-f1", 1, theme="Own"),
        payment("r-f2", 2, purpose="Fostering", unit="Social care"),
        payment("r-f3", 3, unit="Social  CARE"),
        payment("r-f4", 4, need="Early language"),
        payment("r-f5", 5, purpose="Stationery"),
    ]
    rules: list[dict[str, object]] = [
        {"record_id": "r-t1", "text": "fostering", "theme": "Children in care", "column": "purpose"},
        {"record_id": "r-t2", "text": "Social care", "theme": "Care", "publisher": "northmere council"},
        {"record_id": "r-t3", "text": "Stationery", "theme": "Wrong", "publisher": "Other Council"},
    ]
    need: list[dict[str, object]] = [{"record_id": "r-n", "name": "Early language", "broader": "Under-fives"}]
    graph = derive(records(organisation=BODIES, flow=flows, theme=rules, need=need), judgements())
    themes = {row["id"]: row["theme"] for row in graph["funding_flow"].to_pylist()}
    assert themes == {"r-f1": "Own", "r-f2": "Children in care", "r-f3": "Care", "r-f4": "Under-fives", "r-f5": None}
    assert graph["unthemed"].to_pylist() == [
        {"publisher": "Northmere Council", "column": "purpose", "text": "Stationery", "amount_pence": 5, "flows": 1}
    ]


def test_fewer_than_five_people_are_kept_as_unknown_between_0_and_4() -> None:
    rows: list[dict[str, object]] = [
        {"record_id": "r-c1", "need": "Fun", "client_group": "Under-fives", "place": "Harbour", "people": 3},
        {"record_id": "r-c2", "need": "Fun", "client_group": "Under-fives", "place": "Hill", "people": 5},
    ]
    found = derive(records(client_need=rows), judgements())["client_need"].to_pylist()
    assert [(row["people"], row["low"], row["high"]) for row in found] == [(None, 0, 4), (5, None, None)]


def test_a_body_we_count_that_gave_nothing_stands_in_the_graph() -> None:
    said = judgements(
        perimeter=[{"body": "northmere council"}, {"body": "Salford City Council"}, {"body": "Port Board"}]
    )
    graph = derive(records(organisation=BODIES), said)
    bodies = [row["value"] for row in graph["setting"].to_pylist() if row["key"] == "body"]
    assert bodies == ["r-o1", "GB-LAE-SLF", "body/port-board"]
    names = {row["id"]: row["name"] for row in graph["organisation"].to_pylist()}
    assert (names["GB-LAE-SLF"], names["body/port-board"]) == ("Salford City Council", "Port Board")


def test_a_line_of_the_high_level_count_has_a_payer_and_no_payee() -> None:
    rows: list[dict[str, object]] = [
        {"record_id": "r-s1", "organisation": "Northmere Council", "organisation_record": "r-o1", "heading": "Care",
         "amount_pence": 900, "financial_year": "2009-10", "basis": "budget"}
    ]  # fmt: skip
    graph = derive(records(organisation=BODIES, spend=rows), judgements())
    flow = graph["funding_flow"].to_pylist()[0]
    assert (flow["detail"], flow["name"], flow["capital"]) == ("count", "Care", "unknown")
    assert graph["rel_pays"].to_pylist() == [{"source_id": "r-o1", "target_id": "r-s1"}]
    assert graph["rel_to"].num_rows == graph["rel_funds"].num_rows == 0


def test_coverage_speaks_of_places_and_needs_or_of_a_sector() -> None:
    rows: list[dict[str, object]] = [
        {"record_id": "r-1", "place": "Harbour", "need": "Fun", "complete": "yes"},
        {"record_id": "r-2", "need": "voluntary", "complete": "part"},
    ]
    found = derive(records(coverage=rows), judgements())["coverage"].to_pylist()
    said = {(row["place_id"], row["need_id"], row["sector"], row["complete"]) for row in found}
    assert said == {("place/harbour", "fun", None, "yes"), (None, None, "voluntary", "part")}


def test_inputs_are_left_untouched() -> None:
    made = records(organisation=BODIES, flow=[payment("r-f1", 100)])
    before = {name: pa.concat_tables([table]) for name, table in made.items()}
    derive(made, judgements())
    assert all(made[name].equals(before[name]) for name in made)


def test_fewer_than_five_people_helped_or_referred_in_a_year_are_not_kept() -> None:
    services: list[dict[str, object]] = [
        {"record_id": "r-s1", "name": "Play", "people_per_year": 4, "places_per_year": 3},
        {"record_id": "r-s2", "name": "Toys", "people_per_year": 5},
        {"record_id": "r-s3", "name": "Books"},
    ]
    referrals: list[dict[str, object]] = [
        {"record_id": "r-r1", "service_record": "r-s1", "other_record": "r-s2", "per_year": 4},
        {"record_id": "r-r2", "service_record": "r-s2", "other_record": "r-s1", "per_year": 5},
        # The sum would tell the two.
        {"record_id": "r-r3", "service_record": "r-s1", "other_record": "r-s3", "per_year": 2},
        {"record_id": "r-r4", "service_record": "r-s1", "other_record": "r-s3", "per_year": 6},
    ]
    graph = derive(records(service=services, referral=referrals), judgements())
    assert graph["service"]["people_per_year"].to_pylist() == [None, 5, None]
    assert graph["service"]["places_per_year"].to_pylist() == [3, None, None]
    told = [tuple(row.values()) for row in graph["rel_refers_to"].to_pylist()]
    assert told == [("r-s1", "r-s2", None), ("r-s1", "r-s3", None), ("r-s2", "r-s1", 5)]


def test_a_body_counted_that_no_source_knows_is_told_with_the_nearest_name() -> None:
    said = judgements(perimeter=[{"body": "Northmere Borugh Council"}, {"body": "Port Board"}])
    bodies: list[dict[str, object]] = [{"record_id": "r-o1", "name": "Northmere Borough Council"}]
    graph = derive(records(organisation=bodies), said)
    told = {row["subject"]: str(row["sentence"]) for row in graph["problem"].to_pylist()}
    assert "did you mean 'Northmere Borough Council'?" in told["Northmere Borugh Council"]
    assert "take it off the bodies counted" in told["Port Board"]
