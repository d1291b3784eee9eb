"""What the first page and the brief both say, worded once: who gave what, the money, the questions, the faults."""

from collections.abc import Iterable
from dataclasses import dataclass

from tpgraph.analysis.money import headline
from tpgraph.analysis.money_count import side_by_side
from tpgraph.analysis.money_ledger import names_of, settings
from tpgraph.analysis.money_words import NOT_ALL, some
from tpgraph.analysis.overlap_verdicts import TUNED_ELSEWHERE
from tpgraph.money import pounds, pounds_in_words
from tpgraph.reports.faults import faults
from tpgraph.reports.figure_kinds import COUNT
from tpgraph.reports.figures import id_of
from tpgraph.reports.material import Material
from tpgraph.reports.questions import Question, questions
from tpgraph.reports.standing import KEY, BodyLine, body_lines
from tpgraph.reports.words import plain, shorten
from tpgraph.reports.years import MoneyRow, expected_bodies, money_rows, year_shown

BODIES_SHOWN = 8
BODIES_IN_A_SENTENCE = 4
FAULTS_SHOWN = 5
MISSING_SHOWN = 3
_NAME_LENGTH = 45
PLACE_UNNAMED = "Place not named yet"
NO_QUESTION = "No question has come out of the files yet; what is missing stands below."
NO_FAULT = "No fault with pounds was found in the files."
NO_BODY = "No body is expected yet: name the bodies we count in the sheet `place`, or supply a spend file."


@dataclass(frozen=True)
class Statement:
    """A sentence with figures and the ids that explain them."""

    text: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class FaultLine:
    """A fault, short enough for one page."""

    id: str
    sentence: str
    worth: str
    mend: str


@dataclass(frozen=True)
class Agenda:
    """All that stands on the first page and in the brief.

    Attributes
    ----------
    place, financial_year : names; the year is empty where no money bears one
    headline : the money in one glance, such as "£118.4m counted once", with its id
    money : sentences on the money; the first says the sum, its months and what kinds of money are in it
    bodies_counted : the bodies counted, in words
    other_years : one line on money of other years, empty if there is none
    bodies : what each expected body gave; `more_bodies` are not shown
    body_key : what have, part and nothing mean
    odds : where the odds of pairs come from, as long as nobody has given a verdict
    questions, faults, missing : for the meeting, to mend, to supply
    """

    place: str
    financial_year: str
    made_on: str
    graph_version: str
    headline: Statement
    money: tuple[Statement, ...]
    bodies_counted: str
    other_years: str
    bodies: tuple[BodyLine, ...]
    more_bodies: int
    questions: tuple[Question, ...]
    faults: tuple[FaultLine, ...]
    more_faults: int
    missing: tuple[str, ...]
    body_key: str = KEY
    odds: str = ""

    @property
    def title(self) -> str:
        """Place and financial year."""
        return f"{self.place}, {self.financial_year}" if self.financial_year else self.place


def agenda(material: Material) -> Agenda:
    """Work out what the first page and the brief say."""
    rows = money_rows(material)
    year = year_shown(material, rows)
    of_year = [row for row in rows if row.financial_year == year]
    bodies = expected_bodies(material, rows, year)
    lines = body_lines(material, bodies, rows, year)
    # The page speaks of one year: what lacks payees or themes in others stands in the report.
    found = [fault for fault in faults(material) if fault.financial_year in (None, year)]
    return Agenda(
        place=place_name(material),
        financial_year=year,
        made_on=material.made_on,
        graph_version=material.graph_version,
        headline=_headline(of_year),
        money=tuple(_money(material, of_year, year)),
        bodies_counted=_bodies_counted(material, of_year),
        other_years=_other_years(rows, year),
        bodies=lines[:BODIES_SHOWN],
        more_bodies=max(0, len(lines) - BODIES_SHOWN),
        questions=questions(material),
        faults=tuple(
            FaultLine(fault.id, shorten(fault.sentence, 110), fault.worth, shorten(fault.mend, 90))
            for fault in found[:FAULTS_SHOWN]
        ),
        more_faults=max(0, len(found) - FAULTS_SHOWN),
        missing=tuple(missing(material)),
        odds=_odds(material),
    )


def _odds(material: Material) -> str:
    """Say that odds were tuned elsewhere, where a pair of services is asked about and nobody has given a verdict."""
    answer = material.answers.get("overlaps")
    tuned_elsewhere = answer is not None and TUNED_ELSEWHERE in answer.result.notes
    return plain(TUNED_ELSEWHERE) if tuned_elsewhere else ""


def place_name(material: Material) -> str:
    """Name the place, or say that nobody named it; and the body that the report is for."""
    place = next(iter(settings(material.tables, "place_name")), PLACE_UNNAMED)
    return f"{place}: what concerns {material.agency}" if material.agency else place


def missing(material: Material) -> list[str]:
    """Say which sheet or file to supply for each analysis without its data, then which files could not be read."""
    said = [answer.result.missing for _, answer in sorted(material.answers.items()) if answer.result.missing]
    return list(dict.fromkeys(plain(sentence) for sentence in [*said, *material.unread]))


def _headline(of_year: list[MoneyRow]) -> Statement:
    if not of_year:
        return Statement("Money not known yet")
    first = of_year[0]
    return Statement(f"{pounds_in_words(first.pence('counted_once_pence'))} counted once", (first.id,))


def _money(material: Material, of_year: list[MoneyRow], year: str) -> Iterable[Statement]:
    answer = material.answers.get("money")
    if answer is not None and of_year:
        row = of_year[0].row
        # With many bodies the table below tells each one's months; a sentence of them all would fill the page.
        is_short = len(of_year[0].months) <= BODIES_IN_A_SENTENCE
        said = headline(material.tables, row) if is_short else answer.analysis.sentence(row)
        yield Statement(said, (of_year[0].id,))
        if of_year[0].basis == "payment":
            yield Statement(NOT_ALL)
    if len(of_year) > 1:
        told = [f"{row.basis or 'basis not stated'} {_sum(row, 'counted_once_pence')}" for row in of_year[1:]]
        ids = tuple(row.id for row in of_year[1:])
        yield Statement(f"Of other kinds, beside it and never added to it: {'; '.join(told)} counted once.", ids)
    yield from _high_level(material, year)


def _high_level(material: Material, year: str) -> Iterable[Statement]:
    """One sentence a basis on the high-level count of the year, body by body: never one sum of what bodies gave."""
    rows = [row for row in side_by_side(material.tables, year).to_pylist() if row["count_pence"] is not None]
    for basis in dict.fromkeys(row["basis"] for row in rows):
        of_basis = [row for row in rows if row["basis"] == basis]
        of_basis.sort(key=lambda row: (-abs(row["count_pence"]), row["body_id"]))
        told = some(
            [f"{shorten(row['body'], _NAME_LENGTH)} {pounds_in_words(row['count_pence'])}" for row in of_basis], 3
        )
        which = f"{year or 'unknown year'} ({basis or 'basis not stated'})"
        shown = of_basis if len(of_basis) <= 4 else of_basis[:3]
        ids = tuple(id_of(COUNT, (row["body_id"], row["financial_year"] or "", row["basis"] or "")) for row in shown)
        yield Statement(f"High-level count of {which}, beside it and never added: {told}.", ids)


def _sum(row: MoneyRow, name: str) -> str:
    return pounds(row.pence(name))


def _bodies_counted(material: Material, of_year: list[MoneyRow]) -> str:
    names = names_of(material.tables)
    bodies = settings(material.tables, "body") or list(dict.fromkeys(body for row in of_year for body in row.months))
    if not bodies:
        return "no body yet"
    return some([shorten(names.get(body, body), _NAME_LENGTH) for body in bodies], 4)


def _other_years(rows: list[MoneyRow], year: str) -> str:
    others = list(dict.fromkeys(row.financial_year or "year unknown" for row in rows if row.financial_year != year))
    return f"Also in the report: money of {some(others, 8)}." if others else ""
