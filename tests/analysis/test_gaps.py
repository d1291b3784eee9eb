"""Where no service on a list that is declared complete meets a need of people in a place."""

import pyarrow as pa
import pytest

from tests.service_town import client_needs, town
from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer
from tpgraph.analysis.cells import NO_SERVICES
from tpgraph.analysis.gaps import NO_COVERAGE, NO_PEOPLE, WHY_RIGHT
from tpgraph.errors import AnalysisError
from tpgraph.findings import Finding, finding_id

NESTED = [("Harbour ward", "Northmere"), ("Hill ward", "Northmere")]
COMPLETE: dict[str, object] = {"place_id": "Northmere", "complete": "yes", "as_of": "2010-03-31"}
SPEECH: dict[str, object] = {
    "id": "s1",
    "name": "Early words",
    "meets": "Speech therapy",
    "serves": "Under-fives",
    "in": "Hill ward",
    "by": "Northmere PCT",
    "for": "Northmere Council",
}
HARBOUR: dict[str, object] = {
    "of": "Speech therapy",
    "among": "Under-fives",
    "in": "Harbour ward",
    "people": 120,
    "financial_year": "2009-10",
}

EVERYONE_TAKES_UP = (
    "Assumed, not measured: everyone with a need would take up a service (`--take-up 0.3` asks with another share)."
)


def ask(tables: dict[str, pa.Table], **parameters: object) -> Answer:
    return answer(analysis("gaps"), tables, bind(analysis("gaps"), parameters))


def lacking(
    services: list[dict[str, object]], needs: list[dict[str, object]], coverage: list[dict[str, object]]
) -> list[tuple[str, str]]:
    """(need, place) of every row."""
    extra = [{"id": name, "name": name} for row in needs for name in [str(row["of"])]]
    tables = town(services, NESTED, coverage=coverage, need=extra, **client_needs(*needs))
    found = ask(tables).result.table
    return list(zip(found["need"].to_pylist(), found["place"].to_pylist(), strict=True))


def test_a_need_that_no_service_of_a_complete_list_meets_is_put_as_a_question() -> None:
    groups = [{"id": "Under-fives", "name": "Under-fives"}]
    tables = town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    assert tables["client_group"].to_pylist() == groups
    found = ask(tables)
    question = "No service on our list is for speech therapy for under-fives in Harbour ward: is that right?"
    reasons = [
        "people there with the need in 2009-10: 120",
        "our list is declared complete there as of 2010-03-31",
    ]
    assert found.result.table.to_pylist() == [
        {
            "need": "Speech therapy",
            "client_group": "Under-fives",
            "place": "Harbour ward",
            "people": 120,
            "low": None,
            "high": None,
            "people_in_words": "120",
            "take_up": 1.0,
            "would_take_up": 120,
            "financial_year": "2009-10",
            "complete_as_of": "2010-03-31",
            "grade": "strong",
            "need_id": "Speech therapy",
            "client_group_key": "under fives",
            "place_id": "Harbour ward",
            "client_need": "cn-0",
            "question": question,
            "reasons": reasons,
            "why_both": WHY_RIGHT,
            "people_to_ask": [],
        }
    ]
    subject = {"need": "Speech therapy", "client_group": "under fives", "place": "Harbour ward"}
    assert found.findings == (
        Finding(
            id=finding_id("GA", subject, []),
            kind="gaps",
            question=question,
            reasons=tuple(reasons),
            why_both=WHY_RIGHT,
            grade="strong",
            subjects=("Speech therapy",),
            people=120,
            place="Harbour ward",
            parameters=subject,
        ),
    )
    assert (found.result.notes, found.result.missing) == ((EVERYONE_TAKES_UP,), "")


def test_a_service_in_a_larger_place_or_in_a_part_of_it_is_there() -> None:
    for place in ("Northmere", "Harbour ward"):
        assert lacking([{**SPEECH, "in": place}], [HARBOUR], [COMPLETE]) == []
    whole = [{**HARBOUR, "in": "Northmere"}]
    assert lacking([SPEECH], whole, [COMPLETE]) == []


def test_a_service_for_a_narrower_need_counts_and_one_for_a_broader_need_is_named() -> None:
    broader = [{"source_id": "Stammering", "target_id": "Speech therapy"}]
    stammer = {**SPEECH, "in": "Harbour ward", "meets": "Stammering"}
    for need, rows in (("Speech therapy", 0), ("Stammering", 0)):
        tables = town(
            [stammer], NESTED, coverage=[COMPLETE], rel_broader=broader, **client_needs({**HARBOUR, "of": need})
        )
        assert ask(tables).result.table.num_rows == rows
    speech = {**SPEECH, "in": "Harbour ward"}
    needs = [{"id": "Stammering", "name": "Stammering"}]
    tables = town(
        [speech],
        NESTED,
        need=needs,
        coverage=[COMPLETE],
        rel_broader=broader,
        **client_needs({**HARBOUR, "of": "Stammering"}),
    )
    (row,) = ask(tables).result.table.to_pylist()
    assert row["reasons"][-1] == "for a broader need: Early words"
    assert row["people_to_ask"] == ["Northmere Council", "Northmere PCT"]


def test_a_service_for_other_people_does_not_count_and_is_named() -> None:
    others = {**SPEECH, "in": "Harbour ward", "serves": "Older people"}
    (row,) = ask(town([others], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))).result.table.to_pylist()
    assert (row["grade"], row["reasons"][-1]) == ("likely", "there, but for other people: Early words")
    for group in ("early years", "Everyone", ""):
        assert lacking([{**others, "serves": group}], [HARBOUR], [COMPLETE]) == []


def test_a_service_without_a_place_leaves_the_question_possible() -> None:
    (row,) = ask(
        town([{**SPEECH, "in": ""}], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    ).result.table.to_pylist()
    assert (row["grade"], row["reasons"][-1]) == ("possible", "on our list for it without a place: Early words")


def test_a_service_that_is_over_does_not_count() -> None:
    assert lacking(
        [{**SPEECH, "in": "Harbour ward", "status": "closed"}, {**SPEECH, "id": "s2"}], [HARBOUR], [COMPLETE]
    ) == [("Speech therapy", "Harbour ward")]


def test_only_a_list_declared_complete_for_place_and_need_shows_a_gap() -> None:
    gap = [("Speech therapy", "Harbour ward")]
    for change, expected in (
        ({}, gap),
        ({"place_id": "Harbour ward"}, gap),
        ({"place_id": None}, gap),
        ({"need_id": "Speech therapy"}, gap),
        ({"place_id": "Hill ward"}, []),
        ({"need_id": "Housing"}, []),
        ({"sector": "voluntary"}, []),
        ({"complete": "part"}, []),
    ):
        assert lacking([SPEECH], [HARBOUR], [{**COMPLETE, **change}]) == expected


def test_what_is_not_known_is_counted_in_one_line() -> None:
    elsewhere = {**HARBOUR, "in": "Quay ward"}
    found = ask(
        town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR, elsewhere, {**elsewhere, "of": "X"}))
    ).result
    assert found.table.num_rows == 1
    assert found.notes == (
        EVERYONE_TAKES_UP,
        "For 2 more needs of people in a place our list has no service, but nobody declares the list complete there: "
        "not known (sheet `coverage`).",
    )


def test_most_people_come_first_then_under_5_then_unknown() -> None:
    rows = [
        {**HARBOUR, "of": "Aa", "people": None},
        {**HARBOUR, "of": "Bb", "people": None, "low": 0, "high": 4},
        {**HARBOUR, "of": "Cc", "people": 20},
        {**HARBOUR, "of": "Dd", "people": 300},
    ]
    needs = [{"id": str(row["of"]), "name": str(row["of"])} for row in rows]
    found = ask(town([SPEECH], NESTED, coverage=[COMPLETE], need=needs, **client_needs(*rows))).result.table
    assert found["need"].to_pylist() == ["Dd", "Cc", "Bb", "Aa"]
    assert found["people_in_words"].to_pylist() == ["300", "20", "under 5", "not known"]
    assert found["people"].to_pylist() == [300, 20, None, None]


def test_the_newest_year_of_a_count_is_used() -> None:
    older = {**HARBOUR, "people": 500, "financial_year": "2008-09"}
    found = ask(town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(older, HARBOUR))).result.table
    assert found["people"].to_pylist() == [120]


def test_parameters_choose_places_needs_and_groups() -> None:
    tables = town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    for parameters, rows in (
        ({"place": "northmere"}, 1),
        ({"place": "Hill ward"}, 0),
        ({"need": "speech therapy"}, 1),
        ({"client_group": "under 5s"}, 1),
    ):
        found = ask(tables, **parameters).result
        assert found.table.num_rows == rows
        assert any("with these filters" in note for note in found.notes) == (not rows)


def test_a_need_or_group_that_is_not_here_is_refused() -> None:
    tables = town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    for parameters in ({"need": "Housing"}, {"client_group": "Carers"}, {"place": "Nowhere"}):
        with pytest.raises(AnalysisError, match=f"is called '{next(iter(parameters.values()))}'"):
            ask(tables, **parameters)


def test_missing_data_is_named_by_sheet() -> None:
    assert ask({}).result.missing == NO_SERVICES
    assert ask(town([SPEECH])).result.missing == NO_PEOPLE
    assert ask(town([SPEECH], **client_needs(HARBOUR))).result.missing == NO_COVERAGE.format(unknown=1)
    assert "column `needs`" in ask(town([{"id": "s1"}], **client_needs(HARBOUR))).result.missing


def test_the_evidence_is_the_line_that_counts_the_people() -> None:
    tables = town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    description = analysis("gaps")
    (row,) = ask(tables).result.table.to_pylist()
    first = description.evidence(tables, row, bind(description, {}))[0]
    assert (first.record_id, first.amount_pence) == ("cn-0", None)
    assert first.text == (
        "No service on our list for speech therapy for under-fives in Harbour ward (people there with the need: 120)."
    )


def asked(services: list[dict[str, object]], coverage: dict[str, object], *bodies: str) -> list[str]:
    """The people to ask about the one gap of Harbour ward."""
    setting: list[dict[str, object]] = [{"key": "body", "value": body} for body in bodies]
    organisations: list[dict[str, object]] = [{"id": body, "name": body.upper()} for body in bodies]
    tables = town(
        services, NESTED, coverage=[coverage], setting=setting, organisation=organisations, **client_needs(HARBOUR)
    )
    (row,) = ask(tables).result.table.to_pylist()
    return list(row["people_to_ask"])


def test_somebody_is_in_the_room_wherever_anybody_is_known() -> None:
    other = {"id": "s2", "meets": "Play", "in": "Harbour ward"}
    toys = {**other, "serves": "Under-fives", "by": "Toy Library"}
    club = {**other, "id": "s3", "serves": "Carers", "by": "Quay Club"}
    bought = {**other, "id": "s4", "serves": "Carers", "for": "Northmere PCT"}
    assert asked([SPEECH, toys, club, bought], {**COMPLETE, "publisher": "Pilot team"}, "c") == ["Pilot team"]
    assert asked([SPEECH, toys, club, bought], COMPLETE, "c") == ["Toy Library"]
    assert asked([SPEECH, club, bought], COMPLETE, "c") == ["Quay Club"]
    assert asked([SPEECH, bought], COMPLETE, "c") == ["Northmere PCT"]
    assert asked([SPEECH], COMPLETE, "c", "d") == ["C", "D"]
    assert asked([SPEECH], COMPLETE) == []


def test_a_list_of_a_body_that_is_here_is_asked_by_its_name() -> None:
    assert asked([SPEECH], {**COMPLETE, "publisher": "c"}, "c") == ["C"]


def test_a_service_that_ended_before_the_year_of_the_need_does_not_count_and_is_named() -> None:
    ended = {**SPEECH, "id": "s2", "name": "Old words", "in": "Harbour ward", "end": "2009-03-31"}
    tables = town([ended], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    (row,) = ask(tables).result.table.to_pylist()
    assert row["reasons"][-1] == "over before that: Old words"
    assert row["people_to_ask"] == ["Northmere Council", "Northmere PCT"]
    assert lacking([{**ended, "end": "2009-04-01"}], [HARBOUR], [COMPLETE]) == []


def test_without_a_year_of_the_need_the_date_of_the_list_then_the_years_of_the_place_say_what_is_over() -> None:
    need = {**HARBOUR, "financial_year": None}
    ended = {**SPEECH, "in": "Harbour ward", "end": "2010-03-30"}
    gap = [("Speech therapy", "Harbour ward")]
    assert lacking([ended], [need], [COMPLETE]) == gap
    assert lacking([{**ended, "end": "2010-03-31"}], [need], [COMPLETE]) == []
    assert lacking([ended], [need], [{**COMPLETE, "as_of": None}]) == []
    years: list[dict[str, object]] = [{"key": "financial_year", "value": "2010-11"}]
    tables = town([ended], NESTED, coverage=[{**COMPLETE, "as_of": None}], setting=years, **client_needs(need))
    assert ask(tables).result.table.num_rows == 1


def test_the_share_who_would_take_up_a_service_is_said_wherever_it_is_not_everyone() -> None:
    hidden: dict[str, object] = {**HARBOUR, "people": None, "low": 0, "high": 4, "in": "Hill ward", "of": "Debt advice"}
    needs = [{"id": "Debt advice", "name": "Debt advice"}]
    tables = town([SPEECH], NESTED, need=needs, coverage=[COMPLETE], **client_needs(HARBOUR, hidden))
    found = ask(tables, take_up=0.25)
    first, second = found.result.table.to_pylist()
    assert (first["people"], first["take_up"], first["would_take_up"]) == (120, 0.25, 30)
    assert second["would_take_up"] is None
    assert found.analysis.sentence(first).endswith(
        "(people there with the need: 120; if 25% of them took up a service: 30)."
    )
    assert found.analysis.sentence(second).endswith("under 5; if 25% of them took up a service: under 5).")
    assert found.findings[0].reasons[0] == (
        "people there with the need in 2009-10: 120; if 25% of them took up a service: 30"
    )
    assert found.result.notes[-1] == (
        "Assumed, not measured: 25% of the people with a need would take up a service. Numbers of people with the need "
        "are as counted."
    )
    # The people in need, and the finding's id, are what they are without the assumption.
    assert [finding.people for finding in found.findings] == [120, None]
    assert found.ids == ask(tables).ids


def test_everyone_taking_up_a_service_is_said_beside_the_table_alone() -> None:
    tables = town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    found = ask(tables)
    assert found.result.notes == (EVERYONE_TAKES_UP,)
    assert "took up" not in found.analysis.sentence(found.result.table.to_pylist()[0])


def test_nobody_taking_up_a_service_is_said_in_words() -> None:
    tables = town([SPEECH], NESTED, coverage=[COMPLETE], **client_needs(HARBOUR))
    found = ask(tables, take_up=0)
    (row,) = found.result.table.to_pylist()
    assert row["would_take_up"] == 0
    assert found.analysis.sentence(row).endswith("need: 120; if none of them took up a service: nobody).")
    assert found.result.notes[-1].startswith("Assumed, not measured: none of the people with a need would take up")


def test_figures_that_nobody_mapped_are_named_where_no_people_are_stated() -> None:
    problem: dict[str, object] = {"code": "indicator-not-mapped", "subject": "Lonely adults", "sentence": "said"}
    assert ask(town([SPEECH], NESTED, problem=[problem])).result.missing.startswith(
        "1 indicator is loaded and left out here, as nobody says which need each counts: 'Lonely adults'."
    )


@pytest.mark.parametrize("share", [-0.1, 1.5, 30])
def test_a_take_up_that_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(AnalysisError, match=r"expected a share from 0 to 1, such as 0\.3"):
        ask(town([SPEECH]), take_up=share)


def test_a_service_of_an_area_that_covers_a_part_is_named_and_does_not_close_the_gap() -> None:
    covers = [{"source_id": "Mere ICB", "target_id": "Harbour ward", "share": 0.4, "of": "LSOAs 2021", "year": "2023"}]
    icb = {**SPEECH, "in": "Mere ICB"}
    tables = town([icb], NESTED, coverage=[COMPLETE], rel_covers_part_of=covers, **client_needs(HARBOUR))
    (row,) = ask(tables).result.table.to_pylist()
    assert row["grade"] == "possible"
    assert "in an area that covers a part of it: Early words" in row["reasons"]


def test_people_of_an_area_that_lies_in_the_place_in_part_are_not_taken_as_its_own() -> None:
    covers = [{"source_id": "Harbour ward", "target_id": "Mere ICB", "share": 0.1, "of": "LSOAs 2021", "year": "2023"}]
    stated = [HARBOUR, {**HARBOUR, "in": "Mere ICB", "people": 9000}]
    places = [{"id": "Mere ICB", "name": "Mere ICB"}]
    tables = town(
        [SPEECH], NESTED, place=places, coverage=[COMPLETE], rel_covers_part_of=covers, **client_needs(*stated)
    )
    found = ask(tables, place="Harbour ward").result
    assert found.table["people"].to_pylist() == [120]
    (note,) = [note for note in found.notes if "apportioned" in note]
    assert note.startswith("1 number of people is stated for areas that lie in Harbour ward in part only (Mere ICB)")


def test_people_stated_under_a_code_that_was_replaced_are_found_under_what_followed() -> None:
    later = [{"source_id": "Old ward", "target_id": "Harbour ward"}]
    places = [{"id": "Old ward", "name": "Old ward"}]
    stated = [{**HARBOUR, "in": "Old ward"}]
    tables = town([SPEECH], NESTED, place=places, coverage=[COMPLETE], rel_succeeded_by=later, **client_needs(*stated))
    found = ask(tables, place="Harbour ward").result
    assert found.table["place"].to_pylist() == ["Old ward"]
    assert any(note.startswith("What is stated for places that were replaced counts under") for note in found.notes)
