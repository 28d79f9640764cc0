"""Whom a noun or a name of several means beside those whom the article named before (``contexts.tsv``)."""

from __future__ import annotations

from kg.link.reading import Reading
from kg.link.traces import earlier
from kg.model import Actor


def in_context(r: Reading, i: int, noun: str) -> Actor | None:
    """Return the one actor that ``noun`` (a lemma, or the id of an actor) means at token ``i``, or none."""
    contexts = r.index.gazetteer.contexts.get(noun)
    if not contexts or not r.coref:
        return None
    named = {code for trace in earlier(r, i) for actor in trace.actors for code in (actor.code, actor.country)}
    meant = {c.actor for c in contexts if c.amid & named and not c.without & named}
    return r.index.gazetteer.actors.get(meant.pop()) if len(meant) == 1 else None
