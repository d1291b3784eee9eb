"""What is known where a gap is looked for: services near a need, lists declared complete, and whom to ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tpgraph.analysis.cells import is_called
from tpgraph.graphs.areas import Areas, replaced_in_words
from tpgraph.graphs.look_ups import EVERYONE, everything_above, names, neighbours, table
from tpgraph.graphs.offers import Offer, Offers, read_offers
from tpgraph.graphs.people import PeopleInNeed, read_people
from tpgraph.graphs.phrases import in_words
from tpgraph.graphs.years import first_day, first_day_of
from tpgraph.reference import simplify
from tpgraph.tables import Tables


@dataclass(frozen=True)
class Ground:
    """What gaps are looked for on: offers by plain need, what lies above each need, and the lists declared complete.

    Services that ended stay among the offers: each need says by its own year which are over. `first_day` is that of the
    years of the place; `counted` are the ids of the bodies we count; of a pair `in_part` the first place covers a part
    of the second.
    """

    offers: Offers
    by_need: Mapping[str, Sequence[Offer]]
    broader: Mapping[str, frozenset[str]]
    narrower: Mapping[str, frozenset[str]]
    need_keys: Mapping[str, str]
    complete: Sequence[Mapping[str, object]]
    first_day: str
    counted: Sequence[str]
    in_part: frozenset[tuple[str, str]]

    def around_need(self, need_id: str) -> frozenset[str]:
        """A need and all broader ones, by id."""
        return self.broader.get(need_id, frozenset()) | {need_id}

    def keys(self, need_ids: Iterable[str]) -> frozenset[str]:
        """Plain words of needs."""
        return frozenset(self.need_keys.get(need, need) for need in need_ids)


@dataclass
class Nearby:
    """Services that meet a need, by how far they serve the people meant."""

    found: list[Offer] = field(default_factory=list)
    for_others: list[Offer] = field(default_factory=list)
    without_place: list[Offer] = field(default_factory=list)
    in_part: list[Offer] = field(default_factory=list)
    over: list[Offer] = field(default_factory=list)


def read_ground(tables: Tables) -> Ground:
    """Read the offers, the tree of needs and the lists declared complete; those of one sector alone are left out."""
    offers = read_offers(tables, ended=True)
    by_need: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in offers.by_id.values():
        for need in offer.needs:
            by_need[need].append(offer)
    need_names = names(tables, "need")
    rows = table(tables, "coverage").to_pylist()
    return Ground(
        offers=offers,
        by_need=by_need,
        broader=everything_above(neighbours(tables, "rel_broader")),
        narrower=everything_above(neighbours(tables, "rel_broader", backwards=True)),
        need_keys={key: simplify(name) or key for key, name in need_names.items()},
        complete=[row for row in rows if row["complete"] == "yes" and not row["sector"]],
        first_day=first_day(tables),
        counted=[row["value"] for row in table(tables, "setting").to_pylist() if row["key"] == "body"],
        in_part=frozenset(
            (place, part) for place, parts in neighbours(tables, "rel_covers_part_of").items() for part in parts
        ),
    )


def day_asked(one: PeopleInNeed, declared: Mapping[str, object] | None, ground: Ground) -> str:
    """The day that a service must not have ended before, as ISO text; empty where nobody says any.

    The first day of the year of the need; else the day the list was complete; else the first day of the place's years.
    """
    as_of = str(declared["as_of"] or "") if declared else ""
    return first_day_of(one.financial_year) or as_of or ground.first_day


def nearby(one: PeopleInNeed, ground: Ground, day: str) -> Nearby:
    """Sort the services for a need: for the people there, for others, without a place, in part of it, and over."""
    near = Nearby()
    seen = set()
    meant = ground.keys({one.need_id, *ground.narrower.get(one.need_id, ())}) | {one.need}
    for offer in (offer for need in sorted(meant) for offer in ground.by_need.get(need, ())):
        if offer.id in seen:
            continue
        seen.add(offer.id)
        fits = _fits(offer, one)
        reaches = _reaches(offer, one.place, ground.offers)
        if offer.is_over_before(day):
            near.over.extend([offer] if fits and reaches else [])
        elif fits and reaches:
            near.found.append(offer)
        elif reaches:
            near.for_others.append(offer)
        elif fits and not offer.places:
            near.without_place.append(offer)
        elif fits and any((its, one.place) in ground.in_part for its in offer.places):
            near.in_part.append(offer)
    return near


def declared_complete(one: PeopleInNeed, ground: Ground) -> Mapping[str, object] | None:
    """The newest line of `coverage` that declares the list complete for this place and need."""
    places, needs = ground.offers.reach(one.place), ground.around_need(one.need_id)
    fitting = [
        row
        for row in ground.complete
        if (not row["place_id"] or row["place_id"] in places) and (not row["need_id"] or row["need_id"] in needs)
    ]
    return max(fitting, key=lambda row: (str(row["as_of"] or ""), str(row["publisher"] or "")), default=None)


def _reaches(offer: Offer, place: str, offers: Offers) -> bool:
    """Whether a service may be used in a place, in a larger one or in a part of it."""
    return any(offers.is_inside(place, its) or offers.is_inside(its, place) for its in offer.places)


def _fits(offer: Offer, one: PeopleInNeed) -> bool:
    """Whether a service is for the people meant, for everyone, or does not say for whom."""
    return not offer.groups or not one.group or one.group in offer.groups or EVERYONE in (one.group, *offer.groups)


def who_to_ask(
    one: PeopleInNeed, nearest: Iterable[Offer], declared: Mapping[str, object], ground: Ground
) -> list[str]:
    """Name who should be in the room: nobody only where nobody is known at all.

    Commissioners and providers of what comes nearest; else who declares the list complete; else, in that place, who
    provides anything for these people, who provides anything, who commissions anything; else the bodies we count.
    """
    offers = ground.offers
    there = [offer for offer in offers.by_id.values() if _reaches(offer, one.place, offers)]
    circles = (
        {body for offer in nearest for body in offer.bodies},
        {str(declared["publisher"])} if declared["publisher"] else set(),
        {body for offer in there if _fits(offer, one) for body in offer.providers},
        {body for offer in there for body in offer.providers},
        {body for offer in there for body in offer.commissioners},
        set(ground.counted),
    )
    bodies = next((circle for circle in circles if circle), set())
    return sorted(offers.organisations.get(body, body) for body in bodies)


def other_areas(tables: Tables, asked: str, people: Iterable[PeopleInNeed]) -> list[str]:
    """Say which people are stated for other areas: under a place that was replaced, or for one that lies there in part.

    The first count under what followed; the second are none of the place's own.

    Parameters
    ----------
    asked : name or id of the place asked about; empty = all
    people : the statements that were looked at
    """
    replaced = replaced_in_words(tables, {one.place for one in people})
    areas = Areas(tables)
    here = [place for place, row in areas.place.items() if asked and is_called(asked, (place, str(row["name"] or "")))]
    overlaps = {area for place in here for area in areas.overlaps(place)}
    found = [one for one in read_people(tables) if one.place in overlaps]
    if not found:
        return replaced
    called = in_words(sorted({str(areas.place[one.place]["name"] or one.place) for one in found}), most=3)
    number = f"{len(found):,} numbers of people are" if len(found) > 1 else "1 number of people is"
    return [
        *replaced,
        f"{number} stated for areas that lie in {asked} in part only ({called}) and not counted here: `tpgraph find "
        "apportioned` says what they mean for it.",
    ]
