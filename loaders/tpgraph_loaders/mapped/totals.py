"""Rows that are no money of their own but the sum of the rows above them."""

import calendar
import re
from collections.abc import Iterator

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Problem, SetAside
from tpgraph.money import parse_pence

_WORD = re.compile(r"[^\W\d_]+")
_TOTALS = frozenset({"total", "totals", "subtotal", "subtotals"})
_MONTHS = tuple(name.lower() for name in calendar.month_name if name)
_BESIDE = frozenset(
    {"grand", "sub", "overall", "report", "page", "sheet", "file", "net", "gross", "sum", "amount", "amounts", "all"}
    | {"spend", "spending", "expenditure", "payments", "value", "paid", "of", "for", "the", "to", "date", "month"}
    | {"monthly", "year", "yearly", "annual", "quarter", "period", *_MONTHS, *(month[:3] for month in _MONTHS)}
)
_PLAIN = frozenset({"amount_pence", "date", "financial_year", "sheet", "line", "extra"})


def says_total(written: str) -> bool:
    """Tell whether a cell is the label of a total, as `Grand Total`, `Total for May 2018` and `Adults Total` are.

    >>> [says_total(text) for text in ("TOTAL for June 2018", "Adults Total", "Total Gas Supply", "Totally Local")]
    [True, True, False, False]
    """
    words = _WORD.findall(written.lower())
    return bool(words) and (
        words[-1] in _TOTALS or (bool(_TOTALS & set(words)) and _BESIDE.issuperset(set(words) - _TOTALS))
    )


def without_totals(
    table: pa.Table, sheet: str, filled: frozenset[str]
) -> tuple[pa.Table, list[SetAside], list[Problem]]:
    """Take out the rows that are the sum of the rows above them.

    A row is looked at if a cell says that it is a total, or if payee and date are both blank where the table has both;
    it is one only if it equals the sum of the rows since the start, or since an earlier total.

    Parameters
    ----------
    table : landed rows of flows or spend, in the order of the file
    sheet : what the sheet is called in messages
    filled : columns that a column of the file fills, and no constant

    Returns
    -------
    (the rows that are none, the totals set aside with their pence, notes and warnings)
    """
    labelled = _labelled(table)
    candidates = _candidates(table, labelled, filled)
    if not candidates:
        return table, [], []
    amounts = [parse_pence(text) if text else None for text in table.column("amount_pence").to_pylist()]
    totals = set(_sums(amounts, candidates))
    lines = table.column("line").to_pylist()
    aside = [SetAside(sheet, lines[row], "grand total row", 1, amounts[row]) for row in sorted(totals)]
    keep = pa.array([row not in totals for row in range(table.num_rows)], pa.bool_())
    doubted = [row for row in candidates if row in labelled and row not in totals and amounts[row]]
    return table.filter(keep), aside, [*_note(len(totals), sheet), *(_doubt(lines[row], sheet) for row in doubted)]


def _labelled(table: pa.Table) -> set[int]:
    """The rows with a cell that is the label of a total."""
    found: set[int] = set()
    for name in table.column_names:
        if name not in _PLAIN:
            column = table.column(name)
            labels = [text for text in _with_the_word(column) if says_total(text)]
            if labels:
                found.update(pc.indices_nonzero(pc.is_in(column, pa.array(labels, pa.string()))).to_pylist())
    extra = table.column("extra")
    held = pc.fill_null(pc.match_substring(extra, "total", ignore_case=True), False)
    for row in pc.indices_nonzero(held).to_pylist():
        if any(isinstance(cell, str) and says_total(cell) for cell in orjson.loads(extra[row].as_py()).values()):
            found.add(row)
    return found


def _with_the_word(column: pa.ChunkedArray) -> list[str]:
    distinct = column.unique()
    texts: list[str] = distinct.filter(pc.match_substring(distinct, "total", ignore_case=True)).to_pylist()
    return texts


def _candidates(table: pa.Table, labelled: set[int], filled: frozenset[str]) -> list[int]:
    """The rows that may be totals, from the top: a payment with a day and a payee is none, whatever its cells say."""
    blank = {name: pc.is_null(table.column(name)).to_pylist() for name in ("payee", "date") if name in filled}
    payees = table.column("payee").to_pylist() if "payee" in filled else []
    found = []
    for row in range(table.num_rows) if len(blank) == 2 else sorted(labelled):
        undated = "date" not in blank or blank["date"][row]
        unpaid = "payee" not in blank or blank["payee"][row] or (undated and says_total(payees[row]))
        if undated and unpaid:
            found.append(row)
    return found


def _sums(amounts: list[int | None], candidates: list[int]) -> Iterator[int]:
    """The candidates that equal what stands above them since the start or since an earlier total."""
    marks, paid, start = {0}, 0, 0
    for row in candidates:
        above = [amount for amount in amounts[start:row] if amount is not None]
        paid, start = paid + sum(above), row
        amount = amounts[row]
        if amount and paid - amount in marks and paid:
            marks.add(paid)
            start = row + 1
            yield row


def _note(totals: int, sheet: str) -> Iterator[Problem]:
    if totals:
        said = f"{totals:,} {'row is a total' if totals == 1 else 'rows are totals'} of the rows above: set aside"
        yield Problem(sheet, None, "", "", "note", "total-row", said)


def _doubt(line: int, sheet: str) -> Problem:
    said = "the row looks like a total but is not the sum of the rows above: it is kept"
    return Problem(sheet, line, "", "", "warning", "looks-like-total", said, "if it is a total, delete the row")
