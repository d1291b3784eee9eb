"""Landing: the sheets of a spend file as one text table, and what its payers and payees are."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from tpgraph.errors import UnknownFormatError, UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Landed, Member, Problem
from tpgraph.loading.mapping import Mapped, TableMapping, load_mapping, map_table
from tpgraph.loading.readers import RawTable, read_csv, read_head, read_workbook, read_workbook_head
from tpgraph_loaders.spend.payees import payee_status, without_individuals
from tpgraph_loaders.spend.payers import one_body, payer_bodies, with_departments

_NAMES_SHOWN = 20
_CSV = (".csv", ".tsv")
_WORKBOOK = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def payment_fields() -> TableMapping:
    """Give the headings of a payment, by field."""
    return load_mapping(__package__).tables["payments"]


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(_WORKBOOK)


def _fits(raw: RawTable) -> bool:
    return not payment_fields().missing(raw.header)


def fitting_heads(member: Member) -> list[RawTable]:
    """Give the tables of a member that have an amount and a payee, of a CSV only its first rows."""
    data, expected = member.read(), payment_fields().known
    try:
        if _is_workbook(member.name):
            found = read_workbook_head(data, member.name, expected=expected)
        elif member.name.lower().endswith(_CSV):
            found = [read_head(data, member.name, expected=expected)]
        else:
            found = []
    except UnreadableFileError:
        return []
    return [raw for raw in found if _fits(raw)]


def land(group: Group, claim: Claim) -> Landed:
    """Read the sheets that have an amount and a payee; a file of one table has the sheet name ''.

    Raises
    ------
    UnknownFormatError
        If none has, naming the headings of the first.
    """
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
    return _landed({
        sheet: map_table(raw, payment_fields(), sheet=sheet) for sheet, raw in zip(sheets, fitting, strict=True)
    })  # fmt: skip


def _read(member: Member) -> list[RawTable]:
    expected = payment_fields().known
    if _is_workbook(member.name):
        return read_workbook(member.read(), member.name, expected=expected)
    return [read_csv(member.read(), member.name, expected=expected)]


def _headings(mapped: dict[str, Mapped]) -> pa.Table:
    """One row a mapped column, so that problems can name it as the file does."""
    rows = [
        {"sheet": sheet, "field": field, "heading": heading}
        for sheet, one in mapped.items()
        for heading, field in one.mapping.items()
    ]
    return pa.Table.from_pylist(rows, schema=_text_schema("sheet", "field", "heading"))


def _not_understood(mapped: dict[str, Mapped]) -> Iterator[Problem]:
    """Name the columns that are kept beside each payment although no field has such a heading."""
    for sheet, one in mapped.items():
        names = [heading for heading in one.kept if not payment_fields().known([heading])]
        if names:
            shown = ", ".join(names[:_NAMES_SHOWN]) + (", ..." if len(names) > _NAMES_SHOWN else "")
            many = "1 column is" if len(names) == 1 else f"{len(names):,} columns are"
            sentence = f"{many} kept beside each payment without being understood: {shown}"
            yield Problem(sheet, None, "", "", "note", "columns-kept", sentence)


def _text_schema(*names: str) -> pa.Schema:
    return pa.schema([pa.field(name, pa.string()) for name in names])


def _payments(tables: Sequence[pa.Table]) -> pa.Table:
    """The sheets under each other; what map_table notes in the schema is kept."""
    whole = pa.concat_tables(tables)
    payers = with_departments(whole.column("payer"), whole.column("family"))
    place = whole.column_names.index("payer")
    return whole.set_column(place, "payer", payers).replace_schema_metadata(tables[0].schema.metadata)


def _landed(mapped: dict[str, Mapped]) -> Landed:
    payments = _payments([one.table for one in mapped.values()])
    metadata = payments.schema.metadata
    statuses = payee_status(payments.column("payee"))
    payments = without_individuals(payments, statuses).replace_schema_metadata(metadata)
    payers = payer_bodies(payments.column("payer"))
    publisher = one_body(payers)
    return Landed(
        tables={
            "payments": payments,
            "_payee_status": statuses,
            "_payer": payers,
            "_heading": _headings(mapped),
        },
        rows_read={sheet: one.table.num_rows for sheet, one in mapped.items()},
        problems=[*(problem for one in mapped.values() for problem in one.problems), *_not_understood(mapped)],
        mapping={sheet: one.mapping for sheet, one in mapped.items()},
        publisher=publisher,
        publisher_why="the one body in the payer column" if publisher else "",
        pays=True,
    )
