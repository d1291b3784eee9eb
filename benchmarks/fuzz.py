"""The long run of damaged files: many variants of every real file, and what each kind of ending came to.

The short run is a test (tests/loading/test_fuzz.py); the real files are found as the tests find them.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import CHECKOUT
from tests.fuzzing import Ending, faults, read_in_a_process, variants

HEADER = ("files", "variants", "loaded", "refused", "faults", "slowest, seconds", "most memory, MB")
_ENDINGS = (".csv", ".json", ".xlsx", ".xls", ".ods", ".txt", ".zip")


def _files() -> list[Path]:
    folder = Path(os.environ.get("TPGRAPH_REAL_DATA") or CHECKOUT.parent / "shared" / "real-data")
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _ENDINGS]
    return found + [path for path in sorted((CHECKOUT / "examples").rglob("*")) if path.suffix.lower() in _ENDINGS]


def measure(number: int, say: Callable[[str], None]) -> tuple[int, list[Ending]]:
    """Read `number` variants of every file; gives how many files there were, and how each variant ended."""
    files, endings = _files(), list[Ending]()
    for count, file in enumerate(files, 1):
        say(f"{count} of {len(files)}: {file.name}")
        with tempfile.TemporaryDirectory() as folder:
            for name, data in variants(file, number, count):
                (Path(folder) / name).write_bytes(data)
            endings += read_in_a_process(Path(folder), 3600)
    return len(files), endings


def tables(number: int, say: Callable[[str], None]) -> list[tuple[Sequence[str], list[list[str]]]]:
    """Measure and give the table; faults are said one by one."""
    files, endings = measure(number, say)
    found = faults(endings)
    for fault in found:
        say(f"fault: {fault}")
    counts = [sum(ending.state == state for ending in endings) for state in ("loaded", "refused")]
    slowest = max((ending.seconds for ending in endings), default=0.0)
    most = max((ending.peak_mb for ending in endings), default=0.0)
    row = [files, len(endings), *counts, len(found)]
    return [(HEADER, [[*(f"{value:,}" for value in row), f"{slowest:.1f}", f"{most:,.0f}"]])]
