"""JSON: pages, arrays, single objects, objects one after the other, and what they nest."""

import json
from pathlib import Path

import pytest
from tpgraph_loaders.open_referral.objects import flatten

from tests.loaders.open_referral.open_referral_packages import (
    ORGANISATIONS,
    SERVICES,
    accounts,
    loaded,
    problems,
    rows,
    set_aside,
)

SERVICE: dict[str, object] = {
    "id": "s1",
    "name": "Stay and play",
    "status": "active",
    "minimum_age": 0,
    "organization": {"id": "o1", "name": "Harbour Trust", "parent_organization_id": None},
    "service_at_locations": [
        {
            "id": "x1",
            "contacts": [{"name": "Somebody", "phones": [{"number": "020 7946 0000"}]}],
            "location": {
                "id": "l1",
                "name": "Hall",
                "latitude": 53.5,
                "longitude": -2.3,
                "addresses": [
                    {"id": "a1", "attention": "Somebody", "address_1": "1 Quay St", "postal_code": "NM1 2AB"}
                ],
            },
        }
    ],
    "attributes": [
        {"id": "y1", "taxonomy_term": {"id": "t1", "code": "69", "name": "Parenting", "taxonomy": "esdNeed"}},
    ],
    "service_areas": [{"id": "z1", "name": "Northmere"}],
    "cost_options": [{"id": "c1", "option": "Adults", "amount": 3.5, "currency": "gbp"}],
    "funding": [{"id": "f1", "source": "The city council"}],
    "schedules": [{"id": "h1", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"}],
}
FIELDS = ("id", "name", "provider", "needs", "places", "site", "charge", "opening")
EXPECTED = [
    (
        "s1", "Stay and play", "Harbour Trust", ["esdNeed:69"], ["Northmere"], ["Hall"], "Adults: 3.5 GBP",
        "Mon, Tue 09:00-12:00",
    )
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SERVICE),
        json.dumps([SERVICE]),
        json.dumps({"contents": [SERVICE], "total_items": 1}),
        json.dumps({"content": [SERVICE], "totalElements": 1}),
        json.dumps(SERVICE) + "\n" + json.dumps({**SERVICE}) + "\n",
        json.dumps(SERVICE, indent=2) + json.dumps(SERVICE, indent=2),
    ],
    ids=["object", "array", "page", "page of Open Referral UK 1", "JSON Lines", "one after the other"],
)
def test_every_form_of_json_gives_the_same_service(tmp_path: Path, text: str) -> None:
    load = loaded(tmp_path, {"services.json": text})
    assert rows(load, "record.service", *FIELDS) == EXPECTED
    assert rows(load, "record.organisation", "id", "name") == [("o1", "Harbour Trust")]
    assert rows(load, "record.site", "name", "address", "postcode", "latitude") == [
        ("Hall", "1 Quay St", "NM1 2AB", 53.5)
    ]
    assert rows(load, "record.need", "id", "name") == [("esdNeed:69", "Parenting")]
    assert "Somebody" not in str(load.tables)


def test_the_line_of_an_object_is_its_ordinal_in_the_file(tmp_path: Path) -> None:
    other = {
        "id": "s2",
        "name": "Lunch club",
        "organization": {"id": "o1", "name": "Harbour Trust"},
        "service_areas": [],
    }
    load = loaded(tmp_path, {"services.json": json.dumps({"contents": [SERVICE, other]})})
    assert rows(load, "record.service", "id", "sheet", "line") == [
        ("s1", "services.json", 1),
        ("s2", "services.json", 2),
    ]
    assert accounts(load) == {"services.json": (2, 2, 0)}


def test_csv_and_json_of_one_package_are_loaded_once_and_complete_each_other(tmp_path: Path) -> None:
    load = loaded(tmp_path, {
        "csv/organizations.csv": ORGANISATIONS,
        "csv/services.csv": SERVICES,
        "service_full.json": json.dumps(SERVICE),
        "service_list.json": json.dumps({"contents": [{"id": "s1", "name": "Stay and play"}], "total_items": 10}),
    })  # fmt: skip
    assert rows(load, "record.service", *FIELDS) == EXPECTED
    assert rows(load, "record.service", "sheet", "line", "status") == [("csv/services.csv", 2, "active")]
    assert rows(load, "record.organisation", "name", "kind") == [("Harbour Trust", "charity")]
    assert set_aside(load) == [
        ("service_full.json", 1, 1, "repeats a service"),
        ("service_list.json", 1, 1, "repeats a service"),
    ]
    assert problems(load, "pages-missing") == [("service_list.json", None, "warning")]


def test_a_table_of_lists_is_the_same_rows_again(tmp_path: Path) -> None:
    tabular = {
        "organizations.csv": [{"id": "o1", "name": "Harbour Trust"}],
        "services.csv": [{"id": "s1", "organization_id": "o1", "name": "Stay and play"}],
        "contacts.csv": [{"id": "c1", "name": "Somebody"}],
    }
    load = loaded(
        tmp_path,
        {"csv/organizations.csv": ORGANISATIONS, "csv/services.csv": SERVICES, "tabular.json": json.dumps(tabular)},
    )
    assert set_aside(load) == [
        ("tabular.json", 1, 1, "repeats an organisation"),
        ("tabular.json", 2, 1, "repeats a service"),
        ("tabular.json", 3, 1, "contacts are not loaded"),
    ]


def test_rows_without_ids_are_kept_apart_by_their_words(tmp_path: Path) -> None:
    service = {
        **SERVICE,
        "service_areas": [{"name": "Northmere"}, {"name": "Ash"}],
        "cost_options": [{"option": "Adults", "amount": 5}, {"option": "Children", "amount": 0}],
        "schedules": [{"byday": "MO", "opens_at": "09:00", "closes_at": "12:00"}, {"byday": "FR", "opens_at": "10:00"}],
    }
    page = json.dumps({"contents": [service]})
    load = loaded(tmp_path, {"services.json": page, "service_list.json": page})
    assert rows(load, "record.service", "places", "charge", "opening") == [
        (["Ash", "Northmere"], "Adults: 5; Children: 0", "Mon 09:00-12:00; Fri 10:00")
    ]


def test_ids_that_are_used_again_under_another_service_do_not_mix(tmp_path: Path) -> None:
    first = {
        "id": "s1",
        "name": "A",
        "organization": {"id": "o1", "name": "B"},
        "service_areas": [{"id": "1", "name": "Ash"}],
    }
    second = {
        "id": "s2",
        "name": "C",
        "organization": {"id": "o1", "name": "B"},
        "service_areas": [{"id": "1", "name": "Elm"}],
    }
    load = loaded(tmp_path, {"services.json": json.dumps([first, second])})
    assert rows(load, "record.service", "id", "places") == [("s1", ["Ash"]), ("s2", ["Elm"])]


def _term(identifier: str, name: str, vocabulary: str) -> dict[str, str]:
    return {"id": identifier, "name": name, "vocabulary": vocabulary}


def test_open_referral_uk_1_names_terms_and_eligibility_its_own_way(tmp_path: Path) -> None:
    service = {
        "id": "s1",
        "name": "Carers' club",
        "organization": {"id": "o1", "name": "Harbour Trust"},
        "eligibilitys": [
            {
                "id": "e1", "eligibility": "Carers", "minimum_age": 18,
                "link_taxonomies": [{"id": "k1", "taxonomy": _term("c1", "Carers", "esdCircumstances")}],
            }
        ],
        "service_taxonomys": [{"id": "y1", "taxonomy": _term("esdNeed:69", "Respite", "esdNeeds")}],
        "service_areas": [{"id": "z1", "service_area": "Northmere"}],
        "regular_schedules": [{"id": "h1", "weekday": "Monday", "opens_at": "9:00", "closes_at": "12:00"}],
        "languages": [{"id": "g1", "language": "Polish"}],
        "service_at_locations": [
            {
                "id": "x1",
                "location": {"id": "l1", "name": "Hall", "physical_addresses": [{"address_1": "1 Quay St"}]},
            }
        ],
    }  # fmt: skip
    load = loaded(tmp_path, {"page1.json": json.dumps({"content": [service], "totalElements": 1})})
    assert rows(load, "record.service", "needs", "client_groups", "eligibility", "places", "opening", "languages") == [
        (["esdNeed:69"], ["Carers"], "Carers; ages 18 and over", ["Northmere"], "Mon 9:00-12:00", "Polish")
    ]
    assert rows(load, "record.site", "name", "address") == [("Hall", "1 Quay St")]


def test_an_organisation_may_nest_its_services(tmp_path: Path) -> None:
    organisation = {
        "id": "o1",
        "name": "Harbour Trust",
        "organization_identifiers": [{"id": "i1", "identifier_scheme": "GB-COH", "identifier": "1234567"}],
        "services": [{"id": "s1", "name": "Stay and play"}],
    }
    load = loaded(tmp_path, {"organizations.json": json.dumps(organisation)})
    assert rows(load, "record.organisation", "name", "identifier") == [("Harbour Trust", "GB-COH-01234567")]
    assert rows(load, "record.service", "name", "provider") == [("Stay and play", "Harbour Trust")]


def test_what_is_no_object_of_the_standard_is_counted_and_set_aside(tmp_path: Path) -> None:
    load = loaded(tmp_path, {"services.json": json.dumps([SERVICE, "a word", {"id": None, "name": None}])})
    assert accounts(load) == {"services.json": (3, 1, 2)}


def test_a_document_nested_without_end_is_not_followed() -> None:
    service: dict[str, object] = {"id": "s", "name": "deep"}
    for _ in range(40):
        service = {"id": "s", "name": "deep", "services": [service]}
    assert len(flatten([service], "services.json").nested["services"].cells) < 40
