"""What each expected body has given: money, services, needs; each have, part or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from tpgraph.analysis.money_count import count_beside
from tpgraph.analysis.money_ledger import names_of, table_of
from tpgraph.analysis.money_parts import months_covered
from tpgraph.analysis.money_words import and_join, plural_of
from tpgraph.names import normalise
from tpgraph.reports.material import Material
from tpgraph.reports.years import MoneyRow, record_source
from tpgraph.tables import Tables

HAVE, PART, NOTHING = "have", "part", "nothing"
SYMBOLS: Mapping[str, str] = {HAVE: "●", PART: "◐", NOTHING: "○"}
"""Shown beside the word: neither colour nor shape stands alone."""

KEY = (
    "Money: have = itemised payments of all twelve months; part = fewer, or other or high-level money only. Services: "
    "have = on our list; part = list said to be incomplete. Needs: have = every service says which need it meets, or "
    "people in need are counted; part = some do."
)


@dataclass(frozen=True)
class Cell:
    """Have, part or nothing, and a few words on it."""

    standing: str
    note: str = ""

    @property
    def symbol(self) -> str:
        """Symbol that goes with the word."""
        return SYMBOLS[self.standing]


@dataclass(frozen=True)
class BodyLine:
    """What one expected body has given."""

    name: str
    money: Cell
    services: Cell
    needs: Cell


def body_lines(material: Material, bodies: list[str], rows: list[MoneyRow], year: str) -> tuple[BodyLine, ...]:
    """Say what each expected body has given.

    Parameters
    ----------
    bodies : ids, in the order wanted
    rows : rows of the money analysis, every year
    year : financial year that money is asked for
    """
    tables, names = material.tables, names_of(material.tables)
    of_body, proposed = _services(tables)
    with_needs = {str(service) for service in table_of(tables, "rel_meets")["source_id"].to_pylist()}
    gave_needs, incomplete = _publishers_of_needs(material), _incomplete(tables)
    counted, covers = _counted(tables), _covers(material, rows, year)
    lines = []
    for body in bodies:
        name = names.get(body, body)
        services, known_as = of_body.get(body, set()), normalise(name).text
        lines.append(
            BodyLine(
                name,
                _money(body, rows, year, counted.get(body, set()), covers.get(body, "")),
                _has_services(services, known_as in incomplete, body in proposed),
                _has_needs(services, with_needs, known_as in gave_needs),
            )
        )
    return tuple(lines)


def _money(body: str, rows: list[MoneyRow], year: str, counted: set[str], covers: str) -> Cell:
    """Money of the year; what was given for other years is told in the note."""
    given = {row.basis: row.months[body] for row in rows if row.financial_year == year and row.months.get(body)}
    undated = [row.basis for row in rows if row.financial_year == year and _lists_undated(row, body)]
    if "payment" in given:
        return Cell(HAVE if len(set(given["payment"])) == 12 else PART, covers)
    if given or undated:
        return Cell(PART, f"{and_join([plural_of(basis) for basis in dict.fromkeys([*given, *undated])])} only")
    if year in counted:
        return Cell(PART, "high-level count only")
    other = {row.financial_year or "unknown year" for row in rows if row.months.get(body)} | counted - {year}
    return Cell(NOTHING, f"{and_join(sorted(other))} only" if other else "")


def _covers(material: Material, rows: list[MoneyRow], year: str) -> dict[str, str]:
    """Say which months the payments of each body cover, those without a date included."""
    if not any((row.financial_year, row.basis) == (year, "payment") for row in rows):
        return {}
    bodies = str(material.answers["money"].parameters.get("bodies", ""))
    told = months_covered(material.tables, year, "payment", bodies)
    return dict(zip(told["body_id"].to_pylist(), told["covers"].to_pylist(), strict=True))


def _lists_undated(row: MoneyRow, body: str) -> bool:
    """Tell whether a row holds money of the only body counted though no month of it is known."""
    return list(row.months) == [body] and not row.months[body] and bool(row.row["payments"])


def _counted(tables: Tables) -> dict[str, set[str]]:
    """Years of the high-level count, by body."""
    found: dict[str, set[str]] = {}
    for row in count_beside(tables).select(["body_id", "financial_year"]).to_pylist():
        found.setdefault(str(row["body_id"]), set()).add(row["financial_year"] or "")
    return found


def _services(tables: Tables) -> tuple[dict[str, set[str]], set[str]]:
    """Services that each body provides or commissions; and the bodies of which contracts or grants propose some."""
    found: dict[str, set[str]] = {}
    only_proposed = {row["id"] for row in table_of(tables, "service").to_pylist() if row["inferred_from"]}
    proposed = set()
    for name in ("rel_provides", "rel_commissions"):
        for row in table_of(tables, name).to_pylist():
            if row["target_id"] in only_proposed:
                proposed.add(str(row["source_id"]))
            else:
                found.setdefault(row["source_id"], set()).add(row["target_id"])
    return found, proposed


def _has_services(services: set[str], incomplete: bool, proposed: bool) -> Cell:
    if not services:
        return Cell(PART, "inferred from contracts or grants, not confirmed") if proposed else Cell(NOTHING)
    return Cell(PART, "list incomplete") if incomplete else Cell(HAVE)


def _has_needs(services: set[str], with_needs: set[str], gave_needs: bool) -> Cell:
    if gave_needs:
        return Cell(HAVE, "people in need")
    told = services & with_needs
    if not told:
        return Cell(NOTHING)
    return Cell(HAVE) if told == services else Cell(PART, "not for every service")


def _publishers_of_needs(material: Material) -> set[str]:
    """Publishers, as normalised names, of sources that say how many people have a need."""
    client_needs = set(table_of(material.tables, "client_need")["id"].to_pylist())
    if not client_needs or "load" not in material.records:
        return set()
    source = record_source(material).select(["record_id", "load_id"]).to_pylist()
    loads = {row["load_id"] for row in source if row["record_id"] in client_needs}
    rows = material.records["load"].select(["load_id", "publisher"]).to_pylist()
    return {normalise(row["publisher"]).text for row in rows if row["load_id"] in loads and row["publisher"]}


def _incomplete(tables: Tables) -> set[str]:
    """Publishers, as normalised names, who say that their list is a part."""
    rows = table_of(tables, "coverage").to_pylist()
    return {normalise(row["publisher"]).text for row in rows if row["publisher"] and row["complete"] == "part"}
