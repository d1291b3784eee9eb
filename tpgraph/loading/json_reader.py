"""JSON to Python objects: one document, an array, objects one after the other, or JSON Lines."""

import json

import orjson

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.decoding import to_text


def _items(document: object) -> list[object]:
    return document if isinstance(document, list) else [document]


def read_json(data: bytes, name: str) -> list[object]:
    """Read a JSON file as a list of documents.

    An array gives its items; one document gives a list of one; documents written one after the other, with or without
    line breaks between them (JSON Lines), give each.

    Parameters
    ----------
    data : bytes of the file
    name : of the file, for messages

    Raises
    ------
    UnreadableFileError
        If the file is empty, or is not JSON: with line and column.
    """
    text, _ = to_text(data, name)
    try:
        return _items(orjson.loads(text))
    except orjson.JSONDecodeError:
        return _one_by_one(text, name)


def _one_by_one(text: str, name: str) -> list[object]:
    decoder = json.JSONDecoder()
    documents: list[object] = []
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if position == len(text):
            return documents
        try:
            document, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise UnreadableFileError(
                f"{name}: not JSON at line {error.lineno}, column {error.colno} ({error.msg}); "
                "ask its publisher to mend it"
            ) from error
        except RecursionError as error:
            raise UnreadableFileError(f"{name}: the JSON is nested too deeply to be data; ask its publisher") from error
        documents.extend(_items(document))
