"""What goes wrong with a query on Neo4j, in the sentences of the embedded engine."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import BrokenRecordError, Neo4jError, ResultError

from tpgraph.errors import QueryError

# What the driver raises for a parameter it cannot send.
_REFUSED_VALUES = (ValueError, TypeError, OverflowError, RecursionError)

# What begins the code of a fault that is the query's own: all others are the server's or the connection's.
_OWN = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.DatabaseError.Statement.")
_OWN_TOO = (
    "Neo.DatabaseError.General.UnknownError",
    "Neo.DatabaseError.Transaction.TransactionStartFailed",
    "Neo.ClientError.General.InvalidArguments",
)
_PLACE = re.compile(r"\s*\(line (\d+), column (\d+)(?: \(offset: \d+\))?\)")
_LONG = 300
_MISSING = re.compile(r"Expected parameter\(s\): (.+)")


@contextmanager
def sentences(seconds: float, lines_before: int = 0) -> Iterator[None]:
    """Turn what is the query's own fault into a QueryError; faults of server, connection and rights pass.

    Parameters
    ----------
    seconds : float
        The time limit of the query.
    lines_before : int
        How many lines of ours stand before the text.
    """
    try:
        yield
    except Exception as error:
        worded = _sentence(error, seconds, lines_before)
        if worded is None:
            raise
        raise worded from error


def _sentence(error: Exception, seconds: float, lines_before: int) -> QueryError | None:
    if isinstance(error, _REFUSED_VALUES):
        return QueryError(f"the query is not right: a value cannot be sent or given: {_said(error)}")
    if isinstance(error, BrokenRecordError | ResultError):
        return QueryError("the query gives a value that Python cannot hold, such as a date before the year 1")
    if not isinstance(error, Neo4jError):
        return None
    code, said = error.code or "", _said(error)
    if "TransactionTimedOut" in code:
        return stopped(seconds)
    if "OutOfMemory" in code or "StackOverFlow" in code:
        return too_large(said)
    if code.endswith("Transaction.Terminated"):
        return QueryError("the query was stopped by whoever runs the server: ask again later, or ask for less")
    if code.endswith("Statement.AccessMode"):
        return QueryError("a query reads the graph only: writing is refused")
    if not code.startswith(_OWN) and code not in _OWN_TOO:
        return None
    return QueryError(f"the query is not right: {_placed(said, code, lines_before)}")


def stopped(seconds: float) -> QueryError:
    """Say that a query took too long."""
    return QueryError(f"the query was stopped after {seconds:g} seconds: ask for less, or raise the time limit")


def too_large(said: str) -> QueryError:
    """Say that a query needs too much memory, and whose."""
    return QueryError(f"the query was stopped because it needs too much memory: ask for less ({said})")


def _placed(said: str, code: str, lines_before: int) -> str:
    missing = _MISSING.match(said)
    if missing:
        return "Missing parameter: " + ", ".join(f"${name}" for name in missing[1].split(", "))
    kind = "Cypher syntax error" if code.endswith("SyntaxError") else "Cypher error"
    place = _PLACE.search(said)
    if not place:
        return f"{kind}: {said}"
    rest = said[: place.start()] + said[place.end() :]
    return f"{kind} at line {max(1, int(place[1]) - lines_before)}, column {place[2]}: {rest}"


def _said(error: Exception) -> str:
    """Give what a fault says in one line, without the server's copy of the text and its long lists of words."""
    lines = str(getattr(error, "message", "") or error).strip().split('\n"')[0].split()
    said = " ".join(lines) or type(error).__name__
    return said if len(said) < _LONG else said.split(": expected ")[0][:_LONG]
