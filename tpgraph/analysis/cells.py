"""Cells of result rows, typed; tables from described columns; and what all questions to a meeting share."""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from tpgraph.analysis.description import ResultColumn, Row, Value
from tpgraph.findings import Finding, finding_id
from tpgraph.graphs.look_ups import Whereabouts
from tpgraph.reference import simplify
from tpgraph.tables import ARROW

GRADES = ("strong", "likely", "possible")

NO_SERVICES = (
    "No services are here: fill the sheet `services` of the template, or load an Open Referral package, then ask again."
)

# Every question of this room carries these beside its own columns, so that a row says all there is to say of it.
QUESTION_COLUMNS = (
    ResultColumn("question", "text", "the row as a question for a meeting", label="Question"),
    ResultColumn("reasons", "list", "why the question is put", label="Why we ask"),
    ResultColumn("why_both", "text", "the best reason why it may be right as it is", label="Why it may be right"),
    ResultColumn("people_to_ask", "list", "bodies who should be in the room", label="Who should be in the room"),
)


def text(row: Row, column: str) -> str:
    """Give a text cell, empty for null."""
    value = row[column]
    return "" if value is None else str(value)


def whole(row: Row, column: str) -> int | None:
    """Give a whole number, None for null."""
    value = row[column]
    return int(value) if isinstance(value, int | float) else None


def number(row: Row, column: str) -> float | None:
    """Give a number, None for null."""
    value = row[column]
    return float(value) if isinstance(value, int | float) else None


def listed(row: Row, column: str) -> tuple[str, ...]:
    """Give a list of texts, empty for null."""
    value = row[column]
    return tuple(str(entry) for entry in value) if isinstance(value, list | tuple) else ()


def result_table(rows: Sequence[Row], columns: Sequence[ResultColumn]) -> pa.Table:
    """Make the result of an analysis from its rows, in the types that the columns are described with."""
    described = pa.schema([pa.field(column.name, ARROW[column.type]) for column in columns])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=described)


def shortened(rows: Sequence[Row], limit: Value) -> tuple[list[Row], list[str]]:
    """Keep the first rows, with a note on how many are left out; 0 keeps all."""
    most = int(limit)
    if most <= 0 or len(rows) <= most:
        return list(rows), []
    return list(rows[:most]), [f"The first {most:,} of {len(rows):,} are shown."]


def wanted(parameters: Mapping[str, Value], name: str) -> str:
    """Give a text parameter, empty where it is not set."""
    return str(parameters.get(name, "") or "").strip()


def is_called(asked: str, names: Iterable[str]) -> bool:
    """Whether one of the ids or names is what was asked for, case and punctuation aside; nothing asked fits all."""
    return not asked or simplify(asked) in {simplify(name) for name in names}


def question_finding(
    letters: str, kind: str, row: Row, subjects: Sequence[str], records: Sequence[str], subject: Mapping[str, str]
) -> Finding:
    """Make the finding of a row that holds `QUESTION_COLUMNS`; other cells are taken where the row has them."""
    return Finding(
        id=finding_id(letters, subject, records),
        kind=kind,
        question=text(row, "question"),
        reasons=listed(row, "reasons"),
        why_both=text(row, "why_both"),
        grade=text(row, "grade") if "grade" in row else "",
        probability=number(row, "probability") if "probability" in row else None,
        subjects=tuple(subjects),
        records=tuple(records),
        people_to_ask=listed(row, "people_to_ask"),
        amount_pence=whole(row, "cost_pence") if "cost_pence" in row else None,
        people=whole(row, "people") if "people" in row else None,
        place=text(row, "place") if "place" in row else "",
        theme=text(row, "theme") if "theme" in row else "",
        parameters=dict(subject),
    )


def source_id(where: Mapping[str, Whereabouts], record: str) -> str:
    """Give the file's own id of a record, the record id where it has none."""
    return (where[record].source_id if record in where else "") or record
