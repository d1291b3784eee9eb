"""What the values of a column look like: how many are amounts, dates, codes of places, postcodes, one of few words."""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.identifiers import is_gss, normalise_org_id, register_of
from tpgraph.loading.contacts import column_is_contacts
from tpgraph.model import Column
from tpgraph.money import parse_date, parse_financial_year, parse_pence
from tpgraph.names import is_individual

MOST_SAMPLED = 1000
"""Cells of a column that are looked at, evenly over the file; of a wide table fewer."""

LIST_SEPARATORS = (";", "|", "\n", ",")

_POSTCODE = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_WHOLE = re.compile(r"\d[\d,]*(?:\.0*)?")
_POUNDS = re.compile(r".*(?:£|\.\d\d\)?-?$|\d,\d{3}).*", re.DOTALL)
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ T].*)?")
_YEAR_FIRST = re.compile(r"(?:19|20)\d{2}(?:[/.]\d{1,2}[/.]\d{1,2}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))")
_DAY_NUMBER = re.compile(r"[34]\d{4}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LONGEST_CODE = 40
_MOST_WORDS = 20
_OTHER_TYPES = ("gss", "postcode", "website")
"""What names and free texts are not."""
_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false", "1", "0"})


@dataclass(frozen=True)
class Values:
    """What a column holds, as shares of its filled cells between 0 and 1.

    `order` is the order in which its dates are written, and `sure` whether a day above 12 shows it; `words` are its
    different values with their numbers, most first, where they are few.
    """

    filled: int
    rows: int
    shares: dict[str, float]
    order: str
    sure: bool
    words: tuple[tuple[str, int], ...]
    distinct: float
    length: float
    separator: str
    contacts: bool
    first: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the texts are not mostly codes of places, postcodes or web addresses."""
        return max(map(self.share, _OTHER_TYPES)) <= 0.5

    def share(self, name: str) -> float:
        """The share of cells that are of a type, such as ``amount``."""
        return self.shares.get(name, 0.0)


def _is_month_first(text: str) -> bool:
    found = _MONTH_FIRST.fullmatch(text)
    return found is not None and int(found[1]) <= 12 and int(found[2]) <= 31


def _is_register(text: str) -> bool:
    normal = normalise_org_id(text)
    return bool(normal and register_of(normal))


_TESTS: dict[str, Callable[[str], bool]] = {
    "amount": lambda text: parse_pence(text) is not None,
    "pounds": lambda text: bool(_POUNDS.fullmatch(text)) and parse_pence(text) is not None,
    "number": lambda text: bool(_NUMBER.fullmatch(text)),
    "whole": lambda text: bool(_WHOLE.fullmatch(text)),
    "day first": lambda text: parse_date(text) is not None,
    "month first": _is_month_first,
    "year first": lambda text: bool(_YEAR_FIRST.fullmatch(text)),
    "spreadsheet numbers": lambda text: bool(_DAY_NUMBER.fullmatch(text)),
    "year": lambda text: parse_financial_year(text) is not None,
    "gss": is_gss,
    "identifier": _is_register,
    "postcode": lambda text: bool(_POSTCODE.fullmatch(text)),
    "website": lambda text: bool(_ADDRESS.match(text)),
    "yes or no": lambda text: text.lower() in _YES_NO,
    "person": is_individual,
    "text": lambda text: any(letter.isalpha() for letter in text) and parse_date(text) is None,
}


def _sample(column: pa.ChunkedArray, most: int) -> list[str]:
    filled = column.drop_null()
    step = max(1, -(-len(filled) // most))
    places = pa.array(range(0, len(filled), step), pa.int64())
    texts: list[str] = filled.take(places).to_pylist()
    return texts


def look_at(column: pa.ChunkedArray, most: int = MOST_SAMPLED) -> Values:
    """Look at the values of a column.

    Parameters
    ----------
    column : trimmed texts, null = blank
    most : cells to look at
    """
    sample = _sample(column, most)
    counts = Counter(text[:200] for text in sample)
    size = len(sample) or 1
    shares = {name: sum(times for text, times in counts.items() if test(text)) / size for name, test in _TESTS.items()}
    order, sure = _order(shares, counts)
    words = tuple(counts.most_common()) if len(counts) <= _MOST_WORDS else ()
    return Values(
        filled=len(column) - column.null_count,
        rows=len(column),
        shares=shares,
        order=order,
        sure=sure,
        words=words,
        distinct=len(counts) / size,
        length=sum(map(len, sample)) / size,
        separator=_separator(sample),
        contacts=bool(sample) and column_is_contacts(pa.array(sample, pa.string())),
        first=tuple(dict.fromkeys(sample))[:3],
    )


def _order(shares: dict[str, float], counts: Counter[str]) -> tuple[str, bool]:
    """The order in which most dates are written, and whether the values show that it cannot be another."""
    best = max(("day first", "month first", "year first", "spreadsheet numbers"), key=lambda name: shares[name])
    numbered = [found for text in counts if (found := _MONTH_FIRST.fullmatch(text))]
    if best in ("day first", "month first") and numbered:
        shown = any(int(found[1]) > 12 or int(found[2]) > 12 for found in numbered)
        return best, shown
    return best, best != "spreadsheet numbers"


def _separator(sample: list[str]) -> str:
    """What stands between the entries of cells that are lists; empty where they are none."""
    for separator in LIST_SEPARATORS:
        cells = [text for text in sample if separator in text]
        parts = [part for text in cells for part in text.split(separator)]
        # Sentences have commas too: the entries of a list are short.
        if len(cells) * 10 >= len(sample) and cells and sum(map(len, parts)) / len(parts) < 30:
            return separator
    return ""


def fit(values: Values, column: Column) -> float:
    """Tell how well the values of a column can be those of a field, 0 to 1."""
    if not values.filled:
        return 0.3
    if column.values:
        return _fit_of_words(values, column)
    typed = {
        "pence": "amount",
        "year": "year",
        "integer": "whole",
        "number": "number",
    }
    if column.type in typed:
        return values.share(typed[column.type])
    if column.type == "date":
        return values.share(values.order)
    if column.name in ("postcode", "website"):
        return values.share(column.name)
    if column.name == "identifier":
        return max(values.share("identifier"), 0.7 if values.distinct > 0.7 and values.length < 20 else 0.2)
    if column.type == "id":
        return 0.4 + 0.6 * values.distinct if values.length < 60 else 0.2
    if column.name in ("document", "year"):
        return 1.0 if values.length < _LONGEST_CODE else 0.2
    if column.name != "place" and not values.is_plain:
        return 0.2
    text = values.share("text") if column.name != "place" else max(values.share("text"), values.share("gss"))
    return (
        text if column.name in ("description", "purpose", "note", "eligibility") or values.length < 90 else 0.5 * text
    )


_OTHER_WORDS = {"capital": frozenset({"capital", "revenue", "yes", "no", "true", "false"})}


def is_allowed(text: str, column: Column) -> bool:
    """Tell whether a cell is one of a field's allowed values, as the template reads it."""
    word = re.sub(r"[\s_-]+", "_", text.strip().lower())
    allowed = {re.sub(r"[\s_-]+", "_", value.lower()) for value in column.values}
    return word in allowed or word in _OTHER_WORDS.get(column.name, ())


def _fit_of_words(values: Values, column: Column) -> float:
    if not values.words:
        return 0.15
    known = sum(times for text, times in values.words if is_allowed(text, column))
    return max(0.4, known / sum(times for _, times in values.words))


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give a raw column without spaces at the ends of cells, blank ones as null."""
    plain = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def day_of_number(text: str) -> str:
    """Write the number by which a spreadsheet holds a day as a date."""
    return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text))).isoformat()
