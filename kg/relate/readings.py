"""From the trigger words of a text to drafts: each read in the first sense that fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.lexicon.triggers import Triggers, Unit
from kg.model import Modality
from kg.relate.cast import Cast
from kg.relate.draft import Draft
from kg.relate.frames import SPEAKER, Reading, noun_units, read
from kg.relate.grammar import Grammar, Predicate
from kg.relate.scope import Scope
from kg.relate.tree import VERBAL, Tree

SUPPORTING = frozenset({"in", "into", "under", "to"})  # "engaged *in* talks", "came *under* attack"


def drafts_of(tree: Tree, grammar: Grammar, cast: Cast, scope: Scope, triggers: Triggers) -> Iterator[Draft]:
    """Yield a draft for each trigger of a text that finds its source."""
    used: set[int] = set()
    readings: list[Reading] = []
    for i, pos in enumerate(tree.pos):
        reading = _reading(i, pos, tree, grammar, cast, triggers)
        if reading is None:
            continue
        readings.append(reading)
        if reading.unit.idiom:
            used.update(h for h in reading.predicate.args.get("obj", ()) if h not in reading.content)
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
            _uttered(scope.of(r.predicate.i, r.predicate.support), r),
            r.unit.pattern.mutual,
            r.role,
            r.unit.idiom,
        )


def _uttered(modality: Modality, reading: Reading) -> Modality:
    """What is done by being said is done: "they *would* face consequences" is a threat, not a possible one."""
    done = reading.role == SPEAKER and (modality is not Modality.NEGATED or reading.unit.relation == "DENY")
    return Modality.ACTUAL if done else modality


def _reading(i: int, pos: str, tree: Tree, grammar: Grammar, cast: Cast, triggers: Triggers) -> Reading | None:
    if pos in VERBAL and tree.dep[i] not in ("aux", "auxpass"):
        units = triggers.of("v", grammar.unit(i))
        return read(grammar.verb(i), units, cast, triggers) if units else None
    if pos in ("NOUN", "PROPN") and tree.dep[i] not in ("compound", "amod", "nmod"):
        lemma, units = noun_units(i, tree, triggers)
        if not units or cast.links.at(i):
            return None  # no trigger, or the name of somebody ("the opposition")
        supports = _supports(i, lemma, grammar, triggers)
        predicate = grammar.noun(i, lemma, supports)
        if "reverse" in supports.values():
            return _turned(predicate, units, cast, triggers)
        return read(predicate, units, cast, triggers)
    if pos == "ADJ" and (units := triggers.of("a", tree.lemma[i])):
        return read(grammar.adjective(i), units, cast, triggers)
    return None


def _turned(predicate: Predicate, units: Sequence[Unit], cast: Cast, triggers: Triggers) -> Reading | None:
    """ "Iran *faces* American sanctions": the support verb's subject is the target."""
    sufferer = cast.of_all(predicate.args.get("light", ()))
    args = {label: heads for label, heads in predicate.args.items() if label != "light"}
    reading = read(replace(predicate, args=args), units, cast, triggers)
    return replace(reading, targets=sufferer or reading.targets) if reading else None


def _supports(n: int, lemma: str, grammar: Grammar, triggers: Triggers) -> dict[int, str]:
    """Return the support verb that governs a noun, with its effect on the event."""
    tree = grammar.tree
    head, dep = tree.head[n], tree.dep[n]
    if dep == "conj" and tree.pos[head] == "NOUN":
        head, dep = tree.head[head], tree.dep[head]
    candidates = []
    if dep in ("dobj", "nsubjpass", "attr", "nsubj"):
        candidates.append(head)
    elif dep == "pobj" and tree.words[head].lower() in SUPPORTING and tree.pos[tree.head[head]] in VERBAL:
        candidates.append(tree.head[head])
    candidates += [k for k in tree.children(n, "acl", "relcl") if tree.tag[k] in ("VBN", "VBD", "VBZ", "VBP")]
    for v in candidates:
        if dep == "nsubj" and v == head:
            continue
        verb = grammar.unit(v)
        effect = triggers.light_effect(verb, lemma) or triggers.light_effect(verb, tree.lemma[n])
        if effect is not None and effect != "negated":
            return {v: effect}  # who foils an attack is not who attacks
    return {}
