"""The towns that every shipped query is asked of."""

from pathlib import Path

import pyarrow as pa
import pytest

from tests.queries import estuary as second_town
from tests.queries import generated, town
from tests.queries.asking import Asked
from tpgraph.stores import open_store


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def _embedded(folder: Path, graph: dict[str, pa.Table]) -> Asked:
    return Asked.published(open_store(folder / "place.tpgraph", create=True), graph)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The hand-made town, published in an embedded store."""
    return _embedded(tmp_path_factory.mktemp("small"), town.graph())


@pytest.fixture(scope="session")
def estuary(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The second hand-made town, published in an embedded store."""
    return _embedded(tmp_path_factory.mktemp("estuary"), second_town.graph())


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The generated town of a few thousand nodes, published in an embedded store."""
    return _embedded(tmp_path_factory.mktemp("large"), generated.graph(seed=20091))
