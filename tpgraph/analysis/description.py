"""How an analysis describes itself.

One question, one module. A module of this room that holds ``ANALYSIS = Analysis(...)`` is found by itself: the command,
its options, the report's section, the workbook's sheet and the reference page all follow from the description.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from tpgraph.findings import Finding
from tpgraph.tables import Tables

Value = str | int | float | bool
# One row of a result, as Arrow gives it: the description names the type of every column.
Row = Mapping[str, object]


@dataclass(frozen=True)
class Parameter:
    """One thing a user may set. `type` is text, year, basis, place, integer or number; `default` also tells "all"."""

    name: str
    type: str
    default: Value
    about: str
    unit: str = ""
    values: tuple[str, ...] = ()
    defines_subject: bool = False


@dataclass(frozen=True)
class ResultColumn:
    """One column of the result: `type` as in tpgraph.model.TYPES; `label` is what people read on paper."""

    name: str
    type: str
    about: str
    unit: str = ""
    label: str = ""
    shown: bool = True


@dataclass(frozen=True)
class Result:
    """What an analysis found.

    Attributes
    ----------
    table : one row a figure or pair, with the described columns, in order of importance
    notes : sentences that stand beside the table, such as what is unknown
    missing : which sheet or file to supply, where the analysis lacks its data; then the table is empty
    """

    table: pa.Table
    notes: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Evidence:
    """One row behind a figure or finding.

    Attributes
    ----------
    part : what the row is to the figure, such as "listed" or "passed between bodies we count"
    record_id : record of the row, empty where the row is a sum worked out from others
    amount_pence : signed contribution; the rows of a figure add up to it. None where no money is meant
    text : what the row says, in words
    """

    part: str
    record_id: str
    amount_pence: int | None
    text: str


@dataclass(frozen=True)
class Analysis:
    """An analysis, described.

    Attributes
    ----------
    name : as in ``tpgraph find NAME``
    question : one line, as a person would ask it
    letters : two capital letters that begin the ids of its figures and findings
    rule : how it is worked out, in a few plain sentences (for `explain`)
    parameters : what can be set
    reads : names of the graph tables it needs
    columns : columns of the result
    key : columns that tell one row from another (for the figure's id)
    run : (tables, parameters) -> Result
    finding : (tables, row, parameters) -> Finding, or None where rows are figures rather than questions
    evidence : (tables, row, parameters) -> rows behind the row
    figure : column that `evidence` adds up to, empty where none
    sentence : (row) -> the row as one sentence
    in_files : values of parameters where the result goes to a file and they are not given: a file may hold what a
        person would not want to read
    """

    name: str
    question: str
    letters: str
    rule: str
    reads: tuple[str, ...]
    columns: tuple[ResultColumn, ...]
    key: tuple[str, ...]
    run: Callable[[Tables, Mapping[str, Value]], Result]
    sentence: Callable[[Row], str]
    evidence: Callable[[Tables, Row, Mapping[str, Value]], Sequence[Evidence]]
    finding: Callable[[Tables, Row, Mapping[str, Value]], Finding] | None = None
    figure: str = ""
    parameters: tuple[Parameter, ...] = field(default=())
    in_files: Mapping[str, Value] = field(default_factory=dict)
