"""The command line on a store of a real Neo4j server: what works on a file works there, with the same answers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

import tpgraph
from tests.cli.conftest import Run
from tests.neo4j_server import Neo4jServer, wipe
from tpgraph.analysis import analyses
from tpgraph.cli.start import start
from tpgraph.map.queries import shipped_queries

NORTHMERE = Path(__file__).parents[2] / "examples" / "northmere"


@pytest.fixture(scope="module")
def both(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """The main job on a file and on a server: the folder of both, and the two stores."""
    folder = tmp_path_factory.mktemp("both")
    file, server = str(folder / "on-file" / "place.tpgraph"), neo4j_server.location
    wipe(neo4j_server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("NEO4J_USERNAME", neo4j_server.auth[0])
        patch.setenv("NEO4J_PASSWORD", neo4j_server.auth[1])
        assert start(["run", str(NORTHMERE), "--out", str(folder / "on-file")]) == 0
        assert start(["--store", server, "run", str(NORTHMERE), "--out", str(folder / "on-server")]) == 0
        yield folder, file, server


def asked(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    capfdbinary.readouterr()
    code = start(arguments)
    said = capfdbinary.readouterr()
    assert code == 0, said.err
    return said.out.decode()


def test_the_main_job_on_a_server_writes_the_same_pages(both: tuple[Path, str, str]) -> None:
    folder, _, _ = both
    names = {file.name for file in (folder / "on-file").iterdir()} - {"place.tpgraph"}
    assert {file.name for file in (folder / "on-server").iterdir()} == names
    for name in names - {"findings.xlsx", "brief.docx"}:  # these two hold the minute they were written in
        assert (folder / "on-file" / name).read_bytes() == (folder / "on-server" / name).read_bytes(), name


def test_findings_are_those_of_the_file(both: tuple[Path, str, str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, file, server = both
    for name in analyses():
        found = asked(capfdbinary, "--store", file, "find", name, "--json")
        assert found == asked(capfdbinary, "--store", server, "find", name, "--json"), name
        ids = [row["id"] for row in json.loads(found)[:1]]
        for i in ids:
            behind = asked(capfdbinary, "--store", file, "explain", i, "--json")
            assert json.loads(behind)
            assert behind == asked(capfdbinary, "--store", server, "explain", i, "--json"), i
    assert {"money", "overlaps", "gaps", "partners", "suppliers", "organisations"} <= set(analyses())


def test_queries_answer_as_on_the_file(both: tuple[Path, str, str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, file, server = both
    free = [query.name for query in shipped_queries() if all(entry.type == "string" for entry in query.parameters)]
    assert len(free) > 10
    for name in free[::3]:
        found = asked(capfdbinary, "--store", file, "query", name, "--json")
        assert found == asked(capfdbinary, "--store", server, "query", name, "--json"), name


def test_sources_and_status_are_those_of_the_file(
    both: tuple[Path, str, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, file, server = both
    sources = asked(capfdbinary, "--store", file, "sources", "--json")
    assert sources == asked(capfdbinary, "--store", server, "sources", "--json")
    status = [json.loads(asked(capfdbinary, "--store", store, "status", "--json")) for store in (file, server)]
    for rows in status:
        assert {row["what"] for row in rows} >= {"store", "engine", "graph version"}
    on_file, on_server = ([row for row in rows if row["what"] not in ("store", "engine")] for rows in status)
    assert on_file == on_server


def test_every_command_that_changes_a_store_works_on_a_server(
    server: Neo4jServer, run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPGRAPH_STORE", server.location)
    assert f"there is no store at {server.location} yet" in run("status").sentence()
    assert "nothing written" in run("load", "files", "--dry-run").err
    assert f"there is no store at {server.location} yet" in run("sources").sentence()
    assert f"{server.location} is ready" in run("init", "--name", "Northmere").err
    assert "loaded as spend" in run("load", "files").err
    assert "nothing changed" in run("load", "files").err
    before = run("status").out
    assert "Northmere" in before
    load_id = run("sources", "--csv", "-").out.splitlines()[1].split(",")[0]
    assert run("sources", "remove", load_id).code == 0
    assert run("status").out != before
    assert run("load", "files").code == 0
    assert run("status").out == before
    for command in ("view --out map.html", "report --out report", "export tables", "export graph.graphml"):
        assert run(*command.split()).code == 0, command
    assert not list(place.glob("neo4j*"))


def test_a_command_names_the_server_in_the_next_one(server: Neo4jServer, run: Run) -> None:
    ended = run("--store", server.location, "load", "files/trust")
    assert ended.err.splitlines()[-1].startswith(f"Next: tpgraph --store {server.location} sources")


def test_a_misspelt_property_is_told_on_the_screen_and_in_python(server: Neo4jServer, run: Run) -> None:
    assert run("--store", server.location, "load", "files/lists").code == 0
    text = "MATCH (o:Organisation) RETURN o.nmae AS name"
    assert re.search(r"^warning: .*nmae", run("--store", server.location, "query", text).err, re.MULTILINE)
    found = tpgraph.open(server.location).query(text)
    assert "nmae" in found.attrs["warnings"][0]


def test_what_others_added_is_counted_and_told_when_it_goes(server: Neo4jServer, run: Run) -> None:
    assert run("--store", server.location, "load", "files/lists").code == 0
    assert "not ours" not in run("--store", server.location, "status").out
    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
        driver.execute_query("CREATE (:Person)-[:KNOWS]->(:Person), ({colour: 'red'})")
        driver.execute_query("MATCH (o:Organisation {name: 'Harbour Trust Ltd'}) SET o:Visited, o.colour = 'red'")
    shown = run("--store", server.location, "status", "--csv", "-").out
    assert '"without a label 1, Person 2"' in shown.replace("also in this database, not ours", "")
    load_id = run("--store", server.location, "sources", "--csv", "-").out.splitlines()[1].split(",")[0]
    assert run("--store", server.location, "sources", "remove", load_id).code == 0
    for told in (True, False):
        notes = [line for line in run("--store", server.location, "view").err.splitlines() if "note: " in line]
        notes += [line for line in run("--store", server.location, "status").err.splitlines() if "note: " in line]
        assert [("label Visited" in note and "property colour" in note) for note in notes] == [True] * told


def test_a_notebook_gives_user_name_and_password(server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    asked_for = []

    def credentials(address: str) -> tuple[str, str]:
        asked_for.append(address)
        return server.auth

    town = tpgraph.open(server.location, credentials=credentials)
    assert town.describe().location == server.location
    assert asked_for == [server.location]
