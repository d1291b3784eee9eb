"""The database sheet as lines of spending, a landed row a line and financial year; and which files hold one."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from tpgraph.errors import InputError, UnknownFormatError
from tpgraph.loading.figures import UNIT_WORDS, Figures, StatedUnit, read_figures, stated_unit
from tpgraph.loading.loader import Claim, Group, Landed, Problem, SetAside
from tpgraph.loading.mapping import Mapped, TableMapping, load_mapping, map_table
from tpgraph.loading.opened import Opened, opened_heads, opened_sheets
from tpgraph.loading.plurals import counted
from tpgraph.loading.raw import RawTable
from tpgraph.loading.sums import equal_to_rows_above
from tpgraph.loading.tabular import is_workbook, stem_of
from tpgraph.money import parse_financial_year
from tpgraph.names import fold

PUBLISHER = "HM Treasury"
TOTAL, SUM, LOCAL, EMPTY = (
    "a total of other rows",
    "its figures are the sum of the rows above",
    "spent by local government: its own returns tell it",
    "no figures",
)
_WHOLE = frozenset({"england", "united kingdom", "uk", "great britain", "total", "all", "all regions"})
_DIVISION = re.compile(r"^\s*(10|[1-9])(?:[.\s]|$)")
_LINE = pa.schema(
    [(name, pa.string()) for name in ("sheet", "organisation", "heading", "cofog", "capital", "note", "financial_year")]
    + [("line", pa.int64()), ("amount_pence", pa.int64())]
)

Row = Mapping[str, str | None]


def fields() -> TableMapping:
    """Give the columns that tell of a line."""
    return load_mapping("tpgraph_loaders.cra").tables["lines"]


def _years(header: Sequence[str]) -> dict[int, str]:
    """The columns headed by a financial year."""
    found = {index: parse_financial_year(heading.split("(")[0].strip()) for index, heading in enumerate(header)}
    return {index: year for index, year in found.items() if year}


def _fits(opened: Opened) -> bool:
    header = opened.raw.header
    return bool(opened.score) and not fields().missing(header) and bool(_years(header))


def recognise(group: Group, loader: str) -> list[Claim]:
    """Claim the files of a group that hold the database."""
    found = []
    for member in group.members:
        fitting = [opened for opened in opened_heads(member, fields().known) if _fits(opened)]
        if fitting:
            years = ", ".join(_years(fitting[0].raw.header).values())
            why = f"departments, functions of government and regions, with columns of {years}"
            found.append(Claim(loader, (member.name,), stem_of(member.name), 0.93, why))
    return found


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed file into lines of spending.

    Raises
    ------
    UnknownFormatError
        If no sheet is the database.
    InputError
        If nothing says in which unit its figures are, or two units are stated.
    """
    member = group.member(claim.members[0])
    opened = opened_sheets(member, fields().known)
    fitting = [one for one in opened if _fits(one)]
    if not fitting:
        raise UnknownFormatError(
            f"{member.name}: no sheet has columns of a department, a function, a region and financial years; give the "
            "database of the Country and Regional Analysis"
        )
    others = [one for one in opened if one not in fitting]
    landed = Landed({}, {}, publisher=PUBLISHER, publisher_why="it publishes the Country and Regional Analysis")
    tables = [
        _land_sheet(one, one.raw.name if is_workbook(member.name) else "", others, claim, landed) for one in fitting
    ]
    landed.tables = {"lines": pa.concat_tables(tables)}
    return landed


def _unit(opened: Opened, others: Sequence[Opened], claim: Claim) -> StatedUnit:
    headings = [opened.raw.header[index] for index in _years(opened.raw.header)]
    above = [*opened.texts, opened.raw.name]
    elsewhere = [text for other in others for text in other.texts]
    unit = stated_unit([
        ("in its headings", headings), ("above its header", above), ("on another sheet", elsewhere),
        ("in the file's name", [claim.stem]),
    ])  # fmt: skip
    where = claim.members[0].rsplit("/", 1)[-1]
    if unit.said and not unit.pence:
        said = " and ".join(UNIT_WORDS[one] for one in sorted(unit.said))
        raise InputError(f"{where}: {said} are both stated {unit.where}; leave the one that the figures are in")
    if not unit.pence:
        raise InputError(
            f"{where}: nothing says whether its figures are £ thousand or £ million; write it above the header or in "
            "the file's name, such as 'CRA 2024 database (£ thousand).xlsx'"
        )
    return unit


def _identity(raw: RawTable, sheet: str) -> Mapped:
    """The columns that tell of a line, without the figures."""
    years = _years(raw.header)
    places = [index for index in range(len(raw.header)) if index not in years]
    table = pa.table({f"c{new}": raw.table.column(f"c{old}") for new, old in enumerate(places)})
    table = table.append_column("line", raw.table.column("line"))
    header = tuple(raw.header[index] for index in places)
    return map_table(RawTable(raw.name, header, raw.header_line, table, raw.encoding), fields(), sheet=sheet)


def _land_sheet(opened: Opened, sheet: str, others: Sequence[Opened], claim: Claim, landed: Landed) -> pa.Table:
    unit = _unit(opened, others, claim)
    raw, years = opened.raw, _years(opened.raw.header)
    mapped = _identity(raw, sheet)
    figures = {index: read_figures(raw.table.column(f"c{index}"), unit.pence) for index in years}
    rows = mapped.table.to_pylist()
    values = np.stack([figure.pence for figure in figures.values()], axis=1)
    why = _reasons(rows, values)
    landed.rows_read[sheet] = len(rows)
    landed.mapping[sheet] = {**mapped.mapping, **{raw.header[index]: "amount" for index in years}}
    landed.set_aside += [
        SetAside(sheet, row["line"], reason, 1, int(values[index].sum()))
        for index, (row, reason) in enumerate(zip(rows, why, strict=True))
        if reason
    ]
    landed.problems += [*mapped.problems, *_problems(sheet, raw, figures, unit, rows, why)]
    parts = [_lines(sheet, rows, why, figures[index], year) for index, year in years.items()]
    return pa.concat_tables(parts)


def _reasons(rows: Sequence[Row], values: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> list[str]:
    """Say why each row is no line of spending; empty where it is one."""
    regions = {fold(_region(row)) for row in rows}
    parts = len(regions - _WHOLE) > 1
    found = []
    for row, figures in zip(rows, values, strict=True):
        region, department = fold(_region(row)), fold(row["department"] or "")
        named_total = not department or department.startswith(("total", "all ")) or region.startswith("total")
        if named_total or (parts and region in _WHOLE):
            found.append(TOTAL)
        elif not figures.any():
            found.append(EMPTY)
        else:
            found.append(LOCAL if fold(row["spender"] or "") in ("lg", "local government") else "")
    standing = [index for index, reason in enumerate(found) if reason in ("", LOCAL)]
    for position in equal_to_rows_above(values[standing]):
        found[standing[position]] = SUM
    return found


def _region(row: Row) -> str:
    """The region in words: `ENGLAND_North East` is the North East."""
    written = (row["region"] or row["country"] or "").strip()
    return written.split("_", 1)[-1].strip()


def _lines(sheet: str, rows: Sequence[Row], why: Sequence[str], figure: Figures, year: str) -> pa.Table:
    """One row a line that has money in the year; a nought says nothing of a region."""
    made = []
    for index in np.flatnonzero(figure.known & (figure.pence != 0)).tolist():
        if not why[index]:
            made.append(_line(sheet, rows[index], int(figure.pence[index]), year))
    return pa.Table.from_pylist(made, schema=_LINE)


def _line(sheet: str, row: Row, pence: int, year: str) -> dict[str, object]:
    division = _DIVISION.match(row["division"] or "")
    what = row["group"] or row["division"] or "function not stated"
    region = _region(row) or "region not stated"
    capital = fold(row["capital"] or "")
    segment = [row["segment"], row["identifiable"]]
    return {
        "sheet": sheet,
        "line": row["line"],
        "organisation": row["organisation"] or row["department"],
        "heading": f"{what}: {region}",
        "cofog": f"GF{int(division[1]):02d}" if division else None,
        "capital": "true" if capital.startswith("cap") else "false" if capital.startswith("cur") else "unknown",
        "note": ", ".join(part for part in segment if part) or None,
        "financial_year": year,
        "amount_pence": pence,
    }


def _problems(
    sheet: str, raw: RawTable, figures: Mapping[int, Figures], unit: StatedUnit, rows: Sequence[Row], why: Sequence[str]
) -> list[Problem]:
    words = f"the figures are in {UNIT_WORDS[unit.pence]}, as stated {unit.where}"
    told = [Problem(sheet, None, "", "", "note", "unit-of-count", words)]
    sentences = {
        TOTAL: ("totals-left-out", "# row{ is a total of others: it is|s are totals of others: they are} set aside"),
        SUM: ("totals-left-out", "# row{ is|s are} the sum of the rows above: {it is|they are} set aside"),
        LOCAL: (
            "local-spending-left-out",
            "# row{ is|s are} spent by local government (see its own returns): set aside",
        ),
    }
    for reason, (code, said) in sentences.items():
        if times := why.count(reason):
            told.append(Problem(sheet, None, "", "", "note", code, counted(said, times)))
    for index, figure in figures.items():
        for row, text in figure.unread:
            sentence = f"'{text}' is not an amount: the figure is unknown"
            mend = "write a number, or leave the cell empty"
            line = int(str(rows[row]["line"]))
            told.append(Problem(sheet, line, raw.header[index], text, "warning", "count-unread", sentence, mend))
    return told
