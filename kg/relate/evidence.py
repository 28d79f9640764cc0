"""What the readings of a sentence say of two given phrases: each trigger, coded, with its ties to the two.

The two phrases are the only actors, whatever they are. A pronoun may stand for the first; a clause that the first
reports, wants or brings about is tied to it as well, and what a reading has as its content lends it its target.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.lexicon.coding import Coding
from kg.lexicon.function_words import function_words
from kg.lexicon.triggers import Triggers
from kg.model import Actor, Mention, Modality
from kg.relate.cast import Cast
from kg.relate.claims import join
from kg.relate.draft import Draft
from kg.relate.grammar import Grammar
from kg.relate.readings import drafts_of
from kg.relate.scope import Scope
from kg.relate.stage import grammar_of, tree_of
from kg.relate.tree import VERBAL, Tree

SOURCE, TARGET = "source", "target"
INTENDED = {Modality.FUTURE: "AGREE", Modality.NEGATED: "REJECT"}
SET_OFF = frozenset({"relcl", "advcl", "acl"})
# ties, from none to sure
NONE, NEAR, PART, ROLE = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Pins:
    """The two given phrases as the only actors of a sentence."""

    mentioned: Mapping[int, tuple[Mention, ...]]

    def at(self, i: int) -> tuple[Mention, ...]:
        """Return the given actor whose phrase covers or is headed by token ``i``."""
        return self.mentioned.get(i, ())

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the given actors."""
        return tuple(dict.fromkeys(m for found in self.mentioned.values() for m in found))

    def speaker(self, i: int) -> tuple[Mention, ...]:  # noqa: ARG002 - the protocol asks for it
        """Return nobody: quotations have no part in the relation of a given pair."""
        return ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reading, coded, and how it is tied to the source and the target (`NONE` to `ROLE`; reversed: both negative)."""

    i: int
    relation: str
    plain: str
    mode: str
    modality: Modality
    source: int
    target: int
    inner: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A parsed sentence with two phrases (tokens, the head last; empty if the text has them not)."""

    grammar: Grammar
    first: list[int]
    second: list[int]
    evidence: tuple[Evidence, ...]


def pair_of(doc: Doc, source: str, target: str, triggers: Triggers, coding: Coding) -> Pair:
    """Read a sentence for two given phrases."""
    tree = tree_of(doc, triggers)
    first, second = phrase(doc, source), phrase(doc, target)
    pins = Pins(_pronouns(tree, first, second, doc) | _pin(tree, first, SOURCE, doc) | _pin(tree, second, TARGET, doc))
    grammar = grammar_of(tree, triggers)
    scope = Scope(grammar, triggers)
    cast = Cast(grammar, pins, triggers)
    cast.anybody = True
    drafts = {d.i: d for d in drafts_of(tree, grammar, cast, scope, triggers)}
    join(drafts, tree, triggers)
    found = _Ties(grammar, cast, first, second, triggers.classes["harming"])
    plain = {i: found.of(d) for i, d in drafts.items()}
    purposes = {i: found.purposes(d, drafts) for i, d in drafts.items()}
    inner = {c.i for i, d in drafts.items() for c in (*d.contents, *(purposes[i] if plain[i][0] == ROLE else ()))}
    evidence = [_coded(d, purposes[i], plain, i in inner, found, coding) for i, d in drafts.items()]
    return Pair(grammar, first, second, (*evidence, *found.obligations(), *found.intentions(drafts, scope)))


def _coded(
    draft: Draft,
    purposes: Sequence[Draft],
    ties: Mapping[int, tuple[int, int]],
    inner: bool,
    found: _Ties,
    coding: Coding,
) -> Evidence:
    s, t = ties[draft.i]
    relation, pattern, modality = draft.relation, draft.unit.pattern.name if draft.unit else "", found.modality(draft)
    coded = coding.of(relation, draft.mode, pattern, modality)
    for content in draft.contents if t >= 0 else ():
        aimed = ties[content.i][1]
        if t < ROLE and aimed >= PART:
            coded = coding.of_content(coded, content.relation)
        t = max(t, aimed)
    for purpose in purposes:
        if coded == relation:
            coded = coding.of_purpose(relation, draft.mode, purpose.relation, ties[purpose.i][1] == ROLE)
        t = max(t, ties[purpose.i][1]) if t >= 0 else t
    return Evidence(draft.i, coded, relation, draft.mode or "", modality, s, t, inner, found.depth(draft.i))


class _Ties:
    def __init__(
        self, grammar: Grammar, cast: Cast, first: Sequence[int], second: Sequence[int], hostile: Container[str]
    ) -> None:
        self.grammar, self.tree, self.cast = grammar, grammar.tree, cast
        self.hostile = hostile
        self.first, self.second = first, second
        self.willed = grammar.words.future_modals | grammar.words.past_future
        self.above_target = list(self.tree.ancestors(second[-1])) if second else []

    def of(self, draft: Draft) -> tuple[int, int]:
        sources = {m.actor.id for m in draft.sources if m.actor}
        targets = {m.actor.id for m in draft.targets if m.actor}
        if TARGET in sources and SOURCE in targets and not draft.mutual:
            return -ROLE, -ROLE
        if draft.mutual and {SOURCE, TARGET} <= sources | targets:
            return ROLE, ROLE
        return self._source(draft, sources, targets), self._target(draft, sources, targets)

    def _source(self, draft: Draft, sources: set[str], targets: set[str]) -> int:
        if not self.first:
            return PART
        if SOURCE in sources:
            return ROLE
        if SOURCE in targets:
            return -PART
        head = self.first[-1]
        if draft.i == head or head in self.tree.ancestors(draft.i):
            return PART
        if self._does(draft.i, head):
            return PART
        return NEAR if draft.i in self.tree.ancestors(head) else NONE

    def _does(self, i: int, head: int) -> bool:
        """True if ``head`` is subject at ``i`` or above, and nobody else of a clause that is set off between."""
        tree = self.tree
        for a in (i, *self.grammar.above(i)):
            if tree.pos[a] not in VERBAL:
                continue
            subjects = (*self.grammar.subjects(a), *self.grammar.surface(a))
            if head in subjects:
                return True
            if subjects and tree.dep[a] in SET_OFF:
                return False
        return False

    def _target(self, draft: Draft, sources: set[str], targets: set[str]) -> int:
        if not self.second:
            return PART
        if TARGET in targets:
            return ROLE
        if TARGET in sources:
            return -PART
        if draft.i == self.second[-1]:
            return PART
        if draft.i not in self.above_target:
            return NONE
        between = self.above_target[: self.above_target.index(draft.i)]
        return NEAR if any(self.tree.pos[k] in VERBAL for k in between) else PART

    def modality(self, draft: Draft) -> Modality:
        """What one *would*, *might* or *wants to* do is announced, as the field has it; what he may have done, not."""
        tree = self.tree
        verb = next((k for k in (draft.i, *tree.ancestors(draft.i)) if tree.pos[k] in VERBAL), draft.i)
        helpers = {tree.words[k].lower() for k in tree.children(verb, "aux")}
        willed = bool(helpers & (self.willed | self.grammar.words.possible_modals)) and "have" not in helpers
        willed = willed or tree.lemma[verb] in self.grammar.words.wishing or self._is_wished(verb)
        return Modality.FUTURE if willed and draft.modality is Modality.HYPOTHETICAL else draft.modality

    def _is_wished(self, verb: int) -> bool:
        """True for "hopes to *mend* ties", "is considering *sending* aid"."""
        return self.tree.dep[verb] == "xcomp" and self.tree.lemma[self.tree.head[verb]] in self.grammar.words.wishing

    def obligations(self) -> Iterator[Evidence]:
        """ "Russia says Israel *must* end the strikes": who says so asks it of him."""
        tree = self.tree
        for v, pos in enumerate(tree.pos):
            if pos not in VERBAL or not (self._is_owed(v) or self._is_mandated(v)):
                continue
            subjects = self.grammar.surface(v)
            said = self.first and self.first[-1] not in subjects and self._does(v, self.first[-1])
            target = self._asked(v, subjects)
            if said and target:
                yield Evidence(v, "REQUEST", "REQUEST", "must", Modality.ACTUAL, ROLE, target, False, self.depth(v))

    def _is_owed(self, v: int) -> bool:
        return any(self.tree.words[k].lower() in self.grammar.words.obligation for k in self.tree.children(v, "aux"))

    def _is_mandated(self, v: int) -> bool:
        """True for the subjunctive of "insists that Israel *withdraw*"."""
        tree = self.tree
        bare = tree.tag[v] == "VB" and tree.dep[v] == "ccomp" and tree.child(v, "aux") is None
        return bare and tree.child(v, "nsubj", "nsubjpass") is not None and self.grammar.has_that(v)

    def intentions(self, drafts: Mapping[int, Draft], scope: Scope) -> Iterator[Evidence]:
        """What somebody intends, or will not do, is agreement or refusal even where no trigger says what it is."""
        tree = self.tree
        for v, pos in enumerate(tree.pos):
            if pos not in VERBAL or v in drafts or tree.dep[v] in ("aux", "auxpass") or not self.first:
                continue
            willed = any(tree.words[k].lower() in self.willed for k in tree.children(v, "aux"))
            if not (willed or self.grammar.is_infinitive(v)) or not self._is_source(self.grammar.surface(v)):
                continue
            modality = scope.of(v)
            if modality is Modality.HYPOTHETICAL and willed:
                modality = Modality.FUTURE
            relation = INTENDED.get(modality)
            if modality is Modality.FUTURE and tree.lemma[v] in self.hostile:
                relation = "THREATEN"
            if relation is not None and not any(o in drafts for o in self.grammar.objects(v)):
                target = PART if v in self.above_target or not self.second else NONE
                yield Evidence(v, relation, relation, "intention", modality, ROLE, target, False, self.depth(v))

    def _is_source(self, heads: Iterable[int]) -> bool:
        """True if a phrase is the source's, or is something of his ("*his country*")."""
        named = (m for h in heads for m in self.cast.of(h) or self.cast.owner(h))
        return any(m.actor is not None and m.actor.id == SOURCE for m in named)

    def purposes(self, draft: Draft, drafts: Mapping[int, Draft]) -> list[Draft]:
        """Return what an act is done for: "called him to *thank* him", "sent troops *on* a peacekeeping *mission*"."""
        tree = self.tree
        below = [draft.i, *(self.grammar.objects(draft.i) if tree.pos[draft.i] in VERBAL else ())]
        verbs = [k for i in below for k in tree.children(i, "advcl", "xcomp", "acl") if k > draft.i and self._aims(k)]
        empty = [v for v in verbs if v not in drafts]
        nouns = [p for i in (*below, *empty) for k in tree.children(i, "prep") for p in tree.children(k, "pobj")]
        nouns += [o for v in empty for o in self.grammar.objects(v) if o not in below]
        return [drafts[k] for k in (*verbs, *nouns) if k in drafts and drafts[k] not in draft.contents]

    def _aims(self, v: int) -> bool:
        return self.grammar.is_infinitive(v) or self.tree.tag[v] == "VBG"

    def _asked(self, v: int, subjects: Sequence[int]) -> int:
        if not self.second:
            return PART
        head = self.second[-1]
        if head in subjects:
            return ROLE
        return PART if v in self.above_target else NONE

    def depth(self, i: int) -> int:
        return sum(self.tree.pos[a] in VERBAL for a in self.tree.ancestors(i))


def phrase(doc: Doc, words: str) -> list[int]:
    """Return the tokens of the phrase, its head last; empty if the text has it not."""
    words = words.strip()
    start = doc.text.find(words) if words else -1
    if start < 0:
        return []
    span = doc.char_span(start, start + len(words), alignment_mode="expand")
    if span is None:
        return []
    return [t.i for t in span if t.i != span.root.i] + [span.root.i]


def _pin(tree: Tree, tokens: Sequence[int], role: str, doc: Doc) -> dict[int, tuple[Mention, ...]]:
    if not tokens:
        return {}
    mention = _mention(doc, tokens[-1], role)
    heads = [i for i in tokens if i == tokens[-1] or tree.dep[i] == "conj"]
    return dict.fromkeys(heads, (mention,))


def _pronouns(tree: Tree, first: Sequence[int], second: Sequence[int], doc: Doc) -> dict[int, tuple[Mention, ...]]:
    """Pronouns after the first phrase stand for it."""
    if not first:
        return {}
    taken = {*first, *second}
    return {
        i: (_mention(doc, i, SOURCE),)
        for i in range(max(first) + 1, len(tree.words))
        if i not in taken and tree.words[i].lower() in function_words().pronouns
    }


def _mention(doc: Doc, i: int, role: str) -> Mention:
    token = doc[i]
    return Mention(token.idx, token.idx + len(token), token.text, Actor(role, role, "given", role.upper()), "given")
