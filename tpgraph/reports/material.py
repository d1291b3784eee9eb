"""What every report is made from: one derived graph, the answers over it, and what became of the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tpgraph.analysis.answers import Answer
from tpgraph.tables import Tables


@dataclass(frozen=True)
class Material:
    """Input of the first page, the report, the workbook and the brief.

    Attributes
    ----------
    tables : graph tables, with `record_source` (record_id, source_id, load_id, file, sheet, line) among them
    records : load, file, problem and set_aside of the current loads, by name without schema
    answers : by name of the analysis, with default parameters
    graph_version : citable version of the graph
    made_on : day of making, ISO
    unread : sentences on files that could not be read
    agency : name of the one body that the report is for; empty = for all
    """

    tables: Tables
    records: Tables
    answers: Mapping[str, Answer]
    graph_version: str
    made_on: str
    unread: tuple[str, ...] = field(default=())
    agency: str = ""
