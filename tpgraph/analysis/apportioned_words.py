"""How apportioned figures are worded: by what they are shared out, and which look-up would tell what is not known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tpgraph.analysis.apportioned_figures import Stated
from tpgraph.graphs.areas import Areas, Overlap
from tpgraph.graphs.phrases import in_words

_FILES = {
    "police": "'Local Authority District to Community Safety Partnership to Police Force Area'",
    "fire": "'Local Authority District to Fire and Rescue Authority'",
    "nhs": "'LSOA to Sub ICB Location to Integrated Care Board to Local Authority District'",
    "combined": "'Local Authority District to Combined Authority'",
    "county": "'Ward to Local Authority District to County to Region to Country'",
}
_LSOAS = "'LSOA to Ward to Local Authority District (best fit)'"
_NEVER = frozenset({"lsoa", "ward", "region", "nation"})
"""Levels whose figures are no riddle: smaller than the place, or of the whole country."""


def share_in_words(overlap: Overlap) -> str:
    """Write a share with what it is a share of.

    >>> share_in_words(Overlap("E23000005", 0.231, "LSOAs 2021", "2023")), share_in_words(Overlap("E23000005", None))
    ('23.1% of its LSOAs 2021 (look-up of 2023)', 'no look-up says how much of it lies here')
    """
    if overlap.share is None:
        return overlap.doubt or "no look-up says how much of it lies here"
    percent = f"{overlap.share * 100:.1f}".removesuffix(".0")
    if overlap.share and percent == "0":
        percent = "under 0.1"
    of = f"its {overlap.of}" if overlap.of else "it, of what is not stated"
    year = f" (look-up of {overlap.year})" if overlap.year and overlap.year not in overlap.of else ""
    return f"{percent}% of {of}{year}"


def _unplaced(stated: Iterable[Stated], place: str, overlaps: Mapping[str, Overlap], areas: Areas) -> list[str]:
    """Areas with figures of which nobody says whether they have ground in common with the place."""
    own = areas.level(place)
    return sorted(
        {
            one.area
            for one in stated
            if one.area not in overlaps
            and not areas.is_inside(one.area, place)
            and not areas.is_inside(place, one.area)
            and areas.level(one.area) not in {*_NEVER, own}
        }
    )


def _files(levels: Iterable[str]) -> str:
    """Which look-ups to fetch for areas of some levels."""
    wanted = sorted({_FILES[level] for level in levels if level in _FILES})
    return f"fetch from the ONS Open Geography portal the look-ups {in_words([*wanted, _LSOAS])}, and load them"


def elsewhere_note(stated: Sequence[Stated], place: str, overlaps: Mapping[str, Overlap], areas: Areas) -> list[str]:
    """Say which figures are left out, and which shares are not known, with the file that would tell."""
    notes = []
    unplaced = _unplaced(stated, place, overlaps, areas)
    if unplaced and any(one.area in overlaps for one in stated):
        called = in_words([str(areas.place[area]["name"]) for area in unplaced if area in areas.place], most=3)
        notes.append(
            f"Figures for {called} are left out: no look-up says whether they have ground in common with the place; "
            f"{_files(areas.level(area) for area in unplaced)}."
        )
    met = sorted({one.area for one in stated if one.area in overlaps})
    unknown = [area for area in met if overlaps[area].share is None]
    if unknown:
        called = in_words([str(areas.place[area]["name"]) for area in unknown if area in areas.place], most=3)
        notes.append(
            f"How much of {called} lies in the place is not known: {_files(areas.level(area) for area in unknown)}, or "
            "give the share in the sheet `place_parts`."
        )
    return notes + _doubts([overlaps[area] for area in met], areas)


def _doubts(overlaps: Sequence[Overlap], areas: Areas) -> list[str]:
    """Say of each area whose share is unknown or in doubt why it is, those with one cause together."""
    found: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
    for one in overlaps:
        if one.doubt:
            found[one.share is None, one.doubt].append(str(areas.place[one.area]["name"] or one.area))
    return [
        f"{in_words(named, most=3)}: {'no share is given' if unknown else 'take the share with care'}, as {doubt}."
        for (unknown, doubt), named in found.items()
    ]


def missing_look_up(stated: Sequence[Stated], place: str, overlaps: Mapping[str, Overlap], areas: Areas) -> str:
    """Say which file is lacking where no figure can be worked out; empty where there is none to work out."""
    unplaced = _unplaced(stated, place, overlaps, areas)
    if not unplaced:
        return ""
    called = in_words([str(areas.place[area]["name"]) for area in unplaced if area in areas.place], most=3)
    levels = [areas.level(area) for area in unplaced]
    return f"Figures are stated for {called}, and no look-up says how they lie to the place: {_files(levels)}."
