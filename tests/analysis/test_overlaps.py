"""How pairs of services that overlap are ranked, worded and explained."""

import re

import pyarrow as pa
import pytest

from tests.service_town import client_needs, town
from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer
from tpgraph.analysis.cells import NO_SERVICES
from tpgraph.analysis.overlap_verdicts import TUNED_ELSEWHERE
from tpgraph.analysis.overlap_words import CHOICE, FOLLOWED, ONE_LISTED_TWICE
from tpgraph.errors import AnalysisError
from tpgraph.findings import Finding, finding_id
from tpgraph.tables import from_rows

PLAY: dict[str, object] = {
    "id": "s1",
    "name": "Stay and play",
    "meets": "Parenting support",
    "serves": "Under-fives",
    "in": "Harbour ward",
    "by": "Northmere Council",
    "for": "Northmere PCT",
    "cost_pence_per_year": 4_000_000,
    "people_per_year": 100,
}
TOTS: dict[str, object] = {
    **PLAY,
    "id": "s2",
    "name": "Tots and tunes",
    "serves": "early years",
    "by": "Harbour Trust",
    "for": "",
    "cost_pence_per_year": 1_500_000,
    "people_per_year": 60,
}


def pair(left: str, right: str, probability: float = 0.65, relation: str = "duplicated_provision") -> dict[str, object]:
    grade = "strong" if probability >= 0.8 else "likely" if probability >= 0.5 else "possible"
    return {
        "source_id": left,
        "target_id": right,
        "relation": relation,
        "grade": grade,
        "probability": probability,
        "reasons": ["both meet Parenting support"],
    }


def ask(tables: dict[str, pa.Table], **parameters: object) -> Answer:
    return answer(analysis("overlaps"), tables, bind(analysis("overlaps"), parameters))


def test_a_pair_is_put_as_a_question_with_money_people_and_who_should_be_there() -> None:
    found = ask(town([PLAY, TOTS], rel_overlaps=[pair("s1", "s2")]))
    expected = {
        "left_id": "r-s1",
        "right_id": "r-s2",
        "left_record": "r-s1",
        "right_record": "r-s2",
        "left_service": "s1",
        "right_service": "s2",
        "left_name": "Stay and play",
        "right_name": "Tots and tunes",
        "left_provider": "Northmere Council",
        "right_provider": "Harbour Trust",
        "relation": "duplicated_provision",
        "grade": "likely",
        "probability": 0.65,
        "relation_score": None,
        "need": "Parenting support",
        "client_group": "Under-fives",
        "place": "Harbour ward",
        "place_ids": ["Harbour ward"],
        "cost_pence": 5_500_000,
        "people": 160,
        "people_in_need": None,
        "theme": "",
        "question": "Do Northmere Council ('Stay and play') and Harbour Trust ('Tots and tunes') offer the same thing "
        "to the same under-fives in Harbour ward?",
        "reasons": ["both meet Parenting support"],
        "why_both": CHOICE,
        "people_to_ask": ["Harbour Trust", "Northmere Council", "Northmere PCT"],
        "verdict": None,
        "said": [],
    }
    assert found.result.table.to_pylist() == [expected]
    assert (found.result.missing, found.result.notes) == ("", (TUNED_ELSEWHERE,))
    assert found.findings == (
        Finding(
            id=finding_id("OV", {}, ["r-s1", "r-s2"]),
            kind="overlaps",
            question=str(expected["question"]),
            reasons=("both meet Parenting support",),
            why_both=CHOICE,
            grade="likely",
            probability=0.65,
            subjects=("s1", "s2"),
            records=("r-s1", "r-s2"),
            people_to_ask=("Harbour Trust", "Northmere Council", "Northmere PCT"),
            amount_pence=5_500_000,
            people=160,
            place="Harbour ward",
        ),
    )


def test_the_files_own_ids_are_printed_where_the_store_knows_them() -> None:
    source = pa.Table.from_pylist(
        [{"record_id": "r-s1", "source_id": "17", "load_id": "l-1", "file": "a.csv", "sheet": "services", "line": 4}]
    )
    found = ask({**town([PLAY, TOTS], rel_overlaps=[pair("s1", "s2")]), "record_source": source}).result.table
    assert (found["left_id"].to_pylist(), found["right_id"].to_pylist()) == (["17"], ["r-s2"])


def test_the_likeliest_pair_comes_first_then_the_one_with_most_money() -> None:
    cheap = {**TOTS, "id": "s3", "cost_pence_per_year": None}
    tables = town([PLAY, TOTS, cheap], rel_overlaps=[pair("s1", "s3"), pair("s1", "s2"), pair("s2", "s3", 0.9)])
    found = ask(tables).result.table
    assert list(zip(found["left_service"].to_pylist(), found["right_service"].to_pylist(), strict=True)) == [
        ("s2", "s3"),
        ("s1", "s2"),
        ("s1", "s3"),
    ]


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({"place": "harbour WARD"}, 1),
        ({"place": "Northmere"}, 1),
        ({"place": "Hill ward"}, 0),
        ({"need": "Parenting support", "client_group": "Everyone"}, 0),
        ({"need": "parenting support"}, 1),
        ({"client_group": "under 5s"}, 1),
        ({"grade": "likely"}, 1),
        ({"grade": "strong"}, 0),
        ({"limit": 1}, 1),
    ],
)
def test_parameters_choose_rows_and_leave_the_id_as_it_is(parameters: dict[str, object], rows: int) -> None:
    elsewhere = {"id": "s9", "name": "Walks", "in": "Hill ward", "serves": "Everyone"}
    tables = town([PLAY, TOTS, elsewhere], [("Harbour ward", "Northmere")], rel_overlaps=[pair("s1", "s2")])
    found = ask(tables, **parameters)
    assert list(found.ids) == [finding_id("OV", {}, ["r-s1", "r-s2"])] * rows


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"place": "Harbor ward"}, "no place here is called 'Harbor ward'; did you mean 'Harbour ward'?"),
        ({"place": "Qwx"}, "no place here is called 'Qwx'"),
        ({"need": "Parent support"}, "no need here is called 'Parent support'; did you mean 'Parenting support'?"),
        ({"client_group": "Carers"}, "no client group here is called 'Carers'"),
    ],
)
def test_a_filter_that_nothing_is_called_is_refused_with_a_near_name(parameters: dict[str, object], said: str) -> None:
    with pytest.raises(AnalysisError, match=re.escape(said) + "$"):
        ask(town([PLAY, TOTS], rel_overlaps=[pair("s1", "s2")]), **parameters)


def test_filters_that_leave_nothing_are_named_instead_of_saying_that_none_overlap() -> None:
    tables = town([PLAY, TOTS], rel_overlaps=[pair("s1", "s2")])
    assert ask(tables, place="harbour ward", grade="strong").result.notes == (
        "Nothing is found with these filters (place 'harbour ward' and grade 'strong').",
    )


def test_a_limit_says_how_many_rows_it_leaves_out() -> None:
    tables = town([PLAY, TOTS, {**TOTS, "id": "s3"}], rel_overlaps=[pair("s1", "s2"), pair("s1", "s3")])
    found = ask(tables, limit=1)
    assert found.result.table.num_rows == 1
    assert "The first 1 of 2 are shown." in found.result.notes


@pytest.mark.parametrize(
    ("relation", "change", "question", "why"),
    [
        (
            "listed_twice",
            {"by": "Northmere Council", "name": "Stay and play"},
            "Is 'Stay and play' of Northmere Council, for under-fives in Harbour ward, on our list twice?",
            ONE_LISTED_TWICE,
        ),
        (
            "partial_overlap",
            {"serves": "Everyone"},
            "Do Northmere Council ('Stay and play') and Harbour Trust ('Tots and tunes') overlap in part for the same "
            "people (parenting support) in Harbour ward?",
            CHOICE,
        ),
        (
            "successor",
            {"end": "2009-01-31"},
            "Did Northmere Council ('Stay and play') take over from Harbour Trust ('Tots and tunes') for the same "
            "under-fives in Harbour ward?",
            FOLLOWED,
        ),
    ],
)
def test_each_relation_has_its_own_question(relation: str, change: dict[str, object], question: str, why: str) -> None:
    tables = town([{**PLAY, "start": "2009-04-01"}, {**TOTS, **change}], rel_overlaps=[pair("s1", "s2", 0.5, relation)])
    (row,) = ask(tables).result.table.to_pylist()
    assert (row["question"], row["why_both"]) == (question, why)


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        (
            {"languages": "English"},
            {"languages": "Polish"},
            "They work in different languages (Stay and play: English; Tots and tunes: Polish).",
        ),
        (
            {"opening": "weekdays"},
            {"opening": "evenings"},
            "They are open at different times (Stay and play: weekdays; Tots and tunes: evenings).",
        ),
        (
            {"way_in": "GP"},
            {"way_in": "ask " * 40},
            "People come to them by different ways (Stay and play: GP; Tots and tunes: "
            + " ".join(["ask"] * 19)
            + " ...).",
        ),
        ({"way_in": "GP"}, {"way_in": "gp"}, CHOICE),
        ({"way_in": "GP"}, {}, CHOICE),
    ],
)
def test_what_sets_two_services_apart_is_why_both_may_be_needed(
    left: dict[str, object], right: dict[str, object], why: str
) -> None:
    tables = town([{**PLAY, **left}, {**TOTS, **right}], rel_overlaps=[pair("s1", "s2")])
    assert ask(tables).result.table["why_both"].to_pylist() == [why]


def test_more_people_in_need_than_both_help_is_the_best_reason_for_both() -> None:
    needs = client_needs(
        {"of": "Parenting support", "among": "Under-fives", "in": "Harbour ward", "people": 420},
        {"of": "Parenting support", "among": "Older people", "in": "Harbour ward", "people": 900},
    )
    (row,) = ask(town([PLAY, TOTS], rel_overlaps=[pair("s1", "s2")], **needs)).result.table.to_pylist()
    assert row["people_in_need"] == 420
    assert row["why_both"] == "Together they help 160 people a year, and 420 there have the need."


def test_fewer_than_five_people_are_not_told() -> None:
    few = [{**PLAY, "people_per_year": 3}, {**TOTS, "people_per_year": None}]
    assert ask(town(few, rel_overlaps=[pair("s1", "s2")])).result.table["people"].to_pylist() == [None]


def test_the_rows_behind_a_pair_add_up_to_its_money() -> None:
    tables = town([PLAY, TOTS], rel_overlaps=[pair("s1", "s2")])
    description = analysis("overlaps")
    row = ask(tables).result.table.to_pylist()[0]
    behind = description.evidence(tables, row, bind(description, {}))
    assert [(line.record_id, line.amount_pence) for line in behind] == [("r-s1", 4_000_000), ("r-s2", 1_500_000)]
    assert behind[1].text == "'Tots and tunes'; Harbour Trust; Parenting support; early years; Harbour ward"


def test_without_services_it_says_which_sheet_to_supply() -> None:
    assert ask({}).result.missing == NO_SERVICES


def test_services_without_needs_name_the_column_to_fill() -> None:
    assert "column `needs` of the sheet `services`" in ask(town([{"id": "s1"}])).result.missing


def test_no_pairs_is_said_with_what_is_not_stated() -> None:
    found = ask(town([PLAY, {"id": "s9", "meets": "Housing"}])).result
    assert (found.table.num_rows, found.missing) == (0, "")
    assert found.notes == (
        "No two of the 2 services on our list share a need, a client group and a place as far as their sources say; "
        "this is not to say that none overlap.",
        "Of 2 services 1 name no client group and 1 name no place: what is not stated is never taken as the same.",
        "Where a service names no place, pairs are listed only if what they offer is much alike, and as possible.",
    )


def test_a_sum_of_people_is_not_told_where_one_of_the_two_helps_fewer_than_five() -> None:
    needs = client_needs({"of": "Parenting support", "among": "Under-fives", "in": "Harbour ward", "people": 420})
    few = [{**PLAY, "people_per_year": 2}, {**TOTS, "people_per_year": 6}]
    (row,) = ask(town(few, rel_overlaps=[pair("s1", "s2")], **needs)).result.table.to_pylist()
    assert (row["people"], row["why_both"]) == (None, CHOICE)


def test_a_service_that_ended_before_the_first_year_of_the_place_overlaps_nothing() -> None:
    years: list[dict[str, object]] = [{"key": "financial_year", "value": year} for year in ("2010-11", "2009-10")]
    for end, rows in (("2009-03-31", 0), ("2009-04-01", 1), (None, 1)):
        tables = town([PLAY, {**TOTS, "end": end}], rel_overlaps=[pair("s1", "s2")], setting=years)
        assert ask(tables).result.table.num_rows == rows


def judged(verdict: str, left: str = "r-s1", right: str = "r-s2", **more: object) -> dict[str, object]:
    return {"left_record": left, "right_record": right, "verdict": verdict, "at": "2010-01-01", **more}


def with_verdicts(*verdicts: dict[str, object], **more: list[dict[str, object]]) -> dict[str, pa.Table]:
    pairs = [pair("s1", "s2", 0.9), pair("s1", "s3", 0.65)]
    tables = town([PLAY, TOTS, {**TOTS, "id": "s3"}], rel_overlaps=pairs, **more)
    return {**tables, "verdict": from_rows(list(verdicts), "judgement.verdict")}


@pytest.mark.parametrize("verdict", ["different", "not ours to say"])
def test_a_pair_that_a_verdict_settled_is_left_out_and_counted(verdict: str) -> None:
    found = ask(with_verdicts(judged(verdict))).result
    assert found.table["right_service"].to_pylist() == ["s3"]
    assert "Settled by verdicts: 1 pair is left out (different, or not ours to say)." in found.notes


@pytest.mark.parametrize("verdict", ["valued overlap", "need evidence"])
def test_a_pair_that_people_spoke_of_comes_last_with_what_they_said_first(verdict: str) -> None:
    found = ask(with_verdicts(judged(verdict, why="parents like both"))).result
    assert found.table["right_service"].to_pylist() == ["s3", "s2"]
    assert found.table["reasons"].to_pylist()[1] == [
        f"people said: {verdict} (parents like both)",
        "both meet Parenting support",
    ]
    assert "Spoken of by verdicts: 1 pair comes last (valued overlap, or need evidence)." in found.notes


def test_the_last_verdict_on_a_pair_of_services_stands_and_any_of_their_records_speaks_for_them() -> None:
    more: dict[str, list[dict[str, object]]] = {
        "rel_describes_service": [{"source_id": "r-again", "target_id": "s1"}],
        "record": [{"id": "r-again", "name": "Stay and play", "kind": "service"}],
    }
    settled = judged("different", "r-again")
    assert ask(with_verdicts(settled, **more)).result.table["right_service"].to_pylist() == ["s3"]
    taken_back = judged("need evidence", "r-again", at="2010-01-02")
    found = ask(with_verdicts(taken_back, settled, **more)).result.table
    assert found["right_service"].to_pylist() == ["s3", "s2"]


def test_all_pairs_settled_is_not_said_to_be_none_found() -> None:
    tables = {**with_verdicts(judged("different"), judged("different", "r-s1", "r-s3"))}
    assert ask(tables).result.notes == ("Settled by verdicts: 2 pairs are left out (different, or not ours to say).",)
