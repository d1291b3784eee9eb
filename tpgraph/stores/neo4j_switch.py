"""How a write becomes visible, in three steps.

1. (:Store {publishing: token}) is said;
2. all that is queued changes in one transaction, in which (:Store {switched: token}) stands too;
3. `publishing` is taken away and `revision` raised.

Whoever finds `publishing` without a writer finishes step 3 by what `switched` says. A server whose memory does not hold
step 2 takes it in many transactions: if the writer is killed between them, the graph counts as stale.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.stores import neo4j_schema
from tpgraph.stores.neo4j_database import BATCH, Database, Row

if TYPE_CHECKING:
    from neo4j import Transaction

_STORE = f"MATCH (s:Store {{key: '{neo4j_schema.KEY}'}})"


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


def switch(mine: Turn) -> None:
    """Make all that a writer queued visible: in one transaction, or in many where the server lacks memory."""
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
                text = database.ours(f"{change.text} {change.then}")
                transaction.run(text, **change.parameters, rows=rows).consume()
        _announce(mine, in_steps=False)
        transaction.run(f"{_STORE} SET s.switched = $token", token=mine.token).consume()
        try:
            _commit(transaction)
        except BaseException:
            with suppress(StoreError):
                transaction.close()
                finish(database, mine.token)
                if _is_done(database, mine.token):
                    return
            raise
    finish(database, mine.token)


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
    finish(database, mine.token)


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


def finish(database: Database, token: str) -> None:
    """Take step 3, by what `switched` says: the write became visible as a whole, or not at all, or is torn.

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
