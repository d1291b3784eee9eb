"""The control figures of seven real spend files, to the penny."""

import json
from collections import defaultdict
from functools import cache

import pytest
from tpgraph_loaders.spend import LOADER

from tests.real_data import real_data
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, prepare
from tpgraph.loading.recognise import recognise
from tpgraph.money import parse_pence
from tpgraph.names import fold

pytestmark = pytest.mark.real_data

Flow = dict[str, object]
OXFORD = tuple(
    f"expenditure-over-500-{months}" for months in ("oct-dec-2014", "apr-jun-2016", "jul-sep-2017", "jan-mar-2018")
)
FILES = (*OXFORD, "manchester-2022-05", "salford-2018-11", "salford-2022-06")


@cache
def loads() -> dict[str, PreparedLoad]:
    claims, unclaimed = recognise(find_groups([real_data("spend")]))
    assert unclaimed == []
    return {claim.stem: prepare(group, claim) for group, claim in claims}


@pytest.fixture(autouse=True)
def _needs_files() -> None:
    real_data("spend")


def flows(*stems: str) -> list[Flow]:
    return [flow for stem in stems for flow in loads()[stem].tables["record.flow"].to_pylist()]


def pence(rows: list[Flow]) -> int:
    return sum(int(str(row["amount_pence"])) for row in rows)


def count_and_pounds(rows: list[Flow]) -> tuple[int, str]:
    return len(rows), f"{pence(rows) / 100:,.2f}"


def having(rows: list[Flow], column: str, *values: object) -> list[Flow]:
    return [row for row in rows if row[column] in values]


def credit_notes(rows: list[Flow]) -> list[Flow]:
    return [row for row in rows if int(str(row["amount_pence"])) < 0]


def without_place(row: Flow) -> Flow:
    return {name: value for name, value in row.items() if name not in ("record_id", "line")}


def unknown(rows: list[Flow]) -> list[Flow]:
    return having(rows, "payee_status", "redacted", "blank")


FIGURES = {
    "expenditure-over-500-oct-dec-2014": (
        (3978, "15,676,053.92"), (14, "-31,282.94"), (104, "144,028.29"), (0, "0.00"), ("2014-10-03", "2014-12-31"),
    ),
    "expenditure-over-500-apr-jun-2016": (
        (3335, "11,597,335.91"), (1, "-200.00"), (0, "0.00"), (80, "99,927.17"), ("2016-04-01", "2016-06-28"),
    ),
    "expenditure-over-500-jul-sep-2017": (
        (3259, "11,344,005.35"), (10, "-501.38"), (0, "0.00"), (0, "0.00"), ("2017-07-04", "2017-09-29"),
    ),
    "expenditure-over-500-jan-mar-2018": (
        (1220, "4,339,765.85"), (0, "0.00"), (0, "0.00"), (9, "0.09"), ("2018-01-03", "2018-01-30"),
    ),
    "manchester-2022-05": (
        (3564, "97,400,227.10"), (211, "-6,170,381.81"), (171, "1,601,632.42"), (0, "0.00"),
        ("2022-05-03", "2022-05-31"),
    ),
    "salford-2018-11": (
        (1452, "20,252,283.46"), (0, "0.00"), (79, "160,791.87"), (0, "0.00"), ("2018-11-01", "2018-11-30"),
    ),
    "salford-2022-06": (
        (1809, "21,292,074.37"), (12, "-116,051.53"), (239, "885,899.57"), (0, "0.00"), ("2022-06-01", "2022-06-30"),
    ),
}  # fmt: skip


def test_all_seven_files_are_recognised() -> None:
    assert sorted(loads()) == sorted(FILES)


@pytest.mark.parametrize("stem", FILES)
def test_rows_money_credits_unknown_payees_and_dates_of_each_file_are_exact(stem: str) -> None:
    rows = flows(stem)
    dates = [str(row["date"]) for row in rows]
    assert (
        count_and_pounds(rows),
        count_and_pounds(credit_notes(rows)),
        count_and_pounds(having(rows, "payee_status", "redacted")),
        count_and_pounds(having(rows, "payee_status", "blank")),
        (min(dates), max(dates)),
    ) == FIGURES[stem]
    assert loads()[stem].tables["record.load"].column("as_of").to_pylist() == [max(dates)]


@pytest.mark.parametrize("stem", FILES)
def test_every_row_is_loaded_and_none_set_aside(stem: str) -> None:
    tables = loads()[stem].tables
    (file,) = tables["record.file"].to_pylist()
    (rows, _), *_ = FIGURES[stem]
    assert (file["rows_read"], file["rows_loaded"], file["rows_set_aside"]) == (rows, rows, 0)
    assert tables["record.set_aside"].num_rows == 0
    doubted = having(tables["record.problem"].to_pylist(), "severity", "error", "warning")
    # The three exact copies of Manchester are told by line.
    assert [row["line"] for row in doubted] == ([1464, 1551, 3394] if stem == "manchester-2022-05" else [])


@pytest.mark.parametrize("stem", FILES)
def test_every_payment_stands_on_its_own_line_of_the_file(stem: str) -> None:
    first = 3 if stem == "salford-2018-11" else 2
    rows = flows(stem)
    assert [row["line"] for row in rows] == list(range(first, first + len(rows)))


def test_oxford_by_financial_year_capital_and_payee() -> None:
    rows = flows(*OXFORD)
    assert count_and_pounds(rows) == (11792, "42,957,161.03")
    years: dict[object, list[Flow]] = defaultdict(list)
    for row in rows:
        years[row["financial_year"]].append(row)
    assert {year: count_and_pounds(found) for year, found in years.items()} == {
        "2014-15": (3978, "15,676,053.92"),
        "2016-17": (3335, "11,597,335.91"),
        "2017-18": (4479, "15,683,771.20"),
    }
    assert count_and_pounds(having(rows, "capital", "false")) == (11001, "30,255,895.42")
    assert count_and_pounds(having(rows, "capital", "true")) == (791, "12,701,265.61")
    assert count_and_pounds(credit_notes(rows)) == (25, "-31,984.32")
    assert count_and_pounds(unknown(rows)) == (193, "243,955.55")
    assert {row["payer"] for row in rows} == {"Oxford City Council"}
    assert {row["basis"] for row in rows} == {"payment"}
    assert len({row["record_id"] for row in rows}) == 11792


def test_oxford_publishes_by_its_data_package_under_its_licence() -> None:
    for stem in OXFORD:
        load = loads()[stem]
        assert load.publisher == "Oxford City Council"
        assert load.publisher_why == "the data package oxford-datapackage.json lists the file"
        assert load.tables["record.load"].column("licence").to_pylist() == [
            "Open Government Licence 3.0 (United Kingdom)"
        ]


def test_initials_and_a_blank_body_are_the_publisher_with_one_note_a_file() -> None:
    notes = {
        stem: [row["sentence"] for row in load.tables["record.problem"].to_pylist() if row["code"].startswith("payer-")]
        for stem, load in loads().items()
    }
    assert {stem: said for stem, said in notes.items() if said} == {
        "expenditure-over-500-jul-sep-2017": ["3259 payments name the payer by initials: Oxford City Council is taken"],
        "expenditure-over-500-jan-mar-2018": ["1220 payments name the payer by initials: Oxford City Council is taken"],
        "salford-2022-06": ["1 payment names no payer: Salford City Council is taken"],
    }
    (blank,) = having(flows("salford-2022-06"), "line", 1542)
    assert (blank["payer"], blank["amount_pence"]) == ("Salford City Council", 8_655_000)


def test_manchester_and_salford_in_one_year_with_what_passes_between_them() -> None:
    rows = having(flows("manchester-2022-05", "salford-2022-06"), "financial_year", "2022-23")
    assert count_and_pounds(rows) == (5373, "118,692,301.47")
    assert count_and_pounds(unknown(rows)) == (410, "2,487,531.99")


def test_all_seven_files_together() -> None:
    rows = flows(*FILES)
    assert count_and_pounds(rows) == (18617, "181,901,745.96")
    assert count_and_pounds(unknown(rows)) == (682, "2,892,279.41")
    assert count_and_pounds(credit_notes(rows)) == (248, "-6,318,417.66")


def test_firms_that_read_like_totals_or_redactions_are_payees() -> None:
    rows = having(flows(*OXFORD), "payee_status", "known")
    totals = [row for row in rows if str(row["payee"]).upper().startswith("TOTAL ")]
    assert count_and_pounds(totals) == (76, "97,834.27")
    redactive = [row for row in rows if str(row["payee"]).upper().startswith("REDACTIVE PUBLISHING")]
    assert count_and_pounds(redactive) == (2, "1,500.00")


def test_a_ledger_catch_all_is_a_known_payee() -> None:
    rows = [row for row in flows(*OXFORD) if row["payee"] == "GENERAL EXPENSES" and row["financial_year"] == "2017-18"]
    assert count_and_pounds(having(rows, "payee_status", "known")) == (51, "85,157.51")


def test_the_largest_last_row_of_salford_is_a_payment() -> None:
    (last,) = having(flows("salford-2018-11"), "line", 1454)
    assert (last["amount_pence"], last["payee_status"]) == (675_842_600, "known")


def test_exact_copies_in_manchester_stay() -> None:
    rows = flows("manchester-2022-05")
    assert len({row["record_id"] for row in rows}) == len(rows)
    for first, second in ((1463, 1464), (1550, 1551), (3393, 3394)):
        one, other = (having(rows, "line", line)[0] for line in (first, second))
        assert without_place(one) == without_place(other)


def test_gross_and_vat_of_salford_stay_beside_the_net_amount() -> None:
    assert loads()["salford-2018-11"].tables["record.load"].column("mapping").to_pylist()[0].count("Amount Net") == 1
    assert flows("salford-2018-11")[0]["extra"] == '{"Amount Gross":"1360.66","Amount VAT":"226.78"}'


def test_persons_are_individuals_without_a_name() -> None:
    rows = having(flows(*OXFORD), "payee_status", "individual")
    assert len(rows) == 92
    assert {row["payee"] for row in rows} == {"an individual"}
    assert {row["payee_record"] for row in rows} == {None}


def test_payees_of_oxford_are_1430_names_as_trimmed_and_1426_folded() -> None:
    names: set[str] = set()
    for group in find_groups([real_data("spend", f"{stem}.csv") for stem in OXFORD]):
        (claim,) = LOADER.recognise(group)
        names.update(LOADER.land(group, claim).tables["_payee_status"].column("payee").to_pylist())
    assert (len(names), len({fold(name) for name in names})) == (1430, 1426)


def test_every_known_payee_and_the_payer_is_a_body_once() -> None:
    for stem in FILES:
        rows = flows(stem)
        named = {row["payee_record"] for row in having(rows, "payee_status", "known")} | {rows[0]["payer_record"]}
        records = loads()[stem].tables["record.organisation"].column("record_id").to_pylist()
        assert (set(records), len(records)) == (named, len(named))


def extra_pence(rows: list[Flow], heading: str) -> int:
    said = [json.loads(str(row["extra"] or "{}")) for row in rows]
    return sum(parse_pence(cells[heading]) or 0 for cells in said if cells.get(heading))


@pytest.mark.parametrize(
    ("stem", "gross", "vat", "headings"),
    [
        ("salford-2018-11", 2_151_828_095, 126_599_749, ("Amount Gross", "Amount VAT")),
        ("salford-2022-06", 2_343_679_142, 214_471_705, ("Gross", "VAT")),
    ],
)
def test_gross_and_vat_of_salford_are_kept_beside_the_net_amount(
    stem: str, gross: int, vat: int, headings: tuple[str, str]
) -> None:
    rows = flows(stem)
    assert (extra_pence(rows, headings[0]), extra_pence(rows, headings[1])) == (gross, vat)
    assert gross - vat == pence(rows)


def test_transaction_numbers_of_manchester_repeat_and_those_of_oxford_do_not() -> None:
    assert len({row["document"] for row in flows("manchester-2022-05")}) == 3_432
    oxford = [row["document"] for row in flows(*OXFORD)]
    assert len(set(oxford)) == len(oxford) == 11_792


def test_rows_under_five_hundred_pounds_are_real() -> None:
    def small(*stems: str) -> int:
        return sum(abs(int(str(row["amount_pence"]))) < 500_00 for row in flows(*stems))

    assert (small(*OXFORD), small("salford-2018-11"), small("salford-2022-06")) == (2_100, 80, 82)
