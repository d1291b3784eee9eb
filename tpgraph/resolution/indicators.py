"""Which need the figures of a source count: by the sheet `indicators`, else by the list that ships with tpgraph.

A record keeps what its source said: the name of a figure. It becomes a need only where somebody has said which; the
figures that nobody has mapped are named once each and stand for no need.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.names import fold
from tpgraph.reference import indicators

_BRACKETS = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True)
class Meaning:
    """What a figure counts: the need, and among whom (empty = as its source says)."""

    need: str
    client_group: str


@dataclass(frozen=True)
class MappedNeeds:
    """Client needs with the needs that their figures stand for.

    Attributes
    ----------
    client_need : rows of record.client_need that speak of a need
    problems : code, subject, sentence: one a figure that nobody mapped
    """

    client_need: pa.Table
    problems: list[dict[str, object]]


def _key(text: str) -> str:
    return fold(text)


def _without_ages(key: str) -> str:
    """A name without what stands in brackets at its end: the same figure is printed with and without its ages."""
    return _BRACKETS.sub("", key)


def _meanings(rows: Iterable[tuple[str, str, str]]) -> dict[str, Meaning]:
    """By the whole name and, where that is not taken, by the name without its ages."""
    listed = [(_key(text), Meaning(need, group)) for text, need, group in rows]
    found = dict(reversed(listed))
    for key, meaning in listed:
        found.setdefault(_without_ages(key), meaning)
    return found


def _said(sheet: pa.Table) -> list[tuple[str, str, str]]:
    """Rows of the sheet `indicators`, in an order that the order of loading does not change."""
    rows = sorted(sheet.to_pylist(), key=lambda row: str(row["record_id"]))
    return [(str(row["text"]), str(row["need"]), str(row["client_group"] or "")) for row in rows]


def _meaning(text: str, said: Mapping[str, Meaning], shipped: Mapping[str, Meaning]) -> Meaning | None:
    key = _key(text)
    for known in (said, shipped):
        if found := known.get(key) or known.get(_without_ages(key)):
            return found
    return None


def map_indicators(client_need: pa.Table, sheet: pa.Table) -> MappedNeeds:
    """Give each figure the need that it counts.

    Parameters
    ----------
    client_need : current rows of record.client_need; those without an indicator state a need themselves
    sheet : current rows of record.indicator

    Returns
    -------
    MappedNeeds; the rows keep their order, those of figures that nobody mapped are left out
    """
    names = client_need.column("indicator").to_pylist()
    distinct = dict.fromkeys(name for name in names if name)
    if not distinct:
        return MappedNeeds(client_need, [])
    said = _meanings(_said(sheet))
    shipped = _meanings((entry.text, entry.need, entry.client_group) for entry in indicators())
    meant = {name: _meaning(name, said, shipped) for name in distinct}
    needs, groups, kept = [], [], []
    rows = zip(
        names, client_need.column("need").to_pylist(), client_need.column("client_group").to_pylist(), strict=True
    )
    for name, need, group in rows:
        meaning = meant[name] if name else None
        needs.append(meaning.need if meaning else need)
        groups.append(meaning.client_group or group if meaning else group)
        kept.append(not name or meaning is not None)
    table = client_need
    for column, values in (("need", needs), ("client_group", groups)):
        table = table.set_column(table.column_names.index(column), column, pa.array(values, pa.string()))
    times = Counter(name for name in names if name and meant[name] is None)
    return MappedNeeds(
        table.filter(pa.array(kept, pa.bool_())), [_problem(name, times[name]) for name in sorted(times)]
    )


def _problem(name: str, times: int) -> dict[str, object]:
    figures = "figure stands" if times == 1 else "figures stand"
    sentence = (
        f"indicator '{name}': {times:,} {figures} for no need, as nobody says which it counts; add a row to the sheet "
        "indicators with this text and its need"
    )
    return {"code": "indicator-not-mapped", "subject": name, "sentence": sentence}
