"""Files of one name in several folders are several sources; the file of one path that is loaded again is an update."""

from pathlib import Path

import pytest

import tpgraph
from tpgraph.map import Map

HEAD = "Body,Supplier,Amount,Date\n"
PAYER = "Alpha Council"


@pytest.fixture
def town(tmp_path: Path) -> Map:
    return tpgraph.open(tmp_path / "place.tpgraph")


def spend(folder: Path, pounds: int, name: str = "spend.csv", payer: str = PAYER) -> Path:
    """Write a file of one payment into a folder; the amount makes its bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"{HEAD}{payer},Pier Ltd,{pounds},01/05/2022\n")
    return path


def standing(town: Map) -> dict[str, int]:
    """Give the datasets that count, with their pounds."""
    loads = [row for row in town.store.read("record.load").to_pylist() if not row["superseded"]]
    flows = town.store.read("record.flow").to_pylist()
    return {
        row["dataset"]: sum(flow["amount_pence"] for flow in flows if flow["load_id"] == row["load_id"]) // 100
        for row in loads
    }


def test_files_of_one_name_in_folders_of_years_are_sources_of_their_own(town: Map, tmp_path: Path) -> None:
    spend(tmp_path / "in" / "2022", 5)
    spend(tmp_path / "in" / "2023", 7)
    for states in (["loaded", "loaded"], ["unchanged", "unchanged"]):
        assert [outcome.state for outcome in town.load(tmp_path / "in")] == states
    assert standing(town) == {"spend-2022-spend": 5, "spend-2023-spend": 7}


@pytest.mark.parametrize("alone", [True, False], ids=["given alone", "given with the others"])
def test_a_newer_issue_of_one_of_them_replaces_it_and_no_other(town: Map, tmp_path: Path, alone: bool) -> None:
    for year, pounds in (("2022", 5), ("2023", 7)):
        spend(tmp_path / "in" / year, pounds)
    town.load(tmp_path / "in")
    newer = spend(tmp_path / "in" / "2022", 50)
    assert "newer issue" in [outcome.state for outcome in town.load(newer if alone else tmp_path / "in")]
    assert standing(town) == {"spend-2022-spend": 50, "spend-2023-spend": 7}
    spend(tmp_path / "in" / "2024", 9)
    town.load(tmp_path / "in")
    assert standing(town) == {"spend-2022-spend": 50, "spend-2023-spend": 7, "spend-2024-spend": 9}


def test_a_file_that_stood_alone_keeps_its_key_when_others_of_its_name_come(town: Map, tmp_path: Path) -> None:
    spend(tmp_path / "in" / "2022", 5)
    town.load(tmp_path / "in")
    spend(tmp_path / "in" / "2023", 7)
    town.load(tmp_path / "in")
    assert standing(town) == {"spend-spend": 5, "spend-2023-spend": 7}
    spend(tmp_path / "in" / "2022", 50)
    town.load(tmp_path / "in")
    assert standing(town) == {"spend-spend": 50, "spend-2023-spend": 7}


def test_folders_of_one_name_are_told_apart_by_the_folders_above(town: Map, tmp_path: Path) -> None:
    spend(tmp_path / "in" / "north" / "payments", 5, "may.csv")
    spend(tmp_path / "in" / "south" / "payments", 7, "may.csv")
    town.load(tmp_path / "in")
    assert standing(town) == {"spend-north-payments-may": 5, "spend-south-payments-may": 7}
    town.load(spend(tmp_path / "in" / "south" / "payments", 70, "may.csv"))
    assert standing(town) == {"spend-north-payments-may": 5, "spend-south-payments-may": 70}


def test_two_files_of_one_name_in_one_zip_are_two_sources(town: Map, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "years.zip", "w") as archive:
        for year, pounds in (("2022", 5), ("2023", 7)):
            archive.write(spend(tmp_path / "made" / year, pounds), f"{year}/spend.csv")
    town.load(tmp_path / "years.zip")
    assert standing(town) == {"spend-2022-spend": 5, "spend-2023-spend": 7}


def test_a_file_of_another_name_needs_no_folder(town: Map, tmp_path: Path) -> None:
    spend(tmp_path / "in" / "2022", 5, "may.csv")
    spend(tmp_path / "in" / "2023", 7, "june.csv")
    town.load(tmp_path / "in")
    assert standing(town) == {"spend-may": 5, "spend-june": 7}
