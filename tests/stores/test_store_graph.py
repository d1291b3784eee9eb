"""A published graph is read back as it was, whatever its texts, numbers and lists hold, and changes as a whole."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stores.store_town import graph
from tpgraph.errors import QueryError, StoreError
from tpgraph.stores import Store
from tpgraph.tables import from_rows, schema

TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
CELLS = {
    pa.string(): TEXTS,
    pa.int64(): st.none() | st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.none() | st.floats(allow_nan=False),
    # A list with an empty entry is refused on a server.
    pa.list_(pa.string()): st.none() | st.lists(TEXTS.filter(lambda text: text is not None), max_size=3),
}


@st.composite
def towns(draw: st.DrawFn) -> dict[str, pa.Table]:
    """Some services that overlap: parallel and equal relationships, every kind of value, none of it sensible."""
    cells = {field.name: CELLS[field.type] for field in schema("graph.service") if field.name != "id"}
    ids = draw(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=4, unique=True)
    )
    services: list[dict[str, object]] = [{"id": one, **draw(st.fixed_dictionaries(cells))} for one in ids]
    ends = {"source_id": st.sampled_from(ids), "target_id": st.sampled_from(ids)}
    values = {field.name: CELLS[field.type] for field in schema("graph.rel_overlaps") if field.name not in ends}
    overlaps: list[dict[str, object]] = draw(st.lists(st.fixed_dictionaries({**ends, **values}), max_size=4))
    overlaps += overlaps[: draw(st.integers(0, 2))]
    return {
        "service": from_rows(services, "graph.service"),
        "rel_overlaps": from_rows(overlaps, "graph.rel_overlaps"),
    }


def same(found: pa.Table, wanted: pa.Table) -> bool:
    """Compare rows without regard to their order."""
    return sorted(map(repr, found.to_pylist())) == sorted(map(repr, wanted.to_pylist()))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(towns=st.lists(towns(), min_size=2, max_size=3))
def test_one_graph_after_another_is_read_back_equal(store: Store, towns: list[dict[str, pa.Table]]) -> None:
    for number, town in enumerate(towns):
        store.publish(town, f"v{number}")
        for name, table in town.items():
            assert same(store.read(f"graph.{name}"), table)


def test_long_texts_large_sums_and_empty_lists_stand_in_the_graph(store: Store) -> None:
    bodies: list[dict[str, object]] = [
        {"id": "a", "name": "x" * 10_000, "kind": "a\x00b", "sector": "\u202eabc", "also_known_as": []},
        {"id": "b", "name": "", "kind": None, "also_known_as": ["", "x" * 10_000, "Ünï 🏥"]},
    ]
    flows: list[dict[str, object]] = [
        {"id": "f", "name": "", "amount_pence": 2**53 + 1},
        {"id": "g", "name": "", "amount_pence": -(2**53) - 1},
    ]
    town = {
        "organisation": from_rows(bodies, "graph.organisation"),
        "funding_flow": from_rows(flows, "graph.funding_flow"),
    }
    store.publish(town, "v1")
    for name, table in town.items():
        assert store.read(f"graph.{name}") == table
    asked = store.cypher("MATCH (f:FundingFlow) RETURN f.amount_pence AS pence ORDER BY pence").table
    assert asked.column("pence").to_pylist() == [-(2**53) - 1, 2**53 + 1]


def test_a_relationship_without_its_node_changes_nothing(store: Store) -> None:
    store.publish(graph(), "v1")
    pays = from_rows([{"source_id": "GB-LAE-NM", "target_id": "nobody"}], "graph.rel_pays")

    def publish_and_ask() -> None:
        store.publish({**graph(), "rel_pays": pays}, "v2")
        store.cypher("MATCH (o:Organisation) RETURN o.id AS id")

    # A server says so at once, the embedded store when it is asked.
    with pytest.raises((StoreError, QueryError), match="do not fit the nodes of the graph: derive the graph again"):
        publish_and_ask()
    if store.published_version() == "v1":
        assert store.read("graph.rel_pays").num_rows == 2
