"""From the files to the question: a look-up and a template in one store."""

from pathlib import Path

from tests.loaders.ons_lookup.made_lookups import a_nation, codes, load, written
from tpgraph.map import Map
from tpgraph.stores import open_store

HEADER = "LSOA21CD,LSOA21NM,LAD23CD,LAD23NM,PFA23CD,PFA23NM"


def test_a_figure_of_a_police_area_is_worked_out_for_the_district_and_told_apart(tmp_path: Path) -> None:
    rows = [f"E0100000{n},Manchester 001{n},E08000003,Manchester,E23000005,Greater Manchester" for n in range(1, 4)]
    rows += ["E01000009,Salford 001A,E08000006,Salford,E23000005,Greater Manchester"]
    written(tmp_path / "LSOA_LAD_PFA.csv", HEADER, rows + a_nation(HEADER, rest=",E23000006,Far Police"))
    written(tmp_path / "place.csv", "name,gss", ["Manchester,E08000003"])
    written(
        tmp_path / "client_needs.csv", "need,client_group,place,people,financial_year",
        ["Debt advice,Adults,E23000005,1000,2022-23", "Debt advice,Adults,Manchester,600,2022-23"],
    )  # fmt: skip
    place = Map(open_store(tmp_path / "place.tpgraph", create=True))
    place.load(tmp_path)
    (row,) = place.find("apportioned").to_dict("records")
    assert (row["stated_for"], row["place"], row["stated_people"], row["people"]) == (
        "Greater Manchester", "Manchester", 1000, 750
    )  # fmt: skip
    assert (row["share"], row["share_of"], row["share_year"]) == (0.75, "LSOAs 2021", "2023")
    found = place.query(
        "MATCH (p:Place {id: 'E08000003'})-[c:COVERS_PART_OF]->(a:Place) RETURN a.name AS name, c.share AS share "
        "ORDER BY name"
    )
    assert found.to_dict("records") == [{"name": "Greater Manchester", "share": 0.75}]
    explained = place.explain(str(row["id"]))
    assert [line.file for line in explained.lines if line.record_id] == [tmp_path.name]


def test_loading_a_look_up_twice_changes_nothing(tmp_path: Path) -> None:
    written(tmp_path / "a.csv", HEADER, ["E01000001,A,E08000003,Manchester,E23000005,Greater Manchester"])
    place = Map(open_store(tmp_path / "place.tpgraph", create=True))
    place.load(tmp_path / "a.csv")
    before = place.tables().version
    place.load(tmp_path / "a.csv")
    assert place.tables().version == before


def test_two_look_ups_cut_to_two_districts_give_no_share_of_a_police_area_and_say_why(tmp_path: Path) -> None:
    districts = {"E08000003": "Manchester", "E08000006": "Salford"}
    written(
        tmp_path / "lsoas.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM",
        [f"E0100000{n},{name} 00{n},{code},{name}" for n, (code, name) in enumerate(districts.items())],
    )  # fmt: skip
    written(
        tmp_path / "police.csv", "LAD22CD,LAD22NM,PFA22CD,PFA22NM",
        [f"{code},{name},E23000005,Greater Manchester" for code, name in districts.items()],
    )  # fmt: skip
    written(tmp_path / "place.csv", "name,gss", ["Manchester,E08000003"])
    written(
        tmp_path / "client_needs.csv", "need,client_group,place,people,financial_year",
        ["Debt advice,Adults,E23000005,1000,2022-23"],
    )  # fmt: skip
    place = Map(open_store(tmp_path / "place.tpgraph", create=True))
    place.load(tmp_path)
    (row,) = place.find("apportioned").to_dict("records")
    assert row["part_in_words"] == "not known"
    assert str(row["share_in_words"]).startswith("the look-ups loaded hold the LSOAs of 2 of the ")


def test_a_cut_table_of_districts_in_police_areas_is_said_to_be_cut(tmp_path: Path) -> None:
    rows = ["E08000003,Manchester,E23000005,Greater Manchester"]
    path = written(tmp_path / "police.csv", "LAD22CD,LAD22NM,PFA22CD,PFA22NM", rows)
    assert codes(load(path), "warning") == {"look-up-cut"}
