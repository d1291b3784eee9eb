"""Headings become fields by mapping.toml."""

import pytest

from tpgraph.errors import ModelError
from tpgraph.loading.mapping import Mapped, map_table, parse_mapping
from tpgraph.loading.readers import read_csv

TOML = """
[tables.payments.fields.amount]
headings = ["Net Amount", "Amount"]
required = true
[tables.payments.fields.payee]
headings = ["Supplier"]
required = true
[tables.payments.fields.purpose]
headings = ["Purpose"]
kind = "free"
"""
FIELDS = parse_mapping(TOML, "test").tables["payments"]


def mapped(text: str) -> Mapped:
    return map_table(read_csv(text.encode(), "a.csv"), FIELDS, sheet="june")


def test_headings_match_without_case_spaces_punctuation_and_pound_signs() -> None:
    one = mapped("NET amount (£),Supplier,Purpose\n 1.50 , Acme  Ltd , \n")
    assert one.mapping == {"NET amount (£)": "amount", "Supplier": "payee", "Purpose": "purpose"}
    assert one.table.to_pylist() == [
        {"amount": "1.50", "payee": "Acme  Ltd", "purpose": None, "sheet": "june", "line": 2, "extra": None}
    ]


def test_the_best_heading_wins_and_the_others_go_to_extra() -> None:
    one = mapped("Amount,Net Amount,Supplier\n12,10,Acme\n")
    assert one.table.select(["amount", "extra"]).to_pylist() == [{"amount": "10", "extra": '{"Amount":"12"}'}]


def test_a_heading_whose_column_is_blank_gives_way() -> None:
    one = mapped("Amount,Net Amount,Supplier\n12,,Acme\n")
    assert (one.mapping["Amount"], one.table.column("amount").to_pylist()) == ("amount", ["12"])


def test_of_two_columns_with_one_heading_the_filled_one_is_taken() -> None:
    assert mapped("Amount,Amount,Supplier\n,12,Acme\n").table.column("amount").to_pylist() == ["12"]


def test_columns_without_a_heading_are_kept_by_their_place() -> None:
    assert mapped("Amount,Supplier,\n1,Acme,x\n").table.column("extra").to_pylist() == ['{"column 3":"x"}']


def test_columns_of_contacts_are_dropped_and_named() -> None:
    one = mapped("Amount,Supplier,Contact Name,Notes\n1,Acme,Jo Bloggs,a@example.org\n2,Acme,,b@example.org\n")
    assert one.dropped == ("Contact Name", "Notes")
    assert one.table.column("extra").to_pylist() == [None, None]
    assert [problem.code for problem in one.problems] == ["contacts-dropped", "contacts-dropped"]


def test_contacts_in_free_text_go_but_payees_and_numbers_stay() -> None:
    one = mapped("Amount,Supplier,Purpose,Doc No\n1,020 7946 0000 Taxis,Ring 020 7946 0000 first,02079460000\n")
    assert one.table.select(["payee", "purpose", "extra"]).to_pylist() == [
        {"payee": "020 7946 0000 Taxis", "purpose": "Ring [contact removed] first", "extra": '{"Doc No":"02079460000"}'}
    ]


def test_required_fields_without_a_column_are_told() -> None:
    assert mapped("Amount,Colour\n1,blue\n").missing == ("payee",)


def test_a_mapping_with_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ModelError, match="test is not a mapping"):
        parse_mapping("[tables.a.fields.b]\nheading = ['x']\n", "test")


@pytest.mark.parametrize("contact", ["020 7946 0018", "jo@example.org", "Notes of jo@example.org"])
def test_a_column_headed_by_a_contact_is_dropped_and_its_heading_is_not_repeated(contact: str) -> None:
    one = mapped(f"Amount,Supplier,{contact},Colour\n1,Acme,x,red\n")
    assert one.table.column("extra").to_pylist() == ['{"Colour":"red"}']
    assert [problem.sentence for problem in one.problems] == ["a column headed by a contact is not loaded"]
    assert contact not in str((one.problems, one.mapping, one.dropped))
