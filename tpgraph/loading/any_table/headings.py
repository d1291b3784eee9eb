"""What the name of a column says: the headings that every loader and the model know, by the field that they mean."""

import difflib
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from tpgraph.loading.any_table.fields import fields_of
from tpgraph.loading.loader import Loader
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.recognise import loaders
from tpgraph.model import model

# TOML of several shapes: each part is read where it is used.
Words = Mapping[str, Mapping[str, object]]

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SMALL = frozenset({"of", "the", "a", "in", "for", "to", "by", "and", "gbp", "s"})
_STEP, _LEAST_EXACT = 0.004, 0.9
"""A heading further down a list means the field a little less surely."""
_FUZZY = 0.86
_LEAST_SHARED = 0.4
_LONGEST = 120


@cache
def heading_words() -> Words:
    """Give headings.toml, which says what no loader's mapping does."""
    text = resources.files("tpgraph.loading.any_table").joinpath("headings.toml").read_text("utf-8")
    found: Words = tomllib.loads(text)
    return found


@lru_cache(maxsize=1 << 14)
def words_of(heading: str) -> frozenset[str]:
    """Give the words of a heading in small letters, without an s at the end and without those that say little.

    >>> sorted(words_of("Date of Payments")), sorted(words_of("netAmount (£)"))
    (['date', 'payment'], ['amount', 'net'])
    """
    words = (word.lower() for word in _WORD.findall(heading[:_LONGEST]))
    return frozenset(_singular(word) for word in words if word not in _SMALL)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _loader_tables(loader: Loader) -> Iterator[tuple[str, Mapping[str, Mapping[str, object]]]]:
    """The tables of a loader's mapping.toml with their fields; none where it has no such file."""
    package = sys.modules[type(loader).__module__].__package__ or ""
    try:
        text = resources.files(package).joinpath("mapping.toml").read_text("utf-8")
        tables = tomllib.loads(text).get("tables", {})
    except (OSError, ValueError, ModuleNotFoundError):
        return
    for name, table in tables.items():
        if isinstance(table, dict):
            yield name, table.get("fields", {})


def _from_loaders(kind: str) -> Iterator[tuple[str, str]]:
    """Column of a kind and a heading that a loader reads as it."""
    tables, same = heading_words()["tables"], heading_words().get("same", {}).get(kind, {})
    sheet = model().records[kind].sheet
    columns = {field.column.name for field in fields_of(kind).values()}
    for name, loader in loaders().items():
        for table, fields in _loader_tables(loader):
            if tables.get(f"{name}.{table}", kind if table in (kind, sheet) else "") != kind:
                continue
            for field, entry in fields.items():
                column = same.get(field, field) if isinstance(same, Mapping) else field
                if column in columns and isinstance(headings := entry.get("headings"), list):
                    yield from ((str(column), str(heading)) for heading in headings)


@cache
def known_headings(kind: str) -> Mapping[str, Mapping[str, tuple[float, str]]]:
    """Give the headings of a kind by field: folded heading -> (how surely it means the field, as it is written)."""
    also = heading_words()["also"].get(kind, {})
    listed: dict[str, list[str]] = {}
    for field in fields_of(kind).values():
        own = [field.name, field.column.name.removesuffix("_pence"), *field.column.also]
        more = also.get(field.column.name, []) if isinstance(also, Mapping) else []
        listed[field.column.name] = [*own, *more]
    for column, heading in _from_loaders(kind):
        listed[column].append(heading)
    found: dict[str, Mapping[str, tuple[float, str]]] = {}
    for field in fields_of(kind).values():
        keys: dict[str, tuple[float, str]] = {}
        for place, heading in enumerate(dict.fromkeys(listed[field.column.name])):
            keys.setdefault(heading_key(heading), (max(1 - _STEP * place, _LEAST_EXACT), heading))
        keys.pop("", None)
        found[field.name] = keys
    return found


@cache
def _by_word(kind: str) -> Mapping[str, tuple[tuple[str, frozenset[str], str], ...]]:
    """The fields of a kind, the words of their headings and the headings, by each of the words."""
    found: dict[str, dict[tuple[str, frozenset[str], str], None]] = {}
    for name, keys in known_headings(kind).items():
        for _, heading in keys.values():
            words = words_of(heading)
            for word in words:
                found.setdefault(word, {})[(name, words, heading)] = None
    return {word: tuple(entries) for word, entries in found.items()}


@cache
def known_keys() -> frozenset[str]:
    """Give every heading that means a field of some kind, folded; those that say only from and to are left out."""
    kinds = set(model().records) - {"partnership", "inspection", "referral"}
    return frozenset(key for kind in kinds for keys in known_headings(kind).values() for key in keys)


@lru_cache(maxsize=1 << 12)
def _nearest_key(key: str) -> str:
    """The known heading that differs from one by a slip of the pen; empty where there is none."""
    if not 4 < len(key) < _LONGEST:
        return ""
    found = difflib.get_close_matches(key, sorted(known_keys()), n=1, cutoff=_FUZZY)
    return found[0] if found else ""


def name_scores(heading: str, kind: str, *, fuzzy: bool = True) -> dict[str, tuple[float, str]]:
    """Tell which fields of a kind a heading may mean, by its name alone.

    Parameters
    ----------
    heading : as written
    kind : of the model
    fuzzy : whether slips of the pen are looked for, which takes time

    Returns
    -------
    field -> (0 to 1, why in words); fields of which nothing in it speaks are left out
    """
    key = heading_key(heading)
    known = known_headings(kind)
    near = _nearest_key(key) if fuzzy and key and key not in known_keys() else ""
    found: dict[str, tuple[float, str]] = _by_words(words_of(heading), kind)
    for name, keys in known.items():
        if near in keys:
            found[name] = (0.8 * keys[near][0], f"the heading is nearly '{keys[near][1]}'")
        if key in keys:
            score, written = keys[key]
            found[name] = (score, "the heading is known" + ("" if written == heading else f" as '{written}'"))
    return found


def _by_words(words: frozenset[str], kind: str) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    index = _by_word(kind)
    for name, one, written in dict.fromkeys(entry for word in sorted(words) for entry in index.get(word, ())):
        # All words of a known heading among others say more than some words of it.
        share = len(words & one) / len(words | one) * (1.0 if one <= words else 0.8)
        if share >= _LEAST_SHARED and 0.3 + 0.45 * share > found.get(name, (0.0, ""))[0]:
            found[name] = (0.3 + 0.45 * share, f"the heading is like '{written}'")
    return found


def speaks_of_a_person(heading: str) -> bool:
    """Tell whether a heading names a person or what only a person has, such as a date of birth.

    >>> [speaks_of_a_person(text) for text in ("Head Teacher", "Registered manager name", "Date of birth", "Team")]
    [True, True, True, False]
    """
    persons = heading_words()["persons"]
    words = [word.lower() for word in _WORD.findall(heading[:_LONGEST])]
    text = " ".join(words)
    listed, phrases = persons["words"], persons["phrases"]
    assert isinstance(listed, list)
    assert isinstance(phrases, list)
    return (
        not set(words).isdisjoint(listed) or heading_key(heading) in listed or any(phrase in text for phrase in phrases)
    )
