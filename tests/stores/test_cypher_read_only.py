"""Ways to write, to reach files or to run for ever by Cypher: each is refused or stopped, and the graph stays.

Every text is tried on every engine. The embedded engine runs in this process, so what would take all memory there is
tried on a server only (test_neo4j_cypher.py).
"""

import hashlib
import time
from pathlib import Path

import pytest

from tests.stores.store_town import graph
from tpgraph.errors import QueryError
from tpgraph.stores import QueryLimits, Store, open_store

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
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "CREATE DATABASE other",
    "DROP DATABASE neo4j",
    "STOP DATABASE neo4j",
    "DROP CONSTRAINT tpgraph_Organisation_id",
    "CREATE FULLTEXT INDEX x FOR (o:Organisation) ON EACH [o.name]",
    "OPTIONAL MATCH (o:Organisation) SET o.name = 'x'",
    "MATCH (o) WITH o LIMIT 1 CREATE (p:X) RETURN p",
    "MATCH (o) SET o['name'] = 'x'",
    "MATCH (o) SET o:$('Hostile')",
    "MATCH (o) REMOVE o['name']",
    "MATCH (o:Organisation) SET o = {}",
    "MATCH ()-[r:PAYS]->() SET r.amount = 1",
    "MERGE (s:Store {key: 'tpgraph'}) SET s.graph_version = 'v9'",
    "CALL { CALL { CREATE (n) } RETURN 1 AS x } RETURN x",
    "CALL () { MERGE (n:X) } RETURN 1 AS x",
    "OPTIONAL CALL { CREATE (n:X) RETURN n } RETURN n",
    "CALL { MATCH (o) SET o.name = 'x' } IN TRANSACTIONS OF 1 ROWS",
    "CALL { CREATE (n:X) } IN 4 CONCURRENT TRANSACTIONS",
    "RETURN COLLECT { CREATE (n:X) RETURN n } AS l",
    "RETURN [x IN [1] WHERE EXISTS { CREATE (n:X) RETURN n }] AS l",
    "RETURN [x IN [1] | COLLECT { MERGE (n:X) RETURN n }] AS l",
    "RETURN reduce(s = 0, x IN [1] | s + COUNT { CREATE (n:X) RETURN n }) AS l",
    "MATCH (o) WHERE NOT EXISTS { MATCH (o) SET o.name = 'x' RETURN o } RETURN o",
    "RETURN CASE WHEN true THEN COUNT { MATCH (o) DELETE o RETURN 1 } END AS l",
    "FOREACH (x IN [1] | FOREACH (y IN [1] | MERGE (:X)))",
    "/* harmless */CREATE (n:X)/* RETURN 1 */",
    "RETURN 1 AS x //\rUNION CREATE (n:X) RETURN n AS x",
    "RETURN '\\u0027 AS x UNION CREATE (n:X) RETURN 1 AS x //",
    "\u00a0CREATE\u00a0(n:X)",
    "CRE\\u0041TE (n:X)",
    "CYPHER 5 runtime=slotted CREATE (n:X)",
    "CYPHER planner=cost MATCH (o) DELETE o",
    "CYPHER 5 EXPLAIN CREATE (n:X)",
    "CYPHER 5 PROFILE CREATE (n:X) RETURN n",
    "EXPLAIN EXPLAIN CREATE (n:X)",
    ";CREATE (n:X)",
    "RETURN 1 AS x;;CREATE (n:X)",
    "RETURN 1 AS x;/* */CREATE (n:X)",
    ":auto CREATE (n:X)",
    "BEGIN CREATE (n:X) COMMIT",
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
    "CALL db.createLabel('Hostile')",
    "CALL db.createProperty('hostile')",
    "CALL db.createRelationshipType('HOSTILE')",
    "MATCH (o) CALL db.create.setNodeVectorProperty(o, 'v', [1.0]) RETURN o",
    "CALL db.index.vector.createNodeIndex('v', 'Organisation', 'v', 2, 'cosine')",
    "CALL db.clearQueryCaches()",
    "CALL db.prepareForReplanning()",
    "CALL db.stats.collect('QUERIES')",
    "CALL db.resampleOutdatedIndexes()",
    "CALL dbms.listConfig() YIELD name, value RETURN name, value",
    "CALL dbms.listConnections() YIELD connectionId RETURN connectionId",
    "CALL dbms.killConnections(['bolt-1'])",
    "CALL dbms.killConnection('bolt-1')",
    "CALL dbms.queryJmx('*:*') YIELD name RETURN name",
    "CALL dbms.components",
    "CALL tx.setMetaData({a: 1})",
    "CALL apoc.periodic.iterate('MATCH (o) RETURN o', 'DELETE o', {})",
    "CALL apoc.cypher.runWrite('CREATE (n:X)', {}) YIELD value RETURN value",
    "CALL gds.graph.project('g', '*', '*')",
    "CALL db . createLabel('Hostile')",
    "CALL db/**/./**/createLabel('Hostile')",
    "CALL `db`.`createLabel`('Hostile')",
    "CALL `db.createLabel`('Hostile')",
    "CALL\u00a0dbms.listConfig()",
    "CALL\\u00a0dbms.listConfig()",
    "\\u0043ALL dbms.listConfig()",
    "c\u0430ll dbms.listConfig()",
    "call dbms.LISTCONFIG()",
    "OPTIONAL CALL dbms.components() YIELD name RETURN name",
    "RETURN [x IN [1] WHERE EXISTS { CALL dbms.listConfig() YIELD name RETURN name }] AS x",
    "RETURN [x IN [1] | COLLECT { CALL dbms.components() YIELD name RETURN name }] AS x",
    "RETURN EXISTS { CALL dbms.components() YIELD name RETURN name } AS x",
    "RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {}) AS x",
    "RETURN apoc . load . json('file:///etc/passwd') AS x",
    "RETURN `apoc`.`util`.`md5`(['x']) AS x",
    "RETURN [x IN [1] | apoc.create.uuid()] AS x",
    "MATCH (o) WHERE apoc.static.get('x') = 1 RETURN o",
    "RETURN graph.byName('system') AS x",
    "SHOW TRANSACTIONS",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message",
    "SHOW/**/SETTINGS YIELD name, value RETURN name, value",
    "SHOW CURRENT USER",
    "SHOW HOME DATABASE",
    "\u017fHOW USERS",
    "EXPLAIN SHOW USERS",
    "CALL { SHOW USERS } RETURN 1 AS x",
    "RETURN [x IN [1] WHERE EXISTS { SHOW TRANSACTIONS YIELD username RETURN username }] AS x",
    "TERMINATE TRANSACTIONS ['neo4j-transaction-1']",
    "terminate/**/transaction 'neo4j-transaction-1'",
    "USE neo4j MATCH (o) RETURN o",
    "USE `system` RETURN 1 AS x",
    "USE graph.byName('system') RETURN 1 AS x",
    "/**/USE system SHOW USERS",
    "CALL { USE system RETURN 1 AS y } RETURN y",
    "RETURN 1 AS x UNION USE system RETURN 1 AS x",
    "RETURN [x IN [1] WHERE EXISTS { USE neo4j RETURN 1 AS y }] AS x",
    "CYPHER debug=tostring RETURN 1 AS x",
    "CYPHER replan=force RETURN 1 AS x",
    "CYPHER 25 MATCH (o) RETURN o",
    "MATCH (o) CALL (o) { RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "CALL { MATCH (o) RETURN o } IN CONCURRENT TRANSACTIONS RETURN o",
    "RETURN [x IN [1] WHERE EXISTS { CALL { RETURN 1 AS y } IN TRANSACTIONS RETURN y }] AS x",
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
    "LOAD CSV FROM 'file:{file}' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/secret' AS line RETURN line",
    "LOAD CSV FROM 'file://{file}' AS line FIELDTERMINATOR ';' RETURN line",
    "USING PERIODIC COMMIT LOAD CSV FROM 'file://{file}' AS line RETURN line",
    "CYPHER 5 LOAD CSV FROM 'file://{file}' AS line RETURN line",
    "LOAD\\u00a0CSV FROM 'file://{file}' AS line RETURN line",
    "LOAD\\u0020CSV FROM 'file://{file}' AS line RETURN line",
    "\\u004cOAD CSV FROM 'file://{file}' AS line RETURN line",
    "LOAD C\\u0053V FROM 'file://{file}' AS line RETURN line",
    "LOAD C\\u\uff10\uff10\uff15\uff13V FROM 'file://{file}' AS line RETURN line",
    "RETURN '\\u0027 AS x UNION LOAD CSV FROM 'file://{file}' AS line RETURN line[0] AS x //'",
    "RETURN 1 AS x //\rUNION LOAD CSV FROM 'file://{file}' AS line RETURN line[0] AS x",
    "RETURN 1 AS x //\\u000aUNION LOAD CSV FROM 'file://{file}' AS line RETURN line[0] AS x",
    "RETURN EXISTS {{ LOAD CSV FROM 'file://{file}' AS line RETURN line }} AS x",
    "RETURN COLLECT {{ LOAD CSV FROM 'file://{file}' AS line RETURN line }} AS x",
    "RETURN [x IN [1] | COLLECT {{ LOAD CSV FROM 'file://{file}' AS line RETURN line[0] }}] AS x",
    "RETURN [x IN [1] WHERE EXISTS {{ LOAD/**/CSV FROM 'file://{file}' AS line RETURN line }}] AS x",
    "RETURN [x IN [1] WHERE EXISTS {{ \\u004cOAD CSV FROM 'file://{file}' AS line RETURN line }}] AS x",
    "RETURN reduce(s = '', x IN [1] | s + COLLECT {{ LOAD CSV FROM 'file://{file}' AS l RETURN l[0] }}[0]) AS x",
    "MATCH (o) WHERE EXISTS {{ LOAD CSV FROM 'file://{file}' AS line WITH line WHERE true RETURN line }} RETURN o",
    "CALL () {{ LOAD CSV FROM 'file://{file}' AS line RETURN line }} RETURN line",
    "CALL apoc.load.csv('file://{file}') YIELD list RETURN list",
    "RETURN apoc.load.csv('file://{file}') AS x",
]

ENDLESS = [
    "UNWIND range(1, 1000000000000) AS x RETURN x",
    "UNWIND range(1, 3000) AS x UNWIND range(1, 3000) AS y UNWIND range(1, 3000) AS z RETURN sum(x * y * z) AS s",
    "MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i), (j), (k), (l), (m) RETURN count(DISTINCT a.id + m.id) AS n",
    "MATCH p = (a)-[*]-(b) MATCH q = (c)-[*]-(d) MATCH r = (e)-[*]-(f) MATCH s = (g)-[*]-(h) RETURN count(*) AS n",
    "UNWIND range(1, 1000000000) AS x RETURN collect(x) AS l",
    "UNWIND range(1, 1000000000) AS x WITH x ORDER BY x DESC RETURN x",
    "UNWIND range(1, 1000000000) AS x RETURN DISTINCT x",
]
# A server answers the first at once, and the second takes its memory.
ENDLESS_HERE = [
    "RETURN size(range(1, 1000000000000)) AS n",
    "UNWIND range(1, 100000) AS x RETURN [y IN range(1, 100000) | [z IN range(1, 100000) | z]] AS l",
]


@pytest.fixture(scope="module")
def town(shared_store: Store) -> Store:
    shared_store.publish(graph(), "v1")
    return shared_store


def digest(store: Store) -> tuple[int, str]:
    """Count and sum up the graph: every node and relationship with its labels and properties."""
    found = store.cypher("MATCH (n) RETURN n UNION ALL MATCH ()-[r]->() RETURN r AS n").table.column("n").to_pylist()
    return len(found), hashlib.sha256(repr(sorted(found)).encode()).hexdigest()


def test_the_lists_hold_a_hundred_ways() -> None:
    ways = [*WRITES, *CALLS, *FILES, *ENDLESS]
    assert len(set(ways)) == len(ways) >= 100


@pytest.mark.parametrize("text", WRITES + CALLS)
def test_a_text_that_does_more_than_read_the_graph_is_refused(town: Store, text: str) -> None:
    before = digest(town)
    with pytest.raises(QueryError) as caught:
        town.cypher(text)
    assert "\n" not in str(caught.value)
    assert digest(town) == before
    assert town.published_version() == "v1"


@pytest.mark.parametrize("text", FILES)
def test_no_text_reads_a_file(town: Store, tmp_path: Path, text: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text(f"{SECRET},1\n", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        town.cypher(text.format(file=file), {"file": str(file)})
    assert SECRET not in str(caught.value)


def assert_stopped(store: Store, text: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match="the query was stopped"):
        store.cypher(text, limits=QueryLimits(seconds=0.5))
    assert time.monotonic() - began < 10
    assert store.cypher("RETURN 1 AS x").table.to_pylist() == [{"x": 1}]


@pytest.mark.parametrize("text", ENDLESS)
def test_a_text_that_would_run_for_ever_is_stopped(town: Store, text: str) -> None:
    assert_stopped(town, text)


@pytest.mark.parametrize("text", ENDLESS_HERE)
def test_a_text_that_would_run_for_ever_in_this_process_is_stopped(tmp_path: Path, text: str) -> None:
    store = open_store(str(tmp_path / "place.tpgraph"), create=True)
    store.publish(graph(), "v1")
    assert_stopped(store, text)


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
        ("RETURN 1 AS x UNION RETURN 1 AS x", 1),
        ("MATCH (`create`:Organisation) RETURN count(`create`) AS x", 2),
        ("MATCH (a:Organisation)-[:`PAYS`]->(b) RETURN count(b) AS x", 2),
        ("WITH {use: 1, show: 2, call: 3} AS m RETURN m.use + m.show + m.call AS x", 6),
        ("WITH ['a'] AS transactions RETURN size([t IN transactions WHERE t IN transactions | t]) AS x", 1),
        ("RETURN '\\\\users' AS x", "\\users"),
        ("MATCH (o:Organisation) WHERE EXISTS { MATCH (o)-[:PAYS]->() } RETURN o.id AS x", "GB-LAE-NM"),
        (
            "MATCH p = shortestPath((a {id: 'GB-LAE-NM'})-[*..4]->(b {id: 'GB-CHC-1'})) RETURN length(p) AS x",
            2,
        ),
    ],
)
def test_a_text_that_only_reads_is_answered(town: Store, text: str, expected: object) -> None:
    assert town.cypher(text).table.column("x").to_pylist() == [expected]


def test_the_embedded_engine_has_measures_of_graphs(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "place.tpgraph"), create=True)
    store.publish(graph(), "v1")
    answer = store.cypher("CALL pagerank() YIELD node, score RETURN count(*) AS x")
    assert answer.table.to_pylist() == [{"x": 6}]
