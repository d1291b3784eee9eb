"""The rows behind a figure or finding as a page shows them: the rule, the first twenty rows, how many more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tpgraph.analysis.answers import Answer, EvidenceLine, evidence_lines
from tpgraph.analysis.description import Evidence
from tpgraph.money import pounds
from tpgraph.reports.figures import FIRST_ROWS, Figure
from tpgraph.reports.words import plain
from tpgraph.tables import Tables

_FEWEST_A_PART = 3


@dataclass(frozen=True)
class Part:
    """All rows that are one thing to a figure, such as "passed between bodies we count"."""

    name: str
    rows: int
    amount: str


@dataclass(frozen=True)
class Behind:
    """What a page shows when asked where a figure comes from.

    Attributes
    ----------
    id : id of the figure or finding
    rule : how it is worked out
    parts : what its rows are to it, with their sums; empty where there is one part only
    lines : the first rows
    rows : how many rows there are in all
    """

    id: str
    rule: str
    parts: tuple[Part, ...]
    lines: tuple[EvidenceLine, ...]
    rows: int

    @property
    def more(self) -> int:
        """Rows that are not shown."""
        return self.rows - len(self.lines)

    @property
    def has_money(self) -> bool:
        """Tell whether any row shown states money."""
        return any(line.amount_pence is not None for line in self.lines)


def behind_figure(figure: Figure) -> Behind:
    """Show the rows behind a figure of the report."""
    return Behind(figure.id, figure.kind.rule, (), figure.first, figure.rows)


def behind_rows(tables: Tables, answer: Answer, indexes: Iterable[int]) -> dict[int, Behind]:
    """Show the rows behind some rows of an answer, by their index."""
    rows = answer.result.table.to_pylist()
    evidence = {i: answer.analysis.evidence(tables, rows[i], answer.parameters) for i in indexes}
    first = {i: _first(found) for i, found in evidence.items()}
    # Where they stand is looked up once for all rows, for the look-up reads a whole table.
    lines = iter(evidence_lines(tables, [row for found in first.values() for row in found]))
    return {
        i: Behind(
            answer.ids[i], plain(answer.analysis.rule), _parts(found), tuple(next(lines) for _ in first[i]), len(found)
        )
        for i, found in evidence.items()
    }


def _first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Pick the first rows so that every part shows some of its own."""
    parts = Counter(row.part for row in evidence)
    share = max(_FEWEST_A_PART, FIRST_ROWS // max(1, len(parts)))
    seen: Counter[str] = Counter()
    chosen: set[int] = set()
    for number, row in enumerate(evidence):
        seen[row.part] += 1
        if seen[row.part] <= share and len(chosen) < FIRST_ROWS:
            chosen.add(number)
    for number in range(len(evidence)):
        if len(chosen) >= FIRST_ROWS:
            break
        chosen.add(number)
    return [evidence[number] for number in sorted(chosen)]


def _parts(evidence: Sequence[Evidence]) -> tuple[Part, ...]:
    counts = Counter(row.part for row in evidence)
    if len(counts) < 2:
        return ()
    sums: Counter[str] = Counter()
    for row in evidence:
        sums[row.part] += row.amount_pence or 0
    with_money = {row.part for row in evidence if row.amount_pence is not None}
    return tuple(Part(name, rows, pounds(sums[name]) if name in with_money else "") for name, rows in counts.items())
