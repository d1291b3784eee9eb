"""What "With Neo4j" says is what happens, on a real server and, where it is portable, on a file."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

import tpgraph
from tests.neo4j_server import Neo4jServer, wipe
from tpgraph.cli.reference import commands
from tpgraph.cli.start import start
from tpgraph.errors import TpgraphError
from tpgraph.map import Map
from tpgraph.model import model
from tpgraph.stores.neo4j_schema import OWN_LABELS

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "with-neo4j.md").read_text("utf-8")
NORTHMERE = PROJECT / "examples" / "northmere"
EXAMPLE_ADDRESS = "neo4j://localhost:7687/neo4j"

_BLOCKS = re.findall(r"```cypher\n(.*?)```", PAGE, re.DOTALL)
WRITING = next(block for block in _BLOCKS if "MERGE" in block)
READING = [block for block in _BLOCKS if block != WRITING]
_QUESTIONS = PAGE.split("## Twelve questions", 1)[1].split("### Parameters", 1)[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the made-up place in place.tpgraph, and a cache of its own."""
    made = tmp_path_factory.mktemp("with-neo4j")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(made / "cache"))
        town = tpgraph.open(made / "place.tpgraph")
        town.load(NORTHMERE)
        town.tables()
        yield made


@pytest.fixture(scope="module")
def in_file(folder: Path) -> Map:
    """The made-up place in a file."""
    return tpgraph.open(folder / "place.tpgraph", create=False)


@pytest.fixture
def on_server(in_file: Map, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Map:
    """The same place on the server, where other tests may have written since."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.auth[0])
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.auth[1])
    try:
        town = tpgraph.open(neo4j_server.location, create=False)
        if town.graph_version == in_file.graph_version and not town.describe().others:
            return town
    except TpgraphError:
        pass
    wipe(neo4j_server)
    in_file.copy(neo4j_server.location)
    return tpgraph.open(neo4j_server.location, create=False)


def statement(block: str) -> tuple[str, dict[str, object]]:
    """Part a block as Browser does: lines of parameters, and the statement."""
    given: dict[str, object] = dict(re.findall(r"^:param (\w+) => '(.*)'$", block, re.MULTILINE))
    return re.sub(r"^:param .*\n", "", block, flags=re.MULTILINE), given


def test_there_are_twelve_questions_and_each_has_a_statement() -> None:
    assert re.findall(r"^\*\*(\d+)\.", _QUESTIONS, re.MULTILINE) == [str(number) for number in range(1, 13)]
    assert _QUESTIONS.count("```cypher") == 12
    for block in READING:
        shown = block.rsplit("RETURN", 1)[1]
        assert not re.search(r"AS \w*pence\b", shown), f"money is shown in pounds: {shown}"


def test_every_statement_gives_the_same_rows_on_the_server_and_in_a_file(on_server: Map, in_file: Map) -> None:
    for block in READING:
        text, given = statement(block)
        there, here = on_server.cypher(text, given), in_file.cypher(text, given)
        assert there.table.num_rows > 0, text
        assert there.warnings == here.warnings == (), text
        assert there.table.to_pylist() == here.table.to_pylist(), text


def test_the_questions_give_what_is_planted_in_northmere(in_file: Map) -> None:
    answers = [in_file.cypher(statement(block)[0]).table.to_pylist() for block in READING[:12]]
    assert [row["payee_unknown_pounds"] for row in answers[0]] == [13874.49, 0.0, 0.0]
    assert {(row["payer"].split()[1], row["paid_and_payer"].split()[1], row["pounds"]) for row in answers[4]} == {
        ("Borough", "Primary", 612500.0),
        ("Primary", "Borough", 300000.0),
        ("Borough", "Police", 400000.0),
    }
    kept = {row["body"]: row["kept_pounds"] for row in answers[2]}
    assert kept == {
        "Northmere Police Authority": 224873.41,  # 400,000.00 - 175,126.59
        "Northmere Borough Council": 0.0,
        "Northmere Primary Care Trust": 0.0,
    }
    assert {row["written"] for row in answers[7] if row["names"] == 4} >= {"HARBOUR FAMILY TRUST LIMITED"}
    assert [(row["place"], row["need"], row["people"]) for row in answers[8]] == [("Hill Top", "Debt advice", 310)]


def test_the_commands_run(on_server: Map, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = re.findall(r"^\$ tpgraph (.+)$", PAGE, re.MULTILINE)
    assert len(found) >= 3
    for command in found:
        arguments = shlex.split(command.replace(EXAMPLE_ADDRESS, on_server.store.location))
        assert start(arguments) == 0, command
    assert "--overwrite-destination" in (folder / "bulk" / "import.txt").read_text("utf-8")


def test_a_backup_goes_into_a_file(on_server: Map, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    command = re.search(r"`tpgraph (copy neo4j://\S+ \S+)`", PAGE)
    assert command
    assert start(shlex.split(command[1].replace(EXAMPLE_ADDRESS, on_server.store.location))) == 0
    copied = tpgraph.open(command[1].split()[-1], create=False)
    assert copied.store.published_version() == on_server.graph_version


def test_commands_named_in_the_text_exist() -> None:
    known = {page.name.split()[1] for page in commands() if " " in page.name}
    named = re.findall(r"`tpgraph (?:--store \S+ )?([a-z]+)", PAGE)
    assert set(named) <= known
    assert len(named) >= 5


def test_the_addresses_named_are_those_accepted() -> None:
    from tpgraph.stores.neo4j_connection import SCHEMES

    table = PAGE.split("| form | when |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([a-z0-9+]+)://`", table)) == set(SCHEMES)


def test_the_block_of_rows_is_read_without_tpgraph(on_server: Map, neo4j_server: Neo4jServer) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code
    user, password = neo4j_server.auth
    names: dict[str, object] = {"uri": neo4j_server.uri, "user": user, "password": password}
    exec(compile(code[1], "with-neo4j.md", "exec"), names)  # the page is ours
    rows = on_server.store.read("record.flow")
    assert names["first"].to_pylist()[0] in rows.to_pylist()  # type: ignore[attr-defined]  # a table made by the page


def test_every_label_in_the_database_is_named(on_server: Map, neo4j_server: Neo4jServer) -> None:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        found = driver.execute_query("MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label").records
        constraints = driver.execute_query("SHOW CONSTRAINTS YIELD name").records
    labels = {row["label"] for row in found} - set(model().nodes)
    table = PAGE.split("| label | what it is |", 1)[1].split("\n\n", 1)[0]
    assert labels <= set(OWN_LABELS) == set(re.findall(r"^\| `(Store\w*)`", table, re.MULTILINE))
    assert len(model().nodes) == 11  # "the eleven kinds of the picture"
    assert "tpgraph_Organisation_id" in {row["name"] for row in constraints}
    assert on_server.describe().others == {}


def test_what_a_person_adds_stays_where_its_node_lives_on(on_server: Map, neo4j_server: Neo4jServer) -> None:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        driver.execute_query(WRITING)
        mine = "CREATE (:Organisation {id: 'mine', name: 'Mine'}) "
        driver.execute_query(mine + "WITH 1 AS one MATCH (o:Visited) SET o.sector = 'private'")
        assert on_server.describe().others == {"Meeting": 1}
        before = on_server.graph_version
        on_server.init(name="Northmere", years=["2009-10", "2010-11"])
        assert on_server.graph_version != before
        left = driver.execute_query(
            "MATCH (:Meeting)-[:INVITES]->(o:Organisation:Visited) RETURN o.my_note AS note, o.sector AS sector"
        ).records
        assert [dict(row) for row in left] == [{"note": "met on 3 March", "sector": "voluntary"}]
        assert not driver.execute_query("MATCH (o:Organisation {id: 'mine'}) RETURN o").records
        lost = driver.execute_query("MATCH (l:StoreLost) RETURN l.id AS id").records
        assert [row["id"] for row in lost] == ["mine"]


def test_the_faults_are_worded_as_the_page_says() -> None:
    table = PAGE.split("| it says |", 1)[1].split("\n\n", 1)[0]
    said = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    assert len(said) >= 15
    texts = [text for file in (PROJECT / "tpgraph" / "stores").glob("*.py") for text in _texts(file)]
    for words in said:
        pattern = re.compile(".*".join(re.escape(part.strip()) for part in words.split("...")))
        assert any(pattern.search(text) for text in texts), words


def _texts(file: Path) -> Iterator[str]:
    """Give every text of a module, with what is filled in left out."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
