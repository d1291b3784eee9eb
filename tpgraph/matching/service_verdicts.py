"""What verdicts on pairs of services tell beyond their pair."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tpgraph.matching.service_candidates import Candidates
from tpgraph.matching.service_evidence import Compared
from tpgraph.matching.service_list import ServiceList
from tpgraph.matching.service_topics import Topics
from tpgraph.matching.verdicts import Judged

# How far from the line a verdict moves two wordings of client groups.
_WORDS_JUDGED = 0.08


def with_wordings(services: ServiceList, topics: Topics, compared: Compared, judged: Judged) -> Topics:
    """Learn from verdicts which wordings mean the same people: of two much alike offers the people decide.

    One verdict may be wrong: it moves two wordings to the right side of the line, no further.
    """
    same = judged.labels(compared.left, compared.right)
    people = compared.evidence["people"]
    telling = ~np.isnan(same) & (people.states == 0) & (compared.evidence["offer"].values >= 0)
    if not telling.any():
        return topics
    groups = services.groups[:, 0]
    pairs = zip(groups[compared.left[telling]].tolist(), groups[compared.right[telling]].tolist(), strict=True)
    said: defaultdict[tuple[int, int], float] = defaultdict(float)
    for (one, other), label in zip(pairs, same[telling].tolist(), strict=True):
        said[min(one, other), max(one, other)] += 2 * label - 1
    alike, begins = topics.learned.wordings.copy(), topics.learned.people_begin
    for (one, other), balance in said.items():
        side = float(np.sign(balance))
        if side and side * (alike[one, other] - begins) < _WORDS_JUDGED:
            alike[one, other] = alike[other, one] = begins + side * _WORDS_JUDGED
    return replace(topics, learned=replace(topics.learned, wordings=alike))


def with_judged(found: Candidates, judged: Judged, count: int, place_of: Callable[[int, int], int]) -> Candidates:
    """Add pairs that people judged and the matcher did not think of.

    Parameters
    ----------
    count : how many services there are
    place_of : how the places of two services lie to each other
    """
    left, right, place = found
    missing = ~np.isin(judged.left * count + judged.right, left * count + right)
    pairs = zip(judged.left[missing].tolist(), judged.right[missing].tolist(), strict=True)
    of_judged = np.array([place_of(one, other) for one, other in pairs], np.int8)
    return (
        np.concatenate([left, judged.left[missing]]),
        np.concatenate([right, judged.right[missing]]),
        np.concatenate([place, of_judged]),
    )
