"""How places lie to each other: which lies in which, which followed which, which cover a part of each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tpgraph.graphs.look_ups import everything_above, names, neighbours, table
from tpgraph.tables import Tables

_NOT_SHARED_OUT = frozenset({"region", "nation"})
"""Levels too large: their figures say little of one place."""
_BY_PEOPLE = ("population", "")
_BY_LSOAS = ("LSOAs", "")
"""What a share is of that no look-up states, and the year of it: they are worked out from what lies in what."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of another area lies in a place: `share` of it, 0 to 1, or None where nobody says; of what; when."""

    area: str
    share: float | None
    of: str = ""
    year: str = ""

    @property
    def rank(self) -> tuple[bool, str, bool, str]:
        """By which the better of two is the larger: known, newer, by people."""
        return self.share is not None, self.year, self.of.startswith("population"), self.of


def followers(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Give every place that was replaced -> what replaced it, sorted."""
    places = names(tables, "place")
    return {old: later for old, later in neighbours(tables, "rel_succeeded_by").items() if old in places}


def only_followers(tables: Tables) -> dict[str, str]:
    """Give every place that one other replaced alone -> that one: what is stated under it holds inside the other."""
    return {old: later[0] for old, later in followers(tables).items() if len(later) == 1}


def larger_places(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Give every place -> the places that it lies in, the one that replaced it alone among them."""
    parents = neighbours(tables, "rel_part_of")
    for old, later in only_followers(tables).items():
        parents[old] = tuple(sorted({*parents.get(old, ()), later}))
    return parents


class Areas:
    """The places of a graph and their ties: `place` id -> row of graph.place, `above` id -> ids that it lies in."""

    def __init__(self, tables: Tables) -> None:
        self.place: Mapping[str, Mapping[str, object]] = {row["id"]: row for row in table(tables, "place").to_pylist()}
        self.above = everything_above(larger_places(tables))
        self._tables = tables

    def is_inside(self, place: str, larger: str) -> bool:
        """Whether a place is the other or lies in it."""
        return place == larger or larger in self.above.get(place, ())

    def level(self, place: str) -> str:
        """The level of a place, empty where it is not known."""
        return str(self.place[place]["level"] or "") if place in self.place else ""

    @cached_property
    def covers(self) -> Mapping[str, Mapping[str, tuple[Overlap, ...]]]:
        """Place -> area that it covers a part of -> what look-ups say of it."""
        found: defaultdict[str, defaultdict[str, list[Overlap]]] = defaultdict(lambda: defaultdict(list))
        for row in table(self._tables, "rel_covers_part_of").to_pylist():
            said = Overlap(row["target_id"], row["share"], row["of"] or "", row["year"] or "")
            found[row["source_id"]][row["target_id"]].append(said)
        return {place: {area: tuple(said) for area, said in areas.items()} for place, areas in found.items()}

    def overlaps(self, place: str) -> dict[str, Overlap]:
        """Give the areas that lie in a place in part only, each with the share of it that does.

        Areas that a look-up names, either way round; larger areas that the place lies in, but for regions and nations;
        and places that were divided among this one and others. What lies wholly in the place is none of them.
        """
        named = set(self.covers.get(place, ())) | {area for area, parts in self.covers.items() if place in parts}
        around = {area for area in self.above.get(place, ()) if self.level(area) not in _NOT_SHARED_OUT}
        divided = {old for old, later in followers(self._tables).items() if place in later and len(later) > 1}
        found = sorted((named | around | divided) - {place})
        return {area: self._overlap(place, area) for area in found if not self.is_inside(area, place)}

    def _overlap(self, place: str, area: str) -> Overlap:
        said = self.covers.get(place, {}).get(area, ())
        best = max(said, key=lambda overlap: overlap.rank, default=Overlap(area, None))
        if best.share is None and self.is_inside(place, area):
            return self._by_people(place, area) or self._by_lsoas(place, area) or best
        return best

    def _by_people(self, place: str, area: str) -> Overlap | None:
        """The share of a larger area by the number of people of both, where both are known."""
        inner, outer = self.place[place]["population"], self.place[area]["population"]
        if isinstance(inner, int) and isinstance(outer, int) and 0 < inner <= outer:
            return Overlap(area, inner / outer, *_BY_PEOPLE)
        return None

    def _by_lsoas(self, place: str, area: str) -> Overlap | None:
        """The share of a larger area by the LSOAs in both, where all its places of the level are known by theirs."""
        level = self.level(place)
        alike = [one for one in self._of_level[level] if area in self.above.get(one, ())]
        counted = [self._lsoas[one] for one in alike]
        if len(alike) < 2 or not all(counted) or self._lsoas[area] != sum(counted):
            return None
        return Overlap(area, self._lsoas[place] / self._lsoas[area], *_BY_LSOAS)

    @cached_property
    def _of_level(self) -> Mapping[str, list[str]]:
        """The places of each level."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for place in self.place:
            found[self.level(place)].append(place)
        return found

    @cached_property
    def _lsoas(self) -> Counter[str]:
        """How many LSOAs lie in each place, by the newest codes."""
        lsoas = self._of_level["lsoa"]
        newest = max((str(self.place[one]["year"] or "") for one in lsoas), default="")
        current = [one for one in lsoas if str(self.place[one]["year"] or "") == newest]
        return Counter(larger for one in current for larger in self.above.get(one, ()))

    def shares_beside(self, place: str, overlap: Overlap) -> dict[str, float]:
        """Give the shares of an area that lie in this place and in others of its level, worked out in the same way."""
        level, measure = self.level(place), (overlap.of, overlap.year)
        found = {place: overlap.share or 0.0}
        for other in self._of_level[level]:
            said = None if other == place else self._measured(other, overlap.area, measure)
            if said is not None and said.share is not None:
                found[other] = said.share
        return found if sum(found.values()) <= 1 + 1e-9 else {place: overlap.share or 0.0}

    def _measured(self, place: str, area: str, measure: tuple[str, str]) -> Overlap | None:
        """What is known of an area's share in a place by one measure of one year."""
        for said in self.covers.get(place, {}).get(area, ()):
            if (said.of, said.year) == measure:
                return said
        if measure not in (_BY_PEOPLE, _BY_LSOAS) or not self.is_inside(place, area):
            return None
        return self._by_people(place, area) if measure == _BY_PEOPLE else self._by_lsoas(place, area)


def replaced_in_words(tables: Tables, places: Iterable[str]) -> list[str]:
    """Say of the places that one other replaced alone that their figures are found under it, one sentence for all."""
    later, called = only_followers(tables), names(tables, "place")
    said = sorted(
        {f"{called[old]} ({old}), now {called.get(later[old], later[old])}" for old in places if old in later}
    )
    if not said:
        return []
    more = f" and {len(said) - 3:,} more" if len(said) > 3 else ""
    return [f"What is stated for places that were replaced counts under what followed: {'; '.join(said[:3])}{more}."]
