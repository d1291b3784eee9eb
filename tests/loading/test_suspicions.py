"""Sums and dates that are likely slips are told, sound ones are not, and what records lack is told as a share."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.real_data import real_data
from tpgraph.loading.check_report import CheckedSource
from tpgraph.loading.per_head import claims_in
from tpgraph.map.checking import check_files

HEADINGS = ("Body Name", "Payment Date", "Supplier Name", "Net Amount", "Document No", "Purpose")
DOUBTS = {"paid-twice", "thousand-times-neighbours", "date-outside-file", "per-head-does-not-divide"}


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([headings, *rows])
    return out.getvalue()


def payment(
    line: int, amount: object, payee: str = "Quay Homes Ltd", date: str = "05/05/2022", purpose: str = "Rent"
) -> tuple[object, ...]:
    return ("Northmere Borough Council", date, payee, amount, f"D{line}", purpose)


def source(tmp_path: Path, **files: str) -> CheckedSource:
    folder = tmp_path / "northmere"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (found,) = check_files([folder]).report.sources
    return found


def spend(tmp_path: Path, rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> CheckedSource:
    return source(tmp_path, spend=csv_text(headings, rows))


def cells(found: CheckedSource, code: str) -> list[tuple[str, int | None, str, str]]:
    return [
        (cell.sheet, cell.line, cell.column, cell.value)
        for problem in found.problems
        if problem.code == code
        for cell in problem.cells
    ]


def sentences(found: CheckedSource, code: str) -> list[str]:
    return [cell.sentence for problem in found.problems if problem.code == code for cell in problem.cells]


def doubts(found: CheckedSource) -> set[str]:
    return {problem.code for problem in found.problems} & DOUBTS


@pytest.mark.parametrize(
    "text",
    [
        "About 250 offenders cost £112m a year, £44,000 each",
        "about 250 offenders cost £112 million a year (£44,000 per offender)",
        "Each of the 250 offenders costs £44,000; together they cost £112m.",
        "About 250 offenders cost £112m a year. That is £44,000 each.",
        "Cost per head £44,000, 250 clients, £112,000,000 in all",
        "112 million pounds for 250 young people, 44 thousand pounds apiece",
    ],
)
def test_a_cost_a_head_that_does_not_divide_is_found_in_a_sentence(text: str) -> None:
    (found,) = claims_in(text)
    assert (found.total, found.people, found.each) == (11_200_000_000, 250, 4_400_000)
    assert found.sentence() == (
        "£112,000,000 for 250 people is £448,000 each, not £44,000: one of the three figures is wrong"
    )


@pytest.mark.parametrize(
    "text",
    [
        "About 250 offenders cost £112m a year, £448,000 each",
        "The scheme helped 40 families at a cost of £200,000 (£5,000 per family)",
        "30 children, £100,000 in all, £3,300 each",
        "£20 a week each for 100 pupils, £104,000 a year",
        "Grant of £10,000 towards 12 months at 3 sites, £500 each",
        "250 offenders cost £112m a year",
        "£44,000 each",
        "In 2009 pupils paid £5 each; the school raised £400",
        "ref 250/44 total £112 each way",
        "",
    ],
)
def test_a_sentence_that_fits_or_says_too_little_is_left_alone(text: str) -> None:
    assert list(claims_in(text)) == []


def test_costs_a_head_are_divided_in_texts_and_in_columns_of_a_service(tmp_path: Path) -> None:
    found = source(
        tmp_path,
        services=csv_text(
            ("name", "provider", "description", "cost_gbp_per_year", "people_per_year", "Cost per head"),
            [
                ("Way out", "Harbour Trust", "250 offenders cost £112m a year, £44,000 each", "", "", ""),
                ("Way in", "Harbour Trust", "", "120000", "200", "£60"),
                ("Way up", "Harbour Trust", "", "120000", "200", "£600"),
                ("Way on", "Harbour Trust", "", "120000", "", "£60"),
            ],
        ),
    )
    assert cells(found, "per-head-does-not-divide") == [
        ("services.csv", 2, "description", ""),
        ("services.csv", 3, "Cost per head", "£60"),
    ]
    assert sentences(found, "per-head-does-not-divide")[1] == (
        "£120,000 for 200 people is £600 each, not £60: one of the three figures is wrong"
    )


def test_costs_a_head_are_divided_in_payments_too(tmp_path: Path) -> None:
    headings = (*HEADINGS, "Number of clients", "Unit cost")
    found = spend(
        tmp_path,
        [
            (*payment(2, "1000.00"), "10", "100.00"),
            (*payment(3, "1000.00", purpose="40 families at £900 each, £3,600 in all"), "10", "10.00"),
        ],
        headings,
    )
    assert cells(found, "per-head-does-not-divide") == [("", 3, "Purpose", ""), ("", 3, "Unit cost", "10.00")]


def test_the_same_payment_twice_is_told_at_its_second_line(tmp_path: Path) -> None:
    rows = [payment(7, "10.00"), payment(8, "10.00"), payment(7, "10.00"), payment(9, "-10.00"), payment(9, "10.00")]
    found = spend(tmp_path, rows)
    assert cells(found, "paid-twice") == [("", 4, "Net Amount", "£10")]
    assert sentences(found, "paid-twice") == [
        "the same payment, with the same document number, stands on line 2 already"
    ]
    assert found.rows_loaded == 5


@pytest.mark.parametrize("place", range(len(HEADINGS)))
def test_payments_that_differ_in_one_cell_are_two(tmp_path: Path, place: int) -> None:
    one = list(payment(7, "10.00"))
    two = list(one)
    two[place] = ["Hill Council", "06/05/2022", "Quay Ltd", "10.01", "D8", "Food"][place]
    assert doubts(spend(tmp_path, [one, two])) == set()


def test_equal_lines_without_a_document_number_are_no_doubt(tmp_path: Path) -> None:
    rows = [("Northmere Borough Council", "05/05/2022", "Quay Homes Ltd", "10.00", "", "Rent")] * 3
    assert doubts(spend(tmp_path, rows)) == set()


def test_twins_are_found_among_many_thousands(tmp_path: Path) -> None:
    rows = [payment(number, f"{number % 977}.50") for number in range(1, 20_001)]
    rows += [rows[99], rows[19_999]]
    found = spend(tmp_path, rows)
    assert [line for _, line, _, _ in cells(found, "paid-twice")] == [20_002, 20_003]


def test_many_twins_are_lines_of_invoices_and_told_in_one_note(tmp_path: Path) -> None:
    rows = [payment(number // 2, f"{number // 2}.50") for number in range(2, 102)]
    found = spend(tmp_path, rows)
    assert cells(found, "paid-twice") == []
    assert cells(found, "equal-lines") == [("", 101, "Net Amount", "£50.50")]
    assert sentences(found, "equal-lines") == [
        "50 of 100 payments repeat another to the document number, £1,300 in all: equal lines of one invoice, it "
        "seems; the largest stands here"
    ]


@pytest.mark.parametrize("wrong", ["05/05/2002", "05/05/2032", "05/05/2018"])
def test_a_date_years_away_from_the_others_is_told(tmp_path: Path, wrong: str) -> None:
    rows = [
        payment(line, f"{line}.00", date=f"0{line % 9 + 1}/{'04' if line % 2 else '02'}/2022") for line in range(2, 12)
    ]
    found = spend(tmp_path, [*rows, payment(12, "9.00", date=wrong)])
    iso = f"{wrong[-4:]}-05-05"
    assert cells(found, "date-outside-file") == [("", 12, "Payment Date", iso)]
    assert sentences(found, "date-outside-file") == [
        f"the date {iso} lies years away from the others, which are of 2021-22 to 2022-23"
    ]


def test_the_name_of_a_file_tells_the_year_of_its_few_dates(tmp_path: Path) -> None:
    folder = tmp_path / "northmere"
    folder.mkdir()
    rows = [payment(2, "1.00"), payment(3, "2.00", date="05/05/2002")]
    (folder / "spend-2022-23.csv").write_text(csv_text(HEADINGS, rows), "utf-8")
    (found,) = check_files([folder]).report.sources
    assert cells(found, "date-outside-file") == [("", 3, "Payment Date", "2002-05-05")]
    (folder / "spend-2022-23.csv").rename(folder / "spend.csv")
    (found,) = check_files([folder]).report.sources
    assert doubts(found) == set()


def test_dates_of_neighbouring_years_and_of_long_files_are_no_doubt(tmp_path: Path) -> None:
    near = [payment(line, f"{line}.00", date=f"05/05/{2022 if line else 2021}") for line in range(9)]
    assert doubts(spend(tmp_path, near)) == set()
    long = [payment(line, f"{line + 1}.00", date=f"05/05/{2012 + line}") for line in range(10)]
    assert doubts(spend(tmp_path, long)) == set()


@pytest.mark.parametrize("others", [3, 4, 30])
def test_a_payment_a_thousand_times_the_others_of_its_payee_is_told(tmp_path: Path, others: int) -> None:
    rows = [payment(line, f"{1100 + 10 * line}.00") for line in range(others)]
    rows += [payment(50 + line, f"{line}000000.00", payee=f"Builder {line} Ltd") for line in range(1, 9)]
    found = spend(tmp_path, [*rows, payment(99, "1250000.00")])
    assert cells(found, "thousand-times-neighbours") == [("", others + 10, "Net Amount", "£1,250,000")]
    assert "times what is usual for this payee" in sentences(found, "thousand-times-neighbours")[0]


def test_a_payment_far_above_all_others_of_its_file_is_told(tmp_path: Path) -> None:
    rows = [payment(line, f"{900 + 10 * line}.00", payee=f"Supplier {line} Ltd") for line in range(10)]
    found = spend(tmp_path, [*rows, payment(99, "912345.00", payee="Once Ltd")])
    assert cells(found, "thousand-times-neighbours") == [("", 12, "Net Amount", "£912,345")]
    assert "times what is usual in this column" in sentences(found, "thousand-times-neighbours")[0]


@pytest.mark.parametrize(
    "amounts",
    [
        ["10.00", "20.00", "30000.00"],  # too few to compare with
        ["1.00", "30.00", "900.00", "27000.00", "810000.00"],  # no leap
        ["100.00", "110.00", "120.00", "20000.00"],  # less than five hundred times
        ["0.01", "0.01", "0.02", "0.01", "400.00"],  # pennies count as a pound
        ["1000.00", "1100.00", "1200.00", "1300.00", "1250000.00", "-1250000.00"],  # taken back
    ],
)
def test_amounts_that_grow_or_are_few_are_no_doubt(tmp_path: Path, amounts: list[str]) -> None:
    assert doubts(spend(tmp_path, [payment(line, amount) for line, amount in enumerate(amounts)])) == set()


def test_a_cost_of_a_service_and_a_line_of_the_count_are_compared_with_their_column(tmp_path: Path) -> None:
    found = source(
        tmp_path,
        services=csv_text(
            ("name", "provider", "cost_gbp_per_year"),
            [(f"Service {cost}", "Harbour Trust", cost) for cost in (20_000, 35_000, 28_000, 22_000_000, 31_000)],
        ),
        spend=csv_text(
            ("organisation", "heading", "amount_gbp", "financial_year", "basis"),
            [
                ("Northmere Council", "Pay", amount, f"20{year:02d}-{year + 1:02d}", "budget")
                for year, amount in enumerate((41_000, 42_000, 43_000_000, 44_000, 45_000), 5)
            ],
        ),
    )
    assert sorted(cells(found, "thousand-times-neighbours")) == [
        ("services.csv", 5, "cost_gbp_per_year", "£22,000,000"),
        ("spend.csv", 4, "amount_gbp", "£43,000,000"),
    ]
    assert found.rows_set_aside == 0


def test_numbers_of_people_of_one_place_are_compared_over_the_years(tmp_path: Path) -> None:
    rows = [
        ("Lone parents", "Northmere", people, f"20{year}-{year + 1}")
        for year, people in ((10, 1200), (11, 1250), (12, 1300), (13, 1_350_000), (14, 1400))
    ]
    rows += [("Lone parents", "England", 53_000_000, "2010-11")]
    found = source(tmp_path, client_needs=csv_text(("need", "place", "people", "financial_year"), rows))
    assert cells(found, "thousand-times-neighbours") == [("client_needs.csv", 5, "people", "1350000")]


def test_what_a_tenth_of_the_records_lack_is_told_with_its_share(tmp_path: Path) -> None:
    rows = [payment(line, f"{line}.00", purpose="Rent" if line else "") for line in range(10)]
    assert sentences(spend(tmp_path, rows), "money-without-purpose") == ["1 of 10 amounts (10 %) have no purpose"]
    rows += [payment(line, f"{line}.00") for line in range(10, 12)]
    found = spend(tmp_path, rows)
    assert sentences(found, "money-without-purpose") == []
    assert found.levels[3].reached


def test_services_are_asked_for_needs_places_providers_and_people(tmp_path: Path) -> None:
    found = source(
        tmp_path,
        services=csv_text(
            ("name", "provider", "needs", "places", "people_per_year"),
            [("Stay", "Harbour Trust", "Parenting", "Harbour ward", "20"), ("Play", "", "", "", "")],
        ),
        organisations=csv_text(("name", "identifier"), [("Harbour Trust", "")]),
    )
    told = {problem.code: problem.cells[0].sentence for problem in found.problems if problem.level == "useful"}
    assert told == {
        "services-without-need": "1 of 2 services (50 %) have no need",
        "services-without-place": "1 of 2 services (50 %) have no place",
        "services-without-provider": "1 of 2 services (50 %) have no provider",
        "services-without-capacity": "1 of 2 services (50 %) have no number of people or places",
        "organisations-without-identifier": "1 of 1 organisations (100 %) have no public identifier",
    }
    assert "services-without-capacity" not in found.levels[3].kept_by


def test_columns_that_nobody_understands_are_named(tmp_path: Path) -> None:
    rows = [(*payment(line, f"{line}.00"), "blue", "12", "") for line in range(1, 3)]
    found = spend(tmp_path, rows, (*HEADINGS, "Colour of money", "Gross", "Empty"))
    assert sentences(found, "columns-kept") == [
        "1 column is kept beside each payment without being understood: Colour of money"
    ]


def test_a_name_that_is_nearly_one_of_another_sheet_is_told_with_the_nearest(tmp_path: Path) -> None:
    found = source(
        tmp_path,
        organisations=csv_text(("name",), [("Harbour Trust",), ("Northmere Council",), ("Quay Homes Ltd",)]),
        places=csv_text(
            ("id", "name", "level"),
            [("p1", "Harbour ward", "ward"), ("p2", "Northmere North", "ward"), ("p3", "Ward 12", "ward")],
        ),
        needs=csv_text(("name",), [("Parenting support",)]),
        services=csv_text(
            ("name", "provider", "needs", "places"),
            [
                ("Stay", "Harbor Trust", "Parentng support", "Habour ward; Northmere South; p1"),
                ("Play", "harbour trust", "Parenting support", "Harbour ward; Ward 13"),
            ],
        ),
        flows=csv_text(
            ("payer", "payee", "amount_gbp", "basis"),
            [
                ("Northmere Council", "Quay Home Ltd", "5", "payment"),
                ("Northmere Council", "Quay Home Ltd", "6", "payment"),
                ("Northmere Council", "Hill Homes Ltd", "6", "payment"),
            ],
        ),
    )
    assert sorted(cells(found, "nearly-a-name")) == [
        ("flows.csv", 2, "payee", "Quay Home Ltd"),
        ("services.csv", 2, "needs", "Parentng support"),
        ("services.csv", 2, "places", "Habour ward"),
        ("services.csv", 2, "provider", "Harbor Trust"),
    ]
    assert (
        "no organisation of the file is called 'Quay Home Ltd', which stands in 2 rows; the nearest is 'Quay Homes Ltd'"
        in sentences(found, "nearly-a-name")
    )


def test_hostile_values_do_not_stop_the_second_look(tmp_path: Path) -> None:
    odd = random.Random(1).choices(["£", "£1 each", "per head £" + "9" * 400, "each " * 3000, "'; DROP", "%d %s"], k=50)
    rows = [payment(line, "9007199254740991" if line % 7 else "-0.01", purpose=text) for line, text in enumerate(odd)]
    found = spend(tmp_path, rows, (*HEADINGS[:-1], "Purpose"))
    assert found.can_be_loaded


@pytest.mark.real_data
def test_real_payments_raise_three_doubts_which_are_known_copies() -> None:
    checked = check_files([real_data("spend")])
    raised = [
        (source.file, problem.code, cell.line)
        for source in checked.report.sources
        for problem in source.problems
        if problem.code in DOUBTS
        for cell in problem.cells
    ]
    assert sorted(raised) == [
        ("manchester-2022-05.csv", "paid-twice", 1464),
        ("manchester-2022-05.csv", "paid-twice", 1551),
        ("manchester-2022-05.csv", "paid-twice", 3394),
    ]
