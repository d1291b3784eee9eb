"""Places that do not nest, and bodies that were replaced."""

from pathlib import Path

from tests.loaders.template.filled_template import folder, load, named, only, said

PARTS = "place,part,share,of,year\n"


def test_a_share_is_a_number_or_a_percentage_and_may_be_unknown(tmp_path: Path) -> None:
    rows = "Police area,Harbour ward,0.6,population,2009\nPolice area,Hill ward,40 %,,\nPolice area,Quay ward,,,\n"
    tables = load(folder(tmp_path / "a", {"place_parts.csv": PARTS + rows}))
    assert only(tables["place_part"], "place", "part", "share", "of", "year") == [
        ("Police area", "Harbour ward", 0.6, "population", "2009"),
        ("Police area", "Hill ward", 0.4, None, None),
        ("Police area", "Quay ward", None, None, None),
    ]
    assert [row for row in tables["problem"] if row["severity"] != "note"] == []


def test_what_is_no_share_is_unknown_and_said(tmp_path: Path) -> None:
    rows = "Police area,Harbour ward,60,,\nPolice area,Hill ward,half,,\nPolice area,Quay ward,150%,,\n"
    tables = load(folder(tmp_path / "a", {"place_parts.csv": PARTS + rows}))
    assert [row["share"] for row in tables["place_part"]] == [None, None, None]
    assert said(tables, "share-not-a-share") == [
        ("place_parts.csv", 2, "share", "60"), ("place_parts.csv", 4, "share", "150%")
    ]  # fmt: skip
    assert said(tables, "not-a-number") == [("place_parts.csv", 3, "share", "half")]


def test_a_succession_joins_two_bodies_and_makes_those_that_stand_on_no_sheet(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name,sector\no1,Northmere PCT,nhs\n",
        "successions.csv": "organisation,successor,date\no1,Northmere CCG,2013-04-01\n",
    }
    tables = load(folder(tmp_path / "a", files))
    (pct, ccg) = tables["organisation"]
    assert only(tables["succession"], "organisation_record", "successor_record", "date") == [
        (pct["record_id"], named("Northmere CCG"), "2013-04-01")
    ]
    assert (ccg["name"], ccg["mentioned"]) == ("Northmere CCG", True)


def test_the_successor_of_a_place_is_kept(tmp_path: Path) -> None:
    files = {"places.csv": "id,name,level,successor\nE07000004,Aylesbury Vale,district,E06000060\n"}
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["place"], "id", "successor") == [("E07000004", "E06000060")]
