"""Where does this come from? From a short id back to the rule and the rows behind it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tpgraph.analysis import analyses, analysis, bind
from tpgraph.analysis.answers import Answer, EvidenceLine, answer, evidence_lines, rows_behind
from tpgraph.analysis.description import Evidence
from tpgraph.errors import AnalysisError
from tpgraph.reports.figure_kinds import KINDS
from tpgraph.reports.figures import Figure, explain_figure
from tpgraph.reports.material import Material
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


def _of_report(figure: Figure, tables: Tables) -> Explanation:
    """A figure that reports show beside the rows of analyses."""
    names = {row["id"]: row["name"] for row in tables["organisation"].select(["id", "name"]).to_pylist()}
    key = ", ".join(names.get(part, part) for part in figure.key if part)
    return Explanation(
        figure.id, figure.kind.name, figure.kind.rule, f"{figure.kind.name}: {key}" if key else figure.kind.name,
        "", (), figure.amount_pence, figure.first,
    )  # fmt: skip


_JOINING = (
    "The records below are joined by what people said, by equal identifiers, by the reference list of public bodies, "
    "or by equal names; each row says why. A verdict 'different' on two records parts them again."
)


def explain_entity(tables: Tables, wanted: str) -> Explanation | None:
    """Explain an organisation or service: every record that speaks of it, and why they are joined; None if unknown.

    Parameters
    ----------
    wanted : its id, a former id, or the id of one of its records
    """
    former = {row["former_id"]: row["entity_id"] for row in tables["former_id"].to_pylist()}
    for table, link in (("organisation", "rel_describes"), ("service", "rel_describes_service")):
        describes = tables[link].to_pylist()
        by_record = {row["source_id"]: row["target_id"] for row in describes}
        entity = by_record.get(wanted) or former.get(wanted) or wanted
        known = [row for row in tables[table].select(["id", "name"]).to_pylist() if row["id"] == entity]
        if not known:
            continue
        names = {row["id"]: row["name"] for row in tables["record"].select(["id", "name"]).to_pylist()}
        rows = [row for row in describes if row["target_id"] == entity]
        evidence = [
            Evidence(row["reason"], row["source_id"], None, str(names.get(row["source_id"], ""))) for row in rows
        ]
        lines = tuple(evidence_lines(tables, evidence))
        sentence = f"{known[0]['name']}: {table} {entity}, of whom {len(lines)} records speak"
        return Explanation(entity, table, _JOINING, sentence, "", (), None, lines)
    return None


def explain(store: Store, tables: Tables, wanted: str, material: Callable[[], Material]) -> Explanation:
    """Explain a figure or finding by its id, in upper or lower case; or an organisation or service by any of its ids.

    The store knows the parameters of every id that was shown; an id of a default run is found without them.

    Parameters
    ----------
    material : gives what reports are made from, for the figures that they add

    Raises
    ------
    AnalysisError
        If the id is not known, or is no longer found in the data.
    """
    asked = wanted.strip()
    wanted = asked.upper()
    letters = wanted.split("-")[0]
    known = {description.letters: name for name, description in analyses().items()}
    report_kinds = {kind.letters: kind.name for kind in KINDS}
    if letters in report_kinds and "-" in wanted:
        figure = explain_figure(material(), wanted)
        if figure is None:
            raise AnalysisError(f"no figure has the id {wanted}: it was never shown, or its files have changed")
        return _of_report(figure, tables)
    if letters not in known or "-" not in wanted:
        entity = explain_entity(tables, asked)
        if entity:
            return entity
        listed = ", ".join(f"{short}- {name}" for short, name in sorted({**known, **report_kinds}.items()))
        raise AnalysisError(f"'{asked}' is no id of a figure, finding, organisation or service; figures begin {listed}")
    description = analysis(known[letters])
    kept = [row for row in store.read("judgement.figure").to_pylist() if row["figure_id"] == wanted]
    tries = [json.loads(row["parameters"]) for row in kept] + [{}]
    if any(parameter.name == "show" and "all" in parameter.values for parameter in description.parameters):
        tries.append({"show": "all"})  # a pair that verdicts have settled
    for given in tries:
        found = answer(description, tables, bind(description, given))
        if wanted in found.ids:
            return _from(tables, found, found.ids.index(wanted))
    if kept:
        raise AnalysisError(f"{wanted} was shown before, but is no longer found: its files or matches have changed")
    raise AnalysisError(f"no figure or finding has the id {wanted}; `tpgraph find {description.name}` lists them")
