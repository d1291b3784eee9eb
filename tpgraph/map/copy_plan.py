"""What a copy of a store would do: what the target lacks, and what it holds that the source does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.map.deriving import graph_version
from tpgraph.stores import Store
from tpgraph.stores.rows import EVENTS, FIGURES, LOADS
from tpgraph.tables import schemas

Progress = Callable[[str], None]
Row = Mapping[str, object]

MATCHES = "judgement.match"
COPIED, THERE, LATER = "copied", "there already", "derived later"

# What the matcher proposed is made anew with each graph; ids of figures are noted by whoever asks: neither is anybody's
# word, so a target that was asked in between is no other place.
_NOBODYS = (MATCHES, FIGURES)
_NAMED = 3

ADDED_TO = (FIGURES, EVENTS)
"""Tables that gain what they lack; the others are replaced as a whole."""


@dataclass(frozen=True)
class CopyOutcome:
    """What a copy did, or would do.

    Attributes
    ----------
    source, target : locations of the two stores
    loads : ids of the loads that were copied
    levelled : ids of loads that stood in the target as they were before a newer issue, and were brought level
    there : how many loads stood in the target already
    rows : rows of records that were copied
    judgements : tables of judgements that were written, and their rows
    graph : copied, there already, or derived later (at the first question, because the source's is out of date)
    notes : what other people had added to nodes of the target's graph that went
    """

    source: str
    target: str
    loads: tuple[str, ...] = ()
    levelled: tuple[str, ...] = ()
    there: int = 0
    rows: int = 0
    judgements: Mapping[str, int] = field(default_factory=dict)
    graph: str = LATER
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a store holds of records and judgements, as it stood at one moment.

    Attributes
    ----------
    rows : row of record.load by load id
    loads : tables of each load by load id, by full name
    judgements : tables of judgements by full name
    """

    rows: Mapping[str, Row]
    loads: Mapping[str, Mapping[str, pa.Table]]
    judgements: Mapping[str, pa.Table]


def read_content(store: Store, progress: Progress) -> Content:
    """Read all that is to be copied, as it stands at one moment."""
    progress(f"reading {store.location}")
    tables = store.read_tables([name for name in schemas() if name.startswith(("record.", "judgement."))])
    rows = {str(row["load_id"]): row for row in tables[LOADS].to_pylist()}
    loads: dict[str, dict[str, pa.Table]] = {load_id: {} for load_id in rows}
    judgements = {name: table for name, table in tables.items() if name.startswith("judgement.")}
    for name, table in tables.items():
        if name not in judgements:
            for load_id, part in _by_load(table).items():
                loads[load_id][name] = part
    return Content(rows, loads, judgements)


def _by_load(table: pa.Table) -> dict[str, pa.Table]:
    """Cut a table, which stores give in the order of load ids, into the rows of each load."""
    found, start = {}, 0
    for load_id, same in groupby(table.column("load_id").to_pylist()):
        length = sum(1 for _ in same)
        found[str(load_id)] = table.slice(start, length)
        start += length
    return found


def plan(source: Store, content: Content, target: Store | None, named: str) -> CopyOutcome:
    """Say what would be copied, refusing a target that holds something else."""
    rows, judged = _held(target)
    strange = _strange_loads(content, target, rows, bool(judged[EVENTS].num_rows))
    strange += _strange_judgements(content, judged)
    strange = strange or _strange_deeds(content, judged[EVENTS])
    if strange:
        more = f" and {len(strange) - _NAMED:,} more" if len(strange) > _NAMED else ""
        raise StoreError(
            f"{named} holds what {source.location} does not: {'; '.join(strange[:_NAMED])}{more}; nothing was "
            "overwritten: name another place for the copy"
        )
    new = tuple(load_id for load_id in content.rows if load_id not in rows)
    tables = {
        name: table.num_rows for name, table in content.judgements.items() if _is_to_write(name, table, judged[name])
    }
    wanted = source.published_version()
    is_new = bool(new or tables) or target is None or target.published_version() != wanted
    return CopyOutcome(
        source.location,
        named,
        new,
        tuple(load_id for load_id, row in content.rows.items() if load_id in rows and rows[load_id] != row),
        len(rows),
        sum(part.num_rows for load_id in new for name, part in content.loads[load_id].items() if name != LOADS),
        tables,
        LATER if not wanted or wanted != graph_version(source) else COPIED if is_new else THERE,
    )


def _held(target: Store | None) -> tuple[Mapping[str, Row], Mapping[str, pa.Table]]:
    """Give what a target holds: rows of record.load by load id, and judgements."""
    names = [name for name in schemas() if name.startswith("judgement.")]
    if target is None:
        return {}, {name: schemas()[name].empty_table() for name in names}
    found = target.read_tables([LOADS, *names])
    return {str(row["load_id"]): row for row in found.pop(LOADS).to_pylist()}, found


def _is_to_write(name: str, table: pa.Table, held: pa.Table) -> bool:
    if name in ADDED_TO:
        return bool(beyond(table, held))
    return not table.equals(held)


def _strange_loads(content: Content, target: Store | None, held: Mapping[str, Row], has_history: bool) -> list[str]:
    """Name the loads of a target that the source does not hold, or holds with other rows."""
    found = []
    for load_id, row in held.items():
        mine = content.rows.get(load_id)
        if mine is None or not _is_earlier(row, mine, has_history):
            as_it_stands = ", as it stands there" if mine else ""
            found.append(f"load {load_id} ({row['publisher']}: {row['file']}){as_it_stands}")
    both = [load_id for load_id in held if load_id in content.rows]
    if target is None or found or not both:
        return found
    for name in (name for name in schemas() if name.startswith("record.") and name != LOADS):
        parts = _by_load(target.read(name))
        differ = [load_id for load_id in both if not _is_equal(parts.get(load_id), content.loads[load_id].get(name))]
        found += [f"rows of {name} of load {load_id}" for load_id in differ]
    return found


def _is_earlier(held: Row, mine: Row, has_history: bool) -> bool:
    """Tell whether a load is the same, at the latest in the issue that the source has: its marks follow what was done.

    Where the target has a history, that tells what was done there and not in the source.
    """
    marks = ("issue", "superseded", "withdrawn")
    same = all(held[name] == value for name, value in mine.items() if name not in marks)
    return same and (has_history or int(str(held["issue"] or 0)) <= int(str(mine["issue"] or 0)))


def _is_equal(held: pa.Table | None, mine: pa.Table | None) -> bool:
    return held.equals(mine) if held is not None and mine is not None else held is mine


def _strange_judgements(content: Content, judged: Mapping[str, pa.Table]) -> list[str]:
    """Name the judgements of a target that the source does not hold."""
    found = []
    for name, held in judged.items():
        rows = [] if name in (*_NOBODYS, EVENTS) else beyond(held, content.judgements[name])
        found += [f"{name}: " + ", ".join(str(value) for value in row.values() if value is not None) for row in rows]
    return found


def _strange_deeds(content: Content, held: pa.Table) -> list[str]:
    """Name what was done in a target and not in the source; that it was copied stands in a copy's history only."""
    rows = beyond(held, content.judgements[EVENTS])
    return [f"what was done there: {row['sentence']}" for row in rows if row["action"] != "copy"]


def beyond(rows: pa.Table, known: pa.Table) -> list[Row]:
    """Give the rows that are not among those known."""
    seen = {repr(row) for row in known.to_pylist()}
    return [row for row in rows.to_pylist() if repr(row) not in seen]
