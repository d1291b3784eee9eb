"""The claimed file as text: its rows, and its areas as one row a cell."""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import UnknownFormatError, UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Landed, Member
from tpgraph.loading.mapping import FieldMapping, Mapped, TableMapping, map_table
from tpgraph.loading.readers import RawTable, read_csv, read_head, read_workbook, read_workbook_head
from tpgraph.reference import WHOLE, gss_levels, nation_counts
from tpgraph_loaders.ons_lookup.headings import (
    MOST_AREAS,
    UNDATED,
    AreaColumn,
    area_columns,
    fits,
    kinds,
    known,
    plain_field,
    read_heading,
    year_in,
)

_CSV = (".csv", ".tsv")
_WORKBOOK = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PUBLISHER = "Office for National Statistics"

_PLAIN = ("change", "edition", "population", "households")
_PLACE_FIELDS = {"code": "id", "name": "name", "other": "extra"}


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(_WORKBOOK)


def _heads(member: Member) -> list[RawTable]:
    """The tables of a member, of a CSV only its first rows; none where it cannot be read."""
    try:
        if _is_workbook(member.name):
            return read_workbook_head(member.read(), member.name, expected=known)
        return [read_head(member.read(), member.name, expected=known)] if member.name.lower().endswith(_CSV) else []
    except UnreadableFileError:
        return []


def claims(group: Group, loader: str) -> list[Claim]:
    """Claim the files of a group that are look-ups."""
    found = []
    for member in group.members:
        header = next((raw.header for raw in _heads(member) if fits(raw.header)), None)
        if header is None:
            continue
        filled = [cell for cell in header if cell.strip()]
        # What has columns beside the areas may be a loader's that reads them: an index by LSOA, for one.
        confidence = 0.9 if known(filled) == len(filled) else 0.5
        headed = ", ".join(column.code for column in area_columns(filled))
        stem = member.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        why = f"its columns {headed} hold codes of areas"
        found.append(Claim(loader, (member.name,), stem, confidence, why))
    return found


def land(group: Group, claim: Claim) -> Landed:
    """Read the sheets of the claimed file that are look-ups.

    Raises
    ------
    UnknownFormatError
        If none is, naming the columns.
    """
    member = group.member(claim.members[0])
    is_workbook = _is_workbook(member.name)
    data = member.read()
    tables = (
        read_workbook(data, member.name, expected=known)
        if is_workbook
        else [read_csv(data, member.name, expected=known)]
    )
    fitting = [raw for raw in tables if 1 < len(area_columns(raw.header)) <= MOST_AREAS]
    if not fitting:
        header = ", ".join(heading for heading in tables[0].header if heading)[:200]
        raise UnknownFormatError(
            f"{member.name}: from two to {MOST_AREAS} columns of codes, such as LSOA21CD and LAD22CD, are needed; its "
            f"columns are {header}"
        )
    return _landed([(raw.name if is_workbook else "", raw) for raw in fitting])


def _landed(sheets: Sequence[tuple[str, RawTable]]) -> Landed:
    landed = Landed(tables={}, rows_read={})
    rows: list[pa.Table] = []
    cells: list[pa.Table] = []
    columns: list[dict[str, object]] = []
    for sheet, raw in sheets:
        areas = area_columns(raw.header)
        mapped = map_table(raw, _mapping(raw.header, areas), sheet=sheet)
        rows.append(_rows(mapped, raw.header))
        for area in areas:
            columns.append(_column(len(columns), sheet, area))
            cells.append(_cells(mapped, area, len(cells)))
        landed.rows_read[sheet] = mapped.table.num_rows
        landed.mapping[sheet] = _said(mapped.mapping)
        landed.problems += mapped.problems
    landed.tables |= {"look_up": pa.concat_tables(rows), "_cell": pa.concat_tables(cells)}
    landed.tables |= {"_column": _table(columns), "_level": _levels(), "_whole": _whole()}
    if any(column["year"] < UNDATED for column in columns):  # type: ignore[operator]  # years are numbers
        landed.publisher, landed.publisher_why = PUBLISHER, "its columns are headed as its look-ups are"
    return landed


def _mapping(header: Sequence[str], areas: Sequence[AreaColumn]) -> TableMapping:
    """A field for every column of areas, named as the file heads it, and for the plain ones that are there."""
    fields = {name: FieldMapping(headings=tuple(_meaning(header, name))) for name in (*_PLAIN, "serial")}
    for area in areas:
        for heading in filter(None, (area.code, area.other)):
            fields[heading] = FieldMapping(headings=(heading,))
        if area.name:
            fields[area.name] = FieldMapping(headings=(area.name,), kind="name")
    return TableMapping(fields=fields)


def _said(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping in words of the model: a column of areas is a place's id or name."""
    named = {heading: read_heading(heading) for heading in mapping}
    return {
        heading: f"place.{_PLACE_FIELDS[read.part]}" if (read := named[heading]) else field
        for heading, field in mapping.items()
        if field != "serial"
    }


def _meaning(header: Sequence[str], name: str) -> Iterator[str]:
    return (heading for heading in header if plain_field(heading) == name)


def _rows(mapped: Mapped, header: Sequence[str]) -> pa.Table:
    """One row a row of the sheet: what stands beside the areas, and the year that a heading of people names."""
    table = mapped.table.select(["sheet", "line", "extra", *_PLAIN])
    for name in ("population", "households"):
        heading = next(_meaning(header, name), "")
        year = pa.repeat(pa.scalar(year_in(heading) or None, pa.string()), table.num_rows)
        table = table.append_column(f"{name}_year", year)
    return table


def _column(number: int, sheet: str, area: AreaColumn) -> dict[str, object]:
    kind = kinds()[area.kind]
    # Two kinds of area that areas.toml does not list are two kinds all the same.
    name = f"area {area.stem}" if kind.name == "area" else kind.name
    return {
        "column_id": number, "sheet": sheet, "heading": area.code, "kind": name, "year": area.year,
        "rank": kind.rank, "level": kind.level, "plural": kind.plural, "basis": kind.basis,
    }  # fmt: skip


def _cells(mapped: Mapped, area: AreaColumn, number: int) -> pa.Table:
    """The filled cells of one area, with what stands in its other columns."""
    table = mapped.table
    nothing = pa.nulls(table.num_rows, pa.string())
    made = pa.table(
        {
            "sheet": table.column("sheet"),
            "line": table.column("line"),
            "column_id": pa.repeat(pa.scalar(number, pa.int64()), table.num_rows),
            "code": table.column(area.code),
            "name": table.column(area.name) if area.name else nothing,
            "other": table.column(area.other) if area.other else nothing,
            "other_heading": pa.repeat(pa.scalar(area.other or None, pa.string()), table.num_rows),
        }
    )
    return made.filter(pc.is_valid(made.column("code")))


_COLUMN_SCHEMA = pa.schema(
    [
        ("column_id", pa.int64()),
        ("sheet", pa.string()),
        ("heading", pa.string()),
        ("kind", pa.string()),
        ("year", pa.int64()),
        ("rank", pa.int64()),
        ("level", pa.string()),
        ("plural", pa.string()),
        ("basis", pa.bool_()),
    ]
)


def _table(columns: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(columns, schema=_COLUMN_SCHEMA)


def _levels() -> pa.Table:
    """Level by the first three characters of a code, with the rank that an area of that level has."""
    rank = {kind.level: kind.rank for kind in reversed(list(kinds().values())) if kind.level != "other"}
    entries = sorted(gss_levels().items())
    return pa.table(
        {
            "prefix": [prefix for prefix, _ in entries],
            "level": [level for _, level in entries],
            "rank": pa.array([rank.get(level) for _, level in entries], pa.int64()),
        }
    )


def _whole() -> pa.Table:
    """From how many districts or LSOAs on a table holds a whole nation, by the letter its codes begin with."""
    counts = list(nation_counts().values())
    return pa.table(
        {
            "letter": [nation.letter for nation in counts],
            "districts": pa.array([WHOLE * nation.districts for nation in counts], pa.float64()),
            "lsoas": pa.array([WHOLE * nation.lsoas for nation in counts], pa.float64()),
        }
    )
