"""How two services lie to each other: one offer twice, overlap in part, successor, complementary; and how strongly."""

import numpy as np
import numpy.typing as npt

from tpgraph.matching.pairs import LIKELY, POSSIBLE
from tpgraph.matching.score import Numbers, probability
from tpgraph.matching.service_evidence import PEOPLE, PLACE, Compared

# Relations of two that are one offer.
DOUBLE = ("listed_twice", "duplicated_provision")
# Other relations are told if they are so strong, the strongest of each service.
LEAST_RELATED, MOST_RELATED = 0.75, 3
# Scales of likeness over which "alike" turns into "the same".
_OFFER_SCALE, _PEOPLE_SCALE = 0.06, 0.04


def relations(pairs: Compared, running: Numbers, chance: Numbers) -> tuple[npt.NDArray[np.str_], Numbers]:
    """How the two lie to each other, and how strongly: the mean of what they share, of what is known.

    Parameters
    ----------
    running : the probability if both ran at one time, in one place, for the same people
    chance : the probability
    """
    evidence = pairs.evidence
    offer = probability(np.asarray(evidence["offer"].values / _OFFER_SCALE, np.float64))
    people = probability(np.asarray(np.nan_to_num(evidence["people"].values) / _PEOPLE_SCALE, np.float64))
    state = evidence["people"].states
    people = np.select([state == 1 + PEOPLE.index("same wording"), state > 0], [1.0, 0.5], people)
    inside = evidence["place"].states == 1 + PLACE.index("one inside the other")
    for_all = state == 1 + PEOPLE.index("one is for everyone")
    needs = np.where(evidence["needs"].states > 0, 0.5, np.minimum(1, evidence["needs"].values * 1.5))
    place = np.where(inside, 0.5, np.where(evidence["place"].states == 1 + PLACE.index("place not stated"), 0.3, 1.0))
    one_body = evidence["body"].states == 2
    double = np.where(one_body, "listed_twice", "duplicated_provision")
    afterwards = pairs.gap > 0
    in_part = inside | for_all | ((chance < LIKELY) & (people < 0.5))
    beside = ~in_part & (chance < POSSIBLE) & (offer < 0.5) & (needs > 0.3)
    relation = np.select(
        [afterwards, in_part & (offer >= 0.5), beside], ["successor", "partial_overlap", "complementary"], double
    )
    shared = (np.maximum(offer, needs) + people + place + 1) / 4
    strength = np.select([afterwards, relation == "complementary"], [running, needs * people * place], shared)
    return relation, strength


def strongest(pairs: Compared, relation: npt.NDArray[np.str_], strength: Numbers, count: int) -> npt.NDArray[np.bool_]:
    """Which pairs are among the strongest relations of their services, double provision aside.

    Parameters
    ----------
    count : how many services there are
    """
    rows = np.flatnonzero(~np.isin(relation, DOUBLE) & (strength >= LEAST_RELATED))
    rows = rows[np.argsort(-strength[rows], kind="stable")]
    taken = np.zeros(count, np.int64)
    kept = np.zeros(len(relation), bool)
    for row, left, right in zip(rows.tolist(), pairs.left[rows].tolist(), pairs.right[rows].tolist(), strict=True):
        if taken[left] < MOST_RELATED and taken[right] < MOST_RELATED:
            taken[left] += 1
            taken[right] += 1
            kept[row] = True
    return kept
