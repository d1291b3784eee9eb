"""What a row of epraccur becomes, on files small enough to check by hand."""

import json
from pathlib import Path

import pytest

from tests.loaders.gp_practices.made_practices import ALIASES, LEGACY, epraccur, practice
from tests.loaders.made_registers import claims_on, codes, everything, loaded, problems, rows, set_aside, table
from tpgraph.errors import UnknownFormatError


def test_a_practice_is_a_body_a_site_and_a_service(tmp_path: Path) -> None:
    load = loaded(epraccur(tmp_path, practice()))
    commissioner, found = sorted(table(load, "organisation").to_pylist(), key=lambda row: row["source_id"])
    assert (found["name"], found["identifier"], found["sector"], found["kind"], found["line"]) == (
        "QUAY SURGERY", "GB-NHS-A81001", "nhs", "GP practice", 1,
    )  # fmt: skip
    assert json.loads(found["extra"]) == {"icb": "QWO", "region": "Y63"}
    (service,) = table(load, "service").to_pylist()
    wanted = {
        "name": "QUAY SURGERY", "needs": ["General practice"], "start": "1974-04-01", "status": "active",
        "commissioner": "15F", "provider_record": found["record_id"], "commissioner_record": commissioner["record_id"],
    }  # fmt: skip
    assert {name: service[name] for name in wanted} == wanted
    assert rows(load, "site", "postcode", "address") == [
        ("LS1 4AD", "HEALTH CENTRE, 1 QUAY STREET, LEEDS, WEST YORKSHIRE")
    ]
    assert (commissioner["name"], commissioner["identifier"], commissioner["stub"]) == ("15F", "GB-NHS-15F", True)
    assert "commissioner-by-code" in codes(load)


def test_the_file_without_headings_loses_no_row_to_them(tmp_path: Path) -> None:
    load = loaded(epraccur(tmp_path, practice("A81001"), practice("A81002"), practice("A81003")))
    assert rows(load, "service", "source_id", "line") == [("A81001", 1), ("A81002", 2), ("A81003", 3)]


@pytest.mark.parametrize("header", [LEGACY, ALIASES])
def test_the_report_with_headings_is_read_alike(tmp_path: Path, header: tuple[str, ...]) -> None:
    plain = loaded(epraccur(tmp_path, practice()))
    headed = loaded(epraccur(tmp_path, practice(), header=header, name="report.csv"))
    columns = ("record_id", "name", "start", "status", "commissioner", "needs")
    assert rows(headed, "service", *columns) == rows(plain, "service", *columns)
    assert rows(headed, "site", "address", "postcode") == rows(plain, "site", "address", "postcode")
    assert "7946" not in everything(headed)


@pytest.mark.parametrize(("status", "setting"), [("A", "4"), ("ACTIVE", "RO76"), ("ACTIVE", "RO87|RO76")])
def test_practices_are_known_by_setting_four_or_role_76(tmp_path: Path, status: str, setting: str) -> None:
    load = loaded(epraccur(tmp_path, practice(status=status, setting=setting)))
    assert rows(load, "service", "status") == [("active",)]


@pytest.mark.parametrize(("status", "setting"), [("A", "0"), ("A", "10"), ("ACTIVE", "RO72"), ("ACTIVE", "RO760")])
def test_other_prescribers_are_set_aside(tmp_path: Path, status: str, setting: str) -> None:
    load = loaded(epraccur(tmp_path, practice(status=status, setting=setting)))
    assert [reason for _, _, _, reason in set_aside(load)] == ["prescribes in another setting than a GP practice"]
    assert table(load, "organisation").num_rows == 0


@pytest.mark.parametrize("status", ["C", "INACTIVE"])
def test_closed_practices_are_set_aside(tmp_path: Path, status: str) -> None:
    load = loaded(epraccur(tmp_path, practice(), practice("A81002", status=status, closed="20100331")))
    assert set_aside(load) == [("", 2, 1, "closed")]
    assert "practices-closed" in codes(load)


@pytest.mark.parametrize(("status", "said"), [("D", "inactive"), ("P", "planned")])
def test_dormant_and_proposed_practices_are_kept_as_such(tmp_path: Path, status: str, said: str) -> None:
    assert rows(loaded(epraccur(tmp_path, practice(status=status))), "service", "status") == [(said,)]


@pytest.mark.parametrize(
    "name",
    ["DR QUILL", "DR Z QUILL & PARTNERS", "DRS QUILL AND OTTER", "QUILL ZA", "QUILL Z & PARTNERS", "DR QUILL'S SURGERY",
     "THE DR QUILL PRACTICE"],
)  # fmt: skip
def test_a_practice_named_after_a_doctor_goes_by_its_code(tmp_path: Path, name: str) -> None:
    load = loaded(epraccur(tmp_path, practice(name=name)))
    assert rows(load, "service", "name", "provider", "site") == [
        ("GP practice A81001", "GP practice A81001", ["GP practice A81001"])
    ]
    assert "QUILL" not in everything(load)
    assert "practice-named-after-doctor" in codes(load)


def test_a_doctor_beside_the_name_of_a_surgery_is_left_out(tmp_path: Path) -> None:
    load = loaded(epraccur(tmp_path, practice(name="PARK SURGERY (DR QUILL)", address="DR QUILL, PARK HOUSE")))
    assert rows(load, "service", "name") == [("PARK SURGERY",)]
    assert rows(load, "site", "address") == [("1 QUAY STREET, LEEDS, WEST YORKSHIRE",)]
    assert "QUILL" not in everything(load)


@pytest.mark.parametrize(
    "name", ["PARK RD SURGERY", "THE DOCTORS SURGERY", "ST DROSTAN PRACTICE", "ABBEY MC", "OLD GP"]
)
def test_other_names_are_kept_whole(tmp_path: Path, name: str) -> None:
    load = loaded(epraccur(tmp_path, practice(name=name, address="PARK RD")))
    assert rows(load, "service", "name") == [(name,)]
    assert str(rows(load, "site", "address")[0][0]).startswith("PARK RD, ")


def test_telephone_numbers_never_enter(tmp_path: Path) -> None:
    assert "7946" not in everything(loaded(epraccur(tmp_path, practice())))


def test_repeated_practices_and_odd_cells_are_told(tmp_path: Path) -> None:
    rows_in = [practice(f"A8{number:04d}") for number in range(30)]
    odd = practice("A89999")
    odd[10], odd[12] = "yesterday", "Q"
    load = loaded(epraccur(tmp_path, *rows_in, rows_in[0], odd))
    assert set_aside(load) == [("", 31, 1, "repeats a practice")]
    assert problems(load, "bad-date") == [(32, "Open Date", "yesterday")]
    assert problems(load, "practice-status-unknown") == [(32, "Status Code", "Q")]


def test_blank_columns_at_the_end_may_be_missing(tmp_path: Path) -> None:
    assert rows(loaded(epraccur(tmp_path, practice()[:26])), "service", "name") == [("QUAY SURGERY",)]


def test_files_with_the_same_columns_but_no_setting_are_not_claimed(tmp_path: Path) -> None:
    # Pharmacies (edispensary.csv) and dentists (egdpprac.csv) have the same 27 columns, the setting empty.
    with pytest.raises(UnknownFormatError):
        claims_on(epraccur(tmp_path, practice("FA001", "QUAY PHARMACY", setting=""), name="edispensary.csv"))


def test_the_postcode_may_stand_without_a_space(tmp_path: Path) -> None:
    row = practice()
    row[9] = "LS14AD"
    assert [claim.loader for claim in claims_on(epraccur(tmp_path, row))] == ["gp_practices"]


def test_loading_again_gives_the_same_records(tmp_path: Path) -> None:
    path = epraccur(tmp_path, practice(), practice("A81002", status="C"))
    assert loaded(path).tables == loaded(path).tables
