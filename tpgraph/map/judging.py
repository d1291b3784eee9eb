"""What people say of two records: the same, different, and so on. Verdicts point at records and are never lost.

With a verdict is kept what the two records said (`tpgraph.resolution.content`), so that they are found again when a
re-issue numbers everything anew.
"""

import datetime
from collections.abc import Iterable, Mapping

import pyarrow as pa

from tpgraph.errors import AnalysisError
from tpgraph.map.events import Change, perform
from tpgraph.model import model
from tpgraph.resolution.content import KINDS, Contents, Row, near
from tpgraph.resolution.current import current_of
from tpgraph.stores.store import Store
from tpgraph.tables import Tables

VERDICTS = "judgement.verdict"


def allowed_verdicts() -> tuple[str, ...]:
    """Give the words that a verdict may be."""
    return model().values["verdict"]


def record_of(tables: Tables, wanted: str) -> str:
    """Find the record that an id means: a record's id, an entity's (its smallest record), or a source's own id.

    Raises
    ------
    AnalysisError
        If no record is meant, or more than one.
    """
    rows = tables["record_source"].to_pylist()
    if any(row["record_id"] == wanted for row in rows):
        return wanted
    former = {row["former_id"]: row["entity_id"] for row in tables["former_id"].to_pylist()}
    entity = former.get(wanted, wanted)
    described = [*tables["rel_describes"].to_pylist(), *tables["rel_describes_service"].to_pylist()]
    of_entity = [row["source_id"] for row in described if row["target_id"] == entity]
    if of_entity:
        return str(min(of_entity))
    kept = {row["source_id"] for row in described}
    meant = sorted({str(row["record_id"]) for row in rows if row["source_id"] == wanted and row["record_id"] in kept})
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise AnalysisError(f"'{wanted}' means {len(meant)} records ({', '.join(meant[:3])}); give a record id")
    raise AnalysisError(f"no record, organisation or service has the id '{wanted}'")


class RecordBook:
    """The current records of organisations and services that some pairs speak of, read once.

    Attributes
    ----------
    rows : record id -> its row of record.organisation or record.service
    """

    def __init__(self, store: Store, records: Iterable[str]) -> None:
        read = store.read_tables([f"record.{name}" for name in (*KINDS, "load")])
        current = current_of({name.removeprefix("record."): table for name, table in read.items()}, KINDS)
        wanted = set(records)
        tables: Mapping[str, pa.Table] = near(current, wanted, ())
        self._contents = Contents(tables)
        self.rows: dict[str, Row] = {
            str(row["record_id"]): row
            for kind in KINDS
            for row in tables[kind].to_pylist()
            if row["record_id"] in wanted
        }

    def kind(self, record: str) -> str:
        """Say what a record speaks of: organisation or service.

        Raises
        ------
        AnalysisError
            If it speaks of neither, or is not current.
        """
        if record not in self.rows:
            raise AnalysisError(
                f"'{record}' is no current record of an organisation or service: a verdict is about two"
            )
        return self._contents.entries[record].kind

    def name(self, record: str) -> str:
        """Give a record's name, its id where it has none."""
        return str(self.rows[record]["name"] or record)

    def kept(self, left: str, right: str) -> dict[str, object]:
        """Give what is kept of two records with a verdict on them.

        Raises
        ------
        AnalysisError
            If they are one record, or one is an organisation and the other a service.
        """
        kind, other = self.kind(left), self.kind(right)
        if left == right:
            raise AnalysisError(f"'{left}' and '{right}' are one record")
        if kind != other:
            raise AnalysisError(f"'{self.name(left)}' is of kind {kind}, '{self.name(right)}' of kind {other}: no pair")
        return {
            "kind": kind,
            "left_record": left,
            "right_record": right,
            "left_name": self.name(left),
            "right_name": self.name(right),
            "left_content": list(self._contents.telling(left, right)),
            "right_content": list(self._contents.telling(right, left)),
        }


def verdict_row(book: RecordBook, pair: Iterable[str], verdict: str, said: tuple[str, str, str], at: str) -> Row:
    """Make the row of a verdict.

    Parameters
    ----------
    said : by whom, for which agency, and why
    at : when, ISO; empty = now

    Raises
    ------
    AnalysisError
        If there is no such verdict, or the two records are no pair.
    """
    if verdict not in allowed_verdicts():
        raise AnalysisError(f"no verdict is called '{verdict}'; there are {', '.join(allowed_verdicts())}")
    left, right = sorted(pair)
    by, agency, why = said
    return {**book.kept(left, right), "verdict": verdict, "by": by, "agency": agency, "at": at or now(), "why": why}


def now() -> str:
    """Give this moment, ISO, universal time."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")


def in_words(row: Row) -> str:
    """Say a verdict as a sentence of the history."""
    who = f"{row['by'] or 'somebody'}" + (f" of {row['agency']}" if row["agency"] else "")
    why = f" ({row['why']})" if row["why"] else ""
    return f"{who} said of '{row['left_name']}' and '{row['right_name']}': {row['verdict']}{why}"


def keep(store: Store, row: Row) -> str:
    """Keep a verdict with its event at once; gives the event's id."""
    subject = f"{row['left_record']};{row['right_record']}"
    event = perform(store, "judge", subject, in_words(row), Change(new={VERDICTS: [row]}))
    return str(event.to_pylist()[0]["event_id"])


def judge(store: Store, tables: Tables, pair: tuple[str, str], verdict: str, said: tuple[str, str, str]) -> str:
    """Keep a verdict on a pair; the last one of an agency stands. See `Map.judge`."""
    if verdict not in allowed_verdicts():
        raise AnalysisError(f"no verdict is called '{verdict}'; there are {', '.join(allowed_verdicts())}")
    records = [record_of(tables, wanted) for wanted in pair]
    if records[0] == records[1]:
        raise AnalysisError(f"'{pair[0]}' and '{pair[1]}' are one record")
    return keep(store, verdict_row(RecordBook(store, records), records, verdict, said, ""))
