"""The words of two names laid side by side: which are the same, which are another spelling, which are left over."""

from dataclasses import dataclass

import numpy as np

from tpgraph.matching.org_initials import Initials, initials_length
from tpgraph.matching.org_names import MOST_WORDS, Bools, Ints, Names
from tpgraph.matching.org_slips import NOTHING, ONE_SLIP, SHORTENED, START, TWO_SLIPS, compare_words, spell
from tpgraph.matching.org_word_forms import CITY, COMBINED, COUNTY, DISTRICT, PARISH, UNITARY
from tpgraph.matching.org_words import FEWEST, Floats, Vocabulary

_AT_ONCE = 60_000
# How sure each way of being another spelling is, for choosing the best partner of a word.
_SURE = np.array([0.0, 0.9, 0.7, 0.75, 0.5])

# What a left-over word is, by weight of what it says: the weightiest of a side stands for the side.
KINDS = ("nothing", "light", "council", "common", "place", "rare", "number", "other body")
NONE, LIGHT, COUNCIL, COMMON, PLACE, RARE, NUMBER, OTHER_BODY = range(len(KINDS))
_COMMON_BELOW = 0.62
_COUNCIL_WEIGHT = 0.15


@dataclass
class Alignment:
    """Per pair of variants. Weights are shares of the weight of a word that one record alone has.

    `shared` weight of words that both have, `left_over`, `right_over` of those only one has; `left_kind`, `right_kind`
    what these are; `slips`, `shortened` how many words are another spelling; `initials` letters of initials that stand
    for words of the other (0 none), `fits` how many names the initials fit; `legal`, `tier` 0 none has one, 1 one has,
    2 both have the same, 3 they differ; `often` the records with the rarer spelling of a word that is spelt in two
    ways; `in_order` whether the shared words stand in one order; `best_shared` the weight of the weightiest shared
    word; `first_same` whether the first words are equal.
    """

    shared: Floats
    left_over: Floats
    right_over: Floats
    left_kind: Ints
    right_kind: Ints
    left_count: Ints
    right_count: Ints
    slips: Ints
    shortened: Ints
    initials: Ints
    fits: Ints
    legal: Ints
    tier: Ints
    often: Ints
    in_order: Bools
    best_shared: Floats
    first_same: Bools


class Aligner:
    """Lays names side by side; what it needs of each variant is laid out once."""

    def __init__(self, names: Names, vocabulary: Vocabulary, initials: Initials, places: Bools) -> None:
        self._names = names
        words = names.words
        unit = float(np.log1p(max(names.records, FEWEST)))
        self._weight = np.append(vocabulary.weight / unit, 0.0)
        self._kind = np.append(_kinds(names, vocabulary.weight / unit, places), NONE)
        self._letters, self._length = spell(list(words.text))
        self._tier = tiers_of(names)
        self._legal = np.append(np.where(words.legal, np.arange(len(words)) + 1, 0), 0)
        self._lay_out(~words.stop)
        self._initials = initials
        self._code = initials.left * len(names) + initials.right
        order = np.argsort(self._code, kind="stable")
        self._initials = Initials(
            initials.left[order],
            initials.position[order],
            initials.right[order],
            initials.first[order],
            initials.last[order],
        )
        self._code = self._code[order]
        fits = np.bincount(initials.position, minlength=len(names.word) + 1) if len(order) else np.zeros(1, np.int64)
        self._fits = fits
        self._letters_of = initials_length(names.initials)
        self._often = np.append(vocabulary.records, 0)

    def _lay_out(self, told: Bools) -> None:
        """Lay the words of each variant out in a row; words that only join others are left out."""
        names = self._names
        owner = np.repeat(np.arange(len(names)), np.diff(names.offsets))
        stay = told[names.word]
        count: Ints = np.cumsum(stay) - stay
        start = np.zeros(len(names) + 1, np.int64)
        start[:-1] = np.append(count, stay.sum())[np.minimum(names.offsets[:-1], len(count))]
        column = count - start[owner]
        fits = stay & (column < MOST_WORDS)
        self._word = np.full((len(names), MOST_WORDS), -1, np.int32)
        self._word[owner[fits], column[fits]] = names.word[fits]
        # Where each word of the flat array stands in its row; for a joining word, the next one's place.
        self._column = np.minimum(column, MOST_WORDS)
        self._count = np.minimum(np.bincount(owner[fits], minlength=len(names)), MOST_WORDS)
        # In the name of a council the words of its tier say little; elsewhere they are words like others.
        words = np.where(self._word >= 0, self._word, len(names.words))
        councils = np.append(names.words.council | (names.words.tier > 0), False)[words] & (self._tier > 0)[:, None]
        self._weights = np.where(councils, np.minimum(self._weight[words], _COUNCIL_WEIGHT), self._weight[words])
        self._kinds = np.where(councils, COUNCIL, self._kind[words])

    def align(self, left: Ints, right: Ints) -> Alignment:
        """Lay pairs of variants side by side."""
        parts = [
            self._some(left[at : at + _AT_ONCE], right[at : at + _AT_ONCE]) for at in range(0, len(left), _AT_ONCE)
        ]
        if not parts:
            parts = [self._some(left, right)]
        joined = {}
        for name in Alignment.__dataclass_fields__:
            joined[name] = np.concatenate([getattr(part, name) for part in parts])
        return Alignment(**joined)

    def _some(self, left: Ints, right: Ints) -> Alignment:
        wide = max(1, int(max(self._count[left].max(initial=1), self._count[right].max(initial=1))))
        a, b = self._word[left, :wide], self._word[right, :wide]
        equal = (a[:, :, None] == b[:, None, :]) & (a >= 0)[:, :, None]
        in_a, in_b = equal.any(axis=2), equal.any(axis=1)
        first_same = equal[:, 0, 0].copy() if len(left) else np.zeros(0, bool)
        partner = np.where(in_a, equal.argmax(axis=2), -1)
        letters, fits = self._by_initials(left, right, in_a, in_b)
        slips, shortened, often, credit = self._by_spelling(a, b, in_a, in_b, partner)
        weight_a, weight_b = self._weights[left, :wide], self._weights[right, :wide]
        shared = 0.5 * ((weight_a * in_a).sum(axis=1) + (weight_b * in_b).sum(axis=1)) - credit
        over_a, over_b = (a >= 0) & ~in_a, (b >= 0) & ~in_b
        kind_a, kind_b = self._kinds[left, :wide] * over_a, self._kinds[right, :wide] * over_b
        return Alignment(
            shared=np.maximum(shared, 0.0),
            left_over=(weight_a * over_a).sum(axis=1),
            right_over=(weight_b * over_b).sum(axis=1),
            left_kind=kind_a.max(axis=1, initial=0),
            right_kind=kind_b.max(axis=1, initial=0),
            left_count=over_a.sum(axis=1),
            right_count=over_b.sum(axis=1),
            slips=slips,
            shortened=shortened,
            initials=letters,
            fits=fits,
            often=often,
            legal=_agree(self._legal[a].max(axis=1, initial=0), self._legal[b].max(axis=1, initial=0)),
            tier=_agree(self._tier[left], self._tier[right]),
            in_order=_in_order(partner),
            best_shared=np.maximum((weight_a * (partner >= 0)).max(axis=1, initial=0.0), 0.0),
            first_same=first_same,
        )

    def _by_initials(self, left: Ints, right: Ints, in_a: Bools, in_b: Bools) -> tuple[Ints, Ints]:
        """Mark the words that initials of the other name stand for; how many letters, and how many runs they fit."""
        letters, fits = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
        count = len(self._names)
        ways = ((left, right, in_a, in_b), (right, left, in_b, in_a))
        for one, other, mine, theirs in ways * 2:
            code = one * count + other
            low, high = np.searchsorted(self._code, code), np.searchsorted(self._code, code, side="right")
            rows = np.repeat(np.arange(len(one)), high - low)
            at = (
                np.arange(len(rows))
                - np.repeat(np.cumsum(high - low) - (high - low), high - low)
                + np.repeat(low, high - low)
            )
            column = self._column[self._initials.position[at]]
            first, last = self._column[self._initials.first[at]], self._column[self._initials.last[at]]
            fits_in = (column < mine.shape[1]) & (first < theirs.shape[1])
            rows, at, column, first, last = rows[fits_in], at[fits_in], column[fits_in], first[fits_in], last[fits_in]
            new = ~mine[rows, column]
            rows, at, column, first, last = rows[new], at[new], column[new], first[new], last[new]
            # One run a pair: the longest that stands for words which nothing else matches.
            free = np.zeros(len(rows), np.int64)
            for step in range(MOST_WORDS):
                spot = first + step
                inside = (spot <= last) & (spot < theirs.shape[1])
                free += inside & ~theirs[rows, np.minimum(spot, theirs.shape[1] - 1)]
            order = np.lexsort((-free, rows))
            rows, at, column, first, last, free = (part[order] for part in (rows, at, column, first, last, free))
            best = np.ones(len(rows), bool)
            best[1:] = rows[1:] != rows[:-1]
            best &= free >= 2
            rows, at, column, first, last, free = (part[best] for part in (rows, at, column, first, last, free))
            mine[rows, column] = True
            for step in range(MOST_WORDS):
                spot = first + step
                inside = (spot <= last) & (spot < theirs.shape[1])
                theirs[rows[inside], spot[inside]] = True
            letters[rows] = np.maximum(letters[rows], self._letters_of[self._initials.position[at]])
            fits[rows] = self._fits[self._initials.position[at]]
        return letters, fits

    def _by_spelling(
        self,
        a: "np.ndarray[tuple[int, int], np.dtype[np.int32]]",
        b: "np.ndarray[tuple[int, int], np.dtype[np.int32]]",
        in_a: Bools,
        in_b: Bools,
        partner: Ints,
    ) -> tuple[Ints, Ints, Ints, Floats]:
        """Mark left-over words that are another spelling of one left over on the other side."""
        slips, shortened, often = (np.zeros(len(a), np.int64) for _ in range(3))
        credit = np.zeros(len(a))
        rows, i, j = np.nonzero(((a >= 0) & ~in_a)[:, :, None] & ((b >= 0) & ~in_b)[:, None, :])
        if not len(rows):
            return slips, shortened, often, credit
        word_a, word_b = a[rows, i].astype(np.int64), b[rows, j].astype(np.int64)
        code, back = np.unique(word_a * len(self._length) + word_b, return_inverse=True)
        one, other = code // len(self._length), code % len(self._length)
        how = compare_words(self._letters[one], self._length[one], self._letters[other], self._length[other])
        how[self._names.words.number[one] | self._names.words.number[other]] = NOTHING
        how = how[back]
        some = how > 0
        rows, i, j, how = rows[some], i[some], j[some], how[some]
        order = np.lexsort((-_SURE[how], rows))
        rows, i, j, how = rows[order], i[order], j[order], how[order]
        for _ in range(2):
            free = ~in_a[rows, i] & ~in_b[rows, j]
            rows, i, j, how = rows[free], i[free], j[free], how[free]
            first_i = _first(rows * MOST_WORDS + i)
            first_j = _first(rows * MOST_WORDS + j)
            taken = first_i & first_j
            r, x, y, kind = rows[taken], i[taken], j[taken], how[taken]
            in_a[r, x] = True
            in_b[r, y] = True
            partner[r, x] = y
            slip = (kind == ONE_SLIP) | (kind == TWO_SLIPS)
            np.add.at(slips, r[slip], np.where(kind[slip] == TWO_SLIPS, 2, 1))
            np.add.at(shortened, r[(kind == START) | (kind == SHORTENED)], 1)
            np.maximum.at(often, r, np.minimum(self._often[a[r, x]], self._often[b[r, y]]))
            np.add.at(credit, r, (1 - _SURE[kind]) * 0.5 * (self._weight[a[r, x]] + self._weight[b[r, y]]))
        return slips, shortened, often, credit


def _first(code: Ints) -> Bools:
    """Whether each is the first with its code."""
    result = np.zeros(len(code), bool)
    result[np.unique(code, return_index=True)[1]] = True
    return result


def _agree(left: Ints, right: Ints) -> Ints:
    known = (left > 0).astype(np.int64) + (right > 0)
    return np.where(known < 2, known, np.where(left == right, 2, 3))


def _in_order(partner: Ints) -> Bools:
    """Whether the partners of the words of a row stand in rising order."""
    running = np.maximum.accumulate(partner, axis=1)
    before = np.concatenate([np.full((len(partner), 1), -1), running[:, :-1]], axis=1)
    return np.asarray(((partner < 0) | (partner >= before)).all(axis=1))


def tiers_of(names: Names) -> Ints:
    """Which tier of council each variant names: 0 none, 1 district (also borough, city, unitary), 2 county, 3 parish
    (also town, community), 4 combined.

    A word such as "county" or "town" names one only beside "council", at the end, or before "of".
    """
    words, count = names.words, len(names)
    owner = np.repeat(np.arange(count), np.diff(names.offsets))
    of = np.array([text == "of" for text in words.text] or [False])
    tier = words.tier[names.word]
    last = np.zeros(len(tier), bool)
    ends = names.offsets[1:][np.diff(names.offsets) > 0] - 1
    last[ends] = True
    before_of = np.append(of[names.word][1:], False) & ~last
    council = np.bincount(owner, weights=words.council[names.word], minlength=count) > 0
    short = (np.diff(names.offsets) <= 6)[owner]
    names_one = council[owner] | (tier == UNITARY) | (short & (last | before_of) & (tier != PARISH))
    told = [np.bincount(owner, weights=(tier == kind) & names_one, minlength=count) > 0 for kind in range(7)]
    district = told[DISTRICT] | told[UNITARY]
    result = np.where(told[PARISH], 3, 0)
    result = np.where(told[CITY], 1, result)
    result = np.where(told[COUNTY], 2, result)
    result = np.where(district, 1, result)
    return np.where(told[COMBINED], 4, result)


def _kinds(names: Names, weight: Floats, places: Bools) -> Ints:
    words = names.words
    kind = np.where(weight < _COMMON_BELOW, COMMON, RARE)
    kind = np.where(places, PLACE, kind)
    kind = np.where(words.legal | words.nation | words.part, LIGHT, kind)
    kind = np.where(words.other_body, OTHER_BODY, kind)
    kind = np.where(words.number, NUMBER, kind)
    return np.where(words.stop, NONE, kind)
