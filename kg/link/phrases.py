"""Noun phrases: from a name, a person, a pronoun or a description to the actors it stands for."""

from __future__ import annotations

from kg.link.descriptions import described, parts
from kg.link.named import named
from kg.link.pairs import is_the_two, two_actors
from kg.link.pronouns import pronoun
from kg.link.reading import Mentions, Reading
from kg.link.titles import titled
from kg.link.words import NOUNS, PRONOUNS


def read(r: Reading, i: int) -> Mentions:
    if i in r.inside:
        return titled(r, i, r.persons[i]) if r.inside[i] == i else ()
    if i in r.acronyms:
        full = (m for m in r.resolve(r.acronyms[i]) if m.actor and m.actor.kind != "expert")
        found_again = r.again(i, tuple(full), "acronym")
        return found_again or (r.mention(i, i + 1, None, "acronym"),)
    found = r.names.get(i)
    if found is not None:
        return named(r, i, found) if r.words.root(found.start, found.end) == i else ()
    tag = r.words.tag[i]
    if tag in PRONOUNS or tag in ("WP", "WDT", "WP$"):
        return pronoun(r, i)
    if tag in NOUNS:
        return described(r, i)
    if is_the_two(r, i):
        return r.phrase(i, two_actors(r, i), "pair") if r.coref else ()
    return parts(r, i) if r.has(i, "transparent") else ()
