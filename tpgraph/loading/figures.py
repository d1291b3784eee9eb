"""Money in wide tables of statistics: the unit that a file states, and columns of figures as exact pence.

Statistics print £ thousand or £ million. Which, is read from the file; nothing here guesses it by the size of figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.money import LARGEST

Pence = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

POUND, THOUSAND, MILLION = 100, 100_000, 100_000_000
"""Pence in one unit of a table."""

UNIT_WORDS = {POUND: "£", THOUSAND: "£ thousand", MILLION: "£ million"}

_APOSTROPHE = "['\u2018\u2019`]?"
_UNITS = {
    THOUSAND: re.compile(
        rf"(?:£|\bgbp|\bpounds?)\s*{_APOSTROPHE}(?:000s?|k|thousands?)\b|\bthousands?\s+of\s+pounds", re.IGNORECASE
    ),
    MILLION: re.compile(r"(?:£|\bgbp|\bpounds?)\s*(?:millions?|mn?)\b|\bmillions?\s+of\s+pounds", re.IGNORECASE),
    POUND: re.compile(r"\(£s?\)|\b(?:in|unit:?|units:?)\s+(?:£s?(?![\w' ]*\d|\s*(?:m|th|k))|pounds)", re.IGNORECASE),
}
_UNKNOWN = frozenset(
    {"", "-", "--", ".", "..", "...", ":", "*", "x", "c", "z", "u", "n/a", "na", "n/d", "none", "null"}
)
_BRACKETED = re.compile(r"\[[a-z]{1,6}\]")


def units_in(text: str) -> frozenset[int]:
    """Give the units of money that a text states, in pence.

    >>> sorted(units_in("Figures in £ thousand")), sorted(units_in("£000s")), sorted(units_in("Net (£m)"))
    ([100000], [100000], [100000000])
    >>> sorted(units_in("grants of £500 and more")), sorted(units_in("Amount (£)"))
    ([], [100])
    """
    return frozenset(unit for unit, pattern in _UNITS.items() if pattern.search(text))


def is_unknown(written: str) -> bool:
    """Tell whether a cell says that its figure is not known: blank, `..`, `[x]`; that is never zero.

    >>> [is_unknown(text) for text in ("..", "[x]", "", "0", "n/a")]
    [True, True, True, False, True]
    """
    plain = written.strip().lower()
    return plain in _UNKNOWN or bool(_BRACKETED.fullmatch(plain)) or plain.startswith("#")


@dataclass(frozen=True)
class Figures:
    """A column of money.

    Attributes
    ----------
    pence : amount by row, 0 where unknown
    known : whether the row has an amount
    unread : (row, text) of the cells that are neither an amount nor a sign for an unknown one
    rounded : how many amounts had fractions of a penny and were rounded
    """

    pence: Pence
    known: Flags
    unread: tuple[tuple[int, str], ...] = ()
    rounded: int = 0

    @property
    def total(self) -> int:
        """Sum of the amounts that are known, in pence."""
        return int(self.pence.sum())


def _plain_number(written: str) -> float | None:
    """Read one cell as a person does: commas, spaces, £, brackets and dashes for negatives."""
    text = re.sub(r"[£,\s\u00a0]|GBP", "", written).translate({0x2212: "-", 0x2013: "-"})
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    digits = text.strip("()-+")
    if not re.fullmatch(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", digits):
        return None
    return -float(digits) if negative else float(digits)


def _cell_by_cell(texts: Sequence[str | None]) -> tuple[npt.NDArray[np.float64], tuple[tuple[int, str], ...]]:
    values = np.full(len(texts), np.nan)
    unread = []
    for row, text in enumerate(texts):
        if text is None or is_unknown(text):
            continue
        number = _plain_number(text)
        if number is None:
            unread.append((row, text))
        else:
            values[row] = number
    return values, tuple(unread)


def read_figures(column: pa.ChunkedArray | pa.Array, pence_each: int) -> Figures:
    """Read a column of texts as money.

    Amounts are exact: a float holds every amount below a hundred million million pounds to the penny and rounds beyond
    15 digits only.

    Parameters
    ----------
    column : texts; null or blank = unknown
    pence_each : pence in one unit of the column, such as `THOUSAND`
    """
    trimmed = pc.utf8_trim_whitespace(column)
    filled = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    unread: tuple[tuple[int, str], ...] = ()
    try:
        values = np.asarray(pc.cast(filled, pa.float64()).to_numpy(), dtype=np.float64)
        if np.isinf(values).any():
            raise pa.ArrowInvalid
    except pa.ArrowInvalid:
        values, unread = _cell_by_cell(filled.to_pylist())
    exact = values * pence_each
    too_large = np.abs(exact) > LARGEST
    if too_large.any():
        texts = filled.to_pylist()
        unread += tuple((int(row), str(texts[row])) for row in np.flatnonzero(too_large))
        exact[too_large] = np.nan
    known = ~np.isnan(exact)
    pence = np.where(known, np.rint(exact), 0).astype(np.int64)
    rounded = int((np.abs(exact - pence)[known] > 1e-3).sum())
    return Figures(pence, known, unread, rounded)


@dataclass(frozen=True)
class StatedUnit:
    """The unit of a table: pence in one, and where it is stated; `pence` 0 where nobody says or two are said."""

    pence: int
    where: str
    said: frozenset[int] = frozenset()


def stated_unit(places: Iterable[tuple[str, Iterable[str]]]) -> StatedUnit:
    """Find the unit that a file states, in the first of several places that states any.

    Parameters
    ----------
    places : (what the place is called, its texts), the nearest to the figures first

    >>> stated_unit([("above the header", ["Revenue outturn"]), ("in the file's name", ["RSX (£000)"])])
    StatedUnit(pence=100000, where="in the file's name", said=frozenset({100000}))
    """
    for where, texts in places:
        said = frozenset(unit for text in texts for unit in units_in(text))
        if said:
            return StatedUnit(next(iter(said)) if len(said) == 1 else 0, where, said)
    return StatedUnit(0, "")
