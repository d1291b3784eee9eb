"""The report: a section a question, findings as cards, and the rows behind every figure."""

import re

import pytest

from tests.browser import open_page
from tests.reports.town import BIDI, SCRIPT, full_material, graph_rows, material, with_few_people
from tests.views.parsed import Parsed, outside_references
from tpgraph.reports.money_section import money_section
from tpgraph.reports.report_page import report_html
from tpgraph.reports.sections import ROWS_SHOWN


def test_every_analysis_has_a_section_that_begins_with_its_question() -> None:
    made = material()
    sections = {element.attributes.get("id"): element.text for element in Parsed(report_html(made)).all("section")}
    for name, answer in made.answers.items():
        assert answer.analysis.question in sections[name]


def test_the_menu_and_the_headings_name_a_section_in_words() -> None:
    page = Parsed(report_html(material()))
    assert "Not itemised" in [link.text for link in page.all("a")]
    assert "Not itemised" in [heading.text for heading in page.all("h2")]
    assert "Not_itemised" not in report_html(material())


def test_every_figure_and_finding_has_its_id_and_the_rows_behind_it() -> None:
    made = material()
    details = [element.text for element in Parsed(report_html(made)).all("details")]
    for answer in made.answers.values():
        for wanted in answer.ids:
            behind = [text for text in details if f"behind {wanted}" in text]
            assert behind, wanted
            assert "Rule." in behind[-1]
            assert f"tpgraph explain {wanted}" in behind[-1]


def test_the_rows_behind_the_bridge_name_file_line_and_amount() -> None:
    made = material()
    [bridge] = [
        element.text
        for element in Parsed(report_html(made)).all("details")
        if f"behind {made.answers['money'].ids[0]}" in element.text
    ]
    assert "Listed: 5 rows, £1,110.00" in bridge
    assert "Passed between bodies we count: 1 row, -£50.00" in bridge
    assert re.search(r"payments\.csv\s*2\s*listed\s*2009-05-05: Northmere Council, £700\.00 to Harbour Trust", bridge)


def test_the_bridge_and_the_chart_say_the_same_figures_as_the_analysis() -> None:
    tables = [element.text for element in Parsed(report_html(material())).all("table")]
    bridge = next(text for text in tables if "From what is listed to what is counted once" in text)
    assert re.search(r"Payments of 2009-10\s*£1,110\.00\s*£0\.00\s*£50\.00\s*£30\.00\s*£1,090\.00", bridge)
    body = next(text for text in tables if "listed by body" in text)
    assert re.search(r"Northmere Council\s*£1,090\.00", body)
    assert re.search(r"Northmere Police\s*£20\.00", body)
    assert re.search(r"Northmere Health Board\s*nothing given", body)


def test_a_body_stands_in_one_row_with_its_count_and_its_itemised_money() -> None:
    section = money_section(material())
    assert section is not None
    assert section.count is not None
    assert [line.cells[:4] for line in section.count.lines] == [
        ("Northmere Council", "2009-10", "£1,000.00 (budget)", "£1,090.00 (payment)"),
        ("Northmere Police", "2009-10", "£80.00 (budget)", "£20.00 (payment)"),
        ("Northmere Council", "unknown", "none given", "£5.00 (payment)"),
    ]
    ids = [(line.id[:2], line.cells[4][:2]) for line in section.count.lines]
    assert ids == [("HC", "BM"), ("HC", "BM"), ("BM", "")]


def test_a_finding_is_a_card_with_reasons_the_counter_reason_stakes_and_room() -> None:
    cards = Parsed(report_html(material())).all("article")
    overlap = next(card.text for card in cards if card.attributes["id"].startswith("OV-"))
    for wanted in (
        "Same need, same people, same ward",
        "Why both may be needed:",
        "Strong: about 8 in 10 such pairs",
        "Harbour Trust; Northmere Council",
    ):
        assert wanted in overlap
    assert "0.83" not in overlap


def test_the_sources_say_rows_and_money_read_loaded_and_set_aside() -> None:
    sources = next(e.text for e in Parsed(report_html(material())).all("section") if e.attributes["id"] == "sources")
    assert re.search(r"payments\.csv\s*7\s*6\s*1\s*£1,127\.50\s*£1,115\.00\s*£12\.50", sources)
    assert "the date cannot be read" in sources


def test_no_table_of_an_analysis_is_longer_than_its_limit_and_says_how_many_more() -> None:
    graph = graph_rows()
    for number in range(ROWS_SHOWN + 7):
        supplier, flows = f"s{number:03}", (f"a{number}", f"b{number}")
        graph["organisation"].append({"id": supplier, "name": f"Supplier {number}", "sector": "private"})
        for flow, payer in zip(flows, ("council", "police"), strict=True):
            money = {"id": flow, "amount_pence": 100, "basis": "payment", "detail": "itemised", "payee_status": "known"}
            graph["funding_flow"].append({**money, "financial_year": "2009-10", "date": "2009-05-05"})
            graph["rel_pays"].append({"source_id": payer, "target_id": flow})
            graph["rel_to"].append({"source_id": flow, "target_id": supplier})
    section = next(
        e.text for e in Parsed(report_html(material(graph))).all("section") if e.attributes["id"] == "suppliers"
    )
    assert f"All rows: {ROWS_SHOWN + 8}" in section
    assert "And 8 more in findings.xlsx, sheet suppliers." in section


def test_hostile_names_stand_as_text_and_nothing_is_asked_from_outside() -> None:
    page = report_html(material(hostile=True))
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert BIDI not in page
    parsed = Parsed(page)
    assert outside_references(parsed) == []
    assert parsed.all("script") == []
    policy = next(e for e in parsed.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'; script-src 'none'; style-src 'sha256-")


def test_no_number_of_people_under_five_is_shown() -> None:
    page = report_html(with_few_people())
    assert "under 5 people" in page
    assert "3 people" not in page


def test_ids_of_the_page_are_distinct() -> None:
    ids = [e.attributes["id"] for e in Parsed(report_html(full_material())).elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_does_not_scroll_sideways_asks_for_nothing_and_opens_without_scripts(width: int) -> None:
    with open_page(report_html(full_material()), width=width) as opened:
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        opened.page.locator("details > summary").first.click()
        assert opened.page.locator("details[open] table").first.is_visible()
        assert opened.requests == []
        assert opened.complaints == []
