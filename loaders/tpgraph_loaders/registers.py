"""What the loaders of public registers share: the one table of a file, columns that are not kept, and plain accounts.

A register has many columns that no map needs. Its mapping.toml names them in table `not_kept`, and columns that name
persons in table `persons`; neither reaches a record. A column that it does not know at all goes to `extra`, as ever.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import PurePosixPath

import pyarrow as pa

from tpgraph.errors import UnknownFormatError, UnreadableFileError
from tpgraph.identifiers import normalise_org_id
from tpgraph.loading.loader import Claim, Group, Landed, Member, Problem, SetAside
from tpgraph.loading.mapping import Mapped, TableMapping, heading_key, load_mapping, map_table
from tpgraph.loading.plurals import counted
from tpgraph.loading.raw import RawTable
from tpgraph.loading.readers import read_csv, read_head, read_workbook, read_workbook_head
from tpgraph.money import parse_date

TEXTS = (".csv", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

_DATE_IN_NAME = re.compile(
    r"(?<!\d)(\d{1,2})[_ -]([A-Za-z]{3,9})[_ -](\d{4})(?!\d)|(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)"
)
_HEADINGS = pa.schema([(name, pa.string()) for name in ("sheet", "field", "heading")])


@dataclass(frozen=True)
class Register:
    """How the table of a register is known.

    Attributes
    ----------
    package : package of the loader
    table : the table in its mapping.toml; those of its fields that are required make a table one of the register
    """

    package: str
    table: str

    @property
    def fields(self) -> TableMapping:
        """The fields of the table."""
        return load_mapping(self.package).tables[self.table]

    def headings_of(self, table: str) -> frozenset[str]:
        """Give the folded headings of a table of the mapping; none where it has no such table."""
        found = load_mapping(self.package).tables.get(table)
        entries = found.fields.values() if found else ()
        return frozenset(heading_key(heading) for entry in entries for heading in entry.headings)

    def score(self, cells: Sequence[str]) -> int:
        """Score a row as header; one known word in a row of notes says nothing."""
        others = self.headings_of("not_kept") | self.headings_of("persons")
        known = self.fields.known(cells) + sum(heading_key(cell) in others for cell in cells)
        return known if known > 2 else 0

    def fits(self, header: Sequence[str]) -> bool:
        """Tell whether a header has every required field."""
        return not self.fields.missing(header)


def is_text(name: str) -> bool:
    """Tell whether a member is a text file by its name."""
    return name.lower().endswith(TEXTS)


def is_workbook(name: str) -> bool:
    """Tell whether a member is a workbook by its name."""
    return name.lower().endswith(WORKBOOKS)


def stem(name: str) -> str:
    """Give the name of a member without folders, ending and date: each month's register is an issue of one source.

    >>> stem("01_October_2026_HSCA_Active_Locations.ods"), stem("edubasealldata20250109.csv")
    ('HSCA_Active_Locations', 'edubasealldata')
    """
    whole = PurePosixPath(name).stem
    return _DATE_IN_NAME.sub("", whole).strip(" _-.") or whole


def wording(package: str) -> pa.Table:
    """Read the editable wordings.csv beside a loader: text columns as its header names them, empty cells null.

    A line that begins with `#` is a comment.
    """
    text = resources.files(package).joinpath("wordings.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))
    names = list(rows[0])
    return pa.table({name: pa.array([row[name].strip() or None for row in rows], pa.string()) for name in names})


def recognised_by(member: Member, register: Register) -> str:
    """Say by what a member is known as a table of the register; empty where it is not.

    Parameters
    ----------
    member : any file
    register : how the table is known
    """
    try:
        if is_text(member.name):
            raws = [read_head(member.read(), member.name, expected=register.score)]
        elif is_workbook(member.name):
            raws = read_workbook_head(member.read(), member.name, expected=register.score)
        else:
            return ""
    except UnreadableFileError:
        # Damaged or protected: not ours to refuse.
        return ""
    known = max((register.score(raw.header) for raw in raws if register.fits(raw.header)), default=0)
    return f"{known} of its headings are the register's" if known else ""


def claim_on(member: Member, loader: str, why: str) -> Claim:
    """Claim one member; surer than loaders that know some of its columns."""
    return Claim(loader, (member.name,), stem(member.name), 0.97, why)


def read_tables(member: Member, *registers: Register) -> list[RawTable]:
    """Read the tables of a member of some registers; the one table of a text file has the name ''."""

    def expected(cells: Sequence[str]) -> int:
        return max(register.score(cells) for register in registers)

    if is_workbook(member.name):
        return read_workbook(member.read(), member.name, expected=expected)
    return [replace(read_csv(member.read(), member.name, expected=expected), name="")]


def claimed_member(group: Group, claim: Claim) -> Member:
    """Give the one member of a claim."""
    return group.member(claim.members[0])


def refuse(member: Member, tables: Sequence[RawTable], register: Register) -> UnknownFormatError:
    """Make the error that says which headings a file lacks."""
    best = max(tables, key=lambda raw: register.score(raw.header))
    lacking = ", ".join(
        f"'{register.fields.fields[name].headings[0]}'" for name in register.fields.missing(best.header)
    )
    found = ", ".join(heading for heading in best.header if heading)[:200] or "none"
    return UnknownFormatError(
        f"{member.name}: no column is headed {lacking}; its columns: {found}; see `tpgraph formats`"
    )


def without_columns(raw: RawTable, keys: frozenset[str]) -> tuple[RawTable, tuple[str, ...]]:
    """Take the columns with some folded headings out of a table; gives the headings that went."""
    keep = [index for index, heading in enumerate(raw.header) if heading_key(heading) not in keys]
    gone = tuple(heading for heading in raw.header if heading_key(heading) in keys)
    if not gone:
        return raw, ()
    columns = {f"c{new}": raw.table.column(f"c{old}") for new, old in enumerate(keep)}
    table = pa.table({**columns, "line": raw.table.column("line")})
    return replace(raw, header=tuple(raw.header[index] for index in keep), table=table), gone


@dataclass
class Landing:
    """A `Landed` in the making."""

    register: Register
    landed: Landed = field(default_factory=lambda: Landed({}, {}))

    def note(
        self, sheet: str, code: str, sentence: str, severity: str = "note", mend: str = "", column: str = ""
    ) -> None:
        """Say something of a whole sheet."""
        self.landed.problems.append(Problem(sheet, None, column, "", severity, code, sentence, mend))

    def leave_out(self, raw: RawTable, reason: str) -> None:
        """Set a sheet aside as a whole."""
        rows = raw.table.num_rows
        self.landed.rows_read[raw.name] = rows
        if rows:
            self.landed.set_aside.append(SetAside(raw.name, None, reason, rows))
            self.note(raw.name, "sheet-beside-register", f"sheet '{raw.name}' is left out: {reason}")

    def map(self, raw: RawTable) -> Mapped:
        """Map a table after the columns that are not kept and those that name persons are gone."""
        self.landed.rows_read[raw.name] = raw.table.num_rows
        raw, persons = without_columns(raw, self.register.headings_of("persons"))
        raw, gone = without_columns(raw, self.register.headings_of("not_kept"))
        for heading in persons:
            self.note(raw.name, "persons-not-loaded", f"column '{heading}' names persons: not loaded", column=heading)
        if gone:
            named = ", ".join(f"'{heading}'" for heading in gone[:5]) + (" ..." if len(gone) > 5 else "")
            self.note(
                raw.name, "columns-not-kept", f"{counted('# column{ is|s are} known and not kept', len(gone))}: {named}"
            )
        mapped = map_table(raw, self.register.fields, sheet=raw.name)
        self.landed.mapping[raw.name] = mapped.mapping
        self.landed.problems.extend(mapped.problems)
        return mapped

    def finish(self, tables: Mapping[str, pa.Table], publisher: str, as_of: str) -> Landed:
        """Give the landed source; its publisher is known by what it is."""
        self.landed.tables.update(tables)
        self.landed.tables["_heading"] = headings(self.landed.mapping)
        self.landed.publisher = publisher
        self.landed.publisher_why = "nobody else publishes this register"
        self.landed.as_of = as_of
        return self.landed


def headings(mapping: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """Give one row a mapped column, so that problems can name it as the file does."""
    rows = [
        {"sheet": sheet, "field": name, "heading": heading}
        for sheet, named in mapping.items()
        for heading, name in named.items()
    ]
    return pa.Table.from_pylist(rows, schema=_HEADINGS)


def identifiers(table: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    """Give every distinct number of some columns in its one form.

    Parameters
    ----------
    table : landed text
    columns : column -> register of its numbers, such as {"company": "GB-COH"}

    Returns
    -------
    Table, columns kind (the column), written, identifier (null where the register cannot hold the number)
    """
    rows = [
        {"kind": name, "written": text, "identifier": normalise_org_id(text, prefix)}
        for name, prefix in columns.items()
        for text in table.column(name).unique().to_pylist()
        if text
    ]
    schema = pa.schema([(name, pa.string()) for name in ("kind", "written", "identifier")])
    return pa.Table.from_pylist(rows, schema=schema)


def date_in(text: str) -> str:
    """Find the first date in a name or sentence: `01_October_2026`, `1 October 2026` or `20261001`; empty if none.

    >>> date_in("01_October_2026_HSCA_Active_Locations"), date_in("edubasealldata20250109"), date_in("locations")
    ('2026-10-01', '2025-01-09', '')
    """
    for day, month, year, *digits in _DATE_IN_NAME.findall(text):
        found = parse_date(f"{day} {month} {year}" if year else "-".join(digits))
        if found:
            return str(found)
    return ""
