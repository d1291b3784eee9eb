"""One side of the benchmark of problem rows, in a process of its own: `python -m benchmarks.problems_side SIDE FILE`.

The rules are the same on every side: an amount that is filled must be one, and so must a date. Each side reads the CSV
and gives the line, column and value of every cell that breaks a rule.
"""

import datetime
import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import Outcome
from benchmarks.side import measured

AMOUNT = r"\s*[(-]?\s*£?\s*(?:\d[\d,]*(?:\.\d{0,2})?|\.\d{1,2})\s*\)?-?\s*"
_AMOUNT = re.compile(AMOUNT)
_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y")

Found = list[tuple[int, str, str]]


def is_date(written: str) -> bool:
    """Tell whether a text is a day in one of the three ways of the file."""
    for pattern in _FORMATS:
        try:
            datetime.datetime.strptime(written.strip(), pattern)
        except ValueError:
            continue
        return True
    return False


def tpgraph_side(file: Path) -> Found:
    """Check as `tpgraph check` does, with all its other rules."""
    from tpgraph.loading.grouping import find_groups
    from tpgraph.loading.load import prepare
    from tpgraph.loading.recognise import recognise

    (((group, claim),), _) = recognise(find_groups([file]))
    table = prepare(group, claim).tables["record.problem"]
    rows = table.select(["line", "column", "value", "code"]).to_pylist()
    return [(row["line"], row["column"], row["value"]) for row in rows if row["code"] in ("bad-amount", "bad-date")]


def pandera_side(file: Path) -> Found:
    """Validate lazily with pandera: vectorised checks, distinct dates read once."""
    import pandas as pd
    import pandera.pandas as pa

    def amounts(column: pd.Series) -> pd.Series:
        return column.str.fullmatch(AMOUNT) | (column.str.strip() == "")

    def dates(column: pd.Series) -> pd.Series:
        distinct = pd.Series(column.unique(), dtype="str").str.strip()
        read = distinct == ""
        for pattern in _FORMATS:
            read |= pd.to_datetime(distinct, format=pattern, errors="coerce").notna()
        return column.str.strip().map(pd.Series(read.array, index=distinct.array))

    frame = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False, engine="pyarrow")
    schema = pa.DataFrameSchema({
        "amount": pa.Column(str, pa.Check(amounts, ignore_na=False)),
        "paid_date": pa.Column(str, pa.Check(dates, ignore_na=False)),
    })  # fmt: skip
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        return list(zip((cases["index"] + 2).astype(int), cases["column"], cases["failure_case"], strict=True))
    return []


def frictionless_side(file: Path) -> Found:
    """Validate with frictionless: a pattern for amounts, a check of rows for dates."""
    from frictionless import Check, Checklist, Resource, Schema, errors, fields

    class DateCheck(Check):
        """A date that is filled is one."""

        Errors = [errors.CellError]  # noqa: RUF012  # as frictionless has it

        def validate_row(self, row):  # type: ignore[no-untyped-def]  # frictionless is not typed
            written = row["paid_date"]
            if written and not is_date(written):
                yield errors.CellError.from_row(row, note="no date", field_name="paid_date")

    header = file.open(encoding="utf-8-sig").readline().strip().split(",")
    made = [
        fields.StringField(name=name, constraints={"pattern": AMOUNT} if name == "amount" else {}) for name in header
    ]
    resource = Resource(path=file.name, basepath=str(file.parent), encoding="utf-8-sig", schema=Schema(fields=made))
    report = resource.validate(Checklist(checks=[DateCheck()]), limit_errors=10**9)
    return [
        (error.row_number, error.field_name, error.cell)
        for error in report.tasks[0].errors
        if getattr(error, "field_name", "") in ("amount", "paid_date")
    ]


SIDES: dict[str, Callable[[Path], Found]] = {
    "tpgraph": tpgraph_side, "pandera": pandera_side, "frictionless": frictionless_side,
}  # fmt: skip


def _outcome(found: Found) -> Outcome:
    # Readers differ in which blank cells they give; what is compared is the cells that hold something.
    cells = sorted((int(line), column, value.strip()) for line, column, value in found if value and value.strip())
    return {"problems": len(cells), "first": cells[:5], "last": cells[-5:], "lines": sum(line for line, _, _ in cells)}


if __name__ == "__main__":
    side = SIDES[sys.argv[1]]
    sys.stdout.write(json.dumps(asdict(measured(lambda: side(Path(sys.argv[2])), _outcome))))
