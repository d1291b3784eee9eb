"""The claimed table as rows of area and category, and which files are such tables."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import InputError, UnknownFormatError
from tpgraph.identifiers import gss_level, is_gss
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside
from tpgraph.loading.mapping import TableMapping, heading_key, load_mapping
from tpgraph.loading.opened import Opened, opened_heads, opened_sheets
from tpgraph.loading.plurals import counted
from tpgraph.loading.tabular import is_workbook, stem_of
from tpgraph.reference import place_by_gss
from tpgraph_loaders.nomis.dates import date_above, is_census, year_of
from tpgraph_loaders.nomis.headings import area_column, categories, counts_households

PUBLISHER = "Office for National Statistics"
_NOMIS_HEADINGS = ("geographycode", "mnemonic")
_ROW = pa.schema(
    [(name, pa.string()) for name in ("sheet", "area_code", "area_name", "indicator", "written", "financial_year")]
    + [("line", pa.int64())]
)


def fields() -> TableMapping:
    """Give the columns that tell of the area and the date."""
    return load_mapping("tpgraph_loaders.nomis").tables["areas"]


def _score(cells: Sequence[str]) -> int:
    """A header has a column of codes; of several such rows the one with most headings."""
    return 0 if fields().missing(cells) else 1 + fields().known(cells)


def _field(header: Sequence[str], name: str) -> int | None:
    keys = [heading_key(heading) for heading in fields().fields[name].headings]
    places = {heading_key(heading): index for index, heading in reversed(list(enumerate(header)))}
    return next((places[key] for key in keys if key in places), None)


def _fits(opened: Opened) -> bool:
    header = opened.raw.header
    codes = [heading for heading in header if heading_key(heading) in _NOMIS_HEADINGS]
    return bool(opened.score and codes and categories(header, _taken(header)))


def _taken(header: Sequence[str]) -> set[int]:
    """The columns that tell of the area and the date."""
    places = {_field(header, name) for name in ("area_code", "area_name", "date")}
    code = _field(header, "area_code")
    places.add(area_column(header, code) if code is not None else None)
    return {place for place in places if place is not None}


def recognise(group: Group, loader: str) -> list[Claim]:
    """Claim the files of a group that are tables of Nomis or the Census."""
    found = []
    for member in group.members:
        fitting = [opened for opened in opened_heads(member, _score) if _fits(opened)]
        if fitting:
            header = fitting[0].raw.header
            code = _field(header, "area_code") or 0
            first = categories(header, _taken(header))[0].indicator
            why = f"a column '{header[code]}' of area codes and categories such as '{first}'"
            found.append(Claim(loader, (member.name,), stem_of(member.name), 0.9, why))
    return found


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed table into rows of area and category.

    Raises
    ------
    UnknownFormatError
        If no table has area codes and categories.
    InputError
        If the table counts households.
    """
    member = group.member(claim.members[0])
    fitting = [opened for opened in opened_sheets(member, _score) if opened.score]
    if not fitting:
        raise UnknownFormatError(
            f"{member.name}: no column is headed 'geography code' or 'mnemonic'; download the table from Nomis as CSV "
            "with area codes"
        )
    landed = Landed({}, {}, publisher=PUBLISHER, publisher_why="it publishes Nomis and the Census")
    tables = [
        _land_sheet(opened, opened.raw.name if is_workbook(member.name) else "", claim, landed) for opened in fitting
    ]
    landed.tables = {"figures": pa.concat_tables(tables), "_area": _areas(tables)}
    return landed


def _column(opened: Opened, place: int | None) -> pa.ChunkedArray | pa.Array:
    if place is None:
        return pa.nulls(opened.raw.table.num_rows, pa.string())
    trimmed = pc.utf8_trim_whitespace(opened.raw.table.column(f"c{place}"))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _years(opened: Opened, claim: Claim) -> pa.Array:
    """The financial year of each row: of its date, else of the line above the table."""
    dates = _column(opened, _field(opened.raw.header, "date")).to_pylist()
    above = date_above(opened.above)
    written = [str(date or above) for date in dates]
    census = is_census([claim.stem, *opened.texts], set(written))
    known = {text: year_of(text, census) or None for text in set(written)}
    return pa.array([known[text] for text in written], pa.string())


def _land_sheet(opened: Opened, sheet: str, claim: Claim, landed: Landed) -> pa.Table:
    header, rows = opened.raw.header, opened.raw.table.num_rows
    where = claim.members[0].rsplit("/", 1)[-1]
    if counts_households(opened.above, header):
        raise InputError(
            f"{where}: the table counts households, which are no numbers of people; download one of usual residents"
        )
    code = _field(header, "area_code")
    found = categories(header, _taken(header))
    codes = pc.utf8_upper(_column(opened, code))
    place = _field(header, "area_name")
    names = _column(opened, place if place is not None else area_column(header, code or 0))
    good = pa.array([bool(text and is_gss(text)) for text in codes.to_pylist()], pa.bool_())
    lines = opened.raw.table.column("line")
    landed.rows_read[sheet] = rows
    landed.mapping[sheet] = {category.heading: "people" for category in found}
    landed.set_aside += [
        SetAside(sheet, int(line.as_py()), "no area code: a total, a footnote or the source", 1)
        for line in lines.filter(pc.invert(good))
    ]
    landed.problems += _notes(opened, sheet, len(found))
    years = _years(opened, claim)
    tables = [
        pa.table({
            "sheet": pa.repeat(pa.scalar(sheet, pa.string()), rows), "area_code": codes, "area_name": names,
            "indicator": pa.repeat(pa.scalar(category.indicator, pa.string()), rows),
            "written": _column(opened, category.index), "financial_year": years, "line": lines,
        }).cast(_ROW).filter(good)
        for category in found
    ]  # fmt: skip
    if not found:
        landed.set_aside += [SetAside(sheet, int(line.as_py()), "counts no category", 1) for line in lines.filter(good)]
    return pa.concat_tables(tables) if tables else _ROW.empty_table()


def _notes(opened: Opened, sheet: str, found: int) -> list[Problem]:
    left = len(opened.raw.header) - len(_taken(opened.raw.header)) - found
    notes = [Problem(sheet, None, "", "", "note", "reading", note) for note in opened.raw.notes]
    if opened.above:
        notes.append(
            Problem(sheet, None, "", "", "note", "reading", counted("preamble of # line{|s} read", len(opened.above)))
        )
    if left:
        sentence = counted(
            "# column{ counts|s count} everybody, {is a percentage|are percentages} or no {figure: it is|figures: they "
            "are} not loaded",
            left,
        )
        notes.append(Problem(sheet, None, "", "", "note", "census-columns-left", sentence))
    return notes


def _areas(tables: Sequence[pa.Table]) -> pa.Table:
    """Each area code once: whether the reference list has it, and its level."""
    codes = sorted({str(code) for table in tables for code in pc.unique(table.column("area_code")).to_pylist()})
    rows = [{"code": code, "is_known": place_by_gss(code) is not None, "level": gss_level(code)} for code in codes]
    schema = pa.schema([("code", pa.string()), ("is_known", pa.bool_()), ("level", pa.string())])
    return pa.Table.from_pylist(rows, schema=schema)
