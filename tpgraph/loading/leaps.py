"""Values many hundred times their neighbours: of one series, such as a payee's payments, or of their column.

The largest values of a series are looked at. Where they leap a hundredfold (in a column two hundredfold) above all
others, of which there are three or more, and are five hundred times what is usual, a unit or a decimal point may have
slipped. Values are in hundredths; what is below one counts as one, lest pennies make neighbours of nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

LARGEST_KEPT = 4
_LEAST = 100_000
_LEAP, _LEAP_IN_COLUMN = 100, 200
_TIMES_USUAL = 500
_FEWEST_OTHERS = 3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Leap:
    """A series with values that leap above the rest of it.

    Attributes
    ----------
    kind, field : record kind and column
    basis : of money; None elsewhere
    key : of the series; None where the column is meant
    least : the smallest of the values that leap
    usual : the geometric mean of the others
    """

    kind: str
    field: str
    basis: str | None
    key: int | None
    least: int
    usual: float


def _leaping(rows: Floats, logs: Floats, top: Floats, leap: int) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """Give which series leap, from what value, and what is usual below it.

    Parameters
    ----------
    rows, logs : number of values of each series, and the sum of their natural logarithms
    top : its largest values, the largest first, nan where it has fewer; one row a series
    leap : how many times the next value is a leap
    """
    least, usual = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    above = np.zeros(len(rows))
    for place in range(LARGEST_KEPT - 1):
        above += np.log(top[:, place])
        others = rows - place - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.exp((logs - above) / others)
        is_leap = (
            (others >= _FEWEST_OTHERS)
            & ((place == 0) | ((place + 1) * 10 <= rows))
            & (top[:, place] >= np.maximum(_LEAST, _TIMES_USUAL * mean))
            & (top[:, place] >= leap * top[:, place + 1])
        )
        least, usual = np.where(is_leap, top[:, place], least), np.where(is_leap, mean, usual)
    return np.flatnonzero(~np.isnan(least)), least, usual


def leaps_of(series: pa.Table) -> list[Leap]:
    """Find the series and columns whose largest values leap above the others.

    Parameters
    ----------
    series : columns kind, field, basis, key (null = in no series, only of the column), rows, logs, top1 .. top4; one
        row a series. Numbers of people (client_need) make no column: places large and small have nothing in common
    """
    top = np.column_stack([series.column(f"top{place}").to_numpy() for place in range(1, LARGEST_KEPT + 1)]).astype(
        float
    )
    rows, logs = (series.column(name).to_numpy().astype(float) for name in ("rows", "logs"))
    found, least, usual = _leaping(rows, logs, top, _LEAP)
    told = series.select(["kind", "field", "basis", "key"]).take(pa.array(found)).to_pylist()
    leaps = [
        Leap(row["kind"], row["field"], row["basis"], row["key"], int(least[at]), float(usual[at]))
        for at, row in zip(found.tolist(), told, strict=True)
        if row["key"] is not None
    ]
    return leaps + list(_of_columns(series, rows, logs, top))


def _of_columns(series: pa.Table, rows: Floats, logs: Floats, top: Floats) -> Iterator[Leap]:
    """The same of whole columns, which are all their series."""
    columns = [series.column(name).fill_null("") for name in ("kind", "field", "basis")]
    named = (
        series.select(["kind", "field"])
        .append_column("basis", columns[2])
        .group_by(["kind", "field", "basis"])
        .aggregate([])
    )
    for column in named.to_pylist():
        if column["kind"] == "client_need":
            continue
        is_in = np.ones(series.num_rows, np.bool_)
        for texts, wanted in zip(columns, column.values(), strict=True):
            is_in &= pc.equal(texts, wanted).to_numpy()
        largest = np.sort(top[is_in].ravel())
        largest = largest[~np.isnan(largest)][::-1][:LARGEST_KEPT]
        padded = np.full((1, LARGEST_KEPT), np.nan)
        padded[0, : len(largest)] = largest
        found, least, usual = _leaping(
            np.array([rows[is_in].sum()]), np.array([logs[is_in].sum()]), padded, _LEAP_IN_COLUMN
        )
        if len(found):
            yield Leap(column["kind"], column["field"], column["basis"] or None, None, int(least[0]), float(usual[0]))
