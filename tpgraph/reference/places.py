"""Which place a name or a GSS code means, by the reference lists alone: local authority areas, regions and nations."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from tpgraph.reference.folding import simplify
from tpgraph.reference.lists import LocalAuthority, gss_levels, local_authorities, nations_regions


@dataclass(frozen=True, slots=True)
class ReferencePlace:
    """One place.

    `parent` is the GSS code of the county, else the region, else the nation it lies in, or empty; `combined` that of
    its combined authority's area or empty; `end` the ISO date it ended or empty; `successors` the codes that followed.
    """

    gss: str
    name: str
    level: str
    parent: str = ""
    combined: str = ""
    end: str = ""
    successors: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether the place still exists, as far as the list says."""
        return not self.end


@cache
def _gss_of_code() -> dict[str, str]:
    return {authority.code: authority.gss for authority in local_authorities()}


@cache
def _gss_of_region() -> dict[str, str]:
    return {region.name: region.gss for region in nations_regions()}


def _from_authority(authority: LocalAuthority) -> ReferencePlace:
    gss_of = _gss_of_code()
    regions = _gss_of_region()
    region = regions.get(authority.region, regions[authority.nation])
    return ReferencePlace(
        gss=authority.gss,
        name=authority.short_name,
        level=gss_levels()[authority.gss[:3]],
        parent=gss_of.get(authority.county) or region,
        combined=gss_of.get(authority.combined, ""),
        end=authority.end,
        successors=tuple(gss_of[code] for code in authority.replaced_by),
    )


@cache
def _named_places() -> tuple[tuple[ReferencePlace, tuple[str, ...]], ...]:
    regions = (
        (
            ReferencePlace(entry.gss, entry.name, gss_levels()[entry.gss[:3]], entry.parent),
            (entry.name, *entry.other_names),
        )
        for entry in nations_regions()
    )
    areas = (
        (_from_authority(entry), (entry.name, entry.short_name, *entry.other_names))
        for entry in local_authorities()
        if entry.gss
    )
    return (*regions, *areas)


def places() -> tuple[ReferencePlace, ...]:
    """List every place with a GSS code: nations and regions, then local authority areas, ended ones among them."""
    return tuple(place for place, _ in _named_places())


@cache
def _by_name(current: bool) -> dict[str, tuple[ReferencePlace, ...]]:
    found: defaultdict[str, dict[str, ReferencePlace]] = defaultdict(dict)
    for place, names in _named_places():
        if place.is_current == current:
            for name in names:
                found[simplify(name)][place.gss] = place
    return {name: tuple(by_gss[gss] for gss in sorted(by_gss)) for name, by_gss in found.items()}


@cache
def _by_gss() -> dict[str, ReferencePlace]:
    by_gss = {place.gss: place for place in places()}
    former = {gss: by_gss[entry.gss] for entry in local_authorities() for gss in entry.former_gss}
    return former | by_gss


def place_by_name(name: str) -> list[ReferencePlace]:
    """Find the current places that go by a name.

    Parameters
    ----------
    name : str
        A name as a source writes it, of the area or of its council; compared without case, accents and punctuation.

    Returns
    -------
    list of ReferencePlace
        In order of GSS code; empty if there is none, two where a region and a combined authority share a name.

    Examples
    --------
    >>> [(place.gss, place.level) for place in place_by_name("manchester")]
    [('E08000003', 'district')]
    >>> [place.level for place in place_by_name("West Midlands")]
    ['region', 'combined']
    """
    return list(_by_name(True).get(simplify(name), ()))


def ended_places_by_name(name: str) -> list[ReferencePlace]:
    """Find the places that went by a name and are no more, in order of GSS code; see `place_by_name`.

    >>> [place.gss for place in ended_places_by_name("Bournemouth")]
    ['E06000028']
    """
    return list(_by_name(False).get(simplify(name), ()))


def place_by_gss(gss: str) -> ReferencePlace | None:
    """Find the place of a GSS code.

    Parameters
    ----------
    gss : str
        A GSS code in upper case. A former code of a place that goes on (its boundary was redrawn) finds the place.

    Returns
    -------
    ReferencePlace or None
        An ended place is found too: see `end` and `successors`. None for codes that the lists do not hold (wards).

    Examples
    --------
    >>> place_by_gss("E07000097").gss
    'E07000242'
    """
    return _by_gss().get(gss)
