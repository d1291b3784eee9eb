"""Run an analysis and give every row its id, its finding and the rows behind it.

This is what the library, the command line, the pages and the workbook share: none of them words a row by itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpgraph.analysis.description import Analysis, Evidence, Result, Row, Value
from tpgraph.findings import Finding, figure_id
from tpgraph.tables import Tables


@dataclass(frozen=True)
class Answer:
    """What an analysis found, ready to be shown.

    Attributes
    ----------
    analysis : the description
    parameters : the parameters it ran with, defaults filled in
    result : table, notes, and what is missing
    ids : one id a row of the table: the finding's, or the figure's
    findings : one a row where the analysis makes findings, else empty
    """

    analysis: Analysis
    parameters: Mapping[str, Value]
    result: Result
    ids: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class EvidenceLine:
    """One row behind a figure or finding, with where it stands.

    `file` is the source's file or package, `sheet` its sheet or member; empty with `line` None where the row was worked
    out from others.
    """

    part: str
    file: str
    sheet: str
    line: int | None
    amount_pence: int | None
    text: str
    record_id: str


def subject_parameters(analysis: Analysis, parameters: Mapping[str, Value]) -> dict[str, str]:
    """Give the parameters that define the subject (year, basis, place; never thresholds); unset ones left out."""
    return {
        p.name: str(parameters[p.name]) for p in analysis.parameters if p.defines_subject and parameters[p.name] != ""
    }


def row_key(analysis: Analysis, row: Row) -> dict[str, str]:
    """Give the key columns of a row as texts."""
    return {name: "" if row[name] is None else str(row[name]) for name in analysis.key}


def answer(analysis: Analysis, tables: Tables, parameters: Mapping[str, Value]) -> Answer:
    """Run an analysis and id its rows.

    Parameters
    ----------
    tables : graph tables by name without schema
    parameters : as `tpgraph.analysis.bind` gives them
    """
    result = analysis.run(tables, parameters)
    rows = result.table.to_pylist()
    if analysis.finding is not None:
        findings = tuple(analysis.finding(tables, row, parameters) for row in rows)
        return Answer(analysis, parameters, result, tuple(finding.id for finding in findings), findings)
    subject = subject_parameters(analysis, parameters)
    ids = tuple(figure_id(analysis.letters, analysis.name, subject, row_key(analysis, row)) for row in rows)
    return Answer(analysis, parameters, result, ids, ())


def figure_rows(found: Answer) -> list[dict[str, object]]:
    """Give what each id stands for, as rows of judgement.figure."""
    subject = json.dumps({name: value for name, value in sorted(found.parameters.items()) if value != ""})
    rows = found.result.table.to_pylist()
    return [
        {"figure_id": i, "analysis": found.analysis.name, "parameters": subject,
         "key": json.dumps(row_key(found.analysis, row), sort_keys=True)}
        for i, row in zip(found.ids, rows, strict=True)
    ]  # fmt: skip


def evidence_lines(tables: Tables, evidence: Sequence[Evidence]) -> list[EvidenceLine]:
    """Say where each row behind a figure stands: file, sheet and line, by table ``record_source``."""
    wanted = {row.record_id for row in evidence if row.record_id}
    where: dict[str, dict[str, object]] = {}
    if wanted and "record_source" in tables:
        import pyarrow as pa
        import pyarrow.compute as pc

        source = tables["record_source"]
        found = source.filter(pc.is_in(source.column("record_id"), pa.array(sorted(wanted))))
        where = {row["record_id"]: row for row in reversed(found.to_pylist())}
    lines = []
    for row in evidence:
        stands = where.get(row.record_id, {})
        line = stands.get("line")
        lines.append(
            EvidenceLine(
                row.part, str(stands.get("file") or ""), str(stands.get("sheet") or ""),
                line if isinstance(line, int) else None, row.amount_pence, row.text, row.record_id,
            )
        )  # fmt: skip
    return lines


def rows_behind(tables: Tables, found: Answer, index: int) -> list[EvidenceLine]:
    """Give the rows behind row `index` of an answer; for a figure their amounts add up to it."""
    row = found.result.table.slice(index, 1).to_pylist()[0]
    return evidence_lines(tables, found.analysis.evidence(tables, row, found.parameters))
