"""The real Neo4j server of the tests: it is a server, it is ours alone, and its jars are whole."""

import subprocess
import sys
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j.exceptions import AuthError

from tests import neo4j_jars
from tests.neo4j_jars import NoServerError
from tests.neo4j_server import QUICK, Neo4jServer, wipe


def test_the_server_refuses_a_wrong_password(neo4j_server: Neo4jServer) -> None:
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=("neo4j", "wrong")) as driver,
        pytest.raises(AuthError, match="authentication failure"),
    ):
        driver.verify_connectivity()


def test_a_driver_that_asks_the_server_for_its_route_reaches_the_same_server(neo4j_server: Neo4jServer) -> None:
    address, _, database = neo4j_server.location.rpartition("/")
    with neo4j.GraphDatabase.driver(address, auth=neo4j_server.auth) as driver:
        answer = driver.execute_query("RETURN 1 AS one", database_=database)
    assert answer.records[0]["one"] == 1
    assert answer.summary.server.address == ("127.0.0.1", neo4j_server.port)


def test_wiping_leaves_no_node_constraint_or_index_of_ours(neo4j_server: Neo4jServer) -> None:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        driver.execute_query("CREATE CONSTRAINT `a name` FOR (n:Thing) REQUIRE n.id IS UNIQUE")
        driver.execute_query("CREATE INDEX things FOR (n:Thing) ON (n.name)")
        driver.execute_query("UNWIND range(1, 10) AS i CREATE (:Thing {id: i})-[:OF]->(:Other)")
        wipe(neo4j_server)
        assert driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"] == 0
        assert driver.execute_query("SHOW CONSTRAINTS").records == []
        assert {each["type"] for each in driver.execute_query("SHOW INDEXES").records} == {"LOOKUP"}


def test_a_killed_server_starts_again_with_what_was_committed_and_stops_by_its_process_id() -> None:
    with Neo4jServer(heap="256m", java_options=QUICK) as server:
        with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
            driver.execute_query("CREATE (:Kept)")
        server.kill()
        assert server.pid is None
        server.start()
        with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
            assert driver.execute_query("MATCH (n:Kept) RETURN count(n) AS nodes").records[0]["nodes"] == 1
        process = psutil.Process(server.pid)
        server.stop()
        assert not process.is_running()
        assert server.home.is_dir()
    assert not server.home.exists()


def test_what_is_watched_goes_when_the_process_that_started_it_is_killed() -> None:
    # Any process stands for the server here: that one takes five seconds to start.
    program = (
        "import subprocess, time\n"
        "from tests.neo4j_server import _watch\n"
        "server = subprocess.Popen(['sleep', '60'], start_new_session=True, stdout=subprocess.DEVNULL)\n"
        "watcher = _watch(server.pid)\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        server = psutil.Process(int(starter.stdout.readline()))
        assert server.is_running()
        starter.kill()
    server.wait(10)


def test_a_start_that_fails_says_why_and_leaves_no_process() -> None:
    server = Neo4jServer(heap="256m", settings={"server.bolt.listen_address": "not an address"})
    with pytest.raises(NoServerError, match=r"did not start(?s:.)*not an address"):
        server.start()
    assert server.process is None
    server.close()


def test_two_processes_that_fill_the_jar_cache_at_once_fill_it_once(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tests import neo4j_jars\n"
        "def bring(folder):\n"
        "    (folder.parent / 'times').open('a').write('filled ')\n"
        "    (folder / 'first.jar').touch()\n"
        "    time.sleep(0.5)\n"
        "    (folder / neo4j_jars._PROOF).touch()\n"
        "    return True\n"
        "neo4j_jars._bring_with_mvn = bring\n"
        "print(len(list(neo4j_jars.jars(Path(sys.argv[1])).iterdir())))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [each.communicate(timeout=60)[0].strip() for each in both] == ["2", "2"]
    assert (tmp_path / "times").read_text() == "filled "


def test_a_cache_that_was_left_half_filled_is_filled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / f"neo4j-{neo4j_jars.VERSION}.part"
    part.mkdir()
    (part / "half.jar").touch()

    def bring(folder: Path) -> bool:
        (folder / neo4j_jars._PROOF).touch()
        return True

    monkeypatch.setattr(neo4j_jars, "_bring_with_mvn", lambda _: False)
    monkeypatch.setattr(neo4j_jars, "_bring_with_jgo", bring)
    assert [each.name for each in neo4j_jars.jars(tmp_path).iterdir()] == [neo4j_jars._PROOF]


def test_jars_that_cannot_be_fetched_are_a_sentence_and_leave_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ("_bring_with_mvn", "_bring_with_jgo"):
        monkeypatch.setattr(neo4j_jars, way, lambda _: False)
    with pytest.raises(NoServerError, match="could not be fetched"):
        neo4j_jars.jars(tmp_path)
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == []
