"""Scores of pairs of rows of flat tables, learned without labels from the pairs themselves.

The pairs are a mixture of two kinds, one thing and two; each measure has its own spread over steps in either
(Fellegi and Sunter 1969), learned by expectation and maximisation from the pairs that are best for both of their rows.
"""

from dataclasses import dataclass

import numpy as np

from tpgraph.matching.org_names import Bools, Ints
from tpgraph.matching.org_words import Floats
from tpgraph.matching.score import AdditiveModel, Feature, Steps

_ROUNDS = 40
# Pairs taken for granted, and how fast one thing gains on two over the steps, in log odds to either side.
_GRANTED = 10.0
_RISE = 2.0
_MOST_WEIGHT = 6.0
_SURE_ODDS = 3.0
_ANCHOR = 2.0
_HELD = 0.3
_EDGES = (-0.5, 0.001, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.9999)
_ODDS_EDGES = (-5.0, -2.0, -1.0, -0.3, 0.3, 0.8, 1.3, 1.8, 2.4)


@dataclass(frozen=True)
class Learned:
    """A model of the pairs, and their steps."""

    model: AdditiveModel
    steps: Steps


def features_of(measures: dict[str, Floats], kinds: frozenset[str]) -> tuple[Feature, ...]:
    """One feature a measure; those in `kinds` are odds, others shares from 0 to 1 (-1 unknown)."""
    return tuple(Feature(name, _ODDS_EDGES if name in kinds else _EDGES) for name in measures)


def learn(features: tuple[Feature, ...], steps: Steps, start: Floats, groups: Ints) -> AdditiveModel:
    """Learn the weights of steps from pairs whose first guess is given.

    Parameters
    ----------
    start : first guess of the probability of each pair
    groups : features of one number are of one column: together they weigh as the mean of each, not the sum
    """
    likely = start
    share = 1.0 / np.bincount(groups)[groups]
    weights: dict[str, Floats] = {}
    base = 0.0
    for _ in range(_ROUNDS):
        rate = float(np.clip(likely.mean(), 1e-6, 1 - 1e-6))
        base = float(np.log(rate / (1 - rate)))
        total = np.full(len(likely), base)
        for place, feature in enumerate(features):
            weight = _weight(steps[:, place], likely, feature) * share[place]
            weights[feature.name] = weight
            total += weight[steps[:, place]]
        fresh = 1 / (1 + np.exp(-np.clip(total, -50, 50)))
        if np.abs(fresh - likely).max(initial=0.0) < 1e-4:
            break
        likely = fresh
    return AdditiveModel(features, base, weights)


def _weight(step: Ints, likely: Floats, feature: Feature) -> Floats:
    """The logarithm of how much oftener a step is among pairs of one thing than of two.

    A few pairs are taken for granted at every step, likes more often one thing than two, so that steps which hardly any
    pair has do not run wild.
    """
    count = feature.steps
    one = np.bincount(step, weights=likely, minlength=count)
    two = np.bincount(step, weights=1 - likely, minlength=count)
    rise = np.linspace(-1.0, 1.0, count) * _RISE
    rise[0] = 0.0 if feature.edges[0] < 0 else rise[0]
    granted_one, granted_two = np.exp(rise), np.exp(-rise)
    one = (one + _GRANTED * granted_one / granted_one.sum()) / (one.sum() + _GRANTED)
    two = (two + _GRANTED * granted_two / granted_two.sum()) / (two.sum() + _GRANTED)
    return np.asarray(np.clip(np.log(one / two), -_MOST_WEIGHT, _MOST_WEIGHT))


def moved_by(
    model: AdditiveModel, steps: Steps, log_odds: Floats, rivals: Floats, at: Ints, same: Bools
) -> AdditiveModel:
    """Move the weights by judged pairs; pairs that were sure before count a little, so that odd ones do not rule.

    A pair that is judged different though it is like, because another fits (`rivals`, what those take off the log
    odds), says little of what likeness is worth.
    """
    sure = np.setdiff1d(np.flatnonzero(np.abs(log_odds) > _SURE_ODDS), at)
    rows = np.concatenate([at, sure])
    one = np.concatenate([same, log_odds[sure] > 0])
    importance = np.concatenate(
        [np.where(same, 1.0, np.exp(rivals[at])), np.full(len(sure), min(1.0, _ANCHOR * len(at) / max(len(sure), 1)))]
    )
    return model.refitted(steps[rows], one, _HELD, importance)


def best_of_both(left: Ints, right: Ints, value: Floats, count: int) -> Bools:
    """Whether a pair is the best of both of its rows, none being as good."""
    record = np.concatenate([left, right])
    doubled = np.concatenate([value, value])
    best = np.full(count, -np.inf)
    np.maximum.at(best, record, doubled)
    ties = np.bincount(record[doubled >= best[record]], minlength=count)
    result: Bools = (value >= best[left]) & (value >= best[right]) & (ties[left] == 1) & (ties[right] == 1)
    return result


def shared_out(left: Ints, right: Ints, log_odds: Floats, count: int) -> Floats:
    """Log odds where each row has one partner at most: what its other pairs claim is taken off."""
    odds = np.exp(np.clip(log_odds, -30, 30))
    total_left = np.bincount(left, weights=odds, minlength=count)
    total_right = np.bincount(right, weights=odds, minlength=count)
    rest = np.maximum(total_left[left], total_right[right]) - odds
    return np.asarray(log_odds - np.log1p(np.maximum(rest, 0.0)))
