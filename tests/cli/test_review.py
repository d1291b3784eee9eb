"""`tpgraph review`: one key a line where nobody sits at a terminal, single keys where somebody does."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

import tpgraph
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> object:
    """Give the keys that are pressed, a line each."""
    return lambda *pressed: monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{key}\n" for key in pressed)))


def verdicts(place: Path) -> list[tuple[str, str, str, str]]:
    rows = tpgraph.open(place / "place.tpgraph").store.read("judgement.verdict").to_pylist()
    rows.sort(key=lambda row: row["at"])
    return [(row["verdict"], row["by"], row["agency"], row["why"]) for row in rows]


def test_each_line_is_a_key_and_its_reason_and_what_was_said_is_kept(run: Run, place: Path, keys: Run) -> None:
    keys("d two towns", "not ours to say: ask the trust", "k", "e", "u", "x")
    ended = run("review", "--by", "Ann", "--for", "Northmere Council")
    assert ended.code == 0
    assert verdicts(place) == [
        ("different", "Ann", "Northmere Council", "two towns"),
        ("not ours to say", "Ann", "Northmere Council", "ask the trust"),
    ]
    assert "-> different: two towns" in ended.out
    assert "'x' is none of the keys." in ended.out
    assert "-> taken back: Ann of Northmere Council said of " in ended.out
    assert "2 verdicts are kept of Northmere Council; 1 skipped; " in ended.out
    assert "Next: tpgraph " in ended.err


def test_both_records_stand_side_by_side_with_what_differs_marked(run: Run, keys: Run) -> None:
    keys("q")
    ended = run("review", "--services", "--limit", "1")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "Name Stay and Play Play Together differs" in lines or "Name Play Together Stay and Play differs" in lines
    assert any(line.startswith("What it offers Drop-in play") and line.endswith("same") for line in lines)
    assert "[s] same [d] different [v] valued overlap [e] need evidence [n] not ours to say" in " ".join(lines)
    assert lines[1].startswith("Pair 1 of 1 (0 said, 0 skipped). ")
    assert "0 verdicts are kept; 0 skipped; 1 pair waits." in lines


def test_name_and_agency_are_remembered_from_the_last_time(run: Run, place: Path, keys: Run) -> None:
    keys("s")
    run("review", "--by", "Ann", "--for", "NHS", "--limit", "1")
    kept = Path(os.environ["XDG_CONFIG_HOME"]) / "tpgraph" / "reviewer.json"
    assert json.loads(kept.read_text("utf-8")) == {"name": "Ann", "agency": "NHS"}
    keys("w they share a door", "d")
    run("review", "--limit", "1")
    assert [row[1:] for row in verdicts(place)] == [("Ann", "NHS", ""), ("Ann", "NHS", "they share a door")]
    kept.write_text("not json", "utf-8")
    keys("d")
    assert run("review", "--limit", "1").code == 0
    assert verdicts(place)[-1][1:] == ("", "", "")


def test_organisations_have_no_valued_overlap(run: Run, place: Path, keys: Run) -> None:
    keys("v", "s")
    ended = run("review", "--organisations", "--limit", "1")
    assert "two organisations are the same body or not" in ended.out
    assert "valued overlap" not in ended.out
    assert [row[0] for row in verdicts(place)] == ["same"]


def test_verdicts_that_contradict_each_other_are_asked_about_first(run: Run, place: Path, keys: Run) -> None:
    town = tpgraph.open(place / "place.tpgraph")
    records = {row["source_id"]: row["record_id"] for row in town.tables()["record_source"].to_pylist()}
    for left, right, verdict in (("s1", "s2", "same"), ("s2", "s3", "same"), ("s1", "s3", "different")):
        town.judge(records[left], records[right], verdict, by="Bo", agency="NHS")
    keys("7", "3", "s they moved in together", "q")
    ended = run("review", "--for", "NHS")
    assert ended.out.lstrip().startswith("These verdicts cannot all be right:")
    assert "[3] 'Stay and Play' and 'Debt Help': NHS (Bo, " in " ".join(ended.out.split()) or "'Debt Help'" in ended.out
    assert "'7' is none of the numbers 1 to 3." in ended.out
    assert verdicts(place)[-1] == ("same", "", "NHS", "they moved in together")
    assert tpgraph.open(place / "place.tpgraph").tables()["service"].num_rows == 1


def test_nothing_to_ask_is_said(run: Run, keys: Run) -> None:
    for _ in range(2):
        keys(*["d"] * 9)
        ended = run("review", "--services", "--for", "NHS", "--by", "Ann")
    assert ended.out.startswith("No pair waits for a verdict.")


def test_a_report_for_an_unknown_agency_is_refused_with_near_names(run: Run, place: Path) -> None:
    said = run("report", "--for", "Harbor Trust", "--out", "harbour").sentence()
    assert said.startswith("no organisation here is called 'Harbor Trust'; did you mean 'Harbour Trust Ltd'")
    assert not (place / "harbour").exists()


def test_an_agency_that_is_no_body_here_is_told_and_kept(run: Run, place: Path, keys: Run) -> None:
    keys("d")
    ended = run("review", "--for", "Northmere Borough Councl", "--limit", "1")
    assert "no organisation here is called 'Northmere Borough Councl'; did you mean 'Northmere Boro" in ended.err
    assert verdicts(place)[0][2] == "Northmere Borough Councl"


def test_status_counts_verdicts_and_those_that_are_not_agreed(run: Run, place: Path) -> None:
    town = tpgraph.open(place / "place.tpgraph")
    town.judge("s1", "s2", "same", agency="NHS")
    town.judge("s1", "s2", "different", agency="Council")
    out = " ".join(run("status").out.split())
    assert "pairs with a verdict 1 of these not agreed between agencies 1" in out


@pytest.mark.skipif(os.name == "nt", reason="a terminal of this kind is not there")
def test_at_a_terminal_single_keys_are_enough_and_name_and_agency_are_asked_once(place: Path) -> None:
    import pty
    import select
    import subprocess
    import time

    main, other = pty.openpty()
    command = [sys.executable, "-m", "tpgraph", "review", "--services", "--limit", "1"]
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=other, cwd=place) as process:
        os.close(other)
        told = ""

        def wait_for(words: str) -> None:
            nonlocal told
            end = time.monotonic() + 120
            while words not in told and time.monotonic() < end:
                if not select.select([main], [], [], 1)[0]:
                    continue
                try:
                    told += os.read(main, 4096).decode("utf-8", errors="replace")
                except OSError:
                    break
            assert words in told, told

        wait_for("Your name: ")
        os.write(main, b"Ann\n")
        wait_for("The agency you speak for: ")
        os.write(main, b"NHS\n")
        wait_for("[q] stop")
        os.write(main, b"\x1b[A")
        os.write(main, b"v")
        wait_for("1 verdict is kept of NHS")
        assert process.wait(60) == 0
    os.close(main)
    assert verdicts(place) == [("valued overlap", "Ann", "NHS", "")]
