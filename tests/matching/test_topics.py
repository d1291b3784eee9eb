"""Which terms tell what a text is about, and which go together."""

import numpy as np
import pytest
import scipy.sparse as sp

from tpgraph.matching.terms import dense_unit_rows
from tpgraph.matching.topics import cluster_centres, coherence, latent_basis, nearest, term_weights

# Four services: the first two meet one need, the others one each. Terms: of the first two, of one and three, of all.
NEEDS = sp.csr_matrix(np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32))
TERMS = sp.csr_matrix(np.array([[1, 1, 1], [1, 0, 1], [0, 1, 1], [0, 0, 1]], np.float32))


def test_a_term_is_coherent_where_its_services_share_needs() -> None:
    share, base = coherence(TERMS, NEEDS)
    # Of 4 * 3 ordered pairs 2 share a need. Prior: 4 pairs of which .3 agree, so 1.2.
    assert base == pytest.approx(2 / 12)
    assert share.tolist() == pytest.approx([(2 + 1.2) / (2 + 4), (0 + 1.2) / (2 + 4), (2 + 1.2) / (12 + 4)])


def test_services_that_state_no_need_say_nothing_of_a_term() -> None:
    silent = sp.csr_matrix(np.array([[1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 0, 0]], np.float32))
    share, base = coherence(TERMS, silent)
    assert base == 1
    assert share.tolist() == pytest.approx([3.2 / 6, 1.2 / 4, 3.2 / 6])


def test_where_nearly_all_share_one_need_a_term_weighs_by_its_rarity() -> None:
    one_need = sp.csr_matrix(np.ones((4, 1), np.float32))
    assert term_weights(TERMS, one_need).tolist() == pytest.approx(np.log([1 + 4 / 2, 1 + 4 / 2, 1 + 4 / 4]).tolist())


def test_a_term_whose_services_share_no_needs_weighs_nothing() -> None:
    # 40 services, two to a need. One term for each need (coherent), one that every fourth service has (not).
    needs = sp.csr_matrix(np.repeat(np.eye(20, dtype=np.float32), 2, axis=0))
    every_fourth = (np.arange(40) % 4 == 0).astype(np.float32)[:, None]
    weights = term_weights(sp.csr_matrix(np.hstack([needs.toarray(), every_fourth])), needs)
    assert weights[:20].tolist() == pytest.approx([float(np.log(1 + 40 / 2))] * 20)
    assert weights[20] == 0


def test_in_a_long_list_a_term_of_one_service_weighs_nothing() -> None:
    terms = np.zeros((1_000, 2), np.float32)
    terms[0, 0] = terms[1, 1] = terms[2, 1] = 1
    weights = term_weights(sp.csr_matrix(terms), sp.csr_matrix((1_000, 1), dtype=np.float32))
    assert weights[0] == 0
    assert weights[1] > 0


def made(rows: int, columns: int, rank: int) -> sp.csr_matrix:
    random = np.random.default_rng(7)
    return sp.csr_matrix((random.random((rows, rank)) @ random.random((rank, columns))).astype(np.float32))


def test_a_latent_basis_spans_what_the_matrix_spans() -> None:
    matrix = made(40, 30, 3)
    basis = latent_basis(matrix, 3, seed=1)
    assert basis.shape == (30, 3)
    assert np.allclose(basis.T @ basis, np.eye(3), atol=1e-3)
    rows = matrix.toarray()
    assert np.allclose(rows @ basis @ basis.T, rows, atol=1e-3 * rows.max())


def test_a_latent_basis_gives_the_strongest_directions_first() -> None:
    matrix = sp.csr_matrix(np.diag([1.0, 5.0, 3.0]).astype(np.float32))
    assert np.allclose(np.abs(latent_basis(matrix, 2, seed=0)), [[0, 0], [1, 0], [0, 1]], atol=1e-4)


def test_a_latent_basis_is_the_same_for_the_same_seed() -> None:
    matrix = made(40, 30, 20)
    assert np.array_equal(latent_basis(matrix, 5, seed=3), latent_basis(matrix, 5, seed=3))


@pytest.mark.parametrize("shape", [(0, 1), (2, 1), (3, 4)])
def test_a_matrix_of_nothing_has_a_basis_of_nothing(shape: tuple[int, int]) -> None:
    assert latent_basis(sp.csr_matrix(shape, dtype=np.float32), 60, seed=0).tolist() == [[0.0]] * shape[1]


def test_clusters_are_the_directions_that_rows_take() -> None:
    random = np.random.default_rng(5)
    centres = np.repeat(np.eye(3, dtype=np.float32), 20, axis=0)
    vectors = dense_unit_rows((centres + 0.05 * random.standard_normal((60, 3))).astype(np.float32))
    # Chance may begin two clusters in one heap; of many beginnings most find the three.
    found = [nearest(vectors, cluster_centres(vectors, 3, seed)).reshape(3, 20).tolist() for seed in range(9)]
    right = [heaps for heaps in found if all(len(set(heap)) == 1 for heap in heaps) and len({h[0] for h in heaps}) == 3]
    assert right


def test_there_are_no_more_clusters_than_rows() -> None:
    rows = np.eye(2, dtype=np.float32)
    assert cluster_centres(rows, 5, seed=0).shape == (2, 2)
