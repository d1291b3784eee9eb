"""What the services of a list are about: the vectors and matrices that pairs are compared by."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from tpgraph.matching.landmarks import likeness_of_strangers, valley
from tpgraph.matching.service_list import ServiceList, plain, widened
from tpgraph.matching.terms import (
    Floats,
    Ints,
    Vocabulary,
    Words,
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
_DESCRIBED = 100_000
DIMENSIONS = 250
# Fewer services than this to a dimension, and the vectors would repeat each service; a list too short to learn from
# keeps its services as they are.
_SERVICES_TO_A_DIMENSION, _KEPT_AS_THEY_ARE = 4, 60
# How much the stated needs weigh beside the text in the vectors.
_NEEDS_BESIDE_TEXT = 0.5
# Where "the same offer" and "the same people" begin, if the list itself does not show it.
_OFFER_BEGINS, _PEOPLE_BEGIN = 0.6, 0.8


@dataclass(frozen=True)
class Field:
    """The terms of one field (names, descriptions) and what each weighs."""

    vocabulary: Vocabulary
    weights: Floats

    def terms(self, words: Words) -> sp.csr_matrix:
        """Texts x terms, weighted."""
        return (term_matrix(words, self.vocabulary) @ sp.diags(self.weights)).tocsr()


@dataclass(frozen=True)
class Learned:
    """What was learned from a list, by which other services are described too.

    Attributes
    ----------
    names, texts : the terms that tell something
    need_weights : one a need; the rarer the more
    of_words, of_needs : latent basis: terms x dimensions, needs x dimensions
    wordings : likeness of every two wordings of client groups
    offer_begins, people_begin : the likeness from which on two offers, two wordings, are one
    """

    names: Field
    texts: Field
    need_weights: Floats
    of_words: Floats
    of_needs: Floats
    wordings: Floats
    offer_begins: float
    people_begin: float


@dataclass(frozen=True)
class Topics:
    """The services of a list in the terms that were learned.

    Attributes
    ----------
    name_terms, text_terms, needs : services x terms, weighted, rows of length one
    vectors : services x dimensions, rows of length one: what a service offers, by its name and description (by its
        needs where it has no text)
    """

    learned: Learned
    name_terms: sp.csr_matrix
    text_terms: sp.csr_matrix
    needs: sp.csr_matrix
    vectors: Floats


def learn_topics(services: ServiceList, seed: int = 0) -> Topics:
    """Learn from a list what its words mean, and bring its services into those terms."""
    random = np.random.default_rng(seed)
    sample = np.sort(random.choice(len(services), min(len(services), SAMPLE), replace=False))
    name_words, text_words = (split_words(_without_group(services, of)) for of in _fields(services))
    names, texts = _field(name_words, services, sample), _field(text_words, services, sample)
    rarity = np.log(max(len(services), 2) / np.maximum(np.asarray(services.needs.sum(axis=0)).ravel(), 1))
    need_weights = (rarity + 0.01).astype(np.float32)
    name, text = names.terms(name_words), texts.terms(text_words)
    needs = unit_rows((services.needs @ sp.diags(need_weights)).tocsr())
    words = unit_rows(sp.hstack([name, text]).tocsr())
    both = unit_rows(sp.hstack([words[sample], _NEEDS_BESIDE_TEXT * needs[sample]]).tocsr())
    dimensions = min(DIMENSIONS, max(_KEPT_AS_THEY_ARE, len(sample) // _SERVICES_TO_A_DIMENSION))
    basis = latent_basis(both, dimensions, seed)
    of_words, of_needs = basis[: words.shape[1]], _NEEDS_BESIDE_TEXT * basis[words.shape[1] :]
    raw = np.asarray(words @ of_words, np.float32)
    # What wordings mean is learned from many services, not from all.
    some = np.sort(random.choice(len(services), min(len(services), _DESCRIBED), replace=False))
    about = dense_unit_rows(np.asarray(raw[some] + needs[some] @ of_needs, np.float32))
    alike = likeness_of_wordings(about, services.groups[some, 0], len(services.wordings), seed)
    vectors = _vectors(raw, needs, of_needs)
    learned = Learned(
        names=names,
        texts=texts,
        need_weights=need_weights,
        of_words=of_words,
        of_needs=of_needs,
        wordings=alike,
        offer_begins=_offer_begins(services, vectors, seed),
        people_begin=_people_begin(alike, services),
    )
    return Topics(learned, unit_rows(name), unit_rows(text), needs, vectors)


def described(services: ServiceList, learned: Learned) -> Topics:
    """Bring other services into terms learned before.

    Parameters
    ----------
    services : read with `known`, so that groups and needs that were known keep their numbers; terms, needs and groups
        that were not known tell nothing, and a group is like itself alone
    """
    name, text = (
        field.terms(split_words(_without_group(services, of)))
        for field, of in zip((learned.names, learned.texts), _fields(services), strict=True)
    )
    known = len(learned.need_weights)
    common = float(learned.need_weights.mean()) if known else 1.0
    weights = np.full(services.needs.shape[1], common, np.float32)
    weights[:known] = learned.need_weights
    needs = unit_rows((services.needs @ sp.diags(weights)).tocsr())
    words = unit_rows(sp.hstack([name, text]).tocsr())
    vectors = _vectors(np.asarray(words @ learned.of_words, np.float32), needs[:, :known], learned.of_needs)
    return Topics(learned, unit_rows(name), unit_rows(text), needs, vectors)


def joined(first: Topics, second: Topics, wordings: int) -> Topics:
    """Two lists described in the same terms as one.

    Parameters
    ----------
    wordings : how many there are now
    """
    alike = np.eye(wordings, dtype=np.float32)
    known = len(first.learned.wordings)
    alike[:known, :known] = first.learned.wordings
    return Topics(
        replace(first.learned, wordings=alike),
        sp.vstack([first.name_terms, second.name_terms], format="csr"),
        sp.vstack([first.text_terms, second.text_terms], format="csr"),
        sp.vstack([widened(first.needs, second.needs.shape[1]), second.needs], format="csr"),
        np.concatenate([first.vectors, second.vectors]),
    )


def _fields(services: ServiceList) -> tuple[pa.Array, pa.Array]:
    return services.names, services.descriptions


def _vectors(raw: Floats, needs: sp.csr_matrix, of_needs: Floats) -> Floats:
    """Rows of length one; services without words are told by their needs."""
    vectors = dense_unit_rows(raw)
    wordless = np.flatnonzero(~vectors.any(axis=1))
    vectors[wordless] = dense_unit_rows(np.asarray(needs[wordless] @ of_needs, np.float32))
    return vectors


def _field(words: Words, services: ServiceList, sample: Ints) -> Field:
    vocabulary = learn_terms(words)
    weights = term_weights(term_matrix(words, vocabulary)[sample], services.needs[sample])
    telling = np.flatnonzero(weights)
    return Field(vocabulary.only(telling), weights[telling])


def _without_group(services: ServiceList, column: pa.Array) -> pa.Array:
    """A field without the service's own client group: that is no term of its offer."""
    wordings = [plain(wording) for wording in services.wordings]
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
