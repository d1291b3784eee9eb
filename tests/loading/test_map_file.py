"""Mapping files: mistakes are said with their line and the nearest right word; what is proposed can be read."""

import tomllib
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpgraph.errors import InputError, UnreadableFileError
from tpgraph.loading.any_table.fields import fields_of
from tpgraph.loading.any_table.headings import heading_words, known_headings
from tpgraph.loading.any_table.map_file import parse_map_file, read_map_file
from tpgraph.loading.any_table.mapping_a_file import propose_for_file
from tpgraph.loading.any_table.proposing import Proposal
from tpgraph.loading.any_table.reading import column_keys
from tpgraph.loading.any_table.writing import map_file_text, quoted
from tpgraph.model import model

GOOD = 'kind = "flows"\n[columns]\n"A" = "amount_gbp"\n[constants]\npayer = "P"\nbasis = "payment"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('kind = "flowz"', r"m.toml, line 1: 'flowz' is no kind; .*did you mean 'flows'\?"),
        ('knd = "flows"', r"m.toml, line 1: 'knd' is no part of a mapping file; did you mean 'kind'\?"),
        ("", r"m.toml: 'kind' is missing"),
        ('kind = "flows"\n[columns]\n"A" = "amont_gbp"', r"line 3: 'amont_gbp' is no field of flows; did you mean"),
        ('kind = "flows"\n[columns]\n"A" = "zzz"', r"line 3: 'zzz' is no field of flows; write one of id, payer"),
        ('kind = "flows"\n[columns]\n"A" = "amount_pence"', r"line 3: .*did you mean 'amount_gbp'"),
        ('kind = "flows"\n[columns]\n"A" = 3', r"line 3: 'A' needs a text in double quotes"),
        ('kind = "flows"\ncolumns = 3', r"line 2: 'columns' is a part of its own: write \[columns\]"),
        (GOOD.replace("payment", "paymnt"), r"line 6: 'paymnt' is no basis; .*did you mean 'payment'\?"),
        (GOOD + 'dat = "2010"', r"line 7: 'dat' is no field of flows; did you mean 'date'\?"),
        (GOOD + 'date = "soon"', r"line 7: 'soon' is no date; write a date such as"),
        (GOOD + 'financial_year = "2010"', r"line 7: '2010' is no financial_year; write a financial year such as"),
        (GOOD + 'purpose = ""', r"line 7: 'purpose' is empty"),
        (GOOD + 'purpose = "ask jo@example.org"', r"line 7: 'purpose' holds a contact"),
        (GOOD + '[amounts]\nunit = "k"', r"line 8: unit is one of pounds, pence, thousands, millions"),
        (GOOD + '[dates]\norder = "us"', r"line 8: order is one of day first, month first"),
        (GOOD + '[lists]\npurpose = ","', r"line 8: 'purpose' is no field of flows that takes a list"),
        ('kind = "services"\n[columns]\n"N" = "name"\n[lists]\nneeds = ""', r"line 5: 'needs' has no separator"),
        (GOOD + '[values.capital]\n"C" = "yes"', r"line 8: 'yes' is no capital; write one of true, false, unknown"),
        (GOOD.replace('"A"', '"B" = "amount_gbp"\n"A"'), r"line 4: 2 columns are 'amount_gbp', which takes one"),
        ('kind = "flows"\n[columns]\n"A" = "amount_gbp"', r"nothing is 'payer' .* \[constants\]  payer.*1 more mist"),
        ('kind = "sites"\n[columns]\n"A" = "postcode"', r"nothing is 'name' .*: name its column$"),
        ("kind = [", "m.toml is not TOML"),
        ('kind = "flows"\nkind = "spend"', "m.toml is not TOML"),
        ("a = " + "[" * 5000, "m.toml is n"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_the_mend(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_map_file(text, "m.toml")


def test_constants_may_be_written_as_toml_writes_numbers_dates_and_truths() -> None:
    file = parse_map_file(GOOD + "date = 2010-05-04\ncapital = false\n", "m.toml")
    assert (file.constants["date"], file.constants["capital"]) == ("2010-05-04", "false")


def test_files_that_say_the_same_have_one_canonical_text() -> None:
    other = '# note\nkind = "flow"\n[constants]\nbasis = "payment"\npayer = "P"\n[columns]\n"A" = "amount_gbp" # x\n'
    assert parse_map_file(GOOD, "a").canonical() == parse_map_file(other, "b").canonical()
    assert parse_map_file(GOOD, "a").canonical() != parse_map_file(GOOD.replace('"P"', '"Q"'), "b").canonical()


def test_a_mapping_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="`tpgraph map FILE` writes one"):
        read_map_file(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFileError, match="not text in UTF-8"):
        read_map_file(tmp_path / "bytes.toml")
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_map_file(tmp_path / "bom.toml").kind == "flows"


@given(st.lists(st.text(max_size=8), max_size=12))
def test_every_column_has_a_name_of_its_own(header: list[str]) -> None:
    keys = column_keys(header)
    assert len(set(keys)) == len(header)
    assert all(keys)


@given(st.text())
def test_every_text_is_written_as_toml_reads_it(text: str) -> None:
    plain = text.encode("utf-8", errors="replace").decode()
    assert tomllib.loads(f"{quoted(text)} = {quoted(text)}") == {plain: plain}


def test_every_field_that_headings_toml_names_is_a_field_of_the_model() -> None:
    words = heading_words()
    for part in ("also", "same"):
        for kind, fields in words[part].items():
            known = {field.column.name for field in fields_of(kind).values()}
            named = set(fields) if part == "also" else set(fields.values())
            assert named <= known, (part, kind, named - known)
    assert set(words["tables"].values()) <= set(model().records)
    assert set(words["basis"]) <= set(model().values["basis"])


def test_headings_of_the_loaders_and_of_the_model_are_known() -> None:
    flows = known_headings("flow")
    assert "suuplieridt" in flows["payee"]
    assert "recipientorgname" in flows["payee"]
    assert "amountgbp" in flows["amount_gbp"]
    assert "needorsector" in known_headings("coverage")["need"]


# --------------------------------------------------------------------------------------------------------- proposals


def proposed(tmp_path: Path, text: str, name: str = "table.csv", kind: str | None = None) -> Proposal:
    (tmp_path / name).write_text(text, "utf-8")
    return propose_for_file(tmp_path / name, kind=kind)


def fields(proposal: Proposal) -> dict[str, str]:
    return {choice.column: choice.field for choice in proposal.choices}


_HEADS = (
    "Service name,Delivered by,What it offers,Who is it for,Ward,Cost to users,Venue,Annual budget £k,Manager,"
    "Start date,E-mail"
)
SERVICES = f"""{_HEADS}
Stay and play,Harbour Trust,"Drop-in play and advice for parents of young children, every weekday morning",\
Under-fives|Parents,Harbour,free,Harbour Centre,12.5,Jo Bloggs,13/04/2009,a@example.org
Lunch club,Age Well,A hot lunch and company for older people who live alone in the old town,Over 65s,Old Town,£4,\
Church Hall,3.2,Al Smith,04/05/2008,b@example.org
"""


def test_a_list_of_services_is_known_by_its_headings_and_values(tmp_path: Path) -> None:
    found = proposed(tmp_path, SERVICES)
    assert found.kind.sheet == "services"
    assert fields(found) == {
        "Service name": "name", "Delivered by": "provider", "What it offers": "description",
        "Who is it for": "client_groups", "Ward": "places", "Cost to users": "charge", "Venue": "site",
        "Annual budget £k": "cost_gbp_per_year", "Manager": "drop", "Start date": "start", "E-mail": "drop",
    }  # fmt: skip
    assert found.settings.unit == "thousands"
    assert found.settings.lists == {"client_groups": "|"}
    assert (found.settings.order, found.settings.checks.get("order")) == ("day first", None)


def test_what_is_proposed_can_be_read_and_says_the_same(tmp_path: Path) -> None:
    found = proposed(tmp_path, SERVICES)
    file = parse_map_file(map_file_text(found, "table.csv"), "m.toml")
    assert file.columns == fields(found)
    assert (file.kind, file.amounts.unit, file.lists) == ("services", "thousands", {"client_groups": "|"})


def test_contacts_and_persons_stand_neither_on_the_screen_nor_in_the_file(tmp_path: Path) -> None:
    row = "Mrs Jane Smith,5.00,for Jane Smith; ring 020 7946 0000,020 7946 0000,x"
    text = f"Who got it,Amount,Notes,Tel,jo@example.org\n{row}\n"
    found = proposed(tmp_path, text)
    everything = map_file_text(found, "t.csv") + str([(one.shown, one.first, one.why) for one in found.choices])
    assert not any(word in everything for word in ("Smith", "7946", "jo@"))
    assert "an individual" in everything


def test_what_is_needed_and_not_found_is_named_and_the_file_is_refused_until_it_is_there(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Grantee,Amount\nAcme Ltd,1.50\n", "list.csv")
    assert [entry.name for entry in found.missing] == ["payer"]
    text = map_file_text(found, "list.csv")
    assert "# NEEDED: payer, body that pays, by name or id." in text
    with pytest.raises(InputError, match="nothing is 'payer'"):
        parse_map_file(text, "m.toml")
    filled = text.replace('# payer = "', 'payer = "')
    assert parse_map_file(filled, "m.toml").constants["basis"] == "award"


def test_a_basis_is_told_by_names_and_never_without_a_word_to_check_it(tmp_path: Path) -> None:
    for name, heading, basis in (
        ("payments-may.csv", "Amount", "payment"),
        ("x.csv", "Budget amount", "budget"),
        ("contracts.csv", "Amount", "contract"),
    ):
        found = proposed(tmp_path, f"Funded organisation,{heading}\nAcme Ltd,1.50\n", name, "flows")
        assert found.settings.constants["basis"] == basis
        assert found.settings.checks["basis"]


def test_two_columns_that_fit_alike_are_both_told(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Supplier,Net Amount,Gross Amount\nAcme,1.00,1.20\n")
    (amount,) = [choice for choice in found.choices if choice.field == "amount_gbp"]
    assert amount.column == "Net Amount"
    assert "'Gross Amount' may be amount_gbp as well" in amount.check
    assert "PLEASE CHECK: 'Gross Amount' may be" in map_file_text(found, "t.csv")


def test_a_column_is_known_by_its_values_where_its_heading_is_not_and_marked(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Zug,Blip,Blop\n13/05/2010,Acme Ltd,£1.50\n14/05/2010,Age Well,£2.50\n", kind="flows")
    assert fields(found) == {"Zug": "date", "Blip": "payee", "Blop": "amount_gbp"}
    assert all("by its values alone" in choice.check for choice in found.choices)


def test_a_heading_whose_values_speak_against_it_is_not_taken(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Supplier,Amount,Value\nAcme,pending,1.50\nAge Well,late,2.50\n")
    assert fields(found)["Value"] == "amount_gbp"
    assert fields(found)["Amount"] == "keep"


def test_month_first_dates_are_told_from_day_first_and_doubt_is_said(tmp_path: Path) -> None:
    head = "Supplier,Net Amount,Date\n"
    assert proposed(tmp_path, head + "A,1,04/16/2016\nB,2,04/05/2016\n").settings.order == "month first"
    assert proposed(tmp_path, head + "A,1,20160416\n").settings.order == "year first"
    unsure = proposed(tmp_path, head + "A,1,04/05/2016\n")
    assert unsure.settings.order == "day first"
    assert "no date shows" in unsure.settings.checks["order"]


def test_slips_of_the_pen_are_known(tmp_path: Path) -> None:
    assert fields(proposed(tmp_path, "Suplier Name,Net Ammount\nAcme,1.00\n")) == {
        "Suplier Name": "payee",
        "Net Ammount": "amount_gbp",
    }


def test_words_that_are_no_allowed_values_are_listed_with_a_guess(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Supplier,Net Amount,Capital/Revenue\nA,1,C\nB,2,Rev\nC,3,Odd\nC,3,Capital\n")
    assert found.settings.words == {"capital": {"C": "true", "Rev": "false", "Odd": ""}}
    text = map_file_text(found, "t.csv")
    assert '"C" = "true"  # PLEASE CHECK' in text
    assert '# "Odd" = ""' in text


def test_codes_of_places_identifiers_and_postcodes_are_known_by_their_values(tmp_path: Path) -> None:
    text = "Need,Area,Count\nDementia,E05000001,420\nDementia,E05000002,120\n"
    found = proposed(tmp_path, text)
    assert found.kind.sheet == "client_needs"
    assert next(choice for choice in found.choices if choice.field == "place").why.endswith("100 % are GSS codes")


def test_a_table_without_header_is_mapped_by_place_and_marked(tmp_path: Path) -> None:
    text = "05/04/2016,Acme Ltd,1200.50,Toys\n06/04/2016,Harbour Trust,100.00,Play\n17/04/2016,Age Well,70.00,Play\n"
    found = proposed(tmp_path, text)
    assert found.header is False
    assert fields(found) == {"column 1": "date", "column 2": "payee", "column 3": "amount_gbp", "column 4": "keep"}
    assert "header = false" in map_file_text(found, "t.csv")


def test_the_sheet_that_fits_best_is_taken_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["This file lists what we paid"])
    paid = book.create_sheet("Paid")
    paid.append(["Supplier", "Net Amount", "Date"])
    paid.append(["Acme", 1.5, "2010-05-04"])
    book.save(tmp_path / "a.xlsx")
    found = propose_for_file(tmp_path / "a.xlsx")
    assert found.sheet == "Paid"
    assert "'Read me'" in found.notes[-1]
    with pytest.raises(InputError, match=r"no sheet 'Payd'; it has 'Read me', 'Paid'; did you mean 'Paid'"):
        propose_for_file(tmp_path / "a.xlsx", sheet="Payd")
    (tmp_path / "a.csv").write_text("Supplier,Net Amount\nAcme,1\n")
    with pytest.raises(InputError, match="has no sheets; leave --sheet out"):
        propose_for_file(tmp_path / "a.csv", sheet="Paid")


def test_years_as_headings_are_told(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Council,2007-08,2008-09,2009-10\nNorthmere,1,2,3\n", kind="spend")
    assert any("headed by years (2007-08 to 2009-10)" in note for note in found.notes)
    assert "amount_gbp" in [entry.name for entry in found.missing]
    assert "# amount_gbp" not in map_file_text(found, "t.csv")


def test_a_word_that_is_no_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'flow s' is no kind; .*did you mean 'flows'"):
        proposed(tmp_path, "Supplier,Net Amount\nAcme,1\n", kind="flow s")


def test_a_table_that_no_kind_fits_is_refused_with_the_way_on(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no column tells what its rows are \(Zug\); say it with --as-kind"):
        proposed(tmp_path, "Zug\n1\n2\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n\n  \n", "is empty"),
        ("[1, 2]", "no list of objects"),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "more than one list"),
        ("{", "not JSON"),
    ],
)
def test_what_holds_no_table_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        proposed(tmp_path, text)


HOSTILE = {
    "one column": "Supplier\nAcme Ltd\nAge Well\n",
    "duplicated headings": "Supplier,Amount,Amount,Supplier\nAcme,1,2,B\n",
    "blank headings": "Supplier,,Amount,\nAcme,x,1,y\n",
    "html": 'Supplier,"<img src=x onerror=alert(1)>",Amount\nAcme,<b>,1\n',
    "formulas": 'Supplier,"=HYPERLINK(""http://x"")",Amount\nAcme,=1+1,1\n',
    "quotes and breaks": 'Supplier,"a ""b"" \'c\' \\ d",Amount\nAcme,x,1\n',
    "control letters": "Supplier,\x1b[31mred\u202e,Amount\nAcme,\x07,1\n",
    "header only": "Supplier,Net Amount,Date\n",
    "keys like toml": "kind,[columns],a = b,#,Supplier,Amount\nx,y,z,w,Acme,1\n",
    "long": f"Supplier,{'x' * 50_000},Amount\nAcme,{'y' * 50_000},1\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_table_gives_a_file_that_can_be_read_and_names_every_column(tmp_path: Path, name: str) -> None:
    found = proposed(tmp_path, HOSTILE[name], kind="flows")
    text = map_file_text(found, "t.csv")
    document = tomllib.loads(text)
    assert document["columns"] == fields(found)
    assert not any(
        not letter.isprintable() and letter != "\n" for line in text.splitlines() for letter in line.partition("#")[2]
    )


def test_a_thousand_columns_are_mapped_in_seconds(tmp_path: Path) -> None:
    heads = ["Supplier Name", "Net Amount", *(f"Indicator {n} value" for n in range(1000))]
    lines = [",".join(heads)] + [",".join(["Acme", "1.50", *[str(n)] * 1000]) for n in range(200)]
    found = proposed(tmp_path, "\n".join(lines))
    assert {name for name in fields(found).values() if name != "keep"} >= {"payee", "amount_gbp"}
    assert len(tomllib.loads(map_file_text(found, "t.csv"))["columns"]) == 1002
