"""Questions of money, asked of the hand-made town: every row is worked out by hand."""

from tests.queries.asking import Asked

YEAR = {"year": "2009-10", "basis": "payment"}
COUNCIL, PCT, TRUST = ("council", "Northmere Council"), ("pct", "Northmere PCT"), ("trust", "Harbour Trust")
TOYS, BUILDER, CHURCH = ("toys", "Toy Library"), ("builder", "Acme Ltd"), ("church", "St Ann's Church")
POLICE = ("police", "Northmere Police")


def test_funders_stand_by_year_and_basis_the_largest_first(small: Asked) -> None:
    # The council pays the trust 6,000 + 2,000 pounds, the PCT 1,000; the police's 10 pounds have no year.
    expected = [
        (*TRUST, "", "payment", *POLICE, 1, 1_000),
        (*TRUST, "2009-10", "payment", *COUNCIL, 2, 800_000),
        (*TRUST, "2009-10", "payment", *PCT, 1, 100_000),
    ]
    assert small.rows("funders-of-an-organisation", organisation="trust") == expected
    assert small.rows("funders-of-an-organisation", organisation="Harbour Trust") == expected
    assert small.rows("funders-of-an-organisation", organisation="trust", year="2009-10") == expected[1:]
    assert small.rows("funders-of-an-organisation", organisation="toys") == [
        (*TOYS, "2009-10", "award", *COUNCIL, 1, 40_000),
        (*TOYS, "2009-10", "payment", *TRUST, 1, 50_000),
    ]


def test_exactly_three_quarters_from_one_funder_is_not_more_than_three_quarters(small: Asked) -> None:
    # The church has 75 of 100 pence from the council in 2009-10, and all of its 25 pence from the PCT a year before.
    found = small.rows("who-depends-on-one-funder")
    assert found == [
        ("", "payment", *TRUST, *POLICE, 1, 1_000, 1_000, 1.0),
        ("2008-09", "payment", *CHURCH, *PCT, 1, 25, 25, 1.0),
        ("2009-10", "award", *TOYS, *COUNCIL, 1, 40_000, 40_000, 1.0),
        ("2009-10", "payment", *BUILDER, *COUNCIL, 1, 11_998_000, 11_998_000, 1.0),
        ("2009-10", "payment", *TRUST, *COUNCIL, 2, 800_000, 900_000, 8 / 9),
        ("2009-10", "payment", *COUNCIL, *PCT, 1, 500_000, 500_000, 1.0),
        ("2009-10", "payment", *TOYS, *TRUST, 1, 50_000, 50_000, 1.0),
    ]


def test_payees_stand_in_order_of_what_they_are_paid_less_what_they_pay_themselves(small: Asked) -> None:
    # The builder: 120,000 pounds less a credit of 20. The council's 50 pounds to itself are in no row.
    assert small.rows("largest-payees", **YEAR) == [
        ("2009-10", "payment", *BUILDER, "private", 1, 2, 11_998_000),
        ("2009-10", "payment", *TRUST, "voluntary", 2, 3, 900_000),
        ("2009-10", "payment", *COUNCIL, "local", 1, 1, 500_000),
        ("2009-10", "payment", *TOYS, "unknown", 1, 1, 50_000),
        ("2009-10", "payment", *CHURCH, "unknown", 2, 2, 100),
    ]
    assert small.rows("largest-payees", payer="pct", year="2008-09") == [
        ("2008-09", "payment", *CHURCH, "unknown", 1, 1, 25)
    ]


def test_themes_keep_revenue_capital_and_not_stated_apart_and_lines_of_the_count_in_rows_of_their_own(
    small: Asked,
) -> None:
    # Not yet themed: revenue f04; capital f02 + f12; not stated 700 + 30 + 50 + 500 - 20 pounds and 75 + 25 pence.
    assert small.rows("money-by-theme", **YEAR) == [
        ("2009-10", "payment", "itemised", "not yet themed", 10, 500_000, 12_200_000, 126_100, 12_826_100),
        ("2009-10", "payment", "itemised", "Under-fives", 2, 600_000, 0, 100_000, 700_000),
    ]
    assert small.rows("money-by-theme", basis="outturn") == [
        ("2009-10", "outturn", "count", "Under-fives", 2, 0, 0, 10_000, 10_000),
        ("2009-10", "outturn", "count", "not yet themed", 1, 0, 0, 40, 40),
    ]


def test_money_without_a_payee_stands_beside_all_that_the_body_lists(small: Asked) -> None:
    listed = 600_000 + 200_000 + 70_000 + 3_000 + 5_000 - 2_000 + 12_000_000 + 75
    assert small.rows("money-without-payee") == [
        ("2009-10", "payment", *COUNCIL, "redacted", 1, 70_000, listed),
        ("2009-10", "payment", *COUNCIL, "individual", 1, 3_000, listed),
    ]
    assert small.rows("money-without-payee", payer="pct") == []


def test_money_ends_on_the_first_and_last_day_too_and_an_individual_stays_unnamed(small: Asked) -> None:
    centre = ("2010-03-31", "f01", "payment", "2009-10", 600_000, "Children's centre", *COUNCIL, *TRUST, 1)
    person = ("2010-09-30", "f06", "payment", "2009-10", 3_000, "", *COUNCIL, "", "", 0)
    award = ("2011-03-31", "f09", "award", "2009-10", 40_000, "", *COUNCIL, *TOYS, 0)
    name = "money-that-ends-within"
    assert small.rows(name) == [centre, person, award]
    assert small.rows(name, **{"from": "2010-03-31", "until": "2010-09-30"}) == [centre, person]
    assert small.rows(name, **{"from": "2010-04-01"}) == [person, award]
    assert small.rows(name, basis="award") == [award]


def test_a_stream_counts_as_small_by_its_year_and_basis(small: Asked) -> None:
    # Sure Start: 6,000 + 500 pounds; roads, at 120,000, is not under 100,000.
    sure_start = (
        "2009-10",
        "payment",
        "sure-start",
        "Sure Start",
        "under-fives only",
    )
    assert small.rows("streams-under-100k") == [
        ("2009-10", "award", "play", "Play fund", "", 1, 1, 1, 40_000),
        (*sure_start, 2, 2, 2, 650_000),
    ]
    assert small.rows("rules-on-money") == [
        ("2009-10", "payment", "roads", "Roads", "roads only", 0, 0, 1, 12_000_000),
        (*sure_start, 1, 1, 2, 650_000),
    ]


def test_two_hops_stay_within_one_year_and_one_basis(small: Asked) -> None:
    # The police's money to the trust has no year, so the trust's payment to the Toy Library does not follow it.
    year = ("2009-10", "payment")
    assert small.rows("hops-of-money-through-counted-bodies") == [
        (*year, *COUNCIL, *TRUST, *TOYS, 800_000, 50_000),
        (*year, *PCT, *COUNCIL, *BUILDER, 500_000, 11_998_000),
        (*year, *PCT, *COUNCIL, *TRUST, 500_000, 800_000),
        (*year, *PCT, *COUNCIL, *CHURCH, 500_000, 75),
        (*year, *PCT, *TRUST, *TOYS, 100_000, 50_000),
    ]
    assert small.rows("hops-of-money-through-counted-bodies", organisation="police") == []


def test_money_passed_between_payers_shows_what_goes_in_and_what_is_listed_onward(small: Asked) -> None:
    assert small.rows("money-passed-between-payers") == [
        ("2009-10", "payment", *COUNCIL, *TRUST, 800_000, 50_000, 1),
        # All that the council pays but to itself: to a redacted payee (f05) and an individual (f06) too.
        ("2009-10", "payment", *PCT, *COUNCIL, 500_000, 11_998_000 + 800_000 + 75 + 70_000 + 3_000, 3),
        ("2009-10", "payment", *PCT, *TRUST, 100_000, 50_000, 1),
    ]


def test_prevention_and_response_come_from_the_high_level_count(small: Asked) -> None:
    assert small.rows("prevention-against-response") == [
        ("2009-10", "outturn", "Under-fives", 900, 9_100, 0),
        ("2009-10", "outturn", "not yet themed", 0, 0, 40),
    ]
