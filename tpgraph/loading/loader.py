"""What a loader is: three steps, each visible on its own.

1. `recognise` says which files of a group it can read, how sure it is and why.
2. `land` turns the files into text tables with exact line numbers; nothing is typed yet.
3. the loader's SQL types and checks the landed text: it fills the record tables, `problem` and `set_aside`.

Loaders are guests: they import `tpgraph.loading` and below, and tpgraph finds them through the entry point group
``tpgraph.loaders``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Member:
    """One file of a group.

    Attributes
    ----------
    name : path below the group, with `/`, such as ``csv/services.csv``
    size : bytes
    read : gives the bytes; may raise UnreadableFileError
    """

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Group:
    """Files that may belong together: those of one folder (with sub-folders called csv, json, data ...) or of one zip.

    Attributes
    ----------
    name : name of the nearest folder that is not called csv, json, data, files or download; a zip's stem
    shown : path as the user gave it, for messages
    members : the files, sorted by name
    beside : data packages in the folder above, consulted for publisher and licence only
    """

    name: str
    shown: str
    members: tuple[Member, ...]
    beside: tuple[Member, ...] = ()

    def member(self, name: str) -> Member:
        """Give one member by its name."""
        return next(member for member in self.members if member.name == name)


@dataclass(frozen=True)
class Claim:
    """One source that a loader says it can read: one file, or several that belong together.

    Attributes
    ----------
    loader : name of the loader
    members : names of the members that are the source
    stem : name of the source without ending: the file's stem, or the package's name
    confidence : 0 to 1; the highest claim on a member wins
    why : by what it was recognised, in words
    settings : what the user says of how to read it, such as a mapping file; empty = nothing. Part of its fingerprint
    """

    loader: str
    members: tuple[str, ...]
    stem: str
    confidence: float
    why: str
    settings: str = ""


@dataclass(frozen=True)
class Problem:
    """Something worth saying about a row; see table record.problem."""

    sheet: str
    line: int | None
    column: str
    value: str
    severity: str
    code: str
    sentence: str
    mend: str = ""


@dataclass(frozen=True)
class SetAside:
    """Rows left out with a reason; see table record.set_aside. `line` None = `rows` rows of the sheet."""

    sheet: str
    line: int | None
    reason: str
    rows: int = 1
    amount_pence: int | None = None


@dataclass
class Landed:
    """What `land` gives: text tables with line numbers, and what is known of the source as a whole.

    Attributes
    ----------
    tables : landed tables by name; each has the text columns of its fields, `sheet` (text), `line` (int64) and
        `extra` (JSON text of columns without a field). Every row read stands in exactly one of them, or in `set_aside`.
    rows_read : rows read by sheet (header and blank rows left out)
    mapping : by sheet, heading -> field
    publisher : publisher that the files themselves name, else empty
    publisher_why : by what it is known
    pays : the source lists payments: where no column says who pays, data package, file or folder must; the SQL finds
        the payer in ``getvariable('payer')``, null where nobody knows
    licence, as_of : where stated
    """

    tables: dict[str, pa.Table]
    rows_read: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    mapping: dict[str, dict[str, str]] = field(default_factory=dict)
    publisher: str = ""
    publisher_why: str = ""
    pays: bool = False
    licence: str = ""
    as_of: str = ""


class Loader(Protocol):
    """One standard. `sql` gives the texts of its SQL files in the order they run.

    The SQL runs in a DuckDB connection of its own, in memory, in which stand:

    - ``landed.<name>`` for every landed table;
    - empty tables ``record.<kind>`` for every record kind of the model, ``record.problem`` and ``record.set_aside``
      (without `load_id`, which is added afterwards): the SQL inserts into them BY NAME. A kind of many rows may be left
      as a view instead (`DROP TABLE record.flow; CREATE VIEW record.flow AS ...`), which is read once and never stored:
      over tables that the SQL made, as the landed text is gone by then; columns that it lacks are null;
    - ``record.money_read (sheet, line, amount_pence)``: one row for every readable amount of the source, whether its
      row was loaded or set aside;
    - ``record.taken (sheet, line, amount_pence)``: one row for every landed row that became a record (the amount may
      be null);
    - the macros of ``tpgraph/loading/macros.sql``.

    A loader may say ``takes_several = True``: small sources of one publisher then go through its SQL together, which
    spares planning it for each. Their sheets stay apart by name; whatever the SQL does across the sheets of a source it
    must do by ``tp_source(sheet)``, the tables whose names begin with ``_`` have the column `source` for this,
    ``tp_marked_sheet(source, '')`` is no sheet of a source, and ``tp_plain_sheet(sheet)`` the name as people know it.

    Every landed row must end in `record.taken` or `record.set_aside`, exactly once; the framework checks this, in rows
    and to the penny, and refuses a load that does not add up.
    """

    name: str
    label: str
    about: str

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim the sources of the group that this loader can read; nothing is guessed silently."""
        ...

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the claimed members into text tables."""
        ...

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        ...
