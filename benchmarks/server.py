"""A large graph to a Neo4j server and back: through the store, by hand with the driver alone, and a statement a row.

Every side runs in a process of its own against the same server, which is emptied in between; ratios are taken within
one run.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from benchmarks.measure import CHECKOUT
from benchmarks.server_side import BATCHES
from tests.neo4j_server import Neo4jServer, wipe

Table = tuple[Sequence[str], list[list[str]]]

WRITE_FLOWS = 195_000
READ_FLOWS = 1_000_000
HEAPS = ("1g", "2g", "3g", "4g")
SAMPLE = 20_000


def _side(server: Neo4jServer, side: str, flows: int, *more: int) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.server_side", side, server.uri, *server.auth, str(flows), *map(str, more)],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{side} failed:\n{done.stderr}")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _rate(found: dict[str, object]) -> float:
    return float(str(found["rows"])) / float(str(found["seconds"]))


def writing(flows: int, repeats: int, say: Callable[[str], None]) -> list[Table]:
    """Write a graph of some 200,000 nodes and 600,000 relationships, the three ways."""
    rates: dict[str, list[float]] = {"store": [], "hand": [], "one": []}
    with Neo4jServer(heap="2g") as server:
        tries = {}
        for batch in BATCHES:
            wipe(server)
            say(f"by hand, {SAMPLE:,} payments, batches of {batch:,}")
            tries[batch] = _rate(_side(server, "hand", SAMPLE, batch))
        best = max(tries, key=lambda batch: tries[batch])
        for number in range(repeats):
            for side in ("store", "hand", "one"):
                wipe(server)
                say(f"round {number + 1} of {repeats}: {side}")
                rates[side].append(_rate(_side(server, side, flows, *([best] if side == "hand" else []))))
    labels = {
        "store": "through the store (neo4j-rust-ext)",
        "hand": f"by hand: UNWIND, {best:,} a batch, driver alone",
        "one": "one statement a row, driver alone",
    }
    rows = [
        [labels[side], *(f"{rate:,.0f}" for rate in found), f"{_median(found):,.0f}"] for side, found in rates.items()
    ]
    ratios = [
        [
            labels[side],
            f"{_median([ours / other for ours, other in zip(rates['store'], rates[side], strict=True)]):.2f}",
        ]
        for side in ("hand", "one")
    ]
    runs = [f"run {number + 1}" for number in range(repeats)]
    return [
        (("written, nodes and relationships a second", *runs, "median"), rows),
        (("the store's rate / this one's, within a run", "median"), ratios),
    ]


def reading(flows: int, repeats: int, say: Callable[[str], None]) -> list[Table]:
    """Read a million payments back: into Arrow through the store, into a DataFrame by the driver."""
    rates: dict[str, list[float]] = {"read-store": [], "read-to_df": []}
    with Neo4jServer(heap="4g") as server:
        say(f"writing {flows:,} payments")
        _side(server, "store", flows)
        for number in range(repeats):
            sums = set()
            for side, found in rates.items():
                say(f"round {number + 1} of {repeats}: {side}")
                answer = _side(server, side, flows)
                sums.add((answer["rows"], answer["sum"]))
                found.append(_rate(answer))
            assert len(sums) == 1, f"the sides differ: {sums}"
    ours, theirs = rates["read-store"], rates["read-to_df"]
    rows = [
        ["through the store, into Arrow", f"{_median(ours):,.0f}"],
        ["`to_df`, driver alone", f"{_median(theirs):,.0f}"],
        ["ratio within a run", f"{_median([a / b for a, b in zip(ours, theirs, strict=True)]):.2f}"],
    ]
    return [((f"{flows:,} payments read", "rows a second"), rows)]


def heap(flows: int, say: Callable[[str], None], heaps: Sequence[str] = HEAPS) -> list[Table]:
    """Publish payments to servers of several sizes: is the graph changed in one step, and what does it take?"""
    rows = []
    for size in heaps:
        say(f"{flows:,} payments to a server with a heap of {size}")
        with Neo4jServer(heap=size) as server, _Peak(server) as peak:
            answer = _side(server, "store", flows)
        how = "in steps" if answer["told"] else "in one step"
        rows.append([size, how, f"{float(str(answer['seconds'])):.0f}", f"{peak.bytes / 2**20:,.0f}"])
    return [((f"heap, for {flows:,} payments", "visible", "seconds", "memory of the server, MB"), rows)]


class _Peak:
    """The most memory that a server held, looked at ten times a second."""

    def __init__(self, server: Neo4jServer) -> None:
        self.bytes = 0
        self._server = server
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._done.is_set():
            self.bytes = max(self.bytes, self._server.memory())
            time.sleep(0.1)

    def __enter__(self) -> "_Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def tables(rows: int, repeats: int, say: Callable[[str], None]) -> list[Table]:
    """Measure writing, reading and the heap needed; `rows` is the number of payments read."""
    flows = min(WRITE_FLOWS, rows)
    return [*writing(flows, repeats, say), *reading(rows, repeats, say), *heap(rows, say)]
