"""One side of the spend benchmark, run in a process of its own: `python -m benchmarks.spend_side SIDE FILE`.

Prints as JSON what the work took and a digest of its result. The digest is made after the clock has stopped.
"""

import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Outcome = dict[str, object]
Side = Callable[[Path, Path], Callable[[], Outcome]]
"""Takes the file and an empty folder, does the work, and gives a function that tells what came out."""

_COMPARED = ("record_id", "line", "amount_pence", "date", "financial_year", "capital", "payee_status", "payee_record")


def _digest(rows: "pa.Table") -> str:
    """SHA-256 of the rows, whatever their order."""
    whole = hashlib.sha256()
    for row in sorted(zip(*(column.to_pylist() for column in rows.columns), strict=True), key=str):
        whole.update(repr(row).encode())
    return whole.hexdigest()


def _counted(column: "pa.ChunkedArray") -> dict[str, int]:
    import pyarrow.compute as pc

    return {str(entry["values"]): entry["counts"] for entry in pc.value_counts(column).to_pylist()}


def outcome(flows: "pa.Table", bodies: "pa.Table", set_aside: "pa.Table") -> Outcome:
    """Tell what came out, in figures that must be equal on all sides.

    Parameters
    ----------
    flows : columns record_id, line, amount_pence, date, financial_year, capital, payee, payee_status, payee_record,
        unit, purpose
    bodies : column record_id
    set_aside : columns line, reason
    """
    import pyarrow.compute as pc

    return {
        "rows": flows.num_rows,
        "pence": pc.sum(flows.column("amount_pence")).as_py(),
        "payees": pc.count_distinct(flows.column("payee")).as_py(),
        "statuses": dict(sorted(_counted(flows.column("payee_status")).items())),
        "contacts removed": pc.sum(pc.match_substring(flows.column("purpose"), "[contact removed]")).as_py(),
        "flows": _digest(flows.select(_COMPARED)),
        "bodies": _digest(bodies.select(["record_id"])),
        "set aside": dict(sorted(_counted(set_aside.column("reason")).items())),
        "lines set aside": _digest(set_aside.select(["line", "reason"])),
    }


def prepare_side(file: Path, _: Path) -> Callable[[], Outcome]:
    """Recognise, land, type and check with tpgraph, without a store."""
    from tpgraph.loading.grouping import find_groups
    from tpgraph.loading.load import prepare
    from tpgraph.loading.recognise import recognise

    claims, _unclaimed = recognise(find_groups([file]))
    ((group, claim),) = claims
    tables = prepare(group, claim).tables
    return lambda: outcome(tables["record.flow"], tables["record.organisation"], tables["record.set_aside"])


def load_side(file: Path, folder: Path) -> Callable[[], Outcome]:
    """Load with tpgraph into a new embedded store, as a user does."""
    import tpgraph

    town = tpgraph.open(folder / "place.tpgraph")
    town.load(file)
    read = town.store.read
    return lambda: outcome(read("record.flow"), read("record.organisation"), read("record.set_aside"))


def pandas_side(file: Path, _: Path) -> Callable[[], Outcome]:
    """Do the same cleaning with pandas."""
    from benchmarks.pandas_cleaning import clean

    cleaned = clean(file)

    def told() -> Outcome:
        import pyarrow as pa

        frames = (cleaned.flows, cleaned.bodies, cleaned.set_aside)
        return outcome(*(pa.Table.from_pandas(frame, preserve_index=False) for frame in frames))

    return told


SIDES: dict[str, Side] = {"prepare": prepare_side, "load": load_side, "pandas": pandas_side}


def measured(side: str, file: Path) -> dict[str, object]:
    """Run a side and tell what it took, imports of its libraries included."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        tell = SIDES[side](file, Path(folder))
        seconds = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "seconds": seconds,
            "cpu_seconds": used.ru_utime + used.ru_stime,
            "peak_mb": _megabytes(used.ru_maxrss),
            "outcome": tell(),
        }


def _megabytes(maximum_resident: int) -> float:
    # macOS counts bytes, Linux kibibytes.
    return maximum_resident / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
