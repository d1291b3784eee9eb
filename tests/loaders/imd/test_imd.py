"""Indices of deprivation: properties of a place, never people; headings of file 7 of 2019 and 2025, figures made up."""

from pathlib import Path

import pytest
from tpgraph_loaders.imd import LOADER

from tests.resolution.tables import judgements, records
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.resolution.derive import derive

Row = dict[str, object]

FILE_7 = (
    "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),"
    "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),Income Score (rate),"
    "Income Rank (where 1 is most deprived),Total population: mid 2015 (excluding prisoners)\n"
    "E01005207,Manchester 001A,E08000003,Manchester,51.2,1203,1,0.3,900,1500\n"
    'E01005208,Manchester 001B,E08000003,Manchester,9.75,"30,001",10,0.02,31000,1600\n'
)
NAME = "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv"


def load(path: Path, text: str) -> dict[str, list[Row]]:
    path.write_text(text, encoding="utf-8")
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim).tables
    return {name.removeprefix("record."): table.to_pylist() for name, table in tables.items()}


def test_an_area_has_score_rank_and_decile_and_lies_in_its_district(tmp_path: Path) -> None:
    tables = load(tmp_path / NAME, FILE_7)
    columns = ("id", "name", "level", "part_of", "year", "imd_score", "imd_rank", "imd_decile", "imd_year")
    assert [tuple(row[column] for column in columns) for row in tables["place"]] == [
        ("E01005207", "Manchester 001A", "lsoa", "E08000003", "2011", 51.2, 1203, 1, "2019"),
        ("E01005208", "Manchester 001B", "lsoa", "E08000003", "2011", 9.75, 30001, 10, "2019"),
    ]


def test_a_rank_is_never_a_number_of_people(tmp_path: Path) -> None:
    tables = load(tmp_path / NAME, FILE_7)
    assert "client_need" not in tables
    assert {row["population"] for row in tables["place"]} == {None}


def test_the_index_reaches_the_place_in_the_graph_beside_what_others_say_of_it(tmp_path: Path) -> None:
    imd = load(tmp_path / NAME, FILE_7)["place"]
    known: Row = {"record_id": "r-0", "id": "E01005207", "name": "Manchester 001A", "population": 1480, "year": "2021"}
    places = [{**row, "load_id": "l-1"} for row in imd]
    graph = derive(records(place=[known, *places]), judgements())
    found = {row["id"]: row for row in graph["place"].to_pylist()}
    first = found["E01005207"]
    assert (first["imd_rank"], first["imd_decile"], first["imd_score"], first["imd_year"]) == (1203, 1, 51.2, "2019")
    assert (first["population"], first["level"]) == (1480, "lsoa")
    assert {"source_id": "E01005208", "target_id": "E08000003"} in graph["rel_part_of"].to_pylist()


@pytest.mark.parametrize(
    ("name", "district_year", "year"),
    [
        ("imd.csv", "2019", "2019"),
        ("imd.csv", "2024", "2025"),
        ("File_7_IoD2025.csv", "2024", "2025"),
        ("x.csv", "1999", None),
    ],
)
def test_the_year_of_the_index_is_named_or_follows_from_its_districts(
    tmp_path: Path, name: str, district_year: str, year: str | None
) -> None:
    tables = load(tmp_path / name, FILE_7.replace("District code (2019)", f"District code ({district_year})"))
    assert {row["imd_year"] for row in tables["place"]} == {year}
    assert ("index-without-year" in {row["code"] for row in tables["problem"]}) == (year is None)


def test_rows_that_are_no_areas_or_have_no_rank_are_set_aside(tmp_path: Path) -> None:
    rows = "Note: made up,,,,,,,,,\nE01005209,X,E08000003,M,1,first,11,,,\nE01005207,X,E08000003,M,1,2,3,,,\n"
    tables = load(tmp_path / NAME, FILE_7 + rows)
    assert [(row["line"], row["reason"]) for row in tables["set_aside"]] == [
        (4, "no area code"), (5, "no rank that can be read"), (6, "the area stands twice"),
    ]  # fmt: skip
    assert [(row["code"], row["line"], row["value"]) for row in tables["problem"]] == [("rank-unread", 5, "first")]


def test_other_tables_of_small_areas_are_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("LSOA code (2021),Income Score (rate)\nE01005207,0.2\n")
    assert list(LOADER.recognise(find_groups([tmp_path / "x.csv"])[0])) == []
