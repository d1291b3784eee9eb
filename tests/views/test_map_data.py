"""From graph tables to the data of a map, on a place worked by hand."""

import pytest

from tests.views.place import as_tables, place_rows, small_rows
from tpgraph.views.map_data import MapData, MapLink, from_tables
from tpgraph.views.map_model import MapNode, people_in_words


def node(data: MapData, id_: str) -> MapNode:
    return next(each for each in data.nodes if each.id == id_)


def small(**changes: object) -> MapData:
    return from_tables(as_tables({**small_rows(), **changes}))  # type: ignore[dict-item]  # rows are given as lists


def test_money_is_one_link_a_payer_and_payee_of_one_basis_and_year() -> None:
    funds = [link for link in small().links if link.relationship == "FUNDS"]
    assert funds == [MapLink("council", "trust", "FUNDS", 100_000, "payments in 2009-10, 2 lines")]


def test_the_year_and_basis_may_be_chosen() -> None:
    data = from_tables(as_tables(small_rows()), financial_year="2010-11")
    assert [link.amount_pence for link in data.links if link.relationship == "FUNDS"] == [5_000]
    data = from_tables(as_tables(small_rows()), basis="award")
    assert (data.financial_year, data.basis) == ("2009-10", "award")
    assert node(data, "trust").amount_pence == 2_000


def test_the_months_of_a_payer_leave_out_the_month_that_is_missing() -> None:
    flows = small_rows()["funding_flow"]
    flows[0]["date"], flows[1]["date"] = "2009-07-03", "2009-09-30"
    assert any(
        "Northmere Council: July 2009 and September 2009 only" in note for note in small(funding_flow=flows).sentences
    )


def test_a_year_the_place_looks_at_is_chosen_before_a_larger_sum_of_another() -> None:
    settings = [{"key": "place_name", "value": "Northmere"}, {"key": "financial_year", "value": "2010-11"}]
    assert small(setting=settings).financial_year == "2010-11"


def test_every_set_of_money_stands_in_the_panel_and_two_are_never_added() -> None:
    assert [fact for fact in node(small(), "trust").facts if fact[0].startswith("Receives")] == [
        ("Receives: awards in 2009-10", "£20.00 (dated 2009-05-01)"),
        ("Receives: payments in 2009-10", "£1,000.00 (dated 2009-05-01)"),
        ("Receives: payments in 2010-11", "£50.00 (dated 2010-05-01)"),
    ]


def test_the_map_says_which_money_it_draws_and_which_it_does_not() -> None:
    first, *others = small().sentences
    assert first.startswith(
        "Money on this map: payments in 2009-10, revenue and capital together, as listed by the bodies that pay "
        "(Northmere Council: May 2009 only). Money passed on shows at each step"
    )
    assert first.endswith("this is not all the money spent here.")
    assert others == ["In the panel but not drawn: awards in 2009-10, payments in 2010-11."]


def test_a_place_without_money_says_what_to_supply() -> None:
    rows = {name: rows for name, rows in small_rows().items() if name not in ("funding_flow", "rel_funds", "rel_pays")}
    data = from_tables(as_tables({**rows, "rel_to": []}))
    assert data.sentences[0].startswith("No itemised money is on this map: load a spend file")
    assert node(data, "council").amount_pence is None


def test_the_high_level_count_is_never_drawn_as_payments() -> None:
    rows = small_rows()
    for flow in rows["funding_flow"]:
        flow["detail"] = "count"
    assert from_tables(as_tables(rows)).basis == ""


def test_no_number_of_people_under_five_is_given_anywhere() -> None:
    data = small()
    lunch = node(data, "lunch")
    assert lunch.people is None
    assert ("Helped a year", "under 5 people") in lunch.facts
    assert node(data, "visit").people == 120
    needs = [link for link in data.links if link.relationship == "HAS_NEED"]
    assert needs == [MapLink("old", "food", "HAS_NEED", None, "under 5 people, Quay Ward, 2009-10")]


@pytest.mark.parametrize(
    ("people", "low", "high", "words"),
    [
        (None, None, None, "people not known"),
        (0, None, None, "0 people"),
        (4, None, None, "under 5 people"),
        (5, None, None, "5 people"),
        (None, 0, 4, "under 5 people"),
        (None, 2, 30, "2 to 30 people"),
    ],
)
def test_people_are_put_in_words(people: int | None, low: int | None, high: int | None, words: str) -> None:
    assert people_in_words(people, low, high) == words


def test_a_theme_holds_its_services_what_they_touch_and_bodies_with_its_money() -> None:
    themes = {theme.name: theme for theme in small().themes}
    assert set(themes["Older people"].members) == {"council", "trust", "lunch", "food", "old", "w1"}
    assert set(themes["not yet themed"].members) == {"trust", "visit", "idle"}
    assert themes["Older people"].amount_pence == 100_000
    assert list(themes) == ["Older people", "not yet themed"]


def test_items_beyond_the_limit_are_counted_and_the_most_important_stay() -> None:
    tables = as_tables(place_rows(bodies=100, services=50, needs=10, groups=5, places=5))
    data = from_tables(tables, limit=60)
    shown = {kind: sum(1 for each in data.nodes if each.kind == kind) for kind in ("organisation", "service", "need")}
    assert len(data.nodes) == 60
    assert data.hidden_counts["organisation"] == 100 - shown["organisation"]
    assert data.hidden_counts["service"] == 50 - shown["service"]
    assert {"o0", "o1", "o2", "o3"} <= {each.id for each in data.nodes}
    assert data.sentences[-1].startswith("Left out, as less linked or with less money: ")


def test_hidden_links_and_shown_links_are_all_the_links_of_the_graph() -> None:
    tables = as_tables(place_rows(bodies=100, services=50, needs=10, groups=5, places=5))
    names = ("rel_funds", "rel_provides", "rel_meets", "rel_serves", "rel_available_in")
    whole = sum(len({tuple(row.values())[:2] for row in tables[name].to_pylist()}) for name in names)
    for limit in (2000, 60):
        data = from_tables(tables, limit=limit)
        assert len(data.links) + data.hidden_counts["link"] == whole
    assert data.hidden_counts["link"] > 0


def test_every_link_ends_at_items_of_the_map_and_every_member_is_one() -> None:
    data = from_tables(as_tables(place_rows(bodies=100, services=50)), limit=60)
    items = {each.id for each in data.nodes}
    assert {end for link in data.links for end in (link.source, link.target)} <= items
    assert {member for theme in data.themes for member in theme.members} <= items


def test_figure_ids_reach_the_items() -> None:
    data = from_tables(as_tables(small_rows()), figure_ids={"trust": "MO-K4QTM7RA"})
    assert node(data, "trust").figure_id == "MO-K4QTM7RA"


def test_an_empty_graph_makes_an_empty_map() -> None:
    data = from_tables({})
    assert (data.place, data.nodes, data.links, data.themes) == ("this place", (), (), ())
