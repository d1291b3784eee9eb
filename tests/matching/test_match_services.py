"""Services in, pairs out."""

import pandas as pd
import pyarrow as pa
import pytest

from tests.matching.service_lists import drawn_list, two
from tpgraph.errors import InputError
from tpgraph.matching import match_organisations, match_records, match_services
from tpgraph.matching.pairs import SCHEMA

TWICE = two().append_column("organisation_id", pa.array(["o1", "o2"]))


def pairs(found: object) -> list[tuple[str, str, str]]:
    assert isinstance(found, pa.Table)
    return [(row["left_id"], row["right_id"], row["relation"]) for row in found.to_pylist()]


def test_one_offer_of_two_bodies_is_duplicated_provision_and_says_why() -> None:
    found = match_services(TWICE)
    assert pairs(found) == [("a", "b", "duplicated_provision")]
    assert isinstance(found, pa.Table)
    assert sorted(found["reasons"][0].as_py()) == [
        "both are called 'Baby massage'",
        "both for new parents",
        "both in Ambleford",
        "both meet bonding",
        "both running from 2012-04-01",
        "run by different bodies",
        "what any two services of this list begin with",
    ]


def test_an_arrow_table_gives_an_arrow_table_in_the_schema() -> None:
    found = match_services(drawn_list())
    assert isinstance(found, pa.Table)
    assert found.schema == SCHEMA
    assert found.num_rows > 0


def test_a_data_frame_gives_a_data_frame_of_the_same_pairs() -> None:
    found, expected = match_services(drawn_list().to_pandas()), match_services(drawn_list())
    assert isinstance(found, pd.DataFrame)
    assert isinstance(expected, pa.Table)
    assert list(found.columns) == SCHEMA.names
    assert pa.Table.from_pandas(found, SCHEMA, preserve_index=False).to_pylist() == expected.to_pylist()


def test_organisations_that_are_one_body_list_their_service_twice() -> None:
    organisations = pd.DataFrame(
        {
            "id": ["o1", "o2", "o3"],
            "name": ["Harbour Trust Ltd", "The Harbour Trust", "Hill Farm"],
            "place": ["Ambleford", "Ambleford", "Brackwell"],
        }
    )
    assert pairs(match_services(TWICE, organisations)) == [("a", "b", "listed_twice")]
    other = organisations.assign(name=["Harbour Trust", "Quarry Singers", "Hill Farm"])
    assert pairs(match_services(TWICE, other)) == [("a", "b", "duplicated_provision")]


def test_bodies_matched_before_are_taken_as_they_are() -> None:
    same = pd.DataFrame({"left_id": ["o2"], "right_id": ["o1"], "probability": [0.7]})
    assert pairs(match_services(TWICE, same_bodies=same)) == [("a", "b", "listed_twice")]
    unlikely = same.assign(probability=0.3)
    assert pairs(match_services(TWICE, same_bodies=unlikely)) == [("a", "b", "duplicated_provision")]


def test_verdicts_decide() -> None:
    verdicts = pd.DataFrame({"left_id": ["b"], "right_id": ["a"], "verdict": ["different"]})
    assert pairs(match_services(TWICE, verdicts=verdicts)) == []


def test_strong_relations_are_told_if_they_are_asked_for() -> None:
    follows = two(start=("2008-04-01", "2010-04-01"), end=("2010-03-31", ""))
    assert pairs(match_services(follows)) == []
    assert pairs(match_services(follows, related=True)) == [("a", "b", "successor")]


def test_neither_input_is_changed() -> None:
    frame = drawn_list().to_pandas()
    before = frame.copy(deep=True)
    match_services(frame)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    "columns",
    [
        {"id": [], "name": []},
        {"id": ["a"], "name": ["Baby massage"]},
        {"id": ["a", "b"], "name": ["", ""]},
        {"id": ["a", "b"], "name": [None, None]},
        {key: ([None, None] if key != "id" else ["a", "b"]) for key in TWICE.column_names},
    ],
)
def test_a_list_that_says_nothing_has_no_pairs(columns: dict[str, list[str | None]]) -> None:
    assert pairs(match_services(pa.table(columns))) == []
    found = match_services(pd.DataFrame(columns))
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns) == SCHEMA.names
    assert len(found) == 0


def test_without_any_places_services_are_still_compared() -> None:
    table = drawn_list().drop_columns(["place"])
    found = match_services(table, at_least=0.0)
    assert isinstance(found, pa.Table)
    assert found.num_rows > 0
    assert all("where they may be used is not stated for both" in reasons for reasons in found["reasons"].to_pylist())


@pytest.mark.parametrize(
    "name",
    ["Ba\x00by\x07 massage\x1b[31m", "massage " * 1_250, "Baby; massage;", "'\"<b>&amp;{}%s", "\u202e\U0001f476"],
)
def test_hostile_names_are_names_like_others(name: str) -> None:
    found = match_services(two(name=(name, name)), at_least=0.0)
    assert pairs(found) == [("a", "b", "duplicated_provision")]
    assert isinstance(found, pa.Table)
    assert f"both are called '{name.strip()}'" in found["reasons"][0].as_py()


def test_an_end_before_the_start_is_no_error() -> None:
    assert match_services(two(start=("2012-01-01", "2012-01-01"), end=("2010-01-01", "")), at_least=0.0) is not None


def test_two_rows_of_one_id_are_refused() -> None:
    table = pa.concat_tables([TWICE, TWICE.slice(0, 1)])
    with pytest.raises(InputError, match="the id 'a' stands in two rows of the services"):
        match_services(table)


def test_a_list_without_names_is_refused() -> None:
    with pytest.raises(InputError, match=r"the table of services has no column name \(it has: id\)"):
        match_services(pd.DataFrame({"id": ["a"]}))


def test_a_table_of_verdicts_that_lacks_a_column_is_refused() -> None:
    lists = pa.table({"id": ["a", "b"], "name": ["Harbour Club", "Harbour Club"]})
    said = pa.table({"left_id": ["a"], "right_id": ["b"]})
    for match in (match_services, match_organisations, match_records):
        with pytest.raises(InputError, match="the table of verdicts has no column verdict"):
            match(lists, verdicts=said)


def test_a_verdict_on_two_that_follow_each_other_after_years_holds_too() -> None:
    years_apart = two(start=("2001-01-01", "2012-01-01"), end=("2002-01-01", ""))
    assert pairs(match_services(years_apart)) == []
    said = pa.table({"left_id": ["a"], "right_id": ["b"], "verdict": ["same"]})
    found = match_services(years_apart, verdicts=said)
    assert isinstance(found, pa.Table)
    assert found["probability"].to_pylist() == [0.99]
