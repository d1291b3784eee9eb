"""Why are two records, or are they not, one offer or one body? Both side by side, and what speaks for and against."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tpgraph.analysis.overlap_verdicts import Judged, Opinion
from tpgraph.errors import AnalysisError, InputError
from tpgraph.graphs.look_ups import neighbours
from tpgraph.graphs.odds_words import RELATIONS, tenths
from tpgraph.graphs.offers import read_offers
from tpgraph.map.judging import RecordBook
from tpgraph.map.pair_named import Meant, pair_meant
from tpgraph.map.pair_of_bodies import ANY_TWO, Reason, match_between, reasons_of_bodies
from tpgraph.map.review_sides import Field, Sides
from tpgraph.matching.pairs import POSSIBLE
from tpgraph.matching.services import matcher_of
from tpgraph.stores.store import Store
from tpgraph.tables import Tables

_LINKS = {"organisation": "rel_describes", "service": "rel_describes_service"}
_ONE = {"organisation": "one body", "service": "one offer"}
_DOUBLE = ("listed_twice", "duplicated_provision")
# Log odds beyond which a reason speaks very much, much, somewhat, a little; below the last it says next to nothing.
_STEPS = ((3.0, "very much"), (1.5, "much"), (0.5, "somewhat"), (0.1, "a little"))
_TUNED_ELSEWHERE = (
    "These odds were tuned on made-up lists: nobody here has given a verdict on {kind}s yet. `tpgraph review` asks for "
    "verdicts."
)


@dataclass(frozen=True)
class PairExplanation:
    """Two records and how they lie to each other.

    Attributes
    ----------
    kind : organisation or service
    left, right : record ids
    left_name, right_name : names of the records
    fields : both records side by side
    relation : relation of the model, empty where the two have none
    probability : chance that the two are one offer or one body, after rules and verdicts
    reasons : (sentence, weight in log odds), the weightiest first; empty where one record's side cannot be scored
    verdict, said : what people said of the pair, and who said what
    notes : why the probability is not what the reasons add up to; where the odds come from
    """

    kind: str
    left: str
    right: str
    left_name: str
    right_name: str
    fields: tuple[Field, ...]
    relation: str
    probability: float
    reasons: tuple[Reason, ...]
    verdict: str
    said: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def log_odds(self) -> float:
        """The sum of all weights."""
        return sum(weight for _, weight in self.reasons)

    @property
    def sentence(self) -> str:
        """The chance in words, without decimals."""
        said = tenths(self.probability)
        return f"{said[0].upper()}{said[1:]} are {_ONE[self.kind]}."

    @property
    def relation_in_words(self) -> str:
        """How the two lie to each other; that they do not, where no relation is known."""
        return RELATIONS.get(self.relation, f"nothing says that they are {_ONE[self.kind]}")


def how_much(weight: float) -> tuple[str, str]:
    """Say whether a weight speaks for or against a pair, and how much.

    >>> how_much(3.2), how_much(-0.7), how_much(0.01)
    (('for', 'very much'), ('against', 'somewhat'), ('neither', 'next to nothing'))
    """
    for least, words in _STEPS:
        if abs(weight) >= least:
            return ("for" if weight > 0 else "against"), words
    return "neither", "next to nothing"


def bar(weight: float) -> str:
    """Draw a weight as one to four signs.

    >>> bar(3.2), bar(-0.7), bar(0.01)
    ('++++', '--', '')
    """
    number = sum(abs(weight) >= least for least, _ in _STEPS)
    return ("+" if weight > 0 else "-") * number


def explain_pair(store: Store, tables: Tables, left: str, right: str) -> PairExplanation:
    """Explain any two services, or any two organisation records.

    Parameters
    ----------
    left, right : record id, the source's own id, id of an organisation or service, or an exact name

    Raises
    ------
    AnalysisError
        If one is unknown, means several, or the two are no pair of one kind.
    """
    one, other = pair_meant(tables, left, right)
    between = match_between(tables, one, other) if one.kind == "organisation" else None
    records = _records(tables, one, other, between)
    ends = [one.entity, other.entity]
    opinion = Judged(tables, _LINKS[one.kind]).of(records, ends)
    if one.kind == "organisation":
        probability, relation, reasons, notes = _of_bodies(store, tables, records, ends, between, opinion)
    elif one.entity == other.entity:
        probability, relation, reasons, notes = 1.0, "listed_twice", [], _joined(tables, records)
    else:
        probability, relation, reasons, notes = _of_services(tables, one.entity, other.entity)
    if not _any_verdict(tables, one.kind):
        notes.append(_TUNED_ELSEWHERE.format(kind=one.kind))
    book = RecordBook(store, records)
    return PairExplanation(
        one.kind, *records, book.name(records[0]), book.name(records[1]), Sides(tables).fields(book, *records),
        relation, probability, tuple(reasons), opinion.verdict, opinion.said, tuple(notes),
    )  # fmt: skip


_Scored = tuple[float, str, list[Reason], list[str]]


def _records(tables: Tables, one: Meant, other: Meant, between: Mapping[str, object] | None) -> tuple[str, str]:
    """One record of each side: the one named, else the one that the matcher spoke of, else the smallest."""
    if between and not (one.record or other.record):
        ends = str(between["left_record"]), str(between["right_record"])
        of = neighbours(tables, _LINKS[one.kind]).get(ends[0], ())
        return ends if one.entity in of else (ends[1], ends[0])
    records = neighbours(tables, _LINKS[one.kind], backwards=True)
    return one.record or min(records[one.entity]), other.record or min(records[other.entity])


def _any_verdict(tables: Tables, kind: str) -> bool:
    verdicts = tables["verdict"].to_pylist()
    return any(row["kind"] == kind and row["found"] and row["agreed"] in ("same", "different", "valued overlap")
               for row in verdicts)  # fmt: skip


def _joined(tables: Tables, records: Sequence[str]) -> list[str]:
    """Why two records are one already."""
    links = [row for link in _LINKS.values() for row in tables[link].to_pylist() if row["source_id"] in records]
    why = "; ".join(dict.fromkeys(str(row["reason"]) for row in links if row["reason"]))
    return [f"The two records are joined already{f': {why}' if why else ''}."]


# ---------------------------------------------------------------------------------------------------------- services


def _of_services(tables: Tables, left: str, right: str) -> _Scored:
    matcher = matcher_of(tables)
    notes: list[str] = []
    try:
        if matcher is None:
            raise InputError("fewer than two services")
        probability, relation, reasons = matcher.explain(left, right)
    except InputError:
        # One of them is over or only proposed: it is no part of the lists, but it can be compared all the same.
        notes.append("At least one of the two is over or only proposed: they are compared, and on no list of pairs.")
        matcher = matcher_of(_with_both(tables, (left, right)))
        if matcher is None:
            raise AnalysisError("these two services cannot be compared: the graph does not hold both") from None
        probability, relation, reasons = matcher.explain(left, right)
    by_odds = float(1 / (1 + np.exp(-sum(weight for _, weight in reasons))))
    if abs(by_odds - probability) > 1e-6:
        notes.append(f"People have decided this pair; by the reasons alone, {tenths(by_odds)} are one offer.")
    # Of two that are hardly one offer the matcher's "one offer" is only the last of its relations.
    kept = "" if relation in _DOUBLE and probability < POSSIBLE else relation
    # The last one is no reason of this pair, and may speak for it or against.
    said = [*reasons[:-1], (ANY_TWO, reasons[-1][1])]
    return probability, kept, [(sentence, float(weight)) for sentence, weight in said], notes


def _with_both(tables: Tables, wanted: Sequence[str]) -> Tables:
    """The graph with two services running that are not."""
    import pyarrow as pa

    table = tables["service"]
    running = read_offers(tables).by_id.keys() | set(wanted)
    rows = [
        row | {"status": None, "inferred_from": None} if row["id"] in wanted else row
        for row in table.to_pylist()
        if row["id"] in running
    ]
    # Without a setting and money there are no years that a service could have ended before.
    none = {name: tables[name].slice(0, 0) for name in ("setting", "funding_flow", "client_need")}
    return ChainMap({"service": pa.Table.from_pylist(rows, schema=table.schema), **none}, tables)  # type: ignore[arg-type]  # only read


# ------------------------------------------------------------------------------------------------------------ bodies


def _of_bodies(
    store: Store,
    tables: Tables,
    records: tuple[str, str],
    ends: Sequence[str],
    between: Mapping[str, object] | None,
    opinion: Opinion,
) -> _Scored:
    reasons, notes = reasons_of_bodies(store, tables, records)
    by_odds = float(1 / (1 + np.exp(-sum(weight for _, weight in reasons)))) if reasons else 0.0
    probability = by_odds
    if between and {between["left_record"], between["right_record"]} == set(records):
        probability = float(str(between["probability"]))
        told = between["reasons"]
        if not str(between["model"]).startswith("odds") and isinstance(told, list):
            notes.append(f"A rule goes before the odds: {'; '.join(map(str, told))}.")
        elif by_odds - probability > 0.005:
            notes.append("By the odds alone no two records are joined: the chance is held below what is accepted.")
    if opinion.verdict in ("same", "different"):
        probability = float(opinion.verdict == "same")
        notes.append(f"People have decided this pair; by the reasons alone, {tenths(by_odds)} are one body.")
    elif ends[0] == ends[1]:
        probability = max(probability, 0.95)
        notes += _joined(tables, records)
    return probability, "same_body" if probability >= POSSIBLE else "", reasons, notes
