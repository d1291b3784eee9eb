"""A large spend file loaded by tpgraph, and cleaned alike by pandas: rows a second, CPU seconds and peak memory.

Every side runs in a process of its own on the same file, one after the other in each round; ratios are taken within a
round. The figures count only if all sides give equal results.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import CHECKOUT, Run, median_of, median_ratio, require_equal, run

LABELS = {
    "prepare": "tpgraph, cleaned and checked",
    "load": "tpgraph, loaded into a store",
    "pandas": "pandas, the same cleaning",
}
HEADER = ("", "seconds", "rows a second", "CPU seconds", "peak memory, MB")
RATIO_HEADER = ("pandas / tpgraph (above 1: tpgraph takes less)", "seconds", "CPU seconds", "peak memory")
_MEASURES = ("seconds", "cpu_seconds", "peak_mb")


def _make_file(folder: Path, rows: int) -> Path:
    """Write the file in another process, so that this one stays small; see `benchmarks.measure`."""
    path = folder / "made-up-council-spend.csv"
    subprocess.run([sys.executable, "-m", "benchmarks.spend_file", str(path), str(rows)], check=True, cwd=CHECKOUT)
    return path


def measure(rows: int, repeats: int, say: Callable[[str], None]) -> dict[str, list[Run]]:
    """Run all sides on one file, `repeats` times.

    Parameters
    ----------
    rows : data rows of the file
    repeats : rounds; every round runs each side once, starting with another one
    say : takes a line on how far it is

    Returns
    -------
    side -> its runs, one a round
    """
    found: dict[str, list[Run]] = {side: [] for side in LABELS}
    with tempfile.TemporaryDirectory() as folder:
        say(f"writing {rows:,} rows")
        path = _make_file(Path(folder), rows)
        for number in range(repeats):
            order = [*LABELS][number % len(LABELS) :] + [*LABELS][: number % len(LABELS)]
            for side in order:
                say(f"round {number + 1} of {repeats}: {LABELS[side]}")
                found[side].append(run("benchmarks.spend_side", side, str(path)))
            require_equal({side: runs[-1] for side, runs in found.items()})
    return found


def figures(found: dict[str, list[Run]], rows: int) -> list[list[str]]:
    """Give the medians, one row a side under `HEADER`."""
    table = []
    for side, runs in found.items():
        seconds, cpu, peak = (median_of(runs, measure) for measure in _MEASURES)
        table.append([LABELS[side], f"{seconds:.1f}", f"{rows / seconds:,.0f}", f"{cpu:.1f}", f"{peak:,.0f}"])
    return table


def ratios(found: dict[str, list[Run]]) -> list[list[str]]:
    """Give the medians of the ratios within a round, under `RATIO_HEADER`."""
    return [
        [LABELS[side], *(f"{median_ratio(found['pandas'], found[side], measure):.2f}" for measure in _MEASURES)]
        for side in ("prepare", "load")
    ]


def tables(rows: int, repeats: int, say: Callable[[str], None]) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure and give the two tables, each with its header."""
    found = measure(rows, repeats, say)
    return [(HEADER, figures(found, rows)), (RATIO_HEADER, ratios(found))]
