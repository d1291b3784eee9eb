"""The page of the docs that lists every shipped query, made from their headers.

``python -m tpgraph.map.query_pages`` writes the page to standard output; a test compares it with
``docs/reference/queries.md``.
"""

import sys
from itertools import groupby

from tpgraph.map.queries import ENTRY_WORDS, Entry, ShippedQuery, shipped_queries

_OPENING = """\
# Queries

Made from the headers of the files in `cypher/` by `python -m tpgraph.map.query_pages`: change a header, then make this
page anew.

`tpgraph query` lists these queries; `tpgraph query NAME --param name=value` asks one. A text parameter that is left out
takes everything. Organisations, needs, places and client groups are named by id or by name. Money is in pence.
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(heading: str, entries: tuple[Entry, ...]) -> str:
    lines = [f"| {heading} | type | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{entry.name}` | {entry.type} | {_cell(entry.about)} |" for entry in entries]
    return "\n".join(lines) + "\n"


def _notes(query: ShippedQuery) -> list[str]:
    """Give the lines of the header between the question and the first parameter."""
    lines = [line[2:].strip() for line in query.text.splitlines() if line.startswith("//")][1:]
    return [line for line in lines if line and not line.startswith(ENTRY_WORDS)]


def _section(query: ShippedQuery) -> str:
    parts = [f"### {query.name}\n", f"{query.about}\n"]
    if notes := _notes(query):
        parts.append("\n".join(notes) + "\n")
    if query.parameters:
        parts.append(_table("parameter", query.parameters))
    parts.append(_table("column", query.columns))
    return "\n".join(parts)


def query_reference() -> str:
    """Write the page that lists every shipped query.

    Returns
    -------
    str
        Markdown: a part for each folder of `cypher/`, in it each query with its question, what to know of the answer,
        its parameters and its columns; by folder and name.
    """
    parts = [_OPENING]
    for folder, queries in groupby(shipped_queries(), key=lambda query: query.folder):
        parts.append(f"## {folder.capitalize()}\n")
        parts += [_section(query) for query in queries]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(query_reference())
