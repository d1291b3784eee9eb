"""Figures as they are stated for areas: people in need, and money that benefits an area."""

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from tpgraph.graphs.look_ups import names, neighbours, table
from tpgraph.graphs.people import read_people
from tpgraph.money import pounds
from tpgraph.tables import Tables

Line = tuple[str, int | None, str]
"""Record, pence, and the row in words."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure for an area.

    `kind` is people in need or money; `amount` people (None = unknown) or pence; `about` the name of the need or the
    payer; `subject` tells it from other figures of the area; `lines` are the flows behind money.
    """

    kind: str
    area: str
    about: str
    subject: str
    amount: int | None
    financial_year: str
    need: str = ""
    group: str = ""
    low: int | None = None
    high: int | None = None
    basis: str = ""
    capital: str = ""
    record: str = ""
    lines: tuple[Line, ...] = ()


def people_in_areas(tables: Tables) -> list[Stated]:
    """Give every number of people in need, of its newest year; those without a place left out."""
    return [
        Stated(
            kind="people in need", area=one.place, about=one.need_name, subject=f"{one.need_id} {one.group}",
            amount=one.people, financial_year=one.financial_year, need=one.need_id, group=one.group_name, low=one.low,
            high=one.high, record=one.id,
        )
        for one in read_people(tables) if one.place
    ]  # fmt: skip


def money_for_areas(tables: Tables) -> list[Stated]:
    """Give the sums of money that benefit an area, one for a payer, financial year, basis and capital or revenue."""
    benefits = table(tables, "rel_benefits").to_pylist()
    if not benefits:
        return []
    wanted = {row["source_id"] for row in benefits}
    flows = {row["id"]: row for row in table(tables, "funding_flow").to_pylist() if row["id"] in wanted}
    payers, called = neighbours(tables, "rel_pays", backwards=True), names(tables, "organisation")
    lines: defaultdict[tuple[str, str, str, str, str], list[Line]] = defaultdict(list)
    for row in sorted(benefits, key=lambda row: (row["source_id"], row["target_id"])):
        flow = flows.get(row["source_id"])
        if flow is not None and flow["amount_pence"] is not None:
            payer = next(iter(payers.get(flow["id"], ())), "")
            key = (
                row["target_id"],
                payer,
                flow["financial_year"] or "",
                flow["basis"] or "",
                flow["capital"] or "unknown",
            )
            pence = _share_of(flow["amount_pence"], row["share"])
            what = flow["purpose"] or flow["name"] or "no purpose stated"
            lines[key].append((flow["id"], pence, f"{what}: {pounds(pence)}"))
    return [_money(key, found, called) for key, found in sorted(lines.items())]


def _share_of(pence: int, share: float | None) -> int:
    """The part of a flow that benefits a place, to the penny, halves up; not stated means all of it."""
    return pence if share is None or share == 1 else math.floor(Fraction(share) * pence + Fraction(1, 2))


def _money(key: tuple[str, str, str, str, str], lines: list[Line], called: dict[str, str]) -> Stated:
    area, payer, year, basis, capital = key
    return Stated(
        kind="money", area=area, about=called.get(payer, payer) or "payer not known",
        subject=" ".join((payer or "-", year or "-", basis or "-", capital)),
        amount=sum(pence or 0 for _, pence, _ in lines), financial_year=year, basis=basis, capital=capital,
        lines=tuple(lines),
    )  # fmt: skip
