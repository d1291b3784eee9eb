"""What is known where a gap is looked for: services near a need, and the lists that are declared complete."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tpgraph.graphs.look_ups import EVERYONE, everything_above, names, neighbours, table
from tpgraph.graphs.offers import Offer, Offers, read_offers
from tpgraph.graphs.people import PeopleInNeed
from tpgraph.reference import simplify
from tpgraph.tables import Tables


@dataclass(frozen=True)
class Ground:
    """What gaps are looked for on: offers by plain need, what lies above each need, and the lists declared complete."""

    offers: Offers
    by_need: Mapping[str, Sequence[Offer]]
    broader: Mapping[str, frozenset[str]]
    narrower: Mapping[str, frozenset[str]]
    need_keys: Mapping[str, str]
    complete: Sequence[Mapping[str, object]]

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


def read_ground(tables: Tables) -> Ground:
    """Read the offers, the tree of needs and the lists declared complete; those of one sector alone are left out."""
    offers = read_offers(tables)
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
    )


def nearby(one: PeopleInNeed, ground: Ground) -> Nearby:
    """Sort the services for a need: those that serve the people there, those for others, those without a place."""
    near = Nearby()
    seen = set()
    meant = ground.keys({one.need_id, *ground.narrower.get(one.need_id, ())}) | {one.need}
    for offer in (offer for need in sorted(meant) for offer in ground.by_need.get(need, ())):
        if offer.id in seen:
            continue
        seen.add(offer.id)
        fits = not offer.groups or not one.group or one.group in offer.groups or EVERYONE in (one.group, *offer.groups)
        reaches = any(
            ground.offers.is_inside(one.place, place) or ground.offers.is_inside(place, one.place)
            for place in offer.places
        )
        if fits and reaches:
            near.found.append(offer)
        elif reaches:
            near.for_others.append(offer)
        elif fits and not offer.places:
            near.without_place.append(offer)
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
