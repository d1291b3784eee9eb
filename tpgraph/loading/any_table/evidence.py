"""The evidence on each column of a table: what its heading and its values say of the fields of a kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tpgraph.loading.any_table.fields import MapField, fields_of
from tpgraph.loading.any_table.headings import known_keys, name_scores, speaks_of_a_person
from tpgraph.loading.any_table.reading import column_keys
from tpgraph.loading.any_table.values import MOST_SAMPLED, Values, fit, look_at, trimmed
from tpgraph.loading.contacts import is_code_heading, is_contact_heading, remove_contacts
from tpgraph.loading.mapping import HEADED_BY_A_CONTACT, heading_key
from tpgraph.loading.persons import INDIVIDUAL, without_person
from tpgraph.loading.raw import RawTable
from tpgraph.model import Column
from tpgraph.names import is_individual

_CELLS = 200_000
_FUZZY_COLUMNS = 200
_LONGEST_SHOWN = 40
_LONG_TEXT = 60
_MOST, _BY_TYPE = 0.9, 0.55
_MOST_PERSONS = 50
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.?(?:\s+[A-Z][\w'\u2019-]*){1,3}")

_TELLING = frozenset({"amount_pence", "date", "financial_year", "postcode", "identifier", "website"})
"""Fields whose values look like those of no other."""

_NAMES = frozenset(
    {("flow", "payee")} | {(kind, "name") for kind in ("organisation", "service", "site", "place", "need")}
)
"""Kinds and fields that names fill: where a heading is known nowhere, a column of different short texts may be one."""


@dataclass(frozen=True)
class Evidence:
    """What is known of one column.

    Attributes
    ----------
    column : what a mapping file calls it
    shown : the same, unless it is itself a contact
    heading : as written; blank where it has none
    dropped : why it must not be loaded; empty where it may
    first : its first different values, contacts and persons taken out
    """

    column: str
    shown: str
    heading: str
    values: Values
    dropped: str
    first: tuple[str, ...]
    fuzzy: bool = True
    _by_name: dict[str, Mapping[str, tuple[float, str]]] = field(default_factory=dict, repr=False)

    def by_name(self, kind: str) -> Mapping[str, tuple[float, str]]:
        """Fields that the heading may mean, see `name_scores`."""
        if kind not in self._by_name:
            self._by_name[kind] = name_scores(self.heading, kind, fuzzy=self.fuzzy) if self.heading else {}
        return self._by_name[kind]

    def scores(self, kind: str) -> dict[str, float]:
        """How surely the column is each field of a kind, by name and values together; 0 is left out."""
        if self.dropped or not (self.heading or self.values.filled):
            return {}
        named = self.by_name(kind)
        found = {}
        for name, entry in fields_of(kind).items():
            score = named.get(name, (0.0, ""))[0] * (0.3 + 0.7 * fit(self.values, entry.column))
            score = max(score, self._by_values(kind, entry.column))
            if score:
                found[name] = score
        return found

    def _by_values(self, kind: str, column: Column) -> float:
        """How surely the values alone make the column a field: only those that look like nothing else do."""
        values = self.values
        if column.name in _TELLING:
            name = {"pence": "pounds", "date": values.order, "year": "year"}.get(column.type, column.name)
            return _BY_TYPE if values.share(name) >= _MOST and name != "spreadsheet numbers" else 0.0
        if (column.name == "place" or "gss" in column.also) and values.share("gss") >= _MOST:
            return _BY_TYPE
        if heading_key(self.heading) in known_keys() or values.share("text") < _MOST or not values.is_plain:
            return 0.0
        if column.name in ("description", "purpose") and values.length > _LONG_TEXT:
            return 0.46
        is_name = (kind, column.name) in _NAMES and 4 <= values.length <= _LONG_TEXT and values.distinct > 0.1
        return 0.42 + 0.03 * values.distinct if is_name else 0.0

    def check(self, kind: str, name: str) -> str:
        """Say that only the values speak for a field; empty where the heading does too."""
        return "" if name in self.by_name(kind) else "by its values alone"

    def why(self, kind: str, entry: MapField) -> str:
        """Say in words what speaks for a field."""
        said = [self.by_name(kind).get(entry.name, (0.0, ""))[1], in_words(entry.column, self.values)]
        return "; ".join(filter(None, said))


def gather(raw: RawTable, *, header: bool = True) -> tuple[Evidence, ...]:
    """Gather the evidence on every column of a table."""
    keys = column_keys(raw.header)
    most = max(50, min(MOST_SAMPLED, _CELLS // max(len(keys), 1)))
    looked = [look_at(trimmed(raw.table.column(f"c{index}")), most) for index in range(len(keys))]
    persons = tuple(dict.fromkeys(text for values in looked for text in values.first if is_individual(text)))
    found = []
    for index, (key, values) in enumerate(zip(keys, looked, strict=True)):
        heading = raw.header[index] if header else ""
        shown = key if remove_contacts(key) == key else HEADED_BY_A_CONTACT
        dropped = _dropped(heading, shown, values)
        first = () if dropped else tuple(_without_persons(text, persons) for text in values.first)
        found.append(Evidence(key, shown, heading, values, dropped, first, len(keys) <= _FUZZY_COLUMNS))
    return tuple(found)


def _dropped(heading: str, shown: str, values: Values) -> str:
    if shown == HEADED_BY_A_CONTACT:
        return "its heading is a contact"
    if is_contact_heading(heading):
        return "the heading names a contact: contacts are never loaded"
    if values.contacts and not is_code_heading(heading):
        return "its values are contacts: contacts are never loaded"
    if values.share("person") > 0.5 and heading_key(heading) not in known_keys():
        return "its values are names of persons: persons are not loaded"
    if speaks_of_a_person(heading):
        return "the heading speaks of a person: persons are not loaded"
    return ""


def _without_persons(text: str, persons: Sequence[str]) -> str:
    """A value as it may be shown: without contacts, names after a title, and the persons of other columns."""
    plain = _TITLED.sub(INDIVIDUAL, remove_contacts(text))
    for person in persons[:_MOST_PERSONS]:
        plain = without_person(plain, person)
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[: _LONGEST_SHOWN - 3]}..."


_SAID = {
    "pence": ("amount", "amounts"),
    "integer": ("whole", "whole numbers"),
    "number": ("number", "numbers"),
    "year": ("year", "financial years"),
}


def in_words(column: Column, values: Values) -> str:
    """Say what the values of a column are, as far as it speaks for or against a field.

    >>> from tpgraph.loading.any_table.values import look_at
    >>> import pyarrow as pa
    >>> in_words(Column("amount_pence", "pence"), look_at(pa.chunked_array([["1.50", "2", "n/a"]])))
    '67 % are amounts'
    """
    if not values.filled:
        return "it has no value"
    if column.values:
        return f"{len(values.words)} different values" if values.words else "many different values"
    if column.type in _SAID:
        name, said = _SAID[column.type]
        return f"{values.share(name):.0%} are {said}".replace("%", " %")
    if column.type == "date":
        return f"{values.share(values.order):.0%} are dates, {values.order}".replace("%", " %")
    return _of_texts(column, values)


def _of_texts(column: Column, values: Values) -> str:
    told = {"gss": "GSS codes", "postcode": "postcodes", "website": "web addresses", "identifier": "public identifiers"}
    for name, said in told.items():
        if values.share(name) >= 0.5:
            return f"{values.share(name):.0%} are {said}".replace("%", " %")
    if column.type == "list" and values.separator:
        return f"lists with '{_visible(values.separator)}' between"
    if column.type == "id" and values.distinct == 1:
        return "every value differs"
    return f"texts of about {values.length:.0f} letters" if values.length > _LONG_TEXT else ""


def _visible(separator: str) -> str:
    return "line breaks" if separator == "\n" else separator
