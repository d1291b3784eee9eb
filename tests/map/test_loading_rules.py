"""What a load may not do to what stands in the store already: replace, contradict or repeat it in silence."""

import json
from pathlib import Path

import pytest

import tpgraph
from tpgraph.errors import InputError
from tpgraph.map import Map
from tpgraph.map.loading import LoadOptions, look
from tpgraph.map.running import run

FLOWS = "id,payer,payee,amount,financial year,date,basis\n"
SPEND = "Supplier,Amount,Date\n"


@pytest.fixture
def town(tmp_path: Path) -> Map:
    return tpgraph.open(tmp_path / "place.tpgraph")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def listed(town: Map) -> list[int]:
    sums: list[int] = town.find("money", basis="payment")["listed_pence"].tolist()
    return sums


def test_themes_beside_a_lone_file_of_flows_count_nothing_twice(town: Map, tmp_path: Path) -> None:
    folder = write(tmp_path / "in" / "flows.csv", FLOWS + ",Alpha Council,Pier Ltd,100,2009-10,,payment\n").parent
    town.load(folder / "flows.csv")
    write(folder / "themes.csv", "publisher,column,text,theme\n,purpose,Agency,Staff\n")
    town.load(folder)
    assert listed(town) == [100_00]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("f1,Alpha Council,Pier Ltd,101,2009-10,,payment", "amount"),
        ("f1,Alpha Council,Quay Ltd,100,2009-10,,payment", "payee"),
        ("f1,Alpha Council,Pier Ltd,100,2009-10,,budget", "basis"),
        ("f1,Alpha Council,Pier Ltd,100,2010-11,,payment", "date"),
        ("f1,Beta Trust,Pier Ltd,100,2009-10,,payment", "payer"),
    ],
)
def test_an_id_that_means_other_money_in_another_file_is_refused(
    town: Map, tmp_path: Path, row: str, what: str
) -> None:
    one = write(tmp_path / "a" / "north.csv", FLOWS + "f1,Alpha Council,Pier Ltd,100,2009-10,,payment\n")
    other = write(tmp_path / "b" / "south.csv", FLOWS + f"f0,Alpha Council,Pier Ltd,7,2009-10,,payment\n{row}\n")
    town.load(one, publisher="Alpha Council")
    before = town.graph_version
    with pytest.raises(InputError) as refused:
        town.load(other, publisher="ALPHA COUNCIL")
    said = str(refused.value)
    assert said.startswith(f"south.csv, line 3: the id 'f1' stands for another {what} in north.csv, line 2")
    assert "--publisher" in said
    assert town.graph_version == before
    town.load(other, publisher="Another")


def test_an_id_that_means_the_same_money_in_another_file_is_loaded_and_counts_once(town: Map, tmp_path: Path) -> None:
    row = "f1,Alpha Council,Pier Ltd,100,2009-10,,payment\n"
    town.load(write(tmp_path / "a" / "north.csv", FLOWS + row))
    town.load(write(tmp_path / "b" / "south.csv", FLOWS + row.replace("Pier Ltd", "PIER LTD")))
    assert listed(town) == [100_00]


def test_a_newer_issue_may_mend_what_an_id_means(town: Map, tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "north.csv", FLOWS + "f1,Alpha Council,Pier Ltd,100,2009-10,,payment\n")
    town.load(path)
    write(path, FLOWS + "f1,Alpha Council,Quay Ltd,200,2009-10,,payment\n")
    assert town.load(path)[0].state == "newer issue"
    assert listed(town) == [200_00]


def test_rows_of_a_reissue_that_gained_a_second_payer_are_told_with_the_way_back(town: Map, tmp_path: Path) -> None:
    row = ",Alpha Council,Pier Ltd,100,2009-10,,payment\n"
    path = write(tmp_path / "north" / "flows.csv", FLOWS + row + row.replace("100", "50.50"))
    older = town.load(path)[0]
    write(path, FLOWS + row + row.replace("100", "50.50") + ",Beta Trust,Pier Ltd,9,2009-10,,payment\n")
    newer = town.load(path)[0]
    assert newer.sentence == (
        f"north: loaded as template; 2 flows stand with £150.50 in load {older.load_id} of Alpha Council too and would "
        f"count twice: if this file replaces it, `tpgraph sources remove {older.load_id}` takes that one back"
    )
    town.remove(older.load_id)
    assert listed(town) == [159_50]


def test_two_files_of_one_call_that_are_named_one_dataset_never_replace_each_other(town: Map, tmp_path: Path) -> None:
    one = write(tmp_path / "in" / "council" / "payments" / "2022.csv", SPEND + "Pier Ltd,100,01/05/2022\n")
    other = write(tmp_path / "in" / "nhs" / "payments" / "2022.csv", SPEND + "Quay Ltd,900,01/05/2022\n")
    for _ in range(2):
        with pytest.raises(InputError) as refused:
            town.load(tmp_path / "in", payer="Alpha Council", dataset="payments")
        said = str(refused.value)
        assert str(one) in said
        assert str(other) in said
        assert "--publisher" in said
        assert listed(town) == [100_00]
    town.load(other, publisher="Beta Trust")
    assert listed(town) == [1000_00]


def test_the_same_file_given_twice_is_loaded_once(town: Map, tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "a.csv", SPEND + "Pier Ltd,100,01/05/2022\n")
    assert [outcome.state for outcome in town.load(path, path.parent, payer="Alpha Council")] == ["loaded", "unchanged"]


def test_a_publisher_in_other_case_is_the_same_publisher(town: Map, tmp_path: Path) -> None:
    head = "Body,Supplier,Amount,Date\n"
    town.load(write(tmp_path / "a" / "x.csv", head + "Alpha Council,Pier Ltd,100,01/05/2022\n"))
    more = "ALPHA COUNCIL,Pier Ltd,100,01/05/2022\nALPHA COUNCIL,Quay Ltd,5,01/05/2022\n"
    outcome = town.load(write(tmp_path / "b" / "x.csv", head + more))[0]
    assert outcome.state == "newer issue"
    assert listed(town) == [105_00]
    newest = [row for row in town.store.read("record.load").to_pylist() if not row["superseded"]]
    assert [row["publisher"] for row in newest] == ["ALPHA COUNCIL"]
    town.remove(outcome.load_id)
    assert listed(town) == [100_00]


def test_the_themes_that_run_writes_are_read_when_they_are_filled_in(tmp_path: Path) -> None:
    head = "Supplier,Amount,Date,Expense Type\n"
    rows = 'Pier Ltd,5,02/05/2022,=Agency\nPier Ltd,7,02/05/2022,"Rent, ""big"""\nPier Ltd,9,02/05/2022,Food\n'
    write(tmp_path / "in" / "Alpha Council" / "a.csv", head + rows)
    done = run([tmp_path / "in"], tmp_path / "out", None, LoadOptions(), lambda _: None)
    written = (tmp_path / "out" / "themes-to-fill-in.csv").read_text("utf-8-sig")
    assert not any(outcome.error for outcome in done.outcomes)
    filled = written.replace("'=Agency,,", "'=Agency,Staff,").replace('""",,', '""",Homes,')
    assert filled.count("Staff") == filled.count("Homes") == 1
    write(tmp_path / "in" / "Alpha Council" / "themes-to-fill-in.csv", "\ufeff" + filled)
    town = tpgraph.open(done.store)
    (themes,) = (outcome for outcome in town.load(tmp_path / "in") if outcome.state == "loaded")
    assert (themes.rows, themes.rows_set_aside) == (2, 1)
    flows = town.tables()["funding_flow"].select(["purpose", "theme"]).to_pylist()
    assert {row["purpose"]: row["theme"] for row in flows} == {
        "=Agency": "Staff",
        'Rent, "big"': "Homes",
        "Food": None,
    }


def test_a_check_without_a_store_refuses_two_files_of_one_key_too(tmp_path: Path) -> None:
    from tpgraph.map.loading import load_all

    for name, amount in (("council", 1), ("nhs", 2)):
        write(tmp_path / name / "payments" / "a.csv", SPEND + f"Pier Ltd,{amount},01/05/2022\n")
    options = LoadOptions(payer="Alpha Council", dataset="payments", dry_run=True)
    outcomes = load_all(None, look([tmp_path]), options)
    assert [outcome.state for outcome in outcomes] == ["checked", "failed"]


def test_a_grant_that_a_newer_file_amends_counts_once_as_the_newer_file_has_it(town: Map, tmp_path: Path) -> None:
    def grants(amount: int, day: str) -> str:
        grant = {
            "id": "360G-alpha-1", "title": "Play", "description": "Play", "currency": "GBP", "amountAwarded": amount,
            "awardDate": day, "fundingOrganization": [{"id": "GB-CHC-1", "name": "Alpha Fund"}],
            "recipientOrganization": [{"id": "GB-CHC-2", "name": "Pier Trust"}],
        }  # fmt: skip
        return json.dumps({"grants": [grant]})

    town.load(write(tmp_path / "a" / "first.json", grants(100, "2010-01-05")), publisher="Alpha Fund")
    (amended,) = town.load(write(tmp_path / "b" / "second.json", grants(250, "2010-01-06")), publisher="Alpha Fund")
    assert "it amends what stands in first.json, first '360G-alpha-1' (another amount)" in amended.sentence
    assert town.find("money", basis="award")["listed_pence"].tolist() == [250_00]
