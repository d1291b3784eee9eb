"""Ids, sums and the rows behind the figures that reports show beside the rows of analyses.

Analyses give their own rows ids; a report also tells money by body, by theme and by fault. Each such figure has an id
made by the same rule, and `explain_figure` gives every row behind it, adding up to it to the penny.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpgraph.analysis.answers import EvidenceLine
from tpgraph.analysis.money_evidence import flow_in_words
from tpgraph.analysis.money_ledger import ask, ledger, names_of
from tpgraph.findings import figure_id
from tpgraph.reports.figure_kinds import KINDS, FigureKind
from tpgraph.reports.material import Material
from tpgraph.reports.years import record_source
from tpgraph.tables import empty

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIRST_ROWS = 20
"""Rows behind a figure that a page shows; `tpgraph explain` shows them all."""

_SHAPE = """
SELECT '' AS k1, '' AS k2, '' AS k3, '' AS record_id, 0::BIGINT AS amount_pence, '' AS text, '' AS date, '' AS payer,
       '' AS payee, '' AS payee_status, '' AS purpose, '' AS file, '' AS sheet, 0::BIGINT AS line WHERE false
"""

_BEHIND = """
WITH line AS ({shape} UNION ALL BY NAME {lines}),
ranked AS (
  SELECT *, row_number() OVER (each ORDER BY abs(amount_pence) DESC NULLS LAST, record_id, file, sheet, line) AS place,
         count(*) OVER each AS rows, sum(amount_pence) OVER each AS total
  FROM line WHERE $every OR (k1 = $k1 AND k2 = $k2 AND k3 = $k3)
  WINDOW each AS (PARTITION BY k1, k2, k3))
SELECT k1, k2, k3, rows, total::BIGINT AS total, ranked.record_id, amount_pence, text, date, payer, payee, payee_status,
       purpose, coalesce(ranked.file, s.file) AS file, coalesce(ranked.sheet, s.sheet) AS sheet,
       coalesce(ranked.line, s.line) AS line
FROM ranked LEFT JOIN stands s ON ranked.record_id <> '' AND s.record_id = ranked.record_id
WHERE place <= $limit ORDER BY k1, k2, k3, place
"""


@dataclass(frozen=True)
class Figure:
    """One figure and the first rows behind it.

    Attributes
    ----------
    id : short id, as `tpgraph explain` takes it
    kind : kind of figure, with its rule
    key : what tells it from others of its kind, such as (body, financial year, basis)
    amount_pence : sum of the rows; None where no row states money
    rows : how many rows are behind it
    first : the largest of them, at most as many as were asked for
    """

    id: str
    kind: FigureKind
    key: tuple[str, str, str]
    amount_pence: int | None
    rows: int
    first: tuple[EvidenceLine, ...]


def id_of(kind: FigureKind, key: tuple[str, str, str]) -> str:
    """Make the id of a figure from its kind and key."""
    return figure_id(kind.letters, f"report {kind.name}", {}, dict(zip(("k1", "k2", "k3"), key, strict=True)))


@contextmanager
def report_ledger(material: Material) -> Iterator["DuckDBPyConnection"]:
    """Open a money ledger in which the records' tables stand too."""
    with ledger(material.tables) as connection:
        for name in ("load", "problem", "set_aside"):
            connection.register(name, material.records.get(name, empty(f"record.{name}")))
        connection.register("file_sums", material.records.get("file", empty("record.file")))
        connection.register("stands_all", record_source(material))
        connection.execute(
            "CREATE TABLE stands AS SELECT DISTINCT ON (record_id) record_id, load_id, file, sheet, line "
            "FROM stands_all ORDER BY record_id, file, sheet, line"
        )
        yield connection


def figures_of(
    connection: "DuckDBPyConnection",
    kind: FigureKind,
    names: Mapping[str, str],
    *,
    key: tuple[str, str, str] | None = None,
    limit: int = FIRST_ROWS,
) -> dict[tuple[str, str, str], Figure]:
    """Work out every figure of one kind.

    Parameters
    ----------
    connection : as `report_ledger` gives it
    names : names of organisations by id
    key : only this figure; None = all of the kind
    limit : most rows to give behind each

    Returns
    -------
    figures by key, sorted by key
    """
    k1, k2, k3 = key or ("", "", "")
    told = ask(
        connection,
        _BEHIND.format(shape=_SHAPE, lines=kind.lines),
        {"every": key is None, "k1": k1, "k2": k2, "k3": k3, "limit": limit},
    )
    grouped: dict[tuple[str, str, str], list[dict[str, object]]] = {}
    for row in told.to_pylist():
        grouped.setdefault((row["k1"] or "", row["k2"] or "", row["k3"] or ""), []).append(row)
    return {found: _figure(kind, found, rows, names) for found, rows in grouped.items()}


def _figure(
    kind: FigureKind, key: tuple[str, str, str], rows: list[dict[str, object]], names: Mapping[str, str]
) -> Figure:
    total, count = rows[0]["total"], rows[0]["rows"]
    first = tuple(_line(kind, row, names) for row in rows)
    amount = int(str(total)) if total is not None else None
    return Figure(id_of(kind, key), kind, key, amount, int(str(count)), first)


def _line(kind: FigureKind, row: Mapping[str, object], names: Mapping[str, str]) -> EvidenceLine:
    line, pence = row["line"], row["amount_pence"]
    return EvidenceLine(
        kind.name,
        str(row["file"] or ""),
        str(row["sheet"] or ""),
        line if isinstance(line, int) else None,
        pence if isinstance(pence, int) else None,
        str(row["text"] or "") or flow_in_words(row, names),
        str(row["record_id"] or ""),
    )


def explain_figure(material: Material, wanted: str) -> Figure | None:
    """Find a figure of a report by its id, with every row behind it; None if no report shows it."""
    kinds = [kind for kind in KINDS if wanted.upper().startswith(f"{kind.letters}-")]
    names = names_of(material.tables)
    with report_ledger(material) as connection:
        for kind in kinds:
            for key, figure in figures_of(connection, kind, names, limit=1).items():
                if figure.id == wanted.upper():
                    return figures_of(connection, kind, names, key=key, limit=figure.rows)[key]
    return None
