"""One side of the benchmark of grants, run in a process of its own: `python -m benchmarks.grants_side SIDE FILE`.

Prints as JSON what the work took and what came out. Flatten-tool is the converter of the 360Giving community: it turns
the JSON into CSV; tpgraph reads the same file to checked record tables.
"""

import csv
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from benchmarks.measure import Outcome
from benchmarks.side import measured

Side = Callable[[Path, Path], Callable[[], Outcome]]
"""Takes the file and an empty folder, does the work, and gives a function that tells what came out."""


def tpgraph_side(file: Path, _: Path) -> Callable[[], Outcome]:
    """Recognise, land, type and check with tpgraph, without a store."""
    from tpgraph.loading.grouping import find_groups
    from tpgraph.loading.load import prepare
    from tpgraph.loading.recognise import recognise

    ((group, claim),), _unclaimed = recognise(find_groups([file]))
    tables = prepare(group, claim).tables
    return lambda: {
        "rows": sum(tables["record.file"].column("rows_read").to_pylist()),
        "pence": sum(tables["record.file"].column("money_read_pence").to_pylist()),
    }


def flattentool_side(file: Path, folder: Path) -> Callable[[], Outcome]:
    """Convert to CSV with flatten-tool."""
    import flattentool

    made = folder / "flat"
    flattentool.flatten(
        str(file),
        output_name=str(made),
        output_format="csv",
        main_sheet_name="grants",
        root_list_path="grants",
        root_id="",
    )

    def told() -> Outcome:
        with (made / "grants.csv").open(encoding="utf-8", newline="") as written:
            amounts = [Decimal(row["amountAwarded"]) for row in csv.DictReader(written)]
        return {"rows": len(amounts), "pence": int(sum(amounts) * 100)}

    return told


SIDES: dict[str, Side] = {"tpgraph": tpgraph_side, "flattentool": flattentool_side}


def main(side: str, file: Path) -> None:
    """Run a side and print what it took as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        run = measured(lambda: SIDES[side](file, Path(folder)), lambda tell: tell())
    sys.stdout.write(json.dumps(asdict(run)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
