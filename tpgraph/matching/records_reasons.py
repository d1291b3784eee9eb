"""Reasons for the score of two rows: one sentence a column, with its weight."""

import numpy as np

from tpgraph.matching.org_words import Floats
from tpgraph.matching.score import AdditiveModel, Steps

_LEAST = 0.05


def sentences(model: AdditiveModel, steps: Steps, log_odds: Floats) -> tuple[list[list[str]], list[list[float]]]:
    """Say for each pair what speaks for and against it, the weightiest first; with the base the weights add up."""
    given = model.contributions(steps)
    rivals = log_odds - model.base - given.sum(axis=1)
    names = [feature.name for feature in model.features]
    said, weights = [], []
    for row in range(len(steps)):
        told = [(float(weight), _words(name, float(weight))) for name, weight in zip(names, given[row], strict=True)]
        if rivals[row] < -_LEAST:
            told.append((float(rivals[row]), "another row fits one of them as well"))
        told = sorted((entry for entry in told if abs(entry[0]) >= _LEAST), key=lambda entry: -abs(entry[0]))
        loose = float(log_odds[row] - model.base) - sum(weight for weight, _ in told)
        weights.append([round(weight + (loose if place == 0 else 0.0), 4) for place, (weight, _) in enumerate(told)])
        said.append([text for _, text in told])
    return said, weights


def _words(name: str, weight: float) -> str:
    strength = np.abs(weight)
    if weight > 0:
        return f"'{name}' agrees" if strength > 1.5 else f"'{name}' is somewhat alike"
    return f"'{name}' differs" if strength > 1.5 else f"'{name}' is hardly alike"
