"""The claimed file as lines of spending: one landed row a loaded figure, with everything else accounted for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tpgraph.errors import InputError, UnknownFormatError
from tpgraph.loading.figures import THOUSAND, UNIT_WORDS, Figures, StatedUnit, read_figures, stated_unit
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside
from tpgraph.loading.mapping import TableMapping, load_mapping, map_table
from tpgraph.loading.opened import Opened, opened_sheets
from tpgraph.loading.raw import RawTable
from tpgraph.loading.tabular import is_workbook
from tpgraph.reference import public_body_by_gss
from tpgraph_loaders.revenue_outturn.authorities import reasons, year_of
from tpgraph_loaders.revenue_outturn.choosing import Choice, Sheet, choose
from tpgraph_loaders.revenue_outturn.columns import EMPLOYEES, NET, RUNNING, SINGLE, Column, form_of, read_columns
from tpgraph_loaders.revenue_outturn.telling import tell
from tpgraph_loaders.revenue_outturn.years import basis_of, year_in

PUBLISHER = "Ministry of Housing, Communities and Local Government"
_FEWEST = 2
_LINE = pa.schema(
    [(name, pa.string()) for name in ("sheet", "authority", "ecode", "gss", "heading", "cofog", "financial_year")]
    + [(name, pa.string()) for name in ("basis", "spent_on", "note", "measure")]
    + [("line", pa.int64()), ("amount_pence", pa.int64())]
)


def fields() -> TableMapping:
    """Give the columns that tell of the authority."""
    return load_mapping("tpgraph_loaders.revenue_outturn").tables["authorities"]


@dataclass(frozen=True)
class Read:
    """One sheet of authorities and figures, all its rows."""

    sheet: str
    opened: Opened
    identity: pa.Table
    mapping: dict[str, str]
    columns: tuple[Column, ...]

    @property
    def raw(self) -> RawTable:
        """The table itself."""
        return self.opened.raw


def identity_places(header: Sequence[str]) -> list[int]:
    """Give the places of the headings that tell of the authority."""
    return [index for index, heading in enumerate(header) if heading.strip() and fields().known([heading])]


def _read(opened: Opened, sheet: str, form: str) -> Read | None:
    raw = opened.raw
    places = identity_places(raw.header)
    columns = read_columns(raw.header, opened.above, places, form)
    if fields().missing(raw.header) or len(places) < _FEWEST or not columns:
        return None
    header = tuple(raw.header[index] for index in places)
    table = pa.table({f"c{new}": raw.table.column(f"c{old}") for new, old in enumerate(places)})
    table = table.append_column("line", raw.table.column("line"))
    mapped = map_table(RawTable(raw.name, header, raw.header_line, table, raw.encoding), fields(), sheet=sheet)
    return Read(sheet, opened, mapped.table, mapped.mapping, tuple(columns))


def read_sheets(group: Group, claim: Claim) -> tuple[list[Read], list[Opened]]:
    """Read the sheets of a claim that list authorities, and give the others, which may say what the figures are."""
    member = group.member(claim.members[0])
    opened = opened_sheets(member, fields().known)
    workbook = is_workbook(member.name)
    shared = form_of([claim.stem])
    found, others = [], []
    for one in opened:
        form = form_of([one.raw.name if workbook else ""]) or form_of(one.texts) or shared
        read = _read(one, one.raw.name if workbook else "", form) if one.score else None
        if read is None:
            others.append(one)
        else:
            found.append(read)
    return found, others


def _unit(read: Read, others: Sequence[Opened], stem: str) -> StatedUnit:
    coded = all(column.coded for column in read.columns)
    headings = [column.heading for column in read.columns] if not coded else []
    found = stated_unit(
        [
            ("in its headings", headings),
            ("above its header", [*read.opened.texts, read.raw.name]),
            ("on another sheet", [text for other in others for text in other.texts]),
            ("in the file's name", [stem]),
        ]
    )
    if not found.said and coded:
        return StatedUnit(THOUSAND, "by the ministry's definition of the coded columns", frozenset({THOUSAND}))
    return found


def _checked_unit(read: Read, others: Sequence[Opened], claim: Claim) -> StatedUnit:
    unit = _unit(read, others, claim.stem)
    where = f"{claim.members[0].rsplit('/', 1)[-1]}{f', sheet {read.sheet}' if read.sheet else ''}"
    if unit.said and not unit.pence:
        said = " and ".join(UNIT_WORDS[one] for one in sorted(unit.said))
        raise InputError(f"{where}: {said} are both stated {unit.where}; leave the one that the figures are in")
    if not unit.pence:
        raise InputError(
            f"{where}: nothing says whether its figures are pounds, £ thousand or £ million; write it above the header "
            "or in the file's name, such as 'RSX 2023-24 (£000).csv'"
        )
    return unit


def _money_columns(read: Read, unit: int) -> tuple[list[Column], list[Figures]]:
    """The columns that hold figures; one of words, such as a note, is none."""
    columns, figures = [], []
    for column in read.columns:
        found = read_figures(read.raw.table.column(f"c{column.index}"), unit)
        if int(found.known.sum()) >= len(found.unread):
            columns.append(column)
            figures.append(found)
    return columns, figures


@dataclass(frozen=True)
class Judged:
    """A sheet whose rows are judged: `kept` are the rows of authorities, `why` says why each other row is none."""

    read: Read
    unit: StatedUnit
    columns: list[Column]
    figures: list[Figures]
    why: list[str]
    years: list[str]

    @property
    def kept(self) -> list[int]:
        """Rows of authorities."""
        return [index for index, reason in enumerate(self.why) if not reason]

    @property
    def lines(self) -> list[int]:
        """Line of each row."""
        return [int(line) for line in self.read.identity.column("line").to_pylist()]


def _judge(read: Read, others: Sequence[Opened], claim: Claim) -> Judged:
    unit = _checked_unit(read, others, claim)
    columns, figures = _money_columns(read, unit.pence)
    rows = read.identity.to_pylist()
    whole = year_in([read.sheet], read.opened.texts, [claim.stem])
    years = [year_of(row["year"]) or "" if row["year"] else whole for row in rows]
    values = np.stack([one.pence for one in figures], axis=1) if figures else np.zeros((len(rows), 0), dtype=np.int64)
    return Judged(read, unit, columns, figures, reasons(rows, values, years), years)


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed file into lines of spending.

    Raises
    ------
    UnknownFormatError
        If no sheet lists authorities with figures.
    InputError
        If nothing says in which unit its figures are, or two units are stated.
    """
    reads, others = read_sheets(group, claim)
    if not reads:
        raise UnknownFormatError(
            f"{claim.members[0]}: no sheet has a column of local authorities and columns of figures; give the table of "
            "individual authorities as it was published"
        )
    judged = [_judge(read, others, claim) for read in reads]
    sheets = [_of_authorities(one) for one in judged]
    chosen = choose(sheets)
    basis = basis_of([claim.stem, *[text for one in judged for text in one.read.opened.texts]], reads[0].columns)
    tables, asides, problems = [], [], list[Problem]()
    for one, (sheet, choices, totals) in zip(judged, chosen, strict=True):
        tables.append(_lines_of(one, sheet, choices, basis))
        asides += [*_rows_aside(one), *_rows_without_spending(one, choices), *_columns_aside(sheet, choices)]
        problems += tell(one, sheet, choices, totals)
    return Landed(
        tables={"lines": pa.concat_tables(tables), "_body": _bodies(judged)},
        rows_read={one.read.sheet: len(one.why) for one in judged},
        problems=problems,
        set_aside=asides,
        mapping={one.read.sheet: one.read.mapping for one in judged},
        publisher=PUBLISHER,
        publisher_why="it collects and publishes the returns",
    )


def _of_authorities(one: Judged) -> Sheet:
    kept = np.array(one.kept, dtype=np.int64)
    figures = [Figures(figure.pence[kept], figure.known[kept]) for figure in one.figures]
    return Sheet(one.read.sheet, one.columns, figures, one.unit.pence)


def _heading(column: Column, choice: Choice) -> str:
    kind = choice.line.kind
    if not column.coded:
        return column.service
    return f"{kind.name} ({column.service})" if kind else column.service


_SPENT_ON = {EMPLOYEES: "pay", RUNNING: "other"}


def _lines_of(one: Judged, sheet: Sheet, choices: Sequence[Choice], basis: str) -> pa.Table:
    """One row a figure that is loaded."""
    rows = one.read.identity.take(pa.array(one.kept, pa.int64()))
    kept = {name: rows.column(name).to_pylist() for name in ("authority", "ecode", "gss", "line")}
    years = [one.years[index] for index in one.kept]
    parts = []
    for choice in choices:
        column, figures = sheet.columns[choice.column], sheet.figures[choice.column]
        taken = np.flatnonzero(choice.loaded).tolist()
        if not taken:
            continue
        kind = choice.line.kind
        made: dict[str, object] = {name: [values[row] for row in taken] for name, values in kept.items()}
        made["financial_year"] = [years[row] or None for row in taken]
        made["amount_pence"] = figures.pence[taken]
        fixed = {
            "sheet": one.read.sheet,
            "heading": _heading(column, choice),
            "cofog": kind.cofog if kind and kind.cofog else None,
            "basis": basis,
            "spent_on": _SPENT_ON.get(column.measure),
            "note": "net of income" if column.measure in (NET, SINGLE) else None,
            "measure": column.measure,
        }
        made |= {name: pa.repeat(pa.scalar(value, pa.string()), len(taken)) for name, value in fixed.items()}
        parts.append(pa.table(made).select(_LINE.names).cast(_LINE))
    return pa.concat_tables(parts) if parts else _LINE.empty_table()


def _rows_aside(one: Judged) -> list[SetAside]:
    totals = sum((figure.pence for figure in one.figures), np.zeros(len(one.why), dtype=np.int64))
    return [
        SetAside(one.read.sheet, one.lines[row], reason, 1, int(totals[row]))
        for row, reason in enumerate(one.why)
        if reason
    ]


def _rows_without_spending(one: Judged, choices: Sequence[Choice]) -> list[SetAside]:
    """Authorities of whom no figure is loaded; their money stands among the columns that are not."""
    loaded = np.zeros(len(one.kept), dtype=bool)
    for choice in choices:
        loaded |= choice.loaded
    rows = [one.kept[row] for row in np.flatnonzero(~loaded).tolist()]
    return [SetAside(one.read.sheet, one.lines[row], "no figure of spending by service", 1) for row in rows]


def _bodies(judged: Iterable[Judged]) -> pa.Table:
    """The bodies of the reference list, by the GSS code of their area."""
    codes = sorted({str(code) for one in judged for code in one.read.identity.column("gss").to_pylist() if code})
    rows = []
    columns = ("gss", "name", "identifier", "kind", "sector")
    for code in codes:
        if body := public_body_by_gss(code.upper()):
            rows.append(dict(zip(columns, (code, body.name, body.identifier, body.kind, body.sector), strict=True)))
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in columns]))


def _columns_aside(sheet: Sheet, choices: Iterable[Choice]) -> list[SetAside]:
    """The money of the columns that are not loaded, of the rows that are: no rows of their own."""
    pence: dict[str, int] = defaultdict(int)
    for choice in choices:
        figures = sheet.figures[choice.column]
        left = figures.known & ~choice.loaded
        if left.any():
            pence[choice.aside] += int(figures.pence[left].sum())
    return [SetAside(sheet.name, None, reason, 0, amount) for reason, amount in sorted(pence.items())]
