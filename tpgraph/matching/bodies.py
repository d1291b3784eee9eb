"""Organisation records as the matcher sees them: what each is called, what it claims, and what may not be joined."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from tpgraph.identifiers import is_gss, is_mergeable, normalise_org_id, register_of
from tpgraph.names import has_legal_form, is_catch_all, is_redacted, normalise
from tpgraph.reference import (
    PublicBody,
    ReferencePlace,
    place_by_gss,
    place_by_name,
    public_body,
    public_body_by_identifier,
    simplify,
)

# A spend file that cuts names says so beside the record.
_CUT_AT = re.compile(r'"name_cut_at":\s*(\d+)')

# A public body of the list may be filed under any public sector, but not as one of these.
_NOT_PUBLIC = frozenset({"voluntary", "private"})


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation record.

    `identifier` is in normal form and valid, else empty; `text` the normalised name, empty where the record may not be
    paired by name; `sector`, `place` are empty where unknown; `public_body` tells bodies of the reference list apart.
    `cut_at` is the number of characters at which the source cut the name, 0 where it is whole.
    """

    record_id: str
    name: str
    text: str
    legal_form: str
    has_legal_form: bool
    words: int
    sector: str
    place: str
    place_name: str
    identifier: str
    register: str
    publisher_is_local: bool
    public_body: str
    public_body_name: str
    cut_at: int = 0


def read_bodies(
    organisations: pa.Table, loads: pa.Table, own_place: str, local_publishers: frozenset[str]
) -> list[Body]:
    """Read the records that may be paired: redacted names and ledger catch-alls are left out.

    Parameters
    ----------
    organisations, loads, own_place, local_publishers : as in `tpgraph.matching.organisations.propose`

    Returns
    -------
    list of Body, in the order of the table
    """
    publishers = dict(zip(loads["load_id"].to_pylist(), loads["publisher"].to_pylist(), strict=True))
    columns = ["record_id", "load_id", "name", "sector", "place", "identifier", "stub", "extra"]
    rows = organisations.select(columns).to_pylist()
    based_here = _based_in(rows, own_place)
    local = {
        publisher: publisher in local_publishers
        or simplify(publisher) in based_here
        or _is_body_of_place(publisher, own_place)
        for publisher in set(publishers.values())
        if publisher
    }
    bodies = []
    for row in rows:
        name = row["name"] or ""
        if not (is_redacted(name) or is_catch_all(name)):
            publisher = publishers.get(row["load_id"]) or ""
            bodies.append(_body(row, name, publisher, local.get(publisher, False)))
    return bodies


def _body(row: dict[str, str | bool | None], name: str, publisher: str, is_local: bool) -> Body:
    identifier = _valid_identifier(str(row["identifier"] or ""))
    register = (register_of(identifier) or "") if identifier else ""
    sector = str(row["sector"] or "")
    place = str(row["place"] or "")
    by_name = not row["stub"]
    normal = normalise(name)
    known_as = _public_body(name if by_name else "", publisher, identifier, register, sector)
    return Body(
        record_id=str(row["record_id"]),
        name=name.strip(),
        text=normal.text if by_name else "",
        legal_form=normal.legal_form,
        has_legal_form=has_legal_form(name),
        words=len(normal.text.split()),
        sector="" if sector == "unknown" else sector,
        place=simplify(place),
        place_name=place,
        identifier=identifier,
        register=register,
        publisher_is_local=is_local,
        public_body="" if known_as is None else known_as.identifier or f"{known_as.nation}: {known_as.name}",
        public_body_name="" if known_as is None else known_as.name,
        cut_at=_cut_at(str(row["extra"] or "")),
    )


def _cut_at(extra: str) -> int:
    found = _CUT_AT.search(extra)
    return int(found[1]) if found else 0


@cache
def _valid_identifier(text: str) -> str:
    normal = normalise_org_id(text) if text else None
    return normal if normal is not None and is_mergeable(normal) else ""


def _public_body(name: str, publisher: str, identifier: str, register: str, sector: str) -> PublicBody | None:
    """Find the body of the reference list that a record means, unless its own sector or identifier says otherwise."""
    if not name or sector in _NOT_PUBLIC:
        return None
    known = public_body_by_identifier(identifier) if identifier else None
    if known is not None:
        return known
    # A publisher that signs with a bare place name is the council of that place.
    known = public_body(name, bare_place_names=simplify(name) == simplify(publisher))
    if known is None or (known.identifier and register_of(known.identifier) == register):
        return None
    return known


def _based_in(rows: Sequence[dict[str, str | bool | None]], own_place: str) -> frozenset[str]:
    key = simplify(own_place)
    return frozenset(
        simplify(str(row["name"] or "")) for row in rows if key and simplify(str(row["place"] or "")) == key
    )


def _is_body_of_place(publisher: str, own_place: str) -> bool:
    """Whether a publisher is the public body of the place or of an area inside it, by the reference lists."""
    body = public_body(publisher, bare_place_names=True)
    if body is None or not body.gss or not own_place:
        return False
    code = own_place.strip().upper()
    named = [place_by_gss(code)] if is_gss(code) else place_by_name(own_place)
    return not {place.gss for place in named if place is not None}.isdisjoint(_around(body.gss))


def _around(gss: str) -> set[str]:
    """The codes of an area and of everything it lies in."""
    around: set[str] = set()
    waiting = [gss]
    while waiting:
        place: ReferencePlace | None = place_by_gss(waiting.pop())
        if place is not None and place.gss not in around:
            around.add(place.gss)
            waiting += [code for code in (place.parent, place.combined) if code]
    return around


def _claims(body: Body, fields: Sequence[str]) -> list[tuple[str, str]]:
    """What a body claims of the fields, unknown left out; each register is a field of its own."""
    claims = []
    for field in fields:
        value = str(getattr(body, field))
        if value:
            claims.append((f"{field} {body.register}" if field == "identifier" else field, value))
    return claims


def parts(group: Sequence[Body], fields: Sequence[str]) -> list[list[Body]]:
    """Part a group so that no two records of a part contradict each other.

    A field of which the group knows two values parts it, records that do not know the field among themselves: whether
    they belong to the one or the other cannot be told.

    Returns
    -------
    list of lists
        Parts in the order of their first record; every record once.
    """
    values: defaultdict[str, set[str]] = defaultdict(set)
    claims = [dict(_claims(body, fields)) for body in group]
    for claim in claims:
        for field, value in claim.items():
            values[field].add(value)
    dividing = sorted(field for field, known in values.items() if len(known) > 1)
    found: defaultdict[tuple[str, ...], list[Body]] = defaultdict(list)
    for body, claim in zip(group, claims, strict=True):
        found[tuple(claim.get(field, "") for field in dividing)].append(body)
    return list(found.values())


def contradictions(left: Sequence[Body], right: Sequence[Body]) -> list[str]:
    """Name the fields of which two parts of one name know different values."""
    fields = ("identifier", "sector", "place", "legal_form")
    known_left = dict(claim for body in left for claim in _claims(body, fields))
    known_right = dict(claim for body in right for claim in _claims(body, fields))
    names = {field.split()[0] for field in known_left if known_right.get(field, known_left[field]) != known_left[field]}
    return [field for field in fields if field in names]
