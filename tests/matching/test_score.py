"""The sum of weights that a pair is scored by."""

import json

import numpy as np
import pytest

from tpgraph.matching import score
from tpgraph.matching.score import AdditiveModel, Column, Feature, blank_model, probability, shipped_model, written

OFFER = Feature("offer", (0.2, 0.6), rising=True)
PLACE = Feature("place", (), ("same", "other"))
MODEL = AdditiveModel((OFFER, PLACE), -1.0, {"offer": np.array([-2.0, 0.5, 3.0]), "place": np.array([1.0, -4.0, 0.0])})
EVIDENCE = {
    "offer": Column(np.array([0.1, 0.2, 0.9]), np.zeros(3, np.int8)),
    "place": Column(np.zeros(3), np.array([1, 2, 0], np.int8)),
}


def test_a_number_reaches_a_step_at_its_edge_and_a_state_goes_before_the_number() -> None:
    assert MODEL.steps(EVIDENCE).tolist() == [[0, 0], [1, 1], [2, 2]]


def test_a_number_that_is_none_counts_as_nothing() -> None:
    assert OFFER.step_of(Column(np.array([np.nan]), np.zeros(1, np.int8))).tolist() == [0]


def test_weights_add_up_to_the_score() -> None:
    steps = MODEL.steps(EVIDENCE)
    assert MODEL.contributions(steps).tolist() == [[-2.0, 1.0], [0.5, -4.0], [3.0, 0.0]]
    assert MODEL.log_odds(steps).tolist() == [-2.0, -4.5, 2.0]


def test_log_odds_become_probabilities_without_overflow() -> None:
    assert probability(np.array([0.0, np.log(3), -1e9, 1e9])).tolist() == pytest.approx([0.5, 0.75, 0, 1])


def test_a_blank_model_knows_nothing() -> None:
    model = blank_model((OFFER, PLACE))
    assert model.log_odds(model.steps(EVIDENCE)).tolist() == [0, 0, 0]


def test_a_model_of_no_features_is_its_base() -> None:
    assert AdditiveModel((), 0.7, {}).log_odds(np.zeros((2, 0), np.int64)).tolist() == [0.7, 0.7]


@pytest.mark.parametrize(("same", "direction"), [(True, 1), (False, -1)])
def test_verdicts_move_the_score_of_what_they_show_towards_them(same: bool, direction: int) -> None:
    steps = np.array([[1, 0]])
    before = MODEL.log_odds(steps)[0]
    once = MODEL.refitted(steps, np.array([same]), 0.5).log_odds(steps)[0]
    more = MODEL.refitted(np.repeat(steps, 20, axis=0), np.full(20, same), 0.5).log_odds(steps)[0]
    assert 0 < direction * (once - before) < direction * (more - before)


def test_the_tighter_weights_are_held_the_less_they_move() -> None:
    steps, same = np.array([[1, 0]] * 5), np.full(5, True)
    moved = [abs(MODEL.refitted(steps, same, held).base - MODEL.base) for held in (0.05, 0.5, 2.0)]
    assert moved == sorted(moved)
    assert moved[0] < 0.02


def test_a_refit_finds_the_most_probable_weights() -> None:
    # One feature of one step beside the base: both move by the same m, and m / held^2 = error, at score 2m.
    model = blank_model((Feature("only", ()),))
    found = model.refitted(np.zeros((1, 1), np.int64), np.array([True]), 1.0)
    moved = found.base
    assert found.weights["only"].tolist() == pytest.approx([moved], abs=1e-4)
    assert moved == pytest.approx(1 - 1 / (1 + np.exp(-2 * moved)), abs=1e-4)


def test_a_verdict_of_importance_two_counts_as_two() -> None:
    steps = np.array([[1, 0], [1, 1]])
    doubled = MODEL.refitted(np.array([[1, 0], [1, 0], [1, 1]]), np.array([True, True, False]), 0.5)
    weighed = MODEL.refitted(steps, np.array([True, False]), 0.5, np.array([2.0, 1.0]))
    assert weighed.log_odds(steps).tolist() == pytest.approx(doubled.log_odds(steps).tolist(), abs=1e-3)


def test_rising_features_keep_rising_against_verdicts() -> None:
    steps = np.array([[0, 0]] * 30 + [[2, 0]] * 30)
    found = MODEL.refitted(steps, np.array([True] * 30 + [False] * 30), 5.0)
    assert np.all(np.diff(found.weights["offer"]) >= -1e-9)
    free = AdditiveModel((Feature("offer", OFFER.edges), PLACE), MODEL.base, MODEL.weights)
    assert np.diff(free.refitted(steps, np.array([True] * 30 + [False] * 30), 5.0).weights["offer"]).min() < 0


def test_a_refit_leaves_the_model_it_began_from_alone() -> None:
    before = {key: values.copy() for key, values in MODEL.weights.items()}
    MODEL.refitted(np.array([[2, 1]]), np.array([True]), 1.0)
    assert all(np.array_equal(MODEL.weights[key], values) for key, values in before.items())


def test_shipped_weights_of_a_size_fitted_are_given_as_they_are() -> None:
    models = score._shipped("services")
    sizes = sorted(models)
    assert all(shipped_model("services", size).base == models[size].base for size in sizes)
    assert shipped_model("services", 0) is models[sizes[0]]
    assert shipped_model("services", 10**9) is models[sizes[-1]]


def test_shipped_weights_between_two_sizes_are_their_mean() -> None:
    models = score._shipped("services")
    small, large = sorted(models)[:2]
    found = shipped_model("services", round((small * large) ** 0.5))
    assert found.base == pytest.approx((models[small].base + models[large].base) / 2)
    for name, values in found.weights.items():
        mean = (models[small].weights[name] + models[large].weights[name]) / 2
        assert values.tolist() == pytest.approx(mean.tolist())


@pytest.mark.parametrize("name", ["services"])
def test_shipped_weights_of_rising_features_rise(name: str) -> None:
    for model in score._shipped(name).values():
        for feature in model.features:
            assert len(model.weights[feature.name]) == feature.steps
            rising = model.weights[feature.name][len(feature.states) :]
            assert not feature.rising or np.all(np.diff(rising) >= 0)


def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("package")
    (folder / "weights").mkdir()
    text = written({100: MODEL, 1_000: blank_model((OFFER, PLACE))}, "made by hand")
    (folder / "weights" / "handmade.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr("tpgraph.matching.score.resources.files", lambda _: folder)
    found = shipped_model("handmade", 100)
    assert json.loads(text)["about"] == "made by hand"
    assert (found.features, found.base) == (MODEL.features, MODEL.base)
    assert {key: values.tolist() for key, values in found.weights.items()} == {
        key: values.tolist() for key, values in MODEL.weights.items()
    }
    assert shipped_model("handmade", 1_000).base == 0
