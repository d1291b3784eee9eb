"""The graph as data: node kinds, relationships, record tables, allowed values, read from graph.toml.

`model()` gives the whole, read once. Everything that needs a column list (Arrow schemas, store tables, the template,
the reference pages, export headers) asks here and nowhere else.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tpgraph.errors import ModelError

TYPES = ("text", "id", "integer", "number", "pence", "boolean", "date", "year", "list", "json")


@dataclass(frozen=True)
class Column:
    """One property of a node or column of a table.

    Attributes
    ----------
    name : name in the store, such as ``amount_pence``
    type : one of `TYPES`
    about : what it holds, in words
    unit : unit of a number, else empty
    values : allowed values, else empty
    required : a row without it is set aside
    also : other headings that a file may use
    example : an example for the template, as a person would type it
    """

    name: str
    type: str
    about: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    also: tuple[str, ...] = ()
    example: str = ""

    @property
    def heading(self) -> str:
        """Name in a file that people fill in: money stands there in pounds.

        >>> Column("amount_pence", "pence").heading
        'amount_gbp'
        >>> Column("cost_pence_per_year", "pence").heading
        'cost_gbp_per_year'
        """
        return self.name.replace("pence", "gbp") if self.type == "pence" else self.name


@dataclass(frozen=True)
class Node:
    """A kind of node: `label` in the graph, `table` in the store."""

    label: str
    table: str
    about: str
    properties: tuple[Column, ...]


@dataclass(frozen=True)
class Relationship:
    """A kind of relationship: `type` in the graph, `table` in the store, `between` (from, to) pairs of node labels."""

    type: str
    table: str
    about: str
    between: tuple[tuple[str, str], ...]
    properties: tuple[Column, ...]


@dataclass(frozen=True)
class RecordKind:
    """A record table: `columns` are the template's `sheet`, `kept` stand beside them in the store only."""

    name: str
    sheet: str
    about: str
    columns: tuple[Column, ...]
    kept: tuple[Column, ...]


@dataclass(frozen=True)
class OwnTable:
    """A table of the store itself, in schema record, judgement or graph."""

    schema: str
    name: str
    about: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Model:
    """The whole of graph.toml."""

    version: int
    values: dict[str, tuple[str, ...]]
    nodes: dict[str, Node]
    relationships: dict[str, Relationship]
    records: dict[str, RecordKind]
    common: tuple[Column, ...]
    tables: dict[tuple[str, str], OwnTable]


# Any: a table of TOML has values of every type; `_column` checks each of them.
def _column(entry: dict[str, Any], values: dict[str, tuple[str, ...]], where: str) -> Column:
    unknown = set(entry) - {"name", "type", "about", "unit", "values", "required", "also", "example"}
    if unknown or entry.get("type") not in TYPES or not entry.get("name"):
        raise ModelError(f"graph.toml, {where}: {entry} needs a name and a type of {', '.join(TYPES)}")
    allowed = entry.get("values", "")
    if allowed and allowed not in values:
        raise ModelError(f"graph.toml, {where}.{entry['name']}: no list of values is called '{allowed}'")
    return Column(
        name=entry["name"],
        type=entry["type"],
        about=entry.get("about", ""),
        unit=entry.get("unit", ""),
        values=values.get(allowed, ()),
        required=bool(entry.get("required", False)),
        also=tuple(entry.get("also", ())),
        example=entry.get("example", ""),
    )


def _table_name(label: str) -> str:
    """Snake case of a node label: FundingFlow -> funding_flow."""
    return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(label))


# Any: see `_column`.
def parse(text: str) -> Model:
    """Read the text of a graph.toml.

    Raises
    ------
    ModelError
        If a column has no name or type, or names a list of values or a node that is not there.
    """
    raw: dict[str, Any] = tomllib.loads(text)
    values = {name: tuple(entries) for name, entries in raw["values"].items()}

    def columns(entries: list[dict[str, Any]], where: str) -> tuple[Column, ...]:
        return tuple(_column(entry, values, where) for entry in entries)

    nodes = {
        label: Node(label, _table_name(label), node["about"], columns(node["properties"], label))
        for label, node in raw["node"].items()
    }
    relationships = {
        kind: Relationship(
            kind,
            "rel_" + kind.lower(),
            entry["about"],
            tuple((pair[0], pair[1]) for pair in entry["between"]),
            columns(entry["properties"], kind),
        )
        for kind, entry in raw["relationship"].items()
    }
    for relationship in relationships.values():
        missing = {label for pair in relationship.between for label in pair} - set(nodes)
        if missing:
            raise ModelError(f"graph.toml, {relationship.type}: no node is called {', '.join(sorted(missing))}")
    records = {
        name: RecordKind(
            name, kind["sheet"], kind["about"], columns(kind["columns"], name), columns(kind.get("kept", []), name)
        )
        for name, kind in raw["record"].items()
    }
    tables = {
        (schema, name): OwnTable(schema, name, entry["about"], columns(entry["columns"], f"{schema}.{name}"))
        for schema, named in raw["table"].items()
        for name, entry in named.items()
    }
    common = columns(raw["common"]["columns"], "common")
    return Model(int(raw["version"]), values, nodes, relationships, records, common, tables)


@cache
def model() -> Model:
    """Give the model of this tpgraph, read once from the package."""
    return parse(resources.files("tpgraph.model").joinpath("graph.toml").read_text("utf-8"))
