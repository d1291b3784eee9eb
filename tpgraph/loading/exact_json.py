"""JSON whose numbers are money: no amount is rounded on the way.

A float holds fifteen digits exactly, and prints as they were written (1000.1 stays 1000.1); a file with a longer number
is read with every number as the text that stands there.
"""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.decoding import in_utf8
from tpgraph.loading.json_reader import read_json

# A number stands after a colon, a comma or a bracket; a date or an id in quotes is none.
_LONG_NUMBER = r"[:\[,]\s*-?[\d.]{16}"


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let millions of objects be made without Python looking through all of them, again and again, for cycles."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _has_long_number(data: bytes) -> bool:
    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    text = pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data))
    return bool(pc.match_substring_regex(text, _LONG_NUMBER)[0].as_py())


def read_exact_json(data: bytes, name: str) -> list[object]:
    """Read a JSON file like `tpgraph.loading.json_reader.read_json`, with no digit of a number lost.

    Parameters
    ----------
    data : bytes of the file
    name : of the file, for messages

    Returns
    -------
    list of documents; numbers of more than fifteen digits make every number a text

    Raises
    ------
    UnreadableFileError
        If the file is empty, or is not JSON: with line and column.
    """
    plain, start, _ = in_utf8(data, name)
    try:
        if _has_long_number(plain):
            document = json.loads(plain[start:], parse_float=str, parse_int=str, parse_constant=str)
        else:
            with without_collecting():
                document = orjson.loads(memoryview(plain)[start:])
    except RecursionError as error:
        raise UnreadableFileError(f"{name}: the JSON is nested too deeply to be data; ask its publisher") from error
    except ValueError:
        # Not one document, or none at all: the common reader tells which, and where.
        return read_json(data, name)
    return document if isinstance(document, list) else [document]
