"""Landing: of the millions of rows of the extract those that are kept, as tables of text; the others are counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import UnknownFormatError
from tpgraph.loading.loader import Claim, Group, Landed, Member, SetAside
from tpgraph.loading.plurals import counted
from tpgraph.loading.raw import RawTable
from tpgraph.money import parse_date
from tpgraph_loaders.charity_register import PUBLISHER, TABLES, kind_by
from tpgraph_loaders.charity_register.extract import headings_of, read_extract
from tpgraph_loaders.charity_register.place import FILE, WantedPlace, wanted_place
from tpgraph_loaders.registers import Landing, Register, identifiers

ELSEWHERE = "works in other places"

_DAY = "date_of_extract"

WHOLE = 20_000
"""Charities from which on the register is said to be more than a place needs."""


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed tables.

    Parameters
    ----------
    group : where they stand
    claim : the tables of one extract, and place.toml where it stands beside them

    Returns
    -------
    Landed
        Tables ``charity``, ``area``, ``classification`` and ``other_name`` of the charities that are kept, by the
        fields of mapping.toml; the helpers ``_identifier`` and ``_heading``.

    Raises
    ------
    UnknownFormatError
        If the table of charities is not among them.
    """
    reading = _Reading(group, claim)
    kept = reading.charities()
    tables = {"charity": kept}
    numbers = pc.unique(kept.column("organisation_number"))
    for kind in ("area", "classification", "other_name"):
        tables[kind] = reading.of_charities(kind, numbers)
    reading.say_how_many(kept.num_rows)
    tables["_identifier"] = identifiers(kept, {"number": "GB-CHC"})
    return reading.landing.finish(tables, PUBLISHER, reading.tables["charity"].day)


@dataclass(frozen=True)
class _Table:
    """One table of the extract: its file, its headings, and the day of the extract where it is stated."""

    member: Member
    headings: tuple[str, ...]
    day: str


def _table_in(member: Member) -> _Table:
    data = member.read()
    headings = headings_of(data, member.name)
    first = next(read_extract(data, member.name, {_DAY: _DAY}), None) if _DAY in headings else None
    day = first.column(_DAY)[0].as_py() if first is not None and first.num_rows else ""
    return _Table(member, headings, parse_date(day or "") or "")


@dataclass
class _Reading:
    """One extract as it is read."""

    group: Group
    claim: Claim
    landing: Landing = field(default_factory=lambda: Landing(TABLES["charity"]))

    def __post_init__(self) -> None:
        members = [self.group.member(name) for name in self.claim.members]
        # Large as they are, the tables are read once to know them and once for their rows.
        known = [_table_in(member) for member in members if not member.name.endswith(FILE)]
        self.tables = {kind: table for table in known if (kind := kind_by(table.headings))}
        self.place = wanted_place(next((member for member in members if member.name.endswith(FILE)), None))
        if "charity" not in self.tables:
            raise UnknownFormatError(
                f"{', '.join(self.claim.members)}: the table of charities is not beside it; unpack "
                "publicextract.charity and this one into one folder"
            )

    def _pieces(self, kind: str) -> Iterator[pa.Table]:
        """The table of one kind in pieces, by field."""
        member, register = self.tables[kind].member, TABLES[kind]
        wanted = {heading: name for name, entry in register.fields.fields.items() for heading in entry.headings}
        for piece in read_extract(member.read(), member.name, wanted):
            yield piece.rename_columns([*wanted.values(), "line"])

    def _account(self, sheet: str, rows: int, aside: Counter[str]) -> None:
        self.landing.landed.rows_read[sheet] = rows
        for reason, count in aside.items():
            if count:
                self.landing.landed.set_aside.append(SetAside(sheet, None, reason, count))

    def charities(self) -> pa.Table:
        """The registered main charities, of the place where it is known."""
        sheet = self.tables["charity"].member.name
        here = self._numbers_in_place()
        rows, aside, parts = 0, Counter[str](), []
        for piece in self._pieces("charity"):
            rows += piece.num_rows
            parts.append(_sifted(piece, here, aside))
        self._account(sheet, rows, aside)
        if aside[ELSEWHERE] and self.place:
            self.landing.note(
                sheet, "charities-elsewhere",
                f"{aside[ELSEWHERE]:,} registered charities name no local authority of {self.place.name} among "
                "the areas they work in (some work throughout England): set aside",
            )  # fmt: skip
        return self._mapped("charity", parts)

    def _numbers_in_place(self) -> pa.Array | None:
        """The charities that work in the place; None where the place or the areas are not known."""
        if self.place is None:
            return None
        if "area" not in self.tables:
            sentence = f"without charity_area_of_operation nobody knows who works in {self.place.name}: all are loaded"
            self.landing.note(self.tables["charity"].member.name, "areas-missing", sentence, "warning", _AREAS_MEND)
            return None
        found = [_in_place(piece, self.place) for piece in self._pieces("area")]
        return pa.concat_arrays([pa.array([], pa.string()), *found]).unique()

    def of_charities(self, kind: str, numbers: pa.Array) -> pa.Table:
        """The rows of a table that speak of charities that are kept."""
        if kind not in self.tables:
            return self._mapped(kind, [])
        rows, aside, parts = 0, Counter[str](), []
        for piece in self._pieces(kind):
            rows += piece.num_rows
            ours = piece.filter(pc.is_in(piece.column("organisation_number"), numbers))
            aside["of a charity that is not kept"] += piece.num_rows - ours.num_rows
            parts.append(ours)
        self._account(self.tables[kind].member.name, rows, aside)
        return self._mapped(kind, parts)

    def _mapped(self, kind: str, parts: list[pa.Table]) -> pa.Table:
        register = TABLES[kind]
        schema = pa.schema({**dict.fromkeys(register.fields.fields, pa.string()), "line": pa.int64()})
        whole = pa.concat_tables([schema.empty_table(), *(part.cast(schema) for part in parts)]).combine_chunks()
        if kind not in self.tables:
            texts = pa.nulls(0, pa.string())
            return whole.append_column("sheet", texts).append_column("extra", texts)
        table = self.tables[kind]
        gone = [heading for heading in table.headings if not register.fields.known([heading])]
        if gone:
            sentence = f"{counted('# column{ is|s are} not kept', len(gone))}, such as {', '.join(gone[:5])}"
            self.landing.note(table.member.name, "columns-not-kept", sentence)
        return _by_fields(self.landing, register, whole, table.member.name)

    def say_how_many(self, kept: int) -> None:
        """Warn where so many are loaded that the place can hardly want them all."""
        if self.place is None and kept > WHOLE:
            sentence = f"{kept:,} charities are loaded, the whole register: no place.toml beside it names the place"
            self.landing.note(self.tables["charity"].member.name, "whole-register", sentence, "warning", _PLACE_MEND)


_AREAS_MEND = "unpack publicextract.charity_area_of_operation into the same folder"
_PLACE_MEND = "put place.toml (name, gss) and charity_area_of_operation into the folder: then only its charities load"


def _sifted(piece: pa.Table, here: pa.Array | None, aside: Counter[str]) -> pa.Table:
    """The rows that are kept; each reason to leave rows out is asked of those that are left, and counted."""
    for reason, is_out in _REASONS.items():
        before = piece.num_rows
        piece = piece.filter(pc.invert(is_out(piece)))
        aside[reason] += before - piece.num_rows
    if here is None:
        return piece
    inside = piece.filter(pc.is_in(piece.column("organisation_number"), here))
    aside[ELSEWHERE] += piece.num_rows - inside.num_rows
    return inside


def _words(piece: pa.Table, column: str) -> pa.ChunkedArray:
    return pc.utf8_lower(pc.utf8_trim_whitespace(piece.column(column)))


_REASONS: dict[str, Callable[[pa.Table], pa.ChunkedArray]] = {
    "too many or too few cells": lambda piece: piece.column("line").is_null(),
    "no charity number": lambda piece: pc.equal(_words(piece, "number"), ""),
    "removed from the register": lambda piece: pc.equal(_words(piece, "status"), "removed"),
    "linked to a main charity": lambda piece: pc.invert(pc.is_in(_words(piece, "linked"), pa.array(["", "0"]))),
}


def _in_place(piece: pa.Table, place: WantedPlace) -> pa.Array:
    """The numbers of the charities that a piece of the table of areas puts into the place."""
    pairs = piece.select(["kind", "area"]).group_by(["kind", "area"]).aggregate([]).to_pylist()
    inside = pa.array([pair["area"] for pair in pairs if place.holds(pair["kind"], pair["area"])], pa.string())
    is_local = pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(piece.column("kind"))), "local authority")
    found = piece.filter(pc.and_(is_local, pc.is_in(piece.column("area"), inside))).column("organisation_number")
    return found.combine_chunks()


def _by_fields(landing: Landing, register: Register, table: pa.Table, sheet: str) -> pa.Table:
    """Map a table whose columns are fields already: cells are trimmed, contacts taken out."""
    names = list(register.fields.fields)
    headings = tuple(register.fields.fields[name].headings[0] for name in names)
    columns = {f"c{index}": table.column(name) for index, name in enumerate(names)}
    raw = RawTable(sheet, headings, 1, pa.table({**columns, "line": table.column("line")}), "UTF-8")
    rows = landing.landed.rows_read.get(sheet, 0)
    landing.register = register
    mapped = landing.map(raw).table
    landing.landed.rows_read[sheet] = rows
    return mapped
