"""What the services of a list are about: the vectors and matrices that pairs are compared by."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from tpgraph.matching.landmarks import likeness_of_strangers, valley
from tpgraph.matching.service_list import ServiceList
from tpgraph.matching.terms import (
    Floats,
    Ints,
    Vocabulary,
    dense_unit_rows,
    learn_terms,
    split_words,
    term_matrix,
    unit_rows,
)
from tpgraph.matching.topics import latent_basis, term_weights
from tpgraph.matching.wordings import likeness_of_wordings

# Services that the terms and vectors are learned from: beyond that, a sample tells the same.
SAMPLE = 20_000
DIMENSIONS = 250
# Fewer services than this to a dimension, and the vectors would repeat each service; a list too short to learn from
# keeps its services as they are.
_SERVICES_TO_A_DIMENSION, _KEPT_AS_THEY_ARE = 4, 60
# How much the stated needs weigh beside the text in the vectors.
_NEEDS_BESIDE_TEXT = 0.5
# Where "the same offer" and "the same people" begin, if the list itself does not show it.
_OFFER_BEGINS, _PEOPLE_BEGIN = 0.6, 0.8


@dataclass(frozen=True)
class Topics:
    """What was learned from a list, and its services in those terms.

    Attributes
    ----------
    name_terms, text_terms, needs : services x terms, weighted, rows of length one
    name_vocabulary, text_vocabulary : the terms of their columns
    vectors : services x dimensions, rows of length one: what a service offers, by its name and description (by its
        needs where it has no text)
    wordings : likeness of every two wordings of client groups
    offer_begins, people_begin : the likeness from which on two offers, two wordings, are one
    """

    name_terms: sp.csr_matrix
    text_terms: sp.csr_matrix
    needs: sp.csr_matrix
    name_vocabulary: Vocabulary
    text_vocabulary: Vocabulary
    vectors: Floats
    wordings: Floats
    offer_begins: float
    people_begin: float


def learn_topics(services: ServiceList, seed: int = 0) -> Topics:
    """Learn from a list what its words mean, and bring its services into those terms."""
    random = np.random.default_rng(seed)
    sample = np.sort(random.choice(len(services), min(len(services), SAMPLE), replace=False))
    name, name_vocabulary = _weighted(services, services.names, sample)
    text, text_vocabulary = _weighted(services, services.descriptions, sample)
    rarity = np.log(max(len(services), 2) / np.maximum(np.asarray(services.needs.sum(axis=0)).ravel(), 1))
    needs = unit_rows((services.needs @ sp.diags(rarity.astype(np.float32) + 0.01)).tocsr())
    words = unit_rows(sp.hstack([name, text]).tocsr())
    both = sp.hstack([words, _NEEDS_BESIDE_TEXT * needs]).tocsr()
    dimensions = min(DIMENSIONS, max(_KEPT_AS_THEY_ARE, len(sample) // _SERVICES_TO_A_DIMENSION))
    basis = latent_basis(unit_rows(both[sample]), dimensions, seed)
    with_needs = dense_unit_rows(np.asarray(both @ basis, np.float32))
    vectors = dense_unit_rows(np.asarray(words @ basis[: words.shape[1]], np.float32))
    wordless = ~vectors.any(axis=1)
    vectors[wordless] = with_needs[wordless]
    alike = likeness_of_wordings(with_needs, services.groups[:, 0], len(services.wordings), sample, seed)
    return Topics(
        name_terms=unit_rows(name),
        text_terms=unit_rows(text),
        needs=needs,
        name_vocabulary=name_vocabulary,
        text_vocabulary=text_vocabulary,
        vectors=vectors,
        wordings=alike,
        offer_begins=_offer_begins(services, vectors, seed),
        people_begin=_people_begin(alike, services),
    )


def _weighted(services: ServiceList, column: pa.Array, sample: Ints) -> tuple[sp.csr_matrix, Vocabulary]:
    """Services x terms of a column, weighted; a service's own client group is no term of its offer."""
    words = split_words(_without_group(services, column))
    vocabulary = learn_terms(words)
    terms = term_matrix(words, vocabulary)
    weights = term_weights(terms[sample], services.needs[sample])
    telling = np.flatnonzero(weights)
    return (terms[:, telling] @ sp.diags(weights[telling])).tocsr(), vocabulary.only(telling)


def _without_group(services: ServiceList, column: pa.Array) -> pa.Array:
    wordings = [*services.wordings, ""]
    groups = services.groups[:, 0].tolist()
    lower = pc.utf8_lower(column).to_pylist()
    return pa.array(
        [text.replace(wordings[group], " ") if group >= 0 else text for text, group in zip(lower, groups, strict=True)],
        pa.string(),
    )


def _offer_begins(services: ServiceList, vectors: Floats, seed: int) -> float:
    place = np.full(len(services), -1, np.int64)
    place[services.at_service[::-1]] = services.at_place[::-1]
    return valley(likeness_of_strangers(vectors, place, seed), 0.3, 0.9, _OFFER_BEGINS)


def _people_begin(alike: Floats, services: ServiceList) -> float:
    times = np.bincount(services.groups[services.groups >= 0], minlength=len(alike))
    used = np.flatnonzero(times[: len(alike)] > 0)
    if len(used) < 2:
        return _PEOPLE_BEGIN
    left, right = np.triu_indices(len(used), 1)
    return valley(alike[used[left], used[right]], 0.5, 0.97, _PEOPLE_BEGIN)
