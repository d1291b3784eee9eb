"""The Country and Regional Analysis database, in the headings of its editions; departments' figures are made up."""

from pathlib import Path

import pytest
from tpgraph_loaders.cra import LOADER

from tpgraph.errors import TpgraphError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare

Row = dict[str, object]

HEADER = (
    "Department Name,Organisation Name,CRA Segment Code,CRA Segment Name,COFOG Level 0,HMT Function,COFOG Level 1,"
    'HMT Subfunction,ID/non-ID,CAP or CUR,"CG, LG, PC, BOE, PSP",Allocated by HMT or DEPT,ITL Region,Country,'
    "2022-23,2023-24\n"
)
ROWS = (
    "DHSC,NHS England,S1,Hospitals,7. Health,7. Health,7.3 Hospital services,7. Health,ID,CUR,CG,DEPT,"
    'ENGLAND_North West,ENGLAND,"10,000.5","11,000"\n'
    "MOJ,,S2,Prisons,3. Public order,3. Public order,3.4 Prisons,3.4 Prisons,ID,CAP,CG,DEPT,"
    "ENGLAND_London,ENGLAND,500,0\n"
    "MHCLG,,S3,Councils,6. Housing,6. Housing,6.1 Housing,6.1 Housing,ID,CUR,LG,DEPT,SCOTLAND,SCOTLAND,70,80\n"
)


def load(path: Path, text: str) -> dict[str, list[Row]]:
    path.write_text(text, encoding="utf-8")
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim).tables
    return {name.removeprefix("record."): table.to_pylist() for name, table in tables.items()}


def test_each_line_and_year_is_a_line_of_the_count_with_its_function_and_region(tmp_path: Path) -> None:
    tables = load(tmp_path / "CRA database (£ thousand).csv", HEADER + ROWS)
    columns = ("organisation", "heading", "financial_year", "amount_pence", "capital", "basis", "extra")
    health = ("NHS England", "7.3 Hospital services: North West")
    assert sorted((tuple(row[column] for column in columns) for row in tables["spend"]), key=str) == [
        ("MOJ", "3.4 Prisons: London", "2022-23", 50_000_000, "true", "outturn", '{"cofog":"GF03"}'),
        (*health, "2022-23", 1_000_050_000, "false", "outturn", '{"cofog":"GF07"}'),
        (*health, "2023-24", 1_100_000_000, "false", "outturn", '{"cofog":"GF07"}'),
    ]
    assert {(row["name"], row["sector"]) for row in tables["organisation"]} == {
        ("MOJ", "central"),
        ("NHS England", "central"),
    }


def test_spending_of_local_government_is_left_to_its_own_returns(tmp_path: Path) -> None:
    tables = load(tmp_path / "CRA database (£ thousand).csv", HEADER + ROWS)
    assert [(row["line"], row["reason"], row["amount_pence"]) for row in tables["set_aside"]] == [
        (4, "spent by local government: its own returns tell it", 15_000_000)
    ]
    (file,) = tables["file"]
    assert file["money_read_pence"] == file["money_loaded_pence"] + 15_000_000


def test_totals_are_set_aside_by_words_and_by_arithmetic(tmp_path: Path) -> None:
    total = "Total,,,,7. Health,,,,,,,,,,10500.5,11000\n"
    england = "DHSC,,,,7. Health,,7.3 Hospital services,,ID,CUR,CG,,ENGLAND,ENGLAND,3,4\n"
    hidden = "Made-up department,,,,7. Health,,,,ID,CUR,CG,,SCOTLAND,SCOTLAND,10570.5,11080\n"
    tables = load(tmp_path / "CRA (£000).csv", HEADER + ROWS + total + england + hidden)
    assert {row["line"]: row["reason"] for row in tables["set_aside"]} == {
        4: "spent by local government: its own returns tell it",
        5: "a total of other rows",
        6: "a total of other rows",
        7: "its figures are the sum of the rows above",
    }


def test_the_unit_is_read_above_the_header_or_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        TpgraphError, match="nothing says whether its figures are £ thousand or £ million; write it above"
    ):
        load(tmp_path / "cra.csv", HEADER + ROWS)
    tables = load(tmp_path / "cra.csv", "Figures are in £ million\n" + HEADER + ROWS)
    assert max(int(str(row["amount_pence"])) for row in tables["spend"]) == 11_000 * 100_000_000


def test_the_headings_of_older_editions_are_known(tmp_path: Path) -> None:
    text = (
        "Dept Code,Dept Name,COFOG Level 1,HMT Functional Classification,COFOG Level 2,"
        "HMT Sub-functional Classification,Programme Object Group,Programme Object Group Alias,ID or non-ID,CAP or CUR,"
        '"CG, LG or PC",NUTS 1 region,2008-09\n'
        "DEP1,Department of Health,7. Health,7. Health,7.1 Medical services,7.1,P1,Drugs,ID,CUR,CG,NORTH WEST,12.5\n"
    )
    (row,) = load(tmp_path / "cra_2009 (£m).csv", text)["spend"]
    assert (row["organisation"], row["amount_pence"], row["extra"]) == (
        "Department of Health", 1_250_000_000, '{"cofog":"GF07"}',
    )  # fmt: skip


def test_a_cell_that_is_no_amount_is_told_with_its_cell(tmp_path: Path) -> None:
    tables = load(tmp_path / "cra (£000).csv", HEADER + ROWS.replace('"11,000"', "many"))
    (said,) = [row for row in tables["problem"] if row["code"] == "count-unread"]
    assert (said["line"], said["column"], said["value"]) == (2, "2023-24", "many")


def test_loading_twice_gives_the_same_records(tmp_path: Path) -> None:
    first, again = (load(tmp_path / "cra (£000).csv", HEADER + ROWS) for _ in range(2))
    assert first == again


def test_other_tables_are_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Department,Region,Amount\nA,B,1\n")
    assert list(LOADER.recognise(find_groups([tmp_path / "x.csv"])[0])) == []
