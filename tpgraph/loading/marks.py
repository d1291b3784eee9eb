"""Several sources in one workbench: the number of its source stands before the name of every sheet.

Planning the SQL of a loader costs more than running it over a small file, so the files of a folder go through it
together. Everything that the SQL adds up, numbers or compares, it does by sheet, and so by source; what goes across the
sheets of one source it does by ``tp_source(sheet)``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Landed

_DIGITS = 4
_SEPARATOR = "\x1f"
MOST_SOURCES = 10**_DIGITS
"""Sources that one workbench can hold."""


@dataclass(frozen=True)
class Marks:
    """How the sheets of some sources are told apart; those of a single source are called as they are.

    Attributes
    ----------
    sources : how many there are
    """

    sources: int = 1

    @property
    def numbers(self) -> tuple[str, ...]:
        """What ``tp_source`` gives for each source."""
        return ("",) if self.sources == 1 else tuple(f"{number:0{_DIGITS}d}" for number in range(self.sources))

    def marked(self, number: str, sheet: str) -> str:
        """Give the name that a sheet of a source has in the workbench."""
        return sheet if self.sources == 1 else f"{number}{_SEPARATOR}{sheet}"

    def unmarked(self, sheet: str) -> tuple[str, str]:
        """Give the source of a sheet of the workbench, and what the sheet is called; the other way of `marked`."""
        return ("", sheet) if self.sources == 1 else (sheet[:_DIGITS], sheet[_DIGITS + 1 :])

    def macros(self) -> str:
        """Give the SQL of the macros that tell sources apart."""
        if self.sources == 1:
            source, marked, plain = "''", "sheet", "sheet"
        else:
            source, marked, plain = f"left(sheet, {_DIGITS})", "source || chr(31) || sheet", f"sheet[{_DIGITS + 2}:]"
        return (
            f"CREATE MACRO tp_source(sheet) AS {source};"
            f"CREATE MACRO tp_marked_sheet(source, sheet) AS {marked};"
            f"CREATE MACRO tp_plain_sheet(sheet) AS {plain};"
        )

    def together(self, landed: Sequence[Landed]) -> Landed:
        """Put the landed tables of the sources under each other; tables of helpers get the column `source`."""
        marked = list(map(self._one, self.numbers, landed))
        names = list(dict.fromkeys(name for one in marked for name in one.tables))
        return replace(
            marked[0],
            tables={name: pa.concat_tables(one.tables[name] for one in marked if name in one.tables) for name in names},
            rows_read={sheet: rows for one in marked for sheet, rows in one.rows_read.items()},
            problems=[problem for one in marked for problem in one.problems],
            set_aside=[entry for one in marked for entry in one.set_aside],
        )

    def _one(self, number: str, landed: Landed) -> Landed:
        return replace(
            landed,
            tables={name: self._table(number, name, table) for name, table in landed.tables.items()},
            rows_read={self.marked(number, sheet): rows for sheet, rows in landed.rows_read.items()},
            problems=[replace(one, sheet=self.marked(number, one.sheet)) for one in landed.problems],
            set_aside=[replace(one, sheet=self.marked(number, one.sheet)) for one in landed.set_aside],
        )

    def _table(self, number: str, name: str, table: pa.Table) -> pa.Table:
        table = table.replace_schema_metadata(None)
        if name.startswith("_"):
            table = table.append_column("source", pa.repeat(pa.scalar(number, pa.string()), table.num_rows))
        if self.sources == 1 or "sheet" not in table.column_names:
            return table
        sheets = pc.binary_join_element_wise(number, table.column("sheet"), _SEPARATOR)
        return table.set_column(table.column_names.index("sheet"), "sheet", sheets)

    def split(self, table: pa.Table) -> Iterator[pa.Table]:
        """Give the rows of each source, its sheets called as they are; the table must be sorted by sheet."""
        if self.sources == 1:
            yield table
            return
        sheets = table.column("sheet")
        numbers = pc.utf8_slice_codeunits(sheets, 0, _DIGITS).cast(pa.int32()).to_numpy()
        starts = np.searchsorted(numbers, np.arange(self.sources + 1)).tolist()
        plain = pc.utf8_slice_codeunits(sheets, _DIGITS + 1)
        place = table.column_names.index("sheet")
        table = table.set_column(place, table.schema.field(place), plain)
        for start, end in pairwise(starts):
            yield table.slice(start, end - start)


ONE_SOURCE = Marks()
