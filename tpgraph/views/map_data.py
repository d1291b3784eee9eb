"""From the tables of the graph to the data of a map.

The map draws organisations, services, needs, client groups and places; money as one link a payer and payee, never one
item a payment.
"""

from collections.abc import Mapping

from tpgraph.tables import Tables
from tpgraph.views.map_links import map_links
from tpgraph.views.map_model import (
    KIND_NAMES,
    KINDS,
    NOT_YET_THEMED,
    MapData,
    MapLink,
    MapNode,
    MapTheme,
)
from tpgraph.views.map_money import MapMoney, map_money, money_set_in_words, table_of
from tpgraph.views.map_nodes import choose_items, ends_of, item_themes, map_nodes, rows_of

__all__ = ["MapData", "MapLink", "MapNode", "MapTheme", "from_tables"]

PAYMENTS_ONLY = " Payment files leave out pay, benefits and small payments: this is not all the money spent here."
_LINKS_AN_ITEM = 5
_BODIES_NAMED = 5


def from_tables(
    tables: Tables,
    *,
    graph_version: str = "",
    financial_year: str | None = None,
    basis: str | None = None,
    limit: int = 2000,
    figure_ids: Mapping[str, str] | None = None,
) -> MapData:
    """Build the data of a map from the tables of a graph.

    Parameters
    ----------
    tables : mapping of str to Table
        Graph tables by name without schema (``organisation``, ``rel_provides``, ``setting``...); a missing one counts
        as empty.
    graph_version : str
        Version of the graph, shown on the page.
    financial_year, basis : str, optional
        The one set of money to draw. Where not given: the set with the largest sum, of the years the place looks at if
        they hold any money.
    limit : int
        Most items to show. Bodies and payees rank by money and services, the others by their links.
    figure_ids : mapping of str to str, optional
        Short figure id by item id, for the panel.

    Returns
    -------
    MapData
        Amounts in pence. Counts of people under 5 are given as "under 5" and never as a number.
    """
    rows = {kind: rows_of(tables, kind) for kind in KIND_NAMES}
    money = map_money(tables, financial_year, basis)
    ends = ends_of(tables)
    chosen = choose_items(rows, money, ends, limit)
    themes = item_themes(rows, money, ends)
    nodes = map_nodes(tables, chosen, rows, money, themes, figure_ids or {})
    shown = {node.id for node in nodes}
    drawable = {id_ for of_kind in rows.values() for id_ in of_kind}
    links, hidden_links = map_links(tables, shown, drawable, money, max(limit, 1) * _LINKS_AN_ITEM)
    hidden = {kind: len(rows[kind]) - len(chosen[kind]) for kind in KIND_NAMES} | {"link": hidden_links}
    return MapData(
        place=_place_name(tables),
        financial_year=money.financial_year,
        basis=money.basis,
        graph_version=graph_version,
        nodes=nodes,
        links=links,
        themes=_themes(nodes, links, money),
        hidden_counts=hidden,
        sentences=_sentences(money, hidden, {id_: str(row["name"]) for id_, row in rows["organisation"].items()}),
    )


def _place_name(tables: Tables) -> str:
    for row in table_of(tables, "setting").to_pylist():
        if row["key"] == "place_name" and row["value"]:
            return str(row["value"])
    return "this place"


def _themes(nodes: tuple[MapNode, ...], links: tuple[MapLink, ...], money: MapMoney) -> tuple[MapTheme, ...]:
    """Themes with most money first, then most items; "not yet themed" last.

    Members are the items of that main theme, the bodies with money listed under it, and whatever is linked to one of
    its services: a body, need, client group or place may belong to several themes.
    """
    kind_of = {node.id: node.kind for node in nodes}
    theme_of = {node.id: node.theme for node in nodes if node.theme}
    members: dict[str, set[str]] = {}
    for id_, theme in theme_of.items():
        members.setdefault(theme, set()).add(id_)
    for link in links:
        for near, far in ((link.source, link.target), (link.target, link.source)):
            if kind_of[near] == "service" and kind_of[far] != "service":
                members[theme_of[near]].add(far)
    for body in kind_of.keys() & money.bodies.keys():
        for theme in money.bodies[body].themes:
            members.setdefault(theme or NOT_YET_THEMED, set()).add(body)
    pence = {theme or NOT_YET_THEMED: amount for theme, amount in money.theme_pence.items()}
    for theme in pence:
        members.setdefault(theme, set())
    order = sorted(
        members, key=lambda theme: (theme == NOT_YET_THEMED, -pence.get(theme, 0), -len(members[theme]), theme)
    )
    return tuple(
        MapTheme(theme, tuple(node.id for node in nodes if node.id in members[theme]), pence.get(theme))
        for theme in order
    )


def _sentences(money: MapMoney, hidden: Mapping[str, int], names: Mapping[str, str]) -> tuple[str, ...]:
    said = [_money_sentence(money, names)]
    if money.other_sets:
        said.append(f"In the panel but not drawn: {', '.join(money.other_sets)}.")
    counts = [(hidden[kind.name], kind) for kind in KINDS if hidden[kind.name]]
    if counts:
        words = [f"{count:,} {kind.singular if count == 1 else kind.plural}" for count, kind in counts]
        said.append(f"Left out, as less linked or with less money: {', '.join(words)}.")
    return tuple(said)


def _money_sentence(money: MapMoney, names: Mapping[str, str]) -> str:
    if not money.bodies:
        return "No itemised money is on this map: load a spend file or fill in the sheet 'flows'."
    return (
        f"Money on this map: {money_set_in_words(money.financial_year, money.basis)}, revenue and capital together, as "
        f"listed by the bodies that pay{_months_covered(money, names)}. Money passed on shows at each step, so the "
        f"links do not add up to a total.{PAYMENTS_ONLY if money.basis == 'payment' else ''}"
    )


def _months_covered(money: MapMoney, names: Mapping[str, str]) -> str:
    """The months of each body that pays, largest first; where there are many, the panel has them."""
    payers = [(body, its.paid_between) for body, its in money.bodies.items() if its.paid_pence is not None]
    dated = sorted((pair for pair in payers if pair[1]), key=lambda pair: -(money.bodies[pair[0]].paid_pence or 0))
    said = "; ".join(f"{names.get(body, body)}: {months}" for body, months in dated[:_BODIES_NAMED])
    more = f"; {len(dated) - _BODIES_NAMED} more in the panel" if len(dated) > _BODIES_NAMED else ""
    return f" ({said}{more})" if said else ""
