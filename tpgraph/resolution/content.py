"""What a record says, as fingerprints: by them a record is known again when a re-issue gives it another id.

A key is ``scope/level/hash``. Levels go from everything that the record says down to its name, and each is looked for
in the record's own source first, then among its publisher's, the strictest also anywhere. A key that several records
have names none of them; but two records of one content can be told as a pair.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.identifiers import normalise_org_id
from tpgraph.names import fold, fold_sql
from tpgraph.resolution.current import arrow, connect

KINDS = ("organisation", "service")
Row = Mapping[str, object]

_LEAST_TEXT = 40
"""A description of fewer letters is no fingerprint by itself."""

# Ids that a file gives to its needs, places and sites may be numbered anew with everything else: they count only at the
# strictest level, where all must agree.
_WORDS = ("eligibility", "opening", "charge", "languages", "way_in", "start", "end")
_FULL = {
    "organisation": ("kind", "sector", "identifier", "place", "website"),
    "service": (
        *_WORDS, "needs", "client_groups", "places", "cost_pence_per_year", "people_per_year", "status", "theme",
        "inferred_from",
    ),
}  # fmt: skip
# Levels that are strict enough to be looked for outside the record's own publisher.
_ANYWHERE = ("full", "words", "offer", "number")


@dataclass(frozen=True)
class Entry:
    """One record: its id, kind and name, and its keys, strictest first."""

    record: str
    kind: str
    name: str
    keys: tuple[str, ...]


class Contents:
    """Some records with their fingerprints.

    Parameters
    ----------
    tables : `organisation`, `service` and `load` of schema record; each record id once
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every record by its id."""
        loads = {row["load_id"]: row for row in self._tables["load"].to_pylist()}
        providers = self._providers()
        return {
            str(row["record_id"]): _entry(kind, row, loads.get(row["load_id"], {}), providers)
            for kind in KINDS
            for row in self._tables[kind].to_pylist()
        }

    def _providers(self) -> dict[str, str]:
        known = self._tables.get("provider", self._tables["organisation"])
        return dict(zip(known["record_id"].to_pylist(), known["name"].to_pylist(), strict=True))

    @cached_property
    def holders(self) -> dict[str, list[str]]:
        """Records by key, in order of their ids."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for record in sorted(self.entries):
            for key in self.entries[record].keys:
                found[key].append(record)
        return dict(found)

    def telling(self, record: str, other: str = "") -> tuple[str, ...]:
        """Give the keys by which a record can be known again: those that no other has, but for one partner."""
        entry = self.entries.get(record)
        own = {record, other}
        return tuple(key for key in (entry.keys if entry else ()) if own.issuperset(self.holders[key]))


def _entry(kind: str, row: Row, load: Row, providers: Mapping[str, str]) -> Entry:
    name = _text(row["name"])
    provider = ""
    if kind == "service":
        provider = _text(providers.get(str(row["provider_record"])) or row["provider"])
    scopes = (("s", str(load.get("source_key") or "")), ("p", fold(str(load.get("publisher") or ""))), ("a", ""))
    levels = list(_levels(kind, row, name, provider))
    keys = (
        f"{scope}/{level}/{_hash(kind, level, where, *parts)}"
        for scope, where in scopes
        for level, parts in levels
        if scope != "a" or level in _ANYWHERE
    )
    return Entry(str(row["record_id"]), kind, name, tuple(keys))


def _levels(kind: str, row: Row, name: str, provider: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Levels that the record has, strictest first: none of a level is empty but for what `full` and `words` add."""
    said = _text(row.get("description"))
    if name:
        yield "full", (name, provider, said, *(_text(row[field]) for field in _FULL[kind]))
    if name and kind == "service":
        yield "words", (name, provider, said, *(_text(row[field]) for field in _WORDS))
    for level, parts in _looser(kind, row, name, provider, said):
        if all(parts):
            yield level, parts


def _looser(kind: str, row: Row, name: str, provider: str, said: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if kind == "organisation":
        number = normalise_org_id(str(row["identifier"])) if row["identifier"] else None
        return ("number", (number or "",)), ("placed", (name, _text(row["place"]))), ("name", (name,))
    telling = said if len(said) >= _LEAST_TEXT else ""
    return (
        ("offer", (name, provider, said)), ("named", (name, provider)), ("text", (name, said)),
        ("telling", (provider, telling)), ("name", (name,)),
    )  # fmt: skip


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "|".join(sorted(fold(str(part)) for part in value if part))
    return "" if value is None else fold(str(value))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def near(tables: Mapping[str, pa.Table], records: Iterable[str], names: Iterable[str]) -> dict[str, pa.Table]:
    """Pick the records that are meant, bear one of some names, or say what those that are meant say.

    So few of a million are looked at, and yet every record that could share a fingerprint with one that is meant.

    Parameters
    ----------
    tables : `organisation`, `service` and `load` of schema record
    records : record ids
    names : names of records, however they are written

    Returns
    -------
    the same tables with fewer rows, and `provider`: the organisations that run the services
    """
    ids = sorted(set(records))
    called = sorted({fold(name) for name in names if name})
    connection = connect({kind: tables[kind] for kind in KINDS})
    connection.register("wanted", pa.table({"id": pa.array(ids, pa.string())}))
    connection.register("called", pa.table({"name": pa.array(called, pa.string())}))
    found = {
        kind: arrow(
            connection,
            f"WITH meant AS (SELECT * FROM {kind} WHERE record_id IN (SELECT id FROM wanted)) "
            f"SELECT * FROM {kind} WHERE record_id IN (SELECT record_id FROM meant) "
            f"OR {fold_sql('name')} IN (SELECT name FROM called UNION SELECT {fold_sql('name')} FROM meant) "
            f"OR {said} IN (SELECT {said} FROM meant WHERE {said} <> '') ORDER BY record_id",
        )
        for kind, said in (("organisation", "identifier"), ("service", "description"))
    }
    runs = pa.array(set(found["service"].column("provider_record").to_pylist()), pa.string())
    bodies = tables["organisation"]
    found["provider"] = bodies.filter(pc.is_in(bodies.column("record_id"), runs))
    return {**found, "load": tables["load"]}


def of_loads(tables: Mapping[str, pa.Table], load_ids: Sequence[str]) -> dict[str, pa.Table]:
    """Pick the records of some loads."""
    wanted = pa.array(list(load_ids), pa.string())
    return {
        name: tables[name].filter(pc.is_in(tables[name].column("load_id"), wanted)) for name in (*KINDS, "load")
    }  # fmt: skip
