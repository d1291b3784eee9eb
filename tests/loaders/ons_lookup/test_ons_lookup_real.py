"""Real look-ups: drkane/geo-lookups (areas of all kinds; samples of LSOAs, MSOAs and wards)."""

import pytest

from tests.loaders.ons_lookup.made_lookups import claims, codes, followed, lies, load
from tests.real_data import real_data
from tpgraph.identifiers import is_gss
from tpgraph.reference import place_by_gss, place_successors

pytestmark = pytest.mark.real_data


def test_461_areas_are_read_and_51_councils_find_what_followed() -> None:
    tables = load(real_data("codelists", "geo", "area_all_codes.csv"))
    assert len({row["id"] for row in tables["place"]}) == len(tables["place"]) == 461
    assert len(followed(tables)) == 51
    assert ("E06000028", "E06000058") in followed(tables)
    assert ("E08000003", "E47000001") in lies(tables)
    assert codes(tables, "warning") <= {"publisher-from-folder"}


def everything_after(gss: str) -> set[str]:
    """What followed a place, and what followed that."""
    later = {successor.id for successor in place_successors(gss)}
    return later.union(*map(everything_after, later))


def test_the_reference_list_agrees_on_what_followed_each_council_that_it_holds() -> None:
    tables = load(real_data("codelists", "geo", "area_all_codes.csv"))
    known = {old: new for old, new in followed(tables) if (entry := place_by_gss(str(old))) and not entry.is_current}
    assert len(known) > 40
    for old, new in known.items():
        assert new in everything_after(str(old)), old


@pytest.mark.parametrize(
    ("file", "rows", "units", "inside"),
    [
        ("lsoa_la.csv", 123, 123, ("E01000315", "E02000045")),
        ("msoa_la.csv", 105, 105, ("W02000425", "W06000006")),
        ("ward_all_codes.csv", 135, 135, ("W05001705", "W06000012")),
    ],
)
def test_samples_of_small_areas_are_read_whole(file: str, rows: int, units: int, inside: tuple[str, str]) -> None:
    tables = load(real_data("codelists", "geo", file))
    assert sum(int(str(row["rows_loaded"])) for row in tables["file"]) == rows
    assert tables["set_aside"] == []
    assert inside in lies(tables)
    assert len({row["line"] for row in tables["place"]}) == units
    # Northern Ireland's small areas have codes of their own.
    assert sum(is_gss(str(row["id"])) for row in tables["place"]) > units


def test_files_of_coordinates_are_no_look_ups() -> None:
    for file in ("lsoa_latlong.csv", "msoa_latlong.csv", "ward_latlong.csv"):
        assert claims(real_data("codelists", "geo", file)) == []
