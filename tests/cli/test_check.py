"""`tpgraph check`: what people see, what programs get, and what a problem code means."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import HEADER, Run
from tpgraph.loading.check_report import CELLS_SHOWN, CheckReport
from tpgraph.loading.code_pages import report_schema
from tpgraph.map.checking import check_files

BAD = "\n".join(
    [
        f"{HEADER},Purpose",
        *(f"Hill Council,0{day % 9 + 1}/05/2009,A Ltd,{day}.{day}.{day},T{day},Rent" for day in range(30)),
        "Hill Council,07/05/2009,A Ltd,7.00,T70,Rent",
        "Hill Council,08/05/2009,A Ltd,8.00,T80,Rent",
        "",
    ]
)
REFUSED = '{"grants": [{"id": null, "amountAwarded": null}]}'


@pytest.fixture
def bad(place: Path) -> str:
    (place / "more.csv").write_text(BAD, "utf-8")
    return "more.csv"


def test_the_screen_shows_rungs_the_first_cells_why_and_the_mend(run: Run, bad: str) -> None:
    ended = run("check", bad)
    lines = [line.strip() for line in ended.out.splitlines()]
    assert ended.code == 0
    assert lines[0] == "more.csv"
    assert "readable: yes" in lines
    assert "valid: no: bad-amount" in lines
    assert "accurate: yes" in lines
    assert "useful: yes" in lines
    assert "30 errors, bad-amount: A cell is not an amount" in lines
    assert "- line 2, column 'Net Amount': '0.0.0' is not an amount: the row is set aside" in lines
    assert sum("is not an amount: the row" in line for line in lines) == CELLS_SHOWN
    assert "- and 10 more; --csv FILE lists them all" in lines
    assert any(line.startswith("why it matters: The row is set aside, so every total") for line in lines)
    assert any(line.startswith("mend: ") and "1,234.56" in line for line in lines), lines[15:]
    assert "2 of 32 rows can be loaded, payments £15.00; 30 set aside" in lines
    assert "set aside: 30 rows: amount cannot be read" in lines


def test_csv_lists_every_cell_and_what_is_said_of_its_code(run: Run, bad: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", bad, "--csv", "-").out)))
    assert len(rows) == 30
    assert list(rows[0])[:9] == ["file", "sheet", "line", "column", "value", "severity", "code", "sentence", "mend"]
    assert {name: rows[29][name] for name in ("file", "line", "value", "level", "title")} == {
        "file": "more.csv", "line": "31", "value": "29.29.29", "level": "valid", "title": "A cell is not an amount",
    }  # fmt: skip


def test_csv_and_parquet_are_the_same_table(run: Run, bad: str, place: Path) -> None:
    import pyarrow.parquet

    assert run("check", bad, "--csv", "t.csv", "--parquet", "t.parquet").out == ""
    table = pyarrow.parquet.read_table(place / "t.parquet").to_pylist()
    with (place / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [str(row["line"]) for row in table] == [row["line"] for row in rows]
    assert [row["why"] for row in table] == [row["why"] for row in rows]


def test_json_is_the_whole_result_and_keeps_to_its_schema(run: Run, bad: str, place: Path) -> None:
    (place / "grants.json").write_text(REFUSED, "utf-8")
    ended = run("check", bad, "grants.json", "nothing.csv", "files", "--json")
    report = json.loads(ended.out)
    jsonschema.Draft202012Validator.check_schema(report_schema())
    jsonschema.validate(report, report_schema(), cls=jsonschema.Draft202012Validator)
    assert CheckReport.model_validate_json(ended.out).model_dump(mode="json") == report
    assert ended.code == 1
    first = report["sources"][0]
    assert (first["file"], first["loader"], first["can_be_loaded"]) == ("more.csv", "spend", True)
    assert first["mapping"][0]["columns"]["Net Amount"] == "amount"
    assert [level["reached"] for level in first["levels"]] == [True, False, True, True]
    (problem,) = [one for one in first["problems"] if one["code"] == "bad-amount"]
    assert (problem["count"], len(problem["cells"]), problem["more"]) == (30, 20, 10)
    assert first["accounts"][0]["rows_read"] == 32
    assert report["sources"][1]["problems"][0]["code"] == "nothing-to-load"
    assert report["sources"][2]["problems"][0]["code"] == "unreadable"


def test_json_goes_to_a_file_where_one_is_named(run: Run, bad: str, place: Path) -> None:
    assert run("check", bad, "--json", "result.json").out == ""
    assert json.loads((place / "result.json").read_text("utf-8"))["format"] == "tpgraph-check/1"


def test_a_refused_source_stops_at_the_rung_it_failed(run: Run, place: Path) -> None:
    (place / "grants.json").write_text(REFUSED, "utf-8")
    (place / "empty.csv").write_text("", "utf-8")
    report = json.loads(run("check", "grants.json", "empty.csv", "--json").out)
    refused, unreadable = report["sources"]
    assert [level["reached"] for level in refused["levels"]] == [True, False, False, False]
    assert "nothing-to-load" in refused["levels"][1]["kept_by"]
    assert {problem["code"] for problem in refused["problems"]} >= {"nothing-to-load", "no-amount"}
    assert [level["reached"] for level in unreadable["levels"]] == [False] * 4
    assert unreadable["levels"][1]["kept_by"] == []


def test_only_what_stops_a_load_ends_with_one(run: Run, bad: str, place: Path) -> None:
    assert run("check", bad).code == 0
    (place / "notes.txt").write_text("Buy milk", "utf-8")
    ended = run("check", bad, "notes.txt")
    assert "notes.txt" in ended.sentence()
    assert "30 errors, bad-amount" in ended.out
    assert "cannot be loaded: no loader fits 'notes.txt'" in ended.out
    several = run("check", "notes.txt", "nothing.csv")
    assert several.sentence().endswith("(and 1 more source could not be loaded)")
    assert several.out == ""


def test_a_page_is_written_beside_what_the_screen_says(run: Run, bad: str, place: Path) -> None:
    ended = run("check", bad, "--html", "check.html")
    assert (ended.code, ended.out) == (0, "")
    page = (place / "check.html").read_text("utf-8")
    assert "<h1>Check of more.csv</h1>" in page
    assert run("check", bad, "--html", "-").out == page
    assert run("check", bad, "--html", "-", "--json").code == 2
    assert "is one of the files to be checked" in run("check", bad, "--html", bad).sentence()
    assert (place / bad).read_text("utf-8") == BAD


def test_a_code_is_explained_without_files(run: Run) -> None:
    ended = run("check", "--explain", "bad-amount")
    assert ended.code == 0
    assert ended.out.startswith("bad-amount: A cell is not an amount\n")
    assert "why it matters: The row is set aside" in ended.out
    assert "mend: write pounds as 1,234.56" in ended.out
    assert "told by the loader ocds" in run("check", "--explain", "tenfold_slip").out


def test_an_unknown_code_gets_the_nearest_names(run: Run) -> None:
    assert run("check", "--explain", "bad-amout").sentence() == (
        "no problem has the code 'bad-amout'; did you mean bad-amount or bad-date or no-amount?"
    )


def test_without_files_and_code_the_command_was_typed_wrongly(run: Run) -> None:
    ended = run("check")
    assert (ended.code, ended.out) == (2, "")
    assert "give the files to be checked, or --explain CODE" in ended.err
    assert run("check", "").code == 2


def test_the_library_gives_the_same_result(bad: str, run: Run) -> None:
    checked = check_files([bad])
    assert checked.failures == ()
    assert checked.problems.num_rows == 30
    assert json.loads(run("check", bad, "--json").out) == checked.report.model_dump(mode="json")
