"""Texts as sparse matrices of terms: words and pairs of neighbouring words, read column by column."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

# Words that tell nothing of what is offered.
_EMPTY_WORDS = """
    a an and any are as at be been by can do for from get had has have help here how if in into is it its may more no
    not of off on or our out so that the their them then there they this those through to up us use was we were what
    when where which who will with within you your also"""
EMPTY = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True)
class Words:
    """The words of many texts: word number `words[k]` stands in text number `texts[k]`, in the order of the texts."""

    texts: Ints
    words: Ints
    vocabulary: list[str]
    count: int


def plain_word(word: str) -> str:
    """Take a plural off a word.

    >>> [plain_word(word) for word in ("babies", "classes", "class", "bus")]
    ['baby', 'classe', 'class', 'bus']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def split_words(texts: pa.Array, leave_out: frozenset[str] = EMPTY) -> Words:
    """Split texts into plain words; figures and words that say nothing are left out.

    Parameters
    ----------
    texts : Arrow array of text
    """
    lower = pc.replace_substring_regex(pc.utf8_lower(texts), pattern="['\u2019]", replacement="")
    spaced = pc.replace_substring_regex(lower, pattern=r"[^\p{L}\p{N}]+", replacement=" ")
    lists = pc.split_pattern(pc.utf8_trim(spaced, " "), " ")
    text = np.asarray(pc.list_parent_indices(lists)).astype(np.int64)
    coded = pc.list_flatten(lists).dictionary_encode()
    numbers: dict[str, int] = {}
    known = np.full(len(coded.dictionary) + 1, -1, np.int64)
    for code, word in enumerate(coded.dictionary.to_pylist()):
        if word and word not in leave_out and not word.isdigit():
            known[code] = numbers.setdefault(plain_word(word), len(numbers))
    number = known[np.asarray(coded.indices)]
    kept = number >= 0
    return Words(text[kept], number[kept], list(numbers), len(texts))


def incidence(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sp.csr_matrix:
    """A matrix with a one wherever a row has a column, however often it is said."""
    found = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape)
    found.sum_duplicates()
    found.data[:] = 1
    return found


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one field, by their column in the matrix.

    Attributes
    ----------
    words : every word
    pairs : pairs of neighbours, each as first word * number of words + second word, sorted
    columns : which of the words, then of the pairs, the columns are
    """

    words: list[str]
    pairs: Ints
    columns: Ints

    def only(self, columns: Ints) -> "Vocabulary":
        """The vocabulary of some of its columns."""
        return Vocabulary(self.words, self.pairs, self.columns[columns])

    def term(self, column: int) -> str:
        """The term of a column in words."""
        number = int(self.columns[column])
        if number < len(self.words):
            return self.words[number]
        first, second = divmod(int(self.pairs[number - len(self.words)]), len(self.words))
        return f"{self.words[first]} {self.words[second]}"


def _neighbours(words: Words) -> tuple[Ints, Ints]:
    beside = words.texts[1:] == words.texts[:-1]
    code = words.words[:-1][beside] * len(words.vocabulary) + words.words[1:][beside]
    return words.texts[1:][beside], code


def learn_terms(words: Words, at_least: int = 2) -> Vocabulary:
    """Learn the terms of a field: every word, and each pair of neighbours that stands in it so often."""
    found, counts = np.unique(_neighbours(words)[1], return_counts=True)
    pairs = found[counts >= at_least]
    return Vocabulary(words.vocabulary, pairs, np.arange(len(words.vocabulary) + len(pairs)))


def term_matrix(words: Words, vocabulary: Vocabulary) -> sp.csr_matrix:
    """Which text has which term: texts x terms, ones and zeros; terms that the vocabulary lacks are left out."""
    if words.vocabulary is not vocabulary.words:
        words = _renumbered(words, vocabulary.words)
    text, code = _neighbours(words)
    place = np.minimum(np.searchsorted(vocabulary.pairs, code), max(len(vocabulary.pairs) - 1, 0))
    known = vocabulary.pairs[place] == code if len(vocabulary.pairs) else np.zeros(len(code), bool)
    rows = np.concatenate([words.texts, text[known]])
    columns = np.concatenate([words.words, place[known] + len(vocabulary.words)])
    full = incidence(rows, columns, (words.count, len(vocabulary.words) + len(vocabulary.pairs)))
    return full if full.shape[1] == len(vocabulary.columns) else full[:, vocabulary.columns].tocsr()


def _renumbered(words: Words, vocabulary: list[str]) -> Words:
    """The words by the numbers of another vocabulary; words that it lacks part their neighbours no longer."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    known = np.array([numbers.get(word, -1) for word in words.vocabulary] or [-1], np.int64)
    number = known[words.words]
    kept = number >= 0
    return Words(words.texts[kept], number[kept], vocabulary, words.count)


def unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Every row brought to length one; empty rows stay empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1
    return (sp.diags((1 / length).astype(np.float32)) @ matrix).tocsr()


def dense_unit_rows(matrix: Floats) -> Floats:
    """Every row brought to length one; empty rows stay empty."""
    length = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))[:, None]
    length[length == 0] = 1
    return np.asarray(matrix / length, np.float32)


def row_products(matrix: sp.csr_matrix, left: Ints, right: Ints) -> Floats:
    """The product of row `left[k]` with row `right[k]`, for every k."""
    found = np.zeros(len(left), np.float32)
    for start in range(0, len(left), 200_000):
        block = slice(start, start + 200_000)
        found[block] = np.asarray(matrix[left[block]].multiply(matrix[right[block]]).sum(axis=1)).ravel()
    return found
