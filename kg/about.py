"""What a graph knows of one article: where it is from, its origin and versions, and what was taken from it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.rdf.articles import article_from, versions
from kg.rdf.facts import one
from kg.rdf.namespaces import ORIGINS, PREFIXES, article_iri, term, under
from kg.rebuild import told
from kg.store import Store

_DATED = {
    "metadata": "as its source says",
    "address": "from the address",
    "text": "from the text",
    "file": "when its file was made; when it appeared is not known",
    "": "where from is not known",
}


def about(store: Store, key: str) -> list[tuple[str, str]] | None:
    """Return (what, value) of the article with this id, in the order in which they are shown, or none."""
    found = store.said(key)
    article = article_from(key, found)
    if article is None:
        return None
    rows: list[tuple[str, str | None]] = [
        ("id", article.id),
        ("title", article.title),
        ("outlet", article.publisher),
        ("author", article.author),
        ("address", article.url),
        (
            "day",
            f"{article.published} ({_DATED.get(article.dated or '', article.dated)})" if article.published else None,
        ),
        ("dateline", article.dateline),
        ("credit", article.credit),
        ("language", article.language),
        (
            "text",
            f"{len(article.text):,} characters, hash {one(found[article_iri(key).value], PREFIXES['c'] + 'textHash')}",
        ),
    ]
    if made := article.made:
        rows.append(("made from", f"{made.name} ({made.media}, SHA-256 {made.digest}) by {made.by}"))
    rows += [("supersedes", f"{v.hash}: {' '.join(v.text.split())[:80]}") for v in versions(key, found)]
    rows += [("same report as", other) for other in _others(store, key)]
    for node in found.values():
        if software := one(node, PREFIXES["prov"] + "wasAssociatedWith"):
            rows.append(("extracted by", _software(found.get(software, {}))))
    statements = told(store, key)
    rows.append(("statements", str(len(statements))))
    rows += [(identity, f"{s.words}: {s.sentence}") for identity, s in sorted(statements.items())]
    return [(name, value) for name, value in rows if value is not None]


def _others(store: Store, key: str) -> Iterator[str]:
    for quad in store.native.quads_for_pattern(article_iri(key), term("c:origin"), None, ORIGINS):
        if isinstance(quad.object, ox.NamedNode):
            members = store.native.quads_for_pattern(None, term("c:origin"), quad.object, ORIGINS)
            others = (under(q.subject.value, "article") for q in members if isinstance(q.subject, ox.NamedNode))
            yield from sorted(other for other in others if other is not None and other != key)


def _software(node: dict[str, tuple[str, ...]]) -> str:
    schema, c = PREFIXES["schema"], PREFIXES["c"]
    name, version = one(node, schema + "name"), one(node, schema + "softwareVersion")
    tables = f"seeds {one(node, c + 'seeds')}"
    return ", ".join((f"{name} {version}", one(node, c + "model") or "", tables, *node.get(c + "setting", ())))
