"""What the map shows, as typed data: items of five kinds, links between them, themes, and what is left out.

The words that people read for kinds and relationships stand here once, for the drawing, the panel and the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOT_YET_THEMED = "not yet themed"


@dataclass(frozen=True)
class Kind:
    """A kind of item: how it is called and drawn. A shape of its own each, so that colour never stands alone."""

    name: str
    singular: str
    plural: str
    shape: str
    colour: str


KINDS = (
    Kind("organisation", "organisation", "organisations", "dot", "#12436D"),
    Kind("service", "service", "services", "square", "#28A197"),
    Kind("need", "need", "needs", "triangle", "#801650"),
    Kind("client_group", "client group", "client groups", "diamond", "#F46A25"),
    Kind("place", "place", "places", "hexagon", "#4D5A68"),
)
KIND_NAMES = tuple(kind.name for kind in KINDS)

RELATIONSHIP_WORDS: Mapping[str, tuple[str, str]] = {
    "FUNDS": ("pays", "is paid by"),
    "PROVIDES": ("provides", "is provided by"),
    "COMMISSIONS": ("commissions", "is commissioned by"),
    "MEETS": ("meets the need", "is met by"),
    "SERVES": ("is for", "is served by"),
    "HAS_NEED": ("has the need", "is a need of"),
    "AVAILABLE_IN": ("is available in", "has on our list"),
    "OVERLAPS": ("may be the same offer as", "may be the same offer as"),
    "SAME_AS": ("may be the same body as", "may be the same body as"),
    "REFERS_TO": ("refers people to", "gets people from"),
    "WORKS_WITH": ("works with", "works with"),
    "OWNED_BY": ("belongs to", "owns"),
    "SUCCEEDED_BY": ("was followed by", "followed"),
    "INSPECTS": ("inspects", "is inspected by"),
    "INSPECTS_SERVICE": ("inspects", "is inspected by"),
    "BROADER": ("is part of", "includes"),
    "PART_OF": ("lies in", "includes"),
}
"""Relationship to its words from source to target and back, most telling first: the order ranks links without money."""


@dataclass(frozen=True)
class MapNode:
    """One item of the map.

    Attributes
    ----------
    amount_pence : money paid out or received in the map's one basis and year, the larger; None = none on our lists
    people : people a year of a service, population of a place; None = not known, or under 5 (then `facts` says so)
    facts : what the panel lists, as pairs of heading and text
    figure_id : short id for ``tpgraph explain``, or empty
    """

    id: str
    kind: str
    name: str
    theme: str = ""
    sector: str = ""
    amount_pence: int | None = None
    people: int | None = None
    note: str = ""
    figure_id: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MapLink:
    """One link of the map; a FUNDS link is the sum of the itemised flows between two bodies, in pence."""

    source: str
    target: str
    relationship: str
    amount_pence: int | None = None
    label: str = ""


@dataclass(frozen=True)
class MapTheme:
    """A theme: its items on the map and the money listed under it (one basis, one year; not counted once).

    `figure_id` is the short id of that sum for ``tpgraph explain``, or empty.
    """

    name: str
    members: tuple[str, ...]
    amount_pence: int | None = None
    figure_id: str = ""


@dataclass(frozen=True)
class MapData:
    """All that a map page shows.

    Attributes
    ----------
    financial_year, basis : the one set of money that is drawn; empty where there is none
    hidden_counts : items of each kind and ``link``s that the graph holds and the map leaves out
    sentences : what a reader must know before using the map, first the most important
    """

    place: str
    financial_year: str
    basis: str
    graph_version: str
    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]
    themes: tuple[MapTheme, ...]
    hidden_counts: Mapping[str, int] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()


def people_in_words(people: int | None, low: int | None = None, high: int | None = None) -> str:
    """Say a number of people so that no small group can be recognised.

    >>> people_in_words(1204), people_in_words(3), people_in_words(None, 0, 4), people_in_words(None, 10, 20)
    ('1,204 people', 'under 5 people', 'under 5 people', '10 to 20 people')
    """
    if people is not None:
        return "under 5 people" if 0 < people < 5 else f"{people:,} people"
    if high is not None and high < 5:
        return "under 5 people"
    if low is not None and high is not None:
        return f"{max(low, 0):,} to {high:,} people"
    return "people not known"
