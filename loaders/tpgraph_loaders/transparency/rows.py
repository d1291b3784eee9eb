"""The landed tables of a register: its rows in one shape, its suppliers one by one, and small lists for the SQL."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from tpgraph.loading.loader import Landed
from tpgraph.loading.mapping import Mapped, heading_key
from tpgraph.loading.persons import is_nothing, without_persons
from tpgraph.names import fold
from tpgraph_loaders.transparency.frameworks import framework_standing
from tpgraph_loaders.transparency.numbers import body_of_uri, charity, company, told
from tpgraph_loaders.transparency.periods import Period, parse_period
from tpgraph_loaders.transparency.proposing import why_a_service
from tpgraph_loaders.transparency.suppliers import Supplier, suppliers_of

FIELDS = (
    *("supplier", "total", "either", "annual", "vat_lost", "start", "end", "review", "awarded", "reference", "title"),
    *("description", "department", "payer", "payer_uri", "company", "charity", "registration", "kind", "framework"),
    *("process", "category", "cpv", "sme", "vcse", "year", "period", "months", "programme", "currency"),
)
"""Every field that a register may have; a loader's mapping.toml leaves out what its kind has not."""

_CLEANED = ("title", "description", "department", "process", "category", "programme", "vcse", "kind", "extra")
_SUPPLIER = pa.schema(
    [
        ("ordinal", pa.int64()),
        ("place", pa.int64()),
        *((name, pa.string()) for name in ("name", "status", "key", "identifier", "other_identifier")),
    ]
)
_TOTAL = re.compile(r"\W*(?:grand|overall|sub)?\W*totals?\W*(?:value|amount)?\W*", re.IGNORECASE)

Row = dict[str, object]


def landed_register(found: Mapping[str, Mapped], *, voluntary: bool) -> Landed:
    """Make the landed tables of a register.

    Parameters
    ----------
    found : its sheets with their columns as fields
    voluntary : whether all who are paid are voluntary bodies

    Returns
    -------
    Landed with tables ``agreements`` (fields as text, `ordinal`, and what names and words show), ``_supplier`` (one row
    a supplier of a row), ``_payer`` (body of each text) and ``_heading``.
    """
    parts = [_in_one_shape(one.table) for one in found.values()]
    rows = pa.concat_tables(parts)
    rows = rows.append_column("ordinal", pa.array(range(rows.num_rows), pa.int64()))
    details = {sheet: _has_details(one.mapping) for sheet, one in found.items()}
    read = [_suppliers(row, details[str(row["sheet"])]) for row in rows.select(["sheet", "supplier"]).to_pylist()]
    rows = _without_persons(rows, read)
    told_of = [_shown(row, suppliers) for row, suppliers in zip(rows.to_pylist(), read, strict=True)]
    for name in ("period_start", "period_end", "period_months", "period_year", "standing", "proposal", "says_total"):
        rows = rows.append_column(name, pa.array([one[name] for one in told_of], pa.string()))
    payers = _payers(rows)
    publisher = _one_body(payers)
    return Landed(
        tables={
            "agreements": rows.drop_columns(["supplier"]),
            "_supplier": _supplier_table(rows, read, voluntary=voluntary),
            "_payer": payers,
            "_heading": _headings({sheet: one.mapping for sheet, one in found.items()}),
        },
        rows_read={sheet: one.table.num_rows for sheet, one in found.items()},
        problems=[problem for one in found.values() for problem in one.problems],
        mapping={sheet: one.mapping for sheet, one in found.items()},
        publisher=publisher,
        publisher_why="the one body in the column of buyers" if publisher else "",
        pays=True,
    )


def _in_one_shape(table: pa.Table) -> pa.Table:
    """The columns of every register, null where this one lacks them; contacts were looked for in `extra`."""
    columns = {
        name: table.column(name) if name in table.column_names else pa.nulls(table.num_rows, pa.string())
        for name in FIELDS
    }
    made = pa.table({**columns, **{name: table.column(name) for name in ("sheet", "line", "extra")}})
    return made.replace_schema_metadata(table.schema.metadata)


def _has_details(mapping: Mapping[str, str]) -> bool:
    heading = next((heading for heading, field in mapping.items() if field == "supplier"), "")
    return any(word in heading_key(heading) for word in ("details", "address"))


def _suppliers(row: Row, details: bool) -> tuple[Supplier, ...]:  # read by place in one call
    return suppliers_of(str(row["supplier"]), details=details) if row["supplier"] else ()


def _without_persons(rows: pa.Table, read: Sequence[tuple[Supplier, ...]]) -> pa.Table:
    """Take the names of persons who are paid out of the other cells of their rows."""
    cells = rows.column("supplier").to_pylist()
    most = max((len(suppliers) for suppliers in read), default=0)
    for place in range(most):
        persons = {
            str(cell): suppliers[place].person
            for cell, suppliers in zip(cells, read, strict=True)
            if len(suppliers) > place and suppliers[place].person
        }
        metadata = rows.schema.metadata
        rows = without_persons(rows, "supplier", persons, _CLEANED).replace_schema_metadata(metadata)
    return rows


def _text(row: Row, name: str) -> str:
    value = row[name]
    return "" if value is None or is_nothing(str(value)) else str(value)


def _shown(row: Row, suppliers: Sequence[Supplier]) -> dict[str, str | None]:
    """What the words of a row show: its period, whether it is a framework or a total, and if it proposes a service."""
    period = parse_period(_text(row, "period")) if row["period"] else Period()
    title, description = _text(row, "title"), _text(row, "description")
    months = _text(row, "months").removesuffix(".0")
    proposal = ""
    if any(supplier.status == "known" for supplier in suppliers):
        named, said = (title, description) if title else (description, "")
        label = " ; ".join(filter(None, (_text(row, "category"), _text(row, "programme"))))
        proposal = why_a_service(named, said, label, _text(row, "cpv"), _text(row, "kind"))
    standing = framework_standing(
        *(_text(row, name) for name in ("title", "kind", "framework", "process", "description"))
    )
    says_total = any(_TOTAL.fullmatch(_text(row, name)) for name in ("title", "reference", "description", "department"))
    return {
        "period_start": period.start or None,
        "period_end": period.end or None,
        "period_months": months if months.isdigit() else str(period.months) if period.months else None,
        "period_year": period.year or None,
        "standing": standing or None,
        "proposal": proposal or None,
        "says_total": "yes" if says_total and not suppliers else None,
    }


def _identifiers(row: Row, supplier: Supplier, *, voluntary: bool) -> tuple[str, ...]:
    """The identifiers of the one supplier of a row, charities first; another column's wins over the cell's own."""
    is_voluntary = voluntary or bool(re.match(r"(?i)y|.*(charit|volunt|vcs|cic)", _text(row, "vcse")))
    found = [charity(_text(row, "charity")), company(_text(row, "company"))]
    found += told(_text(row, "registration"), voluntary=is_voluntary) if row["registration"] else ()
    found += supplier.identifiers
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


def _supplier_table(rows: pa.Table, read: Sequence[tuple[Supplier, ...]], *, voluntary: bool) -> pa.Table:
    wanted = rows.select(["ordinal", "company", "charity", "registration", "vcse"]).to_pylist()
    found: list[Row] = []
    for row, suppliers in zip(wanted, read, strict=True):
        for place, supplier in enumerate(suppliers):
            # A number beside several names is whose?
            own = _identifiers(row, supplier, voluntary=voluntary) if len(suppliers) == 1 else supplier.identifiers
            ids = (*own, None, None) if supplier.status == "known" else (None, None)
            found.append(
                {
                    "ordinal": row["ordinal"], "place": place, "name": supplier.name, "status": supplier.status,
                    "key": supplier.key or None, "identifier": ids[0], "other_identifier": ids[1],
                }
            )  # fmt: skip
    return pa.Table.from_pylist(found, schema=_SUPPLIER)


def _payers(rows: pa.Table) -> pa.Table:
    """The body that each text of a payer column means, with its identifier where an address beside it tells."""
    found: dict[str, Row] = {}
    for row in rows.select(["payer", "payer_uri"]).to_pylist():
        if row["payer"] is None:
            continue
        known = found.setdefault(
            row["payer"],
            {
                "payer": row["payer"],
                "body": None if is_nothing(row["payer"]) else row["payer"],
                "identifier": None,
                "rows": 0,
            },
        )
        known["rows"] = int(str(known["rows"])) + 1
        known["identifier"] = known["identifier"] or (body_of_uri(row["payer_uri"]) if row["payer_uri"] else None)
    texts = [(name, pa.string()) for name in ("payer", "body", "identifier")]
    return pa.Table.from_pylist(list(found.values()), schema=pa.schema([*texts, ("rows", pa.int64())]))


def _one_body(payers: pa.Table) -> str:
    named = sorted((row for row in payers.to_pylist() if row["body"]), key=lambda row: (-row["rows"], row["body"]))
    return str(named[0]["body"]) if len({fold(row["body"]) for row in named}) == 1 else ""


def _headings(mapping: Mapping[str, Mapping[str, str]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in ("sheet", "field", "heading")])
    return pa.Table.from_pylist(list(_heading_rows(mapping)), schema=schema)


def _heading_rows(mapping: Mapping[str, Mapping[str, str]]) -> Iterator[Row]:
    named: Iterable[tuple[str, Mapping[str, str]]] = mapping.items()
    for sheet, fields in named:
        for heading, field in fields.items():
            yield {"sheet": sheet, "field": field, "heading": heading}
