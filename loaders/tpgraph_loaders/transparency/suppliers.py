"""Who a cell of suppliers names: one body, several, a person, or nobody that can be told."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tpgraph.loading.persons import INDIVIDUAL, is_nothing
from tpgraph.names import fold, is_individual, is_redacted
from tpgraph_loaders.transparency.numbers import told

_PARTED = re.compile(r"\s*(?:;|\||\r?\n|\r)\s*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"[\s,]*[\[(]?\s*(?:registered\s+)?(?:charity|company|companies|co|reg(?:istration|istered)?|crn)\b\.?"
    r"[^0-9\n]{0,30}[A-Z]{0,3}\s?\d{5,8}\s*[\])]?.*$",
    re.IGNORECASE | re.DOTALL,
)
_MANY = frozenset(
    {"various", "various suppliers", "various providers", "various contractors", "multiple", "multiple suppliers"}
    | {"multiple providers", "several", "several suppliers", "see list", "see below", "see attached", "framework"}
    | {"tbc", "tba", "tbd", "not applicable", "na", "not awarded", "no supplier", "to be confirmed", "unknown", "other"}
)


@dataclass(frozen=True)
class Supplier:
    """One name of a cell.

    Attributes
    ----------
    name : as written; "an individual" for a person
    status : known, redacted, individual or blank
    key : folded name of a known body, else empty
    identifiers : that the cell itself tells
    person : a person's name, which is taken out of the row's other cells and goes
    """

    name: str
    status: str
    key: str = ""
    identifiers: tuple[str, ...] = ()
    person: str = ""


def _one(written: str) -> Supplier | None:
    name = _NUMBER.sub("", written).strip(" ,;") or written.strip()
    if is_nothing(name) or not re.search(r"\w", name) or fold(name).strip(".") in _MANY:
        return None
    if is_redacted(name):
        return Supplier(name, "redacted")
    if is_individual(name) or name.lower() == INDIVIDUAL:
        return Supplier(INDIVIDUAL, "individual", person=name)
    return Supplier(name, "known", fold(name), told(written) if name != written.strip() else ())


def _without_address(cell: str) -> str:
    """The name at the head of a cell of details: its first line, or what stands before an address with a postcode."""
    first = re.split(r"[\r\n]", cell.strip(), maxsplit=1)[0]
    return first.split(",", 1)[0] if _POSTCODE.search(first) else first


@lru_cache(maxsize=1 << 14)
def suppliers_of(cell: str, *, details: bool = False) -> tuple[Supplier, ...]:
    """Read a cell of suppliers.

    Parameters
    ----------
    cell : as written, trimmed
    details : whether the heading says that more than the name stands in it: an address is then left out

    Returns
    -------
    the suppliers in their order, each once; empty where nobody is named

    >>> [one.name for one in suppliers_of("Harbour Trust; Hill Care Ltd; Harbour Trust")]
    ['Harbour Trust', 'Hill Care Ltd']
    >>> suppliers_of("Hill Care Ltd (Company No. 01234567), 1 High St, NM1 2AB", details=True)[0].identifiers
    ('GB-COH-01234567',)
    """
    if details:
        head = _one(_without_address(cell))
        ids = told(cell) if re.search(r"charity|compan|\bco\b|crn", cell, re.IGNORECASE) else ()
        return () if head is None else (Supplier(head.name, head.status, head.key, ids, head.person),)
    found: dict[str, Supplier] = {}
    for place, part in enumerate(_PARTED.split(cell)):
        if part and (one := _one(part)) is not None:
            found.setdefault(one.key or f"{one.status}{place}", one)
    return tuple(found.values())
