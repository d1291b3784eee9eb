"""Going through the pairs that wait for a verdict, one after the other, each kept at once.

A sitting may stop at any time: what was said is in the store. Verdicts that contradict each other are asked about
before the next pair.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpgraph.errors import AnalysisError
from tpgraph.map.judging import RecordBook, keep, verdict_row
from tpgraph.map.review_order import ANALYSES, Waiting, waiting
from tpgraph.map.review_sides import Field, Sides
from tpgraph.map.undoing import undo
from tpgraph.resolution.agreement import (
    Contradiction,
    Pair,
    Row,
    agreed,
    contradictions,
    last_words,
    pair_of,
    statement,
)
from tpgraph.stores.store import Store
from tpgraph.tables import Tables

_READ_AT_ONCE = 100


@dataclass(frozen=True)
class Clash:
    """Verdicts that cannot all be right: `pairs` called the same, and last the one called different.

    Attributes
    ----------
    records : record ids along the chain
    names : their names, by id
    pairs : (left, right) of each verdict
    said : who said what of each pair
    """

    records: tuple[str, ...]
    names: Mapping[str, str]
    pairs: tuple[Pair, ...]
    said: tuple[tuple[str, ...], ...]


class Review:
    """One sitting of review.

    Attributes
    ----------
    pairs : what is asked, the most useful first
    given : verdicts given and not taken back
    skipped : pairs put aside for another time
    """

    def __init__(
        self,
        store: Store,
        tables: Tables,
        *,
        kinds: Sequence[str] = tuple(ANALYSES),
        by: str = "",
        agency: str = "",
        limit: int = 0,
    ) -> None:
        unknown = [kind for kind in kinds if kind not in ANALYSES]
        if unknown:
            raise AnalysisError(f"there is no review of '{unknown[0]}'; there are {', '.join(ANALYSES)}")
        self._store, self._tables = store, tables
        self._by, self._agency = by, agency
        found = waiting(tables, kinds, agency)
        self.pairs = found[:limit] if limit > 0 else found
        self.left_for_later = len(found) - len(self.pairs)
        self.place = 0
        self._sides = Sides(tables)
        self._book: tuple[int, RecordBook] | None = None
        self._done: list[tuple[int, str, Row | None]] = []
        self._before = [row for row in tables["verdict"].to_pylist() if row["found"]]
        self._put_aside: set[tuple[str, ...]] = set()

    @property
    def given(self) -> int:
        """Verdicts of this sitting that stand."""
        return sum(bool(event) for _, event, _ in self._done)

    @property
    def skipped(self) -> int:
        """Pairs put aside."""
        return len(self._done) - self.given

    def current(self) -> Waiting | None:
        """Give the pair that is asked now, None at the end."""
        return self.pairs[self.place] if self.place < len(self.pairs) else None

    def fields(self, pair: Waiting) -> tuple[Field, ...]:
        """Give both records side by side."""
        return self._sides.fields(self._book_of(self.place), pair.left, pair.right)

    def _book_of(self, place: int) -> RecordBook:
        chunk = place // _READ_AT_ONCE
        if self._book is None or self._book[0] != chunk:
            start = chunk * _READ_AT_ONCE
            some = self.pairs[start : start + _READ_AT_ONCE]
            self._book = chunk, RecordBook(self._store, [record for pair in some for record in (pair.left, pair.right)])
        return self._book[1]

    def say(self, verdict: str, why: str = "") -> str:
        """Give a verdict on the current pair, which is kept at once; gives the event's id, and goes on to the next.

        Raises
        ------
        AnalysisError
            If there is no such verdict, or no pair is left.
        StoreError
            If it cannot be kept.
        """
        pair = self.current()
        if pair is None:
            raise AnalysisError("no pair is left to speak of")
        said = self._by, self._agency, why
        row = verdict_row(self._book_of(self.place), (pair.left, pair.right), verdict, said, "")
        event = keep(self._store, row)
        self._done.append((self.place, event, row))
        self.place += 1
        return event

    def skip(self) -> None:
        """Put the current pair aside for another time."""
        self._done.append((self.place, "", None))
        self.place += 1

    def undo(self) -> str:
        """Go back one step: take the last verdict back, or return to the pair that was skipped; says what was done."""
        if not self._done:
            return ""
        place, event, _ = self._done[-1]
        said = "back to the pair before"
        if event:
            said = f"taken back: {undo(self._store, event).sentence}"
        self._done.pop()
        self.place = place
        return said

    # ------------------------------------------------------------------------------------------------ contradictions

    def _rows(self) -> list[Row]:
        return [*self._before, *(row for _, _, row in self._done if row is not None)]

    def clash(self) -> Clash | None:
        """Give the first contradiction that was not put aside, None where there is none."""
        last = last_words(self._rows())
        open_ones = [c for c in contradictions(agreed(last)) if c.records not in self._put_aside]
        return self._clash(open_ones[0], last) if open_ones else None

    def _clash(self, found: Contradiction, last: Sequence[Row]) -> Clash:
        sides = [(row, side) for row in last for side in ("left", "right")]
        names = {str(row[f"{side}_record"]): str(row[f"{side}_name"] or "") for row, side in sides}
        pairs = tuple(found.pairs())
        said = tuple(tuple(statement(row) for row in last if pair_of(row) == pair) for pair in pairs)
        return Clash(found.records, {record: names[record] or record for record in found.records}, pairs, said)

    def put_aside(self, clash: Clash) -> None:
        """Ask no more about a contradiction in this sitting."""
        self._put_aside.add(clash.records)

    def change(self, pair: Pair, verdict: str, why: str = "") -> str:
        """Give another verdict on a pair of a contradiction; gives the event's id."""
        row = verdict_row(RecordBook(self._store, pair), pair, verdict, (self._by, self._agency, why), "")
        event = keep(self._store, row)
        self._done.append((self.place, event, row))
        return event
