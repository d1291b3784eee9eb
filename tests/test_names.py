"""Names: one form for comparing, and what a name shows about its bearer."""

import unicodedata

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpgraph.names import (
    NormalisedName,
    fold,
    fold_sql,
    has_legal_form,
    is_catch_all,
    is_individual,
    is_redacted,
    normalise,
    word_count,
)

NAME_PARTS = st.lists(
    st.one_of(
        st.sampled_from(["The", "Ltd", "Limited", "& Co", "plc", "L.L.P.", "C.I.C", "café", "of"]), st.text(max_size=6)
    ),
    max_size=6,
).map(" ".join)


def test_padding_case_and_inner_spaces_do_not_make_another_payee() -> None:
    assert fold("  OXFORD\u00a0 City\tCouncil ") == "oxford city council"
    assert fold("") == ""


def test_sql_folds_every_letter_as_python_does() -> None:
    letters = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code <= 0xDFFF]
    texts = [f"{letter} A{letter} {letter}b{letter}\u00a0 " for letter in letters]
    with duckdb.connect() as connection:
        statement = f"SELECT {fold_sql('text')} FROM (SELECT unnest(?) AS text)"
        rows = connection.execute(statement, [texts]).fetchall()
    # The two sides carry different editions of Unicode: letters that are new to one may keep their case there.
    different = [letter for letter, text, (sql,) in zip(letters, texts, rows, strict=True) if fold(text) != sql]
    assert [letter for letter in different if ord(letter) < 0xA7C0] == []
    assert len(different) < 100


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NAME_PARTS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once) == NormalisedName(once, "")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Acme Ltd", "ACME LIMITED"),
        ("Acme Ltd", "The Acme, Ltd."),
        ("Acme Ltd", "Acme L.T.D."),
        ("Acme & Sons LLP", "Acme and Sons Limited Liability Partnership"),
        ("Acme C.I.C.", "Acme Community Interest Company"),
        ("St. John's Café", "St Johns Cafe"),
        ("Smith & Co", "Smith and Company"),
        ("O\u2019Hara PLC", "O'Hara Public Limited Company"),
    ],
)
def test_two_spellings_of_one_name_are_equal(left: str, right: str) -> None:
    assert normalise(left) == normalise(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Acme Ltd", "Acme"),
        ("Acme Ltd", "Acme plc"),
        ("Acme Ltd", "Acme Holdings Ltd"),
        ("Foo Co Ltd", "Foo Ltd"),
        ("Oxford City Council", "Oxfordshire County Council"),
    ],
)
def test_other_names_stay_other_names(left: str, right: str) -> None:
    assert normalise(left) != normalise(right)


def test_a_name_without_a_form_differs_from_the_same_with_one_in_the_form_alone() -> None:
    assert normalise("Acme Limited") == ("acme", "ltd")
    assert normalise("Acme") == ("acme", "")


def test_a_name_that_is_only_a_form_or_an_article_keeps_it() -> None:
    assert normalise("Limited") == ("limited", "")
    assert normalise("The") == ("the", "")
    assert normalise("!!!") == ("", "")


@pytest.mark.parametrize(
    "name", ["Acme Ltd", "ACME LIMITED", "Acme p.l.c.", "Acme Ltd t/a Zenith", "Acme Inc", "Acme, LLC"]
)
def test_a_legal_form_is_seen(name: str) -> None:
    assert has_legal_form(name)


@pytest.mark.parametrize("name", ["Acme", "Incline Centre", "Sa Re Ga", "Unlimited Potential", "Smith & Co", ""])
def test_a_name_without_legal_form_has_none(name: str) -> None:
    assert not has_legal_form(name)


@pytest.mark.parametrize(
    "label",
    [
        *("Redacted Personal Data", "Redacted Personal Information", "Redacted Data", "REDACTED", "Name redacted"),
        *("Personal Data Redacted", "Withheld", "[REDACTED]", "*** Redacted ***", "Supplier name withheld under GDPR"),
        *("REDACTED - PERSONAL DATA", "XXXXXX", "*****", "redacted  personal\u00a0data"),
    ],
)
def test_a_redaction_label_hides_a_payee(label: str) -> None:
    assert is_redacted(label)


@pytest.mark.parametrize(
    "name",
    ["REDACTIVE PUBLISHING", "Redacted Records Ltd", "Personal Care Ltd", "Data Solutions", "", " ", "XX", "Total Gas"],
)
def test_a_firm_is_no_redaction(name: str) -> None:
    assert not is_redacted(name)


@pytest.mark.parametrize(
    "name", ["Mr A Example", "MRS EXAMPLE", "ms. b example", "Miss Example", " Dr.Example", "Mr & Mrs Example"]
)
def test_a_name_that_starts_with_a_title_is_an_individual(name: str) -> None:
    assert is_individual(name)


@pytest.mark.parametrize(
    "name",
    [
        "Mr Clutch Autocentres Ltd",
        "Dr Example Limited",
        "Drake School",
        "Mrsa Research",
        "Missing Link",
        "Example",
        "",
        "MR-FIX",
    ],
)
def test_a_firm_or_a_name_without_title_is_no_individual(name: str) -> None:
    assert not is_individual(name)


def test_ledger_headings_are_catch_alls() -> None:
    assert all(is_catch_all(name) for name in ("GENERAL EXPENSES", " sundry", "One-off", "Various"))
    assert not any(
        is_catch_all(name) for name in ("General Electric", "Various Eateries plc", "", "TOTAL GAS AND POWER")
    )


def test_words_are_counted_without_article_and_legal_form() -> None:
    assert word_count("The Acme Trust Ltd") == 2
    assert word_count("") == 0


@given(st.text())
def test_no_text_makes_a_question_fail(text: str) -> None:
    answers = [question(text) for question in (has_legal_form, is_redacted, is_individual, is_catch_all)]
    assert all(isinstance(answer, bool) for answer in answers)
    # A sign such as \u00bc is two words once it is written out.
    assert 0 <= word_count(text) <= len(unicodedata.normalize("NFKD", text))
