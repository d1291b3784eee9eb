"""The sheets of a register: which of them hold one, and their rows without columns that name persons."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tpgraph.loading.loader import Problem
from tpgraph.loading.mapping import Mapped, TableMapping, map_table
from tpgraph.loading.raw import RawTable
from tpgraph.loading.tabular import is_workbook

_CSV = (".csv", ".tsv")
_PERSON = re.compile(
    r"\b(?:contract|contracts|lead|responsible|procurement|commissioning|project|monitoring|council|budget|grant|senior|"
    r"account|category|named|service|authorising|awarding|case)?\s*"
    r"(?:owner|manager|officer|holder|administrator|signatory|author|champion|buyer|requester|requisitioner|sponsor)s?"
    r"(?:\s*(?:name|\(s\)|\d))?$"
    r"|\b(?:applicant|surname|forename|first\s*name|last\s*name|approved\s+by|awarded\s+by|signed\s+by|entered\s+by|"
    r"created\s+by|modified\s+by|updated\s+by|chair(?:man|person)?|trustee|secretary|treasurer|nominated\s+contact|"
    r"contact\s+point|main\s+contact|correspondent)\b",
    re.IGNORECASE,
)


def is_table_file(name: str) -> bool:
    """Tell by its ending whether a file is a table that can be read here."""
    return name.lower().endswith(_CSV) or is_workbook(name)


def names_a_person(heading: str) -> bool:
    """Tell whether a heading names the person in charge of an agreement: such a column is not loaded.

    >>> [names_a_person(h) for h in ("Contract Manager", "Lead Officer", "Buyer", "Contract Title", "Awarded To")]
    [True, True, True, False, False]
    """
    return _PERSON.search(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", heading).strip()) is not None


def _without_persons(raw: RawTable) -> tuple[RawTable, list[str]]:
    keep = [index for index, heading in enumerate(raw.header) if not names_a_person(heading)]
    if len(keep) == len(raw.header):
        return raw, []
    columns = {f"c{new}": raw.table.column(f"c{old}") for new, old in enumerate(keep)}
    table = raw.table.select([]).append_column("line", raw.table.column("line"))
    for name, column in columns.items():
        table = table.append_column(name, column)
    dropped = [raw.header[index] for index in range(len(raw.header)) if index not in keep]
    return replace(raw, header=tuple(raw.header[index] for index in keep), table=table), dropped


def mapped(raws: Sequence[RawTable], fields: TableMapping, name: str) -> dict[str, Mapped]:
    """Make fields of the columns of every table, by sheet; a file of one table has the sheet name ''."""
    found = {}
    for raw in raws:
        sheet = raw.name if is_workbook(name) else ""
        without, dropped = _without_persons(raw)
        one = map_table(without, fields, sheet=sheet)
        said = [_dropped(sheet, heading) for heading in dropped]
        found[sheet] = replace(one, problems=[*one.problems, *said])
    return found


def _dropped(sheet: str, heading: str) -> Problem:
    sentence = f"column '{heading}' names persons: not loaded"
    return Problem(sheet, None, heading, "", "note", "contacts-dropped", sentence)
