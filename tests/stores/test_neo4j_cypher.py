"""Ad-hoc Cypher on a server that protects nothing: what stops a text there is our own check, not a setting."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pyarrow as pa
import pytest
from neo4j.exceptions import ServiceUnavailable

from tests import neo4j_server
from tests.neo4j_server import Neo4jServer
from tests.stores.test_cypher_read_only import CALLS, FILES, SECRET, WRITES
from tpgraph.errors import QueryError
from tpgraph.stores import neo4j_answers, neo4j_cypher, neo4j_plan
from tpgraph.stores.store import QueryAnswer, QueryLimits

BARE = ("server.directories.import", "internal.dbms.cypher_ip_blocklist")

# The server runs out of memory, or does not look at the clock, or gives one value that is larger than this computer.
GREEDY = [
    "UNWIND range(1, 100000) AS x RETURN [y IN range(1, 100000) | [z IN range(1, 100000) | z]] AS l",
    "RETURN reduce(s = 'aa', x IN range(1, 60) | s + s) AS x",
    "WITH reduce(s = 'aaaaaaaa', x IN range(1, 20) | s + s) AS s RETURN size(replace(s, 'a', s)) AS n",
    "RETURN range(1, 2000000000) AS l",
    "RETURN reduce(s = 0, x IN range(1, 800000000) | s + x % 2) AS x",
]


@pytest.fixture(scope="module")
def driver() -> Iterator[neo4j.Driver]:
    """A way to a server that reads any file for whoever may log in, and survives where its memory runs out."""
    with pytest.MonkeyPatch.context() as patch:
        flags = [flag for flag in neo4j_server._JVM if "ExitOnOutOfMemoryError" not in flag]
        patch.setattr(neo4j_server, "_JVM", flags)
        server = Neo4jServer(settings={"dbms.security.allow_csv_import_from_file_urls": "true"})
        for name in BARE:
            del server.settings[name]
        with server, neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
            driver.execute_query(
                "CREATE (a:Organisation {id: 'GB-LAE-NM', name: 'Northmere Council', also_known_as: ['NMC']})"
                "-[:PAYS]->(f:FundingFlow {id: 'r-1', name: '', amount_pence: 9007199254740993})"
                "-[:TO]->(b:Organisation {id: 'GB-CHC-1', name: 'Harbour Trust'})"
            )
            yield driver


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secret") / "secret.csv"
    file.write_text(f"{SECRET},1\n", encoding="utf-8")
    return file


def ask(driver: neo4j.Driver, text: str, limits: QueryLimits | None = None, **parameters: object) -> QueryAnswer:
    return neo4j_cypher.run(driver, None, text, parameters, limits)


# Any: a query gives values of every type.
def unchecked(driver: neo4j.Driver, text: str) -> list[list[Any]]:
    """Run a text as it would run without our check: with READ access only."""
    with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        return session.run(text).values()


def everything(driver: neo4j.Driver) -> list[list[Any]]:
    text = (
        "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) "
        "RETURN labels(n), properties(n), type(r), properties(r), m.id ORDER BY n.id"
    )
    names = "CALL db.labels() YIELD label RETURN collect(label)"
    indexes = "SHOW INDEXES YIELD name RETURN collect(name)"
    return [*unchecked(driver, text), *unchecked(driver, names), *unchecked(driver, indexes)]


@pytest.mark.parametrize("text", WRITES + CALLS)
def test_a_text_that_does_more_than_read_is_refused_without_a_store_around_it(driver: neo4j.Driver, text: str) -> None:
    before = everything(driver)
    with pytest.raises(QueryError):
        ask(driver, text)
    assert everything(driver) == before


@pytest.mark.parametrize("text", FILES)
def test_no_text_reads_a_file_where_the_server_would_let_it(driver: neo4j.Driver, secret: Path, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(driver, text.format(file=secret), file=f"file://{secret}")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM 'file://{file}' AS line RETURN line[0]",
        "RETURN [x IN [1] | COLLECT {{ LOAD CSV FROM 'file://{file}' AS line RETURN line[0] }}][0][0]",
        "RETURN '\\u0027 AS x UNION LOAD CSV FROM 'file://{file}' AS line RETURN line[0] AS x //'",
        "LOAD\\u00a0CSV FROM 'file://{file}' AS line RETURN line[0]",
        "LOAD C\\u\uff10\uff10\uff15\uff13V FROM 'file://{file}' AS line RETURN line[0]",
    ],
)
def test_the_server_itself_would_read_the_file(driver: neo4j.Driver, secret: Path, text: str) -> None:
    assert unchecked(driver, text.format(file=secret))[-1] == [SECRET]
    with pytest.raises(QueryError):
        ask(driver, text.format(file=secret))


def test_the_plan_does_not_show_what_stands_in_a_list_comprehension(driver: neo4j.Driver, secret: Path) -> None:
    text = f"RETURN [x IN [1] | COLLECT {{ LOAD CSV FROM 'file://{secret}' AS line RETURN line[0] }}] AS x"
    with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        told = session.run("EXPLAIN " + text).consume()
    assert told.plan is not None
    neo4j_plan._check_operators(told.plan)
    with pytest.raises(QueryError, match="LOAD CSV is refused"):
        ask(driver, text)


def test_one_huge_row_is_left_before_it_fills_this_computer(
    driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_cypher, "BYTES_A_ROW", 2 * 1024**2)
    with pytest.raises(QueryError, match="one row takes more than 2 MiB here"):
        ask(driver, "RETURN range(1, 10000000) AS l", QueryLimits(seconds=60))


@pytest.mark.parametrize("text", GREEDY)
def test_a_text_that_takes_all_there_is_is_stopped(driver: neo4j.Driver, text: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match="the query was stopped"):
        ask(driver, text, QueryLimits(seconds=1))
    assert time.monotonic() - began < 15
    for _ in range(60):
        try:
            assert ask(driver, "RETURN 1 AS x").table.to_pylist() == [{"x": 1}]
            return
        except QueryError:  # the server is still busy with what was left
            time.sleep(1)
    pytest.fail("the server does not answer any more")


def test_rows_that_fill_the_memory_are_cut_and_it_is_said(
    driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_cypher, "BYTES", 3 * 1024**2)
    answer = ask(driver, "UNWIND range(1, 1000) AS x RETURN x, range(1, 10000) AS l")
    assert answer.truncated
    assert answer.table.num_rows == 8  # of 40 bytes a number
    assert answer.table.column("x").to_pylist() == list(range(1, 9))
    (warning,) = answer.warnings
    assert warning.startswith("only the first 8 rows are given, for they fill 3 MiB and there are more")
    assert ask(driver, "RETURN 1 AS x").table.to_pylist() == [{"x": 1}]


def test_a_query_that_the_server_does_not_stop_is_left(driver: neo4j.Driver) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.2 seconds"):
        ask(driver, "RETURN reduce(s = 0, x IN range(1, 800000000) | s + x % 2) AS x", QueryLimits(seconds=0.2))
    assert time.monotonic() - began < 5


def test_a_memory_error_is_not_tried_again(driver: neo4j.Driver) -> None:
    tries: list[object] = []

    class Counting(neo4j_cypher._Query):
        def _read(self, transaction: neo4j.ManagedTransaction) -> QueryAnswer:
            tries.append(transaction)
            return super()._read(transaction)

    text = "UNWIND range(1, 100000000) AS x RETURN collect(x) AS l"
    with pytest.raises(QueryError, match="it needs too much memory"):
        Counting(driver, None, text, {}, QueryLimits(seconds=60)).answer()
    assert len(tries) == 1


def test_a_server_that_is_gone_is_a_fault_of_the_driver() -> None:
    nowhere = f"bolt://127.0.0.1:{neo4j_server.free_port()}"
    with (
        neo4j.GraphDatabase.driver(nowhere, auth=("neo4j", "x"), max_transaction_retry_time=0) as driver,
        pytest.raises(ServiceUnavailable),
    ):
        ask(driver, "RETURN 1 AS x")


def test_no_thread_is_left_behind_by_queries_that_end(driver: neo4j.Driver) -> None:
    before = threading.active_count()
    for _ in range(5):
        ask(driver, "MATCH (o:Organisation) RETURN o.id AS id")
    assert threading.active_count() <= before


def test_warnings_name_line_and_column_of_the_text(driver: neo4j.Driver) -> None:
    text = "MATCH (o:Organisaton)\nWHERE o.nme = $name RETURN id(o) AS id"
    assert ask(driver, text, name="x").warnings == (
        "unknown node label 'Organisaton' at line 1, column 10: the graph has no such node, so this pattern returns no "
        "rows. Did you mean 'Organisation'?",
        "unknown property 'nme' at line 2, column 9: nothing in the graph has it, so it is empty everywhere. "
        "Did you mean 'name'?",
        "id is deprecated and will be removed without a replacement at line 2, column 28",
    )


def test_hints_on_speed_are_no_warnings(driver: neo4j.Driver) -> None:
    assert ask(driver, "MATCH (a:Organisation), (f:FundingFlow) RETURN a.id AS a, f.id AS f").warnings == ()
    assert ask(driver, "MATCH (s:Service) RETURN s.places_per_year AS x").warnings == ()


def test_every_type_of_value_has_a_form(driver: neo4j.Driver) -> None:
    text = (
        "RETURN datetime('2020-01-02T03:04:05Z') AS at, localdatetime('2020-01-02T03:04:05.000000001') AS exact, "
        "time('10:30+01:00') AS time, duration('P14M3DT4.5S') AS length, point({x: 1, y: 2, z: 3}) AS point, "
        "{b: [date('2020-01-02')], a: 1.5} AS map, 0.0 / 0 AS nothing, true AS yes"
    )
    assert ask(driver, text).table.to_pylist() == [
        {
            "at": "2020-01-02T03:04:05+00:00",
            "exact": "2020-01-02T03:04:05.000000001",
            "time": "10:30:00+01:00",
            "length": '{"days": 3, "months": 14, "nanoseconds": 500000000, "seconds": 4}',
            "point": '{"x": 1.0, "y": 2.0, "z": 3.0}',
            "map": '{"a": 1.5, "b": ["2020-01-02"]}',
            "nothing": None,
            "yes": True,
        }
    ]


def test_numbers_keep_their_type(driver: neo4j.Driver) -> None:
    answer = ask(driver, "UNWIND [null, 9007199254740993] AS pence RETURN pence, 1 / 2.0 AS half")
    assert answer.table.schema.types == [pa.int64(), pa.float64()]
    assert answer.table.column("pence").to_pylist() == [None, 9007199254740993]


def test_a_date_that_python_cannot_hold_is_a_sentence(driver: neo4j.Driver) -> None:
    with pytest.raises(QueryError, match="a value that Python cannot hold, such as a date before the year 1"):
        ask(driver, "RETURN date('-0044-03-15') AS day")


def test_a_value_that_cannot_be_sent_is_a_sentence(driver: neo4j.Driver) -> None:
    for value in (object(), {1, 2}, 2**70, {1: 2}, "\ud800"):
        with pytest.raises(QueryError, match="the query is not right: a value cannot be sent or given"):
            ask(driver, "RETURN $x AS x", x=value)
    assert ask(driver, "RETURN $x AS x", x=(1, None)).table.to_pylist() == [{"x": [1, None]}]


READS = [
    "MATCH (o:Organisation {id: 'GB-CHC-1'}) RETURN o.name AS x",
    "MATCH (o) WHERE o.name STARTS WITH 'N' OR o.name CONTAINS 'x' OR o.name ENDS WITH 'y' RETURN o.id AS x",
    "MATCH (a)-[*1..3]->(b) RETURN DISTINCT b.id AS x",
    "MATCH p = shortestPath((a {id: 'GB-LAE-NM'})-[*]->(b {id: 'GB-CHC-1'})) RETURN length(p) AS x",
    "MATCH p = SHORTEST 1 (a:Organisation)-->+(b:Organisation) RETURN length(p) AS x",
    "MATCH p = ALL SHORTEST (a:Organisation) ((x)-->(y)){1,4} (b:Organisation) RETURN length(p) AS x",
    "MATCH (a:Organisation) ((x:Organisation)-[:PAYS]->(y)-[:TO]->(z)){1,4} (b) RETURN size(x) AS x",
    "MATCH (a:Organisation) OPTIONAL MATCH (a)-[:PAYS]->(f) RETURN a.id AS x, collect(f.id) AS y ORDER BY x LIMIT 3",
    "MATCH (a) WHERE NOT (a)-[:PAYS]->() OR a.name = '' RETURN a.id AS x SKIP 1 LIMIT 5",
    "MATCH (a) WHERE EXISTS { (a)-->(b) WHERE b.id > 'a' } RETURN COUNT { (a)-->() } AS x",
    "MATCH (a) RETURN COLLECT { MATCH (a)-->(b) RETURN b.id ORDER BY b.id } AS x, [(a)-->(b) | b.id] AS y",
    "MATCH (a)-->(b), (c)-->(b) WHERE a.name = c.name RETURN count(*) AS x",
    "MATCH (a:Organisation|FundingFlow) RETURN a.id AS x UNION ALL MATCH (b:!FundingFlow) RETURN b.id AS x",
    "UNWIND [3, 1, 2] AS x WITH x ORDER BY x RETURN max(x) AS x, stDev(x) AS y, percentileCont(x, 0.5) AS z",
    "CALL db.labels() YIELD label AS x RETURN x",
    "CALL db.schema.visualization() YIELD nodes AS x RETURN x",
    "CALL db.schema.nodeTypeProperties() YIELD propertyName AS x RETURN x",
    "CALL db.schema.relTypeProperties() YIELD relType AS x RETURN x",
    "MATCH (a:Organisation) CALL (a) { MATCH (a)-[:PAYS]->(f) RETURN count(f) AS x } RETURN x",
    "RETURN date.truncate('month', date('2020-01-02')) AS x",
    "RETURN point.distance(point({x: 1, y: 1}), point({x: 1, y: 2})) AS x",
    "RETURN 'a \\u00a3' AS x",
    "MATCH (o:Organisation) RETURN o {.id, .name, others: o.also_known_as} AS x",
]


@pytest.mark.parametrize("text", READS)
def test_a_text_that_only_reads_is_answered_by_the_server(driver: neo4j.Driver, text: str) -> None:
    assert "x" in ask(driver, text).table.column_names


def test_the_list_of_operators_holds_none_that_writes() -> None:
    words = (
        "Create",
        "Merge",
        "Set",
        "Delete",
        "Remove",
        "Load",
        "Show",
        "Terminate",
        "Transaction",
        "Foreach",
        "Drop",
    )
    assert not [name for name in neo4j_plan.OPERATORS if any(word in name for word in words)]


def test_sizes_are_estimated() -> None:
    assert neo4j_answers.size([1] * 1000) == 64 + 40_000
    assert neo4j_answers.size("x" * 100) == 156
    assert neo4j_answers.size({"a": ["x", None]}) == 200 + 64 + 1 + 64 + 8 + 57 + 8 + 32
