"""What two services have in common and what sets them apart: the features of a pair, and each as a reason in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tpgraph.graphs.look_ups import EVERYONE
from tpgraph.graphs.offers import Offer, Offers, is_for_everyone, shared_groups
from tpgraph.graphs.phrases import in_words, mid_sentence
from tpgraph.matching.words import Words, likeness, shared_words, weigh, word_weights, words_of
from tpgraph.money import financial_year_of

Agreement = Literal["same", "inside", "unknown", "different"]
Dates = Literal["together", "not stated", "follow", "apart"]
Wording = Literal["much alike", "somewhat alike", "not alike", "unknown"]

# Shares of the words' weight: see `words.likeness`.
MUCH_ALIKE = 0.5
SOMEWHAT_ALIKE = 0.2
NOT_ALIKE = 0.05

# One service that begins so many days after another ended may have followed it.
_DAYS_TO_FOLLOW = 366


@dataclass(frozen=True, slots=True)
class Comparison:
    """The features of a pair.

    `group` is "inside" where one of the two is for everyone; `place` is "inside" where one place lies in the other;
    `name` and `text` (name and description together) tell how alike the wording is.
    """

    left: Offer
    right: Offer
    group: Agreement
    place: Agreement
    dates: Dates
    name: Wording
    text: Wording
    same_provider: bool


class Comparer:
    """Compares services of one graph: their words are weighed once, by how common they are in it."""

    def __init__(self, offers: Offers) -> None:
        self.offers = offers
        texts = {offer.id: words_of(offer.name) | words_of(offer.description) for offer in offers.by_id.values()}
        self._weights = word_weights(texts.values())
        self._texts = {key: weigh(words, self._weights) for key, words in texts.items()}
        self._names = {offer.id: weigh(words_of(offer.name), self._weights) for offer in offers.by_id.values()}

    def compare(self, left: Offer, right: Offer) -> Comparison:
        """Compare two services that share a need."""
        return Comparison(
            left=left,
            right=right,
            group=_group(left, right),
            place=_place(left, right, self.offers),
            dates=_dates(left, right),
            name=self._wording(self._names, left, right),
            text=self._wording(self._texts, left, right),
            same_provider=not left.providers.isdisjoint(right.providers),
        )

    def _wording(self, words: Mapping[str, Words], left: Offer, right: Offer) -> Wording:
        share = likeness(words[left.id], words[right.id], self._weights)
        if share is None:
            return "unknown"
        if share >= MUCH_ALIKE:
            return "much alike"
        if share >= SOMEWHAT_ALIKE:
            return "somewhat alike"
        return "not alike" if share < NOT_ALIKE else "unknown"


def _group(left: Offer, right: Offer) -> Agreement:
    if not left.groups or not right.groups:
        return "unknown"
    if not left.groups.keys().isdisjoint(right.groups):
        return "same"
    return "inside" if is_for_everyone(left) or is_for_everyone(right) else "different"


def _place(left: Offer, right: Offer, offers: Offers) -> Agreement:
    if not left.places or not right.places:
        return "unknown"
    if not left.places.isdisjoint(right.places):
        return "same"
    return "inside" if offers.shared_places(left, right) else "different"


def _dates(left: Offer, right: Offer) -> Dates:
    """Whether both run at one time; an unknown end runs on, an unknown start contradicts nothing."""
    for first, second in ((left, right), (right, left)):
        if first.end and second.start and first.end < second.start:
            days = (date.fromisoformat(second.start) - date.fromisoformat(first.end)).days
            return "follow" if days <= _DAYS_TO_FOLLOW else "apart"
    return "together" if left.start and right.start else "not stated"


def reasons(pair: Comparison, offers: Offers) -> list[str]:
    """Say in words what the two have in common and what is not known, the weightiest first."""
    said = [_need_reason(pair), _group_reason(pair), _place_reason(pair, offers), _dates_reason(pair)]
    said += [_wording_reason(pair), _provider_reason(pair, offers)]
    return [reason for reason in said if reason]


def _need_reason(pair: Comparison) -> str:
    shared = sorted(pair.left.needs.keys() & pair.right.needs.keys())
    return f"both meet {in_words([pair.left.needs[need] for need in shared], most=3)}"


def _group_reason(pair: Comparison) -> str:
    left, right = pair.left.groups, pair.right.groups
    if pair.group == "same":
        said = []
        for group in shared_groups(pair.left, pair.right):
            same = left[group].casefold() == right[group].casefold()
            said.append(mid_sentence(left[group]) + ("" if same else f" ('{left[group]}' = '{right[group]}')"))
        return f"both for {in_words(said)}"
    if pair.group == "inside":
        narrow = right if EVERYONE in left else left
        return f"one is for everyone, the other for {in_words([mid_sentence(name) for name in narrow.values()])}"
    without = [offer for offer in (pair.left, pair.right) if not offer.groups]
    return "" if not without else f"whom {_of_which(without)} is for is not stated"


def _place_reason(pair: Comparison, offers: Offers) -> str:
    names = offers.places
    if pair.place == "same":
        shared = sorted(names.get(place, place) for place in pair.left.places & pair.right.places)
        return f"both in {in_words(shared, most=3)}"
    if pair.place == "inside":
        smaller = offers.shared_places(pair.left, pair.right)[0]
        larger = sorted((pair.left.places | pair.right.places) & offers.above.get(smaller, frozenset()))[0]
        return f"one is for {names.get(smaller, smaller)}, the other for {names.get(larger, larger)} as a whole"
    without = [offer for offer in (pair.left, pair.right) if not offer.places]
    return "" if not without else f"where {_of_which(without)} may be used is not stated"


def _dates_reason(pair: Comparison) -> str:
    if pair.dates == "together":
        return f"both running in {financial_year_of(max(pair.left.start, pair.right.start))}"
    if pair.dates == "follow":
        first, second = sorted((pair.left, pair.right), key=lambda offer: (offer.start or offer.end, offer.id))
        return f"'{second.name}' began on {second.start}, after '{first.name}' ended on {first.end}"
    return "when they run is not stated for both"


def _wording_reason(pair: Comparison) -> str:
    shared = [f"'{word}'" for word in shared_words(pair.left.name, pair.right.name)]
    if pair.name == "much alike":
        return f"their names are much alike (both have {in_words(shared, most=4)})"
    if pair.text == "much alike":
        return "their descriptions are much alike"
    if "somewhat alike" in (pair.name, pair.text):
        return f"their names share {in_words(shared, most=4)}" if shared else "their descriptions share some words"
    return "though named and described in other words" if pair.text == "not alike" else ""


def _provider_reason(pair: Comparison, offers: Offers) -> str:
    shared = sorted(pair.left.providers & pair.right.providers)
    if shared:
        return f"both run by {in_words([offers.organisations.get(body, body) for body in shared])}"
    return (
        "run by different bodies"
        if pair.left.providers and pair.right.providers
        else "who runs them is not stated for both"
    )


def _of_which(offers: list[Offer]) -> str:
    return "either" if len(offers) == 2 else f"'{offers[0].name}'"
