"""Persons, and whom a title, an apposition or a predicate says that they act for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.link.index import unseeded
from kg.link.kinds import kind_of
from kg.link.owners import left_owners, right_owners
from kg.link.reading import SUBJECTS, Mentions, Person, Reading
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
    elif actor.kind == "person" and actor.country and not _is_former(r, i):
        said = next((who for who, _ in _about(r, i, person)), None)
        if said and said.code == actor.country:
            actor = replace(actor, kind="government", code=said.code)
    return (r.mention(person.start, person.end, actor, rule),)


def _elsewhere(r: Reading, i: int, person: Person) -> tuple[Actor | None, str]:
    """What the article says of a stranger where it names them in full again."""
    name = r.words.lower[person.start : person.end]
    for root, other in r.persons.items():
        same = r.words.lower[other.start : other.end] == name
        if same and root != i and other.full < 0 and len(name) > 1:
            for actor, _ in _about(r, root, other):
                return actor, "surname"
    return None, "unknown"


def _is_former(r: Reading, i: int) -> bool:
    return any(r.words.lower[j] in r.lists["former"] for j in range(r.words.left_edge(i), i))


def _about(r: Reading, i: int, person: Person) -> Iterator[tuple[Actor, str]]:
    """Yield what title, apposition, relative clause and predicate say whom a person acts for."""
    yield from ((actor, "title") for actor in _by_title(r, i, person))
    words = r.words
    for kid in words.kids[i]:
        if words.dep[kid] in ("appos", "relcl"):
            actors = _who(r, kid) if words.dep[kid] == "appos" else _predicate(r, kid)
            yield from ((actor, "apposition") for actor in actors)
    if words.dep[i] == "appos":
        yield from ((actor, "apposition") for actor in _who(r, words.head[i]))
    if words.dep[i] in SUBJECTS:
        yield from ((actor, "predicate") for actor in _predicate(r, words.head[i]))
    yield from ((actor, "apposition") for actor in _after_comma(r, person))


def _who(r: Reading, i: int) -> list[Actor]:
    """The actors of a description; a name of a place or state beside a person is no office."""
    if i in r.names or i in r.inside:
        return []
    if kind_of(r, i) is None:  # "HRW's deputy director": any post in an organisation
        owners = (m.actor for m in left_owners(r, i) if m.actor)
        return [actor for actor in owners if r.index.state(actor) is None]
    return [m.actor for m in r.resolve(i) if m.actor]


def _predicate(r: Reading, verb: int) -> list[Actor]:
    """ "Liu, who is China's envoy": the actors of the noun that the verb *be* predicates."""
    if r.words.lemma[verb] not in ("be", "serve", "become"):
        return []
    for kid in r.words.kids[verb]:
        if r.words.dep[kid] == "attr" and kind_of(r, kid):
            return _who(r, kid)
    return []


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
    owners = [m.actor for m in left_owners(r, i, person.start) if m.actor]
    if not owners:
        return _of_title(r, i, person)
    kinds = [kind for j in range(r.words.left_edge(i), person.start) if (kind := kind_of(r, j))]
    name = r.words.whole[r.words.char[person.start] : r.words.end(person.end - 1)]
    if kinds:
        return [who for owner in owners if (who := r.index.acting(owner, kinds[-1]))]
    return [unseeded(name, state) for owner in owners if (state := r.index.state(owner))]


def _of_title(r: Reading, i: int, person: Person) -> list[Actor]:
    """ "President Wim Roos of Utopia": the title's own *of*."""
    for j in range(r.words.left_edge(i), person.start):
        if kind := kind_of(r, j):
            owners = [*right_owners(r, j), *right_owners(r, i)]
            return [who for m in owners if m.actor and (who := r.index.acting(m.actor, kind))]
    return []
