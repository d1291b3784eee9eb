"""Words in names of organisations: the one form of each, and what the shipped lists say that it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tpgraph.reference import legal_forms, organisation_words

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TIERS = ("", "district", "unitary", "county", "city", "parish", "combined")
DISTRICT, UNITARY, COUNTY, CITY, PARISH, COMBINED = range(1, 7)


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of each word of a vocabulary, by its number.

    `text` is the word in its one form; `stop` joins words; `legal` states a legal form; `council`, `other_body`,
    `part`, `nation` as the shipped list of words says; `tier` is 0 or the number of a tier of councils; `number` that
    it is one; `ordinary` that it is a word of general use (of a list), so no abbreviation of initials.
    """

    text: Sequence[str]
    stop: Bools
    legal: Bools
    council: Bools
    other_body: Bools
    part: Bools
    nation: Bools
    tier: Ints
    number: Bools
    ordinary: Bools

    def __len__(self) -> int:
        return len(self.text)


@cache
def listed_words() -> dict[str, dict[str, str]]:
    """The shipped words by use: written -> what it means."""
    found: dict[str, dict[str, str]] = {}
    for word in organisation_words():
        found.setdefault(word.use, {})[word.written] = word.means or word.written
    return found


@cache
def phrases() -> tuple[str, dict[str, str]]:
    """Legal forms and nations of several words -> one word; and the pattern that finds a name with any of them."""
    forms = {form.written: form.canonical for form in legal_forms() if " " in form.written}
    nations = {word: means.replace(" ", "") for word, means in listed_words()["nation"].items() if " " in word}
    replaced = forms | nations | listed_words()["phrase"]
    longest_first = sorted(replaced, key=lambda phrase: (-len(phrase), phrase))
    return r"\b(?:" + "|".join(longest_first) + r")\b", replaced


def one_form(vocabulary: list[str]) -> tuple[list[list[int]], list[str]]:
    """Give the words of one form that each written word stands for, as numbers, and those words."""
    listed = listed_words()
    means = listed["translation"] | listed["abbreviation"]
    forms = {form.written: form.canonical for form in legal_forms() if " " not in form.written}
    number: dict[str, int] = {}
    pieces = []
    for word in vocabulary:
        meant = means.get(word) or forms.get(word) or word
        pieces.append([number.setdefault(_singular(part), len(number)) for part in meant.split()])
    return pieces, list(number)


def _singular(word: str) -> str:
    """Take a plural's s off, so that "scouts" and "scout" are one."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "su" else word


def describe(texts: list[str]) -> Words:
    listed = listed_words()
    tiers = {_singular(word): tier for word, tier in listed["tier"].items()}
    numbers = {tier: place for place, tier in enumerate(TIERS)}

    def among(words: "set[str] | dict[str, str]") -> Bools:
        single = {_singular(word) for word in words}
        return np.array([text in single for text in texts] or np.zeros(0), bool)

    ordinary = {part for use in ("translation", "abbreviation") for part in " ".join(listed[use].values()).split()}
    return Words(
        text=texts,
        stop=among(listed["stop"]),
        # Forms that mean nothing else: "PC" is a parish council too, "Spa" a town.
        legal=among({form.canonical for form in legal_forms() if form.anywhere} | {"company"}),
        council=among(listed["council"]),
        other_body=among(listed["other_body"]),
        part=among(listed["part"]),
        nation=among(listed["nation"] | {"unitedkingdom": "", "northernireland": "", "greatbritain": ""}),
        tier=np.array([numbers[tiers.get(text, "")] for text in texts], np.int64),
        number=np.array([any(letter.isdigit() for letter in text) for text in texts], bool),
        ordinary=among(ordinary),
    )
