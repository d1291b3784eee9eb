"""What organisation records say beside their names: sector, place, and where and what their services are."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from tpgraph.matching.org_names import Bools, Ints, Names, read_names
from tpgraph.matching.org_words import Floats

_AT_ONCE = 200_000
# Odds, as logarithms, of one sector word for two records of one body before any are seen: equal words, other words.
_SAME_WORD, _OTHER_WORD = 1.5, -0.3
_MOST_SECTORS = 3_000


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside names, by record: `sector`, `place` numbers (-1 unknown); `delivery` records by words of the
    places of their services, `offers` records by words of their services (rows of length 1); None where not given."""

    sector: Ints | None
    place: Ints | None
    place_records: Ints | None
    delivery: sparse.csr_matrix | None
    offers: sparse.csr_matrix | None
    place_words: frozenset[str]


def read_beside(organisations: pa.Table, services: pa.Table | None, ids: pa.Array) -> Beside:
    """Read what stands beside the names of organisations."""
    sector = _numbers(organisations, "kind", "sector", "nation", "country")
    place = _numbers(organisations, "place")
    often = None if place is None else np.bincount(place[place >= 0], minlength=int(place.max(initial=0)) + 1)
    delivery, offers, words = _of_services(services, ids)
    if place is not None and delivery is None:
        delivery = _weighed(_by_words(organisations["place"], np.arange(len(ids)), len(ids))[0])
    if place is not None:
        words |= set(_words_of(pc.unique(organisations["place"].combine_chunks())))
    return Beside(sector, place, often, delivery, offers, frozenset(words))


def _numbers(table: pa.Table, *columns: str) -> Ints | None:
    for name in columns:
        if name in table.column_names:
            text = pc.utf8_lower(pc.utf8_trim_whitespace(pc.fill_null(table[name].cast(pa.string()), "")))
            coded = pc.dictionary_encode(text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text)
            number = coded.indices.to_numpy().astype(np.int64)
            known = (
                pc.not_equal(text, "").to_numpy(zero_copy_only=False)
                if isinstance(text, pa.Array)
                else pc.not_equal(text, "").to_numpy()
            )
            return np.where(known, number, -1)
    return None


def _words_of(texts: pa.Array) -> list[str]:
    names = read_names(texts)
    return [text for number, text in enumerate(names.words.text) if not names.words.stop[number]]


def _of_services(
    services: pa.Table | None, ids: pa.Array
) -> tuple[sparse.csr_matrix | None, sparse.csr_matrix | None, set[str]]:
    if services is None or "organisation_id" not in services.column_names:
        return None, None, set()
    rows = pc.index_in(services["organisation_id"].cast(pa.string()).combine_chunks(), ids.cast(pa.string()))
    owner = pc.fill_null(rows, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    delivery: sparse.csr_matrix | None = None
    words: set[str] = set()
    if "place" in services.column_names:
        delivery, words = _by_words(services["place"], owner, len(ids))
        delivery = _weighed(delivery)
    texts = [
        pc.fill_null(services[name].cast(pa.string()).combine_chunks(), "")
        for name in ("needs", "name")
        if name in services.column_names
    ]
    offers = None
    if texts:
        offers, _ = _by_words(pc.binary_join_element_wise(*texts, " "), owner, len(ids))
        offers.data[:] = 1.0
        offers = sparse.csr_matrix(offers @ sparse.diags_array(_rare(offers) ** 2))
        length = np.sqrt(np.asarray(offers.multiply(offers).sum(axis=1)).ravel())
        offers = sparse.csr_matrix(sparse.diags_array(1.0 / np.maximum(length, 1e-9)) @ offers)
    return delivery, offers, words


def _weighed(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    matrix.data[:] = 1.0
    return sparse.csr_matrix(matrix @ sparse.diags_array(_rare(matrix)))


def _by_words(texts: "pa.Array | pa.ChunkedArray", owner: Ints, count: int) -> tuple[sparse.csr_matrix, set[str]]:
    array = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    coded = pc.dictionary_encode(pc.fill_null(array.cast(pa.string()), ""))
    names = read_names(coded.dictionary)
    of_text = names.record[np.repeat(np.arange(len(names)), np.diff(names.offsets))]
    told = ~names.words.stop[names.word]
    matrix = sparse.csr_matrix(
        (np.ones(int(told.sum())), (of_text[told], names.word[told])), shape=(len(coded.dictionary), len(names.words))
    )
    known = owner >= 0
    text = coded.indices.to_numpy()
    used = sparse.csr_matrix(
        (np.ones(int(known.sum())), (owner[known], text[known])), shape=(count, len(coded.dictionary))
    )
    words = {text for number, text in enumerate(names.words.text) if not names.words.stop[number]}
    return sparse.csr_matrix(used @ matrix), words


def _rare(matrix: sparse.csr_matrix) -> Floats:
    often = np.asarray((matrix > 0).sum(axis=0)).ravel()
    some = max(int((np.diff(matrix.indptr) > 0).sum()), 1)
    return np.asarray(np.log1p(some / np.maximum(often, 1)) / np.log1p(some))


def product_of_rows(matrix: sparse.csr_matrix, left: Ints, right: Ints) -> Floats:
    """The inner product of the rows of each pair."""
    result = np.zeros(len(left))
    for at in range(0, len(left), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        result[part] = np.asarray(matrix[left[part]].multiply(matrix[right[part]]).sum(axis=1)).ravel()
    return result


def shared_of_rows(matrix: sparse.csr_matrix, left: Ints, right: Ints) -> tuple[Floats, Floats]:
    """The weight that the rows of each pair share, and as a share of the lighter row; -1 where a row is empty."""
    root = matrix.copy()
    root.data = np.sqrt(root.data)
    shared = product_of_rows(root, left, right)
    total = np.asarray(matrix.sum(axis=1)).ravel()
    least = np.minimum(total[left], total[right])
    return np.where(least > 0, shared, -1.0), np.where(least > 0, shared / np.maximum(least, 1e-9), -1.0)


def sector_odds(sector: Ints, left: Ints, right: Ints, sure: Bools) -> Floats:
    """How much likelier one body is for two words of a sector, as a logarithm, learned from pairs that are sure.

    A pair of words that few sure pairs could have counts as it would without any: equal words speak for one body.
    """
    known = (sector[left] >= 0) & (sector[right] >= 0)
    count = int(sector.max(initial=0)) + 1
    if count > _MOST_SECTORS:
        return np.where(known, np.where(sector[left] == sector[right], _SAME_WORD, _OTHER_WORD), 0.0)
    often = np.bincount(sector[sector >= 0], minlength=count) / max(int((sector >= 0).sum()), 1)
    seen = np.zeros((count, count))
    pairs = known & sure
    np.add.at(seen, (sector[left[pairs]], sector[right[pairs]]), 0.5)
    np.add.at(seen, (sector[right[pairs]], sector[left[pairs]]), 0.5)
    expected = np.outer(often, often) * pairs.sum()
    trust = expected / (expected + 1.0)
    before = np.where(np.eye(count, dtype=bool), _SAME_WORD, _OTHER_WORD)
    odds = trust * np.log((seen + 0.3) / (expected + 0.3)) + (1 - trust) * before
    return np.where(known, odds[np.maximum(sector[left], 0), np.maximum(sector[right], 0)], 0.0)


def place_words_mask(names: Names, beside: Beside) -> Bools:
    """Which words of the vocabulary of names are words of places, as far as the records tell."""
    return np.array([text in beside.place_words for text in names.words.text] or np.zeros(0), bool)
