"""Whether the look-ups loaded hold all of an area: a share of what they hold of it is a share of it only then."""

import re
from collections.abc import Mapping

from tpgraph.reference import WHOLE, districts_of, nation_counts, place_by_gss

_GSS = re.compile(r"[A-Z]\d{8}")
_EVERYWHERE = frozenset({"police", "nhs", "fire"})
"""Levels of which every district has ground in one area at least; not every district lies in a county."""


def is_gss(place: str) -> bool:
    """Whether an id is a GSS code, and so of an area that others know too."""
    return _GSS.fullmatch(place) is not None


def what_is_lacking(
    area: str, districts: Mapping[str, frozenset[str]], level: Mapping[str, str], called: Mapping[str, str]
) -> str:
    """Say why the look-ups loaded may hold a part of an area only.

    Parameters
    ----------
    area : id of the area
    districts : district whose LSOAs are loaded -> the areas that it lies in or has ground in common with
    level, called : place -> its level, its name

    Returns
    -------
    A clause without a full stop; empty where nothing is known to lack.
    """
    listed = districts_of(area)
    if listed:
        return _not_loaded(listed, districts)
    return _astray(area, districts, level, called) or _cut(area, districts)


def _not_loaded(listed: Mapping[str, str], districts: Mapping[str, frozenset[str]]) -> str:
    """By the reference list of districts, where it knows those of the area."""
    held = set(districts).union(*districts.values())
    for district in districts:
        known = place_by_gss(district)
        held |= {known.gss, *known.successors} if known else set()
    lacking = sorted(name for gss, name in listed.items() if gss not in held)
    if not lacking:
        return ""
    lie = "district is" if len(lacking) == 1 else "districts are"
    return f"{len(lacking):,} of its {len(listed):,} {lie} not in the look-ups of LSOAs loaded, such as {lacking[0]}"


def _astray(
    area: str, districts: Mapping[str, frozenset[str]], level: Mapping[str, str], called: Mapping[str, str]
) -> str:
    """By districts that one look-up holds and the other one, which says in which area they lie, does not."""
    if level.get(area) not in _EVERYWHERE:
        return ""
    near = {one: found for one, found in districts.items() if not is_gss(area) or one[:1] == area[:1]}
    astray = sorted(
        called.get(one, one) for one, found in near.items() if not any(_alike(area, x, level) for x in found)
    )
    if not astray:
        return ""
    return (
        f"of {len(near):,} districts whose LSOAs are loaded, the look-ups place {len(near) - len(astray):,} only in an "
        f"area of its kind, so more than they say may lie in it: {astray[0]}, for one"
    )


def _alike(area: str, other: str, level: Mapping[str, str]) -> bool:
    """Whether two areas are of one kind: by the first characters of their codes, else by their level."""
    return area[:3] == other[:3] if is_gss(area) else level.get(other) == level.get(area)


def _cut(area: str, districts: Mapping[str, frozenset[str]]) -> str:
    """By the number of districts of the nation."""
    nation = nation_counts().get(area[:1]) if is_gss(area) else None
    held = sum(one[:1] == area[:1] for one in districts)
    if nation is None or held >= WHOLE * nation.districts:
        return ""
    return (
        f"the look-ups loaded hold the LSOAs of {held:,} of the {nation.districts:,} districts of {nation.name}, and "
        "more than those may lie in it"
    )
