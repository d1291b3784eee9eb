"""Stores: where records, judgements and the derived graph are kept, and how they are asked."""

from collections.abc import Callable
from pathlib import Path

from tpgraph.stores.store import Description, QueryAnswer, QueryLimits, Store

__all__ = ["Credentials", "Description", "QueryAnswer", "QueryLimits", "Store", "is_server", "open_store"]

Credentials = Callable[[str], tuple[str, str]]
"""Gives user name and password for the address of a server; asked where the environment does not say them."""


def is_server(location: str | Path) -> bool:
    """Tell whether a location names a server, such as ``neo4j://host/database``, and not a file."""
    return isinstance(location, str) and "://" in location


def open_store(location: str | Path, *, create: bool = False, credentials: Credentials | None = None) -> Store:
    """Open the store at a location.

    Parameters
    ----------
    location : str or Path
        A file such as ``place.tpgraph``, or a server such as ``neo4j://host:7687/database`` (also ``bolt://``, and
        ``neo4j+s://`` or ``bolt+s://`` with encryption).
    create : bool
        Make the store if there is none.
    credentials : callable, optional
        Asked for user name and password of a server where NEO4J_USERNAME and NEO4J_PASSWORD are not set.

    Raises
    ------
    StoreError
        If there is no such store, it is something else, it is busy, or the server cannot be used.
    """
    # Both engines are heavy: `tpgraph --help` does without.
    if is_server(location):
        from tpgraph.stores.neo4j import Neo4jStore

        return Neo4jStore(str(location), create=create, credentials=credentials)
    from tpgraph.stores.duckdb import DuckDBStore

    return DuckDBStore(location, create=create)
