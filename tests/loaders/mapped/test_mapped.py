"""A table read by a mapping file gets the same care as any other: lines, problems, sums, privacy, ids."""

import json
from pathlib import Path

import openpyxl
import pytest

import tpgraph
from tests.loaders.mapped.mapped_files import FLOWS, codes, load, problems, rows
from tpgraph.errors import InputError, UnknownFormatError, UnreadableFileError
from tpgraph.loading.any_table.fields import fields_of
from tpgraph.map.loading import look
from tpgraph.model import model

TABLE = """Paid by us in May
Who,How much,When,What,Team
Acme Ltd,"£1,200.50",05/05/2010,Toys,Play
Harbour Trust,(50),2010-05-06,Lunch,Care
Harbour Trust,(50),2010-05-06,Lunch,Care
"""


def test_every_mapped_cell_is_typed_and_keeps_its_line(tmp_path: Path) -> None:
    load_ = load(tmp_path, TABLE, FLOWS)
    columns = ["line", "payer", "payee", "amount_pence", "financial_year", "date", "basis", "purpose", "unit"]
    acme, harbour, again = rows(load_, "flow", columns)
    assert acme == (
        3, "Northmere Council", "Acme Ltd", 120050, "2010-11", "2010-05-05", "payment", "Toys", "Play",
    )  # fmt: skip
    assert harbour[:4] == (4, "Northmere Council", "Harbour Trust", -5000)
    assert again[0] == 5
    assert load_.publisher == "Northmere Council"


def test_exact_copies_of_a_row_are_two_records(tmp_path: Path) -> None:
    ids = rows(load(tmp_path, TABLE, FLOWS), "flow", ["record_id"])
    assert len(set(ids)) == 3


def test_a_column_that_the_mapping_does_not_name_is_kept_beside_the_row_and_told(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much,Colour\nAcme Ltd,1,red\n", FLOWS)
    assert rows(load_, "flow", ["extra"]) == [('{"Colour":"red"}',)]
    assert "column-not-in-mapping" in codes(load_)


def test_a_column_that_is_kept_stands_in_extra_and_one_that_is_dropped_nowhere(tmp_path: Path) -> None:
    mapping = FLOWS.replace("[constants]", '"Colour" = "keep"\n"Secret" = "drop"\n[constants]')
    load_ = load(tmp_path, "Who,How much,Colour,Secret\nAcme Ltd,1,red,xyzzy\n", mapping)
    assert rows(load_, "flow", ["extra"]) == [('{"Colour":"red"}',)]
    assert "xyzzy" not in str([table.to_pylist() for table in load_.tables.values()])
    assert "column-not-in-mapping" not in codes(load_)


def test_cells_that_cannot_be_read_are_named_by_the_files_own_heading(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much,When\nAcme Ltd,lots,05/05/2010\nAcme Ltd,5,31/02/2010\n", FLOWS)
    assert (2, "How much", "lots", "not-an-amount") in problems(load_)
    assert (3, "When", "31/02/2010", "not-a-date") in problems(load_)
    assert rows(load_, "set_aside", ["line", "reason"]) == [(2, "amount_gbp cannot be read")]


def test_a_total_is_set_aside_only_where_it_adds_up(tmp_path: Path) -> None:
    text = "Who,How much,When\nAcme,10,05/05/2010\nAge Well,5,05/05/2010\nGrand Total,15,\nTotal,99,\n"
    load_ = load(tmp_path, text, FLOWS)
    assert rows(load_, "set_aside", ["line", "reason", "amount_pence"]) == [(4, "grand total row", 1500)]
    (file,) = load_.tables["record.file"].to_pylist()
    assert (file["rows_read"], file["rows_loaded"], file["money_read_pence"]) == (4, 3, 12900)
    assert (5, "", "", "looks-like-total") in problems(load_)


def test_a_firm_called_total_is_a_payee(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much,When\nAcme,10,05/05/2010\nTotal Gas,10,06/05/2010\n", FLOWS)
    assert [payee for (payee,) in rows(load_, "flow", ["payee"])] == ["Acme", "Total Gas"]


def test_a_blank_row_without_payee_and_date_is_a_total_where_it_adds_up(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much,When\nAcme,10,05/05/2010\nAge Well,5,06/05/2010\n,15,\n", FLOWS)
    assert rows(load_, "set_aside", ["line"]) == [(4,)]


def test_totals_of_a_budget_are_set_aside(tmp_path: Path) -> None:
    mapping = """
    kind = "spend"
    columns = { "Service" = "heading", "Budget" = "amount_gbp" }
    constants = { organisation = "Northmere Council", basis = "budget", financial_year = "2009-10" }
    amounts = { unit = "thousands" }
    """
    load_ = load(tmp_path, 'Service,Budget\nFostering,"1,200.5"\nDay care,900\nTotal,"2,100.5"\n', mapping)
    assert rows(load_, "spend", ["heading", "amount_pence", "financial_year"]) == [
        ("Fostering", 120050000, "2009-10"),
        ("Day care", 90000000, "2009-10"),
    ]


@pytest.mark.parametrize(
    ("unit", "written", "pence"),
    [("pence", "450", 450), ("thousands", "(1.5)", -150000), ("millions", "£0.25", 25000000), ("pounds", "4.50", 450)],
)
def test_amounts_are_read_in_the_unit_that_the_mapping_says(
    tmp_path: Path, unit: str, written: str, pence: int
) -> None:
    load_ = load(tmp_path, f"Who,How much\nAcme,{written}\n", FLOWS + f'[amounts]\nunit = "{unit}"\n')
    assert rows(load_, "flow", ["amount_pence"]) == [(pence,)]


@pytest.mark.parametrize(
    ("order", "written", "date"),
    [
        ("day first", "04/05/2010", "2010-05-04"),
        ("month first", "04/05/2010", "2010-04-05"),
        ("month first", "4/5/10 12:00:00 AM", "2010-04-05"),
        ("year first", "20100405", "2010-04-05"),
        ("spreadsheet numbers", "40273", "2010-04-05"),
        ("month first", "2010-04-05", "2010-04-05"),
    ],
)
def test_dates_are_read_in_the_order_that_the_mapping_says(tmp_path: Path, order: str, written: str, date: str) -> None:
    load_ = load(tmp_path, f"Who,How much,When\nAcme,1,{written}\n", FLOWS + f'[dates]\norder = "{order}"\n')
    assert rows(load_, "flow", ["date"]) == [(date,)]


def test_a_date_that_is_none_in_the_order_said_is_never_read_in_another(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much,When\nAcme,1,31/05/2010\n", FLOWS + '[dates]\norder = "month first"\n')
    assert rows(load_, "flow", ["date"]) == [(None,)]
    assert "not-a-date" in codes(load_)


def test_a_constant_fills_blank_cells_and_says_so(tmp_path: Path) -> None:
    mapping = FLOWS.replace("[constants]", '"Payer" = "payer"\n[constants]')
    load_ = load(tmp_path, "Payer,Who,How much\nPolice,Acme,1\n,Acme,2\n", mapping)
    assert [payer for (payer,) in rows(load_, "flow", ["payer"])] == ["Police", "Northmere Council"]
    assert "constant-taken" in codes(load_)


def test_a_blank_payer_is_the_one_body_that_pays_all_others(tmp_path: Path) -> None:
    mapping = FLOWS.replace("[constants]", '"Payer" = "payer"\n[constants]').replace(
        'payer = "Northmere Council"\n', ""
    )
    one = load(tmp_path, "Payer,Who,How much\nPolice,Acme,1\n,Acme,2\n", mapping)
    assert [payer for (payer,) in rows(one, "flow", ["payer"])] == ["Police", "Police"]
    assert "payer-blank" in codes(one)
    two = load(tmp_path, "Payer,Who,How much\nPolice,Acme,1\nCouncil,Acme,3\n,Acme,2\n", mapping)
    assert rows(two, "set_aside", ["line", "reason"]) == [(4, "no payer")]


def test_lists_words_and_several_columns_of_a_field_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    mapping = """
    kind = "services"
    [columns]
    "Service" = "name"
    "For" = "client_groups"
    "Need 1" = "needs"
    "Need 2" = "needs"
    "About" = "description"
    "More" = "description"
    [lists]
    client_groups = ","
    """
    text = 'Service,For,Need 1,Need 2,About,More\nPlay,"Under-fives, Parents",Play,,Drop in,Free\nLunch,,,Food,,\n'
    load_ = load(tmp_path, text, mapping)
    assert rows(load_, "service", ["name", "client_groups", "needs", "description"]) == [
        ("Play", ["Under-fives", "Parents"], ["Play"], "Drop in, Free"),
        ("Lunch", None, ["Food"], None),
    ]


def test_words_of_the_file_become_allowed_values(tmp_path: Path) -> None:
    mapping = FLOWS.replace("[constants]", '"Kind" = "capital"\n[constants]') + '[values.capital]\n"C" = "true"\n'
    load_ = load(tmp_path, "Who,How much,Kind\nAcme,1,c\nAcme,2,Revenue\nAcme,3,odd\n", mapping)
    assert [capital for (capital,) in rows(load_, "flow", ["capital"])] == ["true", "false", "unknown"]
    assert (4, "Kind", "odd", "not-on-the-list") in problems(load_)


def test_what_stands_beside_the_templates_columns_is_kept_too(tmp_path: Path) -> None:
    mapping = """
    kind = "sites"
    [columns]
    "Building" = "name"
    "Address 1" = "address"
    "Address 2" = "address"
    "Post code" = "postcode"
    """
    load_ = load(tmp_path, "Building,Address 1,Address 2,Post code\nHall,2 Hill,Old Town,NM1 3AB\n", mapping)
    assert rows(load_, "site", ["name", "address", "postcode"]) == [("Hall", "2 Hill, Old Town", "NM1 3AB")]


def test_contacts_never_enter_whatever_the_mapping_says(tmp_path: Path) -> None:
    mapping = """
    kind = "organisations"
    [columns]
    "Body" = "name"
    "E-mail" = "kind"
    "Tel" = "place"
    "Note" = "website"
    """
    text = "Body,E-mail,Tel,Note,Other\nAge Well,jo@example.org,020 7946 0000,ask jo@example.org,020 7946 0001\n"
    load_ = load(tmp_path, text, mapping)
    everything = str([table.to_pylist() for table in load_.tables.values()])
    assert "jo@" not in everything
    assert "7946" not in everything
    assert "contacts-dropped" in codes(load_)


def test_a_needed_field_that_only_contacts_fill_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="column 'E-mail' is name, and it holds contacts, which are never loaded"):
        load(tmp_path, "E-mail\njo@example.org\n", 'kind = "organisations"\ncolumns = { "E-mail" = "name" }\n')


def test_a_payee_who_is_a_person_keeps_no_name_in_any_cell(tmp_path: Path) -> None:
    text = "Who,How much,What,Team,Colour\nMrs Jane Smith,5,Fostering Jane Smith,For Jane Smith,Jane Smith red\n"
    load_ = load(tmp_path, text, FLOWS)
    assert rows(load_, "flow", ["payee_status", "payee", "unit"]) == [
        ("individual", "an individual", "For an individual")
    ]
    assert "Smith" not in str([table.to_pylist() for table in load_.tables.values()])


def test_a_public_identifier_in_a_column_of_bodies_makes_one_body(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much\nGB-COH-01234567,1\ngb-coh-1234567,2\n", FLOWS)
    bodies = rows(load_, "organisation", ["identifier"])
    assert bodies.count(("GB-COH-01234567",)) == 1


def test_json_lists_json_lines_and_workbooks_give_the_same_flows_as_csv(tmp_path: Path) -> None:
    objects = [
        {"Who": "Acme Ltd", "How much": 1200.5, "When": "2010-05-05", "What": "Toys", "Team": "Play", "x": None},
        {"Who": "Age Well", "How much": 12345678901.25, "When": "2010-05-06", "What": "Lunch", "Team": "Care"},
    ]
    book = openpyxl.Workbook()
    book.active.title = "Paid"
    for row in [list(objects[0])[:5], *[[one[key] for key in list(objects[0])[:5]] for one in objects]]:
        book.active.append(row)
    book.create_sheet("Chart").append(["nothing", "here"])
    book.save(tmp_path / "made.xlsx")
    columns = ["payee", "amount_pence", "date", "purpose", "unit"]
    expected = [
        ("Acme Ltd", 120050, "2010-05-05", "Toys", "Play"),
        ("Age Well", 1234567890125, "2010-05-06", "Lunch", "Care"),
    ]
    lines = "\n".join(json.dumps(one) for one in objects)
    for name, data in (
        ("a.json", json.dumps(objects).encode()),
        ("b.jsonl", lines.encode()),
        ("c.json", json.dumps({"results": objects}).encode()),
        ("d.xlsx", (tmp_path / "made.xlsx").read_bytes()),
        ("e.tsv", b"Who\tHow much\tWhen\tWhat\tTeam\nAcme Ltd\t1200.5\t2010-05-05\tToys\tPlay\n"
         b"Age Well\t12345678901.25\t2010-05-06\tLunch\tCare\n"),
    ):  # fmt: skip
        assert rows(load(tmp_path, data, FLOWS, name), "flow", columns) == expected, name


def test_another_sheet_with_the_columns_is_loaded_and_one_without_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "April"
    book.active.append(["Who", "How much"])
    book.active.append(["Acme", 1])
    may = book.create_sheet("May")
    may.append(["Who", "How much"])
    may.append(["Acme", 2])
    book.create_sheet("Notes").append(["about", "this"])
    book.save(tmp_path / "made.xlsx")
    data = (tmp_path / "made.xlsx").read_bytes()
    both = load(tmp_path, data, FLOWS, "both.xlsx")
    assert rows(both, "flow", ["sheet", "amount_pence"]) == [("April", 100), ("May", 200)]
    assert "sheet-not-in-mapping" in codes(both)
    one = load(tmp_path, data, FLOWS.replace("[columns]", 'sheet = "May"\n[columns]', 1), "one.xlsx")
    assert rows(one, "flow", ["sheet", "amount_pence"]) == [("May", 200)]
    with pytest.raises(InputError, match=r"is for sheet 'Mai'.*did you mean 'May'"):
        load(tmp_path, data, FLOWS.replace("[columns]", 'sheet = "Mai"\n[columns]', 1), "none.xlsx")


def test_a_table_without_header_is_mapped_by_the_places_of_its_columns(tmp_path: Path) -> None:
    mapping = """
    kind = "flows"
    header = false
    [columns]
    "column 1" = "date"
    "column 2" = "payee"
    "column 3" = "amount_gbp"
    [constants]
    payer = "Northmere Council"
    basis = "payment"
    """
    expected = [(1, "2010-05-05", "Acme", 100), (2, "2010-05-06", "Age Well", 200)]
    columns = ["line", "date", "payee", "amount_pence"]
    assert rows(load(tmp_path, "05/05/2010,Acme,1\n06/05/2010,Age Well,2\n", mapping), "flow", columns) == expected
    book = openpyxl.Workbook()
    book.active.append(["05/05/2010", "Acme", 1])
    book.active.append(["06/05/2010", "Age Well", 2])
    book.save(tmp_path / "made.xlsx")
    data = (tmp_path / "made.xlsx").read_bytes()
    assert rows(load(tmp_path, data, mapping, "bare.xlsx"), "flow", columns) == expected


def test_duplicated_and_blank_headings_are_mapped_by_their_place(tmp_path: Path) -> None:
    mapping = FLOWS.replace('"How much" = "amount_gbp"', '"Sum (column 3)" = "amount_gbp"\n"column 4" = "document"')
    load_ = load(tmp_path, "Who,Sum,Sum,\nAcme,1,2,D7\n", mapping)
    assert rows(load_, "flow", ["amount_pence", "document", "extra"]) == [(200, "D7", '{"Sum":"1"}')]


def test_a_heading_that_differs_in_spelling_only_is_the_one_that_is_meant(tmp_path: Path) -> None:
    load_ = load(tmp_path, "WHO:,How  Much (£)\nAcme,1\n", FLOWS.replace('"How much"', '"How much £"'))
    assert rows(load_, "flow", ["payee", "amount_pence"]) == [("Acme", 100)]


def test_a_needed_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"table.csv: the mapping says that column 'How much' is amount_gbp.*'How muhc'"
    ):
        load(tmp_path, "Who,How muhc\nAcme,1\n", FLOWS)


def test_a_column_that_is_not_needed_and_not_there_is_a_warning(tmp_path: Path) -> None:
    load_ = load(tmp_path, "Who,How much,Wen\nAcme,1,05/05/2010\n", FLOWS)
    (said,) = [row for row in load_.tables["record.problem"].to_pylist() if "'When'" in row["sentence"]]
    assert (said["severity"], said["code"]) == ("warning", "mapping-column-missing")
    assert "did you mean 'Wen'?" in said["mend"]


def test_a_mapping_of_another_kind_is_refused_by_the_columns_that_it_needs(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"the mapping says that column 'Building' is name, and there is no such column"
    ):
        load(tmp_path, "Who,How much\nAcme,1\n", 'kind = "sites"\ncolumns = { "Building" = "name" }\n')


def test_a_file_without_rows_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no row below the headings"):
        load(tmp_path, "Who,How much\n", FLOWS)
    with pytest.raises(UnreadableFileError, match="is empty"):
        load(tmp_path, "", FLOWS)


def test_the_loader_without_a_mapping_file_says_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Who,How much\nAcme,1\n")
    with pytest.raises(InputError, match="`tpgraph map FILE` writes one"):
        tpgraph.open(tmp_path / "s.tpgraph").load(tmp_path / "a.csv", loader="mapped")


def test_a_mapping_file_and_another_loader_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Who,How much\nAcme,1\n")
    (tmp_path / "m.toml").write_text(FLOWS)
    with pytest.raises(UnknownFormatError, match="leave `--as spend` or --mapping out"):
        look([tmp_path / "a.csv"], "spend", tmp_path / "m.toml")


def test_one_mapping_reads_every_table_of_a_folder_and_is_itself_none(tmp_path: Path) -> None:
    for month in ("april", "may"):
        (tmp_path / f"{month}.csv").write_text(f"Who,How much\n{month},1\n")
    (tmp_path / "m.toml").write_text(FLOWS)
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    found = look([tmp_path], None, tmp_path / "m.toml")
    assert [claim.stem for _, claim in found.claims] == ["april", "may"]
    assert len(found.unclaimed) == 1


def test_the_same_file_with_another_mapping_is_another_issue_and_with_the_same_nothing_new(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "m.toml").write_text(FLOWS)
    town = tpgraph.open(tmp_path / "s.tpgraph")
    states = [town.load(tmp_path / "a.csv", mapping=tmp_path / "m.toml")[0].state]
    (tmp_path / "m.toml").write_text("# a comment says nothing else\n" + FLOWS)
    states.append(town.load(tmp_path / "a.csv", mapping=tmp_path / "m.toml")[0].state)
    (tmp_path / "m.toml").write_text(FLOWS.replace('"payment"', '"award"'))
    states.append(town.load(tmp_path / "a.csv", mapping=tmp_path / "m.toml")[0].state)
    assert states == ["loaded", "unchanged", "newer issue"]
    (current,) = [row for row in town.store.read("record.load").to_pylist() if not row["superseded"]]
    kept = json.loads(current["mapping"])
    assert kept[""]["How much"] == "amount_pence"
    assert kept["mapping file"]["constants.basis"] == "award"


def test_a_file_that_is_loaded_in_one_way_is_not_loaded_in_another_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Body Name,Supplier Name,Net Amount,Payment Date\nNorthmere,Acme,1,2010-05-05\n")
    (tmp_path / "m.toml").write_text(
        'kind = "flows"\nconstants = { basis = "payment" }\n'
        'columns = { "Body Name" = "payer", "Supplier Name" = "payee", "Net Amount" = "amount_gbp" }\n'
    )
    town = tpgraph.open(tmp_path / "s.tpgraph")
    (first,) = town.load(tmp_path / "a.csv")
    with pytest.raises(InputError, match=f"read as spend, and would count twice; .*{first.load_id}"):
        town.load(tmp_path / "a.csv", mapping=tmp_path / "m.toml")
    town.remove(first.load_id)
    (second,) = town.load(tmp_path / "a.csv", mapping=tmp_path / "m.toml")
    with pytest.raises(InputError, match=f"read as mapped, and would count twice; .*{second.load_id}"):
        town.load(tmp_path / "a.csv")


_EXAMPLES = {"pence": "1", "integer": "1", "number": "1", "date": "2010-01-01", "year": "2009-10"}


@pytest.mark.parametrize("kind", model().records)
def test_every_field_of_every_kind_can_be_filled_by_a_column(tmp_path: Path, kind: str) -> None:
    columns = {name: field.column for name, field in fields_of(kind).items()}
    mapping = f'kind = "{model().records[kind].sheet}"\n[columns]\n' + "".join(
        f'"H {name}" = "{name}"\n' for name in columns
    )
    cells = [one.example or _EXAMPLES.get(one.type) or (*one.values, "x")[0] for one in columns.values()]
    table = ",".join(f"H {name}" for name in columns) + "\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"
    (row, *_) = load(tmp_path, table, mapping).tables[f"record.{kind}"].to_pylist()
    assert [column.name for column in columns.values() if row[column.name] is None] == []


def test_every_row_of_a_wide_and_hostile_table_is_accounted_for(tmp_path: Path) -> None:
    heads = ["Who", "How much", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", *(f"c{n}" for n in range(1000))]
    lines = [",".join(f'"{head}"' for head in heads)]
    lines += [",".join(["Acme", str(n), "<b>", "=1+1", *["x"] * 1000]) for n in range(1, 4)]
    load_ = load(tmp_path, "\n".join(lines), FLOWS)
    (file,) = load_.tables["record.file"].to_pylist()
    assert (file["rows_read"], file["rows_loaded"], file["money_loaded_pence"]) == (3, 3, 600)
