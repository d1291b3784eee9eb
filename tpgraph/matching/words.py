"""How alike two texts are, by the words they share: rare words weigh more than common ones."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    return frozenset(_stem(word) for word in simplify(text).split() if word not in _EMPTY)


def shared_words(left: str, right: str) -> list[str]:
    """Give the words that two texts share, as the left one writes and orders them, each once.

    >>> shared_words("Babies at Play", "Play for a baby or for babies")
    ['babies', 'play']
    """
    shared = words_of(left) & words_of(right)
    return list(dict.fromkeys(word for word in simplify(left).split() if _stem(word) in shared))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def word_weights(texts: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """Give word -> weight: the logarithm of how many texts there are to one with the word, plus one."""
    count, total = Counter[str](), 0
    for text in texts:
        count.update(text)
        total += 1
    return {word: 1.0 + math.log(total / times) for word, times in count.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, and what they weigh together."""

    words: frozenset[str]
    weight: float


def weigh(words: frozenset[str], weights: Mapping[str, float]) -> Words:
    """Weigh the words of one text; the sum does not depend on their order."""
    return Words(words, math.fsum(weights[word] for word in words))


def likeness(left: Words, right: Words, weights: Mapping[str, float]) -> float | None:
    """Measure how alike two texts are.

    Returns
    -------
    float or None
        Weight of the shared words as a share of the weight of all words of the two, 0 to 1; None where one is empty.

    Examples
    --------
    >>> weights = {"play": 1.0, "stay": 2.0, "tune": 3.0}
    >>> likeness(weigh(frozenset({"play", "stay"}), weights), weigh(frozenset({"play", "tune"}), weights), weights)
    0.16666666666666666
    """
    if not left.words or not right.words:
        return None
    shared = math.fsum(weights[word] for word in left.words & right.words)
    return shared / (left.weight + right.weight - shared)
