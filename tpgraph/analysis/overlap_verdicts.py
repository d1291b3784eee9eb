"""What people have said of pairs of services and of bodies, and what follows for the lists of pairs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tpgraph.analysis.cells import listed, text
from tpgraph.analysis.description import ResultColumn, Row
from tpgraph.graphs.look_ups import neighbours
from tpgraph.resolution.agreement import NOT_AGREED, comes_to, last_words, statement
from tpgraph.tables import Tables

SETTLED = ("different", "not ours to say")
"""Verdicts that take a pair off the list."""

SPOKEN_OF = ("valued overlap", "need evidence")
"""Verdicts that move a pair to the end of the list."""

TUNED_ELSEWHERE = (
    "How likely a pair is was tuned on made-up lists: nobody has given a verdict here yet. `tpgraph review` asks for "
    "verdicts on the pairs where they help most."
)

VERDICT_COLUMNS = (
    ResultColumn(
        "verdict", "text", "what people said of the pair; not agreed = agencies differ", label="Verdict so far"
    ),
    ResultColumn("said", "list", "who said what", label="Who said what"),
)

Pair = frozenset[str]


@dataclass(frozen=True)
class Opinion:
    """What the agencies say of a pair: what it comes to (empty = nobody spoke), who said what, and the last reason."""

    verdict: str = ""
    said: tuple[str, ...] = ()
    why: str = ""

    def reason(self) -> str:
        """Say it as a reason of a pair."""
        if self.verdict == NOT_AGREED:
            return f"not agreed: {'; '.join(self.said)}"
        return f"people said: {self.verdict}{f' ({self.why})' if self.why else ''}"

    def cells(self) -> dict[str, object]:
        """Give the cells of `VERDICT_COLUMNS`."""
        return {"verdict": self.verdict or None, "said": list(self.said)}


class Judged:
    """The verdicts on pairs: the last word of each agency stands, and any record of a service or body speaks for it.

    Reads the table `verdict` and the relationship that leads from records to services or bodies; without verdicts
    nothing changes.
    """

    def __init__(self, tables: Tables, describes: str = "rel_describes_service") -> None:
        said = [row for row in (tables["verdict"].to_pylist() if "verdict" in tables else []) if row.get("found", True)]
        entity_of = neighbours(tables, describes) if said else {}
        entities: defaultdict[Pair, list[Row]] = defaultdict(list)
        records: defaultdict[Pair, list[Row]] = defaultdict(list)
        for row in said:
            pair = frozenset((row["left_record"], row["right_record"]))
            records[pair].append(row)
            meant = frozenset(entity for record in pair for entity in entity_of.get(record, ()))
            if len(meant) == len(pair):
                entities[meant].append({**row, "left_record": "", "right_record": ""})
        # A pair of records speaks for itself before the pair of bodies that they belong to.
        self._opinions = {pair: _opinion(rows) for pair, rows in {**entities, **records}.items()}
        self.any = any(row["verdict"] in ("same", "different", "valued overlap") for row in said)

    def of(self, *pairs: Iterable[str]) -> Opinion:
        """Give what was said of the first of some pairs, of records or entities, that anybody spoke of."""
        for pair in pairs:
            if opinion := self._opinions.get(frozenset(pair)):
                return opinion
        return Opinion()

    def _of(self, row: Row) -> Opinion:
        return self.of([text(row, f"{side}_service") for side in ("left", "right")])

    def told(self, row: Row) -> dict[str, object]:
        """Give a row of a pair with what people said in its own columns and as first reason."""
        opinion = self._of(row)
        reasons = [opinion.reason(), *listed(row, "reasons")] if opinion.verdict else row["reasons"]
        return {**row, "reasons": reasons, **opinion.cells()}

    def sorted(self, rows: Iterable[Row], *, settled: bool = False) -> list[Row]:
        """Leave out the pairs that are settled, unless they are asked for; put those that people spoke of last."""
        told = [self.told(row) for row in rows]
        free = [row for row in told if row["verdict"] not in (*SETTLED, *SPOKEN_OF, "same")]
        last = [row for row in told if row["verdict"] in SPOKEN_OF]
        return [*free, *last, *(row for row in told if settled and row["verdict"] in (*SETTLED, "same"))]

    def notes(self, rows: Iterable[Row], *, settled: bool = False) -> list[str]:
        """Count the pairs that are left out, those that come last, and those that agencies do not agree on."""
        said = [self._of(row).verdict for row in rows]
        left_out, spoken_of = (sum(verdict in few for verdict in said) for few in (SETTLED, SPOKEN_OF))
        disputed = said.count(NOT_AGREED)
        notes = []
        if left_out and not settled:
            pairs = "1 pair is" if left_out == 1 else f"{left_out:,} pairs are"
            notes.append(f"Settled by verdicts: {pairs} left out ({', or '.join(SETTLED)}).")
        if spoken_of:
            pairs = "1 pair comes" if spoken_of == 1 else f"{spoken_of:,} pairs come"
            notes.append(f"Spoken of by verdicts: {pairs} last ({', or '.join(SPOKEN_OF)}).")
        if disputed:
            pairs = "1 pair" if disputed == 1 else f"{disputed:,} pairs"
            notes.append(f"Not agreed: agencies say different things of {pairs}; what each says stands with the pair.")
        if said and not self.any:
            notes.append(TUNED_ELSEWHERE)
        return notes


def _opinion(rows: Iterable[Mapping[str, object]]) -> Opinion:
    last = sorted(last_words(rows), key=lambda row: str(row["at"] or ""), reverse=True)
    verdict = comes_to([str(row["verdict"]) for row in last])
    why = next((str(row["why"]) for row in last if row["why"] and row["verdict"] == verdict), "")
    return Opinion(verdict, tuple(statement(row) for row in last), why)
