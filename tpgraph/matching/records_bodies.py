"""Flat tables whose rows are bodies: lists of names of organisations, compared as organisations are."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.matching.org_names import read_names
from tpgraph.matching.pairs import texts

_NAMED = ("name", "organisation", "organisation_name", "organization", "organization_name", "org_name")
_BESIDE = ("kind", "sector", "identifier", "place", "also_known_as", "nation", "country")
# The share of names with a word of a legal form, a council or a body that makes a list one of bodies.
_LEAST_SHARE = 0.15
# Tables with more columns of text than these beside the name say more than names do.
_MOST_OTHERS = 3
_SAMPLE = 5_000


def name_table(tables: list[pa.Table]) -> pa.Table | None:
    """The names of bodies that the tables list, as a table of organisations; None if that is not what they are.

    None too if two sources use an id twice: organisations need ids of their own.
    """
    name = next((column for column in _NAMED if all(column in table.column_names for table in tables)), None)
    if name is None or any(len(table.column_names) > _MOST_OTHERS + 2 for table in tables):
        return None
    named = pa.concat_arrays([texts(table, name) for table in tables])
    ids = pa.concat_arrays([table["id"].combine_chunks() for table in tables])
    if pc.count_distinct(ids).as_py() < len(ids) or not _names_bodies(named):
        return None
    columns = {"id": ids, "name": named}
    for column in _BESIDE:
        if all(column in table.column_names for table in tables):
            columns[column] = pa.concat_arrays([texts(table, column) for table in tables])
    return pa.table(columns)


def _names_bodies(named: pa.Array) -> bool:
    names = read_names(named.slice(0, _SAMPLE))
    if not names.records:
        return False
    words = names.words
    told = words.legal | words.council | (words.tier > 0) | words.other_body | words.ordinary
    owner = names.record[np.repeat(np.arange(len(names)), np.diff(names.offsets))]
    some = np.unique(owner[told[names.word]])
    return len(some) >= _LEAST_SHARE * names.records
