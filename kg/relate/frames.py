"""Vocabulary with no grammar in it: which sense of a trigger a predicate has, and who is who in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.lexicon.function_words import function_words
from kg.lexicon.traits import traits
from kg.lexicon.triggers import ARRIVAL, SILENT, SWAP, Test, Triggers, Unit
from kg.lexicon.vocabulary import spoken, stances
from kg.model import Mention, Modality
from kg.relate.cast import Cast, linked
from kg.relate.predicate import Predicate
from kg.relate.tree import Tree

SPEAKER = "speaker"  # as a source: whose word the clause is; a judgement or a warning that nobody utters is nobody's
DOER = ".doer"  # "*Mali's* embargo was lifted": who does what the argument tells
TOLD = "told"  # the role of a source that another statement gave
PLACE = "place"  # a scene: no place acts
TAKEN_UP = "definite"  # a body whose country the text has told elsewhere
SPEAKER_ONLY = "expert"  # analysts and scholars speak of world politics; they do not act in it


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says of an event that is its content: who does it to whom ("*Iran* offered *Iraq* a loan")."""

    doers: tuple[Mention, ...] = ()
    patients: tuple[Mention, ...] = ()
    modality: Modality = Modality.ACTUAL
    things: bool = False


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Reading:
    """A predicate read as a unit of the lexicon, with its participants."""

    unit: Unit
    predicate: Predicate
    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    content: tuple[int, ...]
    theme: tuple[int, ...]
    role: str  # the argument that gave the source


def read(
    predicate: Predicate,
    units: Sequence[Unit],
    cast: Cast,
    triggers: Triggers,
    given: tuple[Mention, ...] = (),
    told: Told = NOTHING,
) -> Reading | None:
    """Return the first sense whose tests hold and whose source is found; none if the word is silent here.

    ``given``: the source, where it is known already; ``told``: who takes part, unless the words themselves say so. If
    nobody need do it (`Cast.anybody`), the first sense whose tests hold stands in for want of one with a source. Where
    it finds nobody at whom it is aimed, a later sense of the same relation that holds may say so.
    """
    sourceless: Reading | None = None
    aimless: Reading | None = None
    for unit in units:
        if aimless and (unit.relation != aimless.unit.relation or not unit.pattern.target):
            continue
        if not all(_holds(test, predicate, cast) for test in unit.tests):
            continue
        if unit.relation == SILENT:
            return aimless or sourceless
        who = NOTHING if unit.relation in spoken() else told  # who rejects *an offer* does not make it
        found = _with_phrases(predicate, unit, cast)
        sources, used, role = (given, (), "mod") if given else _source(unit, found, cast)
        if not sources and who.doers:
            sources, role = who.doers, TOLD
        if not sources and (sourceless or not cast.anybody):
            continue
        targets = _target(unit, found, cast, triggers, used, sources) or _patients(who, sources, unit)
        content, theme = _content(unit, found, cast), found.first(unit.pattern.theme)
        reading = Reading(unit, found, sources, targets, content, theme, role)
        if aimless and targets:
            return replace(aimless, targets=targets)
        whole = targets or not unit.pattern.target or unit.pattern.mutual or unit.relation in traits().unaimed
        if sources and whole:
            return reading
        aimless = (aimless or reading) if sources else aimless
        sourceless = sourceless or reading
    return aimless or sourceless


def fitting(unit: Unit, predicate: Predicate, cast: Cast) -> tuple[bool, str]:
    """Return whether a sense decides for a predicate, and why or why not in words (for `kg.relate.accounts`)."""
    if (failed := next((test for test in unit.tests if not _holds(test, predicate, cast)), None)) is not None:
        return False, f"passed over: {failed} does not hold"
    if unit.relation == SILENT:
        return True, "decides: no relation in this sense"
    found = _with_phrases(predicate, unit, cast)
    sources, _, role = _source(unit, found, cast)
    if not sources:
        return False, f"passed over: nobody stands as {' or '.join(unit.pattern.source)}"
    return True, f"decides: source is {role} ({', '.join(dict.fromkeys(m.text for m in sources))})"


def _with_phrases(predicate: Predicate, unit: Unit, cast: Cast) -> Predicate:
    """The phrases of a word that makes the idiom are the idiom's: "rose to the defence *of Mali*"."""
    heads = [
        h
        for t in unit.tests
        if t.words and not t.negated and t.argument != "obj"
        for h in predicate.args.get(t.argument, ())
        if cast.tree.lemma[h] in t.words
    ]
    return cast.grammar.with_phrases_of(predicate, heads) if heads else predicate


def _holds(test: Test, predicate: Predicate, cast: Cast) -> bool:
    if test.argument in ("passive", "active"):
        found = predicate.passive == (test.argument == "passive")
    elif test.argument == "state":
        subjects = predicate.args.get("subj", ())
        doers = cast.of_all(subjects) or tuple(m for h in subjects for m in _possessor(h, cast))
        found = any(m.actor and m.actor.code == m.actor.country for m in doers)
    elif test.argument in ("not", "that.not"):
        told = (predicate.i,) if test.argument == "not" else predicate.args.get("that", ())
        found = any(map(cast.grammar.is_denied, told))
    elif test.argument == "modal":
        found = any(cast.tree.tag[k] == "MD" for k in cast.tree.children(predicate.i, "aux"))
    elif test.argument == "plural":
        found = cast.is_plural(predicate.args.get("subj", ()))
    else:
        heads = _heads(test.argument, predicate, cast)
        found = bool(heads)
        if test.words:
            named = any(_named_for(h, test.words, cast.tree) for h in heads)
            found = named or any(w in test.words for h in heads for w in cast.senses(h))
        elif test.actor:
            named = bool(cast.of_all(heads)) or any(cast.origin(h) for h in heads)
            found = named or _is_reciprocal(heads, predicate, cast)
    return found != test.negated


def _content(unit: Unit, predicate: Predicate, cast: Cast) -> tuple[int, ...]:
    """Return the heads of the content; *credit* says nothing of it in "took credit *for the ambush*"."""
    labels = unit.pattern.content
    full = (heads for label in labels if (heads := predicate.first((label,))) and not all(map(cast.is_hollow, heads)))
    return next(full, predicate.first(labels))


def _patients(told: Told, sources: tuple[Mention, ...], unit: Unit) -> tuple[Mention, ...]:
    """To whom it is done, if those do it who are said to: "demanded *Italy's* withdrawal" of Mali is not Mali's.

    Nor does an army leave who only asks it to leave somebody's land: "*the UN* demanded its withdrawal".
    """
    codes = {m.actor.code for m in sources if m.actor}
    if codes != {m.actor.code for m in told.doers if m.actor}:
        one_sided = (
            unit.pattern.mutual and len(codes) == 1
        )  # "*Serbia* confirmed a meeting between the president and Putin"
        return tuple(m for m in told.doers if m.actor and m.actor.code not in codes) if one_sided else ()
    landed = unit.relation in traits().unaimed
    patients = (m for m in told.patients if m.actor and m.actor.code not in codes)
    return tuple(m for m in patients if m.actor and (m.actor.country or not landed))


def _source(unit: Unit, predicate: Predicate, cast: Cast) -> tuple[tuple[Mention, ...], tuple[int, ...], str]:
    """Return who acts, the heads that said so, and the argument they fill."""
    for label in unit.pattern.source:
        heads = _heads(label.removesuffix(DOER), predicate, cast)
        found = cast.of_all(heads) if label != SPEAKER else _judge(unit, predicate, cast)
        if label.endswith(DOER):
            found = tuple(m for h in heads for m in cast.doer(h))
        if not linked(found) and label in ("subj", "light", "by", "poss"):
            if unit.relation in traits().striking and any(cast.is_bloodless(h) for h in heads):
                return (), (), ""  # "*Chinese prices* hit Brazil"
            found = tuple(m for h in heads if cast.is_nominal(h) for m in _possessor(h, cast)) or found
        whence = label == "from" and unit.pos == "n"  # "came under fire *from Mali*"
        scene = bool(found) and all(m.rule == PLACE for m in found) and label == "subj"
        found = _opening(predicate, heads, cast) if scene else tuple(m for m in found if whence or m.rule != PLACE)
        found = tuple(m for m in found if m.actor is None or m.actor.kind != SPEAKER_ONLY)
        if found:
            return found, heads, label
    if (
        predicate.passive
        and unit.relation in traits().decreed
        and any(cast.tree.tag[k] == "MD" for k in cast.tree.children(predicate.i, "aux"))
    ):
        return _speaker(predicate, cast), (), SPEAKER  # "Brussels said its funds *would be frozen*"
    return (), (), ""


def _opening(predicate: Predicate, heads: Sequence[int], cast: Cast) -> tuple[Mention, ...]:
    """Return the state of the scene that a sentence opens with: "*In Kenya, which* attacked Chad, ...": it acts.

    Elsewhere it is what happens there that acts: "The blast *in Kenya*, which killed two".
    """
    tree = cast.tree
    first = tree.edges(tree.root(predicate.i))[0]
    if not any(tree.dep[h] == "pobj" and tree.head[h] == first for h in heads):
        return ()
    pronouns = (k for k in tree.children(predicate.i, "nsubj") if tree.tag[k] in ("WDT", "WP"))
    return tuple(m for k in pronouns for m in cast.links.at(k))


def _named_for(head: int, words: frozenset[str], tree: Tree) -> bool:
    """True for "*Exercise* Eager Lion": a name that begins with what it names."""
    named = tree.pos[head] == "PROPN"
    compound = (k for k in tree.kids[head] if tree.dep[k] == "compound" and tree.words[k].lower() in words)
    return any(named or k < head - 1 for k in compound)


def _speaker(predicate: Predicate, cast: Cast) -> tuple[Mention, ...]:
    """Whoever says it does it: "China will face *consequences*, Carter said" is Carter's threat."""
    return tuple(m for m in cast.speakers(predicate.i) if m.actor)


def _judge(unit: Unit, predicate: Predicate, cast: Cast) -> tuple[Mention, ...]:
    """Who says it; nobody denies his own claim: by *Mali's* word, "*Mali's* statements" are not untrue."""
    said = _speaker(predicate, cast)
    if unit.relation not in traits().denying:
        return said
    own = {m.actor.code for h in predicate.args.get("subj", ()) for m in cast.owner(h) if m.actor}
    return tuple(m for m in said if m.actor and m.actor.code not in own)


def _possessor(head: int, cast: Cast) -> tuple[Mention, ...]:
    """A thing of an actor acts for it: "*Russian* jets bombed", "*Israel*'s parliament passed"."""
    if cast.tree.pos[head] not in ("NOUN", "PROPN"):
        return ()
    return (
        cast.origin(head)
        or cast.owner(head)
        or ((cast.maker(head) or cast.issuer(head)) if cast.is_document(head) else ())
    )


def _target(
    unit: Unit, predicate: Predicate, cast: Cast, triggers: Triggers, used: Sequence[int], sources: Sequence[Mention]
) -> tuple[Mention, ...]:
    words = cast.grammar.words
    own = {m.actor.code for m in sources if m.actor}
    by = unit.pos == "n" and used == predicate.args.get("by") and bool(linked(cast.of_all(used)))
    for label in (
        *unit.pattern.target,
        *(("poss",) if by and unit.pattern.target else ()),
    ):  # "*Mali's* defeat by Chad", not so "Mali's invasion by land of Chad"
        heads = [h for h in _heads(label, predicate, cast) if h not in used and not cast.is_reflexive(h)]
        named = tuple(m for m in cast.of_all(heads) if _can_be_target(m, unit, label))
        # an army that leaves a town of its own country leaves nobody
        held = label == "obj" or not _fights_others(unit, predicate, cast, triggers)
        if found := tuple(m for m in named if m.rule != PLACE or (held and m.actor and m.actor.code not in own)):
            return found
        if _is_reciprocal(heads, predicate, cast):
            return tuple(sources)
        if label in words.ownerless:
            continue  # not so "condemned *Israel's* policy"
        if unit.relation in stances() and not any(triggers.is_claim(cast.tree.lemma[h]) for h in heads):
            continue
        bearers = (m for h in heads if cast.is_nominal(h) for m in _bearer(h, cast, triggers))
        # what belongs to the source itself is no way to somebody else: "Mali condemned its own report"
        known = (m for m in bearers if m.actor and m.actor.code not in own)
        if found := tuple(m for m in known if m.actor and m.actor.kind != SPEAKER_ONLY):
            told = any(m.rule != TAKEN_UP for m in found)  # else "a *police* station in Mali" is Mali's
            return found if told else _struck_there(unit, predicate, cast, own, triggers) or found
    if SWAP in unit.pattern.traits:
        return tuple(sources) if _is_between(sources, predicate, cast) else ()
    return _struck_there(unit, predicate, cast, own, triggers)


def _is_between(sources: Sequence[Mention], predicate: Predicate, cast: Cast) -> bool:
    """True for "freed each other's men *in an exchange*"; not so "*in exchange for* a truce", "in one *with Chad*"."""
    tree, owning = cast.tree, cast.grammar.words.owning
    outside = any(predicate.args.get(label) for label in ("for", "with"))
    exchange = [k for h in predicate.args.get("in", ()) for k in tree.children(h, "prep")]
    several = len({m.actor.id for m in sources if m.actor}) > 1
    return several and not outside and all(tree.words[k].lower() in owning for k in exchange)


def _struck_there(
    unit: Unit, predicate: Predicate, cast: Cast, own: set[str], triggers: Triggers
) -> tuple[Mention, ...]:
    """Return whose the place is where somebody strikes a thing of nobody: "blew up a bridge *in Mali*".

    Not so who fights others there: "bombed *rebels* in Mali".
    """
    things = predicate.args.get("obj", ()) if unit.relation in traits().striking and unit.pos == "v" else ()
    if not things or cast.of_all(things) or _fights_others(unit, predicate, cast, triggers):
        return ()
    there = [h for label, heads in predicate.args.items() if label in cast.grammar.words.scene for h in heads]
    regions = (h for h in there if cast.tree.lemma[h] in triggers.classes["place"])  # "in *the Kharkiv region*"
    names = [k for h in regions for k in cast.tree.children(h, "amod", "compound", "nmod")]
    found = cast.of_all(there) or cast.of_all(names)
    return tuple(m for m in found if m.rule == PLACE and m.actor and m.actor.code not in own)


def _fights_others(unit: Unit, predicate: Predicate, cast: Cast, triggers: Triggers) -> bool:
    """True for "drove *jihadists* out of Mali": whose land it is is not struck."""
    foes = triggers.classes["rebel"] | triggers.classes["adverse"]
    struck = predicate.args.get("obj", ()) if unit.relation in traits().striking else ()
    return any(cast.tree.lemma[h] in foes for h in struck)


def _is_reciprocal(heads: Sequence[int], predicate: Predicate, cast: Cast) -> bool:
    """True for "each other", "one another", and for *the other* of "each side accuses the other"."""
    tree, words = cast.tree, cast.grammar.words
    doers = (k for s in predicate.args.get("subj", ()) for k in (s, *tree.kids[s]))
    each = any(tree.words[k].lower() == "each" for k in doers)  # not so "*one* accuses the other"
    each = each or any(tree.words[k].lower() == "each" for k in tree.children(predicate.i, "advmod", "npadvmod", "dep"))
    named = {h: {tree.words[h].lower(), *(tree.words[k].lower() for k in tree.kids[h])} for h in heads}
    named |= {k: {tree.words[j].lower() for j in (k, *tree.kids[k])} for h in heads for k in tree.children(h, "poss")}
    return any(both & words.other and (each or both & words.each) for both in named.values())


def _can_be_target(mention: Mention, unit: Unit, label: str) -> bool:
    """A place stands for those who hold it only where force is used; somebody unknown must have a name."""
    words = function_words()
    if mention.rule == PLACE:
        near = label in words.nearby and unit.relation in traits().meeting
        reached = unit.pos == "v" and label in words.reaching
        inside = label == "in" and ARRIVAL not in unit.pattern.traits
        struck = unit.relation in traits().striking
        return reached or struck or (unit.relation in traits().local and not inside and not near)
    if mention.actor is None:
        return mention.rule == "unknown"
    return mention.actor.kind != SPEAKER_ONLY


def _heads(label: str, predicate: Predicate, cast: Cast) -> tuple[int, ...]:
    """Return an argument's heads; ``that.subj`` is the subject of the content clause, ``inf.obj`` an object."""
    clause, dot, inner = label.partition(".")
    if not dot:
        return predicate.args.get(label, ())
    if inner not in ("subj", "obj"):
        raise ValueError(f"pattern argument {label!r}: only '.subj' and '.obj' may follow a clause")
    found = cast.grammar.surface if inner == "subj" else cast.grammar.objects
    return tuple(h for v in predicate.args.get(clause, ()) for h in found(v))


def _bearer(head: int, cast: Cast, triggers: Triggers) -> tuple[Mention, ...]:
    """Who is meant by a thing that is aimed at: of an act its doer, of anything else its owner or its maker."""
    if cast.tree.lemma[head] in triggers.classes.get("adverse", ()):
        return ()  # "punish *Mali's enemies*" is not aimed at Mali
    if cast.tree.lemma[head] in triggers.classes.get("ending", ()):
        return cast.whose_act(head)  # "an end *to Syria's attacks*"
    is_event = bool(triggers.of("n", cast.tree.lemma[head]))
    return (*(cast.doer(head) if is_event else cast.owner(head)), *cast.origin(head)) or cast.maker(head)


def noun_units(n: int, tree: Tree, triggers: Triggers) -> tuple[str, tuple[Unit, ...]]:
    """Look a noun up with its compound modifiers, longest first ("air_strike")."""
    words = [tree.lemma[n].lower()]
    k = n
    names = [words[0]]
    while k - 1 >= 0 and tree.head[k - 1] in (n, k) and tree.dep[k - 1] in ("compound", "amod"):
        k -= 1
        words.insert(0, tree.lemma[k].lower())
        names.append("_".join(words))
    for name in reversed(names):
        if units := triggers.of("n", name):
            return name, units
    return words[-1], ()
