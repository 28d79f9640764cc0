"""What was mentioned so far, for the pronouns and short descriptions that mean it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.lexicon.kind_classes import kinds
from kg.link.kinds import kind_of
from kg.link.reading import SUBJECTS, Mentions, Person, Reading, Trace
from kg.link.words import NOUNS
from kg.model import Actor

JUNTA = "kind:junta"  # the role of who rules by force: "the *junta*" are the "military *rulers*" of before
_MEMORY = 500  # traces
_DESCRIBED = frozenset(("description", "genitive", "shared", "apposition"))


def note(r: Reading, i: int) -> None:
    """Remember what the phrase headed by token ``i`` mentioned."""
    words, mentions = r.words, r.at.get(i, ())
    is_subject = words.dep[i] in SUBJECTS
    if not mentions and not (is_subject and words.tag[i] in NOUNS and not _is_in_name(r, i)):
        return
    actors = _actors(mentions)
    plural = words.tag[i] in ("NNS", "NNPS") or words.lower[i] in r.lists["plural"] or len(actors) > 1
    human = _is_human(r, i)
    plural = plural or (not human and any(a.kind in kinds().rebels for a in actors))
    roles, gender = _roles(r, i, mentions), _gender(r, i) if human else ""
    r.traces.append(Trace(i, words.sent[i], mentions, roles, plural, human, gender, False, actors))
    _note_pair(r, i)


def _is_in_name(r: Reading, i: int) -> bool:
    """Whether a token is part of a name whose last word stands for it: "*Jaish*-e-Mohammed"."""
    found = r.names.get(i)
    return r.inside.get(i, i) != i or (found is not None and r.words.root(found.start, found.end) != i)


def _note_pair(r: Reading, i: int) -> None:
    """Conjoined phrases are also one plural: "Russia and Turkey ... they"."""
    words = r.words
    if words.dep[i] != "conj":
        return
    first = _first_conjunct(r, i)
    parts = [t.mentions for t in recent(r, i, 0) if not t.joint and _first_conjunct(r, t.head) == first]
    together = tuple(m for part in parts for m in part)
    if len(parts) > 1 and all(parts):
        for fewer in [t for t in recent(r, i, 0) if t.joint and t.head == first]:
            r.traces.remove(fewer)  # "Chad *and* Mali" before "and Niger"
        human, actors = _is_human(r, first), _actors(together)
        r.traces.append(Trace(first, words.sent[i], together, frozenset(), True, human, joint=True, actors=actors))


def _first_conjunct(r: Reading, i: int) -> int:
    """Return the first of the phrases that are coordinated with that of token ``i``."""
    chain = []
    while i not in r.firsts and r.words.dep[i] == "conj" and r.words.head[i] < i:
        chain.append(i)
        i = r.words.head[i]
    first = r.firsts.get(i, i)
    r.firsts.update(dict.fromkeys(chain, first))
    return first


def _is_human(r: Reading, i: int) -> bool:
    if i in r.inside or r.words.lower[i] in r.lists["one_person"] or r.words.lower[i] in ("i", "who"):
        return True
    mentions = r.at.get(i, ())
    rules = {m.rule for m in mentions}
    if not rules.isdisjoint(_DESCRIBED):
        return not r.has(i, "institution")
    if "definite" not in rules or any(r.has(i, name) for name in ("institution", "country", "alliance", "body")):
        return False
    return kind_of(r, i) is not None


def _roles(r: Reading, i: int, mentions: Mentions) -> frozenset[str]:
    """Return the nouns by which somebody may be called again: "the minister", "the coalition"."""
    words = r.words
    if i not in r.inside:
        found = r.names.get(i)
        last = found.end - 1 if found else i
        kind = kind_of(r, i)
        own = {f"kind:{kind}"} if kind in kinds().organs and (kind != "military" or r.has(i, "forces")) else set()
        if r.has(i, "rulers"):
            own.add(JUNTA)
        called = (r.index.called(m.actor) for m in mentions if m.actor and m.rule in ("name", "organ"))
        return frozenset((words.lemma[last], words.lower[last], *own)).union(*called)
    person = r.persons[r.inside[i]]
    before = words.lower[words.left_edge(i) : person.start]
    beside = [words.lower[kid] for kid in words.kids[i] if words.dep[kid] == "appos"]
    if words.dep[i] == "appos":
        beside.append(words.lower[words.head[i]])
    offices = [
        word
        for m in mentions
        if m.actor
        for tenure in r.index.offices(m.actor, r.published)
        for word in tenure.office.split()
    ]
    return frozenset((*before, *beside, *offices))


def _gender(r: Reading, i: int) -> str:
    """Return "male" or "female" as the seed, a title or the given name has it; else nothing."""
    words, named = r.words, i
    if i not in r.inside:  # "the envoy, Maria Ruiz, ..."
        named = next((kid for kid in words.kids[i] if words.dep[kid] == "appos" and kid in r.inside), i)
    person = r.persons.get(r.inside.get(named, -1))
    if person and person.actor and (known := _of_seed(r, person.actor)):
        return known
    near = words.lower[max(0, words.left_edge(i) - 1) : i + 1]
    for gender in ("male", "female"):
        if not r.lists[gender].isdisjoint(near):
            return gender
    return _of_given_name(r, r.persons.get(person.full, person)) if person else ""


def _of_seed(r: Reading, who: Actor) -> str:
    if who.id in r.lists["women"]:
        return "female"
    doubtful = who.id not in r.index.gazetteer.persons or who.name.split()[0].lower() in r.lists["woman_name"]
    return "" if doubtful else "male"


def _of_given_name(r: Reading, person: Person) -> str:
    if person.end - person.start < 2:
        return ""
    given = r.words.lower[person.start]
    return "female" if given in r.lists["woman_name"] else "male" if given in r.lists["man_name"] else ""


def nearest(r: Reading, before: int, owners: Iterable[str]) -> str | None:
    """Return which of the owners of a shared name was named (otherwise) nearest before."""
    wanted = set(owners)
    for trace in earlier(r, before):
        for mention in trace.mentions:
            actor = mention.actor
            if actor and (actor.id in wanted or actor.country in wanted):
                return actor.id if actor.id in wanted else actor.country
    return None


def earlier(r: Reading, i: int) -> Iterator[Trace]:
    """Yield what was mentioned before token ``i``, the last first; not the whole of a book."""
    return (trace for trace in islice(reversed(r.traces), _MEMORY) if trace.head < i)


def recent(r: Reading, i: int, reach: int) -> list[Trace]:
    """Return the traces of this sentence and ``reach`` sentences before, in text order."""
    first = r.words.sent[i] - reach
    found: list[Trace] = []
    for trace in reversed(r.traces):
        if trace.sent < first:
            break
        found.append(trace)
    return found[::-1]


def _actors(mentions: Mentions) -> tuple[Actor, ...]:
    """Return the actors of mentions, each once."""
    if len(mentions) == 1:
        return (mentions[0].actor,) if mentions[0].actor else ()
    return tuple(dict.fromkeys(m.actor for m in mentions if m.actor))


def is_subject(r: Reading, trace: Trace) -> bool:
    return subject_verb(r, trace.head) >= 0


def subject_verb(r: Reading, i: int) -> int:
    while r.words.dep[i] == "conj" and r.words.head[i] < i:
        i = r.words.head[i]
    return r.words.head[i] if r.words.dep[i] in SUBJECTS else -1


def is_inner(r: Reading, trace: Trace) -> bool:
    return r.words.dep[trace.head] in ("amod", "compound", "nmod")


def is_absolute(r: Reading, trace: Trace) -> bool:
    """Whether a subject is that of "with rebels playing a role, they said"."""
    return r.words.dep[subject_verb(r, trace.head)] == "pcomp"


def depth_of(r: Reading, trace: Trace) -> int:
    """How many clauses stand above: the subject of the main clause comes first."""
    depth, i = 0, trace.head
    while r.words.head[i] != i and depth < 20:
        depth, i = depth + 1, r.words.head[i]
    return depth
