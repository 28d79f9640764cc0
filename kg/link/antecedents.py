"""Which of those mentioned before a pronoun stands for (light, ours).

The order in which they are tried follows Hobbs (1978), "Resolving pronoun references": subjects of
the clauses around the pronoun from the inside out, then the sentence, then the sentences before,
subjects first. The first that fits in number and animacy decides; if it is nobody we know, so is
the pronoun.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon.kind_classes import kinds
from kg.link.control import doer, is_anothers, meant_first, own_subject
from kg.link.kinds import kind_of
from kg.link.quotes import around, speaker
from kg.link.reading import SUBJECTS, Mentions, Reading, Trace
from kg.link.traces import depth_of, is_absolute, is_inner, is_subject, recent, subject_verb
from kg.link.words import NOUNS

_REACH = {"one": 3, "thing": 1, "many": 2}  # sentences
_DEEP = 12  # words that lead to the verb
_VAGUE = frozenset(("place", "demonym", "trap"))


def antecedent(r: Reading, i: int, sort: str) -> Mentions:
    word = r.words.lower[i]
    if word == "them" and (near := _plural_before(r, i)) >= 0:
        return tuple(m for m in r.at.get(near, ()) if m.actor and m.actor.code not in beside(r, i))
    if ahead := _ahead(r, i, sort):
        return ahead
    number = around(r, i)
    who = speaker(r, number) if number >= 0 else -1
    spoken = {m.actor.code for m in (r.resolve(who) if who >= 0 else ()) if m.actor}
    spoken |= beside(r, i) | _of_whom(r, i)
    for trace in _ordered(r, i, sort):
        if not _fits(r, trace, sort, word) or (sort == "thing" and _is_joined(r, trace.head, i)):
            continue
        codes = {m.actor.code for m in trace.mentions if m.actor}
        if trace.head == who or (codes and codes <= spoken):
            continue
        return tuple(m for m in trace.mentions if m.actor)
    return ()


def _ahead(r: Reading, i: int, sort: str) -> Mentions:
    """Return the subject of the main clause for a pronoun in what stands before it, if it is a person.

    "Speaking to reporters aboard *his* aircraft, the secretary said ...".
    """
    words, clause = r.words, _clause(r, i)
    if sort != "one" or words.dep[clause] not in ("advcl", "pcomp") or own_subject(r, clause) >= 0:
        return ()
    who = doer(r, clause)
    if who < i or words.sent[who] != words.sent[i] or words.tag[who] not in NOUNS:
        return ()
    found = tuple(m for m in r.resolve(who) if m.actor)
    return found if len(found) == 1 and (who in r.inside or kind_of(r, who)) else ()


def _plural_before(r: Reading, i: int) -> int:
    """Return the last plural noun before "them" in the sentence that is no possessor, or -1."""
    words = r.words
    for j in range(i - 1, words.firsts[words.sent[i]] - 1, -1):
        if words.tag[j] in ("NNS", "NNPS") and words.dep[j] != "poss":
            return j
    return -1


def beside(r: Reading, i: int) -> set[str]:
    """Return the codes of the doer of an object's own clause: in "Zelensky warned him" he is another."""
    words, clause = r.words, _clause(r, i)
    if words.lower[i] in r.lists["reflexive"] or words.dep[i] in SUBJECTS:
        return set()
    anothers = is_anothers(r, i, clause)
    if words.dep[i] == "poss" and not anothers:
        return set()
    doers = {doer(r, clause)} if anothers else {doer(r, clause), _subject_above(r, clause)}
    return {m.actor.code for who in doers if 0 <= who < i for m in r.at.get(who, ()) if m.actor}


def _of_whom(r: Reading, i: int) -> set[str]:
    """Return the codes of whom the owned thing is for or about: "its support for *Chad*'s plan" is not Chad's."""
    words, owned = r.words, r.words.head[i]
    if words.dep[i] != "poss":
        return set()
    phrases = [p for k in words.kids[owned] if k > owned and words.dep[k] == "prep" for p in words.kids[k]]
    owners = [k for p in phrases for k in words.kids[p] if words.dep[k] == "poss"]
    return {m.actor.code for p in (*phrases, *owners) if p in r.names for m in r.at.get(p, ()) if m.actor}


def _subject_above(r: Reading, verb: int) -> int:
    """Return the subject of the verb on which a clause without one depends, or -1."""
    words = r.words
    while (
        own_subject(r, verb) < 0 and words.dep[verb] in ("conj", "xcomp", "advcl", "pcomp") and words.head[verb] != verb
    ):
        verb = words.head[verb]
    return own_subject(r, verb)


def _fits(r: Reading, trace: Trace, sort: str, word: str) -> bool:
    if sort == "many":
        return trace.plural
    if sort == "thing":
        if r.words.lower[trace.head] in r.lists["first_person"]:
            return False
        if _begins_list(r, trace.head):
            return False
        vague = trace.mentions and all(m.rule in _VAGUE for m in trace.mentions)
        return not trace.human and not vague and (not trace.plural or _is_crowd(r, trace))
    if not trace.human or trace.plural:
        return False
    known = {r.genders.get(m.actor.id, "") for m in trace.mentions if m.actor and r.index.is_person(m.actor)}
    return {trace.gender, *known} <= {"", gender_of(r, word)}


def gender_of(r: Reading, word: str) -> str:
    """Return the gender of a pronoun of one person: "male" or "female"."""
    return "male" if word in r.lists["male"] else "female"


def _is_crowd(r: Reading, trace: Trace) -> bool:
    """Whether a body of many is one "it": "Hezbollah", "the militia", not "the militants"."""
    one = r.words.tag[trace.head] == "NN"
    return any(m.actor and m.actor.kind in kinds().crowds and (one or m.rule == "name") for m in trace.mentions)


def _begins_list(r: Reading, head: int) -> bool:
    """Whether others follow in a list that the parse takes for an apposition: "*Chad*, Mali and Peru met"."""
    words = r.words
    if head not in r.names:
        return False
    lists = (kid for kid in words.kids[head] if words.dep[kid] == "appos" and kid in r.names)
    return any(words.dep[k] == "conj" and k in r.names for kid in lists for k in words.kids[kid])


def _is_joined(r: Reading, head: int, i: int) -> bool:
    """Whether *and* joins a noun and others, other than what the pronoun ``i`` owns: "Chad and *its* allies"."""
    words = r.words
    if words.dep[head] == "conj" and words.tag[words.head[head]] in NOUNS:
        return True
    return any(words.dep[kid] == "conj" and kid != words.head[i] for kid in words.kids[head])


def _ordered(r: Reading, i: int, sort: str) -> Iterator[Trace]:
    """Yield what was mentioned before token ``i``, the likeliest first."""
    words = r.words
    near = recent(r, i, _REACH[sort])
    here = [t for t in near if t.sent == words.sent[i] and t.head < i and not _is_beside(r, t.head, i)]
    for head in meant_first(r, i, _clause(r, i)):
        yield from (t for t in here if t.head == head and t.mentions and (sort == "many" or not _is_joined(r, head, i)))
    verbs = _verbs_around(r, i)
    inside = sorted((t for t in here if _verb_of(r, t) in verbs), key=lambda t: verbs.index(_verb_of(r, t)))
    yield from inside
    before = [t for t in here if t not in inside and _begins(r, _verb_of(r, t), verbs)]
    yield from before  # "Ghana recalled the envoy after the leak; it gave no reason"
    inside += before
    object_it = sort == "thing" and words.dep[i] not in ("poss", *SUBJECTS)
    if object_it:
        return  # "China vetoed it": seldom an actor
    rest = [t for t in here if t not in inside]
    opening = [t for t in reversed(rest) if _heads_sentence(r, i) and _opens(r, t.head, words.head[i])]
    rest = [t for t in rest if t not in opening]
    yield from (t for t in reversed(rest) if is_subject(r, t) and not is_absolute(r, t))
    earlier = [t for t in reversed(rest) if not is_subject(r, t) and not is_inner(r, t)]
    if sort != "one":
        yield from earlier
    for back in range(1, _REACH[sort] + 1):
        there = [t for t in near if t.sent == words.sent[i] - back]
        subjects = [t for t in there if is_subject(r, t)]
        yield from sorted(subjects, key=lambda t: (depth_of(r, t), t.head))
        if back == 1:
            yield from (t for t in opening if not is_inner(r, t))
        if back == 1 and sort == "one":
            yield from earlier
        yield from (t for t in there if not is_subject(r, t) and not is_inner(r, t))


def _heads_sentence(r: Reading, i: int) -> bool:
    """Whether a pronoun is the subject of the main clause."""
    verb = r.words.head[i]
    return r.words.dep[i] in SUBJECTS and r.words.head[verb] == verb


def _opens(r: Reading, i: int, verb: int) -> bool:
    """Whether a noun stands in a phrase that opens the clause: "In a note sent through the Swiss embassy, it ..."."""
    words = r.words
    for _ in range(_DEEP):
        if words.head[i] == verb:
            return words.dep[i] == "prep"
        i = words.head[i]
    return False


def _begins(r: Reading, verb: int, verbs: list[int]) -> bool:
    """Whether a verb's clause stands beside the pronoun's, only before it."""
    return verb >= 0 and r.words.dep[verb] in ("ccomp", "parataxis") and r.words.head[verb] in verbs


def _verb_of(r: Reading, trace: Trace) -> int:
    return subject_verb(r, trace.head)


def _verbs_around(r: Reading, i: int) -> list[int]:
    found = []
    while r.words.head[i] != i:
        i = r.words.head[i]
        if r.words.tag[i].startswith(("V", "MD")):
            found.append(i)
    return found


def _is_beside(r: Reading, antecedent: int, i: int) -> bool:
    """Whether both are arguments of one verb: then "he" and "him" are two persons."""
    if r.words.lower[i] in r.lists["possessive"] and r.words.dep[i] == "poss":
        return False
    if r.words.lower[i] in r.lists["reflexive"]:
        return False
    return _clause(r, antecedent) == _clause(r, i)


def _clause(r: Reading, i: int) -> int:
    while r.words.head[i] != i and not r.words.tag[i].startswith(("V", "MD")):
        i = r.words.head[i]
    return i
