"""How places lie to each other: which lies in which, which followed which, which cover a part of each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tpgraph.graphs.area_gaps import is_gss, what_is_lacking
from tpgraph.graphs.look_ups import everything_above, names, neighbours, table
from tpgraph.tables import Tables

_NOT_SHARED_OUT = frozenset({"region", "nation"})
"""Levels too large: their figures say little of one place."""
_BY_PEOPLE = ("population", "")
_BY_LSOAS = ("LSOAs", "")
"""What a share is of that no look-up states, and the year of it: they are worked out from what lies in what."""
_SAME_SHARE = 0.005
"""Shares that differ by no more are the same: codes of two years differ by an LSOA or two."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of another area lies in a place: `share` of it, 0 to 1, or None where nobody says; of what; when.

    `doubt` says why the share is not known although look-ups are loaded, or why it may be wrong: a clause, or empty.
    """

    area: str
    share: float | None
    of: str = ""
    year: str = ""
    doubt: str = ""

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
            return self._by_people(place, area) or self._by_lsoas(place, area)
        return replace(best, doubt=self._disagreement(place, best, said))

    def _disagreement(self, place: str, best: Overlap, said: Iterable[Overlap]) -> str:
        """Say that two look-ups tell different shares by one measure, or empty."""
        if best.share is None:
            return ""
        shares = {one.share for one in said if (one.of, one.year) == (best.of, best.year) and one.share is not None}
        of = best.of or "it"
        if max(shares) - min(shares) > _SAME_SHARE:
            return f"look-ups of one year disagree: from {min(shares):.1%} to {max(shares):.1%} of its {of}"
        newest, lsoas = self._newest_lsoas
        around, here = lsoas.get(best.area, frozenset()), lsoas.get(place, frozenset())
        if best.of != f"LSOAs {newest}" or not (around and here):
            return ""
        counted = len(around & here) / len(around)
        if abs(counted - best.share) <= _SAME_SHARE:
            return ""
        return (
            f"look-ups disagree: one says {best.share:.1%} of its {of}, by all that are loaded it is {counted:.1%} of "
            f"{len(around):,}"
        )

    def _by_people(self, place: str, area: str) -> Overlap | None:
        """The share of a larger area by the number of people of both, where both are known."""
        inner, outer = self.place[place]["population"], self.place[area]["population"]
        if not isinstance(inner, int) or not isinstance(outer, int) or not 0 < inner <= outer:
            return None
        alike = [one for one in self._of_level[self.level(place)] if area in self.above.get(one, ())]
        together = sum(people for one in alike if isinstance(people := self.place[one]["population"], int))
        doubt = ""
        if together > outer * (1 + _SAME_SHARE):
            doubt = f"the places in it have {together:,} people together, it has {outer:,}"
        return Overlap(area, inner / outer, *_BY_PEOPLE, doubt)

    def _by_lsoas(self, place: str, area: str) -> Overlap:
        """The share of a larger area by the LSOAs in both, where the look-ups loaded hold all of it."""
        lsoas = self._newest_lsoas[1]
        alike = [one for one in self._of_level[self.level(place)] if area in self.above.get(one, ())]
        counted = [len(lsoas.get(one, ())) for one in alike]
        around = len(lsoas.get(area, ()))
        if len(alike) < 2 or not all(counted):
            return Overlap(area, None)
        if around != sum(counted):
            parts = f"the {len(alike):,} places of one level in it"
            return Overlap(
                area, None, doubt=f"look-ups disagree: {around:,} LSOAs lie in it, {sum(counted):,} in {parts}"
            )
        lacking = what_is_lacking(area, self._counted_districts, self._levels, names(self._tables, "place"))
        if lacking:
            return Overlap(area, None, doubt=lacking)
        doubt = "" if is_gss(area) else "it is a share of the LSOAs loaded, and nobody says whether those are all of it"
        return Overlap(area, len(lsoas[place]) / around, *_BY_LSOAS, doubt)

    @cached_property
    def _levels(self) -> Mapping[str, str]:
        """The level of each place."""
        return {place: self.level(place) for place in self.place}

    @cached_property
    def _counted_districts(self) -> Mapping[str, frozenset[str]]:
        """Districts whose LSOAs are known -> the areas that they lie in or have ground in common with."""
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for place, areas in self.covers.items():
            for area in areas:
                beside[place].add(area)
                beside[area].add(place)
        return {
            one: self.above.get(one, frozenset()) | beside[one]
            for one in self._of_level["district"]
            if one in self._newest_lsoas[1]
        }

    @cached_property
    def _of_level(self) -> Mapping[str, list[str]]:
        """The places of each level."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for place in self.place:
            found[self.level(place)].append(place)
        return found

    @cached_property
    def _newest_lsoas(self) -> tuple[str, Mapping[str, frozenset[str]]]:
        """The year of the newest codes of LSOAs, and the LSOAs of that year that lie in each place."""
        lsoas = self._of_level["lsoa"]
        newest = max((str(self.place[one]["year"] or "") for one in lsoas), default="")
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in lsoas:
            if str(self.place[one]["year"] or "") == newest:
                for larger in self.above.get(one, ()):
                    found[larger].add(one)
        return newest, {place: frozenset(inside) for place, inside in found.items()}

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
