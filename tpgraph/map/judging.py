"""What people say of two records: the same, different, and so on. Verdicts point at records and are never lost."""

import datetime

from tpgraph.errors import AnalysisError
from tpgraph.map.events import Change, perform
from tpgraph.model import model
from tpgraph.stores.store import Store
from tpgraph.tables import Tables


def record_of(tables: Tables, wanted: str) -> str:
    """Find the record that an id means: a record's id, an entity's (its smallest record), or a source's own id.

    Raises
    ------
    AnalysisError
        If no record is meant, or more than one.
    """
    rows = tables["record_source"].to_pylist()
    if any(row["record_id"] == wanted for row in rows):
        return wanted
    former = {row["former_id"]: row["entity_id"] for row in tables["former_id"].to_pylist()}
    entity = former.get(wanted, wanted)
    described = [*tables["rel_describes"].to_pylist(), *tables["rel_describes_service"].to_pylist()]
    of_entity = [row["source_id"] for row in described if row["target_id"] == entity]
    if of_entity:
        return str(min(of_entity))
    kept = {row["source_id"] for row in described}
    meant = sorted({str(row["record_id"]) for row in rows if row["source_id"] == wanted and row["record_id"] in kept})
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise AnalysisError(f"'{wanted}' means {len(meant)} records ({', '.join(meant[:3])}); give a record id")
    raise AnalysisError(f"no record, organisation or service has the id '{wanted}'")


def judge(store: Store, tables: Tables, pair: tuple[str, str], verdict: str, said: tuple[str, str, str]) -> None:
    """Keep a verdict on a pair; the last one on a pair stands. See `Map.judge`."""
    allowed = model().values["verdict"]
    if verdict not in allowed:
        raise AnalysisError(f"no verdict is called '{verdict}'; there are {', '.join(allowed)}")
    left, right = sorted(record_of(tables, wanted) for wanted in pair)
    if left == right:
        raise AnalysisError(f"'{pair[0]}' and '{pair[1]}' are one record")
    by, agency, why = said
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    row: dict[str, object] = {"left_record": left, "right_record": right, "verdict": verdict}
    row.update(by=by, agency=agency, at=now, why=why)
    names = {row["id"]: row["name"] for row in tables["record"].to_pylist() if row["id"] in (left, right)}
    pair_said = " and ".join(f"'{names.get(record) or record}'" for record in (left, right))
    sentence = f"{by or 'somebody'} said of {pair_said}: {verdict}" + (f" ({why})" if why else "")
    perform(store, "judge", f"{left};{right}", sentence, Change(new={"judgement.verdict": [row]}))
