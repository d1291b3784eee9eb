"""One database of a Neo4j server: reads, small changes, and batches that are written exactly once.

A kill between commit and answer leaves a client in doubt (IncompleteCommit). So each batch leaves a marker in the same
transaction, and in doubt the marker is looked for before the batch is sent again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tpgraph.errors import StoreError
from tpgraph.stores import neo4j_connection
from tpgraph.stores.neo4j_connection import Address

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session, Transaction

MARKER = "StagedBatch"
TRIES = 5
FIRST_WITH_CYPHER_25 = (2025, 6)
BATCH = 10_000
"""Rows a batch: more of them cost the server memory and gain nothing."""

# A transaction that waits for its turn or carries a large change may last: longer than servers allow by default.
LONGEST_SECONDS = 24 * 3600.0

# Any: a value of Cypher has every type.
Row = dict[str, Any]


def properties(names: list[str], first: int) -> str:
    """Write a map of properties out of a row: null leaves one out.

    >>> properties(["id", "name"], 2)
    '{id: row[2], name: row[3]}'
    """
    return "{" + ", ".join(f"{name}: row[{place}]" for place, name in enumerate(names, first)) + "}"


class Database:
    """A database and the driver that reaches it. Every fault leaves as a StoreError of one sentence."""

    def __init__(self, address: Address, driver: "Driver") -> None:
        self.address = address
        self.driver = driver
        with neo4j_connection.sentences(address):
            version = neo4j_connection.server_version(driver.get_server_info().agent.partition("/")[2])
        self._language = "CYPHER 5 " if version >= FIRST_WITH_CYPHER_25 else ""

    def ours(self, text: str) -> str:
        """Give a statement of ours in the language that it is written in: a server may speak a newer one by default."""
        return self._language + text

    @contextmanager
    def session(self, *, read_only: bool = False) -> Iterator["Session"]:
        """Open a session whose faults are sentences."""
        from neo4j import READ_ACCESS, WRITE_ACCESS

        mode = READ_ACCESS if read_only else WRITE_ACCESS
        with (
            neo4j_connection.sentences(self.address),
            self.driver.session(database=self.address.name, default_access_mode=mode, fetch_size=-1) as session,
        ):
            yield session

    # Any: see `Row`.
    def ask(self, text: str, **parameters: Any) -> list[Row]:
        """Read rows; a fault that passes by is tried again."""
        with self.session(read_only=True) as session:
            return session.execute_read(lambda tx: tx.run(self.ours(text), parameters).data())

    def change(self, text: str, **parameters: Any) -> list[Row]:
        """Make a small change that may be made twice without harm."""
        from neo4j.exceptions import IncompleteCommit

        with self.session() as session:
            for _ in range(TRIES):
                try:
                    return session.execute_write(lambda tx: tx.run(self.ours(text), parameters).data())
                except IncompleteCommit as error:
                    doubt = error
            raise doubt

    def batch(self, key: str, text: str, rows: list[list[Any]]) -> list[int]:
        """Write a batch exactly once.

        Parameters
        ----------
        key : str
            Its name among all batches of this write.
        text : str
            A statement over $rows that ends with a variable `ids`: the inner ids of what it made.
        rows : list of list
            The rows, as lists: a list is read twice as fast as a map.

        Raises
        ------
        StoreError
            If less was made than there are rows: somebody else changed the database in between.
        """
        from neo4j.exceptions import IncompleteCommit

        whole = self.ours(f"{text} CREATE (:{MARKER} {{key: $key, ids: ids}}) RETURN ids")

        def send(tx: "ManagedTransaction", in_doubt: bool) -> list[int]:
            if in_doubt:
                found = tx.run(f"MATCH (b:{MARKER} {{key: $key}}) RETURN b.ids AS ids", key=key).single()
                if found:
                    return list(found["ids"])
            made = tx.run(whole, key=key, rows=rows).single()
            return list(made["ids"]) if made else []

        with self.session() as session:
            for attempt in range(TRIES):
                try:
                    ids = session.execute_write(send, attempt > 0)
                except IncompleteCommit as error:
                    doubt = error
                    continue
                if len(ids) != len(rows):
                    raise StoreError(
                        f"{self.address.location} was changed by somebody else while it was written to: run it again"
                    )
                return ids
            raise doubt

    def once(self, key: str, text: str, parameters: Row) -> None:
        """Make one change exactly once; `key` is its name among all changes of this write."""
        from neo4j.exceptions import IncompleteCommit

        def send(tx: "ManagedTransaction", in_doubt: bool) -> None:
            if in_doubt and tx.run(f"MATCH (b:{MARKER} {{key: $key}}) RETURN 1", key=key).single():
                return
            tx.run(self.ours(text), parameters).consume()
            tx.run(f"CREATE (:{MARKER} {{key: $key}})", key=key).consume()

        with self.session() as session:
            for attempt in range(TRIES):
                try:
                    session.execute_write(send, attempt > 0)
                except IncompleteCommit as error:
                    doubt = error
                else:
                    return
            raise doubt

    @contextmanager
    def transaction(self, seconds: float = LONGEST_SECONDS) -> Iterator["Transaction"]:
        """Open one transaction that writes; it is rolled back unless it was committed."""
        with self.session() as session, session.begin_transaction(timeout=seconds) as transaction:
            yield transaction

    def delete(self, label: str) -> None:
        """Delete every node of a label with its relationships, some thousand at a time."""
        text = f"MATCH (n:{label}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS gone"
        while self.change(text)[0]["gone"]:
            pass
