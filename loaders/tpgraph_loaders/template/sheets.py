"""Which sheet is which record kind, and which heading is which column: both from the model."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from tpgraph.loading.loader import Landed
from tpgraph.loading.mapping import FieldMapping, TableMapping, heading_key
from tpgraph.model import Column, RecordKind, model

# Texts in which no telephone number is looked for: they hold digits of their own, or (payees) must stay as written.
_NOT_SEARCHED = frozenset({"payee", "postcode", "website", "year", "financial_years", "gss"})


def references(kind: RecordKind) -> tuple[str, ...]:
    """Give the columns of a kind that mean another record: the store keeps `<column>_record` beside them."""
    kept = {column.name for column in kind.kept}
    return tuple(c.name for c in kind.columns if kept & {f"{c.name}_record", f"{c.name}_records"})


@cache
def _kinds_by_sheet() -> dict[str, str]:
    text = resources.files(__package__).joinpath("sheets.toml").read_text("utf-8")
    others: dict[str, list[str]] = tomllib.loads(text)
    names = {heading_key(name): kind for kind, listed in others.items() for name in listed}
    # The model's own names win: the sheet `place` is the setting, not the sheet `places`.
    return names | {heading_key(kind.sheet): kind.name for kind in model().records.values()}


def kind_of_sheet(name: str) -> RecordKind | None:
    """Give the record kind that a sheet or file stem stands for; None for any other name.

    >>> kind_of_sheet("Client needs").name, kind_of_sheet("place").name, kind_of_sheet("Chart 1")
    ('client_need', 'setting', None)
    """
    found = _kinds_by_sheet().get(heading_key(name))
    return model().records[found] if found else None


def _headings(column: Column) -> tuple[str, ...]:
    """Headings of a column, best first. A file's `amount_pence` would hold pence, so it is not a heading of pounds."""
    if column.type == "pence":
        return (column.heading, column.name.replace("_pence", ""), *column.also)
    return (column.name, *column.also)


def _search(kind: RecordKind, column: Column) -> FieldMapping:
    free = column.type in ("text", "list") and not column.values and column.name not in _NOT_SEARCHED
    # References are searched after landing, where it is known which of them are ids.
    searched = free and column.name not in references(kind)
    return FieldMapping(headings=_headings(column), required=column.required, kind="free" if searched else "code")


@cache
def table_mapping(name: str) -> TableMapping:
    """Give the mapping of a record kind, by its name."""
    kind = model().records[name]
    return TableMapping(about=kind.about, fields={column.name: _search(kind, column) for column in kind.columns})


def known_headings(cells: Sequence[str]) -> int:
    """Count the headings of a row as the sheet that it fits best would: the score by which a header is found."""
    return max(table_mapping(name).known(cells) for name in model().records)


def fits(kind: RecordKind, header: Sequence[str]) -> bool:
    """Tell whether a header is that of the sheet: all required columns are there, and half of the columns are known."""
    mapping, filled = table_mapping(kind.name), [cell for cell in header if cell.strip()]
    return not mapping.missing(filled) and mapping.known(filled) * 2 >= len(filled)


def kind_of_columns(header: Sequence[str]) -> RecordKind | None:
    """Give the one record kind whose sheet has every column of a header; None if none has, or two have.

    Three columns are enough where two of them are needed, such as a payer and a basis; an id, a name and a description
    may be a list of anything.
    """
    filled = [cell for cell in header if cell.strip()]
    found = [
        kind
        for kind in model().records.values()
        if fits(kind, filled) and table_mapping(kind.name).known(filled) == len(filled)
    ]
    if len(found) != 1:
        return None
    needed = sum(column.required for column in found[0].columns)
    return found[0] if len(filled) >= (3 if needed > 1 else 4) else None


def distinct_texts(landed: Landed, kind: str, column: str) -> list[str]:
    """Give every different text of a landed column, in the order of the rows."""
    return list(dict.fromkeys(str(text) for text in landed.tables[kind].column(column).drop_null().to_pylist()))
