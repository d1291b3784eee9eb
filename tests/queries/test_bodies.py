"""Questions of partners and oversight, asked of the hand-made town: every row is worked out by hand."""

from tests.queries.asking import Asked

COUNCIL, PCT, TRUST = ("council", "Northmere Council"), ("pct", "Northmere PCT"), ("trust", "Harbour Trust")
AUDIT = ("audit", "Audit Commission")


def test_every_body_stands_with_a_row_for_each_year_and_basis_of_its_money(small: Asked) -> None:
    # The council's payment to itself is paid and received; the lines of the high-level count are in no row.
    payment = ("2009-10", "payment")
    assert small.rows("organisations") == [
        (*AUDIT, "central", 0, "", "", 0, 0, 0, 0),
        ("builder", "Acme Ltd", "private", 0, *payment, 0, 0, 2, 11_998_000),
        ("church", "St Ann's Church", "unknown", 1, "2008-09", "payment", 0, 0, 1, 25),
        ("church", "St Ann's Church", "unknown", 1, *payment, 0, 0, 2, 100),
        (*COUNCIL, "local", 0, "2009-10", "award", 1, 40_000, 0, 0),
        (*COUNCIL, "local", 0, *payment, 8, 12_876_075, 2, 505_000),
        (*PCT, "nhs", 1, "2008-09", "payment", 1, 25, 0, 0),
        (*PCT, "nhs", 1, *payment, 3, 600_025, 0, 0),
        ("police", "Northmere Police", "police", 0, "", "payment", 1, 1_000, 0, 0),
        ("toys", "Toy Library", "unknown", 1, "2009-10", "award", 0, 0, 1, 40_000),
        ("toys", "Toy Library", "unknown", 1, *payment, 0, 0, 1, 50_000),
        (*TRUST, "voluntary", 1, "", "payment", 0, 0, 1, 1_000),
        (*TRUST, "voluntary", 1, *payment, 1, 50_000, 3, 900_000),
    ]


def test_a_body_without_money_of_the_basis_still_stands_in_one_row(small: Asked) -> None:
    found = small.rows("organisations", basis="award")
    assert len(found) == 8
    assert [row for row in found if row[5] == "award"] == [
        (*COUNCIL, "local", 0, "2009-10", "award", 1, 40_000, 0, 0),
        ("toys", "Toy Library", "unknown", 1, "2009-10", "award", 0, 0, 1, 40_000),
    ]
    assert {row[4:] for row in found if row[5] != "award"} == {("", "", 0, 0, 0, 0)}


def test_a_body_runs_a_service_buys_it_or_both(small: Asked) -> None:
    loans, visits = ("s2", "Toy loans"), ("s3", "Health visiting")
    assert small.rows("services-of-an-organisation", organisation="Northmere PCT") == [
        (*PCT, *loans, False, True, "", "not yet themed", 1, 2, None),
        (*PCT, *visits, True, True, "active", "not yet themed", 1, 1, None),
    ]
    assert small.rows("services-of-an-organisation", organisation="trust") == [
        (*TRUST, "s1", "Stay and play", True, False, "active", "Under-fives", 1, 1, 900_000)
    ]


def test_bodies_with_any_tie_are_not_said_to_have_none(small: Asked) -> None:
    # For under-fives in Harbour ward: money ties trust-pct, trust-toys and church-pct, a shared service ties pct-toys,
    # a referral ties church-toys. Only the church and the trust have no tie.
    assert small.rows("who-shares-clients-without-a-tie") == [
        ("under5", "Under-fives", "harbour", "Harbour ward", "church", "St Ann's Church", *TRUST, 1, 1)
    ]
    assert small.rows("who-shares-clients-without-a-tie", place="hill") == []


def test_days_of_inspection_are_unknown_where_either_part_is(small: Asked) -> None:
    assert small.rows("who-inspects-this-organisation") == [
        (*COUNCIL, *AUDIT, 1.0, 12.0, 12.0),
        (*COUNCIL, *PCT, 0.5, None, None),
        (*TRUST, *AUDIT, None, None, None),
    ]
    assert small.rows("who-inspects-the-services-of-an-organisation", organisation="trust") == [
        (*TRUST, "s1", "Stay and play", *AUDIT, 2.0, 1.5, 3.0)
    ]
    assert small.rows("who-inspects-the-services-of-an-organisation", organisation="pct") == []


def test_a_source_counts_a_payment_once_that_it_states_on_two_lines(small: Asked) -> None:
    spend = ("l1", "spend.csv", "Northmere Council", "spend/spend", "", "OGL", 1, 0)
    assert small.rows("what-a-source-says") == [
        (*spend, "2009-10", "payment", "itemised", 3, 600_000 + 200_000 + 70_000),
        ("l2", "place.xlsx", "Pilot team", "", "2010-03-31", "", 3, 1, "2009-10", "outturn", "count", 2, 10_000),
        ("l3", "empty.csv", "", "", "", "", 0, 0, "", "", "", 0, 0),
    ]
    assert len(small.rows("what-a-source-says", source="spend.csv")) == 1


def test_every_row_that_speaks_of_a_body_is_listed_with_its_line(small: Asked) -> None:
    assert small.rows("who-says-so", organisation="trust") == [
        (*TRUST, "r1", "Harbour Trust", "same identifier", "l1", "spend.csv", "", 4),
        (*TRUST, "r1", "Harbour Trust", "same identifier", "l1", "spend.csv", "", 9),
        (*TRUST, "r2", "HARBOUR TRUST LTD", "same name", "l2", "place.xlsx", "organisations", 2),
        (*TRUST, "r3", "Harbour Trust", "same identifier", "l2", "place.xlsx", "organisations", 3),
    ]
