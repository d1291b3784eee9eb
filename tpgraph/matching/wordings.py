"""Which client groups mean the same people, learned from the list itself.

"Under fives" and "pre-school families" share no word. But agencies that use either run services about the
same matters, in the same proportions: so each wording is described by the matters of its services, and wordings with
one description are one group. With few services to a wording, or few wordings, nothing is learned, and only equal
wordings are the same.
"""

import numpy as np
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import squareform

from tpgraph.matching.terms import Floats, Ints, dense_unit_rows
from tpgraph.matching.topics import cluster_centres, nearest

# Matters are clusters of services; several numbers of them, so that no one cut decides.
_MATTERS = (70, 80, 90)
# Fewer services than this to a matter, or wordings than this, tell nothing.
_SERVICES_TO_A_MATTER, _FEWEST_WORDINGS = 20, 12
_FEWEST_SERVICES_OF_A_WORDING = 5
_SAMPLE = 10_000


def likeness_of_wordings(vectors: Floats, wording: Ints, count: int, seed: int) -> Floats:
    """How alike the services of every two wordings are, by what they are about.

    Parameters
    ----------
    vectors : services x dimensions, rows of length one or empty
    wording : number of each service's wording, -1 where it states none
    count : how many wordings there are
    seed : of the clusters

    Returns
    -------
    wordings x wordings, -1 to 1, ones on the diagonal; 0 where nothing was learned
    """
    described = np.flatnonzero((wording >= 0) & vectors.any(axis=1))
    # Any order will do: the services to learn the matters from are the first of those that say something.
    sample = np.random.default_rng(seed).permutation(np.flatnonzero(vectors.any(axis=1)))[:_SAMPLE]
    matters = [number for number in _MATTERS if len(sample) >= number * _SERVICES_TO_A_MATTER]
    if not matters or count < _FEWEST_WORDINGS:
        return np.eye(count, dtype=np.float32)
    alike = np.zeros((count, count))
    services = np.bincount(wording[described], minlength=count)
    for turn, number in enumerate(matters):
        centres = cluster_centres(vectors[sample], number, seed + turn)
        of_matter = nearest(vectors[described], centres)
        times = np.zeros((count, number))
        np.add.at(times, (wording[described], of_matter), 1)
        # Square roots of shares, less those of the whole list: the Hellinger distance, kind to rare matters.
        share = np.sqrt(times / np.maximum(services, 1)[:, None]) - np.sqrt(times.sum(axis=0) / times.sum())
        rows = dense_unit_rows(share.astype(np.float32))
        alike += rows @ rows.T / len(matters)
    few = services < _FEWEST_SERVICES_OF_A_WORDING
    alike[few, :] = alike[:, few] = 0
    return _with_clusters(alike)


def _with_clusters(alike: np.ndarray) -> Floats:
    """Half the likeness itself, half that of the clusters the two are in: what is like a group is like its members."""
    distance = np.clip(1 - (alike + alike.T) / 2, 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    found = (alike + 1 - squareform(cophenet(tree))) / 2
    np.fill_diagonal(found, 1)
    return np.asarray(found, np.float32)
