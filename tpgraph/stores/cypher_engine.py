"""Cypher over the graph tables without a server: KGLite, read only, with a time limit and a row limit."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import kglite

from tpgraph.errors import QueryError
from tpgraph.model import model
from tpgraph.stores import cypher_answers, cypher_cache, cypher_graph, cypher_plan, cypher_words
from tpgraph.stores.store import QueryAnswer, QueryLimits
from tpgraph.tables import Tables

# With these passes on, KGLite 0.21.2 gave wrong rows for 14 of 18,000 fuzzed queries; without them for none.
DISABLED_PASSES = ["push_where_into_match.1", "push_where_into_match.2", "fuse_match_return_aggregate"]

# Rows and items that a query may handle on its way: so many, or so many a relationship of the graph. It bounds memory
# (some 500-900 bytes each), which the time limit does not: see docs/decisions/cypher-engine.md.
WORK_UNITS = 5_000_000
WORK_UNITS_A_RELATIONSHIP = 10

_PLAN_COLUMNS = ["step", "operation", "estimated_rows"]


class CypherEngine:
    """One graph that takes Cypher texts.

    Parameters
    ----------
    tables : Mapping of Table
        The graph tables by name without schema.

    Raises
    ------
    QueryError
        If the tables do not hold together.
    """

    def __init__(self, tables: Tables) -> None:
        self._use(cypher_graph.build(tables))

    def _use(self, graph: kglite.KnowledgeGraph) -> None:
        kglite.set_query_warning_policy("silent")  # they come with the answer instead
        self._graph = graph
        self._work_units = max(WORK_UNITS, WORK_UNITS_A_RELATIONSHIP * graph.shape[1])

    @classmethod
    def cached(cls, tables: Callable[[], Tables], graph_version: str, store: Path) -> "CypherEngine":
        """Take the graph of one version of one store from the cache, or build it and keep it there."""
        engine = cls.__new__(cls)
        file = cypher_cache.file_of(graph_version, store)
        graph = cypher_cache.load(file)
        if graph is None:
            graph = cypher_graph.build(tables())
            cypher_cache.keep(graph, file)
        engine._use(graph)
        return engine

    def run(
        self, text: str, parameters: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> QueryAnswer:
        """Run one Cypher statement that reads the graph.

        Parameters
        ----------
        text : str
            The statement.
        parameters : Mapping, optional
            Values of its $parameters: texts, numbers, booleans and lists of them.
        limits : QueryLimits, optional
            How long it may take and how many rows it may give.

        Returns
        -------
        QueryAnswer
            Rows in the order the engine gave them; nodes, relationships, paths, maps and columns of mixed types come
            as JSON text.

        Raises
        ------
        QueryError
            If the text is wrong, does more than read, takes too long or too much memory.
        """
        limits = limits or QueryLimits()
        values = dict(parameters or {})
        text = cypher_words.plain_lines(text)
        cypher_plan.check(text, lambda part: self._plan(part, values))
        answer = self._ask(text, values, limits)
        table = cypher_answers.table({name: answer.column(name) for name in answer.columns}, _plain)
        told = answer.diagnostics or {}
        total = told.get("total_rows")
        truncated = total is not None and total > limits.rows
        found = [
            warning
            for warning in answer.warnings
            if not warning.startswith("Result truncated") and not _names_the_model(warning)
        ]
        if truncated:
            found.append(
                f"only the first {limits.rows:,} of {total:,} rows are given: add LIMIT, or raise the row limit"
            )
        return QueryAnswer(table, tuple(found), truncated)

    def _plan(self, text: str, values: dict[str, object]) -> list[str]:
        answer = self._ask("EXPLAIN\n" + text, values, QueryLimits(), first_line=2)
        if list(answer.columns) != _PLAN_COLUMNS:
            raise QueryError("the query has no plan to judge, so it is refused")
        return [str(operation) for operation in answer.column("operation")]

    def _ask(self, text: str, values: dict[str, object], limits: QueryLimits, first_line: int = 1) -> kglite.ResultView:
        try:
            answer = self._graph.cypher(
                text,
                params=values,
                timeout_ms=max(1, round(limits.seconds * 1000)),
                max_work_units=self._work_units,
                row_limit=limits.rows,
                disabled_passes=DISABLED_PASSES,
                hide_structural_keys=True,
            )
        except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError, RuntimeError) as error:
            raise QueryError(_sentence(error, limits, first_line)) from error
        if not isinstance(answer, kglite.ResultView):
            raise QueryError("leave out FORMAT CSV: `tpgraph query --csv` writes the rows to a file")
        return answer


def _sentence(error: Exception, limits: QueryLimits, first_line: int) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, kglite.CypherTimeoutError):
        return f"the query was stopped after {limits.seconds:g} seconds: ask for less, or raise the time limit"
    if ("work" in first and "budget" in first) or "max_work_units" in first or "safety limit" in first:
        return f"the query was stopped because it needs too much memory: ask for less ({first})"
    if isinstance(error, kglite.ReadOnlyError):
        return "a query reads the graph only: writing is refused, because the graph is derived from what was loaded"
    place = re.search(r" at line (\d+), col (\d+)", first)
    if place:
        where = f"line {int(place[1]) - first_line + 1}, column {place[2]}"
        first = f"{first[: place.start()]} at {where}{first[place.end() :]}"
    return f"the query is not right: {first}"


# Any: a query gives values of every type.
def _plain(value: Any) -> Any:
    """Drop what KGLite adds to nodes and relationships: numbers of its own, and the properties title and type."""
    if isinstance(value, list):
        return value if cypher_answers.is_simple(value) else [_plain(item) for item in value]
    if not isinstance(value, dict):
        return cypher_answers.leaf(value)
    if set(value) == {"id", "labels", "properties"}:
        kept = {name: item for name, item in value["properties"].items() if name not in ("title", "type")}
        return cypher_answers.node(value["labels"], kept)
    if set(value) == {"id", "start", "end", "type", "properties"}:
        return cypher_answers.relationship(value["type"], value["properties"])
    return {name: _plain(value[name]) for name in sorted(value)}


_UNKNOWN = re.compile(r"unknown (?:relationship type|node label) '(\w+)'")


def _names_the_model(warning: str) -> bool:
    """Whether a warning only says that the model's own label or type has nothing in this store."""
    found = _UNKNOWN.search(warning)
    return found is not None and (found[1] in model().nodes or found[1] in model().relationships)
