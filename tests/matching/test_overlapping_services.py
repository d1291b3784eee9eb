"""Which services the first rule says overlap, and how it words it."""

import pyarrow as pa

from tests.service_town import town
from tpgraph.graphs.offers import read_offers
from tpgraph.matching.candidates import MOST_PAIRS, candidate_pairs
from tpgraph.matching.services import MODEL, MOST_FOR_ONE_SERVICE, overlaps
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


def graded(table: pa.Table) -> list[tuple[str, str, str, float]]:
    return [(row["source_id"], row["target_id"], row["relation"], row["probability"]) for row in table.to_pylist()]


def test_same_need_synonymous_group_same_place_and_dates_that_meet_overlap() -> None:
    expected = pa.Table.from_pylist(
        [
            {
                "source_id": "s1",
                "target_id": "s2",
                "relation": "duplicated_provision",
                "grade": "possible",
                "probability": 0.35,
                "model": MODEL,
                "reasons": [
                    "both meet Parenting support",
                    "both for under 5s ('Under 5s' = 'early years')",
                    "both in Harbour ward",
                    "both running in 2009-10",
                    "though named and described in other words",
                    "run by different bodies",
                ],
            }
        ],
        schema=schema("graph.rel_overlaps"),
    )
    assert overlaps(town([TOTS, PLAY])).equals(expected)


def test_names_that_are_much_alike_make_a_strong_pair() -> None:
    found = overlaps(town([PLAY, {**TOTS, "name": "Play and stay", "serves": "Under 5s"}]))
    assert graded(found) == [("s1", "s2", "duplicated_provision", 0.9)]
    assert found["grade"].to_pylist() == ["strong"]
    assert found["reasons"][0].as_py() == [
        "both meet Parenting support",
        "both for under 5s",
        "both in Harbour ward",
        "both running in 2009-10",
        "their names are much alike (both have 'stay' and 'play')",
        "run by different bodies",
    ]


def test_one_provider_that_lists_one_name_twice_is_listed_twice() -> None:
    assert graded(overlaps(town([PLAY, {**PLAY, "id": "s2"}]))) == [("s1", "s2", "listed_twice", 0.9)]


def test_two_services_of_one_provider_in_other_words_are_two_services() -> None:
    assert overlaps(town([PLAY, {**TOTS, "by": "Northmere Council"}])).num_rows == 0


def test_another_need_group_or_place_is_no_overlap() -> None:
    for other in ({"meets": "Housing"}, {"serves": "Older people"}, {"in": "Hill ward"}):
        assert overlaps(town([PLAY, {**PLAY, "id": "s2", "by": "Harbour Trust", **other}])).num_rows == 0


def test_needs_of_one_name_in_two_vocabularies_are_one_need() -> None:
    needs = [
        {"id": "esdNeed:69", "name": "Parenting support"},
        {"id": "parenting-support", "name": "parenting Support"},
    ]
    tables = town(
        [{**PLAY, "meets": "esdNeed:69"}, {**PLAY, "id": "s2", "by": "Harbour Trust", "meets": "parenting-support"}],
        need=needs,
    )
    assert graded(overlaps(tables)) == [("s1", "s2", "duplicated_provision", 0.9)]


def test_a_place_inside_the_other_lowers_the_grade() -> None:
    whole = {**PLAY, "id": "s2", "by": "Harbour Trust", "in": "Northmere"}
    found = overlaps(town([PLAY, whole], part_of=[("Harbour ward", "Northmere")]))
    assert graded(found) == [("s1", "s2", "partial_overlap", 0.5)]
    assert "one is for Harbour ward, the other for Northmere as a whole" in found["reasons"][0].as_py()


def test_a_group_that_is_not_stated_lowers_the_grade_and_is_said() -> None:
    found = overlaps(town([PLAY, {**PLAY, "id": "s2", "by": "Harbour Trust", "serves": "", "name": "Play and stay"}]))
    assert graded(found) == [("s1", "s2", "duplicated_provision", 0.5)]
    assert "whom 'Play and stay' is for is not stated" in found["reasons"][0].as_py()


def test_a_service_for_everyone_overlaps_in_part() -> None:
    found = overlaps(town([PLAY, {**PLAY, "id": "s2", "by": "Harbour Trust", "serves": "all residents"}]))
    assert graded(found) == [("s1", "s2", "partial_overlap", 0.5)]
    assert "one is for everyone, the other for under 5s" in found["reasons"][0].as_py()


def test_without_a_place_a_pair_is_possible_at_most_and_only_where_the_wording_agrees() -> None:
    nowhere = {"in": "", "by": "Harbour Trust"}
    alike = overlaps(town([PLAY, {**PLAY, "id": "s2", **nowhere}]))
    assert graded(alike) == [("s1", "s2", "duplicated_provision", 0.35)]
    assert "where 'Stay and play' may be used is not stated" in alike["reasons"][0].as_py()
    assert overlaps(town([PLAY, {**TOTS, **nowhere}])).num_rows == 0


def test_a_service_that_begins_after_the_other_ended_follows_it() -> None:
    over = {**PLAY, "end": "2010-03-31"}
    found = overlaps(town([over, {**TOTS, "start": "2010-09-01"}]))
    assert graded(found) == [("s1", "s2", "successor", 0.2)]
    assert (
        "'Tots and tunes' began on 2010-09-01, after 'Stay and play' ended on 2010-03-31" in found["reasons"][0].as_py()
    )
    assert overlaps(town([over, {**TOTS, "start": "2012-09-01"}])).num_rows == 0


def test_dates_that_are_not_stated_contradict_nothing() -> None:
    undated = {**PLAY, "id": "s2", "by": "Harbour Trust", "start": None}
    assert graded(overlaps(town([PLAY, undated]))) == [("s1", "s2", "duplicated_provision", 0.9)]


def test_services_that_are_inactive_or_defunct_are_left_out() -> None:
    for status, rows in (("Inactive", 0), ("defunct", 0), ("closed", 0), ("active", 1), ("", 1)):
        assert overlaps(town([PLAY, {**PLAY, "id": "s2", "by": "Harbour Trust", "status": status}])).num_rows == rows


def test_the_order_of_the_tables_changes_nothing() -> None:
    many = [
        {**PLAY, "id": f"s{number:02}", "by": f"Body {number % 5}", "name": f"Stay and play {'abc'[number % 3]}"}
        for number in range(30)
    ]
    assert overlaps(town(many)).equals(overlaps(town(reversed(many))))


def test_a_need_with_thousands_of_services_and_no_place_stays_bounded() -> None:
    many = [{"id": f"s{number:04}", "name": f"Advice {number % 700}", "meets": "Advice"} for number in range(2_100)]
    offers = read_offers(town(many))
    # Three services share each number; the word "advice" stands in all names and brings none of them together.
    assert sum(1 for _ in candidate_pairs(offers)) == 700 * 3


def test_a_place_with_hundreds_of_services_for_one_need_is_split_by_group_and_name() -> None:
    many = [
        {**PLAY, "id": f"s{number:04}", "name": f"Club {number % 200}", "by": f"B{number}"} for number in range(600)
    ]
    pairs = sum(1 for _ in candidate_pairs(read_offers(town(many))))
    assert MOST_PAIRS < 600 * 599 // 2
    assert pairs == 200 * 3


def test_each_service_keeps_only_its_best_pairs() -> None:
    many = [{**PLAY, "id": f"s{number:03}", "by": f"B{number}"} for number in range(60)]
    found = overlaps(town(many))
    # All pairs are equally good, so each service keeps the first ones by id.
    assert found.num_rows < 60 * 59 // 2
    assert found.filter(pa.compute.equal(found["source_id"], "s059")).num_rows == 0
    assert found.filter(pa.compute.equal(found["target_id"], "s059")).num_rows == MOST_FOR_ONE_SERVICE


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
