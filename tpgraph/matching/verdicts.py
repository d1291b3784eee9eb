"""What people said of pairs, as the matcher learns from it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tpgraph.matching.pairs import texts
from tpgraph.matching.terms import Ints

# A verdict is a person's: it may be wrong, but it outweighs the matcher.
SAID_SAME, SAID_DIFFERENT = 0.99, 0.01


@dataclass(frozen=True)
class Judged:
    """Pairs that people judged, by row number, left < right; `same` 1 or 0."""

    left: Ints
    right: Ints
    same: npt.NDArray[np.float64]
    count: int

    def labels(self, left: Ints, right: Ints) -> npt.NDArray[np.float64]:
        """What was said of each pair: 1 same, 0 different, NaN nothing."""
        found = np.full(len(left), np.nan)
        if len(self.left):
            code = self.left * self.count + self.right
            order = np.argsort(code)
            asked = left * self.count + right
            place = np.minimum(np.searchsorted(code[order], asked), len(code) - 1)
            known = code[order][place] == asked
            found[known] = self.same[order][place[known]]
        return found


def judged_rows(verdicts: pa.Table | None, ids: pa.Array, *, valued: bool) -> Judged:
    """Read verdicts: left_id, right_id, verdict (same, different, valued overlap, need evidence, not ours to say).

    Of two verdicts on one pair that disagree neither counts. Pairs of ids that are not in the list are left out.

    Parameters
    ----------
    ids : of the list
    valued : whether "valued overlap" says that the two are the same offer
    """
    nothing = np.zeros(0, np.int64)
    if verdicts is None or not verdicts.num_rows:
        return Judged(nothing, nothing, np.zeros(0), len(ids))
    said = {"same": 1.0, "different": 0.0}
    if valued:
        said["valued overlap"] = 1.0
    row = {key: number for number, key in enumerate(ids.to_pylist())}
    found: dict[tuple[int, int], set[float]] = {}
    columns = (texts(verdicts, name).to_pylist() for name in ("left_id", "right_id", "verdict"))
    for left, right, verdict in zip(*columns, strict=True):
        label = said.get(verdict.replace("_", " ").lower())
        if label is not None and left in row and right in row and left != right:
            pair = (min(row[left], row[right]), max(row[left], row[right]))
            found.setdefault(pair, set()).add(label)
    agreed = {pair: labels.pop() for pair, labels in sorted(found.items()) if len(labels) == 1}
    return Judged(
        np.array([pair[0] for pair in agreed], np.int64),
        np.array([pair[1] for pair in agreed], np.int64),
        np.array(list(agreed.values()), np.float64),
        len(ids),
    )


def pinned(probability: npt.NDArray[np.float64], labels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where people decided, what they said."""
    return np.where(labels == 1, SAID_SAME, np.where(labels == 0, SAID_DIFFERENT, probability))
