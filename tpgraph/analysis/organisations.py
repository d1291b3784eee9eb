"""Which records may be one body and wait for somebody to say so?

First the pairs that are joined because their names are equal and for no other reason: they are in every figure and
deserve a look. Then the candidates that are not joined (SAME_AS).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tpgraph.analysis.cells import (
    QUESTION_COLUMNS,
    is_called,
    listed,
    question_finding,
    result_table,
    shortened,
    text,
    wanted,
)
from tpgraph.analysis.description import Analysis, Evidence, Parameter, Result, ResultColumn, Row, Value
from tpgraph.analysis.overlap_verdicts import TUNED_ELSEWHERE, VERDICT_COLUMNS, Judged
from tpgraph.analysis.scored_pairs import AT_LEAST, IN_FILES, PAIR_COLUMNS, SCORED, grade_of, scored_records
from tpgraph.findings import Finding
from tpgraph.graphs.look_ups import Whereabouts, names, neighbours, smallest_records, table, whereabouts
from tpgraph.graphs.phrases import NAME_ONLY
from tpgraph.resolution.agreement import NOT_AGREED
from tpgraph.tables import Tables

ACCEPTED_FROM = 0.95
DECIDED = ("same", "different")

NO_ORGANISATIONS = (
    "No organisations are here: load a spend file or an Open Referral package, or fill the sheet `organisations` of "
    "the template, then ask again."
)
NONE_WAIT = "No two records wait for a verdict; names that differ by more than their spelling are not compared yet."
WHY_BOTH = "Two bodies may share a name: a branch, a trading arm, or another body elsewhere."
RULE = (
    "Pairs of records whose names are equal but for case, punctuation and legal form, or are listed as names of one "
    "public body. Joined: those that were accepted with no more than their names to speak for it. Not joined: those "
    "where neither sector and place, nor a legal form, nor the reference list of public bodies, nor publishers of one "
    "place speak for it, or where sector, place or legal form speak against it. Pairs that somebody has decided are "
    "left out; equal identifiers need no verdict."
)


def run(tables: Tables, parameters: Mapping[str, Value]) -> Result:
    """List the pairs: joined by name only first, the least certain of them first; then candidates, likeliest first."""
    if not table(tables, "organisation").num_rows:
        return Result(result_table([], COLUMNS), missing=NO_ORGANISATIONS)
    pairs = _Pairs(tables)
    show = wanted(parameters, "show") or "review"
    chosen = {
        "review": lambda: [*pairs.joined(name_only=True), *pairs.candidates()],
        "joined": lambda: list(pairs.joined(name_only=True)),
        "undecided": lambda: list(pairs.candidates()),
        "all": lambda: [
            *pairs.joined(name_only=False, decided=True), *pairs.candidates(decided=True), *pairs.parted()
        ],
        SCORED: lambda: list(pairs.scored(float(parameters.get("at_least", AT_LEAST.default)))),
    }[show]()  # fmt: skip
    name = wanted(parameters, "organisation")
    rows = [
        row for row in chosen if is_called(name, (text(row, f"{side}_{what}") for side in _SIDES for what in _WHAT))
    ]
    rows.sort(key=_rank)
    shown, notes = shortened(rows, parameters.get("limit", 0))
    notes += pairs.notes(rows)
    return Result(result_table(shown, COLUMNS), tuple(notes if rows else [*notes, NONE_WAIT]))


_SIDES = ("left", "right")
_WHAT = ("name", "id", "record", "organisation")


class _Pairs:
    """The pairs of a graph: what the matcher proposed, what became of it, and what people decided."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        describes = neighbours(tables, "rel_describes")
        self.entity = {record: bodies[0] for record, bodies in describes.items()}
        self.smallest = smallest_records(tables, "rel_describes")
        self.names = names(tables, "record")
        self.bodies = names(tables, "organisation")
        self.where = whereabouts(tables)
        self.matches = tables["match"].to_pylist() if "match" in tables else []
        self.judged = Judged(tables, "rel_describes")

    def is_decided(self, *pairs: Iterable[str]) -> bool:
        """Whether people decided one of some pairs of records."""
        return any(self.judged.of(pair).verdict in DECIDED for pair in pairs)

    def joined(self, *, name_only: bool, decided: bool = False) -> Iterator[dict[str, object]]:
        """Proposed pairs whose two records are one body now, as far as nobody has decided them."""
        for match in self.matches:
            left, right, reasons = match["left_record"], match["right_record"], match["reasons"] or [""]
            accepted = match["probability"] >= ACCEPTED_FROM and self._body(left) == self._body(right) != ""
            by_name = str(reasons[0]).startswith(NAME_ONLY)
            if accepted and (by_name or not name_only) and (decided or not self.is_decided((left, right))):
                yield self._row(left, right, match["probability"], reasons, (left, right), accepted=True)

    def parted(self) -> Iterator[dict[str, object]]:
        """Proposed pairs that people called different."""
        for match in self.matches:
            pair = left, right = match["left_record"], match["right_record"]
            if self._body(left) != self._body(right) and self.judged.of(pair).verdict == "different":
                yield self._row(left, right, match["probability"], match["reasons"] or [], pair, accepted=False)

    def candidates(self, *, decided: bool = False) -> Iterator[dict[str, object]]:
        """Bodies that may be one, with the best proposal between their records; one row a pair of bodies."""
        best: dict[frozenset[str], Mapping[str, object]] = {}
        for match in self.matches:
            key = frozenset((self._body(match["left_record"]), self._body(match["right_record"])))
            if key not in best or match["probability"] > float(str(best[key]["probability"])):
                best[key] = match
        for candidate in table(self.tables, "rel_same_as").to_pylist():
            bodies = candidate["source_id"], candidate["target_id"]
            subjects = tuple(sorted(self.smallest.get(body, body) for body in bodies))
            proposal = best.get(frozenset(bodies), {})
            left = str(proposal.get("left_record", subjects[0]))
            right = str(proposal.get("right_record", subjects[1]))
            reasons = listed(proposal, "reasons") if proposal else ()
            if decided or not self.is_decided((left, right), subjects):
                yield self._row(left, right, candidate["probability"], reasons, subjects, accepted=False)

    def scored(self, at_least: float) -> Iterator[dict[str, object]]:
        """Every pair of records that was scored, judged or joined; see `scored_records`."""
        verdicts = self.tables["verdict"].to_pylist() if "verdict" in self.tables else []
        for left, right, probability, reasons in scored_records(self.matches, verdicts, self.entity, at_least):
            joined = self._body(left) == self._body(right) != ""
            yield self._row(left, right, probability, reasons, (left, right), accepted=joined)

    def notes(self, rows: Sequence[Row]) -> list[str]:
        """Count the pairs that agencies do not agree on; say where the odds come from while nobody has spoken."""
        disputed = sum(row["verdict"] == NOT_AGREED for row in rows)
        pairs = "1 pair" if disputed == 1 else f"{disputed:,} pairs"
        notes = [f"Not agreed: agencies say different things of {pairs}; what each says stands with the pair."]
        return [*notes * bool(disputed), *[TUNED_ELSEWHERE] * bool(rows and not self.judged.any)]

    def _body(self, record: str) -> str:
        return self.entity.get(record, "")

    def _row(
        self,
        left: str,
        right: str,
        probability: float,
        reasons: Iterable[object],
        subjects: Iterable[str],
        *,
        accepted: bool,
    ) -> dict[str, object]:
        row: dict[str, object] = {"probability": probability, "accepted": accepted, "subjects": list(subjects)}
        row |= {"relation": "same_body", "relation_score": probability, "grade": grade_of(probability)}
        called = []
        for side, record in zip(_SIDES, (left, right), strict=True):
            body = self._body(record) or record
            stands = self.where.get(record, Whereabouts("", "", "", None))
            called.append(self.names.get(record) or self.bodies.get(body, body))
            row |= {
                f"{side}_id": stands.source_id or record,
                f"{side}_record": record,
                f"{side}_name": called[-1],
                f"{side}_where": str(stands),
                f"{side}_organisation": body,
            }
        asked = f"'{called[0]}' and '{called[1]}'" if called[0] != called[1] else f"both records called '{called[0]}'"
        question = f"Are {asked} one body?"
        if accepted:
            question = f"Are {asked} rightly joined as one body?"
        opinion = self.judged.of((left, right), {self._body(left), self._body(right)})
        said = [opinion.reason()] if opinion.verdict else []
        return (
            row
            | opinion.cells()
            | {
                "question": question,
                "reasons": [*said, *(str(reason) for reason in reasons)],
                "why_both": WHY_BOTH,
                "people_to_ask": sorted(
                    {str(self.bodies.get(self._body(record), "")) for record in (left, right)} - {""}
                ),
            }
        )


def _rank(row: Row) -> tuple[bool, float, str, str, str]:
    accepted = bool(row["accepted"])
    probability = float(str(row["probability"]))
    # Of those that are joined the least certain comes first, of the others the likeliest.
    order = probability if accepted else -probability
    return not accepted, order, text(row, "left_name").casefold(), text(row, "left_record"), text(row, "right_record")


def sentence(row: Row) -> str:
    """Say a row as a sentence."""
    state = "joined" if row["accepted"] else "not joined"
    reasons = "; ".join(listed(row, "reasons"))
    return f"{text(row, 'question')} Now {state}{': ' + reasons if reasons else ''}."


def finding(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Finding:  # noqa: ARG001  # the shape of all
    """Make the finding of a row: its subjects are the two records, or the two bodies where they are not joined."""
    bodies = tuple(dict.fromkeys(text(row, f"{side}_organisation") for side in _SIDES))
    # The grade is for files: whether two records are one body is asked whatever it is.
    plain = {**row, "grade": None}
    return question_finding(ANALYSIS.letters, ANALYSIS.name, plain, bodies, listed(row, "subjects"), {})


def evidence(tables: Tables, row: Row, parameters: Mapping[str, Value]) -> Sequence[Evidence]:  # noqa: ARG001  # same
    """Give the two records."""
    return [
        Evidence("one of the two records", text(row, f"{side}_record"), None, text(row, f"{side}_name"))
        for side in _SIDES
    ]


COLUMNS = (
    ResultColumn("left_id", "id", "the first record, by its file's own id", label="First id"),
    ResultColumn("right_id", "id", "the second record, by its file's own id", label="Second id"),
    ResultColumn("left_record", "id", "the first record", shown=False),
    ResultColumn("right_record", "id", "the second record", shown=False),
    ResultColumn("left_name", "text", "name in the first record", label="First body"),
    ResultColumn("right_name", "text", "name in the second record", label="Second body"),
    ResultColumn("left_where", "text", "file, sheet and line of the first", label="Stands in"),
    ResultColumn("right_where", "text", "file, sheet and line of the second", label="Stands in (other)"),
    ResultColumn("left_organisation", "id", "body of the first record now", shown=False),
    ResultColumn("right_organisation", "id", "body of the second record now", shown=False),
    ResultColumn("probability", "number", "chance that the two are one body", "0 to 1", "Chance", shown=False),
    ResultColumn("accepted", "boolean", "whether the two are joined now", label="Joined now"),
    ResultColumn("subjects", "list", "records that the finding's id is made from", shown=False),
    *PAIR_COLUMNS,
    *QUESTION_COLUMNS,
    *VERDICT_COLUMNS,
)

ANALYSIS = Analysis(
    name="organisations",
    question="Which records may be one body and wait for a verdict?",
    letters="OR",
    rule=RULE,
    parameters=(
        Parameter(
            "show",
            "text",
            "review",
            "review = joined by name only, then undecided; either alone; all = by identifiers and decided ones too; "
            "scored = every scored pair of records, which files hold",
            values=("review", "joined", "undecided", "all", SCORED),
        ),
        AT_LEAST,
        Parameter("organisation", "text", "", "only pairs with this body, by name or id"),
        Parameter("limit", "integer", 0, "most rows to show; 0 = all", "rows"),
    ),
    reads=("organisation", "record", "rel_describes", "rel_same_as"),
    columns=COLUMNS,
    key=("left_record", "right_record"),
    in_files=IN_FILES,
    run=run,
    sentence=sentence,
    evidence=evidence,
    finding=finding,
)
