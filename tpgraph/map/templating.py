"""A template workbook filled from a store: who is there, and a line for everything that money seems to run.

The lines are questions: what does this body run, for whom, where? A service that a contract or grant proposes comes
with its number in column `confirms`; a large payee of whom no service is known comes with its name alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tpgraph.errors import MissingDataError
from tpgraph.graphs.look_ups import names, neighbours, smallest_records, table
from tpgraph.identifiers import is_mergeable
from tpgraph.money import pounds
from tpgraph.names import fold, is_catch_all
from tpgraph.tables import Tables

if TYPE_CHECKING:
    from tpgraph.map import Map

LIMIT = 200
"""Lines to finish, unless somebody asks for more or fewer."""

_SEEMS, _SEEN, _WHAT = "seems to be", "money seen", "for what"
_PAID = {"payment": "paid", "award": "awarded", "contract": "contracted", "budget": "budgeted", "outturn": "spent"}
_MOST_SUMS = 4
_MOST_PURPOSES = 3

Line = dict[str, object]


@dataclass(frozen=True)
class Prefilling:
    """What was written: lines on sheet organisations, lines of each kind on sheet services, and lines left out."""

    path: Path
    organisations: int
    proposals: int
    payees: int
    left_out: int


class _Sum(NamedTuple):
    basis: str
    year: str


class _Money:
    """Sums of flows by basis and year, never added to each other; and what they are for, most money first."""

    def __init__(self) -> None:
        self.sums: defaultdict[_Sum, int] = defaultdict(int)
        self.purposes: defaultdict[str, int] = defaultdict(int)

    def add(self, flow: Mapping[str, object]) -> None:
        pence = int(str(flow["amount_pence"] or 0))
        self.sums[_Sum(str(flow["basis"]), str(flow["financial_year"] or ""))] += pence
        if flow["purpose"]:
            self.purposes[str(flow["purpose"])] = max(abs(pence), self.purposes[str(flow["purpose"])])

    @property
    def largest(self) -> int:
        return max(self.sums.values(), default=0)

    def in_words(self) -> str:
        ranked = sorted(self.sums.items(), key=lambda item: (-item[1], item[0]))
        said = [
            f"{pounds(pence)} {_PAID.get(of.basis, of.basis)} ({of.year or 'year unknown'})" for of, pence in ranked
        ]
        more = f"; and {len(said) - _MOST_SUMS} more sums" if len(said) > _MOST_SUMS else ""
        return "; ".join(said[:_MOST_SUMS]) + more

    def for_what(self) -> list[str]:
        return sorted(self.purposes, key=lambda purpose: (-self.purposes[purpose], purpose))[:_MOST_PURPOSES]


@dataclass(frozen=True)
class _Place:
    """The tables of a place with the look-ups that every line needs."""

    tables: Tables
    organisations: Mapping[str, str]
    records: Mapping[str, str]
    providers: Mapping[str, tuple[str, ...]]
    commissioners: Mapping[str, tuple[str, ...]]
    written: Mapping[str, str]


def _place(tables: Tables) -> _Place:
    called, records = names(tables, "organisation"), smallest_records(tables, "rel_describes")
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for body, name in called.items():
        bearers[fold(name)].append(body)
    # A name that two bodies bear would be read as the first of them.
    written = {
        body: name if len(bearers[fold(name)]) == 1 else records.get(body, name) for body, name in called.items()
    }
    return _Place(
        tables,
        called,
        records,
        neighbours(tables, "rel_provides", backwards=True),
        neighbours(tables, "rel_commissions", backwards=True),
        written,
    )


def _flows(tables: Tables) -> dict[str, Mapping[str, object]]:
    wanted = ["id", "amount_pence", "basis", "financial_year", "purpose", "detail"]
    rows = table(tables, "funding_flow").select(wanted).to_pylist()
    return {row["id"]: row for row in rows if row["detail"] == "itemised"}


def _money_by(pairs: Iterable[tuple[str, str]], flows: Mapping[str, Mapping[str, object]]) -> dict[str, _Money]:
    """Money by what stands beside each flow."""
    found: defaultdict[str, _Money] = defaultdict(_Money)
    for flow, other in pairs:
        if flow in flows:
            found[other].add(flows[flow])
    return found


def _pairs(tables: Tables, name: str) -> list[tuple[str, str]]:
    ends = table(tables, name)
    return list(zip(ends.column("source_id").to_pylist(), ends.column("target_id").to_pylist(), strict=True))


def _proposals(place: _Place, flows: Mapping[str, Mapping[str, object]]) -> list[tuple[int, Line]]:
    money = _money_by(_pairs(place.tables, "rel_for"), flows)
    records = smallest_records(place.tables, "rel_describes_service")
    lines = []
    for row in table(place.tables, "service").to_pylist():
        if not row["inferred_from"]:
            continue
        seen = money.get(row["id"], _Money())
        lines.append(
            (
                seen.largest,
                {
                    _SEEMS: f"{row['name']} (inferred from {row['inferred_from']})",
                    _SEEN: seen.in_words() or "no sum stated",
                    _WHAT: row["description"] or "",
                    "provider": _first(place.providers.get(row["id"], ()), place),
                    "commissioner": _first(place.commissioners.get(row["id"], ()), place),
                    "start": row["start"],
                    "end": row["end"],
                    "cost_pence_per_year": row["cost_pence_per_year"],
                    "confirms": records.get(row["id"], row["id"]),
                },
            )
        )
    return lines


def _first(bodies: Iterable[str], place: _Place) -> str:
    named = sorted(place.written.get(body, body) for body in bodies)
    return named[0] if named else ""


def _counted(tables: Tables) -> set[str]:
    return {row["value"] for row in table(tables, "setting").to_pylist() if row["key"] == "body"}


def _payees(place: _Place, flows: Mapping[str, Mapping[str, object]]) -> list[tuple[int, Line]]:
    """Bodies that are paid and of whom no service is known; those we count, and headings of ledgers, are none."""
    counted = _counted(place.tables) or {payer for payer, _ in _pairs(place.tables, "rel_pays")}
    known = {body for bodies in place.providers.values() for body in bodies}
    lines: list[tuple[int, Line]] = []
    for body, seen in _money_by(_pairs(place.tables, "rel_to"), flows).items():
        name = place.organisations.get(body, body)
        if body in counted or body in known or is_catch_all(name) or seen.largest <= 0:
            continue
        hints = {_SEEMS: "", _SEEN: seen.in_words(), _WHAT: "; ".join(seen.for_what())}
        lines.append((seen.largest, {**hints, "provider": place.written.get(body, name)}))
    return lines


def _organisations(place: _Place, lines: Iterable[Line]) -> list[Line]:
    """Everybody but those of whom nothing is known but that they were paid, and who stand on no line."""
    named = {str(line.get(column)) for line in lines for column in ("provider", "commissioner")}
    paid = {payee for _, payee in _pairs(place.tables, "rel_to")}
    active = _counted(place.tables) | {
        end
        for relationship in ("provides", "commissions", "pays", "inspects", "works_with", "owned_by")
        for pair in _pairs(place.tables, f"rel_{relationship}")
        for end in pair
    }
    found: list[Line] = []
    for row in table(place.tables, "organisation").to_pylist():
        body = row["id"]
        if body in paid and body not in active and place.written.get(body) not in named:
            continue
        if body not in place.records:
            continue
        found.append(
            {
                "id": place.records[body],
                "name": row["name"] or body,
                "kind": row["kind"],
                "sector": None if row["sector"] == "unknown" else row["sector"],
                "identifier": body if is_mergeable(body) else None,
            }
        )
    return sorted(found, key=lambda line: (fold(str(line["name"])), str(line["id"])))


def write_prefilled(town: "Map", path: Path, limit: int = LIMIT) -> Prefilling:
    """Write the workbook of a store, most money first.

    Parameters
    ----------
    town : the map of the store
    path : where to write; nothing is written over
    limit : most lines to finish on sheet services; 0 = all

    Raises
    ------
    MissingDataError
        If the store holds no organisation.
    OutputError
        If the file cannot be written.
    """
    from tpgraph.loading.template_workbook import Prefilled, write_template

    tables = town.tables()
    place, flows = _place(tables), _flows(tables)
    if not place.organisations:
        raise MissingDataError("nothing is loaded that a workbook could be filled with; `tpgraph load FILES` first")
    ranked = [*_proposals(place, flows), *_payees(place, flows)]
    ranked.sort(key=lambda one: (-one[0], str(one[1].get("provider")), str(one[1].get("confirms", ""))))
    lines = [line for _, line in (ranked[:limit] if limit > 0 else ranked)]
    bodies = _organisations(place, lines)
    holds = f"{len(bodies):,} organisations, {len(lines):,} lines to finish"
    about = f"Filled in from {_name_of(tables)} ({town.graph_version}): {holds}."
    write_template(path, Prefilled({"organisation": bodies, "service": lines}, about))
    proposals = sum("confirms" in line for line in lines)
    return Prefilling(path, len(bodies), proposals, len(lines) - proposals, len(ranked) - len(lines))


def _name_of(tables: Tables) -> str:
    rows = table(tables, "setting").to_pylist()
    return next((str(row["value"]) for row in rows if row["key"] == "place_name"), "the place that is loaded")
