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

## Which questions they answer

The forty questions that a map of a place is asked, and the queries for each. A question without a query is answered by
no query alone: savings, decisions and comparisons with other areas stand in no graph of one place.
"""

# The forty questions, in few words.
QUESTIONS = (
    "total in this place and how much is unknown",
    "who controls each pound, local share",
    "hops before it reaches a client",
    "how much is kept at each hop",
    "streams under £100k and what they cost to run",
    "prevention against reaction by need",
    "what ends within 12 months and what falls with it",
    "where money may be counted twice",
    "spend per head or per person in need by ward",
    "who depends on one funder for over 75 %",
    "who funds services for the same need in the same ward",
    "same need, clients, place, hours",
    "one organisation under many names",
    "assessments one client group faces",
    "parallel directories and front doors",
    "half-used buildings near each other",
    "one supplier, many buyers, similar work",
    "overlap that is valued",
    "central and local programmes with one target",
    "repeated back offices",
    "needs with no service in a ward",
    "demand over capacity and how sure",
    "who is excluded by eligibility, cost, language, travel",
    "groups whose needs are met by separate bodies",
    "where referrals stall",
    "organisations a typical client meets",
    "need rising fastest against spend",
    "the gap one provider fills most cheaply",
    "who shares clients but has no tie",
    "who bridges sectors and what breaks without them",
    "charities central to clients but far from decisions",
    "who could co-locate, co-commission or pool",
    "one-sided ties",
    "who inspects this service and how often",
    "reports a provider makes on the same facts",
    "the rule or ring-fence that blocks",
    "if A and B merge, who saves, pays, loses access",
    "the largest saving after removing overlap with others",
    "how we differ from similar areas after allowing for missing data",
    "what was decided, who owns it, was the benefit realised",
)


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


def _answers(number: int) -> str:
    """List the queries for one of the forty questions, those that answer the whole of it first."""
    found = [
        (asked.open, query.name) for query in shipped_queries() for asked in query.questions if asked.number == number
    ]
    return "<br>".join(f"[{name}](#{name})" + (f" (in part: {part})" if part else "") for part, name in sorted(found))


def _question_table() -> str:
    rows = [f"| {number} | {words} | {_answers(number)} |" for number, words in enumerate(QUESTIONS, start=1)]
    return "\n".join(["| | question | queries |", "| --: | --- | --- |", *rows]) + "\n"


def query_reference() -> str:
    """Write the page that lists every shipped query.

    Returns
    -------
    str
        Markdown: a table of the forty questions with their queries; then a part for each folder of `cypher/`, in it
        each query with its question, what to know of the answer, its parameters and its columns; by folder and name.
    """
    parts = [_OPENING, _question_table()]
    for folder, queries in groupby(shipped_queries(), key=lambda query: query.folder):
        parts.append(f"## {folder.capitalize()}\n")
        parts += [_section(query) for query in queries]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(query_reference())
