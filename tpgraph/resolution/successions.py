"""Which bodies were replaced by which: by the sheet `successions`, and by the reference lists."""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from tpgraph.reference import body_successors, health_name, public_body
from tpgraph.tables import from_rows


def body_successions(
    succession: pa.Table, entity_of: pa.Table, organisations: Iterable[Mapping[str, object]]
) -> pa.Table:
    """Tie bodies to those that replaced them.

    The reference lists tie only bodies that both stand in the graph: a body of which no source speaks is not made.

    Parameters
    ----------
    succession : current rows of record.succession
    entity_of : record_id, entity_id
    organisations : every body of the graph: id, name, also_known_as

    Returns
    -------
    graph.rel_succeeded_by, bodies only, sorted
    """
    entity = dict(zip(entity_of["record_id"].to_pylist(), entity_of["entity_id"].to_pylist(), strict=True))
    found: dict[tuple[str, str], str | None] = {}
    for row in succession.to_pylist():
        pair = entity.get(row["organisation_record"]), entity.get(row["successor_record"])
        if pair[0] and pair[1]:
            found[pair[0], pair[1]] = found.get((pair[0], pair[1])) or row["date"]
    for old, new, date in _listed(list(organisations)):
        found.setdefault((old, new), date or None)
    rows: list[dict[str, object]] = [
        {"source_id": old, "target_id": new, "date": date} for (old, new), date in sorted(found.items()) if old != new
    ]
    return from_rows(rows, "graph.rel_succeeded_by")


def _listed(organisations: list[Mapping[str, object]]) -> Iterable[tuple[str, str, str]]:
    """Old body, new body and date of every succession of the reference lists whose two bodies are here."""
    known = {str(body["id"]) for body in organisations}
    by_name: dict[str, str] = {}
    for body in organisations:
        for name in _names(body):
            listed = public_body(name)
            by_name.setdefault(health_name(name) or (listed.identifier if listed else "") or "", str(body["id"]))
    by_name.pop("", None)
    for body in organisations:
        old = str(body["id"])
        for name in _names(body):
            for successor in body_successors(old, name):
                new = (
                    successor.id
                    if successor.id in known
                    else by_name.get(health_name(successor.name) or successor.id, "")
                )
                if new:
                    yield old, new, successor.date


def _names(body: Mapping[str, object]) -> list[str]:
    others = body["also_known_as"]
    return [str(body["name"] or ""), *(str(other) for other in (others if isinstance(others, list) else ()))]
