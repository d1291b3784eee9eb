"""What followed what: councils and their areas that were reorganised, and NHS bodies, by the reference lists alone."""

import datetime
import re
from dataclasses import dataclass
from functools import cache

from tpgraph.reference.bodies import public_body_by_identifier
from tpgraph.reference.folding import simplify
from tpgraph.reference.lists import health_successions
from tpgraph.reference.places import place_by_gss

_SHORT = (("clinical commissioning group", "ccg"), ("integrated care board", "icb"))


@dataclass(frozen=True, slots=True)
class Successor:
    """What followed: its GSS code or org-id, its name, and the ISO date from which it stood; empty if not known."""

    id: str
    name: str
    date: str


def _day_after(end: str) -> str:
    """The day from which the next one stood: the list gives the last day of some, the day after of others."""
    if not end.endswith("-31"):
        return end
    return (datetime.date.fromisoformat(end) + datetime.timedelta(days=1)).isoformat()


def place_successors(gss: str) -> tuple[Successor, ...]:
    """Give what followed a place, by its GSS code; nothing where it goes on or the lists do not hold it.

    Examples
    --------
    >>> place_successors("E06000028")
    (Successor(id='E06000058', name='Bournemouth, Christchurch and Poole', date='2019-04-01'),)
    >>> [successor.id for successor in place_successors("E07000097")]
    ['E07000242']
    """
    place = place_by_gss(gss)
    if place is None:
        return ()
    if place.gss != gss:
        # The place goes on under another code, its boundary redrawn; the list does not say since when.
        return (Successor(place.gss, place.name, ""),)
    later = [(code, place_by_gss(code)) for code in place.successors]
    return tuple(Successor(code, after.name if after else code, _day_after(place.end)) for code, after in later)


def body_successors(identifier: str, name: str = "") -> tuple[Successor, ...]:
    """Give the bodies that followed one, by its identifier or, for a clinical commissioning group, by its name.

    Examples
    --------
    >>> [successor.id for successor in body_successors("GB-LAE-BMH")]
    ['GB-LAE-BPC']
    >>> body_successors("", "Manchester Clinical Commissioning Group")
    (Successor(id='GB-NHS-QOP', name='NHS Greater Manchester Integrated Care Board', date='2022-07-01'),)
    """
    body = public_body_by_identifier(identifier)
    if body is not None:
        later = [(code, public_body_by_identifier(code)) for code in body.successors]
        return tuple(Successor(code, after.name if after else code, _day_after(body.end)) for code, after in later)
    found = _health().get(identifier) or _health().get(health_name(name))
    return (found,) if found else ()


def health_name(name: str) -> str:
    """Write the name of an NHS body in the one form in which its names are compared; empty for any other body.

    >>> health_name("NHS Bolton CCG"), health_name("BOLTON CLINICAL COMMISSIONING GROUP"), health_name("Bolton Council")
    ('bolton ccg', 'bolton ccg', '')
    """
    plain = simplify(name)
    for long, short in _SHORT:
        plain = plain.replace(long, short)
    return re.sub(r"^nhs ", "", plain) if re.search(r"\b(?:ccg|icb)$", plain) else ""


@cache
def _health() -> dict[str, Successor]:
    """By identifier and by name; a blank name is nobody's."""
    found: dict[str, Successor] = {}
    for row in health_successions():
        later = Successor(f"GB-NHS-{row.successor_code}", row.successor, row.date)
        found[f"GB-NHS-{row.code}"] = found[health_name(row.name)] = later
    return found
