"""What a text that stands for a place means."""

from tests.resolution.tables import records
from tpgraph.resolution.places import OwnPlace, Places, read_places


def read(texts: list[str], own: OwnPlace | None = None, places: list[dict[str, object]] | None = None) -> Places:
    rows: list[dict[str, object]] = [{"record_id": f"r-{n}", **row} for n, row in enumerate(places or [])]
    return read_places(records(place=rows)["place"], texts, own or OwnPlace())


def test_one_current_entry_of_the_reference_list_gives_its_code() -> None:
    assert read(["Manchester"]).id_of["manchester"] == "E08000003"


def test_a_gss_code_is_itself() -> None:
    found = read(["e08000006"])
    assert found.id_of["e08000006"] == "E08000006"
    assert found.place.column("name").to_pylist() == ["Salford"]


def test_an_unknown_name_is_a_slug_under_the_stores_place_and_is_said() -> None:
    found = read(["Harbour"], OwnPlace("Northmere"))
    assert found.id_of["harbour"] == "northmere/harbour"
    assert [problem["code"] for problem in found.problems] == ["place-not-known"]


def test_a_place_without_a_code_holds_no_entry_of_the_list() -> None:
    assert read(["Manchester"], OwnPlace("Northmere")).id_of["manchester"] == "northmere/manchester"


def test_only_entries_inside_the_stores_place_count() -> None:
    inside = read(["Salford"], OwnPlace("Greater Manchester", "E47000001"))
    assert inside.id_of["salford"] == "E08000006"
    outside = read(["Salford"], OwnPlace("Leeds", "E08000035"))
    assert outside.id_of["salford"] == "e08000035/salford"


def test_a_loaded_place_is_meant_by_its_name_and_its_own_id() -> None:
    rows: list[dict[str, object]] = [
        {"id": "E05000001", "name": "Harbour", "level": "ward", "part_of": "Northmere", "population": 11200},
        {"id": "w2", "name": "Hill", "level": "ward", "part_of": "Northmere"},
    ]
    found = read(["harbour", "w2", "Hill"], OwnPlace("Northmere"), rows)
    assert found.id_of["harbour"] == "E05000001"
    assert found.id_of["w2"] == found.id_of["hill"] == "northmere/hill"
    assert found.part_of.to_pylist() == [
        {"source_id": "E05000001", "target_id": "place/northmere"},
        {"source_id": "northmere/hill", "target_id": "place/northmere"},
    ]
    assert found.problems == []


def test_a_name_that_two_loaded_places_have_means_neither() -> None:
    rows: list[dict[str, object]] = [
        {"name": "Church", "part_of": "North"},
        {"name": "Church", "part_of": "South"},
    ]
    found = read(["Church"], None, rows)
    assert found.id_of["church"] == "place/church"
    said = {problem["subject"]: str(problem["sentence"]) for problem in found.problems}
    assert "2 places of that name" in said["Church"]


def test_an_old_name_means_the_place_that_was_and_is_tied_to_what_followed() -> None:
    found = read(["Bournemouth"])
    assert found.id_of["bournemouth"] == "E06000028"
    assert found.succeeded.to_pylist() == [
        {"source_id": "E06000028", "target_id": "E06000058", "date": "2019-04-01"}
    ]  # fmt: skip
    assert found.place.column("name").to_pylist() == ["Bournemouth", "Bournemouth, Christchurch and Poole"]
    (problem,) = found.problems
    assert (problem["code"], problem["subject"]) == ("place-replaced", "E06000028")
    assert str(problem["sentence"]).endswith("(E06000058); what is stated under it is found there too")


def test_an_old_place_counts_as_inside_what_followed_it() -> None:
    own = OwnPlace("Bournemouth, Christchurch and Poole", "E06000058")
    assert read(["Poole"], own).id_of["poole"] == "E06000029"
    assert read(["Poole"], OwnPlace("Leeds", "E08000035")).id_of["poole"] == "e08000035/poole"


def test_a_code_that_was_redrawn_keeps_a_place_of_its_own_tied_to_the_one_that_goes_on() -> None:
    found = read(["E07000097"])
    assert found.id_of["e07000097"] == "E07000097"
    assert found.succeeded.to_pylist() == [{"source_id": "E07000097", "target_id": "E07000242", "date": None}]


def test_successors_are_followed_to_the_last_one() -> None:
    pairs = [(row["source_id"], row["target_id"]) for row in read(["E07000191"]).succeeded.to_pylist()]
    assert pairs == [("E07000191", "E07000246"), ("E07000246", "E06000066")]


def test_a_place_that_was_divided_is_tied_to_all_and_shared_out_to_none() -> None:
    rows: list[dict[str, object]] = [
        {"id": "E01000002", "name": "Mere 001B", "year": "2011", "successor": "E01000012"},
        {"id": "E01000002", "name": "Mere 001B", "year": "2011", "successor": "E01000013"},
        {"id": "E01000012", "name": "Mere 001D", "year": "2021"},
    ]
    found = read(["Mere 001B"], None, rows)
    assert [row["target_id"] for row in found.succeeded.to_pylist()] == ["E01000012", "E01000013"]
    assert [problem["code"] for problem in found.problems] == ["place-divided"]


def test_one_place_may_lie_in_several_larger_ones_by_several_sources() -> None:
    rows: list[dict[str, object]] = [
        {"id": "E08000001", "name": "Bolton", "level": "district", "part_of": "E23000005", "year": "2019"},
        {"id": "E08000001", "name": "Bolton", "level": "district", "part_of": "E31000040", "year": "2022"},
    ]
    found = read([], None, rows)
    assert [row["target_id"] for row in found.part_of.to_pylist()] == ["E23000005", "E31000040"]
    (bolton,) = [row for row in found.place.to_pylist() if row["id"] == "E08000001"]
    assert bolton["year"] == "2022"


def test_what_one_row_does_not_say_of_a_place_another_may() -> None:
    rows: list[dict[str, object]] = [
        {"id": "E01000001", "name": "Mere 001A", "year": "2021"},
        {"id": "E01000001", "name": "Mere one", "population": 1500, "imd_rank": 7, "imd_decile": 1},
    ]
    (place,) = read([], None, rows).place.to_pylist()
    assert (place["name"], place["year"], place["population"], place["imd_rank"]) == ("Mere 001A", "2021", 1500, 7)


LOOK_UP: list[dict[str, object]] = [
    {"id": "E05000001", "name": "Abbey", "level": "ward", "part_of": "E08000003", "year": "2022"},
    {"id": "E05000002", "name": "Abbey", "level": "ward", "part_of": "E08000006", "year": "2022"},
    {"id": "E05000003", "name": "Quay", "level": "ward", "part_of": "E08000006", "year": "2022"},
    {"id": "E58000001", "name": "Abbey", "level": "other", "part_of": "E08000003", "year": "2022"},
    {"id": "E08000003", "name": "Manchester", "level": "district", "part_of": "E23000005", "year": "2022"},
    {"id": "E08000006", "name": "Salford", "level": "district", "part_of": "E23000005", "year": "2022"},
    {"id": "E23000005", "name": "Greater Manchester", "level": "police", "year": "2022"},
    {"id": "E31000040", "name": "Greater Manchester", "level": "fire", "year": "2022"},
]


def test_of_several_wards_of_a_name_the_one_in_the_stores_place_is_meant() -> None:
    own = OwnPlace("Manchester", "E08000003")
    found = read(["Abbey", "Quay"], own, LOOK_UP)
    assert found.id_of["abbey"] == "E05000001"
    # A ward of that name in another council is not meant.
    assert found.id_of["quay"] == "e08000003/quay"
    assert [problem["subject"] for problem in found.problems] == ["Quay"]


def test_a_place_of_councils_holds_the_wards_of_all_of_them() -> None:
    own = OwnPlace("Greater Manchester", "E47000001")
    found = read(["Quay", "Abbey", "Greater Manchester"], own, LOOK_UP)
    assert found.id_of["quay"] == "E05000003"
    assert found.id_of["abbey"] == "e47000001/abbey"
    assert found.id_of["greater manchester"] == "E47000001"


def test_a_look_up_does_not_take_a_name_from_the_reference_list() -> None:
    assert read(["Greater Manchester"], None, LOOK_UP).id_of["greater manchester"] == "E47000001"


def parts(*rows: dict[str, object]) -> Places:
    made: list[dict[str, object]] = [{"record_id": f"r-{n}", **row} for n, row in enumerate(rows)]
    tables = records(place_part=made)
    return read_places(tables["place"], [], OwnPlace("Northmere"), tables["place_part"])


def test_a_place_that_covers_a_share_of_another_is_tied_to_it() -> None:
    row: dict[str, object] = {
        "place": "Police area",
        "part": "Harbour",
        "share": 0.6,
        "of": "population",
        "year": "2009",
    }
    found = parts(row, row)
    assert found.covers.to_pylist() == [
        {"source_id": "northmere/police-area", "target_id": "northmere/harbour", "share": 0.6, "of": "population",
         "year": "2009"}
    ]  # fmt: skip
    assert found.part_of.num_rows == 0


def test_a_place_that_is_covered_whole_is_a_part_of_the_other_but_never_of_each_other() -> None:
    found = parts(
        {"place": "A", "part": "B", "share": 1.0},
        {"place": "C", "part": "D", "share": 1.0},
        {"place": "D", "part": "C", "share": 1.0},
    )
    assert found.part_of.to_pylist() == [{"source_id": "northmere/b", "target_id": "northmere/a"}]


def test_an_unknown_share_stays_unknown_and_is_said() -> None:
    found = parts({"place": "A", "part": "B"}, {"place": "A", "part": "C", "share": 60.0})
    assert found.covers.column("share").to_pylist() == [None, None]
    said = {
        str(problem["code"]): str(problem["sentence"]) for problem in found.problems if "share" in str(problem["code"])
    }
    assert set(said) == {"share-unknown", "share-not-a-share"}
    assert "sheet place_parts" in said["share-unknown"]


def test_many_unknown_shares_are_said_once() -> None:
    found = parts(*({"place": "A", "part": f"B{n}"} for n in range(11)))
    (said,) = [str(problem["sentence"]) for problem in found.problems if problem["code"] == "share-unknown"]
    assert said.startswith("11 pairs of places overlap, such as A and B0, and by how much is unknown")
