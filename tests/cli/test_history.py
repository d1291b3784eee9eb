"""`tpgraph history`, `diff`, `undo` and what `sources` accounts for, as people see them."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

import tpgraph
from tests.cli.conftest import Run
from tests.places import SPEND
from tpgraph.map import Map


def reissue(place: Path, run: Run) -> None:
    (place / "files" / "council" / "spend.csv").write_text(SPEND.replace("500.00", "700.00"), "utf-8")
    assert run("load", "files/council").code == 0


class Keyboard(io.StringIO):
    """Somebody who sits at the terminal and types."""

    def isatty(self) -> bool:
        return True


def listed(place: Path) -> list[tuple[str, bool]]:
    town: Map = tpgraph.open(place / "place.tpgraph")
    return [(row["file"], row["withdrawn"]) for row in town.sources().to_pylist() if not row["superseded"]]


def test_history_lists_what_was_done_newest_first(run: Run, place: Path) -> None:
    reissue(place, run)
    ended = run("history")
    lines = ended.out.splitlines()
    assert (
        "loaded spend.csv of Northmere Borough Council (issue 2): 4 rows, 1 set aside, payments £1,710.00" in lines[0]
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d: loaded .*", lines[0])
    assert re.fullmatch(r" {4}e-[0-9a-f]{16}", lines[1])
    assert sum("loaded " in line for line in lines) == 4
    assert "Next: tpgraph undo --dry-run" in ended.err
    rows = json.loads(run("history", "--json").out)
    assert rows[0]["money_pence"] == {"payment": 1_710_00}
    assert rows[0]["taken_back"] is False


def test_undo_names_what_it_takes_back_and_asks(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reissue(place, run)
    before = listed(place)
    for typed in ("\n", "n\n", "", "what?\n"):
        monkeypatch.setattr(sys, "stdin", Keyboard(typed))
        ended = run("undo")
        assert ended.code == 0
        assert "This takes back" in ended.out
        assert "loaded spend.csv of Northmere Borough Council (issue 2): 4 rows" in ended.out
        assert "- spend.csv of Northmere Borough Council (issue 1, l-" in ended.out
        assert "is current again" in ended.out
        assert "Take it back? [y/N]" in ended.err
        assert "nothing was changed" in ended.err
    assert len(run("history").out.splitlines()) == 8
    monkeypatch.setattr(sys, "stdin", Keyboard("y\n"))
    ended = run("undo")
    assert "done" in ended.err
    undone = re.search(r"Next: tpgraph undo (e-[0-9a-f]{16}), which does it again", ended.err)
    assert undone
    assert json.loads(run("find", "money", "--json").out)[0]["listed_pence"] == 1_810_00
    assert run("undo", undone[1], "--yes").code == 0
    assert listed(place) == before


def test_undo_without_a_terminal_changes_nothing_unless_told_to(run: Run, place: Path) -> None:
    before = listed(place)
    assert "say --yes to take it back" in run("undo").sentence()
    dry = run("undo", "--dry-run")
    assert "plays no part any more; its rows are kept" in dry.out
    assert listed(place) == before
    event = re.search(r"Next: tpgraph undo (e-\S+)", dry.err)
    assert event
    assert run("undo", event[1], "--yes").code == 0
    assert [back for _, back in listed(place)] != [back for _, back in before]
    assert "has the id 'e-nothing'" in run("undo", "e-nothing", "--yes").sentence()


def test_a_source_that_was_taken_back_stands_at_the_end_of_sources_until_it_is_deleted_for_good(run: Run) -> None:
    load_id = json.loads(run("history", "--json").out)[0]["subject"]
    assert run("sources", "remove", load_id).code == 0
    out = run("sources").out
    assert re.search(rf"Taken back, and kept: .* \(issue 1\), {load_id}", out)
    assert "sources remove LOAD_ID --for-good" in out
    assert re.search(r"sources taken back, and kept +1\n", run("status").out)
    assert "already; `tpgraph sources remove" in run("sources", "remove", load_id).sentence()
    ended = run("sources", "remove", load_id, "--for-good")
    assert "took back for good" in ended.err
    assert load_id not in run("sources").out
    assert "its rows are deleted; load its file again" in run("undo", "--yes").sentence()


def test_diff_says_what_changed_to_the_penny(run: Run, place: Path) -> None:
    path = place / "files" / "council" / "spend.csv"
    path.write_text(SPEND.replace("500.00", "700.00").replace("T4,", "T4 and a half,"), "utf-8")
    looked = run("diff", "files/council/spend.csv")
    assert "to: files/council/spend.csv, not loaded" in looked.out
    assert "Next: tpgraph load files/council/spend.csv" in looked.err
    assert run("load", "files/council").code == 0
    load_id = str(json.loads(run("history", "--json").out)[0]["subject"])
    out = run("diff", load_id).out
    assert "payments: 4 rows + 0 new - 0 gone = 4; 2 changed" in out
    assert "£1,510.00 + £0.00 new - £0.00 gone + £200.00 changed = £1,710.00" in out
    changed = (
        "changed: line 3: Northmere Borough Council to Northmere Primary Care Trust, 2009-05-06, T2: £500.00 -> £700"
    )
    assert changed in out
    assert "document: T4 -> T4 and a half" in out
    rows = json.loads(run("diff", load_id, "--json").out)
    assert [row["difference_pence"] for row in rows] == [200_00, 0]
    totals = json.loads(run("diff", load_id, "--totals", "--json").out)
    assert totals[-1]["after_pence"] == 1_710_00
    assert "is neither a source or load" in run("diff", "nowhere").sentence()
    assert "No row is new, gone or changed." in run("diff", "files/council/spend.csv").out


def test_sources_has_a_row_a_file_and_reason_and_shows_the_rows_set_aside(run: Run) -> None:
    rows = [row for row in json.loads(run("sources", "--json").out) if row["file"] == "spend.csv"]
    council = [row for row in rows if row["publisher"] == "Northmere Borough Council"]
    assert [(row["outcome"], row["basis"], row["rows"], row["money_pence"]) for row in council] == [
        ("loaded", "payment", 4, 1_510_00),
        ("set aside", None, 1, 0),
    ]
    out = run("sources").out
    assert "5 rows, £1,510.00 read: 4 loaded, 1 set aside" in out
    assert "    payments: £1,510.00 loaded\n" in out
    load_id = str(council[0]["load_id"])
    shown = run("sources", load_id)
    assert shown.out == run("sources", "show", load_id).out
    assert f"{load_id}, read as spend, issue 1, current" in shown.out
    assert re.search(r"line.*reason", shown.out)
    aside = json.loads(run("sources", load_id, "--json").out)
    assert [(row["line"], row["rows"], row["reason"]) for row in aside] == [(6, 1, council[1]["reason"])]
    assert "there is no load 'l-9'" in run("sources", "l-9").sentence()


def test_sources_shows_a_load_by_the_name_of_its_file_and_names_what_is_near_a_wrong_one(run: Run) -> None:
    found = {row["source_key"]: row for row in json.loads(run("sources", "--json").out)}
    key, one = next((key, row) for key, row in found.items() if row["file"] != "spend.csv")
    shown = run("sources", one["load_id"]).out
    assert run("sources", one["file"]).out == run("sources", key).out == shown != ""
    assert "2 loads are called 'spend.csv': l-" in run("sources", "spend.csv").sentence()
    assert run("sources", "spend.cvs").sentence() == (
        "no load, source or file is called 'spend.cvs'; did you mean 'spend.csv' or 'spend'?"
    )
    assert "did you mean 'remove' or 'restore'?" in run("sources", "remvoe").sentence()
    assert run("sources", "TYPO").sentence() == (
        "no load, source or file is called 'TYPO'; `tpgraph sources` lists the loads, and `sources --help` what can be "
        "done with one"
    )


def test_one_row_is_said_as_one(run: Run, place: Path) -> None:
    head = "Body Name,Payment Date,Supplier Name,Net Amount,Transaction No\n"
    (place / "one.csv").write_text(head + "Hill Council,05/05/2009,A Ltd,7.00,T1\n", "utf-8")
    assert "1 of 1 row can be loaded" in run("check", "one.csv").out
    assert run("load", "one.csv").code == 0
    assert "payments: 1 row + 0 new - 0 gone = 1" in run("diff", "one.csv").out
    (load_id,) = [row["load_id"] for row in json.loads(run("sources", "--json").out) if row["file"] == "one.csv"]
    assert "Hill Council: one.csv (1 row)" in run("sources", "remove", load_id, "--dry-run").err


def test_a_template_is_written_as_a_workbook_only(place: Path, run: Run) -> None:
    said = run("template", "w3.txt").sentence()
    assert said == "'w3.txt' would hold a workbook, which ends in .xlsx; say 'w3.xlsx'"
    assert not (place / "w3.txt").exists()


def test_pounds_of_several_bases_are_never_one_sum(run: Run, place: Path) -> None:
    folder = place / "mixed"
    folder.mkdir()
    head = "id,payer,payee,amount,financial year,date,basis\n"
    rows = (
        "f1,A,B,100,2009-10,,award\nf2,A,B,40,2009-10,,payment\nf3,A,B,7,2009-10,,payment\nf4,A,B,x,2009-10,,payment\n"
    )
    (folder / "flows.csv").write_text(head + rows, "utf-8")
    loaded = run("load", "mixed")
    assert "(3 rows, awards £100.00, payments £47.00; 1 row set aside)" in loaded.err
    checked = run("check", "mixed").out
    out = run("sources").out
    assert "    awards: £100.00 loaded\n    payments: £47.00 loaded\n    set aside: 1 row: " in out
    parts = [row for row in json.loads(run("sources", "--json").out) if row["publisher"] == "A"]
    assert [(row["basis"], row["rows"], row["money_pence"]) for row in parts] == [
        ("award", 1, 100_00),
        ("payment", 2, 47_00),
        (None, 1, 0),
    ]
    for said in (loaded.err, checked, out, run("history").out):
        assert "147.00" not in said
