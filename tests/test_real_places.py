"""The real files all the way through: section 6 of their control figures, over the real embedded store."""

import re
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import phonenumbers
import pytest

import tpgraph
from tests.real_data import real_data
from tpgraph.map import Map
from tpgraph.tables import schemas

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `run` wrote from all spend files and Open Referral packages."""
    from tpgraph.map.loading import LoadOptions
    from tpgraph.map.running import run

    out = tmp_path_factory.mktemp("real") / "out"
    done = run([real_data("spend"), real_data("open-referral")], out, None, LoadOptions(), lambda _: None)
    assert all(outcome.error is None for outcome in done.outcomes)
    assert len(done.outcomes) == 13
    return out


@pytest.fixture(scope="module")
def town(whole: Path) -> Map:
    return tpgraph.open(whole / "place.tpgraph")


def money(town: Map) -> dict[str, dict[str, object]]:
    rows = town.answer("money", basis="payment").result.table.to_pylist(maps_as_pydicts="strict")
    return {row["financial_year"]: row for row in rows}


def test_oxford_by_year(town: Map) -> None:
    rows = money(town)
    expected = {"2014-15": (3_978, 1567605392), "2016-17": (3_335, 1159733591), "2017-18": (4_479, 1568377120)}
    assert {year: (rows[year]["payments"], rows[year]["listed_pence"]) for year in expected} == expected
    years = [rows[year] for year in expected]
    assert sum(int(str(row["revenue_pence"])) for row in years) == 3025589542
    assert sum(int(str(row["capital_pence"])) for row in years) == 1270126561
    assert sum(int(str(row["unknown_payee"])) for row in years) == 193
    assert sum(int(str(row["unknown_payee_pence"])) for row in years) == 24395555
    assert {str(row["bodies"]) for row in years} == {"['GB-LAE-OXO']"}


def test_manchester_and_salford_counted_once(town: Map) -> None:
    row = money(town)["2022-23"]
    assert (row["payments"], row["listed_pence"]) == (5_373, 11869230147)
    assert (row["passed_between"], row["passed_between_pence"]) == (6, 32997713)
    assert row["counted_once_pence"] == 11836232434
    assert (row["unknown_payee"], row["unknown_payee_pence"]) == (410, 248753199)
    assert row["months"] == {"GB-LAE-MAN": ["2022-05"], "GB-LAE-SLF": ["2022-06"]}
    notes = " ".join(town.answer("money").result.notes)
    assert "Manchester City Council: May 2022 only; Salford City Council: June 2022 only" in notes


def test_all_seven_spend_files(town: Map) -> None:
    rows = list(money(town).values())
    assert sum(int(str(row["payments"])) for row in rows) == 18_617
    assert sum(int(str(row["listed_pence"])) for row in rows) == 18190174596
    assert sum(int(str(row["unknown_payee"])) for row in rows) == 682
    assert sum(int(str(row["unknown_payee_pence"])) for row in rows) == 289227941


def test_explain_adds_up_to_the_figure(town: Map) -> None:
    for row in town.find("money").to_dict("records"):
        assert town.explain(row["id"]).total_pence == row["counted_once_pence"]


def test_the_packages_give_their_services_and_organisations(town: Map) -> None:
    loads = {row["load_id"]: row["dataset"] for row in town.store.read("record.load").to_pylist()}
    for name, bodies, services in (("illinois", 313, 429), ("baltimore", 748, 1_876), ("florida", 20, 135)):
        load = next(load for load, dataset in loads.items() if name in dataset)
        for table, expected in (("organisation", bodies), ("service", services)):
            found = town.store.read(f"record.{table}").column("load_id").to_pylist().count(load)
            assert found == expected, (name, table)


def test_every_file_adds_up(town: Map) -> None:
    for row in town.sources().to_pylist():
        assert row["rows_read"] == row["rows_loaded"] + row["rows_set_aside"], row["file"]
        assert row["money_read_pence"] == row["money_loaded_pence"] + row["money_set_aside_pence"]
        assert bool(row["rows_set_aside"]) == bool(row["why_set_aside"])


def test_loading_again_in_another_order_changes_no_figure(town: Map, tmp_path: Path) -> None:
    before, version = money(town), town.graph_version
    assert {outcome.state for outcome in town.load(real_data("spend"))} == {"unchanged"}
    assert town.graph_version == version
    other = tpgraph.open(tmp_path / "other.tpgraph")
    for file in sorted(real_data("spend").glob("*.csv"), reverse=True):
        other.load(file)
    assert money(other) == before


# ------------------------------------------------------------------------------------------------------------- persons

_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[A-Za-z]{2,}")
# Not searched, as the rules say: ids, codes, document numbers, dates, amounts, coordinates, payees and their names.
_NOT_SEARCHED = {
    "id", "record_id", "load_id", "source_id", "target_id", "identifier", "document", "date", "start", "end", "ends",
    "sha256", "gss", "payee", "payer_record", "payee_record", "provider_record", "site_records", "left_record",
    "right_record", "former_id", "entity_id", "figure_id", "key", "parameters", "model", "also_known_as", "postcode",
    "by_basis", "detail",
}  # fmt: skip


def contacts(text: str) -> list[str]:
    found = _EMAIL.findall(text)
    if sum(c.isdigit() for c in text) >= 7:
        for region in ("GB", "US"):
            matches = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
            found += [match.raw_string for match in matches]
    return found


def test_no_table_holds_an_e_mail_address_or_a_telephone_number(town: Map) -> None:
    for name, schema in schemas().items():
        table = town.store.read(name)
        for field in schema:
            if field.name in _NOT_SEARCHED or str(field.type) not in ("string", "list<item: string>"):
                continue
            values = table.column(field.name).unique().to_pylist() if str(field.type) == "string" else [
                part for value in table.column(field.name).to_pylist() for part in value or ()
            ]  # fmt: skip
            # The name of a record or an organisation may be a payee's, which is not searched for numbers.
            searched = [value for value in values if value and ("@" in value or field.name not in ("name", "sentence"))]
            for value in searched:
                assert not contacts(value), (name, field.name)


class _Texts(HTMLParser):
    """The texts of a page that a person sees, and the data that its scripts show."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_data(self, data: str) -> None:
        if not data.lstrip().startswith("{"):
            self.found.add(data.strip())


def _texts_of(file: Path) -> set[str]:
    if file.suffix == ".html":
        page = _Texts()
        page.feed(file.read_text("utf-8"))
        return page.found
    if file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file, read_only=True)
        return {
            cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
        }
    brief = docx.Document(str(file))
    cells = {cell.text for table in brief.tables for row in table.rows for cell in row.cells}
    return cells | {paragraph.text for paragraph in brief.paragraphs}


@pytest.mark.parametrize("name", ["index.html", "report.html", "map.html", "findings.xlsx", "brief.docx"])
def test_no_output_holds_an_e_mail_address_or_a_telephone_number(whole: Path, town: Map, name: str) -> None:
    # A payee may be called by its number: payees are not searched.
    payees = {row["name"] for row in town.tables()["organisation"].select(["name"]).to_pylist()}
    texts = _texts_of(whole / name)
    assert len(texts) > 10
    # vis-network's script, inlined into the map, is no text of ours.
    ours = [text for text in texts if text not in payees and len(text) < 20_000]
    assert [found for text in ours if (found := contacts(text))] == []
