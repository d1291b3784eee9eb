"""Look-ups on graph tables for questions of a few thousand nodes: neighbours, names, everything above, who says so."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.reference import client_group_synonyms, simplify
from tpgraph.tables import Tables, empty

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one record stands: `source_id` is the file's own id, empty where it has none."""

    source_id: str
    file: str
    sheet: str
    line: int | None

    def __str__(self) -> str:
        """The place in words: file, sheet and line, as far as known."""
        line = f"line {self.line}" if self.line is not None else ""
        return ", ".join(part for part in (self.file, self.sheet, line) if part)


def table(tables: Tables, name: str) -> pa.Table:
    """Give a graph table, without rows where the tables lack it."""
    return tables[name] if name in tables else empty(f"graph.{name}")


def texts(rows: pa.Table, column: str) -> list[str]:
    """Give a text column as a list, blanks for nulls."""
    return [str(value) if value is not None else "" for value in rows[column].to_pylist()]


def names(tables: Tables, node: str) -> dict[str, str]:
    """Give id -> name of one kind of node; the id where the name is blank."""
    nodes = table(tables, node)
    return {key: name or key for key, name in zip(texts(nodes, "id"), texts(nodes, "name"), strict=True)}


def neighbours(tables: Tables, relationship: str, *, backwards: bool = False) -> dict[str, tuple[str, ...]]:
    """Give node -> the nodes at the other end of one relationship, each once and sorted."""
    ends = table(tables, relationship)
    near, far = ("target_id", "source_id") if backwards else ("source_id", "target_id")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in zip(texts(ends, near), texts(ends, far), strict=True):
        found[one].add(other)
    return {node: tuple(sorted(others)) for node, others in found.items()}


def everything_above(parents: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Give node -> all nodes above it, itself left out, for PART_OF and BROADER; rings do no harm."""
    above: dict[str, frozenset[str]] = {}
    for node in parents:
        reached: set[str] = set()
        waiting = list(parents[node])
        while waiting:
            parent = waiting.pop()
            if parent not in reached:
                reached.add(parent)
                waiting.extend(parents.get(parent, ()))
        above[node] = frozenset(reached - {node})
    return above


def plain_group(name: str) -> str:
    """Give the one plain word for a client group, simplified: all its synonyms give the same.

    >>> plain_group("Under 5s") == plain_group("early years")
    True
    """
    key = simplify(name)
    return simplify(client_group_synonyms().get(key, key))


def smallest_records(tables: Tables, relationship: str) -> dict[str, str]:
    """Give entity -> the smallest id of the records that describe it (`rel_describes` or `rel_describes_service`)."""
    return {entity: records[0] for entity, records in neighbours(tables, relationship, backwards=True).items()}


def whereabouts(tables: Tables) -> dict[str, Whereabouts]:
    """Give record id -> where it stands: from the table `record_source` where there is one, else from the nodes."""
    if "record_source" in tables:
        columns = ["record_id", "source_id", "file", "sheet", "line"]
        rows = tables["record_source"].select(columns).to_pylist()
    else:
        rows = [
            {"record_id": row["id"], "source_id": "", "file": "", "sheet": row["sheet"], "line": row["line"]}
            for row in table(tables, "record").to_pylist()
        ]
    return {
        row["record_id"]: Whereabouts(row["source_id"] or "", row["file"] or "", row["sheet"] or "", row["line"])
        for row in rows
    }
