"""Which heading is which field: `mapping.toml` beside a loader, and the table it makes of a raw table.

[tables.payments]
about = "one row a payment"
[tables.payments.fields.amount]
headings = ["Net Amount", "Amount (£)"]   # best first
required = true
kind = "code"                             # free = free text, name = a name: both are searched for contacts
"""

import tomllib
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, ValidationError

from tpgraph.errors import ModelError
from tpgraph.loading.contacts import (
    clean_column,
    column_is_contacts,
    is_code_heading,
    is_contact_heading,
    remove_contacts,
)
from tpgraph.loading.extra import CLEAN, extra_column
from tpgraph.loading.loader import Problem
from tpgraph.loading.raw import RawTable, without_mark

_LOOKED_AT = 1000

HEADED_BY_A_CONTACT = "a column headed by a contact"
"""Stands for the heading of such a column, which is not repeated."""


class FieldMapping(BaseModel):
    """One field: the headings that mean it, best first; whether a table must have it; if contacts may be in it.

    `only_beside` names headings that mean the field only where one of others stands in the same table. With `words`, a
    column of codes is passed over where a later heading has one of words: a supplier's number before the name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    headings: tuple[str, ...] = ()
    only_beside: dict[str, tuple[str, ...]] = {}
    required: bool = False
    words: bool = False
    kind: Literal["code", "free", "name"] = "code"
    about: str = ""

    def counts(self, heading: str, keys: Container[str]) -> bool:
        """Tell whether a heading means the field in a table with these folded headings."""
        others = self.only_beside.get(heading)
        return others is None or any(heading_key(other) in keys for other in others)


class TableMapping(BaseModel):
    """One table: its fields in the order in which they choose their columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str = ""
    fields: dict[str, FieldMapping]

    def known(self, cells: Sequence[str]) -> int:
        """Count the cells that are headings of this table: the score of a row as header."""
        return sum(heading_key(cell) in self._keys for cell in cells)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(heading_key(heading) for entry in self.fields.values() for heading in entry.headings)

    def missing(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Give the required fields for which a header has no heading."""
        keys = {heading_key(cell) for cell in cells}
        return tuple(
            name
            for name, entry in self.fields.items()
            if entry.required and keys.isdisjoint(map(heading_key, entry.headings))
        )


class Mapping(BaseModel):
    """A whole mapping.toml: its tables by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tables: dict[str, TableMapping]


@dataclass(frozen=True)
class Mapped:
    """A raw table whose columns are fields.

    Attributes
    ----------
    table : text column for every field, trimmed, null where blank or where the file lacks it; `sheet`, `line`, and
        `extra` (JSON text of the filled cells of other columns, contacts left out; null where there are none)
    mapping : heading -> field
    dropped : headings of columns dropped as contacts
    missing : required fields without a column
    problems : what is worth saying of the columns
    kept : headings of the columns that stand in `extra`
    """

    table: pa.Table
    mapping: dict[str, str]
    dropped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    kept: tuple[str, ...] = ()


@cache
def heading_key(text: str) -> str:
    """Fold a heading: lower case, letters and digits only.

    >>> heading_key(" Net Amount (£)"), heading_key("ï»¿Body_Name")
    ('netamount', 'bodyname')
    """
    return "".join(letter for letter in without_mark(text).lower() if letter.isalnum())


def parse_mapping(text: str, where: str) -> Mapping:
    """Read the text of a mapping.toml; `where` names it in messages. Raises ModelError if it is not one."""
    try:
        return Mapping.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ModelError(f"{where} is not a mapping: {error}") from error


@cache
def load_mapping(package: str) -> Mapping:
    """Read the mapping.toml of a loader's package, such as ``tpgraph_loaders.spend``.

    Raises
    ------
    ModelError
        If the file is not a mapping, naming the entry.
    """
    text = resources.files(package).joinpath("mapping.toml").read_text("utf-8")
    return parse_mapping(text, f"{package}/mapping.toml")


def _filled(texts: pa.Array) -> pa.Array:
    """The texts with null for the empty ones; their letters are not copied."""
    is_filled = pc.not_equal(texts, "")
    if texts.null_count or texts.offset or is_filled.offset:
        return pc.if_else(is_filled, texts, pa.scalar(None, pa.string()))
    _, offsets, letters = texts.buffers()
    return pa.StringArray.from_buffers(len(texts), offsets, letters, is_filled.buffers()[1])


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column)
    return pa.chunked_array([_filled(chunk) for chunk in trimmed.chunks], pa.string())


def _choose(raw: RawTable, fields: TableMapping, columns: Sequence[pa.ChunkedArray]) -> dict[str, int]:
    """Choose the column of each field: the best heading whose column has a filled cell, else the best that is there."""
    by_key: dict[str, list[int]] = {}
    for index, heading in enumerate(raw.header):
        by_key.setdefault(heading_key(heading), []).append(index)
    chosen: dict[str, int] = {}
    for name, entry in fields.fields.items():
        keys = dict.fromkeys(heading_key(heading) for heading in entry.headings if entry.counts(heading, by_key))
        there = [index for key in keys for index in by_key.get(key, ()) if index not in chosen.values()]
        filled = [index for index in there if columns[index].null_count < len(columns[index])]
        worded = filled
        if entry.words and len(filled) > 1:
            worded = [index for index in filled if _has_words(columns[index])]
        if there:
            chosen[name] = (worded or filled or there)[0]
    return chosen


def _has_words(column: pa.ChunkedArray) -> bool:
    """Whether most of the first filled cells are words: neither codes of digits nor addresses on the web."""
    cells = column.drop_null().slice(0, _LOOKED_AT)
    is_words = pc.and_not(pc.match_substring_regex(cells, "[A-Za-z]{2}"), pc.match_substring_regex(cells, "^https?://"))
    return bool(pc.sum(is_words).as_py() * 2 > len(cells))


def _is_dropped(heading: str, column: pa.ChunkedArray, kind: str) -> bool:
    if kind == "code":
        return False
    return is_contact_heading(heading) or column_is_contacts(column)


def _others(
    raw: RawTable, columns: Sequence[pa.ChunkedArray], used: set[int]
) -> tuple[dict[str, pa.ChunkedArray], list[str]]:
    """The columns without a field by their headings, cleaned of contacts; and the headings of those dropped."""
    kept: dict[str, pa.ChunkedArray] = {}
    dropped: list[str] = []
    for index, column in enumerate(columns):
        if index in used or column.null_count == len(column):
            continue
        heading = raw.header[index] or f"column {index + 1}"
        code = is_code_heading(heading) and not is_contact_heading(heading)
        if remove_contacts(heading) != heading:
            dropped.append(HEADED_BY_A_CONTACT)
            continue
        if _is_dropped(heading, column, "code" if code else "free"):
            dropped.append(heading)
            continue
        name = heading if heading not in kept else f"{heading} ({index + 1})"
        kept[name] = column if code else clean_column(column)
    return kept, dropped


def map_table(raw: RawTable, fields: TableMapping, *, sheet: str) -> Mapped:
    """Make fields of the columns of a raw table.

    Parameters
    ----------
    raw : the table as read
    fields : the mapping of this kind of table
    sheet : what column `sheet` shall say: sheet of a workbook, member of a package, empty for a single file
    """
    columns = [_trimmed(raw.table.column(f"c{index}")) for index in range(len(raw.header))]
    chosen = _choose(raw, fields, columns)
    dropped: list[str] = []
    made: dict[str, pa.ChunkedArray | pa.Array] = {}
    for name, entry in fields.fields.items():
        column = columns[chosen[name]] if name in chosen else pa.nulls(raw.table.num_rows, pa.string())
        if name in chosen and _is_dropped(raw.header[chosen[name]], column, entry.kind):
            dropped.append(raw.header[chosen.pop(name)])
            column = pa.nulls(raw.table.num_rows, pa.string())
        made[name] = clean_column(column) if entry.kind != "code" else column
    others, more = _others(raw, columns, set(chosen.values()))
    made["sheet"] = pa.repeat(pa.scalar(sheet, pa.string()), raw.table.num_rows)
    made["line"] = raw.table.column("line")
    made["extra"] = extra_column(others, raw.table.num_rows)
    dropped = [heading for heading in dropped + more if heading]
    mapping = {raw.header[index]: name for name, index in chosen.items()}
    table = pa.table(made, metadata={CLEAN: b"1"})
    problems = column_problems(raw, dropped, sheet)
    return Mapped(table, mapping, tuple(dropped), fields.missing(raw.header), problems, tuple(others))


def column_problems(raw: RawTable, dropped: Sequence[str], sheet: str) -> list[Problem]:
    """Say as notes what the reader skipped and which columns were dropped as contacts."""
    notes = [Problem(sheet, None, "", "", "note", "reading", note) for note in raw.notes]
    return notes + [_dropped_note(sheet, heading) for heading in dropped]


def _dropped_note(sheet: str, heading: str) -> Problem:
    if heading == HEADED_BY_A_CONTACT:
        return Problem(sheet, None, "", "", "note", "contacts-dropped", f"{heading} is not loaded")
    said = f"column '{heading}' holds contacts: not loaded"
    return Problem(sheet, None, heading, "", "note", "contacts-dropped", said)
