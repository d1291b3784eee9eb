"""The table of one labelled set: what each tool reached, and what it took."""

from collections.abc import Mapping
from typing import Any

from benchmarks.matching_sets import LabelledSet

HEADER = (
    "", "F1 at .5", "precision", "recall", "best F1*", "AP", "ECE", "CPU s", "peak MB", "cores",
)  # fmt: skip
# Any: results are plain JSON, as score.py prints them.
Result = Mapping[str, Any]
_TASKS = {"organisation": "organisations", "service": "services", "records": "records"}


def title_of(one: LabelledSet, markdown: bool) -> str:
    """Give the heading of a set's table, with what the star means."""
    star = "the threshold is picked with the truth: an upper bound, not a result"
    return f"### {one.name}\n\nBest F1: {star}." if markdown else f"{one.name} (* {star})"


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".replace("0.", ".", 1)


def _scored(score: Result) -> list[str]:
    """The six figures of a score; blanks where a tool found nothing."""
    at, best = score.get("at_threshold"), score.get("best_f1")
    if not at or not best:
        return ["none found", "", "", "", "", ""]
    calibration = score.get("calibration", {}).get("ece")
    ece = None if calibration is None or calibration != calibration else calibration
    values = (at["f1"], at["precision"], at["recall"], best["f1"], score["average_precision"])
    return [*(_three(value) for value in values), _three(ece)]


def seconds(value: float) -> str:
    """Write seconds: two figures where they are few."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def row_of(label: str, task: str, result: Result, *, alone: bool) -> list[list[str]]:
    """Give the row of a tool and a task, and one for the pairs that nobody was asked about, where there are verdicts.

    Parameters
    ----------
    alone : whether the set has this task only; else the memory is that of both and stands in the row of both
    """
    if task not in result["tasks"]:
        return []
    figures = result["tasks"][task]
    peak = f"{result['total']['peak_mb']:,.0f}" if alone else ""
    named = label if alone else f"{_TASKS[task]}: {label}"
    rows = [[named, *_scored(figures["score"]), seconds(figures["cpu_seconds"]), peak]]
    if "rest" in figures:
        rows.append([f"{named}, the pairs not judged", *_scored(figures["rest"]), "", ""])
    return rows


def both_row(label: str, result: Result) -> list[str]:
    """Give the row of a tool's whole run, organisations and services in one process."""
    total = result["total"]
    blank = [""] * 6
    return [f"both: {label}", *blank, seconds(total["cpu_seconds"]), f"{total['peak_mb']:,.0f}"]
