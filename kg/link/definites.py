"""Short descriptions that point back: "the ministry", "the alliance", "the country"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon.kind_classes import kinds
from kg.link.ahead import group_ahead, office_at_home
from kg.link.antecedents import beside
from kg.link.kinds import agent_start
from kg.link.pairs import both, counts_three, counts_two, is_each, three_actors, two_actors
from kg.link.quotes import around, speaker
from kg.link.reading import Mentions, Reading, Trace
from kg.link.stages import alone, crowd, inhabitants, named_so, policed, stage
from kg.link.topics import by_context, home, in_focus, loyal, opened, rebels_of, role_of, states_of, takes_up, topic
from kg.link.traces import JUNTA, earlier, is_subject, recent
from kg.link.words import NOUNS, PROPER
from kg.model import Actor

_CALLED = {"kingdom": "kingdoms", "emirate": "emirates", "sultanate": "sultanates", "island": "islands"}
_ROLE_REACH = 12  # sentences
_COMPANY_REACH = 2  # sentences


def definite(r: Reading, i: int, kind: str | None) -> Mentions:
    """Return whom a description without a name means: "the ministry", "both countries"."""
    if not r.coref or i in r.names or i in r.inside:
        return ()
    actors, rule = _meant(r, i, kind)
    return _about(r, i, actors, rule)


def _meant(r: Reading, i: int, kind: str | None) -> tuple[list[Actor], str]:
    words = r.words
    plural = words.tag[i] in ("NNS", "NNPS")
    if r.has(i, "sides") and (plural or is_each(r, i)) and counts_two(r, i):
        return two_actors(r, i), "pair"
    if plural and r.has(i, "sides") and counts_three(r, i):
        return three_actors(r, i), "pair"
    if plural and _points(r, i) and (pair := both(r, i)):
        return pair, "pair"
    if not plural and r.has(i, "country") and (words.tag[i] not in PROPER or words.lower[i] in _CALLED):
        return (_country(r, i) if _points(r, i) else []), "definite"
    if not plural and r.has(i, "half") and words.text[i][:1].isupper():
        return (_half(r, i) if _points(r, i) else []), "definite"
    bare_body = r.has(i, "bare") and not words.kids[i]
    if not _points(r, i) and not bare_body:
        return _bare(r, i, kind, plural), "topic"
    return _pointed(r, i, kind, plural), "definite"


def _bare(r: Reading, i: int, kind: str | None, plural: bool) -> list[Actor]:
    """Return whom a noun without article means: "rebels", "elite troops", "coalition aircraft"."""
    compound = r.words.dep[i] == "compound" and not r.words.kids[i]
    counted = any(r.words.dep[kid] == "nummod" for kid in r.words.kids[i])
    if kind is None or not (plural or compound) or not _is_unmodified(r, i):
        return []
    if counted and not (kind == "civilians" and policed(r, i)):
        return []
    if compound and kind in kinds().joint:
        return _same_role(r, i, plural) or named_so(r, i) or by_context(r, i)
    if found := opened(r, i, kind):
        return found
    if kind == "civilians" and plural:
        return topic(r, i, kind) or inhabitants(r, i) or crowd(r, i) or policed(r, i)
    found = rebels_of(r, i) or both(r, i) or topic(r, i, kind) or loyal(r, i, kind) or by_context(r, i)
    found = found or group_ahead(r, i)
    return found or (stage(r, i, kind) if kind == "opposition" or (compound and kind == "government") else [])


def _pointed(r: Reading, i: int, kind: str | None, plural: bool) -> list[Actor]:
    """Return whom a noun with an article that points back means: "the ministry", "the island state"."""
    if not plural and agent_start(r, i) < i and (found := alone(r, i)):
        return found
    body = not plural and (r.has(i, "alliance") or r.has(i, "body"))
    if kind is not None and (found := opened(r, i, kind)):
        return found
    if (kind is not None or body) and (found := _same_role(r, i, plural)):
        return found
    if not plural and kind == "state" and _is_qualified(r, i):
        return _country(r, i)  # "the island state"
    if body or (kind in kinds().joint and not plural):
        return _organisation(r, i) or by_context(r, i) or alone(r, i)
    if kind is None:
        return []
    if kind == "business" and not plural:
        return _company(r, i)
    found = rebels_of(r, i) or topic(r, i, kind) or loyal(r, i, kind) or in_focus(r, i, kind)
    found = found or home(r, kind) or by_context(r, i) or ([] if plural else alone(r, i)) or stage(r, i, kind)
    return found or office_at_home(r, i) or group_ahead(r, i)


def _organisation(r: Reading, i: int) -> list[Actor]:
    """Return the organisation that "the Council", "the coalition", "the group" means."""
    proper, body = r.words.text[i][:1].isupper() and r.words.tag[i] in PROPER, r.has(i, "body")
    if (proper or not body) and (found := named_so(r, i)):
        return found
    if r.has(i, "alliance"):
        return _last_of(r, i, kinds().joint)
    return _last_of(r, i, kinds().militants if _is_militant(r, i) else kinds().groups) if body else []


def _company(r: Reading, i: int) -> list[Actor]:
    """Return the company named last, for "the company", "the firm"; nobody if an unknown body, or another, is near."""
    for trace in earlier(r, i):
        if trace.sent < r.words.sent[i] - _COMPANY_REACH:
            break
        if not trace.human and any(m.rule == "unknown" for m in trace.mentions):
            break
        if any(actor.kind == "business" for actor in trace.actors):
            beside = {a.code: a for t in recent(r, i, _COMPANY_REACH) for a in t.actors if t.sent == trace.sent}
            found = [actor for actor in beside.values() if actor.kind == "business"]
            return found if len(found) == 1 else []
    return []


def _is_qualified(r: Reading, i: int) -> bool:
    """Whether a common word says what sort of thing a noun is: "the island state", not "Niger State"."""
    beside = (kid for kid in r.words.kids[i] if r.words.dep[kid] in ("amod", "compound"))
    return any(r.words.tag[kid] not in PROPER and kid not in r.names for kid in beside)


def _is_militant(r: Reading, i: int) -> bool:
    """Whether an adjective says that a group fights: "the terrorist group" is no alliance of states."""
    return any(r.has(kid, "militant") for kid in r.words.kids[i] if kid < i)


def _about(r: Reading, i: int, actors: Iterable[Actor], rule: str) -> Mentions:
    start = r.words.left_edge(i)
    return tuple(r.mention(start, i + 1, actor, rule) for actor in dict.fromkeys(actors))


def _points(r: Reading, i: int) -> bool:
    """Whether a noun has an article that points back, and nothing that says which one it is."""
    words = r.words
    if not _is_unmodified(r, i):
        return False
    if words.tag[i] in PROPER and words.dep[i] not in ("compound", "nmod"):
        return True
    owner = any(words.dep[kid] == "poss" for kid in words.kids[i])
    pointing = any(kid < i and words.lower[kid] in r.lists["pointing"] for kid in words.kids[i])
    return pointing or (owner and r.has(i, "country"))


def _is_unmodified(r: Reading, i: int) -> bool:
    """Whether no unknown name, relative clause, *of* phrase or "other" says which one is meant."""
    words, start = r.words, agent_start(r, i)
    for kid in words.kids[i]:
        if start <= kid < i:
            continue  # "the Foreign Secretary"
        if words.lower[kid] in r.lists["another"] or (words.dep[kid] == "relcl" and not _is_aside(r, i, kid)):
            return False
        if kid > i and words.dep[kid] == "prep" and words.lower[kid] in r.lists["picking_out"]:
            return _is_told_of(r, i, kid)
        if kid < i and words.tag[kid] in PROPER and kid not in r.names and kid not in r.inside:
            return words.lower[kid] in r.index.lemmas
        if kid < i and kid in r.inside and words.dep[kid] != "poss":
            return False  # "the Qadhafi regime"
    return True


def _is_told_of(r: Reading, i: int, preposition: int) -> bool:
    """Whether *of* says what somebody is accused, or informed, of: "accused the opposition *of fraud*"."""
    verb = r.words.head[i]
    return r.words.lower[preposition] == "of" and r.words.dep[i] == "dobj" and r.has(verb, "of_what")


def _is_aside(r: Reading, i: int, clause: int) -> bool:
    """Whether a relative clause only adds something: "the group, *which* ...", not "the group which ..."."""
    return clause > i and r.words.text[i + 1] == ","


def _same_role(r: Reading, i: int, plural: bool) -> list[Actor]:
    """Return whom the same noun, or somebody with that title, stood for before; else who is like it: a junta's rulers.

    The last one; among several, the one whom the article named most often.
    """
    role = role_of(r, i)
    return _had_role(r, i, plural, role - {JUNTA}) or (_had_role(r, i, plural, role) if JUNTA in role else [])


def _had_role(r: Reading, i: int, plural: bool, role: set[str]) -> list[Actor]:
    near: dict[str, tuple[Actor, ...]] = {}
    count: dict[str, int] = {}
    for trace in earlier(r, i):
        if not trace.actors:
            continue
        codes = trace.actors[0].code if len(trace.actors) == 1 else " ".join(a.code for a in trace.actors)
        count[codes] = count.get(codes, 0) + 1
        if (
            takes_up(r, i, role, trace)
            and (plural == trace.plural or plural_of_body(r, i, role & trace.roles))
            and (plural or len(trace.actors) == 1)
            and trace.sent >= r.words.sent[i] - _ROLE_REACH
        ):
            near.setdefault(codes, trace.actors)
    return list(max(near.items(), key=lambda item: count[item[0]])[1]) if near else []


def plural_of_body(r: Reading, i: int, common: frozenset[str] | set[str]) -> bool:
    """Whether several are meant by one body: "the parliament ... the lawmakers", "the rulers ... the junta"."""
    return JUNTA in common or (r.words.tag[i] == "NNS" and any(role.startswith("kind:") for role in common))


def _last_of(r: Reading, i: int, kinds: frozenset[str]) -> list[Actor]:
    for trace in earlier(r, i):
        if trace.sent < r.words.sent[i] - 5:
            break
        if not trace.human or (r.words.tag[trace.head] in NOUNS and trace.head not in r.inside):
            for actor in trace.actors:
                if actor.kind in kinds:
                    return [actor]
    return []


def _country(r: Reading, i: int) -> list[Actor]:
    if r.words.lemma[i] == "territory":
        return next(([a] for t in earlier(r, i) for a in t.actors if a.kind == "territory"), [])
    for kid in r.words.kids[i]:
        if r.words.dep[kid] == "poss":
            return states_of(r, r.resolve(kid))
        if r.words.lower[kid] == "this" and (number := around(r, i)) >= 0:
            who = speaker(r, number)
            return states_of(r, r.resolve(who)) if who >= 0 else []
    near = [t for t in recent(r, i, 2) if t.head < i]
    others = beside(r, i)
    apart = [t for t in near if not others & {actor.code for actor in t.actors}]
    found = _nearest_state(r, i, apart) or _nearest_state(r, i, near)
    return found or (_last_called(r, i) if r.words.lemma[i] in _CALLED else [])


def _nearest_state(r: Reading, i: int, near: list[Trace]) -> list[Actor]:
    """Return the one state of the nearest sentence with any, subjects first; none if there are several."""
    for back in range(3):
        there = [t for t in near if t.sent == r.words.sent[i] - back]
        subjects = [t for t in there if is_subject(r, t)]
        for group in (there,) if back == 0 and beside(r, i) else (subjects, there):
            states = states_of(r, [m for t in group for m in t.mentions])
            fitting = [s for s in states if _is_called(r, s, r.words.lemma[i])]
            if fitting:
                return fitting if len(fitting) == 1 else []
    return []


def _last_called(r: Reading, i: int) -> list[Actor]:
    for trace in earlier(r, i):
        if states := [s for s in states_of(r, trace.mentions) if _is_called(r, s, r.words.lemma[i])]:
            return states[:1]
    return []


def _is_called(r: Reading, state: Actor, noun: str) -> bool:
    """Whether a state can be called "the <noun>"."""
    if noun in _CALLED:
        return state.code in r.lists[_CALLED[noun]]
    return noun != "republic" or state.code not in r.lists["kingdoms"]


def _half(r: Reading, i: int) -> list[Actor]:
    """Return whom "the North" means: the last named of those whose name begins so."""
    for trace in earlier(r, i):
        for state in states_of(r, trace.mentions):
            if state.name.lower().startswith(r.words.lower[i] + " "):
                return [state]
    return []
