"""Names made of initials: which words of another name each could stand for."""

from dataclasses import dataclass

import numpy as np

from tpgraph.matching.org_names import Bools, Ints, Names, among, distinct

_SHORTEST, _LONGEST = 2, 7
_LARGEST_GROUP = 60


@dataclass(frozen=True, slots=True)
class Initials:
    """One row for each place where initials fit: the variant and position (in the flat array) of the initials, the
    variant and the first and last position of the words that they could stand for."""

    left: Ints
    position: Ints
    right: Ints
    first: Ints
    last: Ints


def fitting_initials(names: Names) -> Initials:
    """Find for each word written as initials the runs of words of other names that begin with its letters.

    A run may pass over joining words ("for", "of") or use them. Initials of two letters must stand for all words of
    the name but one at most, or its end; initials that more than `_LARGEST_GROUP` runs fit are left out.
    """
    owner = np.repeat(np.arange(len(names)), np.diff(names.offsets))
    first_letter = np.array([_letter(text) for text in names.words.text] or [0], np.int64)
    found = []
    shorthand = np.where(names.words.legal[names.word] | names.words.nation[names.word], 0, names.initials)
    length = initials_length(shorthand)
    for skip in (False, True):
        stay = np.flatnonzero(~names.words.stop[names.word]) if skip else np.arange(len(owner))
        letters, body = first_letter[names.word[stay]], owner[stay]
        for size in range(_SHORTEST, _LONGEST + 1):
            asked = np.flatnonzero(length == size)
            if len(asked) and len(stay) >= size:
                found.append(_windows(asked, shorthand, stay, letters, body, size))
    if not found:
        empty = np.zeros(0, np.int64)
        return Initials(empty, empty, empty, empty, empty)
    position, first, last = (np.concatenate(parts) for parts in zip(*found, strict=True))
    rows = np.unique(np.stack([position, first, last], axis=1), axis=0)
    position, first, last = rows.T
    other = names.record[owner[position]] != names.record[owner[first]]
    position, first, last = position[other], first[other], last[other]
    return Initials(owner[position], position, owner[first], first, last)


def initials_length(code: Ints) -> Ints:
    """How many letters stand in numbers of base 27."""
    return np.searchsorted(27 ** np.arange(_LONGEST + 1), code, side="right")


def _letter(text: str) -> int:
    return ord(text[0]) - 96 if text and "a" <= text[0] <= "z" else 0


def _windows(asked: Ints, shorthand: Ints, stay: Ints, letters: Ints, body: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    count = len(stay) - size + 1
    code = np.zeros(count, np.int64)
    whole: Bools = body[:count] == body[size - 1 :]
    for step in range(size):
        code = code * 27 + letters[step : step + count]
        whole &= letters[step : step + count] > 0
    codes = shorthand[asked]
    starts = np.flatnonzero(whole & among(code, distinct(codes)))
    starts = starts[np.argsort(code[starts], kind="stable")]
    sorted_code = code[starts]
    low, high = np.searchsorted(sorted_code, codes), np.searchsorted(sorted_code, codes, side="right")
    width = np.where(high - low <= _LARGEST_GROUP, high - low, 0)
    position = np.repeat(asked, width)
    within = np.arange(len(position)) - np.repeat(np.cumsum(width) - width, width)
    runs = starts[np.repeat(low, width) + within]
    return position, stay[runs], stay[runs + size - 1]
