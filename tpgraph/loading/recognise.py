"""Who can read what: the loaders that are installed, and their claims on groups of files."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points

from tpgraph.errors import UnknownFormatError, UnreadableFileError
from tpgraph.loading.csv_reader import forget_heads
from tpgraph.loading.grouping import is_data_package
from tpgraph.loading.guard import WORKBOOK_ENDINGS, check_known_kind, check_workbook
from tpgraph.loading.loader import Claim, Group, Loader, Member
from tpgraph.loading.misnamed import known_by_another_name
from tpgraph.loading.once import reading_once
from tpgraph.loading.readers import read_head


@cache
def loaders() -> Mapping[str, Loader]:
    """Give the loaders of the entry point group ``tpgraph.loaders`` by name, in alphabetical order."""
    found = sorted(entry_points(group="tpgraph.loaders"), key=lambda entry: entry.name)
    return {entry.name: entry.load() for entry in found}


def loader_named(name: str) -> Loader:
    """Give one loader.

    Raises
    ------
    UnknownFormatError
        If none has this name, listing those that there are.
    """
    try:
        return loaders()[name]
    except KeyError:
        known = ", ".join(loaders()) or "none is installed"
        raise UnknownFormatError(f"no loader is called '{name}'; there are: {known}") from None


def _forced(group: Group, name: str) -> list[Claim]:
    """The claim on a single file that a user made by naming the loader."""
    if len(group.members) != 1:
        return []
    member = group.members[0].name
    stem = member.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return [Claim(name, (member,), stem, 0.0, f"you said that it is for loader {name}")]


def _asked(loader: Loader, group: Group) -> Sequence[Claim]:
    try:
        return loader.recognise(group)
    except UnreadableFileError:
        # One damaged file of a folder must not hide the sound ones; it is told among the unclaimed.
        if len(group.members) == 1:
            raise
        return []


def _claims(group: Group, only: str | None) -> list[Claim]:
    """The claims on one group that stand: the surest first, none on a member that a surer one holds."""
    asked = [loader_named(only)] if only else list(loaders().values())
    shared = reading_once(group)
    made = [claim for loader in asked for claim in _asked(loader, shared)]
    if only and not made:
        made = _forced(group, only)
    made.sort(key=lambda claim: (-claim.confidence, -len(claim.members), claim.loader, claim.stem))
    taken: set[str] = set()
    standing = []
    for claim in made:
        if taken.isdisjoint(claim.members):
            taken.update(claim.members)
            standing.append(claim)
    return sorted(standing, key=lambda claim: claim.members)


def _check(member: Member, shown: str) -> None:
    """Refuse what nobody could read, whatever it claims to be. Raises UnreadableFileError."""
    data = member.read()
    check_known_kind(data, shown)
    if member.name.lower().endswith(WORKBOOK_ENDINGS):
        check_workbook(data, shown)


def _refused(group: Group, name: str) -> str:
    """Say why nobody claims a member."""
    shown = f"{group.shown}/{name}"
    try:
        _check(group.member(name), shown)
    except UnreadableFileError as error:
        return str(error)
    return f"{shown}: no loader knows it"


def _refuse_single(group: Group) -> None:
    member = group.members[0]
    _check(member, group.shown)
    known_as = known_by_another_name(group, lambda renamed: _claims(renamed, None))
    if known_as is not None:
        ending, claim = known_as
        raise UnknownFormatError(
            f"'{group.shown}' looks like {loader_named(claim.loader).label} in a file of another name: rename it to "
            f"{ending}, or say `--as {claim.loader}`"
        )
    raise UnknownFormatError(f"no loader fits '{group.shown}': {_what_it_holds(member)}; see `tpgraph formats`")


def _what_it_holds(member: Member) -> str:
    """Say by what a person may know the file again: its columns, else its first words."""
    data = member.read()
    if member.name.lower().endswith((".csv", ".tsv")):
        header = read_head(data, member.name).header
        return f"none of its columns ({_printable(', '.join(filter(None, header)))}) is known"
    first = data[:400].decode("utf-8", errors="replace").lstrip("\ufeff \r\n").splitlines()
    text = _printable(first[0] if first else "")
    return f"it begins with '{text}'" if text else "it holds nothing to go by"


def _printable(text: str) -> str:
    shown = "".join(letter for letter in text if letter.isprintable())
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _is_damaged_zip(group: Group) -> bool:
    """Whether a group stands for a zip of a folder that could not be opened."""
    return len(group.members) == 1 and group.members[0].name.lower().endswith(".zip")


def recognise(groups: Iterable[Group], only: str | None = None) -> tuple[list[tuple[Group, Claim]], list[str]]:
    """Ask every loader which sources it sees.

    Parameters
    ----------
    groups : from `tpgraph.loading.grouping.find_groups`
    only : name of the loader to ask, the user's word; a single file is then that loader's, whatever it looks like

    Returns
    -------
    (claims with their groups, sentences on members that nobody claims; data packages are not among them)

    Raises
    ------
    UnknownFormatError
        If a file that was given by itself is claimed by nobody.
    UnreadableFileError
        If such a file is a PDF or another kind that cannot be read.
    """
    found: list[tuple[Group, Claim]] = []
    unclaimed: list[str] = []
    for group in groups:
        if _is_damaged_zip(group):
            unclaimed.append(_refused(group, group.members[0].name))
            continue
        claims = _claims(group, only)
        found += [(group, claim) for claim in claims]
        taken = {name for claim in claims for name in claim.members}
        left = [m.name for m in group.members if m.name not in taken and not is_data_package(m.name)]
        if left and len(group.members) == 1:
            _refuse_single(group)
        unclaimed += [_refused(group, name) for name in left]
        forget_heads()
    return found, unclaimed
