"""Which files of a group are the template: a workbook, CSV files named like its sheets, or one of a sheet's columns."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.readers import read_head, read_workbook_head
from tpgraph_loaders.template.sheets import fits, kind_of_columns, kind_of_sheet, known_headings

NAME = "template"
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_TEXTS = frozenset({".csv", ".tsv"})


def claims(group: Group) -> list[Claim]:
    """Claim the workbooks and CSV files of a group that are filled-in templates."""
    alone = len(group.members) == 1
    found = [claim for member in group.members if (claim := _workbook(member, alone)) is not None]
    return found + _csv_files(group)


def is_workbook(name: str) -> bool:
    """Tell by its ending whether a member is a workbook."""
    return PurePosixPath(name).suffix.lower() in WORKBOOKS


def _workbook(member: Member, alone: bool) -> Claim | None:
    if not is_workbook(member.name):
        return None
    try:
        raws = read_workbook_head(member.read(), member.name, expected=known_headings)
    except UnreadableFileError:
        # Given by itself, a workbook with a password must be told so; among others it must not stop them.
        if alone:
            raise
        return None
    sheets = [raw.name for raw in raws if (kind := kind_of_sheet(raw.name)) and fits(kind, raw.header)]
    if not sheets:
        return None
    why = f"its sheets {', '.join(sheets)} have the template's columns"
    return Claim(NAME, (member.name,), PurePosixPath(member.name).stem, 0.95, why)


def _header(member: Member) -> tuple[str, ...]:
    """Read the header of a CSV file from its first lines; empty where there is none to read."""
    try:
        return read_head(member.read(), member.name, expected=known_headings).header
    except UnreadableFileError:
        return ()


def _is_open_referral(header: Sequence[str], names: set[str]) -> bool:
    """Whether a services.csv is Open Referral's: it shares its name with the template's."""
    keys = {heading_key(heading) for heading in header}
    return "organizationid" in keys or bool(names & {"organizations", "organization"})


def _csv_files(group: Group) -> list[Claim]:
    """Claim the files named like sheets, folder by folder, and every other file with the columns of one sheet."""
    by_folder: dict[str, list[Member]] = defaultdict(list)
    for member in group.members:
        if PurePosixPath(member.name).suffix.lower() in _TEXTS:
            by_folder[str(PurePosixPath(member.name).parent)].append(member)
    found: list[Claim] = []
    for folder, members in by_folder.items():
        stem = group.name if len(by_folder) == 1 else f"{group.name}-{PurePosixPath(folder).name or 'top'}"
        found += _folder(stem, members)
    return found


def _folder(stem: str, members: Sequence[Member]) -> list[Claim]:
    names = {PurePosixPath(member.name).stem.lower() for member in members}
    headers = {member.name: _header(member) for member in members}
    ours = {name: header for name, header in headers.items() if not _is_open_referral(header, names)}
    named = {name: kind for name in ours if (kind := kind_of_sheet(PurePosixPath(name).stem)) is not None}
    found = []
    if any(fits(kind, headers[name]) for name, kind in named.items()):
        listed = ", ".join(PurePosixPath(name).name for name in named)
        why = f"{listed}: named as sheets of the template, with their columns"
        found.append(Claim(NAME, tuple(named), stem, 0.9, why))
    for name in ours.keys() - named.keys():
        if (kind := kind_of_columns(headers[name])) is not None:
            why = f"its columns are those of the template's sheet {kind.sheet}"
            # Surer than any loader that knows some of the columns: here every one of them is known.
            found.append(Claim(NAME, (name,), PurePosixPath(name).stem, 0.96, why))
    return sorted(found, key=lambda claim: claim.members)
