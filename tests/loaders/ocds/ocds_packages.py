"""Small OCDS packages that can be checked by hand, and what a load of them says."""

import json
from collections.abc import Mapping
from pathlib import Path

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise

# JSON written by hand: objects of any depth.
Json = dict[str, object]

PUBLISHER = "Northmere Portal"
COUNCIL: Json = {"id": "GB-LAC-E09000003", "name": "Northmere Council", "roles": ["buyer"]}
ACME: Json = {
    "id": "GB-COH-01234567",
    "name": "Acme Ltd",
    "identifier": {"scheme": "GB-COH", "id": "1234567"},
    "roles": ["supplier"],
}
BETA: Json = {"id": "GB-CFS-7", "name": "Beta Trust", "roles": ["supplier"]}


def pounds(amount: object, currency: object = "GBP") -> Json:
    return {"amount": amount, "currency": currency}


def reference(party: Mapping[str, object]) -> Json:
    return {"id": party["id"], "name": party["name"]}


def award(number: object = "a1", amount: object = 1000, *suppliers: Mapping[str, object], **more: object) -> Json:
    named = [reference(one) for one in (suppliers or (ACME,))]
    return {"id": number, "date": "2010-05-10T10:30:00Z", "value": pounds(amount), "suppliers": named, **more}


def contract(number: object = "c1", amount: object = 900, award_id: object = "a1", **more: object) -> Json:
    return {"id": number, "awardID": award_id, "dateSigned": "2010-06-01", "value": pounds(amount), **more}


def paid(number: object = "t1", amount: object = 50, **more: object) -> Json:
    sides = {"payer": reference(COUNCIL), "payee": reference(ACME)}
    return {"id": number, "date": "2010-08-01T00:00:00Z", "value": pounds(amount), **sides, **more}


def release(date: str = "2010-05-11T00:00:00Z", ocid: object = "ocds-1", **more: object) -> Json:
    parties = [COUNCIL, ACME, BETA]
    return {"ocid": ocid, "id": f"r-{date}", "date": date, "tag": ["award"], "buyer": reference(COUNCIL),
            "parties": parties, **more}  # fmt: skip


def package(*releases: object, **more: object) -> str:
    publisher = {"name": PUBLISHER, "scheme": "GB-COH", "uid": "9506232.0"}
    return json.dumps({"version": "1.1", "publisher": publisher, "releases": list(releases), **more})


def loaded(tmp_path: Path, text: str | bytes, name: str = "notices.json") -> PreparedLoad:
    path = tmp_path / "northmere" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    ((group, claim),) = recognise(find_groups([path]), "ocds")[0]
    return prepare(group, claim)


def flows(load: PreparedLoad, *columns: str) -> list[tuple[object, ...]]:
    if "record.flow" not in load.tables:
        return []
    table = load.tables["record.flow"].select(list(columns)).to_pylist()
    return sorted((tuple(row.values()) for row in table), key=str)


def money(load: PreparedLoad) -> list[tuple[object, ...]]:
    return flows(load, "basis", "id", "amount_pence")


def aside(load: PreparedLoad) -> list[tuple[object, ...]]:
    rows = load.tables["record.set_aside"].to_pylist()
    return sorted(((row["reason"], row["amount_pence"]) for row in rows), key=str)


def bodies(load: PreparedLoad) -> list[tuple[object, ...]]:
    table = load.tables["record.organisation"].select(["name", "identifier"]).to_pylist()
    return sorted((tuple(row.values()) for row in table), key=str)


def codes(load: PreparedLoad, *severities: str) -> list[str]:
    rows = load.tables["record.problem"].to_pylist()
    return sorted(str(row["code"]) for row in rows if not severities or row["severity"] in severities)


def problem(load: PreparedLoad, code: str) -> dict[str, object]:
    (found,) = (row for row in load.tables["record.problem"].to_pylist() if row["code"] == code)
    return dict(found)


def everything(load: PreparedLoad) -> str:
    """All text that a load keeps."""
    return "\n".join(str(table.to_pylist()) for table in load.tables.values())
