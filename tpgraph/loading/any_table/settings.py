"""What holds for a whole table beside its columns: constants, the unit of money, the order of dates, lists, words."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tpgraph.loading.any_table.evidence import Evidence
from tpgraph.loading.any_table.fields import fields_of
from tpgraph.loading.any_table.headings import heading_words, words_of
from tpgraph.loading.any_table.values import is_allowed
from tpgraph.model import Column, RecordKind
from tpgraph.names import is_individual

_UNITS = (
    ("thousands", re.compile(r"(?i)(?:£|gbp)?\s*'?000'?s?\b|£\s*k\b|\bthousands?\b|\(k\)")),
    ("millions", re.compile(r"(?i)£\s*mn?\b|\bmillions?\b|\(mn?\)")),
    ("pence", re.compile(r"(?i)\bpence\b|\(p\)|_p$")),
)
_FOREIGN = re.compile(r"(?i)[$€]|\b(?:usd|eur|euros?|dollars?)\b")
_BEGINNINGS = {"capital": {"c": "true", "cap": "true", "r": "false", "rev": "false"}}


@dataclass(frozen=True)
class Settings:
    """What a mapping file says beside its columns.

    Attributes
    ----------
    constants : field -> text for every row
    unit, order : as `MapFile` takes them
    lists : list field -> separator
    words : field -> the file's word -> the allowed value, empty where nobody knows
    checks : field, ``basis``, ``unit`` or ``order`` -> what a person should look at
    """

    constants: dict[str, str] = field(default_factory=dict)
    unit: str = "pounds"
    order: str = "day first"
    lists: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)


def settings_of(
    kind: RecordKind, filled: Mapping[str, Evidence], evidence: Sequence[Evidence], stem: str, sheet: str
) -> Settings:
    """Work the settings out of the columns that were chosen.

    Parameters
    ----------
    kind : of the rows
    filled : field -> the column that fills it
    evidence : on every column
    stem, sheet : names in which words may tell what the file is
    """
    found = Settings()
    fields = fields_of(kind.name)
    if "basis" in fields and "basis" not in filled:
        _basis(found, filled, evidence, stem, sheet)
    unit, order = _unit(filled, fields), _order(found, filled)
    for name, one in filled.items():
        column = fields[name].column
        separator = one.values.separator
        if column.type == "list" and separator not in ("", ";"):
            found.lists[name] = separator
            found.checks[name] = "the comma is read as what stands between entries" if separator == "," else ""
        if column.values and (words := dict(_words(column, one))):
            found.words[name] = words
            found.checks[name] = "some of its values are no allowed ones: see [values] in the file"
    if unit != "pounds":
        found.checks["unit"] = f"amounts are read as {unit}, by the heading"
    if any(_FOREIGN.search(one.heading) for name, one in filled.items() if fields[name].column.type == "pence"):
        found.checks["unit"] = (
            "the heading speaks of another currency, which is never converted: only pounds are loaded"
        )
    return Settings(found.constants, unit, order, found.lists, found.words, found.checks)


def _basis(
    found: Settings, filled: Mapping[str, Evidence], evidence: Sequence[Evidence], stem: str, sheet: str
) -> None:
    """Propose on what basis all amounts are stated, by the first of the names that tells it."""
    amount = filled.get("amount_gbp")
    headings = " ".join(one.heading for one in evidence)
    told = heading_words()["basis"]
    for where, text in (
        ("the heading of the amount", amount.heading if amount else ""),
        ("the file's name", stem),
        ("the sheet's name", sheet),
        ("the headings", headings),
    ):
        words = words_of(text)
        hits = [basis for basis, known in told.items() if isinstance(known, list) and words & _singulars(known)]
        if len(hits) == 1:
            found.constants["basis"] = hits[0]
            found.checks["basis"] = f"by {where}"
            return


def _singulars(known: Sequence[str]) -> frozenset[str]:
    return frozenset(word for text in known for word in words_of(text))


def _unit(filled: Mapping[str, Evidence], fields: Mapping[str, object]) -> str:
    for name, one in filled.items():
        if name in ("amount_gbp", "cost_gbp_per_year") and name in fields:
            return next((unit for unit, pattern in _UNITS if pattern.search(one.heading)), "pounds")
    return "pounds"


def _order(found: Settings, filled: Mapping[str, Evidence]) -> str:
    """The order of the dates of the column that shows it most surely."""
    dated = [one for name, one in filled.items() if name in ("date", "start", "end", "ends", "as_of")]
    dated = [one for one in dated if one.values.share(one.values.order) > 0.3]
    if not dated:
        return "day first"
    best = max(dated, key=lambda one: (one.values.sure, one.values.filled))
    if not best.values.sure:
        found.checks["order"] = f"no date shows whether they are {best.values.order}"
    return best.values.order


def _words(column: Column, one: Evidence) -> Iterator[tuple[str, str]]:
    """The words of a column that are no allowed values, with the value that each may be."""
    for text, _ in one.values.words:
        if not is_allowed(text, column) and not is_individual(text):
            yield text, _guess(text, column)


def _guess(text: str, column: Column) -> str:
    word = text.strip().lower()
    for beginning, value in _BEGINNINGS.get(column.name, {}).items():
        if word == beginning or (len(beginning) > 1 and word.startswith(beginning)):
            return value
    near = difflib.get_close_matches(word, column.values, n=1, cutoff=0.8)
    begun = [value for value in column.values if word.startswith(value) or (len(word) > 3 and value.startswith(word))]
    return (near or begun or [""])[0]
