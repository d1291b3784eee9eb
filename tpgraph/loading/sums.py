"""Which columns or rows of a table are the sum of others: found by arithmetic, and by words that arithmetic checks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.int64]
Known = npt.NDArray[np.bool_]

ENOUGH = 3
"""Observations in which a sum must be seen where no word says that it is one."""

_MOST_WRONG = 0.02


@dataclass(frozen=True)
class Sum:
    """An item that is the sum of others.

    Attributes
    ----------
    item : its index
    parts : indices of what it adds up, which may be sums themselves; empty where a word says that it is a total but
        nothing before it adds up to it
    wrong : observations in which the parts do not add up to it
    """

    item: int
    parts: tuple[int, ...]
    wrong: tuple[int, ...] = ()


def rounding(values: Matrix, unit: int) -> int:
    """Give the half width of rounding in pence: half a unit where every figure is whole units, else a penny."""
    return max(1, unit // 2) if not (values % unit).any() else 1


def find_sums(values: Matrix, known: Known, called_total: Sequence[bool], slack: int = 0) -> list[Sum]:
    """Find the items that are the sum of a run of items just before them, subtotals taken as wholes.

    An item is a sum if it equals the last two or more open items in all but one in fifty of the observations that know
    them all, and more than one part is filled in at least `ENOUGH` of these; one observation is enough where its words
    say total. Such an item may also repeat the one item before it. Items that a sum took in are no longer open.

    Parameters
    ----------
    values : pence, one row an item, one column an observation
    known : whether an item is known in an observation
    called_total : whether the words of an item say that it is a total
    slack : pence by which each figure may be rounded

    Returns
    -------
    list of Sum in the order of the items. An item that is called a total, with open items before it none of which add
    up to it, has no parts.
    """
    found: list[Sum] = []
    opened: list[int] = []
    for item in range(len(values)):
        parts, wrong = _parts(item, opened, values, known, called_total[item], slack)
        if parts:
            del opened[-len(parts) :]
            found.append(Sum(item, parts, wrong))
        elif called_total[item] and opened:
            found.append(Sum(item, ()))
            continue
        opened.append(item)
    return found


def _parts(
    item: int, opened: Sequence[int], values: Matrix, known: Known, called_total: bool, slack: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The shortest run of open items, counted from the last, that adds up to the item; and where it does not."""
    adding = np.zeros(values.shape[1], dtype=np.int64)
    filled = np.zeros(values.shape[1], dtype=np.int64)
    seen = known[item] & (values[item] != 0)
    for taken, part in enumerate(reversed(opened), start=1):
        adding += values[part]
        filled += known[part] & (values[part] != 0)
        judged = seen & (filled > 0)
        if not judged.any() or (taken == 1 and not called_total):
            continue
        off = np.abs(adding - values[item]) > slack * (taken + 1)
        wrong = np.flatnonzero(judged & off)
        proved = int((judged & ~off & (filled > 1)).sum())
        enough = proved >= (1 if called_total else ENOUGH) or (taken == 1 and not len(wrong))
        if enough and len(wrong) <= _MOST_WRONG * int(judged.sum()):
            return tuple(opened[-taken:]), tuple(int(index) for index in wrong)
    return (), ()


def equal_to_others(values: Matrix, groups: Sequence[str], slack: int = 0) -> list[int]:
    """Find the rows whose figures are the sum of all other rows of their group, or of all rows whatever their group.

    Parameters
    ----------
    values : pence, one row a row of the table, one column a figure; unknown = 0
    groups : group of each row; two other rows at least make a sum
    slack : pence by which each figure may be rounded

    Returns
    -------
    list of indices; rows of nothing but noughts are no sums
    """
    if not len(values):
        return []
    everything = values.sum(axis=0)
    of_group = {group: np.flatnonzero([other == group for other in groups]) for group in set(groups)}
    found = []
    for row in range(len(values)):
        if not values[row].any():
            continue
        members = of_group[groups[row]]
        candidates = [(len(members), values[members].sum(axis=0)), (len(values), everything)]
        for size, total in candidates:
            if size > ENOUGH - 1 and (np.abs(total - 2 * values[row]) <= slack * size).all():
                found.append(row)
                break
    return found


def equal_to_rows_above(values: Matrix) -> list[int]:
    """Find the rows whose figures are exactly the sum of two or more rows just above, back to the start or to a sum.

    Parameters
    ----------
    values : pence, one row a row of the table, one column a figure; unknown = 0
    """
    found: list[int] = []
    running = np.zeros(values.shape[1] if values.ndim > 1 else 0, dtype=np.int64)
    marks = {running.tobytes(): 0}
    rows = 0
    for row in range(len(values)):
        before = marks.get((running - values[row]).tobytes()) if values[row].any() else None
        if before is not None and rows - before >= ENOUGH - 1:
            found.append(row)
            marks[running.tobytes()] = rows
            continue
        running = running + values[row]
        rows += 1
    return found
