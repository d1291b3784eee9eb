"""Payees who are persons, and payees who are nobody: a person's name is kept in no cell of the row that pays them."""

import re
from collections.abc import Iterable, Mapping

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.names import is_individual

INDIVIDUAL = "an individual"
"""All that is kept of a person's name."""

_NOTHING = frozenset({"#n/a", "#ref!", "#value!", "#name?", "n/a", "null", "none", "-", "."})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "and"})
_WORD = re.compile(r"[^\W_](?:[\w'\u2019-]*\w)?")


def is_nothing(written: str) -> bool:
    """Tell whether a text is what spreadsheets and exports write for an empty cell."""
    return written.strip().lower() in _NOTHING


def _name_words(person: str) -> list[str]:
    """The words of a person's name without the titles before it."""
    words = _WORD.findall(person)
    while words and words[0].lower() in _TITLES:
        del words[0]
    return words


def _pattern(person: str) -> re.Pattern[str] | None:
    words = _name_words(person)
    if sum(map(len, words)) < 2:
        return None
    title = r"(?:(?:mr|mrs|ms|miss|dr)\b\W*(?:(?:and\b|&)\W*)?)*"
    return re.compile(rf"(?<!\w){title}" + r"\W+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)


def _may_stand_in(text: str, person: str) -> bool:
    """Whether a name can stand in a text at all: told at a glance, as most cells have nothing of it.

    Only of plain letters: others have capitals and small letters that this glance does not know.
    """
    if not (text.isascii() and person.isascii()):
        return True
    small = text.lower()
    return all(word.lower() in small for word in _name_words(person))


def without_person(text: str, person: str) -> str:
    """Take a person's name out of a text; a text that itself reads as a person goes whole.

    >>> without_person("Fostering Mrs. Jane Smith, May", "Mrs Jane Smith"), without_person("Miss A Day", "Mr B Night")
    ('Fostering an individual, May', 'an individual')
    """
    if is_individual(text) and _name_words(text):
        return INDIVIDUAL
    if not _may_stand_in(text, person):
        return text
    pattern = _pattern(person)
    return pattern.sub(INDIVIDUAL, text) if pattern else text


def _in_extra(value: object, person: str) -> object:
    if isinstance(value, str):
        return without_person(value, person)
    if isinstance(value, list):
        return [_in_extra(inner, person) for inner in value]
    if isinstance(value, dict):
        return {name: _in_extra(inner, person) for name, inner in value.items()}
    return value


def _cell(column: str, text: str | None, person: str) -> str | None:
    if text is None:
        return None
    if column == "extra":
        return orjson.dumps(_in_extra(orjson.loads(text), person)).decode()
    return without_person(text, person)


def without_persons(table: pa.Table, payee: str, persons: Mapping[str, str], columns: Iterable[str]) -> pa.Table:
    """Take the names of persons out of the rows that pay them.

    Parameters
    ----------
    table : landed text; the column `payee` itself stays as it is, and so does every row with another payee
    payee : name of the column of payees
    persons : payee as written -> the name of the person
    columns : the columns to clean; ``extra`` is JSON text

    Returns
    -------
    Table with the same rows in the same order
    """
    if not persons:
        return table
    place = pc.index_in(table.column(payee), pa.array(list(persons), pa.string()))
    rows = pc.indices_nonzero(pc.is_valid(place))
    if not len(rows):
        return table
    names = [persons[text] for text in table.column(payee).take(rows).to_pylist()]
    is_theirs = pc.is_valid(place).combine_chunks()
    for column in columns:
        texts = table.column(column).take(rows).to_pylist()
        cleaned = [_cell(column, text, name) for text, name in zip(texts, names, strict=True)]
        if cleaned != texts:
            whole = pc.replace_with_mask(table.column(column), is_theirs, pa.array(cleaned, pa.string()))
            table = table.set_column(table.column_names.index(column), column, whole)
    return table
