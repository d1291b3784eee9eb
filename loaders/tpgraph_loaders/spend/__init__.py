"""Spend files: payments of councils "over £500", of the NHS and central government "over £25k"; CSV or workbook."""

from collections.abc import Sequence
from importlib import resources

import pyarrow as pa

from tpgraph.errors import UnknownFormatError, UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Landed, Member
from tpgraph.loading.mapping import Mapped, TableMapping, load_mapping, map_table
from tpgraph.loading.readers import RawTable, read_csv, read_head, read_workbook
from tpgraph_loaders.spend.payees import payee_status, without_individuals
from tpgraph_loaders.spend.payers import one_body, payer_bodies

_CSV = (".csv", ".tsv")
_WORKBOOK = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_SQL = ("typed.sql", "set_aside.sql", "flows.sql", "problems.sql")


def _fields() -> TableMapping:
    return load_mapping(__package__).tables["payments"]


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(_WORKBOOK)


def _headers(member: Member) -> list[RawTable]:
    """The tables of a member, of a CSV only its first rows; none where it cannot be read."""
    data, expected = member.read(), _fields().known
    try:
        if _is_workbook(member.name):
            return read_workbook(data, member.name, expected=expected)
        return [read_head(data, member.name, expected=expected)] if member.name.lower().endswith(_CSV) else []
    except UnreadableFileError:
        return []


def _fits(raw: RawTable) -> bool:
    return not _fields().missing(raw.header)


def _claim(member: Member, tables: Sequence[RawTable]) -> Claim:
    best = max(tables, key=lambda raw: _fields().known(raw.header))
    mapped = map_table(best, _fields(), sheet="").mapping
    named = {field: heading for heading, field in mapped.items()}
    why = f"an amount ('{named['amount']}') and a payee ('{named['payee']}')"
    confidence = 0.5
    if "date" in named:
        why, confidence = f"{why} with a date ('{named['date']}')", 0.8
    others = len(set(named) - {"amount", "payee", "date"})
    stem = member.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Claim(LOADER.name, (member.name,), stem, min(0.95, confidence + 0.03 * others), f"its columns hold {why}")


def _read(member: Member) -> list[RawTable]:
    expected = _fields().known
    if _is_workbook(member.name):
        return read_workbook(member.read(), member.name, expected=expected)
    return [read_csv(member.read(), member.name, expected=expected)]


def _headings(mapping: dict[str, dict[str, str]]) -> pa.Table:
    """One row a mapped column, so that problems can name it as the file does."""
    rows = [
        {"sheet": sheet, "field": field, "heading": heading}
        for sheet, named in mapping.items()
        for heading, field in named.items()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in ("sheet", "field", "heading")]))


def _landed(mapped: dict[str, Mapped]) -> Landed:
    payments = pa.concat_tables([one.table for one in mapped.values()])
    metadata = next(iter(mapped.values())).table.schema.metadata
    statuses = payee_status(payments.column("payee"))
    payments = without_individuals(payments, statuses).replace_schema_metadata(metadata)
    payers = payer_bodies(payments.column("payer"))
    publisher = one_body(payers)
    return Landed(
        tables={
            "payments": payments,
            "_payee_status": statuses,
            "_payer": payers,
            "_heading": _headings({sheet: one.mapping for sheet, one in mapped.items()}),
        },
        rows_read={sheet: one.table.num_rows for sheet, one in mapped.items()},
        problems=[problem for one in mapped.values() for problem in one.problems],
        mapping={sheet: one.mapping for sheet, one in mapped.items()},
        publisher=publisher,
        publisher_why="the one body in the payer column" if publisher else "",
    )


class SpendLoader:
    """Payments, one row each; the payer publishes the file or stands in a column of it."""

    name = "spend"
    label = "Spend file"
    about = "payments over £500 (councils) or £25,000 (NHS, central government): CSV or xlsx, one row a payment"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file whose header has an amount and a payee, by the headings of mapping.toml."""
        claims = []
        for member in group.members:
            fitting = [raw for raw in _headers(member) if _fits(raw)]
            if fitting:
                claims.append(_claim(member, fitting))
        return claims

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the sheets that have an amount and a payee; a file of one table has the sheet name ''."""
        member = group.member(claim.members[0])
        tables = _read(member)
        fitting = [raw for raw in tables if _fits(raw)]
        if not fitting:
            header = ", ".join(heading for heading in tables[0].header if heading)[:200]
            raise UnknownFormatError(
                f"{member.name}: no column is known as an amount and another as a payee among: {header}; see "
                "`tpgraph formats`"
            )
        sheets = [raw.name if _is_workbook(member.name) else "" for raw in fitting]
        mapped = {sheet: map_table(raw, _fields(), sheet=sheet) for sheet, raw in zip(sheets, fitting, strict=True)}
        return _landed(mapped)

    def sql(self) -> Sequence[str]:
        """Give the SQL that types, sets aside, makes flows and tells problems."""
        folder = resources.files(__package__).joinpath("sql")
        return [folder.joinpath(name).read_text("utf-8") for name in _SQL]


LOADER = SpendLoader()
