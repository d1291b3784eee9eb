"""What figures for areas that do not nest in a place mean for it, worked out by hand."""

from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service_town import client_needs, town
from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer, rows_behind
from tpgraph.analysis.apportioned import NO_PLACE
from tpgraph.analysis.apportioning import ELSEWHERE, apportion
from tpgraph.errors import AnalysisError
from tpgraph.reference import districts_of

APPORTIONED = analysis("apportioned")
OWN: list[dict[str, object]] = [{"key": "place_id", "value": "N"}]
PLACES: list[dict[str, object]] = [
    {"id": "N", "name": "Northmere", "level": "district"},
    {"id": "S", "name": "Southmere", "level": "district"},
    {"id": "P", "name": "Mere Police area", "level": "police"},
    {"id": "H", "name": "Mere ICB", "level": "nhs"},
]


def covers(
    place: str, part: str, share: float | None, of: str | None = "LSOAs 2021", year: str | None = "2023"
) -> dict[str, object]:
    return {"source_id": place, "target_id": part, "share": share, "of": of, "year": year}


def needs(*rows: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    made = client_needs(*[{"of": "Debt", "financial_year": "2009-10", **row} for row in rows])
    return {**made, "need": [{"id": "Debt", "name": "Debt"}]}


def graph(**more: list[dict[str, object]]) -> dict[str, pa.Table]:
    return town([], **{"place": PLACES, "setting": OWN, **more})


def money(*flows: tuple[str, str, int, dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    """Flows f-0, f-1, ... of a payer for an area."""
    plain = {"financial_year": "2009-10", "basis": "payment", "detail": "itemised", "capital": "false"}
    numbered = [(f"f-{n}", *flow) for n, flow in enumerate(flows)]
    return {
        "funding_flow": [
            {"id": i, "name": i, "amount_pence": pence, **plain, **more} for i, _, _, pence, more in numbered
        ],
        "rel_benefits": [{"source_id": i, "target_id": area, "share": 1.0} for i, _, area, _, _ in numbered],
        "rel_pays": [{"source_id": payer, "target_id": i} for i, payer, _, _, _ in numbered],
        "organisation": [{"id": "force", "name": "Mere Police"}, {"id": "icb", "name": "NHS Mere ICB"}],
    }


def ask(tables: dict[str, pa.Table], **parameters: object) -> Answer:
    return answer(APPORTIONED, tables, bind(APPORTIONED, parameters))


def cells(tables: dict[str, pa.Table], *columns: str, **parameters: object) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in ask(tables, **parameters).result.table.to_pylist()]


def test_people_stated_for_an_area_are_shared_out_by_the_share_that_lies_in_the_place() -> None:
    tables = graph(rel_covers_part_of=[covers("N", "P", 0.25)], **needs({"in": "P", "people": 1000}))
    (row,) = ask(tables).result.table.to_pylist()
    assert (row["stated_people"], row["people"], row["how_sure"]) == (1000, 250, "apportioned")
    assert (row["share"], row["share_of"], row["share_year"]) == (0.25, "LSOAs 2021", "2023")
    assert APPORTIONED.sentence(row) == (
        "Debt in 2009-10: 1,000 stated for Mere Police area, of which 250 for Northmere, apportioned by 25% of its "
        "LSOAs 2021 (look-up of 2023)."
    )


def test_the_parts_of_all_places_of_a_level_add_up_to_the_figure() -> None:
    rows = [covers("N", "P", 1 / 3), covers("S", "P", 2 / 3)]
    tables = graph(rel_covers_part_of=rows, **needs({"in": "P", "people": 100}))
    assert cells(tables, "people") == [(33,)]
    assert cells(tables, "people", place="Southmere") == [(67,)]


def test_fewer_than_five_people_are_not_told_apart() -> None:
    tables = graph(rel_covers_part_of=[covers("N", "P", 0.01)], **needs({"in": "P", "people": 200}))
    assert cells(tables, "people", "part_in_words", "low", "high") == [(None, "under 5", 0, 4)]


def test_bounds_of_an_unknown_number_are_rounded_outwards() -> None:
    tables = graph(rel_covers_part_of=[covers("N", "P", 0.25)], **needs({"in": "P", "low": 50, "high": 99}))
    assert cells(tables, "people", "low", "high", "part_in_words") == [(None, 12, 25, "12 to 25")]


def test_money_is_shared_out_to_the_penny_and_its_rows_add_up() -> None:
    flows = money(("force", "P", 100_01, {"purpose": "Patrols"}), ("force", "P", -1_00, {}))
    tables = graph(rel_covers_part_of=[covers("N", "P", 0.5), covers("S", "P", 0.5)], **flows)
    found = ask(tables)
    (row,) = found.result.table.to_pylist()
    assert (row["about"], row["stated_pence"], row["part_pence"]) == ("Mere Police", 99_01, 49_51)
    assert cells(tables, "part_pence", place="S") == [(49_50,)]
    behind = rows_behind(tables, found, 0)
    assert [(line.part, line.record_id, line.amount_pence) for line in behind] == [
        ("stated for the area", "f-0", 100_01),
        ("stated for the area", "f-1", -1_00),
        ("for other places", "", -49_50),
    ]
    assert sum(line.amount_pence or 0 for line in behind) == row["part_pence"]


def test_years_bases_payers_and_capital_are_never_added() -> None:
    flows = money(
        ("force", "P", 10_00, {}), ("force", "P", 20_00, {"financial_year": "2008-09"}),
        ("force", "P", 30_00, {"basis": "budget"}), ("icb", "P", 40_00, {}), ("force", "P", 50_00, {"capital": "true"}),
    )  # fmt: skip
    tables = graph(rel_covers_part_of=[covers("N", "P", 0.1)], **flows)
    assert sorted(cells(tables, "stated_pence", "part_pence")) == [
        (10_00, 1_00), (20_00, 2_00), (30_00, 3_00), (40_00, 4_00), (50_00, 5_00)
    ]  # fmt: skip
    assert len(set(ask(tables).ids)) == 5


def test_figures_of_the_place_and_of_what_lies_in_it_are_none_of_these() -> None:
    flows = money(("force", "N", 1_00, {}), ("force", "W", 1_00, {}), ("force", "S", 1_00, {}))
    ward = {"id": "W", "name": "Harbour ward", "level": "ward"}
    tables = graph(
        **{**flows, "place": [*PLACES, ward], "rel_part_of": [{"source_id": "W", "target_id": "N"}]},
        rel_covers_part_of=[covers("N", "P", 0.1)],
    )
    assert (ask(tables).result.table.num_rows, ask(tables).result.missing) == (0, "")


def test_the_newest_look_up_stands_and_people_before_lsoas() -> None:
    rows = [
        covers("N", "P", 0.1, year="2019"), covers("N", "P", 0.2), covers("N", "P", 0.3, of="population 2021"),
        covers("N", "P", None, of=None, year="2025"),
    ]  # fmt: skip
    tables = graph(rel_covers_part_of=rows, **needs({"in": "P", "people": 100}))
    assert cells(tables, "share", "share_of", "people") == [(0.3, "population 2021", 30)]


def test_a_larger_area_that_holds_the_place_is_shared_out_by_the_people_of_both() -> None:
    places = [{**PLACES[0], "population": 30_000}, PLACES[1], {**PLACES[2], "population": 120_000}]
    inside = [{"source_id": "N", "target_id": "P"}]
    tables = graph(place=places, rel_part_of=inside, **needs({"in": "P", "people": 100}))
    assert cells(tables, "share", "share_of", "people") == [(0.25, "population", 25)]


def test_without_people_the_lsoas_of_all_its_districts_tell_the_share() -> None:
    lsoas = [{"id": f"L{n}", "name": f"L{n}", "level": "lsoa", "year": "2021"} for n in range(4)]
    inside = [("N", "P"), ("S", "P"), ("L0", "N"), ("L1", "S"), ("L2", "S"), ("L3", "S")]
    links = [{"source_id": child, "target_id": parent} for child, parent in inside]
    tables = graph(place=[*PLACES, *lsoas], rel_part_of=links, **needs({"in": "P", "people": 100}))
    assert cells(tables, "share", "share_of", "people") == [(0.25, "LSOAs", 25)]
    # Nobody knows the LSOAs of the other district: so nobody knows the share.
    cut = graph(place=[*PLACES, *lsoas], rel_part_of=links[:3], **needs({"in": "P", "people": 100}))
    assert cells(cut, "share", "part_in_words") == [(None, "not known")]


def test_a_share_that_nobody_states_leaves_the_part_unknown_and_names_the_file() -> None:
    flows = money(("force", "P", 10_00, {}))
    tables = graph(rel_covers_part_of=[covers("P", "N", 0.4)], **needs({"in": "P", "people": 100}), **flows)
    found = ask(tables)
    assert cells(tables, "kind", "part_in_words", "people", "part_pence") == [
        ("people in need", "not known", None, None), ("money", "not known", None, None)
    ]  # fmt: skip
    (note,) = found.result.notes
    assert note.startswith("How much of Mere Police area lies in the place is not known: fetch from the ONS")
    assert "Community Safety Partnership to Police Force Area" in note
    assert "sheet `place_parts`" in note


def test_figures_of_areas_that_no_look_up_places_are_named_with_the_file() -> None:
    result = ask(graph(**needs({"in": "H", "people": 100}))).result
    assert result.table.num_rows == 0
    assert result.missing.startswith("Figures are stated for Mere ICB, and no look-up says how they lie to the place:")
    assert "Integrated Care Board" in result.missing


def test_figures_that_nobody_mapped_are_named_with_the_sheet_that_maps_them() -> None:
    problems: list[dict[str, object]] = [
        {"code": "indicator-not-mapped", "subject": name, "sentence": "said"} for name in ("Debt rate", "Lonely adults")
    ]
    said = (
        "2 indicators are loaded and left out here, as nobody says which need each counts: 'Debt rate' and 'Lonely "
        "adults'. Write them with their need into the sheet `indicators` of the template (columns text and need), load "
        "it, then ask again."
    )
    assert ask(graph(problem=problems)).result.missing == said
    some = ask(graph(problem=problems, rel_covers_part_of=[covers("N", "P", 0.5)], **needs({"in": "P", "people": 10})))
    assert (some.result.missing, some.result.notes) == ("", (said,))


def test_a_place_that_was_divided_is_not_shared_out() -> None:
    places = [*PLACES, {"id": "O", "name": "Old Mere", "level": "district"}]
    later = [{"source_id": "O", "target_id": place} for place in ("N", "S")]
    tables = graph(place=places, rel_succeeded_by=later, **needs({"in": "O", "people": 100}))
    assert cells(tables, "stated_for", "share", "part_in_words") == [("Old Mere", None, "not known")]


def test_a_place_that_was_replaced_lies_in_what_followed_and_so_is_not_apportioned() -> None:
    places = [*PLACES, {"id": "O", "name": "Old Mere", "level": "district"}]
    later = [{"source_id": "O", "target_id": "N"}]
    result = ask(graph(place=places, rel_succeeded_by=later, **needs({"in": "O", "people": 100}))).result
    assert result.table.num_rows == 0
    assert result.notes == (
        "What is stated for places that were replaced counts under what followed: Old Mere (O), now Northmere.",
    )


def test_the_place_is_that_of_the_store_or_is_asked_for() -> None:
    tables = graph(setting=[], **needs({"in": "P", "people": 100}))
    assert ask(tables).result.missing == NO_PLACE
    with pytest.raises(AnalysisError, match="no place here is called 'Northmare'; did you mean 'Northmere'"):
        ask(tables, place="Northmare")
    twice = graph(place=[*PLACES, {"id": "N2", "name": "Northmere", "level": "ward"}])
    with pytest.raises(
        AnalysisError, match=r"2 places are called 'Northmere': N \(district\), N2 \(ward\); ask by the code"
    ):
        ask(twice, place="Northmere")


def test_one_need_alone_may_be_asked_for() -> None:
    tables = graph(
        rel_covers_part_of=[covers("N", "P", 0.5)],
        **needs({"in": "P", "people": 100}, {"in": "P", "people": 60, "of": "Play"}),
    )
    assert cells(tables, "about", "people", need="debt") == [("Debt", 50)]


@given(
    st.integers(-(2**53), 2**53),
    st.lists(st.integers(1, 1000), min_size=1, max_size=6),
    st.integers(0, 1000),
)
def test_parts_always_add_up_and_none_is_a_whole_off(amount: int, weights: list[int], elsewhere: int) -> None:
    total = sum(weights) + elsewhere
    shares = {f"p{n}": weight / total for n, weight in enumerate(weights)}
    parts = apportion(amount, shares)
    assert sum(parts.values()) == amount
    for place, share in shares.items():
        assert abs(parts[place] - amount * Fraction(share)) < 1 + Fraction(1, 1000)
    if not elsewhere:
        assert parts[ELSEWHERE] == 0


def test_parts_by_lsoas_add_up_over_the_districts_of_an_area_too() -> None:
    lsoas = [{"id": f"L{n}", "name": f"L{n}", "level": "lsoa", "year": "2021"} for n in range(3)]
    third = {"id": "M", "name": "Midmere", "level": "district"}
    inside = [("N", "P"), ("S", "P"), ("M", "P"), ("L0", "N"), ("L1", "S"), ("L2", "M")]
    links = [{"source_id": child, "target_id": parent} for child, parent in inside]
    tables = graph(place=[*PLACES, third, *lsoas], rel_part_of=links, **needs({"in": "P", "people": 100}))
    assert [cells(tables, "people", place=place) for place in ("M", "N", "S")] == [[(34,)], [(33,)], [(33,)]]


MANCHESTER, SALFORD, BOLTON, POLICE = "E08000003", "E08000006", "E08000001", "E23000005"
NAMED = {MANCHESTER: "Manchester", SALFORD: "Salford", BOLTON: "Bolton"}


def cut(*pairs: tuple[str, str], area: str = POLICE, level: str = "police") -> dict[str, pa.Table]:
    """Two LSOAs in Manchester, one in each other district; `pairs` lists the district and the area it lies in."""
    districts = [{"id": code, "name": name, "level": "district"} for code, name in NAMED.items()]
    inside = [("E01000001", MANCHESTER), ("E01000002", MANCHESTER), ("E01000003", SALFORD), ("E01000004", BOLTON)]
    lsoas = [{"id": lsoa, "name": lsoa, "level": "lsoa", "year": "2021"} for lsoa, _ in inside]
    return graph(
        place=[*districts, *lsoas, {"id": area, "name": "Greater Manchester", "level": level}],
        setting=[{"key": "place_id", "value": MANCHESTER}],
        rel_part_of=[{"source_id": child, "target_id": parent} for child, parent in (*inside, *pairs)],
        **needs({"in": area, "people": 900}),
    )


def test_districts_that_the_look_up_of_police_areas_lacks_leave_the_share_unknown_and_are_named() -> None:
    tables = cut((MANCHESTER, POLICE), (SALFORD, POLICE))
    assert cells(tables, "share", "people", "part_in_words") == [(None, None, "not known")]
    assert cells(tables, "share_doubt") == cells(tables, "share_in_words")
    assert ask(tables).result.notes[-1] == (
        "Greater Manchester: no share is given, as of 3 districts whose LSOAs are loaded, the look-ups place 2 only in "
        "an area of its kind, so more than they say may lie in it: Bolton, for one."
    )


def test_look_ups_cut_to_a_few_districts_give_no_share_of_a_police_area() -> None:
    tables = cut((MANCHESTER, POLICE), (SALFORD, POLICE), (BOLTON, POLICE))
    ((share, doubt),) = cells(tables, "share", "share_doubt")
    assert share is None
    assert str(doubt).startswith("the look-ups loaded hold the LSOAs of 3 of the ")
    assert str(doubt).endswith(" districts of England, and more than those may lie in it")


def test_districts_of_a_combined_authority_are_known_by_the_reference_list() -> None:
    code = "E47000001"
    tables = cut(*[(district, code) for district in NAMED], area=code, level="combined")
    ((share, doubt),) = cells(tables, "share", "share_doubt")
    assert (share, doubt) == (
        None, "7 of its 10 districts are not in the look-ups of LSOAs loaded, such as Bury",
    )  # fmt: skip


def test_a_county_all_of_whose_districts_are_loaded_is_shared_out_without_doubt() -> None:
    districts = districts_of("E10000034")
    places = [{"id": code, "name": name, "level": "district"} for code, name in districts.items()]
    lsoas = [{"id": f"E0100001{n}", "name": f"L{n}", "level": "lsoa", "year": "2021"} for n in range(len(districts))]
    inside = [(one["id"], code) for one, code in zip(lsoas, districts, strict=True)]
    links = [*inside, *[(code, "E10000034") for code in districts]]
    tables = graph(
        place=[*places, *lsoas, {"id": "E10000034", "name": "Worcestershire", "level": "county"}],
        setting=[{"key": "place_id", "value": min(districts)}],
        rel_part_of=[{"source_id": child, "target_id": parent} for child, parent in links],
        **needs({"in": "E10000034", "people": 60}),
    )
    assert cells(tables, "people", "share_doubt") == [(10, None)]


def test_a_share_of_an_area_that_no_list_knows_is_said_to_be_of_what_is_loaded() -> None:
    lsoas = [{"id": f"L{n}", "name": f"L{n}", "level": "lsoa", "year": "2021"} for n in range(2)]
    inside = [("N", "P"), ("S", "P"), ("L0", "N"), ("L1", "S")]
    links = [{"source_id": child, "target_id": parent} for child, parent in inside]
    tables = graph(place=[*PLACES, *lsoas], rel_part_of=links, **needs({"in": "P", "people": 100}))
    assert ask(tables).result.notes == (
        "Mere Police area: take the share with care, as it is a share of the LSOAs loaded, and nobody says whether "
        "those are all of it.",
    )


def test_two_look_ups_that_disagree_on_a_share_are_both_named() -> None:
    rows = [covers("N", "P", 0.25), covers("N", "P", 0.4)]
    tables = graph(rel_covers_part_of=rows, **needs({"in": "P", "people": 100}))
    assert cells(tables, "share_doubt") == [
        ("look-ups of one year disagree: from 25.0% to 40.0% of its LSOAs 2021",)
    ]  # fmt: skip


def test_a_share_that_other_lsoas_loaded_contradict_is_in_doubt() -> None:
    lsoas = [{"id": f"L{n}", "name": f"L{n}", "level": "lsoa", "year": "2021"} for n in range(4)]
    inside = [("L0", "N"), ("L0", "H"), ("L1", "H"), ("L2", "H"), ("L3", "H")]
    tables = graph(
        place=[*PLACES, *lsoas],
        rel_part_of=[{"source_id": child, "target_id": parent} for child, parent in inside],
        rel_covers_part_of=[covers("N", "H", 0.5)],
        **needs({"in": "H", "people": 100}),
    )
    assert cells(tables, "people", "share_doubt") == [
        (50, "look-ups disagree: one says 50.0% of its LSOAs 2021, by all that are loaded it is 25.0% of 4")
    ]
    (note,) = ask(tables).result.notes
    assert note.startswith("Mere ICB: take the share with care, as look-ups disagree")


def test_people_of_places_that_exceed_those_of_the_area_around_them_are_in_doubt() -> None:
    places = [{**PLACES[0], "population": 30}, {**PLACES[1], "population": 80}, {**PLACES[2], "population": 100}]
    inside = [{"source_id": one, "target_id": "P"} for one in ("N", "S")]
    tables = graph(place=places, rel_part_of=inside, **needs({"in": "P", "people": 100}))
    assert cells(tables, "people", "share_doubt") == [(30, "the places in it have 110 people together, it has 100")]
