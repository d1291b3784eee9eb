"""Charts as inline SVG with the table of the same figures beside them.

Under the page's content security policy a style attribute has no effect, so sizes are SVG attributes and colours are
classes of base.css. Widths are percentages and text is never scaled, so one drawing suits a telephone and paper alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tpgraph.views.page import template_environment
from tpgraph.views.text import clean_text

_LONGEST_LABEL = 32
_ROW_HEIGHT = 46


@dataclass(frozen=True)
class Bar:
    """One bar: `value` in any unit (None = not known), `shown` the value as people read it, such as ``£1.2m``.

    `note` stands in the table only; `figure_id` names the figure for ``tpgraph explain``.
    """

    label: str
    value: float | None
    shown: str
    note: str = ""
    figure_id: str = ""


@dataclass(frozen=True)
class _Drawn:
    """A bar with its place in the drawing: y in pixels, start and length in percent."""

    bar: Bar
    label: str
    y: int
    start: float
    length: float | None


def bar_chart(
    bars: Sequence[Bar], *, heading: str, description: str, label_name: str, value_name: str, chart_id: str
) -> Markup:
    """Draw horizontal bars from one common zero, with the table of the same figures beside them.

    Parameters
    ----------
    bars : sequence of Bar
        In the order wanted, all in one unit. An unknown value is a row without a bar, never a zero.
    heading : str
        What the figures are, seen above the chart.
    description : str
        One sentence that says what the chart shows, for those who cannot see it.
    label_name, value_name : str
        Headings of the table's columns.
    chart_id : str
        Letters, digits and dashes, distinct on the page.

    Returns
    -------
    Markup
        A ``figure`` element; empty if there are no bars.

    Examples
    --------
    >>> chart = bar_chart([Bar("Council", 5, "£5")], heading="Paid", description="Paid by body.",
    ...                   label_name="Body", value_name="Pounds", chart_id="paid")
    >>> "<svg" in chart and "<table" in chart
    True
    """
    if not bars:
        return Markup("")
    template = template_environment().get_template("bar_chart.html")
    return Markup(  # safe: the template escapes every text
        template.render(
            drawn=_draw(bars),
            zero=_zero(bars),
            height=_ROW_HEIGHT * len(bars),
            heading=heading,
            description=description,
            label_name=label_name,
            value_name=value_name,
            chart_id=chart_id,
            has_notes=any(bar.note for bar in bars),
            has_figures=any(bar.figure_id for bar in bars),
        )
    )


def _span(bars: Sequence[Bar]) -> tuple[float, float]:
    """Lowest and highest value that the axis must hold, zero among them."""
    known = [float(bar.value) for bar in bars if bar.value is not None]
    return min([0.0, *known]), max([0.0, *known])


def _zero(bars: Sequence[Bar]) -> float:
    low, high = _span(bars)
    return round(-low / ((high - low) or 1) * 100, 3)


def _draw(bars: Sequence[Bar]) -> list[_Drawn]:
    low, high = _span(bars)
    width = (high - low) or 1
    drawn = []
    for number, bar in enumerate(bars):
        value = bar.value
        start = 0.0 if value is None else round((min(value, 0) - low) / width * 100, 3)
        length = None if value is None else round(abs(value) / width * 100, 3)
        drawn.append(_Drawn(bar, _short(bar.label), number * _ROW_HEIGHT, start, length))
    return drawn


def _short(label: str) -> str:
    text = " ".join(clean_text(label).split())
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"
