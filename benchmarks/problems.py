"""Problem rows with file, line and column: tpgraph's check beside pandera and frictionless, on the same file and rules.

tpgraph does all that a load needs beside the two rules; the others do the two rules alone. Every side runs in a process
of its own; ratios are taken within a round, and count only if all sides name the same cells.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import CHECKOUT, Run, median_of, median_ratio, require_equal, run

LABELS = {
    "tpgraph": "tpgraph, checked and made records",
    "pandera": "pandera, two rules",
    "frictionless": "frictionless, two rules",
}
HEADER = ("", "seconds", "rows a second", "CPU seconds", "peak memory, MB", "cells named")
RATIO_HEADER = ("above 1: tpgraph takes less", "seconds", "CPU seconds", "peak memory")
_MEASURES = ("seconds", "cpu_seconds", "peak_mb")


def measure(rows: int, repeats: int, say: Callable[[str], None]) -> dict[str, list[Run]]:
    """Run all sides on one file, `repeats` times; gives side -> its runs, one a round."""
    found: dict[str, list[Run]] = {side: [] for side in LABELS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up-council-spend.csv"
        say(f"writing {rows:,} rows")
        subprocess.run([sys.executable, "-m", "benchmarks.spend_file", str(path), str(rows)], check=True, cwd=CHECKOUT)
        for number in range(repeats):
            order = [*LABELS][number % len(LABELS) :] + [*LABELS][: number % len(LABELS)]
            for side in order:
                say(f"round {number + 1} of {repeats}: {LABELS[side]}")
                found[side].append(run("benchmarks.problems_side", side, str(path)))
            require_equal({side: runs[-1] for side, runs in found.items()})
    return found


def tables(rows: int, repeats: int, say: Callable[[str], None]) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure and give two tables, each with its header: medians, and medians of the ratios within a round."""
    found = measure(rows, repeats, say)
    figures = []
    for side, runs in found.items():
        seconds, cpu, peak = (median_of(runs, name) for name in _MEASURES)
        cells = f"{runs[-1].outcome['problems']:,}"
        figures.append([LABELS[side], f"{seconds:.1f}", f"{rows / seconds:,.0f}", f"{cpu:.1f}", f"{peak:,.0f}", cells])
    ratios = [
        [f"{side} / tpgraph", *(f"{median_ratio(found[side], found['tpgraph'], name):.2f}" for name in _MEASURES)]
        for side in ("pandera", "frictionless")
    ]
    return [(HEADER, figures), (RATIO_HEADER, ratios)]
