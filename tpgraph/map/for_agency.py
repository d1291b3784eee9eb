"""A report for one body: what concerns it, and nothing else.

A finding concerns a body that is one of its bodies, or that provides, commissions or pays for one of its services. A
row of figures concerns the bodies that it names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.analysis.answers import Answer
from tpgraph.analysis.description import Row
from tpgraph.errors import AnalysisError
from tpgraph.findings import Finding
from tpgraph.graphs.look_ups import neighbours
from tpgraph.names import fold
from tpgraph.reference import simplify
from tpgraph.reports.material import Material
from tpgraph.tables import Tables, texts

_NEAR = 3


@dataclass(frozen=True)
class Agency:
    """A body: its ids, its name, all its names, and the services that it runs, orders or pays for.

    It has several ids where several bodies of the graph bear its name and nobody has said yet whether they are one.
    """

    ids: frozenset[str]
    name: str
    names: frozenset[str]
    services: frozenset[str]

    def is_named(self, value: object) -> bool:
        """Whether a cell names the body, by its id or a name, alone or in a list."""
        if isinstance(value, Mapping):
            return any(map(self.is_named, value))
        if isinstance(value, list | tuple):
            return any(map(self.is_named, value))
        return isinstance(value, str) and (value in self.ids or value in self.names)


def agency_of(tables: Tables, wanted: str) -> Agency:
    """Find a body by its name, one of its other names, or any of its ids.

    Raises
    ------
    AnalysisError
        If none is meant, with the nearest names.
    """
    bodies = tables["organisation"].select(["id", "name", "also_known_as"]).to_pylist()
    former = {row["former_id"]: row["entity_id"] for row in tables["former_id"].to_pylist()}
    records = {row["source_id"]: row["target_id"] for row in tables["rel_describes"].to_pylist()}
    entity = former.get(wanted) or records.get(wanted) or wanted
    meant = [row for row in bodies if row["id"] == entity]
    asked = simplify(wanted)
    meant = meant or [row for row in bodies if simplify(row["name"] or "") == asked]
    meant = meant or [row for row in bodies if asked in map(simplify, row["also_known_as"] or ())]
    if not meant:
        raise AnalysisError(_unknown(wanted, bodies))
    names = frozenset(name for row in meant for name in (row["name"] or row["id"], *(row["also_known_as"] or ())))
    ids = frozenset(str(row["id"]) for row in meant)
    return Agency(ids, str(meant[0]["name"] or meant[0]["id"]), names, _services(tables, ids))


def _unknown(wanted: str, bodies: Iterable[Mapping[str, object]]) -> str:
    named: dict[str, str] = {}
    for row in bodies:
        others = row["also_known_as"]
        for name in (row["name"], *(others if isinstance(others, list) else ())):
            named.setdefault(simplify(str(name or "")), str(name))
    near = get_close_matches(simplify(wanted), list(named), _NEAR, 0.5)
    words = simplify(wanted).split()
    near += [key for key in named if words and set(words) <= set(key.split()) and key not in near]
    meant = ", ".join(f"'{named[key]}'" for key in near[:_NEAR])
    return f"no organisation here is called '{wanted}'" + (f"; did you mean {meant}?" if meant else "")


def _services(tables: Tables, bodies: frozenset[str]) -> frozenset[str]:
    """The services that a body provides, commissions or pays for."""
    found: set[str] = set()
    for relationship in ("rel_provides", "rel_commissions"):
        ends = neighbours(tables, relationship)
        found.update(service for body in bodies for service in ends.get(body, ()))
    pays = neighbours(tables, "rel_pays")
    paid = {flow for body in bodies for flow in pays.get(body, ())}
    found |= {row["target_id"] for row in tables["rel_for"].to_pylist() if row["source_id"] in paid}
    return frozenset(found)


def material_for(material: Material, wanted: str) -> Material:
    """Keep of the material of reports what concerns one body.

    Raises
    ------
    AnalysisError
        If no body is meant by `wanted`, or several.
    """
    agency = agency_of(material.tables, wanted)
    answers = {name: _only(answer, agency) for name, answer in material.answers.items()}
    records = {name: table for name, table in material.records.items() if name != "load"}
    load = material.records["load"]
    mine = {fold(name) for name in agency.names}
    load = load.filter(pa.array([fold(name or "") in mine for name in load["publisher"].to_pylist()], pa.bool_()))
    ids = pa.array(texts(load, "load_id"), pa.string())
    kept = {name: table.filter(pc.is_in(table.column("load_id"), ids)) for name, table in records.items()}
    return replace(material, answers=answers, records={**kept, "load": load}, agency=agency.name, unread=())


def _only(answer: Answer, agency: Agency) -> Answer:
    """Keep the rows of an answer that concern a body."""
    rows = answer.result.table.to_pylist()
    if answer.findings:
        wanted = [i for i, finding in enumerate(answer.findings) if _concerns(finding, agency)]
    else:
        wanted = [i for i, row in enumerate(rows) if _names(row, agency)]
    notes = answer.result.notes
    if len(agency.ids) > 1:
        bodies = f"{len(agency.ids)} bodies are called {agency.name}, and what concerns any of them is here"
        notes = (f"{bodies}: `tpgraph review --organisations` asks whether they are one.", *notes)
    if len(wanted) < len(rows):
        notes = (f"Only what concerns {agency.name}: {len(wanted):,} of {len(rows):,} rows.", *notes)
    table = answer.result.table.take(pa.array(wanted, pa.int64()))
    return replace(
        answer,
        result=replace(answer.result, table=table, notes=notes),
        ids=tuple(answer.ids[i] for i in wanted),
        findings=tuple(answer.findings[i] for i in wanted) if answer.findings else (),
    )


def _concerns(finding: Finding, agency: Agency) -> bool:
    subjects = set(finding.subjects)
    return bool(subjects & agency.ids) or bool(subjects & agency.services) or agency.is_named(finding.people_to_ask)


def _names(row: Row, agency: Agency) -> bool:
    return any(agency.is_named(value) for value in row.values())
