"""Take a shipped query apart, as far as the rules of the portable subset need it: a close reading, not a parser."""

import re
from dataclasses import dataclass

_CLAUSE = re.compile(
    r"\b(OPTIONAL\s+MATCH|MATCH|WHERE|WITH\s+DISTINCT|WITH|UNWIND|RETURN\s+DISTINCT|RETURN|ORDER\s+BY|SKIP|LIMIT)\b"
)
_NODE = re.compile(r"(?<![\w}])\((\w*)((?::\w+)?)\)")
_RELATIONSHIP = re.compile(r"\[(\w*)(?::([\w|]+))?(\*[\d.]*)?\]")


@dataclass(frozen=True)
class Clause:
    """One clause: `word` such as MATCH, its text after the word, and how deep in braces it stands."""

    word: str
    text: str
    depth: int


@dataclass(frozen=True)
class Node:
    """One node of a pattern; either part may be empty."""

    variable: str
    label: str


@dataclass(frozen=True)
class Relationship:
    """One relationship of a pattern: its types, and its length such as `*0..5`, if it has one."""

    variable: str
    types: tuple[str, ...]
    length: str


def bare(text: str) -> str:
    """Give the text without its comments and with every string emptied."""
    without_comments = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    return re.sub(r"'[^']*'", "''", without_comments).strip()


def clauses(text: str) -> list[Clause]:
    """Give the clauses of a bare text in order, those inside EXISTS and COUNT among them."""
    found = list(_CLAUSE.finditer(text))
    ends = [later.start() for later in found[1:]] + [len(text)]
    return [
        Clause(" ".join(match[1].split()), text[match.end() : end].strip(), _depth(text[: match.start()]))
        for match, end in zip(found, ends, strict=True)
    ]


def _depth(text: str) -> int:
    return text.count("{") - text.count("}")


def pattern(clause: Clause) -> str:
    """Give the pattern of a MATCH: what follows a closing brace or a word such as AND belongs to no pattern."""
    return re.split(r"\}|\bAND\b|\bOR\b", clause.text)[0].strip()


def nodes(text: str) -> list[Node]:
    """Give the nodes of a pattern."""
    return [Node(match[1], match[2].removeprefix(":")) for match in _NODE.finditer(text)]


def relationships(text: str) -> list[Relationship]:
    """Give the relationships of a pattern."""
    return [
        Relationship(match[1], tuple((match[2] or "").split("|")), match[3] or "")
        for match in _RELATIONSHIP.finditer(text)
    ]


def parts(text: str) -> list[str]:
    """Split a list at its commas, those inside brackets of any kind left alone."""
    found, depth = [""], 0
    for sign in text:
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]


def returned(text: str) -> list[str]:
    """Give the column names of the last RETURN of a bare text."""
    start = [match.end() for match in re.finditer(r"\bRETURN(\s+DISTINCT)?\b", text)][-1]
    listed = text[start:].split("ORDER BY")[0]
    return [re.sub(r"(?s)^.*\bAS\s+", "", part) for part in parts(listed)]


def ordered_by(text: str) -> list[str]:
    """Give what the rows of a bare text are put in order by, the direction left out; empty where they are not."""
    if "ORDER BY" not in text:
        return []
    last = text.rsplit("ORDER BY", 1)[1]
    return [re.sub(r"\s+(ASC|DESC)$", "", part) for part in parts(last)]
