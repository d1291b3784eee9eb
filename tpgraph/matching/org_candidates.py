"""Which pairs of organisation records are worth comparing: those that share rare words, initials, a start or an id.

Every way gives a bounded number of pairs: words that very many names have find none, and each record keeps its best.
"""

import numpy as np
import pyarrow.compute as pc
from scipy import sparse

from tpgraph.matching.org_names import Ints, Names, distinct
from tpgraph.matching.org_words import Vocabulary

# Products of one sparse join, at the least and for each record: rare words first in, words past it left out.
_LEAST_PRODUCTS = 15_000_000
_PRODUCTS_A_RECORD = 100
_BEST = 25
_LIKENESS = 0.25
_LARGEST_GROUP = 40
_SHORTEST_START = 8
_SAME_TEXTS = 3


def word_pairs(
    names: Names, vocabulary: Vocabulary, best: int = _BEST, likeness: float = _LIKENESS
) -> tuple[Ints, Ints]:
    """Pairs of records that share words, by the weight of the words that they share; the best of each record."""
    matrix = record_matrix(names, vocabulary)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    spread = sparse.csr_matrix(matrix @ vocabulary.alike)
    often = np.asarray((spread > 0).sum(axis=0)).ravel().astype(np.float64)
    order = np.argsort(often, kind="stable")
    budget = max(_LEAST_PRODUCTS, _PRODUCTS_A_RECORD * names.records)
    kept = np.zeros(len(often), bool)
    kept[order[np.cumsum(often[order] ** 2) <= budget]] = True
    keep = sparse.diags_array(kept.astype(np.float64))
    scale = sparse.diags_array(1.0 / np.maximum(length, 1e-9))
    rows = sparse.csr_matrix(scale @ spread @ keep, dtype=np.float32)
    rows.eliminate_zeros()
    return _best_of(rows, sparse.csr_matrix(rows.T), best, likeness)


def best_products(rows: sparse.csr_matrix, best: int, likeness: float, border: int | None = None) -> tuple[Ints, Ints]:
    """Pairs of rows of a matrix with the largest inner products, columns that very many rows have left out.

    With a `border`, rows before it are paired with rows from it on.
    """
    count = rows.shape[0]
    often = np.bincount(rows.indices, minlength=rows.shape[1]).astype(np.float64)
    order = np.argsort(often, kind="stable")
    budget = max(_LEAST_PRODUCTS, _PRODUCTS_A_RECORD * count)
    kept = np.zeros(len(often))
    kept[order[np.cumsum(often[order] ** 2) <= budget]] = 1.0
    rows = sparse.csr_matrix(rows @ sparse.diags_array(kept))
    rows.eliminate_zeros()
    if border is None:
        return _best_of(rows, sparse.csr_matrix(rows.T), best, likeness)
    forward = _best_of(rows[:border], sparse.csr_matrix(rows[border:].T), best, likeness, border)
    back = _best_of(rows[border:], sparse.csr_matrix(rows[:border].T), best, likeness)
    return np.concatenate([forward[0], back[1]]), np.concatenate([forward[1], back[0] + border])


def record_matrix(names: Names, vocabulary: Vocabulary) -> sparse.csr_matrix:
    """Records by words, weighted; the words of all variants of a record together."""
    owner = names.record[np.repeat(np.arange(len(names)), np.diff(names.offsets))]
    weight = vocabulary.weight[names.word]
    used = weight > 0
    matrix = sparse.csr_matrix(
        (np.ones(int(used.sum())), (owner[used], names.word[used])), shape=(names.records, len(names.words))
    )
    matrix.sum_duplicates()
    matrix.data = vocabulary.weight[matrix.indices]
    return matrix


def _best_of(
    rows: sparse.csr_matrix, columns: sparse.csr_matrix, best: int, likeness: float, offset: int = 0
) -> tuple[Ints, Ints]:
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    count = rows.shape[0]
    step = max(256, min(4096, 40_000_000 // max(count, 1) * 8))
    for start in range(0, count, step):
        product = rows[start : start + step] @ columns
        strong = np.flatnonzero(product.data >= likeness)
        value = product.data[strong]
        row = np.searchsorted(product.indptr, strong, side="right") - 1 + start
        column = product.indices[strong].astype(np.int64) + offset
        other = (row != column) if offset == 0 else np.ones(len(row), bool)
        row, column, value = row[other], column[other], value[other]
        order = np.lexsort((column, -value, row))
        row, column = row[order], column[order]
        place = np.arange(len(row)) - np.searchsorted(row, row)
        lefts.append(row[place < best])
        rights.append(column[place < best])
    return np.concatenate(lefts).astype(np.int64), np.concatenate(rights).astype(np.int64)


def start_pairs(names: Names) -> tuple[Ints, Ints]:
    """Pairs of variants of which one, eight letters or longer, is the start of the other: names cut by their source.

    Of several variants with one text the first few stand for all.
    """
    coded = pc.dictionary_encode(names.plain)
    texts = sorted((text, number) for number, text in enumerate(coded.dictionary.to_pylist()))
    shorter, longer = [], []
    for place, (text, number) in enumerate(texts):
        if len(text) < _SHORTEST_START:
            continue
        for after, other in texts[place + 1 : place + 1 + _LARGEST_GROUP]:
            if not after.startswith(text):
                break
            shorter.append(number)
            longer.append(other)
    code = coded.indices.to_numpy().astype(np.int64)
    order = np.argsort(code, kind="stable")
    bounds = np.searchsorted(code[order], np.arange(len(texts) + 1))
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    one, other_one = np.array(shorter, np.int64), np.array(longer, np.int64)
    for step in range(_SAME_TEXTS**2):
        first, second = bounds[one] + step // _SAME_TEXTS, bounds[other_one] + step % _SAME_TEXTS
        there = (first < bounds[one + 1]) & (second < bounds[other_one + 1])
        lefts.append(order[first[there]])
        rights.append(order[second[there]])
    return np.concatenate(lefts), np.concatenate(rights)


def group_pairs(key: Ints, record: Ints, most: int = _LARGEST_GROUP) -> tuple[Ints, Ints]:
    """All pairs of records of one key; keys that more than `most` records have give none."""
    order = np.lexsort((record, key))
    key, record = key[order], record[order]
    fresh = np.ones(len(key), bool)
    fresh[1:] = (key[1:] != key[:-1]) | (record[1:] != record[:-1])
    key, record = key[fresh], record[fresh]
    lefts, rights = [], []
    if len(key):
        size = np.bincount(np.cumsum(np.r_[True, key[1:] != key[:-1]]) - 1)[
            np.cumsum(np.r_[True, key[1:] != key[:-1]]) - 1
        ]
        for gap in range(1, min(most, int(size.max(initial=1)))):
            same = (key[gap:] == key[:-gap]) & (size[gap:] <= most)
            lefts.append(record[:-gap][same])
            rights.append(record[gap:][same])
    if not lefts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(lefts), np.concatenate(rights)


def unique_pairs(pairs: list[tuple[Ints, Ints]], count: int) -> tuple[Ints, Ints]:
    """Bring pairs together: smaller row first, each once, sorted; no row with itself."""
    left = np.concatenate([pair[0] for pair in pairs])
    right = np.concatenate([pair[1] for pair in pairs])
    low, high = np.minimum(left, right), np.maximum(left, right)
    code = distinct((low * count + high)[low != high])
    return code // count, code % count
