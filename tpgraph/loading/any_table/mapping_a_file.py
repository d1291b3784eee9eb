"""The whole of `tpgraph map`: read a file, choose its table, propose a mapping."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tpgraph.errors import InputError
from tpgraph.identifiers import is_gss
from tpgraph.loading.any_table.headings import known_keys
from tpgraph.loading.any_table.mistakes import nearest, shown
from tpgraph.loading.any_table.proposing import Proposal, propose
from tpgraph.loading.any_table.reading import read_tables
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.loader import Member
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.raw import RawTable
from tpgraph.money import parse_date, parse_financial_year, parse_pence

_MOST_SHEETS = 30
_WIDE = 3


def propose_for_file(path: Path, *, sheet: str | None = None, kind: str | None = None) -> Proposal:
    """Propose a mapping for the table of a file.

    Parameters
    ----------
    path : CSV, tsv, workbook or JSON list; a zip that holds one of them
    sheet : of a workbook, else the sheet whose columns fit best
    kind : the user's word for what a row is, such as flows

    Returns
    -------
    Proposal, whose notes say what was left out

    Raises
    ------
    InputError
        If the file is no table, has not the sheet, or no kind fits its columns.
    """
    member = _one_member(path)
    data = member.read()
    raws = read_tables(data, member.name, expected=_score)
    chosen = _sheet(raws, sheet, path.name) if sheet else raws[:_MOST_SHEETS]
    if all(map(_lacks_header, chosen)):
        bare = {raw.name: raw for raw in read_tables(data, member.name, header=False)}
        chosen = [
            replace(bare[raw.name], notes=(*raw.notes, "no header was found: columns are named by their place"))
            for raw in chosen
        ]
        return _best(chosen, path, kind, header=False)
    return _best(chosen, path, kind, header=True)


def _one_member(path: Path) -> Member:
    if path.is_dir():
        raise InputError(f"{path} is a folder; give one of its files")
    (group,) = find_groups([path])
    if len(group.members) != 1:
        raise InputError(f"{path} holds {len(group.members):,} files; unpack it and give one of them")
    return group.members[0]


def _score(cells: Sequence[str]) -> int:
    return sum(heading_key(cell) in known_keys() for cell in cells if cell)


def _sheet(raws: Sequence[RawTable], sheet: str, name: str) -> list[RawTable]:
    found = [raw for raw in raws if raw.name.strip().casefold() == sheet.strip().casefold()]
    if not found:
        names = [raw.name for raw in raws if raw.name]
        if not names:
            raise InputError(f"{name} has no sheets; leave --sheet out")
        listed = ", ".join(f"'{shown(one)}'" for one in names)
        raise InputError(f"{name} has no sheet '{shown(sheet)}'; it has {listed}{nearest(sheet, names)}")
    return found


def _is_data(cell: str) -> bool:
    """Whether a cell can be no heading: a date, a GSS code, an amount that is no year."""
    if is_gss(cell) or parse_date(cell):
        return True
    return parse_pence(cell) is not None and not (len(cell) == 4 and cell[:2] in ("19", "20"))


def _lacks_header(raw: RawTable) -> bool:
    filled = [cell for cell in raw.header if cell]
    return (
        raw.header_line > 0
        and not _score(filled)
        and any(_is_data(cell) and not parse_financial_year(cell) for cell in filled)
    )


def _best(raws: Sequence[RawTable], path: Path, kind: str | None, *, header: bool) -> Proposal:
    """The proposal for the sheet whose columns fit best; the others are named."""
    made: list[Proposal] = []
    failed: list[InputError] = []
    for raw in raws:
        try:
            made.append(propose(raw, stem=path.stem, kind=kind, header=header, notes=_notes(raw)))
        except InputError as error:
            failed.append(error)
    if not made:
        raise failed[0]
    best = max(made, key=lambda one: one.strength)
    others = [raw.name for raw in raws if raw.name != best.sheet]
    if not others:
        return best
    listed = ", ".join(f"'{shown(name)}'" for name in others)
    note = f"the sheet '{shown(best.sheet)}' fits best; the others are {listed}: --sheet NAME takes another"
    return replace(best, notes=(*best.notes, note))


def _notes(raw: RawTable) -> list[str]:
    notes = list(raw.notes)
    if not raw.table.num_rows:
        notes.append("there is no row below the headings: only the headings speak for the fields")
    years = [heading for heading in raw.header if parse_financial_year(heading)]
    if len(years) >= _WIDE:
        notes.append(
            f"{len(years)} columns are headed by years ({years[0]} to {years[-1]}): one amount a row is read, so turn "
            "the table round, a row for each year, or name the column of one year as the amount"
        )
    return notes
