"""How long a user waits for `tpgraph --help`, beside a Python that does nothing."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

HEADER = ("median of {repeats}", "seconds")


def _seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def tables(repeats: int, say: Callable[[str], None]) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure both in turn and give one table with its header; the last row is the median of the ratios in a pair.

    Parameters
    ----------
    repeats : pairs of runs
    say : takes a line on how far it is
    """
    say(f"starting tpgraph {repeats} times")
    pairs = [(_seconds(["-m", "tpgraph", "--help"]), _seconds(["-c", "pass"])) for _ in range(repeats)]
    ours, nothing = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(our / other for our, other in pairs)
    header = [cell.format(repeats=repeats) for cell in HEADER]
    rows = [["tpgraph --help", f"{ours:.2f}"], ["python -c pass", f"{nothing:.2f}"], ["ratio", f"{ratio:.1f}"]]
    return [(header, rows)]
