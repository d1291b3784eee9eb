"""Power cuts and full disks: the embedded store is as it was before, or as it is after, and never between."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.stores.store_town import everything, graph, load
from tpgraph.stores import Store, open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes the POSIX way")

# A child process makes one write on a store. Its third argument names the moment at which it kills itself, if any.
CHILD = """
import os, resource, signal, sys
from tests.stores.store_town import graph, load
from tpgraph.errors import StoreError
from tpgraph.stores import duckdb, open_store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

path, verb, moment = sys.argv[1:4]
store = open_store(path)
commit, checkpoint = duckdb._commit, duckdb._checkpoint
if moment == "before commit":
    duckdb._commit = die
elif moment == "after commit":
    duckdb._checkpoint = die
elif moment == "after checkpoint":
    duckdb._checkpoint = lambda connection: (checkpoint(connection), die())
elif moment.startswith("room "):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    room = int(moment.split()[1])  # no file may grow beyond it: neither the store nor its log
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
print("ready", flush=True)
try:
    if verb == "append":
        store.append(load("l-2", amounts=tuple(range(20_000))))
    else:
        store.publish(graph(), "v2")
except StoreError as error:
    print(error)
    sys.exit(1)
print("done", flush=True)
"""


def child(path: Path, verb: str, moment: str = "") -> "subprocess.Popen[str]":
    folder = str(Path(__file__).parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder, str(Path(__file__).parents[2])])}
    command = [sys.executable, "-c", CHILD, str(path), verb, moment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def begin(path: Path) -> Store:
    store = open_store(path, create=True)
    store.append(load("l-1", amounts=(1, 2, 3)))
    store.publish(graph(), "v1")
    return store


def written(path: Path, verb: str) -> bool:
    """Tell whether the write of the child stands in the store whole; fails where it does so in part."""
    store = open_store(path)
    tables, version = everything(store), store.published_version()
    flows, loads = tables["record.flow"], tables["record.load"]
    if verb == "append":
        whole = loads.num_rows == 2
        assert flows.num_rows == (20_003 if whole else 3)
        assert loads.column("superseded").to_pylist() == ([True, False] if whole else [False])
        assert version == ("" if whole else "v1")
    else:
        whole = version == "v2"
        assert version in ("v1", "v2")
        assert flows.num_rows == 3
    assert tables["graph.rel_pays"].num_rows == 2
    return bool(whole)


@pytest.mark.parametrize("verb", ["append", "publish"])
@pytest.mark.parametrize(
    ("moment", "stands"), [("before commit", False), ("after commit", True), ("after checkpoint", True)]
)
def test_a_process_killed_at_a_known_moment_leaves_the_store_whole(
    tmp_path: Path, verb: str, moment: str, stands: bool
) -> None:
    path = tmp_path / "place.tpgraph"
    begin(path)
    process = child(path, verb, moment)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    if moment == "after commit":
        assert path.with_name("place.tpgraph.wal").exists()  # what is committed is read from the log
    assert written(path, verb) is stands
    open_store(path).append(load("l-3"))
    assert [file.name for file in tmp_path.glob("place*")] == ["place.tpgraph"]


def test_a_process_killed_at_any_moment_leaves_the_store_whole(tmp_path: Path) -> None:
    chance = random.Random(2010)
    seen: set[bool] = set()
    for turn in range(10):
        path = tmp_path / f"place{turn}.tpgraph"
        begin(path)
        process = child(path, "append")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        process.communicate(timeout=60)
        seen.add(written(path, "append"))
    assert False in seen


@pytest.mark.parametrize("verb", ["append", "publish"])
@pytest.mark.parametrize("room", [0, 500, 50_000, 1_000_000])
def test_a_full_disk_is_told_in_a_sentence_and_leaves_the_store_as_it_was(tmp_path: Path, verb: str, room: int) -> None:
    path = tmp_path / "place.tpgraph"
    before = everything(begin(path))
    process = child(path, verb, f"room {room}")
    output = process.communicate(timeout=60)[0].splitlines()
    if verb == "publish" and room >= 50_000:  # so little is written that it fits the log
        assert output == ["ready", "done"]
        assert written(path, verb)
    else:
        assert process.returncode == 1
        assert len(output) == 2
        assert "place.tpgraph could not be written because the disk is full; it is as it was before" in output[1]
        assert everything(open_store(path)) == before
        assert not written(path, verb)
    open_store(path).append(load("l-3"))
    assert [file.name for file in tmp_path.glob("place*")] == ["place.tpgraph"]
