"""Names of organisations as arrays of words: one form for comparing, written for many names at once.

A name may hold several names ("A Ltd trading as B", "A (formerly B)"): each is a variant of its record. The words of a
variant are brought to one form (accents, case, abbreviations, Welsh civic words, plural) and stand as numbers in one
flat array.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.matching.org_word_forms import Bools, Ints, Words, describe, listed_words, one_form, phrases

__all__ = ["MOST_WORDS", "Bools", "Ints", "Names", "Words", "among", "distinct", "plain_text", "read_names"]

MOST_WORDS = 14
_SPLIT = "\x1f"
_OPEN, _CLOSE = "(", ")"
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.[ ]?){2,}[^\W\d_]?\b\.?|\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")


@dataclass(frozen=True, slots=True)
class Names:
    """All variants of the names of some records, flat.

    `record` is the row of the record of each variant, `role` 0 for a name as it stands, 1 for one that a marker parts
    off, 2 for one given beside. `offsets` bound the words of a variant in `word`, `initials` (the letters of a word
    that is written as initials are, as a number in base 27; else 0). `plain` is the text before its words are brought
    to one form.
    """

    records: int
    record: Ints
    role: Ints
    offsets: Ints
    word: Ints
    initials: Ints
    plain: pa.Array
    words: Words

    def __len__(self) -> int:
        return len(self.record)


def distinct(code: Ints) -> Ints:
    """Sort numbers and leave out those that stand again; quicker for millions than hashing them."""
    code = np.sort(code)
    fresh = np.ones(len(code), bool)
    fresh[1:] = code[1:] != code[:-1]
    return code[fresh]


def among(code: Ints, known: Ints) -> Bools:
    """Whether each number stands among known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(code), bool)
    return np.asarray(known[np.minimum(np.searchsorted(known, code), len(known) - 1)] == code)


@cache
def _markers() -> str:
    phrases = sorted(listed_words()["marker"], key=lambda phrase: (-len(phrase), phrase))
    written = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return "[\\s\\-\u2013,;:\\[(/]+(?:" + written + ")[\\s:]+"


def _replace(texts: pa.Array, pattern: str, by: str) -> pa.Array:
    return pc.replace_substring_regex(texts, pattern, by)


def _where(
    texts: pa.Array, pattern: str, change: "re.Pattern[str] | None", replaced: dict[str, str] | None
) -> pa.Array:
    """Change the few texts that a pattern is in, one by one."""
    rows = np.flatnonzero(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False))
    if not len(rows):
        return texts
    compiled = change or re.compile(pattern)
    changed = []
    for text in texts.take(pa.array(rows)).to_pylist():
        if replaced is None:
            changed.append(compiled.sub(lambda found: re.sub(r"[. ]", "", found[0]) + " ", text))
        else:
            changed.append(compiled.sub(lambda found: replaced[found[0]], text))
    mask = np.zeros(len(texts), bool)
    mask[rows] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(changed, pa.string()))


def plain_text(texts: pa.Array) -> pa.Array:
    """Take accents and what people type differently away; brackets stay as words of their own, case stays."""
    plain = pc.utf8_normalize(texts, form="NFKD")
    plain = _replace(plain, r"\pM", "")
    plain = _replace(plain, "['\u2018\u2019\u02bc`\u00b4]", "")
    plain = _where(plain, r"\b\pL\.[ ]?\pL\b", _INITIALS, None)
    plain = _replace(plain, "&amp;|[&+]", " and ")
    plain = _replace(plain, r"[\[(]", " ( ")
    plain = _replace(plain, r"[\])]", " ) ")
    plain = _replace(plain, r"[^\pL\pN()]+", " ")
    return pc.utf8_trim(plain, " ")


def _variants(names: pa.Array) -> tuple[pa.Array, Ints, Ints]:
    """Part names at their markers; a bracket that a marker opened is closed by the split."""
    marked = pc.match_substring_regex(names, "(?i)" + _markers()).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(marked)
    record = np.arange(len(names), dtype=np.int64)
    role = np.zeros(len(names), np.int64)
    if not len(rows):
        return names, record, role
    parted = _replace(names.take(pa.array(rows)), "(?i)" + _markers(), _SPLIT)
    pieces = pc.split_pattern(parted, _SPLIT)
    more = pc.list_flatten(pieces)
    parents = rows[pc.list_parent_indices(pieces).to_numpy()]
    kept = np.flatnonzero(~marked)
    texts = pa.concat_arrays([names.take(pa.array(kept)), more])
    return (
        texts,
        np.concatenate([record[kept], parents]),
        np.concatenate([role[kept], np.ones(len(parents), np.int64)]),
    )


def read_names(names: pa.Array, also: tuple[pa.Array, Ints] | None = None) -> Names:
    """Read names into arrays of words.

    Parameters
    ----------
    names : Array of string, one a record
    also : (Array of string, row of its record), optional
        Other names of the records.

    Returns
    -------
    Names
    """
    records = len(names)
    names = pc.fill_null(names.cast(pa.string()), "")
    texts, record, role = _variants(names)
    if also is not None and len(also[0]):
        texts = pa.concat_arrays([texts, also[0].cast(pa.string())])
        record = np.concatenate([record, also[1]])
        role = np.concatenate([role, np.full(len(also[1]), 2, np.int64)])
    written = plain_text(texts)
    lower = pc.utf8_lower(written)
    pattern, replaced = phrases()
    return _tokens(records, record, role, written, _where(lower, pattern, None, replaced))


def _flat(texts: pa.Array) -> tuple[pa.Array, Ints]:
    lists = pc.utf8_split_whitespace(texts)
    return pc.list_flatten(lists), pc.list_parent_indices(lists).to_numpy().astype(np.int64)


def _tokens(records: int, record: Ints, role: Ints, written: pa.Array, lower: pa.Array) -> Names:
    tokens, owner = _flat(lower)
    upper = _initials_like(written, lower, tokens, owner)
    coded = pc.dictionary_encode(tokens)
    vocabulary = coded.dictionary.to_pylist()
    code = coded.indices.to_numpy().astype(np.int64)
    kept = np.array([word not in (_OPEN, _CLOSE) for word in vocabulary] or [True])[code]
    code, owner, upper = code[kept], owner[kept], upper[kept]
    code, owner, upper = _parted(code, owner, upper, vocabulary)
    letters = np.array([_in_letters(word) for word in vocabulary] or [0], np.int64)
    initials = np.where(upper, letters[code], 0)
    pieces, texts = one_form(vocabulary)
    width = np.array([len(piece) for piece in pieces], np.int64)
    spread = np.repeat(np.arange(len(code)), width[code])
    starts = np.concatenate([[0], np.cumsum(width)])
    flat = np.array([number for piece in pieces for number in piece], np.int64)
    within = np.arange(len(spread)) - np.repeat(np.cumsum(width[code]) - width[code], width[code])
    word = flat[starts[code[spread]] + within]
    initials = np.where(width[code[spread]] == 1, initials[spread], 0)
    owner = owner[spread]
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    short = place < MOST_WORDS * 2
    word, owner, initials = word[short], owner[short], initials[short]
    offsets = np.searchsorted(owner, np.arange(len(record) + 1))
    return Names(records, record, role, offsets, word, initials, lower, describe(texts))


def _parted(code: Ints, owner: Ints, upper: Bools, vocabulary: list[str]) -> tuple[Ints, Ints, Bools]:
    """Part words that are two words of another name written as one ("healthcare" beside "health care")."""
    number = {word: place for place, word in enumerate(vocabulary)}
    beside = np.flatnonzero(owner[1:] == owner[:-1])
    pairs = distinct(code[beside] * max(len(vocabulary), 1) + code[beside + 1])
    length = np.array([len(word) for word in vocabulary] or [0], np.int64)
    firsts, seconds = pairs // max(len(vocabulary), 1), pairs % max(len(vocabulary), 1)
    long = (length[firsts] >= 3) & (length[seconds] >= 3)
    parts: dict[int, tuple[int, int]] = {}
    for first, second in zip(firsts[long].tolist(), seconds[long].tolist(), strict=True):
        joined = number.get(vocabulary[first] + vocabulary[second])
        if joined is not None:
            parts[joined] = (first, second)
    if not parts:
        return code, owner, upper
    width = np.ones(len(vocabulary), np.int64)
    width[list(parts)] = 2
    second_of = np.arange(len(vocabulary))
    first_of = second_of.copy()
    for joined, (first, second) in parts.items():
        first_of[joined], second_of[joined] = first, second
    spread = np.repeat(np.arange(len(code)), width[code])
    last = np.append(spread[1:] != spread[:-1], True)
    parted = np.where(last, second_of[code[spread]], first_of[code[spread]])
    return parted, owner[spread], upper[spread] & (width[code[spread]] == 1)


def _in_letters(text: str) -> int:
    """Two to seven letters as one number in base 27; 0 for any other word."""
    if not 2 <= len(text) <= 7 or not text.isascii() or not text.isalpha():
        return 0
    number = 0
    for letter in text:
        number = number * 27 + ord(letter) - 96
    return number


def _initials_like(written: pa.Array, lower: pa.Array, tokens: pa.Array, owner: Ints) -> Bools:
    """Words written as initials are: capitals in a name that has small letters, or a short name of one word."""
    length = pc.utf8_length(tokens).to_numpy(zero_copy_only=False)
    count = np.bincount(owner, minlength=len(lower)) if len(owner) else np.zeros(len(lower), np.int64)
    alone = (count <= 1)[owner]
    lists = pc.utf8_split_whitespace(written)
    same = pc.list_value_length(lists).to_numpy(zero_copy_only=False) == count
    flat, parents = pc.list_flatten(lists), pc.list_parent_indices(lists).to_numpy()
    capitals = pc.utf8_is_upper(flat).to_numpy(zero_copy_only=False)
    mixed = pc.match_substring_regex(written, r"\p{Ll}").to_numpy(zero_copy_only=False)
    found = np.zeros(len(tokens), bool)
    if same.all():
        found = capitals
    else:
        found[same[owner]] = capitals[same[parents]]
    no_vowel = pc.invert(pc.match_substring_regex(tokens, "[aeiouy]")).to_numpy(zero_copy_only=False)
    shouted = ~mixed[owner]
    result: Bools = (length >= 2) & (length <= 7) & ((found & mixed[owner]) | (shouted & (alone | no_vowel)))
    return result
