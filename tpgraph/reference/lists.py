"""Readers of the code lists: one dataclass and one cached function a list.

Each list is a CSV beside this module whose comment lines (`#`) state its source and licence.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tpgraph.reference.folding import simplify


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """One local authority; `start`, `end` are ISO dates or empty, `replaced_by` and `former_gss` hold codes."""

    code: str
    name: str
    short_name: str
    gss: str
    start: str
    end: str
    replaced_by: tuple[str, ...]
    nation: str
    region: str
    kind: str
    county: str
    combined: str
    former_gss: tuple[str, ...]
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrgIdPrefix:
    """One register: `pattern` is the shape of a code in normal form, `mergeable` that equal codes are one body."""

    code: str
    name: str
    keeper: str
    mergeable: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class CofogDivision:
    """One division of the functions of government, with tpgraph's theme word."""

    code: str
    name: str
    theme: str


@dataclass(frozen=True, slots=True)
class OtherPublicBody:
    """A police force or central body without an identifier in an open list."""

    name: str
    sector: str
    kind: str
    nation: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure by the name of its source: the need it counts, and among whom (empty = as the source says)."""

    text: str
    need: str
    client_group: str


@dataclass(frozen=True, slots=True)
class Region:
    """A nation of the United Kingdom or a region of England."""

    gss: str
    name: str
    parent: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A written form of a legal form; `anywhere` that it shows one wherever it stands in a name."""

    written: str
    canonical: str
    anywhere: bool


@dataclass(frozen=True, slots=True)
class OrganisationWord:
    """A word that says little of who a body is: `means` what stands for it (empty: itself), `use` what it does."""

    written: str
    means: str
    use: str


@dataclass(frozen=True, slots=True)
class HealthSuccession:
    """An NHS body and the one that took over; codes are the NHS's; `whole` that its boundary stayed."""

    code: str
    name: str
    successor_code: str
    successor: str
    date: str
    whole: bool


def _rows(list_name: str) -> Iterator[dict[str, str]]:
    text = (files(__package__) / f"{list_name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


@cache
def local_authorities() -> tuple[LocalAuthority, ...]:
    """Read the local authorities of the United Kingdom, current and abolished, in order of code."""
    return tuple(
        LocalAuthority(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            gss=row["gss"],
            start=row["start"],
            end=row["end"],
            replaced_by=_split(row["replaced_by"]),
            nation=row["nation"],
            region=row["region"],
            kind=row["kind"],
            county=row["county"],
            combined=row["combined"],
            former_gss=_split(row["former_gss"]),
            other_names=_split(row["other_names"]),
        )
        for row in _rows("local_authorities")
    )


@cache
def org_id_prefixes() -> Mapping[str, OrgIdPrefix]:
    """Read the prefixes of organisation identifiers: prefix such as `GB-COH` -> its register."""
    return MappingProxyType(
        {
            row["code"]: OrgIdPrefix(row["code"], row["name"], row["keeper"], row["mergeable"] == "yes", row["pattern"])
            for row in _rows("org_id_prefixes")
        }
    )


@cache
def cofog() -> tuple[CofogDivision, ...]:
    """Read the ten divisions of the functions of government, GF01 to GF10."""
    return tuple(CofogDivision(row["code"], row["name"], row["theme"]) for row in _rows("cofog"))


@cache
def other_public_bodies() -> tuple[OtherPublicBody, ...]:
    """Read the police forces and the central bodies that payment files often name."""
    return tuple(
        OtherPublicBody(row["name"], row["sector"], row["kind"], row["nation"], _split(row["other_names"]))
        for row in _rows("other_public_bodies")
    )


@cache
def nations_regions() -> tuple[Region, ...]:
    """Read the nations of the United Kingdom and the regions of England."""
    return tuple(
        Region(row["gss"], row["name"], row["parent"], _split(row["other_names"])) for row in _rows("nations_regions")
    )


@cache
def gss_levels() -> Mapping[str, str]:
    """Read the first three characters of a GSS code -> the level of place, such as `E05` -> `ward`."""
    return MappingProxyType({row["prefix"]: row["level"] for row in _rows("gss_levels")})


@cache
def legal_forms() -> tuple[LegalForm, ...]:
    """Read the written legal forms, each with the form it stands for."""
    return tuple(LegalForm(row["written"], row["canonical"], row["anywhere"] == "yes") for row in _rows("legal_forms"))


@cache
def ledger_catch_alls() -> frozenset[str]:
    """Read the payee names that are a heading of the ledger, simplified (see `folding.simplify`)."""
    return frozenset(simplify(row["name"]) for row in _rows("ledger_catch_alls"))


@cache
def organisation_words() -> tuple[OrganisationWord, ...]:
    """Read the words in names of organisations that say little of who the body is, in the order of the list."""
    return tuple(OrganisationWord(row["written"], row["means"], row["use"]) for row in _rows("organisation_words"))


@cache
def indicators() -> tuple[Indicator, ...]:
    """Read which need the figures of well-known sources count."""
    return tuple(Indicator(row["text"], row["need"], row["client_group"]) for row in _rows("indicators"))


@cache
def client_group_synonyms() -> Mapping[str, str]:
    """Read the names of client groups: any name, simplified -> the plain name of the group."""
    return MappingProxyType(
        {
            simplify(name): row["client_group"]
            for row in _rows("client_group_synonyms")
            for name in (row["client_group"], *_split(row["other_names"]))
        }
    )


@cache
def health_successions() -> tuple[HealthSuccession, ...]:
    """Read which integrated care board took over from each clinical commissioning group in 2022."""
    return tuple(
        HealthSuccession(
            row["code"], row["name"], row["successor_code"], row["successor"], row["date"], row["whole"] == "yes"
        )
        for row in _rows("health_successions")
    )
