"""Registers of a few rows, written to disk as they are published, and loaded. Every name in them is invented."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.loader import Claim
from tpgraph.loading.recognise import recognise
from tpgraph.tables import empty

Sheet = tuple[str, Iterable[Sequence[object]]]

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/></manifest:manifest>'
)
_END = "</office:spreadsheet></office:body></office:document-content>"
_EMPTY = '<table:table-cell table:number-columns-repeated="{}"/>'


def _cells(row: Sequence[object]) -> Iterator[str]:
    blanks = 0
    for value in row:
        if value in ("", None):
            blanks += 1
            continue
        if blanks:
            yield _EMPTY.format(blanks)
            blanks = 0
        kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
        text = f"<text:p>{escape(str(value))}</text:p>"
        yield f'<table:table-cell office:value-type="{kind}">{text}</table:table-cell>'
    if blanks:
        yield _EMPTY.format(blanks)


def write_ods(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write an OpenDocument spreadsheet; the rows of a sheet may come from a generator."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w") as raw, io.TextIOWrapper(raw, encoding="utf-8") as content:
            content.write(_CONTENT)
            for name, rows in sheets:
                content.write(f'<table:table table:name="{escape(name)}">')
                for row in rows:
                    content.write(f"<table:table-row>{''.join(_cells(row))}</table:table-row>")
                content.write("</table:table>")
            content.write(_END)
    return path


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    """Write a CSV file with quotes round every cell, as registers are published."""
    lines = (",".join('"' + str(value).replace('"', '""') + '"' for value in row) for row in rows)
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def row_of(header: Sequence[str], values: Mapping[str, object]) -> list[object]:
    """Put values under their headings; a value without a heading is a mistake of the test."""
    unknown = set(values) - set(header)
    assert not unknown, unknown
    return [values.get(heading, "") for heading in header]


def claims_on(path: Path) -> list[Claim]:
    """Give the claims that stand on a file or folder, every installed loader asked."""
    found, _ = recognise(find_groups([path]))
    return [claim for _, claim in found]


def loaded(path: Path) -> PreparedLoad:
    """Recognise and load the one source of a file or folder."""
    ((group, claim),) = recognise(find_groups([path]))[0]
    return prepare(group, claim)


def table(load: PreparedLoad, name: str) -> pa.Table:
    """Give one record table, without rows where the load has none."""
    return load.tables.get(f"record.{name}", empty(f"record.{name}"))


def rows(load: PreparedLoad, name: str, *columns: str) -> list[tuple[object, ...]]:
    """Give some columns of a record table, a tuple a row, in order of sheet and line."""
    found = table(load, name)
    return [tuple(row[column] for column in columns) for row in found.to_pylist()]


def problems(load: PreparedLoad, code: str) -> list[tuple[object, ...]]:
    """Give line, column and value of the problems with one code."""
    return [row[1:] for row in rows(load, "problem", "code", "line", "column", "value") if row[0] == code]


def codes(load: PreparedLoad) -> set[str]:
    """Give the codes of the problems of a load."""
    return set(table(load, "problem").column("code").to_pylist())


def set_aside(load: PreparedLoad) -> list[tuple[object, ...]]:
    """Give sheet, line, rows and reason of what was set aside."""
    return rows(load, "set_aside", "sheet", "line", "rows", "reason")


def everything(load: PreparedLoad) -> str:
    """Give all that a load would store, as one text."""
    return str([found.to_pylist() for found in load.tables.values()])
