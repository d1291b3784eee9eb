"""What is worth mending in the files, by the pounds concerned: rows set aside, problems, unknown payees and years."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpgraph.analysis.money_ledger import ask, names_of
from tpgraph.analysis.money_words import capitalised, period
from tpgraph.money import pounds
from tpgraph.reports.figure_kinds import PROBLEM, SET_ASIDE, UNKNOWN_PAYEE, UNKNOWN_YEAR, UNTHEMED
from tpgraph.reports.figures import Figure, figures_of, report_ledger
from tpgraph.reports.material import Material

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEND_ROWS = "correct these rows in the file and run again"
_LOOK = "look at the rows in the report, and ask the publisher where they are wrong"
_ASK_NAMES = "ask the payer for the names; until then it stays in the total"
_FILL_YEAR = "fill in the financial year or the date and run again"
_GIVE_THEMES = "fill in the themes in themes-to-fill-in.csv, then load it"

_SAID = """
SELECT load_id, code AS name, arg_min(sentence, (coalesce(line, 0), sentence)) AS sentence,
       arg_min(mend, (coalesce(line, 0), sentence)) AS mend, min(file) AS file,
       bool_or(severity IN ('error', 'warning')) AS to_mend
FROM problem JOIN load USING (load_id) GROUP BY ALL
"""

# Rows set aside without an error or a warning, such as grand totals, were rightly set aside: nothing is to be mended.
# An error on a few of them belongs to another matter.
_SAID_ASIDE = """
WITH told AS (SELECT load_id, reason, sum(coalesce(rows, 1))::BIGINT AS rows FROM set_aside GROUP BY ALL)
SELECT s.load_id, s.reason AS name, s.reason AS sentence, min(l.file) AS file, min(told.rows) AS rows,
       arg_min(p.mend, (coalesce(p.line, 0), p.sentence)) FILTER (p.mend <> '') AS mend,
       count(p.line) > 0 AND 2 * count(DISTINCT p.line) >= count(DISTINCT s.line) AS to_mend
FROM set_aside s JOIN load l USING (load_id) JOIN told USING (load_id, reason)
LEFT JOIN problem p
  ON p.load_id = s.load_id AND coalesce(p.sheet, '') = coalesce(s.sheet, '') AND p.line = s.line
  AND p.severity IN ('error', 'warning')
GROUP BY ALL
"""


@dataclass(frozen=True)
class Fault:
    """Something to mend.

    Attributes
    ----------
    figure : id, sum and rows behind it
    sentence : what is wrong, where
    mend : what to do
    worth : the pounds concerned, in words
    """

    figure: Figure
    sentence: str
    mend: str

    @property
    def id(self) -> str:
        """Short id."""
        return self.figure.id

    @property
    def financial_year(self) -> str | None:
        """Year that the fault speaks of; None where it speaks of a file, or of money whose year is unknown."""
        return self.figure.key[1] if self.figure.kind in (UNKNOWN_PAYEE, UNTHEMED) else None

    @property
    def worth(self) -> str:
        """Pounds concerned, in words."""
        return "pounds not known" if self.figure.amount_pence is None else pounds(abs(self.figure.amount_pence))


def faults(material: Material) -> tuple[Fault, ...]:
    """Give every fault, most pounds first; what bears no pounds comes last."""
    names = names_of(material.tables)
    with report_ledger(material) as connection:
        found = [*_money_faults(connection, names), *_file_faults(connection, names)]
    return tuple(sorted(found, key=_most_pounds))


def _most_pounds(fault: Fault) -> tuple[bool, int, int, str]:
    pence = fault.figure.amount_pence
    return (pence is None, -abs(pence or 0), -fault.figure.rows, fault.id)


def _money_faults(connection: "DuckDBPyConnection", names: Mapping[str, str]) -> Iterator[Fault]:
    told = {UNKNOWN_PAYEE: ("the payee is redacted or blank", _ASK_NAMES), UNTHEMED: ("no theme yet", _GIVE_THEMES)}
    for kind, (what, mend) in told.items():
        for (_, year, basis), figure in figures_of(connection, kind, names).items():
            yield Fault(figure, f"{capitalised(period(basis, year))}: {what} ({_rows(figure.rows)})", capitalised(mend))
    for (_, _, basis), figure in figures_of(connection, UNKNOWN_YEAR, names).items():
        what = f"{capitalised(period(basis, ''))}: neither a financial year nor a date ({_rows(figure.rows)})"
        yield Fault(figure, what, capitalised(_FILL_YEAR))


def _file_faults(connection: "DuckDBPyConnection", names: Mapping[str, str]) -> Iterator[Fault]:
    for kind, query in ((SET_ASIDE, _SAID_ASIDE), (PROBLEM, _SAID)):
        said = {(row["load_id"], row["name"]): row for row in ask(connection, query).to_pylist()}
        for (load, name, _), figure in figures_of(connection, kind, names).items():
            row = said[load, name]
            if row["to_mend"]:
                aside = "set aside: " if kind is SET_ASIDE else ""
                # What is said of a whole sheet states its own number.
                rows = (
                    f" ({_rows(row.get('rows') or figure.rows)})"
                    if any(line.line is not None for line in figure.first)
                    else ""
                )
                sentence = f"{row['file']}: {aside}{str(row['sentence']).rstrip('.')}{rows}"
                usual = _MEND_ROWS if kind is SET_ASIDE else _LOOK
                yield Fault(figure, sentence, capitalised(str(row["mend"] or usual).rstrip(".")))


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
