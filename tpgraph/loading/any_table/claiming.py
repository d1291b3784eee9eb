"""Which sources a mapping file is for, and whether one of them stands in a store already, read in another way."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tpgraph.errors import InputError, UnknownFormatError
from tpgraph.loading.any_table.map_file import MAPPED, read_map_file
from tpgraph.loading.any_table.reading import is_table_file
from tpgraph.loading.grouping import is_data_package
from tpgraph.loading.load import plain_fingerprint
from tpgraph.loading.loader import Claim, Group

SETTINGS = "mapping file"
"""Stands in the place of a sheet, in the mapping that is kept with a load, for what is said of no column."""

BYTES = "sha256 of the file"


def mapped_claims(
    groups: Iterable[Group], path: Path, loader: str | None = None
) -> tuple[list[tuple[Group, Claim]], list[str]]:
    """Claim every file of some groups that may hold a table for a mapping file.

    Parameters
    ----------
    groups : from `tpgraph.loading.grouping.find_groups`
    path : the mapping file; it is itself no source
    loader : name of a loader that the user asks for, which must be this one

    Returns
    -------
    (claims with their groups, sentences on members that can be no table)

    Raises
    ------
    InputError
        If the mapping file is none, or another loader is asked for.
    """
    file = read_map_file(path)
    if loader not in (None, MAPPED):
        raise UnknownFormatError(f"a mapping file is read by loader {MAPPED}: leave `--as {loader}` or --mapping out")
    found: list[tuple[Group, Claim]] = []
    left: list[str] = []
    for group in groups:
        for member in group.members:
            base = member.name.rsplit("/", 1)[-1]
            if len(group.members) == 1 or (is_table_file(member.name) and not is_data_package(member.name)):
                why = f"you said that {path.name} tells what its columns are"
                stem = base.rsplit(".", 1)[0]
                found.append((group, Claim(MAPPED, (member.name,), stem, 1.0, why, file.canonical())))
            elif base != path.name:
                left.append(f"{group.shown}/{member.name}: no table, which a mapping file is for")
    return found, left


def refuse_read_otherwise(loads: Iterable[Mapping[str, object]], group: Group, claim: Claim) -> None:
    """Refuse a file that a store holds already, read by a mapping file or without one: it would count twice.

    Parameters
    ----------
    loads : rows of record.load
    group, claim : the source

    Raises
    ------
    InputError
        Naming the load that holds it.
    """
    mapped = claim.loader == MAPPED
    others = [row for row in loads if not row["superseded"] and (row["loader"] == MAPPED) != mapped]
    plain = plain_fingerprint(group, claim) if others else ""
    for row in others:
        if plain == (row["sha256"] if mapped else _bytes_of(row)):
            raise InputError(
                f"{claim.stem}: the same file is loaded already, read as {row['loader']}, and would count twice; "
                f"`tpgraph sources remove {row['load_id']}` takes that back, then load this again"
            )


def _bytes_of(row: Mapping[str, object]) -> object:
    return json.loads(str(row["mapping"] or "{}")).get(SETTINGS, {}).get(BYTES)
