"""The example, from its files to its pages: every planted finding is found, and the figures are those of the raw files.

The figures are worked out here a second time, from the bytes of the files with the csv module and Decimal alone.
"""

import csv
import io
import re
import shlex
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import tpgraph
from tpgraph.cli.start import start
from tpgraph.map import Map

PROJECT = Path(__file__).resolve().parents[2]
FILES = PROJECT / "examples" / "northmere"
COUNCIL, PCT, POLICE = "Northmere Borough Council", "Northmere Primary Care Trust", "Northmere Police Authority"
FIRE = "Northmere Fire and Rescue Authority"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the example's command writes, run once for all tests of this file."""
    out = tmp_path_factory.mktemp("northmere") / "demo"
    words = shlex.split((FILES / "cmd.txt").read_text("utf-8"))
    words = [word.replace("examples/northmere", str(FILES)) for word in words[1:]]
    assert start([str(out) if word == "demo" else word for word in words]) == 0
    return out


@pytest.fixture(scope="module")
def town(demo: Path) -> Map:
    return tpgraph.open(demo / "place.tpgraph")


def rows(name: str, encoding: str, skip: int) -> Iterator[list[str]]:
    text = (FILES / name).read_bytes().decode(encoding)
    yield from list(csv.reader(io.StringIO(text)))[skip:]


def amount(text: str) -> Decimal | None:
    plain = text.replace("£", "").replace(",", "")
    sign = -1 if plain.startswith("(") else 1
    try:
        return sign * Decimal(plain.strip("()"))
    except ArithmeticError:
        return None


def payments() -> list[tuple[str, str, Decimal]]:
    """Payer, payee and amount of every payment of the three files."""
    found = []
    for row in rows("council/northmere-council-spend-2009-10.csv", "cp1252", 1):
        money = amount(row[6])
        if row[0] and money is not None:
            found.append((row[0], row[5], money))
    for row in rows("pct/northmere-pct-over-500-2009-10.csv", "utf-8-sig", 1):
        found.append((row[1], row[5], Decimal(row[7].replace(",", ""))))
    for row in rows("police/northmere-police-payments.csv", "utf-8", 3):
        found.append((row[0], row[4], Decimal(row[5])))
    return found


def total(flows: list[tuple[str, str, Decimal]]) -> int:
    return int(sum(money for *_, money in flows) * 100)


def test_the_demo_writes_every_page(demo: Path) -> None:
    written = {file.name for file in demo.iterdir()}
    assert {"index.html", "map.html", "report.html", "findings.xlsx", "brief.docx", "place.tpgraph"} <= written


def test_the_figures_are_those_of_the_raw_files_to_the_penny(town: Map) -> None:
    flows, bodies = payments(), {COUNCIL, PCT, POLICE, FIRE}
    within = [flow for flow in flows if flow[0] == flow[1]]
    between = [flow for flow in flows if flow[1] in bodies and flow[0] != flow[1]]
    onward = 0
    for body in bodies:
        received = total([flow for flow in between if flow[1] == body])
        paid = total([flow for flow in flows if flow[0] == body != flow[1]])
        onward += max(0, received - paid)
    found = town.find("money", basis="payment").to_dict("records")
    assert len(found) == 1
    row = found[0]
    assert row["financial_year"] == "2009-10"
    assert row["payments"] == len(flows)
    assert row["listed_pence"] == total(flows)
    assert row["passed_within_pence"] == total(within)
    assert row["passed_between_pence"] == total(between)
    assert row["onward_not_listed_pence"] == onward > 0
    assert row["counted_once_pence"] == total(flows) - total(within) - total(between) + onward
    redacted = [flow for flow in flows if "Redacted" in flow[1]]
    assert (row["unknown_payee"], row["unknown_payee_pence"]) == (len(redacted), total(redacted))


def test_the_months_of_each_body_are_told(town: Map) -> None:
    months = town.answer("money").result.table.to_pylist(maps_as_pydicts="strict")[0]["months"]
    names = {row["id"]: row["name"] for row in town.tables()["organisation"].to_pylist()}
    assert {names[body]: len(covered) for body, covered in months.items()} == {COUNCIL: 12, PCT: 6, POLICE: 12, FIRE: 0}


def test_the_planted_pairs_are_found_and_graded(town: Map) -> None:
    found = town.find("overlaps").to_dict("records")
    pairs = {frozenset((row["left_name"], row["right_name"])): row for row in found}
    planted = {
        ("Harbour Stay and Play", "Early Years Drop-in"): "duplicated_provision",
        ("Castle Debt Advice", "Money Matters"): "duplicated_provision",
        ("Mill Lane Alcohol Clinic", "Alcohol Referral from Custody"): "duplicated_provision",
        ("Fen End Strength and Balance", "Falls Clinic Fen End"): "duplicated_provision",
        ("Brickfields Job Club", "Job Club Brickfields"): "listed_twice",
    }
    for pair, relation in planted.items():
        row = pairs[frozenset(pair)]
        assert row["relation"] == relation
        assert row["grade"] in ("strong", "likely")
        assert len(row["reasons"]) >= 3
        assert row["why_both"]


def test_what_follows_on_is_no_overlap(town: Map) -> None:
    found = town.find("overlaps").to_dict("records")
    pair = {"Castle Housing Line", "Housing Options Castle"}
    relations = {row["relation"] for row in found if {row["left_name"], row["right_name"]} == pair}
    assert relations <= {"successor"}


def test_one_organisation_under_three_names_is_one(town: Map) -> None:
    rows_ = town.tables()["organisation"].to_pylist()
    found = [row for row in rows_ if "harbour family trust" in row["name"].lower()]
    assert [row["id"] for row in found] == ["GB-CHC-9990001"]
    names = {found[0]["name"], *found[0]["also_known_as"]}
    spend = {"HARBOUR FAMILY TRUST LIMITED", "Harbour Family Trust Ltd."}
    assert names == {"Harbour Family Trust", "Harbour Family Trust Ltd", *spend}
    lines = town.explain("GB-CHC-9990001").lines
    assert {line.file for line in lines} >= {
        "northmere-place.xlsx", "northmere-council-spend-2009-10.csv", "northmere-pct-over-500-2009-10.csv"
    }  # fmt: skip


def test_the_need_without_a_service_in_one_ward_is_the_only_gap(town: Map) -> None:
    findings = town.answer("gaps").findings
    assert len(findings) == 1
    assert "debt advice" in findings[0].question.lower()
    assert (findings[0].place, findings[0].people) == ("Hill Top", 310)


def test_a_small_number_of_people_never_leaves_the_house(town: Map, demo: Path) -> None:
    counts = [row["people"] for row in town.tables()["client_need"].to_pylist()]
    assert all(people is None or people >= 5 for people in counts)
    assert "under 5" in (demo / "map.html").read_text("utf-8")


def test_the_body_that_gave_nothing_is_told(town: Map, demo: Path) -> None:
    assert any(FIRE in note for note in town.answer("money").result.notes)
    page = (demo / "index.html").read_text("utf-8")
    assert FIRE in page
    assert "nothing" in page


def test_every_row_is_loaded_or_set_aside_with_a_reason(town: Map) -> None:
    for row in town.sources().to_pylist():
        assert row["rows_read"] == row["rows_loaded"] + row["rows_set_aside"]
        assert row["money_read_pence"] == row["money_loaded_pence"] + row["money_set_aside_pence"]
        assert bool(row["rows_set_aside"]) == bool(row["why_set_aside"])
    council = next(row for row in town.sources().to_pylist() if "council-spend" in row["file"])
    assert council["rows_set_aside"] == 3


def test_the_orphan_service_is_kept_with_a_stub_for_its_organisation(town: Map) -> None:
    tables = town.tables()
    names = {row["id"]: row["name"] for row in tables["organisation"].to_pylist()}
    walking = next(row["id"] for row in tables["service"].to_pylist() if row["name"] == "Walking Group")
    providers = [names[row["source_id"]] for row in tables["rel_provides"].to_pylist() if row["target_id"] == walking]
    assert providers == ["org-77"]


def test_the_example_is_as_large_as_it_says(town: Map) -> None:
    tables = town.tables()
    assert tables["organisation"].num_rows >= 60
    assert tables["service"].num_rows >= 150
    assert sum(detail == "itemised" for detail in tables["funding_flow"].column("detail").to_pylist()) >= 2_000


def test_the_maker_makes_the_files_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from examples.northmere_build import __main__ as maker

    monkeypatch.setattr(maker, "HERE", tmp_path)
    maker.main()
    made = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    for name, data in made.items():
        if name.suffix != ".xlsx":
            assert data == (FILES / name).read_bytes(), name
    assert len(made) == 16


def test_running_the_command_again_changes_nothing(demo: Path, town: Map) -> None:
    before = town.graph_version
    assert start(["run", str(FILES), "--out", str(demo)]) == 0
    assert tpgraph.open(demo / "place.tpgraph").graph_version == before


def test_every_kind_of_id_on_every_output_is_explained(demo: Path, town: Map) -> None:
    texts = [(demo / name).read_text("utf-8") for name in ("index.html", "report.html", "map.html")]
    for name in ("findings.xlsx", "brief.docx"):
        with zipfile.ZipFile(demo / name) as archive:
            texts += [archive.read(part).decode("utf-8", "ignore") for part in archive.namelist() if "xml" in part]
    ids = sorted(set(re.findall(r"\b[A-Z]{2}-[A-Z2-7]{8}\b", " ".join(texts))))
    one_of_each = {figure[:2]: figure for figure in ids}
    assert {"MO", "OV", "GA", "PA", "SU", "OR", "TM", "TP", "BM", "HC", "FL", "PD", "RC", "FI"} <= set(one_of_each)
    for figure in one_of_each.values():
        assert town.explain(figure).lines, figure
