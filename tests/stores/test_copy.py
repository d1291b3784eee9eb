"""A store copied into another, between a file and a real server: nothing is lost, nothing is overwritten."""

import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

import tpgraph
from tests.neo4j_server import Neo4jServer, wipe
from tests.places import SPEND, write_place
from tests.stores import store_town
from tests.stores.store_town import load
from tpgraph.errors import NoStoreError, StoreError
from tpgraph.map import Map
from tpgraph.map.copying import COPIED, LATER, THERE, copy, copy_store
from tpgraph.map.deriving import graph_version
from tpgraph.stores import Store, open_store
from tpgraph.tables import from_rows


@pytest.fixture(scope="module")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two issues of a source, verdicts, a setting, bodies counted, ids of figures, and its graph."""
    folder = tmp_path_factory.mktemp("town")
    town = tpgraph.open(folder / "place.tpgraph")
    files = write_place(folder / "files")
    town.load(files)
    (files / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    town.load(files)
    town.init("Northmere", years=["2009-10"], bodies=["Northmere Borough Council"])
    left, right = town.tables()["service"].column("id").to_pylist()[:2]
    town.judge(left, right, "valued overlap", by="Ann", why="both are full")
    assert town.find("overlaps").shape[0]
    assert town.store.read("record.load").column("superseded").to_pylist().count(True) == 1
    return folder / "place.tpgraph"


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Map:
    """That store, on a file of the test's own."""
    (tmp_path / "town.tpgraph").write_bytes(town_file.read_bytes())
    return tpgraph.open(tmp_path / "town.tpgraph")


def everything(store: Store) -> dict[str, pa.Table]:
    """Every table of a store; that it was copied stands in the history of the copy only."""
    tables = store_town.everything(store)
    events = tables["judgement.event"]
    is_other = pa.array([action != "copy" for action in events.column("action").to_pylist()], pa.bool_())
    return {**tables, "judgement.event": events.filter(is_other)}


def kept(store: Store) -> tuple[dict[str, pa.Table], str]:
    """All that a copy must bring: every table, and the version of the graph."""
    return everything(store), store.published_version()


class Told(list[str]):
    """What a copy told while it worked."""

    def __call__(self, text: str) -> None:
        self.append(text)


@pytest.fixture
def small(tmp_path: Path) -> Map:
    """Two issues of one source and one of another, and a setting; no graph."""
    small = tpgraph.open(tmp_path / "small.tpgraph")
    for load_id, source in (("l-1", "council/spend"), ("l-2", "council/spend"), ("l-3", "police/spend")):
        small.store.append(load(load_id, source))
    small.init("Northmere")
    return small


def test_a_copy_and_the_copy_of_the_copy_hold_the_same(town: Map, location: str, tmp_path: Path) -> None:
    before, told = kept(town.store), Told()
    there = open_store(location, create=True)
    done = copy(town.store, there, told)
    assert kept(there) == before
    assert (len(done.loads), done.levelled, done.there, done.graph, done.notes) == (4, (), 0, COPIED, ())
    assert done.rows == sum(table.num_rows for name, table in before[0].items() if name.startswith("record.")) - 4
    assert [text for text in told if text.startswith("copying load")][-1].startswith("copying load 4 of 4: ")
    told = Told()
    again = copy(town.store, there, told)
    assert (again.loads, again.levelled, again.there, again.rows, dict(again.judgements)) == ((), (), 4, 0, {})
    assert (again.graph, told) == (THERE, [f"reading {town.store.location}"])
    back = open_store(tmp_path / "back.tpgraph", create=True)
    assert copy(there, back).graph == COPIED
    assert kept(back) == before


def test_a_dry_run_says_what_would_be_copied_and_makes_nothing(small: Map, location: str) -> None:
    file = Path(small.store.location)
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    would = small.copy(location, dry_run=True)
    with pytest.raises(NoStoreError, match="there is no store"):
        open_store(location)
    done = small.copy(location)
    assert (would.loads, would.rows, would.judgements) == (done.loads, done.rows, done.judgements)
    assert (done.loads, done.rows) == (("l-1", "l-2", "l-3"), 9)
    assert dict(done.judgements) == {"judgement.setting": 1, "judgement.event": 1}
    assert small.copy(location, dry_run=True).loads == ()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before  # the source is only read


def test_newer_issues_and_restored_ones_are_brought_level(small: Map, location: str) -> None:
    small.copy(location)
    there = open_store(location)
    small.store.append(load("l-4"))
    done = small.copy(location)
    assert (done.loads, done.levelled) == (("l-4",), ("l-2",))
    assert everything(there) == everything(small.store)
    small.restore("l-1")
    small.store.append(load("l-5"))
    small.restore("l-4")
    done = small.copy(location)
    assert done.loads == ("l-5",)
    assert {"l-1", "l-4"} <= set(done.levelled) <= {"l-1", "l-2", "l-4"}
    assert everything(there) == everything(small.store)


def test_a_target_with_a_load_of_its_own_is_refused(small: Map, location: str) -> None:
    there = open_store(location, create=True)
    there.append(load("l-own", "police/spend"))
    before = kept(there)
    with pytest.raises(StoreError, match=r"holds what .* does not: load l-own \(Northmere: None\); nothing was overwr"):
        small.copy(location)
    assert kept(there) == before


def test_a_target_with_other_rows_of_the_same_load_is_refused(small: Map, location: str) -> None:
    there = open_store(location, create=True)
    there.append(load("l-3", "police/spend", (2,)))
    with pytest.raises(StoreError, match=r"does not: rows of record\.flow of load l-3; nothing was overwritten"):
        small.copy(location)


def test_a_target_where_an_older_issue_came_back_is_refused(small: Map, location: str) -> None:
    small.copy(location)
    tpgraph.open(location).restore("l-1")
    with pytest.raises(StoreError, match=r"what was done there: brought back .* in place of issue 2; nothing was ov"):
        small.copy(location)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("judgement.verdict", {"left_record": "r-1", "right_record": "r-2", "verdict": "same"}),
        ("judgement.setting", {"key": "place_name", "value": "Southmere"}),
    ],
)
def test_a_target_with_judgements_of_its_own_is_refused(
    name: str, row: dict[str, object], small: Map, location: str
) -> None:
    there = open_store(location, create=True)
    there.write_judgement(name, from_rows([row], name))
    with pytest.raises(StoreError, match=f"does not: {name}: {', '.join(str(value) for value in row.values())}; "):
        small.copy(location)
    assert there.read(name).num_rows == 1
    assert there.read("record.load").num_rows == 0


def test_questions_asked_of_half_a_copy_are_no_hindrance(town: Map, location: str) -> None:
    half = open_store(location, create=True)
    whole = everything(town.store)
    load_id = whole["record.load"].column("load_id")[0].as_py()
    part = {name: table.filter(pa.compute.field("load_id") == load_id) for name, table in whole.items()
            if name.startswith("record.")}  # fmt: skip
    half.append(part, as_it_stood=True)
    tpgraph.open(location).find("organisations")
    assert town.copy(location).graph == COPIED
    there = everything(half)
    figures = [table.pop("judgement.figure") for table in (there, whole)]
    assert there == whole
    assert set(figures[0].column("figure_id").to_pylist()) >= set(figures[1].column("figure_id").to_pylist())


def test_a_graph_that_is_out_of_date_is_derived_later(small: Map, location: str) -> None:
    assert small.store.published_version() == ""
    assert small.copy(location).graph == LATER
    there = tpgraph.open(location)
    assert there.store.published_version() == ""
    assert there.graph_version == graph_version(small.store) == small.graph_version
    assert kept(there.store) == kept(small.store)


def test_a_store_is_not_copied_onto_itself(town: Map) -> None:
    with pytest.raises(StoreError, match="are one store: name another place for the copy"):
        copy_store(town.store, Path(town.store.location).parent / "." / "town.tpgraph")


# A copy that ends itself by SIGKILL some milliseconds after it has said what it is about to do.
KILLED = """
import os, signal, sys, threading
from tpgraph.map.copying import copy_store
from tpgraph.stores import open_store

source, target, about_to, milliseconds = sys.argv[1:]

def end():
    os.kill(os.getpid(), signal.SIGKILL)

def progress(text):
    if text.startswith(about_to):
        threading.Timer(int(milliseconds) / 1000, end).start() if int(milliseconds) else end()

copy_store(open_store(source), target, progress=progress)
"""
MOMENTS = (
    ("copying load 3", 0), ("copying load 1", 10), ("copying judgement.perimeter", 0), ("copying the graph", 20)
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.usefixtures("neo4j_user")
@pytest.mark.parametrize("to_server", [True, False])
def test_a_copy_that_is_killed_goes_on_where_it_stopped(
    to_server: bool, town: Map, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    wipe(neo4j_server)
    source, target = town.store.location, neo4j_server.location
    if not to_server:
        town.copy(target)
        source, target = target, str(tmp_path / "back.tpgraph")
    command = [sys.executable, "-c", KILLED, source, target]
    ended = [
        subprocess.run([*command, about_to, str(milliseconds)], check=False).returncode
        for about_to, milliseconds in MOMENTS
    ]
    assert ended[0] == ended[2] == -signal.SIGKILL
    assert set(ended) <= {0, -signal.SIGKILL}  # a quick machine may be done within the milliseconds
    assert tpgraph.open(source).copy(target).graph in (COPIED, THERE)
    assert kept(open_store(target)) == kept(town.store)
