"""Where the nodes of a map stand, worked out before the browser opens it.

Two levels: communities become circles that a force layout moves together and that are then pushed apart until none
overlap; inside each circle a local force layout places the nodes. Nodes without links stand in a block of their own.
"""

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tpgraph.errors import OutputError

Points = NDArray[np.float64]
Indices = NDArray[np.int64]

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_LARGEST_COMMUNITY = 250  # a local layout compares all pairs: beyond this a community is cut into parts
_DENSE_LIMIT = 600  # above this many circles the forces between them are left out and only the packing is done
_ITERATIONS = 60
_CONTRACTIONS = 25  # rounds that pull the circles to the middle, so that no room is wasted between them


def positions(
    nodes: Sequence[str], links: Sequence[tuple[str, str]], *, seed: int = 0, spacing: float = 60.0
) -> dict[str, tuple[float, float]]:
    """Place nodes so that those with many links between them stand together and none stands on another.

    Parameters
    ----------
    nodes : sequence of str
        Node ids, each once.
    links : sequence of pairs of str
        Both ends must be in `nodes`; direction, repetition and links of a node to itself do not matter.
    seed : int
        The same seed and input give the same positions.
    spacing : float
        Distance wanted between neighbours, in the units of the result.

    Returns
    -------
    dict of str to (float, float)
        x to the right and y downwards for every node, centred on (0, 0), rounded to one decimal.

    Raises
    ------
    OutputError
        If a node is given twice or a link ends outside the nodes.

    References
    ----------
    .. [1] Fruchterman, T. M. J. and Reingold, E. M. (1991). Graph drawing by force-directed placement.
       Software: Practice and Experience 21(11), 1129-1164.
    """
    index = {node: number for number, node in enumerate(nodes)}
    if len(index) != len(nodes):
        raise OutputError("a map cannot place the same node twice")
    try:
        ends = np.array([(index[a], index[b]) for a, b in links], dtype=np.int64).reshape(-1, 2)
    except KeyError as error:
        raise OutputError(f"a link of the map ends at '{error.args[0]}', which is not on it") from None
    placed = _two_levels(len(nodes), _distinct(ends), np.random.default_rng(seed), seed) * spacing
    if len(placed):
        placed -= (placed.max(axis=0) + placed.min(axis=0)) / 2
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, placed.round(1) + 0.0, strict=True)}


def _distinct(ends: Indices) -> Indices:
    """Each pair once, smaller index first, without links of a node to itself."""
    ordered = np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1)
    return np.unique(ordered, axis=0).reshape(-1, 2)


def _two_levels(count: int, links: Indices, random: np.random.Generator, seed: int) -> Points:
    if not count:
        return np.empty((0, 2))
    groups = _communities(count, links, seed)
    group_of = np.empty(count, dtype=np.int64)
    inside = np.empty((count, 2))
    radii = np.empty(len(groups))
    numbered = np.empty(count, dtype=np.int64)
    for number, members in enumerate(groups):
        group_of[members] = number
        numbered[members] = np.arange(len(members))
    same = group_of[links[:, 0]] == group_of[links[:, 1]]
    links_of = _split(links[same], group_of[links[same][:, 0]], len(groups))
    for number, members in enumerate(groups):
        local = _place_group(len(members), numbered[links_of[number]], random)
        inside[members] = local
        radii[number] = np.hypot(local[:, 0], local[:, 1]).max() + 0.6
    centres = _place_circles(radii, _weighted(group_of[links[~same]]), random)
    placed: Points = centres[group_of] + inside
    return placed


def _split(links: Indices, keys: Indices, count: int) -> list[Indices]:
    """Links by the number of their community."""
    order = np.argsort(keys, kind="stable")
    return np.split(links[order], np.searchsorted(keys[order], np.arange(1, count)))


def _communities(count: int, links: Indices, seed: int) -> list[Indices]:
    """Members of each community, largest first; all nodes without links are one community, the last."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(map(tuple, links.tolist()))
    found: list[list[int]] = []
    for members in nx.community.louvain_communities(graph, seed=seed, max_level=4) if len(graph) else []:
        found.extend(_cut(sorted(members)))
    found.sort(key=lambda members: (-len(members), members[0]))
    alone = sorted(set(range(count)) - set(graph))
    return [np.array(members, dtype=np.int64) for members in [*found, alone] if members]


def _cut(members: list[int]) -> list[list[int]]:
    parts = -(-len(members) // _LARGEST_COMMUNITY)
    return [members[part::parts] for part in range(parts)]


def _place_group(count: int, links: Indices, random: np.random.Generator) -> Points:
    """Positions of one community around (0, 0); neighbours are about 1 apart."""
    start = _sunflower(count)
    if not len(links):
        return start
    moved = _forces(start + random.normal(scale=0.01, size=start.shape), links, np.ones(len(links)), np.ones(count))
    apart = _push_apart(_compact(moved, 0.6 * np.sqrt(count)), np.full(count, 0.5))
    centred: Points = apart - apart.mean(axis=0)
    return centred


def _place_circles(radii: Points, links: tuple[Indices, Points], random: np.random.Generator) -> Points:
    """Centres of circles that do not overlap, those with many links between them close together."""
    centres = _sunflower(len(radii)) + random.normal(scale=0.01, size=(len(radii), 2))
    if 2 < len(radii) <= _DENSE_LIMIT and len(links[0]):
        centres = _forces(centres, links[0], links[1], radii / radii.mean())
    place = _compact(centres, np.sqrt((radii**2).sum()) * 0.9)
    for _ in range(_CONTRACTIONS):
        place = _push_apart(place * 0.93, radii, rounds=6)
    return _push_apart(place, radii)


def _weighted(pairs: Indices) -> tuple[Indices, Points]:
    """Distinct pairs of communities and the share of the strongest pair's links that each has."""
    if not len(pairs):
        return pairs, np.empty(0)
    distinct, counts = np.unique(np.sort(pairs, axis=1), axis=0, return_counts=True)
    return distinct, counts / counts.max()


def _sunflower(count: int) -> Points:
    """Evenly spread points about 1 apart, from the middle outwards."""
    number = np.arange(count)
    radius, angle = 0.6 * np.sqrt(number), number * _GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _forces(start: Points, links: Indices, weights: Points, sizes: Points) -> Points:
    """Fruchterman and Reingold's forces with a pull to the middle; all pairs repel, linked pairs attract."""
    place = start.copy()
    heat = 0.12 * np.sqrt(len(place))
    near, far = links[:, 0], links[:, 1]
    for step in range(_ITERATIONS):
        x = place[:, 0, None] - place[None, :, 0]
        y = place[:, 1, None] - place[None, :, 1]
        strength = sizes[None, :] / np.maximum(x * x + y * y, 1e-4)
        push = np.column_stack([(x * strength).sum(axis=1), (y * strength).sum(axis=1)])
        line = place[near] - place[far]
        pull = line * (np.hypot(line[:, 0], line[:, 1]) * weights)[:, None]
        np.add.at(push, near, -pull)
        np.add.at(push, far, pull)
        push -= place * 0.08
        length = np.maximum(np.hypot(push[:, 0], push[:, 1]), 1e-9)
        place += push * (np.minimum(length, heat * (1 - step / _ITERATIONS)) / length)[:, None]
    return place


def _compact(place: Points, radius: float) -> Points:
    """Scale points to a disc of about this radius, alike in both directions, so that a chain fits a screen."""
    centred = place - place.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    scaled: Points = centred / np.maximum(spread, spread.max() / 3 + 1e-9) * radius / 2
    return scaled


def _push_apart(centres: Points, radii: Points, rounds: int = 200) -> Points:
    """Move overlapping circles apart, the smaller one further, until none overlap or the rounds are used up."""
    place = centres.copy()
    if len(place) < 2:
        return place
    area = radii**2
    for _ in range(rounds):
        pairs = _overlapping(place, radii)
        if not len(pairs):
            break
        near, far = pairs[:, 0], pairs[:, 1]
        line = place[near] - place[far]
        distance = np.maximum(np.hypot(line[:, 0], line[:, 1]), 1e-6)
        move = line / distance[:, None] * ((radii[near] + radii[far]) * 1.01 - distance)[:, None] * 0.6
        share = (area[far] / (area[near] + area[far]))[:, None]
        np.add.at(place, near, move * share)
        np.add.at(place, far, -move * (1 - share))
    return place


def _overlapping(place: Points, radii: Points) -> Indices:
    """Pairs of circles that overlap."""
    pairs: Indices = cKDTree(place).query_pairs(2 * radii.max(), output_type="ndarray").astype(np.int64)
    line = place[pairs[:, 0]] - place[pairs[:, 1]]
    return pairs[np.hypot(line[:, 0], line[:, 1]) < radii[pairs[:, 0]] + radii[pairs[:, 1]]]
