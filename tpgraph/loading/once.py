"""A group whose files are read from disk once, for those who ask for their bytes several times."""

from collections.abc import Callable
from dataclasses import replace

from tpgraph.loading.loader import Group, Member

MOST_KEPT = 1 << 28
"""Bytes that are kept; members for which there is no more room are read each time."""


def reading_once(group: Group) -> Group:
    """Give the group with members that keep their bytes, for as long as the group that is given back lives."""
    kept: dict[str, bytes] = {}

    def reader(member: Member) -> Callable[[], bytes]:
        def read() -> bytes:
            if member.name in kept:
                return kept[member.name]
            data = member.read()
            if sum(map(len, kept.values())) + len(data) <= MOST_KEPT:
                kept[member.name] = data
            return data

        return read

    return replace(group, members=tuple(replace(member, read=reader(member)) for member in group.members))
