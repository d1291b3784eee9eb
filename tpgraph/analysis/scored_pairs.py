"""Every pair that was scored, for a file that somebody measures with: decided and merged pairs too, record by record.

What people read leaves out what is settled and tells of bodies; here each pair of records is a row of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from tpgraph.analysis.description import Parameter, ResultColumn
from tpgraph.graphs.look_ups import neighbours
from tpgraph.tables import Tables

SCORED = "scored"
"""Value of the parameter `show`: every scored pair, decided and merged ones too."""

IN_FILES = {"show": SCORED}
"""What a file holds unless told otherwise."""

AT_LEAST = Parameter("at_least", "number", 0.2, "with show=scored: pairs of this probability or more", "0 to 1")

PAIR_COLUMNS = (
    ResultColumn("relation", "text", "how the two relate: same_body", shown=False),
    ResultColumn("relation_score", "number", "how far the relation holds", "0 to 1", shown=False),
    ResultColumn("grade", "text", "strong, likely or possible; empty below", shown=False),
)
RELATION_SCORE = ResultColumn("relation_score", "number", "how far the relation holds", "0 to 1", shown=False)

_MOST_JOINED = 60
_JOINED = "joined to one body through other records"
_SAID = "people said: {}"
_GRADES = ((0.8, "strong"), (0.5, "likely"), (0.2, "possible"))

Scored = tuple[str, str, float, list[str]]


def grade_of(probability: float) -> str:
    """Name the grade of a probability, empty below the least."""
    return next((grade for least, grade in _GRADES if probability >= least), "")


def scored_records(
    matches: Iterable[Mapping[str, object]], verdicts: Iterable[Mapping[str, object]],
    entity: Mapping[str, str], at_least: float,
) -> Iterator[Scored]:  # fmt: skip
    """Give every pair of records of bodies that was scored, judged or joined, each once.

    Parameters
    ----------
    matches : rows of judgement.match: what the matcher proposed
    verdicts : rows of graph.verdict: what people said
    entity : record id -> the body that it describes now
    at_least : scored pairs of a lower probability are left out, unless somebody judged them or they are joined

    Yields
    ------
    (smaller record id, larger one, probability, reasons); a pair that was judged and never scored has 1 or 0
    """
    best: dict[tuple[str, str], Scored] = {}
    for match in matches:
        left, right = sorted((str(match["left_record"]), str(match["right_record"])))
        probability, reasons = float(str(match["probability"])), match["reasons"]
        told = [str(reason) for reason in reasons] if isinstance(reasons, list) else []
        if (left, right) not in best or probability > best[left, right][2]:
            best[left, right] = (left, right, probability, told)
    judged = _judged(verdicts, entity)
    for pair, verdict in judged.items():
        best.setdefault(pair, (*pair, float(verdict == "same"), [_SAID.format(verdict)]))
    sure = _joined(entity, best)
    best |= {pair: (*pair, probability, [_JOINED]) for pair, probability in sure.items()}
    for pair, scored in sorted(best.items()):
        is_one = entity.get(pair[0], pair[0]) == entity.get(pair[1], pair[1])
        if scored[2] >= at_least or pair in judged or is_one:
            yield scored


def _judged(verdicts: Iterable[Mapping[str, object]], entity: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """The pairs of records that people called same or different, of those that are here."""
    found = {}
    for row in verdicts:
        left, right = sorted((str(row["left_record"]), str(row["right_record"])))
        if row["verdict"] in ("same", "different") and left in entity and right in entity:
            found[left, right] = str(row["verdict"])
    return found


def _joined(entity: Mapping[str, str], scored: Mapping[tuple[str, str], Scored]) -> dict[tuple[str, str], float]:
    """The pairs of one body that were never scored, with the least probability that holds the body together."""
    records: dict[str, list[str]] = {}
    for record, body in entity.items():
        records.setdefault(body, []).append(record)
    found: dict[tuple[str, str], float] = {}
    for several in records.values():
        if 2 < len(several) <= _MOST_JOINED:
            pairs = list(combinations(sorted(several), 2))
            known = [scored[pair][2] for pair in pairs if pair in scored and scored[pair][2] >= 0.95]
            found |= {pair: min(known, default=0.95) for pair in pairs if pair not in scored}
    return found


def merged_services(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Give the pairs of records that people called the same service, and that are one now: two records, the service."""
    rows = tables["verdict"].to_pylist() if "verdict" in tables else []
    entity_of = neighbours(tables, "rel_describes_service") if rows else {}
    pairs = {(str(row["left_record"]), str(row["right_record"])) for row in rows if row["verdict"] == "same"}
    for left, right in sorted(pairs):
        shared = set(entity_of.get(left, ())) & set(entity_of.get(right, ()))
        if shared and left != right:
            yield left, right, min(shared)
