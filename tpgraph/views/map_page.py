"""The offline map: one HTML file made through pyvis's Network, drawn by its bundled vis-network in our own page.

pyvis's own page makes requests, lets HTML in names run and adds links one by one; so nodes and links are assigned to
the Network, positions come from `layout`, and the page is `templates/map.html` with the small scripts beside it.
"""

import json
import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.errors import OutputError
from tpgraph.money import pounds, pounds_in_words
from tpgraph.views.layout import positions
from tpgraph.views.map_model import KINDS, RELATIONSHIP_WORDS, MapData, MapLink, MapNode
from tpgraph.views.page import asset, render_page
from tpgraph.views.text import clean_text

if TYPE_CHECKING:
    from pyvis.network import Network

SCRIPTS = (
    "map_core.js",
    "map_labels.js",
    "map_views.js",
    "map_overview.js",
    "map_canvas.js",
    "map_panel.js",
    "map_search.js",
    "map_tables.js",
    "map_start.js",
)
_LABEL_WIDTH = 20
_LABEL_LINES = 3
_COLOURS = {"FUNDS": "#12436D", "OVERLAPS": "#801650", "SAME_AS": "#801650"}
_KIND_BY_NAME = {kind.name: kind for kind in KINDS}
# Physics is off because positions are worked out beforehand; keys are handled by the page, not by the canvas.
_OPTIONS = """{
  "physics": {"enabled": false},
  "layout": {"improvedLayout": false},
  "interaction": {"hover": true, "tooltipDelay": 120, "multiselect": false, "keyboard": false, "hideEdgesOnDrag": true},
  "nodes": {"borderWidth": 1, "scaling": {"label": {"drawThreshold": 9, "maxVisible": 17}}},
  "edges": {"smooth": false, "selectionWidth": 1, "hoverWidth": 0, "arrowStrikethrough": false}
}"""


def map_html(data: MapData, *, seed: int = 0, pages: Sequence[tuple[str, str]] = ()) -> str:
    """Make the map of a place as one HTML page that needs no network.

    Parameters
    ----------
    data : MapData
        What to show; see `tpgraph.views.map_data.from_tables`.
    seed : int
        Seed of the layout: the same data and seed give the same page.
    pages : sequence of (label, relative address)
        Links to the pages beside this one.

    Returns
    -------
    str
        The page. Its tables hold every item and link of the drawing, also where scripts are blocked.

    Raises
    ------
    OutputError
        If the installed pyvis lacks vis-network, or a link ends at an item that is not on the map.
    """
    network = _network(data, seed)
    nodes, links, _, _, _, options = network.get_network_data()
    of_item = _links_of(data)
    context: dict[str, object] = {
        "title": f"Map of {clean_text(data.place)}",
        "data": data,
        "kinds": KINDS,
        "kind_words": {kind.name: kind.singular for kind in KINDS},
        "words": RELATIONSHIP_WORDS,
        "names": {node.id: node.name for node in data.nodes},
        "links_of": of_item,
        "money": _money,
        "pages": pages,
        "hidden_items": sum(data.hidden_counts.get(kind.name, 0) for kind in KINDS),
    }
    page_data = {
        "kinds": [vars(kind) for kind in KINDS],
        "words": RELATIONSHIP_WORDS,
        "nodes": nodes,
        "links": links,
        "options": json.loads(options),  # pyvis gives them as text
        "details": [_detail(node) for node in data.nodes],
        "themes": _themes(data, seed),
        "hidden": data.hidden_counts,
        "bodyMoney": _body_money(data),
    }
    scripts = [_vis_network(), *map(asset, SCRIPTS)]
    return render_page("map.html", context, page_data, scripts, [asset("map.css")])


def _network(data: MapData, seed: int) -> "Network":
    """Fill a pyvis Network: lists are assigned, for its add_edge takes 74 s for 20,000 links."""
    from pyvis.network import Network  # imported here because it brings IPython along

    network = Network(directed=True, cdn_resources="in_line")
    ends = [(link.source, link.target) for link in data.links]
    place = positions([node.id for node in data.nodes], ends, seed=seed, spacing=90)
    largest = max((abs(node.amount_pence or 0) for node in data.nodes), default=0)
    degree = _links_of(data)
    busiest = max(degree.values(), default=1)
    network.nodes = []
    for node in data.nodes:
        weight = max(_share(node.amount_pence, largest), math.sqrt(degree[node.id] / max(busiest, 1)) * 0.7)
        network.nodes.append(_vis_node(node, weight, place[node.id]))
    largest_link = max((abs(link.amount_pence or 0) for link in data.links), default=0)
    network.edges = [_vis_edge(number, link, largest_link) for number, link in enumerate(data.links)]
    network.set_options(_OPTIONS)
    return network


def _links_of(data: MapData) -> dict[str, int]:
    """How many links each item has on this map."""
    counts = dict.fromkeys((node.id for node in data.nodes), 0)
    for link in data.links:
        for end in (link.source, link.target):
            if end not in counts:
                raise OutputError(f"a link of the map ends at '{clean_text(end)}', which is not on it")
            counts[end] += 1
    return counts


def _share(amount: int | None, largest: int) -> float:
    """Side of a square whose area is the amount: 1 for the largest."""
    return math.sqrt(abs(amount or 0) / largest) if largest else 0.0


def _vis_node(node: MapNode, weight: float, place: tuple[float, float]) -> dict[str, object]:
    kind = _KIND_BY_NAME[node.kind]
    return {
        "id": node.id,
        "label": _label(node.name),
        "title": "\n".join(part for part in (clean_text(node.name), kind.singular, _money(node.amount_pence)) if part),
        "shape": kind.shape,
        "color": kind.colour,
        "weight": round(weight, 3),
        "x": place[0],
        "y": place[1],
    }


def _label(name: str) -> str:
    """The name in at most three short lines."""
    lines = textwrap.wrap(clean_text(name), _LABEL_WIDTH, break_long_words=True) or ["(no name)"]
    if len(lines) > _LABEL_LINES:
        lines = [*lines[: _LABEL_LINES - 1], lines[_LABEL_LINES - 1][: _LABEL_WIDTH - 1] + "…"]
    return "\n".join(lines)


def _vis_edge(number: int, link: MapLink, largest: int) -> dict[str, object]:
    edge: dict[str, object] = {
        "id": number,
        "from": link.source,
        "to": link.target,
        "relationship": link.relationship,
        "money": _money(link.amount_pence),
        "said": link.label,
        "width": round(1 + 7 * _share(link.amount_pence, largest), 1),
        "color": {"color": _COLOURS.get(link.relationship, "#8A97A5"), "opacity": 0.55},
    }
    if link.relationship == "FUNDS":
        edge["arrows"] = {"to": {"enabled": True, "scaleFactor": 0.5}}
    if link.relationship in ("OVERLAPS", "SAME_AS"):
        edge["dashes"] = True
    return edge


def _body_money(data: MapData) -> str:
    """Say what the money beside a body is: the money of a theme is only a part of it."""
    year = f"in {data.financial_year}" if data.financial_year else "in an unknown year"
    return f"Money beside a body: paid or received {year}, over all themes."


def _money(pence: int | None) -> str:
    return "" if pence is None else pounds(pence)


def _detail(node: MapNode) -> Mapping[str, object]:
    """What the panel and the search need beside what is drawn."""
    return {
        "kind": node.kind,
        "name": node.name,
        "theme": node.theme,
        "sector": node.sector,
        "money": _money(node.amount_pence),
        "people": None if node.people is None else f"{node.people:,}",
        "note": node.note,
        "figure": node.figure_id,
        "facts": node.facts,
    }


def _themes(data: MapData, seed: int) -> list[dict[str, object]]:
    """Members of each theme by number, with positions of their own: alone they need less room than among all."""
    number_of = {node.id: number for number, node in enumerate(data.nodes)}
    themes: list[dict[str, object]] = []
    for theme in data.themes:
        inside = set(theme.members)
        links = [(link.source, link.target) for link in data.links if link.source in inside and link.target in inside]
        place = positions(theme.members, links, seed=seed, spacing=90)
        themes.append(
            {
                "name": theme.name,
                "money": _money(theme.amount_pence),
                "figure": theme.figure_id,
                "short_money": "" if theme.amount_pence is None else pounds_in_words(theme.amount_pence),
                "members": [number_of[id_] for id_ in theme.members],
                "places": [place[id_] for id_ in theme.members],
            }
        )
    return themes


def _vis_network() -> str:
    """Take vis-network out of the installed pyvis.

    This build adds no stylesheet of its own and sets styles through the CSSOM, which the page's policy allows; of its
    220 kB stylesheet only the tooltip matters here, and map.css styles that. The pointer to its source map goes, for
    developer tools would ask for it.
    """
    import pyvis

    path = Path(str(pyvis.__file__)).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise OutputError("the installed pyvis lacks vis-network 9.1.2; install pyvis 0.3.2 again") from error
    return re.sub(r"//# sourceMappingURL=\S+\s*$", "", text)
