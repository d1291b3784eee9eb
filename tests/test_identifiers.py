"""Identifiers: one form, no placeholders, ids that are the same everywhere."""

import hashlib

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpgraph.errors import IdentifierError
from tpgraph.identifiers import (
    base32_id,
    gss_level,
    is_gss,
    is_mergeable,
    normalise_org_id,
    record_id,
    register_of,
    slug,
)
from tpgraph.reference import org_id_prefixes, public_bodies


@pytest.mark.parametrize(
    "written",
    [
        "GB-COH-01234567",
        "gb-coh-1234567",
        "GB_COH_1234567",
        "GBCOH1234567",
        "GB COH 0123 4567",
        " GB-COH- 01234567\n",
        "GB-COH-1234567.0",
        "GB\u2011COH\u201101234567",
    ],
)
def test_spellings_of_one_company_number_are_one_identifier(written: str) -> None:
    assert normalise_org_id(written) == "GB-COH-01234567"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("GB-COH-SC12345", "GB-COH-SC012345"),
        ("GBCOHSC012345", "GB-COH-SC012345"),
        ("gb-coh-ni012345", "GB-COH-NI012345"),
        ("GB-COH-OC300001", "GB-COH-OC300001"),
        ("GB-COH-RC000123", "GB-COH-RC000123"),
        ("GB-COH-IP12345R", "GB-COH-IP12345R"),
        ("GB-CHC-1000147", "GB-CHC-1000147"),
        ("GB-CHC-0279417", "GB-CHC-279417"),
        ("GB-CHC-1000147-0", "GB-CHC-1000147"),
        ("GB-CHC-1000147/3", "GB-CHC-1000147-3"),
        ("GB-CHC-SC042386", "GB-SC-SC042386"),
        ("GB-SC-42386", "GB-SC-SC042386"),
        ("GB-SC-SC042386", "GB-SC-SC042386"),
        ("GB-NIC-NIC100019", "GB-NIC-100019"),
        ("gb-lae-man", "GB-LAE-MAN"),
        ("GB-LAE-GMCA", "GB-LAE-GMCA"),
        ("GB-LAC-E09000003", "GB-LAE-BNE"),
        ("GB-LAE-E08000003", "GB-LAE-MAN"),
        ("GB-PLA-AGY", "GB-PLA-AGY"),
        ("GB-LANI-NIR-A", "GB-LANI-NIR-A"),
        ("GB-NHS-rax", "GB-NHS-RAX"),
        ("GB-GOR-D1198", "GB-GOR-D1198"),
        ("GB-EDU-125554", "GB-EDU-125554"),
        ("GB-SCOTEDU-8212627", "GB-SCOTEDU-8212627"),
        ("GB-UKPRN-10000346", "GB-UKPRN-10000346"),
        ("US-EIN-52-0591656", "US-EIN-520591656"),
        ("gb-cfs-12345", "GB-CFS-12345"),
        ("GB-COASTAL-17", "GB-COASTAL-17"),
        ("360G-ABCT-ORG:17", "360G-ABCT-ORG:17"),
    ],
)
def test_each_register_has_its_normal_form(written: str, normal: str) -> None:
    assert normalise_org_id(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "TBC", "n/a", "GB-COH-TBC", "GB-COH-N/A", "GB-CHC-n/a", "GB-COH-00000000", "GB-COH-12345678"),
        *("GB-COH-99999999", "GB-CHC-1111111", "GB-COH-", "GB-COH", "GB-CHC-XXXXXX", "GB-SC-SC000000", "GB-COH-?"),
        *("GB-COH-123456789", "GB-CHC-12", "GB-EDU-12345", "GB-UKPRN-1000034", "GB-LAE-E99999999", "GB-123"),
        *("RUBBISH-COH", "RUBBISH-COH-1234567", "01234567", "SC042386", "Acme Ltd", "2020-11-20", "GB-CFS-TBC"),
    ],
)
def test_placeholders_and_numbers_without_a_register_are_refused(written: str) -> None:
    assert normalise_org_id(written) is None
    assert not is_mergeable(written)


@pytest.mark.parametrize(
    ("written", "prefix", "normal"),
    [
        ("1234567", "GB-COH", "GB-COH-01234567"),
        ("9506232.0", "GB-COH", "GB-COH-09506232"),
        ("GB-CHC-1000147", "GB-COH", "GB-CHC-1000147"),
        ("SC042386", "GB-CHC", "GB-SC-SC042386"),
        ("SC042386", "GB-COH", "GB-COH-SC042386"),
        ("99999999", "GB-COH", None),
        ("12345678", "GB-COH", None),
        ("not registered", "GB-CHC", None),
        ("see notes", "GB-CHC", None),
        ("20000000", "GB-CHC", None),
        ("20", "GB-COH", None),
    ],
)
def test_a_bare_number_takes_the_register_of_its_column(written: str, prefix: str, normal: str | None) -> None:
    assert normalise_org_id(written, prefix) == normal


def test_an_unknown_default_register_is_refused() -> None:
    with pytest.raises(IdentifierError, match="'GB-CFS' is not the prefix of a register"):
        normalise_org_id("123", "GB-CFS")


@pytest.mark.parametrize("local", ["GB-CFS-12345", "360G-ABCT-ORG:17", "GB-COASTAL-17", "FR-SIRET-12345678901234"])
def test_ids_of_a_notice_or_an_unlisted_register_never_merge(local: str) -> None:
    assert not is_mergeable(local)
    assert register_of(local) is None


def test_the_register_of_an_identifier_is_its_prefix() -> None:
    assert register_of("gb coh 1234567") == "GB-COH"
    assert register_of("GB-SC-SC042386") == "GB-SC"
    assert register_of("GB-SCOTEDU-8212627") == "GB-SCOTEDU"
    assert register_of("GB-CHC-TBC") is None
    assert is_mergeable("GB-CHC-1000147")


def test_the_identifier_of_every_listed_body_is_in_normal_form_and_merges() -> None:
    identifiers = [body.identifier for body in public_bodies() if body.identifier is not None]
    assert [identifier for identifier in identifiers if normalise_org_id(identifier) != identifier] == []
    assert all(is_mergeable(identifier) for identifier in identifiers)


@given(
    st.sampled_from([*org_id_prefixes(), "GB-CFS", "360G-ABC", "GB-LAC"]),
    st.sampled_from(["-", "_", " ", ""]),
    st.one_of(
        st.integers(0, 10**9).map(str), st.from_regex(r"[A-Za-z]{0,3}[0-9]{1,9}[-/]?[0-9]?", fullmatch=True), st.text()
    ),
)
def test_a_normal_form_is_stable(prefix: str, separator: str, code: str) -> None:
    normal = normalise_org_id(f"{prefix}{separator}{code}")
    if normal is not None:
        assert normalise_org_id(normal) == normal


@given(st.text())
def test_any_text_at_all_gives_a_normal_form_or_none(text: str) -> None:
    normal = normalise_org_id(text)
    assert normal is None or normalise_org_id(normal) == normal


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("E01000001", "lsoa"),
        ("E05000001", "ward"),
        ("E06000001", "district"),
        ("E08000003", "district"),
        ("E10000025", "county"),
        ("E12000002", "region"),
        ("E23000005", "police"),
        ("E31000001", "fire"),
        ("E47000001", "combined"),
        ("E92000001", "nation"),
        ("W06000001", "district"),
        ("S12000033", "district"),
        ("N09000002", "district"),
        ("E77000001", None),
        ("E0800000", None),
        ("e08000003", None),
        ("E99999999", None),
    ],
)
def test_a_gss_code_states_its_level(code: str, level: str | None) -> None:
    assert gss_level(code) == level


def test_a_gss_code_is_a_letter_and_eight_digits() -> None:
    assert is_gss("E08000003")
    assert not any(is_gss(text) for text in ("", "E08", "X08000003", "E080000033", "M1 1AA", "W99999999"))


def test_a_record_id_is_sixteen_digits_of_the_hash_of_its_parts() -> None:
    expected = hashlib.sha256("ünion\x1forganisation\x1facme ltd".encode()).hexdigest()[:16]
    assert record_id("Ünion", "organisation", "acme ltd") == f"r-{expected}"
    assert record_id("a", "b", "c") != record_id("a", "bc", "")


def test_the_case_and_spaces_of_the_publisher_make_no_other_record_id() -> None:
    assert record_id("ALPHA  COUNCIL ", "flow", "x") == record_id("Alpha Council", "flow", "x")
    assert record_id("Alpha Council", "flow", "X") != record_id("Alpha Council", "flow", "x")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_sql_makes_the_same_record_id(key: str) -> None:
    with duckdb.connect() as connection:
        row = connection.execute("SELECT 'r-' || sha256(concat_ws(chr(31), 'p', 'k', ?))[:16]", [key]).fetchone()
    assert row == (record_id("p", "k", key),)


def test_the_id_of_a_finding_is_two_letters_and_eight_of_base32() -> None:
    assert base32_id("OV", "a", "b") == base32_id("ov", "a", "b")
    assert len(base32_id("OV", "a", "b")) == 11
    assert set(base32_id("OV", "a", "b")[3:]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert base32_id("OV", "a", "b") != base32_id("OV", "ab")
    with pytest.raises(IdentifierError, match="expected two letters such as OV"):
        base32_id("OVE", "a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Under-fives", "under-fives"),
        ("  Café & Children's Centre ", "cafe-and-childrens-centre"),
        ("Ynys Môn", "ynys-mon"),
        ("Straße", "strasse"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_slug_is_plain_words(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_texts_without_plain_letters_have_slugs_of_their_own() -> None:
    assert slug("家庭") != slug("住宅")
    assert slug("???") not in ("", slug("!!!"))
    assert slug("家 school") != slug("住 school")
    assert slug("x" * 400) != slug("x" * 401)
    assert len(slug("x" * 4000)) < 300


@given(st.text())
def test_a_slug_is_ascii_and_empty_only_for_blank_text(text: str) -> None:
    result = slug(text)
    assert bool(result) == bool(text.strip())
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in result)
