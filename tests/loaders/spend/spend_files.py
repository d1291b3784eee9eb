"""Small spend files, loaded by the loader; and what became of them as plain tuples."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import xlwt
from tpgraph_loaders.spend import LOADER

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise

HEAD = "Body Name,Payment Date,Supplier Name,Net Amount\n"
COUNCIL = "Northmere Borough Council"
TWO = ("2016-04-05,Acme,10", "2016-04-06,Zenith,20")

Cells = Sequence[Sequence[str | float]]


def rows(*lines: str) -> str:
    """Rows of one council: each line is date, payee, amount."""
    return HEAD + "".join(f"{COUNCIL},{line}\n" for line in lines)


def loaded(
    folder: Path,
    content: str | bytes,
    name: str = "june.csv",
    payer: str | None = COUNCIL,
    publisher: str | None = None,
) -> PreparedLoad:
    """Write a file into the folder `northmere` and load it; the user says who pays."""
    path = folder / "northmere" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    ((group, claim),) = recognise(find_groups([path]), LOADER.name)[0]
    return prepare(group, claim, publisher, payer=payer)


def flows(load: PreparedLoad, *columns: str) -> list[tuple[object, ...]]:
    """Give some columns of the payments, in the order of the file."""
    return [tuple(row.values()) for row in load.tables["record.flow"].select(list(columns)).to_pylist()]


def aside(load: PreparedLoad) -> list[tuple[object, ...]]:
    """Give line, reason and pence of the rows set aside."""
    table = load.tables["record.set_aside"].select(["line", "reason", "amount_pence"])
    return [tuple(row.values()) for row in table.to_pylist()]


def said(load: PreparedLoad, *only: str) -> list[tuple[object, ...]]:
    """Give code, severity, line and sentence of the problems, where any are named of those whose codes begin so."""
    table: pa.Table = load.tables["record.problem"].select(["code", "severity", "line", "sentence"])
    return [tuple(row.values()) for row in table.to_pylist() if not only or row["code"].startswith(only)]


def codes(load: PreparedLoad) -> set[object]:
    """Give the codes of the problems."""
    return {entry[0] for entry in said(load)}


def ods(cells: Cells, sheet: str = "Sheet1") -> bytes:
    """Write an OpenDocument sheet of text and numbers as LibreOffice does, the blank rows at the end in one element."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in cells)
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{sheet}">{lines}{blank}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = f'<?xml version="1.0"?><manifest:manifest{names}>{entry}</manifest:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _ods_cell(value: str | float) -> str:
    if isinstance(value, str):
        text = f"<text:p>{escape(value)}</text:p>"
        return (
            f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
            if value
            else "<table:table-cell/>"
        )
    shown = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'


def xls(cells: Cells, sheet: str = "Sheet1") -> bytes:
    """Write a workbook of Excel 97 to 2003."""
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    for line, row in enumerate(cells):
        for column, value in enumerate(row):
            page.write(line, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
