"""Which organisation records are one body: pairs with a probability and reasons, from tables alone."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.matching.org_features import Records, read_records
from tpgraph.matching.org_listed import listed_bodies
from tpgraph.matching.org_names import Bools, Ints
from tpgraph.matching.org_reasons import reasons
from tpgraph.matching.org_score import Scored, score
from tpgraph.matching.org_words import Floats
from tpgraph.matching.pairs import like, make_pairs, read_table
from tpgraph.matching.score import probability

if TYPE_CHECKING:
    from tpgraph.matching.pairs import Frame

_VERDICTS = {"same": True, "different": False}
# What people have said is sure.
_JUDGED_SAME, _JUDGED_DIFFERENT = 1.0, 0.0


def match_organisations(
    organisations: "Frame",
    *,
    services: "Frame | None" = None,
    verdicts: "Frame | None" = None,
    reference: bool = True,
    at_least: float = 0.2,
    seed: int = 0,  # noqa: ARG001 - of the contract; nothing is drawn by lot
) -> "Frame":
    """Find the pairs of organisation records that may be one body.

    Parameters
    ----------
    organisations : DataFrame or Table, columns id, name
        Optional: kind or sector, identifier, place, also_known_as (a list, or text parted by `;`).
    services : DataFrame or Table, columns organisation_id, and name, needs, place, optional
        Services that the organisations list: shared places speak for one body.
    verdicts : DataFrame or Table, columns left_id, right_id, verdict, optional
        "same" and "different" are sure and move the weights; others are passed over.
    reference : bool
        Whether names are looked up in the lists of public bodies that ship.
    at_least : float
        Pairs less probable are left out.
    seed : int
        Nothing is drawn by lot; the same input gives the same pairs whatever the seed.

    Returns
    -------
    Table or DataFrame as given, columns of `tpgraph.matching.pairs.SCHEMA`
        Relation `same_body`; sorted by probability, then ids.

    Raises
    ------
    InputError
        If a column is missing or an id stands twice.
    """
    table = read_table(organisations, "organisations", ("id", "name"))
    listed = None if services is None else _arrow(services)
    records = read_records(table, listed)
    judged = _judged(verdicts, records)
    found = score(records, judged)
    log_odds = found.log_odds
    list_weight = listed_bodies(records, table, found.left, found.right) if reference else np.zeros(len(log_odds))
    sure = _sure(found, judged, len(records))
    probable = np.where(np.isnan(sure), probability(log_odds + list_weight), sure)
    kept = np.flatnonzero(probable >= at_least)
    return like(organisations, _table(records, found, kept, probable, list_weight))


def _arrow(frame: "Frame") -> pa.Table:
    return frame if isinstance(frame, pa.Table) else pa.Table.from_pandas(frame, preserve_index=False)


def _judged(verdicts: "Frame | None", records: Records) -> tuple[Ints, Ints, Bools] | None:
    """The rows of pairs that people have said are one or are not; of records that are there."""
    if verdicts is None:
        return None
    table = _arrow(verdicts)
    left, right = (
        pc.fill_null(pc.index_in(pc.cast(table[name].combine_chunks(), pa.string()), records.ids), -1)
        .to_numpy(zero_copy_only=False)
        .astype(np.int64)
        for name in ("left_id", "right_id")
    )
    said = [_VERDICTS.get(str(word).strip().lower()) for word in table["verdict"].to_pylist()]
    told = np.array([word is not None for word in said], bool) & (left >= 0) & (right >= 0) & (left != right)
    if not told.any():
        return None
    code = np.minimum(left, right) * len(records) + np.maximum(left, right)
    # The last word about a pair holds.
    last = len(code) - 1 - np.unique(code[::-1], return_index=True)[1]
    rows = np.array(sorted(row for row in last.tolist() if told[row]), np.int64)
    same = np.array([bool(said[row]) for row in rows.tolist()], bool)
    return np.minimum(left, right)[rows], np.maximum(left, right)[rows], same


def _sure(found: Scored, judged: tuple[Ints, Ints, Bools] | None, count: int) -> Floats:
    """The probability of judged pairs; not a number for others."""
    result = np.full(len(found.left), np.nan)
    if judged is not None:
        code = found.left * count + found.right
        for said, value in ((True, _JUDGED_SAME), (False, _JUDGED_DIFFERENT)):
            chosen = judged[2] == said
            result[np.isin(code, judged[0][chosen] * count + judged[1][chosen])] = value
    return result


def _table(records: Records, found: Scored, kept: Ints, probable: Floats, list_weight: Floats) -> pa.Table:
    sentences, weights = reasons(records, found, kept, list_weight)
    return make_pairs(
        records.ids.take(pa.array(found.left[kept])),
        records.ids.take(pa.array(found.right[kept])),
        probable[kept],
        ["same_body"] * len(kept),
        probable[kept],
        sentences,
        weights,
    )
