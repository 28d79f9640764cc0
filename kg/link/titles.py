"""Persons, and whom a title, an apposition or a predicate says that they act for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.lexicon.kind_classes import kinds
from kg.link.epithets import title_edge
from kg.link.index import unseeded
from kg.link.kinds import kind_of
from kg.link.offices import holding
from kg.link.owners import left_owners, owners_between, right_owners
from kg.link.quotes import around
from kg.link.reading import SUBJECTS, Mentions, Person, Reading
from kg.link.traces import recent
from kg.link.words import NOUNS
from kg.model import Actor


def titled(r: Reading, i: int, person: Person) -> Mentions:
    if person.full >= 0:
        return tuple(
            r.mention(person.start, person.end, m.actor, "surname" if m.actor else m.rule)
            for m in r.resolve(person.full)[:1]
        )
    actor, rule = person.actor, person.rule
    if actor is None:
        actor, rule = next(_about(r, i, person), None) or _elsewhere(r, i, person)
        if actor is None and (described := _described_before(r, i)):
            actor, rule = described, "apposition"
        if actor and rule == "title" and _is_former(r, person) and (state := r.index.state(actor)):
            actor = unseeded(_words(r, person), state)
    elif not _is_former(r, person):
        actor = _as_said(r, i, person, actor)
    return (r.mention(person.start, person.end, actor, rule),)


def _as_said(r: Reading, i: int, person: Person, actor: Actor) -> Actor:
    """Return a known person as what title or apposition say of them, or as they were called before.

    On a day when they held an office that the article's date gives, this office is theirs.
    """
    if (r.published is not None and actor.kind != "person") or _is_possessed(r, i):
        return actor
    said = next((who for who, _ in _about(r, i, person)), None) or _headed(r, person)
    if said is None or said.code == actor.code:
        return r.known_as.get(actor.id, actor)
    held = [t for t in r.index.gazetteer.tenures.get(actor.id, ()) if t.code == said.code]
    if held:
        actor = r.known_as[actor.id] = holding(actor, held[-1])
    elif actor.kind == "person" and said.code == actor.country:
        actor = replace(actor, kind="government", code=said.code)
    return actor


def _headed(r: Reading, person: Person) -> Actor | None:
    """Return the organisation before a title that any body has: "*NATO* chief Jens Stoltenberg"."""
    before = person.start - 1
    if before < 0 or not r.has(before, "transparent") or r.words.dep[before] not in ("compound", "nmod"):
        return None
    return next((m.actor for m in owners_between(r, title_edge(r, person), before) if m.actor), None)


def _is_possessed(r: Reading, i: int) -> bool:
    """Whether a pronoun says whose officer a person is: "its foreign minister, Sergei Lavrov" tells nothing new."""
    words, noun = r.words, r.words.head[i]
    return words.dep[i] == "appos" and any(words.tag[kid] == "PRP$" for kid in words.kids[noun])


def _elsewhere(r: Reading, i: int, person: Person) -> tuple[Actor | None, str]:
    """What the article says of a stranger where it names them in full again."""
    name = r.words.lower[person.start : person.end]
    for root, other in r.persons.items():
        same = r.words.lower[other.start : other.end] == name
        if same and root != i and other.full < 0 and len(name) > 1:
            for actor, _ in _about(r, root, other):
                return actor, "surname"
    return None, "unknown"


def _described_before(r: Reading, i: int) -> Actor | None:
    """Return for whom a stranger speaks whom the sentence before describes.

    "*The deputy head of China's delegation* said it would wait. "We are ready," Admiral Wu Lan told reporters."
    """
    words = r.words
    if not r.coref or not _speaks(r, i) or around(r, words.firsts[words.sent[i]] + 1) < 0:
        return None
    before = [t for t in recent(r, i, 1) if t.sent == words.sent[i] - 1 and _speaks(r, t.head)]
    for trace in before[:1]:
        actors = trace.actors
        if words.tag[trace.head] == "NN" and trace.human and trace.head not in r.inside and len(actors) == 1:
            return actors[0]
    return None


def _speaks(r: Reading, i: int) -> bool:
    return r.words.dep[i] in SUBJECTS and r.has(r.words.head[i], "speech")


def _is_former(r: Reading, person: Person) -> bool:
    return any(r.words.lower[j] in r.lists["former"] for j in range(title_edge(r, person), person.start))


def _about(r: Reading, i: int, person: Person) -> Iterator[tuple[Actor, str]]:
    """Yield what title, apposition, relative clause and predicate say whom a person acts for."""
    yield from ((actor, "title") for actor in _by_title(r, i, person))
    words = r.words
    for kid in words.kids[i]:
        if words.dep[kid] == "appos":
            beside = (kid, *(k for k in words.kids[kid] if words.dep[k] == "conj"))
            yield from ((actor, "apposition") for one in beside for actor in _who(r, one))
        elif words.dep[kid] == "relcl":
            yield from ((actor, "apposition") for actor in _predicate(r, kid))
    if words.dep[i] == "appos":
        for noun in _climb(r, words.head[i]):
            yield from ((actor, "apposition") for actor in _who(r, noun))
    if words.dep[i] in SUBJECTS:
        yield from ((actor, "predicate") for actor in _predicate(r, words.head[i]))
    yield from ((actor, "apposition") for actor in _after_comma(r, person))


def _climb(r: Reading, i: int) -> Iterator[int]:
    """Yield the noun to which a person is apposed, and those whose *of* phrase it stands in.

    The parser often takes the nearest: "the ambassador of Chad to Mali, Idriss Younous".
    """
    words = r.words
    for _ in range(4):
        yield i
        if words.dep[i] != "pobj" or words.tag[words.head[words.head[i]]] not in NOUNS:
            return
        i = words.head[words.head[i]]


def _who(r: Reading, i: int) -> list[Actor]:
    """The actors of a description; a name of a place or state beside a person is no office."""
    if i in r.names or i in r.inside:
        return []
    if kind_of(r, i) is None and r.has(i, "transparent") and (whole := [m.actor for m in r.resolve(i) if m.actor]):
        return whole
    if kind_of(r, i) is None:  # "HRW's deputy director": any post in an organisation
        owners = (*left_owners(r, i), *(m for k in r.words.kids[i] if r.words.dep[k] == "poss" for m in r.resolve(k)))
        return [m.actor for m in owners if m.actor and r.index.state(m.actor) is None]
    return [m.actor for m in r.resolve(i) if m.actor]


def _predicate(r: Reading, verb: int) -> list[Actor]:
    """ "Liu, who is China's envoy": the actors of the noun that the verb *be* predicates."""
    if r.has(verb, "leads"):
        return [m.actor for kid in r.words.kids[verb] if r.words.dep[kid] == "dobj" for m in _led(r, kid) if m.actor]
    if r.words.lemma[verb] not in r.lists["consists"]:
        return []
    for kid in r.words.kids[verb]:
        if r.words.dep[kid] == "attr" and kind_of(r, kid):
            return _who(r, kid)
    return []


def _led(r: Reading, i: int) -> Mentions:
    """Return whom it is that somebody leads: "Chad's delegation", "the Malian army"; nobody for a mere doing."""
    return r.resolve(i) if kind_of(r, i) and r.has(i, "institution") else ()


def _after_comma(r: Reading, person: Person) -> list[Actor]:
    """An apposition that the parser missed: "Liu Pengyu, a spokesman for ...," in one sentence."""
    words, n = r.words, person.end
    if n + 1 >= len(words) or words.text[n] != "," or words.sent[n] != words.sent[person.start]:
        return []
    if words.lower[n + 1] not in ("a", "an", "the") and n + 1 not in r.names:
        return []
    for j in range(n + 1, min(n + 9, len(words))):
        if words.sent[j] != words.sent[n] or words.text[j] == "," or words.tag[j].startswith("V"):
            return []
        if kind_of(r, j) and words.left_edge(j) == n + 1:
            return _who(r, j)
    return []


def _by_title(r: Reading, i: int, person: Person) -> list[Actor]:
    """ "Chinese Foreign Ministry spokesman Zhao Lijian": the modifiers of the name."""
    edge = title_edge(r, person)
    owners = [m.actor for m in owners_between(r, edge, person.start) if m.actor]
    if not owners:
        return _of_title(r, i, person)
    kinds = [kind for j in range(edge, person.start) if (kind := kind_of(r, j))]
    if kinds:
        return [who for owner in owners if (who := r.index.acting(owner, kinds[-1]))]
    return [who for owner in owners if (who := _from(r, person, owner))]


def _from(r: Reading, person: Person, owner: Actor) -> Actor | None:
    """Return whom a bare name before a person's says: "Foreign Secretary" is an office, "Chinese" an origin."""
    state = r.index.state(owner)
    if state is None:
        return owner if owner.kind in kinds().joint else None
    return unseeded(_words(r, person), state) if owner == state else state


def _words(r: Reading, person: Person) -> str:
    return r.words.whole[r.words.char[person.start] : r.words.end(person.end - 1)]


def _of_title(r: Reading, i: int, person: Person) -> list[Actor]:
    """ "President Wim Roos of Utopia": the title's own *of*."""
    for j in range(title_edge(r, person), person.start):
        if kind := kind_of(r, j):
            owners = [*right_owners(r, j), *right_owners(r, i)]
            return [who for m in owners if m.actor and (who := r.index.acting(m.actor, kind))]
    return []
