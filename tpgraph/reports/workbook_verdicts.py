"""The columns of the workbook in which people give verdicts, and the sheet of the verdicts given so far.

`tpgraph load` reads them back (`tpgraph.map.verdict_files`): a row is known by its id and by the hidden column that
names its two records, wherever the row or column stands by then.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tpgraph.analysis.answers import Answer
from tpgraph.analysis.description import Row
from tpgraph.findings import finding_id
from tpgraph.model import model
from tpgraph.reports.material import Material
from tpgraph.reports.sheets import DAY, Sheet, SheetColumn
from tpgraph.resolution.agreement import agency_key
from tpgraph.tables import Tables

PAIRS = ("overlaps", "organisations")
"""Sheets of pairs on which people give verdicts."""

SHEET = "verdicts"
LETTERS = {"organisation": "OR", "service": "OV"}
ID, PAIR = "Id", "Pair (leave as it is)"
VERDICT, WHY, NAME, AGENCY, DATE = "Verdict", "Why", "Name", "Agency", "Date"
FIRST, SECOND = "First", "Second"

HOW_TO = (
    "On the sheets overlaps, organisations and verdicts choose a verdict for each pair that you know, say why, and "
    "give your name, agency and the date. Sort and filter as you like. Then `tpgraph load` with this file takes the "
    "verdicts into the store; a later verdict of an agency replaces its earlier one, and where agencies differ both "
    "are kept."
)


def verdict_columns(kind: str) -> tuple[SheetColumn, ...]:
    """Give the columns to fill in for pairs of one kind: organisation or service."""
    words = tuple(word for word in model().values["verdict"] if kind == "service" or word != "valued overlap")
    return (
        SheetColumn(VERDICT, choices=words, width=18),
        SheetColumn(WHY, width=40),
        SheetColumn(NAME, width=18),
        SheetColumn(AGENCY, width=28),
        SheetColumn(DATE, DAY, width=12),
        SheetColumn(PAIR, hidden=True),
    )


def with_verdict_columns(sheet: Sheet, answer: Answer, material: Material) -> Sheet:
    """Add the columns to fill in to a sheet of pairs; what one agency alone has said so far is filled in."""
    said = _by_pair(material.tables)
    kind = "organisation" if answer.analysis.name == "organisations" else "service"
    rows = []
    for cells, row, finding in zip(sheet.rows, answer.result.table.to_pylist(), answer.findings, strict=True):
        pair = str(row["left_record"]), str(row["right_record"])
        rows.append([*cells, *_filled(said.get(frozenset(pair), ()), material.agency), pair_cell(finding.id, pair)])
    return replace(sheet, columns=(*sheet.columns, *verdict_columns(kind)), rows=rows)


def pair_cell(finding: str, pair: Iterable[str]) -> str:
    """Write what tells a row again: the finding's id and the two records."""
    return " ".join((finding, *pair))


def _by_pair(tables: Tables) -> Mapping[frozenset[str], Sequence[Row]]:
    found: defaultdict[frozenset[str], list[Row]] = defaultdict(list)
    for row in tables["verdict"].to_pylist() if "verdict" in tables else ():
        if row["found"]:
            found[frozenset((row["left_record"], row["right_record"]))].append(row)
    return found


def _filled(said: Sequence[Row], agency: str) -> tuple[object, ...]:
    """The verdict of the agency that the workbook is for; in a workbook for all, of the only one that spoke."""
    mine = [row for row in said if not agency or agency_key(row["agency"]) == agency_key(agency)]
    if len(mine) != 1:
        return None, None, None, agency or None, None
    return _cells(mine[0])


def _cells(row: Row) -> tuple[object, ...]:
    return row["verdict"], row["why"], row["by"], row["agency"], str(row["at"] or "")[:10] or None


def _to_list(material: Material) -> list[Row]:
    """The verdicts to be listed: of a report for one body its own, and those on the pairs that it shows."""
    rows = material.tables["verdict"].to_pylist() if "verdict" in material.tables else []
    if not material.agency:
        return list(rows)
    answers = [material.answers[name] for name in PAIRS if name in material.answers]
    shown = {
        frozenset((row["left_record"], row["right_record"]))
        for answer in answers
        for row in answer.result.table.to_pylist()
    }
    return [
        row
        for row in rows
        if agency_key(row["agency"]) == agency_key(material.agency)
        or frozenset((row["left_record"], row["right_record"])) in shown
    ]


def verdict_sheet(material: Material) -> Sheet:
    """List every verdict that counts, a row an agency; those of a pair stand together."""
    heads = [SheetColumn(ID), SheetColumn("What"), SheetColumn(FIRST), SheetColumn(SECOND), SheetColumn("Comes to")]
    columns = (*heads, SheetColumn("Records"), *verdict_columns("service"))
    rows = []
    for row in _to_list(material):
        pair = str(row["left_record"]), str(row["right_record"])
        finding = finding_id(LETTERS.get(str(row["kind"]), "OV"), {}, pair)
        names = (row["left_name"] or pair[0], row["right_name"] or pair[1])
        stands = "here" if row["found"] else "not found among the current files"
        comes_to = row["agreed"] or ""
        rows.append([finding, row["kind"], *names, comes_to, stands, *_cells(row), pair_cell(finding, pair)])
    about = "Every verdict given so far, a row an agency. Not agreed = agencies say different things of a pair."
    return Sheet(SHEET, about, columns, rows)
