"""A figure shared out by shares so that the parts add up to it: whole people, whole pence."""

import math
from collections.abc import Mapping
from fractions import Fraction

ELSEWHERE = ""
"""Stands for what lies in none of the places."""


def apportion(amount: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Share out a whole number by largest remainders.

    Each place gets its share rounded down; what is left over goes one by one to the largest remainders, of equal ones
    to the first name. So the parts, and what lies elsewhere, add up to the amount.

    Parameters
    ----------
    amount : people or pence; may be negative
    shares : place -> share, 0 to 1; together no more than 1, what is missing lies `ELSEWHERE`

    Returns
    -------
    place -> whole number, `ELSEWHERE` among them

    Examples
    --------
    >>> apportion(100, {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 34, 'b': 33, 'c': 33, '': 0}
    >>> apportion(-10, {"a": 0.25})
    {'a': -3, '': -7}
    """
    size = abs(amount)
    exact = {place: Fraction(share) * size for place, share in sorted(shares.items())}
    # Shares such as 1/3 are a trifle more or less than that as numbers.
    exact[ELSEWHERE] = max(Fraction(0), Fraction(size) - sum(exact.values()))
    if sum(shares.values()) > 1 - 1e-9:
        exact[ELSEWHERE] = Fraction(0)
    parts = {place: math.floor(part) for place, part in exact.items()}
    left = size - sum(parts.values())
    order = sorted(exact, key=lambda place: (parts[place] - exact[place], place == ELSEWHERE, place))
    for place in order[: max(left, 0)]:
        parts[place] += 1
    sign = -1 if amount < 0 else 1
    return {place: sign * part for place, part in parts.items()}


def apportioned_bounds(low: int | None, high: int | None, share: float) -> tuple[int | None, int | None]:
    """Share out bounds: the lower one is rounded down, the upper one up.

    >>> apportioned_bounds(10, 15, 0.25), apportioned_bounds(None, 4, 0.5)
    ((2, 4), (None, 2))
    """
    part = Fraction(share)
    return (
        None if low is None else math.floor(low * part),
        # A trifle more than a whole number is that number.
        None if high is None else math.ceil(high * part - Fraction(1, 10**9)),
    )
