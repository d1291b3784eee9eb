"""A store that was written for `neo4j-admin database import full`, imported and opened is the store it was."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

import tpgraph
from tests.neo4j_jars import jars, java
from tests.neo4j_server import QUICK, Neo4jServer
from tests.stores.store_town import everything, graph, load
from tpgraph.cli.start import start
from tpgraph.errors import StoreError
from tpgraph.map import Map
from tpgraph.map.queries import bind_parameters, shipped_query
from tpgraph.stores import Store, open_store
from tpgraph.stores.neo4j_admin import COMMAND_FILE, write_folder
from tpgraph.stores.neo4j_schema import statements
from tpgraph.tables import from_rows, graph_table_names

PROJECT = Path(__file__).resolve().parents[2]

TEXTS = [
    None,
    "",
    " ",
    "Ünï \u2013 \u2018quoted\u2019 🏥",
    "a\nb\tc\r\nd\r",
    "\u202eabc\u2066",
    "x" * 10_000,
    "a\x00b\x01\x1f\x7f",
    "007",
    "null",
    'say "hi", "',
    '\\"\\',
    ",;|",
    "\ufeffbom\u2028\x85\uffff",
]
LISTS: list[list[str] | None] = [
    None,
    [],
    [""],
    ["", ""],
    ["a"],
    ["a", ""],
    ["", "a"],
    ["a;b", 'q"', "x,\ny"],
    [" a "],
    ["\x1f\x1d", "\u202e🏥"],
    ["x" * 10_000],
]
WHOLE = [None, 0, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]
DECIMAL = [None, 0.1, -1e-300, 1.7976931348623157e308, float("inf"), float("-inf"), 3.0]


def nasty_graph() -> dict[str, pa.Table]:
    """The town's graph, and a node or relationship for every value that could be lost on the way."""
    found = graph()
    bodies: list[dict[str, object]] = [
        {"id": f"o-{place}", "name": f"Body {place}", "also_known_as": names} for place, names in enumerate(LISTS)
    ]
    services: list[dict[str, object]] = [
        {"id": f"s-{place} \u202e'\"", "name": text, "description": text, "people_per_year": WHOLE[place % len(WHOLE)]}
        for place, text in enumerate(TEXTS)
    ]
    sites: list[dict[str, object]] = [
        {"id": f"t-{place}", "name": "", "latitude": number, "longitude": DECIMAL[-place]}
        for place, number in enumerate(DECIMAL)
    ]
    overlaps: list[dict[str, object]] = [
        {"source_id": services[0]["id"], "target_id": services[1]["id"], "reasons": reasons, "probability": 0.5}
        for reasons in [*LISTS, *LISTS]
    ]
    return found | {
        "organisation": pa.concat_tables([found["organisation"], from_rows(bodies, "graph.organisation")]),
        "service": from_rows(services, "graph.service"),
        "site": from_rows(sites, "graph.site"),
        "rel_overlaps": from_rows(overlaps, "graph.rel_overlaps"),
        "former_id": from_rows([{"former_id": "o-x", "entity_id": "o-1"}], "graph.former_id"),
    }


def nasty_store(place: Path) -> Store:
    """An embedded store with two issues of a source, judgements, and every value that could be lost on the way."""
    store = open_store(place, create=True)
    store.append(load("l-1", amounts=(1, None, 2**53 + 1)))
    store.append(load("l-2"))
    rows: list[dict[str, object]] = [
        {"record_id": f"r-{place:02}", "load_id": "l-3", "name": text, "needs": LISTS[place % len(LISTS)]}
        for place, text in enumerate(TEXTS)
    ]
    rows += [{"record_id": "r-99", "load_id": "l-3", "needs": ["a", None, ""]}]
    store.append({"load": load("l-3", source="trust/services")["load"], "service": from_rows(rows, "record.service")})
    verdict: dict[str, object] = {"left_record": "r-00", "right_record": "r-01", "verdict": "same", "why": 'a\n"b"'}
    store.write_judgement("verdict", from_rows([verdict], "judgement.verdict"))
    store.write_judgement("figure", from_rows([{"figure_id": "fg-1", "analysis": "money"}], "judgement.figure"))
    store.publish(nasty_graph(), "g-1")
    return store


def run_import(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command of a folder as it says, in the folder, with the tool that stands in the server's jars."""
    line = next(line for line in (folder / COMMAND_FILE).read_text("utf-8").splitlines() if line.startswith("neo4j-"))
    program, *words = shlex.split(line)
    assert program == "neo4j-admin"
    (home / "conf").mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").touch()
    command = [str(java()), "-Xmx256m", *QUICK, "-cp", str(jars() / "*"), "org.neo4j.cli.AdminTool", *words]
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def imported(folder: Path, server: Neo4jServer) -> Iterator[Store]:
    """Import a folder into a stopped server, start it, and open its store."""
    done = run_import(folder, server.home)
    assert done.returncode == 0, done.stdout + done.stderr
    with server:
        store = open_store(server.location, credentials=lambda _: server.auth)
        try:
            yield store
        finally:
            store.close()  # type: ignore[attr-defined]  # of the server's store


def constraints(server: Neo4jServer) -> list[str]:
    """Give the names of the constraints and indexes of ours that a server has."""
    import neo4j

    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
        found = driver.execute_query("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'tpgraph_' RETURN *")
        assert {row["state"] for row in found.records} == {"ONLINE"}
        return [row["name"] for row in found.records]


def test_every_value_comes_back_from_an_import_and_the_store_lives_on(tmp_path: Path) -> None:
    source = nasty_store(tmp_path / "place.tpgraph")
    tables = everything(source)
    write_folder(tables, source.published_version(), tmp_path / "out")
    server = Neo4jServer(tmp_path / "home", java_options=QUICK)
    with imported(tmp_path / "out", server) as store:
        assert everything(store) == tables
        assert store.published_version() == "g-1"
        assert dict(store.describe().rows) == dict(source.describe().rows)
        assert store.describe().others == {}
        assert len(constraints(server)) == len(statements())
        for each in (source, store):
            each.append(load("l-4"))
            each.remove("l-3")
            each.publish(graph(), "g-2")
        assert everything(store) == everything(source)
        again = open_store(server.location, credentials=lambda _: server.auth)
        assert again.published_version() == "g-2"
    # What stands in a database is not overwritten unless the person says so.
    assert run_import(tmp_path / "out", server.home).returncode != 0
    assert "--overwrite-destination" in (tmp_path / "out" / COMMAND_FILE).read_text("utf-8")


def test_the_example_is_imported_and_answers_alike(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    place, out = tmp_path / "place.tpgraph", tmp_path / "out"
    town = tpgraph.open(place)
    town.load(PROJECT / "examples" / "northmere")
    assert start(["--store", str(place), "export", str(out), "--format", "neo4j-admin"]) == 0
    assert capfd.readouterr().out == (out / COMMAND_FILE).read_text("utf-8")
    queries = [shipped_query(name) for name in ("largest-payees", "overlapping-services", "one-body-many-names")]
    with imported(out, Neo4jServer(tmp_path / "home", java_options=QUICK)) as store:
        assert everything(store) == everything(town.store)
        for query in queries:
            assert query is not None
            want, got = (each.cypher(query.text, bind_parameters(query, {})) for each in (town.store, store))
            assert want.table.num_rows
            assert got.table.to_pylist() == want.table.to_pylist()
        assert Map(store).tables().version == town.graph_version


def test_a_folder_is_written_without_the_driver(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['neo4j'] = None\n"
        "from pathlib import Path; from tpgraph.stores.neo4j_admin import write_folder\n"
        "write_folder({}, 'g-1', Path('out'))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"Store.csv", "StoreLock.csv", COMMAND_FILE}


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("rel_pays", {"source_id": "o-0", "target_id": "r-404"}, "1 rows of the graph table rel_pays do not fit"),
        ("organisation", {"id": "o-0"}, "holds an id twice"),
        ("organisation", {"id": "o-x", "also_known_as": ["a", None]}, "a list with an empty entry"),
    ],
)
def test_what_a_server_cannot_hold_is_refused(name: str, row: dict[str, object], said: str, tmp_path: Path) -> None:
    tables = {f"graph.{table}": rows for table, rows in nasty_graph().items()}
    write_folder(tables, "g-1", tmp_path)
    tables[f"graph.{name}"] = pa.concat_tables([tables[f"graph.{name}"], from_rows([row], f"graph.{name}")])
    with pytest.raises(StoreError, match=said):
        write_folder(tables, "g-1", tmp_path)


def test_only_what_is_there_is_named_in_the_command(tmp_path: Path) -> None:
    tables = {f"graph.{name}": table for name, table in nasty_graph().items()}
    written = write_folder(tables, "g-1", tmp_path)
    text = (tmp_path / COMMAND_FILE).read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written}
    assert all(f"={path.name}" in text for path in written[:-1])
    assert "Place.csv" not in text
    assert {"rel_pays", "rel_stated_in"} <= set(graph_table_names())
    assert "--relationships=STATED_IN=Record-STATED_IN-Source.csv" in text
    assert "--multiline-fields=true" in text
    assert "--array-delimiter=U+001E" in text  # U+001F stands in a list
    assert "--read-buffer-size" not in text


def test_a_text_longer_than_the_importer_reads_at_once_raises_its_limit(tmp_path: Path) -> None:
    service = from_rows([{"id": "s-1", "name": "x" * 3_000_000}], "graph.service")
    write_folder({"graph.service": service}, "g-1", tmp_path)
    text = (tmp_path / COMMAND_FILE).read_text("utf-8")
    assert "--read-buffer-size=6000000" in text
    assert "--multiline-fields" not in text
