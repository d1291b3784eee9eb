"""Features of pairs of organisation records: numbers that the score is added up from. No feature names a word."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.matching.org_alignment import KINDS, Aligner, Alignment
from tpgraph.matching.org_candidates import group_pairs, start_pairs, unique_pairs, word_pairs
from tpgraph.matching.org_evidence import (
    Beside,
    place_words_mask,
    product_of_rows,
    read_beside,
    sector_odds,
    shared_of_rows,
)
from tpgraph.matching.org_identifiers import EQUAL, Codes, compare_codes, read_codes
from tpgraph.matching.org_initials import Initials, fitting_initials
from tpgraph.matching.org_names import Bools, Ints, Names, among, read_names
from tpgraph.matching.org_words import Floats, Vocabulary, weigh_words

Features = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Records:
    """Organisation records as the matcher reads them."""

    ids: pa.Array
    names: Names
    vocabulary: Vocabulary
    codes: Codes
    beside: Beside
    starts: tuple[Ints, Ints]
    initials: Initials

    def __len__(self) -> int:
        return len(self.ids)


def read_records(organisations: pa.Table, services: pa.Table | None = None) -> Records:
    """Read organisations, columns id, name and optionally kind or sector, identifier, place, also_known_as."""
    ids = organisations["id"].cast(pa.string()).combine_chunks()
    names = read_names(organisations["name"].cast(pa.string()).combine_chunks(), _other_names(organisations))
    identifiers = organisations["identifier"].combine_chunks() if "identifier" in organisations.column_names else None
    return Records(
        ids=ids,
        names=names,
        vocabulary=weigh_words(names),
        codes=read_codes(identifiers, len(ids)),
        beside=read_beside(organisations, services, ids),
        starts=start_pairs(names),
        initials=fitting_initials(names),
    )


def _other_names(organisations: pa.Table) -> tuple[pa.Array, Ints] | None:
    if "also_known_as" not in organisations.column_names:
        return None
    column = organisations["also_known_as"].combine_chunks()
    lists = (
        column if pa.types.is_list(column.type) else pc.split_pattern(pc.fill_null(column.cast(pa.string()), ""), ";")
    )
    texts = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    rows = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    told = pc.greater(pc.utf8_length(texts), 0)
    return texts.filter(told), rows[told.to_numpy(zero_copy_only=False)]


def candidate_pairs(records: Records) -> tuple[Ints, Ints]:
    """Pairs of rows worth comparing, smaller row first, sorted."""
    names, codes = records.names, records.codes
    known = np.flatnonzero(codes.value > 0)
    starts, initials = records.starts, records.initials
    return unique_pairs(
        [
            word_pairs(names, records.vocabulary),
            (names.record[starts[0]], names.record[starts[1]]),
            (names.record[initials.left], names.record[initials.right]),
            group_pairs(codes.value[known], known),
        ],
        len(records),
    )


class Comparer:
    """Compares pairs of records; what it needs of each record is made ready once."""

    def __init__(self, records: Records) -> None:
        self._records = records
        names = records.names
        self._aligner = Aligner(names, records.vocabulary, records.initials, place_words_mask(names, records.beside))
        starts = records.starts
        self._starts = np.sort(starts[0] * len(names) + starts[1]) if len(starts[0]) else np.zeros(0, np.int64)
        self._length = pc.utf8_length(names.plain).to_numpy(zero_copy_only=False).astype(np.int64)
        order = np.argsort(names.record, kind="stable")
        self._variants = order
        self._first = np.searchsorted(names.record[order], np.arange(len(records) + 1))

    def by_name(self, left: Ints, right: Ints) -> tuple[Ints, Features]:
        """Features of names for all pairs of variants: the row of the pair of each, and the features."""
        width_left = self._first[left + 1] - self._first[left]
        width_right = self._first[right + 1] - self._first[right]
        rows = np.repeat(np.arange(len(left)), width_left * width_right)
        within = np.arange(len(rows)) - np.searchsorted(rows, rows)
        one = self._variants[self._first[left[rows]] + within // width_right[rows]]
        other = self._variants[self._first[right[rows]] + within % width_right[rows]]
        return rows, self._of_names(one, other, self._aligner.align(one, other))

    def _of_names(self, one: Ints, other: Ints, found: Alignment) -> Features:
        names = self._records.names
        total = found.shared + found.left_over + found.right_over
        low = np.minimum(found.left_kind, found.right_kind)
        high = np.maximum(found.left_kind, found.right_kind)
        whole = (found.left_count == 0) & (found.right_count == 0)
        part = (found.left_count == 0) | (found.right_count == 0)
        initials = np.where(
            found.initials > 0, np.minimum(found.initials, 5) + np.where(whole, 10, np.where(part, 5, 0)), 0
        )
        return {
            "likeness": np.where(total > 0, found.shared / np.maximum(total, 1e-9), 0.0),
            "shared": found.shared,
            "least_over": np.minimum(found.left_over, found.right_over),
            "most_over": np.maximum(found.left_over, found.right_over),
            "kinds": (low * len(KINDS) + high).astype(np.float64),
            "over_count": np.minimum(np.minimum(found.left_count, found.right_count), 3) * 4.0
            + np.minimum(np.maximum(found.left_count, found.right_count), 3),
            "slips": np.minimum(found.slips, 4).astype(np.float64),
            "often": np.log1p(found.often),
            "equal": np.where(
                whole & (found.slips + found.shortened + found.initials == 0),
                1.0 + found.in_order + 3 * (found.shared > 1.0),
                0.0,
            ),
            "shortened": np.minimum(found.shortened, 3).astype(np.float64),
            "initials": initials.astype(np.float64),
            "fits": np.log1p(found.fits),
            "legal": found.legal.astype(np.float64),
            "tier": found.tier.astype(np.float64),
            "in_order": found.in_order.astype(np.float64),
            "first_same": found.first_same.astype(np.float64),
            "best_shared": found.best_shared,
            "start": self._start(one, other),
            "role": np.maximum(names.role[one], names.role[other]).astype(np.float64),
        }

    def _start(self, one: Ints, other: Ints) -> Floats:
        """0 neither begins as the other does, else the length of the shorter name."""
        count = len(self._records.names)
        found = among(one * count + other, self._starts) | among(other * count + one, self._starts)
        return np.where(found, np.minimum(self._length[one], self._length[other]), 0).astype(np.float64)

    def identifiers(self, left: Ints, right: Ints) -> Floats:
        """How the identifiers of pairs compare: a number of `org_identifiers`."""
        return compare_codes(self._records.codes, left, right).astype(np.float64)

    def beside(self, left: Ints, right: Ints, sure: Bools) -> Features:
        """Features of what stands beside the names; `sure` pairs teach which words of sectors go together."""
        beside = self._records.beside
        found: Features = {"identifier": self.identifiers(left, right)}
        told = 2 * bool(self._records.codes.value.any()) + (beside.delivery is not None)
        found["columns"] = np.full(len(left), float(told))
        if beside.sector is not None:
            found["sector"] = sector_odds(beside.sector, left, right, sure | (found["identifier"] == EQUAL))
        if beside.place is not None and beside.place_records is not None:
            known = (beside.place[left] >= 0) & (beside.place[right] >= 0)
            same = known & (beside.place[left] == beside.place[right])
            rare = np.log1p(len(self._records) / np.maximum(beside.place_records[np.maximum(beside.place[left], 0)], 1))
            found["place"] = np.where(same, 1.0 + rare / np.log1p(len(self._records)), np.where(known, 0.0, -1.0))
        if beside.delivery is not None:
            found["delivery"], found["delivery_share"] = shared_of_rows(beside.delivery, left, right)
        if beside.offers is not None:
            told = np.diff(beside.offers.indptr) > 0
            both = told[left] & told[right]
            found["offers"] = np.where(both, product_of_rows(beside.offers, left, right), -1.0)
        return found
