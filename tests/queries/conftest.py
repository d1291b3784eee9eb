"""The two towns that every shipped query is asked of."""

from pathlib import Path

import pytest

from tests.queries import generated, town
from tests.queries.asking import Asked


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The hand-made town, published in an embedded store."""
    return Asked(Path(tmp_path_factory.mktemp("small")) / "place.tpgraph", town.graph())


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The generated town of a few thousand nodes, published in an embedded store."""
    return Asked(Path(tmp_path_factory.mktemp("large")) / "place.tpgraph", generated.graph(seed=20091))
