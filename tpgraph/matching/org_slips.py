"""How one word may be another written otherwise: a typing slip, the start of it, or a shortening."""

import numpy as np
import numpy.typing as npt

from tpgraph.matching.org_names import Bools, Ints

NOTHING, ONE_SLIP, TWO_SLIPS, START, SHORTENED = range(5)

_LETTERS = 18
_MOST_AT_ONCE = 400_000
Letters = npt.NDArray[np.uint8]


def spell(words: "list[str] | tuple[str, ...]") -> tuple[Letters, Ints]:
    """Words as rows of letters (bytes of their ASCII form, 0 after the end) with their lengths."""
    encoded = [word.encode("ascii", "replace")[:_LETTERS] for word in words]
    letters = np.zeros((len(encoded), _LETTERS), np.uint8)
    if encoded:
        flat = np.frombuffer(b"".join(word.ljust(_LETTERS, b"\0") for word in encoded), np.uint8)
        letters = flat.reshape(len(encoded), _LETTERS)
    return letters, np.array([len(word) for word in encoded], np.int64)


def compare_words(left: Letters, left_length: Ints, right: Letters, right_length: Ints) -> Ints:
    """Say for each pair of words how one may be the other: one of the numbers above."""
    result = np.zeros(len(left), np.int64)
    for start in range(0, len(left), _MOST_AT_ONCE):
        part = slice(start, start + _MOST_AT_ONCE)
        result[part] = _compare(left[part], left_length[part], right[part], right_length[part])
    return result


def _compare(left: Letters, left_length: Ints, right: Letters, right_length: Ints) -> Ints:
    swap = left_length > right_length
    short = np.where(swap[:, None], right, left)
    long = np.where(swap[:, None], left, right)
    short_length, long_length = np.minimum(left_length, right_length), np.maximum(left_length, right_length)
    places = np.arange(_LETTERS)
    result = np.zeros(len(left), np.int64)
    shorter = short_length < long_length
    starts = ((short == long) | (places >= short_length[:, None])).all(axis=1)
    result[_shortened(short, short_length, long, long_length)] = SHORTENED
    result[starts & shorter & (short_length >= 3)] = START
    near = np.flatnonzero((long_length - short_length <= 2) & (short_length >= 4) & _alike(short, long))
    if len(near):
        distance = _distance(short[near], short_length[near], long[near], long_length[near])
        # Two slips in a word seldom spoil its first letter; two names of one pattern often differ there.
        same_start = short[near, 0] == long[near, 0]
        result[near[(distance == 2) & (short_length[near] >= 7) & same_start]] = TWO_SLIPS
        result[near[distance == 1]] = ONE_SLIP
    return result


def _shortened(short: Letters, short_length: Ints, long: Letters, long_length: Ints) -> Bools:
    """The letters of the short word stand in the long one in order, the first first; at most .6 of its length."""
    maybe = (
        (short[:, 0] == long[:, 0]) & (short_length >= 2) & (short_length <= 5) & (short_length * 5 <= long_length * 3)
    )
    rows = np.flatnonzero(maybe & (long_length >= 5))
    at = np.zeros(len(rows), np.int64)
    for place in range(_LETTERS):
        wanted = short[rows, np.minimum(at, _LETTERS - 1)]
        at += (long[rows, place] == wanted) & (at < short_length[rows])
    result = np.zeros(len(short), bool)
    result[rows[at >= short_length[rows]]] = True
    return result


def _alike(left: Letters, right: Letters) -> Bools:
    """Quick test: at least so many places agree when read from the start or from the end."""
    forward = (left == right).sum(axis=1)
    count_left = np.sort(left, axis=1)
    count_right = np.sort(right, axis=1)
    result: Bools = (forward >= _LETTERS // 2) | ((count_left == count_right).sum(axis=1) >= _LETTERS // 2)
    return result


def _distance(left: Letters, left_length: Ints, right: Letters, right_length: Ints) -> Ints:
    """Slips from one word to the other: a letter too many, too few, another, or two side by side swapped."""
    size = int(max(left_length.max(), right_length.max()))
    rows = len(left)
    table = np.zeros((size + 1, size + 1, rows), np.int8)
    table[:, 0] = np.arange(size + 1)[:, None]
    table[0, :] = np.arange(size + 1)[:, None]
    for i in range(1, size + 1):
        for j in range(max(1, i - 3), min(size, i + 3) + 1):
            other = left[:, i - 1] != right[:, j - 1]
            best = table[i - 1, j - 1] + other
            if j < i + 3:
                best = np.minimum(best, table[i - 1, j] + 1)
            if j > i - 3:
                best = np.minimum(best, table[i, j - 1] + 1)
            if i > 1 and j > 1:
                swapped = (left[:, i - 1] == right[:, j - 2]) & (left[:, i - 2] == right[:, j - 1])
                best = np.where(swapped, np.minimum(best, table[i - 2, j - 2] + 1), best)
            table[i, j] = best
    return table[left_length, right_length, np.arange(rows)].astype(np.int64)
