"""Which financial year the first page speaks of, and the rows of the money analysis that belong to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tpgraph.analysis.money_ledger import settings
from tpgraph.analysis.money_words import months_of
from tpgraph.reports.material import Material

SOURCE_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("record_id", "source_id", "load_id", "file", "sheet")] + [("line", pa.int64())]
)
"""Of table `record_source`, which stands beside the graph tables but is none of the model's."""


def record_source(material: Material) -> pa.Table:
    """Say where every record stands; without rows where that is not known."""
    found = material.tables.get("record_source")
    return SOURCE_SCHEMA.empty_table() if found is None else found


@dataclass(frozen=True)
class MoneyRow:
    """One row of the money analysis with its id; `months` by id of each body counted."""

    id: str
    financial_year: str
    basis: str
    row: Mapping[str, object]

    @property
    def months(self) -> dict[str, list[str]]:
        """Months that the figures of each body cover, by its id."""
        return months_of(self.row)

    def pence(self, name: str) -> int:
        """One sum of the row."""
        return int(str(self.row[name] or 0))


def money_rows(material: Material) -> list[MoneyRow]:
    """Give the rows of the money analysis: newest year first, payments before other bases, then most money first."""
    answer = material.answers.get("money")
    if answer is None:
        return []
    rows = [
        MoneyRow(i, str(row["financial_year"] or ""), str(row["basis"] or ""), row)
        for i, row in zip(answer.ids, answer.result.table.to_pylist(), strict=True)
    ]
    rows.sort(key=lambda row: (row.basis != "payment", -abs(row.pence("listed_pence")), row.basis))
    return sorted(rows, key=lambda row: row.financial_year, reverse=True)


def year_shown(material: Material, rows: list[MoneyRow]) -> str:
    """Choose the newest year with money, of those the place looks at if any of them holds some; empty if unknown."""
    looked_at = settings(material.tables, "financial_year")
    held = [row.financial_year for row in rows if row.financial_year]
    chosen = [year for year in held if year in looked_at] or held or looked_at
    return max(chosen, default="")


def expected_bodies(material: Material, rows: list[MoneyRow], year: str) -> list[str]:
    """Give the bodies from whom something is expected: those we count, else all that pay, the year's first."""
    named = settings(material.tables, "body")
    if named:
        return list(dict.fromkeys(named))
    first = sorted(rows, key=lambda row: row.financial_year != year)
    return list(dict.fromkeys(body for row in first for body in row.months))
