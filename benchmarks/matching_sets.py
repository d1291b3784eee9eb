"""Labelled sets for the benchmark of matching: where they are, their input files alone, and one table a set.

This module is imported by the process that measures, which must stay small: see `benchmarks.measure`.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import CHECKOUT

ENVIRONMENT = "TPGRAPH_LABELLED"
PLACE = r"^[a-z]{1,2}\d{1,2}[a-z]?\s+|\s+[a-z]{1,2}\d{1,2}[a-z]?$|\s*(?: - |,|\().*$"
"""What the peers take off a place in lower case, so that more of one place's forms are equal: the outward part of a
postcode, and what follows a dash, a comma or a bracket."""
SMALL = 5_000
"""Peers that need minutes for more services than this are asked for no more."""


@dataclass(frozen=True)
class LabelledSet:
    """One labelled set.

    Attributes
    ----------
    name : as people write it with --sets
    folder : where it stands
    tasks : what can be asked of it, as score.py calls them
    inputs : the files that a tool may see
    records : lines of the largest of them, about
    """

    name: str
    folder: Path
    tasks: tuple[str, ...]
    inputs: tuple[str, ...]
    records: int


def labelled_folder() -> Path:
    """Give the folder of labelled data: TPGRAPH_LABELLED, else ../shared/labelled."""
    return Path(os.environ.get(ENVIRONMENT) or CHECKOUT.parent / "shared" / "labelled").resolve()


def labelled_sets(root: Path) -> list[LabelledSet]:
    """List the sets of a folder, directories first; none where the folder is absent or has no score.py."""
    if not (root / "score.py").is_file():
        return []
    folders = [path for path in sorted(root.iterdir()) if path.is_dir()]
    found = [_set(folder) for folder in [*folders, *_folders(root / "public")]]
    return [one for one in found if one]


def _folders(path: Path) -> list[Path]:
    return [folder for folder in sorted(path.iterdir()) if folder.is_dir()] if path.is_dir() else []


def _set(folder: Path) -> LabelledSet | None:
    names = {path.name for path in folder.iterdir()}
    services = "services.csv.gz" if "services.csv.gz" in names else "services.csv"
    if {"truth.csv", "organisations.csv", services} <= names:
        inputs: tuple[str, ...] = ("organisations.csv", services)
        return LabelledSet(folder.name, folder, ("organisation", "service"), inputs, _lines(folder, inputs))
    for inputs in (("records.csv",), ("records_left.csv", "records_right.csv")):
        if {"pairs.csv", *inputs} <= names:
            return LabelledSet(folder.name, folder, ("records",), inputs, _lines(folder, inputs))
    return None


def _lines(folder: Path, inputs: Sequence[str]) -> int:
    """The lines of the largest file; of a compressed one, from a whole reading."""
    import gzip

    most = 0
    for name in inputs:
        with gzip.open(folder / name) if name.endswith(".gz") else (folder / name).open("rb") as file:
            most = max(most, sum(1 for _ in file) - 1)
    return most


def stage(one: LabelledSet, folder: Path) -> Path:
    """Copy the input files of a set, and nothing else of it, into a folder that is made; give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in one.inputs:
        shutil.copyfile(one.folder / name, folder / name)
    return folder
