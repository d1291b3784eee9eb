"""Verdicts that people wrote into findings.xlsx, as they stand there: however rows and columns were sorted or moved.

A workbook is ours where a sheet has the headings of verdicts. Each filled row is read by itself; one that cannot be
read is told with file, sheet, row, column and the mend, and the others stand. Cells are read as they show; no formula
runs.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.raw import RawTable
from tpgraph.loading.workbook_reader import read_workbook, read_workbook_head
from tpgraph.map.judging import allowed_verdicts
from tpgraph.money import parse_date
from tpgraph.names import fold
from tpgraph.reports.workbook_verdicts import AGENCY, DATE, ID, NAME, PAIR, VERDICT, WHY

_OURS = (ID, VERDICT, WHY, NAME, AGENCY, DATE, PAIR)
_FIRST = ("first", "first service", "first body")
_SECOND = ("second", "second service", "second body")
BOOK_ENDINGS = (".xlsx", ".xlsm", ".ods", ".xls")
_FINDING = re.compile(r"O[RV]-[A-Z2-7]{8}")
_LONGEST_WHY = 2_000
# Days since the end of 1899, as Excel counts: 1982 to 2064.
_SERIAL = re.compile(r"[3-5]\d{4}(\.\d+)?")
_DAY_ZERO = datetime.date(1899, 12, 30)
_WHOLE_PAIR = 3


@dataclass(frozen=True)
class Unreadable:
    """A row that cannot be read: where it stands, what is wrong, and the mend."""

    file: str
    sheet: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        return f"{self.file}, sheet {self.sheet}, row {self.row}, column {self.column}: {self.sentence}"


@dataclass(frozen=True)
class Written:
    """One verdict as it stands in a workbook.

    Attributes
    ----------
    sheet, row : where
    finding : id of the finding
    records, names : of its two records, as far as the row says them; empty where it does not
    verdict, why, by, agency : as written, the verdict in the words of the model
    day : ISO, empty where none is written
    """

    sheet: str
    row: int
    finding: str
    records: tuple[str, ...]
    names: tuple[str, str]
    verdict: str
    why: str
    by: str
    agency: str
    day: str


def _score(cells: Sequence[str]) -> int:
    known = {fold(heading) for heading in _OURS}
    return sum(fold(cell) in known for cell in cells)


def _has_verdicts(raw: RawTable) -> bool:
    headings = {fold(heading) for heading in raw.header}
    return {fold(ID), fold(VERDICT), fold(AGENCY)} <= headings and bool({fold(WHY), fold(PAIR)} & headings)


def is_verdict_book(data: bytes, name: str) -> bool:
    """Tell whether a workbook is one in which verdicts are given."""
    try:
        return any(_has_verdicts(raw) for raw in read_workbook_head(data, name, expected=_score))
    except UnreadableFileError:
        return False


def read_verdicts(data: bytes, name: str) -> tuple[dict[str, list[Written]], list[Unreadable]]:
    """Read every verdict of a workbook.

    Returns
    -------
    (verdicts by sheet, in the order of the sheet; rows that cannot be read)

    Raises
    ------
    UnreadableFileError
        If the workbook cannot be opened.
    """
    found: dict[str, list[Written]] = {}
    unreadable: list[Unreadable] = []
    for raw in read_workbook(data, name, expected=_score):
        if _has_verdicts(raw):
            read = [_row(name, raw.name, cells) for cells in _rows(raw)]
            found[raw.name] = [row for row in read if isinstance(row, Written)]
            unreadable += [row for row in read if isinstance(row, Unreadable)]
    return found, unreadable


def _rows(raw: RawTable) -> Iterator[Mapping[str, str]]:
    """The rows in which somebody wrote a verdict or a reason, by folded heading; of a repeated heading the last counts.

    The last: what a sheet shows stands before the columns that people fill in.
    """
    columns = [
        (fold(heading), raw.table.column(f"c{n}").to_pylist()) for n, heading in enumerate(raw.header) if heading
    ]
    for number, line in enumerate(raw.table.column("line").to_pylist()):
        cells = {heading: (values[number] or "").strip() for heading, values in columns}
        if cells[fold(VERDICT)] or (cells.get(fold(WHY)) and cells.get(fold(ID))):
            yield {**cells, "line": str(line)}


def _row(file: str, sheet: str, cells: Mapping[str, str]) -> Written | Unreadable:
    row = int(cells["line"])

    def refuse(column: str, sentence: str) -> Unreadable:
        return Unreadable(file, sheet, row, column, sentence)

    verdict, wrong = _verdict(cells[fold(VERDICT)])
    if wrong:
        return refuse(VERDICT, wrong)
    day, wrong = _day(cells.get(fold(DATE), ""))
    if wrong:
        return refuse(DATE, wrong)
    finding, records, wrong = _pair(cells.get(fold(ID), ""), cells.get(fold(PAIR), ""))
    if wrong:
        return refuse(ID, wrong)
    names = tuple(next((cells[heading] for heading in side if cells.get(heading)), "") for side in (_FIRST, _SECOND))
    why = cells.get(fold(WHY), "")[:_LONGEST_WHY]
    by, agency = cells.get(fold(NAME), ""), cells.get(fold(AGENCY), "")
    return Written(sheet, row, finding, records, (names[0], names[1]), verdict, why, by, agency, day)


def _verdict(text: str) -> tuple[str, str]:
    """Give the verdict, or what is wrong."""
    words = allowed_verdicts()
    if not text:
        return "", f"there is a reason but no verdict; choose one of {', '.join(words)}, or clear the row"
    said = fold(text.replace("_", " ").replace("-", " "))
    if said in words:
        return said, ""
    near = get_close_matches(said, words, 1)
    meant = f" (is '{near[0]}' meant?)" if near else ""
    return "", f"'{_short(text)}' is no verdict{meant}; choose one of {', '.join(words)}"


def _day(text: str) -> tuple[str, str]:
    """Give a day as ISO text, empty where none is written; or what is wrong."""
    if not text:
        return "", ""
    if _SERIAL.fullmatch(text):
        day: str | None = (_DAY_ZERO + datetime.timedelta(days=int(float(text)))).isoformat()
    else:
        day = parse_date(text.split(" ")[0]) or parse_date(text)
    if day is None:
        return "", f"'{_short(text)}' is no date; write it as 2026-03-31 or 31/03/2026, or leave it empty"
    # A day ahead may be today elsewhere on the globe.
    if day > (datetime.date.today() + datetime.timedelta(days=1)).isoformat():
        return "", f"'{_short(text)}' has not come yet; write the day on which it was said, or leave it empty"
    return day, ""


def _pair(finding: str, pair: str) -> tuple[str, tuple[str, ...], str]:
    """Give finding and records, or what is wrong."""
    parts = pair.split()
    if parts and (len(parts) != _WHOLE_PAIR or not _FINDING.fullmatch(parts[0])):
        return "", (), "the hidden column of the pair was changed; take the row over into a fresh workbook"
    if parts and finding and parts[0] != finding.upper():
        return "", (), (
            f"the id '{_short(finding)}' and the hidden pair {parts[0]} do not belong together: some columns were "
            "sorted without the others; undo that in Excel, or take the verdicts over into a fresh workbook"
        )  # fmt: skip
    if parts:
        return parts[0], tuple(parts[1:]), ""
    if not _FINDING.fullmatch(finding.upper()):
        return "", (), f"'{_short(finding)}' is no id of a pair; copy it from the report"
    return finding.upper(), (), ""


def _short(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
