"""The map of a place, from files to answers, over the real embedded store."""

from pathlib import Path

import pytest

import tpgraph
from tests.places import SPEND, write_place
from tpgraph.errors import (
    AnalysisError,
    InputError,
    StoreError,
    SupersededLoadError,
    UnknownFormatError,
    UnreadableFileError,
)
from tpgraph.map import Map
from tpgraph.map.deriving import read_records
from tpgraph.map.exports import export_store
from tpgraph.tables import graph_table_names


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_place(tmp_path / "files")


@pytest.fixture
def town(tmp_path: Path) -> Map:
    return tpgraph.open(tmp_path / "place.tpgraph")


def graph(town: Map) -> dict[str, object]:
    tables = town.tables()
    return {name: tables[name] for name in graph_table_names()}


def money(town: Map) -> dict[str, object]:
    row: dict[str, object] = town.find("money", basis="payment").to_dict("records")[0]
    return row


def test_files_become_figures(town: Map, files: Path) -> None:
    town.init("Northmere", bodies=["Northmere Borough Council", "Northmere Primary Care Trust"])
    town.load(files)
    row = money(town)
    assert row["listed_pence"] == 1_000_00 + 500_00 + 20_00 - 10_00 + 300_00
    assert row["passed_between_pence"] == 500_00
    # The trust received 500.00 and lists 300.00: 200.00 went on in ways its file does not list.
    assert row["onward_not_listed_pence"] == 200_00
    assert row["counted_once_pence"] == 1_810_00 - 500_00 + 200_00
    assert row["unknown_payee_pence"] == 20_00


def test_one_body_under_two_names_is_one_body(town: Map, files: Path) -> None:
    town.load(files)
    suppliers = town.find("suppliers")
    assert suppliers["amount_pence"].tolist() == [1_300_00]


def test_loading_the_same_folder_twice_changes_nothing(town: Map, files: Path) -> None:
    town.load(files)
    before, records = graph(town), read_records(town.store)
    assert {outcome.state for outcome in town.load(files)} == {"unchanged"}
    assert graph(town) == before
    assert read_records(town.store) == records


def test_another_order_of_loading_changes_no_table(tmp_path: Path, files: Path) -> None:
    one, other = tpgraph.open(tmp_path / "one.tpgraph"), tpgraph.open(tmp_path / "other.tpgraph")
    folders = [files / "council", files / "trust", files / "lists"]
    for folder in folders:
        one.load(folder)
    for folder in reversed(folders):
        other.load(folder)
    assert graph(one) == graph(other)
    assert one.graph_version == other.graph_version


def test_taking_a_source_back_leaves_what_was_there_before(town: Map, files: Path) -> None:
    town.load(files / "council")
    before, records = graph(town), read_records(town.store)
    outcome = town.load(files / "trust")[0]
    assert graph(town) != before
    town.remove(outcome.load_id)
    assert graph(town) == before
    assert read_records(town.store) != records  # its rows are kept, and play no part
    town.remove(outcome.load_id, for_good=True)
    assert graph(town) == before
    assert read_records(town.store) == records


def test_a_newer_issue_replaces_the_older_and_gives_way_when_taken_back(town: Map, files: Path) -> None:
    town.load(files / "council")
    older = money(town)
    (files / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    newer = town.load(files / "council")[0]
    assert newer.state == "newer issue"
    assert money(town)["listed_pence"] == 1_710_00
    town.remove(newer.load_id)
    assert money(town) == older


def test_the_bytes_of_an_older_issue_are_refused_with_the_command_that_brings_them_back(town: Map, files: Path) -> None:
    first = town.load(files / "council")[0]
    (files / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    town.load(files / "council")
    (files / "council" / "spend.csv").write_text(SPEND, "utf-8")
    with pytest.raises(SupersededLoadError, match=f"sources restore {first.load_id}"):
        town.load(files / "council")
    town.restore(first.load_id)
    assert money(town)["listed_pence"] == 1_510_00


def test_equal_bytes_under_another_name_are_the_same_source(town: Map, files: Path) -> None:
    town.load(files / "council")
    (files / "council" / "copy.csv").write_text(SPEND, "utf-8")
    outcomes = town.load(files / "council" / "copy.csv")
    assert [outcome.state for outcome in outcomes] == ["unchanged"]


def test_a_dry_run_writes_nothing(town: Map, files: Path) -> None:
    assert {outcome.state for outcome in town.load(files, dry_run=True)} == {"checked"}
    assert town.sources().num_rows == 0


def test_sources_tell_what_became_of_every_row_and_penny(town: Map, files: Path) -> None:
    town.load(files / "council")
    row = town.sources().to_pylist()[0]
    assert (row["rows_read"], row["rows_loaded"], row["rows_set_aside"]) == (5, 4, 1)
    assert row["money_read_pence"] == row["money_loaded_pence"] + row["money_set_aside_pence"] == 1_510_00
    assert "1 x" in row["why_set_aside"]


def test_explain_leads_to_file_and_line_and_adds_up(town: Map, files: Path) -> None:
    town.load(files)
    row = money(town)
    found = town.explain(str(row["id"]).lower())
    assert found.total_pence == row["counted_once_pence"]
    listed = [(line.file, line.line, line.amount_pence) for line in found.lines if line.part == "listed"]
    assert ("spend.csv", 2, 1_000_00) in listed
    assert len(listed) == 5


def test_an_id_that_means_nothing_is_refused(town: Map, files: Path) -> None:
    town.load(files / "council")
    with pytest.raises(AnalysisError, match="no figure or finding has the id MO-AAAAAAAA"):
        town.explain("MO-AAAAAAAA")
    with pytest.raises(AnalysisError, match="figures begin"):
        town.explain("rubbish")


def test_an_overlap_is_found_from_the_lists(town: Map, files: Path) -> None:
    town.load(files)
    found = town.find("overlaps")
    assert [{row["left_id"], row["right_id"]} for row in found.to_dict("records")] == [{"s1", "s2"}]


def test_the_setting_decides_which_bodies_count(town: Map, files: Path) -> None:
    town.load(files)
    town.init("Northmere", years=["2009/10"], bodies=["Northmere Primary Care Trust", "Port Board"])
    row = money(town)
    assert row["listed_pence"] == 300_00
    names = {node["value"] for node in town.tables()["setting"].to_pylist()}
    assert {"Northmere", "2009-10", "body/port-board"} <= names


def test_query_runs_cypher_over_the_graph(town: Map, files: Path) -> None:
    town.load(files)
    found = town.query("MATCH (s:Service)-[:MEETS]->(n:Need) RETURN n.name AS need, count(s) AS services ORDER BY need")
    assert found.to_dict("list") == {"need": ["Debt advice", "Parenting support"], "services": [1, 2]}


def test_graph_is_a_networkx_graph_of_the_same_map(town: Map, files: Path) -> None:
    town.load(files)
    drawn = town.graph(projection="funds")
    assert sum(amount for _, _, amount in drawn.edges(data="amount_pence")) == 1_000_00 + 500_00 - 10_00 + 300_00


@pytest.mark.parametrize("kind", ["csv", "parquet", "graphml", "gexf", "json", "cypher", "neo4j-admin"])
def test_every_export_is_written(town: Map, files: Path, tmp_path: Path, kind: str) -> None:
    town.load(files)
    written = town.export(tmp_path / f"out.{kind}", kind)
    assert all(file.stat().st_size for file in written)


def test_a_store_that_changes_while_it_is_exported_is_told(town: Map, files: Path, tmp_path: Path) -> None:
    town.load(files)
    before = town.tables()
    town.init("Northmere")
    with pytest.raises(StoreError, match="was written to while it was being exported: run it again"):
        export_store(town.store, before, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_file_an_unknown_one_and_an_empty_one_are_told_apart(town: Map, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("Colour,Size\nred,1\n", "utf-8")
    (tmp_path / "empty.csv").write_text("", "utf-8")
    with pytest.raises(UnreadableFileError, match=r"nothing\.csv"):
        town.load(tmp_path / "nothing.csv")
    with pytest.raises(UnknownFormatError, match="Colour"):
        town.load(tmp_path / "notes.csv")
    with pytest.raises(InputError, match=r"empty\.csv.*empty"):
        town.load(tmp_path / "empty.csv")
    assert town.sources().num_rows == 0
