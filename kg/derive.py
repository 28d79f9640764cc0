"""Computing what follows from the articles: ontology, actors and codes, edges, ledger.

`whole` computes all of it; `changed` what some articles bring about, at the cost of these articles alone. Both come to
the same quads, and both leave the mark of the ledger last: a store without it, or with that of other articles, is
computed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import known, resources
from kg.ledger import Ledger, Told, Touched
from kg.lexicon.vocabulary import relations
from kg.rdf.facts import facts_of
from kg.rdf.namespaces import (
    ACTORS,
    EDGES,
    LEDGER,
    ONTOLOGY,
    ORIGINS,
    article_iri,
    term,
    under,
)
from kg.rdf.provenance import VOCABULARY, derivation
from kg.rdf.writing import line, quads

if TYPE_CHECKING:
    from kg.store import Store

_DIGITS = 32  # of the sum in a mark, after the derivation
AT_ONCE = 1_000  # articles whose changes are one transaction: bounds memory
_FINGERPRINT = term("c:fingerprint")
_REFERS_TO = term("c:refersTo").value
_ORIGIN = term("c:origin")


def mark(prints: Iterable[str], gone: Iterable[str] = (), before: str = "") -> str:
    """Return what says that edges and ledger follow, by this software, from articles with these fingerprints.

    ``before`` is the mark of those that there were, to which these come and of which others are ``gone``.

    >>> mark(["b", "c"], ["a"], mark(["a"])) == mark(["c", "b"])
    True
    """
    total = int(before[-_DIGITS:] or "0", 16) + sum(map(_number, prints)) - sum(map(_number, gone))
    return f"{derivation()}{total % 16**_DIGITS:0{_DIGITS}x}"


def is_ours(mark_: str | None) -> bool:
    """Return whether a mark is of this software."""
    return mark_ is not None and mark_.startswith(derivation())


def _number(fingerprint: str) -> int:
    """Return the number of a fingerprint in the sum of all, which has no order (Bellare and Micciancio 1997)."""
    return int.from_bytes(blake2b(fingerprint.encode(), digest_size=_DIGITS // 2).digest()) if fingerprint else 0


def whole(store: Store, ledger: Ledger, prints: Mapping[str, str], position: str = "") -> None:
    """Compute everything anew, and fill the ledger with it; ``position`` is that of the journal before.

    What is new is written in bulk, what has changed in one transaction for each graph, what is the same not at all.
    """
    ledger.clear()
    for count, article in enumerate(sorted(prints)):
        ledger.add(_told(store, article, prints[article]))
        if count % AT_ONCE == 0:
            store.give_back()
    ledger.index()
    store.give_back()
    properties = _properties()
    store.become(ONTOLOGY, _ontology())
    store.become(ACTORS, map(line, known.everybody(store.native, ledger.codes())))
    store.become(EDGES, ledger.edges(properties))
    store.become(LEDGER, chain(ledger.lines(), [line(_mark_quad(mark(prints.values())))]))
    store.flush()
    ledger.commit(mark(prints.values()), position)


def changed(
    store: Store,
    ledger: Ledger,
    prints: Mapping[str, str],
    articles: Sequence[str],
    renew: Callable[[frozenset[str]], known.Renewed],
    position: str = "",
) -> None:
    """Compute what follows from ``articles`` that are new, changed or gone since the ledger was made.

    ``prints`` are of those that are there now, ``position`` is that of the journal before.
    ``renew`` writes the gazetteer for the actors (ids) who are named now, and returns what that changed. The store's
    mark must be the ledger's: the ledger then holds what the graphs hold.
    """
    gone_prints = [had for article in articles if (had := ledger.print(article))]
    after_all = mark((prints[a] for a in articles if a in prints), gone_prints, ledger.mark() or "")
    for start in range(0, max(len(articles), 1), AT_ONCE):
        some = articles[start : start + AT_ONCE]
        now = [_told(store, article, prints[article]) for article in some if article in prints]
        origins = _new_origins(store, ledger, some, now)
        touched = ledger.touched([*some, *origins], now)
        before = _follows(ledger, touched)
        for article in some:
            ledger.remove(article)
        for told in now:
            ledger.add(told)
        for article, origin in origins.items():
            ledger.set_origin(article, origin)
        last = start + AT_ONCE >= len(articles)
        renewed = renew(ledger.met()) if last else known.Renewed()
        if not articles and not renewed:
            ledger.commit(after_all, position)
            return
        gone, come = known.changes(
            store.native, touched.actors | renewed.actors, renewed.offices, touched.codes | renewed.codes, ledger.uses
        )
        after = _follows(ledger, touched)
        marks = store.native.quads_for_pattern(LEDGER, _FINGERPRINT, None, LEDGER)
        store.change(
            [*gone, *quads(before - after), *marks],
            [*come, *quads(after - before), *([_mark_quad(after_all)] if last else [])],
        )
    store.flush()
    ledger.commit(after_all, position)


def _follows(ledger: Ledger, touched: Touched) -> set[str]:
    return ledger.told(touched) | ledger.edges_among(touched.edges, _properties())


def _told(store: Store, article: str, fingerprint: str) -> Told:
    said = store.said(article)
    named = {value for node in said.values() for value in node.get(_REFERS_TO, ())}
    actors = [actor for iri in sorted(named) if (actor := under(iri, "actor")) is not None]
    return Told(article, fingerprint, _origin(store, article), facts_of(article, said), actors)


def _origin(store: Store, article: str) -> str | None:
    found = store.native.quads_for_pattern(article_iri(article), _ORIGIN, None, ORIGINS)
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)), None)


def _new_origins(store: Store, ledger: Ledger, articles: Sequence[str], now: Sequence[Told]) -> dict[str, str | None]:
    """Return the origins of the other articles that had one, or have one now, together with some of these."""
    before = ledger.origins(articles)
    others = ledger.with_origins({*before.values()})
    for origin in {told.origin for told in now if told.origin}:
        for quad in store.native.quads_for_pattern(None, _ORIGIN, ox.NamedNode(origin), ORIGINS):
            if isinstance(quad.subject, ox.NamedNode):
                others.add(under(quad.subject.value, "article") or "")
    others.discard("")  # of somebody else's making
    return {article: _origin(store, article) for article in others - set(articles)}


def _properties() -> dict[str, ox.NamedNode]:
    return {code: term(f"c:{relation.property}") for code, relation in relations().items()}


def _mark_quad(value: str) -> ox.Quad:
    return ox.Quad(LEDGER, _FINGERPRINT, ox.Literal(value), LEDGER)


@cache
def _ontology() -> tuple[str, ...]:
    files = (ox.parse(path=resources.path(name), format=ox.RdfFormat.TURTLE) for name in VOCABULARY)
    return tuple(f"{quad.triple} {ONTOLOGY} .\n" for quad in chain.from_iterable(files))
