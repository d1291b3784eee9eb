"""Registration numbers as people write them beside a supplier: which register's they are, where that can be told."""

import re
from functools import lru_cache

from tpgraph.identifiers import is_mergeable, normalise_org_id
from tpgraph.reference import public_body_by_gss

_CHARITY = re.compile(
    r"(?:charity|charities|\bcc\b|reg(?:istered)?\s+charity)[^0-9]{0,30}((?:SC|NIC)?\s?\d{5,7})", re.IGNORECASE
)
_COMPANY = re.compile(
    r"(?:company|companies|\bco\b\.?|\bcrn\b)[^0-9]{0,30}?((?:SC|NI|OC|RC|IP|SL|SO)?\s?\d{5,8})\b", re.IGNORECASE
)
_BARE_COMPANY = re.compile(r"(?:0\d{7}|[1-9]\d{7}|(?:NI|OC|RC|IP|SO|SL|RS)\d{6}|SC[1-9]\d{5})", re.IGNORECASE)
# Charities of England and Wales have seven digits since 1989, all of them from 1,000,000 on.
_BARE_CHARITY = re.compile(r"1[0-2]\d{5}(?:-\d+)?|SC0\d{5}|NIC\d{6}", re.IGNORECASE)
_OLD_CHARITY = re.compile(r"[2-5]\d{5}")
_GSS = re.compile(r"\b([EWSN]\d{8})\b")


def _valid(text: str, register: str) -> str | None:
    found = normalise_org_id(text, register)
    return found if found and is_mergeable(found) else None


def company(written: str) -> str | None:
    """Give the identifier of a company number; None where it is none."""
    return _valid(re.sub(r"[^A-Za-z0-9]", "", written), "GB-COH") if len(written) < 30 else None


def charity(written: str) -> str | None:
    """Give the identifier of a charity number; None where it is none."""
    return _valid(re.sub(r"[^A-Za-z0-9/-]", "", written), "GB-CHC") if len(written) < 30 else None


@lru_cache(maxsize=1 << 14)
def told(written: str, *, voluntary: bool = False) -> tuple[str, ...]:
    """Give the identifiers that a text of registration numbers tells, charities first.

    Parameters
    ----------
    written : a cell such as ``1089893``, ``Charity no. 1089893 / Company 01234567`` or ``GB-CHC-1089893``
    voluntary : whether it stands beside a voluntary body, where six digits are those of an old charity

    Returns
    -------
    tuple of identifiers; empty where the text does not say whose number it is

    >>> told("1089893"), told("Company no 1234567; Charity no 1089893"), told("234567"), told("234567", voluntary=True)
    (('GB-CHC-1089893',), ('GB-CHC-1089893', 'GB-COH-01234567'), (), ('GB-CHC-234567',))
    """
    whole = normalise_org_id(written)
    if whole and is_mergeable(whole):
        return (whole,)
    found = [charity(match[1]) for match in _CHARITY.finditer(written)]
    found += [company(match[1]) for match in _COMPANY.finditer(written)]
    if not any(found):
        for part in re.split(r"[;,/&\s]+(?=[A-Za-z]{0,3}\d)|\band\b", written):
            found.append(_bare(part.strip(" .()"), voluntary=voluntary))
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


def _bare(part: str, *, voluntary: bool) -> str | None:
    plain = part.replace(" ", "")
    if _BARE_CHARITY.fullmatch(plain) or (voluntary and _OLD_CHARITY.fullmatch(plain)):
        return charity(plain)
    return company(plain) if _BARE_COMPANY.fullmatch(plain) else None


def body_of_uri(written: str) -> str | None:
    """Give the identifier of the public body whose GSS code stands in an address; None where there is none."""
    found = _GSS.search(written)
    body = public_body_by_gss(found[1]) if found else None
    return body.identifier if body else None
