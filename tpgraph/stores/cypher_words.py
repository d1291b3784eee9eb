"""The words of a Cypher text, and what words alone can refuse: neither engine's plan shows all that a text does."""

import re
from collections.abc import Collection, Iterator

from tpgraph.errors import QueryError

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
      | (?P<quoted>`[^`]*`)
      | (?P<word>\$?[^\W\d]\w*(?:\.[^\W\d]\w*)*)
      | (?P<space>\s+)
      | (?P<sign>/\*|.)""",
    re.VERBOSE | re.DOTALL,
)
_LOAD_CSV = re.compile(r"(?<![A-Z0-9_])LOAD(?![A-Z0-9_]).*(?<![A-Z0-9_])CSV(?![A-Z0-9_])", re.DOTALL)

Words = list[tuple[str, int]]
"""Words, names in backticks and signs of a text, each with its place, words in upper case; no strings, no comments."""


def plain_lines(text: str) -> str:
    """End every line with a line feed: the engines differ on where a lone carriage return ends a comment."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check(text: str, procedures: Collection[str]) -> Words:
    """Refuse a text that is empty, does not end, is two, reads files or calls a procedure that is not listed.

    Parameters
    ----------
    text : str
        One Cypher statement, its lines ended by line feeds.
    procedures : collection of str
        Names of the procedures that may be called; capitals count for nothing.

    Returns
    -------
    list of (str, int)
        The words of the text with their places.

    Raises
    ------
    QueryError
        Naming what is refused.
    """
    # In upper case, so that letters whose capital is an ASCII letter (such as the long s) do not slip through.
    if _LOAD_CSV.search(text.upper()):
        raise QueryError("a query reads the graph only, so LOAD CSV is refused: load the file with `tpgraph load`")
    words = list(_words(text))
    if not words:
        raise QueryError(
            "the query is empty: write one Cypher statement, such as MATCH (o:Organisation) RETURN o.name AS name"
        )
    if words[0][0] in ("EXPLAIN", "PROFILE"):
        raise QueryError(f"leave out {words[0][0]}: a query gives rows, not its plan")
    if words[0][0] == "CYPHER":
        raise QueryError("leave out CYPHER and its options: a query begins with a word such as MATCH or RETURN")
    allowed = {name.upper() for name in procedures}
    for (word, place), (following, after) in pairs(words):
        if word == ";" and following:
            raise QueryError(f"one statement at a time: a second one begins after the ';' at {where(text, place)}")
        if word in ("'", '"', "`", "/*"):
            raise QueryError(f"the {word} at {where(text, place)} is never closed")
        if word == "CALL" and is_name(following) and following not in allowed:
            name = text[after : after + len(following)]
            raise QueryError(f"CALL {name} is refused: a query may call {', '.join(sorted(procedures))}")
    return words


def is_name(word: str) -> bool:
    """Tell words and names in backticks from signs."""
    return (len(word) > 1 and word != "/*") or word.isidentifier()


def pairs(words: Words) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Give each word and the one that follows it, with their places; an empty one follows the last."""
    return zip(words, [*words[1:], ("", 0)], strict=True)


def where(text: str, place: int) -> str:
    """Name a place of a text by line and column.

    >>> where("RETURN 1\\nAS x", 12)
    'line 2, column 4'
    """
    line = text.count("\n", 0, place) + 1
    return f"line {line}, column {place - text.rfind(chr(10), 0, place)}"


def _words(text: str) -> Iterator[tuple[str, int]]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            yield match[0].upper(), match.start()
        elif match.lastgroup in ("quoted", "sign"):
            yield match[0], match.start()
