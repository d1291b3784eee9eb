"""Sheets of statistics: what stands above the header is kept, as it says what the figures are."""

from collections.abc import Sequence
from dataclasses import dataclass

from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.mapping import TableMapping
from tpgraph.loading.raw import HeaderScore, RawTable
from tpgraph.loading.tabular import first_cells, first_rows, from_first_row, rows_above, stem_of, whole


@dataclass(frozen=True)
class Opened:
    """A sheet cut at its header.

    Attributes
    ----------
    above : rows of cells above the header, as wide as the table
    raw : the table from its header on
    score : how many headings of the header are known; 0 where the sheet has no such header
    """

    above: tuple[tuple[str, ...], ...]
    raw: RawTable
    score: int

    @property
    def texts(self) -> list[str]:
        """The filled cells above the header; all of the first rows where there is no header."""
        rows = self.above if self.score else (self.raw.header, *first_cells(self.raw))
        return [cell for row in rows for cell in row if cell]


def cut_at_header(raw: RawTable, score: HeaderScore) -> Opened:
    """Cut a table that was read from its very first row at its header; see `tpgraph.loading.tabular.rows_above`."""
    return Opened(*rows_above(raw, score))


def opened_sheets(member: Member, score: HeaderScore) -> list[Opened]:
    """Read every table of a member from its first row and cut each at its header.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    """
    return [cut_at_header(raw, score) for raw in whole(member, from_first_row)]


def opened_heads(member: Member, score: HeaderScore) -> list[Opened]:
    """Give the first rows of every table of a member, cut at its header; none where it is no table or is damaged."""
    return [cut_at_header(raw, score) for raw in first_rows(member)]


def claims_by_header(group: Group, loader: str, fields: TableMapping, confidence: float) -> list[Claim]:
    """Claim every member one of whose tables has all required columns of a mapping."""
    found = []
    for member in group.members:
        fitting = [opened.raw for opened in opened_heads(member, fields.known) if not fields.missing(opened.raw.header)]
        if fitting:
            why = f"its columns are {', '.join(_required_headings(fitting, fields))}"
            found.append(Claim(loader, (member.name,), stem_of(member.name), confidence, why))
    return found


def _required_headings(tables: Sequence[RawTable], fields: TableMapping) -> list[str]:
    """The required headings as the best table writes them."""
    best = max(tables, key=lambda raw: fields.known(raw.header))
    required = TableMapping(fields={name: entry for name, entry in fields.fields.items() if entry.required})
    return [f"'{cell}'" for cell in best.header if required.known([cell])]
