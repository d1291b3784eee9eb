"""In which order pairs are asked: those where a verdict helps most come first.

A verdict helps most where nobody can tell (a chance near one half) or where much money depends on it. Pairs that are
joined by name only take turns with the others: they are in every figure already.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import answer
from tpgraph.resolution.agreement import agency_key
from tpgraph.tables import Tables

ANALYSES = {"organisations": "organisation", "services": "service"}
_OVERLAPS = {"organisations": "organisations", "services": "overlaps"}
_MUCH = 10_000_000
"""Pounds from which more money makes a pair no more urgent."""


@dataclass(frozen=True)
class Waiting:
    """A pair that waits for a verdict.

    Attributes
    ----------
    id : of the finding
    kind : organisation or service
    left, right : record ids, the smaller first
    entities : the two bodies or services; one where they are joined
    question, reasons, probability, grade : as the finding says them
    pence, people : at stake, None = unknown
    said : who said what of it so far
    name_only : joined by name only
    """

    id: str
    kind: str
    left: str
    right: str
    entities: tuple[str, ...]
    question: str
    reasons: tuple[str, ...]
    probability: float
    grade: str
    pence: int | None
    people: int | None
    said: tuple[str, ...]
    name_only: bool
    bodies: tuple[str, ...]

    def usefulness(self, agency: str) -> float:
        """Say how much a verdict of an agency helps: 0 to 2.5, less where others have spoken."""
        unsure = 4 * self.probability * (1 - self.probability)
        worth = math.log1p(abs(self.pence or 0) / 100) / math.log1p(_MUCH)
        concerned = 0.5 if agency and agency_key(agency) in map(agency_key, self.bodies) else 0.0
        return unsure + min(worth, 1.0) + concerned - (1.0 if self.said else 0.0)


def waiting(tables: Tables, kinds: Iterable[str], agency: str) -> list[Waiting]:
    """Give the pairs that an agency may speak of and has not, the most useful first."""
    spoken = {
        frozenset((row["left_record"], row["right_record"]))
        for row in tables["verdict"].to_pylist()
        if row["found"] and agency_key(row["agency"]) == agency_key(agency)
    }
    found = [pair for kind in dict.fromkeys(kinds) for pair in _pairs(tables, kind)]
    open_pairs = [pair for pair in found if frozenset((pair.left, pair.right)) not in spoken]
    ranked = sorted(open_pairs, key=lambda pair: (-pair.usefulness(agency), pair.id))
    turns = zip_longest((p for p in ranked if p.name_only), (p for p in ranked if not p.name_only))
    return [pair for turn in turns for pair in turn if pair is not None]


def _pairs(tables: Tables, kind: str) -> Iterable[Waiting]:
    description = analysis(_OVERLAPS[kind])
    found = answer(description, tables, bind(description, {}))
    money = money_of(tables) if kind == "organisations" else {}
    for row, finding in zip(found.result.table.to_pylist(), found.findings, strict=True):
        entities = finding.subjects
        known = [money[body][0] for body in entities if body in money]
        left, right = sorted((row["left_record"], row["right_record"]))
        yield Waiting(
            finding.id, ANALYSES[kind], left, right, entities, finding.question, finding.reasons,
            finding.probability or 0.0, finding.grade, max(known, default=finding.amount_pence), finding.people,
            tuple(row["said"] or ()), bool(row.get("accepted")), finding.people_to_ask,
        )  # fmt: skip


def money_of(tables: Tables) -> Mapping[str, tuple[int, str]]:
    """Give the money of each body, in and out, of the one basis that shows most of it: body -> (pence, basis)."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in tables["rel_funds"].to_pylist():
        for body in {row["source_id"], row["target_id"]}:
            sums[body, row["basis"] or ""] += abs(row["amount_pence"] or 0)
    found: dict[str, tuple[int, str]] = {}
    for (body, basis), pence in sorted(sums.items()):
        if pence > found.get(body, (0, ""))[0]:
            found[body] = pence, basis
    return found
