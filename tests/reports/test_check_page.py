"""The page of a check: it says what the report says, whatever a source wrote into it, and needs nothing but itself."""

import re
from pathlib import Path

import pytest

from tests.browser import open_page
from tests.real_data import real_data
from tpgraph.loading.check_report import CheckReport
from tpgraph.map.checking import check_files
from tpgraph.reports.check_page import check_html, quality

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\"'>{{ 7*7 }}"
LONG = "9" * 300


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    """A file with hostile and very long cells, a sound one, and one that is refused."""
    folder = tmp_path_factory.mktemp("site")
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    lines = [f"Body Name,Payment Date,Supplier Name,Net Amount,Transaction No,Purpose,{quoted}"]
    lines += [f"Hill Council,01/05/2009,{quoted},{quoted},{LONG}{row},Rent,{row}" for row in range(30)]
    lines += ["Hill Council,07/05/2009,A Ltd,7.00,T7,Rent,", "Hill Council,07/05/2009,A Ltd,x 8.00,T7,Rent,1", ""]
    (folder / "evil.csv").write_text("\n".join(lines), "utf-8")
    (folder / "good.csv").write_text(
        "Body Name,Payment Date,Supplier Name,Net Amount,Transaction No,Purpose\n"
        "Hill Council,07/05/2009,A Ltd,7.00,T7,Rent\n",
        "utf-8",
    )
    (folder / "empty.csv").write_text("", "utf-8")
    return check_files([folder / name for name in ("evil.csv", "good.csv", "empty.csv")]).report


@pytest.fixture(scope="module")
def page(report: CheckReport) -> str:
    return check_html(report)


def test_the_page_names_sources_rungs_codes_and_mends(page: str, report: CheckReport) -> None:
    assert "<h1>Check of 3 sources</h1>" in page
    assert "2 of 3 sources can be loaded; 1 reach all four rungs" in page
    assert [quality(source) for source in report.sources] == ["readable", "useful", "not readable"]
    assert 'not reached, because of <a href="#s1-error-bad-amount">bad-amount</a>' in page
    assert '<article class="problem error" id="s1-error-bad-amount">' in page
    assert "And 11 more:" in page
    assert "<strong>Why it matters.</strong> The row is set aside" in page
    assert "Cannot be loaded.</strong>" in page
    assert "No problem was found." in page


def test_a_page_of_one_source_says_in_a_sentence_how_good_it_is(report: CheckReport) -> None:
    def one(number: int) -> str:
        return check_html(CheckReport(sources=(report.sources[number],), left_out=("notes.txt: no loader knows it",)))

    assert "It can be loaded. It is readable, and not more yet." in one(0)
    assert "It can be loaded. It is useful." in one(1)
    assert "It cannot be loaded. It is not readable, and not more yet." in one(2)
    assert "notes.txt: no loader knows it" in one(0)
    assert "<nav" not in one(0)


def test_every_link_of_the_page_leads_somewhere_on_it(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'(?:href|src)="(?!#)([^"]*)"', page)) == {"data:,"}


def test_what_a_source_wrote_is_shown_and_never_run(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "script-src 'none'" in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_the_window_asks_for_nothing_and_complains_of_nothing(page: str, width: int) -> None:
    with open_page(page, width=width) as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert (opened.requests, opened.complaints) == ([], [])
        assert opened.page.title() == "Check of 3 sources"


@pytest.mark.browser
def test_the_page_can_be_read_with_the_keyboard(page: str) -> None:
    with open_page(page) as opened:
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate("document.activeElement.className") == "skip-link"
        reached = set()
        for _ in range(40):
            opened.page.keyboard.press("Tab")
            reached.add(
                opened.page.evaluate("document.activeElement.tagName + ' ' + (document.activeElement.hash || '')")
            )
        assert {"SUMMARY ", "A #source-1", "A #s1-error-bad-amount", "DIV "} <= reached


@pytest.mark.browser
def test_printed_the_page_keeps_its_problems_and_hides_what_is_folded(page: str) -> None:
    with open_page(page) as opened:
        opened.page.emulate_media(media="print")
        assert opened.page.locator("article.problem").first.is_visible()
        assert not opened.page.locator("details").first.is_visible()


@pytest.mark.real_data
def test_the_page_of_all_real_payment_files_stays_light() -> None:
    html = check_html(check_files([Path(real_data("spend"))]).report)
    assert len(html) < 300_000
    assert "7 of 7 sources can be loaded" in html
