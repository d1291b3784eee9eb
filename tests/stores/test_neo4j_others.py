"""What other people add to the database of a store: left alone where its node lives on, listed where it does not."""

import json
from collections.abc import Iterator

import neo4j
import pyarrow as pa
import pytest

from tests.neo4j_server import Neo4jServer, wipe
from tests.stores import store_town
from tpgraph.errors import NotAStoreError, StoreError
from tpgraph.stores import Store, open_store
from tpgraph.tables import from_rows


def graph() -> dict[str, pa.Table]:
    """The small graph, with the record that speaks of the trust."""
    said = from_rows([{"source_id": "r-9", "target_id": "GB-CHC-1"}], "graph.rel_describes")
    return {**store_town.graph(), "rel_describes": said}


@pytest.fixture
def store(neo4j_server: Neo4jServer, neo4j_user: None) -> Store:
    """A store with the small graph."""
    del neo4j_user
    wipe(neo4j_server)
    made = open_store(neo4j_server.location, create=True)
    made.publish(graph(), "v1")
    return made


@pytest.fixture
def browser(neo4j_server: Neo4jServer) -> Iterator[neo4j.Driver]:
    """Somebody who works in the database without tpgraph."""
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        yield driver


def mark(browser: neo4j.Driver) -> None:
    browser.execute_query(
        "MATCH (trust:Organisation {id: 'GB-CHC-1'}) MATCH (council:Organisation {id: 'GB-LAE-NM'}) "
        "SET trust:Flagged, trust.note = 'ask Ann' CREATE (trust)-[:TALKS_TO {since: 2009}]->(council) "
        "CREATE (trust)-[:SITS_ON]->(:Board {name: 'Children'}) "
        "WITH council MATCH (council)-[r:PAYS]->(:FundingFlow {id: 'r-1'}) SET r.checked = true"
    )


def renamed(**names: str) -> dict[str, pa.Table]:
    """The small graph with other names of bodies."""
    town = graph()
    bodies = [{**row, "name": names.get(row["id"].replace("-", "_"), row["name"])}
              for row in town["organisation"].to_pylist()]  # fmt: skip
    return {**town, "organisation": pa.Table.from_pylist(bodies, schema=town["organisation"].schema)}


def test_labels_properties_and_relationships_stay_where_their_node_lives_on(
    store: Store, browser: neo4j.Driver
) -> None:
    mark(browser)
    assert store.publish(renamed(GB_CHC_1="Harbour Trust Ltd"), "v2") == ()
    row = browser.execute_query(
        "MATCH (trust:Flagged)-[t:TALKS_TO]->(:Organisation) MATCH (trust)-[:SITS_ON]->(b:Board) "
        "MATCH ()-[r:PAYS {checked: true}]->(f:FundingFlow) "
        "RETURN trust.name AS name, trust.note AS note, t.since AS since, b.name AS board, f.id AS flow"
    ).records[0]
    assert row.data() == {
        "name": "Harbour Trust Ltd",
        "note": "ask Ann",
        "since": 2009,
        "board": "Children",
        "flow": "r-1",
    }


def test_what_goes_with_a_node_is_told_and_kept(store: Store, browser: neo4j.Driver) -> None:
    mark(browser)
    town = graph()
    left = {**town, "organisation": town["organisation"].slice(0, 1), "rel_to": town["rel_to"].slice(0, 0),
            "rel_describes": town["rel_describes"].slice(0, 0)}  # fmt: skip
    told = store.publish(left, "v2")
    assert len(told) == 1
    for part in (
        "Organisation GB-CHC-1",
        "label Flagged",
        "property note",
        "TALKS_TO to GB-LAE-NM",
        "SITS_ON to Children",
    ):
        assert part in told[0]
    lost = browser.execute_query("MATCH (l:StoreLost) RETURN properties(l) AS lost").records[0]["lost"]
    assert (lost["id"], lost["name"], lost["labels"]) == ("GB-CHC-1", "Harbour Trust", ["Flagged"])
    assert json.loads(lost["properties"]) == {"note": "ask Ann"}
    kinds = {tie["kind"]: tie for tie in json.loads(lost["relationships"])}
    assert kinds["TALKS_TO"]["properties"] == {"since": 2009}
    assert browser.execute_query("MATCH (b:Board) RETURN b.name AS name").records[0]["name"] == "Children"


def test_nodes_of_other_people_are_left_alone_and_listed(store: Store, browser: neo4j.Driver) -> None:
    browser.execute_query(
        "CREATE (:Person {id: 'p1'})-[:PAYS]->(:Thing), (:Person:Old), (), (:Organisation {name: 'mine'})"
    )
    store.publish({}, "v2")
    assert store.describe().others == {"": 1, "Old": 1, "Organisation": 1, "Person": 2, "Thing": 1}
    rows = browser.execute_query("MATCH (p:Person)-[:PAYS]->(:Thing) RETURN p.id AS id").records
    assert [row["id"] for row in rows] == ["p1"]
    assert browser.execute_query("MATCH (o:Organisation) RETURN o.name AS name").records[0]["name"] == "mine"
    assert store.read("graph.organisation").num_rows == 0


def test_a_node_under_a_label_of_the_graph_that_nobody_loaded_goes_and_is_told(
    store: Store, browser: neo4j.Driver
) -> None:
    browser.execute_query("CREATE (:Organisation {id: 'mine', name: 'My own', sector: 'private'})")
    told = store.publish(graph(), "v2")
    assert told == ("Organisation mine is no longer in the graph, for no source speaks of it, and went with "
                    "property id, property name, property sector",)  # fmt: skip
    lost = browser.execute_query("MATCH (l:StoreLost) RETURN l.properties AS properties").records[0]["properties"]
    assert json.loads(lost) == {"id": "mine", "name": "My own", "sector": "private"}


def test_a_property_of_the_model_that_somebody_changed_is_put_right(store: Store, browser: neo4j.Driver) -> None:
    browser.execute_query("MATCH (o:Organisation {id: 'GB-CHC-1'}) SET o.name = 5, o.sector = 'private' REMOVE o.kind")
    assert store.read("graph.organisation").column("name").to_pylist() == [None, "Northmere Council"]
    store.publish(graph(), "v2")
    assert store.read("graph.organisation").sort_by("id") == graph()["organisation"].sort_by("id")


def test_a_database_that_holds_nodes_but_no_store_is_refused(neo4j_server: Neo4jServer, neo4j_user: None) -> None:
    del neo4j_user
    wipe(neo4j_server)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        driver.execute_query("CREATE (:Store {name: 'a shop'})")
        for create in (True, False):
            with pytest.raises(NotAStoreError, match="holds nodes, but no store that tpgraph made"):
                open_store(neo4j_server.location, create=create)
        assert driver.execute_query("MATCH (n) RETURN labels(n) AS l").records[0]["l"] == ["Store"]
    wipe(neo4j_server)
    with pytest.raises(StoreError, match=r"there is no store at .* yet: `tpgraph --store .* load FILES` makes one"):
        open_store(neo4j_server.location)
