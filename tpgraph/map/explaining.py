"""Where does this come from? From a short id back to the rule and the rows behind it."""

import json
from dataclasses import dataclass

from tpgraph.analysis import analyses, analysis, bind
from tpgraph.analysis.answers import Answer, EvidenceLine, answer, rows_behind
from tpgraph.errors import AnalysisError
from tpgraph.stores.store import Store
from tpgraph.tables import Tables


@dataclass(frozen=True)
class Explanation:
    """What an id stands for.

    Attributes
    ----------
    id : the id
    analysis : name of the analysis
    rule : how the figure or finding is worked out
    sentence : the row in words
    question : the finding's question, empty for a figure
    reasons : reasons of the finding
    total_pence : what the rows add up to, None where the rows carry no money
    lines : the rows behind it
    """

    id: str
    analysis: str
    rule: str
    sentence: str
    question: str
    reasons: tuple[str, ...]
    total_pence: int | None
    lines: tuple[EvidenceLine, ...]


def _from(tables: Tables, found: Answer, index: int) -> Explanation:
    row = found.result.table.slice(index, 1).to_pylist()[0]
    finding = found.findings[index] if found.findings else None
    lines = tuple(rows_behind(tables, found, index))
    amounts = [line.amount_pence for line in lines if line.amount_pence is not None]
    return Explanation(
        found.ids[index], found.analysis.name, found.analysis.rule, found.analysis.sentence(row),
        finding.question if finding else "", finding.reasons if finding else (),
        sum(amounts) if amounts else None, lines,
    )  # fmt: skip


def explain(store: Store, tables: Tables, wanted: str) -> Explanation:
    """Explain a figure or finding by its id, as upper or lower case.

    The store knows the parameters of every id that was shown; an id of a default run is found without them.

    Raises
    ------
    AnalysisError
        If the id is not known, or is no longer found in the data.
    """
    wanted = wanted.strip().upper()
    letters = wanted.split("-")[0]
    known = {description.letters: name for name, description in analyses().items()}
    if letters not in known or "-" not in wanted:
        listed = ", ".join(f"{short}- {name}" for short, name in sorted(known.items()))
        raise AnalysisError(f"'{wanted}' is not an id of a figure or finding; they begin {listed}")
    description = analysis(known[letters])
    kept = [row for row in store.read("judgement.figure").to_pylist() if row["figure_id"] == wanted]
    tries = [json.loads(row["parameters"]) for row in kept] + [{}]
    for given in tries:
        found = answer(description, tables, bind(description, given))
        if wanted in found.ids:
            return _from(tables, found, found.ids.index(wanted))
    if kept:
        raise AnalysisError(f"{wanted} was shown before, but is no longer found: its files or matches have changed")
    raise AnalysisError(f"no figure or finding has the id {wanted}; `tpgraph find {description.name}` lists them")
