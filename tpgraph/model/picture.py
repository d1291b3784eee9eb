"""The picture of the model in the docs: every kind of node and relationship of graph.toml, as SVG.

``python -m tpgraph.model.picture`` writes it to standard output; a test compares it with ``docs/images/model.svg``.
What there is comes from graph.toml; where it stands, and how it looks, is said here.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tpgraph.errors import ModelError
from tpgraph.model import Model, model

Point = tuple[float, float]
Pair = tuple[str, str]

WIDTH, HEIGHT = 1200, 985
_LINE = 17  # pixels from one line of words to the next
_STEPS = 400


@dataclass(frozen=True)
class Place:
    """Where a kind of node stands, and how it looks: its middle, its size, its shape and its colour."""

    x: float
    y: float
    width: float
    shape: str
    colour: str
    height: float = 54


# Money is orange, people and their needs purple and red, what is offered green, places grey-blue, who says so grey.
PLACES = {
    "Organisation": Place(590, 250, 170, "pill", "#12436D"),
    "Service": Place(915, 450, 150, "hexagon", "#1E6B3C"),
    "FundingFlow": Place(240, 450, 170, "parallelogram", "#9A4A00"),
    "Programme": Place(110, 640, 150, "parallelogram", "#7A5C00"),
    "Need": Place(455, 620, 120, "ellipse", "#801650"),
    "ClientGroup": Place(720, 620, 150, "ellipse", "#5B2A86"),
    "ClientNeed": Place(570, 745, 150, "ellipse", "#A3264C"),
    "Place": Place(570, 870, 130, "house", "#28607A", 60),
    "Site": Place(1065, 830, 110, "house", "#3D5A6C", 60),
    "Record": Place(1065, 75, 130, "sheet", "#4D4D4D"),
    "Source": Place(130, 75, 130, "sheet", "#4D4D4D"),
}


@dataclass(frozen=True)
class Route:
    """How the arrow between two kinds runs.

    Attributes
    ----------
    bend : how far its middle stands off the straight line, in pixels; the way to the right of its direction is positive
    along : where on the arrow its words stand, 0 to 1
    """

    bend: float = 0
    along: float = 0.5


@dataclass(frozen=True)
class Loop:
    """How an arrow from a kind to itself runs: the side of the node it leaves, and how many words stand in one line."""

    side: str
    in_line: int = 1


_STRAIGHT = Route()
ROUTES: dict[Pair, Route] = {
    ("Organisation", "FundingFlow"): Route(-34, 0.48),
    ("FundingFlow", "Organisation"): Route(-34, 0.5),
    ("Organisation", "Service"): Route(0, 0.5),
    ("FundingFlow", "Place"): Route(118, 0.5),
    ("Service", "Place"): Route(-85, 0.5),
    ("Service", "Need"): Route(0, 0.5),
    ("Record", "Source"): Route(0, 0.5),
}
LOOPS = {
    "Organisation": Loop("top", 3),
    "Service": Loop("right"),
    "Need": Loop("left"),
    "Place": Loop("bottom", 2),
}

_STYLE = (
    "text{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif;text-anchor:middle;dominant-baseline:central}"
    ".kind{font-size:18px;font-weight:600;fill:#fff}"
    ".type{font-size:14px;fill:#222;stroke:#fff;stroke-width:8px;stroke-linejoin:round;paint-order:stroke}"
    ".arrow{fill:none;stroke:#666;stroke-width:1.6px}"
)


def picture(shown: Model | None = None) -> str:
    """Draw the model.

    Parameters
    ----------
    shown : Model, optional
        The model to draw; unless told, that of this tpgraph.

    Returns
    -------
    str
        An SVG file that refers to nothing outside itself, with a title and a description for who cannot see it.

    Raises
    ------
    ModelError
        If a kind of node, or of relationship from a kind to itself, has no place in the picture yet.
    """
    shown = shown or model()
    for label in shown.nodes:
        if label not in PLACES:
            raise ModelError(f"the picture of the model has no place for {label}: give it one in {__name__}")
    arrows = _arrows(shown)
    words = [line for pair, types in arrows.items() for line in _words(pair, types)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="model-title model-description">',
        '<title id="model-title">Kinds of nodes and relationships of a tpgraph store</title>',
        f'<desc id="model-description">{escape(_description(shown))}</desc>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto">'
        '<path d="M0 1L10 5L0 9z" fill="#666"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *(f'<path class="arrow" marker-end="url(#head)" d="{_path(pair)}"/>' for pair in arrows),
        *(shape for label in shown.nodes for shape in _node(label, shown.nodes[label].about)),
        *words,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _arrows(shown: Model) -> dict[Pair, list[str]]:
    """Gather the types of relationship by the pair of kinds that they join: one arrow a pair."""
    found: dict[Pair, list[str]] = {}
    for relationship in shown.relationships.values():
        for pair in relationship.between:
            found.setdefault(pair, []).append(relationship.type)
    return found


def _description(shown: Model) -> str:
    kinds = " ".join(f"{node.label}: {node.about}" for node in shown.nodes.values())
    ties = "; ".join(f"{near} {kind.type} {far}" for kind in shown.relationships.values() for near, far in kind.between)
    return f"Nodes. {kinds} Relationships. {ties}."


# ---------------------------------------------------------------------------------------------------------------- nodes


def outline(label: str) -> list[Point]:
    """Give the corners of a node's shape."""
    place = PLACES[label]
    w, h, x, y = place.width / 2, place.height / 2, place.x, place.y
    shapes: dict[str, list[Point]] = {
        "hexagon": [(-w, 0), (-w + 22, -h), (w - 22, -h), (w, 0), (w - 22, h), (-w + 22, h)],
        "parallelogram": [(-w + 18, -h), (w, -h), (w - 18, h), (-w, h)],
        "house": [(-w, -h + 14), (0, -h - 8), (w, -h + 14), (w, h), (-w, h)],
        "sheet": [(-w, -h), (w - 16, -h), (w, -h + 16), (w, h), (-w, h)],
        "ellipse": [(w * math.cos(turn / 24 * math.pi), h * math.sin(turn / 24 * math.pi)) for turn in range(48)],
        "pill": [*_half_circle(w - h, h, -1), *_half_circle(-(w - h), h, 1)],
    }
    return [(x + dx, y + dy) for dx, dy in shapes[place.shape]]


def _half_circle(middle: float, radius: float, way: int) -> list[Point]:
    turns = [step / 12 * math.pi - math.pi / 2 for step in range(13)]
    return [(middle - way * radius * math.cos(turn), way * radius * math.sin(turn)) for turn in turns]


def _node(label: str, about: str) -> Iterator[str]:
    place = PLACES[label]
    corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in outline(label))
    yield f'<polygon class="node" points="{corners}" fill="{place.colour}"><title>{escape(about)}</title></polygon>'
    yield f'<text class="kind" x="{_number(place.x)}" y="{_number(place.y)}">{escape(label)}</text>'


# --------------------------------------------------------------------------------------------------------------- arrows


def _path(pair: Pair) -> str:
    if pair[0] == pair[1]:
        return _loop_path(pair[0])
    start, bend, end = _curve(pair)
    inside = [outline(label) for label in pair]
    points = [_at((start, bend, end), step / _STEPS) for step in range(_STEPS + 1)]
    first = next(step for step, point in enumerate(points) if not _is_in(point, inside[0]))
    last = next(step for step in range(_STEPS, 0, -1) if not _is_in(points[step], inside[1]))
    near, far = first / _STEPS, (last - 1) / _STEPS
    turn = _between((start, bend, end), near, far)
    corners = (*_at((start, bend, end), near), *turn, *_at((start, bend, end), far))
    return "M{} {}Q{} {} {} {}".format(*(_number(value) for value in corners))


def _curve(pair: Pair) -> tuple[Point, Point, Point]:
    """Give the middle of the first node, the point that the curve bends towards, and the middle of the second."""
    near, far = (PLACES[label] for label in pair)
    bend = ROUTES.get(pair, _STRAIGHT).bend
    dx, dy = far.x - near.x, far.y - near.y
    length = math.hypot(dx, dy)
    # A quadratic curve comes half as near to its point as that stands off.
    middle = ((near.x + far.x) / 2 - 2 * bend * dy / length, (near.y + far.y) / 2 + 2 * bend * dx / length)
    return (near.x, near.y), middle, (far.x, far.y)


def _at(curve: tuple[Point, Point, Point], t: float) -> Point:
    return _between(curve, t, t)


def _between(curve: tuple[Point, Point, Point], s: float, t: float) -> Point:
    """Give the point that the part of a curve from s to t bends towards; with s = t, the point of the curve."""
    a, b, c = curve
    parts = ((1 - s) * (1 - t), s + t - 2 * s * t, s * t)
    return (
        parts[0] * a[0] + parts[1] * b[0] + parts[2] * c[0],
        parts[0] * a[1] + parts[1] * b[1] + parts[2] * c[1],
    )


def _is_in(point: Point, corners: list[Point]) -> bool:
    """Tell whether a point lies within a shape, by the corners that a ray to the right passes between."""
    x, y = point
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    crossed = [
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in sides
    ]  # fmt: skip
    return sum(crossed) % 2 == 1


def _loop_path(label: str) -> str:
    place, loop = PLACES[label], _loop(label)
    x, y, h = place.x, place.y, place.height / 2
    if loop.side in ("top", "bottom"):
        way = -1 if loop.side == "top" else 1
        corners = (
            x - 34,
            y + way * h,
            x - 60,
            y + way * (h + 56),
            x + 60,
            y + way * (h + 56),
            x + 34,
            y + way * (h + 2),
        )
    else:
        way = 1 if loop.side == "right" else -1
        near, far = (_edge(label, way, y + down) for down in (-13, 13))
        corners = (near, y - 13, near + way * 62, y - 52, far + way * 62, y + 52, far + way * 2, y + 13)
    return "M{} {}C{} {} {} {} {} {}".format(*(_number(value) for value in corners))


def _edge(label: str, way: int, y: float) -> float:
    """Give where a shape ends on a line across it, to the right (way 1) or the left (-1)."""
    corners, place = outline(label), PLACES[label]
    half = int(place.width / 2)
    return next(place.x + way * out for out in range(half, 0, -1) if _is_in((place.x + way * out, y), corners))


def _loop(label: str) -> Loop:
    if label not in LOOPS:
        raise ModelError(f"the picture of the model has no place for a relationship of {label} to itself: see LOOPS")
    return LOOPS[label]


def _words(pair: Pair, types: list[str]) -> Iterator[str]:
    """Write the types of an arrow beside each other or in lines of their own."""
    if pair[0] == pair[1]:
        loop, place = _loop(pair[0]), PLACES[pair[0]]
        lines = [" · ".join(types[at : at + loop.in_line]) for at in range(0, len(types), loop.in_line)]
        x, y = _loop_words(place, loop, lines)
    else:
        lines = types
        x, y = _at(_curve(pair), ROUTES.get(pair, _STRAIGHT).along)
    for number, line in enumerate(lines):
        down = y + (number - (len(lines) - 1) / 2) * _LINE
        yield f'<text class="type" x="{_number(x)}" y="{_number(down)}">{escape(line)}</text>'


def _loop_words(place: Place, loop: Loop, lines: list[str]) -> Point:
    if loop.side in ("top", "bottom"):
        off = place.height / 2 + 46 + len(lines) * _LINE / 2
        return place.x, place.y + (off if loop.side == "bottom" else -off)
    off = place.width / 2 + 44 + max(len(line) for line in lines) * 4.6
    return place.x + (off if loop.side == "right" else -off), place.y


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    sys.stdout.write(picture())
