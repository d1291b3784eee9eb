"""Where, on a scale of likeness, like begins."""

import numpy as np
import numpy.typing as npt
import pytest

from tpgraph.matching.landmarks import likeness_of_strangers, valley


def heap(middle: float, count: int, width: float = 0.05) -> npt.NDArray[np.float64]:
    return np.clip(np.random.default_rng(count).normal(middle, width, count), 0, 1)


def test_like_begins_in_the_valley_between_two_heaps() -> None:
    values = np.concatenate([heap(0.2, 5_000), heap(0.8, 500)])
    assert 0.4 < valley(values, 0.3, 0.8, 0.99) < 0.7


@pytest.mark.parametrize("upper", [0.65, 0.75, 0.85])
def test_the_valley_moves_with_the_upper_heap(upper: float) -> None:
    values = np.concatenate([heap(0.2, 5_000), heap(upper, 500)])
    assert upper - 0.3 < valley(values, 0.3, upper, 0.0) < upper


def test_one_heap_alone_has_no_valley() -> None:
    assert valley(heap(0.2, 5_000), 0.3, 0.9, 0.6) == 0.6


def test_fewer_than_thirty_above_tell_nothing() -> None:
    below = heap(0.2, 5_000)
    assert valley(np.r_[below, np.full(29, 0.97)], 0.3, 0.8, 0.99) == 0.99
    assert valley(np.r_[below, np.full(30, 0.97)], 0.3, 0.8, 0.99) < 0.8


def test_no_values_have_no_valley() -> None:
    assert valley(np.zeros(0), 0.3, 0.9, 0.6) == 0.6


def test_strangers_are_of_different_places() -> None:
    # Services of place 0 point one way, those of place 1 the other; the last one says nothing.
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], np.float32)
    found = likeness_of_strangers(vectors, np.array([0, 0, 1, 1]), seed=0)
    # Two of place 0 against the one of place 1, either way round.
    assert found.tolist() == [0, 0, 0, 0]


def test_in_one_place_there_are_no_strangers() -> None:
    assert len(likeness_of_strangers(np.eye(3, dtype=np.float32), np.zeros(3, np.int64), seed=0)) == 0


def test_strangers_are_the_same_for_the_same_seed() -> None:
    vectors, places = np.random.default_rng(1).random((900, 4)).astype(np.float32), np.arange(900) % 7
    assert np.array_equal(likeness_of_strangers(vectors, places, 4), likeness_of_strangers(vectors, places, 4))
