"""Rows whose cells stand too far right, because a line of free text was broken into several cells.

A row is put right only if it has cells beyond the last heading, and if joining the broken cells again brings every cell
back under a heading whose other cells look like it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tpgraph.loading.raw import RawTable, raw_from_rows

_LOOKS = (
    ("e-mail address", re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    ("web address", re.compile(r"(https?://|www\.)\S+")),
    ("yes or no", re.compile(r"true|false", re.IGNORECASE)),
    ("number", re.compile(r"-?\d+(\.\d+)?")),
    ("key", re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}")),
)


def undo_shifts(raw: RawTable) -> tuple[RawTable, tuple[int, ...]]:
    """Put shifted rows right.

    Parameters
    ----------
    raw : table whose last headings are blank where a row is too long for its header

    Returns
    -------
    The table without the cells beyond the last heading of the rows put right, and the lines of those rows.
    """
    spare = _spare(raw.header)
    if not spare:
        return raw, ()
    width = len(raw.header)
    columns = [[str(cell) for cell in raw.table.column(f"c{index}").to_pylist()] for index in range(width)]
    rows = [list(cells) for cells in zip(*columns, strict=True)]
    lines = [int(line) for line in raw.table.column("line").to_pylist() if line is not None]
    long = [index for index, row in enumerate(rows) if any(cell.strip() for cell in row[width - spare :])]
    usual = _usual([row for index, row in enumerate(rows) if index not in set(long)], width - spare)
    mended = []
    for index in long:
        if (right := _put_right(rows[index], spare, usual)) is not None:
            rows[index] = right
            mended.append(lines[index])
    return (replace(raw, table=raw_from_rows(rows, lines, width)), tuple(mended)) if mended else (raw, ())


def _spare(header: Sequence[str]) -> int:
    """Count the blank headings at the end."""
    spare = 0
    for heading in reversed(header):
        if heading.strip():
            break
        spare += 1
    return spare


def _look(cell: str) -> str:
    text = cell.strip()
    return next((name for name, pattern in _LOOKS if pattern.fullmatch(text)), "text") if text else ""


def _usual(rows: Sequence[Sequence[str]], width: int) -> list[tuple[str, float]]:
    """How the filled cells of each column look where nine in ten look alike, and how long they are on average."""
    found = []
    for index in range(width):
        filled = [row[index] for row in rows if row[index].strip()]
        look, times = Counter(_look(cell) for cell in filled).most_common(1)[0] if filled else ("", 0)
        found.append((look if times >= 0.9 * len(filled) else "text", sum(map(len, filled)) / max(len(filled), 1)))
    return found


def _misfits(row: Sequence[str], usual: Sequence[tuple[str, float]]) -> int:
    """Count cells that do not look like their column: a word under a number, an address of the web under text."""
    pairs = zip(row, usual, strict=False)
    return sum(bool(look) and bool(cell.strip()) and _look(cell) != look for cell, (look, _) in pairs)


def _put_right(row: Sequence[str], spare: int, usual: Sequence[tuple[str, float]]) -> list[str] | None:
    """Join the broken cells where the rest fits best; between equal fits, in the column with the longest texts."""
    candidates = []
    for start in range(len(usual)):
        joined = " ".join(cell.strip() for cell in row[start : start + spare + 1] if cell.strip())
        shifted = [*row[:start], joined, *row[start + spare + 1 :]]
        candidates.append((_misfits(shifted, usual), -usual[start][1], shifted))
    fewest, _, best = min(candidates)
    as_read = _misfits(row, usual)
    return [*best, *[""] * spare] if fewest < as_read else None
