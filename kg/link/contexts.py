"""Whom a noun or a name of several means beside those whom the article named before (``contexts.tsv``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.lexicon.actors import Context
from kg.link.reading import Reading
from kg.link.traces import earlier
from kg.model import Actor


def in_context(r: Reading, i: int, noun: str) -> Actor | None:
    """Return the one actor that ``noun`` (a lemma, or the id of an actor) means at token ``i``, or none.

    What stands before decides; if nothing there does, the names of the whole article.
    """
    contexts = r.index.gazetteer.contexts.get(noun)
    if not contexts or not r.coref:
        return None
    before = _codes(actor for trace in earlier(r, i) for actor in trace.actors)
    if any(not context.amid.isdisjoint(before) for context in contexts):
        return _only(r, contexts, before)
    return _only(r, contexts, _codes(name.actor for found in r.names.values() for name in found.names[:1]))


def _codes(actors: Iterable[Actor]) -> set[str | None]:
    return {code for actor in actors for code in (actor.code, actor.country)}


def _only(r: Reading, contexts: Iterable[Context], named: Collection[str | None]) -> Actor | None:
    """Return the one actor of the contexts that hold."""
    meant = {c.actor for c in contexts if not c.amid.isdisjoint(named) and c.without.isdisjoint(named)}
    return r.index.gazetteer.actors.get(meant.pop()) if len(meant) == 1 else None
