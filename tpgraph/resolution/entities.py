"""Which records are one body, what it is called and by which id it goes.

Organisations are joined by verdicts and by machine matches of .95 and more; services only by a verdict. A row that
names another record by its number, as a workbook filled from the store does, joins it too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.identifiers import is_mergeable, normalise_org_id, register_of
from tpgraph.names import fold
from tpgraph.reference import public_body
from tpgraph.resolution.agreement import decided
from tpgraph.resolution.components import Components, Pair
from tpgraph.tables import schema, texts

ACCEPTED = 0.95
"""Probability from which a machine match joins two records without a verdict."""

# Registers whose identifiers name a body best, best first; any other register comes after them.
_BEST = ("GB-LAE", "GB-LAS", "GB-PLA", "GB-LANI", "GB-GOR", "GB-NHS", "GB-CHC", "GB-SC", "GB-NIC", "GB-COH", "GB-EDU")
_SECTOR = {
    "GB-LAE": "local", "GB-LAS": "local", "GB-PLA": "local", "GB-LANI": "local", "GB-GOR": "central", "GB-NHS": "nhs",
    "GB-CHC": "voluntary", "GB-SC": "voluntary", "GB-NIC": "voluntary", "GB-EDU": "education", "GB-UKPRN": "education",
}  # fmt: skip


@dataclass(frozen=True)
class Entities:
    """What resolution decided.

    Attributes
    ----------
    organisation : id, name, kind, sector, also_known_as: one row a body
    entity_of : record_id, entity_id, reason: one row a record of an organisation or service
    former : former_id, entity_id: record ids and identifiers that name the body too
    candidates : left_id, right_id, probability, model: bodies that may be one
    contradictions : pairs of records called different that verdicts alone hold together
    """

    organisation: pa.Table
    entity_of: pa.Table
    former: pa.Table
    candidates: pa.Table
    contradictions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Record:
    record_id: str
    name: str
    kind: str
    sector: str
    identifiers: tuple[str, ...]
    rank: tuple[bool, bool, bool, str]

    @property
    def registers(self) -> dict[str, str]:
        return {register_of(identifier) or "": identifier for identifier in self.identifiers}


def _records(organisations: pa.Table) -> list[_Record]:
    """Read the rows with what their identifier and the reference list of public bodies say."""
    found = []
    wanted = ["record_id", "name", "kind", "sector", "identifier", "stub", "mentioned"]
    for row in organisations.select(wanted).to_pylist():
        own = normalise_org_id(row["identifier"]) if row["identifier"] else None
        own = own if own and is_mergeable(own) else None
        body = None if row["stub"] else public_body(row["name"] or "")
        listed = body.identifier if body else None
        if own and listed and own != listed and register_of(own) == register_of(listed):
            # Its own identifier says that it is another body than the one of that name in the list.
            body = None
        known = [identifier for identifier in (own, body.identifier if body else None) if identifier]
        mergeable = tuple(dict.fromkeys(identifier for identifier in known if is_mergeable(identifier)))
        sector = row["sector"] if row["sector"] not in (None, "", "unknown") else ""
        if not sector and body:
            sector = body.sector
        shouting = (row["name"] or "").isupper()
        rank = (bool(row["stub"]), bool(row["mentioned"]), shouting, row["record_id"])
        name = body.name if body else row["name"] or row["record_id"]
        found.append(_Record(row["record_id"], name, row["kind"] or "", sector, mergeable, rank))
    return found


def _identifier_rank(identifier: str) -> tuple[int, str]:
    register = register_of(identifier) or ""
    return (_BEST.index(register) if register in _BEST else len(_BEST), identifier)


def _pairs(table: pa.Table, relation: str) -> Iterable[Pair]:
    for row in table.to_pylist():
        if row["relation"] == relation:
            yield Pair(row["left_record"], row["right_record"], row["probability"], tuple(row["reasons"] or ()))


def _pointing(table: pa.Table, column: str, reason: str) -> list[Pair]:
    """Rows that name another record of the table by its number, as a workbook does that was filled from the store.

    They join it surely, but never against a verdict "different", nor two different identifiers of one register.
    """
    known = set(texts(table, "record_id"))
    rows = table.select(["record_id", column]).to_pylist()
    named = [(row["record_id"], number) for row in rows for number in re.findall(r"r-[0-9a-f]{16}", row[column] or "")]
    pairs = (sorted((own, other)) for own, other in named if other in known and other != own)
    return [Pair(left, right, 1.0, (reason,)) for left, right in pairs]


def _verdicts(table: pa.Table, verdict: str, known: set[str]) -> list[tuple[str, str]]:
    """The pairs on which all agencies that spoke agree; the last word of each stands."""
    said = decided(table.to_pylist())
    return [pair for pair, comes_to in said.items() if comes_to == verdict and known.issuperset(pair)]


def _body(members: Sequence[_Record], taken: set[str]) -> dict[str, object]:
    """Choose id, name and sector of one body from its records; an id that another body has is not taken again."""
    ranked = sorted(members, key=lambda record: record.rank)
    identifiers = sorted({i for record in members for i in record.identifiers}, key=_identifier_rank)
    free = [identifier for identifier in identifiers if identifier not in taken]
    entity_id = free[0] if free else min(record.record_id for record in members)
    name = ranked[0].name
    others = {record.name for record in ranked} - {name}
    known_sectors = [record.sector for record in ranked if record.sector]
    by_register = [_SECTOR[r] for i in identifiers if (r := register_of(i) or "") in _SECTOR]
    return {
        "id": entity_id,
        "name": name,
        "kind": next((record.kind for record in ranked if record.kind), None),
        "sector": (known_sectors + by_register + ["unknown"])[0],
        "also_known_as": sorted({fold(other): other for other in sorted(others)}.values()),
        "identifiers": identifiers,
    }


def resolve(organisations: pa.Table, services: pa.Table, matches: pa.Table, verdicts: pa.Table) -> Entities:
    """Decide which records are one body and one service.

    Parameters
    ----------
    organisations, services : current rows of record.organisation and record.service
    matches : judgement.match
    verdicts : graph.verdict (or judgement.verdict); the last word of each agency stands, and where agencies do not
        agree none does

    Returns
    -------
    Entities; every table sorted by its id.
    """
    records = {record.record_id: record for record in _records(organisations)}
    pairs = [p for p in _pairs(matches, "same_body") if p.left in records and p.right in records]
    pairs += _pointing(organisations, "id", "the row carries the number of this record")
    groups = Components({record_id: record.registers for record_id, record in records.items()})
    groups.add_verdicts(_verdicts(verdicts, "same", set(records)), _verdicts(verdicts, "different", set(records)))
    groups.add_matches(pair for pair in pairs if pair.probability >= ACCEPTED)
    members: dict[str, list[_Record]] = defaultdict(list)
    for record_id in sorted(records):
        members[groups.find(record_id)].append(records[record_id])
    bodies, entity_of, former, taken = [], {}, [], set[str]()
    for root in sorted(members):
        body = _body(members[root], taken)
        entity_id = str(body["id"])
        identifiers = body.pop("identifiers")
        taken.add(entity_id)
        bodies.append(body)
        entity_of.update({record.record_id: entity_id for record in members[root]})
        names = [record.record_id for record in members[root]] + list(identifiers)  # type: ignore[call-overload]  # a list of texts
        former += [{"former_id": name, "entity_id": entity_id} for name in names if name != entity_id]
    reasons = _reasons(groups, set(records))
    rows = [(r, e, reasons.get(r, "the only record of this body")) for r, e in entity_of.items()]
    service_rows, unclear = _services(services, verdicts)
    rows += service_rows
    apart = {_two(entity_of, pair) for pair in _verdicts(verdicts, "different", set(records))}
    open_pairs = [p for p in pairs if p.probability < ACCEPTED or not _are_two(records[p.left], records[p.right])]
    return Entities(
        pa.Table.from_pylist(sorted(bodies, key=lambda body: str(body["id"])), schema=_BODY),
        _entity_table(rows),
        pa.Table.from_pylist(_unambiguous(former, taken), schema=_FORMER),
        _candidates(open_pairs, entity_of, apart, matches),
        (*groups.contradictions, *unclear),
    )


_BODY = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("sector", pa.string()),
        ("also_known_as", pa.list_(pa.string())),
    ]
)
_FORMER = pa.schema([("former_id", pa.string()), ("entity_id", pa.string())])


def _unambiguous(former: list[dict[str, str]], taken: set[str]) -> list[dict[str, str]]:
    """Keep the former ids that lead to one body; an id that is a body's id now is no former id."""
    ends: dict[str, set[str]] = defaultdict(set)
    for row in former:
        ends[row["former_id"]].add(row["entity_id"])
    return [
        {"former_id": name, "entity_id": next(iter(bodies))}
        for name, bodies in sorted(ends.items())
        if len(bodies) == 1 and name not in taken
    ]


def _reasons(groups: Components, records: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for (left, right), reason in sorted(groups.accepted.items()):
        for record in (left, right):
            if record in records:
                found.setdefault(record, reason)
    return found


def _services(services: pa.Table, verdicts: pa.Table) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Record, service and reason; and the pairs called different that verdicts hold together all the same."""
    ids = texts(services, "record_id")
    groups = Components({})
    groups.add_verdicts(_verdicts(verdicts, "same", set(ids)), _verdicts(verdicts, "different", set(ids)))
    groups.add_matches(_pointing(services, "confirms", "a row confirms the proposal"))
    reasons = _reasons(groups, set(ids))
    rows = [(record, groups.find(record), reasons.get(record, "the only record of this service")) for record in ids]
    return rows, groups.contradictions


def _entity_table(rows: list[tuple[str, str, str]]) -> pa.Table:
    rows.sort()
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("record_id", "entity_id", "reason")
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})


def _two(entity_of: Mapping[str, str], pair: tuple[str, str]) -> tuple[str, str]:
    """The bodies of two records, in order."""
    left, right = sorted(entity_of[record] for record in pair)
    return left, right


def _are_two(left: _Record, right: _Record) -> bool:
    """Whether a sure match can be none: the two have different identifiers of one register."""
    theirs = right.registers
    return any(theirs.get(register, identifier) != identifier for register, identifier in left.registers.items())


def _candidates(
    pairs: Sequence[Pair], entity_of: Mapping[str, str], apart: set[tuple[str, str]], matches: pa.Table
) -> pa.Table:
    """Bodies that may be one: matches that joined nothing, but for bodies of which verdicts call any records different.

    A sure match stands among them where another one went before it: of two bodies with numbers of their own a record
    without a number joined the likelier.
    """
    model = matches.column("model").to_pylist()[0] if matches.num_rows else ""
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        left, right = _two(entity_of, (pair.left, pair.right))
        if left != right and (left, right) not in apart:
            best[left, right] = max(pair.probability, best.get((left, right), 0.0))
    rows = [
        {"source_id": left, "target_id": right, "probability": probability, "model": model}
        for (left, right), probability in sorted(best.items())
    ]
    return pa.Table.from_pylist(rows, schema=schema("graph.rel_same_as"))
