"""The control figures of the real code lists: read as plain tables, nothing lost and nothing doubled."""

import json

import pytest

from tests.real_data import real_data
from tpgraph.loading.raw import RawTable
from tpgraph.loading.readers import read_csv

pytestmark = pytest.mark.real_data


def table(*parts: str) -> RawTable:
    path = real_data("codelists", *parts)
    return read_csv(path.read_bytes(), path.name)


def column(raw: RawTable, heading: str) -> list[str]:
    texts: list[str] = raw.table.column(f"c{raw.header.index(heading)}").to_pylist()
    return texts


@pytest.mark.parametrize(
    ("parts", "rows", "columns"),
    [
        (("uk_local_authorities.csv",), 470, 38),
        (("lookup_name_to_registry.csv",), 1_750, 2),
        (("lookup_lsoa_to_registry.csv",), 42_619, 2),
        (("icnptso.csv",), 127, 5),
        (("geo", "area_all_codes.csv"), 461, 21),
        (("geo", "lsoa_la.csv"), 123, 33),
        (("geo", "msoa_la.csv"), 105, 27),
        (("geo", "ward_all_codes.csv"), 135, 23),
        (("geo", "ward_latlong.csv"), 115, 3),
    ],
    ids=lambda value: "/".join(value) if isinstance(value, tuple) else str(value),
)
def test_every_row_and_column_is_read(parts: tuple[str, ...], rows: int, columns: int) -> None:
    raw = table(*parts)
    assert (raw.table.num_rows, len(raw.header)) == (rows, columns)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("countryCode", 249), ("currency", 301), ("geoCodeType", 63), ("grantToIndividualsPurpose", 17),
        ("grantToIndividualsReason", 12), ("locationScope", 7), ("regrantType", 7),
    ],
)  # fmt: skip
def test_the_code_lists_of_360giving_are_read_whole(name: str, rows: int) -> None:
    path = real_data("360giving", "codelists", f"{name}.csv")
    assert read_csv(path.read_bytes(), path.name).table.num_rows == rows


def test_small_areas_lie_in_current_councils_of_four_nations() -> None:
    raw = table("lookup_lsoa_to_registry.csv")
    areas = column(raw, "lsoa")
    starts = [sum(area.startswith(start) for area in areas) for start in ("E01", "W01", "S01")]
    assert starts == [32_844, 1_909, 6_976]
    assert len(areas) - sum(starts) == 890
    assert len(set(areas)) == len(areas)


def test_registers_of_org_id_are_twenty_six_with_a_code_each() -> None:
    files = sorted(real_data("codelists", "org-id", "gb").glob("*.json"))
    codes = [json.loads(file.read_text("utf-8"))["code"] for file in files]
    assert len(set(codes)) == len(codes) == 26
