"""A large 360Giving file read by tpgraph to record tables, and converted to CSV by flatten-tool: seconds, CPU, memory.

Every side runs in a process of its own on the same file, one after the other in each round; ratios are taken within a
round, and count only if both read the same rows and the same pence.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import CHECKOUT, Run, median_of, median_ratio, run

LABELS = {"tpgraph": "tpgraph, to checked record tables", "flattentool": "flatten-tool, to CSV"}
HEADER = ("", "seconds", "grants a second", "CPU seconds", "peak memory, MB")
RATIO_HEADER = ("flatten-tool / tpgraph (above 1: tpgraph takes less)", "seconds", "CPU seconds", "peak memory")
_MEASURES = ("seconds", "cpu_seconds", "peak_mb")


def measure(grants: int, repeats: int, say: Callable[[str], None]) -> dict[str, list[Run]]:
    """Run both sides on one file, `repeats` times; gives side -> its runs, one a round.

    Raises
    ------
    AssertionError
        If the sides read different rows or pence.
    """
    found: dict[str, list[Run]] = {side: [] for side in LABELS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up-grants.json"
        # In another process, so that this one stays small; see `benchmarks.measure`.
        command = [sys.executable, "-m", "benchmarks.grants_file", str(path), str(grants)]
        subprocess.run(command, check=True, cwd=CHECKOUT)
        for number in range(repeats):
            order = [*LABELS][number % 2 :] + [*LABELS][: number % 2]
            for side in order:
                say(f"round {number + 1} of {repeats}: {LABELS[side]}")
                found[side].append(run("benchmarks.grants_side", side, str(path)))
            ours, theirs = (runs[-1].outcome for runs in found.values())
            if ours != theirs:
                raise AssertionError(f"the sides differ: {ours} and {theirs}")
    return found


def tables(grants: int, repeats: int, say: Callable[[str], None]) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure and give two tables, each with its header: medians, and medians of the ratios within a round."""
    found = measure(grants, repeats, say)
    figures = []
    for side, runs in found.items():
        seconds, cpu, peak = (median_of(runs, name) for name in _MEASURES)
        figures.append([LABELS[side], f"{seconds:.1f}", f"{grants / seconds:,.0f}", f"{cpu:.1f}", f"{peak:,.0f}"])
    ratios = [f"{median_ratio(found['flattentool'], found['tpgraph'], name):.2f}" for name in _MEASURES]
    return [(HEADER, figures), (RATIO_HEADER, [[LABELS["tpgraph"], *ratios]])]
