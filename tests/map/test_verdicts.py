"""Verdicts through the map: agencies that differ, contradictions, re-issues, taking back; and going through pairs."""

from pathlib import Path

import pytest

import tpgraph
from tpgraph.errors import AnalysisError
from tpgraph.map import Map
from tpgraph.map.reviewing import Review

HEAD = "id,organisation_id,name,description,needs,client_group,place,start\n"
PLAY = "{0},o1,Stay and Play,Drop-in play for small children,Parenting support,Under-fives,Harbour,2008-04-01\n"
TOGETHER = (
    "{0},o2,Play Together,Drop-in play for small children,Parenting support,Children under 5,Harbour,2009-01-01\n"
)
TOTS = "{0},o3,Tots at Play,Drop-in play for small children,Parenting support,Under-fives,Harbour,2009-01-01\n"
BODIES = "id,name,sector\no1,Harbour Trust Ltd,voluntary\no2,Northmere Borough Council,local\no3,Pier Trust,voluntary\n"


def write(folder: Path, services: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "services.csv").write_text(HEAD + services, "utf-8")
    (folder / "organisations.csv").write_text(BODIES, "utf-8")
    return folder


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return write(tmp_path / "lists", PLAY.format("s1") + TOGETHER.format("s2") + TOTS.format("s3"))


@pytest.fixture
def town(tmp_path: Path, lists: Path) -> Map:
    made = tpgraph.open(tmp_path / "place.tpgraph")
    made.load(lists)
    return made


def pairs(town: Map) -> list[tuple[list[str], str]]:
    found = town.answer("overlaps").result.table.to_pylist()
    return sorted((sorted((row["left_name"], row["right_name"])), row["verdict"] or "") for row in found)


def overlaps(town: Map) -> dict[frozenset[str], str]:
    names = {row["id"]: row["name"] for row in town.tables()["service"].to_pylist()}
    rows = town.tables()["rel_overlaps"].to_pylist()
    return {frozenset((names[row["source_id"]], names[row["target_id"]])): row["verdict"] for row in rows}


def test_agencies_that_differ_make_a_pair_not_agreed_and_both_are_shown(town: Map) -> None:
    town.judge("s1", "s2", "same", by="Ann", agency="Northmere Council", why="one hall")
    assert town.tables()["service"].num_rows == 2
    town.judge("s2", "s1", "different", by="Bo", agency="NHS")
    assert town.tables()["service"].num_rows == 3
    assert overlaps(town)[frozenset(("Stay and Play", "Play Together"))] == "not agreed"
    found = town.answer("overlaps")
    row = next(row for row in found.result.table.to_pylist() if row["verdict"] == "not agreed")
    assert [said.split(" (")[0] for said in row["said"]] == ["NHS", "Northmere Council"]
    assert row["reasons"][0].startswith("not agreed: NHS (Bo, ")
    assert "says same: one hall" in row["reasons"][0]
    assert any(note.startswith("Not agreed: agencies say different things of 1 pair;") for note in found.result.notes)
    town.judge("s1", "s2", "different", by="Cy", agency="NORTHMERE COUNCIL")
    assert overlaps(town)[frozenset(("Stay and Play", "Play Together"))] == "different"
    assert town.store.read("judgement.verdict").num_rows == 3


def test_a_settled_pair_can_still_be_explained_and_asked_for(town: Map) -> None:
    row = town.find("overlaps").to_dict("records")[0]
    town.judge(row["left_record"], row["right_record"], "different", agency="NHS")
    assert row["id"] not in set(town.find("overlaps")["id"])
    assert row["id"] in set(town.find("overlaps", show="all")["id"])
    explained = town.explain(row["id"])
    assert explained.reasons[0] == "people said: different"


def test_a_reissue_that_numbers_everything_anew_keeps_verdicts_until_it_is_taken_back(town: Map, lists: Path) -> None:
    town.judge("s1", "s2", "valued overlap", agency="NHS", why="two sides of the river")
    before = pairs(town)
    write(lists, TOTS.format("s1") + PLAY.format("s2") + TOGETHER.format("s9"))
    assert town.load(lists)[0].state == "newer issue"
    assert pairs(town) == before
    assert (["Play Together", "Stay and Play"], "valued overlap") in before
    write(lists, TOTS.format("s1") + PLAY.format("s2"))
    town.load(lists)
    assert town.verdicts()["found"].to_pylist() == [False]
    said = [row["sentence"] for row in town.tables()["problem"].to_pylist() if row["code"] == "verdict-not-found"]
    assert said[0].startswith("NHS said of 'Stay and Play' and 'Play Together': valued overlap; the records are not")
    town.undo()
    assert pairs(town) == before


def test_a_verdict_is_about_two_records_of_one_kind(town: Map) -> None:
    with pytest.raises(AnalysisError, match=r"'Harbour Trust Ltd' is of kind organisation|of kind service"):
        town.judge("o1", "s1", "same")
    with pytest.raises(AnalysisError, match="no verdict is called 'maybe'; there are same, different"):
        town.judge("s1", "s2", "maybe")


def test_review_asks_the_doubtful_first_keeps_each_verdict_at_once_and_takes_back(town: Map) -> None:
    sitting = town.review(kinds=("services",), by="Ann", agency="NHS")
    asked = sitting.current()
    assert asked is not None
    assert len(sitting.pairs) == 3
    names = {field.label: field for field in sitting.fields(asked)}
    assert names["Name"].mark == "differs"
    assert names["What it offers"].mark == "same"
    sitting.say("valued overlap", "both are full")
    assert town.store.read("judgement.verdict").column("why").to_pylist() == ["both are full"]
    sitting.skip()
    assert (sitting.given, sitting.skipped, sitting.place) == (1, 1, 2)
    assert sitting.undo() == "back to the pair before"
    assert sitting.undo().startswith("taken back: Ann of NHS said of ")
    assert town.store.read("judgement.verdict").num_rows == 0
    assert sitting.undo() == ""
    assert sitting.current() == asked
    sitting.say("need evidence")
    again = town.review(kinds=("services",), agency="NHS")
    assert asked.id not in [pair.id for pair in again.pairs]
    other = town.review(kinds=("services",), agency="Northmere Council")
    assert other.pairs[-1].id == asked.id
    assert other.pairs[-1].said[0].startswith("NHS (Ann, ")


def test_a_limit_leaves_the_rest_for_later(town: Map) -> None:
    sitting = town.review(kinds=("services",), limit=1)
    assert (len(sitting.pairs), sitting.left_for_later) == (1, 2)
    with pytest.raises(AnalysisError, match="there is no review of 'needs'"):
        Review(town.store, town.tables(), kinds=("needs",))


def test_contradictions_are_asked_about_until_one_of_the_three_is_changed(town: Map) -> None:
    for left, right, verdict in (("s1", "s2", "same"), ("s2", "s3", "same")):
        town.judge(left, right, verdict, agency="NHS", by="Ann")
    assert town.review(agency="NHS").clash() is None
    records = {row["source_id"]: row["record_id"] for row in town.tables()["record_source"].to_pylist()}
    town.judge(records["s1"], records["s3"], "different", agency="NHS", by="Bo")
    sitting = town.review(agency="NHS", by="Bo")
    clash = sitting.clash()
    assert clash is not None
    assert sorted(clash.names.values()) == ["Play Together", "Stay and Play", "Tots at Play"]
    assert [said[0].split(" says ")[1] for said in clash.said] == ["same", "same", "different"]
    told = [row["sentence"] for row in town.tables()["problem"].to_pylist() if row["code"] == "verdicts-contradict"]
    assert told[0].endswith("different; `tpgraph review` asks which to change")
    sitting.change(clash.pairs[0], "different", "another hall")
    assert sitting.clash() is None
    assert town.tables()["service"].num_rows == 2
    assert not [row for row in town.tables()["problem"].to_pylist() if row["code"] == "verdicts-contradict"]


def test_a_contradiction_may_be_left_for_another_time(town: Map) -> None:
    records = {row["source_id"]: row["record_id"] for row in town.tables()["record_source"].to_pylist()}
    for left, right, verdict in (("s1", "s2", "same"), ("s2", "s3", "same"), ("s1", "s3", "different")):
        town.judge(records[left], records[right], verdict)
    sitting = town.review()
    clash = sitting.clash()
    assert clash is not None
    sitting.put_aside(clash)
    assert sitting.clash() is None


def test_verdicts_outlive_reissues_that_turn_all_numbers_in_a_store(tmp_path: Path) -> None:

    services = [HEAD_ROW.format("{0}", number) for number in range(12)]
    lists = write(tmp_path / "many", "".join(row.format(f"s{number}") for number, row in enumerate(services)))
    town = tpgraph.open(tmp_path / "many.tpgraph")
    town.load(lists)
    for number in range(0, 12, 2):
        town.judge(f"s{number}", f"s{number + 1}", "different", agency="NHS")
    for issue in range(1, 6):
        turned = services[issue:] + services[:issue]
        write(lists, "".join(row.format(f"s{number}") for number, row in enumerate(turned)))
        assert town.load(lists)[0].state == "newer issue"
    names = {row["id"]: row["name"] for row in town.tables()["record"].to_pylist()}
    found = {
        (names[row["left_record"]], names[row["right_record"]]) for row in town.verdicts().to_pylist() if row["found"]
    }
    assert {frozenset(pair) for pair in found} == {
        frozenset((f"Club {number}", f"Club {number + 1}")) for number in range(0, 12, 2)
    }


HEAD_ROW = "{0},o1,Club {1},A club with number {1} on its door,Parenting support,Under-fives,Harbour,2009-01-01\n"
