"""The columns of a raw table as the text columns of one record kind, as a mapping file says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import InputError
from tpgraph.loading.any_table.fields import DROP, KEEP, MapField, fields_of
from tpgraph.loading.any_table.map_file import MapFile
from tpgraph.loading.any_table.mistakes import nearest, shown
from tpgraph.loading.contacts import clean_column, column_is_contacts, is_contact_heading, remove_contacts
from tpgraph.loading.loader import Problem
from tpgraph.loading.mapping import HEADED_BY_A_CONTACT, Mapped, TableMapping, map_table
from tpgraph.loading.persons import is_nothing
from tpgraph.loading.raw import RawTable
from tpgraph.names import fold
from tpgraph_loaders.mapped.cells import read_cells
from tpgraph_loaders.mapped.finding import Found, find_columns, heading_of, kind_of
from tpgraph_loaders.template.sheets import table_mapping

_TYPED = frozenset({"pence", "date", "year", "integer", "number"})
_CODES = frozenset({"document", "postcode"})
_PAYERS = frozenset({("flow", "payer"), ("spend", "organisation")})
_MOST_LISTED = 10

Texts: TypeAlias = pa.Array | pa.ChunkedArray


@dataclass
class Made:
    """A raw table in the columns of a kind.

    Attributes
    ----------
    mapped : text columns of the kind, `sheet`, `line`, `extra`; heading -> column of the model
    beside : texts of the fields that are no column of the template, by name; all null where nothing fills them
    constants : columns of the model whose blank cells a constant fills
    """

    mapped: Mapped
    beside: dict[str, Texts] = field(default_factory=dict)
    constants: frozenset[str] = frozenset()


def make_table(raw: RawTable, file: MapFile, sheet: str) -> Made:
    """Make the landed table of a raw table that `why_not` finds nothing against.

    Parameters
    ----------
    raw : the table as read
    file : the mapping
    sheet : what column `sheet` shall say

    Raises
    ------
    InputError
        If a field that every row needs has only columns of contacts.
    """
    found, fields = find_columns(raw.header, file), fields_of(kind_of(file).name)
    places = {index for indexes in found.by_field.values() for index in indexes}
    columns = {index: _trimmed(raw.table.column(f"c{index}")) for index in sorted(places)}
    contacts = _contacts(found, columns, fields)
    _refuse_only_contacts(found, contacts, fields, file)
    rest = _others(raw, places | set(found.dropped), sheet)
    problems = [*_said_of_columns(found, rest.dropped, sheet), *_dropped(found, contacts, sheet), *rest.problems]
    filling = {name: [index for index in found.by_field.get(name, ()) if index not in contacts] for name in fields}
    texts: dict[str, Texts] = {}
    for name, entry in fields.items():
        parts = [read_cells(columns[index], entry, file) for index in filling[name]]
        text, said = _completed(_joined(parts, entry, raw.table.num_rows), entry, file, sheet, bool(parts))
        problems += said
        texts[entry.column.name] = _cleaned(text, kind_of(file).name, entry)
    beside = {entry.column.name: texts.pop(entry.column.name) for entry in fields.values() if entry.beside}
    table = pa.table({**texts, **{name: rest.table.column(name) for name in ("sheet", "line", "extra")}})
    mapping = {heading_of(found.keys[i]): fields[name].column.name for name, places in filling.items() for i in places}
    dropped = (*rest.dropped, *(heading_of(found.keys[index]) for index in sorted(contacts)))
    constants = frozenset(fields[name].column.name for name in file.constants)
    return Made(Mapped(table, mapping, dropped, (), problems), beside, constants)


def _contacts(found: Found, columns: Mapping[int, pa.ChunkedArray], fields: Mapping[str, MapField]) -> frozenset[int]:
    """The places of the mapped columns that hold contacts."""
    return frozenset(
        index
        for name, indexes in found.by_field.items()
        for index in indexes
        if _is_contact(found.keys[index], columns[index], fields[name])
    )


def _refuse_only_contacts(
    found: Found, contacts: frozenset[int], fields: Mapping[str, MapField], file: MapFile
) -> None:
    for name, indexes in found.by_field.items():
        if fields[name].column.required and name not in file.constants and contacts.issuperset(indexes):
            heading = heading_of(found.keys[indexes[0]])
            raise InputError(
                f"the mapping says that column '{shown(heading)}' is {name}, and it holds contacts, which are never "
                "loaded; name another column"
            )


def _completed(text: Texts, entry: MapField, file: MapFile, sheet: str, is_column: bool) -> tuple[Texts, list[Problem]]:
    """The texts of a field with the constant in blank cells; a blank payer is the one body that pays all others."""
    name = entry.name
    if name in file.constants:
        said = list(_filled(text, name, file, sheet)) if is_column else []
        return pc.fill_null(text, file.constants[name].strip()), said
    if (kind_of(file).name, name) in _PAYERS and (payer := _one_body(text)):
        return pc.fill_null(text, payer), list(_paid_by(text, payer, sheet))
    return text, []


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _others(raw: RawTable, used: set[int], sheet: str) -> Mapped:
    """The columns in no field: `extra`, with contacts dropped and named as every loader does."""
    rest = [index for index in range(len(raw.header)) if index not in used]
    table = {f"c{place}": raw.table.column(f"c{index}") for place, index in enumerate(rest)}
    header = tuple(raw.header[index] for index in rest)
    whole = replace(raw, header=header, table=pa.table({**table, "line": raw.table.column("line")}), date_cells=())
    return map_table(whole, TableMapping(fields={}), sheet=sheet)


def _cleaned(text: Texts, kind: str, entry: MapField) -> Texts:
    """The texts of a field without contacts, where these are looked for before the SQL runs."""
    if entry.name == "website":
        # Digits in a web address are no telephone number, but an e-mail address is none.
        return pc.if_else(pc.match_substring(text, "@"), clean_column(text), text)
    is_code = entry.beside or table_mapping(kind).fields[entry.column.name].kind == "code"
    return text if is_code else clean_column(text)


def _is_contact(key: str, column: pa.ChunkedArray, entry: MapField) -> bool:
    """Whether a column holds contacts, whatever the mapping says of it."""
    if remove_contacts(key) != key:
        return True
    if entry.column.type in _TYPED or entry.column.values:
        return False
    # Ids and codes may look like telephone numbers: there the heading must say so too.
    if entry.column.type == "id" or entry.name in _CODES:
        return is_contact_heading(key) and column_is_contacts(column)
    return is_contact_heading(key) or column_is_contacts(column)


def _joined(parts: Sequence[Texts], entry: MapField, rows: int) -> Texts:
    """One text a row of the columns that fill a field: entries of a list with `;`, texts with a comma."""
    if not parts:
        return pa.nulls(rows, pa.string())
    if len(parts) == 1:
        return parts[0]
    between = ";" if entry.column.type == "list" else ", "
    flat = [part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part for part in parts]
    pieces = [pc.binary_join_element_wise(between, part, "") for part in flat]
    # Not null_handling="skip": pyarrow 26 loses rows in which every piece is null.
    whole = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="")
    cut = pc.utf8_slice_codeunits(whole, len(between))
    return pc.if_else(pc.equal(cut, ""), pa.scalar(None, pa.string()), cut)


def _filled(text: Texts, name: str, file: MapFile, sheet: str) -> Iterator[Problem]:
    if text.null_count:
        rows = f"{text.null_count:,} {'row has' if text.null_count == 1 else 'rows have'}"
        said = f"{rows} no {name}: '{shown(file.constants[name])}' is taken, as the mapping says"
        yield Problem(sheet, None, name, "", "note", "constant-taken", said)


def _one_body(text: Texts) -> str:
    """The one body that a column of payers names; empty where it names none or several."""
    names = [name for name in text.drop_null().unique().to_pylist() if not is_nothing(name)]
    return names[0] if len({fold(name) for name in names}) == 1 else ""


def _paid_by(text: Texts, payer: str, sheet: str) -> Iterator[Problem]:
    if text.null_count:
        rows = f"{text.null_count:,} {'row names' if text.null_count == 1 else 'rows name'}"
        said = f"{rows} no payer: {payer}, who pays all others, is taken"
        yield Problem(sheet, None, "", "", "note", "payer-blank", said)


def _dropped(found: Found, contacts: Iterable[int], sheet: str) -> Iterator[Problem]:
    for index in sorted(contacts):
        heading = heading_of(found.keys[index])
        said = heading if heading == HEADED_BY_A_CONTACT else f"column '{heading}' holds contacts"
        mend = f'write "{DROP}" for it in the mapping'
        yield Problem(sheet, None, "", "", "note", "contacts-dropped", f"{said}: not loaded", mend)


def _said_of_columns(found: Found, dropped: Sequence[str], sheet: str) -> Iterator[Problem]:
    for column, name in found.absent.items():
        if name not in (KEEP, DROP):
            said = f"the mapping says that column '{shown(heading_of(column))}' is {name}, and there is no such column"
            mend = f"mend the heading in the mapping, or take the line out{nearest(column, found.keys)}"
            yield Problem(sheet, None, "", "", "warning", "mapping-column-missing", said, mend)
    plain = [key for index in found.unnamed if (key := found.keys[index]) not in dropped and heading_of(key) == key]
    if plain:
        listed = ", ".join(f"'{shown(key)}'" for key in plain[:_MOST_LISTED])
        more = f" and {len(plain) - _MOST_LISTED:,} more" if len(plain) > _MOST_LISTED else ""
        said = f"the mapping does not name the columns {listed}{more}: they are kept beside the rows, in no field"
        yield Problem(sheet, None, "", "", "note", "column-not-in-mapping", said, "add a line for each that matters")
