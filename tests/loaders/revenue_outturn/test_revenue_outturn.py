"""Revenue Outturn: each pound of spending once, totals and income set aside with their money."""

from pathlib import Path

import pytest
from tpgraph_loaders.revenue_outturn import LOADER

from tests.loaders.revenue_outturn.returns import (
    CARE_M,
    ENGLAND,
    IDENTITY,
    MANCHESTER,
    MEASURES,
    SALFORD,
    SCHOOLS_M,
    aside,
    codes,
    csv,
    figures,
    load,
    rsx,
    spend,
    workbook,
)
from tpgraph.errors import TpgraphError
from tpgraph.loading.grouping import find_groups

THOUSAND = 100_000


def test_employees_and_running_expenses_of_each_service_are_loaded(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", RSX_LA_Data_202425=rsx()))
    assert sorted(spend(tables, "organisation", "heading", "spent_on", "amount_pence"), key=str) == [
        ("Manchester", "Adult Social Care", "other", 200 * THOUSAND),
        ("Manchester", "Adult Social Care", "pay", 20 * THOUSAND),
        ("Manchester", "Education services", "other", 50 * THOUSAND),
        ("Manchester", "Education services", "pay", 100 * THOUSAND),
        ("Salford", "Adult Social Care", "other", 9_050_000),
        ("Salford", "Adult Social Care", "pay", 10 * THOUSAND),
        ("Salford", "Education services", "other", 40 * THOUSAND),
        ("Salford", "Education services", "pay", 60 * THOUSAND),
    ]
    assert set(spend(tables, "financial_year", "basis", "capital", "how_sure", "theme")) == {
        ("2024-25", "outturn", "false", "recorded", None)
    }
    assert set(spend(tables, "heading", "extra")) == {
        ("Education services", '{"cofog":"GF09"}'),
        ("Adult Social Care", '{"cofog":"GF10"}'),
    }


def test_rows_and_money_read_are_loaded_or_set_aside_with_a_reason(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", RSX_LA_Data_202425=rsx()))
    (file,) = tables["file"]
    assert [file[name] for name in ("rows_read", "rows_loaded", "rows_set_aside")] == [3, 2, 1]
    loaded = (100 + 50 + 20 + 200 + 60 + 40 + 10 + 90.5) * THOUSAND
    assert file["money_loaded_pence"] == loaded
    # Every line is printed 7 times over: gross is loaded as its parts, and the total of all services repeats it all.
    income = (15 + 30 + 4 + 12) * THOUSAND
    of_two = 2 * loaded + 2 * income + loaded - income
    money = aside(tables)
    assert money["total expenditure, the sum of employees and running expenses"] == loaded
    assert money["income, which is no spending"] == 2 * income
    assert money["net of income: the spending itself is loaded"] == loaded - income
    assert money["columns that are the sum of other columns"] == of_two
    assert money["a total of many authorities"] == 2 * of_two
    assert file["money_read_pence"] == file["money_loaded_pence"] + sum(int(str(pence)) for pence in money.values())


def test_an_authority_has_the_identifier_of_its_area(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rsx()))
    found = {row["name"]: (row["identifier"], row["sector"], row["place"]) for row in tables["organisation"]}
    assert found["Manchester City Council"] == ("GB-LAE-MAN", "local", "E08000003")
    assert {row["organisation_record"] for row in tables["spend"]} == {
        row["record_id"] for row in tables["organisation"]
    }
    assert tables["load"][0]["publisher"] == "Ministry of Housing, Communities and Local Government"


@pytest.mark.parametrize(
    "row",
    [
        ENGLAND,
        ["", "", "All English authorities", "", "", "", ""],
        ["", "", "Metropolitan Districts", "", "MD", "", ""],
        ["MD", "", "MD", "", "MD", "", ""],
        ["SC", "SC", "Shire counties", "", "", "", ""],
        ["", "E09", "London boroughs", "", "", "", ""],
        ["", "", "Total", "", "", "", ""],
        ["E9999", "", "Unitary authorities", "", "UA", "", ""],
    ],
)
def test_totals_of_classes_and_of_england_are_no_authorities(tmp_path: Path, row: list[object]) -> None:
    rows = rsx()
    rows[-1] = [*row, *rows[-1][len(row) :]]
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))
    assert {row["organisation"] for row in tables["spend"]} == {"Manchester", "Salford"}
    assert "class-total" in codes(tables)


def test_a_total_under_the_name_of_an_authority_is_found_by_arithmetic(tmp_path: Path) -> None:
    rows = rsx()
    rows[-1] = ["E4299", "E08000099", "Made-up", "NW", "MD", "MD", "Y", *rows[-1][7:]]
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))
    assert {row["organisation"] for row in tables["spend"]} == {"Manchester", "Salford"}
    (said,) = [row for row in tables["problem"] if row["code"] == "hidden-total"]
    assert (said["line"], said["value"]) == (6, "Made-up")


def test_an_authority_that_stands_twice_is_loaded_once(tmp_path: Path) -> None:
    rows = rsx()
    rows.insert(5, rows[4])
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))
    assert len(tables["spend"]) == 8
    assert "authority-twice" in codes(tables)


def test_an_authority_without_figures_is_unknown_and_not_nought(tmp_path: Path) -> None:
    rows = rsx()
    rows.insert(5, ["E0901", "E06000063", "Cumberland", "NW", "UA", "UA", "N", *["[x]"] * 21])
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))
    assert "Cumberland" not in {row["organisation"] for row in tables["spend"]}
    assert "return-missing" in codes(tables)
    assert "no figures: the return was not submitted" in aside(tables)


def test_where_the_parts_are_not_the_total_the_total_is_loaded(tmp_path: Path) -> None:
    rows = rsx()
    rows[3][len(IDENTITY) + 1] = 500
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))
    manchester = [row for row in tables["spend"] if row["organisation"] == "Manchester"]
    schools = [(row["spent_on"], row["amount_pence"]) for row in manchester if row["heading"] == "Education services"]
    assert schools == [(None, 150 * THOUSAND)]
    assert "parts-do-not-add-up" in codes(tables)


def two_level() -> list[list[object]]:
    """The layout of 2018-19: services in one row, measures two rows below."""
    services: list[object] = [""] * len(IDENTITY)
    for service in ("Education services", "Adult Social Care"):
        services += [service, *[""] * (len(MEASURES) - 1)]
    numbers = [*[""] * len(IDENTITY), *[f"C{n}" for n in range(1, 8)] * 2]
    return [
        ["Revenue outturn summary 2018-19, £ thousand"],
        services,
        numbers,
        [*IDENTITY, *MEASURES, *MEASURES],
        [*MANCHESTER, *SCHOOLS_M, *CARE_M],
        [*SALFORD, *figures(1, 2), *figures(3, 4)],
    ]


def test_services_over_their_measures_are_read(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RSX.xlsx", RSX_LA_Data=two_level()))
    assert set(spend(tables, "heading", "spent_on")) == {
        (service, kind) for service in ("Education services", "Adult Social Care") for kind in ("pay", "other")
    }
    assert set(spend(tables, "financial_year")) == {("2018-19",)}


def ro5() -> list[list[object]]:
    """Lines of two classes with a total each and one of both, figures of three authorities."""
    lines = [("Archives", 1, 2, 3), ("Tourism", 10, 20, 30), ("TOTAL CULTURAL AND RELATED SERVICES", 11, 22, 33)]
    lines += [
        ("Pest control", 5, 0, 7),
        ("Recycling", 6, 8, 9),
        ("TOTAL ENVIRONMENTAL AND REGULATORY SERVICES", 11, 8, 16),
    ]
    lines += [("TOTAL CULTURAL, ENVIRONMENTAL, REGULATORY AND PLANNING SERVICES", 22, 30, 49)]
    header = [*IDENTITY[:5], *(f"{name} - Net Current Expenditure (C7 = C3 - C6)" for name, *_ in lines)]
    bodies = [MANCHESTER[:5], SALFORD[:5], ["E4201", "E08000001", "Bolton", "NW", "MD"]]
    return [
        ["RO5 2023-24 (£000)"],
        header,
        *([*body, *(line[n + 1] for line in lines)] for n, body in enumerate(bodies)),
    ]


def test_lines_are_loaded_and_their_totals_are_not_and_give_them_their_class(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RO5.xlsx", RO5_LA_Data=ro5()))
    manchester = [row for row in tables["spend"] if row["organisation"] == "Manchester"]
    assert [(row["heading"], row["amount_pence"], row["extra"], row["note"]) for row in manchester] == [
        (name, pence * THOUSAND, f'{{"cofog":"{cofog}"}}', "net of income")
        for name, pence, cofog in sorted([
            ("Archives", 1, "GF08"), ("Tourism", 10, "GF08"), ("Pest control", 5, "GF05"), ("Recycling", 6, "GF05"),
        ], key=lambda line: [row["heading"] for row in manchester].index(line[0]))
    ]  # fmt: skip
    assert sum(int(str(row["amount_pence"])) for row in manchester) == 22 * THOUSAND


def test_a_total_that_does_not_add_up_is_named_and_not_loaded(tmp_path: Path) -> None:
    rows = ro5()
    for row in rows[2:]:
        row[7] = 999
    tables = load(workbook(tmp_path / "RO5.xlsx", RO5_LA_Data=rows))
    assert "TOTAL CULTURAL AND RELATED SERVICES" not in {row["heading"] for row in tables["spend"]}
    assert "total-does-not-add-up" in codes(tables)


def time_series() -> list[list[object]]:
    """Coded columns of several returns, several years, England among the rows."""
    header = ["year_ending", "ONS_code", "LA_LGF_code", "LA_name", "status", "LA_class", "LA_subclass"]
    header += ["RO1_eduerl_tot_exp", "RO1_edutot_tot_exp", "RSX_edu_empl", "RSX_edu_run_exp", "RSX_edu_tot_exp"]
    header += ["RSX_edu_tot_inc", "RSX_edu_net_cur_exp", "RSX_totsx_tot_exp", "RS_edu_net_exp", "RG_granttot_tot_grant"]
    one = ["E08000003", "E4203", "Manchester", "submitted", "MD", "Met District"]
    values = [150, 150, 100, 50, 150, 15, 135, 150, 135, 7]
    total = ["E92000001", "", "England", "total", "Eng", ""]
    none = ["E06000063", "E0901", "Cumberland", "not submitted", "UA", "Unitary Authority"]
    return [
        header, ["202403", *one, *values], ["202503", *one, *values], ["202503", *none, *[""] * 10],
        ["202503", *total, *values],
    ]  # fmt: skip


def test_of_a_time_series_the_summary_of_services_is_loaded_for_each_year(tmp_path: Path) -> None:
    tables = load(csv(tmp_path / "Revenue_Outturn_time_series_data_v3.csv", time_series()))
    assert sorted(spend(tables, "financial_year", "heading", "spent_on", "amount_pence"), key=str) == [
        (year, "Education services (edu)", kind, pence * THOUSAND)
        for year in ("2023-24", "2024-25")
        for kind, pence in (("other", 50), ("pay", 100))
    ]
    assert {row["line"]: row["reason"] for row in tables["set_aside"] if row["line"]} == {
        4: "no figures: the return was not submitted",
        5: "a total of many authorities",
    }
    (unit,) = [row["sentence"] for row in tables["problem"] if row["code"] == "unit-read"]
    assert unit == "the figures are in £ thousand, as stated by the ministry's definition of the coded columns"


def test_a_table_that_does_not_state_its_unit_is_refused_with_the_mend(tmp_path: Path) -> None:
    path = csv(tmp_path / "RSX_2024-25.csv", rsx()[2:])
    with pytest.raises(TpgraphError, match=r"nothing says whether .* write it above the header or in the file's name"):
        load(path)
    named = csv(tmp_path / "RSX_2024-25 (£000).csv", rsx()[2:])
    assert len(load(named)["spend"]) == 8


def test_two_units_in_one_place_are_refused(tmp_path: Path) -> None:
    rows = [["£ thousand, but capital in £ million"], *rsx()]
    with pytest.raises(TpgraphError, match="£ thousand and £ million are both stated above its header"):
        load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))


def test_the_unit_may_stand_on_a_cover_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "RSX_2024-25.xlsx", Cover=[["All figures are in £ million"]], Data=rsx()[2:])
    assert max(int(str(row["amount_pence"])) for row in load(path)["spend"]) == 200_000_000_00


def rs(title: str) -> list[list[object]]:
    """One figure a line: services, their total, then how they are paid for."""
    header = ["E-code", "ONS Code", "Local authority", "Class", "Education services", "Adult Social Care"]
    header += ["Public Health", "TOTAL SERVICE EXPENDITURE", "Council tax requirement", "Unallocated reserves"]
    body = [MANCHESTER[0], MANCHESTER[1], MANCHESTER[2], "MD"]
    return [[title], header, [*body, 3, 4, 5, 12, 99, 77]]


def test_what_follows_the_total_of_services_is_no_spending(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RS_2024-25.xlsx", a=rs("Revenue summary 2024-25, £ thousand, outturn")))
    assert {row["heading"]: row["amount_pence"] for row in tables["spend"]} == {
        "Education services": 300_000, "Adult Social Care": 400_000, "Public Health": 500_000,
    }  # fmt: skip
    assert aside(tables)["how spending is paid for: financing, transfers and reserves"] == 176 * THOUSAND


def test_a_budget_is_loaded_as_budget(tmp_path: Path) -> None:
    tables = load(workbook(tmp_path / "RA_2024-25_data.xlsx", a=rs("Revenue account budget 2024-25, £ thousand")))
    assert set(spend(tables, "basis", "financial_year")) == {("budget", "2024-25")}


def test_fractions_of_a_penny_are_rounded_and_told(tmp_path: Path) -> None:
    rows = rs("Outturn 2024-25, £ thousand")
    rows[2][4] = 3.1234567
    rows[2][7] = 12.1234567
    tables = load(workbook(tmp_path / "RS_2024-25.xlsx", a=rows))
    assert 312_346 in {row["amount_pence"] for row in tables["spend"]}
    assert "rounded-to-penny" in codes(tables)


def test_a_cell_that_is_no_amount_is_told_with_row_and_column(tmp_path: Path) -> None:
    rows = rsx()
    rows[3][len(IDENTITY)] = "1.2.3"
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=rows))
    (said,) = [row for row in tables["problem"] if row["code"] == "figure-unread"]
    assert (said["line"], said["column"], said["value"]) == (4, "Education services - Employees (C1)", "1.2.3")


def test_loading_twice_gives_the_same_records(tmp_path: Path) -> None:
    path = workbook(tmp_path / "RSX_2024-25.xlsx", a=rsx())
    assert load(path) == load(path)


@pytest.mark.parametrize(
    "text",
    [
        "Local authority,Class,Amount\nManchester,MD,3\n",
        "ONS Code,Local authority,Population\nE08000003,Manchester,3\n",
        "Body Name,Payment Date,Supplier Name,Net Amount\nA,2020-01-01,B,3\n",
    ],
)
def test_other_tables_of_authorities_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(text)
    assert list(LOADER.recognise(find_groups([tmp_path / "x.csv"])[0])) == []


def test_a_table_of_nothing_but_totals_loads_nothing_and_accounts_for_every_row(tmp_path: Path) -> None:
    rows = rsx()
    tables = load(workbook(tmp_path / "RSX_2024-25.xlsx", a=[*rows[:3], rows[-1]]))
    assert "spend" not in tables
    assert [(row["rows_read"], row["rows_set_aside"]) for row in tables["file"]] == [(1, 1)]
