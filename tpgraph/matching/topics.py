"""What a text is about, learned from the list itself: which terms tell something, and which go together.

Two steps, both without labels:

1. A term weighs much if services that have it share needs (`coherence`): "methadone" does, "ring the bell twice"
   does not, however rare it is.
2. Latent vectors by a truncated singular value decomposition (latent semantic analysis; Deerwester et al. 1990, by
   the randomised method of Halko, Martinsson and Tropp 2011): texts in other words lie side by side if their words
   are used by the same other texts.
"""

import numpy as np
import scipy.sparse as sp

from tpgraph.matching.terms import Floats, Ints, dense_unit_rows

# A term of which nothing is known yet counts as much as so many pairs of services, of which this share agree.
_PRIOR_PAIRS, _PRIOR_SHARE = 4.0, 0.3
# The share of agreeing pairs from which on a term has its full weight.
_FULL_SHARE = 0.25
_LONG_LIST = 1_000
_OVERSAMPLED, _PASSES = 20, 1


def coherence(terms: sp.csr_matrix, needs: sp.csr_matrix) -> tuple[Floats, float]:
    """How often two services that share a term share a need, against how often any two do.

    Parameters
    ----------
    terms, needs : services x terms and services x needs, ones and zeros

    Returns
    -------
    array of one share a term, drawn towards `_PRIOR_SHARE` where few services have it; and the share of any two
    """
    together = (terms.T @ needs).tocsr()
    stated = (np.asarray(needs.sum(axis=1)).ravel() > 0).astype(np.float64)
    having = np.asarray(terms.T @ stated).ravel()
    agreeing = np.asarray(together.multiply(together).sum(axis=1)).ravel() - np.asarray(together.sum(axis=1)).ravel()
    of_need = np.asarray(needs.sum(axis=0), np.float64).ravel()
    count = max(stated.sum(), 2.0)
    base = float((of_need * (of_need - 1)).sum() / (count * (count - 1)))
    share = (agreeing + _PRIOR_PAIRS * _PRIOR_SHARE) / (np.maximum(having * (having - 1), 0) + _PRIOR_PAIRS)
    return np.clip(share, 0, 1).astype(np.float32), base


def term_weights(terms: sp.csr_matrix, needs: sp.csr_matrix) -> Floats:
    """Weigh every term: rare ones more than common ones, and only those whose services share needs.

    Returns
    -------
    array of one weight a term; in a long list 0 for one that stands in one service only: mostly a slip of the pen
    """
    share, base = coherence(terms, needs)
    having = np.maximum(np.asarray(terms.sum(axis=0)).ravel(), 1)
    # Where nearly all share one need, agreeing on it tells nothing: terms are then weighed by their rarity alone.
    telling = np.sqrt(np.clip((share - 2 * base) / _FULL_SHARE, 0, 1)) if base < _PRIOR_SHARE / 3 else 1.0
    weights = np.log(1 + terms.shape[0] / having) * telling
    if terms.shape[0] >= _LONG_LIST:
        weights[having < 2] = 0
    return np.asarray(weights, np.float32)


def latent_basis(matrix: sp.csr_matrix, dimensions: int, seed: int) -> Floats:
    """The right singular vectors of a matrix that carry most: columns x dimensions, strongest first."""
    random = np.random.default_rng(seed)
    matrix = matrix.astype(np.float32)
    if not matrix.count_nonzero():
        return np.zeros((matrix.shape[1], 1), np.float32)
    turned = matrix.T.tocsr()
    dimensions = max(1, min(dimensions, *matrix.shape))
    width = min(dimensions + _OVERSAMPLED, min(matrix.shape))
    found = matrix @ random.standard_normal((matrix.shape[1], width)).astype(np.float32)
    for _ in range(_PASSES):
        back = _orthonormal(turned @ _orthonormal(found))
        found = matrix @ back
    small = (turned @ _orthonormal(found)).T
    values, vectors = np.linalg.eigh(small @ small.T)
    order = np.argsort(-values)[:dimensions]
    scale = np.sqrt(np.maximum(values[order], 1e-12))
    return np.ascontiguousarray(((vectors[:, order].T @ small) / scale[:, None]).T, np.float32)


def _orthonormal(columns: Floats) -> Floats:
    """Columns of the same span at right angles, by the eigenvectors of their products: as good as QR, faster."""
    products = (columns.T @ columns).astype(np.float64)
    values, vectors = np.linalg.eigh(products)
    kept = values > max(float(values[-1]), 1e-12) * 1e-9
    return np.asarray(columns @ (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32), np.float32)


def cluster_centres(vectors: Floats, count: int, seed: int, rounds: int = 8) -> Floats:
    """Centres of spherical k-means: clusters x dimensions, each of length one.

    Parameters
    ----------
    vectors : rows of length one
    """
    random = np.random.default_rng(seed)
    count = min(count, len(vectors))
    centres = vectors[random.choice(len(vectors), count, replace=False)]
    for _ in range(rounds):
        of_cluster = nearest(vectors, centres)
        chosen = sp.csr_matrix(
            (np.ones(len(vectors), np.float32), (of_cluster, np.arange(len(vectors)))), (count, len(vectors))
        )
        sums = np.asarray(chosen @ vectors)
        empty = ~sums.any(axis=1)
        if empty.any():
            sums[empty] = vectors[random.choice(len(vectors), int(empty.sum()))]
        centres = dense_unit_rows(sums)
    return centres


def nearest(vectors: Floats, centres: Floats) -> Ints:
    """The number of the centre that is nearest to each row."""
    found = np.zeros(len(vectors), np.int64)
    for start in range(0, len(vectors), 50_000):
        found[start : start + 50_000] = (vectors[start : start + 50_000] @ centres.T).argmax(axis=1)
    return found
