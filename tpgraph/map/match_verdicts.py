"""Verdicts out of a CSV file, for matching without a store: which list each is about, in words that are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.map.match_tables import VERDICTS, Listed, read_flat

WORDS = ("same", "different", "valued overlap", "need evidence", "not ours to say")


@dataclass(frozen=True)
class Judged:
    """Verdicts by the list that they are about (left_id, right_id, verdict), and what a person should know."""

    of: dict[str, pa.Table]
    notes: tuple[str, ...]


def read_verdicts(path: Path, lists: Sequence[Listed]) -> Judged:
    """Read verdicts and find the list that each is about by its two ids.

    A column `kind` (organisations, services or records) says it where ids of two lists are alike.

    Parameters
    ----------
    path : a CSV file with the columns left_id, right_id, verdict
    lists : what is being matched; two tables of records count as one list

    Raises
    ------
    InputError
        If the file cannot be read, an id is blank, a verdict is no known word, or both ids stand in two lists: file,
        row, column, and what to do.
    """
    found = read_flat(path, VERDICTS)
    ids: dict[str, set[str]] = {}
    for one in lists:
        ids.setdefault(one.kind.name, set()).update(one.table.column("id").to_pylist())
    rows: dict[str, list[tuple[str, str, str]]] = {}
    nowhere = 0
    for number, row in enumerate(found.table.to_pylist()):
        left, right = _id(found, number, row, "left_id"), _id(found, number, row, "right_id")
        verdict = _word(found, number, row)
        about = _about(found, number, row, [name for name, known in ids.items() if {left, right} <= known])
        if about:
            rows.setdefault(about, []).append((left, right, verdict))
        else:
            nowhere += 1
    of = {name: _table(several) for name, several in rows.items()}
    notes = [f"{path}: {nowhere:,} of {found.table.num_rows:,} verdicts are about ids that no file has"]
    return Judged(of, tuple(notes if nowhere else []))


def _id(found: Listed, number: int, row: dict[str, str | None], column: str) -> str:
    text = row[column]
    if not text:
        raise InputError(f"{found.at(number, column)}: it is blank; fill in the id, or take the row away")
    return text


def _word(found: Listed, number: int, row: dict[str, str | None]) -> str:
    text = row["verdict"] or ""
    word = " ".join(text.lower().replace("_", " ").split())
    if word not in WORDS:
        said = f"'{text}' is no verdict" if word else "it is blank"
        raise InputError(f"{found.at(number, 'verdict')}: {said}; write one of {', '.join(WORDS)}")
    return word


def _about(found: Listed, number: int, row: dict[str, str | None], fitting: list[str]) -> str:
    """The list that a verdict is about; empty where no list has both ids."""
    said = (row.get("kind") or "").strip().lower()
    chosen = [name for name in fitting if said and name.startswith(said.removesuffix("s"))]
    if len(fitting) > 1 and len(chosen) != 1:
        both = " and the ".join(fitting)
        raise InputError(
            f"{found.at(number, 'left_id')}: the {both} have both ids; add a column 'kind' that says which are meant"
        )
    return (chosen or fitting or [""])[0]


def _table(rows: list[tuple[str, str, str]]) -> pa.Table:
    left, right, verdict = zip(*rows, strict=True)
    return pa.table({"left_id": left, "right_id": right, "verdict": verdict})
