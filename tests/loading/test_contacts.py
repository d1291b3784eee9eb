"""Contacts never enter."""

import pyarrow as pa
import pytest

from tpgraph.loading.contacts import (
    REMOVED,
    clean_column,
    column_is_contacts,
    is_code_heading,
    is_contact_heading,
    remove_contacts,
)
from tpgraph.loading.extra import clean_extra, extra_column


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask jo.bloggs@example.org.uk.", f"Ask {REMOVED}"),
        ("mailto:info@example.org, or 020 7946 0000", f"mailto:{REMOVED}, or {REMOVED}"),
        ("call (410) 396-3100", f"call {REMOVED}"),
        ("+44 1865 249811 (weekdays)", f"{REMOVED} (weekdays)"),
        ("for 2009-10 to 2010-11, 12,345,678 in all", "for 2009-10 to 2010-11, 12,345,678 in all"),
        ("order 46289405_1 of 02-03-2018", "order 46289405_1 of 02-03-2018"),
        ("meet @ the hall", "meet @ the hall"),
    ],
)
def test_addresses_and_telephone_numbers_go_and_the_rest_stays(text: str, left: str) -> None:
    assert remove_contacts(text) == left


@pytest.mark.parametrize(
    "heading",
    ["Email", "E-mail address", "Contact Name", "contact", "Telephone No", "phone_number", "supplierEmail", "Fax"],
)
def test_headings_of_contacts_are_known(heading: str) -> None:
    assert is_contact_heading(heading)


@pytest.mark.parametrize(
    "heading", ["Contract", "Contract Number", "Contact method", "Supplier Name", "Telly", "Faxton ward"]
)
def test_headings_that_look_like_contacts_are_left(heading: str) -> None:
    assert not is_contact_heading(heading)


@pytest.mark.parametrize("heading", ["Supplier ID", "trans_no", "Net Amount", "paid_date", "Latitude", "docNumber"])
def test_codes_numbers_and_amounts_are_not_searched(heading: str) -> None:
    assert is_code_heading(heading)


@pytest.mark.parametrize("heading", ["Order notes", "Account Manager", "Document description", "Remarks"])
def test_texts_about_codes_are_searched(heading: str) -> None:
    assert not is_code_heading(heading)


def test_a_column_is_cleaned_cell_by_cell_and_blanks_stay() -> None:
    column = pa.chunked_array([["one", "tel 020 7946 0000"], [None, "one"]])
    assert clean_column(column).to_pylist() == ["one", f"tel {REMOVED}", None, "one"]


def test_a_column_without_contacts_comes_back_itself() -> None:
    column = pa.chunked_array([["one", None]])
    assert clean_column(column) is column


def test_a_column_is_contacts_if_more_than_half_of_its_filled_cells_are_nothing_else() -> None:
    contacts = ["a@example.org", "020 7946 0000", None, ""]
    assert column_is_contacts(pa.chunked_array([[*contacts, "front desk"]]))
    assert not column_is_contacts(pa.chunked_array([[*contacts, "front desk", "back door"]]))
    assert not column_is_contacts(pa.chunked_array([["write to a@example.org", "call 020 7946 0000"]]))
    assert not column_is_contacts(pa.chunked_array([pa.array([None], pa.string())]))


def test_extra_is_one_json_object_a_row_without_blank_cells() -> None:
    columns = {"VAT": pa.array(["2", None, None]), 'No "te"': pa.array(['a "b"\n', "c", None])}
    assert extra_column(columns, 3).to_pylist() == [
        '{"VAT":"2","No \\"te\\"":"a \\"b\\"\\n"}',
        '{"No \\"te\\"":"c"}',
        None,
    ]


def test_contacts_are_taken_out_of_extra_by_key_and_by_value() -> None:
    text = (
        '{"phone":"1","note":"tel 020 7946 0000","docNumber":"02079460000","in":{"email":"x","more":["a@example.org"]}}'
    )
    (cleaned,) = clean_extra(pa.array([text])).to_pylist()
    assert cleaned == f'{{"note":"tel {REMOVED}","docNumber":"02079460000","in":{{"more":["{REMOVED}"]}}}}'


def test_the_quotes_round_an_address_stay() -> None:
    assert remove_contacts("'bad date jo@example.org' is not a date") == f"'bad date {REMOVED}' is not a date"
    assert remove_contacts("'jo@example.org' or o'neil@example.org") == f"'{REMOVED}' or {REMOVED}"


def test_a_key_of_extra_that_is_a_contact_goes_with_its_value() -> None:
    assert clean_extra(pa.array(['{"020 7946 0018":"x","note":"y"}'])).to_pylist() == ['{"note":"y"}']
