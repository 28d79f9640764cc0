"""The IRIs: one place that says how each is made. ``docs/rdf.md`` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

BASE = "https://communique.example/"
_LATELY = 4_096  # IRIs of a kind that are kept: an article's is asked for with each of its statements

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "c": f"{BASE}ontology#",
        "rel": f"{BASE}relation/",
        "mode": f"{BASE}mode/",
        "quad": f"{BASE}quad/",
        "code": f"{BASE}code/",
        "actor": f"{BASE}actor/",
        "kind": f"{BASE}kind/",
        "tenure": f"{BASE}tenure/",
        "article": f"{BASE}article/",
        "statement": f"{BASE}statement/",
        "mention": f"{BASE}mention/",
        "unlinked": f"{BASE}unlinked/",
        "outlet": f"{BASE}outlet/",
        "raw": f"{BASE}raw/",
        "origin": f"{BASE}origin/",
        "proposition": f"{BASE}proposition/",
        "position": f"{BASE}position/",
        "graph": f"{BASE}graph/",
        "dcterms": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


def prologue(prefixes: Mapping[str, str]) -> str:
    """Return what declares these prefixes, in one line with what follows, so that lines keep their numbers."""
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items())


@cache
def term(curie: str) -> NamedNode:
    """Return the IRI of a vocabulary term; raises KeyError for an unknown prefix.

    >>> term("c:accuses").value
    'https://communique.example/ontology#accuses'
    """
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


@cache
def word(curie: str) -> str:
    """Return the same as N-Quads write it.

    >>> word("c:accuses")
    '<https://communique.example/ontology#accuses>'
    """
    return str(term(curie))


ACTORS = term("graph:actors")
EDGES = term("graph:edges")
LEDGER = term("graph:ledger")
ONTOLOGY = term("graph:ontology")
ORIGINS = term("graph:origins")
_ARTICLE_GRAPHS = f"{BASE}graph/article/"


@lru_cache(_LATELY)
def article_iri(article: str) -> NamedNode:
    """Return the IRI of the article with this id.

    >>> article_iri("2022/03 a").value
    'https://communique.example/article/2022%2F03%20a'
    """
    return NamedNode(PREFIXES["article"] + _encoded(article))


@lru_cache(_LATELY)
def article_graph(article: str) -> NamedNode:
    """Return the named graph of the article with this id."""
    return NamedNode(_ARTICLE_GRAPHS + _encoded(article))


def article_of(graph: str) -> str | None:
    """Return the id of the article whose named graph this is, or none if it is another graph."""
    return unquote(graph.removeprefix(_ARTICLE_GRAPHS)) or None if graph.startswith(_ARTICLE_GRAPHS) else None


def version_iri(article: str, text_hash: str) -> NamedNode:
    """Return the IRI of a former version of an article, by the hash of its text."""
    return NamedNode(f"{article_iri(article).value}?version={text_hash}")


def span_iri(article: str, start: int, end: int) -> NamedNode:
    """Return the IRI of the characters from start to end of an article (RFC 5147)."""
    return NamedNode(f"{article_iri(article).value}#char={start},{end}")


def statement_iri(statement: str) -> NamedNode:
    """Return the IRI of the statement with this id."""
    return NamedNode(PREFIXES["statement"] + _encoded(statement))


@lru_cache(_LATELY)
def actor_iri(actor: str) -> NamedNode:
    """Return the IRI of the actor with this id; a slash in the id stays one.

    >>> actor_iri("USA/state-department").value
    'https://communique.example/actor/USA/state-department'
    """
    return NamedNode(PREFIXES["actor"] + _encoded(actor, "/"))


@lru_cache(_LATELY)
def code_iri(code: str) -> NamedNode:
    """Return the IRI of a roll-up code (``CHN``, ``NATO``); a colon in it stays one.

    >>> code_iri("TUR:PARTY").value
    'https://communique.example/code/TUR:PARTY'
    """
    return NamedNode(PREFIXES["code"] + _encoded(code, ":"))


def outlet_iri(name: str) -> NamedNode:
    """Return the IRI of the publisher with this name."""
    return NamedNode(PREFIXES["outlet"] + _encoded(name))


def local(iri: str, prefix: str) -> str:
    """Return the id that an IRI under ``prefix`` was made from; raises ValueError if it is not under it.

    >>> local("https://communique.example/code/CHN", "code")
    'CHN'
    """
    base = PREFIXES[prefix]
    if not iri.startswith(base):
        raise ValueError(f"{iri} does not begin with {base}")
    return unquote(iri.removeprefix(base))


def under(iri: str, prefix: str) -> str | None:
    """Return the same, or none if the IRI is not under the prefix or is nothing but it.

    >>> under("https://communique.example/code/CHN", "code"), under("https://communique.example/code/", "code")
    ('CHN', None)
    """
    return local(iri, prefix) or None if iri.startswith(PREFIXES[prefix]) else None


def _encoded(text: str, safe: str = "") -> str:
    if not text:
        raise ValueError("an empty id has no IRI")
    return text if text.isascii() and text.isalnum() else quote(text, safe=safe)
