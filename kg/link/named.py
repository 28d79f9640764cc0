"""Names, in the sense that their place in the sentence gives them."""

from __future__ import annotations

from dataclasses import replace

from kg.lexicon.actors import Name, pieces
from kg.lexicon.kind_classes import kinds
from kg.lexicon.marks import HYPHENS
from kg.link.contexts import in_context
from kg.link.hyphens import beside_hyphen, led_token
from kg.link.kinds import kind_of
from kg.link.names import Found
from kg.link.namesakes import is_namesake
from kg.link.owners import owners_between
from kg.link.reading import Mentions, Reading
from kg.link.scenes import is_scene, seat_rule
from kg.link.traces import nearest, recent
from kg.link.words import NOUNS, PROPER
from kg.model import Actor, Mention

_MODIFIES = frozenset(("amod", "compound", "nmod", "npadvmod"))
_SWALLOWING = frozenset(("PERSON", "ORG", "EVENT", "FAC", "WORK_OF_ART", "LAW", "PRODUCT", "LOC", "GPE"))


def named(r: Reading, i: int, found: Found) -> Mentions:
    if found.trap is not None:
        return (_spanned(r, found, None, "trap"),) if found.trap in kinds().named else ()
    hyphen = beside_hyphen(r, found)
    if hyphen in ("anti", "pro", "backed"):
        if actor := _meant(r, found):
            r.aside.append(_spanned(r, found, actor, hyphen))
        return ()
    if hyphen == "origin" or _is_swallowed(r, i, found) or _is_half(r, found):
        return ()
    if found.place is not None or not found.names:
        state = r.index.gazetteer.actors.get(found.place or "")
        return (_spanned(r, found, state, "place"),) if state else ()
    name = _choice(r, found)
    if name is None or is_namesake(r, i, found, name.actor):
        return ()
    if closer := in_context(r, i, name.actor.id):
        name = replace(name, actor=closer)
    return _in_context(r, i, found, name)


def _in_context(r: Reading, i: int, found: Found, name: Name) -> Mentions:
    if beside_hyphen(r, found) == "led":
        led = (_spanned(r, found, name.actor, "led"),)
        r.at.setdefault(led_token(r, found), led)
        return led
    modifies = _is_modifier(r, i)
    if name.sense in ("demonym", "people"):
        if modifies:
            return (_spanned(r, found, name.actor, "demonym"),)
        return _people(r, i, found, name.actor)
    if name.sense == "seat":
        return (_spanned(r, found, name.actor, seat_rule(r, i, modifies)),)
    if foreign := _foreign(r, i, found, name.actor):
        return foreign
    scene = is_scene(r, i)
    if scene and (town := next((n.actor for n in found.names if n.sense == "seat"), None)):
        return (_spanned(r, found, town, "place"),)  # "a flat in Brussels"
    rule = "place" if scene and name.actor.kind in kinds().lands else "name"
    if name.actor.id != name.actor.country and r.index.state(name.actor):
        rule = "organ"
    return (_spanned(r, found, name.actor, rule),)


def _spanned(r: Reading, found: Found, actor: Actor | None, rule: str) -> Mention:
    return r.span(found.left, found.right, actor, rule)


def _is_half(r: Reading, found: Found) -> bool:
    """Whether a form that only stands before a hyphen ("Franco-German") stands alone."""
    if r.words.whole[found.left : found.right].lower() not in r.lists["combining"]:
        return False
    return r.words.whole[found.right : found.right + 1] not in HYPHENS


def _is_swallowed(r: Reading, i: int, found: Found) -> bool:
    """Whether the name only helps to name something else ("Bank of China", "China Daily")."""
    entity = r.entities.get(i)
    if entity is None or (entity.start >= found.start and entity.end <= found.end):
        return False
    if any(name.sense in ("demonym", "person") for name in found.names):
        return False
    root = r.words.root(entity.start, entity.end)
    if found.start <= root < found.end or r.words.tag[root] not in PROPER or kind_of(r, root):
        return False
    if root in r.names or root in r.inside:
        return False
    genitive = found.end < len(r.words) and r.words.tag[found.end] == "POS"
    return entity.label in _SWALLOWING and not genitive


def _meant(r: Reading, found: Found) -> Actor | None:
    if found.place is not None:
        return r.index.gazetteer.actors.get(found.place)
    name = _choice(r, found)
    return name.actor if name else None


def _choice(r: Reading, found: Found) -> Name | None:
    """Choose the owner of a shared name, and the sense that the position asks for."""
    if not found.names:
        return None
    owners = dict.fromkeys(name.actor.id for name in found.names)
    first = found.names[0]
    if len(owners) > 1:
        key = pieces(r.words.whole[found.left : found.right])
        rule = r.index.gazetteer.shared.get(key, "first")
        if rule != "first":
            near = nearest(r, found.start, owners)
            if near is None and rule == "nearest-only":
                return None
            first = next(n for n in found.names if n.actor.id == (near or first.actor.id))
    own = [name for name in found.names if name.actor.id == first.actor.id]
    senses = {name.sense: name for name in reversed(own)}
    return senses.get("name") or senses.get("demonym") or first


def _is_modifier(r: Reading, i: int) -> bool:
    while r.words.dep[i] == "conj":
        if r.words.tag[i].startswith("JJ"):
            return True
        i = r.words.head[i]
    dep, head = r.words.dep[i], r.words.head[i]
    return dep in _MODIFIES or (r.words.tag[i] == "JJ" and head > i and r.words.tag[head] in NOUNS)


def _people(r: Reading, i: int, found: Found, actor: Actor) -> Mentions:
    """ "The Russians" are the state in news usage; "Russians" and "a Russian" are people."""
    words = r.words
    if words.dep[i] in ("acomp", "advmod") or (words.tag[i] == "JJ" and words.dep[i] == "attr"):
        return ()
    if is_language(r, i):
        return ()
    determiners = [kid for kid in words.kids[i] if words.dep[kid] in ("det", "poss")]
    definite = any(words.lower[kid] in ("the", "these", "those") for kid in words.kids[i])
    ending = words.lower[i][-1:]
    plural = ending in "seh" or (words.tag[i] in ("NNPS", "NNS") and ending != "n")
    person = any(name.sense == "people" for name in found.names)
    if not person and any(words.lower[kid] in ("a", "an") for kid in determiners):
        return ()  # "a Danish" is eaten
    if not plural and not determiners and not person_like(r, i):
        return (_spanned(r, found, actor, "demonym"),)
    counted = any(
        words.dep[kid] in ("nummod", "amod", "quantmod") and not found.start <= kid < found.end for kid in words.kids[i]
    )
    if definite and plural and not counted:
        return (_spanned(r, found, actor, "people"),)
    state = r.index.state(actor)
    if definite and state == actor and r.coref and _named_before(r, i, actor):
        return (_spanned(r, found, actor, "people"),)
    who = r.index.part(state, "civilians") if state and state == actor else actor
    return (_spanned(r, found, who, "people"),)


def person_like(r: Reading, i: int) -> bool:
    """Whether a singular demonym is somebody: counted or qualified, or in apposition to a name."""
    words = r.words
    return words.dep[i] in ("appos", "attr", "npadvmod") or any(
        words.dep[kid] in ("amod", "nummod", "relcl", "appos") for kid in words.kids[i]
    )


def is_language(r: Reading, i: int) -> bool:
    """Whether a demonym without article is a language: "speaks Danish", "translated into Thai", "Kurdish is taught"."""
    words = r.words
    if any(words.dep[kid] in ("det", "poss", "nummod", "amod") for kid in words.kids[i]):
        return False
    while words.dep[i] == "conj" and words.head[i] != i:
        i = words.head[i]
    governor = words.head[i]
    if words.dep[i] in ("dobj", "nsubjpass"):
        return r.has(governor, "speaks")
    if words.dep[i] == "pobj":
        return words.lower[governor] in ("in", "into") or r.has(words.head[governor], "speaks")
    return words.tag[i] in ("IN", "TO") and r.has(governor, "speaks")  # "learn Thai in the third class and Lao ..."


def _named_before(r: Reading, i: int, state: Actor) -> bool:
    """Whether the article named a person who acts for a state, whom "the Dane" calls again."""
    if r.words.tag[i] in ("NNS", "NNPS"):
        return False
    return any(t.human and not t.plural and any(a.code == state.code for a in t.actors) for t in recent(r, i, 2))


def _foreign(r: Reading, i: int, found: Found, actor: Actor) -> Mentions:
    """ "The *Pakistani* Senate", "the Senate *of Pakistan*" is Pakistan's, though the bare name is another's."""
    if actor.country is None or actor.id == actor.country:
        return ()
    left = [m for m in owners_between(r, r.words.left_edge(i), found.start) if m.actor]
    owners = left or _of(r, found.end)
    states = [s for m in owners if m.actor and (s := r.index.state(m.actor))]
    if not states or any(state.id == actor.country for state in states):
        return ()
    if r.index.state(actor) is None:
        return ()
    return r.phrase(i, states, "description" if left else "genitive")


def _of(r: Reading, end: int) -> list[Mention]:
    """Return whom *of* names behind a name that ends at token ``end``: "Senate *of the Philippines*"."""
    following = r.words.lower[end : end + 3]
    if following[:1] != ["of"]:
        return []
    first = end + (2 if following[1:2] == ["the"] else 1)
    found = r.names.get(first)
    return [m for m in owners_between(r, first, found.end) if m.actor] if found and found.start == first else []
