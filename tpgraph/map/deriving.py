"""The graph of a store, derived when it is asked for.

Loads and judgements commit at once and make the graph stale; the next read derives it anew, publishes it, and reads it
from the store from then on. Where the store cannot be written, the graph is derived in memory and says so.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import pyarrow as pa

from tpgraph.errors import StoreError
from tpgraph.matching.organisations import propose
from tpgraph.matching.pairs import texts
from tpgraph.matching.services import overlaps
from tpgraph.names import normalise
from tpgraph.reference import public_body
from tpgraph.resolution.current import arrow, connect, current_records, sql_text
from tpgraph.resolution.derive import derive
from tpgraph.resolution.settings import Setting, read_setting
from tpgraph.resolution.verdicts import current_verdicts, with_verdicts
from tpgraph.stores.store import Store
from tpgraph.tables import graph_table_names, record_table_names

Progress = Callable[[str], None]

_JUDGED = ("match", "verdict", "perimeter", "setting")
_JUDGED_TABLES = ("match",)


class GraphTables(Mapping[str, pa.Table]):
    """Graph tables by name without schema, read from the store when first asked for.

    Beside the model's tables there stand `record_source` (record_id, source_id, load_id, file, sheet, line: where every
    current row stands) and `match` (of schema judgement).

    Attributes
    ----------
    version : graph_version
    note : why the graph stands in memory only; empty where the store keeps it
    told : what other people had added to nodes of the graph that went, a sentence each
    """

    def __init__(
        self,
        store: Store,
        version: str,
        made: Mapping[str, pa.Table] | None = None,
        note: str = "",
        told: tuple[str, ...] = (),
    ) -> None:
        self.version = version
        self.note = note
        self.told = told
        self._store = store
        self._made = dict(made or {})

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self:
            raise KeyError(name)
        if name not in self._made:
            if name == "record_source":
                self._made[name] = _record_source(read_records(self._store))
            elif name in _JUDGED_TABLES:
                self._made[name] = self._store.read(f"judgement.{name}")
            else:
                self._made[name] = self._store.read(f"graph.{name}")
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        yield from graph_table_names()
        yield from ("record_source", *_JUDGED_TABLES)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        return name in ("record_source", *_JUDGED_TABLES) or name in graph_table_names()


def read_records(store: Store) -> dict[str, pa.Table]:
    """Read the record tables that the graph is made from, by name without schema, `load` among them."""
    names = [*record_table_names(), "load"]
    found = store.read_tables([f"record.{name}" for name in names])
    return {name: found[f"record.{name}"] for name in names}


def _record_source(records: Mapping[str, pa.Table]) -> pa.Table:
    connection = connect(records)
    connection.execute("CREATE TABLE l AS SELECT * FROM load WHERE NOT coalesce(superseded, false)")
    parts = [f"SELECT record_id, source_id, load_id, sheet, line FROM {name}" for name in record_table_names()]
    connection.execute(f"CREATE TABLE said AS {' UNION ALL '.join(parts)}")
    return arrow(connection, sql_text("record_source.sql"))


def _code_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _code_files(entry)
        elif entry.name.endswith((".py", ".sql", ".toml", ".csv")):
            yield entry


@cache
def derivation_code() -> str:
    """Fingerprint of everything that decides what graph follows from records and judgements."""
    found = hashlib.sha256()
    package = resources.files("tpgraph")
    # Of the model, not the pages and the picture that are made from it.
    names = ["identifiers.py", "money.py", "names.py", "tables.py", "map/deriving.py"]
    names += ["model/__init__.py", "model/graph.toml"]
    files = [package.joinpath(name) for name in names]
    for room in ("resolution", "matching", "graphs", "reference"):
        files += _code_files(package.joinpath(room))
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()


def graph_version(store: Store) -> str:
    """Give the version of the graph that follows from the store's loads and judgements: `g-` and 16 hex digits."""
    found = hashlib.sha256(derivation_code().encode())
    judged = [f"judgement.{name}" for name in ("verdict", "perimeter", "setting")]
    tables = store.read_tables(["record.load", *judged])
    loads = tables["record.load"].to_pylist()
    found.update("\n".join(sorted(row["load_id"] for row in loads if not row["superseded"])).encode())
    for name in judged:
        found.update(repr(tables[name].to_pylist()).encode())
    return "g-" + found.hexdigest()[:16]


def local_publishers(publishers: Mapping[str, bool], setting: Setting) -> frozenset[str]:
    """Publishers that belong to the store's place: bodies counted, and publishers of a sheet `place`.

    Parameters
    ----------
    publishers : publisher -> whether one of its sources holds a sheet `place`
    """
    counted = {normalise(body).text for body in setting.bodies}
    identifiers = {body.identifier for text in setting.bodies if (body := public_body(text))}
    gss = setting.place.gss

    def belongs(publisher: str, has_sheet: bool) -> bool:
        body = public_body(publisher)
        if has_sheet or normalise(publisher).text in counted:
            return True
        return body is not None and (body.identifier in identifiers or bool(gss and body.gss == gss))

    return frozenset(publisher for publisher, has_sheet in publishers.items() if belongs(publisher, has_sheet))


def _matches(records: Mapping[str, pa.Table], judgements: Mapping[str, pa.Table]) -> pa.Table:
    current = current_records(records)
    setting = read_setting(current["setting"], judgements["setting"], judgements["perimeter"])
    with_sheet = set(current["setting"].column("load_id").to_pylist())
    publishers: dict[str, bool] = {}
    for row in current["load"].to_pylist():
        publishers[row["publisher"]] = publishers.get(row["publisher"], False) or row["load_id"] in with_sheet
    own = setting.place.name
    verdict = judgements["verdict"]
    return propose(
        current["organisation"],
        current["load"],
        own_place=own,
        local_publishers=local_publishers(publishers, setting),
        services=_listed(current["service"]),
        verdicts=verdict.select(["left_record", "right_record", "agreed"]).rename_columns(
            ["left_id", "right_id", "verdict"]
        ),
    )


def _listed(services: pa.Table) -> pa.Table:
    """What the records of organisations list as their services, as the matcher reads it."""
    columns = {"organisation_id": "provider_record", "name": "name", "needs": "needs", "place": "places"}
    return pa.table({name: texts(services, column) for name, column in columns.items()})


def derive_all(store: Store, progress: Progress) -> dict[str, pa.Table]:
    """Derive every graph table, overlaps among them; `match` holds what the matcher proposed."""
    records = read_records(store)
    judgements = {name: store.read(f"judgement.{name}") for name in _JUDGED}
    judgements["verdict"] = current_verdicts(records, judgements["verdict"])
    progress("matching organisations")
    judgements["match"] = _matches(records, judgements)
    graph = derive(records, judgements, progress)
    progress("looking for services that overlap")
    graph["rel_overlaps"] = with_verdicts(overlaps(graph), graph["rel_describes_service"], graph["verdict"])
    return {**graph, "match": judgements["match"]}


def graph_of(store: Store, progress: Progress = lambda _: None) -> GraphTables:
    """Give the graph of the store, deriving it first where it is stale."""
    version = graph_version(store)
    if store.published_version() == version:
        return GraphTables(store, version)
    graph = derive_all(store, progress)
    matches = graph.pop("match")
    try:
        progress("keeping the graph")
        store.write_judgement("match", matches, replace=True)
        told = store.publish(graph, version)
    except StoreError as error:
        return GraphTables(store, version, {**graph, "match": matches}, f"the graph was derived in memory: {error}")
    return GraphTables(store, version, told=told)
