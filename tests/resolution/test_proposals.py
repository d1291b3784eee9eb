"""Services that contracts or grants propose: joined by the row that confirms them, and marked until then."""

from tests.resolution.tables import judgements, records
from tpgraph.resolution.derive import derive

PROPOSED = "r-00000000000000aa"
OTHER = "r-00000000000000bb"
CONFIRMING = "r-00000000000000ff"


def proposal(record_id: str = PROPOSED, **more: object) -> dict[str, object]:
    return {
        "record_id": record_id, "name": "Carers support", "inferred_from": "contract C1", "start": "2009-04-01",
        "cost_pence_per_year": 100, "description": "as contracted", **more,
    }  # fmt: skip


def confirmation(**more: object) -> dict[str, object]:
    return {"record_id": CONFIRMING, "name": "Carers' centre", "confirms": PROPOSED, "needs": ["Respite"], **more}


def services(*rows: dict[str, object], **judged: list[dict[str, object]]) -> list[dict[str, object]]:
    wanted = ["id", "name", "inferred_from", "description", "start", "cost_pence_per_year"]
    table = derive(records(service=list(rows)), judgements(**judged))["service"]
    found: list[dict[str, object]] = table.select(wanted).to_pylist()
    return found


def test_a_proposed_service_says_what_it_is_inferred_from() -> None:
    (service,) = services(proposal())
    assert service["inferred_from"] == "contract C1"


def test_a_row_that_confirms_makes_one_service_of_the_two_in_its_own_words() -> None:
    for own in (CONFIRMING, "r-0000000000000001"):
        (service,) = services(proposal(), confirmation(record_id=own))
        assert service == {
            "id": min(own, PROPOSED), "name": "Carers' centre", "inferred_from": None, "description": "as contracted",
            "start": "2009-04-01", "cost_pence_per_year": 100,
        }  # fmt: skip


def test_what_the_row_says_wins_over_the_proposal() -> None:
    (service,) = services(proposal(), confirmation(cost_pence_per_year=70, description="a drop-in"))
    assert (service["cost_pence_per_year"], service["description"]) == (70, "a drop-in")


def test_the_needs_and_the_money_of_both_are_those_of_the_service() -> None:
    flow = {
        "record_id": "r-0000000000000f01", "amount_pence": 5, "basis": "contract", "payee_status": "blank",
        "service_record": PROPOSED,
    }  # fmt: skip
    graph = derive(records(service=[proposal(), confirmation()], flow=[flow]), judgements())
    assert graph["rel_meets"].column("source_id").to_pylist() == [PROPOSED]
    assert graph["rel_for"].to_pylist() == [{"source_id": "r-0000000000000f01", "target_id": PROPOSED}]


def test_records_of_one_proposal_stay_a_proposal_with_all_providers() -> None:
    bodies = [{"record_id": f"r-00000000000000{n}", "name": f"Trust {n}"} for n in ("01", "02")]
    rows = [
        proposal(provider_record="r-0000000000000001"),
        proposal(OTHER, provider_record="r-0000000000000002", confirms=PROPOSED),
    ]
    graph = derive(records(service=rows, organisation=bodies), judgements())
    assert graph["service"].column("inferred_from").to_pylist() == ["contract C1"]
    assert graph["rel_provides"].num_rows == 2


def test_a_number_that_no_record_has_joins_nothing() -> None:
    assert len(services(confirmation())) == 1
    assert len(services(proposal(), confirmation(confirms="r-0000000000000009"))) == 2


def test_a_verdict_keeps_apart_what_a_row_confirms() -> None:
    verdict = {"left_record": PROPOSED, "right_record": CONFIRMING, "verdict": "different", "at": "2010-01-01"}
    found = services(proposal(), confirmation(), verdict=[verdict])
    assert [service["inferred_from"] for service in found] == ["contract C1", None]


def test_a_verdict_joins_as_ever_and_the_listed_service_speaks() -> None:
    verdict = {"left_record": PROPOSED, "right_record": CONFIRMING, "verdict": "same", "at": "2010-01-01"}
    (service,) = services(proposal(), confirmation(confirms=None), verdict=[verdict])
    assert (service["name"], service["inferred_from"]) == ("Carers' centre", None)


def bodies(*rows: dict[str, object]) -> int:
    return derive(records(organisation=list(rows)), judgements())["organisation"].num_rows


def test_a_line_that_carries_the_number_of_a_body_is_that_body() -> None:
    one = {"record_id": "r-0000000000000001", "name": "Boombox", "mentioned": True}
    other = {"record_id": "r-0000000000000002", "name": "Boombox", "id": "r-0000000000000001"}
    assert bodies(one, other) == 1
    assert bodies(one, {**other, "id": "o1"}) == 2


def test_a_number_never_joins_two_bodies_of_one_register() -> None:
    one = {"record_id": "r-0000000000000001", "name": "A", "identifier": "GB-COH-01234567"}
    other = {
        "record_id": "r-0000000000000002",
        "name": "A",
        "identifier": "GB-COH-07654321",
        "id": "r-0000000000000001",
    }
    assert bodies(one, other) == 2
