"""Which two records a person means who names them by an id or a name."""

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import AnalysisError
from tpgraph.tables import Tables

_DESCRIBES = {"organisation": "rel_describes", "service": "rel_describes_service"}
_LISTED, _NEAR = 8, 3
# Comparing spellings takes long: of more names, only those that share the longest word are compared.
_MOST_COMPARED = 20_000


@dataclass(frozen=True, order=True)
class Meant:
    """One thing that a person may mean: an organisation or service, or one record of it (empty = any)."""

    kind: str
    entity: str
    record: str
    name: str

    def __str__(self) -> str:
        return f"{self.record or self.entity} ({self.kind} '{self.name}')"


def pair_meant(tables: Tables, left: str, right: str) -> tuple[Meant, Meant]:
    """Find the two things that are meant; where a name is borne by several, the other side may tell which.

    Parameters
    ----------
    left, right : record id, the source's own id, id (or former id) of an organisation or service, or its exact name

    Raises
    ------
    AnalysisError
        If one is unknown, with near names; if several are meant, with the candidates; or if the two are no pair.
    """
    first, second = meant(tables, left), meant(tables, right)
    found = _pairs(first, second) or _pairs(_called(tables, left) or first, _called(tables, right) or second)
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        candidates = {left: {pair[0] for pair in found.values()}, right: {pair[1] for pair in found.values()}}
        several = next((name for name, of in candidates.items() if len(of) > 1), left)
        listed = sorted(map(str, candidates[several] if left != right else {*first, *second}))
        more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
        raise AnalysisError(f"'{several}' may mean: {'; '.join(listed[:_LISTED])}{more}. Give one of these ids")
    if {one.kind for one in first}.isdisjoint(other.kind for other in second):
        raise AnalysisError(f"{first[0]} and {second[0]} are no pair: one is a {_a(first[0])}, the other not")
    raise AnalysisError(f"'{left}' and '{right}' both mean {first[0]}: give the ids of two records")


def _pairs(first: list[Meant], second: list[Meant]) -> dict[tuple[Meant, ...], tuple[Meant, Meant]]:
    return {tuple(sorted(pair)): pair for pair in product(first, second) if _is_pair(*pair)}


def _called(tables: Tables, wanted: str) -> list[Meant]:
    """Of what has a record of just this name that record, the smallest: two names may have been joined to one."""
    smallest: dict[str, Meant] = {}
    for one in sorted(_by_record_name(tables, wanted.strip())):
        smallest.setdefault(one.entity, one)
    return list(smallest.values())


def _a(one: Meant) -> str:
    return "body" if one.kind == "organisation" else "service"


def _is_pair(left: Meant, right: Meant) -> bool:
    if left.kind != right.kind or left == right:
        return False
    return left.entity != right.entity or bool(left.record and right.record)


def meant(tables: Tables, wanted: str) -> list[Meant]:
    """Find every organisation, service or record that an id or an exact name means: ids go before names.

    Raises
    ------
    AnalysisError
        If there is none, with near names.
    """
    wanted = wanted.strip()
    for search in (_by_record, _by_entity, _by_source_id, _by_name):
        found = search(tables, wanted)
        if found:
            return sorted(found)
    near = ", ".join(f"'{name}'" for name in _near(tables, wanted))
    hint = f"; did you mean {near}?" if near else ""
    raise AnalysisError(f"no record, organisation or service has the id or name '{wanted}'{hint}")


def _where(table: pa.Table, column: str, values: list[str]) -> list[dict[str, str]]:
    """The rows whose cell is one of some values."""
    rows: list[dict[str, str]] = table.filter(
        pc.is_in(table.column(column), value_set=pa.array(values, pa.string()))
    ).to_pylist()
    return rows


def _by_record(tables: Tables, wanted: str) -> set[Meant]:
    return _of_records(tables, [wanted])


def _of_records(tables: Tables, records: list[str]) -> set[Meant]:
    names = {row["id"]: row["name"] for row in _where(tables["record"].select(["id", "name"]), "id", records)}
    return {
        Meant(kind, row["target_id"], row["source_id"], names.get(row["source_id"]) or row["source_id"])
        for kind, link in _DESCRIBES.items()
        for row in _where(tables[link].select(["source_id", "target_id"]), "source_id", records)
    }


def _by_entity(tables: Tables, wanted: str) -> set[Meant]:
    former = [row["entity_id"] for row in _where(tables["former_id"], "former_id", [wanted])]
    return {
        Meant(kind, row["id"], "", row["name"] or row["id"])
        for kind in _DESCRIBES
        for row in _where(tables[kind].select(["id", "name"]), "id", [wanted, *former])
    }


def _by_source_id(tables: Tables, wanted: str) -> set[Meant]:
    rows = _where(tables["record_source"].select(["record_id", "source_id"]), "source_id", [wanted])
    return _of_records(tables, [row["record_id"] for row in rows])


def _by_name(tables: Tables, wanted: str) -> set[Meant]:
    """By the name of the organisation or service; else by the name that one of its records bears."""
    lower = wanted.lower()
    found = set()
    for kind in _DESCRIBES:
        table = tables[kind].select(["id", "name"])
        for row in table.filter(pc.equal(pc.utf8_lower(table.column("name")), lower)).to_pylist():
            found.add(Meant(kind, row["id"], "", row["name"]))
    return found or _by_record_name(tables, wanted)


def _by_record_name(tables: Tables, wanted: str) -> set[Meant]:
    records = tables["record"].select(["id", "name"])
    named = records.filter(pc.equal(pc.utf8_lower(records.column("name")), wanted.lower()))
    return _of_records(tables, named.column("id").to_pylist())


def _near(tables: Tables, wanted: str) -> list[str]:
    columns = [tables[kind].column("name") for kind in _DESCRIBES]
    names = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string()).drop_null().unique()
    if len(names) > _MOST_COMPARED:
        longest = max(wanted.split(), key=len, default="")
        names = names.filter(pc.match_substring(names, longest, ignore_case=True)).slice(0, _MOST_COMPARED)
    known = {name.lower(): name for name in names.to_pylist()}
    near = get_close_matches(wanted.lower(), list(known), _NEAR, 0.5)
    return [known[name] for name in near]
