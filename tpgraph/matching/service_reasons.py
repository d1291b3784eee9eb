"""Why two services may be one offer, in words: what agrees, what differs, what is not said, each with its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from tpgraph.graphs.phrases import in_words
from tpgraph.matching.score import AdditiveModel, Numbers
from tpgraph.matching.service_evidence import BODY, DATES, NEEDS, PEOPLE, PLACE, Compared
from tpgraph.matching.service_list import NO_START, ServiceList, plain
from tpgraph.matching.service_topics import Topics
from tpgraph.matching.terms import Vocabulary, plain_word
from tpgraph.reference import simplify

# Names or descriptions that share so much of their weight are much alike.
_MUCH_ALIKE = 0.5
_MOST_TERMS = 4
_TO_BEGIN_WITH = "what any two services of this list begin with"

Reason = tuple[str, float]


@dataclass(frozen=True)
class Told:
    """The names that reasons speak in.

    Attributes
    ----------
    places : key of a place -> its name, where they differ
    everyone : numbers of the wordings that mean everyone
    place_weight : what meeting in one place is worth, in log odds: the fewer pairs of the list do, the more
    """

    services: ServiceList
    topics: Topics
    places: Mapping[str, str]
    everyone: frozenset[int]
    place_weight: float


def reasons_of(told: Told, pairs: Compared, model: AdditiveModel, weights: Numbers) -> list[list[Reason]]:
    """Say for every pair what speaks for and against it, the weightiest first.

    Parameters
    ----------
    weights : pairs x features of the model, in log odds

    Returns
    -------
    one list a pair of (sentence, weight); the weights add up to the score
    """
    at = {feature.name: place for place, feature in enumerate(model.features)}
    states = {name: column.states.tolist() for name, column in pairs.evidence.items()}
    values = {name: column.values.tolist() for name, column in pairs.evidence.items()}
    rows = weights.tolist()
    found = []
    rights, gaps = pairs.right.tolist(), pairs.gap.tolist()
    for number, (left, right, gap) in enumerate(zip(pairs.left.tolist(), rights, gaps, strict=True)):
        state = {name: column[number] for name, column in states.items()}
        value = {name: column[number] for name, column in values.items()}
        weight = rows[number]
        in_place = 0.0 if PLACE[state["place"] - 1] == "different places" else told.place_weight
        wording = sum(weight[at[name]] for name in ("offer", "name", "text", "alike throughout"))
        said = [
            (_offer(told, left, right, state, value, wording), wording),
            (_needs(told, left, right, state["needs"]), weight[at["needs"]]),
            (_people(told, left, right, state["people"], value["people"]), weight[at["people"]]),
            (_place(told, left, right, state["place"]), weight[at["place"]] + in_place),
            (_dates(told.services, left, right, state["dates"], gap), weight[at["dates"]]),
            (_body(state["body"]), weight[at["body"]]),
        ]
        said.sort(key=lambda reason: -abs(reason[1]))
        found.append([*said, (_TO_BEGIN_WITH, model.base - in_place)])
    return found


def _offer(
    told: Told, left: int, right: int, state: Mapping[str, int], value: Mapping[str, float], weight: float
) -> str:
    topics = told.topics
    name = told.services.names[left].as_py()
    if name and name.lower() == told.services.names[right].as_py().lower():
        return f"both are called '{name}'"
    if any(not topics.name_terms[row].nnz and not topics.text_terms[row].nnz for row in (left, right)):
        return "neither name nor description tells what they offer"
    words = _shared(topics.name_terms, topics.learned.names.vocabulary, told.services.names, left, right)
    words += [
        word
        for word in _shared(topics.text_terms, topics.learned.texts.vocabulary, told.services.descriptions, left, right)
        if word not in words
    ]
    shared = in_words([f"'{word}'" for word in words[:_MOST_TERMS]])
    if value["name"] >= _MUCH_ALIKE or value["text"] >= _MUCH_ALIKE:
        which = "names" if value["name"] >= _MUCH_ALIKE else "descriptions"
        return f"their {which} are much alike" + (f" (both say {shared})" if words else "")
    if value["offer"] >= 0 or weight > 0:
        alike = "they say the same in other words: what one says goes with what the other says elsewhere in this list"
        return f"both say {shared}, and the rest goes together elsewhere in this list" if words else alike
    if state["name"] and state["text"]:
        return "neither name nor description tells what they offer"
    return f"they say different things, though both say {shared}" if words else "they say different things"


def _shared(terms: sp.csr_matrix, vocabulary: Vocabulary, column: pa.Array, left: int, right: int) -> list[str]:
    """Words that both have, the weightiest first, as the left one writes them."""
    here, there = terms.indptr[left : left + 2], terms.indptr[right : right + 2]
    common, one, other = np.intersect1d(
        terms.indices[here[0] : here[1]], terms.indices[there[0] : there[1]], assume_unique=True, return_indices=True
    )
    if not len(common):
        return []
    weight = terms.data[here[0] : here[1]][one] * terms.data[there[0] : there[1]][other]
    found = [vocabulary.term(term) for term in common[np.argsort(-weight, kind="stable")].tolist()]
    written = {plain_word(word): word for word in reversed(simplify(column[left].as_py()).split())}
    return [written[term] for term in found if " " not in term and term in written]


def _needs(told: Told, left: int, right: int, state: int) -> str:
    if state and NEEDS[state - 1] == "not stated":
        return "what need they meet is not stated for both"
    needs = told.services.needs
    names = told.services.need_names
    one, other = (needs.indices[needs.indptr[row] : needs.indptr[row + 1]].tolist() for row in (left, right))
    shared = sorted(names[need] for need in set(one) & set(other))
    if shared:
        return f"both meet {in_words(shared, most=3)}"
    return f"one meets {in_words(sorted(names[need] for need in one), most=2)}, the other " + in_words(
        sorted(names[need] for need in other), most=2
    )


def _wordings(services: ServiceList, row: int) -> list[str]:
    return [services.wordings[group] for group in services.groups[row].tolist() if group >= 0]


def _people(told: Told, left: int, right: int, state: int, value: float) -> str:
    services = told.services
    one, other = _wordings(services, left), _wordings(services, right)
    read = " (read out of its text)" if services.read_from_text[left] or services.read_from_text[right] else ""
    kind = PEOPLE[state - 1] if state else ""
    if kind == "same wording":
        keys = {plain(word) for word in other}
        return f"both for {in_words([word for word in one if plain(word) in keys])}{read}"
    if kind == "not stated in both":
        return "whom either is for is not stated"
    if kind == "not stated in one":
        named = name_of(services, right if one else left)
        return f"whom '{named}' is for is not stated; the other is for {in_words(one or other)}"
    if kind == "one is for everyone":
        if told.everyone.isdisjoint(services.groups[left].tolist()):
            one, other = other, one
        return f"one is for everyone: {in_words(one)}; the other for {in_words(other)}"
    if value >= 0:
        return f"'{in_words(one)}' and '{in_words(other)}' are used for the same people in this list{read}"
    return f"for other people: {in_words(one)}; {in_words(other)}{read}"


def _place(told: Told, left: int, right: int, state: int) -> str:
    services = told.services
    kind = PLACE[state - 1]
    if kind == "nationwide":
        return "both for the whole country"
    if kind == "place not stated":
        return "where they may be used is not stated for both"
    here, there = (set(services.at_place[_rows_of(services, row)].tolist()) for row in (left, right))
    if kind == "one place":
        shared = sorted(told.places.get(services.places[place], services.places[place]) for place in here & there)
        return f"both in {in_words(shared, most=3)}"
    names = [
        in_words(sorted(told.places.get(services.places[place], services.places[place]) for place in of), most=2)
        for of in (here, there)
    ]
    if kind == "different places":
        return f"for different places: {names[0]}; {names[1]}"
    return f"one is for {names[0]}, the other for {names[1]}: one lies in the other"


def _rows_of(services: ServiceList, row: int) -> slice:
    # Rows stand in the order of the services.
    start, end = np.searchsorted(services.at_service, [row, row + 1])
    return slice(int(start), int(end))


def _dates(services: ServiceList, left: int, right: int, state: int, gap: int) -> str:
    if gap > 0:
        first, second = (left, right) if services.end[left] < services.start[right] else (right, left)
        began, ended = np.datetime64(int(services.start[second]), "D"), np.datetime64(int(services.end[first]), "D")
        return f"'{name_of(services, second)}' began on {began}, after '{name_of(services, first)}' ended on {ended}"
    if DATES[state - 1] == "dates not stated":
        return "when they run is not stated for both"
    start = int(max(services.start[left], services.start[right]))
    if start == NO_START:
        return "both may run at one time"
    return f"both running from {np.datetime64(start, 'D')}"


def _body(state: int) -> str:
    kind = BODY[state - 1]
    if kind == "one body":
        return "both run by one body"
    return "run by different bodies" if kind == "different bodies" else "who runs them is not stated for both"


def as_columns(said: Sequence[Sequence[Reason]]) -> tuple[list[list[str]], list[list[float]]]:
    """Reasons and weights apart, as the table of pairs has them."""
    sentences = [[sentence for sentence, _ in reasons] for reasons in said]
    weights = [[round(float(weight), 3) for _, weight in reasons] for reasons in said]
    return sentences, weights


def name_of(services: ServiceList, row: int) -> str:
    """The name of a service, its id where it has none."""
    return str(services.names[row].as_py() or services.ids[row].as_py())
