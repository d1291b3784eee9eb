"""Long lists of objects in JSON, read without an object for each: the same as with, or not at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpgraph.loading.json_records import read_records

Item = dict[str, object]


def read(items: object, **head: object) -> dict[str, list[str | None]] | None:
    found = read_records(json.dumps({**head, "grants": items}).encode(), 0, "grants")
    return None if found is None else {path: column.to_pylist() for path, column in found.columns.items()}


def test_every_value_stands_under_its_path() -> None:
    items = [
        {"id": "a", "amount": 1000.1, "to": [{"name": "X"}, {"name": "Y", "at": {"code": None}}]},
        {"id": 'b "quoted" \\ {[:', "open": True, "to": []},
    ]
    assert read(items, publisher={"name": "P"}) == {
        "id": ["a", 'b "quoted" \\ {[:'],
        "amount": ["1000.1", None],
        "to/0/name": ["X", None],
        "to/1/name": ["Y", None],
        "to/1/at/code": [None, None],
        "open": [None, "true"],
    }


def test_the_head_of_the_file_is_given_without_the_list() -> None:
    found = read_records(b'{"publisher": {"name": "P"}, "grants": [{"id": "1"}], "license": "L"}', 0, "grants")
    assert found is not None
    assert found.head == {"publisher": {"name": "P"}, "grants": [], "license": "L"}


@pytest.mark.parametrize(
    "text",
    [
        '{"grants": [{"id": "1"},, {"id": "2"}]}',
        '{"grants": [{"id": "1"} {"id": "2"}]}',
        '{"grants": [{"id": "1"}, 7]}',
        '{"grants": [{"id": "1"}, {"id": ]}]}',
        '{"grants": [{"id": "1"}',
        '{"grants": [{"codes": ["a", "b"]}]}',
        '{"grants": [{"a/b": 1}]}',
        '{"grants": [{"id": 1, "id": 2}]}',
        '{"grants": [{"to": "x"}, {"to": {"name": "y"}}]}',
        '{"grants": []}',
        '{"items": [{"id": "1"}]}',
        '{"grants": [{"id": "1"}]',
    ],
)
def test_what_is_not_regular_is_left_to_another_reader(text: str) -> None:
    assert read_records(text.encode(), 0, "grants") is None


def test_a_key_that_only_one_of_many_items_has_is_not_lost() -> None:
    items: list[Item] = [{"id": str(number), "text": "x" * 30} for number in range(5_000)]
    items[4_321] = {"id": "odd", "rare": "y"}
    found = read(items)
    assert found is None or found["rare"][4_321] == "y"


_VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.text(max_size=6))
_OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c"]), _VALUES, max_size=3)
_ITEMS = st.dictionaries(
    st.sampled_from(["a", "b", "to", "at"]), st.one_of(_VALUES, _OBJECTS, st.lists(_OBJECTS, max_size=2)), max_size=4
)


def _leaves(value: object, path: str) -> dict[str, str]:
    if isinstance(value, dict):
        return {p: text for key, inner in value.items() for p, text in _leaves(inner, f"{path}/{key}").items()}
    if isinstance(value, list):
        return {p: text for n, inner in enumerate(value) for p, text in _leaves(inner, f"{path}/{n}").items()}
    if value is None:
        return {}
    return {path[1:]: str(value).lower() if isinstance(value, bool) else str(value)}


@given(st.lists(_ITEMS, min_size=1, max_size=6))
def test_it_reads_as_a_walk_through_the_objects_does(items: list[Item]) -> None:
    found = read_records(json.dumps({"grants": items}).encode(), 0, "grants")
    if found is not None:
        for number, item in enumerate(items):
            told = {path: column[number].as_py() for path, column in found.columns.items()}
            assert {path: text for path, text in told.items() if text is not None} == _leaves(item, "")
