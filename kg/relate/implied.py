"""Whom an act is aimed at when its own words do not say so.

Whom the same subject acts on in the same breath ("Georgia summoned *the Ukrainian envoy* and complained."), or with
whom it was last told to quarrel ("Britain accused *Russia*. Moscow rejected the charge.").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.lexicon.function_words import function_words
from kg.lexicon.kind_classes import kinds
from kg.lexicon.traits import traits
from kg.lexicon.triggers import CLAIM, Triggers
from kg.model import CONTEXT, Mention, Modality
from kg.relate.cast import Cast
from kg.relate.draft import Draft
from kg.relate.frames import PLACE
from kg.relate.mood import combine
from kg.relate.scope import Scope
from kg.relate.tree import VERBAL, Tree
from kg.relate.voices import Voices

REACH = 120  # tokens


def share_targets(drafts: Mapping[int, Draft], tree: Tree, triggers: Triggers) -> None:
    """Give verbs without a target that of a verb coordinated with them, if the same actors do both."""
    for draft in drafts.values():
        if draft.relation not in traits().aimed or draft.is_aimed() or tree.pos[draft.i] not in VERBAL:
            continue
        if _is_of_something_else(draft, drafts, tree, triggers):
            continue
        for other in _beside(draft.i, tree):
            near = drafts.get(other)
            if near is not None and near.targets and near.sources == draft.sources and not _turns(draft, near):
                draft.targets = near.targets
                draft.rule += "+implied"
                break


def _turns(draft: Draft, near: Draft) -> bool:
    """True for a promise beside blame: "condemned Mali and *promised* elections" is promised to somebody else."""
    return draft.relation in traits().promising | traits().welcoming and near.relation in traits().blaming


def tell_whom_one_meets(drafts: Mapping[int, Draft], tree: Tree) -> None:
    """Aim what is said on a visit or a call at whom one calls: "rang *Mali's president* to offer condolences".

    What is judged there may be anybody's: "rang Mali's president to condemn *the coup*".
    """
    for draft in drafts.values():
        if draft.relation not in traits().aimed or draft.is_aimed():
            continue
        if draft.relation in traits().blaming and (draft.theme or tree.child(draft.i, "dobj") is not None):
            continue
        verb = draft.i if tree.pos[draft.i] in VERBAL else tree.head[draft.i]
        met = drafts.get(tree.head[verb]) if _is_purpose(verb, tree) or tree.dep[verb] == "xcomp" else None
        if met is not None and met.relation in traits().meeting and _codes(met.sources) == _codes(draft.sources):
            draft.targets = met.targets
            draft.rule += "+implied"


def answer_what_is_named(drafts: Mapping[int, Draft], tree: Tree, cast: Cast, triggers: Triggers) -> None:
    """Aim what is done *in protest at*, or *in retaliation for*, an act at who does the act."""
    answers = triggers.classes["answer"] - {"solidarity", "response"}
    for draft in drafts.values():
        if draft.relation not in traits().aimed | traits().hostile or draft.is_aimed() or not draft.sources:
            continue
        phrases = (h for k in (draft.i, *tree.children(draft.i, "dobj")) for h in tree.objects_of(k, ("in",)))
        reasons = (h for h in phrases if tree.lemma[h] in answers)
        acts = [p for h in reasons for k in tree.children(h, "prep") for p in tree.children(k, "pobj")]
        own = _codes(draft.sources)
        doers = (m for h in acts for m in cast.of(h) or cast.doer(h))
        if others := tuple(m for m in doers if m.actor and m.actor.code not in own):
            draft.targets = others
            draft.rule += "+implied"


def judge_what_was_told(drafts: Mapping[int, Draft], tree: Tree, triggers: Triggers) -> None:
    """Aim what is said of a whole clause, summed up in a noun behind it, at whoever does what the clause tells.

    "Chad closed the border, *a move that Mali condemned*"; "..., *something both deny*": to whom the charge is from.
    So is what is said of the object that makes the act: "held *a drill that Mali condemned*".
    """
    for draft in drafts.values():
        if draft.relation not in traits().judging | traits().denying or draft.is_aimed():
            continue
        noun = tree.head[draft.i]
        if tree.dep[draft.i] not in ("relcl", "acl"):
            continue
        if (act := _act_of(noun, drafts, tree)) is not None and draft.relation in traits().judging:
            draft.targets = tuple(m for m in (*act.sources, *act.targets) if m.actor)
            draft.rule += "+implied"
            continue
        if not _sums_up(noun, tree, triggers):
            continue
        above = (drafts[k] for a in tree.ancestors(noun) for k in (a, *tree.children(a, "dobj")) if k in drafts)
        # What is denied, and what is named so, is a charge; what is judged, the nearest act.
        charges = draft.relation in traits().denying or tree.lemma[noun] in triggers.classes["accusation"]
        before = (near for near in above if near.i < noun)
        told = next((near for near in before if near.relation in traits().accusing or not charges), None)
        if told is not None and not _codes(told.sources) & _codes(draft.sources):
            draft.targets = told.sources
            draft.rule += "+implied"


def _act_of(noun: int, drafts: Mapping[int, Draft], tree: Tree) -> Draft | None:
    """Return the act that a verb tells together with its object: "*held* a week of *drills*"."""
    if tree.dep[noun] == "pobj" and tree.words[tree.head[noun]].lower() == "of":
        noun = tree.head[tree.head[noun]]
    act = drafts.get(tree.head[noun]) if tree.dep[noun] == "dobj" else None
    return act if act is not None and act.idiom and act.mutual else None


def judge_what_was_decided(drafts: Mapping[int, Draft], tree: Tree, triggers: Triggers) -> None:
    """Aim what is said of *the move* at who made it: "Chad closed the border. Mali condemned *the decision*."

    It is the act that the nearest sentence before tells, if that tells of one actor's acts.
    """
    told = sorted(drafts.values(), key=lambda d: d.i)
    for n, draft in enumerate(told):
        if draft.relation not in traits().judging or draft.is_aimed() or tree.pos[draft.i] not in VERBAL:
            continue
        judged = {tree.lemma[k] for k in tree.children(draft.i, "dobj") if _is_definite_alone(k, tree)}
        if not judged & (triggers.classes["summing"] - triggers.classes["accusation"] - triggers.classes["claim"]):
            continue
        here = tree.root(draft.i)
        acts = [d for d in told[:n] if tree.root(d.i) != here and draft.i - d.i <= REACH and d.sources and d.unit]
        last = [d for d in acts if tree.root(d.i) == tree.root(acts[-1].i)]
        doers = _codes([m for d in last for m in d.sources])
        words = traits().contested | traits().meeting | (traits().quarrels - traits().hostile)
        decided = all(d.relation not in words for d in last)
        if len(doers) == 1 and decided and not doers & _codes(draft.sources):
            draft.targets = last[-1].sources
            draft.rule += f"+implied{CONTEXT}"


def thank_for_what_one_got(drafts: Mapping[int, Draft], triggers: Triggers) -> None:
    """Aim the help that somebody is thanked for at who thanks: "Mali thanked Chad for *sending doctors*"."""
    for draft in drafts.values():
        content = triggers.content(draft.unit) if draft.unit else None
        if content is None or (content.doer, content.patient) != ("target", "source") or content.modality != "actual":
            continue
        for act in draft.contents:
            if act.relation in traits().helpful and not act.is_aimed() and _codes(act.sources) == _codes(draft.targets):
                act.targets = draft.sources
                act.rule += "+implied"


def _sums_up(noun: int, tree: Tree, triggers: Triggers) -> bool:
    """True for what sums up an act behind a comma: ", *a move* that", ", *something* both"; not ", *a woman* whom"."""
    if tree.lemma[noun] not in triggers.classes["summing"] | triggers.classes["deed"] | function_words().anything:
        return False
    first = min((k for k in tree.kids[noun] if k < noun), default=noun)
    bare = all(tree.dep[k] in ("det", "amod", "punct") for k in tree.kids[noun] if k < noun)
    return bare and first > 0 and tree.words[first - 1] == "," and tree.head[noun] < noun


def hit_whom_it_kills(drafts: Mapping[int, Draft], tree: Tree, cast: Cast, scope: Scope, triggers: Triggers) -> None:
    """Aim an attack in which somebody dies at him: "two *Malian soldiers* were killed in *a Chadian strike*".

    Where nobody did, nobody is named whom it hit.
    """
    for draft in drafts.values():
        if draft.relation not in traits().striking or draft.is_aimed() or tree.pos[draft.i] != "NOUN":
            continue
        preposition = tree.head[draft.i]
        verb = tree.head[preposition]
        within = tree.dep[draft.i] == "pobj" and tree.words[preposition].lower() in function_words().accompanying
        if not within or tree.lemma[verb] not in triggers.classes["harmed"]:
            continue
        if (object_ := tree.child(verb, "dobj")) is not None and tree.child(verb, "auxpass") is None:
            victims = cast.of(object_)
        else:
            victims = cast.of_all(tree.children(verb, "nsubjpass", "nsubj"))
        own = {m.actor.country or m.actor.code for m in draft.sources if m.actor}
        others = tuple(m for m in victims if m.actor and (m.actor.country or m.actor.code) not in own)
        if own and others and (died := scope.of(verb)) is not Modality.NEGATED:
            draft.targets, draft.modality = others, combine(draft.modality, died)
            draft.rule += "+implied"


def answer(drafts: Mapping[int, Draft], tree: Tree, cast: Cast, voices: Voices, triggers: Triggers) -> None:
    """Aim what names no target at whom its source was last told to quarrel with, if that is one and recent.

    "Britain accused Russia. Moscow *rejected* the charge."; of other matters told in between the last counts, also
    the quarrel of somebody unknown. Whose word it is, is denied: "Mali said Chad had bombed Togo. Chad *denied* it."
    What another says of its source is aimed at him, or at nobody: "... Norway said Chad had *ignored* a warning."
    """
    told = sorted(drafts.values(), key=lambda d: d.i)
    charged = {c.i for d in told if d.relation in traits().accusing for c in d.contents}  # what one is accused of
    wished = {c.i for d in told if d.relation in traits().asking for c in d.contents}
    for n, draft in enumerate(told):
        if not _retorts(draft, tree) or draft.is_aimed() or not _is_uttered(draft.i, tree, triggers):
            continue
        if draft.modality is Modality.NEGATED and tree.pos[draft.i] == "NOUN":
            continue  # "he had *no* concerns"
        if _is_of_something_else(draft, drafts, tree, triggers) or _is_of_somebody_unknown(draft, tree, cast):
            continue
        if any(d.relation in traits().asking and _is_asked_for(draft.i, d.i, tree) for d in told[:n]):
            continue
        if any(tree.words[k].lower() in function_words().conditional for k in tree.children(draft.i, "mark")):
            continue  # "*if* Mali refused to talk"
        own = _codes(draft.sources)
        said_by = _codes(voices.speakers(draft.i))
        hidden = charged if draft.relation in traits().denying else frozenset()  # answered is who said so
        hidden = wished if draft.relation in traits().refusing else hidden
        near = (
            last
            for last in reversed(told[:n])
            if draft.i - last.i <= REACH and draft not in last.contents and last.i not in hidden
        )
        with_others = (d for d in near if _others(d, own) or _is_unknown(d.sources) or _tellers(draft, d, cast))
        last = next((d for d in with_others if own & _codes((*d.sources, *d.targets)) or _is_unknown(d.sources)), None)
        if last is None or not own & _codes((*last.sources, *last.targets)):
            continue  # "Two lawyers accused Niger. *Chad* rejected the charge."
        tellers = _tellers(draft, last, cast)
        others = tuple(m for m in tellers if m.actor and m.actor.code not in own)
        if not tellers and last.relation in traits().quarrels:
            others = _others(last, own)
        if len(_codes(others)) == 1 and (not said_by or said_by & (own | _codes(others))):
            draft.targets = others[:1]
            draft.rule += f"+answer{CONTEXT}"


def _tellers(answering: Draft, told: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Return by whose word an act is told, for who denies it; who reports a charge of another does not make it."""
    denied = answering.relation in traits().denying and told.relation not in traits().accusing
    return tuple(cast.speakers(told.i)) if denied else ()


def _is_of_somebody_unknown(draft: Draft, tree: Tree, cast: Cast) -> bool:
    """True for who blames, or threatens, somebody who is no known actor: "criticised *the villagers*"."""
    objects = tree.children(draft.i, "dobj", "nsubjpass")
    if draft.relation not in traits().judging | traits().denying and any(tree.pos[h] == "PRON" for h in objects):
        return True  # "said that *they* might be expelled"
    judged = (*objects, *(k for h in draft.content for k in tree.children(h, "nsubj")))
    return any(tree.pos[h] != "PRON" and _is_unknown(cast.links.at(h)) for h in judged)


def _is_asked_for(i: int, asking: int, tree: Tree) -> bool:
    """True for what somebody is asked to do: "called on Mali *to open an inquiry*" makes no inquiry into who asks."""
    return any(tree.head[k] == asking and tree.dep[k] in ("xcomp", "ccomp") for k in (i, *tree.ancestors(i)))


def _is_unknown(mentions: Sequence[Mention]) -> bool:
    return bool(mentions) and not any(m.actor for m in mentions)


def _retorts(draft: Draft, tree: Tree) -> bool:
    """Whether a statement answers somebody by its nature, as a denial does that takes up a charge: "denied *it*"."""
    if draft.relation not in traits().denying:
        return draft.relation in traits().retorts
    claims = (*tree.children(draft.i, "dobj"), *draft.theme, *draft.content)
    of_a_claim = draft.unit is not None and CLAIM in draft.unit.pattern.traits
    return of_a_claim and bool(claims) and all(_takes_up(h, tree) or tree.pos[h] == "PRON" for h in claims)


def _is_uttered(i: int, tree: Tree, triggers: Triggers) -> bool:
    """True for a verb, and for a noun that one utters: "*voiced* its worries"; what is *illegal* may be anybody's."""
    head = tree.head[i]
    said = tree.dep[i] == "dobj" and triggers.light_effect(tree.lemma[head], tree.lemma[i]) is not None
    return tree.pos[i] in VERBAL or (tree.pos[i] == "NOUN" and said)


def struck(drafts: Mapping[int, Draft], tree: Tree, cast: Cast, triggers: Triggers) -> None:
    """Aim an attack by who is no state at the state where it happens, or else the one that those who attack fight.

    "Rebels seized two towns *near Goma*"; "the FARC blew up a pipeline" in an article that names Colombia.
    Who governs a state, or fights for it, does not fight it: Hamas strikes elsewhere.
    """
    for draft in drafts.values():
        attackers = [m.actor for m in draft.sources if m.actor]
        if draft.relation not in traits().striking or draft.targets or draft.mutual:
            continue
        if tree.pos[draft.i] not in (*VERBAL, "NOUN"):
            continue
        if not attackers or any(actor.kind not in kinds().fighters for actor in attackers):
            continue
        if any(tree.lemma[h] in triggers.classes["unarmed"] for h in tree.children(draft.i, "dobj")):
            continue  # "murdered 67 people"
        stated = _scenes(draft.i, tree, cast)
        homes = {a.country for a in attackers if a.code not in triggers.classes["ruling"]}
        found = stated or [m for m in cast.links.mentions if m.actor and m.actor.code in homes and m.rule != "demonym"]
        if len(_codes(found)) == 1:
            draft.targets = tuple(found[-1:])
            draft.rule += "+scene" if stated else f"+home{CONTEXT}"


def _scenes(i: int, tree: Tree, cast: Cast) -> list[Mention]:
    """Return the places that stand in the clause of a verb, and the states where it says that something is."""
    if tree.pos[i] not in VERBAL:
        return []
    first, last = tree.edges(i)
    return [
        m
        for k in range(first, last + 1)
        for m in cast.links.at(k)
        if m.actor
        and (m.rule == PLACE or (tree.dep[k] == "pobj" and tree.words[tree.head[k]].lower() in function_words().scene))
    ]


def _is_of_something_else(draft: Draft, drafts: Mapping[int, Draft], tree: Tree, triggers: Triggers) -> bool:
    """True for who judges neither an act nor a claim of the other side: "condemned *corruption* in his army".

    Not so "rejected *the charge*", "condemned *the step*", "..., *a move* condemned by Mali".
    """
    if draft.relation not in traits().judging or tree.pos[draft.i] not in VERBAL:
        return False
    told = (h for h in draft.theme if tree.words[tree.head[h]].lower() != "as" and tree.dep[h] not in ("oprd", "attr"))
    judged = (*tree.children(draft.i, "dobj"), *told)
    things = [h for h in judged if tree.pos[h] in ("NOUN", "PROPN")]
    return bool(things) and not any(
        h in drafts or _takes_up(h, tree) or triggers.is_claim(tree.lemma[h]) or _is_of_two(h, tree, triggers)
        for h in things
    )


def _is_of_two(noun: int, tree: Tree, triggers: Triggers) -> bool:
    """True for what one does with somebody: "ruled out *any contact*"."""
    return any(u.relation in traits().meeting and u.pattern.mutual for u in triggers.of("n", tree.lemma[noun]))


def _takes_up(noun: int, tree: Tree) -> bool:
    """True for a noun that only points to what was told: "*the step*", "..., *a move* ..."."""
    bare = [tree.words[k].lower() for k in tree.kids[noun] if tree.pos[k] != "PUNCT"]
    return tree.dep[noun] == "appos" or bare in (["the"], ["this"], ["that"])


def _is_definite_alone(noun: int, tree: Tree) -> bool:
    """True for "*the step*", also before "as a mistake"; not for "the step *by Mali*"."""
    beside = [tree.words[k].lower() for k in tree.kids[noun]]
    return beside[:1] in (["the"], ["this"], ["that"]) and set(beside[1:]) <= {"as"}


def _others(draft: Draft, own: set[str]) -> tuple[Mention, ...]:
    """Return the other side of a draft in which ``own`` has a part: of one's own state, too, its opposition."""
    there = ((m, m.actor) for m in (*draft.sources, *draft.targets) if m.actor)
    return tuple(m for m, a in there if not own & ({a.code} if a.kind in kinds().rebels else {a.code, a.country}))


def _codes(mentions: Sequence[Mention]) -> set[str]:
    return {m.actor.code for m in mentions if m.actor}


def _beside(v: int, tree: Tree) -> Iterator[int]:
    """Yield the verbs that share the subject of ``v``: coordinated with it, or its participles and its main verb."""
    head = tree.head[v]
    if _is_purpose(v, tree):
        return
    if tree.dep[v] in ("conj", "advcl") and tree.child(v, "mark") is None and head != v:
        yield head
        yield from (k for k in tree.children(head, "conj", "advcl") if k != v)
    yield from (k for k in tree.children(v, "conj", "advcl") if tree.child(k, "mark") is None)


def _is_purpose(v: int, tree: Tree) -> bool:
    return tree.dep[v] == "advcl" and any(tree.tag[k] == "TO" for k in tree.children(v, "aux"))
