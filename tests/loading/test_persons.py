"""Names of persons who are paid: gone from every cell of their rows, and only from those."""

import pyarrow as pa
import pytest

from tpgraph.loading.persons import is_nothing, without_person, without_persons


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        ("Fostering Mrs Jane Smith", "Mrs Jane Smith", "Fostering an individual"),
        ("Fostering JANE  SMITH, May", "Mrs. Jane Smith", "Fostering an individual, May"),
        ("Miss A Day", "Mr B Night", "an individual"),
        ("Mr and Mrs K Night, rent", "Mr & Mrs K Night", "an individual"),
        ("Care of Mr K Night at home", "Mr & Mrs K Night", "Care of an individual at home"),
        ("Smithfield Jane Smithers", "Mrs Jane Smith", "Smithfield Jane Smithers"),
        ("DR", "Dr A Day", "DR"),
        ("A roof", "Mr A", "A roof"),
        ("Fostering", "an individual", "Fostering"),
    ],
)
def test_a_name_goes_with_its_title_and_nothing_else_goes(text: str, person: str, expected: str) -> None:
    assert without_person(text, person) == expected


def test_only_the_rows_that_pay_the_person_are_cleaned() -> None:
    table = pa.table(
        {
            "payee": ["Mrs Jane Smith", "Acme", None],
            "purpose": ["for Jane Smith", "for Jane Smith", "for Jane Smith"],
            "extra": ['{"Vendor":"Mrs J Smith","in":["Jane Smith",1]}', '{"Vendor":"Jane Smith"}', None],
        }
    )
    cleaned = without_persons(table, "payee", {"Mrs Jane Smith": "Mrs Jane Smith"}, ["purpose", "extra"])
    assert cleaned.column("payee") == table.column("payee")
    assert cleaned.column("purpose").to_pylist() == ["for an individual", "for Jane Smith", "for Jane Smith"]
    assert cleaned.column("extra").to_pylist() == [
        '{"Vendor":"an individual","in":["an individual",1]}',
        '{"Vendor":"Jane Smith"}',
        None,
    ]


def test_what_spreadsheets_write_for_nothing_is_nothing() -> None:
    assert all(map(is_nothing, ("n/a", "#N/A", "-", " None ")))
    assert not any(map(is_nothing, ("Nonesuch Ltd", "N/A Ltd")))
