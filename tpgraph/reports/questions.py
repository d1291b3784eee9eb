"""The few findings that a meeting should take first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from tpgraph.findings import Finding
from tpgraph.reports.material import Material
from tpgraph.reports.words import at_stake, grade_in_words, shorten

MOST = 5
_GRADES = {"strong": 0, "likely": 1, "": 2, "possible": 3}
FOR_REVIEW = ("organisations",)
"""Whether two records are one body is settled in review before the meeting, not in it."""

_QUESTION_LENGTH = 190
_ROOM_LENGTH = 100
_ROOM_NAMES = 4


@dataclass(frozen=True)
class Question:
    """A question for the meeting, short enough for one page; the report holds it whole."""

    id: str
    kind: str
    question: str
    in_the_room: str
    grade: str
    at_stake: str


def rank(finding: Finding) -> tuple[float, float, float, str]:
    """Sort key: best grade first, then most money, most people; unknown counts as none. The id settles the rest."""
    return (_GRADES.get(finding.grade, 2), -abs(finding.amount_pence or 0), -(finding.people or 0), finding.id)


def choose(material: Material, most: int = MOST) -> list[Finding]:
    """Choose findings of mixed kinds: the best of each kind in turn.

    Kinds take turns in the order of their best finding's money and people, so that no kind fills the page; the same
    findings give the same choice.
    """
    asked = [answer for name, answer in sorted(material.answers.items()) if answer.findings and name not in FOR_REVIEW]
    ranked = [sorted(answer.findings, key=rank) for answer in asked]
    ranked.sort(key=lambda findings: _weight(findings[0]))
    turns: Iterable[Finding | None] = (finding for turn in zip_longest(*ranked) for finding in turn)
    return [finding for finding in turns if finding is not None][:most]


def _weight(finding: Finding) -> tuple[float, float, str]:
    return (-abs(finding.amount_pence or 0), -(finding.people or 0), finding.kind)


def in_the_room(finding: Finding, limit: int = _ROOM_NAMES) -> str:
    """Name who should be in the room; beyond `limit` they are counted."""
    names = list(dict.fromkeys(finding.people_to_ask))
    if not names:
        return "not known"
    shown = names if len(names) <= limit + 1 else [*names[:limit], f"{len(names) - limit} others"]
    return "; ".join(shown)


def shorten_question(question: str, limit: int) -> str:
    """Cut a question in its middle, so that what is asked at its end stays whole.

    >>> shorten_question("Northmere Council and Northmere Police both buy from Trust: £9. Could they buy together?", 60)
    'Northmere Council and Northmere… Could they buy together?'
    >>> shorten_question("Do the Stay and play group and the Tots and tunes group overlap in Harbour ward?", 50)
    'Do the Stay and play… overlap in Harbour ward?'
    """
    flat = " ".join(question.split())
    if len(flat) <= limit:
        return flat
    ends = [found.end() for found in re.finditer(r"[.:] ", flat)]
    start = ends[-1] if ends else 0
    if not 0 < len(flat) - start <= limit // 2:
        # One long sentence keeps its end too, from a whole word on.
        start = flat.find(" ", len(flat) - limit // 2) + 1
    ask = flat[start:] if start else ""
    return f"{shorten(flat[:start], limit - len(ask) - 1)} {ask}" if ask else shorten(flat, limit)


def questions(material: Material) -> tuple[Question, ...]:
    """Give at most five questions for the meeting."""
    return tuple(
        Question(
            finding.id,
            finding.kind,
            shorten_question(finding.question, _QUESTION_LENGTH),
            shorten(in_the_room(finding), _ROOM_LENGTH),
            grade_in_words(finding),
            at_stake(finding),
        )
        for finding in choose(material)
    )
