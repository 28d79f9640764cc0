"""The graph of actors as one drawing: an arrow for each ordered pair; colour is the mean score, width the count."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from kg.graph import Multi
from kg.measures import Pair, both_ways, pairs
from kg.picture import svg
from kg.picture.svg import Point

WIDTH, HEIGHT, MARGIN, FOOT = 1200.0, 860.0, 30.0, 44.0
_BEND = 0.14
_ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its middle and half its width and height."""

    x: float
    y: float
    w: float
    h: float


def draw(graph: Multi, title: str, link: bool = False) -> str:
    """Return the SVG of the graph; ``link``: each arrow is a link to ``#SOURCE-TARGET`` on its page.

    The same graph gives the same drawing. No two names overlap. An empty graph gives a drawing that says so.
    """
    boxes = _apart(_placed(graph))
    found = sorted(pairs(graph), key=lambda pair: (pair.count, pair.source, pair.target))
    most = max((pair.count for pair in found), default=1)
    arrows = "".join(_arrow(pair, graph, boxes, most, link) for pair in found)
    names = "".join(_node(code, graph.nodes[code]["label"], box) for code, box in boxes.items())
    empty = "" if boxes else f'<text x="{WIDTH / 2}" y="{HEIGHT / 2}" text-anchor="middle">no pairs here</text>'
    foot = (
        f'<text x="{MARGIN}" y="{HEIGHT - 16}" font-size="13" fill="{svg.SOFT}">{svg.text(title)}</text>'
        + svg.legend(WIDTH - 300, HEIGHT - 16)
    )
    return svg.document(WIDTH, HEIGHT, title, arrows + names + empty + foot)


def _placed(graph: Multi) -> dict[str, Point]:
    """Return where each actor stands, 0 to 1 either way: near those with whom it has most events."""
    near: nx.Graph[str] = nx.Graph()
    near.add_nodes_from(graph)
    near.add_weighted_edges_from((*ends, 1 + math.log(pair.count)) for ends, pair in both_ways(graph).items())
    if not near:
        return {}
    parts = sorted((sorted(part) for part in nx.connected_components(near)), key=lambda part: (-len(part), part))
    main = near.subgraph(parts[0])
    laid = nx.spring_layout(main, k=2.6 / math.sqrt(len(main)), iterations=300, seed=4, weight="weight")
    found = {code: (float(x), float(y)) for code, (x, y) in laid.items()} | _aside(parts[1:])
    across, down = (_spread({code: place[i] for code, place in found.items()}) for i in (0, 1))
    return {code: (across[code], down[code]) for code in sorted(found)}


def _spread(places: Mapping[str, float]) -> dict[str, float]:
    """Return places from 0 to 1, halfway between what they are and even distances: a crowd gets room."""
    order = sorted(places, key=lambda code: (places[code], code))
    low, size, last = places[order[0]], places[order[-1]] - places[order[0]] or 1.0, len(order) - 1 or 1
    return {code: 0.5 * (places[code] - low) / size + 0.5 * i / last for i, code in enumerate(order)}


def _aside(parts: list[list[str]]) -> dict[str, Point]:
    """Return places for the small groups that nothing joins to the others: along the lower edge."""
    found: dict[str, Point] = {}
    for at, part in enumerate(parts):
        middle = -1 + 2 * (at + 0.5) / len(parts)
        for i, code in enumerate(part):
            found[code] = middle + 0.09 * (i - (len(part) - 1) / 2), 1.25 + 0.16 * (i % 2)
    return found


def _apart(places: Mapping[str, Point]) -> dict[str, Box]:
    """Return boxes of the drawing that do not overlap, as near to their places as that allows."""
    half = {code: (5.0 + 4.3 * len(code), 11.0) for code in places}
    inner_w, inner_h = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - FOOT
    at = {
        code: [MARGIN + half[code][0] + x * (inner_w - 2 * half[code][0]), MARGIN + 11 + y * (inner_h - 22)]
        for code, (x, y) in places.items()
    }
    codes = list(at)
    for _ in range(_ROUNDS):
        moved = False
        for i, one in enumerate(codes):
            for other in codes[i + 1 :]:
                moved |= _push(at[one], at[other], half[one], half[other])
        for code, place in at.items():
            w, h = half[code]
            place[0] = min(max(place[0], MARGIN + w), WIDTH - MARGIN - w)
            place[1] = min(max(place[1], MARGIN + h), HEIGHT - MARGIN - FOOT - h)
        if not moved:
            break
    return {code: Box(at[code][0], at[code][1], *half[code]) for code in codes}


def _push(one: list[float], other: list[float], a: Point, b: Point) -> bool:
    """Move two boxes that come too near away from each other, the short way; return whether they did."""
    gap_x = a[0] + b[0] + 14 - abs(one[0] - other[0])
    gap_y = a[1] + b[1] + 10 - abs(one[1] - other[1])
    if gap_x <= 0 or gap_y <= 0:
        return False
    axis, gap = (1, gap_y) if gap_y <= gap_x else (0, gap_x)
    step = gap / 2 + 0.5 if one[axis] >= other[axis] else -gap / 2 - 0.5
    one[axis] += step
    other[axis] -= step
    return True


def _arrow(pair: Pair, graph: Multi, boxes: Mapping[str, Box], most: int, link: bool) -> str:
    start, end = boxes[pair.source], boxes[pair.target]
    path = svg.curve((start.x, start.y), (end.x, end.y), _BEND)
    width = 1.2 + 4.3 * math.log(1 + pair.count) / math.log(1 + most)
    head = 6 + 1.6 * width
    at = _enters(path, end)
    tip, back = svg.along(path, at), svg.along(path, max(0.0, at - 0.04))
    stop = svg.along(path, max(0.0, at - _back(path, at, head * 0.8)))
    first = _half(path, at)
    tint = svg.colour(pair.score)
    said = f"{pair.source} → {pair.target}: {pair.count} ({pair.score:+.1f}); {_breakdown(graph, pair)}"
    drawn = (
        f'<g><title>{svg.plain(said)}</title><path d="M{path[0][0]:.1f} {path[0][1]:.1f}'
        f'Q{first[0]:.1f} {first[1]:.1f} {stop[0]:.1f} {stop[1]:.1f}" fill="none" stroke="{tint}" '
        f'stroke-width="{width:.1f}" stroke-opacity=".78"/>'
        f'<polygon points="{svg.arrow(tip, back, head)}" fill="{tint}"/></g>'
    )
    return f'<a href="#{svg.plain(pair.source)}-{svg.plain(pair.target)}">{drawn}</a>' if link else drawn


def _half(path: tuple[Point, Point, Point], at: float) -> Point:
    """Return the control point of the part of the curve up to ``at`` (de Casteljau)."""
    (x0, y0), (x1, y1), _ = path
    return x0 + (x1 - x0) * at, y0 + (y1 - y0) * at


def _enters(path: tuple[Point, Point, Point], box: Box) -> float:
    """Return where on the curve the box at its end begins, with a little air."""
    low, high = 0.0, 1.0
    for _ in range(24):
        at = (low + high) / 2
        x, y = svg.along(path, at)
        inside = abs(x - box.x) < box.w + 3 and abs(y - box.y) < box.h + 3
        low, high = (low, at) if inside else (at, high)
    return low


def _back(path: tuple[Point, Point, Point], at: float, length: float) -> float:
    """Return how much of the curve before ``at`` is about ``length`` long."""
    a, b = svg.along(path, at), svg.along(path, max(0.0, at - 0.05))
    return 0.05 * length / max(math.dist(a, b), 0.01)


def _breakdown(graph: Multi, pair: Pair) -> str:
    counts = sorted((-data["weight"], relation) for relation, data in graph[pair.source][pair.target].items())
    return ", ".join(f"{relation} {-count}" for count, relation in counts)


def _node(code: str, label: str, box: Box) -> str:
    return (
        f"<g><title>{svg.text(label)}</title>"
        f'<rect x="{box.x - box.w:.1f}" y="{box.y - box.h:.1f}" width="{2 * box.w:.1f}" height="{2 * box.h:.1f}" '
        f'rx="{box.h:.0f}" fill="{svg.PAPER}" stroke="{svg.INK}" stroke-width="1.1"/>'
        f'<text x="{box.x:.1f}" y="{box.y + 4.3:.1f}" text-anchor="middle" font-size="12" font-weight="600" '
        f'fill="{svg.INK}">{svg.plain(code)}</text></g>'
    )
