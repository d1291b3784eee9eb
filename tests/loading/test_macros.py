"""The macros of macros.sql against the Python that they mirror."""

from importlib import resources

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpgraph.identifiers import record_id
from tpgraph.money import financial_year_of, parse_date, parse_financial_year, parse_pence
from tpgraph.names import fold

_CONNECTION = duckdb.connect()
_CONNECTION.execute(resources.files("tpgraph.loading").joinpath("macros.sql").read_text("utf-8"))
_CONNECTION.execute("SET VARIABLE publisher_key = 'northmere council'")


def in_sql(expression: str, values: list[str]) -> list[object]:
    """Evaluate a macro over values as a column, as the loaders do."""
    numbered = "SELECT unnest(?::VARCHAR[]) AS v, generate_subscripts(?::VARCHAR[], 1) AS n"
    rows = _CONNECTION.execute(f"SELECT {expression} FROM ({numbered}) ORDER BY n", [values, values]).fetchall()
    return [row[0] for row in rows]


AMOUNT_PARTS = st.lists(
    st.sampled_from(
        [*"0123456789", *".,-+() £", "GBP", "e", "E", "\xa0", "\u2009", "\u2212", "\u2013", "#N/A", "00", "\t", "1.2.3"]
    ),
    max_size=9,
)
POUNDS = st.integers(-(10**16), 10**16).map(lambda pence: f"{pence // 100:,}.{abs(pence) % 100:02d}")
FLOATS = st.floats(-1e9, 1e9).map(lambda x: repr(round(x, 2) + 0.1))


@settings(max_examples=120, deadline=None)
@given(st.lists(AMOUNT_PARTS.map("".join) | POUNDS | FLOATS | st.floats().map(repr), min_size=1, max_size=40))
def test_amounts_are_read_alike_in_sql_and_python(values: list[str]) -> None:
    assert in_sql("tp_pence(v)", values) == [parse_pence(value) for value in values]


DATES = st.builds(
    lambda day, month, year, between, after: f"{day}{between}{month}{between}{year}{after}",
    st.integers(0, 33).map(str) | st.integers(1, 28).map("{:02d}".format),
    st.integers(0, 13).map(str) | st.sampled_from(["01", "Jan", "sep", "Sept", "MAY", "August", "Dec.", "Foo"]),
    st.sampled_from(["16", "2016", "49", "50", "1999", "0016", "216"]),
    st.sampled_from(["/", "-", " ", ".", "\u2013", "\xa0", "", "//"]),
    st.sampled_from(["", " ", " 10:30", " 10:30:59", " 00:00:00.0", "x", "\n"]),
)
ISO_DATES = st.builds(
    lambda year, month, day, after: f"{year}-{month}-{day}{after}",
    st.sampled_from(["2016", "2022", "0050", "1850", "16"]),
    st.integers(0, 13).map("{:02d}".format) | st.integers(1, 12).map(str),
    st.integers(0, 32).map("{:02d}".format),
    st.sampled_from(["", "T00:00:00Z", " 12:00", "T", "x", "  "]),
)
NOISE = st.text(st.sampled_from([*"0123456789-/. :T", "J", "a", "n"]), max_size=12)


@settings(max_examples=120, deadline=None)
@given(st.lists(DATES | ISO_DATES | NOISE, min_size=1, max_size=40))
def test_dates_are_read_alike_in_sql_and_python(values: list[str]) -> None:
    assert in_sql("tp_date(v)", values) == [parse_date(value) for value in values]


YEARS = st.builds(
    "{}{}{}".format,
    st.integers(1999, 2012).map(str) | st.sampled_from(["0009", "9999", "209"]),
    st.sampled_from(["-", "/", " - ", "\u2013", " ", ""]),
    st.sampled_from(["00", "10", "2010", "2000", "11", "1"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(YEARS | NOISE, min_size=1, max_size=40))
def test_financial_years_are_read_alike_in_sql_and_python(values: list[str]) -> None:
    assert in_sql("tp_year(v)", values) == [parse_financial_year(value) for value in values]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dates().map(str), min_size=1))
def test_the_financial_year_of_a_date_is_the_same_in_sql_and_python(values: list[str]) -> None:
    assert in_sql("tp_year_of(v)", values) == [financial_year_of(value) for value in values]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0", max_codepoint=0x24FF)), min_size=1))
def test_names_fold_alike_in_sql_and_python(values: list[str]) -> None:
    assert in_sql("tp_fold(v)", values) == [fold(value) for value in values]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_record_ids_are_the_same_in_sql_and_python(values: list[str]) -> None:
    assert in_sql("tp_record_id('flow', v)", values) == [
        record_id("Northmere Council", "flow", value) for value in values
    ]


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("£1,234.50", 123450),
        ("(12)", -1200),
        ("12-", -1200),
        ("1.2.3", None),
        ("#N/A", None),
        ("", None),
        ("0.30000000000000004", 30),
        ("1.005", None),
        ("90071992547409.92", 2**53),
        ("90071992547409.93", None),
    ],
)
def test_amounts_that_people_type_are_read_in_sql(written: str, pence: int | None) -> None:
    assert in_sql("tp_pence(v)", [written]) == [pence]
