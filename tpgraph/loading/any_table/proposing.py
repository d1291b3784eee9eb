"""A mapping proposed for a table: the kind of its rows and the field of every column, each with its evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tpgraph.errors import InputError
from tpgraph.loading.any_table.evidence import Evidence, gather
from tpgraph.loading.any_table.fields import DROP, KEEP, MapField, fields_of, kind_named, kind_names
from tpgraph.loading.any_table.headings import words_of
from tpgraph.loading.any_table.mistakes import nearest, shown
from tpgraph.loading.any_table.settings import Settings, settings_of
from tpgraph.loading.raw import RawTable
from tpgraph.model import RecordKind, model

_LEAST = 0.42
_NEAR = 0.08
"""Two columns, or two fields, whose scores differ by less are told both."""
_NEAR_KINDS = 0.9
_ASKED_FOR = frozenset({"setting", "theme", "coverage"})
"""Kinds that are proposed only where the user names them: nearly every table has a column that they have."""
_SEVERAL = frozenset({"address", "needs", "client_groups", "places"})


@dataclass(frozen=True)
class Choice:
    """What is proposed for one column.

    Attributes
    ----------
    column : what a mapping file calls it
    shown : the same for people: not where the heading is itself a contact
    field : a field, ``keep`` or ``drop``
    why : the evidence in words
    check : what a person should look at; empty where nothing speaks for anything else
    first : its first different values, contacts and persons taken out; none of a column that is dropped
    """

    column: str
    shown: str
    field: str
    why: str
    check: str = ""
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A mapping proposed for one table.

    Attributes
    ----------
    kind : of the rows; kind_why and kind_check say why, and what else they may be
    sheet : of a workbook, else empty
    header : False where the first row is data already
    choices : one a column, in the file's order
    settings : constants, units, orders, separators and words
    strength : how well the columns fit the kind, to compare sheets
    missing : required fields that nothing fills yet
    notes : what else a person should know
    """

    kind: RecordKind
    kind_why: str
    kind_check: str
    sheet: str
    header: bool
    choices: tuple[Choice, ...]
    settings: Settings
    strength: float = 0.0
    missing: tuple[MapField, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Fitted:
    """The best assignment of columns to the fields of one kind, and how strong it is."""

    kind: RecordKind
    scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
    names: tuple[str, ...]
    column_of: dict[str, int]
    strength: float = 0.0
    more: dict[int, str] = field(default_factory=dict)


def propose(
    raw: RawTable, *, stem: str, kind: str | None = None, header: bool = True, notes: Iterable[str] = ()
) -> Proposal:
    """Propose a mapping for a table.

    Parameters
    ----------
    raw : the table
    stem : name of the file without its ending, in which words may tell what it is
    kind : the user's word for what a row is; else the kind that most columns fit
    header : whether the table has a header

    Raises
    ------
    InputError
        If no kind fits, or the user's word is none.
    """
    evidence = gather(raw, header=header)
    kinds = [_asked(kind)] if kind else [one for one in model().records.values() if one.name not in _ASKED_FOR]
    fitted = sorted((_fit(one, evidence, stem, raw.name) for one in kinds), key=lambda one: -one.strength)
    best = fitted[0]
    if not best.column_of and not kind:
        listed = ", ".join(shown(one.shown) for one in evidence[:12])
        raise InputError(
            f"{stem}: no column tells what its rows are ({listed}); say it with --as-kind, one of "
            f"{', '.join(kind_names())}"
        )
    settings = settings_of(best.kind, _filled(best, evidence), evidence, stem, raw.name)
    near = [one.kind.sheet for one in fitted[1:] if one.strength > 0 and one.strength >= _NEAR_KINDS * best.strength]
    known = len(best.column_of)
    return Proposal(
        kind=best.kind,
        kind_why="you said so" if kind else f"{known} of {len(evidence)} columns fit its fields",
        kind_check=f"the rows may be {' or '.join(near)} as well: say so with --as-kind {near[0]}" if near else "",
        sheet=raw.name,
        header=header,
        choices=tuple(_choices(best, evidence, settings)),
        settings=settings,
        strength=best.strength,
        missing=tuple(_missing(best, settings)),
        notes=tuple(notes),
    )


def _asked(word: str) -> RecordKind:
    found = kind_named(word)
    if found is None:
        raise InputError(
            f"'{shown(word)}' is no kind; expected one of {', '.join(kind_names())}{nearest(word, kind_names())}"
        )
    return found


def _fit(kind: RecordKind, evidence: Sequence[Evidence], stem: str, sheet: str) -> _Fitted:
    from scipy.optimize import linear_sum_assignment

    fields = fields_of(kind.name)
    names = tuple(fields)
    scores = np.zeros((len(names), len(evidence)))
    for place, one in enumerate(evidence):
        for name, score in one.scores(kind.name).items():
            scores[names.index(name), place] = score if score >= _LEAST else 0.0
    weights = np.array([[_weight(fields[name])] for name in names])
    rows, places = linear_sum_assignment(scores * weights, maximize=True)
    column_of = {names[row]: int(place) for row, place in zip(rows, places, strict=True) if scores[row, place]}
    strength = sum(scores[names.index(name), place] * _weight(fields[name]) for name, place in column_of.items())
    strength -= sum(_lack(fields[name]) for name in names if fields[name].column.required and name not in column_of)
    if words_of(kind.sheet) & (words_of(stem) | words_of(sheet)):
        strength += 0.7
    return _Fitted(kind, scores, names, column_of, float(strength), _further(names, scores, column_of, len(evidence)))


def _further(
    names: Sequence[str],
    scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    column_of: Mapping[str, int],
    columns: int,
) -> dict[int, str]:
    """Columns that fill a field beside its first one, such as the lines of an address."""
    free = set(range(columns)) - set(column_of.values())
    return {
        place: name
        for name in column_of
        if name in _SEVERAL
        for place in sorted(free)
        if scores[names.index(name), place] >= 0.6 and scores[:, place].max() == scores[names.index(name), place]
    }


def _weight(entry: MapField) -> float:
    return 1.5 if entry.column.required else 0.6 if entry.name == "id" else 1.0


def _lack(entry: MapField) -> float:
    """What it takes from a kind that nothing fills a required field: least where one constant may do for all rows."""
    return {"basis": 0.2, "payer": 0.5, "organisation": 0.8}.get(entry.name, 3.0)


def _filled(fitted: _Fitted, evidence: Sequence[Evidence]) -> dict[str, Evidence]:
    return {name: evidence[place] for name, place in fitted.column_of.items()}


def _missing(fitted: _Fitted, settings: Settings) -> Iterable[MapField]:
    for name, entry in fields_of(fitted.kind.name).items():
        if entry.column.required and name not in fitted.column_of and name not in settings.constants:
            yield entry


def _choices(fitted: _Fitted, evidence: Sequence[Evidence], settings: Settings) -> Iterable[Choice]:
    field_of = {place: name for name, place in fitted.column_of.items()} | fitted.more
    fields = fields_of(fitted.kind.name)
    for place, one in enumerate(evidence):
        name = field_of.get(place)
        if name is not None:
            checks = [
                one.check(fitted.kind.name, name),
                _rivals(fitted, evidence, name, place),
                settings.checks.get(name, ""),
            ]
            why = one.why(fitted.kind.name, fields[name])
            yield Choice(one.column, one.shown, name, why, "; ".join(filter(None, checks)), one.first)
        elif one.dropped:
            yield Choice(one.column, one.shown, DROP, one.dropped)
        else:
            yield Choice(
                one.column,
                one.shown,
                KEEP,
                _near_field(fitted, place) or "no field is known by this heading",
                "",
                one.first,
            )


def _rivals(fitted: _Fitted, evidence: Sequence[Evidence], name: str, place: int) -> str:
    """Columns that could fill the field as well, and fields that the column could fill as well."""
    row = fitted.names.index(name)
    score = fitted.scores[row, place]
    taken = {*fitted.column_of.values(), *fitted.more}
    columns = [
        f"'{shown(evidence[other].shown)}'"
        for other in range(len(evidence))
        if other not in taken and fitted.scores[row, other] >= max(score - _NEAR, _LEAST)
    ]
    fields = [
        other
        for number, other in enumerate(fitted.names)
        if other not in fitted.column_of and fitted.scores[number, place] >= max(score - _NEAR, _LEAST)
    ]
    said = [f"{', '.join(columns[:3])} may be {name} as well"] if columns else []
    said += [f"it may be {' or '.join(fields[:3])} as well"] if fields else []
    return "; ".join(said)


def _near_field(fitted: _Fitted, place: int) -> str:
    """Say which field a column without one is like, and that another column fills it."""
    row = int(fitted.scores[:, place].argmax())
    return f"like {fitted.names[row]}, which another column fills" if fitted.scores[row, place] else ""
