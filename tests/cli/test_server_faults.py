"""What can be wrong with a server: one sentence each, exit code 1, and never the password."""

import os
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from tests.cli.conftest import HEADER, Run
from tests.neo4j_server import QUICK, Neo4jServer, free_port
from tpgraph.cli.start import start
from tpgraph.stores import neo4j_connection

SECRET = "open-sesame-4711"


def test_a_wrong_password_is_one_sentence(server: Neo4jServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    said = run("--store", server.location, "status").sentence()
    assert said.startswith(f"{server.location} does not know this user name and password")
    assert SECRET not in said


def test_not_even_the_traceback_shows_the_password(server: Neo4jServer, place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tpgraph", "--debug", "--store", server.location, "status"],
        cwd=place, capture_output=True, text=True, check=False, env={**os.environ, "NEO4J_PASSWORD": SECRET},
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "does not know this user name and password" in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_a_server_that_is_down_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    for scheme in ("neo4j", "bolt"):
        address = f"{scheme}://127.0.0.1:{free_port()}"
        ended = run("--store", f"{address}/neo4j", "status")
        assert ended.sentence().startswith(f"no Neo4j server answers at {address}: ")
        assert len(ended.err.splitlines()) == 1  # the driver's own log stays silent


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_missing_database_is_one_sentence(scheme: str, server: Neo4jServer, run: Run) -> None:
    address = f"{scheme}://127.0.0.1:{server.port}"
    said = run("--store", f"{address}/nowhere", "load", "files").sentence()
    assert said.startswith(f"there is no database 'nowhere' on {address}: ")


def test_a_server_that_is_too_old_is_one_sentence(
    server: Neo4jServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_connection, "OLDEST", (6, 0))
    said = run("--store", server.location, "load", "files").sentence()
    assert said == f"{server.location} is Neo4j 5.26.30, which is too old: tpgraph needs Neo4j 6 or newer"


def test_a_database_of_somebody_else_is_left_alone(server: Neo4jServer, run: Run) -> None:
    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
        driver.execute_query("CREATE (:Person {name: 'somebody'})")
        for command in (["load", "files"], ["init", "--name", "Northmere"], ["status"]):
            said = run("--store", server.location, *command).sentence()
            assert said.startswith(f"{server.location} holds nodes, but no store that tpgraph made")
        said = run("copy", "place.tpgraph", server.location).sentence()
        assert said.startswith(f"{server.location} holds nodes, but no store that tpgraph made")
        assert driver.execute_query("MATCH (n) RETURN labels(n) AS labels").records[0]["labels"] == ["Person"]
        assert len(driver.execute_query("MATCH (n) RETURN n").records) == 1
        assert driver.execute_query("SHOW CONSTRAINTS").records == []


def test_a_missing_driver_is_one_sentence(place: Path) -> None:
    code = "import sys; sys.modules['neo4j'] = None; from tpgraph.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--store", "neo4j://localhost/neo4j", "status"],
        cwd=place, capture_output=True, text=True, check=False, env={**os.environ, "NEO4J_PASSWORD": SECRET},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "tpgraph: a neo4j:// store needs the driver: pip install 'tpgraph[neo4j]'\n"


@pytest.mark.parametrize(
    "address", ["neo4j://joe:{}@localhost:7687/neo4j", "bolt+s://joe:{}@localhost", "neo4j:/joe:{}@localhost",
                "neo4j//joe:{}@localhost/neo4j", "http://joe:{}@localhost"],
)  # fmt: skip
def test_an_address_with_a_password_is_refused_and_not_shown(
    address: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address.format(SECRET)
    named = (["--store", address, "status"], ["--store", address, "formats"])
    for command in (*named, ["copy", "place.tpgraph", address], ["copy", address, "other.tpgraph"]):
        assert SECRET not in run(*command).sentence()
    monkeypatch.setenv("TPGRAPH_STORE", address)
    assert SECRET not in run("status").sentence()
    done = subprocess.run(
        [sys.executable, "-m", "tpgraph", "--debug", "--store", address, "init", "--name", "Northmere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert SECRET not in done.stdout + done.stderr


def test_without_a_terminal_the_variables_are_named(
    server: Neo4jServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    assert run("--store", server.location, "status").sentence() == (
        f"{server.location} asks who you are: set NEO4J_USERNAME and NEO4J_PASSWORD, or ask from a terminal"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_at_a_terminal_the_password_is_asked_for_and_not_shown(server: Neo4jServer, place: Path) -> None:
    ours, theirs = os.openpty()
    # A session of its own that opens the terminal has it for its own, as a shell's command has.
    code = "import os; os.open(os.ttyname(0), os.O_RDWR); from tpgraph.__main__ import main; main()"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--store", server.location, "init", "--name", "Northmere"],
        cwd=place, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=environment,
    )  # fmt: skip
    os.close(theirs)
    shown = _shown_until(ours, b"user name [neo4j]: ")
    os.write(ours, b"\n")
    shown += _shown_until(ours, b"password of neo4j: ")
    assert not termios.tcgetattr(ours)[3] & termios.ECHO
    os.write(ours, f"{server.auth[1]}\n".encode())
    shown += _shown_until(ours, b"Next: ")
    assert process.wait(60) == 0
    os.close(ours)
    assert b"is ready" in shown
    assert server.auth[1].encode() not in shown


def _shown_until(terminal: int, text: bytes) -> bytes:
    shown = b""
    while text not in shown:
        shown += os.read(terminal, 4096)
    return shown


# ---------------------------------------------------------------------------------------- a server set up otherwise


@pytest.fixture(scope="module")
def closed(loaded: Path) -> Iterator[Neo4jServer]:
    """A server with a store in a database that may only be read."""
    with Neo4jServer(java_options=QUICK) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_PASSWORD", server.auth[1])
        assert start(["copy", str(loaded / "place.tpgraph"), server.location]) == 0
        server.settings["server.databases.read_only"] = "neo4j"
        yield server.restart()


@pytest.fixture
def locked(closed: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NEO4J_USERNAME", closed.auth[0])
    monkeypatch.setenv("NEO4J_PASSWORD", closed.auth[1])
    return closed.location


def test_no_right_to_write_is_one_sentence(locked: str, run: Run, place: Path) -> None:
    assert run("--store", locked, "status").out.splitlines()[:9] == run("status").out.splitlines()[:9]
    assert (
        "note: the ids of these figures were not kept: database neo4j on" in run("--store", locked, "find", "money").err
    )
    (place / "more.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,Harbour Trust,7.00,T7\n", "utf-8")
    assert run("load", "more.csv").code == 0
    for command in (["--store", locked, "load", "more.csv"], ["copy", "place.tpgraph", locked]):
        said = run(*command).sentence()
        assert said.startswith("database neo4j on neo4j://127.0.0.1:")
        assert said.endswith("may only be read: ask whoever runs it to let you write")


def test_the_lock_after_wrong_passwords_is_one_sentence(locked: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    said = [run("--store", locked, "status").sentence() for _ in range(4)]
    assert all("does not know this user name and password" in sentence for sentence in said[:3])
    assert said[3].startswith(f"{locked} has shut its door for some seconds after too many wrong passwords: wait")
