"""A service that a contract or grant only proposes is no offer: counted beside, never compared, never filling a gap."""

import pytest

from tests.service_town import client_needs, town
from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer
from tpgraph.graphs.offers import read_offers

LISTED = {"id": "a", "meets": "Respite", "serves": "Carers", "in": "Harbour", "by": "Trust"}
PROPOSED = {**LISTED, "id": "b", "by": "Hill Care", "inferred_from": "contract C1"}
SAYS = "1 service is only inferred from contracts or grants, and not counted here"


def ask(name: str, *services: dict[str, object]) -> Answer:
    need = client_needs({"of": "Respite", "among": "Carers", "in": "Harbour", "people": 40})
    pair = {
        "source_id": "a",
        "target_id": "b",
        "relation": "duplicated_provision",
        "grade": "strong",
        "probability": 0.9,
    }
    coverage = [{"complete": "yes"}]
    tables = town(list(services), rel_overlaps=[pair], coverage=coverage, **need)
    return answer(analysis(name), tables, bind(analysis(name), {}))


def test_a_proposed_service_is_counted_and_is_no_offer() -> None:
    offers = read_offers(town([LISTED, PROPOSED, {**PROPOSED, "id": "c", "status": "closed"}]))
    assert (list(offers.by_id), offers.proposed) == (["a"], 1)


@pytest.mark.parametrize("name", ["overlaps", "gaps", "partners"])
def test_every_question_about_services_says_how_many_are_left_out(name: str) -> None:
    notes = " ".join(ask(name, LISTED, PROPOSED).result.notes)
    assert SAYS in notes
    assert "tpgraph template FILE --from STORE" in notes
    assert SAYS not in " ".join(ask(name, LISTED, {**PROPOSED, "inferred_from": None}).result.notes)


def test_a_proposed_service_overlaps_with_nothing_until_it_is_confirmed() -> None:
    assert ask("overlaps", LISTED, PROPOSED).result.table.num_rows == 0
    assert ask("overlaps", LISTED, {**PROPOSED, "inferred_from": None}).result.table.num_rows == 1


def test_a_proposed_service_closes_no_gap() -> None:
    elsewhere = {**LISTED, "meets": "Debt advice"}
    assert ask("gaps", elsewhere, PROPOSED).result.table.num_rows == 1
    assert ask("gaps", elsewhere, {**PROPOSED, "inferred_from": None}).result.table.num_rows == 0


@pytest.mark.parametrize("name", ["overlaps", "gaps", "partners"])
def test_proposals_alone_are_told_beside_what_is_missing(name: str) -> None:
    result = ask(name, PROPOSED).result
    assert result.missing
    assert SAYS in " ".join(result.notes)
