"""Files whose name does not say what they are, such as a CSV file called .txt."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.loader import Claim, Group

_KNOWN = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".zip"})


def known_by_another_name(group: Group, claims: Callable[[Group], Sequence[Claim]]) -> tuple[str, Claim] | None:
    """Tell what a single file would be if it were called by what it holds.

    Parameters
    ----------
    group : one file that nobody claims
    claims : asks the loaders

    Returns
    -------
    (the ending that it ought to have, the surest claim) or None where its name is no hindrance, or nobody claims it yet
    """
    (member,) = group.members
    path = PurePosixPath(member.name)
    if path.suffix.lower() in _KNOWN:
        return None
    data = member.read()
    ending = ".json" if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else ".csv"
    if b"\0" in data[:1024]:
        return None
    renamed = replace(member, name=str(path.with_suffix(ending)))
    try:
        found = claims(replace(group, members=(renamed,)))
    except UnreadableFileError:
        return None
    return (ending, max(found, key=lambda claim: claim.confidence)) if found else None
