"""What Neo4j answers, in the form of every engine: values, and the server's notices as sentences."""

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from neo4j import GqlStatusObject, NotificationClassification
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from tpgraph.model import model
from tpgraph.stores import cypher_answers

_FLAT = {2: ("longitude", "latitude"), 3: ("longitude", "latitude", "height")}
_SQUARE = ("x", "y", "z")
_WORLD = (4326, 4979)
_NUMBERS = frozenset({int, float, bool, type(None)})


# Any, here and below: a query gives values of every type.
def plain(value: Any) -> Any:
    """Turn a value of the driver into texts, numbers, booleans, lists and maps."""
    if isinstance(value, list):
        return value if cypher_answers.is_simple(value) else [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(value[name]) for name in sorted(value)}
    if isinstance(value, Node):
        return cypher_answers.node(sorted(value.labels), {name: plain(item) for name, item in value.items()})
    if isinstance(value, Relationship):
        return cypher_answers.relationship(value.type, {name: plain(item) for name, item in value.items()})
    if isinstance(value, Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [plain(relationship) for relationship in value.relationships],
        }
    return _leaf(value)


def _leaf(value: Any) -> Any:
    if isinstance(value, Duration):
        rest = {"nanoseconds": value.nanoseconds} if value.nanoseconds else {}
        return {"days": value.days, "months": value.months, **rest, "seconds": value.seconds}
    if isinstance(value, Date | Time | DateTime):
        # Python keeps a millionth of a second, Neo4j a thousandth of that.
        exact = isinstance(value, Date) or value.nanosecond % 1000 == 0
        return value.to_native().isoformat() if exact else value.iso_format()
    if isinstance(value, Point):
        names = _FLAT[len(value)] if value.srid in _WORLD else _SQUARE
        return dict(sorted(zip(names, value, strict=False)))
    return cypher_answers.leaf(value)


def size(value: Any) -> int:
    """Estimate the memory that a value of the driver takes, in bytes."""
    if isinstance(value, str | bytes):
        return 56 + len(value)
    if isinstance(value, list):
        # A list of numbers may hold a hundred million: no look at each of them.
        flat = _NUMBERS.issuperset(map(type, value))
        return 64 + (40 * len(value) if flat else sum(8 + size(item) for item in value))
    if isinstance(value, dict | Node | Relationship):
        return 200 + sum(64 + len(name) + size(item) for name, item in value.items())
    if isinstance(value, Path):
        return 200 + sum(size(item) for item in (*value.nodes, *value.relationships))
    return 32


_UNKNOWN = {
    "01N50": ("node label", "the graph has no such node, so this pattern returns no rows"),
    "01N51": ("relationship type", "the graph has no such relationship, so this pattern returns no rows"),
    "01N52": ("property", "nothing in the graph has it, so it is empty everywhere"),
}
_NAME = re.compile(r"`([^`]+)`")
_TOLD = (NotificationClassification.DEPRECATION, NotificationClassification.UNRECOGNIZED)


def warnings(notices: Iterable[GqlStatusObject]) -> tuple[str, ...]:
    """Give the server's notices of names that nothing has and of words that will go, each once, in their order.

    Hints on speed are left out, and so are the model's own names: they may have nothing in this store.
    """
    found: dict[str, None] = {}
    for notice in sorted((notice for notice in notices if notice.is_notification), key=_offset):
        sentence = _unknown(notice) if notice.gql_status in _UNKNOWN else _other(notice)
        if sentence:
            found[sentence] = None
    return tuple(found)


def _unknown(notice: GqlStatusObject) -> str:
    kind, outcome = _UNKNOWN[notice.gql_status]
    name = _NAME.search(notice.status_description)
    names = _names()[kind]
    if name is None:
        return _other(notice)
    if name[1] in names:
        return ""
    near = difflib.get_close_matches(name[1], sorted(names), 1)
    mend = f". Did you mean '{near[0]}'?" if near else ""
    return f"unknown {kind} '{name[1]}'{_where(notice)}: {outcome}{mend}"


def _other(notice: GqlStatusObject) -> str:
    if notice.classification not in _TOLD:
        return ""
    said = " ".join(notice.status_description.split())
    return said.partition(". ")[2].rstrip(".") + _where(notice) if ". " in said else said + _where(notice)


def _offset(notice: GqlStatusObject) -> int:
    return notice.position.offset if notice.position else -1


def _where(notice: GqlStatusObject) -> str:
    place = notice.position
    return f" at line {place.line}, column {place.column}" if place else ""


@cache
def _names() -> dict[str, frozenset[str]]:
    """Give the names that the model knows, by what they name."""
    known = model()
    of_nodes = {column.name for node in known.nodes.values() for column in node.properties}
    of_relationships = {column.name for tie in known.relationships.values() for column in tie.properties}
    return {
        "node label": frozenset(known.nodes),
        "relationship type": frozenset(known.relationships),
        "property": frozenset(of_nodes | of_relationships | {"id", "name"}),
    }
