"""Recognising an Open Referral package: by file names and by columns, both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.contacts import is_contact_heading
from tpgraph.loading.decoding import to_text
from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.readers import read_head
from tpgraph_loaders.open_referral.shapes import Shape, header_score, is_json, shape_named, shape_of_columns, stem_of

_SAMPLE = 1 << 16
_KEY = re.compile(r'"([A-Za-z_.]+)"\s*:')
# What a page of the interface says of the listing: HSDS 3, Open Referral UK 1.
_PAGE_MARKS = (frozenset({"contents", "total_items"}), frozenset({"content", "totalElements"}))
_CORE = ("services", "organizations")
_LEAST_KNOWN = 0.4
"""Share of the columns of services or organisations that must be known."""


@dataclass(frozen=True)
class _Seen:
    """A member whose shape is known, and the share of its columns that are."""

    name: str
    shape: Shape
    known: int
    columns: int | None
    telling: bool

    @property
    def share(self) -> float:
        """Share of its columns that are known; JSON brings the keys of all that it nests, so they are not counted."""
        return 1.0 if self.columns is None else self.known / max(self.columns, 1)

    @property
    def in_words(self) -> str:
        if self.columns is None:
            return f"{self.name} has {self.known} keys of Open Referral"
        return f"{self.name} has {self.known} of its {self.columns} columns in common with Open Referral"


def recognise(group: Group, loader: str) -> Sequence[Claim]:
    """Claim the package if a table of services or of organisations has the columns of the standard."""
    seen = [found for member in group.members if (found := _look_at(member)) is not None]
    core = [found for found in seen if found.shape.into in _CORE and found.telling and found.share >= _LEAST_KNOWN]
    if not core:
        return []
    best = max(core, key=lambda found: found.share)
    both = {found.shape.into for found in core} == set(_CORE)
    files = "1 file" if len(seen) == 1 else f"{len(seen)} files"
    why = f"{best.in_words}{'; it has services and organisations' if both else ''}; {files} of the standard"
    confidence = round((0.6 if both else 0.5) + 0.35 * best.share, 2)
    return [Claim(loader, tuple(found.name for found in seen), group.name, confidence, why)]


def _look_at(member: Member) -> _Seen | None:
    """Look at the name and the first columns of a member."""
    ending = "json" if is_json(member.name) else member.name.lower().rpartition(".")[2]
    headings = _headings(member, ending)
    if headings is None:
        return None
    shape = shape_named(stem_of(member.name), headings)
    if shape is None and ending == "json":
        shape = _by_keys(headings)
    if shape is None:
        return None
    counted = [heading for heading in headings if heading.strip() and not is_contact_heading(heading)]
    known = shape.known(counted) if shape.into else 0
    columns = len(counted) if ending == "csv" else None
    return _Seen(member.name, shape, known, columns, shape.told_by(headings) > 0)


def _headings(member: Member, ending: str) -> tuple[str, ...] | None:
    """The header of a CSV file, the keys at the start of a JSON file; None where it is neither."""
    if ending not in ("csv", "json"):
        return None
    data = member.read()
    if not data.strip():
        return ()
    try:
        if ending == "csv":
            stem = stem_of(member.name)
            return read_head(data, member.name, expected=lambda cells: header_score(stem, cells)).header
        text, _ = to_text(data[:_SAMPLE], member.name)
    except UnreadableFileError:
        # No text, whatever its name says: not ours to refuse.
        return None
    return tuple(dict.fromkeys(_KEY.findall(text)))


def _by_keys(keys: Sequence[str]) -> Shape | None:
    """Find the shape of a JSON file whose name says nothing: its keys must tell the standard, or be its file names."""
    named = [shape for key in keys if key.endswith(".csv") and (shape := shape_named(stem_of(key), ())) is not None]
    if len(named) >= 2:
        return named[0]
    shape = shape_of_columns(keys)
    is_page = any(marks.issubset(keys) for marks in _PAGE_MARKS)
    return shape if shape is not None and shape.told_by(keys) >= (1 if is_page else 2) else None
