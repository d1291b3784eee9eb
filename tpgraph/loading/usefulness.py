"""How much of what makes records useful is filled in: one note a measure that a tenth of the records or more lack."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Problem

_MEANT = ("award", "budget", "allocation")
_TOLD_FROM = 10
"""A measure is told where one in so many records lacks it."""


@dataclass(frozen=True)
class FlowCount:
    """Flows of one financial year, basis and status of the payee, and how many of them have what."""

    financial_year: str | None
    basis: str | None
    payee_status: str | None
    rows: int
    dated: int
    with_purpose: int
    with_place: int


@dataclass(frozen=True)
class _Measure:
    """How many of some records lack something, in words that make a sentence."""

    code: str
    what: str
    lacks: str
    rows: int
    lacking: int
    sheet: str = ""


def lacks(tables: Mapping[str, pa.Table], counts: Sequence[FlowCount], dates_are_told: bool) -> list[Problem]:
    """Say what a tenth of the records or more lack.

    Parameters
    ----------
    tables : record kind -> its finished table; those without rows may be missing
    counts : flows by financial year, basis and status of the payee
    dates_are_told : whether the loader has told of money without a date already
    """
    measures = [
        *_of_money(tables, counts, dates_are_told),
        *_of_services(tables),
        *_of_bodies(tables),
        *_of_people(tables),
    ]
    return [_problem(one) for one in measures if one.lacking and one.lacking * _TOLD_FROM >= one.rows]


def _problem(one: _Measure) -> Problem:
    share = one.lacking * 100 // one.rows
    sentence = f"{one.lacking:,} of {one.rows:,} {one.what} ({share} %) have no {one.lacks}"
    return Problem(one.sheet, None, "", "", "note", one.code, sentence)


def _sheet(table: pa.Table | None) -> str:
    """The sheet of all rows where it is one; finished tables are sorted by sheet."""
    if table is None or not table.num_rows or table.column("sheet")[0] != table.column("sheet")[-1]:
        return ""
    return table.column("sheet")[0].as_py() or ""


def _of_money(tables: Mapping[str, pa.Table], counts: Sequence[FlowCount], dates_are_told: bool) -> Iterator[_Measure]:
    def rows(takes: Callable[[FlowCount], int]) -> int:
        return sum(map(takes, counts))

    every, sheet, what = rows(lambda c: c.rows), _sheet(tables.get("flow")), "amounts"
    if not dates_are_told:
        no_year = rows(lambda c: 0 if c.financial_year else c.rows)
        yield _Measure("money-without-year", what, "financial year", every, no_year, sheet)
    no_payee = rows(lambda c: c.rows if c.payee_status in ("redacted", "blank") else 0)
    yield _Measure("money-without-payee", what, "payee that is known", every, no_payee, sheet)
    no_purpose = rows(lambda c: c.rows - c.with_purpose)
    yield _Measure("money-without-purpose", what, "purpose", every, no_purpose, sheet)
    meant = rows(lambda c: c.rows if c.basis in _MEANT else 0)
    no_place = rows(lambda c: c.rows - c.with_place if c.basis in _MEANT else 0)
    yield _Measure("money-without-place", "grants and budgets", "place", meant, no_place, sheet)
    spend = tables.get("spend")
    if spend is not None:
        no_year = spend.column("financial_year").null_count
        yield _Measure(
            "money-without-year", "lines of the count", "financial year", spend.num_rows, no_year, _sheet(spend)
        )


def _own(table: pa.Table) -> pa.Table:
    """The rows that are described, not only referred to."""
    return table.filter(pc.invert(pc.fill_null(table.column("stub"), False)))


def _no_value(table: pa.Table, *names: str) -> int:
    """How many rows have none of some columns."""
    lacking = pc.is_null(table.column(names[0]))
    for name in names[1:]:
        lacking = pc.and_(lacking, pc.is_null(table.column(name)))
    return int(pc.sum(lacking).as_py() or 0)


def _of_services(tables: Mapping[str, pa.Table]) -> Iterator[_Measure]:
    if "service" not in tables:
        return
    services = _own(tables["service"])
    for code, lacking, names in (
        ("services-without-need", "need", ["needs"]),
        ("services-without-place", "place", ["places", "site_records"]),
        ("services-without-provider", "provider", ["provider_record"]),
        ("services-without-capacity", "number of people or places", ["people_per_year", "places_per_year"]),
    ):
        yield _Measure(code, "services", lacking, services.num_rows, _no_value(services, *names), _sheet(services))


def _of_bodies(tables: Mapping[str, pa.Table]) -> Iterator[_Measure]:
    if "organisation" not in tables:
        return
    bodies = tables["organisation"]
    if bodies.column("identifier").null_count == bodies.num_rows:
        # A format whose payees have names alone is not told so; one that has some identifiers is.
        bodies = bodies.filter(pc.invert(pc.fill_null(bodies.column("mentioned"), False)))
    bodies = _own(bodies)
    yield _Measure(
        "organisations-without-identifier", "organisations", "public identifier", bodies.num_rows,
        _no_value(bodies, "identifier"), _sheet(bodies),
    )  # fmt: skip


def _of_people(tables: Mapping[str, pa.Table]) -> Iterator[_Measure]:
    if "client_need" in tables:
        table = tables["client_need"]
        lacking = table.column("financial_year").null_count
        yield _Measure(
            "needs-without-year", "numbers of people", "financial year", table.num_rows, lacking, _sheet(table)
        )
