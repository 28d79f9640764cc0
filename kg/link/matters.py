"""Whether *it* means a thing of the clause before: "Iraq rebuilt the bridge, but *it* fell again"."""

from __future__ import annotations

from kg.link.control import own_subject
from kg.link.kinds import kind_of
from kg.link.reading import SUBJECTS, Reading


def is_matter(r: Reading, i: int) -> bool:
    """Return whether *it* means the thing that somebody wrote, built, asked for ... just before.

    As the subject of a passive or of a verb of class ``happens`` (things fall, hold and fail), or as what is called
    or made something, if the clause before has such a thing.
    """
    words, verb = r.words, r.words.head[i]
    passive = words.dep[i] == "nsubjpass" and not r.has(verb, "addresses") and not r.has(verb, "judges")
    alone = all(words.dep[kid] != "dobj" for kid in words.kids[verb])
    happens = words.dep[i] == "nsubj" and r.has(verb, "happens") and alone
    called = words.dep[i] == "dobj" and any(words.dep[kid] == "oprd" for kid in words.kids[verb])
    return (passive or happens or called) and _has_thing(r, _clause_before(r, verb), i)


def _clause_before(r: Reading, verb: int) -> int:
    """Return the verb of the clause to which a clause is joined, or -1."""
    words = r.words
    joined = words.dep[verb] in ("conj", "advcl", "ccomp", "parataxis") and words.head[verb] < verb
    return words.head[verb] if joined and own_subject(r, words.head[verb]) >= 0 else -1


def _has_thing(r: Reading, verb: int, before: int) -> bool:
    words = r.words
    return verb >= 0 and any(
        _is_thing(r, kid)
        for kid in (k for child in (verb, *words.kids[verb]) for k in words.kids[child])
        if verb < kid < before and words.dep[kid] in ("dobj", "pobj") and words.dep[kid] not in SUBJECTS
    )


def _is_thing(r: Reading, i: int) -> bool:
    """Whether a singular common noun is nobody."""
    return r.words.tag[i] == "NN" and not r.at.get(i) and kind_of(r, i) is None
