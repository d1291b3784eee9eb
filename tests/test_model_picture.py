"""The picture of the model shows all of graph.toml, is current, and can be read."""

import re
import tomllib
from importlib import resources
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.browser import open_page
from tpgraph.errors import ModelError
from tpgraph.model import parse
from tpgraph.model.picture import HEIGHT, WIDTH, picture

FILE = Path(__file__).parents[1] / "docs" / "images" / "model.svg"
TEXT = resources.files("tpgraph.model").joinpath("graph.toml").read_text("utf-8")
TOML = tomllib.loads(TEXT)
SVG = "{http://www.w3.org/2000/svg}"

_BOXES = """selector => [...document.querySelectorAll(selector)].map(each => {
    const box = each.getBBox();
    return [each.textContent, box.x, box.y, box.x + box.width, box.y + box.height];
})"""
Box = tuple[str, float, float, float, float]


def test_the_file_in_the_docs_is_current() -> None:
    assert FILE.read_text("utf-8") == picture(), "python -m tpgraph.model.picture > docs/images/model.svg"


def test_every_kind_of_node_and_relationship_is_named() -> None:
    root = ElementTree.fromstring(picture())
    kinds = [each.text for each in root.iter(f"{SVG}text") if each.get("class") == "kind"]
    words = " ".join(each.text or "" for each in root.iter(f"{SVG}text") if each.get("class") == "type")
    assert kinds == list(TOML["node"])
    wanted = [kind for kind, entry in TOML["relationship"].items() for _ in entry["between"]]
    assert sorted(re.findall(r"\w+", words)) == sorted(wanted)


def test_whoever_cannot_see_it_is_told_all_of_it() -> None:
    root = ElementTree.fromstring(picture())
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    for kind, entry in TOML["relationship"].items():
        for near, far in entry["between"]:
            assert f"{near} {kind} {far}" in (description.text or "")


def test_it_refers_to_nothing_outside() -> None:
    assert not re.search(r'href|src=|url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg")', picture())


def test_no_word_stands_on_another_or_on_a_node() -> None:
    with open_page(f"<body style='margin:0'>{picture()}", width=WIDTH, height=HEIGHT) as opened:
        kinds, types, nodes = (
            opened.page.evaluate(_BOXES, name) for name in ("text.kind", "text.type", "polygon.node")
        )
        assert opened.requests == []
    for one, other in [*combinations([*kinds, *types], 2), *((word, node) for word in types for node in nodes)]:
        assert not _meet(one, other), (one[0], other[0])
    for word, left, top, right, bottom in [*kinds, *types]:
        assert left >= 0, word
        assert top >= 0, word
        assert right <= WIDTH, word
        assert bottom <= HEIGHT, word


def _meet(one: Box, other: Box) -> bool:
    return one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]


def test_a_kind_without_a_place_in_the_picture_is_named() -> None:
    strange = parse(TEXT + '\n[node.Asset]\nabout = "A thing."\nproperties = []\n')
    with pytest.raises(ModelError, match="no place for Asset"):
        picture(strange)


def test_a_relationship_to_itself_without_a_place_is_named() -> None:
    strange = parse(TEXT + '\n[relationship.NEXT_TO]\nbetween = [["Site", "Site"]]\nabout = ""\nproperties = []\n')
    with pytest.raises(ModelError, match="relationship of Site to itself"):
        picture(strange)
