"""Extracting anew what another version of the software extracted, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Article, Statement
from kg.rdf.articles import article_from
from kg.rdf.facts import Node, nodes, one, readable
from kg.rdf.namespaces import PREFIXES, local
from kg.rdf.provenance import Extractor, fingerprint
from kg.rdf.quads import article_quads
from kg.store import Store

_C, _OA = PREFIXES["c"], PREFIXES["oa"]
_SAID = ("relation", "mode", "source", "target", "attributedTo", "modality", "theme", "content", "when")


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says, in words, and the sentence that says it."""

    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``sign`` is + for a statement that is new, - for one that is gone, ~ for one that changed."""

    article: str
    sign: str
    statement: str
    told: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.sign} {self.article} {self.statement}: {self.told}: {self.sentence}"


def stored(store: Store) -> Iterator[Article]:
    """Yield every article as it is stored, in the order of their IRIs."""
    for key in store.articles():
        article = article_from(key, store.said(key))
        if article is not None:
            yield article


def is_current(store: Store, article: Article, by: Extractor) -> bool:
    """Whether the article's statements are those of this extractor."""
    return store.finished(article.id, fingerprint(article, by))


def told(store: Store, article: str) -> dict[str, Told]:
    """Return what the stored statements of an article say, by their ids."""
    return _told(article, store.said(article))


def told_of(article: Article, statements: Sequence[Statement], by: Extractor) -> dict[str, Told]:
    """Return what statements of an article say that are not stored, by their ids."""
    return _told(article.id, nodes(article_quads(article, statements, by)))


def changes(article: Article, before: Mapping[str, Told], now: Mapping[str, Told]) -> list[Change]:
    """Return how the statements of an article differ from those before, in the order of their ids."""
    found = []
    for key in sorted({*before, *now}):
        old, new = before.get(key), now.get(key)
        if old is None and new is not None:
            found.append(Change(article.id, "+", key, new.words, new.sentence))
        elif new is None and old is not None:
            found.append(Change(article.id, "-", key, old.words, old.sentence))
        elif old is not None and new is not None and old.words != new.words:
            found.append(Change(article.id, "~", key, f"{old.words} -> {new.words}", new.sentence))
    return found


def _told(article: str, found: Mapping[str, Node]) -> dict[str, Told]:
    said: dict[str, Told] = {}
    for iri in readable(article, found):
        node = found[iri]
        words = " ".join(_short(one(node, _C + name)) for name in _SAID)
        sentence = one(found.get(one(node, _C + "evidence") or "", {}), _OA + "exact") or ""
        said[local(iri, "statement")] = Told(words, " ".join(sentence.split()))
    return said


def _short(value: str | None) -> str:
    return "-" if value is None else value.rpartition("#")[2].rpartition("/")[2] if "://" in value else f'"{value}"'
