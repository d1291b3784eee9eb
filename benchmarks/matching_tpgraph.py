"""tpgraph through its public Python functions: organisations first, then services with what was found of them.

The tool `tpgraph-no-reference` looks nothing up in the lists that tpgraph ships. Verdicts are given where a file
`<task>.verdicts.csv` lies beside the input.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

LEAST = 0.01


def read(path: Path) -> pa.Table:
    """Read a CSV file as text: ids and identifiers may look like numbers."""
    with pyarrow.csv.open_csv(path) as head:
        names = head.schema.names
    types = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    return pyarrow.csv.read_csv(
        path, convert_options=types, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)
    )


def _verdicts(folder: Path, task: str) -> pa.Table | None:
    path = folder / f"{task}.verdicts.csv"
    return read(path) if path.exists() else None


def _write(pairs: pa.Table, path: Path) -> None:
    pyarrow.csv.write_csv(pairs.select(["left_id", "right_id", "probability"]), path)


def _named(folder: Path, task: str) -> Path:
    return folder / f"{task}.pairs.csv"


def run(folder: Path, name: str) -> Iterator[str]:
    """Match what the folder holds; give the name of each task as its pairs stand in the folder."""
    from tpgraph.matching import match_organisations, match_records, match_services

    reference = name == "tpgraph"
    if (folder / "organisations.csv").exists():
        organisations = read(folder / "organisations.csv")
        services = read(next(folder.glob("services.csv*")))
        verdicts = _verdicts(folder, "organisation")
        same = match_organisations(
            organisations, services=services, verdicts=verdicts, reference=reference, at_least=LEAST
        )
        _write(same, _named(folder, "organisation"))
        yield "organisation"
        verdicts = _verdicts(folder, "service")
        found = match_services(
            services, organisations, same_bodies=same, verdicts=verdicts, reference=reference, at_least=LEAST
        )
        _write(found, _named(folder, "service"))
        yield "service"
        return
    verdicts = _verdicts(folder, "records")
    if (folder / "records.csv").exists():
        records = read(folder / "records.csv")
        found = match_organisations(records, verdicts=verdicts, reference=reference, at_least=LEAST)
    else:
        left, right = (read(folder / f"records_{side}.csv") for side in ("left", "right"))
        found = match_records(left, right, verdicts=verdicts, at_least=LEAST)
    _write(found, _named(folder, "records"))
    yield "records"
