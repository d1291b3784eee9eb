"""A list of services as the matcher reads it."""

import datetime
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest

from tpgraph.errors import InputError
from tpgraph.matching.service_list import (
    MOST_GROUPS,
    NO_END,
    NO_START,
    is_nationwide_place,
    joined_lists,
    plain,
    read_services,
    spaced,
)

FIRST_OF_2009 = (datetime.date(2009, 1, 1) - datetime.date(1970, 1, 1)).days


def services(*rows: Mapping[str, object]) -> pa.Table:
    columns = dict.fromkeys(["id", "name", *(key for row in rows for key in row)])
    made = [{"id": f"s{number}", "name": f"Service {number}", **row} for number, row in enumerate(rows)]
    return pa.table({key: [row.get(key) for row in made] for key in columns})


def needs_of(rows: pa.Table) -> list[list[str]]:
    found = read_services(rows)
    return [[found.need_names[need] for need in sorted(found.needs[row].indices)] for row in range(len(found))]


def test_several_needs_are_a_list_or_parted_by_semicolons() -> None:
    assert needs_of(services({"needs": "Debt; housing;;"}, {"needs": "HOUSING"}, {"needs": None})) == [
        ["Debt", "housing"],
        ["housing"],
        [],
    ]
    assert needs_of(services({"needs": ["Debt", "housing", None]}, {"needs": []}, {"needs": ["debt", "debt"]})) == [
        ["Debt", "housing"],
        [],
        ["Debt"],
    ]


def test_a_table_of_ids_and_names_alone_is_read() -> None:
    found = read_services(services({}, {}))
    assert len(found) == 2
    assert found.names.to_pylist() == ["Service 0", "Service 1"]
    assert found.descriptions.to_pylist() == ["", ""]
    assert (found.places, found.wordings, found.need_names, found.body_names) == ([], [], [], [])
    assert found.bodies.tolist() == [-1, -1]
    assert found.at_service.tolist() == []
    assert np.all(found.groups == -1)
    assert found.needs.shape == (2, 1)
    assert found.needs.nnz == 0
    assert (found.start.tolist(), found.end.tolist()) == ([NO_START] * 2, [NO_END] * 2)


@pytest.mark.parametrize(
    "written", ["2009-01-01", "2009-1-1", " 2009-01-01 ", "2009-01-01T09:30:00", "2009-01-01 00:00:00"]
)
def test_a_date_is_read_as_a_day(written: str) -> None:
    assert read_services(services({"start": written})).start.tolist() == [FIRST_OF_2009]


@pytest.mark.parametrize("written", ["soon", "2009", "1/4/2009", "2009-13-01", "2009-02-30", "2009-00-10", "", None])
def test_what_is_no_date_counts_as_not_stated(written: str | None) -> None:
    found = read_services(services({"start": written, "end": written}))
    assert (found.start.tolist(), found.end.tolist()) == ([NO_START], [NO_END])


def test_columns_of_dates_and_times_are_read() -> None:
    table = pa.table(
        {
            "id": ["a"],
            "name": ["x"],
            "start": pa.array([datetime.date(2009, 1, 1)]),
            "end": pa.array([datetime.datetime(2009, 1, 2)], pa.timestamp("ns")),
        }
    )
    found = read_services(table)
    assert (found.start.tolist(), found.end.tolist()) == ([FIRST_OF_2009], [FIRST_OF_2009 + 1])


def test_ways_of_writing_a_place_are_one_place() -> None:
    found = read_services(
        services({"place": "AMBLEFORD"}, {"place": "AM4 Ambleford; Brackwell"}, {"place": "-"}, {"place": "uk"})
    )
    assert found.places == ["ambleford", "brackwell", "*nationwide*"]
    assert list(zip(found.at_service.tolist(), found.at_place.tolist(), strict=True)) == [
        (0, 0),
        (1, 0),
        (1, 1),
        (3, 2),
    ]
    assert is_nationwide_place(found).tolist() == [False, False, True]


def test_places_that_are_keys_are_taken_as_they_are() -> None:
    found = read_services(services({"place": "E05; e05"}, {"place": "uk"}), places_are_keys=True)
    assert found.places == ["E05", "e05", "uk"]
    assert found.at_place.tolist() == [0, 1, 2]


def test_a_service_has_so_many_groups_and_no_more() -> None:
    many = ";".join(f"group {number}" for number in range(MOST_GROUPS + 2))
    found = read_services(services({"client_group": many}, {"client_group": "GROUP  1"}))
    assert found.groups.tolist() == [list(range(MOST_GROUPS)), [1, -1, -1, -1, -1, -1]]


def test_a_group_that_is_not_stated_is_read_out_of_the_text() -> None:
    found = read_services(
        services(
            *[{"client_group": "Carers"}] * 3,
            *[{"client_group": "Young carers"}] * 3,
            *[{"client_group": "Widowers"}] * 2,
            {"name": "Tea, for young-CARERS!"},
            {"name": "Tea", "description": "For carers."},
            {"name": "Tea for caretakers"},
            {"name": "Tea for widowers"},
        )
    )
    # The longest wording counts; whole words only; a wording said twice is sought nowhere.
    assert found.groups[8:, 0].tolist() == [1, 0, -1, -1]
    assert found.read_from_text.tolist() == [False] * 8 + [True, True, False, False]


def test_a_group_of_a_list_known_before_is_read_out_of_later_texts() -> None:
    first = read_services(services(*[{"client_group": "Young carers"}] * 3))
    later = read_services(services({"name": "Tea for young carers"}), known=first)
    assert (later.groups[0, 0], later.read_from_text.tolist()) == (0, [True])


def test_organisations_of_one_body_have_one_number() -> None:
    table = services({"organisation_id": "o1"}, {"organisation_id": "o2"}, {"organisation_id": None})
    assert read_services(table).bodies.tolist() == [0, 1, -1]
    assert read_services(table, {"o2": "o1"}).bodies.tolist() == [0, 0, -1]


def test_a_list_read_later_keeps_the_numbers_known_before() -> None:
    row = {"place": "Ambleford", "client_group": "Carers", "needs": "debt", "organisation_id": "o1"}
    first = read_services(services(row))
    new = {"place": "Brackwell; AMBLEFORD", "client_group": "Cooks; carers", "needs": "food; Debt"}
    second = read_services(services({**new, "id": "t0", "organisation_id": "o2"}), known=first)
    both = joined_lists(first, second)
    assert both.ids.to_pylist() == ["s0", "t0"]
    assert (both.places, both.wordings) == (["ambleford", "brackwell"], ["Carers", "Cooks"])
    assert (both.need_names, both.body_names) == (["debt", "food"], ["o1", "o2"])
    assert (both.at_service.tolist(), both.at_place.tolist()) == ([0, 1, 1], [0, 1, 0])
    assert both.groups[:, :3].tolist() == [[0, -1, -1], [1, 0, -1]]
    assert both.needs.toarray().tolist() == [[1, 0], [1, 1]]
    assert both.bodies.tolist() == [0, 1]


def test_a_list_with_an_id_known_before_cannot_be_joined() -> None:
    first = read_services(services({}))
    with pytest.raises(InputError, match="the id 's0' is in the list already: give new services ids of their own"):
        joined_lists(first, read_services(services({}), known=first))


def test_plain_words_have_one_space_between_them() -> None:
    assert plain("  Young\tCARERS ") == "young carers"
    assert spaced(pa.array(["Tea, for young-CARERS!", ""])).to_pylist() == [" tea for young carers ", "  "]
