"""Reasons for the score of two organisation records, in plain words: their weights add up to it.

Sentences of the likeliest pairs name the words that are shared or left over; those of further pairs say it in general.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tpgraph.matching import org_identifiers as codes
from tpgraph.matching.org_features import Features, Records
from tpgraph.matching.org_names import Ints
from tpgraph.matching.org_score import Scored, contributions
from tpgraph.matching.org_words import Floats

# Which sentence each pair has, and the sentences; the empty one says nothing.
Said = tuple[Ints, list[str]]

_LEAST = 0.05
_MOST_NAMED = 5_000
_MOST_WORDS = 4
# What is missing is said though it weighs nothing.
_MISSING = ("is missing", "is not known")


def reasons(records: Records, found: Scored, kept: Ints, list_weight: Floats) -> tuple[pa.ListArray, pa.ListArray]:
    """Sentences and their weights for the pairs kept, the weightiest first; with the model's base they add up."""
    features = {name: values[kept] for name, values in found.features.items()}
    given = contributions(found.model, found.steps[kept])
    names = [feature.name for feature in found.model.features]
    said: list[Said] = []
    weights = []
    for members, say in _SUBJECTS:
        columns = [place for place, name in enumerate(names) if name in members]
        said.append(say(features, len(kept)))
        weights.append(given[:, columns].sum(axis=1))
    named = kept[np.argsort(-found.log_odds[kept], kind="stable")[:_MOST_NAMED]]
    rows = np.searchsorted(kept, named)
    words = list(zip(_words_of(records, found.left[named]), _words_of(records, found.right[named]), strict=True))
    said[0] = _with(said[0], rows, [_shared(one, other) for one, other in words])
    whole = features["over_count"][rows] == 0
    left_over = ["" if none else _left_over(one, other) for none, (one, other) in zip(whole, words, strict=True)]
    said[1] = _with(said[1], rows, [text or "no word of either name is left over" for text in left_over])
    listed = np.where(list_weight[kept] > 0, 1, np.where(list_weight[kept] < 0, 2, 0)).astype(np.int64)
    said.append((listed, _LISTED))
    weights.append(list_weight[kept])
    return _in_order(said, np.column_stack(weights))


def _in_order(said: list[Said], weights: npt.NDArray[np.float64]) -> tuple[pa.ListArray, pa.ListArray]:
    """The weightiest first; the weight of what says nothing goes with the first that does."""
    texts: list[str] = []
    number = []
    for row_codes, sentences in said:
        number.append(row_codes + len(texts))
        texts += sentences
    table = np.column_stack(number)
    empty = np.array([text == "" for text in texts], bool)
    missing = np.array([any(word in text for word in _MISSING) for text in texts], bool)
    silent = empty[table] | ((np.abs(weights) < _LEAST) & ~missing[table])
    strength = np.where(silent, -1.0, np.abs(weights))
    order = np.argsort(-strength, axis=1, kind="stable")
    rows = np.arange(len(table))[:, None]
    table, weights, told = table[rows, order], weights[rows, order], ~silent[rows, order]
    weights[:, 0] += np.where(told, 0.0, weights).sum(axis=1)
    told[:, 0] |= ~told.any(axis=1)
    offsets = pa.array(np.concatenate([[0], np.cumsum(told.sum(axis=1))]).astype(np.int32))
    flat = pa.array(texts, pa.string()).take(pa.array(table[told]))
    return (
        pa.ListArray.from_arrays(offsets, flat),
        pa.ListArray.from_arrays(offsets, pa.array(np.round(weights[told], 4))),
    )


def _words_of(records: Records, rows: Ints) -> list[frozenset[str]]:
    """The telling words of the names of some records."""
    names = records.names
    order = np.argsort(names.record, kind="stable")
    starts = np.searchsorted(names.record[order], np.arange(len(records) + 1))
    text, stop = names.words.text, names.words.stop
    found: dict[int, frozenset[str]] = {}
    for row in set(rows.tolist()):
        found[row] = frozenset(
            text[word]
            for variant in order[starts[row] : starts[row + 1]].tolist()
            for word in names.word[names.offsets[variant] : names.offsets[variant + 1]].tolist()
            if not stop[word]
        )
    return [found[row] for row in rows.tolist()]


def _quoted(words: Sequence[str]) -> str:
    shown = ", ".join(f"'{word}'" for word in words[:_MOST_WORDS])
    return shown + (" and others" if len(words) > _MOST_WORDS else "")


def _with(said: Said, rows: Ints, sentences: list[str]) -> Said:
    """Put sentences of their own in the place of general ones."""
    row_codes, texts = said
    number: dict[str, int] = {}
    row_codes = row_codes.copy()
    row_codes[rows] = [len(texts) + number.setdefault(text, len(number)) for text in sentences]
    return row_codes, texts + list(number)


def _shared(one: frozenset[str], other: frozenset[str]) -> str:
    shared = sorted(one & other)
    if shared and one == other:
        return "their names have the same words"
    return f"both names have {_quoted(shared)}" if shared else "their names share no whole word"


def _left_over(one: frozenset[str], other: frozenset[str]) -> str:
    mine, theirs = sorted(one - other), sorted(other - one)
    if mine and theirs:
        return f"one name has {_quoted(mine)}, the other {_quoted(theirs)}"
    return f"only one name has {_quoted(mine or theirs)}" if mine or theirs else "no word of either name is left over"


def _table(name: str, texts: list[str], bounds: Sequence[float]) -> Callable[[Features, int], Said]:
    """A sentence for each span of a feature: `bounds` part them."""

    def say(features: Features, count: int) -> Said:
        if name not in features:
            return np.zeros(count, np.int64), [""]
        return np.searchsorted(np.array(bounds), features[name], side="right").astype(np.int64), texts

    return say


def _say_spelling(features: Features, _: int) -> Said:
    chosen = (features["slips"] > 0) + 2 * (features["shortened"] > 0)
    return chosen.astype(np.int64), [
        "",
        "a word is spelt a little differently",
        "a word is shortened in one of them",
        "words are shortened and spelt differently",
    ]


def _say_initials(features: Features, _: int) -> Said:
    chosen = np.where(features["initials"] > 0, 1 + (features["fits"] > np.log1p(2)), 0)
    return chosen.astype(np.int64), [
        "",
        "initials in one name fit the words of the other",
        "initials in one name fit the words of the other, and of further names",
    ]


_IDENTIFIERS = {
    codes.UNKNOWN: "an identifier is missing or says nothing",
    codes.EQUAL: "their identifiers are equal",
    codes.SLIP: "their identifiers differ by one slip",
    codes.DIFFERENT: "their identifiers differ in one register",
    codes.OTHER_REGISTER: "their identifiers are of different registers",
    codes.NO_REGISTER: "their identifiers differ, and one names no register",
}
_LISTED = [
    "",
    "the lists of public bodies know both names as one body",
    "the lists of public bodies know them as two bodies",
]
_STEPS = (0.5, 1.5, 2.5, 3.5, 4.5)

# What each sentence speaks of (the features whose weights it carries), and how it is chosen.
_SUBJECTS: tuple[tuple[frozenset[str], Callable[[Features, int], Said]], ...] = (
    (
        frozenset({"likeness", "shared", "best_shared", "equal", "first_same", "in_order", "role", "columns"}),
        _table(
            "likeness",
            ["their names share hardly a word", "their names share some words", "their names share most words"],
            (0.1, 0.6),
        ),
    ),
    (
        frozenset({"least_over", "most_over", "kinds", "over_count"}),
        _table(
            "over_count",
            [
                "no word of either name is left over",
                "words of one name are left over",
                "words of both names are left over",
            ],
            (0.5, 4.5),
        ),
    ),
    (frozenset({"slips", "shortened", "often"}), _say_spelling),
    (frozenset({"initials", "fits"}), _say_initials),
    (
        frozenset({"start"}),
        _table("start", ["", "one name begins exactly as the other does, and may be cut short"], (0.5,)),
    ),
    (
        frozenset({"legal"}),
        _table(
            "legal",
            [
                "neither states a legal form",
                "only one states a legal form",
                "both state the same legal form",
                "they state different legal forms",
            ],
            _STEPS[:3],
        ),
    ),
    (
        frozenset({"tier"}),
        _table(
            "tier",
            [
                "",
                "only one says which kind of council it is",
                "both say the same kind of council",
                "they are councils of different kinds",
            ],
            _STEPS[:3],
        ),
    ),
    (
        frozenset({"identifier"}),
        _table("identifier", [_IDENTIFIERS[number] for number in sorted(_IDENTIFIERS)], _STEPS),
    ),
    (
        frozenset({"sector"}),
        _table(
            "sector",
            [
                "what kind of body each is said to be seldom goes together",
                "what kind of body each is said to be tells little",
                "what kind of body each is said to be goes together",
            ],
            (-0.1, 0.1),
        ),
    ),
    (
        frozenset({"place", "delivery", "delivery_share"}),
        _table(
            "delivery_share",
            [
                "where both are is not known",
                "they are in different places",
                "they are partly in one place",
                "they are in the same place",
            ],
            (-0.5, 0.001, 0.7),
        ),
    ),
    (
        frozenset({"offers"}),
        _table(
            "offers",
            [
                "what both offer is not known",
                "they offer different things",
                "what they offer is somewhat alike",
                "what they offer is much alike",
            ],
            (-0.5, 0.05, 0.3),
        ),
    ),
    (
        frozenset({"rank", "margin", "crowd"}),
        _table(
            "rank",
            [
                "other records fit both of them better",
                "another record fits one of them better",
                "no other record fits either of them better",
            ],
            (0.5, 1.5),
        ),
    ),
    (
        frozenset({"triangle"}),
        _table("triangle", ["no third record is like both", "a third record is like both"], (0.001,)),
    ),
)
