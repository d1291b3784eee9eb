"""A workbook that was filled from the store: hints are not read back, lines that nobody named are left alone."""

from dataclasses import replace

import pyarrow.compute as pc

from tpgraph.loading.loader import Landed, Problem, SetAside
from tpgraph.loading.mapping import Mapped, heading_key
from tpgraph.loading.raw import RawTable
from tpgraph.loading.template_workbook import HINTS

_HINTS = frozenset(map(heading_key, HINTS))


def without_hints(raw: RawTable) -> RawTable:
    """Take the columns of hints out of a sheet; the sheet itself comes back where it has none."""
    keep = [index for index, heading in enumerate(raw.header) if heading_key(heading) not in _HINTS]
    if len(keep) == len(raw.header):
        return raw
    names = [f"c{index}" for index in keep]
    table = raw.table.select([*names, "line"]).rename_columns([*(f"c{new}" for new in range(len(keep))), "line"])
    return replace(raw, header=tuple(raw.header[index] for index in keep), table=table)


def leave_unnamed(mapped: Mapped, sheet: str, landed: Landed) -> Mapped:
    """Leave the lines without a name alone, with one note.

    Parameters
    ----------
    mapped : a sheet that had columns of hints
    sheet : its name
    landed : is told how many lines were left
    """
    is_named = pc.is_valid(mapped.table.column("name"))
    left = mapped.table.num_rows - pc.sum(is_named, min_count=0).as_py()
    if not left:
        return mapped
    which = "1 line has no name yet: it is" if left == 1 else f"{left:,} lines have no name yet: they are"
    mend = "give those a name that you know something of"
    landed.problems.append(Problem(sheet, None, "name", "", "note", "not-named-yet", f"{which} left alone", mend))
    landed.set_aside.append(SetAside(sheet, None, "a line that nobody has named yet", left))
    return replace(mapped, table=mapped.table.filter(is_named))
