"""Recognising 360Giving: a list called `grants` in JSON, the titles or paths of the standard in CSV and workbooks."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.raw import RawTable
from tpgraph.loading.readers import read_head, read_workbook_head
from tpgraph_loaders.threesixtygiving.headings import is_all_known, known_keys, score, tells_the_standard

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv"})
_SAMPLE = 1 << 17
_LIST = re.compile(rb'"grants"\s*:\s*\[')
_ARRAY = re.compile(rb"(\xef\xbb\xbf)?\s*\[")
_KEY = re.compile(rb'"(amountAwarded|awardDate|fundingOrganization|recipientOrganization|recipientIndividual)"\s*:')


def suffix(name: str) -> str:
    """Give the ending of a member's name in lower case."""
    return PurePosixPath(name).suffix.lower()


def recognise(group: Group, loader: str) -> Sequence[Claim]:
    """Claim every member that is a file of grants."""
    return [claim for member in group.members if (claim := _claim(member, loader)) is not None]


def _claim(member: Member, loader: str) -> Claim | None:
    ending = suffix(member.name)
    found = None
    if ending == ".json":
        found = _json(member.read())
    elif ending in WORKBOOKS | TEXTS:
        found = _table(_heads(member))
    if found is None:
        return None
    confidence, why = found
    return Claim(loader, (member.name,), PurePosixPath(member.name).stem, confidence, why)


def _json(data: bytes) -> tuple[float, str] | None:
    sample = data[:_SAMPLE]
    keys = sorted({key.decode() for key in _KEY.findall(sample)})
    if _LIST.search(sample):
        return min(0.6 + 0.1 * len(keys), 0.95), "it has a list of grants" + (
            f" with {', '.join(keys)}" if keys else ""
        )
    if _ARRAY.match(sample) and len(keys) > 2:
        return 0.7, f"its items have {', '.join(keys)}"
    return None


def _heads(member: Member) -> Sequence[RawTable]:
    """The tables of a member, of a CSV only its first rows; none where it cannot be read."""
    try:
        if suffix(member.name) in WORKBOOKS:
            return read_workbook_head(member.read(), member.name, expected=score)
        return [read_head(member.read(), member.name, expected=score)]
    except UnreadableFileError:
        return []


def _table(tables: Sequence[RawTable]) -> tuple[float, str] | None:
    telling = [raw for raw in tables if tells_the_standard(raw.header) > 0]
    if telling:
        best = max(telling, key=lambda raw: score(raw.header))
        count = sum(map(bool, best.header))
        known = score(best.header) or 1
        return min(0.5 + 0.05 * known, 0.95), f"{known} of its {count} columns are those of 360Giving"
    if any(is_all_known(raw.header) for raw in tables):
        return 0.3, f"all of its columns are among the {len(known_keys())} headings of 360Giving"
    return None
