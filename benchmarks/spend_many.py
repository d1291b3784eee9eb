"""Many spend files from disk to record tables on disk: tpgraph beside pandas and Polars, on the same files.

The others do the cleaning of one known layout; tpgraph recognises each file, keeps every problem row and accounts for
every penny. Every side runs in a process of its own; ratios are taken within a round, and count only if all sides give
equal results.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import CHECKOUT, Run, median_of, median_ratio, require_equal, run

LABELS = {
    "tables": "tpgraph, to Parquet",
    "tpgraph": "tpgraph, into a store",
    "pandas": "pandas, to Parquet",
    "polars": "Polars, to Parquet",
}
HEADER = ("", "seconds", "rows a second", "CPU seconds", "peak memory, MB")
RATIO_HEADER = ("above 1: tpgraph takes less", "seconds", "CPU seconds", "peak memory")
_MEASURES = ("seconds", "cpu_seconds", "peak_mb")


def write_files(folder: Path, rows: int, files: int) -> None:
    """Write `files` made-up spend files of equal size, each with rows of its own, two at a time."""
    each = max(rows // files, 2)
    for first in range(0, files, 2):
        made = [
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.spend_file", str(folder / f"spend-{n:04d}.csv"), str(each), str(n)],
                cwd=CHECKOUT,
            )
            for n in range(first, min(first + 2, files))
        ]
        if any(process.wait() for process in made):
            raise RuntimeError("a spend file could not be written")


def measure(rows: int, files: int, repeats: int, say: Callable[[str], None]) -> dict[str, list[Run]]:
    """Run all sides on the same files, `repeats` times; gives side -> its runs, one a round."""
    found: dict[str, list[Run]] = {side: [] for side in LABELS}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ostermark"
        place.mkdir()
        say(f"writing {rows:,} rows in {files:,} files")
        write_files(place, rows, files)
        for number in range(repeats):
            order = [*LABELS][number % len(LABELS) :] + [*LABELS][: number % len(LABELS)]
            for side in order:
                say(f"round {number + 1} of {repeats}: {LABELS[side]}")
                found[side].append(run("benchmarks.spend_many_side", side, str(place)))
            require_equal({side: runs[-1] for side, runs in found.items()})
    return found


def tables(
    rows: int, files: int, repeats: int, say: Callable[[str], None]
) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure and give two tables, each with its header: medians, and medians of the ratios within a round."""
    found = measure(rows, files, repeats, say)
    figures = []
    for side, runs in found.items():
        seconds, cpu, peak = (median_of(runs, name) for name in _MEASURES)
        figures.append([LABELS[side], f"{seconds:.1f}", f"{rows / seconds:,.0f}", f"{cpu:.1f}", f"{peak:,.0f}"])
    ratios = [
        [f"{LABELS[other]} / {LABELS[ours]}", *(f"{median_ratio(found[other], found[ours], m):.2f}" for m in _MEASURES)]
        for ours in ("tables", "tpgraph")
        for other in ("pandas", "polars")
    ]
    return [(HEADER, figures), (RATIO_HEADER, ratios)]
