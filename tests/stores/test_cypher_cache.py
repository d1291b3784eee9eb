"""The cache of built graphs: private, small, and never trusted when it is damaged."""

import os
import random
import stat
from pathlib import Path

import pytest

from tests.stores.store_town import graph
from tpgraph.stores import cypher_graph, open_store

COUNT = "MATCH (o:Organisation) RETURN count(*) AS n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg" / "tpgraph"


def ask(path: Path) -> list[dict[str, object]]:
    """Ask as a new command would, with nothing in memory."""
    return open_store(path).cypher(COUNT).table.to_pylist()


def test_a_graph_is_built_once_and_then_taken_from_the_cache(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "place.tpgraph"
    open_store(path, create=True).publish(graph(), "abc123")
    assert ask(path) == [{"n": 2}]
    assert [file.name.split("-")[0] for file in cache.iterdir()] == ["abc123"]
    monkeypatch.setattr(cypher_graph, "build", lambda _: pytest.fail("built again"))
    assert ask(path) == [{"n": 2}]


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_the_cache_belongs_to_its_user_alone(tmp_path: Path, cache: Path) -> None:
    cache.mkdir(parents=True, mode=0o777)
    path = tmp_path / "place.tpgraph"
    open_store(path, create=True).publish(graph(), "abc123")
    ask(path)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_a_damaged_cache_is_built_again(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "place.tpgraph"
    open_store(path, create=True).publish(graph(), "abc123")
    ask(path)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for damage in (
        b"",
        b"hello",
        whole[: len(whole) // 2],
        whole[:-20] + b"x" * 20,
        random.Random(1).randbytes(len(whole)),
    ):
        file.write_bytes(damage)
        assert ask(path) == [{"n": 2}]
        assert file.read_bytes() == whole or len(file.read_bytes()) > len(whole) // 2


def test_only_the_newest_three_graphs_are_kept(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "place.tpgraph"
    store = open_store(path, create=True)
    for version in ("v1", "v2", "v3", "v4", "v5"):
        store.publish(graph(), version)
        store.cypher(COUNT)
    assert sorted(file.name.split("-")[0] for file in cache.iterdir()) == ["v3", "v4", "v5"]


def test_two_stores_that_claim_one_version_do_not_meet(tmp_path: Path, cache: Path) -> None:
    mine, other = tmp_path / "mine.tpgraph", tmp_path / "other.tpgraph"
    open_store(mine, create=True).publish(graph(), "same")
    open_store(other, create=True).publish({}, "same")
    assert ask(other) == [{"n": 0}]
    assert ask(mine) == [{"n": 2}]
    assert len(list(cache.iterdir())) == 2


def test_a_strange_version_makes_no_strange_file(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "place.tpgraph"
    open_store(path, create=True).publish(graph(), "../../out")
    assert ask(path) == [{"n": 2}]
    assert [file.parent for file in tmp_path.rglob("*.kgl")] == [cache]


def test_without_a_place_for_the_cache_the_graph_answers_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    path = tmp_path / "place.tpgraph"
    open_store(path, create=True).publish(graph(), "v1")
    assert ask(path) == [{"n": 2}]
