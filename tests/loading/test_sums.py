"""Sums found by arithmetic among columns and rows, on figures that can be added up by hand."""

import numpy as np

from tpgraph.loading.sums import Sum, equal_to_others, equal_to_rows_above, find_sums, rounding


def sums(rows: list[list[int]], called: str = "", slack: int = 0) -> list[Sum]:
    """Find the sums of items given as lists of observations; `called` marks with T those that are called a total."""
    values = np.array(rows, dtype=np.int64)
    marks = [mark == "T" for mark in called.ljust(len(rows), ".")]
    return find_sums(values, np.ones(values.shape, dtype=bool), marks, slack)


A, B, C = [1, 2, 3], [10, 20, 30], [5, 5, 6]


def test_an_item_that_equals_the_items_before_it_is_their_sum() -> None:
    assert sums([A, B, [11, 22, 33]]) == [Sum(2, (0, 1))]


def test_subtotals_count_as_wholes_in_a_grand_total() -> None:
    rows = [A, B, [11, 22, 33], C, [1, 0, 1], [6, 5, 7], [17, 27, 40]]
    assert sums(rows, ".....T.") == [Sum(2, (0, 1)), Sum(5, (3, 4)), Sum(6, (2, 5))]


def test_chance_in_few_observations_makes_no_sum_without_the_word_for_it() -> None:
    assert sums([[1], [2], [3]]) == []
    assert sums([[1], [2], [3]], "..T") == [Sum(2, (0, 1))]


def test_a_total_that_nothing_adds_up_to_has_no_parts_and_a_first_one_is_a_line() -> None:
    assert sums([A, B, [99, 99, 99]], "..T") == [Sum(2, ())]
    assert sums([A, B], "T.") == []


def test_a_total_may_repeat_the_one_line_before_it() -> None:
    assert sums([A, B, B], "..T") == [Sum(2, (1,))]


def test_one_wrong_observation_in_fifty_is_told_and_more_make_no_sum() -> None:
    a, b = list(range(1, 61)), list(range(2, 62))
    total = [x + y for x, y in zip(a, b, strict=True)]
    total[7] += 1
    assert sums([a, b, total]) == [Sum(2, (0, 1), (7,))]
    total[9] += 1
    assert sums([a, b, total]) == []


def test_rounding_is_allowed_for() -> None:
    assert rounding(np.array([[100, 300]]), 100) == 50
    assert rounding(np.array([[100, 301]]), 100) == 1
    assert sums([[100, 200, 300], [100, 200, 300], [300, 400, 500]], slack=50) == [Sum(2, (0, 1))]


def test_a_row_that_is_the_sum_of_its_class_or_of_all_is_found() -> None:
    values = np.array([[1, 2], [3, 4], [5, 6], [9, 12]])
    assert equal_to_others(values, ["a", "a", "a", "a"]) == [3]
    assert equal_to_others(np.array([[1, 2], [1, 2]]), ["a", "a"]) == []
    assert equal_to_others(np.zeros((4, 2), dtype=np.int64), ["a"] * 4) == []


def test_a_row_that_is_the_sum_of_the_rows_above_is_found_and_so_is_the_next_block() -> None:
    values = np.array([[1, 1], [2, 3], [3, 4], [5, 5], [6, 6], [11, 11]])
    assert equal_to_rows_above(values) == [2, 5]
    assert equal_to_rows_above(np.array([[1, 1], [1, 1]])) == []
