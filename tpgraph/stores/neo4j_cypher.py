"""Ad-hoc Cypher on a Neo4j server: read only, with a time limit, a row limit and a bound on memory here.

The server looks at its time limit between rows only, and a single value may be larger than this computer. So a query
runs in a thread of its own, which its caller leaves when it lasts too long or takes too much; the connection is cut
then.
"""

import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from neo4j import READ_ACCESS, Driver, ManagedTransaction, Result, Session, unit_of_work

from tpgraph.errors import QueryError
from tpgraph.stores import cypher_answers, neo4j_answers, neo4j_faults, neo4j_plan
from tpgraph.stores.neo4j_plan import Plan
from tpgraph.stores.store import QueryAnswer, QueryLimits

# Rows may take so much memory here before they are cut, and one row so much before the query is left.
BYTES = 512 * 1024**2
BYTES_A_ROW = 128 * 1024**2

# The server stops a query itself within a second or two, where it can.
_GRACE_SECONDS = 2.5
_LOOK_SECONDS = 0.1
_ROWS_A_FETCH = 1000

_EXPLAIN = "EXPLAIN\n"
_FULL = (
    "only the first {rows:,} rows are given, for they fill {size} MiB and there are more: ask for fewer columns, "
    "shorter lists or fewer rows"
)


def run(
    driver: Driver,
    database: str | None,
    text: str,
    parameters: Mapping[str, object] | None = None,
    limits: QueryLimits | None = None,
) -> QueryAnswer:
    """Run one Cypher statement that reads the graph.

    Parameters
    ----------
    driver : neo4j.Driver
        The way to the server.
    database : str or None
        The database; None for the one that the server gives its user.
    text : str
        The statement.
    parameters : Mapping, optional
        Values of its $parameters: texts, numbers, booleans and lists of them.
    limits : QueryLimits, optional
        How long it may take and how many rows it may give.

    Returns
    -------
    QueryAnswer
        Rows in the order the server gave them, in the form of the embedded engine.

    Raises
    ------
    QueryError
        If the text is wrong, does more than read, takes too long or too much memory.
    neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError
        If the server cannot be reached or does not let us in.
    """
    query = _Query(driver, database, neo4j_plan.as_read(text), dict(parameters or {}), limits or QueryLimits())
    return query.answer()


class _Query:
    """One query in a thread of its own."""

    def __init__(
        self, driver: Driver, database: str | None, text: str, values: dict[str, object], limits: QueryLimits
    ) -> None:
        self._driver = driver
        self._database = database
        self._text = text
        self._values = values
        self._limits = limits
        self._ended = threading.Event()
        self._left = False
        self._rows = 0
        self._took_all = False
        self._session: Session | None = None
        self._answer: QueryAnswer | None = None
        self._full: QueryAnswer | None = None
        self._fault: BaseException | None = None

    def answer(self) -> QueryAnswer:
        threading.Thread(target=self._run, name="tpgraph-query", daemon=True).start()
        try:
            self._wait()
        finally:
            if not self._ended.is_set():
                self._left = True
                self._cut_connection()
        if self._fault is not None:
            raise self._fault
        if self._answer is None:
            raise QueryError("the query ended without an answer")
        return self._answer

    def _wait(self) -> None:
        """Wait for the thread, and watch the time and what the row on its way takes."""
        end = time.monotonic() + self._limits.seconds + _GRACE_SECONDS
        rows, before = -1, 0
        while not self._ended.wait(_LOOK_SECONDS):
            if time.monotonic() > end:
                raise neo4j_faults.stopped(self._limits.seconds)
            if rows != self._rows or self._took_all:
                rows, before = self._rows, _memory()
            elif _memory() - before > BYTES_A_ROW:
                raise neo4j_faults.too_large(f"one row takes more than {BYTES_A_ROW >> 20} MiB here")

    def _cut_connection(self) -> None:
        """End what a thread waits for; the driver has no public way to do so, only its asynchronous sister has."""
        cut: Callable[..., object] | None = getattr(self._session, "_handle_cancellation", None)
        if cut:
            cut(message="the query was left")

    def _run(self) -> None:
        try:
            self._answer = self._ask()
        except BaseException as error:
            self._fault = error
        finally:
            self._ended.set()

    def _ask(self) -> QueryAnswer:
        work = unit_of_work(timeout=max(0.001, self._limits.seconds))(self._read)
        with self._driver.session(
            database=self._database,
            default_access_mode=READ_ACCESS,
            fetch_size=max(1, min(_ROWS_A_FETCH, self._limits.rows + 1)),
            notifications_min_severity="WARNING",
            notifications_disabled_classifications=["PERFORMANCE", "HINT", "TOPOLOGY", "SECURITY"],
        ) as session:
            self._session = session
            try:
                with neo4j_faults.sentences(self._limits.seconds):
                    return session.execute_read(work)
            except Exception:
                if self._full is None:
                    raise
                return self._full

    def _read(self, transaction: ManagedTransaction) -> QueryAnswer:
        """Judge the text and run it. What is the query's own fault leaves as QueryError, which is not tried again."""
        if self._left:  # a second try, of a connection that was cut
            raise neo4j_faults.stopped(self._limits.seconds)
        neo4j_plan.check(self._text, lambda: self._explain(transaction))
        with neo4j_faults.sentences(self._limits.seconds):
            return self._take(transaction.run(self._text, self._values))

    def _explain(self, transaction: ManagedTransaction) -> tuple[str | None, Plan | None]:
        with neo4j_faults.sentences(self._limits.seconds, lines_before=1):
            told = transaction.run(_EXPLAIN + self._text, self._values).consume()
            return told.query_type, told.plan

    def _take(self, result: Result) -> QueryAnswer:
        # Any: a query gives values of every type.
        self._rows = 0
        names = result.keys()
        columns: dict[str, list[Any]] = {name: [] for name in names}
        taken, cut = 0, ""
        for record in result:
            if self._rows == self._limits.rows:
                cut = f"only the first {self._rows:,} rows are given, there are more: add LIMIT, or raise the row limit"
                break
            if taken > BYTES:
                # What stands out of the batch may be very large, so it is not waited for.
                self._took_all = self._left = True
                self._full = _answer(columns, (_FULL.format(rows=self._rows, size=BYTES >> 20),), cut=True)
                self._cut_connection()
                return self._full
            for values, value in zip(columns.values(), record.values(), strict=True):
                values.append(value)
                taken += neo4j_answers.size(value)
            self._rows += 1
        self._took_all = True
        told = neo4j_answers.warnings(result.consume().gql_status_objects)
        return _answer(columns, (*told, cut) if cut else told, cut=bool(cut))


# Any: see `_take`.
def _answer(columns: dict[str, list[Any]], warnings: tuple[str, ...], *, cut: bool) -> QueryAnswer:
    return QueryAnswer(cypher_answers.table(columns, neo4j_answers.plain), warnings, cut)


if sys.platform == "win32":

    def _memory() -> int:
        return 0  # nothing tells without another package; the time limit still holds
else:
    import resource

    def _memory() -> int:
        """Give the memory that this process holds, in bytes; elsewhere than on Linux the most that it has held."""
        if sys.platform == "linux":
            return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
