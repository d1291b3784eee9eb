"""Flat tables in CSV as matching needs them: the id, the columns that are known by name, and the line of every row."""

import gzip
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import InputError, UnreadableFileError
from tpgraph.loading.csv_reader import read_csv
from tpgraph.loading.guard import MOST_BYTES, WORKBOOK_ENDINGS, check_known_kind, is_ole, is_zip, read_safely
from tpgraph.loading.raw import RawTable

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Kind:
    """A kind of table: what its rows are called, which columns it must have, and other headings of known columns."""

    name: str
    needed: tuple[str, ...]
    known: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


ORGANISATIONS = Kind(
    "organisations",
    ("id", "name"),
    ("kind", "sector", "identifier", "place", "also_known_as", "cut_at"),
)
SERVICES = Kind(
    "services",
    ("id", "name"),
    (
        "organisation_id", "description", "needs", "client_group", "place", "start", "end", "cost_gbp_per_year",
    ),
    {"provider": "organisation_id", "client_groups": "client_group", "places": "place"},
)  # fmt: skip
RECORDS = Kind("records", ("id",))
VERDICTS = Kind("verdicts", ("left_id", "right_id", "verdict"), ("kind",))


@dataclass(frozen=True)
class Listed:
    """A table that was read.

    Attributes
    ----------
    file : as it was named
    kind : what its rows are
    table : text columns by their headings, blank cells null
    lines : line of the file where each row starts
    notes : what was skipped or mended on reading
    """

    file: str
    kind: Kind
    table: pa.Table
    lines: pa.Array
    notes: tuple[str, ...] = ()

    def where(self, ids: pa.Array) -> pa.Array:
        """Say where the rows of some ids stand: file and line; null where the table has no such id."""
        rows = pc.index_in(ids, self.table.column("id").combine_chunks())
        lines = pc.cast(pc.take(self.lines, rows), pa.string())
        return pc.binary_join_element_wise(Path(self.file).name, lines, ", line ")

    def at(self, row: int, column: str) -> str:
        """Say where a cell stands, for messages."""
        return f"{self.file}, row {self.lines[row].as_py()}, column '{column}'"


def read_listed(path: Path, kind: Kind) -> Listed:
    """Read a CSV file as a table of a kind.

    UTF-8, UTF-16 and cp1252 are read, packed by gzip or not; the header may stand under a preamble.

    Parameters
    ----------
    path : of the file
    kind : what its rows are

    Raises
    ------
    InputError
        If it is no CSV file, has no row, lacks a needed column, or an id is blank or stands in two rows: file, row,
        column, and what to do.
    """
    found = read_flat(path, kind)
    _check_ids(found)
    return found


def read_flat(path: Path, kind: Kind) -> Listed:
    """Read a CSV file as a table of a kind, whatever ids it has; see `read_listed`."""
    data = _bytes_of(path)

    def score(cells: Sequence[str]) -> int:
        names = {_field(cell, kind) for cell in cells}
        return len(names & {*kind.needed, *kind.known}) if kind.needed[0] in names else 0

    raw = read_csv(data, str(path), expected=score)
    headings = _headings(raw, kind, str(path))
    columns = {}
    for heading, name in headings.items():
        column = raw.table.column(name)
        columns[heading] = pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)
    notes = [f"{path} is in {raw.encoding}, and was read as such"] if not raw.encoding.startswith("UTF-8") else []
    if not raw.table.num_rows:
        raise InputError(f"{path} has a header and no row below it; give the file with its rows")
    lines = raw.table.column("line").combine_chunks()
    return Listed(str(path), kind, pa.table(columns), lines, (*notes, *(f"{path}: {note}" for note in raw.notes)))


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableFileError(f"{path} is a folder; name the CSV file in it")
    try:
        data = read_safely(path)
    except FileNotFoundError as error:
        raise UnreadableFileError(f"there is no file '{path}'; look at the spelling") from error
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read ({error.strerror}); copy it to your own disk") from error
    if path.suffix.lower() in WORKBOOK_ENDINGS or is_ole(data) or is_zip(data):
        what = "a zip" if path.suffix.lower() == ".zip" else "a workbook"
        mend = "unpack it and name the CSV file" if what == "a zip" else "save the sheet as CSV (UTF-8) and name that"
        raise UnreadableFileError(f"{path} is {what}, and matching reads CSV files; {mend}")
    if data.startswith(_GZIP):
        data = _unpacked(data, path)
    check_known_kind(data, str(path))
    return data


def _unpacked(data: bytes, path: Path) -> bytes:
    import io

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            found = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFileError(f"{path} is a damaged gzip archive; fetch it again") from error
    if len(found) > MOST_BYTES:
        raise UnreadableFileError(f"{path} unpacks to more than {MOST_BYTES >> 30} GB; give it in parts")
    return found


def _field(heading: str, kind: Kind) -> str:
    """The field of a heading: in lower case, spaces and dashes as underscores, another name for it resolved."""
    name = "_".join(heading.strip().lower().replace("-", " ").split())
    return kind.also.get(name, name)


def _headings(raw: RawTable, kind: Kind, file: str) -> dict[str, str]:
    """Which column of the raw table is which field; headings that are no known field keep their own words."""
    known = {*kind.needed, *kind.known}
    found: dict[str, str] = {}
    for index, heading in enumerate(raw.header):
        name = _field(heading, kind)
        name = name if name in known else heading.strip() or f"column {index + 1}"
        if name in found and name in known:
            raise InputError(f"{file}, row {raw.header_line}: two columns are '{name}'; take one away or rename it")
        while name in found:
            name += " (again)"
        found[name] = f"c{index}"
    missing = [name for name in kind.needed if name not in found]
    if missing:
        has = ", ".join(heading for heading in raw.header if heading) or "none"
        wanted = " and ".join(f"'{name}'" for name in missing)
        noun = "column" if len(missing) == 1 else "columns"
        raise InputError(
            f"{file}, row {raw.header_line}: {kind.name} need the {noun} {wanted}; the file has {has}: rename "
            f"{'the one that holds it' if len(missing) == 1 else 'those that hold them'}"
        )
    return found


def _check_ids(listed: Listed) -> None:
    ids = listed.table.column("id").combine_chunks()
    blank = pc.index(pc.is_null(ids), True).as_py()
    if blank >= 0:
        raise InputError(f"{listed.at(blank, 'id')}: it is blank; give every row an id of its own")
    codes = pc.dictionary_encode(ids).indices.to_numpy()
    first, counts = np.unique(codes, return_counts=True)
    if len(first) == len(codes):
        return
    row = _first_repeated(codes, counts)
    before = int(np.flatnonzero(codes == codes[row])[0])
    raise InputError(
        f"{listed.at(row, 'id')}: '{ids[row].as_py()}' stands in row {listed.lines[before].as_py()} too; give every "
        "row an id of its own"
    )


def _first_repeated(codes: "np.typing.NDArray[np.int32]", counts: "np.typing.NDArray[np.int64]") -> int:
    """The first row whose id stood in an earlier one; codes count up in the order of first sight."""
    seen = np.maximum.accumulate(codes)
    again = np.flatnonzero((codes[1:] <= seen[:-1]) & (counts[codes[1:]] > 1))
    return int(again[0]) + 1
