"""The graph of actors in the formats of other tools: GraphML and GEXF (Gephi, Cytoscape), CSV lists, PLOVER events.

The same events give the same bytes: there is no date of writing in any of them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.cells import harmless
from kg.events import Event
from kg.graph import Multi
from kg.lexicon.vocabulary import relations

_QUAD_CODES: Mapping[str, int] = MappingProxyType(
    {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
)
"""The numbers of PLOVER 0.7b1, table "Quad categories in PLOVER"."""

_CONTEXTS: Mapping[str, str] = MappingProxyType(
    {"future": "future", "hypothetical": "hypothetical", "negated": "negation"}
)
"""The auxiliary contexts of PLOVER 0.7b1, section "Event, Mode, and Context"."""

CLAIMED = "claimed"
"""Our own addition to PLOVER's contexts: somebody says so; the article does not say it in its own voice."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(graph: Multi) -> bytes:
    """Return GraphML 1.0: each edge one pair and relation, with an id, its counts, days and statements."""
    out = io.BytesIO()
    nx.write_graphml_xml(_flat(graph), out, edge_id_from_attribute="id", prettyprint=True)
    return out.getvalue()


def gexf(graph: Multi) -> bytes:
    """Return GEXF 1.2, dynamic: an edge lives from its first to its last event; one without a day always."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(_flat(graph))
    meta = next(element for element in writer.xml if element.tag.endswith("meta"))
    del meta.attrib["lastmodifieddate"]
    out = io.BytesIO()
    writer.indent(writer.xml)
    ET.ElementTree(writer.xml).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue() + b"\n"


def nodes_csv(graph: Multi) -> str:
    """Return the actors as CSV (RFC 4180) with the column names that Gephi knows."""
    return _csv(("Id", "Label"), ((code, data["label"]) for code, data in graph.nodes(data=True)))


def edges_csv(graph: Multi) -> str:
    """Return the edges as CSV (RFC 4180), one for each pair and relation."""
    columns = ("Source", "Target", "Type", "Relation", "Quad", "Weight", "Score", "First", "Last", "Statements")
    return _csv(
        columns,
        (
            (source, target, "Directed", relation, data["quad"], data["weight"], data["score"], data["first"] or "",
             data["last"] or "", " ".join(data["evidence"]))
            for source, target, relation, data in graph.edges(keys=True, data=True)
        ),
    )  # fmt: skip


def plover(found: Iterable[Event], named: Mapping[str, str]) -> Iterator[str]:
    """Yield each event as a line of JSON with the field names of PLOVER 0.7b1 (table "JSON fields").

    ``context`` holds the auxiliary modes ``future``, ``hypothetical`` and ``negation``, and `CLAIMED` for what
    is somebody's word. Fields of our own are ``attributed_to`` (whose word it is) and ``content_of`` (the
    id of the event whose content this is). PLOVER has no stance towards a claim: DENY and CONFIRM are left out.
    """
    for event in found:
        relation = relations()[event.relation]
        if relation.plover is not None:
            yield json.dumps(_plover(event, relation.plover, named), ensure_ascii=False)


def _plover(event: Event, category: str, named: Mapping[str, str]) -> dict[str, Any]:
    mode = relations()[event.relation].modes[event.mode].plover if event.mode else None
    claimed = event.attributed or event.within is not None
    contexts = [_CONTEXTS[event.modality]] if event.modality in _CONTEXTS else []
    words = dict(event.marks)

    def actor(code: str, role: str) -> dict[str, str]:
        return {"code": code, "actor_text": words[role].text, "identifier_text": named.get(code, code)}

    return {
        "id": event.statement,
        "date": event.day,
        "source": [actor(event.source, "source")],
        "recipient": [actor(event.target, "target")] if event.target is not None else [],
        "event": [category],
        "quad_code": _QUAD_CODES[event.quad],
        "event_scale": event.score,
        "mode": [mode.partition("/")[2]] if mode and "/" in mode else [],
        "context": contexts + ([CLAIMED] if claimed else []),
        "event_text": [words["trigger"].text],
        "text": event.sentence.text,
        "text_info": {"start": event.sentence.start, "end": event.sentence.end},
        "cite_info": {"citation": event.article, "url": event.url, "title": event.title, "publication": event.outlet},
        "coder": "communique",
        "attributed_to": _speaker(event),
        "content_of": event.within,
    }


def _speaker(event: Event) -> dict[str, str | None] | None:
    if not event.attributed:
        return None
    return {"code": event.speaker, "actor_text": dict(event.marks)["speaker"].text}


def _flat(graph: Multi) -> nx.MultiDiGraph[str]:
    """Return the graph with attributes that XML can hold; an edge's ``start`` and ``end`` are days."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for code, data in graph.nodes(data=True):
        flat.add_node(code, label=_NOT_XML.sub("\ufffd", data["label"]))
    for source, target, relation, data in graph.edges(keys=True, data=True):
        edge = {
            "id": f"{source}-{relation}-{target}",
            "label": relation,
            "relation": relation,
            "quad": data["quad"],
            "weight": data["weight"],
            "score": data["score"],
            "statements": " ".join(data["evidence"]),
        }
        if data["first"] and data["last"]:
            edge |= {"start": _first_day(data["first"]), "end": _last_day(data["last"])}
        flat.add_edge(source, target, **edge)
    return flat


def _first_day(day: str) -> str:
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


def _last_day(day: str) -> str:
    """Return the last day of a reduced date.

    >>> _last_day("2024-02"), _last_day("2023"), _last_day("2024-02-03")
    ('2024-02-29', '2023-12-31', '2024-02-03')
    """
    month = f"{day}-12" if len(day) == 4 else day
    if len(month) > 7:
        return month
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]:02}"


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(map(harmless, row) for row in rows)
    return out.getvalue()
