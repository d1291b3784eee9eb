"""May this Cypher text run? KGLite's plan of it is compared with a list of operators that only read the graph.

The plan alone does not do: KGLite 0.21.2 does not show what stands to the right of a UNION or inside CALL { }, and a
LOAD CSV there reads files of this computer. So each arm is planned by itself, and the words themselves are looked at
too.
"""

from collections.abc import Callable, Iterator

from tpgraph.errors import QueryError
from tpgraph.stores import cypher_words
from tpgraph.stores.cypher_words import Words

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
        *("db.labels", "db.relationshipTypes", "db.propertyKeys"),
        *("pagerank", "betweenness", "degree", "connected_components", "louvain", "k_core"),
    }
)

_SET_OPERATORS = frozenset({"UNION", "INTERSECT", "EXCEPT"})


def check(text: str, plan: Callable[[str], list[str]]) -> None:
    """Refuse a text that does more than read the graph.

    Parameters
    ----------
    text : str
        One Cypher statement, its lines ended by line feeds.
    plan : callable
        Gives the operators that the engine plans for a text, without running it.

    Raises
    ------
    QueryError
        Naming what is refused.
    """
    words = cypher_words.check(text, PROCEDURES)
    for arm in _arms(text, words):
        for operator in plan(arm):
            name = operator.split(" ")[0].split("(")[0]
            if name not in OPERATORS:
                raise QueryError(f"a query reads the graph only, and '{operator}' is not on the list of what it may do")


def _arms(text: str, words: Words) -> Iterator[str]:
    """Give the whole text and each arm of its set operators: the engine's plan shows the first arm only."""
    yield text
    depth, start, cut = 0, 0, False
    for (word, place), (following, after) in cypher_words.pairs(words):
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(word, 0)
        if depth == 0 and word in _SET_OPERATORS:
            yield text[start:place]
            start = after + len(following) if following in ("ALL", "DISTINCT") else place + len(word)
            cut = True
    if cut:
        yield text[start:]
