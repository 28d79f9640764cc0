"""Which media type an answer gets: the tables, and the choice that RFC 9110 section 12.5.1 asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

RESULTS: Mapping[str, ox.QueryResultsFormat] = MappingProxyType(
    {
        "application/sparql-results+json": ox.QueryResultsFormat.JSON,
        "application/json": ox.QueryResultsFormat.JSON,
        "application/sparql-results+xml": ox.QueryResultsFormat.XML,
        "application/xml": ox.QueryResultsFormat.XML,
        "text/csv": ox.QueryResultsFormat.CSV,
        "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    }
)
"""Types of a SELECT or ASK result, the service's own preference first."""

GRAPHS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
        "application/trig": ox.RdfFormat.TRIG,
        "application/n-quads": ox.RdfFormat.N_QUADS,
        "text/n3": ox.RdfFormat.N3,
        "application/json": ox.RdfFormat.JSON_LD,
        "application/xml": ox.RdfFormat.RDF_XML,
        "text/plain": ox.RdfFormat.N_TRIPLES,
    }
)
"""Types of a CONSTRUCT or DESCRIBE result, the service's own preference first."""

_WITH_CHARSET = ("text/",)


@dataclass(frozen=True, slots=True)
class Range:
    """One element of an Accept header: ``kind/sub`` (either may be ``*``) and its weight, 0 to 1."""

    kind: str
    sub: str
    weight: float

    @property
    def precision(self) -> int:
        """2 for a full type, 1 for ``text/*``, 0 for ``*/*``."""
        return (self.kind != "*") + (self.sub != "*")

    def covers(self, media: str) -> bool:
        """Whether the type ``media`` is within this range."""
        kind, _, sub = media.partition("/")
        return self.kind in ("*", kind) and self.sub in ("*", sub)


@lru_cache(maxsize=100)
def ranges(accept: str) -> tuple[Range, ...]:
    """Return the elements of an Accept header; what is malformed is left out.

    >>> [(r.kind, r.sub, r.weight) for r in ranges("text/csv;q=0.5, */*;q=x, text/html")]
    [('text', 'csv', 0.5), ('text', 'html', 1.0)]
    """
    found = (_range(part) for part in accept.split(","))
    return tuple(r for r in found if r is not None)


def choose(accept: str | None, offered: Mapping[str, object]) -> str | None:
    """Return the type of ``offered`` that ``accept`` weighs highest, or none if it takes none of them.

    Of equal weights the one that stands first in ``offered`` wins. For each type the most precise
    range that covers it counts, so ``*/*, text/csv;q=0`` takes all but CSV.

    >>> choose("text/*;q=0.3, application/xml", RESULTS), choose("image/png", RESULTS)
    ('application/xml', None)
    """
    return _chosen(accept or "", tuple(offered))


@lru_cache(maxsize=100)
def _chosen(accept: str, offered: tuple[str, ...]) -> str | None:
    if not accept.strip():
        return offered[0]
    asked = ranges(accept)
    weights = {media: _weight(media, asked) for media in offered}
    best = max(weights, key=lambda media: weights[media])
    return best if weights[best] > 0 else None


def content_type(media: str) -> str:
    """Return the Content-Type of a body of type ``media``: text types carry their charset."""
    return f"{media}; charset=utf-8" if media.startswith(_WITH_CHARSET) else media


def prefers_html(accept: str | None) -> bool:
    """Whether a client asks for a page rather than for data; no Accept header means data."""
    return choose(accept or "*/*", {"application/json": 0, "text/html": 0}) == "text/html"


def _weight(media: str, asked: tuple[Range, ...]) -> float:
    covering = [r for r in asked if r.covers(media)]
    if not covering:
        return 0.0
    return max(covering, key=lambda r: r.precision).weight


def _range(part: str) -> Range | None:
    media, *parameters = (piece.strip() for piece in part.lower().split(";"))
    kind, slash, sub = media.partition("/")
    if not (kind and slash and sub) or (kind == "*" and sub != "*"):
        return None
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return None
    return Range(kind, sub, weight) if 0.0 <= weight <= 1.0 else None
