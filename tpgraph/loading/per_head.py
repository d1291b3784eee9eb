"""Costs a head that do not divide: about 250 offenders cost £112m a year, £44,000 each. It is £448,000.

Looked for in the sentences of free texts, and in rows that have a total, a number of people and a cost a head in
columns of their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.bench import Workbench
from tpgraph.loading.loader import Problem
from tpgraph.money import parse_pence, pounds

_TEXTS = ("description", "purpose", "note", "heading", "eligibility", "charge", "extra")
_TOTALS = {"flow": "amount_pence", "spend": "amount_pence", "service": "cost_pence_per_year"}
_SAMPLE = 2_000
_SMALL = 200_000
_MOST_TEXTS = 20_000
_LONGEST_TEXT = 5_000
_ROOM = 1.15
"""How far people times cost a head may lie from the total: numbers of people are often rounded."""

_PERSON = (
    r"head|person|capita|client|user|offender|child|young person|family|household|pupil|student|patient|resident|"
    r"tenant|participant|beneficiary|learner|carer|claimant|prisoner|case|individual|adult|man|woman|place"
)
_PEOPLE = (
    r"people|persons|clients|users|offenders|children|young people|families|households|pupils|students|patients|"
    r"residents|tenants|participants|beneficiaries|learners|carers|claimants|prisoners|cases|individuals|adults|men|"
    r"women|places|[a-z]{3,}(?:ers|ors|ents|ants|ees)"
)
_HINT = rf"(?i)\beach\b|\bapiece\b|\b(?:per|a|every)\s+(?:{_PERSON})\b|unit cost"
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_MONEY = re.compile(
    r"(?:£\s*(?P<sum>\d[\d,]*(?:\.\d+)?)(?:\s?(?P<scale>bn|billion|mn|million|m|k|thousand)\b)?"
    r"|(?P<sum2>\d[\d,]*(?:\.\d+)?)(?:\s?(?P<scale2>bn|billion|mn|million|m|k|thousand))?\s+pounds\b)",
    re.IGNORECASE,
)
_EACH_AFTER = re.compile(
    rf"[\s,(]*(?:a year|a month|a week|per (?:year|annum|month|week)|yearly|annually)?[\s,]*(?:for\s+)?"
    rf"(?:each\b|apiece\b|(?:per|a|for every|for each|an)\s+(?:{_PERSON})\b)",
    re.IGNORECASE,
)
_EACH_BEFORE = re.compile(
    rf"(?:(?:cost|spend|spending|price|sum)s?\s+(?:per|a|for each)\s+(?:{_PERSON})|unit costs?|"
    r"\beach\s+(?:\w+\s+)?costs?|"
    r"\beach of (?:the |these |our |about )*[\d,]*\s*\w+\s+(?:costs?|gets?|receives?)|"
    rf"(?:per|for each)\s+(?:{_PERSON}))(?:\s+(?:is|was|of|at|about|around|some|nearly|over|costs?)|[:=\s])*$",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(r"\b(?:in|since|by|from|until|during)\s+$", re.IGNORECASE)
_COUNT = re.compile(rf"(?<![£\d.,/-])(\d[\d,]*)\s+(?:[a-z-]+\s+){{0,2}}?(?:{_PEOPLE})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(])|\n+")
_PERIODS = {"week": 52, "month": 12, "day": 365, "quarter": 4}
_HEADED_EACH = re.compile(rf"\b(?:per|a|each)\s+(?:{_PERSON})\b|unit\s+cost|cost\s+each", re.IGNORECASE)
_HEADED_PEOPLE = re.compile(rf"\b(?:{_PEOPLE})\b|\bhead\s?count\b", re.IGNORECASE)
_HEADED_MONEY = re.compile(r"£|cost|spend|amount|price|value|gbp|pounds|%|percent|share", re.IGNORECASE)
_HEADED_TOTAL = re.compile(r"\btotal\b.*(cost|spend)|\b(cost|spend)\b.*\b(total|year|annum)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Claimed:
    """Three figures that should fit: the total and the cost a head in pence, and the number of people."""

    total: int
    people: int
    each: int

    def fits(self, times: int = 1) -> bool:
        """Tell whether people times the cost a head, so often a year, comes to the total."""
        product_of_both = self.people * self.each * times
        return product_of_both <= self.total * _ROOM and self.total <= product_of_both * _ROOM

    def sentence(self) -> str:
        """Say what is wrong."""
        return (
            f"{_shown(self.total)} for {self.people:,} people is {_shown(round(self.total / self.people))} each, not "
            f"{_shown(self.each)}: one of the three figures is wrong"
        )


def _shown(pence: int) -> str:
    return pounds(pence, pence_shown=pence % 100 != 0)


def _pence(found: "re.Match[str]") -> int:
    digits, scale = found["sum"] or found["sum2"], found["scale"] or found["scale2"]
    whole, _, part = str(digits).replace(",", "").partition(".")
    factor = 100 * _SCALES.get((scale or "").lower(), 1)
    return int(whole) * factor + int(part or 0) * factor // int("1" + "0" * len(part))


def _is_each(sentence: str, found: "re.Match[str]") -> bool:
    after = _EACH_AFTER.match(sentence, found.end())
    return bool(after) or bool(_EACH_BEFORE.search(sentence[: found.start()]))


def _counts(sentence: str) -> Iterator[int]:
    for found in _COUNT.finditer(sentence):
        people = int(found[1].replace(",", ""))
        if people > 1 and not (1900 < people < 2100 and _IN_A_YEAR.search(sentence[: found.start()])):
            yield people


def claims_in(text: str) -> Iterator[Claimed]:
    """Give the figures of each sentence that has a total, a number of people and a cost a head that do not fit.

    Where a sentence has several totals or numbers, any that fit together make it sound.

    Examples
    --------
    >>> [found.sentence() for found in claims_in("About 250 offenders cost £112m a year, £44,000 each.")]
    ['£112,000,000 for 250 people is £448,000 each, not £44,000: one of the three figures is wrong']
    >>> list(claims_in("About 250 offenders cost £112m a year, £448,000 each."))
    []
    """
    before = ""
    for sentence in _SENTENCE_END.split(text[:_LONGEST_TEXT]):
        heads, totals, people = _figures(sentence)
        if heads and not (totals and people):
            heads, totals, people = _figures(f"{before} {sentence}")
        yield from _unfit(sentence, [Claimed(*three) for three in product(totals, people, heads) if all(three)])
        before = sentence


def _figures(sentence: str) -> tuple[list[int], list[int], list[int]]:
    """The costs a head and other sums of a sentence, in pence, and its numbers of people."""
    money = list(_MONEY.finditer(sentence))
    heads = [_pence(found) for found in money if _is_each(sentence, found)]
    return heads, [_pence(found) for found in money if not _is_each(sentence, found)], list(_counts(sentence))


def _unfit(words: str, claims: Sequence[Claimed]) -> Iterator[Claimed]:
    times = [1, *(number for word, number in _PERIODS.items() if word in words.lower())]
    if claims and not any(claim.fits(often) for claim in claims for often in times):
        yield claims[0]


def _speaking_of_money(bench: Workbench, kind: str, table: pa.Table, columns: Sequence[str]) -> list[str]:
    """The columns of which some cell speaks of pounds; a large table is asked in one go."""
    if table.num_rows < _SMALL or kind != "flow":
        return list(columns)
    counts = ", ".join(f"count(*) FILTER (contains({column}, '£'))" for column in columns)
    (found,) = bench.rows(f"SELECT {counts} FROM finished.{kind}")
    return [column for column, count in zip(columns, found, strict=True) if count]


def _in_texts(table: pa.Table, column: str) -> Iterator[tuple[str, int | None, str]]:
    """Give sheet, line and sentence of the texts of a column whose figures do not fit."""
    is_money = pc.match_substring(table.column(column), "£")
    if table.num_rows < _SMALL:
        is_money = pc.or_(is_money, pc.match_substring(table.column(column), "pounds"))
    rows = table.select(["sheet", "line", column]).filter(pc.fill_null(is_money, False))
    rows = rows.filter(pc.match_substring_regex(rows.column(column), _HINT))
    said: dict[str, str] = {}
    for row in rows.to_pylist():
        text = row[column]
        if text not in said and len(said) < _MOST_TEXTS:
            said[text] = next((claim.sentence() for claim in _claims_of_cell(text, column)), "")
        if said.get(text):
            yield row["sheet"] or "", row["line"], said[text]


def _claims_of_cell(text: str, column: str) -> Iterator[Claimed]:
    if column != "extra":
        yield from claims_in(text)
        return
    for value in _object(text).values():
        if isinstance(value, str):
            yield from claims_in(value)


def _object(text: str) -> dict[str, object]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _headed_each(table: pa.Table) -> pa.Array:
    """Rows whose `extra` has a column headed like a cost a head; of a large table a sample says if there is one."""
    extra = table.column("extra")
    hint = r"(?i)\b(?:per|a|each)\s+(?:" + _PERSON + r')\b[^"]*":|unit\s+cost|cost\s+each'
    parts = [extra.slice(start, _SAMPLE) for start in range(0, table.num_rows, max(_SAMPLE, table.num_rows // 5))]
    if not any(pc.any(pc.match_substring_regex(part, hint)).as_py() for part in parts):
        return pa.array([], pa.uint64())
    return pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(extra, hint), False))


def _whole(value: object) -> int | None:
    text = str(value).replace(",", "").strip() if value is not None else ""
    return int(text) if text.isdigit() and len(text) < 12 else None


def _in_columns(table: pa.Table, kind: str) -> Iterator[tuple[str, int | None, str, str, str]]:
    """Give sheet, line, heading, value and sentence of costs a head that do not fit the rest of their row."""
    rows = _headed_each(table)
    # Taking rows of a large table, even none, first joins all its parts.
    for cells in table.take(rows).to_pylist() if len(rows) else ():
        extra = _object(cells["extra"])
        head = next((name for name in extra if _HEADED_EACH.search(name)), None)
        each = parse_pence(str(extra[head])) if head else None
        if head is None or not each:
            continue
        totals = [cells[_TOTALS[kind]]] if kind in _TOTALS else []
        totals += [parse_pence(str(extra[name])) for name in extra if name != head and _HEADED_TOTAL.search(name)]
        numbers = [cells.get("people_per_year"), cells.get("places_per_year"), cells.get("people")]
        numbers += [_whole(extra[name]) for name in extra if name != head and _counts_people(name)]
        three = [
            Claimed(abs(total), people, abs(each)) for total, people in product(totals, numbers) if total and people
        ]
        for claim in _unfit(head, three):
            yield cells["sheet"] or "", cells["line"], head, str(extra[head]), claim.sentence()


def _counts_people(heading: str) -> bool:
    return bool(_HEADED_PEOPLE.search(heading)) and not _HEADED_MONEY.search(heading)


def contradictions(
    bench: Workbench, tables: Mapping[str, pa.Table], headings: Mapping[tuple[str, str], str]
) -> list[Problem]:
    """Find costs a head that do not divide in finished record tables.

    Parameters
    ----------
    bench : shows the flows as ``finished.flow``
    tables : record kind -> its table
    headings : sheet and field -> heading in the file

    Returns
    -------
    Warnings, each with sheet and line; the column is headed as the file heads it, where that is known.
    """
    found: dict[tuple[str, int | None, str], Problem] = {}
    for kind, table in tables.items():
        filled = [
            name for name in _TEXTS if name in table.column_names and table.column(name).null_count < table.num_rows
        ]
        spots = [
            (sheet, line, "" if column == "extra" else column, "", sentence)
            for column in (_speaking_of_money(bench, kind, table, filled) if filled else ())
            for sheet, line, sentence in _in_texts(table, column)
        ]
        spots += _in_columns(table, kind) if "extra" in filled else ()
        for sheet, line, column, value, sentence in spots:
            problem = Problem(
                sheet, line, headings.get((sheet, column), column), value,
                "warning", "per-head-does-not-divide", sentence,
                "divide the total by the number of people, and mend the figure that is wrong",
            )  # fmt: skip
            found.setdefault((sheet, line, sentence), problem)
    return list(found.values())
