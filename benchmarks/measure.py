"""Measure work in a process of its own: seconds, CPU seconds of user and system, and the most memory it held.

This module is imported by the process that measures, which must stay small: Linux counts what the parent holds at the
moment of the start towards the peak of the child.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
"""Where `python -m benchmarks...` finds this package."""


Outcome = dict[str, object]
"""What came out of a run, as plain JSON: figures that must be equal."""


@dataclass(frozen=True)
class Run:
    """What one run took, and what came out of it."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    outcome: Outcome


def run(module: str, *arguments: str) -> Run:
    """Run a module that prints a `Run` as JSON, and read it.

    Raises
    ------
    RuntimeError
        If it fails, with what it said.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, cwd=CHECKOUT, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} {arguments[0]} failed:\n{done.stderr}")
    return Run(**json.loads(done.stdout))


def require_equal(runs: dict[str, Run]) -> None:
    """Refuse results that differ.

    Raises
    ------
    AssertionError
        Naming the sides and the figures that differ.
    """
    (first, expected), *others = runs.items()
    for side, other in others:
        differing = {
            name: (value, other.outcome.get(name))
            for name, value in expected.outcome.items()
            if value != other.outcome.get(name)
        }
        if differing:
            raise AssertionError(f"{first} and {side} differ: {differing}")


def median_of(runs: Sequence[Run], measure: str) -> float:
    """Give the median of one measure over several runs."""
    values: list[float] = [getattr(one, measure) for one in runs]
    return statistics.median(values)


def median_ratio(others: Iterable[Run], ours: Iterable[Run], measure: str) -> float:
    """Give the median of the ratios of paired runs: above 1, ours takes less."""
    pairs = zip(others, ours, strict=True)
    values: list[float] = [getattr(other, measure) / getattr(our, measure) for other, our in pairs]
    return statistics.median(values)
