"""The score of a pair: a sum of weights, one a feature, so that the weights are the reasons.

    log odds = base + weight of feature 1 + weight of feature 2 + ...

A generalised additive model with steps (Fellegi and Sunter's weights of agreement, learned together instead of one by
one). The weights that ship were fitted on made-up lists and name no word; a place's own verdicts move them
(`refitted`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Numbers = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One feature of many pairs: a number each, or, where `states` is not 0, one of the feature's named states."""

    values: npt.NDArray[np.floating]
    states: npt.NDArray[np.integer]


Evidence = Mapping[str, Column]


@dataclass(frozen=True)
class Feature:
    """What is looked at, and where its steps are.

    Attributes
    ----------
    edges : rising bounds between the steps of its number
    states : names of what stands there instead of a number ("not stated"), in the order of their codes from 1
    rising : whether a higher number never speaks against a pair: its weights are kept rising
    """

    name: str
    edges: tuple[float, ...]
    states: tuple[str, ...] = ()
    rising: bool = False

    @property
    def steps(self) -> int:
        return len(self.states) + len(self.edges) + 1

    def step_of(self, column: Column) -> Steps:
        """The step of every pair: states first, then the steps of the number."""
        number = np.digitize(np.nan_to_num(column.values), self.edges) + len(self.states)
        return np.where(column.states > 0, column.states - 1, number)


@dataclass(frozen=True)
class AdditiveModel:
    """Weights of a matcher.

    Attributes
    ----------
    base : log odds before anything is looked at
    weights : feature name -> a weight a step, in log odds
    """

    features: tuple[Feature, ...]
    base: float
    weights: Mapping[str, Numbers]

    def steps(self, evidence: Evidence) -> Steps:
        """Pairs x features: the step of each."""
        return np.column_stack([feature.step_of(evidence[feature.name]) for feature in self.features])

    def contributions(self, steps: Steps) -> Numbers:
        """Pairs x features: the weight of each, in log odds."""
        columns = [self.weights[feature.name][steps[:, place]] for place, feature in enumerate(self.features)]
        return np.column_stack(columns) if columns else np.zeros((len(steps), 0))

    def log_odds(self, steps: Steps) -> Numbers:
        """The score of every pair."""
        return np.asarray(self.base + self.contributions(steps).sum(axis=1))

    def refitted(
        self, steps: Steps, same: npt.NDArray[np.bool_], held: float, importance: Numbers | None = None
    ) -> Self:
        """Move the weights towards what was judged.

        The most probable weights a posteriori: a normal prior around today's, the logistic likelihood of the judged.

        Parameters
        ----------
        steps, same : of the judged pairs: what they show, and whether they are one
        held : standard deviation of the prior, in log odds; the smaller, the less the weights move
        importance : how much each judged pair counts; 1 each if left out
        """
        sizes = [feature.steps for feature in self.features]
        starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        at = steps + starts[None, :]
        counts = np.ones(len(same)) if importance is None else importance
        before = np.concatenate([[self.base], *(self.weights[feature.name] for feature in self.features)])

        form, bounds = _rises(self.features)

        def loss(free: Numbers) -> tuple[float, Numbers]:
            now = form @ free
            score = now[0] + now[1:][at].sum(axis=1)
            error = counts * (1 / (1 + np.exp(-np.clip(score, -500, 500))) - same)
            moved = now - before
            slope = moved / held**2
            slope[0] += error.sum()
            slope[1:] += np.bincount(at.ravel(), np.repeat(error, at.shape[1]), minlength=len(now) - 1)
            value = (counts * (np.logaddexp(0, score) - same * score)).sum() + (moved**2).sum() / (2 * held**2)
            return float(value), form.T @ slope

        start = np.linalg.solve(form, before)
        free = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
        found = form @ free
        parts = np.split(found[1:], np.cumsum(sizes)[:-1])
        weights = {feature.name: part for feature, part in zip(self.features, parts, strict=True)}
        return replace(self, base=float(found[0]), weights=weights)


def _rises(features: Sequence[Feature]) -> tuple[Numbers, list[tuple[float | None, float | None]]]:
    """How weights follow from free numbers: of a rising feature each step is the one before it plus 0 or more."""
    size = 1 + sum(feature.steps for feature in features)
    form = np.eye(size)
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * size
    start = 1
    for feature in features:
        first = start + len(feature.states)
        start += feature.steps
        if feature.rising:
            form[first:start, first:start] = np.tril(np.ones((start - first, start - first)))
            bounds[first + 1 : start] = [(0, None)] * (start - first - 1)
    return form, bounds


def blank_model(features: Sequence[Feature]) -> AdditiveModel:
    """A model that knows nothing: every weight 0."""
    return AdditiveModel(tuple(features), 0.0, {feature.name: np.zeros(feature.steps) for feature in features})


def probability(log_odds: Numbers) -> Numbers:
    """Log odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -500, 500))))


@cache
def _shipped(name: str) -> Mapping[int, AdditiveModel]:
    text = resources.files("tpgraph.matching").joinpath("weights").joinpath(f"{name}.json").read_text(encoding="utf-8")
    found = json.loads(text)
    features = tuple(
        Feature(entry["name"], tuple(entry["edges"]), tuple(entry["states"]), entry.get("rising", False))
        for entry in found["features"]
    )
    return {
        int(size): AdditiveModel(
            features, entry["base"], {key: np.array(values) for key, values in entry["weights"].items()}
        )
        for size, entry in found["sizes"].items()
    }


def shipped_model(name: str, size: int) -> AdditiveModel:
    """The weights that ship for lists of about so many rows: those of the sizes fitted, and between two the mean.

    Parameters
    ----------
    name : file in `tpgraph/matching/weights`, without its ending
    size : rows of the list
    """
    models = _shipped(name)
    sizes = sorted(models)
    if size <= sizes[0] or len(sizes) == 1:
        return models[sizes[0]]
    if size >= sizes[-1]:
        return models[sizes[-1]]
    upper = next(place for place, fitted in enumerate(sizes) if fitted >= size)
    low, high = models[sizes[upper - 1]], models[sizes[upper]]
    share = float(np.log(size / sizes[upper - 1]) / np.log(sizes[upper] / sizes[upper - 1]))
    weights = {key: (1 - share) * low.weights[key] + share * high.weights[key] for key in low.weights}
    return replace(low, base=(1 - share) * low.base + share * high.base, weights=weights)


def written(models: Mapping[int, AdditiveModel], about: str) -> str:
    """The text of a weights file.

    Parameters
    ----------
    models : size of the lists fitted on -> weights
    about : what they were fitted on
    """
    first = next(iter(models.values()))
    content = {
        "about": about,
        "features": [
            {"name": one.name, "edges": one.edges, "states": one.states, "rising": one.rising} for one in first.features
        ],
        "sizes": {
            str(size): {
                "base": round(model.base, 3),
                "weights": {key: [round(float(x), 3) for x in values] for key, values in model.weights.items()},
            }
            for size, model in models.items()
        },
    }
    return json.dumps(content, indent=1) + "\n"
