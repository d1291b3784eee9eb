"""Which columns of a table are those that a mapping file names."""

from collections.abc import Sequence
from dataclasses import dataclass

from tpgraph.loading.any_table.fields import DROP, KEEP, kind_named
from tpgraph.loading.any_table.map_file import MapFile
from tpgraph.loading.any_table.mistakes import nearest, shown
from tpgraph.loading.any_table.reading import column_keys
from tpgraph.loading.contacts import remove_contacts
from tpgraph.loading.mapping import HEADED_BY_A_CONTACT, heading_key
from tpgraph.model import RecordKind

_MOST_LISTED = 12


@dataclass(frozen=True)
class Found:
    """The columns of a table as a mapping file sees them.

    Attributes
    ----------
    keys : what each column is called, see `column_keys`
    by_field : field -> places of its columns, in the file's order
    dropped : places of the columns that are not loaded
    absent : column that the mapping names -> field, where the table has none of that name
    unnamed : places of the columns that the mapping does not name
    """

    keys: tuple[str, ...]
    by_field: dict[str, list[int]]
    dropped: tuple[int, ...]
    absent: dict[str, str]
    unnamed: tuple[int, ...]


def kind_of(file: MapFile) -> RecordKind:
    """Give the record kind of a mapping file, which was checked when it was read."""
    kind = kind_named(file.kind)
    assert kind is not None
    return kind


def find_columns(header: Sequence[str], file: MapFile) -> Found:
    """Find the columns that a mapping names: of the same name, else the only one that differs from it in spelling."""
    keys = column_keys(header)
    folded: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        folded.setdefault(heading_key(key), []).append(index)
    exact = {key: index for index, key in enumerate(keys)}
    places: dict[str, int] = {}
    for column in file.columns:
        alike = [index for index in folded.get(heading_key(column), []) if keys[index] not in file.columns]
        if column in exact:
            places[column] = exact[column]
        elif heading_key(column) and len(alike) == 1:
            places[column] = alike[0]
    by_field: dict[str, list[int]] = {}
    for column, index in sorted(places.items(), key=lambda item: item[1]):
        if file.columns[column] not in (KEEP, DROP):
            by_field.setdefault(file.columns[column], []).append(index)
    return Found(
        keys,
        by_field,
        tuple(index for column, index in places.items() if file.columns[column] == DROP),
        {column: name for column, name in file.columns.items() if column not in places},
        tuple(index for index in range(len(keys)) if index not in set(places.values())),
    )


def header_score(file: MapFile, cells: Sequence[str]) -> int:
    """Count the columns of a mapping that a row of cells has as headings: by it the header is found."""
    wanted = {heading_key(column) for column in file.columns} - {""}
    return len(wanted & {heading_key(cell) for cell in cells})


def why_not(header: Sequence[str], file: MapFile) -> str:
    """Say why a table cannot be read by a mapping; empty where all that a row needs has a column or constant."""
    found = find_columns(header, file)
    for column in kind_of(file).columns:
        name = column.heading
        if not column.required or name in file.constants or name in found.by_field:
            continue
        wanted = next(key for key, written in found.absent.items() if written == name)
        listed = ", ".join(shown(heading_of(key)) for key in found.keys[:_MOST_LISTED])
        near = nearest(wanted, found.keys) or f"; it has {listed}"
        return f"the mapping says that column '{shown(wanted)}' is {name}, and there is no such column{near}"
    return ""


def heading_of(key: str) -> str:
    """Give what a column is called in messages: its heading, unless that is itself a contact."""
    return key if remove_contacts(key) == key else HEADED_BY_A_CONTACT
