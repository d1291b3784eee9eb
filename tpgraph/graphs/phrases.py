"""How names of nodes stand within a sentence."""

from collections.abc import Sequence

NAME_ONLY = "same by name only"
"""Begins the first reason of a match that rests on the names alone: matching writes it, review reads it."""


def mid_sentence(name: str) -> str:
    """Write a name as it stands within a sentence: `Under-fives` becomes `under-fives`, `LGBT people` stays.

    >>> mid_sentence("Under-fives"), mid_sentence("LGBT people")
    ('under-fives', 'LGBT people')
    """
    return name[0].lower() + name[1:] if name[:1].isupper() and name[1:2].islower() else name


def in_words(items: Sequence[str], most: int = 0) -> str:
    """Join items as a sentence does; empty for none. Beyond `most` they are counted (0 = never).

    >>> in_words(["a", "b", "c"]), in_words(["a"]), in_words(["a", "b", "c", "d"], most=2)
    ('a, b and c', 'a', 'a, b and 2 others')
    """
    if most and len(items) > most + 1:
        items = [*items[:most], f"{len(items) - most:,} others"]
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)
