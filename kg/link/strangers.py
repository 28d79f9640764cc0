"""Persons whom no seed knows, but of whom the text says for whom they act: each gets an actor of its own."""

from __future__ import annotations

from dataclasses import replace

from kg.lexicon.actors import pieces
from kg.lexicon.kind_classes import kinds
from kg.link.epithets import epithets
from kg.link.kinds import kind_of
from kg.link.reading import Mentions, Person, Reading
from kg.model import Actor


def strangers(r: Reading) -> None:
    """Turn "Iranian envoy Farhad Tehrani" from Iran into ``IRN:farhad-tehrani``, who acts for Iran.

    The code stays that of whom the person acts for. One word is no name by which to know somebody again: "Mr
    Tehrani, the envoy" stays Iran. Runs when everything is settled, so that nothing else is read differently.
    """
    found: dict[str, Actor] = {}
    for root, person in sorted(r.persons.items()):
        if person.actor is None and person.full < 0 and (mentions := r.at.get(root)):
            r.at[root] = tuple(replace(m, actor=_own(r, root, person, m.actor, found)) for m in mentions)
    for root, person in r.persons.items():
        fuller = r.persons.get(person.full)
        if fuller is not None and fuller.actor is None and (mentions := r.at.get(root)):
            who = next(iter(r.at.get(person.full, ())), None)
            r.at[root] = tuple(replace(m, actor=who.actor) if who and m.actor else m for m in mentions)
    _complete(r, found)


def _own(r: Reading, root: int, person: Person, owner: Actor | None, found: dict[str, Actor]) -> Actor | None:
    key = tuple(p for i in range(person.start, person.end) for p in pieces(r.words.text[i]))
    if owner is None or len(key) < 2 or owner.id in r.index.gazetteer.persons:
        return owner
    base = owner.country or owner.id
    identity = f"{base}:{'-'.join(key)}"
    if identity in r.index.gazetteer.actors:
        return owner
    name = r.words.whole[r.words.char[person.start] : r.words.end(person.end - 1)]
    first = found.get(identity)
    title = (first.title if first else None) or _title(r, root, person)
    own = replace(
        owner,
        id=identity,
        name=first.name if first else " ".join(name.split()),
        kind=_kind(r, root, person, owner),
        aliases=(),
        iso2=None,
        wikidata=None,
        title=title,
    )
    found[identity] = own
    return own


def _complete(r: Reading, found: dict[str, Actor]) -> None:
    """Let every mention of a stranger say the same of them: a title may come late in the text."""

    def same(mentions: Mentions) -> Mentions:
        return tuple(replace(m, actor=found.get(m.actor.id, m.actor)) if m.actor else m for m in mentions)

    if found:
        r.at.update({i: same(mentions) for i, mentions in r.at.items() if mentions})


def _kind(r: Reading, root: int, person: Person, owner: Actor) -> str:
    if owner.kind not in kinds().lands:
        return owner.kind
    found = [kind for j in range(r.words.left_edge(root), person.start) if (kind := kind_of(r, j))]
    return next(
        (kind for kind in reversed(found) if kind not in kinds().lands and r.index.for_state(kind)), "government"
    )


def _title(r: Reading, root: int, person: Person) -> str | None:
    """Return the words beside the name: before it, else behind its comma, else what it stands in apposition to."""
    return next((_said(r, stretch) for stretch in epithets(r, root, person)), None)


def _said(r: Reading, stretch: range) -> str | None:
    """Return the words of a stretch without articles and commas at its ends, with single blanks."""
    words = r.words
    left, right = stretch.start, stretch.stop
    while left < right and (words.lower[left] in ("the", "a", "an") or not words.text[left][:1].isalnum()):
        left += 1
    while right > left and not words.text[right - 1][-1:].isalnum() and words.text[right - 1][-1:] != ".":
        right -= 1
    said = " ".join(words.whole[words.char[left] : words.end(right - 1)].split()) if left < right else ""
    return said or None
