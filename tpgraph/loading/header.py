"""Where the header stands: under a preamble, on one line or on two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tpgraph.loading.raw import HeaderScore, without_mark
from tpgraph.money import parse_date, parse_pence

LOOKED_AT = 60
"""Rows at the top of a file among which the header is looked for."""


@dataclass(frozen=True)
class HeaderFound:
    """A header: its headings, the index of its first row, and how many rows it takes."""

    headings: tuple[str, ...]
    index: int
    rows: int


@lru_cache(maxsize=1 << 14)
def _clean(cell: str) -> str:
    return re.sub(r"\s+", " ", without_mark(cell)).strip()


@lru_cache(maxsize=1 << 14)
def _is_text(cell: str) -> bool:
    return bool(cell) and parse_pence(cell) is None and parse_date(cell) is None


def _first_wordy(rows: Sequence[Sequence[str]]) -> int:
    """Index of the first row of nothing but words that fills more than half of what the fullest row does."""
    words = [sum(map(_is_text, row)) for row in rows]
    fullest = max(words, default=0)
    for index, row in enumerate(rows):
        filled = sum(bool(cell) for cell in row)
        if words[index] == filled and words[index] * 2 > fullest > 0:
            return index
    return words.index(fullest) if words else 0


def _joined(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Join two header lines: `Amount,,` over `Gross,VAT,Net` is Amount Gross, Amount VAT, Amount Net."""
    width = max(len(first), len(second))
    above = [*first, *[""] * (width - len(first))]
    below = [*second, *[""] * (width - len(second))]
    headings: list[str] = []
    group = ""
    for top, bottom in zip(above, below, strict=True):
        group = top or (group if bottom else "")
        headings.append(f"{group} {bottom}".strip() if bottom else top)
    return tuple(headings)


def _splits_groups(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether every filled cell of the second line stands under a blank cell, or under the start of such a group."""
    width = max(len(first), len(second))
    above = [*first, *[""] * (width - len(first)), "end"]
    filled = [index for index, cell in enumerate(second) if cell]
    under_blank = [index for index in filled if not above[index] and index > 0]
    # One cell alone above is a title, not a header.
    title = sum(map(bool, first)) == 1
    return not title and bool(under_blank) and all(not above[index] or not above[index + 1] for index in filled)


def cleaned_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give the rows among which a header is looked for, their cells without marks and needless spaces."""
    return [[_clean(cell) for cell in row] for row in rows[:LOOKED_AT]]


def find_header(rows: Sequence[Sequence[str]], expected: HeaderScore | None = None) -> HeaderFound:
    """Find the header among the first rows of a file.

    Parameters
    ----------
    rows : the first rows, from `cleaned_rows`
    expected : scores a row by its known headings; the best row wins, the first of equals. Without it, or where it knows
        none: the first row of nothing but words that fills more than half of what the fullest row does.
    """
    scores = [expected(row) if expected else 0 for row in rows]
    index = scores.index(max(scores)) if any(scores) else _first_wordy(rows)
    first = rows[index] if rows else []
    second = rows[index + 1] if index + 1 < len(rows) else []
    if second and any(second) and all(_is_text(cell) for cell in second if cell):
        both = _joined(first, second)
        better = expected is not None and expected(both) > scores[index]
        if better or (_splits_groups(first, second) and (expected is None or expected(both) >= scores[index])):
            return HeaderFound(both, index, 2)
    return HeaderFound(tuple(first), index, 1)
