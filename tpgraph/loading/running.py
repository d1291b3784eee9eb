"""The SQL of a loader over one source, or over several of one publisher at once: what comes out, source by source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import ModelError
from tpgraph.loading.balance import Sums, balanced_files, by_basis, sums_by_sheet
from tpgraph.loading.bench import Workbench, in_file_order
from tpgraph.loading.loader import Claim, Landed, Loader
from tpgraph.loading.marks import Marks
from tpgraph.loading.packages import PackageWord
from tpgraph.loading.payers import Whose
from tpgraph.loading.privacy import without_contacts, without_contacts_landed
from tpgraph.loading.refusal import refuse_if_asked
from tpgraph.loading.suspicions import Finished, look_again
from tpgraph.tables import conform, from_rows, record_table_names

_SMALL = 100_000


@dataclass(frozen=True)
class Source:
    """A source that was read, before any SQL.

    Attributes
    ----------
    claim, loader : what it is
    sha256 : its fingerprint
    landed, of, word : its text tables, whose they are, and what a data package says of it
    """

    claim: Claim
    loader: Loader
    sha256: str
    landed: Landed
    of: Whose
    word: PackageWord

    @property
    def shown(self) -> str:
        """The name of the file, or of the package."""
        claim = self.claim
        return claim.members[0].rsplit("/", 1)[-1] if len(claim.members) == 1 else claim.stem


def run_together(sources: Sequence[Source]) -> list[dict[str, pa.Table]]:
    """Run the loader's SQL over sources of one loader, publisher and payer; all must be of one layout of landed tables.

    The landed text of the sources is let go of.

    Returns
    -------
    list of tables by full name, one a source: the record tables with rows, record.problem, record.set_aside and
    record.file, all without load and without contacts

    Raises
    ------
    InputError
        If rows and pence do not add up, or the SQL refuses a source.
    """
    first, marks = sources[0], Marks(len(sources))
    landed = [without_contacts_landed(source.landed) for source in sources]
    takes_several = getattr(first.loader, "takes_several", False)
    whole = marks.together(landed) if takes_several else landed[0]
    landed.clear()
    with Workbench(whole, first.of.publisher, first.shown, first.of.payer, marks) as bench:
        bench.run(first.loader.sql())
        refuse_if_asked(bench, first.shown)
        files = _files(sums_by_sheet(bench), sources, marks)
        bench.forget_landed()
        whole.tables.clear()
        for source in sources:
            source.landed.tables.clear()
        return _tables(bench, sources, files, marks)


def _files(sums: Sums, sources: Sequence[Source], marks: Marks) -> list[list[dict[str, object]]]:
    """The rows of record.file of each source; raises InputError where its sums disagree."""
    of_source: dict[str, dict[str, Sequence[int]]] = {number: {} for number in marks.numbers}
    for sheet, figures in sums.items():
        number, plain = marks.unmarked(sheet)
        of_source[number][plain] = figures
    return [
        balanced_files(of_source[number], source.landed.rows_read, source.shown)
        for number, source in zip(marks.numbers, sources, strict=True)
    ]


def _tables(
    bench: Workbench, sources: Sequence[Source], files: Sequence[list[dict[str, object]]], marks: Marks
) -> list[dict[str, pa.Table]]:
    whole = {}
    for name in bench.filled(record_table_names()):
        table = _record_table(bench, name)
        if table.num_rows:
            whole[f"record.{name}"] = table
    parts = _parts(whole, marks)
    for source, tables in zip(sources, parts, strict=True):
        _refuse_shared_ids(bench, tables, source.loader.name)
    look_again(bench, [
        Finished(number, tables, source.landed.mapping, source.shown)
        for number, source, tables in zip(marks.numbers, sources, parts, strict=True)
    ], whole, marks)  # fmt: skip
    whole["record.problem"] = bench.table("SELECT * FROM record.problem ORDER BY sheet, line, code, value")
    whole["record.set_aside"] = bench.table("SELECT * FROM record.set_aside ORDER BY sheet, line, reason")
    made = _parts({name: without_contacts(table, name) for name, table in whole.items()}, marks)
    for tables, rows in zip(made, files, strict=True):
        sums = by_basis(tables)
        tables["record.file"] = from_rows(
            [{**row, "by_basis": sums.get(str(row["sheet"]))} for row in rows], "record.file"
        )
    return made


def _parts(whole: Mapping[str, pa.Table], marks: Marks) -> list[dict[str, pa.Table]]:
    """The tables of each source; those of records that have no rows are left out."""
    parts: list[dict[str, pa.Table]] = [{} for _ in range(marks.sources)]
    for name, table in whole.items():
        for tables, part in zip(parts, marks.split(table), strict=True):
            if part.num_rows or name in ("record.problem", "record.set_aside"):
                tables[name] = part
    return parts


def _record_table(bench: Workbench, name: str) -> pa.Table:
    """Rows of one kind of record in file order."""
    return conform(in_file_order(bench.table(f'SELECT * FROM record."{name}"')), f"record.{name}")


def _refuse_shared_ids(bench: Workbench, tables: Mapping[str, pa.Table], loader: str) -> None:
    """No two records of one kind have the same id."""
    for name, table in tables.items():
        ids = table.column("record_id")
        distinct = pc.count_distinct(ids).as_py() if table.num_rows < _SMALL else bench.count_distinct(ids)
        if distinct != table.num_rows:
            raise ModelError(f"loader {loader}: {table.num_rows:,} rows of {name} share {distinct:,} record ids")
