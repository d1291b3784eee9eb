"""How likely a pair is, and how its two sides lie to each other, in words that need no statistics."""

from collections.abc import Sequence

RELATIONS = {
    "same_body": "one body",
    "listed_twice": "same entry twice",
    "duplicated_provision": "looks like the same offer",
    "partial_overlap": "overlaps in part",
    "successor": "follows on",
    "complementary": "works alongside",
}
"""Relation of the model -> words for it."""

_NEARLY_ALL, _HARDLY_ANY = 0.95, 0.05
_LINE = 0.2


def tenths(probability: float) -> str:
    """Say a probability without decimals.

    >>> tenths(0.81), tenths(0.97), tenths(0.02)
    ('about 8 in 10 such pairs', 'nearly all such pairs', 'hardly any such pairs')
    """
    if probability >= _NEARLY_ALL:
        return "nearly all such pairs"
    if probability < _HARDLY_ANY:
        return "hardly any such pairs"
    return f"about {max(1, round(probability * 10))} in 10 such pairs"


def expected(probabilities: Sequence[float]) -> list[str]:
    """Say of listed pairs how many are to be expected one offer: one sentence, none where under two reach 2 in 10.

    >>> expected([0.9, 0.8, 0.4, 0.1])[0]
    'Of the 3 pairs listed at 2 in 10 or more about 2 are expected to be one offer, as far as the odds hold.'
    """
    reached = [probability for probability in probabilities if probability >= _LINE]
    if len(reached) < 2:
        return []
    true = round(sum(reached))
    hold = f"about {true:,} {'is' if true == 1 else 'are'} expected to be one offer, as far as the odds hold"
    return [f"Of the {len(reached):,} pairs listed at 2 in 10 or more {hold}."]
