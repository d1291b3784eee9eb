"""Fingertips: people, bounds, splits and years, on figures that can be checked by hand."""

from pathlib import Path

import pytest
from tpgraph_loaders.fingertips import LOADER

from tests.loaders.fingertips.downloads import HEADER, aside, codes, download, load, needs
from tpgraph.errors import TpgraphError
from tpgraph.loading.grouping import find_groups

# 250 of 1,000 people are 25 per cent, and the interval of 20 to 30 per cent is 200 to 300 people.
PERCENT = {
    "Value": 25, "Lower CI 95.0 limit": 20, "Upper CI 95.0 limit": 30.05, "Count": 250, "Denominator": 1000,
}  # fmt: skip


def test_a_figure_becomes_people_with_bounds_and_keeps_its_indicator(tmp_path: Path) -> None:
    tables = load(tmp_path / "lonely.csv", download(PERCENT))
    (row,) = tables["client_need"]
    assert {key: row[key] for key in ("need", "indicator", "client_group", "place", "people", "low", "high")} == {
        "need": "Adults who are lonely (16+ yrs)",
        "indicator": "Adults who are lonely (16+ yrs)",
        "client_group": "16+ yrs",
        "place": "E08000003",
        "people": 250,
        "low": 200,
        "high": 301,
    }
    assert (row["financial_year"], row["line"], row["source_id"]) == ("2020-21", 2, "900001")
    (said,) = [entry["sentence"] for entry in tables["problem"] if entry["code"] == "interval-read"]
    assert said == (
        "1 interval of 'Adults who are lonely (16+ yrs)' is read as percentages of the denominator, as its numbers "
        "imply"
    )
    (source,) = tables["load"]
    assert source["publisher"] == "Office for Health Improvement and Disparities"


@pytest.mark.parametrize(
    ("value", "lower", "upper", "count", "denominator", "bounds", "read_as"),
    [
        (25, 20, 30, 250, 1000, (200, 300), "percentages of the denominator"),
        (0.25, 0.2, 0.3, 250, 1000, (200, 300), "shares of the denominator"),
        (250, 200, 300, 250, 1000, (200, 300), "numbers of people"),
        (50, 40, 60, 500, 10000, (400, 600), "rates per 1,000 of the denominator"),
        (347.4, 340, 355, 35241, 10144000, (34489, 36012), "rates per 100,000 of the denominator"),
        (300, 240, 360, 250, 1000, (200, 300), "adjusted rates: the count times limit / value"),
        (300, 240, 360, 250, "", (200, 300), "adjusted rates: the count times limit / value"),
    ],
)
def test_the_unit_of_the_interval_is_what_the_numbers_imply(
    tmp_path: Path,
    value: object,
    lower: object,
    upper: object,
    count: object,
    denominator: object,
    bounds: tuple[int, int],
    read_as: str,
) -> None:
    row = {"Value": value, "Count": count, "Denominator": denominator}
    row |= {"Lower CI 95.0 limit": lower, "Upper CI 95.0 limit": upper}
    tables = load(tmp_path / "f.csv", download(row))
    assert needs(tables, "low", "high") == [bounds]
    assert any(read_as in str(problem["sentence"]) for problem in tables["problem"])


def test_a_suppressed_count_is_unknown_and_never_nought(tmp_path: Path) -> None:
    hidden = {"Area Code": "E06000017", "Value note": "Value suppressed for disclosure control due to small count"}
    rows = [PERCENT, hidden, {**hidden, "Area Code": "E06000018", "Count": "*"}]
    tables = load(tmp_path / "f.csv", download(*rows))
    assert needs(tables, "place", "people", "low", "high") == [
        ("E08000003", 250, 200, 301),
        ("E06000017", None, None, None),
        ("E06000018", None, None, None),
    ]
    assert "count-missing" in codes(tables)
    assert "Value suppressed" in str(tables["client_need"][1]["extra"])


def test_a_count_of_nought_takes_the_unit_of_its_indicator(tmp_path: Path) -> None:
    nought = {"Area Code": "E06000017", "Value": 0, "Lower CI 95.0 limit": 0, "Upper CI 95.0 limit": 1.5, "Count": 0}
    tables = load(tmp_path / "f.csv", download(PERCENT, {**nought, "Denominator": 400}))
    assert needs(tables, "people", "low", "high")[1] == (0, 0, 6)


def test_an_area_under_two_parents_counts_once(tmp_path: Path) -> None:
    rows = [{**PERCENT, "Parent Code": "E12000002"}, {**PERCENT, "Parent Code": "E47000001"}]
    tables = load(tmp_path / "f.csv", download(*rows))
    assert len(tables["client_need"]) == 1
    assert aside(tables) == [(3, "stands twice, under another parent")]


def test_two_different_figures_of_one_thing_are_told(tmp_path: Path) -> None:
    tables = load(tmp_path / "f.csv", download(PERCENT, {**PERCENT, "Count": 260}))
    assert needs(tables, "people") == [(250,)]
    assert aside(tables) == [(3, "stands twice, with other figures")]
    assert "two-figures" in codes(tables)


def test_splits_of_what_is_counted_whole_are_set_aside(tmp_path: Path) -> None:
    rows = [
        PERCENT,
        {**PERCENT, "Sex": "Male", "Count": 100},
        {**PERCENT, "Sex": "Female", "Count": 150},
        {**PERCENT, "Category Type": "Deprivation deciles", "Category": "Most deprived decile"},
        {**PERCENT, "Indicator ID": "2", "Age": "All ages"},
        {**PERCENT, "Indicator ID": "2", "Age": "65+ yrs"},
    ]
    tables = load(tmp_path / "f.csv", download(*rows))
    assert needs(tables, "line", "client_group") == [(2, "16+ yrs"), (6, None)]
    assert aside(tables) == [
        (3, "a part of a split by sex: persons are loaded"),
        (4, "a part of a split by sex: persons are loaded"),
        (5, "a part of a split by category"),
        (7, "a part of a split by age: all ages are loaded"),
    ]


def test_a_split_without_its_whole_is_kept_by_client_group(tmp_path: Path) -> None:
    rows = [{**PERCENT, "Sex": "Female", "Age": "53-70 yrs"}, {**PERCENT, "Sex": "Male", "Age": "53-70 yrs"}]
    tables = load(tmp_path / "f.csv", download(*rows))
    assert needs(tables, "client_group") == [("Female, 53-70 yrs",), ("Male, 53-70 yrs",)]
    assert tables["set_aside"] == []


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2020/21", "2020-21"), ("2020", "2020-21"), ("2020/21 Q3", "2020-21"), ("2019-20", "2019-20"),
        ("Feb 2020", "2019-20"), ("Summer", None), ("1999/00", "1999-00"),
    ],
)  # fmt: skip
def test_time_periods_become_financial_years(tmp_path: Path, period: str, year: str | None) -> None:
    tables = load(tmp_path / "f.csv", download({**PERCENT, "Time period": period}))
    assert needs(tables, "financial_year") == [(year,)]
    assert ("period-unread" in codes(tables)) == (year is None)
    assert ("calendar-year" in codes(tables)) == (period == "2020")


@pytest.mark.parametrize("period", ["2016 - 18", "2016/17 - 18/19", "2016-18", "2016 - 2018"])
def test_counts_of_several_years_are_no_people_in_one(tmp_path: Path, period: str) -> None:
    tables = load(tmp_path / "f.csv", download(PERCENT, {**PERCENT, "Time period": period}))
    assert aside(tables) == [(3, "counts several years together")]
    assert "counts-several-years" in codes(tables)


def test_a_practice_has_no_place_and_its_name_is_not_kept(tmp_path: Path) -> None:
    practice = {**PERCENT, "Area Code": "A81005", "Area Name": "The Made-up Surgery", "Area Type": "GPs"}
    tables = load(tmp_path / "f.csv", download(PERCENT, practice))
    assert aside(tables) == [(3, "the area has a code of the NHS alone (a practice, trust or network): it is no place")]
    assert "area-not-read" not in codes(tables)
    assert "Made-up Surgery" not in str({name: rows for name, rows in tables.items() if name != "load"})


def test_a_code_that_is_none_of_the_nhs_is_not_called_a_practice(tmp_path: Path) -> None:
    rows = [PERCENT, {**PERCENT, "Area Code": "E0800000"}, {**PERCENT, "Area Code": ""}]
    tables = load(tmp_path / "f.csv", download(*rows))
    assert aside(tables) == [(3, "the area code is no GSS code"), (4, "no area code")]
    said = [(row["line"], row["sentence"]) for row in tables["problem"] if row["code"] == "area-not-read"]
    assert said == [
        (3, "'E0800000' is neither a GSS code nor one of the NHS: the figure is set aside"),
        (4, "no area code: the figure is set aside"),
    ]


def test_areas_that_no_list_has_keep_their_name(tmp_path: Path) -> None:
    rows = [PERCENT, {**PERCENT, "Area Code": "E02000001", "Area Name": "Made-up 001"}]
    tables = load(tmp_path / "f.csv", download(*rows))
    assert [(row["id"], row["name"]) for row in tables["place"]] == [("E02000001", "Made-up 001")]


def test_bounds_that_do_not_hold_the_count_are_left_out_and_told(tmp_path: Path) -> None:
    wrong = {**PERCENT, "Lower CI 95.0 limit": 26, "Upper CI 95.0 limit": 30}
    tables = load(tmp_path / "f.csv", download(wrong))
    assert needs(tables, "people", "low", "high") == [(250, None, None)]
    assert "interval-outside-count" in codes(tables)


def test_minus_one_is_no_count(tmp_path: Path) -> None:
    tables = load(tmp_path / "f.csv", download({**PERCENT, "Count": -1}))
    assert needs(tables, "people") == [(None,)]
    assert "not-a-count" in codes(tables)


def test_loading_twice_gives_the_same_records(tmp_path: Path) -> None:
    first, again = (load(tmp_path / "f.csv", download(PERCENT)) for _ in range(2))
    assert first == again


def test_a_download_without_rows_loads_nothing(tmp_path: Path) -> None:
    assert needs(load(tmp_path / "f.csv", HEADER + "\n"), "people") == []


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Area Code,Area Name,Value\nE08000003,Manchester,1\n")
    assert list(LOADER.recognise(find_groups([tmp_path / "x.csv"])[0])) == []


def test_a_file_forced_on_the_loader_is_refused_with_the_columns_it_needs(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    group = find_groups([tmp_path / "x.csv"])[0]
    (tmp_path / "y.csv").write_text(download(PERCENT))
    (claim,) = LOADER.recognise(find_groups([tmp_path / "y.csv"])[0])
    with pytest.raises(TpgraphError, match="Indicator Name, Area Code, Time period, Value and Count"):
        LOADER.land(group, type(claim)(claim.loader, ("x.csv",), "x", 0.0, "said"))
