"""May this Cypher text run? KGLite's plan of it is compared with a list of operators that only read the graph.

The plan alone does not do: KGLite 0.21.2 does not show what stands to the right of a UNION or inside CALL { }, and a
LOAD CSV there reads files of this computer. So each arm is planned by itself, and the words themselves are looked at
too.
"""

import re
from collections.abc import Callable, Iterator

from tpgraph.errors import QueryError

# Every operator that KGLite 0.21.2 plans for a text that only reads the graph: found with some hundred texts and the
# names in its library. LoadCsv, Create, Merge, Set, Delete, Remove, Foreach and Show* are left out on purpose.
OPERATORS = frozenset(
    {
        *("Match", "OptionalMatch", "Expand", "Where", "Filter", "With", "Return", "Finish", "Unwind"),
        *("OrderBy", "Skip", "Limit", "Union", "CallSubquery", "Call", "Having", "OptimizerPass"),
        *("FusedCountAll", "FusedCountAllEdges", "FusedCountEdgesByType", "FusedCountByType", "FusedCountTypedNode"),
        *("FusedCountTypedEdge", "FusedCountLabelUnion", "FusedCountAnchoredEdges", "FusedChainPathCount"),
        *("FusedChainDistinctCount", "FusedChainGroupedPathCount", "FusedNodeScanAggregate", "FusedNodeScanTopK"),
        *("FusedOptionalMatchAggregate", "FusedMatchReturnAggregate", "FusedMatchWithAggregate", "FusedOrderByTopK"),
    }
)

# Procedures that read the graph and keep to the time limit. Closeness does not: on 60,000 nodes it ran for 146 seconds
# under a limit of 0.3.
PROCEDURES = frozenset(
    {
        *("db.labels", "db.relationshiptypes", "db.propertykeys"),
        *("pagerank", "betweenness", "degree", "connected_components", "louvain", "k_core"),
    }
)

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`)
      | (?P<word>\$?[^\W\d]\w*(?:\.[^\W\d]\w*)*)
      | (?P<sign>[{}();])
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_LOAD_CSV = re.compile(r"(?<![A-Z0-9_])LOAD(?![A-Z0-9_]).*(?<![A-Z0-9_])CSV(?![A-Z0-9_])", re.DOTALL)
_SET_OPERATORS = frozenset({"UNION", "INTERSECT", "EXCEPT"})

Words = list[tuple[str, int]]
"""Words and signs of a text in upper case, each with its place; strings, quoted names and comments left out."""


def check(text: str, plan: Callable[[str], list[str]]) -> None:
    """Refuse a text that does more than read the graph.

    Parameters
    ----------
    text : str
        One Cypher statement.
    plan : callable
        Gives the operators that the engine plans for a text, without running it.

    Raises
    ------
    QueryError
        Naming what is refused.
    """
    # In upper case, so that letters whose capital is an ASCII letter (such as the long s) do not slip through.
    if _LOAD_CSV.search(text.upper()):
        raise QueryError("a query reads the graph only, so LOAD CSV is refused: load the file with `tpgraph load`")
    words = list(_words(text))
    _check_words(text, words)
    for arm in _arms(text, words):
        for operator in plan(arm):
            name = operator.split(" ")[0].split("(")[0]
            if name not in OPERATORS:
                raise QueryError(f"a query reads the graph only, and '{operator}' is not on the list of what it may do")


def _words(text: str) -> Iterator[tuple[str, int]]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup in ("word", "sign") or (match.lastgroup == "other" and match[0] in "'\"`"):
            yield match[0].upper(), match.start()


def _check_words(text: str, words: Words) -> None:
    if not words:
        raise QueryError(
            "the query is empty: write one Cypher statement, such as MATCH (o:Organisation) RETURN o.name AS name"
        )
    if words[0][0] in ("EXPLAIN", "PROFILE"):
        raise QueryError(f"leave out {words[0][0]}: a query gives rows, not its plan")
    for (word, place), (following, _) in zip(words, [*words[1:], ("", 0)], strict=True):
        if word == ";" and following:
            raise QueryError(f"one statement at a time: a second one begins after the ';' at {_where(text, place)}")
        if word in ("'", '"', "`"):
            raise QueryError(f"the {word} at {_where(text, place)} is never closed")
        if word == "CALL" and following not in ("{", "(") and following.lower() not in PROCEDURES:
            allowed = ", ".join(sorted(PROCEDURES))
            raise QueryError(f"CALL {following.lower()} is refused: a query may call {allowed}")


def _arms(text: str, words: Words) -> Iterator[str]:
    """Give the whole text and each arm of its set operators: the engine's plan shows the first arm only."""
    yield text
    depth, start, cut = 0, 0, False
    for (word, place), (following, after) in zip(words, [*words[1:], ("", 0)], strict=True):
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(word, 0)
        if depth == 0 and word in _SET_OPERATORS:
            yield text[start:place]
            start = after + len(following) if following in ("ALL", "DISTINCT") else place + len(word)
            cut = True
    if cut:
        yield text[start:]


def _where(text: str, place: int) -> str:
    line = text.count("\n", 0, place) + 1
    return f"line {line}, column {place - text.rfind(chr(10), 0, place)}"
