"""Recognising OCDS: by the words of the standard in JSON, by its paths as headings in a spreadsheet."""

import re
from collections.abc import Iterator, Sequence

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.guard import is_zip, open_zip
from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.readers import RawTable, read_head, read_workbook

_JSON = (".json", ".jsonl", ".ndjson")
_WORKBOOK = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_CSV = (".csv", ".tsv")
_SHARED_TEXTS = ("sharedstrings.", "content.xml")
_PACKAGE_WORDS = (b'"releases"', b'"records"', b'"compiledRelease"')
_RELEASE_WORDS = (b'"tag"', b'"awards"', b'"contracts"', b'"tender"', b'"buyer"', b'"parties"', b'"initiationType"')
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
            if _may_speak_of_ocids(data, member.name):
                yield from read_workbook(data, member.name)
        else:
            yield read_head(data, member.name)
    except UnreadableFileError:
        return


def _may_speak_of_ocids(data: bytes, name: str) -> bool:
    """Whether the word stands in a workbook's texts: most workbooks need not be read to know that they are not OCDS."""
    if not is_zip(data):
        return _has_word(data)
    with open_zip(data, name) as archive:
        members = archive.members()
        shared = [info for info in members if info.filename.lower().rsplit("/", 1)[-1].startswith(_SHARED_TEXTS)]
        # A workbook without shared texts has them in its sheets.
        return any(_has_word(archive.read(info)) for info in shared or members)


def _has_word(data: bytes) -> bool:
    return b"ocid" in data or "ocid".encode("utf-16-le") in data


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
