"""Landing: every file of a package as text tables, one table a kind, each row with its file and line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from tpgraph.identifiers import normalise_org_id
from tpgraph.loading.extra import CLEAN
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside
from tpgraph.loading.mapping import map_table
from tpgraph.loading.raw import RawTable, raw_from_rows
from tpgraph.loading.readers import read_csv, read_json
from tpgraph_loaders.open_referral.objects import Flattened, Rows, flatten
from tpgraph_loaders.open_referral.shapes import (
    ENTITIES,
    Shape,
    header_score,
    is_json,
    mapping,
    roles,
    shape_called,
    shape_named,
    shapes,
    stem_of,
)
from tpgraph_loaders.open_referral.shifts import undo_shifts

_LINKS = ("category_links", "code_links")
"""Tables whose JSON is an object of lists: {"service id": ["term id", ...]}."""

_FROM_CSV, _FROM_JSON, _NESTED = 0, 1, 2
"""Which of several rows with one id is kept: the lowest."""

_REGISTERS = {"company number": "GB-COH", "charity number": "GB-CHC"}


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed members into one landed table a kind.

    Parameters
    ----------
    group : the package
    claim : which members belong to it

    Returns
    -------
    Landed
        Its tables are those of mapping.toml, each with the fields, `sheet`, `line`, `extra`, `nested` (true for an
        object inside another: not a row of its own), `rank` and `ordinal` (order in which the rows were read); and the
        helpers ``_identifiers`` and ``_roles``.
    """
    landing = _Landing()
    for name in claim.members:
        data = group.member(name).read()
        if not data.strip():
            landing.note(name, "empty-file", "The file is empty.")
        elif is_json(name):
            landing.take_json(name, read_json(data, name))
        else:
            landing.take_csv(name, data)
    landing.map_json()
    landed = landing.landed
    landed.tables = {table: _union(table, parts) for table, parts in landing.parts.items()}
    landed.tables["_identifiers"] = _normal_identifiers(landed.tables["organization_identifiers"])
    landed.tables["_roles"] = _role_table()
    return landed


@dataclass
class _Listing:
    """One listing of an interface, whose pages may be several files.

    `member` is the first of them, `listed` the number of items it speaks of, `carried` the ids of those that are there.
    """

    member: str
    listed: int = 0
    carried: set[str] = field(default_factory=set)

    def add(self, page: Flattened) -> None:
        """Add a file of pages."""
        self.listed = max(self.listed, page.listed)
        self.carried.update(page.carried)


@dataclass
class _Landing:
    """What has been landed so far."""

    landed: Landed = field(default_factory=lambda: Landed({}, {}))
    parts: dict[str, list[pa.Table]] = field(
        default_factory=lambda: {shape.into: [] for shape in shapes().values() if shape.into}
    )
    from_json: dict[tuple[str, int], Rows] = field(default_factory=dict)
    listings: dict[str, _Listing] = field(default_factory=dict)

    def note(self, sheet: str, code: str, sentence: str, line: int | None = None, severity: str = "note") -> None:
        self.landed.rows_read.setdefault(sheet, 0)
        self.landed.problems.append(Problem(sheet, line, "", "", severity, code, sentence))

    def take_csv(self, name: str, data: bytes) -> None:
        """Land one CSV file."""
        stem = stem_of(name)
        raw = read_csv(data, name, expected=lambda cells: header_score(stem, cells))
        shape = shape_named(stem, raw.header)
        rows = raw.table.num_rows
        self.landed.rows_read[name] = rows
        missing = shape and shape.into and mapping().tables[shape.table].missing(raw.header)
        if shape is None or shape.aside:
            self._set_aside(name, rows, shape.aside if shape else "a table that is not known")
        elif missing:
            self.note(name, "columns-missing", f"No column for {', '.join(missing)}.", severity="warning")
            self._set_aside(name, rows, f"no column for {', '.join(missing)}")
        else:
            self._add(name, self._put_right(name, raw, shape), shape, _FROM_CSV)

    def take_json(self, name: str, documents: Sequence[object]) -> None:
        """Keep the rows of one JSON file; mapped once for all files, as an interface may give a page a file."""
        shape = shape_named(stem_of(name), ())
        if shape is not None and shape.into in _LINKS:
            rows = _links(documents, name, mapping().tables[shape.table].fields)
            self.landed.rows_read[name] = len(rows.cells)
            self.from_json.setdefault((shape.name, _FROM_JSON), Rows()).extend(rows)
            return
        found = flatten(documents, name)
        self.landed.rows_read[name] = found.objects
        for rank, tables in ((_FROM_JSON, found.top), (_NESTED, found.nested)):
            for key, rows in tables.items():
                self.from_json.setdefault((key, rank), Rows()).extend(rows)
        self._account_for_objects(name, found)

    def map_json(self) -> None:
        """Map the rows of all JSON files, a table a kind."""
        for (name, rank), rows in self.from_json.items():
            where = f"{name} in JSON"
            self._add(where, _raw(where, rows), shape_called(name), rank, rows.sheets)
        for listing in self.listings.values():
            if listing.listed > len(listing.carried):
                sentence = (
                    f"The listing has {listing.listed:,} items; its pages here carry {len(listing.carried):,} of them."
                )
                self.note(listing.member, "pages-missing", sentence, severity="warning")

    def _account_for_objects(self, name: str, found: Flattened) -> None:
        aside = {**found.aside, "an object of no known kind": found.unknown}
        self.landed.set_aside.extend(SetAside(name, line, reason) for reason, lines in aside.items() for line in lines)
        if found.listed:
            what = max(found.top, key=lambda shape: len(found.top[shape].cells), default=stem_of(name))
            self.listings.setdefault(what, _Listing(name)).add(found)

    def _set_aside(self, name: str, rows: int, reason: str) -> None:
        if rows:
            self.landed.set_aside.append(SetAside(name, None, reason, rows))

    def _put_right(self, name: str, raw: RawTable, shape: Shape) -> RawTable:
        """Undo shifts in the tables whose columns are many enough to tell."""
        if shape.into not in ENTITIES:
            return raw
        right, lines = undo_shifts(raw)
        for line in lines:
            sentence = "The cells of this row stand too far right, from a broken text on; they were put back."
            self.note(name, "row-shifted", sentence, line, "warning")
        return right

    def _add(self, name: str, raw: RawTable, shape: Shape, rank: int, sheets: Sequence[str] = ()) -> None:
        """Map a table and keep it; `sheets` where its rows come from several files."""
        mapped = map_table(raw, mapping().tables[shape.table], sheet=name)
        table, rows = mapped.table, mapped.table.num_rows
        if sheets:
            table = table.set_column(table.column_names.index("sheet"), "sheet", pa.array(sheets, pa.string()))
        table = table.append_column("nested", pa.repeat(rank == _NESTED, rows))
        table = table.append_column("rank", pa.repeat(pa.scalar(rank, pa.int64()), rows))
        for constant, value in shape.constants.items():
            table = _with_constant(table, constant, value)
        self.parts[shape.into].append(table)
        self.landed.mapping.setdefault(name, {}).update(mapped.mapping)
        known = {(problem.sheet, problem.column, problem.sentence) for problem in self.landed.problems}
        self.landed.problems.extend(
            problem for problem in mapped.problems if (problem.sheet, problem.column, problem.sentence) not in known
        )


def _links(documents: Sequence[object], name: str, fields: Iterable[str]) -> Rows:
    """Make a row of every link of {"service id": ["term id", ...]}; its line is its ordinal in the file."""
    service, term = tuple(fields)
    rows = Rows()
    for document in documents:
        for key, values in document.items() if isinstance(document, dict) else ():
            for value in values if isinstance(values, list) else [values]:
                rows.add({service: str(key), term: str(value)}, len(rows.cells) + 1, name)
    return rows


def _raw(name: str, rows: Rows) -> RawTable:
    header = tuple(dict.fromkeys(key for cells in rows.cells for key in cells))
    table = raw_from_rows([[cells.get(key, "") for key in header] for cells in rows.cells], rows.lines, len(header))
    return RawTable(name, header, 0, table, "UTF-8")


def _with_constant(table: pa.Table, name: str, value: str) -> pa.Table:
    """Give every row without a value in a column the constant."""
    if name not in table.column_names:
        return table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), table.num_rows))
    written = pa.array([value if cell is None else str(cell) for cell in table.column(name).to_pylist()], pa.string())
    return table.set_column(table.column_names.index(name), name, written)


def _union(name: str, parts: Sequence[pa.Table]) -> pa.Table:
    """One table of a kind, with all its fields even where no file has them."""
    types: dict[str, pa.DataType] = {text: pa.string() for text in (*mapping().tables[name].fields, "sheet", "extra")}
    types |= {"line": pa.int64(), "nested": pa.bool_(), "rank": pa.int64()}
    schema = pa.schema(types)
    table = pa.concat_tables([schema.empty_table(), *(_completed(part, schema) for part in parts)])
    table = table.append_column("ordinal", pa.array(range(table.num_rows), pa.int64()))
    # map_table has taken the contacts out of `extra`.
    return table.replace_schema_metadata({CLEAN: b"1"})


def _completed(part: pa.Table, schema: pa.Schema) -> pa.Table:
    """Add the text columns that a part lacks, and leave out those that the table does not have."""
    for name in schema.names:
        if name not in part.column_names:
            part = part.append_column(name, pa.nulls(part.num_rows, pa.string()))
    return part.select(schema.names).replace_schema_metadata(None).cast(schema)


def _normal_identifiers(table: pa.Table) -> pa.Table:
    """The identifiers as written, with the register that is named, and their one form."""
    columns = (table.column(name).to_pylist() for name in ("scheme", "identifier_type", "identifier"))
    written = dict.fromkeys((scheme or kind, text) for scheme, kind, text in zip(*columns, strict=True) if text)
    rows = []
    for register, text in written:
        prefix = _REGISTERS.get(register.lower(), register) if register else None
        if (identifier := normalise_org_id(text, prefix)) is not None:
            rows.append({"scheme": register, "written": text, "identifier": identifier})
    return pa.Table.from_pylist(rows, schema=_text_schema("scheme", "written", "identifier"))


def _role_table() -> pa.Table:
    """One row a role, and one a branch of conditions (`code` empty for the role itself)."""
    rows = [
        {"vocabulary": role.vocabulary, "kind": role.kind, "role": role.role, "code": code}
        for role in roles()
        for code in ("", *role.conditions)
    ]
    return pa.Table.from_pylist(rows, schema=_text_schema("vocabulary", "kind", "role", "code"))


def _text_schema(*names: str) -> pa.Schema:
    return pa.schema([pa.field(name, pa.string()) for name in names])
