"""What a statement says of another: contents, whom they concern, and whose word they are."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import takewhile

from kg.lexicon.function_words import function_words
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.model import CONTEXT, Mention, Modality
from kg.relate.cast import Cast, linked
from kg.relate.draft import Draft
from kg.relate.frames import TOLD
from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL, Tree
from kg.relate.voices import Voices

DOWNWARD = ("relcl", "xcomp", "ccomp", "dobj", "conj", "acl", "pcomp", "prep", "pobj", "attr", "nsubj", "nsubjpass")


def join(drafts: dict[int, Draft], tree: Tree, triggers: Triggers) -> None:
    """Give each draft its contents, and the targets that follow from them."""
    for draft in drafts.values():
        draft.contents = (
            contents_of(draft, drafts, tree) or _conditions(draft, drafts, tree) or _claimed(draft, drafts, tree)
        )
        _aim_at_whom_the_act_is_for(draft)
        _aim_at_the_doer(draft, tree, triggers)
    _aim_back(drafts, tree)
    for draft in drafts.values():
        _aim_contents(draft)


def deny_what_they_follow(drafts: Mapping[int, Draft], tree: Tree, voices: Voices) -> None:
    """Give a denial behind an act the act as its content, and whoever told of it as its target.

    "Mali accused Chad of shelling its towns, *which Chad denies*": the shelling is denied, to Mali, and not the towns.
    It is the writer's own word behind a teller put in ("..., Mali says, which Chad denies"), and where he calls it
    what the teller made it ("Mali said ..., *a claim* Chad rejects"); else who tells the whole sentence tells the
    denial, too.
    """
    for draft in list(drafts.values()):
        tail = voices.tails.on(draft.i)
        if tail is None or draft.relation in traits().denying:
            continue
        verbs = (k for k in (tail, *tree.children(tail, "relcl", "acl")) if k in drafts)
        denial = next((drafts[k] for k in verbs if drafts[k].relation in traits().denying), None)
        if denial is None or denial.contents or denial.i in voices.quoted:
            continue
        charge = draft if draft.relation in traits().accusing else _charging(draft, drafts)
        denial.contents = draft.contents if draft is charge and draft.contents else [draft]
        tellers = denial.speakers if charge is None else charge.speakers
        subject = tree.child(draft.i, "nsubj", "nsubjpass")
        opening = tree.start[draft.i if subject is None else subject]
        trails = all(opening < m.start < tree.start[denial.i] for m in tellers)
        trails = trails or tree.lemma[tail] in voices.tails.rumours
        answered = tuple(m for m, _ in linked(draft.speakers))[:1] if trails else ()
        denial.targets = answered if charge is None else charge.sources
        denial.speakers, denial.aside, denial.theme = (() if trails else tellers), trails, ()
        denial.rule = denial.rule.removesuffix(CONTEXT).removesuffix("+answer")


def _charging(act: Draft, drafts: Mapping[int, Draft]) -> Draft | None:
    return next((d for d in drafts.values() if d.relation in traits().accusing and act in d.contents), None)


def _aim_contents(draft: Draft) -> None:
    """What is threatened is done to whom it is said to, what is promised is for him: "warned Mali of *strikes*"."""
    if draft.relation in traits().threatening:
        acts = traits().hostile
    elif draft.relation in traits().promising:
        acts = traits().helpful
    else:
        return
    own = {a.code for _, a in linked(draft.sources)}
    for content in draft.contents:
        if content.relation in acts and not content.targets and {a.code for _, a in linked(content.sources)} == own:
            content.targets = draft.targets


def _claimed(draft: Draft, drafts: Mapping[int, Draft], tree: Tree) -> list[Draft]:
    """Return the act of which a relative clause says who owns up to it: "*the raid*, for which ISIS claimed ..."."""
    if draft.relation not in traits().admitting or tree.dep[draft.i] != "relcl":
        return []
    own = {a.code for _, a in linked(draft.sources)}
    first, _ = tree.edges(tree.root(draft.i))
    before = (drafts[i] for i in range(draft.i, first, -1) if i in drafts and tree.pos[i] == "NOUN")
    return [d for d in before if d.relation in traits().violent and own == {a.code for _, a in linked(d.sources)}][:1]


def _aim_at_the_doer(draft: Draft, tree: Tree, triggers: Triggers) -> None:
    """Who condemns, praises or rejects an act means who does it: "denounced *the expulsions*".

    Not so who is condemned for telling of it: "convicted an officer of *saying* that Mali attacked Niger".
    """
    if draft.relation not in traits().judging or draft.is_aimed():
        return
    own = {a.code for _, a in linked(draft.sources)}
    for content in draft.contents:
        between = [*takewhile(lambda k: k != draft.i, tree.ancestors(content.i))]
        if any(tree.tag[k] == "VBG" and tree.dep[k] == "pcomp" and tree.lemma[k] in triggers.speech for k in between):
            continue
        if any(_says_which(k, draft, content, tree, triggers) for k in (content.i, *between)):
            continue
        suffered = any(f"{tree.lemma[k]}_of" in triggers.classes["suffering"] for k in between)
        if suffered and draft.relation in traits().welcoming:  # "mourned *the victims of* the raid": is with them
            draft.targets = tuple(m for m, a in linked(content.targets) if a.code not in own)
            return
        others = tuple(m for m, a in linked(content.sources) if a.code not in own)
        if others and not content.mutual:
            draft.targets = others
            draft.blamed_by_hearsay = content.antecedent is not None
            return


def _says_which(i: int, draft: Draft, content: Draft, tree: Tree, triggers: Triggers) -> bool:
    """True for the verb of a clause that only says which one is meant: "the raid on a town *that France had taken*".

    So are the makers of a truce that is broken; not so who kills those whose deaths are condemned.
    """
    if tree.dep[i] != "relcl" and (tree.dep[i] != "acl" or tree.tag[i] not in ("VBN", "VBD")):
        return False
    if tree.lemma[i] in triggers.classes["brokering"]:
        return True
    noun = tree.head[i]
    of = tree.words[tree.head[noun]].lower() == "of"
    return noun not in draft.content and not (of and content.relation in traits().violent)


def forget_hearsay(drafts: dict[int, Draft], triggers: Triggers, tree: Tree) -> None:
    """Take back whom an act is aimed at where only somebody's word, or a mere possibility, says who does it.

    "Reports that Mali attacked Niger spread. Poland condemned *the attack*.": Poland has not said whose it was.
    """
    for i, draft in list(drafts.items()):
        told = [c.antecedent for c in draft.contents if c.antecedent is not None]
        sure = all(not first.speakers and first.modality is Modality.ACTUAL for first in told)
        if draft.blamed_by_hearsay and not sure:
            draft.targets = ()
            if not draft.stands_alone(triggers, tree):
                del drafts[i]


def contents_of(draft: Draft, drafts: dict[int, Draft], tree: Tree) -> list[Draft]:
    """Return the drafts that stand as the content of ``draft``: the nearest below its content words."""
    return contents_below(draft.content, draft.i, drafts, tree)


def contents_below(heads: Sequence[int], own: int, drafts: Mapping[int, Draft], tree: Tree) -> list[Draft]:
    """Return the drafts nearest below the words ``heads``, other than that of the token ``own``."""
    found: list[Draft] = []
    for head in heads:
        level = [head]
        for _ in range(4):
            hits = [drafts[i] for i in level if i in drafts and i != own]
            if hits:
                found += hits + [drafts[k] for h in hits for k in tree.children(h.i, "conj") if k in drafts]
                break
            level = [k for i in level for k in tree.kids[i] if tree.dep[k] in DOWNWARD]
    return found


def _conditions(draft: Draft, drafts: dict[int, Draft], tree: Tree) -> list[Draft]:
    """Who warns of consequences *if Mali attacks* warns of the attack."""
    if draft.relation not in traits().threatening:
        return []
    return [
        drafts[k]
        for k in tree.children(draft.i, "advcl")
        if k in drafts and any(tree.words[m].lower() in function_words().condition for m in tree.children(k, "mark"))
    ]


def wishes(tree: Tree, grammar: Grammar, cast: Cast, voices: Voices, drafts: dict[int, Draft]) -> Iterator[Draft]:
    """ "Japan *should* stop", said by somebody, is a request of that somebody to Japan."""
    for v, pos in enumerate(tree.pos):
        if pos not in VERBAL:
            continue
        modal = next((k for k in tree.children(v, "aux") if tree.words[k].lower() in grammar.words.obligation), None)
        subject = tree.child(v, "nsubj", "nsubjpass")
        if modal is None or (subject is not None and modal < subject):
            continue  # "Should Belgrade extradite him, ..." is a condition
        if any(a in drafts and drafts[a].relation in traits().asking for a in grammar.above(v)):
            continue  # "Rwanda must leave", *demanded* Kigali: told already
        speakers = voices.speakers(v)
        heads = grammar.surface(v)
        subjects = cast.of_all(heads) or tuple(m for h in heads for m in cast.owner(h))
        known = {a.code for _, a in linked(speakers)}
        targets = tuple(m for m, a in linked(subjects) if a.code not in known)
        doing = tree.child(v, "auxpass") is None
        unknown = doing and bool(subjects) and all(m.actor is None and m.rule == "description" for m in subjects)
        if known and (targets or unknown):
            yield Draft(
                modal,
                "REQUEST",
                None,
                "obligation",
                speakers[:1],
                targets,
                (v,),
                (v,),
                Modality.ACTUAL,
                speakers=speakers,
                contents=contents_below((v,), modal, drafts, tree),
            )


def disavowals(tree: Tree, grammar: Grammar, drafts: Mapping[int, Draft]) -> Iterator[Draft]:
    """ "We *never* hacked Albania", said by who is meant, is a denial: so is "China did *not* attack the boat"."""
    denied = {id(c) for d in drafts.values() if d.relation in traits().denying for c in d.contents}
    for draft in drafts.values():
        if draft.relation not in traits().disavowed or draft.modality is not Modality.NEGATED or id(draft) in denied:
            continue
        modal = any(tree.tag[k] == "MD" for k in tree.children(draft.i, "aux"))
        if tree.pos[draft.i] not in VERBAL or modal or not grammar.is_denied(draft.i):
            continue  # who *will not* attack refuses
        speakers = tuple(m for m, _ in linked(draft.speakers))
        if {m.actor.code for m in speakers if m.actor} == {a.code for _, a in linked(draft.sources)} != set():
            yield Draft(
                draft.i, "DENY", "deny", "disavowal", speakers[:1], (), (draft.i,), (draft.i,), Modality.ACTUAL,
                speakers=speakers, contents=[draft],
            )  # fmt: skip


def _aim_at_whom_the_act_is_for(draft: Draft) -> None:
    """Who promises, refuses or threatens an act of his own says it to whom the act is for: "vowed to help *Mali*"."""
    if draft.relation not in traits().committing or draft.is_aimed():
        return
    codes = {a.code for _, a in linked(draft.sources)}
    for content in draft.contents:
        doers = {a.code for _, a in linked(content.sources)}
        if draft.relation in traits().promising and content.relation in traits().hostile and codes & doers:
            continue  # nobody is promised that he will be harmed
        if draft.relation in traits().promising and content.mutual_sources() and not content.targets and codes == doers:
            draft.mutual = True  # "the two pledged to resume *talks*"
        elif codes & doers and (draft.relation in traits().refusing or content.modality is not Modality.NEGATED):
            draft.targets = content.targets


def _accused_in_turn(draft: Draft, drafts: Mapping[int, Draft], tree: Tree) -> tuple[Mention, ...]:
    """ "Mali denied the report, *accusing France* of lying": whom the denier accuses made the claim.

    Not so who is accused of an act of his own: "denied it and blamed the attack on Chad".
    """
    if draft.relation not in traits().denying:
        return ()
    participles = (drafts[k] for k in tree.children(draft.i, "advcl", "conj") if k in drafts)
    accusing = (p for p in participles if p.relation in traits().accusing and p.sources == draft.sources)
    return next((p.targets for p in accusing if not p.contents), ())


def _aim_back(drafts: Mapping[int, Draft], tree: Tree) -> None:
    """Who denies or rejects what another says was its target: "China rebuts American *criticism*".

    The denier answers the claimant, and a claim that names no target was aimed at who answers it.
    """
    for draft in drafts.values():
        if draft.relation not in traits().answering:
            continue
        draft.targets = draft.targets or _accused_in_turn(draft, drafts, tree)
        for content in draft.contents:
            if content.relation not in traits().answerable or tree.pos[content.i] != "NOUN":
                continue
            if content.sources != draft.sources and not content.targets:
                content.targets = draft.sources
                for inner in content.contents:
                    inner.targets = inner.targets or (draft.sources if inner.role == TOLD else ())
            draft.targets = draft.targets or content.sources


def give_claims_their_voice(
    drafts: dict[int, Draft], tree: Tree, grammar: Grammar, implicative: Container[str]
) -> None:
    """What is alleged, asked or threatened is the word of who alleges, asks or threatens.

    A denied claim is the word of whoever made it, never of who denies it (`Voices` sees to that). What an
    ``implicative`` verb has others do is done, or not ("*persuaded* Hungary to veto"): the text itself says so.
    """
    for draft in drafts.values():
        if draft.relation in traits().denying or (tree.pos[draft.i] in VERBAL and grammar.unit(draft.i) in implicative):
            continue
        for content in draft.contents:
            if _is_said_by(draft, content, tree):
                own = {tree.start[i] for i in (content.i, *grammar.surface(draft.i))}  # "*the note* accuses"
                own_words = any(m.actor is None and m.start in own for m in content.speakers)
                content.speakers = _inner(draft.sources, () if own_words else content.speakers, draft.speakers)
    for draft in [d for d in drafts.values() if d.relation in traits().denying]:
        _give_to_the_claimant(draft, drafts)
    for draft in [d for d in drafts.values() if d.content and d.relation not in traits().denying]:
        for other in _inside(draft, drafts, tree):
            if not other.speakers and not other.aside and other not in draft.contents:
                other.speakers = draft.sources


def _give_to_the_claimant(denial: Draft, drafts: Mapping[int, Draft]) -> None:
    """Say whose word a denied claim is, where its sentence does not: of who said the same before, if anybody did.

    "Ukraine accused Russia of shelling Poland. Russia denied *it*." Else of whom the text itself says that the denial
    answers ("refuted charges, accusing *Mali* ..."), never of whom the denier only has to do with elsewhere.
    """
    for content in denial.contents:
        if not content.speakers or linked(content.speakers):
            continue
        guessed = denial.rule.endswith(CONTEXT)
        if said := _said_before(content, denial, drafts):
            content.speakers = said
            if guessed:
                denial.targets = said
                denial.rule = f"{denial.rule.removesuffix(CONTEXT).removesuffix('+answer')}+claimant{CONTEXT}"
        elif denial.targets and not guessed:
            content.speakers = denial.targets[:1]


def _said_before(content: Draft, denial: Draft, drafts: Mapping[int, Draft]) -> tuple[Mention, ...]:
    """Return who, other than the denier, was last told to say what ``content`` says."""
    own = {a.code for _, a in linked(denial.sources)}
    for other in sorted(drafts.values(), key=lambda d: -d.i):
        if other.i >= denial.i or not _says_the_same(other, content):
            continue
        said = tuple(m for m, a in linked(other.speakers) if a.code not in own)
        if said:
            return said[:1]
    return ()


def _says_the_same(one: Draft, other: Draft) -> bool:
    if one.relation != other.relation or one.mutual != other.mutual:
        return False
    sides = ((one.sources, other.sources), (one.targets, other.targets))
    return all({a.code for _, a in linked(a_)} == {a.code for _, a in linked(b_)} for a_, b_ in sides)


def _is_said_by(draft: Draft, content: Draft, tree: Tree) -> bool:
    """True unless it takes its content for granted: "rejected *Moldova's request*": there was one, whoever rejects."""
    own = {a.code for _, a in linked(draft.sources)} == {a.code for _, a in linked(content.sources)}
    planned = draft.relation in traits().yielding and own and content.modality is not Modality.ACTUAL
    answered = draft.relation in traits().answering and content.relation in traits().answerable and not own
    return (draft.relation in traits().asserting and not answered) or planned or tree.pos[content.i] != "NOUN"


def _inside(draft: Draft, drafts: dict[int, Draft], tree: Tree) -> Iterator[Draft]:
    """Yield what stands within the content words of ``draft`` and is said by it."""
    for head in draft.content:
        first, last = tree.edges(head)
        for i in range(first, last + 1):
            other = drafts.get(i)
            if other is None or other is draft or not (i == head or head in tree.ancestors(i)):
                continue
            if draft.relation not in traits().proposing or not _is_presupposed(i, head, tree):
                yield other


def _inner(
    claimant: tuple[Mention, ...], found: tuple[Mention, ...], outer: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    return claimant if not found or found == outer else found


def _is_presupposed(i: int, top: int, tree: Tree) -> bool:
    """True for what a request takes for granted: "halt *its offensive*", "the crossing *which Mali had closed*"."""
    if tree.pos[i] == "NOUN" and any(tree.dep[k] == "poss" for k in tree.kids[i]):
        return True
    path = [i, *takewhile(lambda a: a != top, tree.ancestors(i))]
    return any(tree.dep[k] == "relcl" for k in path)
