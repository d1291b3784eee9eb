"""Candidates among the records of a store by the odds of the matcher, beside what the rules joined or named."""

from collections.abc import Mapping

import pyarrow as pa

from tpgraph.matching.bodies import Body
from tpgraph.matching.organisations_match import match_organisations

MODEL = "odds-1"

# A pair of the odds alone is for people to judge: it stays below what is accepted (MODEL.md, Resolution).
_MOST = 0.94
_LEAST = 0.2


def proposals_by_odds(
    bodies: list[Body],
    joined: Mapping[tuple[str, str], float],
    services: pa.Table | None = None,
    verdicts: pa.Table | None = None,
) -> list[tuple[Body, Body, float, list[str]]]:
    """Propose further pairs of bodies that may be one.

    Left out are pairs within or between groups of records that the rules know of, equal names (the rules know them
    all), and two different valid identifiers of one register. Of the pairs between two groups there is the best one.

    Parameters
    ----------
    bodies : list of Body
    joined : pairs of record ids that the rules found, with their probability
    services : Table, columns organisation_id (a record id), name, needs, place, optional
    verdicts : Table, columns left_id, right_id (record ids), verdict, optional

    Returns
    -------
    list of (left, right, probability, reasons); smaller record id left, sorted by ids
    """
    by_id = {body.record_id: body for body in bodies if body.text}
    if len(by_id) < 2:
        return []
    found = match_organisations(_table(list(by_id.values())), services=services, verdicts=verdicts, at_least=_LEAST)
    if not isinstance(found, pa.Table):
        raise TypeError(type(found))
    group = _groups(joined)
    linked = {_between(group, left, right) for left, right in joined}
    best: dict[tuple[str, str], tuple[Body, Body, float, list[str]]] = {}
    # Most probable first: of two groups of records that rules joined, the best pair stands for all.
    for row in found.select(["left_id", "right_id", "probability", "reasons"]).to_pylist():
        left, right = by_id[row["left_id"]], by_id[row["right_id"]]
        between = _between(group, left.record_id, right.record_id)
        known = between in linked or between[0] == between[1] or left.text == right.text
        if not known and not _are_two(left, right):
            best.setdefault(between, (left, right, min(row["probability"], _MOST), row["reasons"]))
    return sorted(best.values(), key=lambda proposal: (proposal[0].record_id, proposal[1].record_id))


def _between(group: Mapping[str, str], left: str, right: str) -> tuple[str, str]:
    """The two groups that a pair of records stands between, in one order."""
    one, other = sorted((group.get(left, left), group.get(right, right)))
    return one, other


def _table(bodies: list[Body]) -> pa.Table:
    columns = {
        "id": [body.record_id for body in bodies],
        "name": [body.name for body in bodies],
        "identifier": [body.identifier for body in bodies],
        "sector": [body.sector for body in bodies],
        "place": [body.place_name for body in bodies],
    }
    told = {name: values for name, values in columns.items() if name in ("id", "name") or any(values)}
    return pa.table({name: pa.array(values, pa.string()) for name, values in told.items()})


def _are_two(left: Body, right: Body) -> bool:
    """Whether two valid identifiers of one register say that these are two bodies."""
    both = bool(left.identifier) and bool(right.identifier)
    return both and left.register == right.register and left.identifier != right.identifier


def _groups(joined: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Record id -> a name of the group that the accepted pairs of the rules join it to."""
    leader: dict[str, str] = {}

    def of(record: str) -> str:
        while leader.get(record, record) != record:
            leader[record] = leader.get(leader[record], leader[record])
            record = leader[record]
        return record

    for (left, right), probability in joined.items():
        if probability > _MOST:
            leader[of(left)] = of(right)
    return {record: of(record) for pair in joined for record in pair}
