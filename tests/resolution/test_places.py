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
