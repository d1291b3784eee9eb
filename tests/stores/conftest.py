"""The stores that every test of this folder runs over, and small loads to put into them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tpgraph.stores import Store, open_store


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(params=["duckdb"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store of one engine may stand; Neo4j joins here."""
    assert request.param == "duckdb"
    return str(tmp_path / "place.tpgraph")


@pytest.fixture
def store(location: str) -> Store:
    """An empty store."""
    return open_store(location, create=True)


@pytest.fixture
def reopen(location: str) -> Callable[[], Store]:
    """Open the store of the test once more, as another command would."""
    return lambda: open_store(location)
