"""What the words of some names weigh, and which of them are alike: typing slips and parts of longer words."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tpgraph.matching.org_names import Ints, Names, distinct

Floats = npt.NDArray[np.float64]

# A list of fewer records does not tell which words are rare: its words weigh as in a list of so many.
FEWEST = 500
_SHORTEST_SLIP = 5
_LARGEST_SHARED = 30


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of some names: `records` with each, `weight` (0 for joining words), `alike` the near spellings."""

    records: Ints
    weight: Floats
    alike: sparse.csr_matrix


def weigh_words(names: Names) -> Vocabulary:
    """Weigh words by how few records have them; legal forms weigh little."""
    owner = names.record[np.repeat(np.arange(len(names)), np.diff(names.offsets))]
    count = len(names.words)
    code = distinct(owner * count + names.word)
    records = np.bincount(code % max(count, 1), minlength=count)
    weight = np.log1p(max(names.records, FEWEST) / np.maximum(records, 1))
    weight = np.where(names.words.stop, 0.0, weight)
    weight = np.where(names.words.legal, np.minimum(weight, 0.7), weight)
    return Vocabulary(records, weight, _alike(names))


def _alike(names: Names) -> sparse.csr_matrix:
    """Words by words: 1 on the diagonal, .7 for words one slip apart (found by leaving one letter out of each)."""
    count = len(names.words)
    shared: dict[str, list[int]] = {}
    for number, word in enumerate(names.words.text):
        if len(word) >= _SHORTEST_SLIP and not names.words.number[number]:
            for key in {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}:
                shared.setdefault(key, []).append(number)
    lefts, rights = [], []
    for group in shared.values():
        if 1 < len(group) <= _LARGEST_SHARED:
            for left in group:
                for right in group:
                    if left != right:
                        lefts.append(left)
                        rights.append(right)
    links = sparse.csr_matrix((np.ones(len(lefts)), (lefts, rights)), shape=(count, count))
    links.data[:] = 0.7
    return sparse.csr_matrix(links + sparse.identity(count, format="csr"))
