"""The same event again: "the talks", "its invasion", "the assault continued".

A definite noun takes up an event that the article has told before, and leaves out who took part.
What is missing is filled from the last event of the same relation that names both sides and agrees
with what the noun does name. An assault on a place is an assault on whom the attacker is fighting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.lexicon.function_words import function_words
from kg.lexicon.traits import traits
from kg.lexicon.triggers import SILENT, Triggers
from kg.model import CONTEXT, Mention, Modality
from kg.relate.cast import Cast
from kg.relate.draft import Draft
from kg.relate.frames import noun_units
from kg.relate.mood import combine
from kg.relate.tree import Tree

NEAR = 20  # tokens
REMEMBERED = 40  # events of a relation
REACH = 250  # tokens: how far back an event is remembered (about ten sentences)


def complete(drafts: dict[int, Draft], tree: Tree, cast: Cast, triggers: Triggers) -> None:
    """Fill missing participants of ``drafts`` from events told before, and add bare definite event nouns."""
    told: dict[str, list[Draft]] = {relation: [] for relation in traits().resumed}
    bare = dict(_bare_nouns(drafts, tree, cast, triggers))
    for i in sorted({*drafts, *bare}):
        draft = drafts.get(i)
        if draft is None:
            kind = triggers.classes.get("of_its_kind", frozenset())
            alike = (d for d in told[bare[i].relation] if tree.lemma[i] not in kind or tree.lemma[d.i] == tree.lemma[i])
            last = _one_way(list(alike), i, tree, _scene(i, tree, cast))
            if last and not _another_between(last.i, i, drafts, tree):
                drafts[i] = _repeated(bare[i], last)
            continue
        if draft.relation not in traits().resumed:
            continue
        if (
            not draft.is_aimed()
            and _takes_up(draft, tree)
            and (
                last := _last(
                    [*told[draft.relation][-REMEMBERED:], *_ahead(draft, drafts)],
                    i,
                    draft.sources,
                    _scene(i, tree, cast),
                )
            )
        ):
            draft.targets = _other_side(draft, last)
            draft.antecedent = last
            verb = tree.pos[i] != "NOUN" and tree.root(last.i) != tree.root(i)
            draft.rule += f"+event{CONTEXT}" if verb else "+event"
        if _full(draft):
            told[draft.relation].append(draft)


def _one_way(told: list[Draft], i: int, tree: Tree, scene: set[str]) -> Draft | None:
    """Return the last event told; none where both sides have struck each other, unless it is of the sentence before."""
    last = _last(told, i, (), scene)
    if last is None or last.mutual or _is_next(last.i, i, tree):
        return last
    back = (d for d in told if _codes(d.sources) & _codes(last.targets) and _codes(d.targets) & _codes(last.sources))
    return None if any(i - d.i <= REACH for d in back) else last


def _is_next(told: int, i: int, tree: Tree) -> bool:
    """True if an event was told in the sentence of token ``i`` or the one before."""
    root = tree.root(i)
    return tree.root(told) in (root, tree.root(max(tree.edges(root)[0] - 1, 0)))


def _another_between(told: int, i: int, drafts: Mapping[int, Draft], tree: Tree) -> bool:
    """True if the same noun has been used since for an event of which nobody is known: "an attack in Istanbul"."""
    return any(tree.lemma[k] == tree.lemma[i] and tree.pos[k] == "NOUN" and k not in drafts for k in range(told + 1, i))


def _ahead(draft: Draft, drafts: Mapping[int, Draft]) -> list[Draft]:
    """Return the full events of the same relation that soon follow: "took the town in *its battle with IS*"."""
    soon = (drafts[i] for i in range(draft.i + 1, draft.i + NEAR) if i in drafts)
    return [d for d in soon if d.relation == draft.relation and _full(d)][:1]


def _bare_nouns(drafts: Mapping[int, Draft], tree: Tree, cast: Cast, triggers: Triggers) -> Iterator[tuple[int, Draft]]:
    for i, pos in enumerate(tree.pos):
        if pos != "NOUN" or i in drafts or tree.dep[i] in ("compound", "amod", "nmod") or cast.links.at(i):
            continue
        if not _is_definite(i, tree):
            continue
        _, units = noun_units(i, tree, triggers)
        unit = next((u for u in units if not u.tests), None)
        if unit is not None and unit.pattern.source and unit.relation in traits().resumed and unit.relation != SILENT:
            rule = f"{unit.rule}+event"
            yield i, Draft(i, unit.relation, unit.mode, rule, (), (), (), (), Modality.ACTUAL, unit=unit)


def _is_definite(i: int, tree: Tree) -> bool:
    return any(tree.words[k].lower() in function_words().definite for k in tree.children(i, "det"))


def _takes_up(draft: Draft, tree: Tree) -> bool:
    """A noun takes an event up if it is definite or owned; a verb if what it is done to is no actor."""
    if tree.pos[draft.i] == "NOUN":
        return _is_definite(draft.i, tree) or tree.child(draft.i, "poss") is not None
    return draft.relation in traits().striking


def _scene(i: int, tree: Tree, cast: Cast) -> set[str]:
    """Return the countries where the noun itself places its event, and whose things: "the war *in Syria*".

    So is "the downing of a *Malian* jet", which is not the raid on Chad told before.
    """
    phrases = [(tree.words[k].lower(), p) for k in tree.children(i, "prep") for p in tree.children(k, "pobj")]
    places = (m for word, p in phrases if word in function_words().land for m in cast.of(p))
    things = (m for word, p in phrases if word in function_words().owning for m in cast.doer(p))
    return {m.actor.code for m in (*places, *things) if m.actor}


def _last(told: Sequence[Draft], i: int, sources: Sequence[Mention], scene: set[str]) -> Draft | None:
    codes = _codes(sources)
    for draft in reversed(told):
        if i - draft.i > REACH:
            return None
        if scene and not scene & (_codes(draft.sources) | _codes(draft.targets)):
            continue
        if not codes or codes & _codes(draft.sources) or (draft.mutual and codes & _codes(draft.targets)):
            return draft
    return None


def _codes(mentions: Sequence[Mention]) -> set[str]:
    return {m.actor.code for m in mentions if m.actor}


def _full(draft: Draft) -> bool:
    return bool(_codes(draft.sources) and _codes(draft.targets)) or (draft.mutual and len(_codes(draft.sources)) > 1)


def _other_side(draft: Draft, last: Draft) -> tuple[Mention, ...]:
    mine = {m.actor.country or m.actor.code for m in draft.sources if m.actor}
    others = (m for m in (*last.targets, *last.sources) if m.actor)
    return tuple(m for m in others if m.actor and (m.actor.country or m.actor.code) not in mine)[:1]


def _repeated(bare: Draft, last: Draft) -> Draft:
    bare.sources, bare.targets, bare.mutual = last.sources, last.targets, last.mutual
    bare.antecedent = last
    return bare


def inherit(drafts: Mapping[int, Draft]) -> None:
    """An event told again is no surer than when it was told: it keeps the speaker and the weaker modality.

    "Kyiv said Russia had attacked Odesa. *The attack* killed three.": still Kyiv's word.
    """
    contents = {id(c) for d in drafts.values() for c in d.contents}
    for _, draft in sorted(drafts.items()):
        first = draft.antecedent
        if first is None:
            continue
        draft.modality = combine(draft.modality, first.modality)
        if not draft.speakers and (first.speakers or id(first) in contents):
            draft.speakers = first.speakers or tuple(replace(m, actor=None, rule="speaker") for m in first.sources[:1])
