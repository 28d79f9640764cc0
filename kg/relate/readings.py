"""From the trigger words of a text to drafts: each read in the first sense that fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.lexicon.function_words import function_words
from kg.lexicon.traits import traits
from kg.lexicon.triggers import APART, REVERSE, Triggers, Unit
from kg.model import Modality
from kg.relate.cast import Cast, linked
from kg.relate.draft import Draft
from kg.relate.frames import NOTHING, SPEAKER, TOLD, Reading, Told, noun_units, read
from kg.relate.grammar import Grammar
from kg.relate.mood import combine
from kg.relate.predicate import Predicate
from kg.relate.scope import Scope
from kg.relate.tree import VERBAL, Tree

NOUNS = frozenset({"NOUN", "PROPN"})
HOLLOW = 3  # nouns deep: "any *part* in a *series* of *raids*"


def drafts_of(tree: Tree, grammar: Grammar, cast: Cast, scope: Scope, triggers: Triggers) -> Iterator[Draft]:
    """Yield a draft for each trigger of a text that finds its source, in text order."""
    used: set[int] = set()
    told: dict[int, Told] = {}
    readings: list[Reading] = []
    for i in _outside_in(tree):
        reading = _reading(i, tree, grammar, cast, triggers, told.get(i, NOTHING))
        if reading is None:
            continue
        readings.append(reading)
        if reading.unit.idiom:
            objects = [h for h in reading.predicate.args.get("obj", ()) if h not in reading.content]
            used.update(objects, (f for h in objects for f in cast.filling(h)))
        if reading.predicate.args.get("obj") and any(t.argument == "as" and t.words for t in reading.unit.tests):
            used.update(reading.predicate.args.get("as", ()))  # "held Iran *responsible*" is said of Iran
        for n, who in _told(reading, tree, triggers):
            told.setdefault(n, who)
    readings.sort(key=lambda r: r.predicate.i)
    for r in readings:
        if r.predicate.i in used:
            continue
        yield Draft(
            r.predicate.i,
            r.unit.relation,
            r.unit.mode,
            r.unit.rule,
            r.sources,
            r.targets,
            r.content,
            r.theme,
            _told_as(_uttered(_seen(r, scope), r), r, told),
            r.unit.pattern.mutual,
            r.role,
            r.unit.idiom,
            r.unit,
        )


def _outside_in(tree: Tree) -> Iterator[int]:
    """Yield all tokens: verbs and adjectives first, then nouns, each before what stands within its phrase."""
    depth = [0] * len(tree.words)
    below = [i for i, head in enumerate(tree.head) if head == i]
    while below:
        i = below.pop()
        for k in tree.kids[i]:
            depth[k] = depth[i] + 1
            below.append(k)
    nouns = frozenset(i for i, pos in enumerate(tree.pos) if pos in NOUNS)
    yield from (i for i in range(len(tree.words)) if i not in nouns)
    yield from sorted(nouns, key=lambda i: (depth[i], i))


def _told(reading: Reading, tree: Tree, triggers: Triggers) -> Iterator[tuple[int, Told]]:
    """Yield the nouns that are the content of a reading, with who takes part in what they tell."""
    content = triggers.content(reading.unit)
    if content is None:
        return
    sides = {"source": reading.sources, "target": reading.targets, "": ()}
    who = Told(sides[content.doer], sides[content.patient], Modality(content.modality), content.things)
    for head in reading.content:
        for noun, whole in _events(head, tree, triggers):
            yield noun, who if whole else replace(who, things=False)


def _events(head: int, tree: Tree, triggers: Triggers) -> Iterator[tuple[int, bool]]:
    """Yield a noun and those coordinated with it, and of a mere part the whole ("a *role* in the *killing*").

    With each goes whether it is no mere part.
    """
    hollow = triggers.classes.get("hollow", frozenset())
    for _ in range(HOLLOW):
        if tree.pos[head] not in NOUNS | {"NUM"}:
            return
        inner = tree.objects_of(head, function_words().filling)
        part = tree.lemma[head] in hollow and bool(inner)
        yield from ((c, not part or c != head) for c in tree.with_conjuncts(head))
        if not part:
            return
        head = inner[0]


def _seen(reading: Reading, scope: Scope) -> Modality:
    """Return the modality of what the words around it leave of an act: in an exercise nobody is attacked."""
    seen = scope.of(reading.predicate.i, reading.predicate.support)
    staged = reading.unit.relation in traits().hostile and scope.mood.is_rehearsed(reading.predicate.i)
    return combine(seen, Modality.HYPOTHETICAL) if staged else seen


def _uttered(modality: Modality, reading: Reading) -> Modality:
    """What is done by being said is done: "they *would* face consequences" is a threat, not a possible one."""
    if any(t.argument == "not" and not t.negated for t in reading.unit.tests):
        return Modality.ACTUAL  # who "would *not* hear of it", or "will not", has refused
    spoken = reading.role == SPEAKER and SPEAKER in reading.unit.pattern.source
    done = spoken and (modality is not Modality.NEGATED or reading.unit.relation in traits().denying)
    return Modality.ACTUAL if done else modality


def _told_as(modality: Modality, reading: Reading, told: Mapping[int, Told]) -> Modality:
    """What is asked for, offered or refused has not happened by that, whatever the words around it leave open."""
    who = told.get(reading.predicate.i)
    if who is None or (modality is not Modality.ACTUAL and who.modality is not Modality.NEGATED):
        return modality
    own = {m.actor.code for m in reading.sources if m.actor} == {m.actor.code for m in who.doers if m.actor}
    return who.modality if own or reading.role == TOLD else modality


def _reading(i: int, tree: Tree, grammar: Grammar, cast: Cast, triggers: Triggers, told: Told) -> Reading | None:
    found = candidate(i, tree, grammar, cast, triggers, told)
    if found is None:
        return None
    predicate, units, turned = found
    if turned:
        return _turned(predicate, units, cast, triggers)
    return read(predicate, units, cast, triggers, told=told if predicate.pos == "n" else NOTHING)


def candidate(
    i: int, tree: Tree, grammar: Grammar, cast: Cast, triggers: Triggers, told: Told = NOTHING
) -> tuple[Predicate, tuple[Unit, ...], bool] | None:
    """Return the predicate of token ``i`` and its senses in the lexicon, if it can be a trigger.

    The third value says that its support verb turns source and target around ("Iran *faces* American sanctions").
    """
    pos = tree.pos[i]
    gerund = tree.tag[i] == "VBG" and tree.dep[i] == "pobj"  # "displaced by *fighting* between"
    if pos in VERBAL and not gerund and tree.dep[i] not in ("aux", "auxpass"):
        units = triggers.of("v", grammar.unit(i))
        return (grammar.verb(i), units, False) if units else None
    if gerund or (pos in NOUNS and tree.dep[i] not in ("compound", "amod", "nmod")):
        lemma, units = noun_units(i, tree, triggers) if not gerund else _gerund(tree.words[i], triggers)
        somebody = cast.links.at(i)
        if (somebody and not told.things) or linked(somebody) or not (units or told.things):
            return None  # no trigger, or the name of somebody ("the opposition")
        supports = _supports(i, lemma, grammar, triggers)
        turned = REVERSE in supports.values()
        given = triggers.of("g", tree.lemma[i]) if told.things and not turned else ()
        noun = grammar.noun(i, lemma, supports)
        if APART in supports.values():  # who *brokers* a truce is no party to it
            noun = replace(noun, args={**noun.args, "light": ()})
        return _undergone(noun, cast), (*given, *units), turned
    if pos == "ADJ" and (units := triggers.of("a", tree.lemma[i])):
        return grammar.adjective(i), units, False
    return None


def _undergone(predicate: Predicate, cast: Cast) -> Predicate:
    """ "*Navalny's* arrest" is the arrest *of* Navalny."""
    suffering = cast.sufferers(predicate.i)
    if not suffering:
        return predicate
    owners = tuple(k for k in predicate.args.get("poss", ()) if k not in suffering)
    return replace(predicate, args={**predicate.args, "poss": owners, "of": tuple(suffering)})


def _gerund(word: str, triggers: Triggers) -> tuple[str, tuple[Unit, ...]]:
    return word.lower(), triggers.of("n", word.lower())


def _turned(predicate: Predicate, units: Sequence[Unit], cast: Cast, triggers: Triggers) -> Reading | None:
    """ "Iran *faces* American sanctions": the support verb's subject is the target."""
    heads = predicate.args.get("light", ())
    sufferer = cast.of_all(heads) or tuple(m for h in heads if cast.is_nominal(h) for m in cast.owner(h))
    args = {label: heads for label, heads in predicate.args.items() if label != "light"}
    reading = read(replace(predicate, args=args), units, cast, triggers)
    return replace(reading, targets=reading.targets or sufferer) if reading else None


def _suffering(prep: int, dep: str, grammar: Grammar, triggers: Triggers) -> int | None:
    """Return *was* of "Mali *was* the victim of an attack", "*is* subject to sanctions", "*bore* the brunt of"."""
    tree = grammar.tree
    if dep != "pobj":
        return None
    above = tree.head[prep]
    if tree.pos[above] in VERBAL:  # "fell *victim to*"
        above = next((k for k in tree.children(above, "npadvmod", "acomp", "dobj") if k == prep - 1), above)
    verb = tree.head[above]
    if tree.pos[verb] not in VERBAL or tree.child(above, "poss") is not None:
        return None
    whole = f"{tree.lemma[above]}_{tree.words[prep].lower()}"
    said_of_it = tree.dep[above] in ("attr", "acomp") and tree.lemma[verb] in grammar.words.being
    names = {whole} if said_of_it else {f"{tree.lemma[verb]}_{whole}"}
    return verb if names & triggers.classes["suffering"] and tree.dep[above] != "nsubj" else None


def _is_part(whole: str, lemma: str, grammar: Grammar, triggers: Triggers) -> bool:
    """True for a part, and a span that is no such event itself: "*days* of talks", "a *round* of sanctions"."""
    relations = {unit.relation for unit in triggers.of("n", lemma)}
    told = any(unit.relation in relations for unit in triggers.of("n", whole))  # "a *round* of talks"
    return whole in triggers.classes["partitive"] or (whole in grammar.words.spans and not told)


def _supports(n: int, lemma: str, grammar: Grammar, triggers: Triggers) -> dict[int, str]:
    """Return the support verb that governs a noun, with its effect on the event."""
    tree = grammar.tree
    head, dep = tree.head[n], tree.dep[n]
    if dep == "conj" and tree.pos[head] == "NOUN":
        head, dep = tree.head[head], tree.dep[head]
    if (
        dep == "pobj"
        and tree.words[head].lower() == "of"
        and _is_part(tree.lemma[tree.head[head]], lemma, grammar, triggers)
    ):
        head, dep = tree.head[tree.head[head]], tree.dep[tree.head[head]]  # "put *part of* the blame on"
    if (v := _suffering(head, dep, grammar, triggers)) is not None:
        return {v: REVERSE}
    candidates = []
    if dep in ("dobj", "nsubjpass", "attr", "nsubj"):
        candidates.append(head)
    elif dep == "pobj" and tree.words[head].lower() in grammar.words.supporting and tree.pos[tree.head[head]] in VERBAL:
        candidates += [tree.head[head]] if tree.head[head] < head else []  # "*Under* pressure, Mali announced ..."
    candidates += [k for k in tree.children(n, "acl", "relcl") if tree.tag[k] in ("VBN", "VBD", "VBZ", "VBP")]
    for v in candidates:
        if dep == "nsubj" and v == head:
            continue
        verb = grammar.unit(v)
        effect = triggers.light_effect(verb, lemma) or triggers.light_effect(verb, tree.lemma[n])
        if effect is not None and effect != "negated":
            return {v: effect}  # who foils an attack is not who attacks
    return {}
