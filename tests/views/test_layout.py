"""Positions of a map: the same every time, nothing on top of anything."""

import random
import time

import numpy as np
import pytest
from scipy.spatial import cKDTree

from tpgraph.errors import OutputError
from tpgraph.views.layout import positions


def clustered(count: int, seed: int = 1) -> tuple[list[str], list[tuple[str, str]]]:
    """Hubs with their followers, and a few links between neighbours; every tenth node has no link of its own."""
    rng = random.Random(seed)
    nodes = [f"n{number}" for number in range(count)]
    links = []
    for number in range(count):
        if number % 10:
            links.append((nodes[number], nodes[rng.randrange(max(count // 40, 1))]))
            links.append((nodes[number], nodes[min(count - 1, max(0, int(rng.gauss(number, 20))))]))
    return nodes, links


def nearest(placed: dict[str, tuple[float, float]]) -> float:
    points = np.array(list(placed.values()))
    return float(cKDTree(points).query(points, k=2)[0][:, 1].min())


def test_the_same_seed_gives_the_same_positions_and_another_seed_others() -> None:
    nodes, links = clustered(200)
    assert positions(nodes, links, seed=3) == positions(nodes, links, seed=3)
    assert positions(nodes, links, seed=3) != positions(nodes, links, seed=4)


def test_the_order_repetition_and_direction_of_links_do_not_matter() -> None:
    nodes, links = clustered(60)
    again = [(b, a) for a, b in reversed(links)] + links[:5] + [("n1", "n1")]
    assert positions(nodes, again) == positions(nodes, links)


def test_no_two_nodes_stand_on_each_other() -> None:
    nodes, links = clustered(400)
    assert nearest(positions(nodes, links, spacing=60)) > 20


def test_linked_nodes_stand_closer_than_unlinked_ones() -> None:
    groups = [[f"{group}{number}" for number in range(8)] for group in "abc"]
    links = [(a, b) for group in groups for a in group for b in group if a < b] + [("a0", "b0")]
    placed = {id_: np.array(at) for id_, at in positions([id_ for g in groups for id_ in g], links).items()}
    inside = max(float(np.hypot(*(placed[a] - placed[b]))) for a, b in links if a[0] == b[0])
    between = float(
        np.hypot(*(np.mean([placed[i] for i in groups[0]], 0) - np.mean([placed[i] for i in groups[2]], 0)))
    )
    assert between > inside * 0.75


def test_a_map_is_centred_and_not_a_strip() -> None:
    nodes, links = clustered(500)
    points = np.array(list(positions(nodes, links).values()))
    width, height = points.max(axis=0) - points.min(axis=0)
    assert np.allclose(points.max(axis=0), -points.min(axis=0), atol=0.11)
    assert 0.4 < width / height < 2.5


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_smallest_maps_have_positions_too(count: int) -> None:
    nodes = [f"n{number}" for number in range(count)]
    placed = positions(nodes, [])
    assert list(placed) == nodes
    assert len(set(placed.values())) == count


def test_a_link_to_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(OutputError, match="ends at 'b', which is not on it"):
        positions(["a"], [("a", "b")])


def test_a_node_given_twice_is_refused() -> None:
    with pytest.raises(OutputError, match="same node twice"):
        positions(["a", "a"], [])


def test_a_thousand_nodes_are_placed_in_about_a_quarter_of_a_second() -> None:
    nodes, links = clustered(1000)
    positions(nodes[:20], [])
    start = time.perf_counter()
    positions(nodes, links)
    assert time.perf_counter() - start < 3  # ten times the measured time: a busy machine is no fault
