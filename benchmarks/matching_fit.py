"""Fit the weights that ship with the service matcher: `python -m benchmarks.matching_fit`.

Reads labelled directories (see `benchmarks/matching.py` for where), cuts them into lists of several sizes along whole
places, and writes `tpgraph/matching/weights/services.json`. Numbers only leave: no word of a list is written.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from benchmarks.matching_sets import labelled_folder
from tpgraph.matching.place_names import place_keys
from tpgraph.matching.score import AdditiveModel, blank_model, written
from tpgraph.matching.service_candidates import candidate_pairs
from tpgraph.matching.service_evidence import FEATURES, compare
from tpgraph.matching.service_list import read_services
from tpgraph.matching.service_topics import learn_topics

SETS = ("directory-5k-a", "directory-5k-b", "directory-50k")
WEIGHTS = Path(__file__).parent.parent / "tpgraph" / "matching" / "weights" / "services.json"
ABOUT = (
    "Fitted on made-up lists of services with planted overlap, cut along places into lists of about so many rows. "
    "Log odds. No weight belongs to a word."
)
# Size of the lists -> how many of them are cut from the largest set.
SIZES = {250: 60, 1_000: 24, 5_000: 9, 15_000: 3, 50_000: 1}
# The same list gives several fits to learn from: which pairs stand out differs with the seed.
_SEEDS = {50_000: 3}
HELD = 2.5
# The two sets of this size count more often than parts of the large one: they are whole lists.
_WHOLE = 3
# Features of which nearly all pairs have the first state: the others count from it.
COMMON = ("place", "dates", "body")
# Features that count from "nothing shared".
FROM_NOTHING = ("needs",)
BY_JUDGEMENT: Mapping[str, Mapping[str, float]] = {
    "place": {"one inside the other": 0.0, "place not stated": 0.0, "different places": -8.0},
    "dates": {"dates not stated": -0.3},
    "body": {"body not stated": 0.0},
    "people": {"one is for everyone": 0.0},
    "needs": {},
}

Labelled = tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]


def read(folder: Path, name: str) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Services, true pairs of services, and the body of every organisation record that has a twin."""
    file = next((folder / name).glob("services.csv*"))
    services = pd.read_csv(file, dtype=str, keep_default_na=False)
    truth = pd.read_csv(folder / name / "truth.csv", dtype=str, keep_default_na=False)
    truth = truth[truth["label"] == "1"]
    bodies: dict[str, str] = {}
    for left, right in (
        truth.loc[truth["task"] == "organisation", ["left_id", "right_id"]].sort_values("left_id").values
    ):
        bodies[right] = bodies.setdefault(left, left)
    return services, truth.loc[truth["task"] == "service", ["left_id", "right_id"]], bodies


def cut(services: pd.DataFrame, size: int, count: int, seed: int = 0) -> Iterator[pd.DataFrame]:
    """Lists of about `size` services, of whole places each, no place in two lists."""
    if size >= len(services):
        yield services
        return
    written = services["place"].value_counts()
    keys = dict(zip(written.index, place_keys(list(written.index), written.tolist()), strict=True))
    rows = services.groupby(services["place"].map(keys)).indices
    order = np.random.default_rng(seed).permutation(sorted(rows)).tolist()
    for _ in range(count):
        taken: list[int] = []
        while order and len(taken) < size * 0.8:
            taken.extend(rows[order.pop()])
        if len(taken) >= size * 0.8:
            yield services.iloc[sorted(taken)].reset_index(drop=True)


def labelled(services: pd.DataFrame, truth: pd.DataFrame, bodies: dict[str, str], seed: int = 0) -> Labelled:
    """The steps of every pair that is compared, and whether it is true."""
    found = read_services(pa.Table.from_pandas(services, preserve_index=False), bodies)
    topics = learn_topics(found, seed)
    pairs = compare(found, topics, candidate_pairs(found, topics), frozenset())
    pairs = pairs.taken(pairs.gap <= 0)
    row = {key: number for number, key in enumerate(found.ids.to_pylist())}
    both = [(row[left], row[right]) for left, right in truth.values if left in row and right in row]
    true = {min(pair) * len(row) + max(pair) for pair in both}
    same = np.isin(pairs.left * len(row) + pairs.right, list(true))
    return blank_model(FEATURES).steps(pairs.evidence), same


def fitted(lists: list[Labelled]) -> AdditiveModel:
    """One model for lists of one size; each list counts alike."""
    steps, same = np.concatenate([one[0] for one in lists]), np.concatenate([one[1] for one in lists])
    size = float(np.mean([len(one[1]) for one in lists]))
    weight = np.concatenate([np.full(len(one[1]), min(4.0, size / len(one[1]))) for one in lists])
    weight *= min(1.0, 60_000 / weight.sum())
    return settled(blank_model(FEATURES).refitted(steps, same, HELD, weight))


def settled(model: AdditiveModel) -> AdditiveModel:
    """Count from what nearly all pairs have in common, and put in by judgement what the made lists never show."""
    base, weights = model.base, {name: values.copy() for name, values in model.weights.items()}
    for name, unseen in BY_JUDGEMENT.items():
        states = next(feature.states for feature in model.features if feature.name == name)
        if name in COMMON:
            base += weights[name][0]
            weights[name] -= weights[name][0]
        if name in FROM_NOTHING:
            base += weights[name][len(states)]
            weights[name] -= weights[name][len(states)]
        for state, weight in unseen.items():
            weights[name][states.index(state)] = weight
    return replace(model, base=base, weights=weights)


def main() -> None:
    folder = labelled_folder()
    sets = [read(folder, name) for name in SETS]
    models: dict[int, AdditiveModel] = {}
    for size, count in sorted(SIZES.items(), reverse=True):
        lists = []
        for services, truth, bodies in sets:
            if len(services) >= size * 0.8:
                turns = _WHOLE if size == len(services) < max(SIZES) else 1
                for part in cut(services, size, count):
                    lists += [labelled(part, truth, bodies, seed) for seed in range(_SEEDS.get(size, 1))] * turns
        models[size] = fitted(lists)
        true = sum(int(one[1].sum()) for one in lists)
        sys.stderr.write(f"{size:>7,} services: {len(lists)} lists, {true:,} true pairs compared\n")
    WEIGHTS.write_text(written(dict(sorted(models.items())), ABOUT), encoding="utf-8")
    sys.stderr.write(f"written to {WEIGHTS}\n")


if __name__ == "__main__":
    main()
