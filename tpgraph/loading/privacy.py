"""Contacts kept out of a whole load: of `extra` before the SQL runs, of every free text and problem after it."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.contacts import clean_column
from tpgraph.loading.extra import CLEAN, clean_extra
from tpgraph.loading.loader import Landed
from tpgraph.model import Column, model

_NOT_SEARCHED = frozenset(
    {"payee", "payer", "document", "postcode", "website", "source_id", "sheet", "financial_year", "regrant", "year"}
)
_PROBLEM_TEXTS = ("value", "sentence", "mend")


def _extra_cleaned(table: pa.Table) -> pa.Table:
    if "extra" not in table.column_names or (table.schema.metadata or {}).get(CLEAN):
        return table
    return table.set_column(table.column_names.index("extra"), "extra", clean_extra(table.column("extra")))


def without_contacts_landed(landed: Landed) -> Landed:
    """Take contacts out of column `extra` of every landed table that `map_table` did not make."""
    return replace(landed, tables={name: _extra_cleaned(table) for name, table in landed.tables.items()})


def _searched(name: str) -> Iterator[Column]:
    for column in model().records[name].columns + model().records[name].kept:
        if column.type in ("text", "list") and not column.values and column.name not in _NOT_SEARCHED:
            yield column


def _clean_list(column: pa.ChunkedArray) -> pa.Array:
    flat = column.combine_chunks()
    return pa.ListArray.from_arrays(flat.offsets, clean_column(flat.values), mask=pc.is_null(flat))


def _clean_names(table: pa.Table) -> pa.Array | pa.ChunkedArray:
    """Names of bodies; those that are only mentioned are payees, whose names are kept as written."""
    names = table.column("name")
    return pc.if_else(pc.fill_null(table.column("mentioned"), False), names, clean_column(names))


def without_contacts(table: pa.Table, name: str) -> pa.Table:
    """Take contacts out of the free texts of one table; ids, codes, documents, dates and payees are not searched.

    Parameters
    ----------
    table : rows of a table of schema record
    name : its full name, such as ``record.service``
    """
    short = name.removeprefix("record.")
    searched: tuple[str, ...] = _PROBLEM_TEXTS if short == "problem" else ()
    if short in model().records:
        searched = tuple(column.name for column in _searched(short))
    for column_name in searched:
        place, column = table.column_names.index(column_name), table.column(column_name)
        if short == "organisation" and column_name == "name":
            cleaned = _clean_names(table)
        elif pa.types.is_list(column.type):
            cleaned = _clean_list(column)
        else:
            cleaned = clean_column(column)
        table = table.set_column(place, column_name, cleaned)
    return table
