"""What an establishment of Get Information about Schools becomes, on files small enough to check by hand."""

import json
from pathlib import Path

import numpy as np
import pytest
from tpgraph_loaders.schools.grid import to_degrees

from tests.loaders.made_registers import claims_on, codes, everything, loaded, problems, rows, set_aside, table
from tests.loaders.schools.made_schools import GONE, HEADER, OLD_PRIMARY, PRIMARY, links, schools

FOLLOWED = ("100900", "100901", "Quay Street Primary School", "Successor", "01-09-2012")


def _organisations(folder: Path) -> dict[object, dict[str, object]]:
    return {row["source_id"]: row for row in table(loaded(folder), "organisation").to_pylist()}


def test_an_open_school_is_a_body_a_site_and_a_service(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, PRIMARY))
    (service,) = table(load, "service").to_pylist()
    wanted = {
        "name": "Quay Street Primary School", "places_per_year": 420, "people_per_year": 398, "status": "active",
        "start": "2012-09-01", "places": ["E08000035"], "needs": ["Education"], "client_groups": ["Children"],
        "description": "Education of pupils aged 3 to 11; primary; academy converter",
    }  # fmt: skip
    assert {name: service[name] for name in wanted} == wanted
    school, trust = table(load, "organisation").to_pylist()
    assert (school["identifier"], school["kind"], school["sector"], school["place"], school["parent"]) == (
        "GB-EDU-100901", "Academy converter", "education", "E08000035", "Northmere Learning Trust",
    )  # fmt: skip
    assert school["parent_record"] == trust["record_id"]
    assert service["provider_record"] == school["record_id"]
    assert rows(load, "site", "name", "postcode", "address", "latitude", "longitude") == [
        ("Quay Street Primary School", "LS1 4AC", "2 Quay Street, Leeds, West Yorkshire", 52.657976, 1.716053)
    ]
    assert service["site_records"] == [row[0] for row in rows(load, "site", "record_id")]


def test_the_grid_reference_of_the_survey_is_turned_into_its_degrees() -> None:
    # The worked example of the Ordnance Survey's guide: Caister water tower.
    north, east = to_degrees(np.array([651409.903, np.nan]), np.array([313177.270, np.nan]))
    assert north[0] == pytest.approx(52.657977, abs=1e-5)
    assert east[0] == pytest.approx(1.716052, abs=1e-5)
    assert np.isnan(north[1])


def test_a_school_without_coordinates_is_a_site_without_them(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "Easting": "0", "Northing": ""}))
    assert rows(load, "site", "latitude", "longitude") == [(None, None)]


def test_heads_proprietors_and_sponsors_never_enter(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, PRIMARY))
    said = everything(load)
    assert "Quill" not in said
    assert "7946" not in said
    assert {column for _, column, _ in problems(load, "persons-not-loaded")} >= {"HeadLastName", "PropsName"}


def test_a_closed_school_nobody_followed_is_set_aside(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, PRIMARY, GONE))
    assert set_aside(load) == [("", 3, 1, "closed")]
    assert "Hill Top School" not in everything(load)
    assert "schools-closed" in codes(load)


def test_a_closed_school_with_a_successor_is_a_body_without_service(tmp_path: Path) -> None:
    folder = tmp_path / "gias"
    schools(folder, PRIMARY, OLD_PRIMARY)
    links(folder, FOLLOWED)
    load = loaded(folder)
    named = {row["name"]: row["record_id"] for row in table(load, "organisation").to_pylist()}
    found = rows(load, "succession", "organisation", "successor", "date", "organisation_record", "successor_record")
    old, new = "Quay Street Junior School", "Quay Street Primary School"
    assert found == [(old, new, "2012-09-01", named[old], named[new])]
    assert rows(load, "service", "name") == [(new,)]
    assert rows(load, "site", "name") == [(new,)]


def test_a_link_told_from_both_sides_is_one_succession(tmp_path: Path) -> None:
    folder = tmp_path / "gias"
    schools(folder, PRIMARY, OLD_PRIMARY)
    links(folder, FOLLOWED, ("100901", "100900", "Quay Street Junior School", "Predecessor - merged", "01-09-2012"))
    load = loaded(folder)
    assert table(load, "succession").num_rows == 1
    assert [reason for _, _, _, reason in set_aside(load)] == ["the same link from the other side"]


def test_a_link_from_the_side_of_the_successor_alone_is_a_succession(tmp_path: Path) -> None:
    folder = tmp_path / "gias"
    schools(folder, PRIMARY, OLD_PRIMARY)
    links(folder, ("100901", "100900", "Quay Street Junior School", "Predecessor", ""))
    found = rows(loaded(folder), "succession", "organisation", "successor", "date")
    assert found == [("Quay Street Junior School", "Quay Street Primary School", None)]


def test_other_links_are_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "gias"
    schools(folder, PRIMARY)
    links(folder, ("100901", "100902", "Quay College", "Sixth Form Centre Link", ""), FOLLOWED)
    load = loaded(folder)
    assert sorted(str(reason) for _, _, _, reason in set_aside(load)) == [
        "a link of a school that is not in the list", "a link that says nothing of a successor",
    ]  # fmt: skip
    assert table(load, "succession").num_rows == 0


def test_a_successor_outside_the_list_is_a_body_by_its_number(tmp_path: Path) -> None:
    folder = tmp_path / "gias"
    schools(folder, OLD_PRIMARY)
    links(folder, FOLLOWED)
    successor = _organisations(folder)["100901"]
    assert (successor["name"], successor["identifier"], successor["mentioned"]) == (
        "Quay Street Primary School", "GB-EDU-100901", True,
    )  # fmt: skip


def test_links_of_another_day_are_not_taken_with_the_list(tmp_path: Path) -> None:
    folder = tmp_path / "gias"
    schools(folder, PRIMARY)
    schools(folder, PRIMARY, name="edubasealldata20250210.csv")
    links(folder, FOLLOWED)
    members = {claim.members for claim in claims_on(folder)}
    assert members == {
        ("edubasealldata20250109.csv", "links_edubasealldata20250109.csv"), ("edubasealldata20250210.csv",),
    }  # fmt: skip


def test_a_school_proposed_to_open_is_planned(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "EstablishmentStatus (name)": "Proposed to open"}))
    assert rows(load, "service", "status") == [("planned",)]


def test_a_school_that_is_proposed_to_close_is_open_and_says_so(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "EstablishmentStatus (name)": "Open, but proposed to close"}))
    ((status, extra),) = rows(load, "service", "status", "extra")
    assert (status, json.loads(str(extra))["status"]) == ("active", "Open, but proposed to close")


def test_unknown_capacity_is_not_none(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "SchoolCapacity": "", "NumberOfPupils": "few"}))
    assert rows(load, "service", "places_per_year", "people_per_year") == [(None, None)]
    assert problems(load, "school-figure-unread") == [(2, "NumberOfPupils", "few")]
    assert "capacity-unknown" in codes(load)


def test_far_more_pupils_than_places_are_told(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "NumberOfPupils": "900"}))
    assert problems(load, "more-pupils-than-places") == [(2, "NumberOfPupils", "900")]


def test_rows_without_number_or_name_and_repeated_ones_are_set_aside(tmp_path: Path) -> None:
    odd = [PRIMARY, PRIMARY, {**PRIMARY, "URN": ""}, {**PRIMARY, "URN": "100902", "EstablishmentName": ""}]
    load = loaded(schools(tmp_path, *odd))
    assert [(line, reason) for _, line, _, reason in set_aside(load)] == [
        (3, "repeats a school"), (4, "no URN"), (5, "no name"),
    ]  # fmt: skip
    assert table(load, "service").num_rows == 1


def test_letters_of_cp1252_are_read(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "EstablishmentName": "École de Northmere \u2013 Annexe"}))
    assert rows(load, "service", "name") == [("École de Northmere \u2013 Annexe",)]


def test_a_special_school_teaches_children_with_special_needs(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "TypeOfEstablishment (name)": "Community special school"}))
    assert rows(load, "service", "client_groups") == [(["Children", "Children with special educational needs"],)]


def test_codes_that_mean_no_place_are_not_taken(tmp_path: Path) -> None:
    load = loaded(schools(tmp_path, {**PRIMARY, "DistrictAdministrative (code)": "999", "GSSLACode (name)": "999"}))
    assert rows(load, "site", "place") == [("Leeds",)]


def test_loading_again_gives_the_same_records(tmp_path: Path) -> None:
    path = schools(tmp_path, PRIMARY, GONE)
    assert loaded(path).tables == loaded(path).tables


def test_a_list_without_rows_loads_nothing(tmp_path: Path) -> None:
    assert table(loaded(schools(tmp_path)), "organisation").num_rows == 0


def test_every_column_of_the_register_is_known(tmp_path: Path) -> None:
    full = {heading: PRIMARY.get(heading, "1") for heading in HEADER}
    (school, _) = table(loaded(schools(tmp_path, full)), "organisation").to_pylist()
    assert json.loads(school["extra"]).keys() == {"ukprn", "local_authority"}
