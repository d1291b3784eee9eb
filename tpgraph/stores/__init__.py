"""Stores: where records, judgements and the derived graph are kept, and how they are asked."""

from pathlib import Path

from tpgraph.errors import StoreError
from tpgraph.stores.store import Description, QueryAnswer, QueryLimits, Store

__all__ = ["Description", "QueryAnswer", "QueryLimits", "Store", "open_store"]


def open_store(location: str | Path, *, create: bool = False) -> Store:
    """Open the store at a location.

    Parameters
    ----------
    location : str or Path
        A file such as ``place.tpgraph``.
    create : bool
        Make the store if there is none.

    Raises
    ------
    StoreError
        If there is no such store, it is something else, it is busy, or the location is a server's.
    """
    if isinstance(location, str) and "://" in location:
        raise StoreError(
            f"'{location}' is a server: this version has the embedded store only; name a file, such as place.tpgraph"
        )
    from tpgraph.stores.duckdb import DuckDBStore  # DuckDB is heavy: `tpgraph --help` does without

    return DuckDBStore(location, create=create)
