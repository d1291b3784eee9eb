"""The map in headless Chromium: no request, no complaint, everything reachable by keyboard, 2,000 items usable."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Opened, open_page
from tests.views.place import BIDI_NAME, CLOSING_NAME, SCRIPT_NAME, as_tables, place_rows, small_rows
from tpgraph.views.map_data import from_tables
from tpgraph.views.map_page import map_html
from tpgraph.views.text import clean_text

pytestmark = pytest.mark.browser

READY = "html[data-ready=yes]"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    data = from_tables(as_tables(place_rows(bodies=1400, services=700)), limit=2000)
    assert len(data.nodes) == 2000
    path.write_text(map_html(data), "utf-8")
    return path


@pytest.fixture(scope="module", params=[1280, 390])
def opened(request: pytest.FixtureRequest, large: Path) -> Iterator[Opened]:
    with open_page(large, width=request.param) as opened:
        opened.page.wait_for_selector(READY)
        yield opened


def search_for(opened: Opened, text: str) -> None:
    opened.page.fill("#search-text", text)
    opened.page.press("#search-text", "Enter")


def go(opened: Opened, address: str) -> None:
    opened.page.evaluate("address => { window.location.hash = address; }", address)
    opened.page.wait_for_timeout(100)


def test_every_step_of_a_map_of_2000_items_asks_for_nothing_and_complains_of_nothing(opened: Opened) -> None:
    for address in ("#/", "#/theme/Housing", "#/item/o0", "#/item/s1", "#/all", "#/item/nobody"):
        go(opened, address)
        for name in ("zoom-in", "zoom-out", "zoom-fit", "all-links"):
            button = opened.page.locator(f"#{name}")
            if button.is_visible():
                button.click()
    assert opened.requests == []
    assert opened.complaints == []


def test_no_page_is_wider_than_the_window(opened: Opened) -> None:
    for address in ("#/", "#/theme/Housing", "#/item/o0", "#/all"):
        go(opened, address)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert opened.page.evaluate(overflow) <= 0


def test_2000_items_are_drawn_within_seconds(large: Path) -> None:
    with open_page(large) as opened:
        opened.page.wait_for_selector(READY)
        assert opened.page.evaluate("performance.now()") < 10_000
        start = time.perf_counter()
        go(opened, "#/all")
        opened.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert time.perf_counter() - start < 5
        assert opened.page.text_content("#view-status").startswith("2,000 items and ")  # type: ignore[union-attr]  # it stands


@pytest.mark.parametrize("name", [SCRIPT_NAME, CLOSING_NAME, BIDI_NAME])
def test_hostile_names_are_found_and_shown_as_text(opened: Opened, name: str) -> None:
    shown = clean_text(name)
    search_for(opened, shown)
    assert opened.page.text_content("#panel-title") == shown
    assert opened.page.text_content("#view-title") == shown
    assert opened.page.locator("#steps li").last.text_content() == shown
    assert opened.page.locator("img").count() == 0


def test_a_hostile_name_is_text_in_the_tooltip_of_the_drawing() -> None:
    rows = small_rows()
    rows["organisation"][1]["name"] = CLOSING_NAME
    with open_page(map_html(from_tables(as_tables(rows)))) as opened:
        opened.page.wait_for_selector(READY)
        go(opened, "#/item/trust")
        opened.page.locator("#canvas").scroll_into_view_if_needed()
        box = opened.page.locator("#canvas").bounding_box()
        assert box is not None
        opened.page.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2 - 10)
        opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 10)
        opened.page.wait_for_selector("div.vis-tooltip", state="visible")
        text = opened.page.text_content("div.vis-tooltip") or ""
        assert text.startswith(CLOSING_NAME)
        assert opened.page.locator("img").count() == 0
        assert opened.complaints == []


def test_search_works_by_keyboard_alone(opened: Opened) -> None:
    opened.page.fill("#search-text", "")
    opened.page.focus("#search-text")
    opened.page.keyboard.type("northmere")
    options = opened.page.locator("#search-results li")
    assert "4 results" in (opened.page.text_content("#search-count") or "")
    assert options.count() == 4
    opened.page.keyboard.press("ArrowDown")
    chosen = opened.page.locator("#search-results li[aria-selected=true]")
    assert opened.page.get_attribute("#search-text", "aria-activedescendant") == chosen.get_attribute("id")
    second = chosen.text_content() or ""
    opened.page.keyboard.press("Enter")
    title = opened.page.text_content("#panel-title") or "nothing"
    assert title in second
    assert opened.page.evaluate("document.activeElement.id") == "panel-title"


def test_panel_steps_and_back_lead_from_overview_to_theme_to_item_and_home(opened: Opened) -> None:
    go(opened, "#/")
    opened.page.locator("#panel-body table button").first.press("Enter")
    theme = opened.page.text_content("#panel-title")
    opened.page.locator("#panel-body details[open] button").first.press("Enter")
    item = opened.page.text_content("#panel-title")
    assert opened.page.locator("#steps li").all_text_contents() == ["Overview", theme, item]
    opened.page.go_back()
    opened.page.locator("#panel-title", has_text=theme).wait_for()
    opened.page.locator("#steps button").first.press("Enter")
    assert opened.page.text_content("#panel-title") == "Themes"


def test_a_theme_says_that_the_money_beside_a_body_is_over_all_themes(opened: Opened) -> None:
    go(opened, "#/theme/Housing")
    said = opened.page.text_content("#panel-body") or ""
    assert "Money beside a body: paid or received in 2024-25, over all themes." in said


def test_the_overview_is_a_way_into_a_theme_by_mouse() -> None:
    with open_page(map_html(from_tables(as_tables(small_rows())))) as opened:
        opened.page.wait_for_selector(READY)
        opened.page.locator("#canvas").click(position={"x": 130, "y": 88})
        opened.page.locator("#panel-title", has_text="Older people").wait_for()
        assert opened.page.locator("#steps li").all_text_contents() == ["Overview", "Older people"]


def test_arrow_keys_and_plus_move_and_zoom_the_drawing(opened: Opened) -> None:
    go(opened, "#/all")
    opened.page.focus("#canvas")
    before = opened.page.locator("#canvas").screenshot()
    opened.page.keyboard.press("+")
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_timeout(200)
    assert opened.page.locator("#canvas").screenshot() != before


def test_the_table_filter_shows_what_fits_and_says_how_many(opened: Opened) -> None:
    opened.page.fill("#filter-text", "northmere")
    opened.page.locator("#filter-count", has_text="4 items of 2,000").wait_for()
    assert opened.page.locator("#item-table tbody tr:not([hidden])").count() == 4
    opened.page.locator("#item-table tbody tr:not([hidden]) button").first.press("Enter")
    assert opened.page.text_content("#panel-title") == "Northmere Council"
    opened.page.fill("#filter-text", "")
    opened.page.select_option("#filter-kind", "need")
    opened.page.locator("#filter-count", has_text="60 items of 2,000").wait_for()
    opened.page.select_option("#filter-kind", "")


def test_the_panel_lists_every_link_of_an_item(opened: Opened) -> None:
    go(opened, "#/item/o0")
    listed = opened.page.locator("#panel-body h3").all_text_contents()
    links = opened.page.evaluate("window.tpgraphMap.byId.get('o0').links.length")
    assert sum(int(text.rsplit("(", 1)[1].rstrip(")").replace(",", "")) for text in listed) == links
    more = opened.page.locator("#panel-body > div > button")
    while more.count():
        more.first.press("Enter")
    assert opened.page.locator("#panel-body li").count() == links


def test_a_kind_that_is_unticked_leaves_the_drawing(opened: Opened) -> None:
    go(opened, "#/all")
    opened.page.uncheck('.legend input[value="service"]')
    status = opened.page.text_content("#view-status") or ""
    assert status.startswith("1,400 items and ")
    opened.page.check('.legend input[value="service"]')


def test_hidden_links_are_counted_and_can_be_shown(opened: Opened) -> None:
    go(opened, "#/all")
    whole = opened.page.evaluate("window.tpgraphMap.data.links.length")
    status = opened.page.text_content("#view-status") or ""
    shown = int(status.split(" items and ")[1].split(" ")[0].replace(",", ""))
    hidden = int(status.split("shown. ")[1].split(" ")[0].replace(",", ""))
    assert hidden > 0
    assert shown + hidden == whole
    opened.page.click("#all-links")
    assert f"{whole:,} links shown. No link between them is hidden." in (opened.page.text_content("#view-status") or "")
    opened.page.click("#all-links")


def test_an_empty_map_says_what_to_do_and_complains_of_nothing() -> None:
    with open_page(map_html(from_tables({}))) as opened:
        opened.page.wait_for_selector(READY)
        assert "run tpgraph load FILES" in (opened.page.text_content("#panel-body") or "")
        assert opened.complaints == []
