r"""May this Cypher text run on Neo4j? Its plan is compared with a list of operators that only read the graph.

The plan alone does not do: Neo4j 5.26 shows a subquery inside a list comprehension as a piece of text in a Projection,
and READ access lets LOAD CSV and procedures run there. So the words themselves are looked at too: as the server reads
them, for it takes ``\u0027`` for a quote even where that ends a string.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tpgraph.errors import QueryError
from tpgraph.stores import cypher_words
from tpgraph.stores.cypher_words import Words, is_name, pairs, where

_DIRECTIONS = ("Directed", "Undirected")
_INDEXED = ("IndexScan", "IndexContainsScan", "IndexEndsWithScan", "IndexSeek", "IndexSeekByRange")
_SEEKS = ("UniqueIndexSeek", "UniqueIndexSeekByRange", "ByIdSeek", "ByElementIdSeek")

# Every operator of Neo4j 5.26 that only reads the graph, without what stands in brackets behind it: the names in its
# library and manual, those of the Enterprise edition too. Left out on purpose are LoadCSV, all that write (Create,
# Merge, Set*, Delete...), the checks that belong to MERGE (Assert*), SubqueryForeach, Transaction*, Show*, Terminate*
# and AdministrationCommand.
_LEAVES = frozenset(
    {
        *("AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "IntersectionNodeByLabelsScan"),
        *("SubtractionNodeByLabelsScan", "NodeCountFromCountStore", "RelationshipCountFromCountStore"),
        *(f"Node{way}" for way in (*_INDEXED, *_SEEKS)),
        *("MultiNodeIndexSeek", "Argument", "EmptyRow", "DynamicNodeLabelLookup"),
        *(f"{side}Relationship{way}" for side in _DIRECTIONS for way in (*_INDEXED, *_SEEKS, "TypeScan")),
        *(f"{side}{scan}" for side in _DIRECTIONS for scan in ("AllRelationshipsScan", "UnionRelationshipTypesScan")),
        *(f"Dynamic{side}RelationshipTypeLookup" for side in _DIRECTIONS),
    }
)
_INNER = frozenset(
    {
        *("ProduceResults", "EmptyResult", "Projection", "Filter", "CacheProperties", "Eager", "Optional", "Unwind"),
        *("Sort", "PartialSort", "Top", "PartialTop", "Skip", "Limit", "ExhaustiveLimit"),
        *("EagerAggregation", "OrderedAggregation", "Distinct", "OrderedDistinct", "Union", "OrderedUnion"),
        *("Apply", "SemiApply", "AntiSemiApply", "LetSemiApply", "LetAntiSemiApply", "SelectOrSemiApply"),
        *("SelectOrAntiSemiApply", "LetSelectOrSemiApply", "LetSelectOrAntiSemiApply", "ConditionalApply"),
        *("AntiConditionalApply", "RollUpApply", "Anti", "CartesianProduct", "NodeHashJoin", "ValueHashJoin"),
        *("NodeLeftOuterHashJoin", "NodeRightOuterHashJoin", "TriadicSelection", "TriadicBuild", "TriadicFilter"),
        *("Expand", "OptionalExpand", "VarLengthExpand", "ProjectEndpoints", "Repeat", "BidirectionalRepeat"),
        *("ShortestPath", "StatefulShortestPath", "ProcedureCall"),
    }
)
_PARTITIONED = frozenset(f"Partitioned{name}" for name in _LEAVES if name.endswith(("Scan", "IndexSeek", "ByRange")))
OPERATORS = _LEAVES | _INNER | _PARTITIONED | {"PartitionedUnwind"}

# Procedures that read the graph and its names.
PROCEDURES = frozenset(
    {
        *("db.labels", "db.relationshipTypes", "db.propertyKeys"),
        *("db.schema.visualization", "db.schema.nodeTypeProperties", "db.schema.relTypeProperties"),
        *("db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships"),
        *("db.index.vector.queryNodes", "db.index.vector.queryRelationships"),
    }
)
_PROCEDURES = {name.upper() for name in PROCEDURES}

# Functions with a dot in their name that Neo4j brings along. Those of a plug-in may read files or run Cypher, and
# graph.byName reaches another database. A plug-in's function always has a dot.
_CLOCKS = ("realtime", "statement", "transaction", "truncate")
FUNCTIONS = frozenset(
    {
        *(f"{kind}.{name}" for kind in ("date", "datetime", "localdatetime", "localtime", "time") for name in _CLOCKS),
        *("datetime.fromepoch", "datetime.fromepochmillis"),
        *("duration.between", "duration.inDays", "duration.inMonths", "duration.inSeconds"),
        *("point.distance", "point.withinBBox", "vector.similarity.cosine", "vector.similarity.euclidean"),
    }
)

_FUNCTIONS = {name.upper() for name in FUNCTIONS}

_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9A-Fa-f]{4})?|.)", re.DOTALL)
_QUERY_STARTS = ("", "{", "UNION", "ALL", "DISTINCT")


# Any: the driver gives a plan as nested maps of every type.
Plan = Mapping[str, Any]


def as_read(text: str) -> str:
    r"""Give a text as the server reads it: lines end with a line feed, and ``\u00a3`` is a pound sign.

    Raises
    ------
    QueryError
        If a letter that could be part of the language is written as a code.

    >>> as_read("RETURN '\\u00a3' AS x")
    "RETURN '£' AS x"
    """
    text = cypher_words.plain_lines(text)

    def letter(match: re.Match[str]) -> str:
        if not match[0].startswith("\\u"):
            return match[0]
        if match["code"] is None:
            raise QueryError(f"the \\u at {where(text, match.start())} needs the four hexadecimal digits of a letter")
        character = chr(int(match["code"], 16))
        if character.isascii():
            raise QueryError(f"write the letter itself instead of {match[0]} at {where(text, match.start())}")
        return character

    return _ESCAPE.sub(letter, text)


def check(text: str, explain: Callable[[], tuple[str | None, Plan | None]]) -> None:
    """Refuse a text that does more than read the graph.

    Parameters
    ----------
    text : str
        One Cypher statement as the server reads it (see `as_read`).
    explain : callable
        Asks the server for the kind of the text (``r`` for one that reads) and its plan, without running it.

    Raises
    ------
    QueryError
        Naming what is refused.
    """
    words = cypher_words.check(text, PROCEDURES)
    _check_graph(text, words)
    _check_functions(text, words)
    kind, plan = explain()
    if plan is None:
        raise QueryError("the query has no plan to judge, so it is refused")
    _check_operators(plan)
    if kind != "r":
        raise QueryError(f"a query reads the graph only, and the server says that this one does more (kind '{kind}')")


def _check_graph(text: str, words: Words) -> None:
    before, earlier = "", ""
    for (word, place), (following, _) in pairs(words):
        if word == "USE" and before in _QUERY_STARTS and is_name(following):
            raise QueryError(f"leave out USE at {where(text, place)}: a query reads the database of the store")
        if word == "TRANSACTIONS" and (before == "CONCURRENT" or (earlier, before) == ("}", "IN")):
            raise QueryError(f"leave out IN TRANSACTIONS at {where(text, place)}: a query only reads")
        earlier, before = before, word


def _check_functions(text: str, words: Words) -> None:
    """Look at what stands before each bracket: a name with a dot is a function or a procedure."""
    for index, (word, place) in enumerate(words):
        if word != "(" or index == 0 or not is_name(words[index - 1][0]):
            continue
        start = index - 1
        while start > 1 and words[start - 1][0] == ".":
            start -= 2
        parts = [part for part, _ in words[start:index]]
        name = "".join(parts)
        called = start > 0 and words[start - 1][0] == "CALL"
        if ("." in name or "`" in name) and name not in _FUNCTIONS and not (called and name in _PROCEDURES):
            found = text[words[start][1] : place]
            raise QueryError(f"the function {found} at {where(text, words[start][1])} is not one of Neo4j's own")


def _check_operators(plan: Plan) -> None:
    name = str(plan.get("operatorType", "")).split("@")[0]
    details = str(plan.get("args", {}).get("Details", ""))
    if name.split("(")[0] not in OPERATORS:
        raise QueryError(f"a query reads the graph only, and '{name}' is not on the list of what it may do")
    called = details.split("(")[0]
    if name == "ProcedureCall" and called.upper() not in _PROCEDURES:
        raise QueryError(f"CALL {called} is refused: a query may call {', '.join(sorted(PROCEDURES))}")
    for child in plan.get("children") or []:
        _check_operators(child)
