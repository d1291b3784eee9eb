"""Every scored pair of records, for files: decided and merged ones too, and what only people or joins say."""

from tpgraph.analysis.scored_pairs import grade_of, scored_records

ENTITY = {"r-1": "b-1", "r-2": "b-1", "r-3": "b-1", "r-4": "b-4", "r-5": "b-5", "r-6": "b-6"}


def match(left: str, right: str, probability: float) -> dict[str, object]:
    return {"left_record": left, "right_record": right, "probability": probability, "reasons": ["their names agree"]}


def verdict(left: str, right: str, word: str) -> dict[str, object]:
    return {"left_record": left, "right_record": right, "verdict": word}


def found(
    matches: list[dict[str, object]], verdicts: list[dict[str, object]] | None = None, at_least: float = 0.2
) -> dict[tuple[str, str], float]:
    scored = list(scored_records(matches, verdicts or [], ENTITY, at_least))
    pairs = {(left, right): probability for left, right, probability, _ in scored}
    assert len(pairs) == len(scored)
    return pairs


def test_pairs_below_the_cut_are_left_out_and_each_pair_stands_once_with_its_best_score() -> None:
    matches = [match("r-4", "r-5", 0.3), match("r-5", "r-4", 0.6), match("r-5", "r-6", 0.19)]
    pairs = found(matches)
    assert pairs["r-4", "r-5"] == 0.6
    assert ("r-5", "r-6") not in pairs
    assert found(matches, at_least=0.1)["r-5", "r-6"] == 0.19


def test_a_body_joined_through_a_third_record_has_all_its_pairs_with_the_weakest_link() -> None:
    pairs = found([match("r-1", "r-2", 0.99), match("r-2", "r-3", 0.96)])
    assert pairs == {("r-1", "r-2"): 0.99, ("r-2", "r-3"): 0.96, ("r-1", "r-3"): 0.96}


def test_what_people_decided_stands_there_whatever_its_score_and_even_without_one() -> None:
    pairs = found(
        [match("r-4", "r-5", 0.05)],
        [verdict("r-5", "r-4", "different"), verdict("r-4", "r-6", "same"), verdict("r-5", "r-6", "need evidence")],
    )
    assert pairs["r-4", "r-5"] == 0.05
    assert pairs["r-4", "r-6"] == 1.0
    assert ("r-5", "r-6") not in pairs


def test_grades_are_those_of_the_page() -> None:
    assert [grade_of(value) for value in (0.8, 0.79, 0.5, 0.2, 0.19)] == ["strong", "likely", "likely", "possible", ""]
