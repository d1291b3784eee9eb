"""What a location of the Care Quality Commission becomes, on files small enough to check by hand."""

import json
from pathlib import Path

import pytest

from tests.loaders.cqc.made_cqc import HARBOUR_AT_HOME, HARBOUR_HOUSE, HEADER, TRUST, sheets, workbook
from tests.loaders.made_registers import (
    claims_on,
    codes,
    everything,
    loaded,
    problems,
    row_of,
    rows,
    set_aside,
    table,
    write_csv,
    write_ods,
)
from tpgraph.errors import UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise

DIRECTORY = (
    "Name", "Also known as", "Address", "Postcode", "Phone number", "Service's website (if available)",
    "Service types", "Date of latest check", "Specialisms/services", "Provider name", "Local authority", "Region",
    "Location URL", "CQC Location ID (for office use only)", "CQC Provider ID (for office use only)",
)  # fmt: skip
IN_DIRECTORY = {
    "Name": "Harbour House", "Address": "1 Quay Street,Leeds", "Postcode": "LS1 4AB", "Phone number": "02079460000",
    "Service types": "Residential homes|Nursing homes", "Date of latest check": "09/Jan/2018 - 00:00",
    "Specialisms/services": "Dementia|Caring for adults over 65 yrs", "Provider name": "Harbour Trust",
    "Local authority": "Leeds", "Region": "Yorkshire & Humberside",
    "CQC Location ID (for office use only)": "1-1000001", "CQC Provider ID (for office use only)": "1-101000001",
}  # fmt: skip
LINE = 2


def _service(load: PreparedLoad, location: str = "1-1000001") -> dict[str, object]:
    (found,) = [row for row in table(load, "service").to_pylist() if row["source_id"] == location]
    return dict(found)


def test_a_location_is_a_service_of_its_provider_at_its_site(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path, HARBOUR_HOUSE))
    service = _service(load)
    wanted = {
        "name": "Harbour House", "provider": "Harbour Trust", "places": ["Leeds"], "start": "2010-10-01",
        "status": "active", "client_groups": ["Older people", "People with dementia"],
        "needs": ["Dementia care", "Residential care"], "site": ["Harbour House"], "line": LINE,
    }  # fmt: skip
    assert {name: service[name] for name in wanted} == wanted
    ((site, postcode, north, east, place),) = rows(
        load, "site", "record_id", "postcode", "latitude", "longitude", "place"
    )
    assert service["site_records"] == [site]
    assert (postcode, north, east, place) == ("LS1 4AB", 53.8, -1.55, "Leeds")
    provider = next(row for row in table(load, "organisation").to_pylist() if row["id"] == "1-101000001")
    assert (provider["name"], provider["identifier"], provider["place"], provider["sector"]) == (
        "Harbour Trust", "GB-CHC-1089893", "Bradford", "voluntary",
    )  # fmt: skip
    assert service["provider_record"] == provider["record_id"]


def test_a_provider_without_charity_number_goes_by_its_company(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path, {**HARBOUR_HOUSE, "Provider Charity Number": ""}))
    found = rows(load, "organisation", "id", "identifier", "sector")
    assert ("1-101000001", "GB-COH-01234567", "unknown") in found


def test_the_data_are_found_on_a_later_sheet_and_the_others_are_set_aside(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path, HARBOUR_HOUSE, HARBOUR_AT_HOME, TRUST))
    assert {(sheet, rows_out) for sheet, _, rows_out, _ in set_aside(load)} == {
        ("README", 2), ("Metadata", 1), ("Dual_Registration_Locations", 1),
    }  # fmt: skip
    assert table(load, "service").num_rows == 3
    assert load.publisher == "Care Quality Commission"
    (of_load,) = load.tables["record.load"].to_pylist()
    assert (of_load["as_of"], of_load["dataset"]) == ("2026-10-01", "cqc-HSCA_Active_Locations")


def test_the_day_is_found_in_the_notes_where_the_name_has_none(tmp_path: Path) -> None:
    (of_load,) = loaded(workbook(tmp_path, TRUST, name="locations.ods")).tables["record.load"].to_pylist()
    assert of_load["as_of"] == "2026-10-01"


def test_next_months_register_is_a_newer_issue_of_the_same_source(tmp_path: Path) -> None:
    october = loaded(workbook(tmp_path, TRUST))
    november = loaded(workbook(tmp_path, TRUST, name="01_November_2026_HSCA_Active_Locations.ods"))
    assert october.source_key == november.source_key
    assert _service(october, "RXX01")["record_id"] == _service(november, "RXX01")["record_id"]


def test_beds_are_told_and_never_counted_as_places_a_year(tmp_path: Path) -> None:
    service = _service(loaded(workbook(tmp_path, HARBOUR_HOUSE)))
    assert service["places_per_year"] is None
    assert service["people_per_year"] is None
    assert json.loads(str(service["extra"]))["beds"] == 40
    assert service["description"] == "Care home service without nursing. 40 beds"


def test_an_inspection_is_stated_without_a_frequency_and_only_where_there_was_one(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path, HARBOUR_HOUSE, HARBOUR_AT_HOME, TRUST))
    found = rows(load, "inspection", "inspector", "inspected", "per_year", "days_each", "extra")
    assert found == [
        ("Care Quality Commission", "Harbour House", None, None, '{"rating":"Good","date":"2024-03-05"}'),
        ("Care Quality Commission", "Northmere General Hospital", None, None,
         '{"rating":"Requires improvement","date":"2023-11-02"}'),
    ]  # fmt: skip
    (inspector,) = [row for row in table(load, "organisation").to_pylist() if row["mentioned"]]
    assert set(table(load, "inspection").column("inspector_record").to_pylist()) == {inspector["record_id"]}


def test_a_service_for_everybody_has_no_client_group(tmp_path: Path) -> None:
    service = _service(loaded(workbook(tmp_path, TRUST)), "RXX01")
    assert (service["client_groups"], service["needs"]) == (None, ["Hospital care"])


def test_a_dormant_location_is_inactive(tmp_path: Path) -> None:
    assert _service(loaded(workbook(tmp_path, HARBOUR_AT_HOME)), "1-1000002")["status"] == "inactive"


def test_a_flag_that_nobody_worded_is_a_client_group_by_its_own_name_and_told(tmp_path: Path) -> None:
    header = (*HEADER, "Service user band - Sailors")
    path = write_ods(tmp_path / "new.ods", sheets({**HARBOUR_HOUSE, "Service user band - Sailors": "y"}, header=header))
    load = loaded(path)
    assert _service(load)["client_groups"] == ["Older people", "People with dementia", "Sailors"]
    assert "wording-missing" in codes(load)


def test_a_band_that_is_not_flagged_y_says_nothing(tmp_path: Path) -> None:
    service = _service(loaded(workbook(tmp_path, {**HARBOUR_HOUSE, "Service user band - Dementia": "N"})))
    assert service["client_groups"] == ["Older people"]


def test_managers_and_telephone_numbers_never_enter(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path, {**HARBOUR_HOUSE, "Provider Main Partner Name": "Quill, Ottoline"}))
    said = everything(load)
    assert "Quill" not in said
    assert "7946" not in said
    assert {column for _, column, _ in problems(load, "persons-not-loaded")} == {
        "Registered manager", "Provider Nominated Individual Name", "Provider Main Partner Name",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Mrs Zebedee Quill", "Zebedee Quill"])
def test_a_provider_who_is_a_person_goes_by_a_number(tmp_path: Path, name: str) -> None:
    person = {
        **HARBOUR_HOUSE, "Provider Name": name, "Location Name": "Zebedee Quill",
        "Provider Ownership Type": "Individual",
        "Location Street Address": "Zebedee Quill House", "Provider Companies House Number": "",
        "Provider Charity Number": "", "Provider Web Address": "www.zebedeequill.example",
        "Location Web Address": "www.zebedeequill.example",
    }  # fmt: skip
    load = loaded(workbook(tmp_path, person))
    assert "quill" not in everything(load).lower()
    service = _service(load)
    assert service["name"] == "CQC location 1-1000001"
    provider = next(row for row in table(load, "organisation").to_pylist() if not row["mentioned"])
    assert (provider["name"], provider["kind"]) == ("CQC provider 1-101000001", "individual provider")
    assert "provider-individual" in codes(load)


def test_a_row_without_id_and_a_repeated_one_are_set_aside(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path, HARBOUR_HOUSE, HARBOUR_HOUSE, {**TRUST, "Location ID": ""}))
    aside = [(line, reason) for sheet, line, _, reason in set_aside(load) if sheet == "HSCA_Active_Locations"]
    assert aside == [(3, "repeats a location"), (4, "no location id")]
    assert problems(load, "location-repeated") == [(3, "Location ID", "1-1000001")]
    assert table(load, "service").num_rows == 1


def test_cells_in_doubt_are_named_and_left_out(tmp_path: Path) -> None:
    odd = {
        **HARBOUR_HOUSE, "Care homes beds": "many", "Location Latitude": "100", "Location HSCA start date": "soon",
        "Provider Companies House Number": "TBC", "Provider Charity Number": "12",
    }  # fmt: skip
    load = loaded(workbook(tmp_path, odd))
    assert problems(load, "beds-not-a-number") == [(LINE, "Care homes beds", "many")]
    assert problems(load, "site-nowhere") == [(LINE, "Location Latitude", "100, -1.55")]
    assert problems(load, "bad-date") == [(LINE, "Location HSCA start date", "soon")]
    assert {value for _, _, value in problems(load, "number-not-of-register")} == {"TBC", "12"}
    assert rows(load, "site", "latitude") == [(None,)]


def test_locations_of_two_providers_are_told(tmp_path: Path) -> None:
    dual = {
        **HARBOUR_HOUSE, "Location Dual Registered": "Dual Registration",
        "Primary ID (Dual registration locations)": "1-1000009",
    }  # fmt: skip
    load = loaded(workbook(tmp_path, dual))
    assert json.loads(str(_service(load)["extra"]))["primary_id"] == "1-1000009"
    assert "dual-registration" in codes(load)


def test_deactivated_locations_are_inactive_and_have_an_end(tmp_path: Path) -> None:
    header = (*HEADER, "Location HSCA End Date")
    path = write_ods(
        tmp_path / "gone.ods", sheets({**HARBOUR_HOUSE, "Location HSCA End Date": "31/03/2020"}, header=header)
    )
    service = _service(loaded(path))
    assert (service["status"], service["end"]) == ("inactive", "2020-03-31")


def test_a_heading_that_is_new_goes_to_extra(tmp_path: Path) -> None:
    header = (*HEADER, "Location Colour")
    path = write_ods(tmp_path / "new.ods", sheets({**HARBOUR_HOUSE, "Location Colour": "blue"}, header=header))
    assert json.loads(str(_service(loaded(path))["extra"]))["Location Colour"] == "blue"


def test_the_directory_is_read_under_its_preamble(tmp_path: Path) -> None:
    blank = [""] * len(DIRECTORY)
    head = [
        ["CQC Locations data", *blank[1:]],
        blank,
        ["This data was produced on 16 September 2026", *blank[1:]],
        blank,
    ]
    path = write_csv(
        tmp_path / "16_september_2026_CQC_directory.csv", [*head, DIRECTORY, row_of(DIRECTORY, IN_DIRECTORY)]
    )
    load = loaded(path)
    service = _service(load)
    wanted = {
        "description": "Residential homes; Nursing homes", "needs": ["Dementia care", "Residential care"],
        "client_groups": ["Older people", "People with dementia"], "places": ["Leeds"], "line": 6,
    }  # fmt: skip
    assert {name: service[name] for name in wanted} == wanted
    assert rows(load, "inspection", "extra") == [('{"date":"2018-01-09"}',)]
    assert load.tables["record.load"].to_pylist()[0]["as_of"] == "2026-09-16"
    assert "7946" not in everything(load)


def test_both_files_of_the_register_mean_the_same_services(tmp_path: Path) -> None:
    directory = loaded(write_csv(tmp_path / "CQC_directory.csv", [DIRECTORY, row_of(DIRECTORY, IN_DIRECTORY)]))
    locations = loaded(workbook(tmp_path, HARBOUR_HOUSE))
    assert _service(directory)["record_id"] == _service(locations)["record_id"]


def test_loading_again_gives_the_same_records(tmp_path: Path) -> None:
    path = workbook(tmp_path, HARBOUR_HOUSE, HARBOUR_AT_HOME, TRUST)
    first, second = loaded(path), loaded(path)
    assert first.load_id == second.load_id
    assert first.tables == second.tables


def test_a_register_of_no_locations_loads_nothing(tmp_path: Path) -> None:
    load = loaded(workbook(tmp_path))
    assert table(load, "service").num_rows == 0


def test_a_file_that_is_no_register_is_refused_by_its_headings(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "notes.csv", [("Colour", "Size"), ("blue", "3")])
    ((group, claim),) = recognise(find_groups([path]), "cqc")[0]
    with pytest.raises(UnknownFormatError, match="no column is headed 'Location ID'"):
        prepare(group, claim)


def test_only_this_loader_claims_the_register(tmp_path: Path) -> None:
    assert [claim.loader for claim in claims_on(workbook(tmp_path, TRUST))] == ["cqc"]
