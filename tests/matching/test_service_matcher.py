"""The matcher of services: scores, verdicts, new services, explanations."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.matching.service_lists import drawn_list, two
from tpgraph.errors import InputError
from tpgraph.matching.pairs import SCHEMA
from tpgraph.matching.service_candidates import candidate_pairs
from tpgraph.matching.service_list import read_services
from tpgraph.matching.service_matcher import ServiceMatcher, resolved_bodies


def matcher(table: pa.Table, verdicts: list[tuple[str, str, str]] | None = None, seed: int = 0) -> ServiceMatcher:
    said = pa.Table.from_pylist(
        [{"left_id": left, "right_id": right, "verdict": verdict} for left, right, verdict in verdicts or []]
    )
    return ServiceMatcher(read_services(table), verdicts=said, seed=seed)


def chances(table: pa.Table) -> dict[tuple[str, str], float]:
    return {(row["left_id"], row["right_id"]): row["probability"] for row in table.to_pylist()}


def with_ids(table: pa.Table, ids: list[str]) -> pa.Table:
    among = pa.array(ids)
    return table.filter(pc.or_(pc.is_in(table["left_id"], among), pc.is_in(table["right_id"], among)))


def test_the_same_list_and_seed_give_the_same_pairs() -> None:
    assert matcher(drawn_list(), seed=5).pairs().equals(matcher(drawn_list(), seed=5).pairs())


def test_the_order_of_the_rows_changes_no_probability() -> None:
    # Without a place, of equally alike services the first few of the list are kept: here all have one.
    table = drawn_list().filter(pc.not_equal(drawn_list()["place"], ""))
    shuffled = table.take(np.random.default_rng(2).permutation(len(table)))
    one, other = chances(matcher(table).pairs(0.0)), chances(matcher(shuffled).pairs(0.0))
    assert one.keys() == other.keys()
    assert list(one.values()) == pytest.approx([other[pair] for pair in one], abs=1e-4)


def test_the_weights_of_a_pair_add_up_to_the_log_odds_of_its_probability() -> None:
    table = matcher(drawn_list()).pairs(0.001)
    assert table.num_rows > 100
    for row in table.to_pylist():
        assert len(row["reasons"]) == len(row["weights"])
        log_odds = np.log(row["probability"] / (1 - row["probability"]))
        assert sum(row["weights"]) == pytest.approx(log_odds, abs=0.01)


def test_pairs_stand_once_best_first_and_none_below_the_bound() -> None:
    table = matcher(drawn_list()).pairs(0.3, related=False)
    found = table["probability"].to_pylist()
    assert found == sorted(found, reverse=True)
    assert found[-1] >= 0.3
    assert len(chances(table)) == len(found)
    assert all(left < right for left, right in chances(table))


def undecided(table: pa.Table, seed: int = 0) -> list[tuple[str, str]]:
    found = chances(matcher(table, seed=seed).pairs(0.3, related=False))
    return [pair for pair, chance in found.items() if chance < 0.95]


def test_verdicts_pin_their_pairs_and_move_others_their_way() -> None:
    table = drawn_list()
    before = chances(matcher(table).pairs(0.0))
    one, other = undecided(table)[:2]
    after = chances(matcher(table, [(*one, "same"), (*other, "different")]).pairs(0.0))
    assert (after[one], after[other]) == (0.99, 0.01)
    for verdict, direction in (("same", 1), ("different", -1)):
        moved = chances(matcher(table, [(*one, verdict)]).pairs(0.0))
        others = np.array([moved[pair] - chance for pair, chance in before.items() if pair != one])
        assert direction * others.sum() > 0


def test_verdicts_that_disagree_count_as_none() -> None:
    table = drawn_list()
    left, right = undecided(table)[0]
    said = [(left, right, "same"), (right, left, "different")]
    assert matcher(table, said).pairs().equals(matcher(table).pairs())


@pytest.mark.parametrize(
    "said",
    [("s000", "nobody", "same"), ("s000", "s000", "same"), ("s000", "s001", "need evidence"), ("s000", "s001", "")],
)
def test_a_verdict_that_decides_nothing_changes_nothing(said: tuple[str, str, str]) -> None:
    table = drawn_list()
    assert matcher(table, [said]).pairs().equals(matcher(table).pairs())


def test_a_verdict_tells_which_wordings_mean_the_same_people() -> None:
    table = two(client_group=("new parents", "mothers and fathers"))
    wordings = {}
    for verdict in ("", "same", "different"):
        learned = matcher(table, [("a", "b", verdict)]).topics.learned
        wordings[verdict] = learned.wordings[0, 1] - learned.people_begin
    assert wordings["same"] == pytest.approx(0.08, abs=1e-6)
    assert wordings["different"] == wordings[""] < -0.08


def test_a_valued_overlap_is_the_same_offer() -> None:
    assert chances(matcher(two(), [("b", "a", "Valued_overlap")]).pairs(0.0)) == {("a", "b"): 0.99}


def test_a_judged_pair_that_was_no_candidate_is_told_with_its_places() -> None:
    apart = two(place=("Ambleford", "Brackwell"))
    assert matcher(apart).pairs(0.0).num_rows == 0
    found = matcher(apart, [("a", "b", "same")]).pairs(0.0).to_pylist()
    assert found[0]["probability"] == 0.99
    assert "for different places: ambleford; brackwell" in found[0]["reasons"]
    alien = two(name=("Baby massage", "Bicycle repair"), description=("", ""), needs=("bonding", "transport"))
    found = matcher(alien, [("a", "b", "same")]).pairs(0.0).to_pylist()
    assert "both in ambleford" in found[0]["reasons"]


def test_new_services_are_matched_as_a_full_run_with_the_same_topics_would() -> None:
    old = matcher(drawn_list(50))
    before = old.pairs(0.0, related=False)
    added = old.add(drawn_list(20, seed=9, prefix="t"), at_least=0.0)
    found = candidate_pairs(old.services, old.topics)
    full = old._told(old._score(old._compare(found)), 0.0, related=False)
    new = [f"t{number:03}" for number in range(20)]
    assert added.num_rows > 50
    assert added.equals(with_ids(full, new))
    assert chances(before) == {pair: chance for pair, chance in chances(full).items() if pair[1] < "t"}


def test_services_that_were_added_are_in_the_list_from_then_on() -> None:
    old = matcher(drawn_list(50))
    before = old.pairs(0.0, related=False)
    first = old.add(drawn_list(5, seed=9, prefix="t"), at_least=0.0)
    second = old.add(drawn_list(5, seed=8, prefix="u"), at_least=0.0)
    assert chances(old.pairs(0.0, related=False)) == {**chances(before), **chances(first), **chances(second)}
    assert any(left < "u" <= right for left, right in chances(second))


def test_a_new_service_with_new_needs_people_and_places_is_taken_in() -> None:
    old = matcher(two())
    new = pa.table({"id": ["c"], "name": ["Kite making"], "needs": ["play"], "client_group": ["x"], "place": ["Dunby"]})
    assert old.add(new).num_rows == 0
    assert old.services.places == ["ambleford", "dunby"]
    same = pa.table(
        {"id": ["d"], "name": ["Kite making"], "needs": ["play"], "client_group": ["X"], "place": ["DUNBY"]}
    )
    assert list(chances(old.add(same, at_least=0.0))) == [("c", "d")]


def test_new_services_of_a_list_whose_places_are_keys_are_read_by_keys() -> None:
    keyed = ServiceMatcher(read_services(two(place=("E05", "E06")), places_are_keys=True))
    new = pa.table({"id": ["c"], "name": ["Baby massage"], "needs": ["bonding"], "place": ["E05"]})
    assert list(chances(keyed.add(new, at_least=0.0))) == [("a", "c")]
    assert keyed.services.places == ["E05", "E06"]


def test_new_services_may_lie_inside_places_of_the_list_or_be_for_everyone() -> None:
    old = ServiceMatcher(
        read_services(two()), above={"dunby": frozenset({"ambleford"})}, everyone=frozenset({"all residents"})
    )
    new = {"id": ["c"], "name": ["Baby massage"], "place": ["Dunby"], "client_group": ["All residents"]}
    reasons = old.add(pa.table(new), at_least=0.0)["reasons"].to_pylist()
    assert len(reasons) == 2
    for said in reasons:
        assert "one is for ambleford, the other for dunby: one lies in the other" in said
        assert "one is for everyone: All residents; the other for new parents" in said


def test_an_id_that_is_in_the_list_is_refused_and_the_list_stays_as_it_was() -> None:
    old = matcher(two())
    before = old.pairs(0.0)
    with pytest.raises(InputError, match="the id 'b' is in the list already"):
        old.add(pa.table({"id": ["b"], "name": ["Kite making"]}))
    assert len(old.services) == 2
    assert old.pairs(0.0).equals(before)


def test_what_is_explained_is_what_the_table_says() -> None:
    every = matcher(drawn_list())
    for row in every.pairs(0.2).to_pylist()[::10]:
        chance, relation, reasons = every.explain(row["right_id"], row["left_id"])
        assert chance == pytest.approx(row["probability"], abs=1e-6)
        assert relation == row["relation"]
        assert [sentence for sentence, _ in reasons] == row["reasons"]
        assert [weight for _, weight in reasons] == pytest.approx(row["weights"], abs=0.001)


def test_a_pair_that_is_no_candidate_is_explained() -> None:
    chance, relation, reasons = matcher(two(place=("Ambleford", "Brackwell"))).explain("a", "b")
    assert chance < 0.2
    assert relation == ""
    assert "for different places: ambleford; brackwell" in dict(reasons)
    assert sum(weight for _, weight in reasons) == pytest.approx(np.log(chance / (1 - chance)), abs=1e-6)


def test_services_that_ran_years_apart_have_no_relation() -> None:
    apart = matcher(two(start=("2001-01-01", "2011-01-01"), end=("2002-01-01", "")))
    assert apart.pairs(0.0).num_rows == 0
    chance, relation, reasons = apart.explain("a", "b")
    assert (chance < 0.1, relation) == (True, "")
    assert "'Baby massage' began on 2011-01-01, after 'Baby massage' ended on 2002-01-01" in dict(reasons)


def test_an_id_that_is_not_in_the_list_cannot_be_explained() -> None:
    with pytest.raises(InputError, match="no service of the list has the id 'z'"):
        matcher(two()).explain("a", "z")


def test_one_service_has_no_pairs() -> None:
    assert matcher(two().slice(0, 1)).pairs(0.0).equals(SCHEMA.empty_table())


def test_an_empty_list_has_no_pairs_and_takes_services_in() -> None:
    empty = matcher(two().slice(0, 0))
    assert empty.pairs(0.0).equals(SCHEMA.empty_table())
    assert list(chances(empty.add(two(), at_least=0.0))) == [("a", "b")]


def test_services_without_words_are_told_by_their_needs() -> None:
    silent = two(name=("", ""), description=("", ""))
    chance, _, reasons = matcher(silent).explain("a", "b")
    assert chance < chances(matcher(two()).pairs(0.0))["a", "b"]
    assert {"neither name nor description tells what they offer", "both meet bonding"} <= dict(reasons).keys()


def test_bodies_are_brought_together_by_likely_pairs() -> None:
    pairs = pa.table({"left_id": ["b", "b", "x"], "right_id": ["c", "a", "y"], "probability": [0.9, 0.5, 0.4]})
    assert resolved_bodies(pairs) == {"a": "a", "b": "a", "c": "a"}
    assert resolved_bodies(None) == {}
    assert resolved_bodies(pairs.slice(2)) == {}
