"""What is looked at in a pair of services: the offer, its words, needs, people, place, dates, and who runs it.

Every feature is a number, or a named state such as "not stated". None of them is a word of the list, so that weights
learned on one list hold on another.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpgraph.matching.score import Column, Evidence, Feature
from tpgraph.matching.service_candidates import Candidates
from tpgraph.matching.service_list import NO_END, NO_START, ServiceList, is_nationwide_place
from tpgraph.matching.service_topics import Topics
from tpgraph.matching.terms import Ints, row_products

Flags = npt.NDArray[np.bool_]

# States of features, by name; their codes count from 1.
PEOPLE = ("same wording", "not stated in one", "not stated in both", "one is for everyone")
NEEDS = ("not stated",)
PLACE = ("one place", "one inside the other", "place not stated", "nationwide", "different places")
DATES = ("run together", "dates not stated")
BODY = ("different bodies", "one body", "body not stated")

FEATURES = (
    Feature("offer", (-0.4, -0.3, -0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.27, 0.35), rising=True),
    Feature("name", (0.01, 0.2, 0.5, 0.8, 0.97), ("not stated",)),
    Feature("text", (0.01, 0.15, 0.3, 0.5, 0.7, 0.95), ("not stated",)),
    Feature("needs", (0.01, 0.3, 0.6, 0.99), NEEDS, rising=True),
    Feature("people", (-0.3, -0.2, -0.1, -0.06, -0.03, 0.0, 0.03, 0.06, 0.1, 0.14), PEOPLE, rising=True),
    # Alike in words and for the same people by the same word: more than the two add up to.
    Feature("alike throughout", (0.3, 0.6, 0.9), rising=True),
    Feature("place", (), PLACE),
    Feature("dates", (), DATES),
    Feature("body", (), BODY),
)

# One service that begins so many days after another ended may have followed it.
DAYS_TO_FOLLOW = 366


@dataclass(frozen=True)
class Compared:
    """Pairs and what was seen of them.

    Attributes
    ----------
    left, right : row numbers
    evidence : feature name -> its column
    gap : days between the end of one and the start of the other; 0 or less where they run together
    """

    left: Ints
    right: Ints
    evidence: Evidence
    gap: Ints

    def taken(self, rows: Ints | Flags) -> "Compared":
        """Some of the pairs."""
        evidence = {name: Column(col.values[rows], col.states[rows]) for name, col in self.evidence.items()}
        return Compared(self.left[rows], self.right[rows], evidence, self.gap[rows])


def both(first: Compared, second: Compared) -> Compared:
    """The pairs of two comparisons, those of the first before those of the second."""
    evidence = {
        name: Column(np.concatenate([col.values, other.values]), np.concatenate([col.states, other.states]))
        for name, col, other in ((name, col, second.evidence[name]) for name, col in first.evidence.items())
    }
    left, right = np.concatenate([first.left, second.left]), np.concatenate([first.right, second.right])
    return Compared(left, right, evidence, np.concatenate([first.gap, second.gap]))


def compare(services: ServiceList, topics: Topics, candidates: Candidates, everyone: frozenset[int]) -> Compared:
    """Look at every candidate pair.

    Parameters
    ----------
    everyone : numbers of the wordings that mean everyone
    """
    left, right, place = candidates
    nothing = np.zeros(len(left), np.int8)
    like = np.zeros(len(left), np.float32)
    for start in range(0, len(left), 200_000):
        block = slice(start, start + 200_000)
        like[block] = np.einsum("ij,ij->i", topics.vectors[left[block]], topics.vectors[right[block]])
    has_text, has_needs = topics.text_terms.getnnz(axis=1) > 0, services.needs.getnnz(axis=1) > 0
    has_name = topics.name_terms.getnnz(axis=1) > 0
    name, text = row_products(topics.name_terms, left, right), row_products(topics.text_terms, left, right)
    people = _people(services, topics, left, right, everyone)
    one_word = people.states == 1 + PEOPLE.index("same wording")
    evidence = {
        "offer": Column(like - topics.learned.offer_begins, nothing),
        "name": Column(name, _lacking(has_name, left, right)),
        "text": Column(text, _lacking(has_text, left, right)),
        "needs": Column(row_products(topics.needs, left, right), _lacking(has_needs, left, right)),
        "people": people,
        "alike throughout": Column(np.where(one_word, np.maximum(name, text), 0), nothing),
        "place": Column(like, _place_states(services, left, place)),
        "dates": Column(like, _date_states(services, left, right)),
        "body": Column(like, _body_states(services, left, right)),
    }
    gap = np.maximum(services.start[left], services.start[right]) - np.minimum(services.end[left], services.end[right])
    return Compared(left, right, evidence, gap)


def _lacking(has: Flags, left: Ints, right: Ints) -> npt.NDArray[np.int8]:
    return (~(has[left] & has[right])).astype(np.int8)


def _people(services: ServiceList, topics: Topics, left: Ints, right: Ints, everyone: frozenset[int]) -> Column:
    """The likeness of the two wordings that are likest, of those of either service."""
    groups = services.groups
    width = max(1, int((groups >= 0).any(axis=0).sum()))
    best = np.full(len(left), -1.0, np.float32)
    same = np.zeros(len(left), bool)
    wide = np.zeros(len(left), bool)
    all_people = np.array(sorted(everyone), np.int64)
    for one in range(width):
        for other in range(width):
            here, there = groups[left, one], groups[right, other]
            both = (here >= 0) & (there >= 0)
            best[both] = np.maximum(best[both], topics.learned.wordings[here[both], there[both]])
            same |= both & (here == there)
            wide |= both & (np.isin(here, all_people) | np.isin(there, all_people))
    silent = (groups[left, 0] < 0).astype(np.int8) + (groups[right, 0] < 0)
    states = np.select([same, silent == 1, silent == 2, wide], [1, 2, 3, 4], 0).astype(np.int8)
    return Column(best - topics.learned.people_begin, states)


def _place_states(services: ServiceList, left: Ints, place: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    wide = np.zeros(len(services), bool)
    nationwide = is_nationwide_place(services)[services.at_place]
    wide[services.at_service[nationwide]] = True
    return np.where((place == 0) & wide[left], 4, place + 1).astype(np.int8)


def _date_states(services: ServiceList, left: Ints, right: Ints) -> npt.NDArray[np.int8]:
    """Together, or not stated: which of two services without any dates came first cannot be known."""
    known = (services.start != NO_START) | (services.end != NO_END)
    return np.where(known[left] & known[right], 1, 2).astype(np.int8)


def _body_states(services: ServiceList, left: Ints, right: Ints) -> npt.NDArray[np.int8]:
    here, there = services.bodies[left], services.bodies[right]
    return np.select([(here < 0) | (there < 0), here == there], [3, 2], 1).astype(np.int8)
