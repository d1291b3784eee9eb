"""CSV packages: how organisations, services, sites and needs come together, and what is said where they do not."""

from pathlib import Path

from tests.loaders.open_referral.open_referral_packages import (
    ORGANISATIONS,
    SERVICES,
    accounts,
    load,
    loaded,
    problems,
    rows,
    set_aside,
    written,
)
from tpgraph.identifiers import record_id

BOTH = {"organizations.csv": ORGANISATIONS, "services.csv": SERVICES}


def test_a_service_is_tied_to_its_provider(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, BOTH)
    provider = record_id("town", "organisation", "o1")
    assert rows(prepared, "record.organisation", "record_id", "id", "name", "kind", "stub") == [
        (provider, "o1", "Harbour Trust", "charity", False)
    ]
    assert rows(prepared, "record.service", "id", "name", "provider", "provider_record", "sheet", "line") == [
        ("s1", "Stay and play", "Harbour Trust", provider, "services.csv", 2)
    ]
    assert accounts(prepared) == {"organizations.csv": (1, 1, 0), "services.csv": (1, 1, 0)}


def test_a_missing_organisation_becomes_a_stub_with_a_warning(tmp_path: Path) -> None:
    services = "id,organization_id,name\ns1,o9,Stay and play\ns2,o9,Lunch club\n"
    locations = "id,organization_id,name\nl1,o8,Hall\n"
    prepared = loaded(
        tmp_path, {"organizations.csv": ORGANISATIONS, "services.csv": services, "locations.csv": locations}
    )
    assert rows(prepared, "record.organisation", "sheet", "line", "name", "stub") == [
        ("locations.csv", 2, "o8", True),
        ("organizations.csv", 2, "Harbour Trust", False),
        ("services.csv", 2, "o9", True),
    ]
    assert problems(prepared, "organisation-missing") == [
        ("locations.csv", 2, "warning"),
        ("services.csv", 2, "warning"),
    ]
    stub = record_id("town", "organisation", "o9")
    assert rows(prepared, "record.service", "provider", "provider_record") == [("o9", stub), ("o9", stub)]


def test_a_service_without_organisation_is_kept_with_a_warning(tmp_path: Path) -> None:
    prepared = loaded(
        tmp_path, {"organizations.csv": ORGANISATIONS, "services.csv": "id,organization_id,name\ns1,,Drop-in\n"}
    )
    assert rows(prepared, "record.service", "name", "provider", "provider_record") == [("Drop-in", None, None)]
    assert problems(prepared, "provider-unknown") == [("services.csv", 2, "warning")]


def test_a_record_with_only_the_id_of_its_organisation_is_set_aside(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {"organizations.csv": ORGANISATIONS, "services.csv": SERVICES + ",o1,\n"})
    assert accounts(prepared)["services.csv"] == (2, 1, 1)
    assert set_aside(prepared) == [
        ("services.csv", 3, 1, "a service without id and name: only the id of its organisation")
    ]
    assert problems(prepared, "service-empty") == [("services.csv", 3, "error")]


def test_a_blank_status_stays_unknown(tmp_path: Path) -> None:
    services = "id,organization_id,name,status\ns1,o1,Stay and play,\ns2,o1,Lunch club,Inactive\n"
    prepared = loaded(tmp_path, {"organizations.csv": ORGANISATIONS, "services.csv": services})
    assert rows(prepared, "record.service", "status") == [(None,), ("inactive",)]
    assert problems(prepared, "status-unknown") == [("services.csv", None, "note")]


def test_one_id_twice_is_one_record_and_another_name_is_a_warning(tmp_path: Path) -> None:
    services = SERVICES + "s1,o1,Stay and play\ns1,o1,Story time\n"
    prepared = loaded(tmp_path, {"organizations.csv": ORGANISATIONS, "services.csv": services})
    assert rows(prepared, "record.service", "id", "name", "line") == [("s1", "Stay and play", 2)]
    assert accounts(prepared)["services.csv"] == (3, 1, 2)
    assert problems(prepared, "same-id-differs") == [("services.csv", 4, "warning")]


def test_sites_come_from_links_and_keep_address_postcode_and_coordinates(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        **BOTH,
        "locations.csv": "id,name,latitude,longitude\nl1,Hall,53.5,-2.3\nl2,Annex,,\nl3,Moon,100,101\n",
        "physical_addresses.csv": "id,location_id,address_1,city,postal_code\n"
        "a1,l1,1 Quay St,Northmere,NM1 2AB\na2,l9,2 Elsewhere,,\n",
        "services_at_location.csv": "id,service_id,location_id\nx1,s1,l1\nx2,s1,l9\nx3,s1,l1\n",
    })  # fmt: skip
    assert rows(prepared, "record.site", "name", "address", "postcode", "place", "latitude", "longitude") == [
        ("Hall", "1 Quay St, Northmere", "NM1 2AB", "Northmere", 53.5, -2.3),
        ("Annex", None, None, None, None, None),
        ("Moon", None, None, None, None, None),
    ]
    assert rows(prepared, "record.service", "site", "site_records") == [(["Hall"], [record_id("town", "site", "l1")])]
    assert set_aside(prepared) == [
        ("physical_addresses.csv", 3, 1, "an address of a location that is not in the package"),
        ("services_at_location.csv", 3, 1, "links to a location that is not in the package"),
        ("services_at_location.csv", 4, 1, "repeats a link"),
    ]
    assert problems(prepared, "link-unresolved") == [("services.csv", 2, "warning")]
    assert problems(prepared, "coordinates-impossible") == [("locations.csv", 4, "warning")]
    assert problems(prepared, "coordinates-missing") == [("locations.csv", None, "note")]


def test_a_postal_address_serves_only_where_no_other_is_given(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        **BOTH,
        "locations.csv": "id,name,transportation\nl1,Hall,bus\nl2,Annex,bus\n",
        "physical_addresses.csv": "id,location_id,address_1\na1,l1,1 Quay St\n",
        "postal_addresses.csv": "id,location_id,organization_id,address_1\na1,l1,,Box 1\na2,l2,,Box 2\na3,,o1,Box 3\n",
    })  # fmt: skip
    assert rows(prepared, "record.site", "name", "address") == [("Hall", "1 Quay St"), ("Annex", "Box 2")]
    assert set_aside(prepared) == [("postal_addresses.csv", 4, 1, "an address of an organisation, not of a location")]


def test_an_id_of_a_service_that_is_missing_makes_a_stub(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        **BOTH,
        "locations.csv": "id,name,transportation\nl1,Hall,bus\n",
        "service_at_location.csv": "id,service_id,location_id\nx1,s9,l1\n",
    })  # fmt: skip
    assert ("s9", "s9", True, ["Hall"]) in rows(prepared, "record.service", "id", "name", "stub", "site")
    assert problems(prepared, "service-missing") == [("service_at_location.csv", 2, "warning")]


def test_identifiers_are_brought_to_one_form(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        "organizations.csv": "id,name,legal_status,parent_organization_id\n"
        "o1,Harbour Trust,charity,\no2,Harbour Cafe,,o1\n",
        "services.csv": SERVICES,
        "organization_identifiers.csv": "id,organization_id,identifier_scheme,identifier_type,identifier\n"
        "i1,o1,GB-COH,Company number,1234567\ni2,o2,,Charity number,1089893\ni3,o9,GB-COH,,7654321\ni4,o1,GB-COH,,x\n",
    })  # fmt: skip
    assert rows(prepared, "record.organisation", "name", "identifier", "parent", "parent_record") == [
        ("Harbour Trust", "GB-COH-01234567", None, None),
        ("Harbour Cafe", "GB-CHC-1089893", "Harbour Trust", record_id("town", "organisation", "o1")),
    ]
    assert set_aside(prepared) == [
        ("organization_identifiers.csv", 4, 1, "the identifier of an organisation that is not in the package"),
        ("organization_identifiers.csv", 5, 1, "an identifier that its register cannot hold"),
    ]


def test_contacts_are_counted_and_never_loaded(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        "organizations.csv": "id,name,email,legal_status\no1,Harbour Trust,info@harbour.example,charity\n",
        "services.csv": "id,organization_id,name,description\n"
        "s1,o1,Stay and play,Ask play@harbour.example for a place\n",
        "contacts.csv": "id,service_id,name\nc1,s1,Somebody\nc2,s1,Somebody Else\n",
        "phones.csv": "id,service_id,number\np1,s1,020 7946 0000\n",
    })  # fmt: skip
    assert set_aside(prepared) == [
        ("contacts.csv", None, 2, "contacts are not loaded"),
        ("phones.csv", None, 1, "contacts are not loaded"),
    ]
    text = str([table.to_pylist() for table in prepared.tables.values()])
    assert "Somebody" not in text
    assert "7946" not in text
    assert "harbour.example" not in text


def test_ages_of_200_and_999_are_no_limit(tmp_path: Path) -> None:
    services = (
        "id,organization_id,name,minimum_age,maximum_age\n"
        "s1,o1,A,0,200\ns2,o1,B,60,999\ns3,o1,C,11,18\ns4,o1,D,,59\ns5,o1,E,,\n"
    )
    prepared = loaded(tmp_path, {"organizations.csv": ORGANISATIONS, "services.csv": services})
    assert rows(prepared, "record.service", "eligibility") == [
        (None,), ("ages 60 and over",), ("ages 11 to 18",), ("ages up to 59",), (None,),
    ]  # fmt: skip


def test_opening_charge_and_languages_are_put_in_words(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        **BOTH,
        "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n"
        "h1,s1,Monday,9:00,17:00\nh2,s1,Tuesday,9:00,17:00\nh3,s1,Wednesday,9:00,17:00\n"
        "h4,s1,Sunday,,\nh5,s1,Friday,10:00,4:00\nh6,s9,Friday,10:00,16:00\n",
        "cost_options.csv": "id,service_id,option,amount,currency,amount_description\n"
        "c1,s1,Adults,3.50,gbp,a session\nc2,s1,Children,,,free\n",
        "languages.csv": "id,service_id,language\ng1,s1,Polish\ng2,s1,English\n",
    })  # fmt: skip
    assert rows(prepared, "record.service", "opening", "charge", "languages") == [
        ("Mon-Wed 9:00-17:00; Fri 10:00-4:00", "Adults: 3.50 GBP a session; Children: free", "English; Polish")
    ]
    assert problems(prepared, "closes-before-it-opens") == [("regular_schedules.csv", 6, "warning")]
    assert set_aside(prepared) == [
        ("regular_schedules.csv", 7, 1, "opening hours of a service that is not in the package")
    ]


def test_a_gss_code_beats_the_name_of_an_area_and_a_sentence_is_no_place(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {
        **BOTH,
        "service_areas.csv": "id,service_id,name,uri\na1,s1,Northmere,\n"
        "a2,s1,Adur,http://statistics.data.gov.uk/id/statistical-geography/E07000223\n"
        "a3,s1,Open to all who live near us.,\n",
    })  # fmt: skip
    assert rows(prepared, "record.service", "places") == [(["E07000223", "Northmere"],)]
    assert set_aside(prepared) == [("service_areas.csv", 4, 1, "tells the area in a sentence: not the name of a place")]
    assert problems(prepared, "area-is-a-sentence") == [("service_areas.csv", 4, "note")]


def test_funding_without_an_amount_is_kept_in_words_and_is_no_money(tmp_path: Path) -> None:
    prepared = loaded(
        tmp_path, {**BOTH, "funding.csv": "id,service_id,source\nf1,s1,The city council\nf2,s9,Somebody\n"}
    )
    assert rows(prepared, "record.service", "extra") == [('{"funding":"The city council"}',)]
    assert set_aside(prepared) == [("funding.csv", 3, 1, "funding of something that is not in the package")]
    assert "record.flow" not in prepared.tables


def test_a_body_that_is_named_in_place_of_its_id_is_found(tmp_path: Path) -> None:
    services = "id,organization_name,name,status\ns1,HARBOUR  trust,A,active\ns2,Quay Club,B,active\n"
    organisations = "id,name,legal_status\no1,Harbour Trust,charity\n"
    prepared = loaded(tmp_path, {"organizations.csv": organisations, "services.csv": services})
    assert rows(prepared, "record.service", "provider") == [("Harbour Trust",), ("Quay Club",)]
    assert rows(prepared, "record.organisation", "name", "stub", "mentioned") == [
        ("Harbour Trust", False, False),
        ("Quay Club", False, True),
    ]


def test_an_empty_file_of_a_package_is_told_and_does_no_harm(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, {**BOTH, "languages.csv": "\n", "locations.csv": "id,name,transportation\n"})
    assert problems(prepared, "empty-file") == [("languages.csv", None, "note")]
    assert accounts(prepared)["locations.csv"] == (0, 0, 0)


def test_a_record_without_a_name_is_kept_under_its_id_with_a_warning(tmp_path: Path) -> None:
    prepared = loaded(
        tmp_path, {"organizations.csv": "id,name,legal_status\no1,,\n", "services.csv": SERVICES + "s2,o1,\n"}
    )
    assert rows(prepared, "record.organisation", "name", "stub") == [("o1", True)]
    assert rows(prepared, "record.service", "name", "stub") == [("Stay and play", False), ("s2", True)]
    assert problems(prepared, "name-missing") == [("organizations.csv", 2, "warning"), ("services.csv", 3, "warning")]


def test_semicolons_byte_order_marks_and_cp1252_are_read(tmp_path: Path) -> None:
    home = written(tmp_path, {"organizations.csv": "\ufeffid;name;legal_status\no1;Café;x\n"})
    (home / "services.csv").write_bytes("id;organization_id;name\ns1;o1;Café club\n".encode("cp1252"))
    assert rows(load(home), "record.service", "name", "provider") == [("Café club", "Café")]
