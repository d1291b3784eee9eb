"""dedupe 3, which learns from labels: 100 pairs out of the truth, half of them true, in `<task>.labels.csv`.

It learns its blocking and a logistic regression over distances from them; without labels it does nothing. Fields are
given as its manual says: titles as text, needs as a set, the rest as strings that may be missing. Descriptions are left
out: with them 5,000 services had taken 400 CPU seconds and 11.4 GB when it was stopped, unfinished.
"""

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import dedupe
import numpy as np
import pandas as pd
from dedupe import variables
from dedupe.serializer import write_training

from benchmarks.matching_sets import PLACE

SEED = 7
LEAST = 0.01
Record = Mapping[str, object]
_INPUTS = {"organisation": "organisations", "service": "services", "records": "records"}


def _plain(text: str) -> str | None:
    return " ".join(re.findall(r"\w+", text.lower())) or None


def _place(text: str) -> str | None:
    return _plain(re.sub(PLACE, "", text.lower()))


def _set(text: str) -> tuple[str, ...] | None:
    return tuple(sorted(part.strip() for part in text.lower().split(";") if part.strip())) or None


_READ: dict[str, Callable[[str], object]] = {"place": _place, "needs": _set}
_LEFT_OUT = {"id", "description", "cost_gbp_per_year", "start", "end"}


def _records(path: Path) -> dict[str, Record]:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return {
        row["id"]: {name: _READ.get(name, _plain)(text) for name, text in row.items() if name not in _LEFT_OUT}
        for row in frame.to_dict("records")
    }


def _fields(records: Mapping[str, Record]) -> list[variables.base.Variable]:
    fields = []
    for name in next(iter(records.values())):
        missing = any(record[name] is None for record in records.values())
        if name == "title":
            corpus = [record[name] for record in records.values() if record[name]]
            fields.append(variables.Text(name, corpus=corpus, has_missing=missing))
        else:
            made = variables.Set if name == "needs" else variables.String
            fields.append(made(name, has_missing=missing))
    return fields


def _labelled(path: Path, left: Mapping[str, Record], right: Mapping[str, Record]) -> io.StringIO:
    """Give the labels as the file that dedupe writes after a person has labelled pairs."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    found: dict[str, list[object]] = {"match": [], "distinct": []}
    for one, other, label in zip(frame["left_id"], frame["right_id"], frame["label"], strict=True):
        first, second = (one, other) if one in left and other in right else (other, one)
        found["match" if label == "1" else "distinct"].append((left[first], right[second]))
    file = io.StringIO()
    write_training(found, file)
    file.seek(0)
    return file


def _write(scores: np.ndarray, path: Path) -> None:
    ids, chances = scores["pairs"], scores["score"]
    kept = chances >= LEAST
    columns = {"left_id": ids[kept, 0], "right_id": ids[kept, 1], "probability": chances[kept]}
    pd.DataFrame(columns).to_csv(path, index=False)


def _match(folder: Path, task: str) -> None:
    random.seed(SEED)
    np.random.seed(SEED)  # dedupe draws from the global generator
    tables = [_records(path) for path in sorted(folder.glob(f"{_INPUTS[task]}*.csv")) if path.name.count(".") == 1]
    left, right = tables[0], tables[-1]
    labels = _labelled(folder / f"{task}.labels.csv", left, right)
    if len(tables) == 1:
        one = dedupe.Dedupe(_fields(left), num_cores=1)
        one.prepare_training(dict(left), labels)
        one.train()
        _write(one.score(one.pairs(left)), folder / f"{task}.pairs.csv")
    else:
        two = dedupe.RecordLink(_fields(left), num_cores=1)
        two.prepare_training(dict(left), dict(right), labels)
        two.train()
        _write(two.score(two.pairs(left, right)), folder / f"{task}.pairs.csv")


def run(folder: Path, name: str) -> Iterator[str]:  # noqa: ARG001  # the shape of all tools
    """Match what the folder holds; give the name of each task as its pairs stand in the folder."""
    tasks = ("organisation", "service") if (folder / "organisations.csv").exists() else ("records",)
    for task in tasks:
        _match(folder, task)
        yield task
