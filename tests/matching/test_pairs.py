"""The table of pairs, and the tables that matching reads."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tpgraph.errors import InputError
from tpgraph.matching.pairs import SCHEMA, grade_of, like, make_pairs, plain_table, read_table, texts


def test_a_grade_begins_at_its_bound() -> None:
    assert [grade_of(value) for value in (1.0, 0.8, 0.79, 0.5, 0.49, 0.2, 0.19, 0.0)] == [
        *("strong", "strong", "likely", "likely", "possible", "possible", "", "")
    ]


def test_pairs_stand_best_first_with_the_smaller_id_left() -> None:
    found = make_pairs(
        pa.array(["b", "c", "a"]),
        pa.array(["a", "d", "e"]),
        np.array([0.5, 0.9, 0.5]),
        ["same_body", "same_body", "related"],
        np.array([0.5, 0.9, 0.12345678]),
        [["one name"], [], ["one place", "two names"]],
        [[1.5], [], [2.0, -1.0]],
    )
    assert found.schema == SCHEMA
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("c", "d", 0.9, "same_body", 0.9, "strong", [], []),
        ("a", "b", 0.5, "same_body", 0.5, "likely", ["one name"], [1.5]),
        ("a", "e", 0.5, "related", 0.123457, "likely", ["one place", "two names"], [2.0, -1.0]),
    ]


def test_a_table_is_given_in_the_form_of_what_came_in() -> None:
    table = pa.table({"id": ["a"]})
    assert like(table, table) is table
    assert like(pd.DataFrame({"x": [1]}), table).equals(pd.DataFrame({"id": ["a"]}))


def test_ids_are_read_as_trimmed_text() -> None:
    assert read_table(pd.DataFrame({"id": [2, 1]}), "clubs")["id"].to_pylist() == ["2", "1"]
    assert read_table(pa.table({"id": [" a", "b "]}), "clubs")["id"].to_pylist() == ["a", "b"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"name": ["x"]}, r"the table of clubs has no column id \(it has: name\)"),
        ({}, r"the table of clubs has no column id, name \(it has: none\)"),
        ({"id": ["a", None], "name": ["x", "y"]}, "row 2 of the clubs has no id"),
        ({"id": ["  ", "a"], "name": ["x", "y"]}, "row 1 of the clubs has no id"),
        ({"id": ["a", "b", "a"], "name": ["x", "y", "z"]}, "the id 'a' stands in two rows of the clubs"),
        ({"id": ["a", "a "], "name": ["x", "y"]}, "the id 'a' stands in two rows of the clubs"),
    ],
)
def test_a_table_without_ids_of_its_own_is_refused(columns: dict[str, list[str]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_table(pa.table(columns), "clubs", ("id", "name"))


def test_a_column_of_mixed_kinds_is_refused() -> None:
    with pytest.raises(InputError, match=r"a column cannot be read: .*column id.*; give every column values of one"):
        plain_table(pd.DataFrame({"id": [1, "a"]}))


def test_a_missing_column_reads_as_empty_texts() -> None:
    assert texts(pa.table({"id": ["a", "b"]}), "name").to_pylist() == ["", ""]


def test_any_kind_of_column_reads_as_trimmed_texts() -> None:
    table = pa.table(
        {
            "text": [" a ", None, "b"],
            "nothing": pa.nulls(3),
            "numbers": [1, None, 3],
            "coded": pa.array(["x", None, "x"]).dictionary_encode(),
            "large": pa.array(["l", "", None], pa.large_string()),
        }
    )
    found = {name: texts(table, name).to_pylist() for name in table.column_names}
    assert found == {
        "text": ["a", "", "b"],
        "nothing": ["", "", ""],
        "numbers": ["1", "", "3"],
        "coded": ["x", "", "x"],
        "large": ["l", "", ""],
    }


def test_lists_are_joined_and_their_gaps_left_out() -> None:
    table = pa.table({"place": [["a", None, "b"], None, [], ["c"]], "sizes": [[1, 2], [3], [], None]})
    assert texts(table, "place").to_pylist() == ["a;b", "", "", "c"]
    assert texts(table.slice(1, 2), "place").to_pylist() == ["", ""]
    assert texts(table, "sizes").to_pylist() == ["1;2", "3", "", ""]


def test_a_table_in_several_pieces_reads_as_one() -> None:
    table = pa.concat_tables([pa.table({"name": ["a"]}), pa.table({"name": ["b"]})])
    assert texts(table, "name").to_pylist() == ["a", "b"]
