"""The stores that every test of this folder runs over: a file, and a database of a real Neo4j server."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.neo4j_server import Neo4jServer, wipe
from tpgraph.stores import Store, open_store

ENGINES = ("duckdb", "neo4j")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def empty_place(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Give where an empty store of one engine may stand: the server has one database, which is emptied."""
    if engine == "duckdb":
        return str(folder / "place.tpgraph")
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    wipe(server)
    return server.location


@pytest.fixture
def neo4j_user(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put user name and password of the server into the environment, for this test and the commands it starts."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.auth[0])
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.auth[1])


@pytest.fixture(params=ENGINES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store of one engine may stand."""
    if request.param == "neo4j":
        request.getfixturevalue("neo4j_user")
    return empty_place(request.param, tmp_path, request)


@pytest.fixture(scope="module", params=ENGINES)
def shared_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all tests of a module that only read it."""
    place = empty_place(request.param, tmp_path_factory.mktemp("shared"), request)
    if request.param == "duckdb":
        return open_store(place, create=True)
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    return open_store(place, create=True, credentials=lambda _: server.auth)


@pytest.fixture
def store(location: str) -> Store:
    """An empty store."""
    return open_store(location, create=True)


@pytest.fixture
def reopen(location: str) -> Callable[[], Store]:
    """Open the store of the test once more, as another command would."""
    return lambda: open_store(location)
