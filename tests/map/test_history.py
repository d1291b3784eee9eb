"""What was done to a store is listed, and taken back exactly: loads, removals, verdicts, settings, and undos."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

import tpgraph
from tests.places import SPEND, write_place
from tests.stores.store_town import load
from tpgraph.errors import StoreError
from tpgraph.map import Map
from tpgraph.map.deriving import graph_version
from tpgraph.stores import Store, open_store
from tpgraph.stores.rows import EVENTS
from tpgraph.tables import from_rows, schemas


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_place(tmp_path / "files")


@pytest.fixture
def town(tmp_path: Path) -> Map:
    return tpgraph.open(tmp_path / "place.tpgraph")


def state(store: Store) -> dict[str, pa.Table]:
    """All that people and files said and that was not taken back, but for the history itself."""
    names = [name for name in schemas() if name.startswith(("record.", "judgement.")) and name != EVENTS]
    tables = store.read_tables(names)
    load = tables["record.load"]
    back = [
        load_id
        for load_id, gone in zip(load["load_id"].to_pylist(), load["withdrawn"].to_pylist(), strict=True)
        if gone
    ]
    return {
        name: table.filter(pa.compute.invert(pa.compute.is_in(table["load_id"], pa.array(back, pa.string()))))
        if "load_id" in table.column_names
        else table
        for name, table in tables.items()
    }


def told(town: Map) -> list[str]:
    return [row["sentence"] for row in town.history().to_pylist()]


def reissue(files: Path, town: Map) -> str:
    (files / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    return town.load(files / "council")[0].load_id


def deed(name: str, town: Map, files: Path) -> Callable[[], object]:
    """Make ready for one of the things that can be taken back, and give what does it."""
    older = town.load(files / "council", files / "trust")[0].load_id
    if name == "newer issue":
        return lambda: reissue(files, town)
    if name in ("remove a newer issue", "restore", "remove an older issue"):
        newer = reissue(files, town)
        if name == "restore":
            return lambda: town.restore(older)
        return lambda: town.remove(newer if name == "remove a newer issue" else older)
    if name == "restore what was taken back":
        town.remove(older)
        return lambda: town.restore(older)
    if name == "judge":
        town.load(files / "lists")
        town.judge("s1", "s2", "same")
        return lambda: town.judge("s1", "s2", "valued overlap", by="Ann", why="both are full")
    if name == "init":
        town.init("Northmere", bodies=["Northmere Borough Council"])
        return lambda: town.init("Southmere", "E08000003", ["2009/10"], ["Southmere Council", "Port Board"])
    return (lambda: town.remove(older)) if name == "remove" else lambda: town.load(files / "lists")


DEEDS = (
    "load", "newer issue", "remove", "remove a newer issue", "remove an older issue", "restore",
    "restore what was taken back", "judge", "init",
)  # fmt: skip


@pytest.mark.parametrize("name", DEEDS)
def test_an_undo_leaves_every_table_as_it_was_and_another_does_it_again(name: str, town: Map, files: Path) -> None:
    do = deed(name, town, files)
    before, version = state(town.store), graph_version(town.store)
    do()
    after, later = state(town.store), graph_version(town.store)
    assert after != before
    planned = town.undo(dry_run=True)
    assert state(town.store) == after
    done = town.undo()
    assert (done.event_id, done.effects) == (planned.event_id, planned.effects)
    assert done.effects
    assert (state(town.store), graph_version(town.store)) == (before, version)
    again = town.undo()
    assert again.event_id == done.undo_id
    assert (state(town.store), graph_version(town.store)) == (after, later)
    assert town.undo().effects == done.effects
    assert (state(town.store), graph_version(town.store)) == (before, version)
    verb = [row["sentence"].split(": ")[0] for row in town.history().to_pylist()[:3]]
    assert verb == ["undid", "redid", "undid"]


def test_the_history_tells_newest_first_what_was_done_with_rows_money_and_issue(town: Map, files: Path) -> None:
    town.init("Northmere", years=["2009/10"], bodies=["Northmere Borough Council"])
    older = town.load(files / "council")[0].load_id
    newer = reissue(files, town)
    town.restore(older)
    town.remove(newer)
    town.undo()
    found = town.history().to_pylist()
    assert [row["sentence"] for row in found] == [
        "undid: removed spend.csv of Northmere Borough Council (issue 2)",
        "removed spend.csv of Northmere Borough Council (issue 2)",
        "brought back spend.csv of Northmere Borough Council (issue 1), in place of issue 2",
        "loaded spend.csv of Northmere Borough Council (issue 2): 4 rows, 1 set aside, payments £1,710.00",
        "loaded spend.csv of Northmere Borough Council (issue 1): 4 rows, 1 set aside, payments £1,510.00",
        "said of the place: place: Northmere; financial years: 2009-10; bodies we count: Northmere Borough Council",
    ]
    assert [row["action"] for row in found] == ["undo", "remove", "restore", "load", "load", "init"]
    assert [row["taken_back"] for row in found] == [False, True, False, False, False, False]
    first = found[4]
    assert (first["issue"], first["rows"], first["rows_set_aside"]) == (1, 4, 1)
    assert dict(first["money_pence"]) == {"payment": 1_510_00}
    assert first["subject"] == older
    assert [row["at"] for row in found] == sorted((row["at"] for row in found), reverse=True)
    assert all(row["event_id"].startswith("e-") for row in found)


def test_what_changes_nothing_is_no_event(town: Map, files: Path) -> None:
    town.load(files / "council")
    town.init("Northmere", bodies=["A", "B"])
    before = told(town)
    town.load(files / "council")
    town.load(files, dry_run=True)
    town.init("Northmere", bodies=["B", "A"])
    town.find("money")
    assert told(town) == before


def test_the_history_leaves_the_graph_as_it_is(town: Map, files: Path) -> None:
    town.load(files)
    version = town.graph_version
    events = town.store.read(EVENTS)
    town.store.write_judgement(EVENTS, events)
    assert town.store.published_version() == version == graph_version(town.store)


def test_a_verdict_that_is_taken_back_stays_in_the_history(town: Map, files: Path) -> None:
    town.load(files / "lists")
    town.judge("s1", "s2", "same", by="Ann", why="one list")
    town.judge("s1", "s2", "different")
    town.undo()
    assert town.store.read("judgement.verdict").column("verdict").to_pylist() == ["same"]
    assert told(town)[:3] == [
        "undid: somebody said of 'Stay and Play' and 'Play Together': different",
        "somebody said of 'Stay and Play' and 'Play Together': different",
        "Ann said of 'Stay and Play' and 'Play Together': same (one list)",
    ]


def test_something_earlier_is_taken_back_by_its_id_unless_something_later_stands_on_it(town: Map, files: Path) -> None:
    town.load(files / "council")
    town.init("Northmere")
    reissue(files, town)
    town.init("Southmere")
    ids = {row["sentence"]: row["event_id"] for row in town.history().to_pylist()}
    first = next(event for sentence, event in ids.items() if "(issue 1)" in sentence)
    for dry_run in (True, False):
        with pytest.raises(StoreError, match="no longer as it was then: something done later changed it"):
            town.undo(first, dry_run=dry_run)
    with pytest.raises(StoreError, match="what it said was changed since"):
        town.undo(ids["said of the place: place: Northmere"])
    newer = next(event for sentence, event in ids.items() if "(issue 2)" in sentence)
    effects = town.undo(newer).effects
    assert ["plays no part any more" in effect for effect in effects] == [True, False]
    assert effects[1].endswith("is current again")
    assert town.find("money")["listed_pence"].tolist() == [1_510_00]
    undone = town.history().to_pylist()[0]["event_id"]
    with pytest.raises(StoreError, match=f"was taken back already; `tpgraph undo {undone}` does it again"):
        town.undo(newer)
    town.undo(first)
    assert town.sources().column("withdrawn").to_pylist() == [True, True]


def test_a_source_that_was_taken_back_can_be_restored_or_loaded_anew(town: Map, files: Path) -> None:
    load_id = town.load(files / "council")[0].load_id
    before = graph_version(town.store)
    town.remove(load_id)
    with pytest.raises(
        StoreError, match=r"taken back already; `tpgraph sources remove .* --for-good` deletes its rows"
    ):
        town.remove(load_id)
    town.restore(load_id)
    assert graph_version(town.store) == before
    town.remove(load_id)
    outcome = town.load(files / "council")[0]
    assert (outcome.state, outcome.load_id) == ("loaded", load_id)
    assert graph_version(town.store) == before
    assert town.sources().column("withdrawn").to_pylist() == [False]


def test_rows_that_were_deleted_for_good_cannot_come_back_and_the_mend_is_told(town: Map, files: Path) -> None:
    load_id = town.load(files / "council")[0].load_id
    first = town.history().to_pylist()[0]["event_id"]
    town.remove(load_id, for_good=True)
    assert town.store.read("record.flow").num_rows == 0
    with pytest.raises(StoreError, match="cannot be taken back: its rows are deleted; load its file again"):
        town.undo()
    with pytest.raises(StoreError, match=f"load {load_id} is gone for good: load its file again"):
        town.undo(first)
    assert told(town)[0] == "removed spend.csv of Northmere Borough Council (issue 1) for good"


def test_deleting_the_current_issue_for_good_brings_the_one_before_back(town: Map, files: Path) -> None:
    town.load(files / "council")
    town.remove(reissue(files, town), for_good=True)
    assert told(town)[0].endswith("for good; issue 1 is current again")
    assert town.find("money")["listed_pence"].tolist() == [1_510_00]


def test_a_store_from_before_history_was_kept_lists_its_loads(tmp_path: Path, files: Path) -> None:
    town = Map(open_store(tmp_path / "old.tpgraph", create=True))
    (read,) = town.load(files / "council", dry_run=True)
    assert read.prepared
    sums = read.prepared.tables["record.file"].drop_columns("by_basis")
    town.store.append({**read.prepared.tables, "record.file": sums})
    town.store.append(load("l-2", read.source_key))
    rows = town.history().to_pylist()
    assert [(row["subject"], row["at"], row["issue"]) for row in rows] == [("l-2", None, 2), (read.load_id, None, 1)]
    assert (rows[1]["rows"], rows[1]["rows_set_aside"], dict(rows[1]["money_pence"])) == (4, 1, {"payment": 1_510_00})
    with pytest.raises(StoreError, match="holds nothing to take back; `tpgraph sources remove LOAD_ID`"):
        town.undo()
    town.load(files / "trust")
    assert [row["subject"] for row in town.history().to_pylist()][1:] == ["l-2", read.load_id]


def test_an_event_that_is_not_ours_is_listed_and_cannot_be_taken_back(town: Map) -> None:
    for number, detail in enumerate(("{", "[]", '{"loads": 3}', None)):
        row: dict[str, object] = {"event_id": f"e-{number}", "sentence": "strange", "action": "load", "detail": detail}
        town.store.write_judgement(EVENTS, from_rows([row], EVENTS))
    assert told(town) == ["strange"] * 4
    with pytest.raises(StoreError, match="'strange' cannot be taken back"):
        town.undo()


def test_events_stay_in_order_where_the_clocks_of_two_computers_differ(
    town: Map, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime

    from tpgraph.map import events

    class Ahead(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "Ahead":
            return cls(2999, 1, 1, tzinfo=tz)

    monkeypatch.setattr(events.datetime, "datetime", Ahead)
    town.init("Northmere")
    monkeypatch.undo()
    town.load(files / "trust")
    assert [row["action"] for row in town.history().to_pylist()] == ["load", "init"]
    assert "plays no part" in town.undo().effects[0]


def test_a_copy_has_the_history_of_what_it_is_a_copy_of_and_undo_reaches_beyond_the_copy(
    town: Map, files: Path, tmp_path: Path
) -> None:
    town.load(files / "council")
    town.copy(tmp_path / "copy.tpgraph")
    there = tpgraph.open(tmp_path / "copy.tpgraph")
    assert told(there) == [f"copied 1 load from {town.store.location}", *told(town)]
    town.copy(tmp_path / "copy.tpgraph")
    assert len(told(there)) == 2
    town.undo()
    town.copy(tmp_path / "copy.tpgraph")
    assert there.sources().column("withdrawn").to_pylist() == [True]
    town.undo()
    town.copy(tmp_path / "copy.tpgraph")
    assert there.sources().column("withdrawn").to_pylist() == [False]
    there.undo()
    assert there.sources().column("withdrawn").to_pylist() == [True]
    with pytest.raises(StoreError, match=r"holds what .* does not: what was done there: undid: "):
        town.copy(tmp_path / "copy.tpgraph")


KILLED = """
import os, sys
from tpgraph.stores import duckdb
import tpgraph

commit = duckdb._commit
def killed(connection):
    if sys.argv[3] == "after":
        commit(connection)
    os._exit(9)
town = tpgraph.open(sys.argv[1])
duckdb._commit = killed
town.load(sys.argv[2])
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_load_that_is_killed_is_there_with_its_event_or_not_at_all(moment: str, town: Map, files: Path) -> None:
    command = [sys.executable, "-c", KILLED, town.store.location, str(files / "trust"), moment]
    assert subprocess.run(command, check=False).returncode == 9
    rows = town.history().to_pylist()
    assert town.sources().num_rows == len(rows) == (moment == "after")
    assert all(row["event_id"] for row in rows)
