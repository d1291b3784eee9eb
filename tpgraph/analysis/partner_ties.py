"""Which bodies share people or needs in a place, and which of them are tied already as far as our lists say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import pyarrow as pa

from tpgraph.graphs.look_ups import EVERYONE, neighbours, table, texts
from tpgraph.graphs.offers import Offers
from tpgraph.graphs.people import PeopleInNeed
from tpgraph.tables import Tables

# A need or group that more bodies share in one place says nothing of any two of them.
MOST_BODIES = 60
# Most pairs that are counted at all; the topics that fewest bodies share come first.
MOST_PAIRS = 200_000


@dataclass(frozen=True, order=True, slots=True)
class Topic:
    """A client group or a need in a place: `kind` is group or need, `key` its plain words."""

    kind: str
    key: str
    place: str


Pair = tuple[str, str]


def pair_of(one: str, other: str) -> Pair:
    """Two ids in order."""
    return (one, other) if one < other else (other, one)


def shared_topics(offers: Offers) -> tuple[dict[Pair, set[Topic]], int]:
    """Give what each two bodies share: a topic of one, in its place or in one that nests with it.

    Returns
    -------
    dict of pair -> topics (of two places that nest, the smaller one), and how many topics were left out because more
    than `MOST_BODIES` bodies share them or `MOST_PAIRS` pairs were found before
    """
    direct, inside = _who_works_on(offers)
    found: defaultdict[Pair, set[Topic]] = defaultdict(set)
    left_out = 0
    crowd = {topic: bodies | {body for _, body in inside.get(topic, ())} for topic, bodies in direct.items()}
    for topic in sorted(direct, key=lambda one: (len(crowd[one]), one)):
        if len(crowd[topic]) > MOST_BODIES or len(found) >= MOST_PAIRS:
            left_out += 1
            continue
        for one, other in combinations(sorted(direct[topic]), 2):
            found[one, other].add(topic)
        for smaller, body in inside.get(topic, ()):
            for other in direct[topic] - {body}:
                found[pair_of(body, other)].add(Topic(topic.kind, topic.key, smaller))
    return dict(found), left_out


def _who_works_on(offers: Offers) -> tuple[dict[Topic, set[str]], dict[Topic, set[tuple[str, str]]]]:
    """Bodies by topic; and by topic of a larger place those that work on it in a place inside, with that place."""
    direct: defaultdict[Topic, set[str]] = defaultdict(set)
    inside: defaultdict[Topic, set[tuple[str, str]]] = defaultdict(set)
    for offer in offers.by_id.values():
        about = [("need", key) for key in offer.needs] + [("group", key) for key in offer.groups if key != EVERYONE]
        for place in offer.places:
            for kind, key in about:
                direct[Topic(kind, key, place)] |= offer.bodies
                for larger in offers.above.get(place, ()):
                    inside[Topic(kind, key, larger)] |= {(place, body) for body in offer.bodies}
    return dict(direct), dict(inside)


def tied_pairs(tables: Tables, offers: Offers, bodies: Iterable[str]) -> set[Pair]:
    """Give the pairs of bodies with a tie: they work together, one pays, owns or succeeds the other, they run or buy
    one service, their services refer to each other, or they may be one body.
    """  # fmt: skip
    wanted = set(bodies)
    ties: set[Pair] = set()
    for relationship in ("rel_works_with", "rel_funds", "rel_owned_by", "rel_succeeded_by", "rel_same_as"):
        for one, others in neighbours(tables, relationship).items():
            ties.update(pair_of(one, other) for other in others)
    ties.update(_paid(tables, wanted))
    for offer in offers.by_id.values():
        ties.update(combinations(sorted(offer.bodies), 2))
    for service, others in neighbours(tables, "rel_refers_to").items():
        for other in others:
            ties.update(_between(offers, service, other))
    return ties


def _between(offers: Offers, service: str, other: str) -> Iterator[Pair]:
    here, there = offers.by_id.get(service), offers.by_id.get(other)
    if here is not None and there is not None:
        yield from (pair_of(one, two) for one in here.bodies for two in there.bodies if one != two)


def _paid(tables: Tables, bodies: set[str]) -> Iterator[Pair]:
    """Pairs of the bodies of which one pays the other in any flow: FUNDS sums only what is itemised."""
    import pyarrow.compute as pc

    wanted = pa.array(sorted(bodies), pa.string())
    pays, paid_to = table(tables, "rel_pays"), table(tables, "rel_to")
    pays = pays.filter(pc.is_in(pays["source_id"], wanted))
    paid_to = paid_to.filter(pc.is_in(paid_to["target_id"], wanted))
    payer = dict(zip(texts(pays, "target_id"), texts(pays, "source_id"), strict=True))
    for flow, payee in zip(texts(paid_to, "source_id"), texts(paid_to, "target_id"), strict=True):
        if flow in payer and payer[flow] != payee:
            yield pair_of(payer[flow], payee)


def people_by_topic(statements: Iterable[PeopleInNeed], offers: Offers) -> Mapping[Topic, int]:
    """Give the largest number of people known by topic, for each place and all that it lies in."""
    most: dict[Topic, int] = {}
    for one in statements:
        if one.people is None or not one.place:
            continue
        for place in offers.reach(one.place):
            for topic in (Topic("need", one.need, place), Topic("group", one.group, place)):
                most[topic] = max(most.get(topic, 0), one.people)
    return most
