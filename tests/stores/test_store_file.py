"""The embedded store as a file: what is refused, in which words, and that nothing but a whole store is ever opened."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.stores.store_town import everything, graph, load
from tpgraph.errors import NotAStoreError, StoreBusyError, StoreError, StoreVersionError
from tpgraph.stores import duckdb_file, duckdb_schema, open_store
from tpgraph.tables import from_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "place.tpgraph"


def change(path: Path, *statements: str) -> None:
    """Change a store file as somebody with DuckDB would."""
    with duckdb.connect(str(path)) as connection:
        for sql in statements:
            connection.execute(sql)


def test_a_store_that_is_not_there_is_made_only_on_demand(path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store .*place\.tpgraph: `tpgraph load`"):
        open_store(path)
    assert not path.exists()
    open_store(path, create=True)
    assert [file.name for file in path.parent.iterdir()] == ["place.tpgraph"]


def test_a_folder_and_a_missing_folder_are_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError, match="is a folder, not a store: name a file in it"):
        open_store(tmp_path, create=True)
    with pytest.raises(StoreError, match=r"the folder .*no such does not exist.*make the folder first"):
        open_store(tmp_path / "no such" / "place.tpgraph", create=True)


@pytest.mark.parametrize(
    "content", [b"", b"hello world" * 1000, b"PK\x03\x04" + b"\0" * 20_000], ids=["empty", "text", "zip"]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotAStoreError, match="is not a store"):
        open_store(path, create=True)
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused(path: Path) -> None:
    change(path, "CREATE TABLE payments (amount INTEGER)")
    with pytest.raises(NotAStoreError, match="is a DuckDB file, but not a store that tpgraph made"):
        open_store(path, create=True)


@pytest.mark.parametrize("name", ["record", "graph", "system", "temp", "main", "memory", "two words.v2", "it's", "Ünï"])
def test_a_store_may_have_any_name(tmp_path: Path, name: str) -> None:
    store = open_store(tmp_path / f"{name}.tpgraph", create=True)
    store.append(load("l-1"))
    store.publish(graph(), "v1")
    assert open_store(tmp_path / f"{name}.tpgraph").read("graph.rel_pays").num_rows == 2


def test_a_store_is_written_so_that_older_duckdb_can_read_it(path: Path) -> None:
    open_store(path, create=True).append(load("l-1"))
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("SELECT tags FROM duckdb_databases() WHERE path IS NOT NULL").fetchone()
    assert found is not None
    assert found[0]["storage_version"].startswith(duckdb_file.STORAGE_VERSION)


def test_connections_cannot_reach_other_files_or_be_loosened(path: Path) -> None:
    open_store(path, create=True)
    for read_only in (True, False):
        with duckdb_file.connect(path, read_only=read_only) as connection:
            for sql in (
                "SELECT * FROM read_text('/etc/hostname')",
                "COPY (SELECT 1) TO 'x.csv'",
                "ATTACH 'x.db'",
            ):
                with pytest.raises(duckdb.PermissionException, match="disabled by configuration"):
                    connection.execute(sql)
            with pytest.raises(duckdb.InvalidInputException, match="configuration has been locked"):
                connection.execute("SET enable_external_access = true")


PLANTED = {
    "view": "CREATE VIEW graph.spy AS SELECT * FROM read_text('/etc/hostname')",
    "view that hides": "CREATE VIEW spy AS SELECT 1; CREATE MACRO duckdb_views() AS TABLE SELECT 1 AS x WHERE false",
    "view that hides behind a schema": "CREATE VIEW spy AS SELECT 1; CREATE SCHEMA system; "
    "CREATE MACRO place.system.duckdb_views() AS TABLE SELECT 1 AS x WHERE false; "
    "CREATE MACRO place.system.duckdb_schemas() AS TABLE SELECT 1 AS x WHERE false",
    "macro": "CREATE MACRO graph.lower(x) AS (SELECT content FROM read_text('/etc/hostname'))",
    "table macro": "CREATE MACRO spy() AS TABLE SELECT * FROM read_text('/etc/hostname')",
    "type": "CREATE TYPE mood AS ENUM ('sad')",
    "sequence": "CREATE SEQUENCE counter",
    "index": "CREATE INDEX quick ON record.flow (payer)",
    "schema": "CREATE SCHEMA spy",
    "table": "CREATE TABLE record.spy (x INTEGER)",
    "column": "ALTER TABLE record.flow ADD COLUMN spy VARCHAR",
    "default": "ALTER TABLE record.flow ALTER COLUMN payer SET DEFAULT 'x'",
    "rule": "ALTER TABLE record.flow ALTER COLUMN payer SET NOT NULL",
    "missing column": "ALTER TABLE record.flow DROP COLUMN payer",
    "missing table": "DROP TABLE judgement.verdict",
    "other type": "ALTER TABLE record.flow ALTER COLUMN payer TYPE BLOB",
    "view for a table": "DROP TABLE graph.need; "
    "CREATE VIEW graph.need AS SELECT 'a' AS id, content AS name FROM read_text('/etc/hostname')",
    "own table is a view": "DROP TABLE main.tpgraph; "
    "CREATE VIEW main.tpgraph AS SELECT 1 AS version, '' AS made_by, '' AS graph_version",
}


@pytest.mark.parametrize("sql", PLANTED.values(), ids=PLANTED.keys())
def test_a_store_that_holds_what_tpgraph_did_not_make_is_refused(path: Path, sql: str) -> None:
    store = open_store(path, create=True)
    store.append(load("l-1"))
    change(path, sql)
    before = path.read_bytes()
    for attempt in (lambda: open_store(path), lambda: store.read("record.flow"), lambda: store.remove("l-1")):
        with pytest.raises(NotAStoreError, match=r"place\.tpgraph"):
            attempt()
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["system", "temp", "main", "pg_catalog"])
def test_a_planted_view_does_not_hide_behind_the_name_of_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.tpgraph"
    open_store(path, create=True)
    stand_in = (
        "AS TABLE SELECT 'x' AS database_name, 'x' AS view_name, 'x' AS schema_name, true AS internal WHERE false"
    )
    change(
        path,
        "CREATE VIEW graph.spy AS SELECT 1",
        *(f"CREATE MACRO main.duckdb_{of}() {stand_in}" for of in ("views", "schemas")),
    )
    with pytest.raises(NotAStoreError, match="did not make"):
        open_store(path)


def test_a_store_of_a_newer_tpgraph_is_refused_whatever_else_it_holds(path: Path) -> None:
    open_store(path, create=True)
    change(path, "UPDATE tpgraph SET version = 99, made_by = 'tpgraph 9.1'", "CREATE TABLE record.colour (x INTEGER)")
    with pytest.raises(
        StoreVersionError, match=r"made by a newer tpgraph \(tpgraph 9.1, store version 99; .*update tpgraph"
    ):
        open_store(path)


def older(path: Path) -> None:
    """Make a store of version 0 by hand: it had no figures, and loads did not say why a format was recognised."""
    open_store(path, create=True).append(load("l-1"))
    change(
        path,
        "DROP TABLE judgement.figure",
        "ALTER TABLE record.load DROP COLUMN why",
        "UPDATE tpgraph SET version = 0, graph_version = 'old'",
    )


def test_an_older_store_is_brought_up_to_date_with_its_rows(path: Path) -> None:
    older(path)
    store = open_store(path)
    assert store.describe().version == duckdb_schema.store_version()
    assert store.read("record.flow").num_rows == 2
    assert store.read("record.load").column("why").to_pylist() == [None]
    assert store.published_version() == ""
    store.write_judgement("judgement.figure", from_rows([{"figure_id": "MO-A"}], "judgement.figure"))
    assert open_store(path).read("judgement.figure").num_rows == 1


def test_a_step_between_versions_renames_what_it_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(path, create=True).write_judgement(
        "judgement.perimeter", from_rows([{"body": "A"}], "judgement.perimeter")
    )
    change(path, "ALTER TABLE judgement.perimeter RENAME COLUMN body TO who", "UPDATE tpgraph SET version = 0")
    with pytest.raises(NotAStoreError, match=r"judgement\.perimeter with column 'who'"):
        open_store(path)
    monkeypatch.setitem(
        duckdb_schema.MIGRATIONS, 0, ("ALTER TABLE {database}.judgement.perimeter RENAME COLUMN who TO body",)
    )
    assert open_store(path).read("judgement.perimeter").column("body").to_pylist() == ["A"]


def test_an_older_store_with_a_planted_view_is_refused_before_it_is_changed(path: Path) -> None:
    older(path)
    change(path, "CREATE VIEW spy AS SELECT * FROM read_text('/etc/hostname')")
    before = path.read_bytes()
    with pytest.raises(NotAStoreError, match="holds a view that tpgraph did not make"):
        open_store(path)
    assert path.read_bytes() == before


HOLD = """
import duckdb, sys
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'r')
print('open', flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("mode", "reads"), [("w", False), ("r", True)])
def test_a_second_process_gets_a_sentence(path: Path, mode: str, reads: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(path, create=True)
    monkeypatch.setattr(duckdb_file, "PATIENCE_SECONDS", 0.1)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError, match=rf"in use by another tpgraph \(process {other.pid}\): wait until"):
            store.append(load("l-1"))
        if reads:
            assert store.read("record.load").num_rows == 0
        else:
            with pytest.raises(StoreBusyError, match="in use by another tpgraph"):
                store.read("record.load")
    finally:
        other.stdin.close()
        other.wait()
    store.append(load("l-1"))


def test_a_store_that_is_free_soon_is_waited_for(path: Path) -> None:
    store = open_store(path, create=True)
    script = HOLD.replace("sys.stdin.read()", "import time; time.sleep(0.4)")
    with subprocess.Popen([sys.executable, "-c", script, str(path), "w"], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        store.append(load("l-1"))
    assert store.read("record.load").num_rows == 1


def test_a_damaged_store_gives_one_sentence(path: Path) -> None:
    store = open_store(path, create=True)
    store.append(load("l-1", amounts=tuple(range(5000))))
    content = bytearray(path.read_bytes())
    content[4096:60_000] = random.Random(1).randbytes(60_000 - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match=r"place\.tpgraph cannot be used") as caught:
        everything(open_store(path))
    assert "\n" not in str(caught.value)


def test_a_write_protected_store_is_read_but_not_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(path, create=True)
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)  # rights do not bind the root of a test machine
    assert open_store(path).read("record.flow").num_rows == 0
    with pytest.raises(StoreError, match="write-protected"):
        open_store(path).append(load("l-1"))


def test_the_file_alone_is_the_whole_store_after_every_write(path: Path, tmp_path: Path) -> None:
    store = open_store(path, create=True)
    steps: list[Callable[[], None]] = [
        lambda: store.append(load("l-1")),
        lambda: store.publish(graph(), "v1"),
        lambda: store.remove("l-1"),
    ]
    for number, step in enumerate(steps):
        step()
        assert [file.name for file in path.parent.glob("place*")] == ["place.tpgraph"]
        copy = tmp_path / f"copy{number}.tpgraph"
        copy.write_bytes(path.read_bytes())
        assert everything(open_store(copy)) == everything(store)


def test_a_store_of_version_2_keeps_its_verdicts_and_gains_what_finds_them_again(path: Path) -> None:
    open_store(path, create=True)
    added = ("kind", "left_name", "right_name", "left_content", "right_content")
    change(
        path,
        *(f"ALTER TABLE judgement.verdict DROP COLUMN {column}" for column in added),
        "INSERT INTO judgement.verdict VALUES ('r-1', 'r-2', 'same', 'Ann', 'NHS', '2010-01-01', 'one list')",
        "DROP TABLE graph.verdict",
        "ALTER TABLE graph.rel_overlaps DROP COLUMN verdict",
        "ALTER TABLE graph.rel_overlaps DROP COLUMN relation_score",
        "UPDATE tpgraph SET version = 2, graph_version = 'old'",
    )
    store = open_store(path)
    assert store.describe().version == duckdb_schema.store_version() >= 3
    (row,) = store.read("judgement.verdict").to_pylist()
    assert {name: value for name, value in row.items() if value is not None} == {
        "left_record": "r-1", "right_record": "r-2", "verdict": "same", "by": "Ann", "agency": "NHS",
        "at": "2010-01-01", "why": "one list",
    }  # fmt: skip
    assert store.read("graph.verdict").num_rows == 0
    assert store.published_version() == ""
