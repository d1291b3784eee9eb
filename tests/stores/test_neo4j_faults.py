"""Clients killed and servers stopped in the middle: queries see all of a write or none of it; it can be run again."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pyarrow as pa
import pytest

from tests.neo4j_server import Neo4jServer, wipe
from tests.stores.store_town import everything, graph, load
from tpgraph.errors import StoreError
from tpgraph.stores import Store, neo4j_turn, open_store
from tpgraph.tables import from_rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes the POSIX way")

# A child process makes one write. Its third argument names the moment at which it kills itself, if any.
CHILD = """
import os, signal, sys
from tests.stores.store_town import load
from tests.stores.test_neo4j_faults import payments
from tpgraph.stores import neo4j_switch, open_store
from tpgraph.errors import StoreError

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def then_die(name):
    first = getattr(neo4j_switch, name)
    setattr(neo4j_switch, name, lambda *given, **named: (first(*given, **named), die()))

location, verb, moment = sys.argv[1:4]
store = open_store(location)
if moment in ("in the middle of the steps", "after all steps"):
    def lacking(mine):
        error = StoreError("no memory")
        code = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
        error.__cause__ = type("Lack", (Exception,), {"code": code})()
        raise error
    neo4j_switch._in_one = lacking
if moment == "before the switch":
    neo4j_switch._in_one = die
elif moment == "after it was announced":
    then_die("_announce")
elif moment == "before commit":
    neo4j_switch._commit = die
elif moment == "after commit":
    then_die("_commit")
elif moment == "in the middle of the steps":
    moves = []
    change = neo4j_switch.Database.change
    def counted(self, text, **given):
        if "AS moved" in text:
            moves.append(text)
        if len(moves) == 3:
            die()
        return change(self, text, **given)
    neo4j_switch.Database.change = counted
print("ready", flush=True)
if verb == "append":
    store.append(load("l-2", amounts=tuple(range(20_000))))
else:
    print(store.publish(payments("new", 500), "v2"))
"""


def payments(purpose: str, count: int) -> dict[str, pa.Table]:
    """A graph in which one body makes so many payments, all for one purpose."""
    flows = [f"r-{purpose}-{number}" for number in range(count)]
    pays = [{"source_id": "GB-LAE-NM", "target_id": flow} for flow in flows]
    return {
        "organisation": from_rows([{"id": "GB-LAE-NM", "name": purpose}], "graph.organisation"),
        "funding_flow": from_rows(
            [{"id": flow, "name": "", "purpose": purpose} for flow in flows], "graph.funding_flow"
        ),
        "rel_pays": from_rows(list(pays), "graph.rel_pays"),
    }


def child(location: str, verb: str, moment: str = "") -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CHILD, location, verb, moment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def place(neo4j_server: Neo4jServer, neo4j_user: None) -> str:
    """A store with one load and a graph of 300 old payments."""
    del neo4j_user
    wipe(neo4j_server)
    store = open_store(neo4j_server.location, create=True)
    store.append(load("l-1", amounts=(1, 2, 3)))
    store.publish(payments("old", 300), "v1")
    return neo4j_server.location


@pytest.fixture
def browser(neo4j_server: Neo4jServer) -> Iterator[neo4j.Driver]:
    """Somebody who asks the database without tpgraph."""
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        yield driver


ASKED = (
    "MATCH (o:Organisation)-[:PAYS]->(f:FundingFlow) "
    "RETURN o.name AS body, f.purpose AS purpose, count(*) AS payments ORDER BY body, purpose"
)
OLD = [{"body": "old", "purpose": "old", "payments": 300}]
NEW = [{"body": "new", "purpose": "new", "payments": 500}]


def seen(driver: neo4j.Driver) -> list[dict[str, object]]:
    return driver.execute_query(ASKED).records and [row.data() for row in driver.execute_query(ASKED).records]


@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        ("before the switch", False),
        ("after it was announced", False),
        ("before commit", False),
        ("after commit", True),
    ],
)
def test_a_client_killed_at_a_known_moment_leaves_the_graph_whole(
    place: str, browser: neo4j.Driver, moment: str, stands: bool
) -> None:
    process = child(place, "publish", moment)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert seen(browser) == (NEW if stands else OLD)
    store = open_store(place)
    assert store.published_version() == ("v2" if stands else "v1")
    assert store.cypher(ASKED).table.to_pylist() == (NEW if stands else OLD)
    assert store.read("graph.funding_flow").num_rows == (500 if stands else 300)
    store.publish(payments("new", 500), "v3")
    assert seen(browser) == NEW
    assert no_leftovers(browser)


@pytest.mark.parametrize("moment", ["before the switch", "after it was announced", "before commit", "after commit"])
def test_a_client_killed_while_it_loads_leaves_no_half_of_the_load(place: str, moment: str) -> None:
    process = child(place, "append", moment)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    store = open_store(place)
    stands = moment == "after commit"
    tables = store.read_tables(["record.load", "record.flow", "record.problem"])
    assert tables["record.flow"].num_rows == (20_003 if stands else 3)
    assert tables["record.problem"].num_rows == (2 if stands else 1)
    assert tables["record.load"].column("superseded").to_pylist() == ([True, False] if stands else [False])
    assert store.published_version() == ("" if stands else "v1")
    if not stands:
        store.append(load("l-2", amounts=tuple(range(20_000))))
    assert store.read("record.flow").num_rows == 20_003


def test_a_client_killed_at_any_moment_leaves_the_graph_whole(place: str, browser: neo4j.Driver) -> None:
    chance = random.Random(2010)
    for _ in range(6):
        process = child(place, "publish")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        process.communicate(timeout=60)
        found = open_store(place).cypher(ASKED).table.to_pylist()
        assert found in (OLD, NEW)
        assert seen(browser) == found
        open_store(place).publish(payments("old", 300), "v1")
        assert seen(browser) == OLD


def test_a_switch_in_steps_that_is_killed_leaves_a_stale_graph_that_is_made_right(
    place: str, browser: neo4j.Driver
) -> None:
    process = child(place, "publish", "in the middle of the steps")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    store = open_store(place)
    assert store.published_version() == ""  # so tpgraph derives it anew before it answers anything
    store.publish(payments("new", 500), "v2")
    assert seen(browser) == NEW
    assert no_leftovers(browser)


def test_a_server_without_the_memory_switches_in_steps_and_says_so(place: str, browser: neo4j.Driver) -> None:
    process = child(place, "publish", "after all steps")
    output = process.communicate(timeout=60)[0]
    assert "has too little memory to change the graph in one step" in output
    assert seen(browser) == NEW
    assert open_store(place).published_version() == "v2"
    assert no_leftovers(browser)


def test_a_server_killed_in_the_middle_leaves_the_store_whole(neo4j_server: Neo4jServer, place: str) -> None:
    store = open_store(place)
    before = everything(store)
    faults: list[Exception] = []

    def write() -> None:
        try:
            store.publish(payments("new", 15_000), "v2")
        except StoreError as error:
            faults.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(1.0)
    neo4j_server.kill()
    time.sleep(1.0)
    neo4j_server.start()
    writer.join(120)
    again = open_store(place)
    after = everything(again)
    whole = again.published_version() == "v2"
    assert after["graph.funding_flow"].num_rows == (15_000 if whole else 300)
    assert whole or (after == before and faults)
    again.publish(payments("new", 500), "v3")
    assert again.cypher(ASKED).table.to_pylist() == NEW


READER = """
import sys
from tpgraph.stores import open_store
from tests.stores.test_neo4j_faults import ASKED
store = open_store(sys.argv[1])
print("ready", flush=True)
answers = 0
while answers < 40:
    rows = store.cypher(ASKED).table.to_pylist()
    assert len(rows) == 1, rows
    assert rows[0]["body"] == rows[0]["purpose"], rows
    assert rows[0]["payments"] == {"old": 300, "new": 500}[rows[0]["body"]], rows
    flows = store.read_tables(["graph.funding_flow", "graph.rel_pays"])
    assert {table.num_rows for table in flows.values()} in ({300}, {500}), flows
    answers += 1
print(answers, flush=True)
"""


def test_processes_that_read_during_a_write_see_all_of_it_or_nothing(place: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", READER, place]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    store = open_store(place)
    written = 0
    while any(reader.poll() is None for reader in readers):
        purpose, count = (("new", 500), ("old", 300))[written % 2]
        store.publish(payments(purpose, count), f"v{written + 2}")
        written += 1
    assert [reader.communicate(timeout=60)[0] for reader in readers] == ["40\n", "40\n"]
    assert written > 1


def test_a_second_writer_waits_and_is_told_after_a_while(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other = open_store(place), open_store(place)
    monkeypatch.setattr(neo4j_turn, "WAIT_SECONDS", 1.0)
    with neo4j_turn.turn(database_of(store)), pytest.raises(StoreError, match="is being written by another tpgraph"):
        other.publish(graph(), "v9")
    other.publish(graph(), "v9")
    assert store.published_version() == "v9"


def database_of(store: Store) -> neo4j_turn.Database:
    found = vars(store)["_database"]
    assert isinstance(found, neo4j_turn.Database)
    return found


def no_leftovers(driver: neo4j.Driver) -> bool:
    rows = driver.execute_query(
        "MATCH (n) UNWIND labels(n) AS label WITH DISTINCT label "
        "WHERE label STARTS WITH 'Staged' OR label = 'Withdrawn' RETURN label"
    ).records
    return not rows
