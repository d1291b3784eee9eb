"""Which items a map shows, most important first, and what it says of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tpgraph.money import pounds
from tpgraph.tables import Tables
from tpgraph.views.map_model import KIND_NAMES, NOT_YET_THEMED, MapNode, people_in_words
from tpgraph.views.map_money import BodyMoney, MapMoney, pairs_of, table_of

Row = Mapping[str, object]

_LONGEST_NOTE = 600
# Shares of the limit that each kind is sure of; what one kind does not use goes to the others in this order.
_SHARES = {"organisation": 0.4, "service": 0.3, "need": 0.15, "place": 0.1, "client_group": 0.05}
_SERVICE_FACTS = (
    ("status", "Status"),
    ("start", "From"),
    ("end", "Until"),
    ("eligibility", "Who may use it"),
    ("opening", "Open"),
    ("charge", "What users pay"),
    ("languages", "Languages"),
    ("way_in", "How to get to it"),
)


@dataclass(frozen=True)
class Ends:
    """Who is linked to whom in the graph, apart from money: what ranks and themes items.

    `degree` counts an item's links; `services_of` lists the services next to a body, need, client group or place.
    """

    degree: Mapping[str, int]
    services_of: Mapping[str, list[str]]


def rows_of(tables: Tables, kind: str) -> dict[str, Row]:
    """Give the rows of one kind by id, in the order of the table."""
    return {str(row["id"]): row for row in table_of(tables, kind).to_pylist()}


def ends_of(tables: Tables) -> Ends:
    """Count the links of every item and list the services beside it."""
    degree: Counter[str] = Counter()
    services: dict[str, list[str]] = defaultdict(list)
    for relationship, service_first in (
        ("provides", False), ("commissions", False), ("meets", True), ("serves", True), ("available_in", True),
    ):  # fmt: skip
        for pair in pairs_of(tables, f"rel_{relationship}"):
            degree.update(pair)
            service, other = pair if service_first else pair[::-1]
            services[other].append(service)
    return Ends(degree, services)


def choose_items(
    rows: Mapping[str, Mapping[str, Row]], money: MapMoney, ends: Ends, limit: int
) -> dict[str, list[str]]:
    """Choose the ids of each kind that the map shows, most important first.

    Bodies rank by their better place of two: by money, and by the number of services beside them. Services, needs,
    client groups and places rank by their links; those without any link are left to the last. The bodies chosen are
    listed by money.
    """
    ranked = {kind: sorted(rows[kind], key=lambda item: (-ends.degree.get(item, 0), item)) for kind in KIND_NAMES}
    ranked["organisation"] = _ranked_bodies(rows["organisation"], money, ends)
    numbers = _numbers({kind: len(ids) for kind, ids in ranked.items()}, limit)
    chosen = {kind: ids[: numbers[kind]] for kind, ids in ranked.items()}
    chosen["organisation"].sort(key=lambda body: -_pence(money, body))
    return chosen


def _pence(money: MapMoney, body: str) -> int:
    known = money.bodies.get(body)
    return abs(known.larger_pence or 0) if known else 0


def _ranked_bodies(bodies: Iterable[str], money: MapMoney, ends: Ends) -> list[str]:
    """Bodies by the better of two ranks: money, and services beside them."""
    by_money = sorted(bodies, key=lambda body: (-_pence(money, body), body))
    by_services = sorted(bodies, key=lambda body: (-ends.degree.get(body, 0), body))
    place = {body: number for number, body in enumerate(by_money) if _pence(money, body)}
    for number, body in enumerate(by_services):
        if ends.degree.get(body, 0):
            place[body] = min(number, place.get(body, number))
    last = len(by_money)
    return sorted(by_money, key=lambda body: (place.get(body, last), body))


def _numbers(counts: Mapping[str, int], limit: int) -> dict[str, int]:
    """How many of each kind are shown: the share each is sure of, then what the others leave free."""
    numbers = {kind: min(counts[kind], int(limit * share)) for kind, share in _SHARES.items()}
    free = limit - sum(numbers.values())
    for kind in _SHARES:
        more = min(counts[kind] - numbers[kind], free)
        numbers[kind] += more
        free -= more
    return numbers


def item_themes(rows: Mapping[str, Mapping[str, Row]], money: MapMoney, ends: Ends) -> dict[str, str]:
    """Give each service, need and body its main theme; places and client groups belong to none.

    A service has its own; a need the commonest of the services that meet it; a body the one with most of its money,
    else the commonest of the services beside it.
    """
    of_service = {id_: str(row.get("theme") or NOT_YET_THEMED) for id_, row in rows["service"].items()}
    themes = dict(of_service)
    for id_ in [*rows["need"], *rows["organisation"]]:
        body = money.bodies.get(id_)
        weights: Counter[str] = Counter(
            {theme or NOT_YET_THEMED: pence for theme, pence in body.themes.items()} if body else {}
        )
        if not weights or set(weights) == {NOT_YET_THEMED}:
            weights = Counter(of_service[service] for service in ends.services_of.get(id_, ()) if service in of_service)
        named = [(-weight, theme) for theme, weight in weights.items() if theme != NOT_YET_THEMED]
        themes[id_] = min(named)[1] if named else NOT_YET_THEMED
    return themes


def map_nodes(
    tables: Tables, chosen: Mapping[str, list[str]], rows: Mapping[str, Mapping[str, Row]], money: MapMoney,
    themes: Mapping[str, str], figure_ids: Mapping[str, str],
) -> tuple[MapNode, ...]:  # fmt: skip
    """Say of every chosen item what the panel shows: organisations first, the other kinds in their order."""
    sites = _sites(tables)
    found = []
    for kind in KIND_NAMES:
        for id_ in chosen[kind]:
            row = rows[kind][id_]
            body = money.bodies.get(id_, BodyMoney()) if kind == "organisation" else BodyMoney()
            found.append(
                MapNode(
                    id=id_,
                    kind=kind,
                    name=str(row.get("name") or id_),
                    theme=themes.get(id_, ""),
                    sector=str(row.get("sector") or "").replace("_", " "),
                    amount_pence=body.larger_pence,
                    people=_people(row),
                    note=_shortened(str(row.get("description") or "")),
                    figure_id=figure_ids.get(id_, ""),
                    facts=(*_facts(kind, row), *body.facts, *sites.get(id_, ())),
                )
            )
    return tuple(found)


def _people(row: Row) -> int | None:
    number = row.get("people_per_year", row.get("population"))
    return number if isinstance(number, int) and not 0 < number < 5 else None


def _facts(kind: str, row: Row) -> list[tuple[str, str]]:
    """The properties of an item in words; what is not known is not listed."""
    if kind == "organisation":
        names = row.get("also_known_as")
        known_as = "; ".join(map(str, names)) if isinstance(names, list) else ""
        found = [("Kind of body", str(row.get("kind") or "")), ("Also known as", known_as)]
    elif kind == "service":
        source = str(row.get("inferred_from") or "")
        found = [("How we know", f"inferred from {source}; nobody has confirmed it" if source else "")]
        found += [(heading, str(row.get(name) or "")) for name, heading in _SERVICE_FACTS]
        found += _service_numbers(row)
    elif kind == "place":
        found = [("Kind of area", str(row.get("level") or ""))]
    else:
        found = []
    return [(heading, _shortened(text)) for heading, text in found if text]


def _service_numbers(row: Row) -> list[tuple[str, str]]:
    cost, places, people = (row.get(name) for name in ("cost_pence_per_year", "places_per_year", "people_per_year"))
    return [
        ("Costs a year", pounds(cost) if isinstance(cost, int) else ""),
        ("Places a year", f"{places:,}" if isinstance(places, int) else ""),
        ("Helped a year", people_in_words(people) if isinstance(people, int) else ""),
    ]


def _sites(tables: Tables) -> dict[str, list[tuple[str, str]]]:
    """Where each service is given: name and postcode of at most three sites."""
    sites = rows_of(tables, "site")
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for service, id_ in pairs_of(tables, "rel_delivered_at"):
        site = sites.get(id_)
        if site and len(found[service]) < 3:
            words = [str(site[part]) for part in ("name", "postcode") if site.get(part)]
            found[service].append(("Given at", ", ".join(words)))
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1].rstrip() + "…"
