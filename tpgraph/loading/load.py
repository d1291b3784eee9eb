"""One source made ready for a store: landed, typed, checked, free of contacts. Pure: it knows no store."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import orjson
import pyarrow as pa

from tpgraph.errors import ModelError
from tpgraph.loading.balance import balanced_files, by_basis
from tpgraph.loading.bench import Workbench, in_file_order
from tpgraph.loading.loader import Claim, Group, Landed, Loader
from tpgraph.loading.once import reading_once
from tpgraph.loading.packages import package_word
from tpgraph.loading.payers import KnownBodies, Whose, whose
from tpgraph.loading.privacy import without_contacts, without_contacts_landed
from tpgraph.loading.recognise import loader_named
from tpgraph.loading.refusal import refuse_if_asked
from tpgraph.loading.suspicions import look_again
from tpgraph.names import fold
from tpgraph.tables import conform, from_rows, record_table_names


@dataclass(frozen=True)
class PreparedLoad:
    """A load as the store takes it.

    Attributes
    ----------
    tables : full name -> table of the model: ``record.load``, ``record.file``, ``record.problem`` and
        ``record.set_aside`` always, and every record table that has rows. In ``record.load`` issue is 1 and superseded
        false: the store sets them
    load_id, source_key, publisher : as in ``record.load``
    publisher_why : by what the publisher is known
    """

    tables: dict[str, pa.Table]
    load_id: str
    source_key: str
    publisher: str
    publisher_why: str


def fingerprint(group: Group, claim: Claim) -> str:
    """Give the SHA-256 of a source, hexadecimal: of its bytes, and of what the user says of how to read them.

    So the same file with another mapping is another issue of its source.
    """
    plain = plain_fingerprint(group, claim)
    return hashlib.sha256(f"{plain}\0{claim.settings}".encode()).hexdigest() if claim.settings else plain


def plain_fingerprint(group: Group, claim: Claim) -> str:
    """Give the SHA-256 of a source, hexadecimal: of the file's bytes, or of the names and bytes of all its members."""
    if len(claim.members) == 1:
        return hashlib.sha256(group.member(claim.members[0]).read()).hexdigest()
    whole = hashlib.sha256()
    for name in sorted(claim.members):
        whole.update(f"{name}\0{hashlib.sha256(group.member(name).read()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _read(loader: Loader, group: Group, claim: Claim) -> tuple[str, Landed]:
    return fingerprint(group, claim), loader.land(group, claim)


def _run(loader: Loader, landed: Landed, of: Whose, shown: str) -> dict[str, pa.Table]:
    """Run the loader's SQL: the record tables with rows, problems, rows set aside and the sums, without load."""
    with Workbench(without_contacts_landed(landed), of.publisher, shown, of.payer) as bench:
        bench.run(loader.sql())
        refuse_if_asked(bench, shown)
        files = balanced_files(bench, landed.rows_read, shown)
        bench.forget_landed()
        landed.tables.clear()
        tables: dict[str, pa.Table] = {}
        for name in record_table_names():
            table = _record_table(bench, name, loader.name)
            if table.num_rows:
                tables[f"record.{name}"] = table
        sums = by_basis(tables)
        files = [{**file, "by_basis": sums.get(str(file["sheet"]))} for file in files]
        tables["record.file"] = from_rows(files, "record.file")
        look_again(bench, tables, landed.mapping)
        order = "sheet, line, code, value"
        tables["record.problem"] = bench.table(f"SELECT * FROM record.problem ORDER BY {order}")
        tables["record.set_aside"] = bench.table("SELECT * FROM record.set_aside ORDER BY sheet, line, reason")
    return tables


def _record_table(bench: Workbench, name: str, loader: str) -> pa.Table:
    """Rows of one kind of record in file order, none with the id of another."""
    table = in_file_order(bench.table(f'SELECT * FROM record."{name}"'))
    distinct = bench.count_distinct(table.column("record_id"))
    if distinct != table.num_rows:
        raise ModelError(f"loader {loader}: {table.num_rows:,} rows of record.{name} share {distinct:,} record ids")
    return conform(table, f"record.{name}")


def _as_of(landed: Landed, tables: Mapping[str, pa.Table]) -> str:
    """The last day that the data speaks of: as stated, else the last date of its money."""
    if landed.as_of or "record.flow" not in tables:
        return landed.as_of
    dates = [date for date in tables["record.flow"].column("date").unique().to_pylist() if date]
    return max(dates, default="")


def prepare(
    group: Group,
    claim: Claim,
    publisher: str | None = None,
    dataset: str | Callable[[str], str | None] | None = None,
    *,
    payer: str | None = None,
    known: KnownBodies = tuple,
) -> PreparedLoad:
    """Read one source into tables of the model.

    Parameters
    ----------
    group, claim : from `tpgraph.loading.recognise.recognise`
    publisher : the user's word, see `tpgraph.loading.payers.whose`
    dataset : the user's word, or what gives it for a publisher; else the loader and the stem of the file
    payer : the user's word for who pays where no column says so
    known : gives the names of bodies that are loaded, by which the name of a file or folder tells the payer

    Raises
    ------
    UnreadableFileError
        If a file cannot be read.
    InputError
        If its rows and pence do not add up.
    """
    loader = loader_named(claim.loader)
    sha256, landed = _read(loader, reading_once(group), claim)
    word = package_word(group, claim.members)
    of = whose(group, claim, landed, word, publisher, payer, known)
    who, why = of.publisher, of.why
    landed = replace(landed, problems=[*landed.problems, *of.problems])
    file = claim.members[0].rsplit("/", 1)[-1] if len(claim.members) == 1 else claim.stem
    tables = _run(loader, landed, of, file)
    dataset = (dataset(who) if callable(dataset) else dataset) or f"{claim.loader}-{claim.stem}"
    source_key = f"{who}/{dataset}"
    # Another spelling of the publisher's case or spaces makes no other load.
    load_id = "l-" + hashlib.sha256(f"{fold(who)}/{dataset}\x1f{sha256}".encode()).hexdigest()[:16]
    load: dict[str, object] = {
        "load_id": load_id,
        "source_key": source_key,
        "publisher": who,
        "dataset": dataset,
        "file": file,
        "sha256": sha256,
        "loader": claim.loader,
        "licence": landed.licence or word.licence,
        "as_of": _as_of(landed, tables),
        "issue": 1,
        "superseded": False,
        "mapping": orjson.dumps(landed.mapping).decode(),
        "why": f"{claim.why}; publisher: {why}",
    }
    finished = {name: _finish(table, name, load_id) for name, table in tables.items()}
    return PreparedLoad({"record.load": from_rows([load], "record.load"), **finished}, load_id, source_key, who, why)


def _finish(table: pa.Table, name: str, load_id: str) -> pa.Table:
    stamp = pa.repeat(pa.scalar(load_id, pa.string()), table.num_rows)
    if "load_id" in table.column_names:
        table = table.drop_columns(["load_id"])
    return conform(without_contacts(table, name).append_column("load_id", stamp), name)
