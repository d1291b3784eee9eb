"""The bodies of a source: who a party or a reference means, under one key a body.

A body with an identifier that names one body everywhere is known by it. Ids of a notice or a publisher (`GB-CFS-...`)
never join two bodies: such a body is known by its name, and by its postcode where it has one, as a national portal
knows many schools of one name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tpgraph.identifiers import is_mergeable, normalise_org_id, register_of
from tpgraph.loading.persons import INDIVIDUAL, is_nothing
from tpgraph.names import fold, is_individual, is_redacted
from tpgraph.reference import org_id_prefixes
from tpgraph_loaders.ocds.shape import Json, field_of, inner, objects, texts

_SEPARATOR = "\x1f"
_LONGEST = 500


@dataclass
class Body:
    """One body, or what stands in its place.

    Attributes
    ----------
    key : what makes it one body in this publisher's files; empty unless `status` is known
    name : as first written; "an individual" for a person
    status : known, redacted, individual, blank
    party_id : the file's id for it
    identifier : public identifier, in normal form
    sheet, line : where it is first spoken of
    stub : whether nothing but an id is known
    """

    key: str
    name: str
    status: str
    party_id: str = ""
    identifier: str = ""
    website: str = ""
    sheet: str = ""
    line: int = 0
    stub: bool = False
    roles: dict[str, None] = field(default_factory=dict)
    other_names: dict[str, None] = field(default_factory=dict)


BLANK = Body("", "", "blank")


@dataclass(frozen=True)
class Refused:
    """An identifier that its register cannot hold: where it first stands."""

    sheet: str
    line: int
    written: str


@dataclass
class Bodies:
    """All bodies of a source, by key, in the order in which it speaks of them."""

    known: dict[str, Body] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    local_ids: dict[str, None] = field(default_factory=dict)

    def body(self, party: Json, ocid: str, sheet: str, line: int) -> Body:
        """Give the body that a party or a reference with all it says means; a new one is kept."""
        name, party_id = field_of(party, "party", "name") or "", field_of(party, "party", "id") or ""
        status = _status(name)
        if status != "known" and (name or not party_id):
            return Body("", INDIVIDUAL if status == "individual" else name, status)
        identifier = self._identifier(party, sheet, line)
        key = identifier or self._key_of_name(party, name) or f"{ocid}{_SEPARATOR}{party_id}"
        body = self.known.setdefault(
            key, Body(key, name or party_id, "known", party_id, identifier, "", sheet, line, not name)
        )
        _add(body, party, name)
        return body

    def _key_of_name(self, party: Json, name: str) -> str:
        postcode = (field_of(party, "party", "postcode") or "").replace(" ", "").upper()
        return _SEPARATOR.join(filter(None, (fold(name), postcode))) if name else ""

    def _identifier(self, party: Json, sheet: str, line: int) -> str:
        """The first identifier that names one body everywhere; empty where there is none."""
        for written in _written_identifiers(party):
            normal = normalise_org_id(written)
            if normal is not None and is_mergeable(normal):
                return normal
            if normal is not None:
                self.local_ids[normal] = None
            elif _is_of_a_register(written):
                self.refused.setdefault(written.removesuffix(".0"), Refused(sheet, line, written))
        return ""


def _add(body: Body, party: Json, name: str) -> None:
    if body.stub and name:
        body.name, body.stub = name, False
    elif name and fold(name) != fold(body.name):
        body.other_names[name] = None
    body.website = body.website or field_of(party, "party", "website") or ""
    body.roles.update(dict.fromkeys(texts(party, "roles")))


def _written_identifiers(party: Json) -> Iterator[str]:
    for entry in (inner(party, "identifier"), *objects(party, "additionalIdentifiers")):
        scheme, code = entry.get("scheme"), entry.get("id")
        if isinstance(code, str):
            yield code if not isinstance(scheme, str) or code.startswith(f"{scheme}-") else f"{scheme}-{code}"
    if isinstance(party.get("id"), str):
        yield str(party["id"])


def _is_of_a_register(written: str) -> bool:
    return written.upper().startswith(tuple(f"{prefix}-" for prefix in org_id_prefixes()))


def _status(name: str) -> str:
    if not name or is_nothing(name):
        return "blank"
    if is_redacted(name):
        return "redacted"
    return "individual" if is_individual(name) or name.lower() == INDIVIDUAL else "known"


@dataclass
class Cast:
    """The parties of one process, and who is meant by a reference to one of them.

    Attributes
    ----------
    sheet, line : where the process is first spoken of
    persons : names of the individuals among them, which no text of the process may keep
    """

    bodies: Bodies
    ocid: str
    sheet: str
    line: int
    by_id: dict[str, Body] = field(default_factory=dict)
    by_name: dict[str, Body] = field(default_factory=dict)
    by_role: dict[str, list[Body]] = field(default_factory=dict)
    persons: dict[str, None] = field(default_factory=dict)

    def take(self, party: Json) -> Body:
        """Give the body that a party is, or a reference to none of the parties."""
        body = self.bodies.body(party, self.ocid, self.sheet, self.line)
        if body.status == "individual":
            self.persons[field_of(party, "party", "name") or ""] = None
        return body

    def meant(self, reference: Json) -> Body:
        """Give the body that a reference means: the party with its id, else with its name, else what itself says."""
        if not reference:
            return BLANK
        body = self.by_id.get(str(reference.get("id") or ""))
        return body or self.by_name.get(fold(field_of(reference, "party", "name") or "")) or self.take(reference)


def cast(bodies: Bodies, compiled: Json, ocid: str, sheet: str, line: int) -> Cast:
    """Take in every party of a compiled release."""
    parties = Cast(bodies, ocid, sheet, line)
    for party in objects(compiled, "parties"):
        body = parties.take(party)
        if isinstance(party.get("id"), str):
            parties.by_id.setdefault(str(party["id"]), body)
        if name := field_of(party, "party", "name"):
            parties.by_name.setdefault(fold(name), body)
        for role in texts(party, "roles"):
            parties.by_role.setdefault(role, []).append(body)
    return parties


def publisher_body(bodies: Bodies, publisher: Json) -> tuple[str, str]:
    """Take in a publisher that the file gives a register's number for.

    Returns
    -------
    (its identifier in normal form, the number as written); empty texts where it has none
    """
    name, scheme, written = (str(publisher.get(key) or "") for key in ("name", "scheme", "uid"))
    identifier = normalise_org_id(f"{scheme}-{written}") if scheme and written else None
    if identifier is None or not is_mergeable(identifier) or _status(name) != "known":
        return "", ""
    body = bodies.known.setdefault(identifier, Body(identifier, name, "known", "", identifier))
    body.roles["publisher"] = None
    register = register_of(identifier) or ""
    return identifier, "" if identifier == f"{register}-{written}" else written
