"""Which pairs of services are worth comparing (blocking): those of one place whose offers are at all alike.

All pairs within a place are looked at, by one matrix product a place; so nothing is missed for want of a shared word.
Services that name no place are looked at beside all services about the same matters.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tpgraph.matching.service_list import ServiceList
from tpgraph.matching.service_topics import Topics
from tpgraph.matching.terms import Floats, Ints
from tpgraph.matching.topics import cluster_centres, nearest

# Codes of how the places of two services lie to each other; pairs of different places are no candidates.
SAME_PLACE, INSIDE, PLACE_UNKNOWN, DIFFERENT_PLACES = 0, 1, 2, 4
# Pairs whose offers are less alike are left out, unless they share a need in a list that is too short to learn from.
LEAST_LIKE = 0.12
_SHORT_LIST = 3_000
# A place with more services than this is looked at matter by matter; matters of about so many services.
_LARGE_BLOCK, _SERVICES_OF_A_MATTER = 30_000, 2_000
# Most pairs kept for one service of a block, the likest; without a place only much alike ones, and few.
_MOST_PER_SERVICE, _MOST_WITHOUT_PLACE, _LEAST_LIKE_WITHOUT_PLACE = 40, 5, 0.5
_ROWS = 2_000

Candidates = tuple[Ints, Ints, npt.NDArray[np.int8]]


def candidate_pairs(
    services: ServiceList,
    topics: Topics,
    above: Mapping[int, frozenset[int]] | None = None,
    fresh: npt.NDArray[np.bool_] | None = None,
) -> Candidates:
    """Find the pairs to compare.

    Parameters
    ----------
    above : number of a place -> numbers of the places it lies in
    fresh : services that are new: only pairs with one of them are found; all pairs if left out

    Returns
    -------
    left, right, place : row numbers, left < right, each pair once; and how their places lie to each other
    """
    found = [block for block in _blocks(services, topics, above or {}, fresh) if len(block[0])]
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, np.zeros(0, np.int8)
    left, right = np.concatenate([block[0] for block in found]), np.concatenate([block[1] for block in found])
    place = np.concatenate([np.full(len(block[0]), block[2], np.int8) for block in found])
    code = np.minimum(left, right) * len(services) + np.maximum(left, right)
    # The same pair may meet in several ways: the closest one counts.
    order = np.lexsort((place, code))
    code, place = code[order], place[order]
    first = np.concatenate([[True], code[1:] != code[:-1]])
    left, right = np.divmod(code[first], len(services))
    return left, right, place[first]


def _blocks(
    services: ServiceList, topics: Topics, above: Mapping[int, frozenset[int]], fresh: npt.NDArray[np.bool_] | None
) -> Iterator[tuple[Ints, Ints, int]]:
    inside = _inside(services, above)
    order = np.argsort(services.at_place, kind="stable")
    place, service = services.at_place[order], services.at_service[order]
    bounds = [0, *(np.flatnonzero(place[1:] != place[:-1]) + 1).tolist(), len(place)] if len(place) else [0]
    for start, end in pairwise(bounds):
        members = service[start:end]
        others = inside.get(int(place[start]), np.zeros(0, np.int64))
        if fresh is not None and not (fresh[members].any() or fresh[others].any()):
            continue
        for block in _parted(members, topics):
            yield *_alike(services, topics, block, block, fresh), SAME_PLACE
        if len(others):
            yield *_alike(services, topics, members, others, fresh), INSIDE
    yield from _without_place(services, topics, fresh)


def _inside(services: ServiceList, above: Mapping[int, frozenset[int]]) -> dict[int, Ints]:
    """Number of a place -> services of the places inside it."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    if above:
        for service, place in zip(services.at_service.tolist(), services.at_place.tolist(), strict=True):
            for larger in above.get(place, ()):
                found[larger].append(service)
    return {place: np.unique(np.array(members, np.int64)) for place, members in found.items()}


def _parted(members: Ints, topics: Topics) -> Iterator[Ints]:
    """A block as it is, or, where it is too large, its matters."""
    if len(members) <= _LARGE_BLOCK:
        yield members
        return
    vectors = topics.vectors[members]
    count = len(members) // _SERVICES_OF_A_MATTER
    sample = np.random.default_rng(0).choice(len(members), min(len(members), 20 * count), replace=False)
    matter = nearest(vectors, cluster_centres(vectors[sample], count, seed=0))
    for number in range(count):
        yield members[matter == number]


def _alike(
    services: ServiceList, topics: Topics, members: Ints, others: Ints, fresh: npt.NDArray[np.bool_] | None
) -> tuple[Ints, Ints]:
    """Pairs of a member and another that are at all alike."""
    lefts, rights = [], []
    short = len(services) < _SHORT_LIST
    if fresh is not None and members is others:
        members = members[fresh[members]]
    for start in range(0, len(members), _ROWS):
        rows = members[start : start + _ROWS]
        like = topics.vectors[rows] @ topics.vectors[others].T
        if short:
            shared = np.asarray((services.needs[rows] @ services.needs[others].T).todense()) > 0
            like = np.where(shared, np.maximum(like, LEAST_LIKE + 0.01), like)
        row, column = _kept(like, _MOST_PER_SERVICE, LEAST_LIKE)
        lefts.append(rows[row])
        rights.append(others[column])
    left = np.concatenate(lefts) if lefts else np.zeros(0, np.int64)
    right = np.concatenate(rights) if rights else np.zeros(0, np.int64)
    wanted = left != right if fresh is None else (left != right) & (fresh[left] | fresh[right])
    if fresh is None and members is others:
        wanted &= left < right
    return left[wanted], right[wanted]


def _kept(like: Floats, most: int, least: float) -> tuple[Ints, Ints]:
    """Rows and columns of what is like enough; of each row no more than `most`, the likest."""
    row, column = np.nonzero(like > least)
    # A service is like itself, so one more.
    if len(row) <= (most + 1) * len(like) or like.shape[1] <= most + 1:
        return row, column
    best = np.argpartition(-like, most, axis=1)[:, : most + 1]
    row = np.repeat(np.arange(len(like)), most + 1)
    column = best.ravel()
    kept = like[row, column] > least
    return row[kept], column[kept]


def _without_place(
    services: ServiceList, topics: Topics, fresh: npt.NDArray[np.bool_] | None
) -> Iterator[tuple[Ints, Ints, int]]:
    placed = np.zeros(len(services), bool)
    placed[services.at_service] = True
    if placed.all() or len(services) < 2:
        return
    vectors = topics.vectors
    count = max(1, len(services) // _SERVICES_OF_A_MATTER)
    sample = np.random.default_rng(0).choice(len(services), min(len(services), 20 * count + 100), replace=False)
    matter = nearest(vectors, cluster_centres(vectors[sample], count, seed=0))
    for number in np.unique(matter[~placed]).tolist():
        all_of_matter = np.flatnonzero(matter == number)
        members = all_of_matter[~placed[all_of_matter]]
        lefts, rights = [], []
        for start in range(0, len(members), _ROWS):
            rows = members[start : start + _ROWS]
            row, column = _kept(
                vectors[rows] @ vectors[all_of_matter].T, _MOST_WITHOUT_PLACE, _LEAST_LIKE_WITHOUT_PLACE
            )
            lefts.append(rows[row])
            rights.append(all_of_matter[column])
        left, right = np.concatenate(lefts), np.concatenate(rights)
        wanted = left != right if fresh is None else (left != right) & (fresh[left] | fresh[right])
        yield left[wanted], right[wanted], PLACE_UNKNOWN
