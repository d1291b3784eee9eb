"""Questions of overlap and need, asked of the hand-made town: every row is worked out by hand."""

from tests.queries.asking import Asked

HARBOUR, HILL, NORTHMERE = ("harbour", "Harbour ward"), ("hill", "Hill ward"), ("northmere", "Northmere")
PARENTING, PLAY, DEBT, HOUSING = (
    ("parenting", "Parenting support"),
    ("play", "Play"),
    ("debt", "Debt"),
    ("housing", "Housing"),
)
STAY = ("s1", "Stay and play", "active", "trust", "Harbour Trust")
LOANS = ("s2", "Toy loans", "", "toys", "Toy Library")
VISITS = ("s3", "Health visiting", "active", "pct", "Northmere PCT")
BABIES = ("s5", "Baby group", "", "church", "St Ann's Church")
UNDER_FIVES = ("under5", "Under-fives")


def test_a_need_is_met_by_services_for_its_parts_and_by_those_of_the_larger_place(small: Asked) -> None:
    # Toy loans are for play, a part of parenting, and are to be had in all Northmere.
    name = "services-for-one-need-in-one-place"
    assert small.rows(name, need="parenting", place="Harbour ward") == [
        (*HARBOUR, *PARENTING, *service) for service in (STAY, LOANS, VISITS, BABIES)
    ]
    assert small.rows(name, place="hill") == [
        (*HILL, *DEBT, "s4", "Debt advice", "", "", ""),
        (*HILL, *PARENTING, *LOANS),
        (*HILL, *PLAY, *LOANS),
    ]
    assert small.rows(name, need="Play", place="northmere") == [(*NORTHMERE, *PLAY, *LOANS)]


def test_overlaps_stand_in_order_of_probability(small: Asked) -> None:
    stay, visits = ("s1", "Stay and play", "Harbour Trust"), ("s3", "Health visiting", "Northmere PCT")
    likely = (*stay, *visits, "partial_overlap", "likely", 0.6)
    possible = (*stay, "s2", "Toy loans", "Toy Library", "complementary", "possible", 0.25)
    assert small.rows("overlapping-services") == [likely, possible]
    assert small.rows("overlapping-services", grade="possible") == [possible]
    assert small.rows("overlapping-services", need="parenting") == [likely]


def test_a_body_under_two_names_shows_each_name_with_its_rows_and_sources(small: Asked) -> None:
    assert small.rows("one-body-many-names") == [
        ("trust", "Harbour Trust", 2, "Harbour Trust", 2, 2),
        ("trust", "Harbour Trust", 2, "HARBOUR TRUST LTD", 1, 1),
    ]
    assert small.rows("one-body-many-names", organisation="toys") == []


def test_who_commissions_a_service_and_who_pays_for_it_both_buy_it(small: Asked) -> None:
    # In Harbour ward the PCT commissions Health visiting and pays for Stay and play; the council buys Stay and play.
    assert small.rows("who-buys-for-the-same-need-in-one-place") == [
        (*HARBOUR, *PARENTING, 2, "pct", "Northmere PCT", 2),
        (*HARBOUR, *PARENTING, 2, "council", "Northmere Council", 1),
    ]


def test_buildings_with_room_include_those_whose_place_is_not_known(small: Asked) -> None:
    assert small.rows("buildings-with-room") == [
        ("", "", "b4", "Depot", "", "empty", 0),
        (*HARBOUR, "b1", "Harbour Centre", "NM1 1AA", "part used", 2),
        (*HILL, "b2", "Old school", "", "empty", 0),
    ]
    assert len(small.rows("buildings-with-room", place="hill")) == 1


def test_a_need_without_a_service_is_not_met_in_the_place_around_it_or_within_it(small: Asked) -> None:
    # Debt advice in Hill ward counts for Northmere (n5), not for Harbour ward (n2); Toy loans reach Hill ward (n3).
    # The Debt line of Harbour ward is closed.
    debt = (*HARBOUR, *DEBT, "n2", "People in debt", "2009-10", None, 0, 4)
    housing = (*NORTHMERE, *HOUSING, "n4", "People in debt", "2009-10", 50, None, None)
    assert small.rows("needs-without-a-service-in-a-place") == [debt, housing]
    assert small.rows("needs-without-a-service-in-a-place", place="harbour") == [debt]
    assert small.rows("needs-without-a-service-in-a-place", year="2008-09") == []


def test_bodies_of_one_client_group_are_counted_by_place(small: Asked) -> None:
    assert small.rows("client-groups-met-by-separate-bodies") == [
        (*UNDER_FIVES, *HARBOUR, 4, 4, 2, 0),
        (*UNDER_FIVES, *NORTHMERE, 1, 1, 1, 0),
    ]


def test_places_that_are_not_stated_are_counted_as_unknown_not_as_none(small: Asked) -> None:
    # Two services meet parenting in Harbour ward: 240 places, and one that does not say.
    assert small.rows("people-in-need-against-places", year="2009-10") == [
        (*HARBOUR, *DEBT, "n2", "People in debt", "2009-10", None, 0, 4, 0, 0, 0),
        (*HARBOUR, *PARENTING, "n1", "Under-fives", "2009-10", 420, 380, 460, 2, 1, 240),
        (*NORTHMERE, *HOUSING, "n4", "People in debt", "2009-10", 50, None, None, 0, 0, 0),
    ]
    assert small.rows("people-in-need-against-places", place="hill") == [
        (*HILL, *PARENTING, "n3", "", "", 100, None, None, 0, 0, 0)
    ]
