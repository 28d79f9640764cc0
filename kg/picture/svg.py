"""What the pictures share: the scale of colours, arrows, text that is only ever text."""

from __future__ import annotations

import math
import re
from html import escape
from unicodedata import bidirectional

INK, SOFT, LINE, PAPER = "#1d1c1a", "#5b5852", "#c9c3b6", "#ffffff"
FONT = "Roboto, 'Noto Sans', 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"

SCALE = ("#a63603", "#d97f3e", "#8d8a84", "#5a97c4", "#10528a")
"""From conflict to cooperation: orange to blue, which people with any common colour blindness tell apart."""

STEPS = (-4.0, -0.5, 0.5, 4.0)
"""Mean scores where one colour ends and the next begins."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TURNS = frozenset(("R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"))

Point = tuple[float, float]


def colour(score: float) -> str:
    """Return the colour of a mean conflict-cooperation score.

    >>> colour(-9.3), colour(0), colour(6.8)
    ('#a63603', '#8d8a84', '#10528a')
    """
    return SCALE[sum(score > step for step in STEPS)]


def text(words: str) -> str:
    """Return words as the text or attribute of an XML element: what turns the direction in them stays inside (UAX 9).

    >>> text('<b> & "x"'), text("\u202eleft")
    ('&lt;b&gt; &amp; &quot;x&quot;', '\u2068\u202eleft\u2069')
    """
    turns = any(bidirectional(sign) in _TURNS for sign in words)
    return f"\u2068{plain(words)}\u2069" if turns else plain(words)


def plain(words: str) -> str:
    """Return words escaped for XML, without what XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", words))


def curve(start: Point, end: Point, bend: float) -> tuple[Point, Point, Point]:
    """Return start, control point and end of a quadratic curve that bends to the left of its way."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    return start, ((x0 + x1) / 2 + dy * bend, (y0 + y1) / 2 - dx * bend), end


def along(path: tuple[Point, Point, Point], at: float) -> Point:
    """Return the point of a quadratic curve at 0 to 1."""
    a, b, c = path
    keep = 1 - at
    x, y = (keep * keep * p + 2 * keep * at * q + at * at * r for p, q, r in zip(a, b, c, strict=True))
    return x, y


def arrow(tip: Point, back: Point, size: float) -> str:
    """Return the points of an arrowhead at ``tip`` that comes from ``back``."""
    angle = math.atan2(tip[1] - back[1], tip[0] - back[0])
    sides = [(tip[0] - size * math.cos(angle + turn), tip[1] - size * math.sin(angle + turn)) for turn in (0.42, -0.42)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, *sides))


def legend(x: float, y: float) -> str:
    """Return the key of the colours."""
    bars = "".join(
        f'<rect x="{x + 58 + 26 * i:.0f}" y="{y - 8:.0f}" width="26" height="8" fill="{c}"/>'
        for i, c in enumerate(SCALE)
    )
    return (
        f'<g font-size="12" fill="{SOFT}"><text x="{x:.0f}" y="{y:.0f}">conflict</text>{bars}'
        f'<text x="{x + 196:.0f}" y="{y:.0f}">cooperation</text></g>'
    )


def document(width: float, height: float, title: str, body: str) -> str:
    """Return the SVG document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{plain(title)}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{body}</svg>\n'
    )
