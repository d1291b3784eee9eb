"""The code lists that ship with tpgraph, and what they know about bodies and places."""

import csv
from importlib.resources import files

import pytest

from tests.real_data import real_data
from tpgraph import reference
from tpgraph.reference import client_group_synonyms, place_by_gss, place_by_name, public_body, simplify

LEVELS = {"lsoa", "ward", "district", "county", "combined", "police", "nhs", "fire", "region", "nation", "other"}


def test_every_list_states_its_source_and_licence() -> None:
    lists = [entry for entry in files("tpgraph.reference").iterdir() if entry.name.endswith(".csv")]
    assert len(lists) >= 10
    for entry in lists:
        header = [line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        assert any("Source:" in line for line in header), entry.name
        assert any("Licence:" in line for line in header), entry.name


def test_the_authority_list_is_whole_and_its_codes_point_at_each_other() -> None:
    authorities = reference.local_authorities()
    codes = {authority.code for authority in authorities}
    assert (len(authorities), len(codes)) == (470, 470)
    assert sum(not authority.end for authority in authorities) == 397
    for authority in authorities:
        pointers = {*authority.replaced_by, authority.county, authority.combined} - {""}
        assert pointers <= codes


def test_no_name_of_the_authority_list_is_badly_decoded() -> None:
    text = (files("tpgraph.reference") / "local_authorities.csv").read_text(encoding="utf-8")
    assert not any(letter in text for letter in "¿¾½�Ã")


def test_there_are_ten_divisions_of_government_each_with_its_own_theme() -> None:
    divisions = reference.cofog()
    assert [division.code for division in divisions] == [f"GF{number:02}" for number in range(1, 11)]
    assert len({division.theme for division in divisions}) == 10
    assert divisions[6].name == "Health"


def test_levels_of_gss_codes_are_levels_of_the_model() -> None:
    assert set(reference.gss_levels().values()) <= LEVELS


def test_there_are_43_forces_in_england_and_wales() -> None:
    forces = [body for body in reference.other_public_bodies() if body.kind == "police force"]
    assert sum(force.nation in ("England", "Wales") for force in forces) == 43
    assert all(force.sector == "police" for force in forces)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Manchester City Council", "GB-LAE-MAN"),
        ("  MANCHESTER  CITY COUNCIL ", "GB-LAE-MAN"),
        ("Bath & North East Somerset Council", "GB-LAE-BAS"),
        ("Dorset Council", "GB-LAE-DST"),
        ("Aberdeen City Council", "GB-LAS-ABE"),
        ("Isle of Anglesey County Council", "GB-PLA-AGY"),
        ("Armagh City, Banbridge and Craigavon Borough Council", "GB-LANI-ABC"),
        ("GMCA", "GB-LAE-GMCA"),
        ("the city of london corporation", "GB-LAE-LND"),
    ],
)
def test_a_council_is_found_by_its_names_in_the_register_of_its_nation(name: str, identifier: str) -> None:
    body = public_body(name)
    assert body is not None
    assert (body.identifier, body.sector) == (identifier, "local")


@pytest.mark.parametrize("name", ["OCC", "Manchester", "Hart", "City of York", "", "Acme Ltd", "Council", "MCC"])
def test_initials_places_and_strangers_are_no_public_body(name: str) -> None:
    assert public_body(name) is None


def test_a_bare_place_name_is_its_council_only_when_asked() -> None:
    body = public_body("Manchester", bare_place_names=True)
    assert body is not None
    assert body.name == "Manchester City Council"
    assert public_body("OCC", bare_place_names=True) is None


def test_a_name_that_two_bodies_share_is_neither() -> None:
    """North Yorkshire is the county council until 2023 and the unitary council after."""
    assert public_body("North Yorkshire", bare_place_names=True) is None
    new = public_body("North Yorkshire Council")
    assert new is not None
    assert new.identifier == "GB-LAE-NYE"


def test_an_abolished_council_is_found_and_says_when_it_ended_and_who_followed() -> None:
    old = public_body("Dorset County Council")
    assert old is not None
    assert (old.identifier, old.end, old.is_current) == ("GB-LAE-DOR", "2019-03-31", False)
    assert old.successors == ("GB-LAE-DST",)
    cumbria = public_body("Cumbria County Council")
    assert cumbria is not None
    assert cumbria.successors == ("GB-LAE-CBD", "GB-LAE-WAF")


def test_a_police_force_has_a_sector_and_no_identifier() -> None:
    force = public_body("Greater Manchester Police")
    assert force is not None
    assert (force.sector, force.identifier) == ("police", None)


def test_every_identifier_and_current_area_finds_its_body_again() -> None:
    authorities = [body for body in reference.public_bodies() if body.identifier is not None]
    assert len(authorities) == 470
    for body in authorities:
        assert body.identifier is not None
        assert reference.public_body_by_identifier(body.identifier) == body
        if body.gss:
            assert reference.public_body_by_gss(body.gss) == body
    assert reference.public_body_by_identifier("GB-LAE-ZZZ") is None


def test_official_names_find_their_own_body() -> None:
    assert [body.name for body in reference.public_bodies() if public_body(body.name) != body] == []


def test_a_place_is_found_by_name_with_its_level_and_parent() -> None:
    (manchester,) = place_by_name("Manchester")
    assert (manchester.gss, manchester.level, manchester.parent) == ("E08000003", "district", "E12000002")
    assert manchester.combined == "E47000001"
    (oxford,) = place_by_name("oxford")
    (oxfordshire,) = place_by_name("Oxfordshire")
    assert (oxford.gss, oxford.parent) == ("E07000178", oxfordshire.gss)
    assert (oxfordshire.gss, oxfordshire.level) == ("E10000025", "county")


def test_an_abolished_area_is_no_current_place_but_its_code_is_known() -> None:
    assert place_by_name("Bournemouth") == []
    bournemouth = place_by_gss("E06000028")
    assert bournemouth is not None
    assert (bournemouth.name, bournemouth.end, bournemouth.successors) == ("Bournemouth", "2019-03-31", ("E06000058",))
    assert [place.gss for place in place_by_name("North Yorkshire")] == ["E06000065"]


def test_a_name_of_two_places_gives_both() -> None:
    assert [(place.gss, place.level) for place in place_by_name("West Midlands")] == [
        ("E12000005", "region"),
        ("E47000007", "combined"),
    ]


def test_a_former_code_finds_the_place_that_goes_on_and_an_unknown_code_none() -> None:
    place = place_by_gss("E08000020")
    assert place is not None
    assert (place.gss, place.name) == ("E08000037", "Gateshead")
    assert place_by_gss("E05000001") is None


def test_every_place_has_a_parent_that_is_a_place_but_for_the_nations() -> None:
    known = {place.gss for place in reference.places()}
    orphans = {place.gss for place in reference.places() if place.parent not in known}
    assert orphans == {"E92000001", "W92000004", "S92000003", "N92000002"}
    assert {place.level for place in reference.places()} <= LEVELS


def test_under_fives_have_one_plain_name() -> None:
    synonyms = client_group_synonyms()
    spellings = ["Under-fives", "under fives", "Children under 5", "EARLY YEARS", "aged 0-4"]
    assert {synonyms[simplify(spelling)] for spelling in spellings} == {"Under-fives"}
    assert synonyms["elderly"] == synonyms[simplify("Over 65s")] == "Older people"


def test_no_client_group_name_belongs_to_two_groups() -> None:
    text = (files("tpgraph.reference") / "client_group_synonyms.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    owners: dict[str, set[str]] = {}
    for row in rows:
        for name in (row["client_group"], *row["other_names"].split(";")):
            owners.setdefault(simplify(name), set()).add(row["client_group"])
    assert {name: groups for name, groups in owners.items() if len(groups) > 1} == {}


@pytest.mark.real_data
def test_every_name_of_the_upstream_lookup_finds_its_authority() -> None:
    with real_data("codelists", "lookup_name_to_registry.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    missed = set()
    for row in rows:
        body = public_body(row["la-name"], bare_place_names=True)
        if body is None or body.identifier is None or body.identifier.split("-", 2)[2] != row["local-authority-code"]:
            missed.add(row["la-name"].lower())
    # The two names that a newer authority shares, and those that upstream holds wrongly decoded.
    readable = {name for name in missed if "ï¿" not in name and "ï¾" not in name and name != "ynys mn"}
    assert readable == {"north yorkshire", "somerset"}


def test_106_commissioning_groups_became_42_boards_and_each_is_found_by_its_code() -> None:
    groups = reference.health_successions()
    assert (len({group.code for group in groups}), len({group.successor_code for group in groups})) == (106, 42)
    assert sum(not group.whole for group in groups) == 6
    for group in groups:
        (board,) = reference.body_successors(f"GB-NHS-{group.code}")
        assert (board.id, board.date) == (f"GB-NHS-{group.successor_code}", "2022-07-01")


def test_the_day_that_a_council_followed_is_the_day_after_the_last_of_the_old_one() -> None:
    dates = {
        later.date
        for old in reference.public_bodies()
        if old.end
        for later in reference.body_successors(old.identifier or "")
    }
    assert dates == {"2019-04-01", "2020-04-01", "2021-04-01", "2023-04-01"}
