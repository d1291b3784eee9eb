"""`tpgraph explain A B`: two records side by side and what speaks for and against."""

import csv
import io
import json
from pathlib import Path

import pytest

import tpgraph
from tests.cli.conftest import Run


def test_two_services_stand_side_by_side_with_reasons_in_words(run: Run) -> None:
    ended = run("explain", "s1", "Play Together")
    assert ended.code == 0
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert lines[0].endswith("looks like the same offer. Nearly all such pairs are one offer.")
    assert "Name Stay and Play Play Together differs" in lines
    assert any(line.startswith("for ++++ very much their descriptions are much alike") for line in lines)
    assert any(line.startswith("These odds were tuned on made-up lists") for line in lines)
    assert "review --services" in ended.err


def test_the_weights_in_files_add_up_to_the_score(run: Run) -> None:
    rows = json.loads(run("explain", "s1", "s3", "--json").out)
    assert sum(row["weight"] for row in rows) == pytest.approx(rows[0]["log_odds"])
    assert {row["speaks"] for row in rows} <= {"for", "against", "neither"}
    assert rows[0]["probability"] < 0.05
    written = list(csv.DictReader(io.StringIO(run("explain", "s1", "s3", "--csv", "-").out)))
    assert [float(row["weight"]) for row in written] == [row["weight"] for row in rows]


def test_a_verdict_is_said(run: Run, place: Path) -> None:
    town = tpgraph.open(place / "place.tpgraph")
    town.judge("s1", "s2", "valued overlap", by="Ann", agency="NHS")
    ended = run("explain", "s1", "s2")
    assert "Said so far: NHS (Ann, " in ended.out
    assert "made-up lists" not in ended.out


def test_names_that_are_not_known_or_mean_several_are_refused(run: Run) -> None:
    assert run("explain", "Stay and Ply", "s3").sentence() == (
        "no record, organisation or service has the id or name 'Stay and Ply'; did you mean 'Stay and Play'?"
    )
    assert "are no pair" in run("explain", "s1", "Harbour Trust Ltd").sentence()


def test_one_argument_stays_what_it_was(run: Run) -> None:
    ended = run("explain", "s1")
    assert ended.code == 1
    assert "is no id of a figure, finding, organisation or service" in ended.sentence()
