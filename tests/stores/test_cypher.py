"""Cypher over the published graph: what it holds, what it answers, and the words for what goes wrong."""

import hashlib
import json
import threading
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stores.store_town import graph, load
from tpgraph.errors import QueryError, TpgraphError
from tpgraph.stores import QueryLimits, Store
from tpgraph.tables import from_rows


@pytest.fixture
def town(store: Store) -> Store:
    store.publish(graph(), "v1")
    return store


def is_server(store: Store) -> bool:
    return "://" in store.location


def rows(store: Store, text: str, **parameters: object) -> list[dict[str, object]]:
    return store.cypher(text, parameters).table.to_pylist()


def test_nodes_carry_the_properties_of_the_model(town: Store) -> None:
    text = (
        "MATCH (o:Organisation) RETURN o.id AS id, o.name AS name, o.sector AS sector, o.also_known_as AS others, "
        "o.kind AS kind ORDER BY id"
    )
    assert rows(town, text) == [
        {"id": "GB-CHC-1", "name": "Harbour Trust", "sector": "voluntary", "others": [], "kind": None},
        {
            "id": "GB-LAE-NM",
            "name": "Northmere Council",
            "sector": "local",
            "others": ["NMC", "Northmere"],
            "kind": None,
        },
    ]


def test_money_is_exact_beside_empty_cells(town: Store) -> None:
    text = "MATCH (f:FundingFlow) RETURN f.id AS id, f.amount_pence AS pence ORDER BY id"
    assert rows(town, text) == [{"id": "r-1", "pence": 2**53 + 1}, {"id": "r-2", "pence": None}]


def test_parallel_relationships_of_two_kinds_of_node_all_stand(town: Store) -> None:
    text = "MATCH (a)-[s:STATED_IN]->(l:Source) RETURN a.id AS id, s.line AS line ORDER BY id, line"
    found = [(row["id"], row["line"]) for row in rows(town, text)]
    assert found == [("r-1", 2), ("r-1", 3), ("r-1", 3), ("r-9", None)]


def test_a_path_through_the_money_is_found(town: Store) -> None:
    text = (
        "MATCH (a:Organisation)-[:PAYS]->(f:FundingFlow) MATCH (f)-[:TO]->(b:Organisation) WHERE a.id = $body "
        "RETURN b.name AS name, coalesce(sum(f.amount_pence), 0) AS pence"
    )
    assert rows(town, text, body="GB-LAE-NM") == [{"name": "Harbour Trust", "pence": 2**53 + 1}]


def test_whole_nodes_and_maps_come_as_json_text_without_the_engines_own_keys(town: Store) -> None:
    found = rows(town, "MATCH (r:Record)-[s:STATED_IN]->(l:Source) RETURN r, s, l.name AS file")[0]
    assert json.loads(str(found["r"])) == {
        "labels": ["Record"],
        "id": "r-9",
        "name": "Harbour Trust",
        "kind": "organisation",
    }
    assert json.loads(str(found["s"])) == {"type": "STATED_IN", "sheet": ""}
    (answer,) = rows(town, "MATCH (r:Record) UNWIND keys(r) AS key WITH key ORDER BY key RETURN collect(key) AS names")
    assert answer == {"names": ["id", "kind", "name"]}


def test_a_path_comes_as_json_text_of_its_nodes_and_relationships(town: Store) -> None:
    text = "MATCH p = (a:Record)-[:STATED_IN]->(l:Source) RETURN p, [a.id, {file: l.name}] AS both"
    (found,) = rows(town, text)
    assert json.loads(str(found["p"])) == {
        "nodes": [
            {"labels": ["Record"], "id": "r-9", "kind": "organisation", "name": "Harbour Trust"},
            {"labels": ["Source"], "id": "l-1", "name": "spend.csv", "publisher": "Northmere"},
        ],
        "relationships": [{"type": "STATED_IN", "sheet": ""}],
    }
    assert found["both"] == '["r-9", {"file": "spend.csv"}]'


def test_times_and_points_come_as_text(town: Store) -> None:
    text = (
        "RETURN date('2020-01-02') AS day, [date('2020-01-02')] AS days, duration('P1Y2D') AS length, "
        "point({latitude: 51.5, longitude: -1.25}) AS point, localtime('10:30') AS time"
    )
    (found,) = rows(town, text)
    assert (found["day"], found["days"], found["time"]) == ("2020-01-02", ["2020-01-02"], "10:30:00")
    assert found["length"] == '{"days": 2, "months": 12, "seconds": 0}'
    assert found["point"] == '{"latitude": 51.5, "longitude": -1.25}'


def test_what_is_not_a_number_is_empty(town: Store) -> None:
    assert rows(town, "UNWIND [1.5, 1.0 / 0] AS x RETURN x") == [{"x": 1.5}, {"x": None}]


def test_a_column_of_mixed_types_comes_as_json_text(town: Store) -> None:
    assert rows(town, "UNWIND [1, 'a', [2], null] AS x RETURN x") == [
        {"x": "1"},
        {"x": '"a"'},
        {"x": "[2]"},
        {"x": None},
    ]


def test_an_answer_without_rows_keeps_its_columns(town: Store) -> None:
    answer = town.cypher("MATCH (o:Organisation {id: 'nobody'}) RETURN o.id AS id, o.name AS name")
    assert answer.table.column_names == ["id", "name"]
    assert answer.table.num_rows == 0
    assert answer.warnings == ()


def test_too_many_rows_are_cut_and_it_is_said(town: Store) -> None:
    answer = town.cypher("UNWIND range(1, 1500) AS x RETURN x ORDER BY x", limits=QueryLimits(rows=3))
    assert answer.table.column("x").to_pylist() == [1, 2, 3]
    assert answer.truncated
    # A server streams: it does not know how many there are.
    many = "rows are given, there are more" if is_server(town) else "of 1,500 rows are given"
    assert answer.warnings == (f"only the first 3 {many}: add LIMIT, or raise the row limit",)
    assert not town.cypher("UNWIND range(1, 3) AS x RETURN x", limits=QueryLimits(rows=3)).truncated


def test_a_misspelt_name_is_a_warning_and_nothing_is_printed(town: Store, capfd: pytest.CaptureFixture[str]) -> None:
    for text, word in (
        ("MATCH (o:Organisation) WHERE o.nme = 'x' RETURN o.id AS id", "Did you mean 'name'"),
        ("MATCH (o:Organisaton) RETURN o.id AS id", "Did you mean 'Organisation'"),
        ("MATCH (o)-[:PAIS]->(f) RETURN o.id AS id", "Did you mean 'PAYS'"),
    ):
        (warning,) = town.cypher(text).warnings
        assert word in warning
    assert capfd.readouterr() == ("", "")


def test_a_fault_in_the_text_is_one_sentence_with_its_place(town: Store) -> None:
    place = (
        "column 23: Invalid input 'RETURN'"
        if is_server(town)
        else "column 30: Unexpected token in MATCH pattern: RETURN"
    )
    with pytest.raises(QueryError, match=f"Cypher syntax error at line 2, {place}") as caught:
        town.cypher("// who\nMATCH (o:Organisation RETURN o.id AS id")
    assert "\n" not in str(caught.value)
    with pytest.raises(QueryError, match="Variable `b` not defined" if is_server(town) else "Undefined variable 'b'"):
        town.cypher("MATCH (o:Organisation) RETURN b.id AS id")
    with pytest.raises(QueryError, match=r"Missing parameter: \$body"):
        town.cypher("MATCH (o:Organisation {id: $body}) RETURN o.id AS id")
    with pytest.raises(QueryError, match="the query is empty"):
        town.cypher("  // nothing\n")
    with pytest.raises(QueryError, match=r"the query is not right: Cypher .*by zero"):
        town.cypher("RETURN 1 / 0 AS x")


def test_names_of_the_model_that_nothing_has_are_no_warning(town: Store) -> None:
    for text in (
        "MATCH (s:Service) RETURN s.places_per_year AS x",
        "MATCH (o:Organisation)-[:COMMISSIONS]->(s) RETURN o.id AS x",
        "MATCH (a:Organisation) MATCH (b:FundingFlow) RETURN a.id + b.id AS x",
    ):
        assert town.cypher(text).warnings == ()


def test_a_lone_carriage_return_ends_a_line(town: Store) -> None:
    assert rows(town, "// who\rRETURN 1 AS x\r\n") == [{"x": 1}]


def test_parameters_of_a_strange_type_are_refused(town: Store) -> None:
    with pytest.raises(QueryError, match="the query is not right"):
        town.cypher("RETURN $x AS x", {"x": object()})
    with pytest.raises(QueryError, match="the query is not right"):
        town.cypher("RETURN $x AS x", {"x": 2**70})


def test_a_stale_graph_is_not_asked(town: Store) -> None:
    assert rows(town, "MATCH (o:Organisation) RETURN count(*) AS n") == [{"n": 2}]
    town.append(load("l-1"))
    with pytest.raises(QueryError, match="is out of date: derive it first"):
        town.cypher("MATCH (o:Organisation) RETURN count(*) AS n")


def test_the_newest_graph_answers(town: Store, reopen: Callable[[], Store]) -> None:
    count = "MATCH (o:Organisation) RETURN count(*) AS n"
    assert rows(town, count) == [{"n": 2}]
    reopen().publish({"organisation": graph()["organisation"].slice(0, 1)}, "v2")
    assert rows(town, count) == [{"n": 1}]


def test_an_empty_graph_answers_too(store: Store) -> None:
    store.publish({}, "v0")
    assert rows(store, "MATCH (o:Organisation) RETURN count(*) AS n") == [{"n": 0}]


def test_a_graph_that_does_not_hold_together_is_refused(store: Store) -> None:
    loose = {**graph(), "rel_to": from_rows([{"source_id": "r-1", "target_id": "GB-CHC-9"}], "graph.rel_to")}
    # A server sees it when the graph is published, the embedded engine when it is asked.
    with pytest.raises(TpgraphError, match="1 of 1 rows of the graph table rel_to do not fit the nodes"):
        (store.publish(loose, "v1"), store.cypher("RETURN 1 AS x"))


def test_threads_ask_the_same_graph(town: Store) -> None:
    found: list[object] = []
    text = "MATCH (o:Organisation) RETURN count(*) AS n"
    threads = [threading.Thread(target=lambda: found.append(rows(town, text))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[{"n": 2}]] * 6


def _others(store: Store, names: object) -> object:
    """Leave empty items out of a list where a server is to keep it: it refuses them."""
    return [name for name in names if name is not None] if is_server(store) and isinstance(names, list) else names


texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
whole = st.none() | st.integers(-(2**63), 2**63 - 1)
bodies = st.lists(
    st.tuples(texts, texts, st.none() | st.lists(texts, max_size=3), whole, st.none() | st.floats(-1e300, 1e300)),
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=bodies)
def test_every_property_reaches_cypher_as_it_stands_in_the_store(store: Store, cells: list[tuple[object, ...]]) -> None:
    nodes: list[dict[str, object]] = [
        {"id": f"o{place}", "name": cell[0], "kind": cell[1], "also_known_as": _others(store, cell[2])}
        for place, cell in enumerate(cells)
    ]
    sites: list[dict[str, object]] = [
        {"id": f"s{place}", "name": "x", "latitude": cell[4]} for place, cell in enumerate(cells)
    ]
    flows: list[dict[str, object]] = [
        {"id": f"f{place}", "name": "x", "amount_pence": cell[3]} for place, cell in enumerate(cells)
    ]
    tables = {
        "organisation": from_rows(nodes, "graph.organisation"),
        "site": from_rows(sites, "graph.site"),
        "funding_flow": from_rows(flows, "graph.funding_flow"),
    }
    store.publish(tables, hashlib.sha256(repr(cells).encode("utf-8")).hexdigest())
    text = (
        "MATCH (o:Organisation) "
        "RETURN o.id AS id, o.name AS name, o.kind AS kind, o.also_known_as AS also_known_as ORDER BY id"
    )
    assert rows(store, text) == nodes
    text = "MATCH (s:Site) RETURN s.latitude AS x, s.id AS id ORDER BY id"
    assert [row["x"] for row in rows(store, text)] == [site["latitude"] for site in sites]
    text = "MATCH (f:FundingFlow) RETURN f.amount_pence AS x, f.id AS id ORDER BY id"
    assert [row["x"] for row in rows(store, text)] == [flow["amount_pence"] for flow in flows]
