"""Every shipped query gives equal rows in equal order on KGLite, on a real Neo4j server and in SQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.neo4j_server import Neo4jServer, wipe
from tests.queries import generated, wide
from tests.queries.asking import Asked, query_named, rows_of
from tests.queries.test_oracle import plain, settings
from tpgraph.map import Map
from tpgraph.map.queries import shipped_queries
from tpgraph.stores import Store, open_store

EXAMPLE = Path(__file__).parents[2] / "examples" / "northmere"
LARGE = "100,000 nodes"
NAMES = [query.name for query in shipped_queries()]


class Pair(NamedTuple):
    """One town in a store of each engine."""

    town: str
    embedded: Asked
    server: Asked


def _loaded(store: Store) -> Asked:
    """Load the example place through the library."""
    place = Map(store)
    place.load(EXAMPLE)
    return Asked(store, place.tables())


@pytest.fixture(scope="module", params=[EXAMPLE.name, "generated", LARGE])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, neo4j_server: Neo4jServer) -> Pair:
    """A town on both engines: the example loaded from its files, or a generated graph."""
    wipe(neo4j_server)
    server = open_store(neo4j_server.location, create=True, credentials=lambda _: neo4j_server.auth)
    embedded = open_store(tmp_path_factory.mktemp("parity") / "place.tpgraph", create=True)
    if request.param == EXAMPLE.name:
        return Pair(request.param, _loaded(embedded), _loaded(server))
    graph = generated.graph(seed=20091, size=1 if request.param == "generated" else wide.SIZE)
    return Pair(request.param, Asked.published(embedded, graph), Asked.published(server, graph))


def given_in(pair: Pair, name: str) -> Iterator[dict[str, object]]:
    """Give the parameters to try: each alone in the generated town, and one wide question elsewhere."""
    if pair.town == "generated":
        yield from settings(name, pair.embedded, most=1)
    elif pair.town == EXAMPLE.name:
        yield {}
    else:
        yield wide.asked(query_named(name), pair.embedded.graph)


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_and_sql_give_equal_rows_in_equal_order(name: str, pair: Pair) -> None:
    for given in given_in(pair, name):
        ours, theirs = pair.embedded.answer(name, **given), pair.server.answer(name, **given)
        assert ours.schema == theirs.schema, given
        assert rows_of(ours) == rows_of(theirs), given
        # What SQL says of the generated town, test_oracle asks.
        if pair.town != "generated":
            assert rows_of(ours) == [plain(row) for row in rows_of(pair.embedded.oracle(name, **given))], given
        assert ours.num_rows or pair.town != LARGE, "an idle question proves nothing"


def test_money_counted_once_by_query_is_that_of_the_analysis(pair: Pair) -> None:
    if pair.town != EXAMPLE.name:
        pytest.skip("the money of the example is counted")
    found = Map(pair.embedded.store).find("money")
    columns = ["financial_year", "basis", "listed_pence", "counted_once_pence"]
    asked = pair.server.answer("money-counted-once").select(columns)
    assert rows_of(asked) == [tuple(row) for row in found[columns].to_numpy().tolist()]


def test_the_large_town_has_a_hundred_thousand_nodes() -> None:
    graph = generated.graph(seed=20091, size=wide.SIZE)
    nodes = [table.num_rows for name, table in graph.items() if not name.startswith("rel_")]
    assert sum(nodes) == pytest.approx(100_000, rel=0.01)
