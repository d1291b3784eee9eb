"""Which public body a name or an identifier means, by the reference lists alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tpgraph.reference.folding import simplify
from tpgraph.reference.lists import LocalAuthority, OtherPublicBody, local_authorities, other_public_bodies

_PREFIX_OF_NATION = {"England": "GB-LAE", "Scotland": "GB-LAS", "Wales": "GB-PLA", "Northern Ireland": "GB-LANI"}

# A name without one of these says where, not who: "Hart" and "Reading" are also firms and families.
_WORDS_OF_A_BODY = frozenset(
    {"council", "authority", "corporation", "borough", "comhairle", "cyngor", "ca", "ua", "cc"}
)


@dataclass(frozen=True, slots=True)
class PublicBody:
    """One public body of the reference lists.

    `identifier` is its org-id, None where no register of ours holds it; `gss` the code of its area or empty; `start`
    and `end` ISO dates or empty; `successors` the identifiers of the bodies that replaced it.
    """

    name: str
    identifier: str | None
    sector: str
    kind: str
    nation: str
    gss: str = ""
    start: str = ""
    end: str = ""
    successors: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether the body still exists, as far as the list says."""
        return not self.end


@cache
def _prefix_by_code() -> dict[str, str]:
    return {authority.code: _PREFIX_OF_NATION[authority.nation] for authority in local_authorities()}


def _identifier(code: str) -> str:
    return f"{_prefix_by_code()[code]}-{code}"


def _from_authority(authority: LocalAuthority) -> PublicBody:
    return PublicBody(
        name=authority.name,
        identifier=_identifier(authority.code),
        sector="local",
        kind=authority.kind,
        nation=authority.nation,
        gss=authority.gss,
        start=authority.start,
        end=authority.end,
        successors=tuple(_identifier(code) for code in authority.replaced_by),
    )


def _from_other(body: OtherPublicBody) -> PublicBody:
    return PublicBody(name=body.name, identifier=None, sector=body.sector, kind=body.kind, nation=body.nation)


@cache
def public_bodies() -> tuple[PublicBody, ...]:
    """List every public body of the reference lists: local authorities in order of code, then the others as listed."""
    return (
        *(_from_authority(authority) for authority in local_authorities()),
        *(_from_other(body) for body in other_public_bodies()),
    )


def _says_who(name: str) -> bool:
    """Whether an alternative name says who and not only where; one in capitals is an abbreviation of a body."""
    return name.isupper() or not _WORDS_OF_A_BODY.isdisjoint(simplify(name).split())


def _names() -> Iterator[tuple[str, bool, PublicBody]]:
    """Every name of every body: simplified, whether it says who, the body."""
    authorities = local_authorities()
    for authority, body in zip(authorities, public_bodies(), strict=False):
        yield simplify(authority.name), True, body
        for name in (authority.short_name, *authority.other_names):
            yield simplify(name), _says_who(name), body
    for other, body in zip(other_public_bodies(), public_bodies()[len(authorities) :], strict=True):
        for name in (other.name, *other.other_names):
            yield simplify(name), True, body


@cache
def _by_name(bare_place_names: bool) -> dict[str, PublicBody]:
    """Names that only one body has; without bare place names, only those that say who."""
    found: defaultdict[str, set[PublicBody]] = defaultdict(set)
    accepted: set[str] = set()
    for name, says_who, body in _names():
        found[name].add(body)
        if says_who or bare_place_names:
            accepted.add(name)
    return {name: body for name in accepted if len(found[name]) == 1 for body in found[name]}


@cache
def _by_identifier() -> dict[str, PublicBody]:
    return {body.identifier: body for body in public_bodies() if body.identifier is not None}


@cache
def _by_gss() -> dict[str, PublicBody]:
    former = {gss: _identifier(entry.code) for entry in local_authorities() for gss in entry.former_gss}
    return {gss: _by_identifier()[identifier] for gss, identifier in former.items()} | {
        body.gss: body for body in public_bodies() if body.gss
    }


def public_body(name: str, *, bare_place_names: bool = False) -> PublicBody | None:
    """Find the one public body that goes by a name.

    Names are compared without case, accents, punctuation and a leading "the". An abolished body is found too: see
    `end`.

    Parameters
    ----------
    name : str
        A name as a source writes it.
    bare_place_names : bool
        Whether "Manchester" means Manchester City Council: true for the publisher of a file or a payer column that
        holds councils; false for payees, where "Hart" may be a firm.

    Returns
    -------
    PublicBody or None
        None where no body or more than one has the name.

    Examples
    --------
    >>> public_body("MANCHESTER CITY COUNCIL").identifier
    'GB-LAE-MAN'
    >>> public_body("Manchester") is None, public_body("OCC") is None
    (True, True)
    """
    return _by_name(bare_place_names).get(simplify(name))


def public_body_by_identifier(identifier: str) -> PublicBody | None:
    """Find the public body with an org-id in normal form, such as `GB-LAE-MAN`; None if the lists hold none."""
    return _by_identifier().get(identifier)


def public_body_by_gss(gss: str) -> PublicBody | None:
    """Find the local authority of an area by its GSS code, current or former; None if the lists hold none."""
    return _by_gss().get(gss)
