"""What a re-issued file changed: two loads of a source, or a file that is not loaded yet, compared."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from tpgraph.errors import InputError, StoreError
from tpgraph.loading.any_table.claiming import BYTES, SETTINGS
from tpgraph.loading.any_table.map_file import MAPPED
from tpgraph.map.comparing import compare
from tpgraph.map.events import Row
from tpgraph.map.loading import LoadOptions, LoadOutcome, load_all, look, raise_failures
from tpgraph.map.removing import named
from tpgraph.names import fold
from tpgraph.stores.rows import LOADS
from tpgraph.stores.store import Store
from tpgraph.tables import record_table_names


@dataclass(frozen=True)
class Difference:
    """What changed from one issue to another.

    Attributes
    ----------
    before, after : the two in words
    is_loaded : False where `after` is a file that was only looked at
    totals : one row a kind of record and basis: rows and pence before, new, gone, changed and after;
        before + new - gone + changed = after, to the penny (a row that changes is counted before and after)
    lines : one row a record that is new, gone or changed: change, kind, basis, record_id, sheet, line, name, date,
        document, before_pence, after_pence, difference_pence, what (column: before -> after); most money first
    """

    before: str
    after: str
    is_loaded: bool
    totals: pa.Table
    lines: pa.Table


def diff(store: Store, wanted: str | Path, other: str, options: LoadOptions) -> Difference:
    """Say what an issue changed; see `Map.diff`."""
    loads = store.read(LOADS).to_pylist()
    load = _load(loads, str(wanted))
    if load is None and Path(wanted).exists():
        return _with_file(store, loads, Path(wanted), other, options)
    if load is None:
        raise StoreError(
            f"'{wanted}' is neither a source or load of {store.location} nor a file; `tpgraph sources` lists the loads"
        )
    before = _load(loads, other) if other else _before(loads, load)
    if before is None:
        raise StoreError(f"there is no load '{other}': `tpgraph sources` lists the loads")
    totals, lines = compare(_tables(store, str(before["load_id"])), _tables(store, str(load["load_id"])))
    return Difference(_in_words(before), _in_words(load), True, totals, lines)


def _in_words(load: Row) -> str:
    return f"{named(load)[:-1]}, {load['load_id']})"


def _load(loads: Sequence[Row], wanted: str) -> Row | None:
    """Find the load that is meant: by its id, or the current one of a source, by its key or its file's name.

    Raises
    ------
    StoreError
        If several sources are meant.
    """
    for row in loads:
        if row["load_id"] == wanted:
            return row
    current = [row for row in loads if not row["superseded"]]
    found = [row for row in current if fold(str(row["source_key"])) == fold(wanted)]
    found = found or [row for row in current if row["file"] == wanted and not Path(wanted).exists()]
    if len(found) > 1:
        meant = ", ".join(str(row["source_key"]) for row in found[:3])
        raise StoreError(f"'{wanted}' means {len(found)} sources ({meant}); give a load's id")
    return found[0] if found else None


def _before(loads: Sequence[Row], load: Row) -> Row:
    """Find the issue of a source before another."""
    earlier = [
        row
        for row in loads
        if row["source_key"] == load["source_key"]
        and not row["withdrawn"]
        and int(str(row["issue"] or 0)) < int(str(load["issue"] or 0))
    ]
    if not earlier:
        raise StoreError(
            f"{named(load)} has no issue before it to compare with; `tpgraph diff {load['load_id']} OTHER_LOAD` says "
            "with what"
        )
    return max(earlier, key=lambda row: int(str(row["issue"] or 0)))


def _tables(store: Store, load_id: str) -> dict[str, pa.Table]:
    found = store.read_tables([f"record.{name}" for name in record_table_names()])
    return {
        name: table.filter(pa.compute.equal(table.column("load_id"), load_id))
        for name, table in found.items()
        if table.num_rows
    }


def _with_file(store: Store, loads: Sequence[Row], path: Path, other: str, options: LoadOptions) -> Difference:
    """Compare a file with what stands loaded of it; nothing is written."""
    mapped = None if other or options.mapping or options.loader else _by_mapping(loads, path)
    if mapped is not None:
        totals, lines = compare(*[_tables(store, str(mapped["load_id"]))] * 2)
        after = f"{path}, which is loaded as {mapped['load_id']}"
        return Difference(_in_words(mapped), after, True, totals, lines)
    found = look([path], options.loader, options.mapping)
    if not found.claims:
        raise InputError(f"{path} holds verdicts and no records: `tpgraph load --dry-run` says what they would change")
    if len(found.claims) > 1:
        raise InputError(f"{path} holds {len(found.claims)} sources; compare them one by one")
    outcomes = load_all(store, found, replace(options, dry_run=True))
    raise_failures(outcomes)
    (outcome,) = outcomes
    before = _load(loads, other) if other else _current(loads, outcome)
    if before is None:
        missing = f"there is no load '{other}'" if other else f"nothing is loaded as {outcome.source_key}"
        raise StoreError(
            f"{missing}: `tpgraph sources` lists what is; name one to compare {path.name} with, or say --publisher"
        )
    mine = outcome.prepared.tables if outcome.prepared else _tables(store, outcome.load_id)
    after = f"{path}, {'not loaded' if outcome.prepared else f'which is loaded as {outcome.load_id}'}"
    totals, lines = compare(_tables(store, str(before["load_id"])), _of_load(mine))
    return Difference(_in_words(before), after, outcome.prepared is None, totals, lines)


def _by_mapping(loads: Sequence[Row], path: Path) -> Row | None:
    """Find the current load of a file that was read by a mapping file, where its bytes are those that were loaded.

    Raises
    ------
    InputError
        If the file changed: how it is to be read, its mapping file alone says.
    """
    held = [row for row in loads if not row["superseded"] and row["file"] == path.name]
    if not held or not path.is_file() or any(row["loader"] != MAPPED for row in held):
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = {str(row["load_id"]): json.loads(str(row["mapping"] or "{}")).get(SETTINGS, {}).get(BYTES) for row in held}
    same = next((row for row in held if kept[str(row["load_id"])] == digest), None)
    if same is None:
        raise InputError(
            f"{path} is loaded by a mapping file, as {held[0]['source_key']}, and changed since: say --mapping "
            "FILE.toml too, so that it is read as it was then"
        )
    return same


def _current(loads: Sequence[Row], outcome: LoadOutcome) -> Row | None:
    """Find the current load that a file would replace, or that it is."""
    current = [row for row in loads if not row["superseded"]]
    if outcome.prepared is None:
        return next(row for row in current if row["load_id"] == outcome.load_id)
    return next((row for row in current if row["source_key"] == outcome.source_key), None)


def _of_load(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    kinds = {f"record.{name}" for name in record_table_names()}
    return {name: table for name, table in tables.items() if name in kinds}
