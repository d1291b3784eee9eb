"""Where, on a scale of likeness, "like" begins: read off the list itself.

Most pairs of a list have nothing in common, a few are of one kind; between the two heaps there is a valley. Where it
lies depends on the list: on its length, its words and its matters. So likeness is measured from the valley, and one set
of weights fits lists of many sizes.
"""

import numpy as np
import numpy.typing as npt

from tpgraph.matching.terms import Floats, Ints

_BINS = 60
# The valley's floor is all that is no more than so much higher (log of the count), and like begins towards its end.
_FLOOR, _TOWARDS_END = 0.6, 0.75
_SMOOTH = np.array([0.1, 0.2, 0.4, 0.2, 0.1])
# Fewer pairs than this in the upper heap tell nothing.
_FEWEST_ABOVE = 30
# So many services are held against so many others.
_STRANGERS = 700


def valley(values: npt.NDArray[np.floating], low: float, high: float, default: float) -> float:
    """Where like begins, between `low` and `high`.

    Parameters
    ----------
    values : likeness of pairs drawn from the list, 0 to 1
    low, high : where it may lie
    default : what is given where the values show no valley: no second heap above it
    """
    counts, edges = np.histogram(values, np.linspace(0, 1, _BINS + 1))
    middle = (edges[1:] + edges[:-1]) / 2
    smooth = np.convolve(np.r_[counts[1::-1], counts, counts[:-3:-1]], _SMOOTH, "valid")
    height = np.log(smooth + 2)
    between = np.flatnonzero((middle >= low) & (middle <= high))
    floor = between[height[between] <= height[between].min() + _FLOOR]
    above = counts[floor[-1] + 1 :]
    if above.sum() < _FEWEST_ABOVE or height[floor[-1] :].max() < height[floor].min() + _FLOOR:
        return default
    return float(middle[floor[0]] + _TOWARDS_END * (middle[floor[-1]] - middle[floor[0]]))


def likeness_of_strangers(vectors: Floats, places: Ints, seed: int) -> Floats:
    """Draw pairs of different places, and give their likeness: what is alike there is so by kind, not as one offer.

    Parameters
    ----------
    vectors : services x dimensions, rows of length one
    places : number of each service's place
    """
    random = np.random.default_rng(seed)
    stated = np.flatnonzero(vectors.any(axis=1))
    left, right = (random.choice(stated, min(len(stated), _STRANGERS), replace=False) for _ in range(2))
    like = vectors[left] @ vectors[right].T
    return np.asarray(like[places[left][:, None] != places[right][None, :]])
