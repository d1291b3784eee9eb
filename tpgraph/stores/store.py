"""What a store is: few verbs, the same for every engine. The same tests run over every store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class QueryLimits:
    """How long a query may take and how many rows it may give."""

    seconds: float = 60.0
    rows: int = 100_000


@dataclass(frozen=True)
class QueryAnswer:
    """Rows of a Cypher query in the order the engine gave them, and the engine's warnings."""

    table: pa.Table
    warnings: tuple[str, ...] = ()
    truncated: bool = False


@dataclass(frozen=True)
class Description:
    """What a store says of itself.

    `rows` counts the rows of every table; `others` counts nodes that people added beside the store, by label (servers).
    """

    location: str
    engine: str
    version: int
    made_by: str
    graph_version: str
    rows: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


class Store(Protocol):
    """Records, judgements and the graph derived from them.

    Tables are named in full (``record.flow``, ``judgement.match``, ``graph.funding_flow``) and have the schemas of
    `tpgraph.tables`. Writes are atomic: all of it or none of it, whatever happens to the process.
    """

    location: str

    def describe(self) -> Description:
        """Tell engine, version and row counts."""
        ...

    def read(self, name: str) -> pa.Table:
        """Read one table, in the order of its key."""
        ...

    def read_tables(self, names: Iterable[str]) -> dict[str, pa.Table]:
        """Read several tables as they stood at one moment, each in the order of its key."""
        ...

    def append(self, load: Mapping[str, pa.Table], *, as_it_stood: bool = False, event: pa.Table | None = None) -> None:
        """Append one load: tables of schema record, each with that load's id. An older current load of the same source
        key becomes superseded; with `as_it_stood`, for a copy of another store, issue and state are kept as the load's
        row says and no other load is touched. A withdrawn load of that id gives way; raises StoreError if one stands
        there that is not. `event` holds rows of judgement.event that are kept with it."""
        ...

    def remove(self, load_id: str, event: pa.Table | None = None) -> None:
        """Delete a load: its rows go for good, and the newest load left of its source that was not withdrawn is current
        again. `event` as in `append`."""
        ...

    def exchange(self, gone: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> None:
        """Take rows away and add others, in tables of schema judgement and in record.load, where each row that goes
        gives way to one of its id. Raises StoreError, and changes nothing, if a row to take away is not there as it is
        given: somebody changed it meanwhile."""
        ...

    def write_judgement(self, name: str, rows: pa.Table, *, replace: bool = False) -> None:
        """Add rows to a table of schema judgement, or replace all of its rows. The graph becomes stale, but for tables
        that it is not made from (`rows.BESIDE_THE_GRAPH`)."""
        ...

    def published_version(self) -> str:
        """Give the graph_version of the published graph; empty where there is none or it is stale."""
        ...

    def publish(self, graph: Mapping[str, pa.Table], graph_version: str) -> tuple[str, ...]:
        """Replace the graph tables (names without schema) as one and keep their version. Gives sentences that name what
        other people had added to nodes that went: labels, properties and relationships that the model does not know."""
        ...

    def cypher(
        self, text: str, parameters: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> QueryAnswer:
        """Run a Cypher text, read only, over the published graph. Raises QueryError."""
        ...
