"""The key of a source among those of one call and of the store: one file never replaces another in silence.

Files of one name in several folders (2022/spend.csv, 2023/spend.csv) would be one source of their publisher, each the
newer issue of the one before. Where a call holds such files, the folder is part of the dataset: spend-2023-spend. A
file that is loaded again by itself finds the key that it has in the store.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tpgraph.errors import InputError
from tpgraph.loading.load import PreparedLoad
from tpgraph.loading.loader import Claim, Group
from tpgraph.map.collisions import LoadRow
from tpgraph.names import fold
from tpgraph.tables import from_rows


def where_of(group: Group, claim: Claim) -> str:
    """Say where a source is, as the user gave it: the file's path, or that of the folder or zip."""
    if len(claim.members) > 1 or group.shown.endswith(claim.members[0]):
        return group.shown
    return f"{group.shown}/{claim.members[0]}"


def _folders(group: Group, claim: Claim) -> list[str]:
    """The folders around a source, the nearest first; a package's own folder is its name already."""
    parts = [part for part in where_of(group, claim).replace("\\", "/").split("/") if part not in ("", ".", "..")]
    folders = list(reversed(parts[:-1]))
    return folders or [group.name]


def _dataset(claim: Claim, folders: Sequence[str]) -> str:
    return "-".join([claim.loader, *reversed(folders), claim.stem])


class SourceKeys:
    """Who has which key in one call, of which `claims` are the sources."""

    def __init__(self, claims: Iterable[tuple[Group, Claim]] = ()) -> None:
        self._holders: dict[tuple[str, str], tuple[str, str]] = {}
        self._alike: defaultdict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
        self.add(claims)

    def add(self, claims: Iterable[tuple[Group, Claim]]) -> None:
        """Add sources to those of the call."""
        for group, claim in claims:
            self._alike[claim.loader, claim.stem][where_of(group, claim)] = _folders(group, claim)

    def dataset(self, group: Group, claim: Claim, loads: Sequence[LoadRow], publisher: str) -> str | None:
        """Give the dataset of a source with its folder, where it needs one.

        Parameters
        ----------
        loads : rows of ``record.load`` of the store
        publisher : who publishes it

        Returns
        -------
        str or None
            None where loader and stem are enough: no other source of the call has them, or the publisher's source of
            that name stands in the store already and this is its newer issue.
        """
        folders = _folders(group, claim)
        stored = {str(row["dataset"]) for row in loads if fold(str(row["publisher"])) == fold(publisher)}
        for length in range(1, len(folders) + 1):
            if (kept := _dataset(claim, folders[:length])) in stored:
                return kept
        others = [
            other for where, other in self._alike[claim.loader, claim.stem].items() if where != where_of(group, claim)
        ]
        plain = f"{claim.loader}-{claim.stem}"
        if not others or (plain in stored and (fold(publisher), plain) not in self._holders):
            return None
        length = next(
            (n for n in range(1, len(folders)) if all(other[:n] != folders[:n] for other in others)), len(folders)
        )
        return _dataset(claim, folders[:length])

    def claim(self, load: LoadRow, where: str) -> None:
        """Note that a source has a key.

        Raises
        ------
        InputError
            If another source of the call, of other bytes, has it: it would silently be replaced.
        """
        key, sha256 = (fold(str(load["publisher"])), str(load["dataset"])), str(load["sha256"])
        holder, held = self._holders.setdefault(key, (where, sha256))
        if held != sha256:
            raise InputError(
                f"{where} and {holder} would be one source, {load['source_key']}, and the second would replace the "
                "first: load them one by one and say who publishes each with --publisher, or name one with --dataset"
            )


def with_spelling(prepared: PreparedLoad, loads: Sequence[LoadRow]) -> PreparedLoad:
    """Give the source the key that it has in the store where that differs by case or spaces of the publisher."""
    (load,) = prepared.tables["record.load"].to_pylist()
    for row in loads:
        if row["dataset"] == load["dataset"] and fold(str(row["publisher"])) == fold(prepared.publisher):
            key = str(row["source_key"])
            tables = {**prepared.tables, "record.load": from_rows([{**load, "source_key": key}], "record.load")}
            return replace(prepared, tables=tables, source_key=key)
    return prepared
