"""Questions of money that passes on, of overlap, need and ties, asked of the second town: every row by hand."""

from tests.queries.asking import Asked

YEAR, LATER = ("2009-10", "payment"), ("2010-11", "payment")
DEPT, COUNTY, PCT = ("dept", "Department"), ("county", "Estuary County"), ("pct", "Estuary PCT")
LUNCH, FAMILY, CLEAN = ("lunch", "Lunch Club"), ("family", "Family Trust"), ("clean", "Bright Cleaning")
NORTH, SOUTH = ("north", "North ward"), ("south", "South ward")
FOOD, TALK = ("food", "Meals"), ("talk", "Company")
OLDER, CARERS = ("older", "Older people"), ("carers", "Carers")
MEALS, COMMUNITY, TEA, LINE = (
    ("v1", "Meals at home"),
    ("v2", "Community meals"),
    ("v3", "Tea and talk"),
    ("v5", "Carers' line"),
)


def test_what_is_listed_stands_beside_what_is_not_known_of_it(estuary: Asked) -> None:
    # 1,000,000 + 655,000 of the county + 240,000 of the PCT + 100,000 of the Lunch Club; only g2 has a theme.
    assert estuary.rows("how-much-money-is-listed-and-unknown") == [
        ("2009-10", "outturn", "count", 1, 1, 0, 9_000_000, 0, 0, 0),
        (*YEAR, "itemised", 4, 9, 1, 1_995_000, 10_000, 1_395_000, 1_995_000),
        (*LATER, "itemised", 1, 1, 0, 700_000, 0, 700_000, 700_000),
    ]


def test_money_is_controlled_by_the_sector_of_the_body_that_pays(estuary: Asked) -> None:
    share = 655_000 / 1_995_000
    assert estuary.rows("who-controls-the-money") == [
        ("2009-10", "outturn", "count", 1, 9_000_000, 0, 0, 0, 0, 9_000_000, 0, 1.0),
        (*YEAR, "itemised", 4, 655_000, 240_000, 1_000_000, 100_000, 0, 1_995_000, 1_000_000, share),
        (*LATER, "itemised", 1, 700_000, 0, 0, 0, 0, 700_000, 0, 1.0),
    ]


def test_hops_are_counted_from_a_body_that_nobody_on_the_list_pays_in_that_year(estuary: Asked) -> None:
    # The department pays the county in 2009-10 only.
    assert estuary.rows("hops-of-money-before-a-client") == [
        (*YEAR, *COUNTY, 1, 600_000, 1, 2),
        (*YEAR, *PCT, 1, 200_000, 0, 1),
        (*LATER, *COUNTY, 1, 700_000, 0, 1),
    ]


def test_what_a_body_keeps_is_what_it_receives_less_what_it_lists_as_paid_to_others(estuary: Asked) -> None:
    # The county's 50 pounds to itself go nowhere.
    assert estuary.rows("money-kept-at-each-hop") == [
        (*YEAR, *LUNCH, 1, 600_000, 100_000, 500_000, 500_000 / 600_000),
        (*YEAR, *COUNTY, 1, 1_000_000, 650_000, 350_000, 0.35),
    ]


def test_money_between_bodies_that_pay_is_counted_once(estuary: Asked) -> None:
    # Between: 1,000,000 to the county and 600,000 to the Lunch Club. Not listed onward: 350,000 and 500,000.
    assert estuary.rows("money-counted-once") == [
        (*YEAR, 4, 9, 1_995_000, 5_000, 1_600_000, 850_000, 1_240_000),
        (*LATER, 1, 1, 700_000, 0, 0, 0, 700_000),
    ]


def test_a_service_falls_with_money_that_ends_unless_other_money_lasts(estuary: Asked) -> None:
    meals = ("2010-03-31", *MEALS, "Lunch Club", *YEAR, 1, 600_000)
    name = "services-whose-money-ends"
    assert estuary.rows(name, **{"from": "2010-01-01", "until": "2010-12-31"}) == [(*meals, 1, 0, 1, 90)]
    later = ("2011-03-31", *MEALS, "Lunch Club", *LATER, 1, 700_000, 0, 0, 1, 90)
    assert estuary.rows(name) == [(*meals, 0, 0, 1, 90), later]


def test_money_a_head_takes_the_share_of_a_place_and_the_people_who_live_there(estuary: Asked) -> None:
    # Half of g2 and all of g5: 5,000 pounds for 4,000 people.
    assert estuary.rows("money-per-head-of-a-place") == [(*NORTH, "ward", *YEAR, 2, 500_000, 4_000, 1.25)]
    assert estuary.rows("money-per-head-of-a-place", place="south") == []


def test_hours_are_the_same_whatever_the_capitals_and_spaces(estuary: Asked) -> None:
    assert estuary.rows("services-for-the-same-people-at-the-same-hours") == [
        (*NORTH, *FOOD, *OLDER, *MEALS, *COMMUNITY, "same", "Weekdays", "weekdays "),
        (*SOUTH, *TALK, *CARERS, *TEA, *LINE, "not stated", "", ""),
    ]


def test_a_source_shares_a_service_that_another_lists_or_has_the_like_of(estuary: Asked) -> None:
    county, pct = ("d1", "county.csv", "Estuary County"), ("d2", "pct.csv", "")
    assert estuary.rows("parallel-directories-and-front-doors") == [
        (*NORTH, *pct, 2, 2, 2),
        (*NORTH, *county, 1, 1, 1),
        (*SOUTH, *county, 1, 0, 0),
    ]


def test_buildings_are_near_by_their_positions(estuary: Asked) -> None:
    # A hundredth of a degree north is 1,112 metres; the Mill is 54 km away, the Shed has no position, the Shop is open.
    barn, hall = ("barn", "Barn", "empty", 0), ("hall", "Hall", "part used", 1)
    assert estuary.rows("buildings-with-room-near-each-other") == [(*barn, *hall, 1112)]
    assert estuary.rows("buildings-with-room-near-each-other", place="south") == [(*hall, *barn, 1112)]


def test_a_supplier_has_several_buyers_for_work_of_the_same_words(estuary: Asked) -> None:
    assert estuary.rows("one-supplier-many-buyers") == [(*YEAR, *CLEAN, "cleaning", 3, 3, 180_000)]
    assert estuary.rows("repeated-back-offices") == [(*YEAR, "itemised", "buildings", 3, 3, 180_000, 100_000)]


def test_a_central_and_a_local_programme_pay_for_one_need_in_one_year(estuary: Asked) -> None:
    # In 2010-11 the county's money names no programme.
    assert estuary.rows("central-and-local-programmes-for-one-need") == [
        (*FOOD, *YEAR, "national", "National meals", 1_000_000, "local", "County meals", 600_000)
    ]


def test_an_assessment_is_one_where_the_list_says_so(estuary: Asked) -> None:
    carers = (*CARERS, *LINE, "Estuary PCT", "description", "Assessment of carers")
    assert estuary.rows("assessments-one-client-group-faces") == [
        carers,
        (*OLDER, *COMMUNITY, "Family Trust", "way in", "Needs assessment"),
    ]
    assert estuary.rows("assessments-one-client-group-faces", place="south") == [carers]


def test_a_charge_a_condition_and_a_site_elsewhere_leave_people_out_and_free_does_not(estuary: Asked) -> None:
    assert estuary.rows("who-is-left-out-of-a-service") == [
        (*NORTH, *MEALS, "", "£4", "", "GP referral", 1, 0),
        (*SOUTH, *TEA, "over 70", "", "", "", 0, 0),
    ]


def test_referrals_stall_beyond_the_places_and_at_a_service_that_is_over(estuary: Asked) -> None:
    tea = (*TEA, "Family Trust", "", "", 2, 0, 50, 30, 20)
    closed = ("v4", "Befriending", "Estuary County", "closed", "", 1, 1, 0, 20, 0)
    assert estuary.rows("where-referrals-stall") == [tea, closed]
    ended = (*LINE, "Estuary PCT", "", "2009-12-31", 1, 0, 5, 10, 5)
    assert estuary.rows("where-referrals-stall", on="2010-04-01") == [tea, ended, closed]


def test_a_client_meets_the_bodies_of_the_places_that_have_any(estuary: Asked) -> None:
    # Older people: two bodies in North ward, one in South ward; Befriending is closed.
    assert estuary.rows("bodies-a-typical-client-meets") == [
        (*CARERS, 1, 2, 2.0, 2, 2),
        (*OLDER, 2, 1, 1.5, 2, 3),
    ]


def test_a_need_that_rises_stands_beside_the_money_of_both_years(estuary: Asked) -> None:
    figures = ("2008-09", "2009-10", 100, 150, 1.5)
    assert estuary.rows("needs-rising-against-money") == [
        (*FOOD, *NORTH, "older", *figures, "payment", 0, 1_600_000, None, "k1 k2")
    ]
    assert estuary.rows("needs-rising-against-money", basis="award") == [
        (*FOOD, *NORTH, "older", *figures, "", 0, 0, None, "k1 k2")
    ]


def test_a_gap_is_filled_most_cheaply_by_the_service_with_the_lowest_cost_a_place(estuary: Asked) -> None:
    tea = (*NORTH, *TALK, *FAMILY, *TEA, 30, 90_000, 30.0)
    assert estuary.rows("who-could-fill-a-gap-most-cheaply") == [
        tea,
        (*NORTH, *TALK, *PCT, *LINE, 10, 100_000, 100.0),
    ]
    assert estuary.rows("who-could-fill-a-gap-most-cheaply", on="2010-04-01") == [tea]


def test_services_that_ended_before_the_day_asked_about_have_no_places(estuary: Asked) -> None:
    figure = (*SOUTH, *TALK, "k4", "Carers", "2009-10", 12, None, None)
    name = "people-in-need-against-places"
    assert estuary.rows(name, place="south") == [(*figure, 2, 0, 40)]
    assert estuary.rows(name, place="south", on="2010-04-01") == [(*figure, 1, 0, 30)]


def test_a_body_bridges_sectors_and_some_have_no_other_tie_outside_their_own(estuary: Asked) -> None:
    # The department has a tie with the county alone, the Family Trust with the PCT alone.
    assert estuary.rows("who-bridges-sectors") == [
        (*COUNTY, "local", 4, 4, 1),
        (*PCT, "nhs", 3, 3, 1),
        (*CLEAN, "private", 3, 3, 0),
        (*LUNCH, "voluntary", 2, 2, 0),
    ]


def test_a_charity_without_a_partnership_with_a_public_body_is_far_from_decisions(estuary: Asked) -> None:
    assert estuary.rows("charities-far-from-decisions") == [(*LUNCH, 1, 1, 90, 0, 1, 1)]
    assert estuary.rows("charities-far-from-decisions", place="south") == []


def test_two_buyers_for_one_need_and_place_could_pool_where_they_do_not_yet(estuary: Asked) -> None:
    assert estuary.rows("who-could-pool-or-co-commission") == [(*COUNTY, *PCT, 1, 1, "partnership")]
    assert estuary.rows("who-could-pool-or-co-commission", need="talk") == []


def test_a_tie_is_one_sided_where_no_referral_comes_back(estuary: Asked) -> None:
    # The PCT and the Family Trust send people to each other.
    assert estuary.rows("who-sends-people-and-gets-none-back") == [
        (*LUNCH, *FAMILY, 1, 0, 30, False, False),
        (*LUNCH, *COUNTY, 1, 1, 0, False, False),
    ]


def test_a_provider_answers_to_those_that_order_pay_and_inspect(estuary: Asked) -> None:
    assert estuary.rows("who-a-provider-answers-to") == [
        (*LUNCH, 1, 1, 1, 1, 1, 4),
        (*FAMILY, 2, 1, 1, 0, 0, 2),
    ]


def test_people_of_an_area_stand_beside_the_share_of_it_that_a_place_covers(estuary: Asked) -> None:
    # South ward covers a quarter of North ward; nobody says how much of South ward North ward covers.
    assert estuary.rows("people-in-areas-that-do-not-nest", need="talk") == [
        (*NORTH, *SOUTH, "ward", None, "", "", *TALK, "k4", "2009-10", 12),
        (*SOUTH, *NORTH, "ward", 0.25, "LSOAs 2021", "2023", *TALK, "k3", "2009-10", 40),
    ]


def test_what_is_stated_under_a_place_that_was_replaced_is_counted(estuary: Asked) -> None:
    # South ward: k4 lives there, v3 and v5 are there, and no money is for it.
    name = "what-is-stated-under-places-that-were-replaced"
    assert estuary.rows(name) == [(*SOUTH, *NORTH, "2010-04-01", 1, 1, 2, 0)]
    assert estuary.rows(name, place="Estuary") == []
