"""What the verdicts of several agencies on a pair come to, and where verdicts contradict each other.

The last word of an agency replaces its earlier ones. Agencies that say different things of a pair do not agree: neither
wins. "Not ours to say" leaves the word to the others.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tpgraph.names import fold, normalise

NOT_AGREED = "not agreed"
NOT_OURS = "not ours to say"
Row = Mapping[str, object]
Pair = tuple[str, str]


def pair_of(row: Row) -> Pair:
    """Give the two records of a verdict, the smaller id first."""
    left, right = sorted((str(row["left_record"]), str(row["right_record"])))
    return left, right


def agency_key(name: object) -> str:
    """Give what tells an agency from others: two spellings of one name are one agency.

    >>> agency_key("Harbour Trust Ltd") == agency_key("HARBOUR TRUST LIMITED"), agency_key(None)
    (True, '')
    """
    text = str(name or "")
    return normalise(text).text or fold(text)


def last_words(rows: Iterable[Row]) -> list[dict[str, object]]:
    """Keep the last verdict of each agency on each pair; see `agency_key` for what one agency is."""
    last: dict[tuple[Pair, str], dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: str(row["at"] or "")):
        last[pair_of(row), agency_key(row["agency"])] = dict(row)
    return list(last.values())


def agreed(last: Iterable[Row]) -> dict[Pair, str]:
    """Give what the last words on each pair come to.

    >>> row = {"left_record": "r-1", "right_record": "r-2", "at": None}
    >>> agreed([{**row, "agency": "A", "verdict": "same"}, {**row, "agency": "B", "verdict": "different"}])
    {('r-1', 'r-2'): 'not agreed'}
    """
    said: defaultdict[Pair, list[str]] = defaultdict(list)
    for row in last:
        said[pair_of(row)].append(str(row["verdict"]))
    return {pair: comes_to(verdicts) for pair, verdicts in said.items()}


def comes_to(verdicts: Sequence[str]) -> str:
    """Give the one verdict of several agencies, or that they do not agree.

    >>> comes_to(["same", "not ours to say"]), comes_to(["same", "valued overlap"]), comes_to(["not ours to say"])
    ('same', 'not agreed', 'not ours to say')
    """
    opinions = set(verdicts) - {NOT_OURS}
    if not opinions:
        return NOT_OURS
    return opinions.pop() if len(opinions) == 1 else NOT_AGREED


def decided(rows: Iterable[Row]) -> dict[Pair, str]:
    """Give what all verdicts ever given come to, by pair."""
    return agreed(last_words(rows))


def statement(row: Row) -> str:
    """Say who said what.

    >>> statement({"agency": "The Council", "by": "Ann", "verdict": "same", "why": "one team", "at": "2010-01-02T03"})
    'The Council (Ann, 2010-01-02) says same: one team'
    """
    agency, by, day = (str(row[name] or "") for name in ("agency", "by", "at"))
    who = agency or by or "somebody"
    told = ", ".join(part for part in (by if agency else "", day[:10]) if part)
    why = f": {row['why']}" if row["why"] else ""
    return f"{who}{f' ({told})' if told else ''} says {row['verdict']}{why}"


@dataclass(frozen=True)
class Contradiction:
    """Records that verdicts call the same one after the other, of which the first and the last are called different."""

    records: tuple[str, ...]

    def pairs(self) -> list[Pair]:
        """Give the pairs that cannot all be right: those called the same, then the one called different."""
        ends = [*zip(self.records, self.records[1:], strict=False), (self.records[0], self.records[-1])]
        return [(min(pair), max(pair)) for pair in ends]


def contradictions(said: Mapping[Pair, str]) -> list[Contradiction]:
    """Find the pairs called different that "same" holds together all the same, by the shortest way.

    Parameters
    ----------
    said : what verdicts come to by pair, as `agreed` gives it

    >>> contradictions({("a", "b"): "same", ("b", "c"): "same", ("a", "c"): "different"})[0].records
    ('a', 'b', 'c')
    """
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for (left, right), verdict in said.items():
        if verdict == "same":
            beside[left].add(right)
            beside[right].add(left)
    apart = sorted(pair for pair, verdict in said.items() if verdict == "different")
    ways = (_way(beside, left, right) for left, right in apart)
    return [Contradiction(way) for way in ways if way]


def _way(beside: Mapping[str, set[str]], start: str, end: str) -> tuple[str, ...]:
    """The shortest way from one record to another; empty where there is none."""
    if start not in beside or end not in beside:
        return ()
    came_from: dict[str, str] = {start: ""}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            way = [end]
            while came_from[way[-1]]:
                way.append(came_from[way[-1]])
            return tuple(reversed(way))
        for there in sorted(beside[here] - came_from.keys()):
            came_from[there] = here
            waiting.append(there)
    return ()
