"""Sentences of problems with how many: one row is said as one."""

from importlib import resources

import duckdb
import pytest

from tpgraph.loading.plurals import counted

SAID = "row{ has|s have} no date: {its|their} year is unknown"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 row has no date: its year is unknown"),
        (2, "2 rows have no date: their year is unknown"),
        (1200, "1,200 rows have no date: their year is unknown"),
    ],
)
def test_python_and_sql_say_a_number_alike(number: int, said: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(resources.files("tpgraph.loading").joinpath("macros.sql").read_text("utf-8"))
        found = connection.execute("SELECT tp_counted('%,d ' || ?, ?::BIGINT)", [SAID, number]).fetchone()
    assert found == (said,)
    assert counted(f"# {SAID}", number) == said
