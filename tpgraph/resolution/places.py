"""Which place a text means.

A text becomes a GSS code only if it is one, or if exactly one entry of the loaded `places` or of the reference list has
that name (inside the store's place, if that has a code). Else it is a slug qualified by its parent, and said so. An old
code, and the name of a place that is no more, keep a place of their own, which `place_links` ties to what followed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.identifiers import gss_level, is_gss, slug
from tpgraph.names import fold
from tpgraph.reference import ReferencePlace, ended_places_by_name, place_by_gss, place_by_name, place_successors
from tpgraph.resolution.place_links import PlaceLinks, Problem, covers_table, replaced_problems, succeeded_table
from tpgraph.tables import schema as _table_schema

_SAID = tuple(name for name in _table_schema("graph.place").names if name not in ("id", "name", "level"))
# Areas of which a place has many: one that lies in another part of the country is not meant by its name.
_WITHIN = frozenset({"lsoa", "ward", "district", "other"})
_BESIDE = frozenset({"police", "fire", "nhs", "other"})
# Kinds of area of which the reference list knows what lies in them.
_HOLDS_OTHERS = frozenset({"district", "county", "combined", "region"})


def place_slug(name: str, parent: str = "") -> str:
    """Give the id of a place without a code; qualified, so that it is never the id of a need or client group.

    >>> place_slug("Hill Top", "Northmere"), place_slug("Northmere")
    ('northmere/hill-top', 'place/northmere')
    """
    return f"{slug(parent) if parent else 'place'}/{slug(name)}"


@dataclass(frozen=True)
class OwnPlace:
    """The place that the store is about; empty texts where nobody said."""

    name: str = ""
    gss: str = ""

    @property
    def id(self) -> str:
        """GSS code, else a slug of the name, else empty."""
        return self.gss or (place_slug(self.name) if self.name else "")


@dataclass(frozen=True)
class Places:
    """What the texts mean.

    Attributes
    ----------
    place : graph.place
    part_of : source_id, target_id
    covers : graph.rel_covers_part_of
    succeeded : graph.rel_succeeded_by, places only
    id_of : folded text -> place id
    problems : code, subject, sentence
    """

    place: pa.Table
    part_of: pa.Table
    covers: pa.Table
    succeeded: pa.Table
    id_of: dict[str, str]
    problems: list[Problem]


def _inside(gss: str, outer: str) -> bool:
    """Whether a code of the reference list lies inside another, by its chain of parents or by what followed it."""
    seen: set[str] = set()
    while gss and gss not in seen:
        if gss == outer:
            return True
        seen.add(gss)
        entry = place_by_gss(gss)
        if entry is None:
            return False
        if entry.combined == outer or (len(entry.successors) == 1 and _inside(entry.successors[0], outer)):
            return True
        gss = entry.parent
    return False


def _reference_gss(text: str, own: OwnPlace) -> str:
    """The code of the one entry with this name, inside the store's place if that has a code; current ones go first."""
    return _only(place_by_name(text), own) or _only(ended_places_by_name(text), own)


def _only(entries: Iterable[ReferencePlace], own: OwnPlace) -> str:
    found = [entry.gss for entry in entries]
    if own.gss:
        found = [gss for gss in found if _inside(gss, own.gss)]
    elif own.name:
        # A place without a code holds no entry of the list.
        found = []
    return found[0] if len(found) == 1 else ""


Row = Mapping[str, object]


class _Reading:
    """Works out ids text by text; kept apart so that each rule is one method."""

    def __init__(self, rows: list[dict[str, object]], own: OwnPlace) -> None:
        self.own = own
        self.rows: dict[str, dict[str, object]] = {}
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.alias: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.parents: dict[str, set[str]] = defaultdict(set)
        self.links = PlaceLinks()
        # What the store itself says of its place counts until a row says more.
        self.provisional = own.id
        if own.id:
            entry = place_by_gss(own.gss) if own.gss else None
            self._keep(own.id, own.name or (entry.name if entry else own.gss), entry.level if entry else "other")
        for row in rows:
            self._listed(row)
        for row in rows:
            self._tied(row)

    @staticmethod
    def _row_key(row: Row) -> str:
        return fold(str(row["id"] or "")) or "name:" + fold(str(row["name"])) + "|" + fold(str(row["part_of"] or ""))

    def _keep(self, place_id: str, name: str, level: str = "", row: Row | None = None) -> None:
        """Keep a place; what one row does not say of it, a later row may."""
        kept = self.rows.get(place_id)
        if kept is None:
            kept = {"id": place_id, "name": name, "level": level or gss_level(place_id) or "other"}
            self.rows[place_id] = kept | dict.fromkeys(_SAID)
        self.by_name[fold(name)].add(place_id)
        if row is not None:
            said = {column: row[column] for column in _SAID if row.get(column) is not None}
            self.rows[place_id] |= {
                column: value for column, value in said.items() if self.rows[place_id][column] is None
            }

    def _listed(self, row: Row) -> None:
        """A row of sheet `places`: its own code, else the reference list's, else a slug under its parent."""
        name, code = str(row["name"]), str(row["id"] or "").strip()
        gss = code.upper() if is_gss(code.upper()) else ""
        if not gss and fold(name) == fold(self.own.name):
            gss = self.own.id
        if not gss:
            gss = _reference_gss(name, self.own)
        parent = str(row["part_of"] or "") or (self.own.name if fold(name) != fold(self.own.name) else "")
        place_id = gss or place_slug(name, parent)
        if place_id == self.provisional:
            self.rows.pop(place_id)
            self.provisional = ""
        self._keep(place_id, name, str(row["level"] or ""), row)
        self.alias[self._row_key(row)] = place_id
        if code:
            self.alias[fold(code)] = place_id

    def _tied(self, row: Row) -> None:
        """What a row says of other places: the larger one that it lies in, the one that replaced it."""
        place_id = self.alias[self._row_key(row)]
        if row["part_of"]:
            self.parents[place_id].add(self.read(str(row["part_of"])))
        if row.get("successor"):
            self.links.succeed(place_id, self.read(str(row["successor"])))

    def read(self, text: str) -> str:
        """Give the place id of a text, making the place where it is new."""
        key = fold(text)
        if key in self.alias:
            return self.alias[key]
        self.alias[key] = place_id = self._meaning(text)
        return place_id

    def _meaning(self, text: str) -> str:
        code = text.strip().upper()
        if is_gss(code):
            entry = place_by_gss(code)
            self._keep(code, entry.name if entry else code)
            return code
        listed = self._candidates(text)
        if len(listed) == 1:
            return next(iter(listed))
        gss = _reference_gss(text, self.own) if not listed else ""
        if gss:
            entry = place_by_gss(gss)
            self._keep(gss, entry.name if entry else text, entry.level if entry else "")
            return gss
        place_id = place_slug(text, self.own.gss or self.own.name)
        known = f"{len(listed)} places of that name are loaded" if listed else "no list of places has it exactly once"
        self._keep(place_id, text.strip())
        self.problems.append({
            "code": "place-not-known", "subject": text,
            "sentence": f"place '{text}': {known}, so it goes by its own name; give its GSS code in sheet places",
        })  # fmt: skip
        return place_id

    def _candidates(self, text: str) -> set[str]:
        """The loaded places of a name: those that are known to lie elsewhere left out, of several the likeliest."""
        found = {place for place in self.by_name.get(fold(text), ()) if not self._is_elsewhere(place)}
        if self.own.id in found:
            return {self.own.id}
        # The council's area rather than the police, fire or health area of its name.
        listed = _reference_gss(text, self.own)
        if listed and (listed in found or all(self.rows[place]["level"] in _BESIDE for place in found)):
            return {listed} if listed in self.rows else set()
        if len(found) < 2:
            return found
        inside = {place for place in found if self._is_inside(place)}
        if len(inside) == 1:
            return inside
        # A ward rather than the electoral division of its name.
        plain = {place for place in inside or found if self.rows[place]["level"] != "other"}
        return plain if len(plain) == 1 else inside or found

    def _above(self, place: str) -> set[str]:
        """Everything that a place is said to lie in."""
        reached: set[str] = set()
        waiting = list(self.parents.get(place, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in reached:
                reached.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return reached

    def _is_inside(self, place: str) -> bool:
        """Whether a place is said to lie in the store's, by loaded places or by the reference list."""
        around = {place, *self._above(place)}
        return self.own.id in around or any(self.own.gss and _inside(area, self.own.gss) for area in around)

    def _is_elsewhere(self, place: str) -> bool:
        """Whether a place is known to lie in another part of the country than the store's."""
        if gss_level(self.own.gss) not in _HOLDS_OTHERS or self.rows[place]["level"] not in _WITHIN:
            return False
        return bool(self._above(place)) and not self._is_inside(place) and place not in self._above(self.own.id)

    def follow(self) -> None:
        """Tie every place that the reference list says was replaced to what followed, which is made where it is new."""
        waiting = [place for place in self.rows if is_gss(place)]
        while waiting:
            place = waiting.pop()
            for successor in place_successors(place):
                self.links.succeed(place, successor.id, successor.date)
                if successor.id not in self.rows:
                    self._keep(successor.id, successor.name)
                    waiting.append(successor.id)


def _sorted_rows(listed: pa.Table) -> list[dict[str, object]]:
    """Newest codes first, then in an order that the order of loading does not change."""
    rows: list[dict[str, object]] = listed.to_pylist()
    rows.sort(key=lambda row: (str(row["id"] or ""), str(row["name"]), row["record_id"]))
    rows.sort(key=lambda row: str(row["year"] or ""), reverse=True)
    return rows


def read_places(listed: pa.Table, texts: Iterable[str], own: OwnPlace, parts: pa.Table | None = None) -> Places:
    """Work out which place every text means.

    Parameters
    ----------
    listed : current rows of record.place
    texts : every text that stands for a place; order plays no part
    own : the store's place
    parts : current rows of record.place_part

    Returns
    -------
    Places, tables sorted by id.
    """
    reading = _Reading(_sorted_rows(listed), own)
    meant = {reading.read(text) for text in sorted({text for text in texts if text and text.strip()})}
    for row in [] if parts is None else parts.to_pylist():
        reading.links.cover(reading.read(row["place"]), reading.read(row["part"]), row)
    reading.follow()
    links = reading.links
    ordered = [reading.rows[place_id] for place_id in sorted(reading.rows)]
    pairs = {(child, parent) for child, parents in reading.parents.items() for parent in parents if child != parent}
    pairs |= links.wholly(pairs)
    ends = [{"source_id": child, "target_id": parent} for child, parent in sorted(pairs)]
    schema = pa.schema([("source_id", pa.string()), ("target_id", pa.string())])
    names = {place: str(row["name"]) for place, row in reading.rows.items()}
    problems = [*reading.problems, *links.problems(names), *replaced_problems(links, names, meant)]
    return Places(
        pa.Table.from_pylist(ordered, schema=_table_schema("graph.place")),
        pa.Table.from_pylist(ends, schema=schema),
        covers_table(links),
        succeeded_table(links),
        reading.alias,
        problems,
    )
