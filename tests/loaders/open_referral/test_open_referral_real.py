"""The six real packages: every control figure and every trap."""

from functools import cache

import pyarrow.compute as pc
import pytest

from tests.loaders.open_referral.open_referral_packages import accounts, load, problems, rows, set_aside, table, total
from tests.real_data import real_data
from tpgraph.loading.contacts import clean_column
from tpgraph.loading.load import PreparedLoad

pytestmark = pytest.mark.real_data

PACKAGES = ("baltimore", "florida-legal", "illinois-legal-aid", "spec-3.0", "spec-3.1", "uk-profile")


@cache
def _loaded(path: str) -> PreparedLoad:
    return load(real_data("open-referral", path))


def package(name: str) -> PreparedLoad:
    """Load a real package once a run; skips where there are none."""
    real_data("open-referral", name)
    return _loaded(name)


def counts(name: str) -> tuple[int, int, int]:
    """Count organisations, services and sites."""
    organisations, services, sites = (
        table(package(name), f"record.{kind}").num_rows for kind in ("organisation", "service", "site")
    )
    return organisations, services, sites


def stubs(name: str) -> int:
    return sum(bool(stub) for (stub,) in rows(package(name), "record.organisation", "stub"))


def without_service(name: str) -> int:
    """Count the listed organisations that provide nothing."""
    providers = set(rows(package(name), "record.service", "provider_record"))
    listed = rows(package(name), "record.organisation", "record_id", "stub")
    return sum((record,) not in providers for record, stub in listed if not stub)


def sentences(name: str, code: str) -> list[object]:
    return [row[1] for row in rows(package(name), "record.problem", "code", "sentence") if row[0] == code]


@pytest.mark.parametrize(
    ("name", "expected", "stub"),
    [
        ("baltimore", (748, 1876, 1482), 0),
        ("florida-legal", (20, 135, 378), 0),
        ("illinois-legal-aid", (313, 429, 520), 280),
        ("spec-3.0", (3, 1, 1), 2),
        ("spec-3.1", (3, 1, 1), 2),
        ("uk-profile", (2, 1, 1), 1),
    ],
)
def test_organisations_services_and_sites_are_counted_exactly(
    name: str, expected: tuple[int, int, int], stub: int
) -> None:
    assert counts(name) == expected
    assert stubs(name) == stub


@pytest.mark.parametrize("name", PACKAGES)
def test_every_row_is_loaded_or_set_aside(name: str) -> None:
    assert all(read == taken + aside for read, taken, aside in accounts(package(name)).values())


@pytest.mark.parametrize("name", PACKAGES)
def test_no_contact_enters(name: str) -> None:
    for kind in ("organisation", "service", "site", "need"):
        found = table(package(name), f"record.{kind}")
        texts = {"name", "description", "eligibility", "opening", "charge", "languages", "way_in", "address", "extra"}
        for column in texts & set(found.column_names):
            assert clean_column(found.column(column)).to_pylist() == found.column(column).to_pylist(), (kind, column)
    contacts = [aside for aside in set_aside(package(name)) if aside[3] == "contacts are not loaded"]
    assert contacts or name == "florida-legal"


@pytest.mark.parametrize("name", PACKAGES)
def test_no_package_holds_money(name: str) -> None:
    assert "record.flow" not in package(name).tables
    assert pc.sum(package(name).tables["record.file"].column("money_read_pence")).as_py() == 0


# ---------------------------------------------------------------------------------------------------------- Baltimore


def test_baltimore_reaches_providers_through_locations() -> None:
    found = rows(package("baltimore"), "record.service", "id", "provider_record", "status", "site")
    assert [row[0] for row in found if row[1] is None] == ["144332"]
    assert {row[2] for row in found} == {"active"}
    assert total(package("baltimore"), "record.service", "site_records") == 1875
    delivered = rows(package("baltimore"), "record.service", "site_records")
    assert len({site for (sites,) in delivered if isinstance(sites, list) for site in sites}) == 1482
    assert without_service("baltimore") == 38
    assert len(problems(package("baltimore"), "provider-unknown")) == 1


def test_baltimore_taxonomy_links_are_needs_client_groups_and_conditions() -> None:
    prepared = package("baltimore")
    assert accounts(prepared)["service_categories.json"] == (8964, 7635, 1329)
    # 4,475 terms of services and 3,160 of situations: 2,664 say for whom, 496 say on what condition.
    assert total(prepared, "record.service", "needs") == 4475
    assert total(prepared, "record.service", "client_groups") == 2664
    assert table(prepared, "record.need").num_rows == 384
    assert problems(prepared, "link-unresolved") == []
    # 142 services have no term at all, 18 more have conditions only.
    found = rows(prepared, "record.service", "needs", "client_groups")
    assert sum(needs is None and groups is None for needs, groups in found) == 160


def test_baltimore_211_codes_are_counted_and_set_aside() -> None:
    assert accounts(package("baltimore"))["service_icarol_categories.json"] == (16646, 0, 16646)
    assert accounts(package("baltimore"))["taxonomy_mapping.csv"] == (1778, 0, 1778)
    assert sentences("baltimore", "code-unmapped") == [
        "67 of 1217 211 codes (2210 links) stand for no term that the package names."
    ]


def test_baltimore_cells_with_line_breaks_are_one_row_each() -> None:
    assert accounts(package("baltimore"))["services.csv"] == (1876, 1876, 0)
    assert accounts(package("baltimore"))["mail_addresses.csv"] == (1874, 0, 1874)
    assert accounts(package("baltimore"))["phones.csv"] == (7157, 0, 7157)
    assert accounts(package("baltimore"))["contacts.csv"] == (737, 0, 737)
    assert accounts(package("baltimore"))["taxonomy.csv"] == (517, 0, 517)
    lines = rows(package("baltimore"), "record.service", "id", "line")
    assert {("143903", 2), ("144332", 7662)} <= set(lines)


def test_baltimore_has_133_sites_without_coordinates_and_none_with_a_mail_address() -> None:
    found = rows(package("baltimore"), "record.site", "latitude", "longitude", "address")
    assert sum(latitude is None and longitude is None for latitude, longitude, _ in found) == 133
    assert accounts(package("baltimore"))["addresses.csv"] == (1482, 1482, 0)
    assert sentences("baltimore", "coordinates-missing") == ["133 of 1482 locations have no coordinates."]


# ------------------------------------------------------------------------------------------------------------ Florida


def test_florida_line_65_is_put_back() -> None:
    assert problems(package("florida-legal"), "row-shifted") == [("services.csv", 65, "warning")]
    columns = ("line", "name", "needs", "places", "eligibility", "extra")
    (row,) = [row for row in rows(package("florida-legal"), "record.service", *columns) if row[0] == 65]
    assert row[1:5] == (
        "Birth Certificate Program", None, ["Pinellas County"], "custody: Not in custody and no conditions",
    )  # fmt: skip
    assert '"service_url":"http://gulfcoastlegal.org/financial-stability-assistance"' in str(row[5])


def test_florida_needs_and_areas_are_counted_exactly() -> None:
    prepared = package("florida-legal")
    assert total(prepared, "record.service", "needs") == 1589
    assert table(prepared, "record.need").num_rows == 79
    places = [row[0] for row in rows(prepared, "record.service", "places")]
    assert sum(len(named) for named in places if isinstance(named, list)) == 1494
    assert len({place for named in places if isinstance(named, list) for place in named}) == 67
    assert sum(named is None for named in places) == 4


def test_florida_services_are_not_joined_to_sites_through_the_organisation() -> None:
    assert {row[0] for row in rows(package("florida-legal"), "record.service", "site_records")} == {None}
    assert {row[0] for row in rows(package("florida-legal"), "record.service", "status")} == {None}
    assert without_service("florida-legal") == 2


def test_florida_ages_of_200_and_999_and_states_for_addresses_are_nothing() -> None:
    said = " ".join(str(row[0]) for row in rows(package("florida-legal"), "record.service", "eligibility"))
    assert "to 200" not in said
    assert "999" not in said
    assert sentences("florida-legal", "address-is-state-only") == ["244 locations give a state in place of an address."]
    assert sum(row[0] is not None for row in rows(package("florida-legal"), "record.site", "address")) == 378 - 244 - 47


# ----------------------------------------------------------------------------------------------------------- Illinois


def test_illinois_stubs_are_warned_of_and_counted() -> None:
    prepared = package("illinois-legal-aid")
    warned = problems(prepared, "organisation-missing")
    assert len(warned) == 280
    assert sum(sheet == "services.csv" for sheet, _, _ in warned) == 125
    stub = {row[0] for row in rows(prepared, "record.organisation", "record_id", "stub") if row[1]}
    assert sum(row[0] in stub for row in rows(prepared, "record.service", "provider_record")) == 340
    assert without_service("illinois-legal-aid") == 6


def test_illinois_rejects_the_one_record_without_id_and_name() -> None:
    prepared = package("illinois-legal-aid")
    assert accounts(prepared)["services.csv"] == (430, 429, 1)
    (rejected,) = [aside for aside in set_aside(prepared) if aside[0] == "services.csv"]
    assert rejected[2:] == (1, "a service without id and name: only the id of its organisation")


def test_illinois_status_is_unknown_and_not_inactive() -> None:
    assert {row[0] for row in rows(package("illinois-legal-aid"), "record.service", "status")} == {None}
    assert sentences("illinois-legal-aid", "status-unknown") == [
        "429 of 429 services have no status: not known, which is not inactive."
    ]


def test_illinois_hours_addresses_and_phones_are_set_aside() -> None:
    prepared = package("illinois-legal-aid")
    assert accounts(prepared)["regular_schedules.csv"] == (2492, 0, 2492)
    assert accounts(prepared)["postal_addresses.csv"] == (33, 0, 33)
    assert accounts(prepared)["phones.csv"] == (982, 0, 982)
    assert len(problems(prepared, "closes-before-it-opens")) == 29
    assert {row[0] for row in rows(prepared, "record.site", "address")} == {None}


# ---------------------------------------------------------------------------------------------- the standard's examples


@pytest.mark.parametrize("name", ["spec-3.0", "spec-3.1", "uk-profile"])
def test_the_examples_are_loaded_once_from_csv_and_json(name: str) -> None:
    prepared = package(name)
    assert ("GB-COH-01234567",) in rows(prepared, "record.organisation", "identifier")
    assert [row[0] for row in rows(prepared, "record.service", "sheet")] == ["csv/services.csv"]
    need = "taxonomy:code" if name != "uk-profile" else "taxonomy:name"
    said = "The service is available from 10 am to 6pm weekdays. The service is not available on public holidays."
    assert rows(prepared, "record.service", "needs", "status", "site", "opening") == [
        ([need], "active", ["MyCity Civic Center"], f"Thu, Fri 10:00-18:00 ({said})")
    ]
    assert "35" in str(rows(prepared, "record.service", "charge"))


@pytest.mark.parametrize("name", ["spec-3.0", "spec-3.1", "uk-profile"])
def test_the_examples_have_links_that_lead_nowhere_and_a_latitude_of_100(name: str) -> None:
    prepared = package(name)
    assert rows(prepared, "record.site", "latitude", "longitude") == [(None, None)]
    assert len(problems(prepared, "coordinates-impossible")) == 1
    assert len(problems(prepared, "link-unresolved")) == 2
    assert len(problems(prepared, "area-is-a-sentence")) == 1
    assert len(problems(prepared, "pages-missing")) >= 4


def test_tabular_json_repeats_what_the_tables_say() -> None:
    for name, objects in (("spec-3.0", 21), ("spec-3.1", 21)):
        assert accounts(package(name))["tabular.json"] == (objects, 0, objects)


def test_tables_that_stand_twice_in_the_uk_profile_are_loaded_once() -> None:
    found = accounts(package("uk-profile"))
    for one, other in (("address", "addresses"), ("schedule", "schedules")):
        assert found[f"csv/{one}.csv"] == (1, 1, 0)
        assert found[f"csv/{other}.csv"] == (1, 0, 1)
    assert found["csv/taxonomy.csv"] == (1, 0, 1)
