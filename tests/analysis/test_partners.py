"""Which bodies share people or needs in a place without a tie."""

import pyarrow as pa
import pytest

from tests.service_town import client_needs, town
from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer
from tpgraph.analysis.cells import NO_SERVICES
from tpgraph.analysis.partner_ties import MOST_BODIES
from tpgraph.analysis.partners import NO_TIES, WHY_RIGHT
from tpgraph.errors import AnalysisError
from tpgraph.findings import Finding, finding_id

PLAY: dict[str, object] = {
    "id": "s1",
    "name": "Stay and play",
    "meets": "Parenting support",
    "serves": "Under-fives",
    "in": "Harbour ward",
    "by": "Council",
}
SPEECH: dict[str, object] = {
    "id": "s2",
    "name": "Early words",
    "meets": "Speech therapy",
    "serves": "early years",
    "in": "Harbour ward",
    "by": "PCT",
}
TIED: list[dict[str, object]] = [{"source_id": "Other", "target_id": "Another"}]


def ask(tables: dict[str, pa.Table], **parameters: object) -> Answer:
    return answer(analysis("partners"), tables, bind(analysis("partners"), parameters))


def pairs(tables: dict[str, pa.Table], **parameters: object) -> list[tuple[str, str, int]]:
    rows = ask(tables, **parameters).result.table.to_pylist()
    return [(row["left_name"], row["right_name"], row["shared"]) for row in rows]


def test_two_bodies_for_the_same_people_in_one_ward_are_asked_whether_they_talk() -> None:
    needs = client_needs({"of": "Speech therapy", "among": "Under 5s", "in": "Harbour ward", "people": 120})
    found = ask(town([PLAY, SPEECH], rel_works_with=TIED, **needs))
    question = "Should Council and PCT talk about the under-fives they both serve in Harbour ward?"
    reasons = ["both serve under-fives in Harbour ward", "no tie between them is on our lists"]
    assert found.result.table.to_pylist() == [
        {
            "left_id": "r-Council",
            "right_id": "r-PCT",
            "left_record": "r-Council",
            "right_record": "r-PCT",
            "left_organisation": "Council",
            "right_organisation": "PCT",
            "left_name": "Council",
            "right_name": "PCT",
            "shared": 1,
            "client_groups": ["Under-fives"],
            "needs": [],
            "places": ["Harbour ward"],
            "place": "Harbour ward",
            "people": 120,
            "left_services": ["Stay and play"],
            "right_services": ["Early words"],
            "question": question,
            "reasons": reasons,
            "why_both": WHY_RIGHT,
            "people_to_ask": ["Council", "PCT"],
        }
    ]
    assert found.findings == (
        Finding(
            id=finding_id("PA", {}, ["r-Council", "r-PCT"]),
            kind="partners",
            question=question,
            reasons=tuple(reasons),
            why_both=WHY_RIGHT,
            subjects=("Council", "PCT"),
            records=("r-Council", "r-PCT"),
            people_to_ask=("Council", "PCT"),
            people=120,
            place="Harbour ward",
        ),
    )
    assert found.result.notes == ()


def test_a_need_alone_is_shared_too_and_worded_so() -> None:
    older = {**PLAY, "id": "s2", "serves": "Older people", "by": "Trust"}
    (row,) = ask(town([PLAY, older])).result.table.to_pylist()
    assert (
        row["question"] == "Should Council and Trust talk about parenting support, which both work on in Harbour ward?"
    )
    assert row["reasons"][0] == "both work on parenting support in Harbour ward"


def test_a_place_inside_the_other_is_shared_and_counts_as_the_smaller_one() -> None:
    tables = town([PLAY, {**SPEECH, "in": "Northmere"}], [("Harbour ward", "Northmere")])
    (row,) = ask(tables).result.table.to_pylist()
    assert (row["shared"], row["places"]) == (1, ["Harbour ward"])


def test_another_place_or_other_people_are_not_shared() -> None:
    assert pairs(town([PLAY, {**SPEECH, "in": "Hill ward"}])) == []
    assert pairs(town([PLAY, {**SPEECH, "serves": "Older people"}])) == []
    assert pairs(town([{**PLAY, "serves": "Everyone"}, {**SPEECH, "serves": "Everyone"}])) == []


def test_services_that_are_over_are_left_out() -> None:
    assert pairs(town([PLAY, {**SPEECH, "status": "closed"}])) == []
    years: list[dict[str, object]] = [{"key": "financial_year", "value": "2009-10"}]
    assert pairs(town([PLAY, {**SPEECH, "end": "2009-03-31"}], setting=years)) == []
    assert pairs(town([PLAY, {**SPEECH, "end": "2009-04-01"}], setting=years)) == [("Council", "PCT", 1)]


LINK = {"source_id": "PCT", "target_id": "Council"}


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("rel_works_with", [LINK]),
        ("rel_funds", [LINK]),
        ("rel_owned_by", [LINK]),
        ("rel_same_as", [LINK]),
        ("rel_refers_to", [{"source_id": "s2", "target_id": "s1"}]),
        ("rel_commissions", [{"source_id": "PCT", "target_id": "s1"}]),
    ],
)
def test_a_tie_of_any_kind_leaves_a_pair_out(table: str, rows: list[dict[str, object]]) -> None:
    assert pairs(town([PLAY, SPEECH])) == [("Council", "PCT", 1)]
    assert pairs(town([PLAY, SPEECH], **{table: rows})) == []


def test_a_payment_from_one_to_the_other_is_a_tie() -> None:
    flow = {
        "rel_pays": [{"source_id": "PCT", "target_id": "f1"}],
        "rel_to": [{"source_id": "f1", "target_id": "Council"}],
    }
    assert pairs(town([PLAY, SPEECH], **flow)) == []
    elsewhere = {**flow, "rel_to": [{"source_id": "f1", "target_id": "Trust"}]}
    assert pairs(town([PLAY, SPEECH], **elsewhere)) == [("Council", "PCT", 1)]


def test_a_commissioner_is_a_partner_too() -> None:
    assert pairs(town([PLAY, {**SPEECH, "by": "", "for": "PCT"}])) == [("Council", "PCT", 1)]


def test_the_pair_that_shares_most_comes_first_then_the_one_with_most_people() -> None:
    services = [
        PLAY,
        {**SPEECH, "meets": "Parenting support"},
        {**SPEECH, "id": "s3", "by": "Trust"},
        {"id": "s4", "serves": "Carers", "in": "Hill ward", "by": "Aa"},
        {"id": "s5", "serves": "Carers", "in": "Hill ward", "by": "Bb"},
    ]
    needs = client_needs({"of": "Respite", "among": "unpaid carers", "in": "Hill ward", "people": 40})
    assert pairs(town(services, need=[{"id": "Respite", "name": "Respite"}], **needs)) == [
        ("Council", "PCT", 2),
        ("Aa", "Bb", 1),
        ("Council", "Trust", 1),
        ("PCT", "Trust", 1),
    ]


def test_what_too_many_bodies_share_names_no_pair_and_is_said() -> None:
    crowd = [{**PLAY, "id": f"s{number}", "by": f"Body {number}", "meets": ""} for number in range(MOST_BODIES + 1)]
    found = ask(town(crowd)).result
    assert found.table.num_rows == 0
    assert found.notes == ("Groups and needs in a place that so many bodies share that no pair is named: 1.",)


def test_parameters_choose_pairs() -> None:
    walks: dict[str, object] = {"id": "s9", "name": "Walks", "in": "Hill ward", "by": "Trust", "serves": "Everyone"}
    tables = town([PLAY, SPEECH, walks], [("Harbour ward", "Northmere")])
    for parameters, rows in (
        ({"place": "Northmere"}, 1),
        ({"place": "Hill ward"}, 0),
        ({"client_group": "under 5s"}, 1),
        ({"need": "Speech therapy"}, 0),
        ({"organisation": "pct"}, 1),
        ({"organisation": "Trust"}, 0),
    ):
        assert len(pairs(tables, **parameters)) == rows
        assert any("with these filters" in note for note in ask(tables, **parameters).result.notes) == (not rows)


def test_a_body_that_is_not_here_is_refused_with_a_near_name() -> None:
    with pytest.raises(AnalysisError, match=r"no organisation here is called 'PTC'; did you mean '.*PCT'"):
        ask(town([PLAY, SPEECH]), organisation="PTC")


def test_without_any_tie_on_the_lists_it_says_so() -> None:
    assert ask(town([PLAY, SPEECH])).result.notes == (NO_TIES,)


def test_missing_data_is_named_by_sheet_and_column() -> None:
    assert ask({}).result.missing == NO_SERVICES
    assert "columns `provider`, `places` and `client_groups` or `needs`" in ask(town([{"id": "s1"}])).result.missing


def test_the_evidence_is_the_services_of_both() -> None:
    tables = town([PLAY, {**SPEECH, "by": "", "for": "PCT"}])
    description = analysis("partners")
    (row,) = ask(tables).result.table.to_pylist()
    behind = description.evidence(tables, row, bind(description, {}))
    assert [(line.record_id, line.text) for line in behind] == [
        ("r-s1", "Council runs 'Stay and play'"),
        ("r-s2", "PCT commissions 'Early words'"),
    ]


def test_five_thousand_services_of_three_hundred_bodies_are_compared() -> None:
    services = [
        {
            "id": f"s{number}",
            "meets": f"Need {number % 40}",
            "serves": f"Group {number % 7}",
            "in": f"Ward {number % 11}",
            "by": f"Body {number % 300}",
        }
        for number in range(5_000)
    ]
    assert ask(town(services)).result.table.num_rows == 200
