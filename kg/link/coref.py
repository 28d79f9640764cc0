"""What pronouns and short descriptions mean, from what was mentioned before (light, ours).

The order in which antecedents are tried follows Hobbs (1978), "Resolving pronoun references":
subjects of the clauses around the pronoun from the inside out, then the sentence, then the sentences
before, subjects first. The first that fits in number and animacy decides; if it is nobody we
know, so is the pronoun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from kg.lexicon.actors import pieces
from kg.link.quotes import around, speaker
from kg.link.reading import SUBJECTS, Reading, Trace
from kg.link.words import NOUNS, PROPER
from kg.model import Actor, Mention

Mentions = tuple[Mention, ...]
Resolve = Callable[[Reading, int], Mentions]

FIRST = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))
ONE = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself"))
THING = frozenset(("it", "its", "itself"))
MANY = frozenset(("they", "them", "their", "theirs", "themselves"))
_GENDERS = {word: "male" if word[1] == "i" or word == "he" else "female" for word in ONE}
_OWN = frozenset(("his", "her", "hers", "its", "their", "theirs"))
_SELF = frozenset(("himself", "herself", "itself", "themselves"))
_POINTING = frozenset(("the", "this", "that", "these", "those"))
_CROWDS = frozenset(("armed_group", "movement", "opposition", "military", "police"))
_FIGHTING = frozenset(("armed_group", "opposition"))
_GROUPS = frozenset((
    "armed_group", "movement", "opposition", "party", "igo", "ngo", "alliance", "bloc", "court", "religious",
    "crime",
))
_ALLIANCES = frozenset(("alliance", "bloc", "igo"))
_ROLE_REACH = 12  # sentences
_MEMORY = 500  # traces
_REACH = {"one": 3, "thing": 1, "many": 2}
_VAGUE = frozenset(("place", "demonym", "trap"))


# --- what is remembered ---------------------------------------------------------------------


def note(r: Reading, i: int) -> None:
    """Remember what the phrase headed by token ``i`` mentioned."""
    words, mentions = r.words, r.at.get(i, ())
    is_subject = words.dep[i] in SUBJECTS
    if not mentions and not (is_subject and words.tag[i] in NOUNS):
        return
    actors = {m.actor for m in mentions if m.actor}
    plural = words.tag[i] in ("NNS", "NNPS") or words.lower[i] in MANY or len(actors) > 1
    plural = plural or any(a.kind in _FIGHTING for a in actors)
    r.traces.append(Trace(i, words.sent[i], mentions, _roles(r, i, mentions), plural,
                          _is_human(r, i), _gender(r, i)))
    _note_pair(r, i)


def _note_pair(r: Reading, i: int) -> None:
    """Conjoined phrases are also one plural: "Russia and Turkey ... they"."""
    words = r.words
    if words.dep[i] != "conj":
        return
    first = i
    while words.dep[first] == "conj" and words.head[first] < first:
        first = words.head[first]
    parts = [t.mentions for t in _recent(r, i, 0) if t.head == first or _is_conjunct(r, t.head, first)]
    together = tuple(m for part in parts for m in part)
    if len(parts) > 1 and all(parts):
        r.traces.append(Trace(first, words.sent[i], together, frozenset(), True,
                              _is_human(r, first)))


def _is_conjunct(r: Reading, i: int, first: int) -> bool:
    while r.words.dep[i] == "conj" and r.words.head[i] < i:
        i = r.words.head[i]
        if i == first:
            return True
    return False


def _is_human(r: Reading, i: int) -> bool:
    if i in r.inside or r.words.lower[i] in ONE or r.words.lower[i] in ("i", "who"):
        return True
    mentions = r.at.get(i, ())
    described = any(m.rule in ("description", "genitive", "shared", "apposition") for m in mentions)
    return described and not r.has(i, "institution")


def _roles(r: Reading, i: int, mentions: Mentions) -> frozenset[str]:
    """Return the nouns by which somebody may be called again: "the minister", "the coalition"."""
    words = r.words
    if i not in r.inside:
        found = r.names.get(i)
        last = found.end - 1 if found else i
        return frozenset((words.lemma[last], words.lower[last]))
    person = r.persons[r.inside[i]]
    before = words.lower[words.left_edge(i):person.start]
    beside = [words.lower[kid] for kid in words.kids[i] if words.dep[kid] == "appos"]
    if words.dep[i] == "appos":
        beside.append(words.lower[words.head[i]])
    offices = [word for m in mentions if m.actor
               for tenure in r.index.offices(m.actor, r.published) for word in tenure.office.split()]
    return frozenset((*before, *beside, *offices))


def _gender(r: Reading, i: int) -> str:
    words = r.words
    near = words.lower[max(0, words.left_edge(i) - 1):i + 1]
    for gender in ("male", "female"):
        if any(word in r.lists[gender] for word in near):
            return gender
    return ""


def nearest(r: Reading, before: int, owners: Iterable[str]) -> str | None:
    """Return which of the owners of a shared name was named (otherwise) nearest before."""
    wanted = set(owners)
    for trace in _before(r, before):
        for mention in trace.mentions:
            actor = mention.actor
            if actor and (actor.id in wanted or actor.country in wanted):
                return actor.id if actor.id in wanted else actor.country
    return None


# --- pronouns -------------------------------------------------------------------------------


def pronoun(r: Reading, i: int, resolve: Resolve) -> Mentions:
    """Return whom a pronoun stands for, as mentions of the pronoun itself; often nobody."""
    word = r.words.lower[i]
    if r.words.tag[i].startswith("W"):
        return _relative(r, i, resolve)
    if not r.coref:
        return ()
    if word in FIRST:
        return _first_person(r, i, resolve)
    if word in ONE:
        found = r.again(i, _antecedent(r, i, "one", resolve), "pronoun")
        r.genders.update((m.actor.id, _GENDERS[word]) for m in found if m.actor)
        return found or (r.mention(i, i + 1, None, "pronoun"),)
    if word in THING:
        return () if _is_empty(r, i) else r.again(i, _antecedent(r, i, "thing", resolve), "pronoun")
    if word in MANY:
        return r.again(i, _antecedent(r, i, "many", resolve), "pronoun")
    return ()


def _relative(r: Reading, i: int, resolve: Resolve) -> Mentions:
    """"officials who ...": the noun that the relative clause belongs to."""
    words, verb = r.words, i
    while words.dep[verb] != "relcl":
        if words.head[verb] == verb or words.dep[verb] in ("ccomp", "advcl"):
            return ()
        verb = words.head[verb]
    return r.again(i, resolve(r, words.head[verb]), "relative") if words.head[verb] < i else ()


def _first_person(r: Reading, i: int, resolve: Resolve) -> Mentions:
    number = around(r, i)
    if number >= 0 and (who := speaker(r, number)) >= 0:
        return r.again(i, resolve(r, who), "speaker")
    if number >= 0:
        return ()
    issuer = _publisher(r) if r.publisher else _issuer(r)
    return (r.mention(i, i + 1, issuer, "publisher"),) if issuer else ()


def _publisher(r: Reading) -> Actor | None:
    names = r.index.gazetteer.names.get(pieces(r.publisher or ""), ())
    return names[0].actor if names else None


def _issuer(r: Reading) -> Actor | None:
    """Return who issues a release without quotations: "Statement by the Foreign Ministry", or the
    subject of its first sentence that condemns, welcomes, announces ... in the present tense.
    """
    words = r.words
    if r.quotations:
        return None
    for trace in r.traces:
        if trace.sent > 1:
            break
        i = trace.head
        governor = words.head[words.head[i]] if words.dep[i] == "pobj" else i
        issued = words.lower[words.head[i]] in ("by", "from", "of") and r.has(governor, "release")
        verb = _subject_verb(r, i)
        states = (verb >= 0 and words.head[verb] == verb and words.tag[verb] in ("VBZ", "VBP")
                  and r.has(verb, "performs"))
        actors = _actors(trace)
        if (issued or states) and len(actors) == 1 and r.index.for_itself(actors[0]):
            return actors[0]
    return None


def _is_empty(r: Reading, i: int) -> bool:
    """Whether *it* may stand for a clause or a matter: "it is clear that ...", "it is a lie"."""
    words = r.words
    if words.dep[i] == "expl":
        return True
    verb = words.head[i]
    return words.dep[i] in SUBJECTS and words.lemma[verb] in r.lists["empty"]


def _antecedent(r: Reading, i: int, sort: str, resolve: Resolve) -> Mentions:
    word = r.words.lower[i]
    if word == "them" and (near := _plural_before(r, i)) >= 0:
        return tuple(m for m in r.at.get(near, ()) if m.actor and m.actor.code not in _beside(r, i))
    number = around(r, i)
    who = speaker(r, number) if number >= 0 else -1
    spoken = {m.actor.code for m in (resolve(r, who) if who >= 0 else ()) if m.actor}
    spoken |= _beside(r, i)
    for trace in _ordered(r, i, sort):
        if not _fits(r, trace, sort, word):
            continue
        codes = {m.actor.code for m in trace.mentions if m.actor}
        if trace.head == who or (codes and codes <= spoken):
            continue
        return tuple(m for m in trace.mentions if m.actor)
    return ()


def _plural_before(r: Reading, i: int) -> int:
    """Return the last plural noun before "them" in the sentence that is no possessor, or -1."""
    words = r.words
    for j in range(i - 1, words.firsts[words.sent[i]] - 1, -1):
        if words.tag[j] in ("NNS", "NNPS") and words.dep[j] != "poss":
            return j
    return -1


def _beside(r: Reading, i: int) -> set[str]:
    """Return the codes of the subject of an object's own clause: "Zelensky warned him"."""
    words = r.words
    if words.lower[i] in _SELF or words.dep[i] in ("poss", *SUBJECTS):
        return set()
    verb = _clause(r, i)
    while not any(words.dep[kid] in SUBJECTS for kid in words.kids[verb]) \
            and words.dep[verb] in ("conj", "xcomp", "advcl", "pcomp") and words.head[verb] != verb:
        verb = words.head[verb]
    heads = (kid for kid in words.kids[verb] if words.dep[kid] in SUBJECTS and kid < i)
    return {m.actor.code for kid in heads for m in r.at.get(kid, ()) if m.actor}


def _fits(r: Reading, trace: Trace, sort: str, word: str) -> bool:
    if sort == "many":
        return trace.plural
    if sort == "thing":
        if r.words.lower[trace.head] in FIRST:
            return False
        vague = trace.mentions and all(m.rule in _VAGUE for m in trace.mentions)
        return not trace.human and not vague and (not trace.plural or _is_crowd(trace))
    if not trace.human or trace.plural:
        return False
    known = {r.genders.get(m.actor.id, "") for m in trace.mentions
             if m.actor and r.index.is_person(m.actor)}
    return {trace.gender, *known} <= {"", _GENDERS[word]}


def _is_crowd(trace: Trace) -> bool:
    return any(m.actor and m.actor.kind in _CROWDS and m.rule == "name" for m in trace.mentions)


def _ordered(r: Reading, i: int, sort: str) -> Iterator[Trace]:
    """Yield what was mentioned before token ``i``, the likeliest first."""
    words = r.words
    near = _recent(r, i, _REACH[sort])
    here = [t for t in near if t.sent == words.sent[i] and t.head < i
            and not _is_beside(r, t.head, i)]
    verbs = _verbs_around(r, i)
    inside = sorted((t for t in here if _verb_of(r, t) in verbs),
                    key=lambda t: verbs.index(_verb_of(r, t)))
    yield from inside
    object_it = sort == "thing" and words.dep[i] not in ("poss", *SUBJECTS)
    if object_it:
        return  # "China vetoed it": seldom an actor
    rest = [t for t in here if t not in inside]
    yield from (t for t in reversed(rest) if _is_subject(r, t) and not _is_absolute(r, t))
    earlier = [t for t in reversed(rest) if not _is_subject(r, t) and not _is_inner(r, t)]
    if sort != "one":
        yield from earlier
    for back in range(1, _REACH[sort] + 1):
        there = [t for t in near if t.sent == words.sent[i] - back]
        subjects = [t for t in there if _is_subject(r, t)]
        yield from sorted(subjects, key=lambda t: (_depth(r, t), t.head))
        if back == 1 and sort == "one":
            yield from earlier
        yield from (t for t in there if not _is_subject(r, t) and not _is_inner(r, t))


def _is_subject(r: Reading, trace: Trace) -> bool:
    return _subject_verb(r, trace.head) >= 0


def _verb_of(r: Reading, trace: Trace) -> int:
    return _subject_verb(r, trace.head)


def _subject_verb(r: Reading, i: int) -> int:
    while r.words.dep[i] == "conj" and r.words.head[i] < i:
        i = r.words.head[i]
    return r.words.head[i] if r.words.dep[i] in SUBJECTS else -1


def _is_absolute(r: Reading, trace: Trace) -> bool:
    """Whether a subject is that of "with rebels playing a role, they said"."""
    return r.words.dep[_verb_of(r, trace)] == "pcomp"


def _is_inner(r: Reading, trace: Trace) -> bool:
    return r.words.dep[trace.head] in ("amod", "compound", "nmod")


def _depth(r: Reading, trace: Trace) -> int:
    """How many clauses stand above: the subject of the main clause comes first."""
    depth, i = 0, trace.head
    while r.words.head[i] != i and depth < 20:
        depth, i = depth + 1, r.words.head[i]
    return depth


def _verbs_around(r: Reading, i: int) -> list[int]:
    found = []
    while r.words.head[i] != i:
        i = r.words.head[i]
        if r.words.tag[i].startswith(("V", "MD")):
            found.append(i)
    return found


def _is_beside(r: Reading, antecedent: int, i: int) -> bool:
    """Whether both are arguments of one verb: then "he" and "him" are two persons."""
    if r.words.lower[i] in _OWN and r.words.dep[i] == "poss":
        return False
    if r.words.lower[i] in _SELF:
        return False
    return _clause(r, antecedent) == _clause(r, i)


def _clause(r: Reading, i: int) -> int:
    while r.words.head[i] != i and not r.words.tag[i].startswith(("V", "MD")):
        i = r.words.head[i]
    return i


# --- short descriptions ---------------------------------------------------------------------


def definite(r: Reading, i: int, kind: str | None, resolve: Resolve) -> Mentions:
    """Return whom a description without a name means: "the ministry", "both countries"."""
    if not r.coref or i in r.names or i in r.inside:
        return ()
    actors, rule = _meant(r, i, kind, resolve)
    return _about(r, i, actors, rule)


def _meant(r: Reading, i: int, kind: str | None, resolve: Resolve) -> tuple[list[Actor], str]:
    words = r.words
    plural = words.tag[i] in ("NNS", "NNPS")
    if plural and r.has(i, "sides") and _counts_two(r, i):
        return _pair(r, i), "pair"
    if not plural and r.has(i, "country") and words.tag[i] not in PROPER:
        return (_country(r, i, resolve) if _points(r, i) else []), "definite"
    if not _points(r, i):
        bare = words.dep[i] == "compound" and not words.kids[i]
        if kind is None or not (plural or bare) or not _is_unmodified(r, i):
            return [], ""
        return _scene(r, i) or _topic(r, i, kind), "topic"
    if kind is not None and (found := _same_role(r, i, plural)):
        return found, "definite"
    if not plural and r.has(i, "alliance"):
        return _last_of(r, i, _ALLIANCES), "definite"
    if not plural and r.has(i, "body"):
        return _last_of(r, i, _GROUPS), "definite"
    if kind is None:
        return [], ""
    found = _scene(r, i) or _topic(r, i, kind) or _focus(r, i, kind)
    return found or _home(r, kind), "definite"


def _about(r: Reading, i: int, actors: Iterable[Actor], rule: str) -> Mentions:
    start = r.words.left_edge(i)
    return tuple(r.mention(start, i + 1, actor, rule) for actor in dict.fromkeys(actors))


def _counts_two(r: Reading, i: int) -> bool:
    near = r.words.lower[r.words.left_edge(i):i]
    return "two" in near or "both" in near or (r.words.lemma[i] == "side" and "the" in near)


def _points(r: Reading, i: int) -> bool:
    """Whether a noun has an article that points back, and nothing that says which one it is."""
    words = r.words
    if not _is_unmodified(r, i):
        return False
    if words.tag[i] in PROPER and words.dep[i] not in ("compound", "nmod"):
        return True
    owner = any(words.dep[kid] == "poss" for kid in words.kids[i])
    pointing = any(kid < i and words.lower[kid] in _POINTING for kid in words.kids[i])
    return pointing or (owner and r.has(i, "country"))


def _is_unmodified(r: Reading, i: int) -> bool:
    """Whether no unknown name, relative clause, *of* phrase or "other" says which one is meant."""
    words = r.words
    for kid in words.kids[i]:
        if words.lower[kid] in r.lists["another"] or words.dep[kid] == "relcl":
            return False
        if kid > i and words.dep[kid] == "prep" and words.lower[kid] in ("of", "for", "from", "to"):
            return False
        if kid < i and words.tag[kid] in PROPER and kid not in r.names and kid not in r.inside:
            return words.lower[kid] in r.index.lemmas
    return True


def _before(r: Reading, i: int) -> Iterator[Trace]:
    """Yield what was mentioned before token ``i``, the last first; not the whole of a book."""
    return (trace for trace in islice(reversed(r.traces), _MEMORY) if trace.head < i)


def _recent(r: Reading, i: int, reach: int) -> list[Trace]:
    """Return the traces of this sentence and ``reach`` sentences before, in text order."""
    first = r.words.sent[i] - reach
    found: list[Trace] = []
    for trace in reversed(r.traces):
        if trace.sent < first:
            break
        found.append(trace)
    return found[::-1]


def _actors(trace: Trace) -> list[Actor]:
    return list(dict.fromkeys(m.actor for m in trace.mentions if m.actor))


def _same_role(r: Reading, i: int, plural: bool) -> list[Actor]:
    """Return whom the same noun, or somebody with that title, stood for before.

    The last one; among several, the one whom the article named most often.
    """
    role = {r.words.lemma[i], r.words.lower[i]}
    near: dict[str, list[Actor]] = {}
    count: dict[str, int] = {}
    for trace in _before(r, i):
        found = _actors(trace)
        codes = " ".join(actor.code for actor in found)
        count[codes] = count.get(codes, 0) + 1
        if (role & trace.roles and found and plural == trace.plural
                and (plural or len(found) == 1)
                and trace.sent >= r.words.sent[i] - _ROLE_REACH):
            near.setdefault(codes, found)
    return max(near.items(), key=lambda item: count[item[0]])[1] if near else []


def _last_of(r: Reading, i: int, kinds: frozenset[str]) -> list[Actor]:
    for trace in _before(r, i):
        if trace.sent < r.words.sent[i] - 5:
            break
        for actor in _actors(trace):
            if actor.kind in kinds:
                return [actor]
    return []


def _topic(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the only actor of the article so far that such a noun can mean.

    "Rebels" and "insurgents" are the one armed group or opposition; "officials" and "civilians" are
    those of the one actor whose officials or civilians were named.
    """
    if kind == "state" or not (kind in _FIGHTING or kind == "civilians" or r.index.for_state(kind)):
        return []
    role = {r.words.lemma[i], r.words.lower[i]}
    rebels = r.has(i, "rebels")
    found: dict[Actor, None] = {}
    for trace in _before(r, i):
        for actor in _actors(trace):
            same = role & trace.roles and r.words.dep[trace.head] != "poss"
            fights = kind in _FIGHTING and actor.kind in _FIGHTING
            if (fights and (actor.country or not rebels)) or (kind not in _FIGHTING and same):
                found[actor] = None
    return list(found) if len(found) == 1 else []


def _scene(r: Reading, i: int) -> list[Actor]:
    """Return the rebels (opposition) of the one state of the article that is known to have some."""
    if not r.has(i, "rebels"):
        return []
    found: dict[Actor, None] = {}
    for trace in _before(r, i):
        for state in _states(r, trace.mentions):
            if part := r.index.known_part(state, r.words.lower[i], r.lists["rebels"]):
                found[part] = None
    return list(found) if len(found) == 1 else []


def _home(r: Reading, kind: str) -> list[Actor]:
    """Return the publisher's state for "the Foreign Secretary" in a release of that state."""
    home = _publisher(r) if r.publisher else None
    state = r.index.state(home) if home else None
    return [state] if state and r.index.for_state(kind) else []


def _focus(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the one state of which this sentence so far and the one before speak, if one."""
    if not r.index.for_state(kind) or not r.has(i, "home"):
        return []
    for reach in (1, 2):
        states = {s for t in _before(r, i) if t.sent >= r.words.sent[i] - reach
                  for a in _actors(t) if (s := r.index.gazetteer.actors.get(a.country or ""))}
        if states:
            return list(states) if len(states) == 1 else []
    return []


def _country(r: Reading, i: int, resolve: Resolve) -> list[Actor]:
    for kid in r.words.kids[i]:
        if r.words.dep[kid] == "poss":
            return _states(r, resolve(r, kid))
    near = _recent(r, i, 2)
    for back in range(3):
        there = [t for t in near if t.head < i and t.sent == r.words.sent[i] - back]
        subjects = [t for t in there if _is_subject(r, t)]
        for group in (subjects, there):
            states = list(dict.fromkeys(s for t in group for s in _states(r, t.mentions)))
            if len(states) == 1:
                return states
            if states:
                return []
    return []


def _states(r: Reading, mentions: Mentions) -> list[Actor]:
    found = (r.index.gazetteer.actors.get(m.actor.country or "") for m in mentions if m.actor)
    return list(dict.fromkeys(actor for actor in found if actor))


def _pair(r: Reading, i: int) -> list[Actor]:
    """Return the two actors of the nearest sentence that speaks of two, and of no third.

    "The two leaders" are two persons (or the states of two), "the two sides" any two.
    """
    human = r.words.lemma[i] in r.index.lemmas and not r.has(i, "institution")
    human = human and not r.has(i, "country") and r.words.lemma[i] not in ("side", "ally", "nation")
    near = _recent(r, i, 4)
    for back in range(5):
        there = [t for t in near if t.sent == r.words.sent[i] - back and t.head < i]
        for traces in ([t for t in there if t.human], [] if human else there):
            codes: dict[str, Actor] = {}
            for actor in (a for t in traces if not _is_scenery(t) for a in _actors(t)):
                codes.setdefault(actor.code, r.index.state(actor) or actor)
            if len(codes) == 2:
                return list(codes.values())
            if len(codes) > 2 and not human:
                return []
    return []


def _is_scenery(trace: Trace) -> bool:
    return all(m.rule == "place" for m in trace.mentions)
