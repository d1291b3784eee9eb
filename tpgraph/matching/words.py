"""How alike two texts are, by the words they share: rare words weigh more than common ones."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tpgraph.reference import simplify

# Words that tell nothing of what is offered.
_EMPTY_WORDS = """
    a an and any are as at be by can do for from get has have help helps how if in into is it its may more no not of off
    on or our out own so than that the their them then they this those through to up us use was we what when where which
    who will with within you your"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> frozenset[str]:
    """Give the words of a text that say something, a plural `s` taken off.

    >>> sorted(words_of("Stay and Play (for the babies)"))
    ['babie', 'play', 'stay']
    """
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in simplify(text).split()
        if word not in _EMPTY
    )


def word_weights(texts: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """Give word -> weight: the logarithm of how many texts there are to one with the word, plus one."""
    count, total = Counter[str](), 0
    for text in texts:
        count.update(text)
        total += 1
    return {word: 1.0 + math.log(total / times) for word, times in count.items()}


def likeness(left: frozenset[str], right: frozenset[str], weights: Mapping[str, float]) -> float | None:
    """Measure how alike two texts are.

    Parameters
    ----------
    left, right : sets of words
    weights : weight of every word

    Returns
    -------
    float or None
        Weight of the shared words as a share of the weight of all words of the two, 0 to 1; None where one is empty.
    """
    if not left or not right:
        return None
    shared = sum(weights[word] for word in sorted(left & right))
    return shared / sum(weights[word] for word in sorted(left | right))
