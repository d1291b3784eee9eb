"""Columns of flat tables of any kind: what each holds, and how alike its values are for pairs of rows."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from tpgraph.matching.org_evidence import product_of_rows, sector_odds
from tpgraph.matching.org_names import Bools, Ints, plain_text
from tpgraph.matching.org_words import Floats
from tpgraph.matching.pairs import texts

# A value that so many rows share, on average, is a kind and not a name.
_ROWS_A_KIND = 20
_MOST_KINDS = 400
_UNKNOWN = -1.0
_GRAM = 3


class Holds(Enum):
    """What a column holds."""

    CODE = "code"
    NUMBER = "number"
    KIND = "kind"
    TEXT = "text"
    LIST = "list"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column of all rows: `values` numbers its distinct texts (-1 empty), `number` the values as numbers.

    `words` is rows by words and `grams` rows by runs of letters, rows of length 1; None unless it holds text.
    """

    name: str
    holds: Holds
    values: Ints
    number: Floats | None = None
    words: sparse.csr_matrix | None = None
    grams: sparse.csr_matrix | None = None


def read_column(table: pa.Table, name: str) -> RecordColumn:
    """Read a column and tell from its values what it holds."""
    text = texts(table, name)
    plain = pc.utf8_lower(plain_text(text))
    coded = pc.dictionary_encode(plain)
    filled = pc.not_equal(plain, "").to_numpy(zero_copy_only=False)
    values = np.where(filled, coded.indices.to_numpy().astype(np.int64), -1)
    count, distinct = int(filled.sum()), len(np.unique(values[values >= 0]))
    if not count:
        return RecordColumn(name, Holds.NOTHING, values)
    number = _numbers(text)
    if np.isfinite(number[filled]).mean() > 0.9:
        return RecordColumn(name, Holds.CODE if _is_code(text, distinct, count) else Holds.NUMBER, values, number)
    if distinct <= _MOST_KINDS and count / distinct >= _ROWS_A_KIND:
        return RecordColumn(name, Holds.KIND, values)
    spaces = pc.mean(pc.match_substring(plain, " ").cast(pa.float64())).as_py() or 0.0
    digits = pc.mean(pc.match_substring_regex(plain, r"\d").cast(pa.float64())).as_py() or 0.0
    if spaces < 0.1 and digits > 0.8:
        return RecordColumn(name, Holds.CODE, values)
    commas = pc.mean(pc.match_substring_regex(text, "[,;]").cast(pa.float64())).as_py() or 0.0
    holds = Holds.LIST if commas > 0.4 else Holds.TEXT
    of_value, grams = _weighed(_by_words(coded.dictionary), values), None
    if holds is Holds.TEXT:
        grams = _weighed(_by_grams(coded.dictionary), values)
    return RecordColumn(name, holds, values, None, of_value, grams)


def _numbers(text: pa.Array) -> Floats:
    cleaned = pc.replace_substring_regex(text, "[£$€, ]", "")
    sound = pc.match_substring_regex(cleaned, r"^[+-]?(\d+\.?\d*|\.\d+)$")
    numbers: Floats = pc.cast(pc.if_else(sound, cleaned, None), pa.float64()).to_numpy(zero_copy_only=False)
    return numbers


def _is_code(text: pa.Array, distinct: int, count: int) -> bool:
    """Numbers of which hardly any stand twice, or that begin with a 0, are codes."""
    zeros = pc.mean(pc.match_substring_regex(text, r"^0\d").cast(pa.float64())).as_py() or 0.0
    long = pc.mean(pc.greater_equal(pc.utf8_length(text), 6).cast(pa.float64())).as_py() or 0.0
    return zeros > 0.02 or (long > 0.8 and distinct > 0.3 * count)


def _by_words(texts_: pa.Array) -> sparse.csr_matrix:
    lists = pc.utf8_split_whitespace(pc.replace_substring_regex(texts_, "[()]", " "))
    coded = pc.dictionary_encode(pc.list_flatten(lists))
    parents = pc.list_parent_indices(lists).to_numpy()
    ones = np.ones(len(parents))
    shape = (len(texts_), max(len(coded.dictionary), 1))
    return sparse.csr_matrix((ones, (parents, coded.indices.to_numpy())), shape=shape)


def _by_grams(texts_: pa.Array) -> sparse.csr_matrix:
    """Texts by runs of three letters; the runs are numbers of three bytes."""
    padded = pc.binary_join_element_wise("  ", texts_, "  ", "")
    offsets = np.frombuffer(padded.buffers()[1], np.int32, len(padded) + 1)
    data = np.frombuffer(padded.buffers()[2], np.uint8, int(offsets[-1])).astype(np.int64)
    code = data[:-2] * 65536 + data[1:-1] * 256 + data[2:]
    owner = np.repeat(np.arange(len(padded)), np.diff(offsets))
    inside = owner[2:] == owner[:-2]
    known, column = np.unique(code[inside], return_inverse=True)
    ones = np.ones(int(inside.sum()))
    return sparse.csr_matrix((ones, (owner[:-2][inside], column)), shape=(len(padded), max(len(known), 1)))


def _weighed(matrix: sparse.csr_matrix, values: Ints) -> sparse.csr_matrix:
    """Rows of the table by words, rare words heavy, rows of length 1; rows without a value are empty."""
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    often = np.bincount(matrix.indices, minlength=matrix.shape[1])
    weight = np.log1p(matrix.shape[0] / np.maximum(often, 1))
    matrix = sparse.csr_matrix(matrix @ sparse.diags_array(weight))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = sparse.csr_matrix(sparse.diags_array(1.0 / np.maximum(length, 1e-9)) @ matrix)
    used = np.flatnonzero(values >= 0)
    spread = sparse.csr_matrix((np.ones(len(used)), (used, values[used])), shape=(len(values), matrix.shape[0]))
    return sparse.csr_matrix(spread @ matrix)


def likeness(column: RecordColumn, left: Ints, right: Ints, sure: Bools) -> dict[str, Floats]:
    """How alike the values of pairs of rows are, by one measure or more; -1 where one is empty.

    `sure` pairs teach which kinds go together.
    """
    known = (column.values[left] >= 0) & (column.values[right] >= 0)
    if column.holds is Holds.NOTHING:
        return {}
    if column.holds is Holds.KIND:
        odds = sector_odds(np.maximum(column.values, -1), left, right, sure)
        return {column.name: np.where(known, odds, -9.0)}
    if column.holds is Holds.NUMBER and column.number is not None:
        return {column.name: np.where(known, _near(column.number, left, right), _UNKNOWN)}
    if column.words is None:
        return {
            column.name: np.where(known, (column.values[left] == column.values[right]).astype(np.float64), _UNKNOWN)
        }
    found = {column.name: np.where(known, product_of_rows(column.words, left, right), _UNKNOWN)}
    if column.grams is not None:
        found[f"{column.name} letters"] = np.where(known, product_of_rows(column.grams, left, right), _UNKNOWN)
    return found


def _near(number: Floats, left: Ints, right: Ints) -> Floats:
    """1 for equal numbers, falling with their distance as a share of how far the values spread."""
    spread = float(np.nanstd(number)) or 1.0
    distance = np.abs(number[left] - number[right])
    return np.nan_to_num(np.exp(-distance / (0.25 * spread)), nan=_UNKNOWN)
