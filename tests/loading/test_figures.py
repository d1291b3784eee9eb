"""Money in wide tables: units that a file states, and figures as exact pence."""

from decimal import ROUND_HALF_EVEN, Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpgraph.loading.figures import MILLION, POUND, THOUSAND, StatedUnit, read_figures, stated_unit, units_in


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("£ thousand", {THOUSAND}), ("£000", {THOUSAND}), ("(£000s)", {THOUSAND}), ("£'000", {THOUSAND}),
        ("£k", {THOUSAND}),
        ("Thousands of pounds", {THOUSAND}), ("GBP thousand", {THOUSAND}), ("£ million", {MILLION}), ("£m", {MILLION}),
        ("Total (£ millions)", {MILLION}), ("Amount (£)", {POUND}), ("all figures in £", {POUND}),
        ("in pounds", {POUND}),
        ("grants over £500", set()), ("payments of £1,000 and more", set()), ("over £25k", set()), ("", set()),
        ("£ thousand, but £m for capital", {THOUSAND, MILLION}), ("in £ thousand", {THOUSAND}), ("in £m", {MILLION}),
        ("Unit: £", {POUND}),
    ],
)  # fmt: skip
def test_units_are_read_from_words(text: str, units: set[int]) -> None:
    assert units_in(text) == units


def test_the_nearest_place_that_states_a_unit_is_believed() -> None:
    places = [("in its headings", ["Name"]), ("above", ["£ thousand"]), ("in the file's name", ["x (£m)"])]
    assert stated_unit(places) == StatedUnit(THOUSAND, "above", frozenset({THOUSAND}))
    assert stated_unit([("above", ["£ thousand", "£m"])]).pence == 0
    assert stated_unit([]) == StatedUnit(0, "")


def test_figures_are_pence_and_what_is_not_known_is_not_nought() -> None:
    column = pa.chunked_array([["1", "2.5", "", None, "..", "[x]", "(3)", "1,000", "£4", " 5 ", "-6", "0", "#N/A"]])
    found = read_figures(column, THOUSAND)
    known = [pence if is_known else None for pence, is_known in zip(found.pence, found.known, strict=True)]
    assert known == [
        100_000, 250_000, None, None, None, None, -300_000, 100_000_000, 400_000, 500_000, -600_000, 0, None,
    ]  # fmt: skip
    assert (found.unread, found.rounded) == ((), 0)


def test_what_cannot_be_read_is_told_by_row() -> None:
    found = read_figures(pa.chunked_array([["1.2.3", "many", "inf", "1e300", "7"]]), POUND)
    assert [row for row, _ in found.unread] == [0, 1, 2, 3]
    assert found.total == 700


def test_fractions_of_a_penny_are_rounded_and_counted() -> None:
    found = read_figures(pa.chunked_array([["0.123456", "0.12345"]]), THOUSAND)
    assert (found.pence.tolist(), found.rounded) == ([12346, 12345], 1)


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=5, allow_nan=False))
def test_thousands_become_pence_exactly(amount: Decimal) -> None:
    exact = int((amount * THOUSAND).to_integral_value(ROUND_HALF_EVEN))
    assert read_figures(pa.chunked_array([[format(amount, "f")]]), THOUSAND).pence.tolist() == [exact]


@given(st.decimals(min_value=-(10**5), max_value=10**5, places=8, allow_nan=False))
def test_millions_become_pence_exactly(amount: Decimal) -> None:
    exact = int((amount * MILLION).to_integral_value(ROUND_HALF_EVEN))
    assert read_figures(pa.chunked_array([[format(amount, "f")]]), MILLION).pence.tolist() == [exact]
