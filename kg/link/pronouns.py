"""Pronouns, from *who* to *we*."""

from __future__ import annotations

from kg.link.antecedents import antecedent, gender_of
from kg.link.issuers import issuer
from kg.link.matters import is_matter
from kg.link.quotes import around, speaker
from kg.link.reading import SUBJECTS, Mentions, Reading
from kg.link.words import NOUNS


def pronoun(r: Reading, i: int) -> Mentions:
    """Return whom a pronoun stands for, as mentions of the pronoun itself; often nobody."""
    word = r.words.lower[i]
    if r.words.tag[i].startswith("W"):
        return _relative(r, i)
    if not r.coref:
        return ()
    if word in r.lists["first_person"]:
        return _first_person(r, i)
    if word in r.lists["one_person"]:
        found = r.again(i, antecedent(r, i, "one"), "pronoun")
        r.genders.update((m.actor.id, gender_of(r, word)) for m in found if m.actor)
        return found or (r.mention(i, i + 1, None, "pronoun"),)
    if word in r.lists["thing"]:
        return () if _is_empty(r, i) or is_matter(r, i) else r.again(i, antecedent(r, i, "thing"), "pronoun")
    if word in r.lists["plural"]:
        return r.again(i, antecedent(r, i, "many"), "pronoun")
    return ()


def _relative(r: Reading, i: int) -> Mentions:
    """ "officials who ...": the noun that the relative clause belongs to."""
    words, verb = r.words, i
    while words.dep[verb] != "relcl":
        if words.head[verb] == verb or words.dep[verb] in ("ccomp", "advcl"):
            return ()
        verb = words.head[verb]
    noun = words.head[verb]
    while more := [kid for kid in words.kids[noun] if words.dep[kid] == "conj" and noun < kid < i]:
        noun = more[-1]  # "the church and the mission, *whose* head"
    return r.again(i, r.resolve(noun), "relative") if noun < i else ()


def _first_person(r: Reading, i: int) -> Mentions:
    number = around(r, i)
    if number >= 0 and (who := speaker(r, number)) >= 0:
        return r.again(i, r.resolve(who), "speaker")
    if number >= 0:
        return ()
    who_issues = issuer(r)
    return (r.mention(i, i + 1, who_issues, "publisher"),) if who_issues else ()


def _is_empty(r: Reading, i: int) -> bool:
    """Whether *it* may stand for a clause or a matter: "it is clear that ...", "it is a lie"."""
    words = r.words
    if words.dep[i] == "expl":
        return True
    verb = words.head[i]
    return words.dep[i] in SUBJECTS and words.lemma[verb] in r.lists["empty"] and not _is_somebody(r, verb)


def _is_somebody(r: Reading, verb: int) -> bool:
    """Whether only an actor can be what the predicate says: "it is *ready* to talk", "a *party* to the pact"."""
    words = r.words
    predicates = (
        kid for kid in words.kids[verb] if kid > verb and words.dep[kid] in ("acomp", "attr", "oprd", "xcomp")
    )
    return any(r.has(kid, "standing" if words.tag[kid] in NOUNS else "minded") for kid in predicates)
