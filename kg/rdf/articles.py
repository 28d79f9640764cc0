"""Reading an article back from the quads of its named graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.model import Article, Made
from kg.rdf.facts import Node, one, published
from kg.rdf.namespaces import PREFIXES, article_iri, under

_C, _SCHEMA, _PROV = PREFIXES["c"], PREFIXES["schema"], PREFIXES["prov"]


@dataclass(frozen=True, slots=True)
class Version:
    """A former text of an article."""

    hash: str
    text: str


def article_from(key: str, nodes: Mapping[str, Node]) -> Article | None:
    """Return the article with this id as it was stored, or none if the nodes are not of its graph."""
    about = nodes.get(article_iri(key).value, {})
    text = one(about, _SCHEMA + "articleBody")
    if text is None:
        return None
    outlet, day = one(about, _SCHEMA + "publisher"), published(about)
    return Article(
        id=key,
        text=text,
        title=one(about, _SCHEMA + "headline"),
        publisher=one(nodes.get(outlet or "", {}), _SCHEMA + "name"),
        url=one(about, _SCHEMA + "url"),
        published=date.fromisoformat(day) if day else None,
        language=one(about, _SCHEMA + "inLanguage") or "en",
        author=one(about, _SCHEMA + "author"),
        dated=one(about, _C + "dateOrigin"),
        dateline=one(about, _SCHEMA + "dateline"),
        credit=one(about, _SCHEMA + "creditText"),
        made=_made(about, nodes),
    )


def versions(key: str, nodes: Mapping[str, Node]) -> list[Version]:
    """Return the former versions of an article, the latest first."""
    found: list[Version] = []
    at = one(nodes.get(article_iri(key).value, {}), _PROV + "wasRevisionOf")
    while at is not None and len(found) < len(nodes):
        node = nodes.get(at, {})
        found.append(Version(one(node, _C + "textHash") or "", one(node, _SCHEMA + "text") or ""))
        at = one(node, _PROV + "wasRevisionOf")
    return found


def _made(about: Node, nodes: Mapping[str, Node]) -> Made | None:
    raw, agent = one(about, _PROV + "wasDerivedFrom"), one(about, _PROV + "wasAttributedTo")
    digest = under(raw, "raw") if raw else None
    if raw is None or digest is None or agent is None:
        return None
    file, by = nodes.get(raw, {}), nodes.get(agent, {})
    name, version = (one(by, _SCHEMA + each) or "" for each in ("name", "softwareVersion"))
    title, media = (one(file, _SCHEMA + each) or "" for each in ("name", "encodingFormat"))
    return Made(title, media, digest, f"{name} {version}")
