"""What an analyst decided, applied to the links of one article: who a mention is, and for whom they act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kg.lexicon.actors import Gazetteer, pieces
from kg.lexicon.decisions import ACTS_FOR, NOT_SAME, SAME, Decision, Decisions, head, is_id
from kg.lexicon.kind_classes import kinds
from kg.link.index import index
from kg.link.links import Links
from kg.link.reading import Mentions
from kg.model import Actor, Mention

RULE = "decision"


def decided(links: Links, decisions: Decisions, gazetteer: Gazetteer, article: str, published: date | None) -> Links:
    """Return the links with the decisions applied that hold in this article.

    ``gazetteer`` is the one that `kg.lexicon.decisions.applied` made: it knows the names and offices that were
    decided for all articles; here follow whole actors, and the exceptions of this article.
    """
    if not decisions:
        return links
    verdict = _Verdict(decisions, gazetteer, article, published.isoformat() if published else None)

    def each(mentions: Mentions) -> Mentions:
        return tuple(verdict.of(m) for m in mentions)

    heads = MappingProxyType({i: each(found) for i, found in links.heads.items()})
    quoted = tuple((start, end, each(who)) for start, end, who in links.quoted)
    return Links(each(links.mentions), heads, quoted)


class _Verdict:
    """What the decisions say of a mention, each mention judged once."""

    def __init__(self, decisions: Decisions, known: Gazetteer, article: str, day: str | None) -> None:
        self._known, self._day = known, day
        self._same = _first(decisions, SAME, article)
        self._apart = {(pieces(d.actor), d.other) for d in decisions.of(NOT_SAME, article) if not is_id(d.actor, known)}
        self._for = [d for d in decisions.of(ACTS_FOR, article) if d.covers(day)]
        self._words = {pieces(a): d for a, d in self._same.items() if not is_id(a, known)}
        self._judged: dict[Mention, Mention] = {}

    def of(self, mention: Mention) -> Mention:
        found = self._judged.get(mention)
        if found is None:
            found = self._judged[mention] = self._judge(mention)
        return found

    def _judge(self, mention: Mention) -> Mention:
        actor, rule, key = mention.actor, mention.rule, pieces(mention.text)
        wanted = self._words.get(key)
        if wanted and (actor is None or actor.id != wanted.other):
            actor, rule = self._actor(wanted.other, actor, mention.text), RULE
        elif actor is not None and (key, actor.id) in self._apart:
            actor, rule = None, "unknown"
        if actor is not None:
            actor = self._acting(self._joined(actor))
        return replace(mention, actor=actor, rule=rule)

    def _joined(self, actor: Actor) -> Actor:
        """Follow ``same-as`` from actor to actor; the file has no circles."""
        while (d := self._same.get(actor.id)) is not None:
            actor = self._actor(d.other, actor, actor.name)
        return actor

    def _actor(self, identity: str, before: Actor | None, words: str) -> Actor:
        """Return the actor with this id as of the article's day; a stranger keeps what the text says of them."""
        known = self._known.actors.get(identity)
        if known is not None:
            return index(self._known).person(known, self._day)
        owner, _, slug = identity.partition(":")
        name = slug.replace("-", " ").title()
        if before is not None and before.kind not in kinds().lands:
            return replace(before, id=identity, name=name)
        base = self._known.actors[owner]
        return Actor(identity, name, "person", identity.upper(), base.country, (words,) if words != name else ())

    def _acting(self, actor: Actor) -> Actor:
        for d in self._for:
            if d.actor == actor.id:
                owner = head(d.other, self._known)
                own = actor.kind in self._known.kinds and not self._known.kinds[actor.kind].acts_for
                kind = "government" if own and owner.country == owner.id else actor.kind
                return replace(actor, code=d.other, kind=kind, country=owner.country or actor.country)
        return actor


def _first(decisions: Decisions, kind: str, article: str) -> Mapping[str, Decision]:
    found: dict[str, Decision] = {}
    for d in decisions.of(kind, article):
        found.setdefault(d.actor, d)
    return found
