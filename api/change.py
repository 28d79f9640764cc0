"""What a client may change in the graph, and the syntaxes it may send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pyoxigraph as ox

SYNTAXES: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "text/n3": ox.RdfFormat.N3,
        "application/trig": ox.RdfFormat.TRIG,
        "application/n-quads": ox.RdfFormat.N_QUADS,
        "text/plain": ox.RdfFormat.N_TRIPLES,
    }
)
"""What a graph may be sent as."""


@dataclass(frozen=True, slots=True)
class Change:
    """What to do. ``update`` runs ``text``; ``put``, ``post`` and ``delete`` concern the graph with the IRI ``graph``
    (none: the default graph); ``media`` are the types of the contents that come after it; ``snapshot`` writes one to
    the folder ``text``. ``check`` is a new folder in which to make the change first: it is refused if the graph then
    would not be as the SHACL shapes say. Empty: no check."""

    do: Literal["update", "put", "post", "delete", "snapshot"]
    text: str = ""
    graph: str | None = None
    base: str | None = None
    media: tuple[str, ...] = ()
    check: str = ""
