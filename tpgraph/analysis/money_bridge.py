"""The bridge from payments listed to money counted once, for one financial year and one basis.

Counted once = listed - passed within - passed between bodies we count + received by a counted body and not listed
onward. It is a lower bound: payment files leave out pay, benefits and small payments.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow as pa

from tpgraph.analysis.money_ledger import ask

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MONTHS = pa.map_(pa.string(), pa.list_(pa.string()))
"""Organisation id -> list of YYYY-MM."""

SCHEMA = pa.schema(
    [("financial_year", pa.string()), ("basis", pa.string()), ("bodies", pa.list_(pa.string())), ("months", MONTHS)]
    + [(name, pa.int64()) for name in ("payments", "listed_pence", "revenue_pence", "capital_pence")]
    + [(name, pa.int64()) for name in ("capital_unknown_pence", "passed_within_pence", "passed_between")]
    + [(name, pa.int64()) for name in ("passed_between_pence", "onward_not_listed_pence", "counted_once_pence")]
    + [(name, pa.int64()) for name in ("unknown_payee", "unknown_payee_pence")]
)

_BODIES = """
WITH paid AS (
  SELECT financial_year, basis, payer AS body, count(*) AS payments, sum(amount_pence) AS listed_pence,
         sum(amount_pence) FILTER (capital = 'false') AS revenue_pence,
         sum(amount_pence) FILTER (capital = 'true') AS capital_pence,
         sum(amount_pence) FILTER (part = 'within') AS passed_within_pence,
         sum(amount_pence) FILTER (part = 'between') AS paid_to_counted_pence,
         count(*) FILTER (payee_status IN ('redacted', 'blank')) AS unknown_payee,
         sum(amount_pence) FILTER (payee_status IN ('redacted', 'blank')) AS unknown_payee_pence,
         count(*) FILTER (payee_status = 'individual') AS individuals,
         sum(amount_pence) FILTER (payee_status = 'individual') AS individuals_pence,
         count(*) FILTER (month IS NULL) AS undated,
         list_sort(list(DISTINCT month) FILTER (month IS NOT NULL)) AS months
  FROM listed GROUP BY ALL),
received AS (
  SELECT financial_year, basis, payee AS body, count(*) AS received, sum(amount_pence) AS received_pence
  FROM listed WHERE part = 'between' GROUP BY ALL)
SELECT financial_year, basis, body, coalesce(months, []) AS months,
       coalesce(COLUMNS(* EXCLUDE (financial_year, basis, body, months)), 0)::BIGINT
FROM counted LEFT JOIN paid USING (financial_year, basis, body) LEFT JOIN received USING (financial_year, basis, body)
ORDER BY financial_year = '', financial_year DESC, basis, body
"""


@dataclass(frozen=True)
class BodySums:
    """What one counted body lists and receives in one year and basis; sums in pence, months as YYYY-MM.

    `received_pence` and `paid_to_counted_pence` are what passes between it and other counted bodies; payments to itself
    are in `listed_pence` and `passed_within_pence` only.
    """

    financial_year: str
    basis: str
    body: str
    months: list[str]
    payments: int
    listed_pence: int
    revenue_pence: int
    capital_pence: int
    passed_within_pence: int
    paid_to_counted_pence: int
    unknown_payee: int
    unknown_payee_pence: int
    individuals: int
    individuals_pence: int
    undated: int
    received: int
    received_pence: int

    @property
    def paid_out_pence(self) -> int:
        """Paid to anyone but itself."""
        return self.listed_pence - self.passed_within_pence

    @property
    def capital_unknown_pence(self) -> int:
        """Neither said to be revenue nor capital."""
        return self.listed_pence - self.revenue_pence - self.capital_pence

    @property
    def onward_not_listed_pence(self) -> int:
        """Received from counted bodies beyond what it lists as paid out: its pay, own costs and small payments."""
        return max(0, self.received_pence - self.paid_out_pence)


@dataclass(frozen=True)
class Bridge:
    """The bridge of one financial year (empty = unknown) and basis, over the bodies counted."""

    financial_year: str
    basis: str
    bodies: tuple[BodySums, ...]

    def total(self, name: str) -> int:
        """Sum one figure over the bodies counted."""
        return sum(int(getattr(body, name)) for body in self.bodies)

    @property
    def passed_between_pence(self) -> int:
        """Passed from one counted body to another, months their files cover or not."""
        return self.total("received_pence")

    @property
    def counted_once_pence(self) -> int:
        """Listed - within - between + received and not listed onward."""
        listed, within = self.total("listed_pence"), self.total("passed_within_pence")
        return listed - within - self.passed_between_pence + self.total("onward_not_listed_pence")

    def row(self) -> dict[str, object]:
        """Give the bridge as one row of `SCHEMA`."""
        summed = ["payments", "listed_pence", "revenue_pence", "capital_pence", "capital_unknown_pence"]
        summed += ["passed_within_pence", "onward_not_listed_pence", "unknown_payee", "unknown_payee_pence"]
        return {
            "financial_year": self.financial_year or None,
            "basis": self.basis or None,
            "bodies": [body.body for body in self.bodies],
            "months": [(body.body, body.months) for body in self.bodies],
            "passed_between": self.total("received"),
            "passed_between_pence": self.passed_between_pence,
            "counted_once_pence": self.counted_once_pence,
            **{name: self.total(name) for name in summed},
        }


def bridges(connection: "DuckDBPyConnection") -> list[Bridge]:
    """Work out every bridge of a ledger, newest year first, the unknown year last."""
    bodies = [BodySums(**row) for row in ask(connection, _BODIES).to_pylist()]
    grouped = groupby(bodies, key=lambda body: (body.financial_year, body.basis))
    return [Bridge(year, basis, tuple(members)) for (year, basis), members in grouped]


def bridge_table(found: Iterable[Bridge]) -> pa.Table:
    """Lay bridges out as a table of `SCHEMA`, one row each."""
    return pa.Table.from_pylist([bridge.row() for bridge in found], schema=SCHEMA)
