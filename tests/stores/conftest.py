"""The stores that every test of this folder runs over, and small loads to put into them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tpgraph.stores import Store, open_store


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


# Every engine that a store may have, with where an empty store of it may stand; Neo4j joins here.
LOCATIONS: dict[str, Callable[[Path], str]] = {"duckdb": lambda folder: str(folder / "place.tpgraph")}


@pytest.fixture(params=LOCATIONS)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store of one engine may stand."""
    return LOCATIONS[request.param](tmp_path)


@pytest.fixture(scope="module", params=LOCATIONS)
def shared_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all tests of a module that only read it."""
    return open_store(LOCATIONS[request.param](tmp_path_factory.mktemp("shared")), create=True)


@pytest.fixture
def store(location: str) -> Store:
    """An empty store."""
    return open_store(location, create=True)


@pytest.fixture
def reopen(location: str) -> Callable[[], Store]:
    """Open the store of the test once more, as another command would."""
    return lambda: open_store(location)
