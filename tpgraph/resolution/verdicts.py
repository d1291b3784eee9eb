"""Verdicts as they count now: their records found again after re-issues, and one verdict an agency.

A verdict is kept with the ids of its records and with fingerprints of what they said (`tpgraph.resolution.content`).
A record whose id is gone, or stands for something else now, is found by its content: in the newest issue, or from issue
to issue where it changed little by little. What fits several records is not found: nothing is guessed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.names import fold
from tpgraph.resolution.agreement import agreed, last_words
from tpgraph.resolution.content import KINDS, Contents, Row, near, of_loads
from tpgraph.resolution.current import current_of
from tpgraph.tables import empty, from_rows

_ALIKE = 0.7
"""How alike two names must be for one id to mean the same record after its content changed."""

_SAID_DIFFERENT = 0.01
"""The probability of a pair that people called different: they may be wrong, but they outweigh a matcher."""

NOT_FOUND = "verdict-not-found"


@dataclass(frozen=True)
class Side:
    """One record of a verdict as it was when the verdict was given."""

    record: str
    name: str
    keys: tuple[str, ...]


def current_verdicts(records: Mapping[str, pa.Table], verdicts: pa.Table) -> pa.Table:
    """Find the records of verdicts again, and keep the last word of each agency on each pair.

    Parameters
    ----------
    records : tables of schema record by name without schema, `organisation`, `service` and `load` among them
    verdicts : judgement.verdict

    Returns
    -------
    Table in the schema graph.verdict, sorted; a verdict whose records are not found keeps the ids that it was given on
    """
    rows = verdicts.to_pylist()
    if not rows:
        return empty("graph.verdict")
    finder = _Finder(records, rows)
    said = [_row(row, *finder.pair(_side(row, "left"), _side(row, "right")), finder.kind) for row in rows]
    last = last_words(said)
    comes_to = agreed(row for row in last if row["found"])
    for row in last:
        pair = str(row["left_record"]), str(row["right_record"])
        row["agreed"] = comes_to.get(pair) if row["found"] else None
    last.sort(key=lambda row: tuple(str(row[name] or "") for name in ("left_record", "right_record", "agency", "at")))
    return from_rows(last, "graph.verdict")


def _side(row: Row, which: str) -> Side:
    keys = row.get(f"{which}_content")
    told = tuple(str(key) for key in keys) if isinstance(keys, list) else ()
    return Side(str(row[f"{which}_record"]), str(row.get(f"{which}_name") or ""), told)


def _row(row: Row, left: str | None, right: str | None, kind: Callable[[str], str]) -> dict[str, object]:
    kept = {name: row.get(name) for name in ("verdict", "by", "agency", "at", "why", "kind", "left_name", "right_name")}
    pair = [str(row["left_record"]), str(row["right_record"])]
    found = left is not None and right is not None
    if left is not None and right is not None:
        names = sorted([(left, row.get("left_name")), (right, row.get("right_name"))], key=lambda side: side[0])
        pair = [record for record, _ in names]
        kept |= {"left_name": names[0][1], "right_name": names[1][1], "kind": kept["kind"] or kind(left)}
    return {**kept, "left_record": pair[0], "right_record": pair[1], "found": found}


class _Finder:
    """Finds the records of verdicts; tables are read as far as they are needed."""

    def __init__(self, records: Mapping[str, pa.Table], rows: Sequence[Row]) -> None:
        self._all = records
        self._current = current_of(records, KINDS)
        sides = [_side(row, which) for row in rows for which in ("left", "right")]
        wanted = {side.record for side in sides}
        self._near = Contents(near(self._current, wanted, [side.name for side in sides]))
        self._whole: Contents | None = None
        self._issues: dict[str, Contents] = {}

    def kind(self, record: str) -> str:
        """Give what a record speaks of; empty where it is none."""
        entry = self._near.entries.get(record) or (self._whole.entries.get(record) if self._whole else None)
        return entry.kind if entry else ""

    def pair(self, left: Side, right: Side) -> tuple[str | None, str | None]:
        """Give the two records as they are called now, None for one that is not found."""
        sides = (left, right)
        for contents in self._rooms(sides):
            one, other = _pair(contents, sides)
            if one and other:
                return one, other
        return _apart([self._followed(side) for side in sides])

    def _rooms(self, sides: Iterable[Side]) -> Iterator[Contents]:
        """The records of those ids and names; then, where a fingerprint holds no name, all."""
        yield self._near
        if any("/telling/" in key or "/number/" in key for side in sides for key in side.keys):
            self._whole = self._whole or Contents(self._current)
            yield self._whole

    def _followed(self, side: Side) -> str | None:
        """Follow a record from issue to issue of its source."""
        found: str | None = None
        for load_id, is_current in self._issues_of(side.record):
            if load_id not in self._issues:
                self._issues[load_id] = Contents(of_loads(self._all, [load_id]))
            contents = self._issues[load_id]
            fitting = _fitting(contents, side)
            found = None
            if len(fitting) == 1:
                side = replace(side, record=fitting[0], name=contents.entries[fitting[0]].name)
                side = replace(side, keys=contents.telling(fitting[0]) or side.keys)
                found = fitting[0] if is_current else None
        return found

    def _issues_of(self, record: str) -> list[tuple[str, bool]]:
        """The issues of the sources that ever held a record id, oldest first, and whether each is current."""
        held = set()
        for kind in KINDS:
            table = self._all[kind]
            held |= set(table.filter(pc.equal(table.column("record_id"), record)).column("load_id").to_pylist())
        loads = [row for row in self._all["load"].to_pylist() if not row["withdrawn"]]
        keys = {row["source_key"] for row in loads if row["load_id"] in held}
        issues = sorted((row["issue"] or 0, row["load_id"], row) for row in loads if row["source_key"] in keys)
        return [(load_id, not row["superseded"]) for _, load_id, row in issues]


def _fitting(contents: Contents, side: Side, taken: frozenset[str] = frozenset()) -> list[str]:
    """Give the records that a side may be now: those of the strictest fingerprint that any has, `taken` left out.

    A record that kept its id and that fingerprint is the same, however many others say as much.
    """
    own = contents.entries.get(side.record)
    for key in side.keys:
        holders = [record for record in contents.holders.get(key, ()) if record not in taken]
        if holders:
            return [side.record] if side.record in holders else holders
    return [own.record] if own and _are_alike(own.name, side.name) else []


def _are_alike(name: str, then: str) -> bool:
    """Whether a record of one id can be the same after its content changed; nothing speaks against an unknown name."""
    return not then or SequenceMatcher(None, fold(name), fold(then)).ratio() >= _ALIKE


def _pair(contents: Contents, sides: tuple[Side, Side]) -> tuple[str | None, str | None]:
    """Give the one pair that fits; of two records that say the same nobody need say which is which."""
    left, right = (_fitting(contents, side) for side in sides)
    if left == right and len(left) == 2:
        return left[0], left[1]
    if left == right and len(left) == 1:
        # One of two that said the same has changed: it is not the other now.
        if sides[0].record == left[0]:
            right = _fitting(contents, sides[1], frozenset(left))
        else:
            left = _fitting(contents, sides[0], frozenset(right))
    elif len(right) == 1:
        left = [record for record in left if record not in right]
    elif len(left) == 1:
        right = [record for record in right if record not in left]
    if left == right:
        return None, None
    return (left[0] if len(left) == 1 else None), (right[0] if len(right) == 1 else None)


def _apart(pair: list[str | None]) -> tuple[str | None, str | None]:
    left, right = pair
    return (None, None) if left == right else (left, right)


def problems(verdicts: pa.Table) -> list[dict[str, object]]:
    """Say of which pairs verdicts stand whose records are not found."""
    found: list[dict[str, object]] = []
    for row in verdicts.to_pylist():
        if row["found"]:
            continue
        named = " and ".join(f"'{row[f'{side}_name'] or row[f'{side}_record']}'" for side in ("left", "right"))
        who = row["agency"] or row["by"] or "somebody"
        sentence = (
            f"{who} said of {named}: {row['verdict']}; the records are not among the current ones: load their file "
            "again, or `tpgraph review` asks anew"
        )
        subject = f"{row['left_record']} {row['right_record']}"
        found.append({"code": NOT_FOUND, "subject": subject, "sentence": sentence})
    return found


def with_verdicts(overlaps: pa.Table, describes: pa.Table, verdicts: pa.Table) -> pa.Table:
    """Fill the property `verdict` of OVERLAPS: what people said of any records of the two services.

    A pair that people called different is no longer proposed by a matcher that learns from them; it stands among the
    rows all the same, so that the verdict can be seen, explained and changed.

    Parameters
    ----------
    overlaps : graph.rel_overlaps
    describes : graph.rel_describes_service
    verdicts : graph.verdict
    """
    service = {row["source_id"]: row["target_id"] for row in describes.to_pylist()} if verdicts.num_rows else {}
    moved = []
    for row in verdicts.to_pylist():
        pair = sorted(service.get(row[f"{side}_record"], "") for side in ("left", "right"))
        if row["found"] and all(pair):
            moved.append({**row, "left_record": pair[0], "right_record": pair[1]})
    said = agreed(last_words(moved))
    ends = zip(overlaps["source_id"].to_pylist(), overlaps["target_id"].to_pylist(), strict=True)
    pairs = [(min(pair), max(pair)) for pair in ends]
    column = pa.array([said.get(pair) for pair in pairs], pa.string())
    told = overlaps.set_column(overlaps.schema.get_field_index("verdict"), "verdict", column)
    apart = sorted(pair for pair, verdict in said.items() if verdict == "different" and len(set(pair)) == 2)
    missing = [_parted(pair, overlaps) for pair in apart if pair not in set(pairs)]
    if not missing:
        return told
    rows = pa.concat_tables([told, from_rows(missing, "graph.rel_overlaps")])
    return rows.sort_by([("source_id", "ascending"), ("target_id", "ascending")])


def _parted(pair: tuple[str, str], overlaps: pa.Table) -> dict[str, object]:
    models = overlaps.column("model").unique().to_pylist()
    return {
        "source_id": pair[0], "target_id": pair[1], "relation": "duplicated_provision", "probability": _SAID_DIFFERENT,
        "model": models[0] if models else None, "reasons": [], "verdict": "different",
    }  # fmt: skip
