"""Which services overlap, by the first rule: same need, same people, same place, at one time.

Points and what they are worth:

=============================================  ======
both meet a need                                    1
both for the same client group                      2
one for everyone, or a group not stated             0
in the same place                                   2
one place inside the other, or not stated           0
names or descriptions much alike                    2
names or descriptions somewhat alike                1
described in quite other words                     -1
=============================================  ======

======  ===========  ========
points  probability  grade
======  ===========  ========
7       .9           strong
6       .65          likely
5       .5           likely
4       .35          possible
3       .2           possible
fewer   left out
======  ===========  ========

So the plain rule (need, group, place, no dates against it) is worth five points, "about 5 in 10 such pairs", and what
the two say of themselves moves it up or down. Dates give no points: those that are not stated contradict nothing.

A known difference of client group, place or dates leaves a pair out, but for one service that follows another within
a year (`successor`, .2). Where a place is not stated a pair is never more than possible, and is listed only if the
names or descriptions are much alike (of one provider: the names). Two services of one provider are listed only if their
wording is at least somewhat alike.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable

import pyarrow as pa

from tpgraph.graphs.offers import read_offers
from tpgraph.matching.candidates import candidate_pairs
from tpgraph.matching.comparison import Comparer, Comparison, reasons
from tpgraph.tables import Tables, schema

MODEL = "rules-1"

_PROBABILITY = {3: 0.2, 4: 0.35, 5: 0.5, 6: 0.65, 7: 0.9}
_FOLLOWS = 0.2
_PLACE_UNKNOWN = 0.35
# Most pairs kept for one service: its best ones.
MOST_FOR_ONE_SERVICE = 25


def overlaps(tables: Tables) -> pa.Table:
    """Score the pairs of services that may be the same offer.

    Services whose status is inactive, defunct or closed and those that ended before the years of the place are left
    out. Pairs are looked for among services of one need; how their number is bounded stands in
    `tpgraph.matching.candidates`; of each service its best `MOST_FOR_ONE_SERVICE` pairs are kept, and those in which it
    is among the other's best.

    Parameters
    ----------
    tables : graph tables
        service, need, client_group, place, organisation, rel_meets, rel_serves, rel_available_in, rel_provides,
        rel_part_of, setting, funding_flow, client_need; those that are not there count as empty.

    Returns
    -------
    Table in the schema graph.rel_overlaps
        One row a pair, smaller service id first, sorted by the two ids. `probability` that the two are the same offer
        by the table above; grade strong >= .8, likely >= .5, possible >= .2; reasons in words.
    """
    offers = read_offers(tables)
    comparer = Comparer(offers)
    scored = []
    for left, right in candidate_pairs(offers):
        pair = comparer.compare(left, right)
        probability = _probability(pair)
        if probability is not None:
            scored.append((probability, pair))
    rows = [
        {
            "source_id": pair.left.id,
            "target_id": pair.right.id,
            "relation": _relation(pair),
            "grade": grade_of(probability),
            "probability": probability,
            "model": MODEL,
            "reasons": reasons(pair, offers),
        }
        for probability, pair in _best(scored)
    ]
    return pa.Table.from_pylist(rows, schema=schema("graph.rel_overlaps"))


def grade_of(probability: float) -> str:
    """Name the grade of a probability of at least .2: strong >= .8, likely >= .5, else possible."""
    return "strong" if probability >= 0.8 else "likely" if probability >= 0.5 else "possible"


def points_of(pair: Comparison) -> int:
    """Add up the points of the table above."""
    points = 1
    points += 2 if pair.group == "same" else 0
    points += 2 if pair.place == "same" else 0
    wording = (pair.name, pair.text)
    if "much alike" in wording:
        return points + 2
    if "somewhat alike" in wording:
        return points + 1
    return points - 1 if pair.text == "not alike" else points


def _probability(pair: Comparison) -> float | None:
    """The probability of a pair, None where it is left out."""
    if "different" in (pair.group, pair.place) or pair.dates == "apart":
        return None
    wording = (pair.name, pair.text)
    if pair.same_provider and not {"much alike", "somewhat alike"} & set(wording):
        return None
    if pair.dates == "follow":
        return _FOLLOWS if (pair.group, pair.place) == ("same", "same") else None
    probability = _PROBABILITY.get(points_of(pair))
    if pair.place != "unknown" or probability is None:
        return probability
    # One body describes its branches alike: of these only the names can tell.
    alike = pair.name == "much alike" if pair.same_provider else "much alike" in wording
    return min(probability, _PLACE_UNKNOWN) if alike else None


def _relation(pair: Comparison) -> str:
    if pair.dates == "follow":
        return "successor"
    if "inside" in (pair.group, pair.place):
        return "partial_overlap"
    return "listed_twice" if pair.same_provider else "duplicated_provision"


def _best(scored: Iterable[tuple[float, Comparison]]) -> list[tuple[float, Comparison]]:
    """Keep the pairs that are among the best of one of their two services, sorted by ids."""
    of_service: defaultdict[str, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    pairs = {}
    for probability, pair in scored:
        key = (pair.left.id, pair.right.id)
        pairs[key] = (probability, pair)
        for service in key:
            # Negative, so that the smallest are the best and equal ones come in order of id.
            of_service[service].append((-probability, key))
    kept = {key for listed in of_service.values() for _, key in heapq.nsmallest(MOST_FOR_ONE_SERVICE, listed)}
    return [pairs[key] for key in sorted(kept)]
