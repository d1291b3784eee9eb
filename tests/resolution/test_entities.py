"""Which records are one body: ids, names and what is kept of the others."""

import pyarrow as pa

from tests.resolution.tables import judgements, records
from tpgraph.resolution.entities import Entities, resolve


def run(organisations: list[dict[str, object]], **judged: list[dict[str, object]]) -> Entities:
    made = records(organisation=organisations)
    said = judgements(**judged)
    return resolve(made["organisation"], made["service"], said["match"], said["verdict"])


def match(left: str, right: str, probability: float, reason: str = "equal names") -> dict[str, object]:
    return {"left_record": left, "right_record": right, "relation": "same_body", "probability": probability,
            "reasons": [reason], "model": "rules-1"}  # fmt: skip


def entity(entities: Entities, record: str) -> str:
    found = {row["record_id"]: row["entity_id"] for row in entities.entity_of.to_pylist()}
    return str(found[record])


def test_the_id_is_the_best_identifier_else_the_smallest_record_id() -> None:
    found = run(
        [
            {"record_id": "r-1", "name": "Harbour Trust"},
            {"record_id": "r-2", "name": "Harbour Trust", "identifier": "GB-COH-01234567"},
            {"record_id": "r-3", "name": "Harbour Trust", "identifier": "1089893"},
            {"record_id": "r-4", "name": "Quay Club"},
        ],
        match=[match("r-1", "r-2", 0.97)],
    )
    assert entity(found, "r-1") == entity(found, "r-2") == "GB-COH-01234567"
    assert entity(found, "r-4") == "r-4"


def test_matches_below_the_line_are_candidates_and_join_nothing() -> None:
    found = run(
        [{"record_id": "r-1", "name": "Harbour"}, {"record_id": "r-2", "name": "Harbour"}],
        match=[match("r-1", "r-2", 0.6)],
    )
    assert entity(found, "r-1") != entity(found, "r-2")
    assert found.candidates.to_pylist() == [
        {"source_id": "r-1", "target_id": "r-2", "probability": 0.6, "model": "rules-1"}
    ]


def test_a_verdict_different_takes_a_pair_off_the_candidates_and_apart() -> None:
    rows: list[dict[str, object]] = [{"record_id": "r-1", "name": "Harbour"}, {"record_id": "r-2", "name": "Harbour"}]
    said = [{"left_record": "r-1", "right_record": "r-2", "verdict": "different"}]
    found = run(rows, match=[match("r-1", "r-2", 0.97)], verdict=said)
    assert entity(found, "r-1") != entity(found, "r-2")
    assert found.candidates.num_rows == 0


def test_the_last_verdict_on_a_pair_stands() -> None:
    rows: list[dict[str, object]] = [{"record_id": "r-1", "name": "Quay"}, {"record_id": "r-2", "name": "Key"}]
    pair = {"left_record": "r-1", "right_record": "r-2"}
    found = run(rows, verdict=[{**pair, "verdict": "different"}, {**pair, "verdict": "same"}])
    assert entity(found, "r-1") == entity(found, "r-2") == "r-1"


def test_the_name_comes_from_a_full_entry_before_a_mention() -> None:
    found = run(
        [
            {"record_id": "r-1", "name": "HARBOUR TRUST", "mentioned": True},
            {"record_id": "r-2", "name": "Harbour Trust"},
        ],
        match=[match("r-1", "r-2", 0.97)],
    )
    assert found.organisation.column("name").to_pylist() == ["Harbour Trust"]


def test_a_public_body_goes_by_its_identifier_and_official_name() -> None:
    found = run([{"record_id": "r-1", "name": "MANCHESTER CITY COUNCIL", "mentioned": True}])
    row = found.organisation.to_pylist()[0]
    assert (row["id"], row["name"], row["sector"]) == ("GB-LAE-MAN", "Manchester City Council", "local")


def test_former_ids_lead_to_the_body() -> None:
    found = run(
        [
            {"record_id": "r-1", "name": "Harbour Trust"},
            {"record_id": "r-2", "name": "Harbour Trust", "identifier": "GB-COH-01234567"},
        ],
        match=[match("r-1", "r-2", 0.97)],
    )
    assert found.former.to_pylist() == [
        {"former_id": "r-1", "entity_id": "GB-COH-01234567"},
        {"former_id": "r-2", "entity_id": "GB-COH-01234567"},
    ]


def test_services_merge_only_on_a_verdict() -> None:
    made = records(service=[{"record_id": "r-1", "name": "Play"}, {"record_id": "r-2", "name": "Play"}])
    none = judgements()
    apart = resolve(made["organisation"], made["service"], none["match"], none["verdict"])
    assert apart.entity_of.column("entity_id").to_pylist() == ["r-1", "r-2"]
    said = judgements(verdict=[{"left_record": "r-1", "right_record": "r-2", "verdict": "same"}])
    joined = resolve(made["organisation"], made["service"], said["match"], said["verdict"])
    assert joined.entity_of.column("entity_id").to_pylist() == ["r-1", "r-1"]


def test_no_records_give_empty_tables() -> None:
    found = run([])
    assert isinstance(found.organisation, pa.Table)
    assert found.organisation.num_rows == found.entity_of.num_rows == found.former.num_rows == 0


def services(*verdicts: tuple[str, str, str]) -> Entities:
    made = records(service=[{"record_id": f"r-{n}", "name": "Play"} for n in (1, 2, 3)])
    said = judgements(verdict=[{"left_record": a, "right_record": b, "verdict": v} for a, b, v in verdicts])
    return resolve(made["organisation"], made["service"], said["match"], said["verdict"])


def test_services_called_different_that_other_verdicts_join_are_a_contradiction() -> None:
    found = services(("r-1", "r-3", "same"), ("r-2", "r-3", "same"), ("r-1", "r-2", "different"))
    assert found.entity_of.column("entity_id").to_pylist() == ["r-1", "r-1", "r-1"]
    assert found.contradictions == (("r-1", "r-2"),)
    assert services(("r-1", "r-3", "same"), ("r-1", "r-2", "different")).contradictions == ()


def test_a_verdict_different_on_any_of_their_records_takes_two_bodies_off_the_candidates() -> None:
    found = run(
        [
            {"record_id": "r-1", "name": "Northern Star", "identifier": "GB-COH-01234567"},
            {"record_id": "r-2", "name": "Northern Star Holdings", "identifier": "GB-COH-01234567"},
            {"record_id": "r-3", "name": "Northern Star"},
        ],
        match=[match("r-1", "r-2", 0.99, "equal identifiers"), match("r-1", "r-3", 0.6)],
        verdict=[{"left_record": "r-2", "right_record": "r-3", "verdict": "different"}],
    )
    assert entity(found, "r-1") == entity(found, "r-2") != entity(found, "r-3")
    assert found.candidates.num_rows == 0


def test_a_sure_match_that_a_rule_blocks_is_a_candidate_with_its_probability() -> None:
    found = run(
        [
            {"record_id": "r-1", "name": "Northern Star"},
            {"record_id": "r-2", "name": "Northern Star", "identifier": "GB-COH-01234567"},
            {"record_id": "r-3", "name": "Northern Star", "identifier": "GB-COH-00000012"},
        ],
        match=[match("r-1", "r-2", 0.98), match("r-1", "r-3", 0.97), match("r-2", "r-3", 0.96)],
    )
    # The two companies are two by their numbers; the record without one may be either.
    assert entity(found, "r-1") == "GB-COH-01234567"
    assert [tuple(row.values())[:3] for row in found.candidates.to_pylist()] == [
        ("GB-COH-00000012", "GB-COH-01234567", 0.97)
    ]
    two = run(
        [
            {"record_id": "r-2", "name": "Northern Star", "identifier": "GB-COH-01234567"},
            {"record_id": "r-3", "name": "Northern Star", "identifier": "GB-COH-00000012"},
        ],
        match=[match("r-2", "r-3", 0.96)],
    )
    assert two.candidates.num_rows == 0


def test_the_own_identifier_of_a_record_stands_above_that_of_a_list_by_its_name() -> None:
    found = run([{"record_id": "r-1", "name": "Manchester City Council", "identifier": "GB-LAE-SLF"}])
    assert entity(found, "r-1") == "GB-LAE-SLF"
