"""The claimed files as text tables, one a record kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.loading.loader import Claim, Group, Landed, Problem
from tpgraph.loading.mapping import Mapped, heading_key, map_table
from tpgraph.loading.persons import is_nothing
from tpgraph.loading.plurals import counted
from tpgraph.loading.readers import RawTable, read_csv, read_workbook
from tpgraph.loading.template_workbook import LISTS, READ_ME
from tpgraph.model import RecordKind, model
from tpgraph.names import fold
from tpgraph_loaders.template.lookups import add_lookups
from tpgraph_loaders.template.mending import mend_cells
from tpgraph_loaders.template.recognising import is_workbook
from tpgraph_loaders.template.sheets import (
    distinct_texts,
    kind_of_columns,
    kind_of_sheet,
    known_headings,
    references,
    table_mapping,
)
from tpgraph_loaders.template.unfilled import leave_unnamed, without_hints
from tpgraph_loaders.template.years import mend_years


@dataclass
class Sheets:
    """What is gathered while the sheets are gone through."""

    tables: dict[str, list[pa.Table]] = field(default_factory=dict)
    landed: Landed = field(default_factory=lambda: Landed({}, {}))
    headings: list[dict[str, object]] = field(default_factory=list)


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed members into one text table a record kind.

    Raises
    ------
    InputError
        If no sheet is the template's, or none has a row below its headings.
    """
    sheets = Sheets()
    for sheet, kind, raw in _read(group, claim, sheets.landed.problems):
        plain = without_hints(raw)
        mapped = map_table(plain, table_mapping(kind.name), sheet=sheet)
        if plain is not raw and kind.name == "service":
            read = mapped.table.num_rows
            add_table(sheets, sheet, kind, leave_unnamed(mapped, sheet, sheets.landed))
            sheets.landed.rows_read[sheet] = read
        else:
            add_table(sheets, sheet, kind, mapped)
    _check_filled(sheets.landed, claim.members[0] if len(claim.members) == 1 else group.shown)
    return finished(sheets)


def finished(sheets: Sheets) -> Landed:
    """Put the tables of each kind one under the other, with the look-ups that the SQL needs beside them."""
    landed = sheets.landed
    for kind in model().records.values():
        landed.tables[kind.name] = _concatenated(kind, sheets.tables.get(kind.name, []))
    mend_cells(landed)
    add_lookups(landed, sheets.headings)
    landed.publisher, landed.publisher_why = _publisher(landed)
    return landed


def _check_filled(landed: Landed, where: str) -> None:
    if not landed.rows_read:
        known = ", ".join(kind.sheet for kind in model().records.values())
        raise InputError(
            f"{where} has none of the template's sheets; name a sheet or CSV file like one of them: {known}"
        )
    if not sum(landed.rows_read.values()):
        raise InputError(f"{where}: nothing is filled in; write at least one row below the headings of a sheet")


def _read(group: Group, claim: Claim, problems: list[Problem]) -> Iterator[tuple[str, RecordKind, RawTable]]:
    """Give every sheet that is the template's: what it is called in messages, its kind, and its rows."""
    for name in claim.members:
        data = group.member(name).read()
        if not is_workbook(name):
            stem = PurePosixPath(name).stem
            raw = read_csv(data, name, expected=known_headings)
            kind = kind_of_sheet(stem)
            sheet = name if kind else ""
            if (kind := kind or kind_of_columns(raw.header)) is not None:
                yield sheet, kind, raw
            continue
        for raw in read_workbook(data, name, expected=known_headings):
            if (kind := kind_of_sheet(raw.name)) is not None:
                yield raw.name, kind, raw
            elif heading_key(raw.name) not in (heading_key(READ_ME), heading_key(LISTS)):
                problems.append(_left_alone(raw))


def _left_alone(raw: RawTable) -> Problem:
    left = counted("its # row{ is|s are} left alone", raw.table.num_rows)
    sentence = f"the sheet '{raw.name}' is not one of the template's: {left}"
    mend = "name it as a sheet of the template if it should be loaded"
    return Problem(raw.name, None, "", "", "note", "sheet-left", sentence, mend)


def add_table(sheets: Sheets, sheet: str, kind: RecordKind, mapped: Mapped) -> None:
    """Add a table of one kind, whose columns are fields."""
    table, notes = mend_years(mapped, kind, sheet)
    landed = sheets.landed
    landed.rows_read[sheet] = table.num_rows
    landed.mapping[sheet] = mapped.mapping
    landed.problems += [*mapped.problems, *notes]
    if table.num_rows:
        landed.problems += _missing_columns(mapped, kind, sheet)
        sheets.tables.setdefault(kind.name, []).append(table)
    sheets.headings += _headings(mapped, kind, sheet)


def _missing_columns(mapped: Mapped, kind: RecordKind, sheet: str) -> Iterator[Problem]:
    columns = {column.name: column for column in kind.columns}
    for name in mapped.missing:
        heading, rows = columns[name].heading, mapped.table.num_rows
        sentence = (
            f"the column '{heading}' is missing, and every row needs it: {counted('# row{ is|s are} set aside', rows)}"
        )
        mend = f"add the column '{heading}': {columns[name].about}"
        yield Problem(sheet, None, heading, "", "error", "column-missing", sentence, mend)


def _headings(mapped: Mapped, kind: RecordKind, sheet: str) -> Iterator[dict[str, object]]:
    for heading, name in mapped.mapping.items():
        holds_ids = name in references(kind) and heading_key(heading).endswith("id")
        yield {"kind": kind.name, "sheet": sheet, "field": name, "heading": heading, "holds_ids": holds_ids}


def _concatenated(kind: RecordKind, tables: Iterable[pa.Table]) -> pa.Table:
    types: dict[str, pa.DataType] = {column.name: pa.string() for column in kind.columns}
    schema = pa.schema(types | {"sheet": pa.string(), "extra": pa.string(), "line": pa.int64()})
    return pa.concat_tables([schema.empty_table(), *(table.select(schema.names).cast(schema) for table in tables)])


def _publisher(landed: Landed) -> tuple[str, str]:
    """Give the one body that all rows of flows and spend are paid by, under its name where it is given by its id."""
    rows = landed.tables["organisation"].select(["id", "name"]).to_pylist()
    names = {fold(row["name"]): row["name"] for row in rows if row["name"]}
    names |= {row["id"]: row["name"] for row in rows if row["id"] and row["name"]}
    written = [*distinct_texts(landed, "flow", "payer"), *distinct_texts(landed, "spend", "organisation")]
    bodies: dict[str, str] = {}
    for text in written:
        name = str(names.get(text) or names.get(fold(text)) or text)
        if not is_nothing(name):
            bodies.setdefault(fold(name), name)
    return (next(iter(bodies.values())), "the one body in the columns of payers") if len(bodies) == 1 else ("", "")
