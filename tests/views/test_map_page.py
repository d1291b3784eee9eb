"""The map page as text: one file, no outside reference, every item in its table."""

import json

import pytest

from tests.views.parsed import Parsed, outside_references
from tests.views.place import CLOSING_NAME, SCRIPT_NAME, as_tables, place_rows
from tpgraph.errors import OutputError
from tpgraph.views.map_data import MapData, MapLink, MapNode, from_tables
from tpgraph.views.map_page import map_html
from tpgraph.views.page import content_hash


@pytest.fixture(scope="module")
def data() -> MapData:
    return from_tables(as_tables(place_rows(bodies=120, services=80)), limit=150, graph_version="v-1")


@pytest.fixture(scope="module")
def parsed(data: MapData) -> Parsed:
    return Parsed(map_html(data, pages=[("Report", "report.html")]))


def scripts_of(parsed: Parsed) -> list[str]:
    return [e.text for e in parsed.all("script") if "type" not in e.attributes]


def test_the_map_refers_to_nothing_outside_itself(parsed: Parsed) -> None:
    assert outside_references(parsed) == []
    assert not any("sourceMappingURL" in script for script in scripts_of(parsed))


def test_the_policy_names_exactly_the_scripts_and_stylesheets_of_the_map(parsed: Parsed) -> None:
    policy = next(e.attributes["content"] for e in parsed.all("meta") if "http-equiv" in e.attributes)
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"].split() == [f"'{content_hash(text)}'" for text in scripts_of(parsed)]
    assert parts["style-src"].split() == [f"'{content_hash(e.text)}'" for e in parsed.all("style")]
    assert "unsafe" not in policy


def test_hostile_names_add_no_element_to_the_map(parsed: Parsed) -> None:
    assert not parsed.all("img")
    assert not any("alert(1)" in script for script in scripts_of(parsed))


def test_the_tables_hold_every_item_and_link(data: MapData, parsed: Parsed) -> None:
    names = [e.text for e in parsed.all("button") if "plain" in e.attributes.get("class", "")]
    assert names == [node.name.replace("\u202e", "").replace("\x00", "") for node in data.nodes]
    assert SCRIPT_NAME in names
    assert CLOSING_NAME in names
    assert len(parsed.all("tr")) == len(data.nodes) + len(data.links) + 2


def test_what_is_hidden_is_said_in_the_page(data: MapData, parsed: Parsed) -> None:
    hidden = sum(count for kind, count in data.hidden_counts.items() if kind != "link")
    said = next(e.text for e in parsed.all("p") if e.attributes.get("id") == "filter-count")
    assert said == f"150 items; {hidden} more are not on this map."
    summary = parsed.all("summary")[-1].text
    assert summary == f"All {len(data.links)} links ({data.hidden_counts['link']} more are not on this map)"


def test_the_data_of_the_page_holds_each_item_with_a_position(data: MapData, parsed: Parsed) -> None:
    text = next(e.text for e in parsed.all("script") if e.attributes.get("id") == "page-data")
    page_data = json.loads(text)
    assert [node["id"] for node in page_data["nodes"]] == [node.id for node in data.nodes]
    assert all(isinstance(node["x"], float) and isinstance(node["y"], float) for node in page_data["nodes"])
    assert len(page_data["links"]) == len(data.links)
    assert page_data["options"]["physics"] == {"enabled": False}


def test_the_same_data_and_seed_give_the_same_page(data: MapData) -> None:
    assert map_html(data, seed=2) == map_html(data, seed=2)
    assert map_html(data, seed=2) != map_html(data, seed=3)


def test_each_kind_has_a_shape_of_its_own(parsed: Parsed) -> None:
    text = next(e.text for e in parsed.all("script") if e.attributes.get("id") == "page-data")
    shapes = [kind["shape"] for kind in json.loads(text)["kinds"]]
    assert len(set(shapes)) == len(shapes) == 5


def test_a_link_to_an_item_that_is_not_on_the_map_is_refused() -> None:
    data = MapData("Northmere", "", "", "", (MapNode("a", "need", "A"),), (MapLink("a", "b", "MEETS"),), ())
    with pytest.raises(OutputError, match="ends at 'b', which is not on it"):
        map_html(data)


def test_an_empty_map_is_still_a_page() -> None:
    parsed = Parsed(map_html(from_tables({})))
    assert parsed.all("h1")[0].text == "Map of this place"
