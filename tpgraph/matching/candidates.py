"""Which pairs of services are worth comparing: same need and same place, within bounds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product

from tpgraph.graphs.offers import Offer, Offers
from tpgraph.matching.words import words_of

# Most pairs that one group of services may give before it is split, and that a split group may give at all.
MOST_PAIRS = 30_000
# Without a place only names can tell: pairs must share a word that so few services of the need have.
MOST_PAIRS_WITHOUT_PLACE = 1_500

Pair = tuple[Offer, Offer]
Keys = Callable[[Offer], Iterable[str]]


def candidate_pairs(offers: Offers) -> Iterator[Pair]:
    """Give the pairs of services that share a need and are not known to be in different places.

    Services of one need are paired within each place, and with those available in places inside it. Services without a
    place are paired with services of the need whose names share a word. A group with more than `MOST_PAIRS` pairs is
    split by client group, then by the words of the names; what is still larger after that is left out: such words
    (`service`, `advice`) tell nothing. So the number of pairs stays bounded however many services share one need.

    Returns
    -------
    iterator of pairs
        Smaller id first; each pair once; order is the same for the same services.
    """
    seen: set[tuple[str, str]] = set()
    for near, inside, splits, most in _blocks(offers):
        for left, right in _bounded(near, inside, splits, most):
            key = (left.id, right.id) if left.id < right.id else (right.id, left.id)
            if left.id != right.id and key not in seen:
                seen.add(key)
                yield (left, right) if left.id < right.id else (right, left)


def _blocks(offers: Offers) -> Iterator[tuple[list[Offer], list[Offer], tuple[Keys, ...], int]]:
    """Groups of services, others to pair them with, how to split the two, and how many pairs they may give."""
    direct: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
    inside: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
    placed: defaultdict[str, list[Offer]] = defaultdict(list)
    unplaced: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in offers.by_id.values():
        around = {larger for place in offer.places for larger in offers.above.get(place, ())} - offer.places
        for need in offer.needs:
            (placed if offer.places else unplaced)[need].append(offer)
            for place in sorted(offer.places):
                direct[need, place].append(offer)
            for place in sorted(around):
                inside[need, place].append(offer)
    for key, near in sorted(direct.items()):
        yield near, inside.get(key, []), (_groups, _name_words), MOST_PAIRS
    for need, near in sorted(unplaced.items()):
        for members, others in _split(near, placed.get(need, []), _name_words):
            yield members, others, (), MOST_PAIRS_WITHOUT_PLACE


def _bounded(near: Sequence[Offer], far: Sequence[Offer], splits: tuple[Keys, ...], most: int) -> Iterator[Pair]:
    """All pairs among `near` and between `near` and `far`; split by key first where they are too many."""
    if len(near) * (len(near) - 1) // 2 + len(near) * len(far) <= most:
        yield from combinations(near, 2)
        yield from product(near, far)
    elif splits:
        for members, others in _split(near, far, splits[0]):
            yield from _bounded(members, others, splits[1:], most)


def _split(near: Sequence[Offer], far: Sequence[Offer], keys: Keys) -> Iterator[tuple[list[Offer], list[Offer]]]:
    found: defaultdict[str, tuple[list[Offer], list[Offer]]] = defaultdict(lambda: ([], []))
    for side, offers in enumerate((near, far)):
        for offer in offers:
            for key in keys(offer):
                found[key][side].append(offer)
    for _, group in sorted(found.items()):
        if group[0]:
            yield group


def _groups(offer: Offer) -> Iterable[str]:
    return offer.groups or ("",)


def _name_words(offer: Offer) -> Iterable[str]:
    return words_of(offer.name)
