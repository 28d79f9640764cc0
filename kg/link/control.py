"""Whose act a clause without a subject of its own tells, and to whom a verb is addressed (control).

"Washington urged Moscow to withdraw": the object's, the nearest noun phrase (Rosenbaum 1967, the minimal
distance principle); "Russia promised Syria to stay": the subject's, as the verbs of class ``subject_control``
have it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.reading import SUBJECTS, Reading
from kg.link.words import FINITE, NOUNS

_DEEPEST = 12  # clauses


def doer(r: Reading, verb: int) -> int:
    """Return the token that heads the subject of a verb, its own or the understood one, or -1."""
    words = r.words
    for _ in range(_DEEPEST):
        if (own := own_subject(r, verb)) >= 0:
            return own
        dep, head = words.dep[verb], _governor(r, verb)
        if head == verb or dep not in ("conj", "xcomp", "advcl", "pcomp", "ccomp"):
            return -1
        if dep == "pcomp":
            governor = words.head[head]
            laid = r.has(head, "laid") and not r.has(governor, "subject_control")
            if laid and (whom := _object(r, governor, head)) >= 0:
                return whom
            verb = governor
            continue
        if dep != "conj" and (whom := _controller(r, head, verb)) >= 0:
            return whom
        verb = head
    return -1


def _governor(r: Reading, verb: int) -> int:
    """Return the head of a verb; a finite one goes with no infinitive and no gerund.

    "*Accused* Chad of lying and *expelled* its envoy", "*asks* Chad to leave and *expels* its envoy".
    """
    words = r.words
    head = above = words.head[verb]
    own = {words.dep[kid] for kid in words.kids[verb]}
    past = words.tag[verb] == "VBN" and "dobj" in own and own.isdisjoint(("aux", "auxpass"))
    finite = past or words.tag[verb] in FINITE
    if words.dep[verb] != "conj" or not finite or words.tag[head] not in ("VB", "VBG"):
        return head
    while words.tag[above] not in FINITE and words.head[above] != above:
        above = words.head[above]
    return above if words.tag[above] in FINITE else head


def own_subject(r: Reading, verb: int) -> int:
    """Return the token that heads a verb's own subject, or -1."""
    found = [kid for kid in r.words.kids[verb] if r.words.dep[kid] in SUBJECTS]
    return max((kid for kid in found if kid < verb), default=found[0] if found else -1)


def _controller(r: Reading, governor: int, verb: int) -> int:
    """Return the object of a governing verb whose act its complement tells, or -1 (then the subject's)."""
    if r.has(governor, "subject_control") or r.words.tag[verb] == "VBD":
        return -1
    if r.words.dep[verb] == "xcomp":
        return addressee(r, governor, verb)
    return addressee(r, governor, verb) if r.has(governor, "addresses") else -1


def addressee(r: Reading, verb: int, before: int) -> int:
    """Return the token that heads whom a verb is directed at, before token ``before``, or -1.

    The subject of a passive, the object, or the object of its preposition ("called *on* Chad to leave").
    """
    if (whom := _object(r, verb, before)) >= 0:
        return whom
    words = r.words
    if not r.has(verb, "addresses"):
        return -1
    for kid in words.kids[verb]:
        if verb < kid < before and words.dep[kid] in ("prep", "dative") and r.has(kid, "toward_whom"):
            return next((k for k in words.kids[kid] if words.dep[k] == "pobj"), -1)
    return -1


def _object(r: Reading, verb: int, before: int) -> int:
    words = r.words
    for kid in words.kids[verb]:
        if words.dep[kid] == "nsubjpass" or (verb < kid < before and words.dep[kid] == "dobj"):
            return kid
    if not r.has(verb, "addresses"):
        return -1
    return next((kid for kid in words.kids[verb] if words.dep[kid] == "dative" and verb < kid < before), -1)


def meant_first(r: Reading, i: int, clause: int) -> Iterator[int]:
    """Yield the heads that the grammar of its clause prefers for the pronoun ``i``, the best first."""
    words = r.words
    if words.dep[i] in SUBJECTS:
        if (whom := _told(r, words.head[i])) >= 0:
            yield whom
    elif words.dep[i] == "poss":
        noun = words.head[i]
        if words.dep[noun] == "conj" and words.tag[words.head[noun]] in NOUNS and words.head[noun] < i:
            yield words.head[noun]  # "the regime and its allies"
        if (whom := _judged(r, i)) >= 0 or (whom := _helped(r, i)) >= 0:
            yield whom
        if own_subject(r, clause) < 0 and (who := doer(r, clause)) >= 0:
            yield who
    elif (same := _parallel(r, i, clause)) >= 0:
        yield same


def _told(r: Reading, verb: int) -> int:
    """Return whom the governing verb addresses, if the subject of its clause means them, or -1.

    "warned Chad of a boycott *if* it ...", "asked Chad *whether* it ...", "told Chad that it *must* ...".
    """
    words, governor = r.words, r.words.head[verb]
    if words.dep[verb] == "relcl" and words.dep[governor] == "pobj" and r.has(words.head[governor], "laid"):
        judge = words.head[words.head[governor]]  # "thanked Chad for the help it had given"
        return _object(r, judge, governor) if r.has(judge, "judges") else -1
    marks = {words.lower[kid] for kid in words.kids[verb] if words.dep[kid] in ("mark", "advmod")}
    if words.dep[verb] == "advcl" and marks & {"if", "unless"}:
        return _conditioned(r, governor, verb)
    if words.dep[verb] == "ccomp" and r.has(governor, "addresses") and (marks & {"if", "whether"} or _must(r, verb)):
        return addressee(r, governor, verb)
    return -1


def _conditioned(r: Reading, verb: int, before: int) -> int:
    """Return who is to meet a condition: whom one warns, threatens, or threatens to strike; or -1."""
    chain = [verb]
    while r.words.dep[chain[-1]] == "xcomp":
        chain.append(r.words.head[chain[-1]])
    if not any(r.has(link, "addresses") for link in chain):
        return -1
    found = (addressee(r, link, before) for link in chain)
    return next((whom for whom in found if whom >= 0), -1)


def _must(r: Reading, verb: int) -> bool:
    """Whether a clause tells what its subject has to do or to bear: "must leave", "would face sanctions"."""
    words = r.words
    if r.has(verb, "bears") or any(words.dep[kid] == "nsubjpass" for kid in words.kids[verb]):
        return True
    return any(words.lower[kid] in r.lists["obliging"] for kid in words.kids[verb])


def _judged(r: Reading, i: int) -> int:
    """Return the object of a judgement that a possessor names again, or -1: "condemned Chad for *its* raid"."""
    words, noun = r.words, r.words.head[i]
    preposition = words.head[noun]
    if words.dep[noun] != "pobj" or not r.has(preposition, "laid"):
        return -1
    verb = words.head[preposition]
    if words.dep[preposition] == "prep" and words.tag[verb] in NOUNS and words.dep[verb] == "dobj":
        verb = words.head[verb]
    return _object(r, verb, preposition) if r.has(verb, "judges") else -1


def _helped(r: Reading, i: int) -> int:
    """Return the object of help that a possessor names again, or -1: "support Chad in *its* fight against ..."."""
    words, noun = r.words, r.words.head[i]
    preposition = words.head[noun]
    if words.dep[noun] != "pobj" or words.lower[preposition] not in r.lists["helped"]:
        return -1
    verb = words.head[preposition]
    if words.tag[verb] in NOUNS and words.dep[verb] in ("dobj", "pobj"):  # attached to the object, or to its "of"
        while words.tag[verb] in NOUNS or words.dep[verb] == "prep":
            if words.head[verb] == verb:
                return -1
            verb = words.head[verb]
    return _object(r, verb, preposition) if r.has(verb, "helps") else -1


def _parallel(r: Reading, i: int, clause: int) -> int:
    """Return the object of the verb before, if both have one subject: "invaded Chad and annexed *it*", or -1."""
    words = r.words
    if words.dep[i] != "dobj" or words.dep[clause] != "conj" or own_subject(r, clause) >= 0:
        return -1
    verb = words.head[clause]
    inner = [
        kid for kid in words.kids[verb] if words.dep[kid] == "xcomp" and kid < clause
    ]  # "went on shelling Chad and ..."
    return next((kid for v in (verb, *inner) for kid in words.kids[v] if words.dep[kid] == "dobj"), -1)


def is_anothers(r: Reading, i: int, clause: int) -> bool:
    """Whether the pronoun ``i`` is somebody other than the doer of its clause, as the verb has it.

    Nobody violates an airspace of their own; "to send *it* tanks", "to help *its* army" is what others are asked.
    """
    words, noun = r.words, r.words.head[i]
    asked = own_subject(r, clause) < 0 and words.dep[doer(r, clause)] not in SUBJECTS
    if words.dep[i] != "poss":
        return noun == clause and asked and (r.has(clause, "helps") or r.has(clause, "gives"))
    if any(words.lower[kid] == "own" for kid in words.kids[noun]) or r.has(noun, "subjects") or r.has(noun, "others"):
        return False
    thing = _undergoes(r, noun)
    if words.head[thing] != clause:
        return False
    return (asked and r.has(clause, "helps")) or (r.has(clause, "harms") and words.dep[thing] == "dobj")


def _undergoes(r: Reading, noun: int) -> int:
    """Return the noun that depends on the verb: "stealing the *designs* of its jets", "help *with* its search"."""
    words = r.words
    while words.dep[noun] == "pobj":
        preposition = words.head[noun]
        if words.tag[words.head[preposition]] not in NOUNS:
            return preposition if words.lower[preposition] in r.lists["helped"] else noun
        if words.lower[preposition] != "of":
            return noun
        noun = words.head[preposition]
    first = next((kid for kid in words.kids[words.head[noun]] if words.dep[kid] == "dobj"), noun)
    return noun if words.dep[noun] != "dobj" or first == noun else -1
