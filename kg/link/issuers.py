"""Who issues a text: whom *we* means where nobody is quoted."""

from __future__ import annotations

from kg.lexicon.actors import pieces
from kg.link.quotes import around
from kg.link.reading import SUBJECTS, Reading
from kg.link.traces import subject_verb
from kg.model import Actor

_REACH = 3  # sentences after the first


def issuer(r: Reading) -> Actor | None:
    """Return the publisher, or who the text itself says speaks in it."""
    return publisher(r) if r.publisher else _first_named(r) or _at_home(r)


def publisher(r: Reading) -> Actor | None:
    """Return the actor who published the article, if it is one we know."""
    names = r.index.gazetteer.names.get(pieces(r.publisher or ""), ())
    return names[0].actor if names else None


def _first_named(r: Reading) -> Actor | None:
    """Return who issues a release: "Statement by the Foreign Ministry", or the subject of one of its first
    sentences that condemns, welcomes, announces ... in the present tense.
    """
    words = r.words
    for trace in r.traces:
        if trace.sent > _REACH:
            break
        i = trace.head
        if around(r, i) >= 0:
            continue
        governor = words.head[words.head[i]] if words.dep[i] == "pobj" else i
        issued = words.lower[words.head[i]] in r.lists["issued"] and r.has(governor, "release")
        verb = subject_verb(r, i)
        states = verb >= 0 and words.head[verb] == verb and _performs(r, verb)
        actors = trace.actors
        if (issued or states) and len(actors) == 1 and r.index.for_itself(actors[0]):
            return actors[0]
    return None


def _at_home(r: Reading) -> Actor | None:
    """Return the state whose organs a release names without their country, where *we* condemn, welcome, demand.

    "We condemn the raid. The Department of State will impose restrictions."
    """
    words = r.words
    if not any(
        word == "we" and words.dep[i] in SUBJECTS and around(r, i) < 0 and _performs(r, words.head[i])
        for i, word in enumerate(words.lower)
    ):
        return None
    states = set()
    for found in dict.fromkeys(r.names.values()):
        for name in found.names[:1]:
            state = r.index.state(name.actor)
            if state and name.actor.id != state.id and name.sense == "name" and not r.index.is_person(name.actor):
                own = {*pieces(state.name), *pieces(r.index.demonyms.get(state.id, ""))}
                if not own & set(pieces(words.whole[found.left : found.right])):
                    states.add(state)
    return next(iter(states)) if len(states) == 1 else None


def _performs(r: Reading, verb: int) -> bool:
    """Whether a verb is what issuers do in a statement, now or in the future: "condemns", "will provide"."""
    words = r.words
    will = any(words.lower[kid] == "will" for kid in words.kids[verb] if words.dep[kid] == "aux")
    if words.tag[verb] == "VB" and will:
        return r.has(verb, "performs") or r.has(verb, "gives")
    return words.tag[verb] in ("VBZ", "VBP") and r.has(verb, "performs")
