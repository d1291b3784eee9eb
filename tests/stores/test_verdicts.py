"""Verdicts over a file and a real server: what agencies said outlives a re-issue, and is the same on every store."""

from pathlib import Path

import tpgraph
from tests.map.test_verdicts import PLAY, TOGETHER, TOTS, write
from tpgraph.map import Map
from tpgraph.stores.rows import EVENTS


def test_verdicts_of_two_agencies_outlive_a_reissue_on_every_store(location: str, tmp_path: Path) -> None:
    lists = write(tmp_path / "lists", PLAY.format("s1") + TOGETHER.format("s2") + TOTS.format("s3"))
    town: Map = tpgraph.open(location)
    town.load(lists)
    town.judge("s1", "s2", "valued overlap", by="Ann", agency="NHS", why="two halls")
    second = town.judge("s1", "s2", "different", by="Bo", agency="Council")
    write(lists, TOTS.format("s1") + PLAY.format("s2") + TOGETHER.format("s9"))
    town.load(lists)
    rows = town.verdicts().to_pylist()
    assert [(row["agency"], row["verdict"], row["agreed"], row["found"]) for row in rows] == [
        ("Council", "different", "not agreed", True),
        ("NHS", "valued overlap", "not agreed", True),
    ]
    names = {row["id"]: row["name"] for row in town.tables()["record"].to_pylist()}
    assert all(names[row[f"{side}_record"]] == row[f"{side}_name"] for row in rows for side in ("left", "right"))
    found = town.cypher(
        "MATCH (a:Service)-[o:OVERLAPS]->(b:Service) WHERE o.verdict = 'not agreed' RETURN o.verdict AS v"
    )
    assert found.table.num_rows == 1
    town.undo(second)
    assert town.verdicts().column("agreed").to_pylist() == ["valued overlap"]
    assert town.store.read(EVENTS).num_rows == 5
