"""One tool on the files of one set, in a process of its own: `python -m benchmarks.matching_side TOOL FOLDER`.

The folder holds input files; the tool writes `<task>.pairs.csv` into it. What the process took is printed as JSON:
CPU seconds of user and system of all its threads and of processes that it started, imports included, and peak memory.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.side import peak_mb

TOOLS = {
    "tpgraph": "benchmarks.matching_tpgraph",
    "tpgraph-no-reference": "benchmarks.matching_tpgraph",
    "splink": "benchmarks.matching_splink",
    "tfidf": "benchmarks.matching_tfidf",
    "tfidf-all": "benchmarks.matching_tfidf",
    "dedupe": "benchmarks.matching_dedupe",
}
PATIENCE = 900
"""CPU seconds after which a tool is stopped on a set."""
Stages = Iterator[str]
Tool = Callable[[Path, str], Stages]


def cpu_seconds() -> float:
    """Give what this process and those it started and waited for have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(name: str, folder: Path) -> None:
    """Run a tool and print what each task of it took; the first one carries the imports."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    said, marked = {}, 0.0
    started = clock = time.perf_counter()
    run: Tool = importlib.import_module(TOOLS[name]).run
    # A library that prints would spoil the result.
    out, sys.stdout = sys.stdout, sys.stderr
    for task in run(folder, name):
        now, used = time.perf_counter(), cpu_seconds()
        said[task] = {"seconds": now - clock, "cpu_seconds": used - marked}
        clock, marked = now, used
    total = {"seconds": time.perf_counter() - started, "cpu_seconds": cpu_seconds(), "peak_mb": peak_mb()}
    with suppress(AttributeError):
        sys.stdout = out
    json.dump({"tasks": said, "total": total}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
