"""OCDS: what is money of which basis, who pays whom, and what only looks like spend; on packages checked by hand."""

import json
from pathlib import Path

import pytest

from tests.loaders.ocds.ocds_packages import (
    ACME,
    BETA,
    COUNCIL,
    aside,
    award,
    bodies,
    codes,
    contract,
    everything,
    flows,
    loaded,
    money,
    package,
    paid,
    pounds,
    problem,
    release,
)
from tpgraph.errors import UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.loading.recognise import recognise

CONTRACT = contract(implementation={"transactions": [paid("t1", 50), paid("t2", -10.5)]})
WHOLE = release(awards=[award()], contracts=[CONTRACT])


def test_awards_contracts_and_transactions_are_flows_of_three_bases(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(WHOLE))
    assert flows(load, "basis", "amount_pence", "payer", "payee", "date", "financial_year") == [
        ("award", 100000, "Northmere Council", "Acme Ltd", "2010-05-10", "2010-11"),
        ("contract", 90000, "Northmere Council", "Acme Ltd", "2010-06-01", "2010-11"),
        ("payment", -1050, "Northmere Council", "Acme Ltd", "2010-08-01", "2010-11"),
        ("payment", 5000, "Northmere Council", "Acme Ltd", "2010-08-01", "2010-11"),
    ]
    (file,) = load.tables["record.file"].to_pylist()
    assert (file["rows_read"], file["rows_loaded"], file["money_loaded_pence"]) == (4, 4, 193950)
    assert aside(load) == []


def test_record_ids_are_made_of_the_ocid_and_the_ids_of_the_standard(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(awards=[award("1")], contracts=[contract("1", award_id="1")])))
    assert [row[0] for row in flows(load, "source_id")] == ["ocds-1/awards/1", "ocds-1/contracts/1"]
    other = loaded(tmp_path, package(release(ocid="ocds-2", awards=[award("1")])))
    ids = {row[0] for row in flows(load, "record_id")} | {row[0] for row in flows(other, "record_id")}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (json.dumps(WHOLE), "one.json"),
        (json.dumps([WHOLE, release(ocid="ocds-9")]), "list.json"),
        (f"{json.dumps(release(ocid='ocds-9'))}\n{json.dumps(WHOLE)}\n", "lines.jsonl"),
        (f"{package(WHOLE)}\n{package(release(ocid='ocds-9'))}", "packages.jsonl"),
        ("\ufeff" + package(WHOLE), "bom.json"),
        (json.dumps({"records": [{"ocid": "ocds-1", "releases": [WHOLE]}]}), "record.json"),
        (json.dumps({"ocid": "ocds-1", "releases": [], "compiledRelease": WHOLE}), "single-record.json"),
    ],
)
def test_every_way_of_packing_a_release_gives_the_same_money(tmp_path: Path, text: str, name: str) -> None:
    load = loaded(tmp_path, text, name)
    assert money(load) == [
        ("award", "a1", 100000), ("contract", "c1", 90000), ("payment", "t1", 5000), ("payment", "t2", -1050),
    ]  # fmt: skip


def test_releases_are_merged_in_the_order_of_their_dates_not_of_the_file(tmp_path: Path) -> None:
    first = release("2010-05-11T00:00:00Z", awards=[award(amount=1000)])
    # Half past midnight in Berlin is before midnight in London.
    second = release("2010-05-12T00:30:00+02:00", awards=[award(amount=2000)])
    third = release("2010-05-11T23:00:00Z", awards=[{"id": "a1", "value": {"amount": 3000}}])
    load = loaded(tmp_path, package(third, second, first))
    assert flows(load, "id", "amount_pence", "payee", "line") == [("a1", 300000, "Acme Ltd", 1)]
    assert aside(load) == [("stated again: the latest release counts", pence) for pence in (100000, 200000)]
    assert problem(load, "stated-again")["severity"] == "note"


def test_a_later_release_that_says_less_takes_nothing_back(tmp_path: Path) -> None:
    later = release("2010-09-01T00:00:00Z", awards=[{"id": "a1", "title": "Cycle lanes"}], contracts=[contract()])
    load = loaded(tmp_path, package(release(awards=[award()]), later))
    assert flows(load, "id", "amount_pence", "purpose") == [
        ("a1", 100000, "Cycle lanes"), ("c1", 90000, "Cycle lanes"),
    ]  # fmt: skip


def test_an_amount_that_a_later_release_withdraws_does_not_count(tmp_path: Path) -> None:
    later = release("2010-09-01T00:00:00Z", awards=[{"id": "a1", "value": {"amount": None}}])
    load = loaded(tmp_path, package(release(awards=[award()]), later))
    assert money(load) == []
    assert ("its amount was withdrawn by a later release", 100000) in aside(load)


def test_a_compiled_release_is_taken_as_it_is_and_its_releases_are_not_read(tmp_path: Path) -> None:
    compiled = release(awards=[award(amount=3000)])
    record = {"ocid": "ocds-1", "releases": [WHOLE], "compiledRelease": compiled}
    load = loaded(tmp_path, json.dumps({"records": [record]}))
    assert money(load) == [("award", "a1", 300000)]
    assert aside(load) == []


def test_a_record_of_links_alone_is_told(tmp_path: Path) -> None:
    link = {"url": "https://example.org/1.json#r", "date": "2010-01-01T00:00:00Z", "tag": ["award"]}
    records = [{"ocid": "ocds-2", "releases": [link]}, {"ocid": "ocds-1", "compiledRelease": WHOLE}]
    load = loaded(tmp_path, json.dumps({"records": records}))
    assert problem(load, "releases-not-here")["column"] == "records/0/releases"
    assert len(money(load)) == 4


def test_files_of_one_publisher_in_a_folder_are_one_source_and_merge(tmp_path: Path) -> None:
    folder = tmp_path / "northmere"
    folder.mkdir()
    (folder / "june.json").write_text(package(release("2010-06-01T00:00:00Z", awards=[award(amount=2000)])))
    (folder / "may.json").write_text(package(release("2010-05-01T00:00:00Z", awards=[award(amount=1000)])))
    ((group, claim),) = recognise(find_groups([folder]))[0]
    load = prepare(group, claim)
    assert (claim.loader, claim.stem, claim.members) == ("ocds", "northmere", ("june.json", "may.json"))
    assert flows(load, "sheet", "amount_pence") == [("june.json", 200000)]


def test_several_suppliers_never_multiply_an_award(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(awards=[award("a1", 1000, ACME, BETA)], contracts=[contract()])))
    assert flows(load, "basis", "amount_pence", "payee", "payee_status") == [
        ("award", 100000, None, "blank"), ("contract", 90000, None, "blank"),
    ]  # fmt: skip
    said = [row for row in load.tables["record.problem"].to_pylist() if row["code"] == "several-suppliers"]
    assert [row["value"] for row in said] == ["Acme Ltd; Beta Trust"] * 2
    assert {json.loads(str(row[0]))["suppliers"] for row in flows(load, "extra")} == {"Acme Ltd; Beta Trust"}


def test_one_supplier_named_twice_is_one_payee(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(awards=[award("a1", 1000, ACME, ACME)])))
    assert flows(load, "payee", "amount_pence") == [("Acme Ltd", 100000)]


def test_awards_that_differ_only_in_their_supplier_are_flagged_and_kept(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(awards=[award("a1", 1000, ACME), award("a2", 1000, BETA)])))
    assert len(money(load)) == 2
    assert problem(load, "award-per-supplier")["severity"] == "warning"


CEILINGS = [
    {"techniques": {"hasFrameworkAgreement": True}},
    {"techniques": {"frameworkAgreement": {"maximumParticipants": 5}}},
    {"lots": [{"id": "1", "techniques": {"hasFrameworkAgreement": True}}]},
    {"procurementMethodDetails": "Open procedure (framework)"},
    {"title": "Framework agreement for home care"},
]


@pytest.mark.parametrize("tender", CEILINGS)
def test_the_ceiling_of_a_framework_is_set_aside_and_its_payments_are_not(
    tmp_path: Path, tender: dict[str, object]
) -> None:
    load = loaded(tmp_path, package(release(tender=tender, awards=[award()], contracts=[CONTRACT])))
    assert money(load) == [("payment", "t1", 5000), ("payment", "t2", -1050)]
    assert aside(load) == [("the ceiling of a framework agreement: not spend", pence) for pence in (100000, 90000)]
    assert codes(load, "warning") == ["framework-ceiling", "framework-ceiling"]


CALL_OFFS = [
    {"procurementMethodDetails": "Call-off from a framework agreement"},
    {"title": "Home care under the Northmere framework agreement"},
    {"title": "Mini-competition, framework agreement RM6000"},
    {"techniques": {"hasFrameworkAgreement": False}},
    {"lots": [{"id": "2", "techniques": {"hasFrameworkAgreement": True}}, {"id": "1"}]},
]


@pytest.mark.parametrize("tender", CALL_OFFS)
def test_a_call_off_under_a_framework_is_real_money(tmp_path: Path, tender: dict[str, object]) -> None:
    load = loaded(tmp_path, package(release(tender=tender, awards=[award(relatedLots=["1"])])))
    assert money(load) == [("award", "a1", 100000)]
    assert codes(load, "warning") == []


def test_a_title_that_only_speaks_of_a_framework_is_flagged_and_kept(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(tender={"title": "Care framework 2010"}, awards=[award()])))
    assert money(load) == [("award", "a1", 100000)]
    assert codes(load, "warning") == ["may-be-framework"]


def test_budgets_and_tenders_are_no_flows(tmp_path: Path) -> None:
    planning = {"budget": {"amount": pounds(1200)}}
    load = loaded(tmp_path, package(release(planning=planning, tender={"value": pounds(1100)}, awards=[award()])))
    assert money(load) == [("award", "a1", 100000)]
    assert aside(load) == [
        ("a budget: money meant for the process, not yet anybody's", 120000),
        ("the value of a tender: an expectation, not a promise", 110000),
    ]
    assert codes(load, "warning") == []


@pytest.mark.parametrize(
    ("amount", "tender", "flagged"),
    [
        (11_000_000, 1_100_000, True), (1_100, 1_100_000, True), (110_000, 1_100_000, True),
        (100_000_000, 1_100_000, True), (2_200_000, 1_100_000, False), (500_000, 1_100_000, False),
    ],
)  # fmt: skip
def test_a_likely_tenfold_slip_is_flagged_and_not_mended(
    tmp_path: Path, amount: int, tender: int, flagged: bool
) -> None:
    awarded = release(
        tender={"value": pounds(tender)}, awards=[award(amount=amount)], contracts=[contract("c1", amount)]
    )
    load = loaded(tmp_path, package(awarded))
    assert money(load) == [("award", "a1", amount * 100), ("contract", "c1", amount * 100)]
    # Once for the award; the contract repeats it.
    assert codes(load, "warning") == ["tenfold-slip"] * flagged


def test_many_small_awards_of_one_tender_are_no_slip(tmp_path: Path) -> None:
    awards = [award(str(number), 100, title=f"Lot {number}") for number in range(10)]
    load = loaded(tmp_path, package(release(tender={"value": pounds(1000)}, awards=awards)))
    assert codes(load, "warning") == []


@pytest.mark.parametrize("status", ["pending", "cancelled", "unsuccessful"])
def test_awards_that_are_not_in_force_are_set_aside(tmp_path: Path, status: str) -> None:
    load = loaded(tmp_path, package(release(awards=[award(status=status), award("a2", 7, status="active")])))
    assert money(load) == [("award", "a2", 700)]
    ((reason, pence),) = aside(load)
    assert status in str(reason)
    assert pence == 100000


def test_a_terminated_contract_was_signed_and_a_cancelled_one_was_not(tmp_path: Path) -> None:
    contracts = [contract("c1", status="terminated"), contract("c2", status="cancelled")]
    assert money(loaded(tmp_path, package(release(contracts=contracts)))) == [("contract", "c1", 90000)]


def test_only_pounds_enter(tmp_path: Path) -> None:
    awards = [
        award("a1", value=pounds(5, "EUR")),
        award("a2", value={"amount": 6}),
        award("a3", value=pounds(7, "gbp")),
    ]
    load = loaded(tmp_path, package(release(awards=awards)))
    assert money(load) == [("award", "a3", 700)]
    assert codes(load, "error") == ["no-currency", "not-pounds"]
    assert problem(load, "not-pounds")["column"] == "releases/0/awards/0/value/currency"


def test_dates_are_those_of_the_statement_and_ends_is_the_end_of_its_period(tmp_path: Path) -> None:
    awards = [award(contractPeriod={"endDate": "2012-03-31T23:59:00Z"})]
    contracts = [
        contract("c1", period={"startDate": "2010-07-01", "endDate": "2013-06-30"}),
        {"id": "c2", "value": pounds(3), "period": {"startDate": "2011-04-01T00:00:00+01:00"}},
        {"id": "c3", "value": pounds(4), "dateSigned": "soon"},
    ]
    load = loaded(tmp_path, package(release(awards=awards, contracts=contracts)))
    assert flows(load, "id", "date", "ends", "financial_year") == [
        ("a1", "2010-05-10", "2012-03-31", "2010-11"),
        ("c1", "2010-06-01", "2013-06-30", "2010-11"),
        ("c2", "2011-04-01", "2012-03-31", "2011-12"),
        ("c3", None, "2012-03-31", None),
    ]
    assert problem(load, "bad-date")["value"] == "soon"


def test_midnight_in_a_british_summer_is_the_next_day_of_universal_time(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(awards=[award(date="2019-03-31T23:00:00Z")])))
    assert flows(load, "date", "financial_year") == [("2019-04-01", "2019-20")]


def test_a_gss_code_under_gb_lac_becomes_the_identifier_of_the_council(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(WHOLE))
    assert bodies(load) == [
        ("Acme Ltd", "GB-COH-01234567"),
        ("Beta Trust", None),
        ("Northmere Council", "GB-LAE-BNE"),
        ("Northmere Portal", "GB-COH-09506232"),
    ]
    assert problem(load, "identifier-mended")["value"] == "9506232.0"
    assert load.publisher == "Northmere Portal"


def test_ids_of_a_notice_never_join_two_bodies(tmp_path: Path) -> None:
    other = {**BETA, "name": "Gamma Trust"}
    second = release(ocid="ocds-2", parties=[COUNCIL, other], awards=[award("a1", 5, other)])
    load = loaded(tmp_path, package(release(awards=[award("a1", 4, BETA)]), second))
    assert flows(load, "amount_pence", "payee") == [(400, "Beta Trust"), (500, "Gamma Trust")]
    assert len({row[0] for row in flows(load, "payee_record")}) == 2
    assert problem(load, "local-id")["severity"] == "note"


def test_bodies_of_one_name_at_two_postcodes_stay_apart_without_an_identifier(tmp_path: Path) -> None:
    schools = [
        {"id": f"GB-CFS-{number}", "name": "St Mary's School", "address": {"postalCode": postcode}}
        for number, postcode in enumerate(("NM1 1AA", "NM2 2BB", "nm11aa"))
    ]
    releases = [
        release(ocid=f"ocds-{number}", parties=[COUNCIL, school], awards=[award("a", 1, school)])
        for number, school in enumerate(schools)
    ]
    assert len({row[0] for row in flows(loaded(tmp_path, package(*releases)), "payee_record")}) == 2


def test_a_body_is_one_under_several_names_where_its_number_says_so(tmp_path: Path) -> None:
    renamed = {**ACME, "name": "Acme Group Ltd"}
    second = release(ocid="ocds-2", parties=[COUNCIL, renamed], awards=[award("a1", 5, renamed)])
    load = loaded(tmp_path, package(release(awards=[award()]), second))
    assert len({row[0] for row in flows(load, "payee_record")}) == 1
    assert "Acme Group Ltd" in everything(load)


def test_the_buyer_is_found_by_role_where_no_buyer_is_named_and_never_made_up(tmp_path: Path) -> None:
    by_role = {**release(awards=[award()]), "buyer": None}
    nobody = {**release(ocid="ocds-2", parties=[ACME], awards=[award()]), "buyer": None}
    load = loaded(tmp_path, package(by_role, nobody))
    assert flows(load, "source_id", "payer") == [("ocds-1/awards/a1", "Northmere Council")]
    assert aside(load) == [("no buyer is named", 100000)]
    assert problem(load, "no-buyer")["line"] == 2


def test_a_transaction_without_sides_is_of_the_buyer_to_the_supplier_of_the_contract(tmp_path: Path) -> None:
    plain = {"id": "t1", "date": "2010-08-01", "amount": pounds(9)}
    load = loaded(tmp_path, package(release(awards=[award()], contracts=[
        contract(implementation={"transactions": [plain]}),
    ])))  # fmt: skip
    assert flows(load, "basis", "amount_pence", "payer", "payee")[-1] == (
        "payment",
        900,
        "Northmere Council",
        "Acme Ltd",
    )
    assert problem(load, "payee-presumed")["severity"] == "note"


def test_contact_points_and_names_of_individuals_are_not_kept(tmp_path: Path) -> None:
    person = {"id": "GB-CFS-8", "name": "Mrs Ada Example", "roles": ["supplier"]}
    council = {**COUNCIL, "contactPoint": {"name": "Procurement Officer", "email": "tenders@example.org"}}
    awarded = award("a1", 10, person, title="Piano lessons by Mrs Ada Example, ask ada@example.org or 020 7946 0000")
    load = loaded(tmp_path, package(release(parties=[council, person], awards=[awarded])))
    assert flows(load, "payee", "payee_status", "payee_record") == [("an individual", "individual", None)]
    kept = everything(load)
    assert not [word for word in ("Ada", "example.org", "7946", "Procurement Officer") if word in kept]


def test_a_flattened_workbook_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "tenders.csv"
    path.write_text("ocid,id,tender/id,tender/value/amount\nocds-1,r1,t1,5\n")
    ((group, claim),) = recognise(find_groups([path]))[0]
    with pytest.raises(UnknownFormatError, match="looks like OCDS, holds no money"):
        prepare(group, claim)
    path.write_text("ocid,id,awards/0/id,awards/0/value/amount\nocds-1,r1,a1,5\n")
    ((group, claim),) = recognise(find_groups([path]))[0]
    with pytest.raises(UnknownFormatError, match="give the JSON package it was made from"):
        prepare(group, claim)


def test_tenders_alone_load_their_bodies_and_say_that_no_money_counts(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(tender={"value": pounds(5)})))
    assert money(load) == []
    assert problem(load, "no-money")["severity"] == "warning"
    assert len(bodies(load)) == 4
