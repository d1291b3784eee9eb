"""Which place a text means.

A text becomes a GSS code only if it is one, or if exactly one entry of the loaded `places` or of the reference list has
that name (inside the store's place, if that has a code). Else it is a slug qualified by its parent, and said so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.identifiers import gss_level, is_gss, slug
from tpgraph.names import fold
from tpgraph.reference import place_by_gss, place_by_name
from tpgraph.tables import schema as _table_schema


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
    id_of : folded text -> place id
    problems : code, subject, sentence
    """

    place: pa.Table
    part_of: pa.Table
    id_of: dict[str, str]
    problems: list[dict[str, object]]


def _inside(gss: str, outer: str) -> bool:
    """Whether a code of the reference list lies inside another, by its chain of parents."""
    seen: set[str] = set()
    while gss and gss not in seen:
        if gss == outer:
            return True
        seen.add(gss)
        entry = place_by_gss(gss)
        if entry is None:
            return False
        if entry.combined == outer:
            return True
        gss = entry.parent
    return False


def _reference_gss(text: str, own: OwnPlace) -> str:
    """The code of the one current entry with this name, inside the store's place if that has a code."""
    found = [entry.gss for entry in place_by_name(text)]
    if own.gss:
        found = [gss for gss in found if _inside(gss, own.gss)]
    elif own.name:
        # A place without a code holds no entry of the list.
        found = []
    return found[0] if len(found) == 1 else ""


class _Reading:
    """Works out ids text by text; kept apart so that each rule is one method."""

    def __init__(self, rows: list[dict[str, object]], own: OwnPlace) -> None:
        self.own = own
        self.rows: dict[str, dict[str, object]] = {}
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.alias: dict[str, str] = {}
        self.problems: list[dict[str, object]] = []
        self.parents: dict[str, str] = {}
        if own.id:
            entry = place_by_gss(own.gss) if own.gss else None
            self._keep(own.id, own.name or (entry.name if entry else own.gss), entry.level if entry else "other")
        for row in rows:
            self._listed(row)
        for row in rows:
            if row["part_of"]:
                self.parents[self.alias[self._row_key(row)]] = self.read(str(row["part_of"]))

    @staticmethod
    def _row_key(row: dict[str, object]) -> str:
        return fold(str(row["id"] or "")) or "name:" + fold(str(row["name"])) + "|" + fold(str(row["part_of"] or ""))

    def _keep(self, place_id: str, name: str, level: str = "", population: object = None, year: object = None) -> None:
        if place_id not in self.rows:
            self.rows[place_id] = {
                "id": place_id, "name": name, "level": level or gss_level(place_id) or "other",
                "population": population, "year": year,
            }  # fmt: skip
            self.by_name[fold(name)].add(place_id)

    def _listed(self, row: dict[str, object]) -> None:
        """A row of sheet `places`: its own code, else the reference list's, else a slug under its parent."""
        name, code = str(row["name"]), str(row["id"] or "").strip()
        gss = code.upper() if is_gss(code.upper()) else ""
        if not gss and fold(name) == fold(self.own.name):
            gss = self.own.id
        if not gss:
            gss = _reference_gss(name, self.own)
        parent = str(row["part_of"] or "") or (self.own.name if fold(name) != fold(self.own.name) else "")
        place_id = gss or place_slug(name, parent)
        if place_id == self.own.id:
            self.rows.pop(place_id, None)
        self._keep(place_id, name, str(row["level"] or ""), row["population"], row["year"])
        self.alias[self._row_key(row)] = place_id
        if code:
            self.alias[fold(code)] = place_id

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
        listed = self.by_name.get(fold(text), set())
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


def read_places(listed: pa.Table, texts: Iterable[str], own: OwnPlace) -> Places:
    """Work out which place every text means.

    Parameters
    ----------
    listed : current rows of record.place
    texts : every text that stands for a place; order plays no part
    own : the store's place

    Returns
    -------
    Places, tables sorted by id.
    """
    rows = sorted(listed.to_pylist(), key=lambda row: (str(row["id"] or ""), str(row["name"]), row["record_id"]))
    reading = _Reading(rows, own)
    for text in sorted({text for text in texts if text and text.strip()}):
        reading.read(text)
    ordered = [reading.rows[place_id] for place_id in sorted(reading.rows)]
    parents = sorted(reading.parents.items())
    links = [{"source_id": child, "target_id": parent} for child, parent in parents if child != parent]
    schema = pa.schema([("source_id", pa.string()), ("target_id", pa.string())])
    place = pa.Table.from_pylist(ordered, schema=_table_schema("graph.place"))
    return Places(place, pa.Table.from_pylist(links, schema=schema), reading.alias, reading.problems)
