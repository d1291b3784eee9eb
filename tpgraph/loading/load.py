"""One source made ready for a store: landed, typed, checked, free of contacts. Pure: it knows no store."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import orjson
import pyarrow as pa

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.once import reading_once
from tpgraph.loading.packages import package_word
from tpgraph.loading.payers import KnownBodies, whose
from tpgraph.loading.recognise import loader_named
from tpgraph.loading.running import Source, run_together
from tpgraph.names import fold
from tpgraph.tables import conform, from_rows


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


class ReadyMade(Protocol):
    """Sources that were read and typed before they are asked for."""

    def take(self, group: Group, claim: Claim) -> tuple[Source, dict[str, pa.Table]] | None:
        """Give a source and its tables, once; None where it has not been made ready."""
        ...


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
    ahead: ReadyMade | None = None,
) -> PreparedLoad:
    """Read one source into tables of the model.

    Parameters
    ----------
    group, claim : from `tpgraph.loading.recognise.recognise`
    publisher : the user's word, see `tpgraph.loading.payers.whose`
    dataset : the user's word, or what gives it for a publisher; else the loader and the stem of the file
    payer : the user's word for who pays where no column says so
    known : gives the names of bodies that are loaded, by which the name of a file or folder tells the payer
    ahead : what has been read ahead with the same words of the user, such as `tpgraph.loading.ahead.ReadAhead`

    Raises
    ------
    UnreadableFileError
        If a file cannot be read.
    InputError
        If its rows and pence do not add up.
    """
    made = ahead.take(group, claim) if ahead else None
    if made is None:
        source = read_source(group, claim, publisher, payer, known)
        (tables,) = run_together([source])
    else:
        source, tables = made
    return _named(source, tables, dataset)


def read_source(
    group: Group,
    claim: Claim,
    publisher: str | None = None,
    payer: str | None = None,
    known: KnownBodies = tuple,
    sha256: str = "",
) -> Source:
    """Read one source as text, and find out whose it is; see `prepare`. `sha256` spares asking for its fingerprint."""
    loader, group = loader_named(claim.loader), reading_once(group)
    sha256, landed = sha256 or fingerprint(group, claim), loader.land(group, claim)
    word = package_word(group, claim.members)
    of = whose(group, claim, landed, word, publisher, payer, known)
    landed = replace(landed, problems=[*landed.problems, *of.problems])
    return Source(claim, loader, sha256, landed, of, word)


def _named(
    source: Source, tables: Mapping[str, pa.Table], dataset: str | Callable[[str], str | None] | None
) -> PreparedLoad:
    """The tables of a source as one load, under its key."""
    claim, who, why = source.claim, source.of.publisher, source.of.why
    dataset = (dataset(who) if callable(dataset) else dataset) or f"{claim.loader}-{claim.stem}"
    source_key = f"{who}/{dataset}"
    # Another spelling of the publisher's case or spaces makes no other load.
    load_id = "l-" + hashlib.sha256(f"{fold(who)}/{dataset}\x1f{source.sha256}".encode()).hexdigest()[:16]
    load: dict[str, object] = {
        "load_id": load_id,
        "source_key": source_key,
        "publisher": who,
        "dataset": dataset,
        "file": source.shown,
        "sha256": source.sha256,
        "loader": claim.loader,
        "licence": source.landed.licence or source.word.licence,
        "as_of": _as_of(source.landed, tables),
        "issue": 1,
        "superseded": False,
        "mapping": orjson.dumps(source.landed.mapping).decode(),
        "why": f"{claim.why}; publisher: {why}",
    }
    finished = {name: _with_load(table, name, load_id) for name, table in tables.items()}
    return PreparedLoad({"record.load": from_rows([load], "record.load"), **finished}, load_id, source_key, who, why)


def _with_load(table: pa.Table, name: str, load_id: str) -> pa.Table:
    stamp = pa.repeat(pa.scalar(load_id, pa.string()), table.num_rows)
    if "load_id" in table.column_names:
        table = table.drop_columns(["load_id"])
    return conform(table.append_column("load_id", stamp), name)
