"""What the process of one side does: its work, with what it took, and what came out, told after the clock stopped."""

import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.measure import Outcome, Run

Result = TypeVar("Result")


def peak_mb() -> float:
    """Give the most memory that this process held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts bytes, Linux kibibytes.
    return most / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


def measured(work: Callable[[], Result], tell: Callable[[Result], Outcome]) -> Run:
    """Do the work and tell what it took, imports of its libraries included; CPU and memory are the whole process's."""
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    used, peak = resource.getrusage(resource.RUSAGE_SELF), peak_mb()
    return Run(seconds, used.ru_utime + used.ru_stime, peak, tell(result))
