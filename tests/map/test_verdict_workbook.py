"""One workbook travels: verdicts written into findings.xlsx come back however it was sorted, filtered or rearranged."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import tpgraph
from tests.map.test_verdicts import PLAY, TOGETHER, TOTS, write
from tpgraph.errors import AnalysisError
from tpgraph.map import Map
from tpgraph.map.loading import LoadOutcome

PAIR = "Pair (leave as it is)"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, its files, and its report: made once and copied for each test."""
    folder = tmp_path_factory.mktemp("town") / "place"
    folder.mkdir()
    made = tpgraph.open(folder / "place.tpgraph")
    made.load(write(folder / "lists", PLAY.format("s1") + TOGETHER.format("s2") + TOTS.format("s3")))
    made.report(folder / "out")
    return folder


@pytest.fixture
def town(loaded: Path, tmp_path: Path) -> Map:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return tpgraph.open(tmp_path / "place.tpgraph")


@pytest.fixture
def book(town: Map, tmp_path: Path) -> Path:
    assert town.store.location.startswith(str(tmp_path))
    return tmp_path / "out" / "findings.xlsx"


def heads(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1]}


def fill(sheet: Worksheet, row: int, **cells: object) -> None:
    for heading, value in cells.items():
        sheet.cell(row, heads(sheet)[heading]).value = value


def changed(book: Path, change: Callable[[openpyxl.Workbook], None], name: str = "sent.xlsx") -> Path:
    workbook = openpyxl.load_workbook(book)
    change(workbook)
    workbook.save(book.with_name(name))
    return book.with_name(name)


def load(town: Map, file: Path, **options: bool) -> LoadOutcome:
    (outcome,) = town.load(file, **options)  # type: ignore[arg-type]  # only dry_run is given
    return outcome


def said(town: Map) -> list[tuple[str, str, str, str]]:
    rows = town.verdicts().to_pylist()
    return sorted((row["verdict"], row["agency"], row["by"] or "", row["why"] or "") for row in rows)


def test_the_sheets_of_pairs_have_a_drop_down_and_a_hidden_pair(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["overlaps"]
    assert list(heads(sheet))[-6:] == ["Verdict", "Why", "Name", "Agency", "Date", PAIR]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"same,different,valued overlap,need evidence,not ours to say"'
    assert str(rule.sqref).startswith("X2:X4") or str(rule.sqref).endswith("4")
    assert sheet.column_dimensions[sheet.cell(1, heads(sheet)[PAIR]).column_letter].hidden
    finding, left, right = str(sheet.cell(2, heads(sheet)[PAIR]).value).split()
    assert finding == sheet.cell(2, 1).value
    assert left < right
    assert "load" in next(str(row[1].value) for row in workbook["Read me"].iter_rows() if row[0].value == "Verdicts")


def test_verdicts_come_back_once_and_loading_again_changes_nothing(town: Map, book: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        fill(workbook["overlaps"], 2, Verdict="Valued  overlap", Why="two halls", Name="Ann", Agency="NHS")
        fill(workbook["overlaps"], 3, Verdict="different", Agency="NHS", Date=datetime.date(2010, 3, 31))

    sent = changed(book, change)
    checked = load(town, sent, dry_run=True)
    assert (checked.state, checked.sentence) == ("checked", "sent.xlsx: verdicts: 2 new, nothing written")
    assert said(town) == []
    assert load(town, sent).sentence == "sent.xlsx: verdicts: 2 new"
    assert said(town) == [("different", "NHS", "", ""), ("valued overlap", "NHS", "Ann", "two halls")]
    assert sorted(row["at"][:10] for row in town.verdicts().to_pylist())[0] == "2010-03-31"
    again = load(town, sent)
    assert (again.state, again.sentence) == ("unchanged", "sent.xlsx: verdicts: 2 unchanged")
    assert town.store.read("judgement.verdict").num_rows == 2
    assert town.history()["sentence"][0].as_py().startswith("read 2 verdicts of NHS from sent.xlsx (")
    town.undo()
    assert said(town) == []


def test_rows_may_be_sorted_filtered_and_columns_moved(town: Map, book: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["overlaps"]
        fill(sheet, 2, Verdict="same", Agency="NHS", Why="first row")
        fill(sheet, 4, Verdict="need evidence", Agency="NHS")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        workbook.remove(sheet)
        turned = workbook.create_sheet("overlaps")
        turned.append(["My notes on these pairs"])
        for row in [rows[0], *reversed(rows[1:4])]:
            turned.append([*reversed(row), "a note of mine"])
        turned.row_dimensions[3].hidden = True

    before = {row["id"]: row["question"] for row in town.find("overlaps").to_dict("records")}
    sheet = openpyxl.load_workbook(book)["overlaps"]
    first = before[str(sheet.cell(2, 1).value)]
    assert load(town, changed(book, change)).sentence == "sent.xlsx: verdicts: 2 new"
    row = next(row for row in town.verdicts().to_pylist() if row["verdict"] == "same")
    assert all(row[f"{side}_name"] in first for side in ("left", "right"))


def test_what_cannot_be_read_is_told_with_row_column_and_mend_and_the_rest_stands(town: Map, book: Path) -> None:
    ahead = datetime.date.today() + datetime.timedelta(days=9)

    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["overlaps"]
        fill(sheet, 2, Verdict="sam", Agency="NHS")
        fill(sheet, 3, Verdict="different", Agency="NHS", Date="when it rained")
        fill(sheet, 4, Verdict="different", Agency="NHS")
        bodies = workbook["verdicts"]
        for row, (finding, day, pair) in enumerate(
            (("OV-AAAAAAAA", ahead, ""), ("OV-AAAAAAAA", None, ""), ("OV-AAAAAAAA", None, "OV-BBBBBBBB r-1 r-2"),
             ("OV-AAAAAAAA", None, "r-1"), ("the first", None, ""), ("OV-AAAAAAAA", None, "OV-AAAAAAAA r-1 r-2")), 2,
        ):  # fmt: skip
            fill(bodies, row, Id=finding, Verdict="same", Agency="NHS", Date=day, **{PAIR: pair})
        fill(bodies, 8, Id="OV-AAAAAAAA", Why="a reason alone")

    outcome = load(town, changed(book, change))
    assert outcome.sentence == "sent.xlsx: verdicts: 1 new, 9 unreadable"
    told = [sentence.removeprefix("sent.xlsx, sheet ") for sentence in outcome.more]
    assert told[:3] == [
        "organisations: no verdict is filled in",
        "overlaps: 1 new, 2 unreadable",
        "verdicts: 7 unreadable",
    ]
    assert told[3] == (
        "overlaps, row 2, column Verdict: 'sam' is no verdict (is 'same' meant?); choose one of same, different, "
        "valued overlap, need evidence, not ours to say"
    )
    assert told[4].startswith("overlaps, row 3, column Date: 'when it rained' is no date; write it as 2026-03-31")
    assert told[5].startswith("verdicts, row 2, column Date: ")
    assert "has not come yet" in told[5]
    assert told[6].startswith("verdicts, row 3, column Id: the pair OV-AAAAAAAA is not found")
    assert "do not belong together: some columns were sorted without the others" in told[7]
    assert "the hidden column of the pair was changed" in told[8]
    assert "'the first' is no id of a pair" in told[9]
    assert "row 7, column Id: the pair OV-AAAAAAAA is not found" in told[10]
    assert "row 8, column Verdict: there is a reason but no verdict" in told[11]
    assert [row[0] for row in said(town)] == ["different"]


def test_a_row_without_its_hidden_pair_is_known_by_its_id(town: Map, book: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["overlaps"]
        fill(sheet, 2, Verdict="different", Agency="NHS")
        sheet.delete_cols(heads(sheet)[PAIR])

    assert load(town, changed(book, change)).sentence == "sent.xlsx: verdicts: 1 new"


def test_what_an_agency_changes_replaces_its_verdict_though_the_old_date_stands(town: Map, tmp_path: Path) -> None:
    town.judge("s1", "s2", "valued overlap", by="Ann", agency="NHS", why="two halls")
    town.report(tmp_path / "out")
    book = tmp_path / "out" / "findings.xlsx"

    def rewrite(verdict: str, day: object) -> Callable[[openpyxl.Workbook], None]:
        def change(workbook: openpyxl.Workbook) -> None:
            for name in ("overlaps", "verdicts"):
                sheet = workbook[name]
                rows = range(2, sheet.max_row + 1)
                (row,) = [row for row in rows if sheet.cell(row, heads(sheet)["Verdict"]).value]
                if name == "overlaps":
                    fill(sheet, row, Verdict=verdict)
                    if day:
                        fill(sheet, row, Date=day)

        return change

    older = load(town, changed(book, rewrite("same", datetime.date(2009, 1, 1))))
    assert older.sentence == "sent.xlsx: verdicts: 1 unchanged, 1 older than what the agency said since"
    assert load(town, changed(book, rewrite("need evidence", None))).sentence == (
        "sent.xlsx: verdicts: 1 changed, 1 unchanged"
    )
    assert said(town) == [("need evidence", "NHS", "Ann", "two halls")]


def test_two_rows_that_say_different_things_for_one_agency_are_not_both_taken(town: Map, book: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["overlaps"]
        fill(sheet, 2, Verdict="different", Agency="NHS")
        cells = {"Id": sheet.cell(2, 1).value, PAIR: sheet.cell(2, heads(sheet)[PAIR]).value}
        fill(workbook["verdicts"], 2, Verdict="same", Agency="nhs", **cells)
        fill(workbook["verdicts"], 3, Verdict="same", Agency="Council", **cells)

    outcome = load(town, changed(book, change))
    assert outcome.sentence == "sent.xlsx: verdicts: 2 new, 1 unreadable"
    assert outcome.more[-1].endswith(
        "row 2, column Verdict: sheet overlaps, row 2 says 'different' of the same pair for the same agency; leave one "
        "of the two"
    )
    assert {row["agreed"] for row in town.verdicts().to_pylist()} == {"not agreed"}


def test_a_workbook_written_before_a_reissue_still_finds_its_pairs(town: Map, book: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(book)["overlaps"]
    names = {sheet.cell(2, heads(sheet)[f"{side} service"]).value for side in ("First", "Second")}
    town.load(write(tmp_path / "lists", TOTS.format("s1") + PLAY.format("s2") + TOGETHER.format("s9")))
    sent = changed(book, lambda workbook: fill(workbook["overlaps"], 2, Verdict="different", Agency="NHS"))
    assert load(town, sent).sentence == "sent.xlsx: verdicts: 1 new"
    (row,) = town.verdicts().to_pylist()
    assert {row["left_name"], row["right_name"]} == names


def test_a_workbook_in_a_folder_of_files_is_read_as_verdicts_and_never_as_records(
    town: Map, book: Path, tmp_path: Path
) -> None:
    sent = changed(book, lambda workbook: fill(workbook["overlaps"], 2, Verdict="different", Agency="NHS"))
    sent.rename(tmp_path / "lists" / "findings.xlsx")
    outcomes = town.load(tmp_path / "lists")
    assert [outcome.state for outcome in outcomes] == ["unchanged", "loaded"]
    assert town.store.read("record.load").num_rows == 1


def test_what_people_wrote_is_text_on_its_way_out_too(town: Map, tmp_path: Path) -> None:
    town.judge("s1", "s2", "need evidence", by="=1+1", agency="@NHS", why="=cmd|' /C calc'!A0")
    town.report(tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "findings.xlsx")["verdicts"]
    cells = [sheet.cell(2, heads(sheet)[heading]) for heading in ("Why", "Name", "Agency")]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert load(town, tmp_path / "out" / "findings.xlsx").sentence.endswith("unchanged")


def test_a_report_for_one_agency_holds_its_findings_only(town: Map, tmp_path: Path) -> None:
    town.judge("s1", "s2", "valued overlap", agency="NHS")
    town.report(tmp_path / "pier", agency="PIER TRUST")
    workbook = openpyxl.load_workbook(tmp_path / "pier" / "findings.xlsx")
    sheet = workbook["overlaps"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == 2
    assert all("Tots at Play" in row for row in rows)
    assert {row[heads(sheet)["Agency"] - 1] for row in rows} == {"Pier Trust"}
    assert "money by body" not in workbook.sheetnames
    assert "Valued" not in str([[cell.value for cell in row] for row in workbook["verdicts"].iter_rows(min_row=2)])
    page = (tmp_path / "pier" / "report.html").read_text("utf-8")
    assert "what concerns Pier Trust" in page
    assert "Only what concerns Pier Trust: 2 of 3 rows." in page


def test_an_agency_that_is_not_known_is_told_with_near_names(town: Map, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"no organisation here is called 'Peer Trust'; did you mean 'Pier Trust'"):
        town.report(tmp_path / "pier", agency="Peer Trust")
    assert not (tmp_path / "pier").exists()
