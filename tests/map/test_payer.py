"""Who pays, where a file of payments does not say so: asked of the bodies of the call and the store, then the user."""

from pathlib import Path

import pytest

import tpgraph
from tpgraph.errors import InputError
from tpgraph.map import Map
from tpgraph.map.checking import check_files
from tpgraph.map.loading import LoadOptions

BARE = "Supplier,Amount,Date\nPier Ltd,100,01/05/2022\n"
NAMED = "Body,Supplier,Amount,Date\nNorthmere Borough Council,Quay Ltd,5,01/05/2022\n"


@pytest.fixture
def town(tmp_path: Path) -> Map:
    return tpgraph.open(tmp_path / "place.tpgraph")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def payers(town: Map) -> set[str]:
    return set(town.store.read("record.flow").column("payer").to_pylist())


@pytest.mark.parametrize("other", ["a.csv", "z.csv"], ids=["before it", "after it"])
def test_a_body_of_the_same_call_is_the_payer_of_a_file_named_after_it(town: Map, tmp_path: Path, other: str) -> None:
    write(tmp_path / "in" / "northmere-2022.csv", BARE)
    write(tmp_path / "in" / other, NAMED)
    assert [outcome.state for outcome in town.load(tmp_path / "in")] == ["loaded", "loaded"]
    assert payers(town) == {"Northmere Borough Council"}
    assert check_files([tmp_path / "in"]).failures == ()


def test_a_body_of_the_store_is_the_payer_of_a_file_named_after_it(town: Map, tmp_path: Path) -> None:
    town.load(write(tmp_path / "first" / "a.csv", NAMED))
    town.load(write(tmp_path / "northmere" / "2022.csv", BARE))
    assert payers(town) == {"Northmere Borough Council"}


def test_a_payee_of_the_store_is_no_payer_of_a_file_named_after_it(town: Map, tmp_path: Path) -> None:
    town.load(write(tmp_path / "first" / "a.csv", NAMED))
    with pytest.raises(InputError, match=r"2022\.csv: who pays is not known"):
        town.load(write(tmp_path / "Quay Ltd" / "2022.csv", BARE))


def test_a_payer_that_nobody_knows_is_asked_for_and_said_by_the_user(town: Map, tmp_path: Path) -> None:
    path = write(tmp_path / "downloads" / "2022.csv", BARE)
    (failure,) = check_files([path]).failures
    with pytest.raises(InputError) as refused:
        town.load(path)
    assert str(refused.value) == str(failure)
    assert "--payer" in str(failure)
    assert check_files([path], LoadOptions(payer="Elm Trust")).failures == ()
    town.load(path, payer="Elm Trust")
    assert payers(town) == {"Elm Trust"}
    assert [row["publisher"] for row in town.store.read("record.load").to_pylist()] == ["Elm Trust"]


def test_a_name_that_the_ledger_cut_is_a_candidate_and_no_join(town: Map, tmp_path: Path) -> None:
    cut = [
        "Harbour Care and Support Services L",
        "Ash Valley Community Transport Coop",
        "Northmere Drug and Alcohol Recovery",
    ]
    lines = "".join(f"Northmere Borough Council,{name},5,01/05/2022\n" for name in cut)
    town.load(write(tmp_path / "a" / "a.csv", "Body,Supplier,Amount,Date\n" + lines))
    full = "Elm Trust,Harbour Care and Support Services Limited,9,01/05/2022\n"
    town.load(write(tmp_path / "b" / "b.csv", "Body,Supplier,Amount,Date\n" + full))
    pairs = town.find("organisations")
    (pair,) = (row for row in pairs.to_dict("records") if str(row["left_name"]).startswith("Harbour"))
    assert "cut at 35 characters" in str(pair)
    assert town.tables()["organisation"].column("name").to_pylist().count(cut[0]) == 1
