"""The command line on a store of a real Neo4j server: what works on a file works there, with the same answers."""

import json
import re
from pathlib import Path

import neo4j
import pytest

import tpgraph
from tests.cli.conftest import Run
from tests.neo4j_server import Neo4jServer
from tpgraph.analysis import analyses

QUERIES = ("largest-payees", "overlapping-services", "who-depends-on-one-funder", "needs-without-a-service-in-a-place")
OF_THE_ENGINE = ("store", "engine")
NORTHMERE = Path(__file__).parents[2] / "examples" / "northmere"


def on_both(server: Neo4jServer, run: Run, *command: str) -> str:
    """Run a command on the store of the file and on that of the server: equal results, which are given."""
    on_file, on_server = (run("--store", store, *command) for store in ("on-file/place.tpgraph", server.location))
    assert (on_file.code, on_server.code) == (0, 0), on_server.err
    assert on_file.out == on_server.out, command
    return on_file.out


@pytest.mark.slow
def test_the_main_job_on_a_server_finds_what_it_finds_on_a_file(server: Neo4jServer, run: Run, place: Path) -> None:
    assert run("run", str(NORTHMERE), "--out", "on-file").code == 0
    assert run("--store", server.location, "run", str(NORTHMERE), "--out", "on-server").code == 0
    names = {file.name for file in (place / "on-file").iterdir()} - {"place.tpgraph"}
    assert {file.name for file in (place / "on-server").iterdir()} == names
    for name in names - {"findings.xlsx", "brief.docx"}:  # these two hold the minute they were written in
        assert (place / "on-file" / name).read_bytes() == (place / "on-server" / name).read_bytes(), name
    assert {"money", "overlaps", "gaps", "partners", "suppliers", "organisations"} <= set(analyses())
    found = {name: json.loads(on_both(server, run, "find", name, "--json")) for name in analyses()}
    for name in ("money", "overlaps"):
        assert json.loads(on_both(server, run, "explain", found[name][0]["id"], "--json"))
    answers = [json.loads(on_both(server, run, "query", name, "--json")) for name in QUERIES]
    assert all(answers)
    assert json.loads(on_both(server, run, "sources", "--json"))
    on_file, on_server = (
        [row for row in json.loads(run("--store", store, "status", "--json").out) if row["what"] not in OF_THE_ENGINE]
        for store in ("on-file/place.tpgraph", server.location)
    )
    assert on_file == on_server
    assert on_file[-1]["what"] == "graph version"


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
    assert load_id in run("sources").out.split("Taken back, and kept: ")[1]
    assert run("load", "files").code == 0
    assert run("status").out == before
    assert "loaded " in run("undo", "--yes").out
    assert run("status").out != before
    assert "does it again" in run("undo", "--yes").err
    assert run("status").out == before
    assert run("history").out.count("loaded ") == 6
    assert run("diff", "files/trust").code == 0
    assert run("view", "--out", "map.html").code == 0
    assert run("export", "tables").code == 0
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
