"""The names of bodies that are loaded: by them the name of a file or folder may tell who pays."""

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.stores.store import Store

Tables = Mapping[str, pa.Table]


def _listed(organisations: pa.Table) -> set[str]:
    """The organisations that a source lists, not those that it only mentions: any firm may be a payee."""
    is_listed = pc.invert(pc.fill_null(organisations.column("mentioned"), False))
    return _texts(organisations.filter(is_listed).column("name"))


def _texts(column: pa.ChunkedArray) -> set[str]:
    return {text for text in column.unique().to_pylist() if text}


def known_bodies(store: Store | None, prepared: Iterable[Tables]) -> set[str]:
    """Give the names of the publishers and listed organisations of a store, and the payers of loads made ready.

    Parameters
    ----------
    store : None for a check without a store
    prepared : the tables of the other sources of this call, by full name
    """
    found: set[str] = set()
    for tables in prepared:
        found |= _texts(tables["record.load"].column("publisher"))
        found |= _listed(tables["record.organisation"]) if "record.organisation" in tables else set()
        found |= _texts(tables["record.flow"].column("payer")) if "record.flow" in tables else set()
    if store is not None:
        stored = store.read_tables(["record.load", "record.organisation"])
        found |= _texts(stored["record.load"].column("publisher")) | _listed(stored["record.organisation"])
    return found
