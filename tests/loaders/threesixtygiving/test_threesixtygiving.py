"""What a grant becomes, on files small enough to check by hand."""

import json
from pathlib import Path

import pytest
from tpgraph_loaders.threesixtygiving.bodies import _in_order

from tests.loaders.threesixtygiving.made_grants import (
    GRANT,
    TITLES,
    as_csv,
    as_json,
    as_workbook,
    codes,
    flow,
    loaded,
    pence,
    rows,
)
from tpgraph.identifiers import normalise_org_id
from tpgraph.loading.refusal import RefusedSourceError


def test_a_grant_is_an_award_to_the_penny_between_two_bodies(tmp_path: Path) -> None:
    load = loaded(as_json(tmp_path, GRANT))
    found = flow(load)
    wanted = {
        "id": "360G-made-1", "payer": "Northmere Foundation", "payee": "Harbour Trust", "amount_pence": 100010,
        "financial_year": "2020-21", "date": "2020-05-01", "basis": "award", "capital": "unknown",
        "purpose": "Youth club", "payee_status": "known",
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    assert [(row["name"], row["identifier"]) for row in rows(load, "organisation")] == [
        ("Northmere Foundation", "GB-CHC-1164021"),
        ("Harbour Trust", "GB-CHC-1089893"),
    ]
    assert load.publisher == "Northmere Foundation"


def test_titles_paths_and_json_give_the_same_grant(tmp_path: Path) -> None:
    paths: dict[str, object] = {
        "id": "360G-made-1", "title": "Youth club", "currency": "GBP", "amountAwarded": "1000.1",
        "awardDate": "2020-05-01T00:00:00+00:00", "recipientOrganization/0/id": "GB-CHC-1089893",
        "recipientOrganization/0/name": "Harbour Trust", "fundingOrganization/0/id": "GB-CHC-1164021",
        "fundingOrganization/0/name": "Northmere Foundation",
    }  # fmt: skip
    found = [flow(loaded(as_json(tmp_path, GRANT)))]
    found += [flow(loaded(as_csv(tmp_path, row))) for row in (paths, TITLES)]
    compared = ("record_id", "payer_record", "payee_record", "amount_pence", "date", "purpose")
    assert len({tuple(row[name] for name in compared) for row in found}) == 1


def test_each_spelling_of_headings_is_read(tmp_path: Path) -> None:
    for row in (
        TITLES,
        {heading.upper().replace(":", " : "): value for heading, value in TITLES.items()},
        {heading.replace(":", ":0:"): value for heading, value in TITLES.items()},
        {heading.replace(":", ":1:"): value for heading, value in TITLES.items()},
    ):
        found = flow(loaded(as_csv(tmp_path, row)))
        assert (found["payee"], found["payer"], found["amount_pence"]) == (
            "Harbour Trust", "Northmere Foundation", 100010,
        )  # fmt: skip


def test_an_award_on_a_row_a_year_is_counted_once(tmp_path: Path) -> None:
    years = [
        {**TITLES, "Planned Dates:Start Date": f"{year}-04-01", "Planned Dates:End Date": f"{year + 1}-03-31"}
        for year in (2020, 2021, 2022)
    ]
    load = loaded(as_csv(tmp_path, *years))
    assert (flow(load)["amount_pence"], flow(load)["ends"]) == (100010, "2023-03-31")
    assert [(row["line"], row["amount_pence"]) for row in rows(load, "set_aside")] == [(3, 100010), (4, 100010)]
    assert "grant-on-several-rows" in codes(load)


def test_the_first_of_two_amounts_of_one_grant_is_counted(tmp_path: Path) -> None:
    load = loaded(as_csv(tmp_path, TITLES, {**TITLES, "Amount Awarded": "999"}))
    assert flow(load)["amount_pence"] == 100010
    (problem,) = [row for row in rows(load, "problem") if row["code"] == "grant-amounts-differ"]
    assert (problem["line"], problem["column"], problem["value"]) == (3, "Amount Awarded", "999")


def test_what_was_disbursed_is_kept_and_never_added(tmp_path: Path) -> None:
    load = loaded(as_json(tmp_path, {**GRANT, "amountDisbursed": 400}))
    assert pence(load) == 100010
    assert json.loads(str(flow(load)["extra"]))["amount_disbursed"] == "400"
    assert "amount-disbursed" in codes(load)


def test_only_pounds_enter(tmp_path: Path) -> None:
    load = loaded(as_json(tmp_path, GRANT, {**GRANT, "id": "360G-made-2", "currency": "EUR"}))
    assert pence(load) == 100010
    assert [(row["line"], row["reason"]) for row in rows(load, "set_aside")] == [(2, "not in pounds")]
    assert "not-pounds" in codes(load)


def test_an_amount_of_more_digits_than_a_float_holds_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    path.write_text(json.dumps({"grants": [GRANT]}).replace("1000.1", "60000000000000.07"), encoding="utf-8")
    assert flow(loaded(path))["amount_pence"] == 6000000000000007


def test_a_grant_to_a_person_keeps_its_money_and_no_name(tmp_path: Path) -> None:
    person: dict[str, object] = {
        **GRANT,
        "title": "Studies of Zebedee Quill",
        "recipientIndividual": {"id": "P-77", "name": "Zebedee Quill"},
    }
    del person["recipientOrganization"]
    load = loaded(as_json(tmp_path, person))
    found = flow(load)
    assert (found["payee"], found["payee_status"], found["payee_record"]) == ("an individual", "individual", None)
    assert found["purpose"] == "Studies of an individual"
    assert "Quill" not in str([table.to_pylist() for table in load.tables.values()])
    assert "P-77" not in str([table.to_pylist() for table in load.tables.values()])


def test_a_recipient_with_a_personal_title_is_an_individual(tmp_path: Path) -> None:
    load = loaded(as_json(tmp_path, {**GRANT, "recipientOrganization": [{"name": "Mrs Z Quill"}]}))
    assert (flow(load)["payee"], flow(load)["payee_status"]) == ("an individual", "individual")


def test_applicants_and_contacts_are_left_out(tmp_path: Path) -> None:
    grant = {
        **GRANT,
        "Full name of applicant": "Zebedee Quill",
        "recipientOrganization": [{"id": "GB-CHC-1089893", "name": "Harbour Trust", "email": "a@example.org"}],
        "relatedDocument": [{"title": "ask b@example.org", "contactName": "Quill"}],
    }
    load = loaded(as_json(tmp_path, grant))
    text = str([table.to_pylist() for table in load.tables.values()])
    assert not any(name in text for name in ("Quill", "example.org"))
    assert {"persons-dropped", "contacts-dropped"} <= codes(load)


def test_a_grant_to_be_passed_on_says_so(tmp_path: Path) -> None:
    load = loaded(as_json(tmp_path, {**GRANT, "regrantType": "FRG010"}))
    assert flow(load)["regrant"] == "FRG010"
    load = loaded(as_json(tmp_path, {**GRANT, "regrantType": "BAD"}))
    assert flow(load)["regrant"] is None
    assert "regrant-code-unknown" in codes(load)


def test_programme_and_place_and_end_are_read(tmp_path: Path) -> None:
    grant = {
        **GRANT,
        "grantProgramme": [{"code": "YP", "title": "Young People"}],
        "beneficiaryLocation": [{"name": "Manchester", "geoCode": "E08000003"}],
        "plannedDates": [{"startDate": "2020-06-01", "duration": 12}],
        "classifications": [{"vocabulary": "own", "code": "C1", "title": "Youth work"}],
    }
    found = flow(loaded(as_json(tmp_path, grant)))
    assert (found["programme"], found["place"], found["ends"]) == ("Young People", "E08000003", "2021-05-31")
    extra = json.loads(str(found["extra"]))
    assert (extra["classification"], extra["classification_title"]) == ("own:C1", "Youth work")


@pytest.mark.parametrize(("code", "place"), [("M60 0AS", "Manchester"), ("E123456", "Manchester")])
def test_a_code_that_is_no_gss_code_gives_way_to_the_name(tmp_path: Path, code: str, place: str) -> None:
    load = loaded(as_json(tmp_path, {**GRANT, "beneficiaryLocation": [{"name": "Manchester", "geoCode": code}]}))
    assert flow(load)["place"] == place
    assert "not-gss-code" in codes(load)


def test_several_places_without_shares_are_kept_beside_the_grant(tmp_path: Path) -> None:
    load = loaded(as_json(tmp_path, {**GRANT, "beneficiaryLocation": [{"name": "Leeds"}, {"name": "York"}]}))
    assert flow(load)["place"] is None
    assert json.loads(str(flow(load)["extra"]))["further_locations"] == "York"
    assert "several-places" in codes(load)


def test_local_ids_do_not_join_and_a_charity_number_does(tmp_path: Path) -> None:
    local = {**GRANT, "id": "2", "recipientOrganization": [{"id": "360G-made-ORG:7", "name": "Harbour Trust"}]}
    numbered = {
        **GRANT,
        "id": "3",
        "recipientOrganization": [{"id": "360G-made-ORG:8", "name": "Quay", "charityNumber": "1089894"}],
    }
    load = loaded(as_json(tmp_path, GRANT, local, numbered))
    known = {row["id"]: row["identifier"] for row in rows(load, "organisation")}
    assert known["360G-made-ORG:8"] == "GB-CHC-1089894"
    assert len({row["payee_record"] for row in rows(load, "flow")}) == 3
    assert {"local-id", "several-ids"} <= codes(load)


def test_one_id_that_stands_for_nothing_does_not_join_two_names(tmp_path: Path) -> None:
    other = {**GRANT, "id": "2", "recipientOrganization": [{"id": "GB-CHC-TBC", "name": "Quay"}]}
    third = {**GRANT, "id": "3", "recipientOrganization": [{"id": "GB-CHC-TBC", "name": "Mole"}]}
    load = loaded(as_json(tmp_path, other, third))
    assert len({row["payee_record"] for row in rows(load, "flow")}) == 2
    assert "id-of-no-register" in codes(load)


def test_numbers_that_contradict_the_id_or_are_text_are_problems(tmp_path: Path) -> None:
    def with_number(number: str, kind: str = "charityNumber", register: str = "GB-CHC-1089893") -> set[str]:
        recipient = {"id": register, "name": "Harbour Trust", kind: number}
        return codes(loaded(as_json(tmp_path, {**GRANT, "recipientOrganization": [recipient]})))

    assert "charity-number-contradicts" in with_number("1089894")
    assert "charity-number-unreadable" in with_number("awaiting registration")
    assert "company-number-contradicts" in with_number("01234567", "companyNumber", "GB-COH-07654321")
    assert not {code for code in with_number("1234567", "companyNumber", "GB-COH-01234567") if "number" in code}


def test_a_grant_without_recipient_or_date_loads_with_a_warning(tmp_path: Path) -> None:
    grant = {name: value for name, value in GRANT.items() if name not in ("recipientOrganization", "awardDate")}
    load = loaded(as_json(tmp_path, grant))
    found = flow(load)
    assert (found["payee"], found["payee_status"], found["financial_year"]) == (None, "blank", None)
    assert {"no-recipient", "no-date"} <= codes(load)


def test_sheets_of_further_items_add_to_their_grant(tmp_path: Path) -> None:
    path = as_workbook(
        tmp_path,
        grants=[list(TITLES), list(TITLES.values())],
        **{"Beneficiary Location": [
            ["Identifier", "Beneficiary Location:0:Name", "Beneficiary Location:0:Geographic Code"],
            ["360G-made-1", "Manchester", "E08000003"],
            ["360G-made-9", "Leeds", "E08000035"],
        ]},
    )  # fmt: skip
    load = loaded(path)
    assert (flow(load)["place"], pence(load)) == ("E08000003", 100010)
    assert [(row["sheet"], row["line"]) for row in rows(load, "set_aside")] == [("Beneficiary Location", 3)]


def test_publisher_and_licence_come_from_the_sheet_meta_and_from_the_head(tmp_path: Path) -> None:
    meta: list[list[object]] = [
        ["Version", 1.4], ["Publisher:Name", "Northmere Giving"], ["License", "https://example.org/licence"],
    ]  # fmt: skip
    book = loaded(as_workbook(tmp_path, Meta=meta, grants=[list(TITLES), list(TITLES.values())]))
    head = {"publisher": {"name": "Northmere Giving"}, "license": "https://example.org/licence"}
    for load in (book, loaded(as_json(tmp_path, GRANT, **head))):
        (row,) = rows(load, "load")
        assert (load.publisher, row["licence"]) == ("Northmere Giving", "https://example.org/licence")


def test_many_rows_without_an_amount_are_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(
        RefusedSourceError, match=r"none of its 300 rows .*: 300 with no identifier, 300 with no amount"
    ) as refused:
        loaded(as_csv(tmp_path, *[{"Funding Org:Identifier": "GB-CHC-1164021", "Amount Awarded": ""}] * 300))
    found = refused.value.problems.to_pylist()
    assert [row["line"] for row in found if row["code"] == "no-amount"] == [None]


def test_a_list_without_grants_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedSourceError, match=r"grants\.json: it holds no grant; nothing was loaded"):
        loaded(as_json(tmp_path))


def test_grants_of_every_odd_shape_are_read_or_refused(tmp_path: Path) -> None:
    odd: list[object] = [
        None, 7, "text", [], {}, {"id": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}}, {"amountAwarded": [[1]]},
        {"recipientOrganization": {"name": "As an object"}}, {"fundingOrganization": [["nested"]]},
        {"plannedDates": [{"duration": number} for number in range(50)]}, {"title": "\ud800"},
    ]  # fmt: skip
    path = tmp_path / "grants.json"
    path.write_text(json.dumps({"grants": [*odd, GRANT]}), encoding="utf-8")
    load = loaded(path)
    assert pence(load) == 100010
    assert len(rows(load, "set_aside")) == len(odd)
    assert "too-much-to-read" in codes(load)


def test_a_large_file_is_read_as_a_small_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grants = [
        {
            **GRANT,
            "id": f"360G-made-{number % 40}",
            "amountAwarded": 1000.1 + number,
            "Surname of applicant": "Quill",
            "beneficiaryLocation": [{"name": "Leeds"}] * (number % 3),
            "dateModified": None,
        }
        for number in range(50)
    ]
    path = as_json(tmp_path, *grants)
    small = loaded(path)
    monkeypatch.setattr("tpgraph_loaders.threesixtygiving.land.LARGE", 0)
    large = loaded(path)
    assert len(rows(small, "flow")) == 40
    for table in ("flow", "organisation", "problem", "set_aside", "file"):
        assert rows(large, table) == rows(small, table)


def test_charities_in_order_are_known_without_being_asked() -> None:
    texts = ["GB-CHC-1089893", "GB-CHC-200222", "1089893", "GB-CHC-1111111", "1111111", "GB-CHC-0200222", "123"]
    for text in _in_order(texts):
        assert normalise_org_id(text, "GB-CHC") == f"GB-CHC-{text.removeprefix('GB-CHC-')}"
    assert _in_order(texts) == {"GB-CHC-1089893", "GB-CHC-200222", "1089893"}
