"""The Cypher files that ship with tpgraph: where they are, what their headers say, and their parameters.

A header reads::

    // Who funds an organisation, the largest first?
    //
    // question  10  in part: what it gets from elsewhere is on no list
    // param  organisation  string  organisation id, e.g. GB-CHC-1089893
    // row    funder        string  organisation id
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tpgraph.errors import QueryError

_ENTRY = re.compile(r"(param|row)\s+(\w+)\s+(string|integer|float|boolean|list)\s+(.+)")
_QUESTION = re.compile(r"question\s+(\d+)(?:\s+in part: (.+))?")

ENTRY_WORDS = ("question  ", "param  ", "row  ")
"""What a line of a header begins with where it is no sentence: two spaces follow the word."""


@dataclass(frozen=True)
class Entry:
    """One parameter or column of a query: name, type (string, integer, float, boolean, list) and what it is."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Question:
    """One of the forty questions that a query answers: its `number`, and what it leaves open (empty = nothing)."""

    number: int
    open: str


@dataclass(frozen=True)
class ShippedQuery:
    """One query file: `name` is its stem, `folder` its theme, `about` the first line of its header."""

    name: str
    folder: str
    about: str
    parameters: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    questions: tuple[Question, ...]
    text: str


def query_folder() -> Path:
    """Give the folder of the shipped queries: inside the package, else the checkout's."""
    inside = Path(__file__).parent.parent / "cypher"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "cypher"


def parse_query(text: str, name: str, folder: str) -> ShippedQuery:
    """Read a query file's header and text.

    Raises
    ------
    QueryError
        If the header does not begin with a line that says what the query asks, or an entry cannot be read.
    """
    lines = [line[2:].strip() for line in text.splitlines() if line.startswith("//")]
    if not lines or not lines[0]:
        raise QueryError(f"{folder}/{name}.cypher: the first line must say what it asks, as a comment")
    entries: dict[str, list[Entry]] = {"param": [], "row": []}
    questions = []
    for line in (line for line in lines[1:] if line.startswith(ENTRY_WORDS)):
        if asked := _QUESTION.fullmatch(line):
            questions.append(Question(int(asked[1]), asked[2] or ""))
        elif found := _ENTRY.fullmatch(line):
            entries[found[1]].append(Entry(found[2], found[3], found[4]))
        else:
            raise QueryError(f"{folder}/{name}.cypher: cannot read header line '{line}'")
    parameters, columns = (tuple(entries[word]) for word in ("param", "row"))
    return ShippedQuery(name, folder, lines[0], parameters, columns, tuple(questions), text)


def _files() -> Iterator[Path]:
    yield from sorted(query_folder().glob("*/*.cypher"))


@cache
def shipped_queries() -> tuple[ShippedQuery, ...]:
    """List the shipped queries, by folder and name."""
    return tuple(parse_query(file.read_text("utf-8"), file.stem, file.parent.name) for file in _files())


def shipped_query(name: str) -> ShippedQuery | None:
    """Give the shipped query of that name; None where there is none."""
    return next((query for query in shipped_queries() if query.name == name), None)


def bind_parameters(query: ShippedQuery, given: Mapping[str, object]) -> dict[str, object]:
    """Check and convert the parameters of a shipped query; one left out is empty text, which means all.

    Raises
    ------
    QueryError
        If a parameter is unknown, or a number is not one.
    """
    known = {entry.name: entry for entry in query.parameters}
    unknown = sorted(set(given) - set(known))
    if unknown:
        listed = ", ".join(known) or "none"
        raise QueryError(f"query {query.name} has no parameter {', '.join(unknown)}; it takes {listed}")
    missing = [name for name, entry in known.items() if entry.type != "string" and name not in given]
    if missing:
        raise QueryError(f"query {query.name} needs --param {missing[0]}=...: {known[missing[0]].about}")
    return {name: _converted(query, entry, given.get(name, "")) for name, entry in known.items()}


def _converted(query: ShippedQuery, entry: Entry, value: object) -> object:
    if entry.type not in ("integer", "float") or not isinstance(value, str):
        return value
    try:
        return int(value) if entry.type == "integer" else float(value)
    except ValueError:
        raise QueryError(f"query {query.name}: {entry.name} '{value}' is not a number; {entry.about}") from None
