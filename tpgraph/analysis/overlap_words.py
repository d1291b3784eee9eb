"""How a pair of services is put as a question, and the best reason why both may be needed."""

from textwrap import shorten

from tpgraph.graphs.offers import Offer, Offers
from tpgraph.graphs.phrases import in_words, mid_sentence
from tpgraph.reference import simplify

CHOICE = "People may value a choice, and if one of the two stops the other is still there."
ONE_LISTED_TWICE = "It may be two sessions or two sites of one service, each listed on its own."
LEAST_PEOPLE = 5
"""Fewer people are never told."""

MOST_LETTERS = 80
"""Free text of a source is cut to so many letters within a sentence."""

FOLLOWED = "The second may be meant to carry on what the first began, so that nobody is left without."


NO_NEEDS = (
    "None of the {services:,} services says which needs it meets: fill the column `needs` of the sheet `services` (in "
    "an Open Referral package: attributes or taxonomy terms of the services), then ask again."
)
NONE_FOUND = (
    "No two of the {services:,} services on our list share a need, a client group and a place as far as their sources "
    "say; this is not to say that none overlap."
)
RULE = (
    "Every two services on our list that may be used in one place, or one in a place inside the other's, are compared: "
    "what they offer, by the words of their names and descriptions and by which words go together in this list; the "
    "needs they meet; whom they are for, by equal words, known synonyms, and words that agencies use for services on "
    "the same matters; and whether they run at one time. Each of these adds to the chance that the two are the same "
    "offer for the same people, or takes from it; `tpgraph explain` on the pair shows by how much. Strong is 8 in 10 "
    "such pairs or more, likely 5 in 10, possible 2 in 10. Below that are told, of each service, the strongest that "
    "overlap in part, follow on from each other, or work alongside each other for the same need and people. What is "
    "not stated never counts as the same. Money is the yearly cost of both, people those they help a year, where "
    "known. Left out are services that are over (inactive, defunct, closed, or ended before the years of the place), "
    "services that a contract or grant only proposes, and pairs that verdicts call different or not ours to say; pairs "
    "called a valued overlap or in need of evidence come last. The last word of each agency counts; where agencies "
    "differ the pair is not agreed, and what each says is shown. Two services may well both be needed."
)
IN_WORDS = {
    "listed_twice": "same entry twice",
    "duplicated_provision": "looks like the same offer",
    "partial_overlap": "overlaps in part",
    "successor": "follows on",
    "complementary": "works alongside",
}


def question(
    relation: str, left: Offer, right: Offer, offers: Offers, *, need: str, client_group: str, place: str
) -> str:
    """Put a pair as a question for a meeting.

    Parameters
    ----------
    relation : a value of the list `relation` of the model
    need, client_group, place : what both share, in words; empty where they share none that is known
    """
    people = f"the same {mid_sentence(client_group)}" if client_group else f"the same people ({mid_sentence(need)})"
    where = f" in {place}" if place else ""
    first, second = _named(left, offers), _named(right, offers)
    if relation == "listed_twice":
        same = f"'{left.name}'" if left.name == right.name else f"'{left.name}' and '{right.name}'"
        by = in_words(sorted(offers.organisations.get(body, body) for body in left.providers & right.providers))
        return f"Is {same} of {by}, for {people.removeprefix('the same ')}{where}, on our list twice?"
    if relation == "successor":
        earlier, later = (first, second) if (left.end or "9") < (right.start or "") else (second, first)
        return f"Did {later} take over from {earlier} for {people}{where}?"
    if relation == "partial_overlap":
        return f"Do {first} and {second} overlap in part for {people}{where}?"
    if relation == "complementary":
        return f"Do {first} and {second} work together for {people}{where}?"
    return f"Do {first} and {second} offer the same thing to {people}{where}?"


def people_of_both(left: Offer, right: Offer) -> int | None:
    """Add up the people both help a year, where known; None where either helps under 5: the sum would tell how many."""
    known = [people for people in (left.people, right.people) if people is not None]
    return sum(known) if known and min(known) >= LEAST_PEOPLE else None


def _named(offer: Offer, offers: Offers) -> str:
    """Provider and service: people know each other by the body, the list by the service."""
    by = in_words(sorted(offers.organisations.get(body, body) for body in offer.providers))
    return f"{by} ('{offer.name}')" if by else f"'{offer.name}'"


def why_both(relation: str, left: Offer, right: Offer, people_in_need: int | None) -> str:
    """Give the best reason why both may be needed: too few places, else what sets them apart, else choice."""
    if relation == "successor":
        return FOLLOWED
    both_known = left.people is not None and right.people is not None
    helped = people_of_both(left, right) if both_known else None
    if people_in_need is not None and helped is not None and helped < people_in_need:
        return f"Together they help {helped:,} people a year, and {people_in_need:,} there have the need."
    differences = (
        ("languages", "They work in different languages"),
        ("opening", "They are open at different times"),
        ("eligibility", "They take different people"),
        ("way_in", "People come to them by different ways"),
        ("charge", "What they charge differs"),
    )
    for field, sentence in differences:
        one, other = str(getattr(left, field)), str(getattr(right, field))
        if one and other and simplify(one) != simplify(other):
            one, other = (shorten(said, MOST_LETTERS, placeholder=" ...") for said in (one, other))
            return f"{sentence} ({left.name}: {one}; {right.name}: {other})."
    return ONE_LISTED_TWICE if relation == "listed_twice" else CHOICE
