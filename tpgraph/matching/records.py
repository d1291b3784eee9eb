"""Which rows of flat tables, of any columns, are one thing: within one table, or between two."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from tpgraph.errors import InputError
from tpgraph.matching.org_candidates import best_products, group_pairs, unique_pairs
from tpgraph.matching.org_names import Bools, Ints
from tpgraph.matching.org_words import Floats
from tpgraph.matching.organisations_match import match_organisations
from tpgraph.matching.pairs import like, make_pairs, read_table
from tpgraph.matching.records_bodies import name_table
from tpgraph.matching.records_columns import Holds, RecordColumn, likeness, read_column
from tpgraph.matching.records_reasons import sentences
from tpgraph.matching.records_score import best_of_both, features_of, learn, moved_by, shared_out
from tpgraph.matching.score import AdditiveModel, Steps, probability

if TYPE_CHECKING:
    from tpgraph.matching.pairs import Frame

_BEST = 12
_LIKENESS = 0.3
_SURE = 0.75
# Where so many sure pairs share a row with another, rows have more than one partner.
_FREE = 0.05


def match_records(
    left: "Frame",
    right: "Frame | None" = None,
    *,
    verdicts: "Frame | None" = None,
    at_least: float = 0.2,
    seed: int = 0,  # noqa: ARG001 - of the contract; nothing is drawn by lot
) -> "Frame":
    """Find the pairs of rows that may be one thing, in tables of any columns.

    What a column holds (codes, numbers, kinds, text, lists) is told from its values. The weights are learned from the
    pairs themselves, without labels; verdicts move them.

    Parameters
    ----------
    left : DataFrame or Table, column id and any others
    right : DataFrame or Table, optional
        A second source with some columns of the same names: pairs then go between the two, and each row has one partner
        at most unless the pairs that are sure say otherwise.
    verdicts : DataFrame or Table, columns left_id, right_id, verdict, optional
        "same" and "different" count, others are passed over.
    at_least : float
        Pairs less probable are left out.
    seed : int
        Nothing is drawn by lot.

    Returns
    -------
    Table or DataFrame as given, columns of `tpgraph.matching.pairs.SCHEMA`
        Relation `same_record`.

    Raises
    ------
    InputError
        If there is no column id, no other column, an id stands twice, or the sources share no column.
    """
    tables = [read_table(left, "records")]
    if right is not None:
        tables.append(read_table(right, "records of the second source"))
    named = name_table(tables)
    if named is not None:
        return like(left, _of_bodies(named, tables, verdicts, at_least))
    columns = _columns(tables)
    ids = pa.concat_arrays([table["id"].combine_chunks() for table in tables])
    border = tables[0].num_rows if right is not None else None
    one, other = _candidates(columns, len(ids), border)
    judged = _judged(verdicts, tables)
    if judged is not None:
        code = np.union1d(one * len(ids) + other, judged[0] * len(ids) + judged[1])
        one, other = code // len(ids), code % len(ids)
    if not len(one):
        return like(left, make_pairs(ids[:0], ids[:0], np.zeros(0), [], np.zeros(0), [], []))
    model, steps, log_odds = _scored(columns, one, other, len(ids), border, judged)
    probable = probability(log_odds)
    if judged is not None:
        at = np.searchsorted(one * len(ids) + other, judged[0] * len(ids) + judged[1])
        probable[at] = judged[2].astype(np.float64)
    kept = np.flatnonzero(probable >= at_least)
    said, weights = sentences(model, steps[kept], log_odds[kept])
    table = make_pairs(
        ids.take(pa.array(one[kept])),
        ids.take(pa.array(other[kept])),
        probable[kept],
        ["same_record"] * len(kept),
        probable[kept],
        said,
        weights,
    )
    return like(left, table)


def _of_bodies(named: pa.Table, tables: list[pa.Table], verdicts: "Frame | None", at_least: float) -> pa.Table:
    """Pairs of rows that are names of bodies, by the rules of names; only between the two sources if there are two."""
    found = match_organisations(named, verdicts=verdicts, reference=False, at_least=at_least)
    if not isinstance(found, pa.Table):
        raise TypeError(type(found))
    count = found.num_rows
    found = found.set_column(3, "relation", pa.array(["same_record"] * count, pa.string()))
    if len(tables) == 1:
        return found
    first = tables[0]["id"].combine_chunks()
    across = pc.xor(pc.is_in(found["left_id"], first), pc.is_in(found["right_id"], first))
    return found.filter(across)


def _columns(tables: list[pa.Table]) -> list[RecordColumn]:
    names = [
        name for name in tables[0].column_names if name != "id" and all(name in table.column_names for table in tables)
    ]
    if not names:
        raise InputError("the records have no column beside id that both sources share: there is nothing to compare")
    merged = [
        pa.chunked_array([chunk for table in tables for chunk in pc.cast(table[name], pa.string()).chunks])
        for name in names
    ]
    whole = pa.table(merged, names=names)
    return [column for column in (read_column(whole, name) for name in names) if column.holds is not Holds.NOTHING]


def _candidates(columns: list[RecordColumn], count: int, border: int | None) -> tuple[Ints, Ints]:
    """Pairs of rows that share rare words in any column of text, or a code."""
    found: list[tuple[Ints, Ints]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    words = [column.words for column in columns if column.words is not None]
    if words:
        rows = sparse.csr_matrix(sparse.hstack(words))
        length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows = sparse.csr_matrix(sparse.diags_array(1.0 / np.maximum(length, 1e-9)) @ rows)
        found.append(best_products(rows, _BEST if border is None else 2 * _BEST, _LIKENESS, border))
    for column in columns:
        if column.holds is Holds.CODE:
            known = np.flatnonzero(column.values >= 0)
            found.append(group_pairs(column.values[known], known))
    one, other = unique_pairs(found, count)
    if border is None:
        return one, other
    across = (one < border) & (other >= border)
    return one[across], other[across]


def _judged(verdicts: "Frame | None", tables: list[pa.Table]) -> tuple[Ints, Ints, Bools] | None:
    """Rows of judged pairs, smaller first; ids of two sources are sought in their own source first."""
    if verdicts is None:
        return None
    table = verdicts if isinstance(verdicts, pa.Table) else pa.Table.from_pandas(verdicts, preserve_index=False)
    rows: list[dict[str, int]] = []
    start = 0
    for source in tables:
        rows.append({key: start + place for place, key in enumerate(source["id"].to_pylist())})
        start += source.num_rows
    found: dict[tuple[int, int], bool] = {}
    for first, second, word in zip(
        *(table[name].to_pylist() for name in ("left_id", "right_id", "verdict")), strict=True
    ):
        said = {"same": True, "different": False}.get(str(word).strip().lower())
        one, other = rows[0].get(str(first)), rows[-1].get(str(second))
        if one is None or other is None:
            one, other = rows[0].get(str(second)), rows[-1].get(str(first))
        if said is not None and one is not None and other is not None and one != other:
            found[min(one, other), max(one, other)] = said
    if not found:
        return None
    pairs = np.array(sorted(found), np.int64)
    return pairs[:, 0], pairs[:, 1], np.array([found[one, other] for one, other in pairs.tolist()], bool)


def _scored(
    columns: list[RecordColumn],
    one: Ints,
    other: Ints,
    count: int,
    border: int | None,
    judged: tuple[Ints, Ints, Bools] | None,
) -> tuple[AdditiveModel, Steps, Floats]:
    told = [
        likeness(column, one, other, np.zeros(len(one), bool)) for column in columns if column.holds is not Holds.KIND
    ]
    shares = [np.where(values < 0, np.nan, values) for found in told for values in found.values()]
    overall = np.nan_to_num(np.nanmean(np.vstack(shares), axis=0)) if shares else np.zeros(len(one))
    mutual = best_of_both(one, other, overall, count)
    sure = mutual & (overall >= _SURE)
    measures: dict[str, Floats] = {}
    groups, kinds = [], set()
    for number, column in enumerate(columns):
        for name, values in likeness(column, one, other, sure).items():
            measures[name] = values
            groups.append(number)
            if column.holds is Holds.KIND:
                kinds.add(name)
    features = features_of(measures, frozenset(kinds))
    steps = np.column_stack([np.digitize(measures[feature.name], feature.edges) for feature in features])
    start = np.where(mutual, np.clip(overall, 0.02, 0.98) ** 2, 0.01)
    model = learn(features, steps, start, np.unique(groups, return_inverse=True)[1])
    log_odds = model.log_odds(steps)
    alone = border is not None and _one_to_one(one, other, log_odds)
    if judged is not None:
        at = np.searchsorted(one * count + other, judged[0] * count + judged[1])
        rivals = shared_out(one, other, log_odds, count) - log_odds if alone else np.zeros(len(one))
        model = moved_by(model, steps, log_odds, rivals, at, judged[2])
        log_odds = model.log_odds(steps)
        log_odds[at] = np.where(judged[2], 10.0, -10.0)
    if alone:
        log_odds = shared_out(one, other, log_odds, count)
    return model, steps, log_odds


def _one_to_one(one: Ints, other: Ints, log_odds: Floats) -> bool:
    """Whether hardly any row has two partners that are sure."""
    sure = log_odds > 3
    if not sure.any():
        return True
    twice = len(one[sure]) - len(np.unique(one[sure])) + len(other[sure]) - len(np.unique(other[sure]))
    return bool(twice <= 2 * max(_FREE, 0.25) * sure.sum())
