"""The reasons of any two organisation records, scored in the context of all records of the store."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from tpgraph.map.deriving import read_records as stored_records
from tpgraph.map.pair_named import Meant
from tpgraph.matching import org_features, org_score
from tpgraph.matching.bodies import Body, read_bodies
from tpgraph.matching.org_listed import listed_bodies
from tpgraph.matching.org_names import Bools, Ints
from tpgraph.matching.org_reasons import reasons as reasons_in_words
from tpgraph.matching.org_rivals import rivals
from tpgraph.matching.score import shipped_model
from tpgraph.resolution.current import current_records
from tpgraph.stores.store import Store
from tpgraph.tables import Tables, texts

Reason = tuple[str, float]
_Judged = tuple[Ints, Ints, Bools]

ANY_TWO = "what any two of the list begin with"
"""The reason that is none: the base of the score."""
_CANNOT = "A name is withheld, or stands for many payees ('various'): such records are never paired, and have no odds."
_TWO_IDENTIFIERS = "Their identifiers in one register differ: whatever the odds, they are never proposed as one body."


def match_between(tables: Tables, left: Meant, right: Meant) -> Mapping[str, object] | None:
    """Give the most probable pair of records that the matcher proposed between two bodies, None where there is none.

    Where a record is named, only its pairs count.
    """
    of = {row["source_id"]: row["target_id"] for row in tables["rel_describes"].to_pylist()}

    def fits(record: str, side: Meant) -> bool:
        return record == side.record if side.record else of.get(record) == side.entity

    best: Mapping[str, object] | None = None
    for row in tables["match"].to_pylist():
        one, other = row["left_record"], row["right_record"]
        if (fits(one, left) and fits(other, right)) or (fits(one, right) and fits(other, left)):
            best = row if best is None or row["probability"] > float(str(best["probability"])) else best
    return best


def reasons_of_bodies(store: Store, tables: Tables, pair: tuple[str, str]) -> tuple[list[Reason], list[str]]:
    """Say what speaks for and against two records being one body; they need not have been candidates.

    Parameters
    ----------
    pair : record ids

    Returns
    -------
    (reasons with weights in log odds, which add up to the score; what else is to be known of the pair)
    """
    current = current_records(stored_records(store))
    # Who publishes a record matters to the rules, not to the odds.
    bodies = [body for body in read_bodies(current["organisation"], current["load"], "", frozenset()) if body.text]
    by_id = {body.record_id: body for body in bodies}
    if not all(record in by_id for record in pair):
        return [], [_CANNOT]
    table = _table(list(by_id.values()))
    row = {record: number for number, record in enumerate(by_id)}
    left, right = sorted(row[record] for record in pair)
    one, other = (by_id[record] for record in pair)
    differ = bool(one.identifier and other.identifier) and one.identifier != other.identifier
    notes = [_TWO_IDENTIFIERS] if differ and one.register == other.register else []
    listed = current["service"]
    columns = {"organisation_id": "provider_record", "name": "name", "needs": "needs", "place": "places"}
    services = pa.table({name: texts(listed, column) for name, column in columns.items()})
    records = org_features.read_records(table, services)
    return _scored(table, records, (left, right), _judged(tables, row, (left, right))), notes


def _judged(tables: Tables, row: Mapping[str, int], asked: tuple[int, int]) -> _Judged | None:
    """What people said of other pairs: it moves the weights. The pair that is asked about speaks for itself."""
    said: dict[tuple[int, int], bool] = {}
    for verdict in tables["verdict"].to_pylist():
        ends = row.get(verdict["left_record"]), row.get(verdict["right_record"])
        if verdict["agreed"] in ("same", "different") and ends[0] is not None and ends[1] is not None:
            said[min(ends[0], ends[1]), max(ends[0], ends[1])] = verdict["agreed"] == "same"
    pairs = sorted(pair for pair in said if pair != asked and pair[0] != pair[1])
    if not pairs:
        return None
    rows = np.array(pairs, np.int64)
    return rows[:, 0], rows[:, 1], np.array([said[pair] for pair in pairs], bool)


def _table(bodies: list[Body]) -> pa.Table:
    """What the odds of a store look at."""
    columns = {
        "id": [body.record_id for body in bodies],
        "name": [body.name for body in bodies],
        "identifier": [body.identifier for body in bodies],
        "sector": [body.sector for body in bodies],
        "place": [body.place_name for body in bodies],
    }
    told = {name: values for name, values in columns.items() if name in ("id", "name") or any(values)}
    return pa.table({name: pa.array(values, pa.string()) for name, values in told.items()})


def _scored(
    table: pa.Table, records: org_features.Records, pair: tuple[int, int], judged: _Judged | None
) -> list[Reason]:
    left, right = pair
    found = org_score.score(records, judged)
    kept = np.flatnonzero((found.left == left) & (found.right == right))
    if not len(kept):
        found = _with_pair(records, found, left, right)
        kept = np.array([len(found.left) - 1])
    listed = listed_bodies(records, table, found.left, found.right)
    sentences, weights = reasons_in_words(records, found, kept, listed)
    said = list(zip(sentences[0].as_py(), weights[0].as_py(), strict=True))
    return [*said, (ANY_TWO, float(found.model.base))]


def _with_pair(records: org_features.Records, found: org_score.Scored, left: int, right: int) -> org_score.Scored:
    """Score a pair that was no candidate beside those that were."""
    described = bool(records.codes.value.any()) or records.beside.offers is not None
    alone = shipped_model("organisations_alone" if described else "names_alone", len(records))
    ends = np.array([left]), np.array([right])
    one = org_score.compare(org_features.Comparer(records), alone, *ends, np.ones(1, bool))
    steps = org_score.steps_of(alone, one.features, 1)
    own = org_score.total(alone, steps)
    before = org_score.total(alone, org_score.steps_of(alone, found.features, len(found.left)))
    beside = rivals(
        np.append(found.left, left), np.append(found.right, right), np.concatenate([before, own]), len(records)
    )
    features = {
        name: np.concatenate([values, one.features[name] if name in one.features else beside[name][-1:]])
        for name, values in found.features.items()
    }
    count = len(found.left) + 1
    steps = org_score.steps_of(found.model, features, count)
    return replace(
        found,
        left=np.append(found.left, left),
        right=np.append(found.right, right),
        features=features,
        steps=steps,
        log_odds=org_score.total(found.model, steps),
    )
