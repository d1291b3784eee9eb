"""What the report says of verdicts and names, and where the odds come from."""

from tests.reports.town import graph_rows, material
from tests.views.parsed import Parsed
from tpgraph.analysis.overlap_verdicts import TUNED_ELSEWHERE
from tpgraph.reports.agenda import agenda
from tpgraph.reports.first_page import first_page_html
from tpgraph.reports.material import Material
from tpgraph.reports.overlap_standing import NO_VERDICT, standing
from tpgraph.reports.report_page import report_html
from tpgraph.reports.words import plain


def judged(*verdicts: tuple[str, str], agreed: str) -> Material:
    """The town with verdicts of agencies on its one pair of services."""
    rows = graph_rows()
    pair = {"left_record": "group", "right_record": "play", "left_name": "Parent group", "right_name": "Stay and play"}
    common = {**pair, "kind": "service", "at": "2010-01-02", "found": True, "agreed": agreed}
    rows["verdict"] = [{**common, "agency": agency, "verdict": verdict} for agency, verdict in verdicts]
    rows["rel_describes_service"] = [{"source_id": name, "target_id": name} for name in ("group", "play")]
    return material(rows)


def test_without_verdicts_the_pages_say_that_the_odds_were_tuned_on_made_up_lists() -> None:
    made = material()
    assert plain(TUNED_ELSEWHERE) in Parsed(report_html(made)).all("body")[0].text
    assert agenda(made).odds == plain(TUNED_ELSEWHERE)
    assert agenda(made).odds in first_page_html(made).replace("&#39;", "'")
    assert standing(made).sentences == (NO_VERDICT,)
    spoken = judged(("NHS", "valued overlap"), agreed="valued overlap")
    assert "made-up lists" not in report_html(spoken)
    assert agenda(spoken).odds == ""


def test_a_pair_that_is_not_agreed_shows_what_each_agency_says() -> None:
    made = judged(("NHS", "same"), ("Council", "different"), agreed="not agreed")
    found = standing(made)
    assert found.sentences == ("Verdicts on 1 pair of services: 1 not agreed.",)
    (line,) = found.disputed.lines
    assert line.cells == (
        "Parent group", "Stay and play", "NHS (2010-01-02) says same; Council (2010-01-02) says different"
    )  # fmt: skip
    page = " ".join(Parsed(report_html(made)).all("body")[0].text.split())
    assert "Not agreed: NHS (2010-01-02) says same; Council (2010-01-02) says different" in page
    assert made.answers["overlaps"].ids == (line.id,)


def test_verdicts_that_contradict_or_are_not_found_are_told() -> None:
    rows = graph_rows()
    rows["problem"] = [
        {"code": "verdicts-contradict", "subject": "a b c", "sentence": "verdicts contradict each other: `review` it"},
        {"code": "place", "subject": "x", "sentence": "another matter"},
    ]
    assert standing(material(rows)).sentences[1:] == ("verdicts contradict each other: 'review' it",)


def test_bodies_stand_with_their_other_names_those_with_most_first() -> None:
    rows = graph_rows()
    rows["organisation"][1]["also_known_as"] = ["Northmere Constabulary", "The Police"]
    lines = standing(material(rows)).names.lines
    assert [line.cells[:2] for line in lines] == [
        ("Northmere Police", "Northmere Constabulary; The Police"),
        ("Northmere Council", "NMBC"),
    ]
    assert "Northmere Constabulary; The Police" in report_html(material(rows))
