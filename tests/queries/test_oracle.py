"""Every shipped query gives the rows of SQL written for the same question, in the same order, on a large town."""

from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.queries.asking import ORACLES, Asked, query_named, rows_of
from tests.queries.cypher_text import bare, ordered_by
from tpgraph.map.queries import shipped_queries

NAMES = [query.name for query in shipped_queries()]

# What each parameter is set to, one at a time; a name is taken from the town where `None` stands.
SETTINGS: dict[str, list[str]] = {
    "year": ["2009-10", "1999-00"],
    "basis": ["award"],
    "from": ["2011-03-01"],
    "until": ["2011-06-15"],
    "grade": ["likely"],
    "on": ["2010-12-31"],
}
TYPES = {"string": "string", "integer": "int64", "float": "double", "boolean": "bool"}
NODES = {
    "organisation": "organisation",
    "payer": "organisation",
    "need": "need",
    "place": "place",
    "client_group": "client_group",
    "source": "source",
}


def settings(name: str, town: Asked, most: int = 4) -> Iterator[dict[str, object]]:
    """Give the parameters to try: none, each alone by value, by id and by name, and all of them together.

    Of each parameter at most so many values.
    """
    yield {}
    together: dict[str, object] = {}
    for entry in query_named(name).parameters:
        values = SETTINGS.get(entry.name) or some_of(entry.name, name, town)
        for value in values[:most]:
            yield {entry.name: value}
        together[entry.name] = values[0]
    if len(together) > 1:
        yield together


def some_of(parameter: str, name: str, town: Asked) -> list[str]:
    """Give the ids and names that a parameter may hold: some that stand in the answer, and one that nobody has."""
    node = NODES[parameter]
    nodes = town.store.read(f"graph.{node}").to_pylist()
    shown = {str(value) for row in town.rows(name) for value in row}
    found = [row for row in nodes if row["id"] in shown] or nodes
    second = "file" if node == "source" else "name"
    return [found[0]["id"], next(row[second] for row in found if row[second]), found[-1]["id"], "nobody"]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_gives_the_rows_of_its_oracle_in_the_same_order(name: str, large: Asked) -> None:
    sizes = []
    for given in settings(name, large):
        found, expected = large.answer(name, **given), large.oracle(name, **given)
        assert found.column_names == expected.column_names
        assert rows_of(found) == [plain(row) for row in rows_of(expected)], given
        sizes.append(found.num_rows)
        assert [str(kind) for kind in found.schema.types] == expected_types(name, found)
    assert max(sizes) > 5
    assert len(sizes) == 1 or len(set(sizes)) > 1, "no parameter changes the answer"


def expected_types(name: str, found: pa.Table) -> list[str]:
    """Give the Arrow types that the header promises; a column of nulls only comes as text."""
    empty = [column.null_count == len(column) for column in found.columns]
    promised = [TYPES[entry.type] for entry in query_named(name).columns]
    return ["string" if none else kind for none, kind in zip(empty, promised, strict=True)]


def plain(row: tuple[object, ...]) -> tuple[object, ...]:
    """Turn the wide sums of DuckDB into whole numbers."""
    return tuple(int(value) if isinstance(value, Decimal) else value for value in row)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_a_query_leaves_no_two_rows_level(name: str, large: Asked) -> None:
    found = large.answer(name)
    order = ordered_by(bare(query_named(name).text))
    keys = rows_of(found.select(order))
    assert len(set(keys)) == found.num_rows


def test_every_query_has_an_oracle_and_every_oracle_a_query() -> None:
    assert sorted(file.stem for file in ORACLES.glob("*.sql")) == sorted(NAMES)
