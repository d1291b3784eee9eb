"""Which bodies were replaced by which."""

from tests.resolution.tables import judgements, records
from tpgraph.resolution.derive import derive


def pairs(names: list[str], *sheet: dict[str, object]) -> list[tuple[str, str, object]]:
    """(old, new, date) of the bodies of these names; records r-0, r-1, ..."""
    bodies: list[dict[str, object]] = [{"record_id": f"r-{n}", "name": name} for n, name in enumerate(names)]
    rows: list[dict[str, object]] = [{"record_id": f"r-s{n}", **row} for n, row in enumerate(sheet)]
    graph = derive(records(organisation=bodies, succession=rows), judgements())
    called = {row["id"]: row["name"] for row in graph["organisation"].to_pylist()}
    found = graph["rel_succeeded_by"].to_pylist()
    return [(called[row["source_id"]], called[row["target_id"]], row["date"]) for row in found]


def test_the_sheet_of_successions_ties_two_bodies() -> None:
    row: dict[str, object] = {"organisation_record": "r-0", "successor_record": "r-1", "date": "2013-04-01"}
    assert pairs(["Northmere PCT", "Northmere CCG"], row) == [("Northmere PCT", "Northmere CCG", "2013-04-01")]


def test_a_reorganised_council_is_tied_to_what_followed_where_both_are_here() -> None:
    old, new = "Bournemouth Borough Council", "Bournemouth, Christchurch and Poole Council"
    assert pairs([old, new]) == [(old, new, "2019-04-01")]
    assert pairs([old]) == []


def test_a_council_that_was_divided_is_tied_to_each_that_followed() -> None:
    names = ["Cumbria County Council", "Cumberland Council", "Westmorland and Furness Council"]
    assert [(old, new) for old, new, _ in pairs(names)] == [(names[0], names[1]), (names[0], names[2])]


def test_a_clinical_commissioning_group_is_tied_to_its_board_by_its_name_or_number() -> None:
    board = "NHS Greater Manchester Integrated Care Board"
    assert pairs(["Bolton CCG", "NHS GREATER MANCHESTER ICB"]) == [
        ("Bolton CCG", "NHS GREATER MANCHESTER ICB", "2022-07-01")
    ]  # fmt: skip
    assert pairs(["NHS Bolton Clinical Commissioning Group", board])[0][1:] == (board, "2022-07-01")
    assert pairs(["Bolton PCT", board]) == []


def test_what_the_sheet_says_of_the_date_stands() -> None:
    old, new = "Bournemouth Borough Council", "Bournemouth, Christchurch and Poole Council"
    row: dict[str, object] = {"organisation_record": "r-0", "successor_record": "r-1", "date": "2019-05-01"}
    assert pairs([old, new], row) == [(old, new, "2019-05-01")]


def test_places_and_bodies_stand_in_one_table_and_places_of_look_ups_among_them() -> None:
    place: dict[str, object] = {"record_id": "r-p", "id": "E06000028", "name": "Bournemouth"}
    body: dict[str, object] = {"record_id": "r-0", "name": "Bournemouth Borough Council"}
    later: dict[str, object] = {"record_id": "r-1", "name": "Bournemouth, Christchurch and Poole Council"}
    part: dict[str, object] = {"record_id": "r-pp", "place": "E23000015", "part": "E06000028", "share": 0.5}
    graph = derive(records(place=[place], organisation=[body, later], place_part=[part]), judgements())
    assert [(row["source_id"], row["target_id"]) for row in graph["rel_succeeded_by"].to_pylist()] == [
        ("E06000028", "E06000058"), ("GB-LAE-BMH", "GB-LAE-BPC")
    ]  # fmt: skip
    assert [(row["source_id"], row["target_id"], row["share"]) for row in graph["rel_covers_part_of"].to_pylist()] == [
        ("E23000015", "E06000028", 0.5)
    ]  # fmt: skip
