"""Look-ups on graph tables: what lies above, synonyms, where records stand."""

import pyarrow as pa

from tests.service_town import client_needs, town
from tpgraph.graphs.look_ups import Whereabouts, everything_above, names, neighbours, plain_group, whereabouts
from tpgraph.graphs.offers import read_offers
from tpgraph.graphs.people import most_people, people_in_words, read_people

NESTED = [("Harbour ward", "Northmere"), ("Northmere", "Westshire")]
PLAY: dict[str, object] = {"id": "s1", "meets": "Play", "serves": "Under 5s", "in": "Harbour ward", "by": "Council"}


def test_everything_above_climbs_and_stops_in_a_ring() -> None:
    assert everything_above({"a": ("b",), "b": ("c",)}) == {"a": frozenset("bc"), "b": frozenset("c")}
    assert everything_above({"a": ("b",), "b": ("a",)}) == {"a": frozenset("b"), "b": frozenset("a")}


def test_synonyms_of_a_client_group_have_one_plain_word() -> None:
    assert plain_group("Under 5s") == plain_group("EARLY YEARS") == "under fives"
    assert plain_group("Bell ringers") == "bell ringers"


def test_a_blank_name_is_the_id() -> None:
    tables = town([], need=[{"id": "play", "name": ""}])
    assert names(tables, "need") == {"play": "play"}


def test_neighbours_go_both_ways() -> None:
    tables = town([PLAY, {**PLAY, "id": "s2"}])
    assert neighbours(tables, "rel_provides") == {"Council": ("s1", "s2")}
    assert neighbours(tables, "rel_provides", backwards=True) == {"s1": ("Council",), "s2": ("Council",)}


def test_whereabouts_come_from_the_sources_where_they_are_known() -> None:
    tables = town([PLAY])
    assert whereabouts(tables)["r-s1"] == Whereabouts("", "", "services", 2)
    source = pa.Table.from_pylist(
        [{"record_id": "r-s1", "source_id": "17", "load_id": "l", "file": "a.csv", "sheet": "", "line": 4}]
    )
    assert str(whereabouts({**tables, "record_source": source})["r-s1"]) == "a.csv, line 4"


def test_of_two_places_that_nest_the_smaller_one_is_shared() -> None:
    offers = read_offers(
        town([PLAY, {**PLAY, "id": "s2", "in": "Westshire"}, {**PLAY, "id": "s3", "in": "Hill"}], NESTED)
    )
    one, whole, other = offers.by_id.values()
    assert offers.shared_places(one, whole) == offers.shared_places(whole, one) == ["Harbour ward"]
    assert offers.shared_places(one, other) == []


def test_services_that_are_over_are_no_offers() -> None:
    offers = read_offers(town([PLAY, {**PLAY, "id": "s2", "status": "Defunct"}]))
    assert list(offers.by_id) == ["s1"]


def test_fewer_than_five_people_are_never_told() -> None:
    assert people_in_words(3) == people_in_words(None, 0, 4) == "under 5"
    (one,) = read_people(town([PLAY], **client_needs({"of": "Play", "in": "Hill", "people": 3})))
    assert (one.people, one.high) == (None, 4)


def test_the_largest_number_of_people_in_a_place_or_inside_it_is_given_never_a_sum() -> None:
    tables = town(
        [PLAY],
        NESTED,
        **client_needs(
            {"of": "Play", "among": "Under 5s", "in": "Harbour ward", "people": 40},
            {"of": "Play", "in": "Northmere", "people": 90},
            {"of": "Play", "in": "Westshire", "people": 400},
        ),
    )
    offers, people = read_offers(tables), read_people(tables)
    assert most_people(people, offers, ["play"], ["under fives"], ["Northmere"]) == 90
    assert most_people(people, offers, ["play"], [], ["Harbour ward"]) == 40
    assert most_people(people, offers, ["sleep"], [], ["Northmere"]) is None


def running(end: str | None, **more: list[dict[str, object]]) -> list[str]:
    return list(read_offers(town([{**PLAY, "end": end}], **more)).by_id)


def test_a_service_is_over_that_ended_before_the_earliest_year_of_the_place() -> None:
    years: list[dict[str, object]] = [{"key": "financial_year", "value": year} for year in ("2010-11", "2009-10")]
    flows: list[dict[str, object]] = [{"id": "f1", "name": "f1", "financial_year": "2022-23"}]
    assert running("2009-03-31", setting=years, funding_flow=flows) == []
    assert running("2009-04-01", setting=years, funding_flow=flows) == ["s1"]
    assert running(None, setting=years) == ["s1"]
    kept = read_offers(town([{**PLAY, "end": "2009-03-31"}], setting=years), ended=True)
    assert list(kept.by_id) == ["s1"]


def test_where_the_place_names_no_year_the_newest_one_stated_says_what_is_over() -> None:
    flows: list[dict[str, object]] = [
        {"id": f"f{n}", "name": "f", "financial_year": year} for n, year in enumerate(("2008-09", "2009-10", None))
    ]
    assert running("2009-03-31", funding_flow=flows) == []
    assert running("2009-03-31", funding_flow=flows[:1]) == ["s1"]
    newer = client_needs({"of": "Play", "in": "Hill", "financial_year": "2009-10"})
    assert running("2009-03-31", funding_flow=flows[:1], **newer) == []
    assert running("1999-03-31") == ["s1"]
