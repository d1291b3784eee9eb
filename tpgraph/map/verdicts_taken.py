"""Verdicts of a workbook into the store: what is new, what changed, what stands already; one event for the workbook."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from tpgraph.errors import AnalysisError
from tpgraph.loading.loader import Group, Member
from tpgraph.map.events import Change, Row, perform
from tpgraph.map.judging import VERDICTS, RecordBook, now, verdict_row
from tpgraph.map.verdicts_book import BOOK_ENDINGS, Unreadable, Written, is_verdict_book, read_verdicts
from tpgraph.reports.workbook_verdicts import ID, VERDICT
from tpgraph.resolution.agreement import agency_key
from tpgraph.resolution.content import KINDS
from tpgraph.resolution.verdicts import current_verdicts
from tpgraph.stores.rows import FIGURES
from tpgraph.stores.store import Store
from tpgraph.tables import from_rows

NEW, CHANGED, UNCHANGED, OLDER, UNREADABLE = "new", "changed", "unchanged", "older", "unreadable"
_ORDER = (NEW, CHANGED, UNCHANGED, OLDER, UNREADABLE)
_TOLD = {OLDER: "older than what the agency said since"}
_NAMED = 3


@dataclass(frozen=True)
class Taken:
    """What became of the verdicts of a workbook.

    Attributes
    ----------
    file : its name
    sheets : sheet -> how many verdicts were new, changed, unchanged, older, unreadable
    unreadable : each row that was refused
    rows : the rows of judgement.verdict that are new to the store
    """

    file: str
    sheets: Mapping[str, Mapping[str, int]]
    unreadable: tuple[Unreadable, ...]
    rows: tuple[Row, ...] = field(default=())

    def sentences(self) -> list[str]:
        """Say per sheet what became of its verdicts, then each row that was refused."""
        told = []
        for sheet, counts in self.sheets.items():
            parts = [f"{counts[name]:,} {_TOLD.get(name, name)}" for name in _ORDER if counts.get(name)]
            told.append(f"{self.file}, sheet {sheet}: {', '.join(parts) or 'no verdict is filled in'}")
        return [*told, *map(str, self.unreadable)]

    def total(self, name: str) -> int:
        """Count the verdicts of all sheets that are new, changed and so on."""
        return sum(counts.get(name, 0) for counts in self.sheets.values())


def take_verdicts(store: Store | None, data: bytes, file: str, *, dry_run: bool = False) -> Taken:
    """Take the verdicts of a workbook into the store; what stands there already changes nothing.

    Parameters
    ----------
    store : None where there is none yet: then only what is written is checked
    dry_run : say what would be taken in, write nothing

    Raises
    ------
    UnreadableFileError
        If the workbook cannot be opened.
    StoreError
        If the store cannot be written.
    """
    written, unreadable = read_verdicts(data, file)
    counts: dict[str, Counter[str]] = {sheet: Counter() for sheet in written}
    taking = _Taking(store, file, [row for rows in written.values() for row in rows])
    for sheet, rows in written.items():
        for row in rows:
            found = taking.take(row)
            if isinstance(found, Unreadable):
                unreadable.append(found)
            else:
                counts[sheet][found] += 1
    for refused in unreadable:
        counts.setdefault(refused.sheet, Counter())[UNREADABLE] += 1
    order = {sheet: number for number, sheet in enumerate(counts)}
    unreadable.sort(key=lambda refused: (order[refused.sheet], refused.row))
    taken = Taken(file, counts, tuple(unreadable), tuple(taking.rows))
    if store is not None and taking.rows and not dry_run:
        perform(store, "judge", file, _in_words(taken), Change(new={VERDICTS: taking.rows}))
    return taken


def apart(groups: Iterable[Group], loader: str | None) -> tuple[list[Group], list[Member]]:
    """Part the workbooks of verdicts from the files that hold records.

    Parameters
    ----------
    groups : from `tpgraph.loading.grouping.find_groups`
    loader : the format that the user named: then nothing is a workbook of verdicts
    """
    if loader:
        return list(groups), []
    rest: list[Group] = []
    books: list[Member] = []
    for group in groups:
        mine = [member for member in group.members if _is_book(member)]
        books += mine
        others = tuple(member for member in group.members if member not in mine)
        if others:
            rest.append(replace(group, members=others))
    return rest, books


def _is_book(member: Member) -> bool:
    return member.name.lower().endswith(BOOK_ENDINGS) and is_verdict_book(member.read(), member.name)


def told_in_short(taken: Taken) -> str:
    """Say what became of all verdicts of a workbook.

    >>> told_in_short(Taken("findings.xlsx", {"overlaps": {"new": 2, "unreadable": 1}}, ()))
    'verdicts: 2 new, 1 unreadable'
    """
    parts = [f"{taken.total(name):,} {_TOLD.get(name, name)}" for name in _ORDER if taken.total(name)]
    return f"verdicts: {', '.join(parts)}" if parts else "no verdict is filled in"


def _in_words(taken: Taken) -> str:
    """Say for the history what was read: who said what of the first few pairs."""
    named = [f"'{row['left_name']}' and '{row['right_name']}': {row['verdict']}" for row in taken.rows[:_NAMED]]
    more = f"; and {len(taken.rows) - _NAMED:,} more" if len(taken.rows) > _NAMED else ""
    agencies = sorted({str(row["agency"] or row["by"] or "somebody") for row in taken.rows})
    whose = ", ".join(agencies[:_NAMED]) + (" and others" if len(agencies) > _NAMED else "")
    count = "1 verdict" if len(taken.rows) == 1 else f"{len(taken.rows):,} verdicts"
    return f"read {count} of {whose} from {taken.file} ({'; '.join(named)}{more})"


class _Taking:
    """Compares what is written with what the store holds."""

    def __init__(self, store: Store | None, file: str, written: Sequence[Written]) -> None:
        self.rows: list[Row] = []
        self._file, self._has_store = file, store is not None
        self._said_here: dict[tuple[frozenset[str], str], Written] = {}
        self._book: RecordBook | None = None
        self._pairs: dict[tuple[str, ...], tuple[str, str] | None] = {}
        self._findings: dict[str, tuple[str, ...]] = {}
        self._stands: dict[tuple[frozenset[str], str], Row] = {}
        if store is not None:
            self._read(store, written)

    def _read(self, store: Store, written: Sequence[Written]) -> None:
        read = store.read_tables([*(f"record.{name}" for name in (*KINDS, "load")), VERDICTS, FIGURES])
        records = {name: read[f"record.{name}"] for name in (*KINDS, "load")}
        self._findings = _pairs_of(read[FIGURES], {row.finding for row in written if not row.records})
        self._pairs = _found_again(
            records, {(*self._records(row), *row.names) for row in written if self._records(row)}
        )
        found = [record for pair in self._pairs.values() if pair for record in pair]
        self._book = RecordBook(store, found) if found else None
        for row in current_verdicts(records, read[VERDICTS]).to_pylist():
            if row["found"]:
                pair = frozenset((str(row["left_record"]), str(row["right_record"])))
                self._stands[pair, agency_key(row["agency"])] = row

    def _records(self, row: Written) -> tuple[str, ...]:
        return row.records or self._findings.get(row.finding, ())

    def take(self, row: Written) -> str | Unreadable:
        """Say what a verdict is to the store: new, changed, unchanged or older; or why it cannot be taken."""
        if not self._has_store:
            return self._without_store(row)
        pair = self._pairs.get((*self._records(row), *row.names))
        if pair is None:
            return self._refuse(row, ID, f"the pair {row.finding} is not found among the current records: write the "
                                "workbook anew with `tpgraph report`, and take the verdict over")  # fmt: skip
        key = frozenset(pair), agency_key(row.agency)
        other = self._said_here.setdefault(key, row)
        stands = self._stands.get(key)
        if stands is not None and _says_as_much(row, stands):
            return UNCHANGED
        if other is not row and not _is_settled_by(stands, other):
            if (other.verdict, other.why, other.by) == (row.verdict, row.why, row.by):
                return UNCHANGED
            said = f"sheet {other.sheet}, row {other.row} says '{other.verdict}' of the same pair for the same agency"
            return self._refuse(row, VERDICT, f"{said}; leave one of the two")
        self._said_here[key] = row
        day = str(stands["at"] or "")[:10] if stands is not None else ""
        if row.day and row.day < day:
            return OLDER
        return self._keep(row, pair, day, NEW if stands is None else CHANGED)

    def _keep(self, row: Written, pair: tuple[str, str], day: str, what: str) -> str | Unreadable:
        # What was changed on the day of what stands, or bears its date still, was said after it.
        at = row.day if row.day and row.day > day else now()
        try:
            assert self._book is not None  # a pair was found in it
            self.rows.append(verdict_row(self._book, pair, row.verdict, (row.by, row.agency, row.why), at))
        except AnalysisError as error:
            return self._refuse(row, VERDICT, str(error))
        return what

    def _without_store(self, row: Written) -> str | Unreadable:
        return NEW if row.records else self._refuse(row, ID, "without a store nobody knows what this id means")

    def _refuse(self, row: Written, column: str, sentence: str) -> Unreadable:
        return Unreadable(self._file, row.sheet, row.row, column, sentence)


def _says_as_much(row: Written, stands: Row) -> bool:
    """Whether a row says nothing that is not said already; an empty reason or name takes none away."""
    pairs = ((row.verdict, "verdict"), (row.why, "why"), (row.by, "by"))
    return all(not said or said == str(stands[name] or "") for said, name in pairs)


def _is_settled_by(stands: Row | None, other: Written) -> bool:
    """Whether the other row on the pair said nothing new, so that this one may."""
    return stands is not None and _says_as_much(other, stands)


def _pairs_of(figures: pa.Table, findings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Records of findings that the store has shown, by id."""
    wanted = set(findings)
    found: dict[str, tuple[str, ...]] = {}
    for row in figures.to_pylist() if wanted else ():
        if row["figure_id"] in wanted:
            key = json.loads(row["key"] or "{}")
            if isinstance(key, dict) and {"left_record", "right_record"} <= key.keys():
                found[row["figure_id"]] = (str(key["left_record"]), str(key["right_record"]))
    return found


def _found_again(
    records: Mapping[str, pa.Table], asked: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[str, str] | None]:
    """Find the records of pairs as they are called now; a re-issue may have numbered them anew since.

    Parameters
    ----------
    asked : (left record, right record, left name, right name) as the workbook has them
    """
    pairs = sorted(set(asked))
    rows: list[dict[str, object]] = [
        {"left_record": left, "right_record": right, "left_name": one, "right_name": other, "agency": str(number)}
        for number, (left, right, one, other) in enumerate(pairs)
    ]
    found: dict[tuple[str, ...], tuple[str, str] | None] = dict.fromkeys(pairs)
    for row in current_verdicts(records, from_rows(rows, VERDICTS)).to_pylist():
        if row["found"]:
            found[pairs[int(row["agency"])]] = str(row["left_record"]), str(row["right_record"])
    return found
