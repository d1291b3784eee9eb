"""`find organisations` and `find overlaps` write every scored pair to files: decided and merged ones too."""

import csv
import io
import json

import tpgraph
from tests.cli.conftest import Run

COLUMNS = {
    "left_id", "right_id", "probability", "relation", "relation_score", "grade", "reasons", "left_record",
    "right_record",
}  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def judge(row: dict[str, str], word: str) -> None:
    tpgraph.open("place.tpgraph").judge(
        row["left_record"], row["right_record"], word, by="A reader", agency="The council"
    )


def test_a_pair_that_was_joined_and_decided_stays_in_the_file_and_leaves_the_screen(run: Run) -> None:
    before = rows(run("find", "organisations", "--csv", "-").out)
    assert before
    assert set(before[0]) >= COLUMNS
    assert {row["relation"] for row in before} == {"same_body"}
    judge(before[0], "different")
    pair = before[0]["left_record"], before[0]["right_record"]
    after = {
        (row["left_record"], row["right_record"]): row for row in rows(run("find", "organisations", "--csv", "-").out)
    }
    assert pair in after
    assert "people said: different" in after[pair]["reasons"]
    assert float(after[pair]["probability"]) == float(before[0]["probability"])
    asked = json.loads(run("find", "organisations", "--show", "review", "--json").out)
    assert pair not in {(row["left_record"], row["right_record"]) for row in asked}


def test_services_that_people_called_the_same_are_one_and_their_pair_stays_in_the_file(run: Run) -> None:
    (before,) = rows(run("find", "overlaps", "--csv", "-").out)
    assert set(before) >= COLUMNS
    assert {before["left_id"], before["right_id"]} == {"s1", "s2"}
    judge(before, "same")
    (after,) = rows(run("find", "overlaps", "--csv", "-").out)
    assert (after["left_record"], after["right_record"]) == (before["left_record"], before["right_record"])
    assert (after["left_id"], after["right_id"]) == (before["left_id"], before["right_id"])
    assert float(after["probability"]) == 1
    assert json.loads(run("find", "overlaps", "--show", "open", "--json").out) == []


def test_services_that_people_called_different_stay_in_the_file_whatever_their_odds_are_then(run: Run) -> None:
    (before,) = rows(run("find", "overlaps", "--csv", "-").out)
    judge(before, "different")
    (after,) = rows(run("find", "overlaps", "--csv", "-").out)
    assert (after["left_record"], after["right_record"]) == (before["left_record"], before["right_record"])
    assert after["verdict"] == "different"
    assert json.loads(run("find", "overlaps", "--show", "open", "--json").out) == []


def test_a_cut_can_be_set_for_the_file(run: Run) -> None:
    every = rows(run("find", "organisations", "--at-least", "0", "--csv", "-").out)
    none = rows(run("find", "organisations", "--at-least", "1.1", "--csv", "-").out)
    assert every
    # What is joined stands there whatever its score.
    assert {row["accepted"] for row in none} <= {"True"}
    assert len(none) < len(every) or {row["accepted"] for row in every} == {"True"}
