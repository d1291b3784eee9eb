"""Texts as matrices of terms."""

import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse as sp

from tpgraph.matching.terms import (
    dense_unit_rows,
    incidence,
    learn_terms,
    plain_word,
    row_products,
    split_words,
    term_matrix,
    unit_rows,
)

TEXTS = pa.array(["Lunch club", "The lunch clubs!", "", "Club for babies"])


def test_a_plural_and_its_singular_are_one_word() -> None:
    words = ("clubs", "club", "ladies", "lady", "glass", "bus", "ties")
    assert [plain_word(word) for word in words] == ["club", "club", "lady", "lady", "glass", "bus", "tie"]


def test_figures_and_words_that_tell_nothing_are_left_out() -> None:
    words = split_words(pa.array(["Help with the 12 gardens", "mum's & dad\u2019s caf\u00e9/bar"]))
    assert words.vocabulary == ["garden", "mum", "dad", "caf\u00e9", "bar"]
    assert words.texts.tolist() == [0, 1, 1, 1, 1]
    assert words.count == 2


def test_control_characters_part_words() -> None:
    assert split_words(pa.array(["baby\x00massage\x07\nclass"])).vocabulary == ["baby", "massage", "class"]


@pytest.mark.parametrize("texts", [[], [""], ["", "the", " \t"]])
def test_texts_without_words_have_no_terms(texts: list[str]) -> None:
    words = split_words(pa.array(texts, pa.string()))
    assert words.vocabulary == []
    assert term_matrix(words, learn_terms(words)).shape == (len(texts), 0)


def test_neighbours_that_stand_together_twice_are_a_term() -> None:
    words = split_words(TEXTS)
    vocabulary = learn_terms(words)
    assert [vocabulary.term(column) for column in range(len(vocabulary.columns))] == [
        *("lunch", "club", "baby", "lunch club")
    ]
    assert term_matrix(words, vocabulary).toarray().tolist() == [
        [1, 1, 0, 1],
        [1, 1, 0, 1],
        [0, 0, 0, 0],
        [0, 1, 1, 0],
    ]


def test_the_end_of_one_text_is_no_neighbour_of_the_next() -> None:
    words = split_words(pa.array(["red", "bus", "red", "bus"]))
    assert len(learn_terms(words).pairs) == 0


def test_a_vocabulary_can_be_cut_to_some_terms() -> None:
    words = split_words(TEXTS)
    some = learn_terms(words).only(np.array([1, 3]))
    assert [some.term(0), some.term(1)] == ["club", "lunch club"]
    assert term_matrix(words, some).toarray().tolist() == [[1, 1], [1, 1], [0, 0], [1, 0]]


def test_other_texts_are_told_in_the_terms_learned_before() -> None:
    vocabulary = learn_terms(split_words(TEXTS))
    found = term_matrix(split_words(pa.array(["new lunch club", "baby swimming"])), vocabulary)
    assert found.toarray().tolist() == [[1, 1, 0, 1], [0, 0, 1, 0]]


def test_a_word_said_twice_counts_once() -> None:
    found = incidence(np.array([0, 0, 1]), np.array([1, 1, 0]), (2, 2))
    assert found.toarray().tolist() == [[0, 1], [1, 0]]


def test_rows_are_brought_to_length_one_and_empty_rows_stay_empty() -> None:
    rows = np.array([[3, 4], [0, 0]], np.float32)
    expected = np.array([[0.6, 0.8], [0, 0]])
    assert np.allclose(unit_rows(sp.csr_matrix(rows)).toarray(), expected)
    assert np.allclose(dense_unit_rows(rows), expected)


def test_rows_are_multiplied_pair_by_pair() -> None:
    matrix = sp.csr_matrix(np.array([[1, 2], [0, 3], [4, 0]], np.float32))
    assert row_products(matrix, np.array([0, 0, 1, 2]), np.array([1, 2, 2, 2])).tolist() == [6, 4, 0, 16]
