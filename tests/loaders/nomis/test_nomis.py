"""Nomis and Census tables in the layouts of real ones: bulk files and queries with a preamble; figures are made up."""

from pathlib import Path

import pytest
from tpgraph_loaders.nomis import LOADER

from tpgraph.errors import TpgraphError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare

Row = dict[str, object]

BULK = (
    "date,geography,geography code,Disability: Total: All usual residents; measures: Value,"
    '"Disability: Disabled under the Equality Act: Day-to-day activities limited a lot; measures: Value",'
    '"Disability: Not disabled under the Equality Act; measures: Value"\n'
    "2021,Made-up 001A,E01005207,1500,120,1380\n"
    "2021,Manchester,E08000003,550000,41000,509000\n"
)
QUERY = (
    '"QS302EW - General health"\n'
    '"ONS Crown Copyright Reserved [from Nomis on 21 April 2021]"\n'
    "\n"
    '"Population :","All usual residents"\n'
    '"Units      :","Persons"\n'
    '"Date       :","2011"\n'
    "\n"
    '"local authority: district / unitary (prior to April 2015)","mnemonic","All categories: General health",'
    '"Very good health","Bad health","%"\n'
    '"Manchester","E08000003",503127,243000,"21,600",4.3\n'
    '"Salford","E08000006",233933,..,12000,5.1\n'
    '"Column Total",,737060,,33600,\n'
    "\n"
    '"In order to protect against disclosure of personal information, records have been swapped."\n'
)


def load(path: Path, text: str) -> dict[str, list[Row]]:
    path.write_text(text, encoding="utf-8")
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim).tables
    return {name.removeprefix("record."): table.to_pylist() for name, table in tables.items()}


def needs(tables: dict[str, list[Row]]) -> list[tuple[object, ...]]:
    columns = ("line", "need", "place", "people", "financial_year")
    return sorted((tuple(row[column] for column in columns) for row in tables["client_need"]), key=str)


def test_every_category_of_a_bulk_file_counts_people_and_the_whole_is_left_out(tmp_path: Path) -> None:
    tables = load(tmp_path / "census2021-ts038-lsoa.csv", BULK)
    limited = "Disability: Disabled under the Equality Act: Day-to-day activities limited a lot"
    other = "Disability: Not disabled under the Equality Act"
    assert needs(tables) == [
        (2, limited, "E01005207", 120, "2020-21"), (2, other, "E01005207", 1380, "2020-21"),
        (3, limited, "E08000003", 41000, "2020-21"), (3, other, "E08000003", 509000, "2020-21"),
    ]  # fmt: skip
    assert all(row["indicator"] == row["need"] for row in tables["client_need"])
    assert [(row["id"], row["name"], row["level"]) for row in tables["place"]] == [
        ("E01005207", "Made-up 001A", "lsoa")
    ]
    assert tables["load"][0]["publisher"] == "Office for National Statistics"


def test_a_query_is_read_under_its_preamble_and_above_its_footnotes(tmp_path: Path) -> None:
    tables = load(tmp_path / "health.csv", QUERY)
    assert needs(tables) == [
        (10, "Bad health", "E08000006", 12000, "2010-11"), (10, "Very good health", "E08000006", None, "2010-11"),
        (9, "Bad health", "E08000003", 21600, "2010-11"), (9, "Very good health", "E08000003", 243000, "2010-11"),
    ]  # fmt: skip
    assert [(row["line"], row["reason"]) for row in tables["set_aside"]] == [
        (11, "no area code: a total, a footnote or the source"),
        (13, "no area code: a total, a footnote or the source"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        QUERY.replace('"Persons"', '"Households"'),
        BULK.replace("Disability: Total: All usual residents", "Tenure: Total: All households"),
    ],
)
def test_households_are_no_people(tmp_path: Path, text: str) -> None:
    with pytest.raises(TpgraphError, match="counts households, which are no numbers of people"):
        load(tmp_path / "x.csv", text)


def test_the_year_of_other_tables_is_that_of_their_date(tmp_path: Path) -> None:
    text = (
        "date,geography,geography code,Claimants aged 18 to 24; measures: Value\nJuly 2024,Manchester,E08000003,900\n"
    )
    assert needs(load(tmp_path / "claimants.csv", text)) == [
        (2, "Claimants aged 18 to 24", "E08000003", 900, "2024-25")
    ]


def test_what_is_no_number_is_unknown_and_told_with_its_cell(tmp_path: Path) -> None:
    tables = load(tmp_path / "x.csv", BULK.replace("41000", "many"))
    assert (3, None) in [(row["line"], row["people"]) for row in tables["client_need"]]
    (said,) = [row for row in tables["problem"] if row["code"] == "census-count-unread"]
    assert (said["line"], said["value"]) == (3, "many")


def test_an_area_that_stands_twice_counts_once(tmp_path: Path) -> None:
    tables = load(tmp_path / "x.csv", BULK + "2021,Manchester,E08000003,550000,41000,509000\n")
    assert len(tables["client_need"]) == 4
    assert [(row["line"], row["reason"]) for row in tables["set_aside"]] == [(4, "the area stands twice")]


def test_loading_twice_gives_the_same_records(tmp_path: Path) -> None:
    first, again = (load(tmp_path / "x.csv", BULK) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    "text", ["geography,geography code\nA,E08000003\n", "area code,Value\nE08000003,3\n", "a,b\n1,2\n", "mnemonic\nx\n"]
)
def test_other_tables_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(text)
    assert list(LOADER.recognise(find_groups([tmp_path / "x.csv"])[0])) == []
