"""The matcher of services: learns from a list, scores its pairs, takes verdicts and new services."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from tpgraph.errors import InputError
from tpgraph.matching.pairs import LIKELY, SCHEMA, make_pairs, texts
from tpgraph.matching.score import AdditiveModel, Numbers, probability, shipped_model
from tpgraph.matching.service_candidates import (
    DIFFERENT_PLACES,
    INSIDE,
    PLACE_UNKNOWN,
    SAME_PLACE,
    Candidates,
    candidate_pairs,
)
from tpgraph.matching.service_evidence import DAYS_TO_FOLLOW, PEOPLE, PLACE, Compared, both, compare
from tpgraph.matching.service_list import ServiceList, joined_lists, plain, read_services
from tpgraph.matching.service_reasons import Reason, Told, as_columns, reasons_of
from tpgraph.matching.service_relations import DOUBLE, relations, strongest
from tpgraph.matching.service_topics import Topics, described, joined, learn_topics
from tpgraph.matching.service_verdicts import with_judged, with_wordings
from tpgraph.matching.verdicts import judged_rows, pinned

MODEL = "services-2"

# How far verdicts move the shipped weights: standard deviation of a weight, in log odds.
_HELD = 0.5
# What the made lists never show is put in by judgement: of pairs that are otherwise one offer, how many still are.
_INSIDE, _PLACE_UNKNOWN, _FOR_EVERYONE, _AFTERWARDS = 0.5, 0.35, 0.5, 0.02


@dataclass(frozen=True)
class Scored:
    """Pairs with their score.

    Attributes
    ----------
    weights : pairs x features, log odds; with `base` they add up to `log_odds`
    probability : that the two are one offer for the same people, in one place, at one time
    relation, relation_score : how else the two lie to each other, and how strongly, 0 to 1
    """

    pairs: Compared
    weights: Numbers
    log_odds: Numbers
    probability: Numbers
    relation: npt.NDArray[np.str_]
    relation_score: Numbers


class ServiceMatcher:
    """Scores pairs of services of one list.

    Parameters
    ----------
    services : as `tpgraph.matching.service_list.read_services` gives them
    above : place -> places it lies in, by their keys; nothing known if left out
    everyone : wordings that mean everyone
    verdicts : what people said of pairs: left_id, right_id, verdict
    seed : of everything drawn
    """

    def __init__(
        self,
        services: ServiceList,
        *,
        above: Mapping[str, frozenset[str]] | None = None,
        everyone: frozenset[str] = frozenset(),
        verdicts: pa.Table | None = None,
        place_names: Mapping[str, str] | None = None,
        seed: int = 0,
    ) -> None:
        self.services = services
        self.topics: Topics = learn_topics(services, seed)
        self._larger, self._all_people = above or {}, everyone
        self._number()
        self._place_names = place_names or {}
        self.judged = judged_rows(verdicts, services.ids, valued=True)
        found = candidate_pairs(services, self.topics, self._above)
        found = with_judged(found, self.judged, len(services), self._places_of)
        self.topics = with_wordings(services, self.topics, self._compare(found), self.judged)
        self._compared = self._compare(found)
        self.model: AdditiveModel = self._learned(shipped_model("services", len(services)))

    def _number(self) -> None:
        """Bring places and wordings to the numbers that the list has for them."""
        number = {key: place for place, key in enumerate(self.services.places)}
        self._above = {
            number[place]: frozenset(number[other] for other in larger if other in number)
            for place, larger in self._larger.items()
            if place in number
        }
        self._everyone = frozenset(
            place for place, wording in enumerate(self.services.wordings) if plain(wording) in self._all_people
        )

    def _compare(self, candidates: Candidates) -> Compared:
        compared = compare(self.services, self.topics, candidates, self._everyone)
        judged = ~np.isnan(self.judged.labels(compared.left, compared.right))
        return compared.taken((compared.gap <= DAYS_TO_FOLLOW) | judged)

    def _learned(self, model: AdditiveModel) -> AdditiveModel:
        """The weights after the verdicts: each counts as evidence against or for what its pair shows."""
        same = self.judged.labels(self._compared.left, self._compared.right)
        known = np.flatnonzero(~np.isnan(same))
        if not len(known):
            return model
        return model.refitted(model.steps(self._compared.taken(known).evidence), same[known] > 0.5, _HELD)

    def scored(self) -> Scored:
        """Score every candidate pair."""
        return self._score(self._compared)

    def _score(self, compared: Compared) -> Scored:
        steps = self.model.steps(compared.evidence)
        weights = self.model.contributions(steps)
        running = probability(self.model.base + weights.sum(axis=1))
        weights = self._lowered(compared, weights)
        log_odds = self.model.base + weights.sum(axis=1)
        chance = probability(log_odds)
        relation, strength = relations(compared, running, chance)
        chance = pinned(chance, self.judged.labels(compared.left, compared.right))
        strength = np.where(np.isin(relation, DOUBLE), chance, strength)
        return Scored(compared, weights, log_odds, chance, relation, strength)

    def _lowered(self, compared: Compared, weights: Numbers) -> Numbers:
        """Take off the weight of place, people and dates what `_INSIDE` and the others say."""
        evidence = compared.evidence
        place, people = evidence["place"].states, evidence["people"].states
        share = np.select(
            [place == 1 + PLACE.index("one inside the other"), place == 1 + PLACE.index("place not stated")],
            [_INSIDE, _PLACE_UNKNOWN],
            1.0,
        )
        shares = {
            "place": share,
            "people": np.where(people == 1 + PEOPLE.index("one is for everyone"), _FOR_EVERYONE, 1.0),
            "dates": np.where(compared.gap > 0, _AFTERWARDS, 1.0),
        }
        weights = weights.copy()
        at = {feature.name: column for column, feature in enumerate(self.model.features)}
        for name, kept in shares.items():
            lowered = np.flatnonzero(kept < 1)
            before = np.asarray(self.model.base + weights[lowered].sum(axis=1), np.float64)
            chance = probability(before) * kept[lowered]
            weights[lowered, at[name]] += np.log(chance / (1 - chance)) - before
        return weights

    def pairs(self, at_least: float = 0.2, *, related: bool = True) -> pa.Table:
        """Give the pairs worth telling, with reasons.

        Parameters
        ----------
        at_least : lowest probability
        related : whether strong relations that are no double provision are told too: partial overlap, successor,
            complementary; of each service the strongest

        Returns
        -------
        Table in `tpgraph.matching.pairs.SCHEMA`
        """
        return self._told(self.scored(), at_least, related=related)

    def add(self, services: pa.Table, *, bodies: Mapping[str, str] | None = None, at_least: float = 0.2) -> pa.Table:
        """Take new services into the list, and match only them: with each other and with those there before.

        What was learned from the list stays as it is.

        Parameters
        ----------
        services : as for `tpgraph.matching.match_services`
        bodies : organisation id -> id of its body
        at_least : lowest probability

        Returns
        -------
        Table in `tpgraph.matching.pairs.SCHEMA`: the pairs with a new service

        Raises
        ------
        InputError
            If an id is in the list already.
        """
        # Places that were taken as they are have no other ways of writing.
        are_keys = bool(self.services.places) and not self.services.written_places
        new = read_services(services, bodies, places_are_keys=are_keys, known=self.services)
        fresh = np.arange(len(self.services) + len(new)) >= len(self.services)
        topics = described(new, self.topics.learned)
        self.services = joined_lists(self.services, new)
        self.topics = joined(self.topics, topics, len(self.services.wordings))
        self._number()
        self.judged = replace(self.judged, count=len(self.services))
        found = candidate_pairs(self.services, self.topics, self._above, fresh)
        compared = self._compare(found)
        self._compared = both(self._compared, compared)
        return self._told(self._score(compared), at_least, related=False)

    def explain(self, left_id: str, right_id: str) -> tuple[float, str, list[Reason]]:
        """Say why two services are, or are not, one offer; they need not have been candidates.

        Returns
        -------
        probability, relation ("" where place or dates part them for good), and the reasons with their weights in log
        odds, which add up to the score

        Raises
        ------
        InputError
            If an id is not in the list.
        """
        left, right = sorted(self._row(key) for key in (left_id, right_id))
        pair = np.array([left]), np.array([right]), np.array([self._places_of(left, right)], np.int8)
        compared = compare(self.services, self.topics, pair, self._everyone)
        scored = self._score(compared)
        reasons = reasons_of(self._telling(), compared, self.model, scored.weights)[0]
        parted = pair[2][0] == DIFFERENT_PLACES or compared.gap[0] > DAYS_TO_FOLLOW
        return float(scored.probability[0]), "" if parted else str(scored.relation[0]), reasons

    def _row(self, key: str) -> int:
        row = pc.index(self.services.ids, key).as_py()
        if row < 0:
            raise InputError(f"no service of the list has the id '{key}'")
        return int(row)

    def _places_of(self, left: int, right: int) -> int:
        """How the places of two services lie to each other."""
        bounds = (np.searchsorted(self.services.at_service, [row, row + 1]).tolist() for row in (left, right))
        here, there = (set(self.services.at_place[start:end].tolist()) for start, end in bounds)
        if not here or not there:
            return PLACE_UNKNOWN
        if here & there:
            return SAME_PLACE
        around = ({larger for place in of for larger in self._above.get(place, ())} for of in (here, there))
        return (
            INSIDE if any(larger & of for larger, of in zip(around, (there, here), strict=True)) else DIFFERENT_PLACES
        )

    def _telling(self) -> Told:
        return Told(self.services, self.topics, self._place_names, self._everyone, _place_weight(self.services))

    def _told(self, scored: Scored, at_least: float, *, related: bool) -> pa.Table:
        wanted = scored.probability >= at_least
        if related:
            wanted |= strongest(scored.pairs, scored.relation, scored.relation_score, len(self.services))
        rows = np.flatnonzero(wanted)
        if not len(rows):
            return SCHEMA.empty_table()
        pairs = scored.pairs.taken(rows)
        sentences, weights = as_columns(reasons_of(self._telling(), pairs, self.model, scored.weights[rows]))
        return make_pairs(
            self.services.ids.take(pairs.left),
            self.services.ids.take(pairs.right),
            scored.probability[rows],
            scored.relation[rows].tolist(),
            scored.relation_score[rows],
            sentences,
            weights,
        )


def _place_weight(services: ServiceList) -> float:
    """Log of how many pairs of the list there are to one within a place."""
    members = np.bincount(services.at_place).astype(np.float64)
    within = max(float((members * (members - 1)).sum()), 1.0)
    return float(max(0.0, np.log(len(services) * (len(services) - 1.0) / within))) if len(services) > 1 else 0.0


def resolved_bodies(pairs: pa.Table | None) -> dict[str, str]:
    """Organisation id -> the smallest id of its body, from pairs that are likely one.

    Parameters
    ----------
    pairs : left_id, right_id, probability
    """
    if pairs is None or not pairs.num_rows:
        return {}
    likely = pairs.filter(pc.greater_equal(pairs.column("probability"), LIKELY))
    ids = pa.concat_arrays([texts(likely, "left_id"), texts(likely, "right_id")]).dictionary_encode()
    ends = np.asarray(ids.indices).reshape(2, -1)
    count = len(ids.dictionary)
    _, of_body = connected_components(sp.coo_matrix((np.ones(ends.shape[1]), tuple(ends)), (count, count)))
    smallest: dict[int, str] = {}
    for key, body in sorted(zip(ids.dictionary.to_pylist(), of_body.tolist(), strict=True)):
        smallest.setdefault(body, key)
    return {key: smallest[body] for key, body in zip(ids.dictionary.to_pylist(), of_body.tolist(), strict=True)}
