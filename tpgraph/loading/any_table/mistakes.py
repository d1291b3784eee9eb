"""What is wrong in a mapping file, said with its line and the nearest right word."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")
_HEAD = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Mistake:
    """One mistake: the keys that lead to it, outermost first, and what is wrong, in words."""

    where: tuple[str, ...]
    said: str


def shown(text: str) -> str:
    """Give a word of a file for a message: on one line, not too long."""
    plain = "".join(letter for letter in text if letter.isprintable())
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[: _MOST_SHOWN - 3]}..."


def nearest(word: str, known: Iterable[str]) -> str:
    """Give `; did you mean 'x'?` for the known word that is most like another; empty where none is.

    >>> nearest("amont", ["amount_gbp", "payee"]), nearest("zzz", ["payee"])
    ("; did you mean 'amount_gbp'?", '')
    """
    folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold()[:200], folded, n=1, cutoff=0.55)
    if not found:
        begun = [name for name in folded if name.startswith(word.casefold()) or word.casefold().startswith(name)]
        found = begun[:1] if word else []
    return f"; did you mean '{shown(folded[found[0]])}'?" if found else ""


def _parts(written: str) -> tuple[str, ...]:
    """The keys that a dotted or quoted key of TOML stands for."""
    try:
        inner: object = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return (written,)
    found = []
    while isinstance(inner, dict):
        (key,) = inner
        found.append(key)
        inner = inner[key]
    return tuple(found)


def line_of(text: str, where: Sequence[str]) -> int | None:
    """Give the line of a TOML text on which a key stands, or its table; None where neither is found."""
    section: tuple[str, ...] = ()
    head_line = None
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            section = _parts(head[1])
            if section == tuple(where):
                return number
            head_line = number if section == tuple(where)[: len(section)] else head_line
        elif (key := _KEY.match(line)) and (*section, *_parts(key[1])) == tuple(where):
            return number
    return head_line


def one_sentence(mistakes: Sequence[Mistake], text: str, where: str) -> str:
    """Say the first mistake of a file with its line, and how many more there are."""
    first = mistakes[0]
    line = line_of(text, first.where) if first.where else None
    more = f" (and {len(mistakes) - 1} more mistakes)" if len(mistakes) > 2 else ""
    more = " (and 1 more mistake)" if len(mistakes) == 2 else more
    return f"{where}{f', line {line}' if line else ''}: {first.said}{more}"
