"""What needs the truth, in a process of its own: scores, verdicts as people would give them, labels for a learner.

    python -m benchmarks.matching_judge score DATA TASK PAIRS [VERDICTS]
    python -m benchmarks.matching_judge verdicts DATA TASK PAIRS OUT
    python -m benchmarks.matching_judge labels DATA TASK OUT

Scores are those of score.py, which stands beside the sets and is imported by its path.
"""

import importlib.util
import json
import random
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pandas as pd

ASKED = 100
SEED = 7
_INPUTS = {"service": "services", "organisation": "organisations", "records": "records"}


def _score_module(data: Path) -> ModuleType:
    """Import score.py, which stands in the folder of the set or above it."""
    path = next(parent / "score.py" for parent in data.resolve().parents if (parent / "score.py").is_file())
    spec = importlib.util.spec_from_file_location("labelled_score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pairs(path: Path) -> pd.DataFrame:
    # Ids such as NA are ids.
    return pd.read_csv(path, dtype={"left_id": str, "right_id": str}, keep_default_na=False)


def _truth(data: Path, task: str) -> pd.DataFrame:
    if task == "records":
        return _pairs(data / "pairs.csv")
    found = _pairs(data / "truth.csv")
    return found[found["task"] == task]


def _keys(pairs: pd.DataFrame) -> pd.Series:
    """One text a pair, whatever the order of its ids."""
    swapped = pairs["left_id"] > pairs["right_id"]
    left = pairs["left_id"].where(~swapped, pairs["right_id"])
    right = pairs["right_id"].where(~swapped, pairs["left_id"])
    return left + "\t" + right


def _score(data: Path, task: str, pairs: Path, verdicts: Path | None = None) -> dict[str, object]:
    """Score pairs; with verdicts, only the pairs that nobody was asked about, true ones and others."""
    scored = _score_module(data).score
    found = _pairs(pairs)
    if verdicts is None:
        result: dict[str, object] = scored(task, str(data), found, 0.5)
        return result
    judged = set(_keys(_pairs(verdicts)))
    with tempfile.TemporaryDirectory() as folder:
        for path in data.iterdir():
            (Path(folder) / path.name).symlink_to(path.resolve())
        name = "pairs.csv" if task == "records" else "truth.csv"
        (Path(folder) / name).unlink()
        truth = _pairs(data / name)
        truth[~_keys(truth).isin(judged)].to_csv(Path(folder) / name, index=False)
        rest: dict[str, object] = scored(task, folder, found[~_keys(found).isin(judged)], 0.5)
    return rest


def _verdicts(data: Path, task: str, pairs: Path, out: Path) -> None:
    """Ask about the pairs nearest to evens, as a review does, and answer from the truth; a seed parts equal ones."""
    found = _pairs(pairs)
    found["key"] = _keys(found)
    found = found.drop_duplicates("key").sample(frac=1, random_state=SEED)
    asked = found.iloc[(found["probability"] - 0.5).abs().argsort(kind="stable")[:ASKED]].copy()
    truth = _truth(data, task)
    true = set(_keys(truth[truth["label"].astype(str) == "1"]))
    asked["verdict"] = ["same" if key in true else "different" for key in asked["key"]]
    asked[["left_id", "right_id", "verdict"]].to_csv(out, index=False)


def _labels(data: Path, task: str, out: Path) -> None:
    """Draw labelled pairs: half true ones, half false ones that share a word of their names (or titles)."""
    rng = random.Random(SEED)
    truth = _truth(data, task)
    true = sorted(set(_keys(truth[truth["label"].astype(str) == "1"])))
    drawn = [(*key.split("\t"), 1) for key in rng.sample(true, ASKED // 2)]
    frames = [pd.read_csv(path, dtype=str) for path in sorted(data.glob(f"{_INPUTS[task]}*.csv*"))]
    left, right = frames[0], frames[-1]
    column = "name" if "name" in left else "title"
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(right[column].fillna("").str.lower()):
        for word in set(text.split()):
            rows_of.setdefault(word, []).append(row)
    known = set(true)
    while len(drawn) < ASKED:
        row = rng.randrange(len(left))
        words = [word for word in str(left[column][row]).lower().split() if word in rows_of]
        if words:
            other = right["id"][rng.choice(rows_of[rng.choice(words)])]
            key = "\t".join(sorted((left["id"][row], other)))
            if other != left["id"][row] and key not in known:
                known.add(key)
                drawn.append((left["id"][row], other, 0))
    pd.DataFrame(drawn, columns=["left_id", "right_id", "label"]).to_csv(out, index=False)


def main(verb: str, data: str, task: str, *paths: str) -> None:
    """Do one of the three; a score is printed as JSON."""
    files = [Path(path) for path in paths]
    if verb == "score":
        json.dump(_score(Path(data), task, *files), sys.stdout)
    elif verb == "verdicts":
        _verdicts(Path(data), task, *files)
    else:
        _labels(Path(data), task, *files)


if __name__ == "__main__":
    main(*sys.argv[1:])
