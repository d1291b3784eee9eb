"""The score of pairs of organisation records, in two steps: each pair alone, then beside its rivals."""

from dataclasses import dataclass

import numpy as np

from tpgraph.matching.org_features import Comparer, Features, Records, candidate_pairs
from tpgraph.matching.org_names import Bools, Ints
from tpgraph.matching.org_rivals import rivals, two_steps_away
from tpgraph.matching.org_words import Floats
from tpgraph.matching.score import AdditiveModel, Column, Steps, shipped_model

# The weights files for records with identifiers or services, and for names without; each alone and beside rivals.
_DESCRIBED = ("organisations_alone", "organisations")
_NAMES = ("names_alone", "names")
# Equal names of so much weight, or equal identifiers, are sure enough to learn from.
_SURE_LIKENESS, _SURE_WEIGHT = 0.999, 1.2
_HELD = 0.12
# Pairs that were surer than this before count a little beside the judged ones, all together so much as these times so.
_SURE_ODDS = 3.0
_ANCHOR = 3.0
# Log odds below which a pair is not worth a further look, and the features that names alone do not tell.
_HOPELESS = -1.0
_BESIDE = ("sector", "place", "delivery", "delivery_share", "offers")


@dataclass(frozen=True)
class Compared:
    """Pairs with their features."""

    left: Ints
    right: Ints
    features: Features


@dataclass(frozen=True)
class Scored:
    """Candidate pairs (rows of records, smaller first) with their features, steps and score."""

    left: Ints
    right: Ints
    features: Features
    model: AdditiveModel
    steps: Steps
    log_odds: Floats


def compare(comparer: Comparer, model: AdditiveModel, left: Ints, right: Ints, asked: Bools | None = None) -> Compared:
    """Compare pairs, each alone; those that nothing beside their names could make likely are left out.

    `asked` pairs stay in any case.
    """
    rows, named = comparer.by_name(left, right)
    best = _best_variant(rows, named)
    features = {name: values[best] for name, values in named.items()}
    features["identifier"] = comparer.identifiers(left, right)
    hope = sum(_most(model, name) for name in _BESIDE) + _log_odds(model, features, len(left))
    kept = np.flatnonzero((hope > _HOPELESS) | (False if asked is None else asked))
    left, right = left[kept], right[kept]
    features = {name: values[kept] for name, values in features.items()}
    sure = (features["likeness"] > _SURE_LIKENESS) & (features["shared"] > _SURE_WEIGHT)
    return Compared(left, right, features | comparer.beside(left, right, sure))


def _most(model: AdditiveModel, name: str) -> float:
    return float(model.weights[name].max(initial=0.0)) if name in model.weights else 0.0


def _best_variant(rows: Ints, named: Features) -> Ints:
    """For each pair the row of the two names that fit best."""
    fit = named["likeness"] + 0.4 * (named["initials"] > 10) + 0.2 * (named["start"] > 0) + 0.1 * named["shared"]
    order = np.lexsort((-fit, rows))
    first = np.ones(len(rows), bool)
    first[1:] = rows[order][1:] != rows[order][:-1]
    return order[first]


def steps_of(model: AdditiveModel, features: Features, count: int) -> Steps:
    """The steps of a model; a feature that the records do not tell is unknown for all of them."""
    steps: Steps = np.empty((count, len(model.features)), np.int16)
    for place in range(len(model.features)):
        steps[:, place] = _steps(model, place, features, count)
    return steps


def _steps(model: AdditiveModel, place: int, features: Features, count: int) -> Ints:
    feature = model.features[place]
    if feature.name not in features:
        return np.full(count, feature.steps)
    return feature.step_of(Column(features[feature.name], np.zeros(count, np.int8)))


def contributions(model: AdditiveModel, steps: Steps) -> Floats:
    """Pairs x features: the weight of each, 0 where the records do not tell the feature."""
    columns = [
        np.append(model.weights[feature.name], 0.0)[steps[:, place]] for place, feature in enumerate(model.features)
    ]
    return np.column_stack(columns)


def total(model: AdditiveModel, steps: Steps) -> Floats:
    """Base and all weights of pairs."""
    result = np.full(len(steps), model.base)
    for place, feature in enumerate(model.features):
        result += np.append(model.weights[feature.name], 0.0)[steps[:, place]]
    return result


def score(records: Records, judged: tuple[Ints, Ints, Bools] | None = None) -> Scored:
    """Score the candidate pairs of some records.

    Parameters
    ----------
    records : Records
    judged : (left row, right row, whether they are one), optional
        Pairs that people have judged: they count as sure, and move the weights.
    """
    comparer = Comparer(records)
    left, right = candidate_pairs(records)
    if judged is not None:
        count = len(records)
        code = np.union1d(left * count + right, _codes(judged, count)[0])
        left, right = code // count, code % count
    described = bool(records.codes.value.any()) or records.beside.offers is not None
    files = _DESCRIBED if described else _NAMES
    alone = shipped_model(files[0], len(records))
    found = compare(comparer, alone, left, right, _is_judged(left, right, judged, len(records)))
    left, right, features = found.left, found.right, found.features
    log_odds = _log_odds(alone, features, len(left))
    more = two_steps_away(left, right, log_odds, len(records))
    if len(more[0]):
        further = compare(comparer, alone, *more)
        features = _joined(features, further.features)
        left, right = np.concatenate([left, further.left]), np.concatenate([right, further.right])
        log_odds = _log_odds(alone, features, len(left))
    if judged is not None:
        log_odds = _as_judged(left, right, log_odds, judged, len(records))
    features |= rivals(left, right, log_odds, len(records))
    model = shipped_model(files[1], len(records))
    steps = steps_of(model, features, len(left))
    if judged is not None:
        model = _learned(model, steps, left, right, judged, len(records))
    return Scored(left, right, features, model, steps, total(model, steps))


def _is_judged(left: Ints, right: Ints, judged: tuple[Ints, Ints, Bools] | None, count: int) -> Bools | None:
    return None if judged is None else np.isin(left * count + right, _codes(judged, count)[0])


def _joined(first: Features, second: Features) -> Features:
    return {name: np.concatenate([values, second[name]]) for name, values in first.items()}


def _log_odds(model: AdditiveModel, features: Features, count: int) -> Floats:
    """Base and the weights of the features that are there."""
    total = np.full(count, model.base)
    for place, feature in enumerate(model.features):
        if feature.name in features:
            total += model.weights[feature.name][_steps(model, place, features, count)]
    return total


def _codes(judged: tuple[Ints, Ints, Bools], count: int) -> tuple[Ints, Bools]:
    left, right, same = judged
    code = np.minimum(left, right) * count + np.maximum(left, right)
    fresh = left != right
    return code[fresh], same[fresh]


def _as_judged(left: Ints, right: Ints, log_odds: Floats, judged: tuple[Ints, Ints, Bools], count: int) -> Floats:
    code, same = _codes(judged, count)
    order = np.argsort(left * count + right)
    at = order[np.searchsorted((left * count + right)[order], code)]
    changed = log_odds.copy()
    changed[at] = np.where(same, 8.0, -8.0)
    return changed


def _learned(
    model: AdditiveModel, steps: Steps, left: Ints, right: Ints, judged: tuple[Ints, Ints, Bools], count: int
) -> AdditiveModel:
    code, same = _codes(judged, count)
    order = np.argsort(left * count + right)
    at = order[np.searchsorted((left * count + right)[order], code)]
    told = np.asarray((steps[at] < np.array([feature.steps for feature in model.features])).all(axis=0))
    kept = tuple(feature for feature, there in zip(model.features, told.tolist(), strict=True) if there)
    part = AdditiveModel(kept, model.base, {feature.name: model.weights[feature.name] for feature in kept})
    log_odds = total(model, steps)
    sure = np.setdiff1d(np.flatnonzero(np.abs(log_odds) > _SURE_ODDS), at)
    rows = np.concatenate([at, sure])
    one = np.concatenate([same, log_odds[sure] > 0])
    anchor = np.full(len(sure), min(1.0, _ANCHOR * len(at) / max(len(sure), 1)))
    moved = part.refitted(steps[rows][:, told], one, _HELD, np.concatenate([np.ones(len(at)), anchor]))
    return AdditiveModel(model.features, moved.base, {**model.weights, **moved.weights})
