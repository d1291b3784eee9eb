"""Any two services or bodies: who is meant, what speaks for and against them, and that the weights add up."""

import math
from pathlib import Path

import pytest

import tpgraph
from tpgraph.errors import AnalysisError
from tpgraph.map import Map
from tpgraph.map.explaining_pairs import PairExplanation, bar, explain_pair, how_much

SERVICES = """id,organisation_id,name,description,needs,client_group,place,start,end
s1,o1,Stay and Play,Drop-in play for small children,Parenting support,Under-fives,Harbour,2008-04-01,
s2,o2,Play Together,Drop-in play for small children,Parenting support,Children under 5,Harbour,2009-01-01,
s3,o2,Debt Help,Money advice,Debt advice,Adults,Hill,2009-01-01,
s4,o1,Stay and Play,Drop-in play for small children,Parenting support,Under-fives,Hill,2008-04-01,
s5,o1,Play Barn,Drop-in play for small children,Parenting support,Under-fives,Harbour,2001-04-01,2002-03-31
"""
BODIES = """id,name,sector
o1,Harbour Trust Ltd,voluntary
o2,Northmere Borough Council,local
o3,Harbour Trust Limited,voluntary
o4,Pier Trust,voluntary
o5,Pier Trst,voluntary
"""


@pytest.fixture
def town(tmp_path: Path) -> Map:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "services.csv").write_text(SERVICES, "utf-8")
    (folder / "organisations.csv").write_text(BODIES, "utf-8")
    made = tpgraph.open(tmp_path / "place.tpgraph")
    made.load(folder)
    made.init(name="Northmere", years=["2009-10"])
    return made


def of(town: Map, left: str, right: str) -> PairExplanation:
    return explain_pair(town.store, town.tables(), left, right)


def by_odds(found: PairExplanation) -> float:
    return 1 / (1 + math.exp(-found.log_odds))


def test_the_weights_of_two_services_add_up_to_their_probability_in_overlaps(town: Map) -> None:
    found = of(town, "s1", "s2")
    listed = town.answer("overlaps").result.table.to_pylist()
    row = next(row for row in listed if {row["left_id"], row["right_id"]} == {"s1", "s2"})
    assert found.probability == pytest.approx(row["probability"], abs=1e-5)
    assert by_odds(found) == pytest.approx(found.probability, abs=1e-6)
    assert found.relation_in_words == "looks like the same offer"
    assert found.sentence == "Nearly all such pairs are one offer."
    assert ("What it offers", "same") in [(field.label, field.mark) for field in found.fields]
    assert ("Name", "differs") in [(field.label, field.mark) for field in found.fields]
    assert any("made-up lists" in note for note in found.notes)


def test_two_services_that_are_on_no_list_are_explained(town: Map) -> None:
    found = of(town, "Debt Help", "Play Together")
    assert found.probability < 0.01
    assert found.relation_in_words == "nothing says that they are one offer"
    assert found.sentence == "Hardly any such pairs are one offer."
    assert next(weight for sentence, weight in found.reasons if sentence.startswith("for different places")) < 0


def test_a_service_that_is_over_is_compared_and_said_to_be_over(town: Map) -> None:
    found = of(town, "s5", "s1")
    assert any(
        "began on 2008-04-01, after 'Play Barn' ended on 2002-03-31" in sentence for sentence, _ in found.reasons
    )
    assert "At least one of the two is over" in found.notes[0]


def test_a_verdict_decides_its_pair_and_the_odds_are_told_beside_it(town: Map) -> None:
    town.judge("s1", "s2", "different", by="Ann", agency="NHS", why="two halls")
    found = of(town, "s1", "s2")
    assert (found.verdict, found.probability) == ("different", 0.01)
    assert "two halls" in found.said[0]
    assert any(note.startswith("People have decided this pair; by the reasons alone, ") for note in found.notes)
    assert not any("made-up lists" in note for note in found.notes)
    assert any("nobody here has given a verdict on organisations" in note for note in of(town, "o1", "o2").notes)


def test_two_records_of_one_service_say_why_they_are_one(town: Map) -> None:
    town.judge("s1", "s2", "same", by="Ann", agency="NHS")
    found = of(town, "s1", "s2")
    assert (found.probability, found.relation_in_words, found.reasons) == (1.0, "same entry twice", ())
    assert found.notes[0].startswith("The two records are joined already")


def test_a_pair_of_bodies_that_the_matcher_proposed_has_the_probability_of_the_list(town: Map) -> None:
    found = of(town, "Pier Trust", "pier trst")
    row = next(
        row for row in town.tables()["match"].to_pylist() if {row["left_record"], row["right_record"]} == {
            found.left, found.right
        }
    )  # fmt: skip
    assert found.probability == row["probability"]
    assert row["reasons"] == [sentence for sentence, _ in found.reasons][: len(row["reasons"])]
    assert found.probability == pytest.approx(min(by_odds(found), 0.94), abs=1e-3)


def test_a_verdict_on_bodies_decides_its_pair_and_moves_the_odds_of_others(town: Map) -> None:
    before = of(town, "o4", "o5")
    town.judge("o2", "o4", "different", by="Ann", agency="NHS")
    judged = of(town, "o2", "o4")
    assert (judged.verdict, judged.probability) == ("different", 0.0)
    assert judged.notes[-1].startswith("People have decided this pair; by the reasons alone, hardly any such pairs")
    after = of(town, "o4", "o5")
    assert after.log_odds != before.log_odds
    assert not any("made-up lists" in note for note in after.notes)


def test_any_two_bodies_are_explained(town: Map) -> None:
    found = of(town, "o2", "o4")
    assert found.probability == pytest.approx(by_odds(found))
    assert found.sentence == "Hardly any such pairs are one body."
    assert found.reasons[-1][0] == "what any two of the list begin with"


def test_a_rule_goes_before_the_odds_and_says_so(town: Map) -> None:
    found = of(town, "Harbour Trust Ltd", "Harbour Trust Limited")
    assert found.probability == 0.95
    assert any(note.startswith("A rule goes before the odds: ") for note in found.notes)
    assert found.relation_in_words == "one body"


def test_a_name_of_several_is_refused_unless_the_other_side_tells_which(town: Map) -> None:
    with pytest.raises(AnalysisError, match=r"'Stay and Play' may mean: r-\w+ \(service .*; r-\w+ \(service"):
        of(town, "Stay and Play", "s3")
    found = of(town, "Stay and Play", "stay and play")
    assert (found.left_name, found.right_name) == ("Stay and Play", "Stay and Play")
    assert found.left != found.right


def test_what_is_unknown_or_no_pair_is_refused(town: Map) -> None:
    with pytest.raises(AnalysisError, match=r"id or name 'Debt Hlp'; did you mean 'Debt Help'"):
        of(town, "Debt Hlp", "s1")
    with pytest.raises(AnalysisError, match="are no pair"):
        of(town, "s1", "o1")
    with pytest.raises(AnalysisError, match="both mean"):
        of(town, "s1", "s1")


def test_records_and_entities_are_known_by_their_ids(town: Map) -> None:
    found = of(town, "s1", "s2")
    entity = {row["source_id"]: row["target_id"] for row in town.tables()["rel_describes_service"].to_pylist()}
    again = of(town, found.left, entity[found.right])
    assert (again.left, again.right, again.reasons) == (found.left, found.right, found.reasons)


def test_weights_are_said_in_words_and_signs() -> None:
    assert how_much(-1.6) == ("against", "much")
    assert (bar(-1.6), bar(0.2), bar(-0.05)) == ("---", "+", "")
