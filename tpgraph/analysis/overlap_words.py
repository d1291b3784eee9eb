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
