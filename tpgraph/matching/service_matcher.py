"""The matcher of services: learns from a list, scores its pairs, takes verdicts and new services."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from tpgraph.matching.pairs import LIKELY, POSSIBLE, SCHEMA, make_pairs, texts
from tpgraph.matching.score import AdditiveModel, Numbers, probability, shipped_model
from tpgraph.matching.service_candidates import PLACE_UNKNOWN, Candidates, candidate_pairs
from tpgraph.matching.service_evidence import DAYS_TO_FOLLOW, PEOPLE, PLACE, Compared, compare
from tpgraph.matching.service_list import ServiceList, plain
from tpgraph.matching.service_reasons import Told, as_columns, reasons_of
from tpgraph.matching.service_topics import Topics, learn_topics
from tpgraph.matching.verdicts import Judged, judged_rows, pinned

MODEL = "services-2"

# How far verdicts move the shipped weights: standard deviation of a weight, in log odds.
_HELD = 0.5
# What the made lists never show is put in by judgement: of pairs that are otherwise one offer, how many still are.
_INSIDE, _PLACE_UNKNOWN, _FOR_EVERYONE, _AFTERWARDS = 0.5, 0.35, 0.5, 0.02
# Relations that are no double provision are told if they are so strong, the strongest of each service.
LEAST_RELATED, MOST_RELATED = 0.75, 3
# Scales of likeness over which "alike" turns into "the same".
_OFFER_SCALE, _PEOPLE_SCALE = 0.06, 0.04


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
        number = {key: place for place, key in enumerate(services.places)}
        self._above = {
            number[place]: frozenset(number[other] for other in larger if other in number)
            for place, larger in (above or {}).items()
            if place in number
        }
        self._everyone = frozenset(
            place for place, wording in enumerate(services.wordings) if plain(wording) in everyone
        )
        self._place_names = place_names or {}
        self.judged = judged_rows(verdicts, services.ids, valued=True)
        found = with_judged(candidate_pairs(services, self.topics, self._above), self.judged, len(services))
        self._compared = self._compare(found)
        self.model: AdditiveModel = self._learned(shipped_model("services", len(services)))

    def _compare(self, candidates: Candidates) -> Compared:
        compared = compare(self.services, self.topics, candidates, self._everyone)
        return compared.taken(compared.gap <= DAYS_TO_FOLLOW)

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
        relation, strength = _relations(compared, running, chance)
        chance = pinned(chance, self.judged.labels(compared.left, compared.right))
        strength = np.where(np.isin(relation, ("listed_twice", "duplicated_provision")), chance, strength)
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
            before = self.model.base + weights[lowered].sum(axis=1)
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
        return self._told(self.scored(), at_least, related)

    def _told(self, scored: Scored, at_least: float, related: bool) -> pa.Table:
        wanted = scored.probability >= at_least
        if related:
            wanted |= _strongest(scored, len(self.services))
        rows = np.flatnonzero(wanted)
        if not len(rows):
            return SCHEMA.empty_table()
        pairs = scored.pairs.taken(rows)
        told = Told(self.services, self.topics, self._place_names, self._everyone, _place_weight(self.services))
        sentences, weights = as_columns(reasons_of(told, pairs, self.model, scored.weights[rows]))
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


def with_judged(found: Candidates, judged: Judged, count: int) -> Candidates:
    """Add pairs that people judged and the matcher did not think of."""
    left, right, place = found
    missing = ~np.isin(judged.left * count + judged.right, left * count + right)
    unknown = np.full(int(missing.sum()), PLACE_UNKNOWN, np.int8)
    return (
        np.concatenate([left, judged.left[missing]]),
        np.concatenate([right, judged.right[missing]]),
        np.concatenate([place, unknown]),
    )


def _relations(pairs: Compared, running: Numbers, chance: Numbers) -> tuple[npt.NDArray[np.str_], Numbers]:
    """How the two lie to each other, and how strongly: the mean of what they share, of what is known.

    Parameters
    ----------
    running : the probability if both ran at one time, in one place, for the same people
    chance : the probability
    """
    evidence = pairs.evidence
    offer = probability(evidence["offer"].values / _OFFER_SCALE)
    people = probability(np.nan_to_num(evidence["people"].values) / _PEOPLE_SCALE)
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


def _strongest(scored: Scored, count: int) -> npt.NDArray[np.bool_]:
    """The strongest other relations of each service."""
    other = ~np.isin(scored.relation, ("listed_twice", "duplicated_provision"))
    rows = np.flatnonzero(other & (scored.relation_score >= LEAST_RELATED))
    rows = rows[np.argsort(-scored.relation_score[rows], kind="stable")]
    taken = np.zeros(count, np.int64)
    kept = np.zeros(len(scored.relation), bool)
    for row, left, right in zip(
        rows.tolist(), scored.pairs.left[rows].tolist(), scored.pairs.right[rows].tolist(), strict=True
    ):
        if taken[left] < MOST_RELATED and taken[right] < MOST_RELATED:
            taken[left] += 1
            taken[right] += 1
            kept[row] = True
    return kept
