"""The column `extra`: JSON text of what the model has no column for, made for whole columns at once."""

from collections.abc import Mapping

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.contacts import is_code_heading, is_contact_heading, remove_contacts

CLEAN = b"tpgraph_extra_is_clean"
"""Key in the metadata of a table whose `extra` holds no contacts any more."""

_ESCAPED = r'["\\\x00-\x1f]'


def _json_texts(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Every text as a JSON string, quotes included; null stays null."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pc.any(pc.match_substring_regex(flat, _ESCAPED), min_count=0).as_py():
        distinct = flat.dictionary_encode()
        texts = [orjson.dumps(text).decode() for text in distinct.dictionary.to_pylist()]
        return pa.array(texts, pa.string()).take(distinct.indices)
    return pc.binary_join_element_wise('"', flat, '"', "")


def extra_column(columns: Mapping[str, pa.ChunkedArray | pa.Array], rows: int) -> pa.Array:
    """Make one JSON object a row of the filled cells of several columns.

    Parameters
    ----------
    columns : text columns by the name that they get in the object; null = not filled
    rows : number of rows

    Returns
    -------
    Array of text, null where no cell of the row is filled
    """
    if not columns:
        return pa.nulls(rows, pa.string())
    pieces = []
    for name, column in columns.items():
        key = orjson.dumps(name).decode()
        pieces.append(pc.binary_join_element_wise("," + key + ":", _json_texts(column), ""))
    # Not null_handling="skip": pyarrow 26 loses rows in which every piece is null.
    inside = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="")
    braced = pc.binary_join_element_wise("{", pc.utf8_slice_codeunits(inside, 1), "}", "")
    return pc.if_else(pc.equal(inside, ""), pa.scalar(None, pa.string()), braced)


def _is_contact_key(name: str) -> bool:
    """Whether a key names a contact, or is one."""
    return is_contact_heading(name) or remove_contacts(name) != name


def _clean_value(key: str, value: object) -> object:
    if isinstance(value, str):
        return value if is_code_heading(key) and not is_contact_heading(key) else remove_contacts(value)
    if isinstance(value, dict):
        return {name: _clean_value(name, inner) for name, inner in value.items() if not _is_contact_key(name)}
    if isinstance(value, list):
        return [_clean_value(key, inner) for inner in value]
    return value


def _clean_text(text: str) -> str | None:
    made = _clean_value("", orjson.loads(text))
    return orjson.dumps(made).decode() if made else None


def clean_extra(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Take contacts out of a column of JSON objects: a key that names one goes whole, elsewhere only the match."""
    texts: list[str | None] = column.to_pylist()
    return pa.array([_clean_text(text) if text else None for text in texts], pa.string())
