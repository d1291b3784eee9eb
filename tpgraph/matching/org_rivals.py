"""Features of a pair that stand in the other pairs: rivals of each record, and records that both are one with."""

import numpy as np
from scipy import sparse

from tpgraph.matching.org_names import Ints, among, distinct
from tpgraph.matching.org_words import Floats

_STRONG = 0.3
_NO_RIVAL = -30.0


def rivals(left: Ints, right: Ints, log_odds: Floats, records: int) -> dict[str, Floats]:
    """Compare each pair with the others of its records.

    `rank` how many of the two records have no better partner (0 to 2); `margin` by how much the pair's score is above
    the best other of either record; `crowd` how much the other pairs of both weigh; `triangle` how surely a third
    record is one with both.
    """
    record = np.concatenate([left, right])
    score = np.concatenate([log_odds, log_odds])
    first, second = _two_best(record, score, records)
    best_left = np.where(log_odds >= first[left], second[left], first[left])
    best_right = np.where(log_odds >= first[right], second[right], first[right])
    margin_left, margin_right = log_odds - best_left, log_odds - best_right
    odds = np.exp(np.minimum(log_odds, 20.0))
    total = np.bincount(record, weights=np.concatenate([odds, odds]), minlength=records)
    crowd = np.log1p(np.maximum(total[left] - odds, 0)) + np.log1p(np.maximum(total[right] - odds, 0))
    return {
        "rank": (margin_left >= 0).astype(np.float64) + (margin_right >= 0),
        "margin": np.minimum(margin_left, margin_right),
        "crowd": crowd,
        "triangle": _triangles(left, right, log_odds, records),
    }


def _two_best(record: Ints, score: Floats, records: int) -> tuple[Floats, Floats]:
    order = np.lexsort((-score, record))
    record, score = record[order], score[order]
    start = np.searchsorted(record, np.arange(records))
    count = np.bincount(record, minlength=records)
    padded = np.append(score, [_NO_RIVAL, _NO_RIVAL])
    first = np.where(count > 0, padded[start], _NO_RIVAL)
    second = np.where(count > 1, padded[np.minimum(start + 1, len(padded) - 1)], _NO_RIVAL)
    return first, second


def _strong_links(left: Ints, right: Ints, log_odds: Floats, records: int) -> sparse.csr_matrix:
    probability = 1 / (1 + np.exp(-np.clip(log_odds, -50, 50)))
    strong = probability > _STRONG
    links = sparse.csr_matrix((probability[strong], (left[strong], right[strong])), shape=(records, records))
    return sparse.csr_matrix(links + links.T)


def _triangles(left: Ints, right: Ints, log_odds: Floats, records: int) -> Floats:
    links = _strong_links(left, right, log_odds, records)
    through = sparse.coo_matrix(links @ links)
    code = through.row.astype(np.int64) * records + through.col
    order = np.argsort(code)
    code, value = code[order], through.data[order]
    asked = left * records + right
    at = np.minimum(np.searchsorted(code, asked), max(len(code) - 1, 0))
    if not len(code):
        return np.zeros(len(left))
    return np.where(code[at] == asked, np.minimum(value[at], 1.0), 0.0)


def two_steps_away(left: Ints, right: Ints, log_odds: Floats, records: int) -> tuple[Ints, Ints]:
    """Pairs that are not there though a third record is strongly linked with both: worth comparing too."""
    links = _strong_links(left, right, log_odds, records)
    through = sparse.coo_matrix(links @ links)
    ahead = through.row < through.col
    code = through.row[ahead].astype(np.int64) * records + through.col[ahead]
    code = distinct(code)
    new = code[~among(code, np.sort(left * records + right))]
    return new // records, new % records
