"""Which services of a graph overlap, how surely, and how it is said."""

import pyarrow as pa
import pytest

from tests.service_town import town
from tpgraph.matching.services import MODEL, overlaps
from tpgraph.tables import schema

PLAY: dict[str, object] = {
    "id": "s1",
    "name": "Stay and play",
    "meets": "Parenting support",
    "serves": "Under 5s",
    "in": "Harbour ward",
    "by": "Northmere Council",
    "start": "2009-04-01",
}
TOTS: dict[str, object] = {
    **PLAY,
    "id": "s2",
    "name": "Tots and tunes",
    "serves": "early years",
    "by": "Harbour Trust",
    "start": "2008-09-01",
}
TWIN: dict[str, object] = {**PLAY, "id": "s2", "by": "Harbour Trust"}


def graded(table: pa.Table) -> list[tuple[str, str, str, str | None]]:
    return [(row["source_id"], row["target_id"], row["relation"], row["grade"]) for row in table.to_pylist()]


def test_one_name_need_group_place_and_dates_that_meet_are_one_offer() -> None:
    found = overlaps(town([TWIN, {**PLAY, "name": "Play and stay"}]))
    assert graded(found) == [("s1", "s2", "duplicated_provision", "strong")]
    row = found.to_pylist()[0]
    assert row["probability"] >= 0.9
    assert row["relation_score"] == row["probability"]
    assert row["model"] == MODEL
    assert sorted(row["reasons"]) == [
        "both for Under 5s",
        "both in Harbour ward",
        "both meet Parenting support",
        "both running from 2009-04-01",
        "run by different bodies",
        "their names are much alike (both say 'play' and 'stay')",
    ]


def test_synonyms_of_a_client_group_are_one_group() -> None:
    found = overlaps(town([PLAY, {**TWIN, "serves": "early years"}]))
    assert graded(found) == [("s1", "s2", "duplicated_provision", "strong")]


def test_other_words_for_the_same_need_people_and_place_work_alongside() -> None:
    found = overlaps(town([TOTS, PLAY]))
    assert graded(found) == [("s1", "s2", "complementary", None)]
    assert found["probability"][0].as_py() < 0.2
    assert found["relation_score"][0].as_py() > 0.75
    assert "they say different things" in found["reasons"][0].as_py()


def test_one_provider_that_lists_one_name_twice_is_listed_twice() -> None:
    assert graded(overlaps(town([PLAY, {**PLAY, "id": "s2"}]))) == [("s1", "s2", "listed_twice", "strong")]


def test_two_services_of_one_provider_in_other_words_are_two_services() -> None:
    assert graded(overlaps(town([PLAY, {**TOTS, "by": "Northmere Council"}]))) == [("s1", "s2", "complementary", None)]


def test_another_place_is_no_overlap() -> None:
    assert overlaps(town([PLAY, {**TWIN, "in": "Hill ward"}])).num_rows == 0


def test_two_spellings_of_a_place_without_a_code_are_one_place() -> None:
    found = overlaps(town([{**PLAY, "in": "Harbour"}, {**TWIN, "in": "HARBOUR - Westshire"}]))
    assert graded(found) == [("s1", "s2", "duplicated_provision", "strong")]


def test_one_name_for_other_people_overlaps_in_part() -> None:
    found = overlaps(town([PLAY, {**TWIN, "serves": "Older people"}]))
    assert graded(found) == [("s1", "s2", "partial_overlap", None)]
    assert "for other people: Under 5s; Older people" in found["reasons"][0].as_py()


def test_needs_of_one_name_in_two_vocabularies_are_one_need() -> None:
    needs = [
        {"id": "esdNeed:69", "name": "Parenting support"},
        {"id": "parenting-support", "name": "parenting Support"},
    ]
    tables = town([{**PLAY, "meets": "esdNeed:69"}, {**TWIN, "meets": "parenting-support"}], need=needs)
    assert "both meet Parenting support" in overlaps(tables)["reasons"][0].as_py()


def test_a_place_inside_the_other_is_an_overlap_in_part_and_lowers_the_grade() -> None:
    found = overlaps(town([PLAY, {**TWIN, "in": "Northmere"}], part_of=[("Harbour ward", "Northmere")]))
    assert graded(found) == [("s1", "s2", "partial_overlap", "possible")]
    assert "one is for Harbour ward, the other for Northmere: one lies in the other" in found["reasons"][0].as_py()


def test_a_group_that_is_not_stated_lowers_the_grade_and_is_said() -> None:
    found = overlaps(town([PLAY, {**TWIN, "serves": "", "name": "Play and stay"}]))
    assert found["probability"][0].as_py() < overlaps(town([PLAY, TWIN]))["probability"][0].as_py()
    assert "whom 'Play and stay' is for is not stated; the other is for Under 5s" in found["reasons"][0].as_py()


def test_a_service_for_everyone_overlaps_in_part() -> None:
    found = overlaps(town([PLAY, {**TWIN, "serves": "all residents"}]))
    assert graded(found)[0][2] == "partial_overlap"
    assert "one is for everyone: all residents; the other for Under 5s" in found["reasons"][0].as_py()


def test_without_a_place_a_pair_is_possible_at_most_and_only_where_the_wording_agrees() -> None:
    alike = overlaps(town([PLAY, {**TWIN, "in": ""}]))
    assert graded(alike) == [("s1", "s2", "duplicated_provision", "possible")]
    assert "where they may be used is not stated for both" in alike["reasons"][0].as_py()
    assert overlaps(town([PLAY, {**TOTS, "in": ""}])).num_rows == 0


def test_a_service_that_begins_after_the_other_ended_follows_it() -> None:
    over = {**PLAY, "end": "2010-03-31"}
    found = overlaps(town([over, {**TWIN, "start": "2010-09-01", "name": "Play and stay"}]))
    assert graded(found) == [("s1", "s2", "successor", None)]
    assert found["relation_score"][0].as_py() > 0.8
    assert (
        "'Play and stay' began on 2010-09-01, after 'Stay and play' ended on 2010-03-31" in found["reasons"][0].as_py()
    )
    assert overlaps(town([over, {**TWIN, "start": "2012-09-01"}])).num_rows == 0


def test_dates_that_are_not_stated_contradict_nothing() -> None:
    assert graded(overlaps(town([PLAY, {**TWIN, "start": None}]))) == [("s1", "s2", "duplicated_provision", "strong")]


def test_services_that_are_inactive_or_defunct_are_left_out() -> None:
    for status, rows in (("Inactive", 0), ("defunct", 0), ("closed", 0), ("active", 1), ("", 1)):
        assert overlaps(town([PLAY, {**TWIN, "status": status}])).num_rows == rows


def test_the_order_of_the_tables_changes_nothing() -> None:
    many = [
        {**PLAY, "id": f"s{number:02}", "by": f"Body {number % 5}", "name": f"Stay and play {'abc'[number % 3]}"}
        for number in range(30)
    ]
    assert overlaps(town(many)).equals(overlaps(town(reversed(many))))


def test_thousands_of_services_of_one_need_without_a_place_stay_bounded() -> None:
    many = [{"id": f"s{number:04}", "name": f"Advice {number % 700}", "meets": "Advice"} for number in range(2_100)]
    assert overlaps(town(many)).num_rows <= 2_100 * 6


def test_many_services_of_one_name_in_one_place_stay_bounded() -> None:
    many = [{**PLAY, "id": f"s{number:03}", "by": f"B{number}"} for number in range(400)]
    assert overlaps(town(many)).num_rows <= 400 * 41


@pytest.mark.slow
def test_five_thousand_services_are_compared() -> None:
    many = [
        {
            "id": f"s{number:04}",
            "name": f"Club {number % 97}",
            "meets": f"Need {number % 40}",
            "serves": f"Group {number % 7}",
            "in": f"Ward {number % 11}",
            "by": f"Body {number % 300}",
        }
        for number in range(5_000)
    ]
    assert overlaps(town(many)).num_rows > 0


def test_no_services_give_no_overlaps() -> None:
    assert overlaps({}).equals(schema("graph.rel_overlaps").empty_table())
