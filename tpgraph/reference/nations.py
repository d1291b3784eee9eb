"""How many districts and LSOAs each nation has: whether a table holds a whole nation or was cut."""

from dataclasses import dataclass
from functools import cache

from tpgraph.reference.places import places

# LSOAs of the census with the fewest: a look-up of nearly all of them is whole.
_LSOAS = {"E": 32_482, "W": 1_896, "S": 6_505, "N": 890}
_NAMES = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
WHOLE = 0.9
"""The part of a nation's districts from which on a table counts as whole: some are older or newer than the list."""


@dataclass(frozen=True, slots=True)
class NationCount:
    """One nation, by the letter that its GSS codes begin with."""

    letter: str
    name: str
    districts: int
    lsoas: int


@cache
def nation_counts() -> dict[str, NationCount]:
    """Give letter -> how many districts and LSOAs the nation has.

    >>> nation_counts()["W"]
    NationCount(letter='W', name='Wales', districts=22, lsoas=1896)
    """
    current = [place.gss[0] for place in places() if place.is_current and place.level == "district"]
    return {
        letter: NationCount(letter, _NAMES[letter], current.count(letter), lsoas) for letter, lsoas in _LSOAS.items()
    }


@cache
def districts_of(area: str) -> dict[str, str]:
    """Give the GSS codes of the districts of a county or a combined authority -> their names.

    Empty for areas whose districts no list names: police, health and fire areas, and those that no list holds. Of an
    area that still exists only districts that do.

    >>> sorted(districts_of("E10000034").values())[:2], districts_of("E23000005")
    (['Bromsgrove', 'Malvern Hills'], {})
    """
    found = [place for place in places() if place.level == "district" and area in (place.parent, place.combined)]
    current = [place for place in found if place.is_current]
    return {place.gss: place.name for place in current or found}
