"""Every dialect x every feature: what each says of one service comes out alike, where the dialect can say it."""

import json
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.loaders.open_referral.dialect_packages import DIALECTS
from tests.loaders.open_referral.open_referral_packages import accounts, load, loaded, problems, rows, table, written
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise
from tpgraph.map.loading import look

_AGES = ("HSDS 3", "Open Referral UK")
_COSTS = ("HSDS 3", "Open Referral UK")
_IDENTIFIERS = ("HSDS 3", "Open Referral UK 3")

SAME = {
    "organisation": ("provider", "Harbour Trust"),
    "name": ("name", "Stay and play"),
    "status": ("status", "active"),
    "way in": ("way_in", "Walk in"),
    "service area": ("places", ["Northmere"]),
    "location to site": ("site", ["Hall"]),
    "opening": ("opening", None),
    "languages": ("languages", "Polish"),
}


@cache
def dialect(name: str) -> PreparedLoad:
    with TemporaryDirectory() as folder:
        return loaded(Path(folder), DIALECTS[name])


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("feature", SAME)
def test_what_every_dialect_can_say_comes_out_alike(name: str, feature: str) -> None:
    column, expected = SAME[feature]
    ((found,),) = rows(dialect(name), "record.service", column)
    if feature == "opening":
        assert str(found).replace("09:", "9:") in ("Mon, Tue 9:00-12:00", "Mon 9:00-12:00; Tue 9:00-12:00")
    else:
        assert found == expected


@pytest.mark.parametrize("name", DIALECTS)
def test_the_taxonomy_gives_the_need_and_what_is_broader(name: str) -> None:
    prefix, code = (
        ("openEligibility:", ("101", "101-01")) if name.startswith("Ohana") else ("esdNeed:", ("Family", "Parenting"))
    )
    assert rows(dialect(name), "record.service", "needs")[0][0] in (
        [prefix + code[1]],
        [prefix + code[0], prefix + code[1]],
    )
    broader = dict(rows(dialect(name), "record.need", "id", "broader"))
    assert broader[prefix + code[1]] == prefix + code[0]
    assert broader[prefix + code[0]] is None


@pytest.mark.parametrize("name", DIALECTS)
def test_eligibility_is_told_in_words_with_ages_where_the_dialect_has_them(name: str) -> None:
    words = "Anyone with a child" + ("; ages up to 5" if name.startswith(_AGES) else "")
    assert rows(dialect(name), "record.service", "eligibility") == [(words,)]


@pytest.mark.parametrize("name", DIALECTS)
def test_what_users_pay_is_a_charge_and_no_money(name: str) -> None:
    ((charge,),) = rows(dialect(name), "record.service", "charge")
    assert str(charge).replace("3.50", "3.5") == "Adults: 3.5 GBP"
    assert "record.flow" not in dialect(name).tables


@pytest.mark.parametrize("name", DIALECTS)
def test_who_funds_stands_in_words_beside_the_service(name: str) -> None:
    ((extra,),) = rows(dialect(name), "record.service", "extra")
    assert json.loads(str(extra))["funding"] == "The city council"


@pytest.mark.parametrize("name", DIALECTS)
def test_the_site_has_its_address_postcode_and_coordinates(name: str) -> None:
    site = rows(dialect(name), "record.site", "name", "address", "postcode", "latitude", "longitude")
    assert site == [("Hall", "1 Quay St, Northmere", "NM1 2AB", 53.5, -2.3)]


@pytest.mark.parametrize("name", [name for name in DIALECTS if name.startswith(_IDENTIFIERS)])
def test_the_identifier_of_the_organisation_is_brought_to_its_one_form(name: str) -> None:
    assert rows(dialect(name), "record.organisation", "name", "kind", "identifier") == [
        ("Harbour Trust", "charity", "GB-CHC-1089893")
    ]


@pytest.mark.parametrize("name", DIALECTS)
def test_no_contact_enters_and_every_row_is_accounted_for(name: str) -> None:
    prepared = dialect(name)
    everything = str([one.to_pylist() for one in prepared.tables.values()])
    assert "Somebody" not in everything
    assert "7946" not in everything
    assert all(read == taken + aside for read, taken, aside in accounts(prepared).values())


def test_user_groups_of_a_town_are_client_groups_and_no_needs() -> None:
    prepared = dialect("Open Referral UK 1 page")
    assert rows(prepared, "record.service", "client_groups") == [(["Carers"],)]
    assert "Carers" not in table(prepared, "record.need").column("name").to_pylist()


@pytest.mark.parametrize("name", [name for name in DIALECTS if name.endswith("CSV")])
def test_a_package_in_a_zip_is_the_package_in_a_folder(tmp_path: Path, name: str) -> None:
    home = written(tmp_path, DIALECTS[name])
    with zipfile.ZipFile(tmp_path / "town.zip", "w") as archive:
        for path in home.iterdir():
            archive.write(path, f"export/{path.name}")
    ((group, claim),) = recognise(find_groups([tmp_path / "town.zip"]))[0]
    from_zip = prepare(group, claim)
    columns = ("record_id", "name", "provider", "needs", "places", "site", "eligibility", "opening")
    assert rows(from_zip, "record.service", *columns) == rows(load(home), "record.service", *columns)


def pages(*, carried: int) -> dict[str, str]:
    """Pages of two services each, of a listing of five."""
    items = [
        {"id": f"s{n}", "name": f"Service {n}", "organization": {"id": "o1", "name": "Harbour Trust"}} for n in range(5)
    ]
    chunks = [items[start : start + 2] for start in range(0, carried, 2)]
    return {f"page{n}.json": json.dumps({"total_items": 5, "contents": chunk}) for n, chunk in enumerate(chunks)}


def test_page_files_of_one_listing_are_one_source(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, pages(carried=5))
    assert table(prepared, "record.service").num_rows == 5
    assert rows(prepared, "record.organisation", "name") == [("Harbour Trust",)]
    assert problems(prepared, "pages-missing") == []


def test_pages_that_are_missing_from_a_listing_are_told_once(tmp_path: Path) -> None:
    prepared = loaded(tmp_path, pages(carried=4))
    assert problems(prepared, "pages-missing") == [("page0.json", None, "warning")]
    assert "has 5 items; its pages here carry 4" in str(rows(prepared, "record.problem", "sentence"))


def test_page_files_given_one_by_one_are_one_source_too(tmp_path: Path) -> None:
    home = written(tmp_path, pages(carried=5))
    ((group, claim),) = look(sorted(home.iterdir())).claims
    assert (group.name, len(claim.members)) == ("town", 3)
    assert table(prepare(group, claim), "record.service").num_rows == 5


@pytest.mark.parametrize("name", ["services.jsonl", "services.ndjson", "services.json"])
def test_a_line_each_is_read_under_every_ending(tmp_path: Path, name: str) -> None:
    items = json.loads(pages(carried=2)["page0.json"])["contents"]
    prepared = loaded(tmp_path, {name: "".join(json.dumps(item) + "\n" for item in items)})
    assert rows(prepared, "record.service", "id") == [("s0",), ("s1",)]


def test_no_limit_of_age_is_written_as_nought_and_hours_of_the_afternoon_in_full(tmp_path: Path) -> None:
    services = "id,organization_id,name,minimum_age,maximum_age\ns1,o1,Club,13,0\n"
    hours = "id,service_id,weekday,opens_at,closes_at\nh1,s1,Monday,9am,4:30 PM\nh2,s1,5,12:15 AM,12:00 p.m.\n"
    organisations = "id,name,legal_status\no1,Harbour Trust,charity\n"
    files = {"organizations.csv": organisations, "services.csv": services, "regular_schedules.csv": hours}
    prepared = loaded(tmp_path, files)
    assert rows(prepared, "record.service", "eligibility", "opening") == [
        ("ages 13 and over", "Mon 9:00-16:30; Fri 0:15-12:00")
    ]
    assert problems(prepared, "closes-before-it-opens") == []
