"""The first page: one A4, the money with its months, who gave what, questions, faults, and nothing that can run."""

from pathlib import Path

import pytest

from tests.browser import open_page
from tests.reports.town import BIDI, FORMULA, SCRIPT, full_material, graph_rows, material, record_rows, with_few_people
from tests.views.parsed import Parsed, outside_references
from tpgraph.reports.agenda import BODIES_SHOWN, agenda
from tpgraph.reports.first_page import first_page_html
from tpgraph.reports.questions import shorten_question
from tpgraph.reports.standing import HAVE, NOTHING, PART, Cell
from tpgraph.reports.words import shorten

MONTHS = ["2009-04", "2009-05", "2009-06", "2009-07", "2009-08", "2009-09", "2009-10", "2009-11", "2009-12"]


def test_the_headline_is_the_money_counted_once_with_its_id() -> None:
    said = agenda(material())
    assert said.title == "Northmere, 2009-10"
    assert said.headline.text == "£1,090 counted once"
    assert said.headline.ids == (material().answers["money"].ids[0],)


def test_the_sentence_on_money_says_months_kinds_and_what_payment_files_leave_out() -> None:
    texts = [statement.text for statement in agenda(material()).money]
    assert "£1,110.00 listed in 5 payments" in texts[0]
    assert "£1,090.00 counted once" in texts[0]
    assert "May to June 2009" in texts[0]
    assert "revenue or capital not stated" in texts[0]
    assert texts[1].startswith("Payment files leave out pay, benefits and small payments")
    assert "Northmere Council £1,000 and Northmere Police £80" in texts[2]
    assert "never added" in texts[2]


def test_each_expected_body_has_part_or_nothing() -> None:
    council, police, board = agenda(material()).bodies
    assert (council.money, council.services, council.needs) == (
        Cell(PART, "May to June 2009 only"),
        Cell(HAVE),
        Cell(HAVE),
    )
    assert (police.money.standing, police.services.standing, police.needs.standing) == (PART, NOTHING, NOTHING)
    assert (board.money, board.services, board.needs) == (Cell(NOTHING), Cell(NOTHING), Cell(NOTHING))


def test_payments_of_a_body_without_a_date_are_counted_beside_its_months() -> None:
    graph = graph_rows()
    flow = {"id": "x", "amount_pence": 900, "basis": "payment", "detail": "itemised", "financial_year": "2009-10"}
    graph["funding_flow"].append(flow)
    graph["rel_pays"].append({"source_id": "council", "target_id": "x"})
    council = agenda(material(graph)).bodies[0]
    assert council.money == Cell(PART, "May to June 2009 only, and 1 payment without a date")


def test_a_long_question_keeps_what_it_asks() -> None:
    long = "Northmere Council and Northmere Police both buy from Harbour Trust: £9 in 2009. Could they buy together?"
    cut = shorten_question(long, 80)
    assert (len(cut) <= 80, cut) == (
        True,
        "Northmere Council and Northmere Police both buy from… Could they buy together?",
    )
    assert shorten_question(long, 200) == long


def test_twelve_months_of_payments_are_have() -> None:
    graph = graph_rows()
    for number, month in enumerate([*MONTHS, "2010-01", "2010-02", "2010-03"]):
        flow = {
            "id": f"m{number}",
            "amount_pence": 100,
            "basis": "payment",
            "detail": "itemised",
            "date": f"{month}-15",
        }
        graph["funding_flow"].append({**flow, "financial_year": "2009-10"})
        graph["rel_pays"].append({"source_id": "police", "target_id": f"m{number}"})
    police = agenda(material(graph)).bodies[1]
    assert police.money == Cell(HAVE, "all twelve months of 2009-10")


def test_a_high_level_count_alone_is_part() -> None:
    graph = graph_rows()
    flow = {"id": "c9", "amount_pence": 5, "basis": "budget", "detail": "count", "financial_year": "2009-10"}
    graph["funding_flow"].append(flow)
    graph["rel_pays"].append({"source_id": "board", "target_id": "c9"})
    assert agenda(material(graph)).bodies[2].money == Cell(PART, "high-level count only")


def test_without_bodies_to_count_the_payers_are_expected() -> None:
    graph = graph_rows()
    graph["setting"] = [{"key": "place_name", "value": "Northmere"}]
    assert {body.name for body in agenda(material(graph)).bodies} == {"Northmere Council", "Northmere Police"}


def test_the_newest_year_is_shown_and_the_others_are_named() -> None:
    graph = graph_rows()
    graph["setting"] = [row for row in graph["setting"] if row["key"] != "financial_year"]
    flow = {"id": "x", "amount_pence": 900, "basis": "payment", "detail": "itemised", "date": "2010-06-01"}
    graph["funding_flow"].append({**flow, "financial_year": "2010-11"})
    graph["rel_pays"].append({"source_id": "council", "target_id": "x"})
    said = agenda(material(graph))
    assert said.financial_year == "2010-11"
    assert said.headline.text == "£9 counted once"
    assert said.other_years == "Also in the report: money of 2009-10 and year unknown."


def test_questions_are_of_mixed_kinds_and_say_who_should_be_in_the_room() -> None:
    asked = agenda(material()).questions
    assert len(asked) <= 5
    assert {"gaps", "overlaps", "suppliers"} <= {question.kind for question in asked}
    overlap = next(question for question in asked if question.kind == "overlaps")
    assert overlap.in_the_room == "Harbour Trust; Northmere Council"
    assert overlap.grade == "Strong: about 8 in 10 such pairs"
    assert asked == agenda(material()).questions


def test_faults_stand_most_pounds_first_with_their_mend() -> None:
    found = agenda(material()).faults
    assert [(fault.worth, fault.mend) for fault in found if "payments.csv" in fault.sentence] == [
        ("£12.50", "Write the day as dd/mm/yyyy"),
        ("£5.00", "Fill in the date"),
    ]
    assert found[0].worth == "£1,110.00"
    assert found[0].sentence == "Payments of 2009-10: no theme yet (5 rows)"
    assert found[1].sentence == "Payments of 2009-10: the payee is redacted or blank (1 row)"


def test_a_grand_total_rightly_set_aside_is_no_fault() -> None:
    records = record_rows()
    total = {"load_id": "l-1", "sheet": "", "line": 9, "reason": "grand total row", "rows": 1, "amount_pence": 9_999_00}
    records["set_aside"].append(total)
    assert not [fault for fault in agenda(material(records=records)).faults if "grand total" in fault.sentence]


def test_an_analysis_without_data_says_what_to_supply() -> None:
    graph = graph_rows()
    for name in ("service", "rel_provides", "rel_meets", "rel_serves", "rel_available_in", "rel_overlaps"):
        graph[name] = []
    page = first_page_html(material(graph))
    assert "To supply" in page
    supply = next(element for element in Parsed(page).all("section") if "To supply" in element.text)
    assert "sheet 'services'" in supply.text


def test_the_page_carries_every_id_and_links_to_what_stands_beside_it() -> None:
    made = material()
    page, said = first_page_html(made), agenda(made)
    for wanted in [*said.headline.ids, *(each.id for each in said.questions), *(each.id for each in said.faults)]:
        assert wanted in page
    for name in ("map.html", "report.html", "findings.xlsx", "brief.docx"):
        assert f'href="{name}"' in page


def test_hostile_names_stand_as_text_and_nothing_is_asked_from_outside() -> None:
    page = first_page_html(material(hostile=True))
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert BIDI not in page
    assert "\u202e" not in page
    assert "\x07" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert outside_references(Parsed(page)) == []
    assert FORMULA.replace("'", "&#39;") in page


def test_no_number_of_people_under_five_is_shown() -> None:
    page = first_page_html(with_few_people())
    assert "under 5 people" in page
    assert "3 people" not in page


def test_a_page_that_is_full_prints_on_one_a4(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(first_page_html(full_material()), "utf-8")
    with open_page(path) as opened:
        opened.page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
        assert opened.requests == []
        assert opened.complaints == []
    assert (tmp_path / "page.pdf").read_bytes().count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_does_not_scroll_sideways(width: int) -> None:
    with open_page(first_page_html(full_material()), width=width) as opened:
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.complaints == []


def test_long_texts_are_cut_at_a_word() -> None:
    assert shorten("one two three four", 12) == "one two…"
    assert BODIES_SHOWN == 8
