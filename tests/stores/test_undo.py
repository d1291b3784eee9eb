"""History and undo over a file and a real server: what is taken back is as it was, and comes again as it stood."""

from pathlib import Path

import pyarrow as pa
import pytest

import tpgraph
from tests.places import SPEND, write_place
from tpgraph.errors import StoreError
from tpgraph.map import Map
from tpgraph.stores import Store
from tpgraph.stores.rows import EVENTS
from tpgraph.tables import schemas


def said(store: Store) -> dict[str, pa.Table]:
    """All that files and people said, with the marks of loads; rows of loads that were taken back are kept."""
    names = [name for name in schemas() if name.startswith(("record.", "judgement.")) and name != EVENTS]
    return store.read_tables(names)


def test_everything_is_taken_back_in_turn_and_done_again_on_every_store(location: str, tmp_path: Path) -> None:
    files = write_place(tmp_path / "files")
    town: Map = tpgraph.open(location)
    older = town.load(files / "council", publisher="Northmere")[0].load_id
    town.load(files / "lists")
    (files / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    deeds = (
        lambda: town.load(files / "council", publisher="Northmere"),
        lambda: town.judge("s1", "s2", "valued overlap", by="Ann"),
        lambda: town.init("Northmere", bodies=["Northmere Borough Council"]),
        lambda: town.restore(older),
        lambda: town.remove(older),
    )
    states, versions = [], [town.graph_version]
    for deed in deeds:
        deed()
        states.append(said(town.store))
        versions.append(town.graph_version)
    done = [row["event_id"] for row in town.history().to_pylist()][: len(deeds)]
    undone = []
    for place, event_id in enumerate(done, 1):
        undone.append(town.undo(event_id).undo_id)
        assert town.graph_version == versions[-1 - place]
        if place < len(deeds):
            assert said(town.store) == states[-1 - place]
    for place, event_id in enumerate(reversed(undone)):
        town.undo(event_id)
        assert said(town.store) == states[place]
    history = town.history().to_pylist()
    assert [row["action"] for row in reversed(history)] == [
        "load", "load", "load", "judge", "init", "restore", "remove", *["undo"] * 10,
    ]  # fmt: skip
    assert [row["taken_back"] for row in reversed(history)] == [False] * 7 + [True] * 5 + [False] * 5


def test_a_difference_and_the_accounts_of_a_load_are_the_same_on_every_store(location: str, tmp_path: Path) -> None:
    files = write_place(tmp_path / "files")
    town: Map = tpgraph.open(location)
    town.load(files / "council")
    (files / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    load_id = town.load(files / "council")[0].load_id
    found = town.diff(load_id)
    assert [(row["change"], row["line"], row["difference_pence"]) for row in found.lines.to_pylist()] == [
        ("changed", 3, 200_00)
    ]
    parts = [row for row in town.reconciliation().to_pylist() if row["load_id"] == load_id]
    assert [(row["outcome"], row["basis"], row["rows"], row["money_pence"]) for row in parts] == [
        ("loaded", "payment", 4, 1_710_00),
        ("set aside", None, 1, 0),
    ]
    assert town.set_aside(load_id).column("line").to_pylist() == [6]
    town.remove(load_id, for_good=True)
    assert load_id not in town.store.read("record.flow").column("load_id").to_pylist()
    with pytest.raises(StoreError, match="load its file again"):
        town.undo()
