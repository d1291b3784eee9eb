"""Bar charts: the drawing and the table beside it say the same."""

from tests.views.parsed import Parsed, outside_references
from tpgraph.views.charts import Bar, bar_chart


def chart(*bars: Bar) -> Parsed:
    drawn = bar_chart(
        bars, heading="Paid", description="Paid by body.", label_name="Body", value_name="Pounds", chart_id="paid"
    )
    return Parsed(str(drawn))


def bars_of(parsed: Parsed) -> list[tuple[str, str, str]]:
    rectangles = [e.attributes for e in parsed.all("rect") if e.attributes["class"] != "track"]
    return [(e["class"], e["x"], e["width"]) for e in rectangles]


def test_bars_are_as_long_as_their_share_of_the_largest() -> None:
    parsed = chart(Bar("A", 200, "£200"), Bar("B", 50, "£50"), Bar("C", 0, "£0"))
    assert bars_of(parsed) == [("bar", "0.0%", "100.0%"), ("bar", "0.0%", "25.0%"), ("bar", "0.0%", "0.0%")]


def test_a_negative_value_goes_the_other_way_from_the_common_zero() -> None:
    parsed = chart(Bar("A", 75, "£75"), Bar("B", -25, "-£25"))
    assert bars_of(parsed) == [("bar", "25.0%", "75.0%"), ("bar-below-zero", "0.0%", "25.0%")]


def test_an_unknown_value_has_no_bar_and_is_not_shown_as_zero() -> None:
    parsed = chart(Bar("A", 75, "£75"), Bar("B", None, "not known"))
    assert len(bars_of(parsed)) == 1
    assert [e.text for e in parsed.all("td")] == ["A", "£75", "B", "not known"]


def test_the_table_holds_notes_and_figure_ids_where_there_are_any() -> None:
    parsed = chart(Bar("A", 1, "£1", note="May only", figure_id="MO-K4QTM7RA"))
    assert [e.text for e in parsed.all("td")] == ["A", "£1", "May only", "MO-K4QTM7RA"]


def test_hostile_labels_are_text_and_long_ones_are_whole_in_the_table() -> None:
    label = "<script>alert(1)</script> " + "long " * 20
    parsed = chart(Bar(label, 1, "£1"))
    assert not parsed.all("script")
    assert outside_references(parsed) == []
    assert parsed.all("td")[0].text == label
    assert len(parsed.all("text")[0].text) <= 32


def test_the_drawing_is_named_and_described_for_those_who_cannot_see_it() -> None:
    parsed = chart(Bar("A", 1, "£1"))
    assert parsed.all("svg")[0].attributes["aria-labelledby"] == "paid-title paid-description"
    assert (parsed.all("title")[0].text, parsed.all("desc")[0].text) == ("Paid", "Paid by body.")


def test_no_bars_make_no_chart() -> None:
    assert chart().elements == []
