"""JSON whose numbers are money."""

import pytest

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.exact_json import read_exact_json


def test_numbers_that_a_float_holds_stay_numbers() -> None:
    assert read_exact_json(b'[{"amount": 1000.1}]', "a.json") == [{"amount": 1000.1}]


def test_a_longer_number_is_read_as_it_is_written() -> None:
    assert read_exact_json(b'{"amount": 70000000000000.01, "n": 1}', "a.json") == [
        {"amount": "70000000000000.01", "n": "1"}
    ]


def test_a_mistake_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.json: not JSON at line 2, column 9"):
        read_exact_json(b'{"a": 1,\n "b": 2,, }', "a.json")


def test_json_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read_exact_json(b'{"n": 12345678901234567890, "a": ' + b"[" * 100_000 + b"}", "a.json")
