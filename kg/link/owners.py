"""Whose officials, troops, ministry ... a noun describes."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon.kind_classes import kinds
from kg.lexicon.marks import HYPHENS
from kg.link.kinds import kind_of
from kg.link.reading import Mentions, Reading
from kg.link.words import NOUNS
from kg.model import Mention

_SIGNS = HYPHENS | {",", "&", "/"}


def owners(r: Reading, i: int) -> Iterable[tuple[Mentions, str]]:
    """Yield, best first, those whose official, troops, ministry ... token ``i`` is, and why."""
    words = r.words
    if r.has(i, "others"):  # "its allies" are not it, but "Turkish allies" are Turkey
        yield tuple(m for m in left_owners(r, i) if m.rule == "demonym"), "description"
        return
    yield left_owners(r, i), "description"
    for kid in words.kids[i]:
        if words.dep[kid] == "poss":
            yield r.resolve(kid), "genitive"
        elif words.dep[kid] == "compound" and kind_of(r, kid):
            yield r.resolve(kid), "description"
    yield right_owners(r, i), "genitive"
    for kid in words.kids[i]:
        if words.dep[kid] == "appos" and kid in r.inside:
            yield _of_person(r, kid), "apposition"
    if words.dep[i] == "appos" and words.head[i] in r.inside:
        yield _of_person(r, words.head[i]), "apposition"
    if words.dep[i] == "conj" and words.tag[words.head[i]] in NOUNS and _is_bare(r, i):
        head = words.head[i]
        if kind_of(r, head) is not None:
            yield left_owners(r, head), "shared"


def _of_person(r: Reading, i: int) -> Mentions:
    """What a known person acts for, as the owner of the office beside the name."""
    person = r.persons[r.inside[i]]
    return r.resolve(r.inside[i]) if person.actor or person.full >= 0 else ()


def _is_bare(r: Reading, i: int) -> bool:
    return not any(
        kid < i and r.words.dep[kid] in ("det", "poss", "amod", "compound", "nmod") for kid in r.words.kids[i]
    )


def left_owners(r: Reading, i: int) -> Mentions:
    """Return the actors named in the modifiers of noun ``i``: the first, and its conjuncts."""
    return owners_between(r, r.words.left_edge(i), i)


def owners_between(r: Reading, j: int, stop: int) -> Mentions:
    """Return the first actors named in the tokens ``j`` to ``stop`` (exclusive), and their conjuncts."""
    group: list[Mention] = []
    while j < stop:
        root, end = _name_at(r, j)
        if root >= 0 and end <= stop:
            group.extend(m for m in r.resolve(root) if m.actor)
            j = end
        elif group and not _joins(r, j) and not _is_joined_genitive(r, j):
            break
        else:
            j += 1
    return tuple(group)


def _joins(r: Reading, i: int) -> bool:
    """Whether token ``i`` may stand between two owners: "Chad *and the senior* Malian officials"."""
    return r.words.lower[i] in r.lists["between"] or r.words.text[i] in _SIGNS


def _is_joined_genitive(r: Reading, i: int) -> bool:
    """Whether token ``i`` is the 's of "Chad's and Mali's ministers"."""
    return r.words.tag[i] == "POS" and i + 1 < len(r.words) and r.words.lower[i + 1] in ("and", ",", "&")


def _name_at(r: Reading, j: int) -> tuple[int, int]:
    """Return the root and the end of the name or person that begins at token ``j`` (or -1)."""
    if j in r.inside:
        person = r.persons[r.inside[j]]
        return r.inside[j], person.end
    if j in r.acronyms:
        return j, j + 1
    found = r.names.get(j)
    if found is None or found.trap is not None:
        return -1, j + 1
    return r.words.root(found.start, found.end), found.end


def right_owners(r: Reading, i: int) -> Mentions:
    """Return the actors that prepositional phrases after noun ``i`` give as its owners."""
    words = r.words
    for kid in words.kids[i]:
        if kid < i:
            continue
        if words.dep[kid] == "prep" and (
            _gives_owner(r, i, words.lower[kid]) or _serves_in(r, kid) or _sits_in(r, i, kid)
        ):
            if words.lower[kid] == "in" and _is_worldwide(r, i, kid):
                return ()
            if found := objects(r, kid):
                return (*found, *_joined_objects(r, kid))
        elif words.lemma[kid] in r.lists["tied"]:
            for preposition in words.kids[kid]:
                if words.dep[preposition] == "prep" and (found := objects(r, preposition)):
                    return found
    return ()


def _joined_objects(r: Reading, preposition: int) -> Mentions:
    """Return the actors of the same preposition repeated: "of Chad *and of Mali*"."""
    words = r.words
    again = (
        kid
        for kid in words.kids[words.head[preposition]]
        if kid > preposition and words.lower[kid] == words.lower[preposition] and words.lower[kid - 1] in ("and", "or")
    )
    return tuple(m for kid in again for m in objects(r, kid))


def _gives_owner(r: Reading, i: int, preposition: str) -> bool:
    if preposition == "of":
        return True
    if preposition == "for":
        return not r.has(i, "sent")
    if preposition == "to":
        return r.has(i, "serves")
    if preposition in r.lists["belonging"]:
        return True
    return preposition in r.lists["within"] and r.has(i, "local")


def _is_worldwide(r: Reading, i: int, preposition: int) -> bool:
    """Whether a court sits where the courts of the world do: "the court *in The Hague*" is not the state's."""
    return kind_of(r, i) == "court" and any(r.has(kid, "court_seat") for kid in r.words.kids[preposition])


def _serves_in(r: Reading, preposition: int) -> bool:
    """Whether somebody serves in a body: "a captain *in the Malian police*", "an official *in the ministry*"."""
    return r.words.lower[preposition] in r.lists["serving"] and any(
        r.words.dep[kid] == "pobj" and r.has(kid, "institution") and kind_of(r, kid) in kinds().services
        for kid in r.words.kids[preposition]
    )


def _sits_in(r: Reading, i: int, preposition: int) -> bool:
    """Whether a body of a state, or its officer, is in the capital: "a foreign ministry spokesman *in Beijing*"."""
    words = r.words
    if words.lower[preposition] != "in" or r.has(i, "sent"):
        return False
    bodies = (i, *(kid for kid in words.kids[i] if words.dep[kid] in ("compound", "nmod")))
    if not any(r.has(body, "home") or r.has(body, "cabinet") for body in bodies):
        return False
    places = (r.names.get(kid) for kid in words.kids[preposition] if words.dep[kid] == "pobj")
    return any(found and any(name.sense == "seat" for name in found.names) for found in places)


def objects(r: Reading, preposition: int) -> Mentions:
    """Return the actors of all (conjoined) objects of a preposition."""
    words = r.words
    found: list[Mention] = []
    heads = [kid for kid in words.kids[preposition] if words.dep[kid] == "pobj"]
    while heads:
        head = heads.pop(0)
        found.extend(_whole(r, head))
        heads.extend(kid for kid in words.kids[head] if words.dep[kid] == "conj")
    for kid in words.kids[preposition]:
        if words.dep[kid] == "conj" and words.lower[kid] == words.lower[preposition]:
            found.extend(objects(r, kid))  # "of Chad and of Mali"
    return tuple(found)


def _whole(r: Reading, i: int) -> Mentions:
    """Return the actors of a phrase, or of that whose part it is: "in the *north* of Mali", "in Mali's *north*"."""
    found = tuple(m for m in r.resolve(i) if m.actor)
    if found or not r.has(i, "region"):
        return found
    for kid in r.words.kids[i]:
        if r.words.dep[kid] == "poss":
            return tuple(m for m in r.resolve(kid) if m.actor)
        if r.words.dep[kid] == "prep" and r.words.lower[kid] == "of":
            return objects(r, kid)
    return ()
