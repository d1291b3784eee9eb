"""One side of the spend benchmark, run in a process of its own: `python -m benchmarks.spend_side SIDE FILE`.

Prints as JSON what the work took and a digest of its result. The digest is made after the clock has stopped.
"""

import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Outcome
from benchmarks.side import measured

if TYPE_CHECKING:
    import pyarrow as pa

Side = Callable[[Path, Path], Callable[[], Outcome]]
"""Takes the file and an empty folder, does the work, and gives a function that tells what came out."""

_COMPARED = ("record_id", "line", "amount_pence", "date", "financial_year", "capital", "payee_status", "payee_record")


def _digest(table: "pa.Table", names: Sequence[str]) -> str:
    """SHA-256 of some columns, in the order of the first."""
    ordered = table.select(list(names)).sort_by(names[0])
    whole = hashlib.sha256()
    for name in names:
        whole.update("\n".join(map(str, ordered.column(name).to_pylist())).encode())
    return whole.hexdigest()


def _counted(table: "pa.Table", name: str) -> dict[str, int]:
    return dict(sorted(Counter(map(str, table.column(name).to_pylist())).items()))


def outcome(flows: "pa.Table", bodies: "pa.Table", set_aside: "pa.Table") -> Outcome:
    """Tell what came out, in figures that must be equal on all sides.

    Parameters
    ----------
    flows : columns record_id, line, amount_pence, date, financial_year, capital, payee, payee_status, payee_record,
        unit, purpose
    bodies : column record_id
    set_aside : columns line, reason
    """
    purposes = flows.column("purpose").to_pylist()
    return {
        "rows": flows.num_rows,
        "pence": sum(int(pence or 0) for pence in flows.column("amount_pence").to_pylist()),
        "payees": len(set(flows.column("payee").to_pylist()) - {None}),
        "statuses": _counted(flows, "payee_status"),
        "contacts removed": sum("[contact removed]" in purpose for purpose in purposes if purpose),
        "flows": _digest(flows, _COMPARED),
        "bodies": _digest(bodies, ["record_id"]),
        "set aside": _counted(set_aside, "reason"),
        "lines set aside": _digest(set_aside, ["line", "reason"]),
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


def main(side: str, file: Path) -> None:
    """Run a side and print what it took as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        run = measured(lambda: SIDES[side](file, Path(folder)), lambda tell: tell())
    sys.stdout.write(json.dumps(asdict(run)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
