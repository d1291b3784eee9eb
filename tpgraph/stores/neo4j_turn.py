"""Who writes, and when others may read: one writer at a time, and a reader sees all of a write or none of it.

A writer holds the lock of (:StoreLock) in a transaction of its own, prepares everything under labels that nobody reads,
queues what is to change before everybody's eyes, and then

1. says (:Store {publishing: token}),
2. makes all that is queued visible in one transaction, in which (:Store {switched: token}) stands too,
3. takes `publishing` away and raises `revision`.

Neo4j has no snapshots, so a reader compares `revision` before and after. A reader that finds `publishing` waits; where
the writer is gone the lock is free, and the reader finishes step 3 by what `switched` says. A server whose memory does
not hold step 2 takes it in many transactions: if the writer is killed between them, the graph counts as stale.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from tpgraph.errors import StoreBusyError, StoreError
from tpgraph.stores import neo4j_schema
from tpgraph.stores.neo4j_database import BATCH, MARKER, Database, Row

if TYPE_CHECKING:
    from neo4j import Transaction

Found = TypeVar("Found")

WAIT_SECONDS = 60.0
_STORE = f"MATCH (s:Store {{key: '{neo4j_schema.KEY}'}})"
_LOCK = f"MATCH (l:StoreLock {{key: '{neo4j_schema.KEY}'}})"


@dataclass(frozen=True)
class State:
    """What the store says of itself at one moment."""

    version: int
    made_by: str
    graph_version: str
    revision: int
    publishing: str


@dataclass(frozen=True)
class Change:
    """A statement whose effect queries see: over $rows where there is a table, else a move of the nodes matched."""

    text: str
    then: str = ""
    table: pa.Table | None = None
    parameters: Row = field(default_factory=dict)


class Turn:
    """A writer's turn: what is queued becomes visible at its end.

    Attributes
    ----------
    graph_version : the version that stands then, None = as before
    told : sentences for the person who waits
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.token = secrets.token_hex(8)
        self.graph_version: str | None = None
        self.told: list[str] = []
        self.changes: list[Change] = []

    # Any: see `Row`.
    def later(self, text: str, table: pa.Table | None = None, **parameters: Any) -> None:
        """Queue a statement; with a table it runs over its rows as $rows, a list of lists, some thousand at a time."""
        self.changes.append(Change(text, "", table, parameters))

    def move(self, match: str, then: str) -> None:
        """Queue a move of all nodes `n` that match from label to label; moved nodes match no longer."""
        self.changes.append(Change(match, then))


def _commit(transaction: "Transaction") -> None:
    transaction.commit()


def state(database: Database) -> State:
    """Read what the store says of itself.

    Raises
    ------
    StoreError
        If the store is gone.
    """
    found = neo4j_schema.find(database)
    if found is None:
        raise StoreError(f"the store at {database.address.location} is gone: somebody deleted it")
    return State(
        int(found["version"]),
        str(found.get("made_by", "")),
        str(found.get("graph_version", "")),
        int(found.get("revision", 0)),
        str(found.get("publishing", "")),
    )


@contextmanager
def turn(database: Database) -> Iterator[Turn]:
    """Take the turn to write, clear what a killed writer left, and make all that is queued visible at the end.

    Raises
    ------
    StoreBusyError
        If another writer keeps the turn for a minute.
    """
    with _locked(database):
        _finish(database, state(database).publishing)
        database.delete("|".join(neo4j_schema.passing_labels()))
        mine = Turn(database)
        yield mine
        _publish(mine)
        with suppress(StoreError):  # whoever writes next clears what is left
            database.delete(f"{neo4j_schema.WITHDRAWN}|{MARKER}")


@contextmanager
def _locked(database: Database) -> Iterator[None]:
    """Hold the lock in a transaction that stays open, and is never committed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not _is_free(database):
        if time.monotonic() > deadline:
            raise StoreBusyError(
                f"{database.address.location} is being written by another tpgraph: wait until it has finished"
            )
    with database.transaction() as transaction:
        transaction.run(f"{_LOCK} SET l.holder = ''").consume()
        yield


def _is_free(database: Database, seconds: float = 2.0) -> bool:
    """Try for the lock for some seconds and let it go again."""
    try:
        with database.transaction(seconds) as transaction:
            transaction.run(f"{_LOCK} SET l.holder = ''").consume()
            transaction.rollback()
    except StoreError as error:
        code = str(getattr(error.__cause__, "code", ""))
        if "TransactionTimedOut" in code or "LockClientStopped" in code or "Terminated" in code:
            return False
        raise
    return True


def _publish(mine: Turn) -> None:
    """The three steps of a write; see the head of this module."""
    try:
        _in_one(mine)
    except StoreError as error:
        if not _lacks_memory(error):
            raise
        _in_steps(mine)
        mine.told.append(
            f"{mine.database.address.location} has too little memory to change the graph in one step: for a while, "
            "queries asked outside tpgraph saw a part of it; more memory (server.memory.heap.max_size) mends it"
        )


def _in_one(mine: Turn) -> None:
    """Make everything visible in one transaction."""
    database = mine.database
    with database.transaction() as transaction:
        for change in mine.changes:
            for rows in batches(change.table):
                transaction.run(f"{change.text} {change.then}", **change.parameters, rows=rows).consume()
        _announce(mine, in_steps=False)
        transaction.run(f"{_STORE} SET s.switched = $token", token=mine.token).consume()
        try:
            _commit(transaction)
        except BaseException:
            with suppress(StoreError):
                transaction.close()
                _finish(database, mine.token)
                if _is_done(database, mine.token):
                    return
            raise
    _finish(database, mine.token)


def _in_steps(mine: Turn) -> None:
    """Make everything visible in many transactions; a writer that is killed between them leaves a stale graph."""
    database = mine.database
    _announce(mine, in_steps=True)
    for number, change in enumerate(mine.changes):
        if change.then:
            some = f"{change.text} WITH n LIMIT {BATCH} {change.then} RETURN count(*) AS moved"
            while database.change(some, **change.parameters)[0]["moved"]:
                pass
            continue
        for place, rows in enumerate(batches(change.table)):
            database.once(f"step {number} {place}", change.text, {**change.parameters, "rows": rows})
    database.change(f"{_STORE} SET s.switched = $token", token=mine.token)
    _finish(database, mine.token)


# Any: a row holds values of the model's types.
def batches(table: pa.Table | None) -> Iterator[list[list[Any]]]:
    """Give the rows of a table as lists, some thousand at a time; without a table, one empty list."""
    if table is None:
        yield []
        return
    for start in range(0, table.num_rows, BATCH):
        columns = [column.to_pylist() for column in table.slice(start, BATCH).columns]
        yield [list(row) for row in zip(*columns, strict=True)]


def _lacks_memory(error: StoreError) -> bool:
    return "OutOfMemory" in str(getattr(error.__cause__, "code", ""))


def _announce(mine: Turn, *, in_steps: bool) -> None:
    """Step 1. What `graph_version` will be stands beside the token, for whoever finishes the write."""
    mine.database.change(
        f"{_STORE} SET s.publishing = $token, s.next_version = coalesce($version, s.graph_version), s.torn = $torn",
        token=mine.token,
        version=mine.graph_version,
        torn=in_steps,
    )


def _is_done(database: Database, token: str) -> bool:
    return bool(database.ask(f"{_STORE} WHERE s.switched = $token RETURN 1 AS one", token=token))


def _settle(database: Database, token: str) -> None:
    """Finish a write whose writer is gone: whoever holds the lock may."""
    with database.transaction() as transaction:
        transaction.run(f"{_LOCK} SET l.holder = ''").consume()
        _finish(database, token)


def _finish(database: Database, token: str) -> None:
    """Step 3, by what `switched` says: the write became visible as a whole, or not at all, or is torn.

    Step 2 holds the store's node until its commit is over, so the first of the two statements waits for it.
    """
    if not token:
        return
    database.change(f"{_STORE} WHERE s.publishing = $token SET s.finishing = $token", token=token)
    database.change(
        f"{_STORE} WHERE s.publishing = $token SET s.graph_version = "
        "  CASE WHEN s.switched = $token THEN s.next_version WHEN s.torn THEN '' ELSE s.graph_version END, "
        "  s.revision = s.revision + 1 REMOVE s.publishing, s.next_version, s.torn, s.finishing",
        token=token,
    )


def steady(database: Database, read: Callable[[State], Found]) -> Found:
    """Read between two writes: what `read` gives was read while nobody made anything visible.

    Parameters
    ----------
    database : Database
    read : callable
        Reads; it is called again if a write came between.

    Raises
    ------
    StoreBusyError
        If writes come between for a minute.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        before = state(database)
        if before.publishing:
            _wait(database, before)
        else:
            found = read(before)
            after = state(database)
            if after == before:
                return found
        if time.monotonic() > deadline:
            raise StoreBusyError(f"{database.address.location} is being written all the time: try again later")


def _wait(database: Database, before: State) -> None:
    """Wait for the writer; where it is gone, finish its work."""
    if _is_free(database, 1.0):
        _settle(database, before.publishing)
