"""Recognising OCDS: by the words of the standard in JSON, by its paths as headings in a spreadsheet."""

import re
from collections.abc import Iterator, Sequence

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.readers import RawTable, read_head, read_workbook_head

_JSON = (".json", ".jsonl", ".ndjson")
_WORKBOOK = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_CSV = (".csv", ".tsv")
_PACKAGE_WORDS = (b'"releases"', b'"records"', b'"compiledRelease"')
_RELEASE_WORDS = (b'"tag"', b'"awards"', b'"contracts"', b'"tender"', b'"buyer"', b'"parties"', b'"initiationType"')
_HEAD = 1 << 20
_PUBLISHER = re.compile(rb'"publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"')
_PATH = re.compile(r"(?:releases/)?(?:\d+/)?(?:tender|buyer|awards|contracts|parties|planning|id|tag)\b")
_MONEY = re.compile(r"\b(?:awards|contracts|transactions|implementation)\b")


def recognise(group: Group, loader: str) -> Sequence[Claim]:
    """Claim the OCDS files of a group: all JSON of one publisher together, as one process may stand in several."""
    by_publisher: dict[bytes, list[str]] = {}
    for member in group.members:
        if (publisher := _publisher_of(member)) is not None:
            by_publisher.setdefault(publisher, []).append(member.name)
    claims = [_claim(loader, names, group.name, len(by_publisher) > 1) for names in by_publisher.values()]
    for member in group.members:
        if member.name.lower().endswith(_WORKBOOK + _CSV) and _flattened(_heads(member)):
            claims.append(Claim(loader, (member.name,), _stem(member.name), 0.97, "its columns are paths of OCDS"))
    return claims


def _claim(loader: str, names: list[str], folder: str, others: bool) -> Claim:
    if len(names) == 1:
        return Claim(loader, tuple(names), _stem(names[0]), 0.95, "it speaks of ocids and releases, as OCDS does")
    stem = f"{folder}-{_stem(names[0])}" if others else folder
    why = f"{len(names)} files of one publisher speak of ocids and releases, as OCDS does"
    return Claim(loader, tuple(names), stem, 0.95, why)


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _publisher_of(member: Member) -> bytes | None:
    """The publisher's name as the bytes have it, empty where there is none; None where the member is not OCDS."""
    if not member.name.lower().endswith(_JSON):
        return None
    data = member.read()
    head = data[:_HEAD]
    if b'"grants"' in head and b'"ocid"' not in head:
        # Grants by the hundred thousand need not be searched to their end for what they are not.
        return None
    is_package = any(word in data for word in _PACKAGE_WORDS)
    if b'"ocid"' in data:
        fits = is_package or any(word in data for word in _RELEASE_WORDS)
    else:
        # A package that forgot every ocid is still OCDS, and is refused as such.
        fits = is_package and any(word in data for word in (b'"initiationType"', b'"awards"', b'"publicationPolicy"'))
    if not fits:
        return None
    found = _PUBLISHER.search(data)
    return found[1] if found else b""


def _heads(member: Member) -> Iterator[RawTable]:
    data = member.read()
    try:
        if member.name.lower().endswith(_WORKBOOK):
            yield from read_workbook_head(data, member.name)
        else:
            yield read_head(data, member.name)
    except UnreadableFileError:
        return


def _flattened(tables: Iterator[RawTable]) -> list[str]:
    """The headings of sheets whose columns are an ocid and paths of OCDS; none where there is no such sheet."""
    found: list[str] = []
    for raw in tables:
        headings = [heading.strip() for heading in raw.header if heading.strip()]
        paths = [heading for heading in headings if "/" in heading and _PATH.match(heading)]
        if paths and any(heading.rsplit("/", 1)[-1] == "ocid" for heading in headings):
            found += [raw.name, *headings]
    return found


def why_flattened(name: str, data: bytes) -> str:
    """Say why a spreadsheet is refused; empty where the file is none.

    >>> why_flattened("package.json", b"{}")
    ''
    """
    if not name.lower().endswith(_WORKBOOK + _CSV):
        return ""
    member = Member(name, len(data), lambda: data)
    if not any(_MONEY.search(heading) for heading in _flattened(_heads(member))):
        return "looks like OCDS, holds no money: no award, contract or transaction; nothing to load"
    return "looks like OCDS flattened into a spreadsheet; give the JSON package it was made from"
