"""Ways to write, to reach files or to run for ever by Cypher: each is refused or stopped, and the graph stays."""

import time
from pathlib import Path

import pytest

from tests.stores.store_town import graph
from tpgraph.errors import QueryError
from tpgraph.stores import QueryLimits, Store

SECRET = "hunter2"

WRITES = [
    "CREATE (n:X)",
    "create (n:X) RETURN n",
    "INSERT (n:X)",
    "MATCH (o:Organisation) CREATE (o)-[:PAYS]->(:FundingFlow {id: 'x'})",
    "MERGE (n:Organisation {id: 'x'})",
    "MATCH (o:Organisation) MERGE (o)-[r:PAYS]->(o) RETURN r",
    "MERGE (n:X {id: 1}) ON CREATE SET n.a = 1 ON MATCH SET n.a = 2",
    "MATCH (o) SET o.name = 'x'",
    "MATCH (o) SET o += {name: 'x'} RETURN o",
    "MATCH (o) SET o:Hostile",
    "MATCH (o) REMOVE o.name",
    "MATCH (o) REMOVE o:Organisation",
    "MATCH (o) DELETE o",
    "MATCH (o) DETACH DELETE o",
    "MATCH (o) NODETACH DELETE o",
    "MATCH ()-[r]->() DELETE r",
    "FOREACH (x IN [1] | CREATE (:X))",
    "MATCH (o) FOREACH (x IN [1] | SET o.name = 'x')",
    "CALL { CREATE (n:X) RETURN n } RETURN n",
    "MATCH (o) CALL { WITH o SET o.name = 'x' RETURN o AS p } RETURN p",
    "MATCH (o) CALL (o) { DETACH DELETE o } RETURN 1 AS x",
    "UNWIND [1] AS x CALL (x) { CREATE (n:X) RETURN n } IN TRANSACTIONS RETURN n",
    "MATCH (o) WHERE EXISTS { CREATE (n:X) } RETURN o",
    "RETURN COUNT { CREATE (n:X) } AS n",
    "RETURN 1 AS x UNION CREATE (n:X) RETURN n AS x",
    "RETURN 1 AS x UNION ALL MATCH (o) SET o.name = 'x' RETURN 2 AS x",
    "MATCH (o) RETURN o; CREATE (n:X)",
    "CREATE (n:X); MATCH (o) RETURN o",
    "EXPLAIN CREATE (n:X)",
    "PROFILE CREATE (n:X) RETURN n",
    "explain MATCH (o) RETURN o",
    "// harmless\nCREATE (n:X)",
    "CYPHER 5 CREATE (n:X)",
    "CREATE INDEX FOR (o:Organisation) ON (o.name)",
    "DROP INDEX x IF EXISTS",
    "CREATE CONSTRAINT FOR (o:Organisation) REQUIRE o.name IS NOT NULL",
    "CREATE USER eve SET PASSWORD 'x'",
    "GRANT ROLE admin TO eve",
]

CALLS = [
    "CALL db.cdc.enable()",
    "CALL table.upsert({}) YIELD x RETURN x",
    "CALL db.node_text_index.build({node_type: 'Organisation', text_column: 'name'})",
    "CALL db.embeddings.drop({}) YIELD x RETURN x",
    "CALL dbms.procedures() YIELD name RETURN name",
    "CALL db.indexes()",
    "CALL closeness() YIELD node, score RETURN count(*) AS n",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL // PAGERANK\n db.indexes() YIELD name RETURN name",
    "CALL `db`.indexes() YIELD name RETURN name",
    "RETURN 'x' AS name UNION CALL db.indexes() YIELD name RETURN name",
    "CALL { CALL db.indexes() YIELD name RETURN name } RETURN name",
    "MATCH (o) CALL (o) { CALL dbms.functions() YIELD name RETURN name } RETURN name",
    "SHOW INDEXES",
    "SHOW PROCEDURES",
    "show functions",
    "SHOW DATABASES",
    "SHOW SETTINGS",
    "SHOW USERS",
    "RETURN 1 AS x UNION SHOW CONSTRAINTS",
    "TERMINATE TRANSACTION 'x'",
    "USE system MATCH (o) RETURN o",
    "FOR VALID_TIME ALL MATCH (o) RETURN o",
    "MATCH (o) RETURN o.id AS id FORMAT CSV",
]

FILES = [
    "LOAD CSV FROM '{file}' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM '{file}' AS line RETURN line",
    "load csv from '{file}' as line return line",
    "LoAd\tCsV FROM '{file}' AS line RETURN line",
    "LOAD\nCSV FROM '{file}' AS line RETURN line",
    "LOAD/**/CSV FROM '{file}' AS line RETURN line",
    "LOAD // a comment\nCSV FROM '{file}' AS line RETURN line",
    "LOAD // it's\nCSV FROM '{file}' AS line RETURN line",
    "LOAD\u00a0CSV FROM '{file}' AS line RETURN line",
    "LOAD C\u017fV FROM '{file}' AS line RETURN line",
    "\\u004cOAD CSV FROM '{file}' AS line RETURN line",
    "LOAD CSV FROM 'file://{file}' AS line RETURN line",
    "LOAD CSV FROM $file AS line RETURN line",
    "RETURN ['x'] AS line UNION LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN ['x'] AS line UNION ALL LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN ['x'] AS line INTERSECT LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN ['x'] AS line EXCEPT LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN '\\'' AS x UNION LOAD CSV FROM '{file}' AS line RETURN line[0] AS x",
    "RETURN ['x'] AS line; LOAD CSV FROM '{file}' AS line RETURN line",
    "CALL {{ LOAD CSV FROM '{file}' AS line RETURN line }} RETURN line",
    "CALL {{ RETURN ['x'] AS line UNION LOAD CSV FROM '{file}' AS line RETURN line }} RETURN line",
    "WITH 1 AS x LOAD CSV FROM '{file}' AS line RETURN line",
    "EXPLAIN LOAD CSV FROM '{file}' AS line RETURN line",
]

ENDLESS = [
    "UNWIND range(1, 1000000000000) AS x RETURN x",
    "RETURN size(range(1, 1000000000000)) AS n",
    "UNWIND range(1, 3000) AS x UNWIND range(1, 3000) AS y UNWIND range(1, 3000) AS z RETURN sum(x * y * z) AS s",
    "MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i), (j), (k), (l), (m), (n), (o) RETURN count(*) AS n",
    "MATCH p = (a)-[*]-(b) MATCH q = (c)-[*]-(d) MATCH r = (e)-[*]-(f) MATCH s = (g)-[*]-(h) RETURN count(*) AS n",
    "UNWIND range(1, 100000) AS x RETURN [y IN range(1, 100000) | [z IN range(1, 100000) | z]] AS l",
]


@pytest.fixture(scope="module")
def town(shared_store: Store) -> Store:
    shared_store.publish(graph(), "v1")
    return shared_store


def state(store: Store) -> list[dict[str, object]]:
    found = store.cypher("MATCH (n) RETURN n UNION ALL MATCH ()-[r]->() RETURN r AS n").table.to_pylist()
    return sorted(found, key=str)


@pytest.mark.parametrize("text", WRITES + CALLS)
def test_a_text_that_does_more_than_read_the_graph_is_refused(town: Store, text: str) -> None:
    before = state(town)
    with pytest.raises(QueryError) as caught:
        town.cypher(text)
    assert "\n" not in str(caught.value)
    assert state(town) == before
    assert town.published_version() == "v1"


@pytest.mark.parametrize("text", FILES)
def test_no_text_reads_a_file(town: Store, tmp_path: Path, text: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text(f"{SECRET},1\n", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        town.cypher(text.format(file=file), {"file": str(file)})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ENDLESS)
def test_a_text_that_would_run_for_ever_is_stopped(town: Store, text: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match="the query was stopped"):
        town.cypher(text, limits=QueryLimits(seconds=0.5))
    assert time.monotonic() - began < 10
    assert town.cypher("RETURN 1 AS x").table.to_pylist() == [{"x": 1}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RETURN 'CREATE (n:X) and SET it; then CALL me' AS x", "CREATE (n:X) and SET it; then CALL me"),
        ("RETURN 'it\\'s; fine' AS x;", "it's; fine"),
        ('RETURN "a;b" AS x // ; CREATE (n)', "a;b"),
        ("MATCH (s:Source) WHERE s.name ENDS WITH '.csv' RETURN s.name AS x", "spend.csv"),
        ("MATCH (s:Source) RETURN coalesce(s.loader, 'none') + '.csv' AS x", "none.csv"),
        ("CALL { MATCH (o:Organisation) RETURN count(*) AS n } RETURN n AS x", 2),
        ("CALL db.labels() YIELD label WITH label ORDER BY label RETURN collect(label)[0] AS x", "ClientGroup"),
        ("CALL pagerank() YIELD node, score RETURN count(*) AS x", 6),
        ("RETURN 1 AS x UNION RETURN 1 AS x", 1),
        ("MATCH (`create`:Organisation) RETURN count(`create`) AS x", 2),
        (
            "MATCH p = shortestPath((a {id: 'GB-LAE-NM'})-[*..4]->(b {id: 'GB-CHC-1'})) RETURN length(p) AS x",
            2,
        ),
    ],
)
def test_a_text_that_only_reads_is_answered(town: Store, text: str, expected: object) -> None:
    assert town.cypher(text).table.column("x").to_pylist() == [expected]
