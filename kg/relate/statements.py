"""From a parsed and linked article to its statements: the line of `kg.relate`, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.lexicon.triggers import Triggers, Unit
from kg.model import Article, Mention, Modality, Span, Statement
from kg.relate.draft import Draft
from kg.relate.events import complete
from kg.relate.cast import Cast, Named, linked
from kg.relate.frames import Reading, noun_units, read
from kg.relate.grammar import Grammar, Predicate
from kg.relate.scope import Scope
from kg.relate.tree import VERBAL, Tree
from kg.relate.voices import Voices
from kg.relate.when import date_phrases, resolve

DOWNWARD = ("xcomp", "ccomp", "dobj", "conj", "acl", "pcomp", "prep", "pobj", "attr", "nsubj", "nsubjpass")
ASIDE = frozenset({"relcl", "advcl", "appos", "parataxis"})
BREAKS = frozenset({"—", "–", ";", ":", "\n", "\n\n"})
TRIM = " ,.\n\t\"'“”‘’«»"
SUPPORTING = frozenset({"in", "into", "under", "to"})  # "engaged *in* talks", "came *under* attack"
OBLIGATION = frozenset({"should", "must", "ought"})


def relate(doc: Doc, article: Article, links: Named, triggers: Triggers) -> list[Statement]:
    """Return the statements of one article, in text order.

    ``doc`` is the parse of ``article.text``; ``links`` says which actors its words stand for.
    """
    tree = Tree.of_doc(doc)
    grammar = Grammar(tree, triggers.light)
    cast = Cast(grammar, links, triggers)
    scope = Scope(grammar, triggers)
    voices = Voices(grammar, triggers, lambda i: _speaker(cast, i), [s.start for s in doc.sents])

    drafts = {d.i: d for d in drafts_of(tree, grammar, cast, scope, triggers)}
    complete(drafts, tree, cast, triggers)
    for draft in drafts.values():
        draft.contents = _contents(draft, drafts, tree)
        _aim_at_whom_the_act_is_for(draft)
    _aim_back(drafts.values(), tree)
    drafts = {i: d for i, d in drafts.items() if d.targets or d.mutual_sources() or d.stands_alone(triggers, tree)}
    for draft in drafts.values():
        draft.contents = [c for c in draft.contents if drafts.get(c.i) is c]
        draft.speakers = voices.speakers(draft.i)
    for wish in _wishes(tree, grammar, cast, voices, drafts):
        drafts.setdefault(-wish.i - 1, wish)
    _give_claims_their_voice(drafts, tree)
    for draft, phrase in date_phrases(doc, tree, drafts):
        draft.when = resolve(phrase, article.published, draft.modality in (Modality.FUTURE, Modality.HYPOTHETICAL))
    return _statements(doc, article, sorted(drafts.values(), key=lambda d: d.i))


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
        yield Draft(r.predicate.i, r.unit.relation, r.unit.mode, r.unit.rule, r.sources, r.targets, r.content,
                    r.theme, scope.of(r.predicate.i, r.predicate.support), r.unit.pattern.mutual, r.role)


def _reading(i: int, pos: str, tree: Tree, grammar: Grammar, cast: Cast, triggers: Triggers) -> Reading | None:
    if pos in VERBAL and tree.dep[i] not in ("aux", "auxpass"):
        units = triggers.of("v", grammar.unit(i))
        return read(grammar.verb(i), units, cast, triggers) if units else None
    if pos in ("NOUN", "PROPN") and tree.dep[i] not in ("compound", "amod", "nmod"):
        lemma, units = noun_units(i, tree, triggers)
        if not units or cast.links.at(i):
            return None  # no trigger, or the name of somebody ("the opposition")
        supports = _supports(i, lemma, grammar, triggers)
        reading = read(grammar.noun(i, lemma, supports), units, cast, triggers)
        return _turned(reading) if reading and "reverse" in supports.values() else reading
    if pos == "ADJ" and (units := triggers.of("a", tree.lemma[i])):
        return read(grammar.adjective(i), units, cast, triggers)
    return None


def _turned(reading: Reading) -> Reading:
    """"Iran *faces* sanctions": the support verb's subject is the target."""
    light = reading.predicate.args.get("light", ())
    if not light or reading.targets:
        return reading
    return replace(reading, sources=reading.targets, targets=reading.sources) if reading.targets else reading


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
        ends = triggers.operators.get((verb, "obj")) in ("factive", "negated")
        if effect is not None and effect != "negated" and not ends:
            return {v: effect}  # who ends or foils an attack is not who attacks
    return {}


def _contents(draft: Draft, drafts: dict[int, Draft], tree: Tree) -> list[Draft]:
    """Return the drafts that stand as the content of ``draft``: the nearest below its content words."""
    found: list[Draft] = []
    for head in draft.content:
        level = [head]
        for _ in range(4):
            hits = [drafts[i] for i in level if i in drafts and i != draft.i]
            if hits:
                found += hits + [drafts[k] for h in hits for k in tree.children(h.i, "conj") if k in drafts]
                break
            level = [k for i in level for k in tree.kids[i] if tree.dep[k] in DOWNWARD]
    return found


def _wishes(tree: Tree, grammar: Grammar, cast: Cast, voices: Voices, drafts: dict[int, Draft]) -> Iterator[Draft]:
    """"Japan *should* stop", said by somebody, is a request of that somebody to Japan."""
    for v, pos in enumerate(tree.pos):
        if pos not in VERBAL:
            continue
        modal = next((k for k in tree.children(v, "aux") if tree.words[k].lower() in OBLIGATION), None)
        if modal is None:
            continue
        speakers = voices.speakers(v)
        subjects = cast.of_all(grammar.surface(v))
        known = {a.code for _, a in linked(speakers)}
        targets = tuple(m for m, a in linked(subjects) if a.code not in known)
        unknown = bool(subjects) and not linked(subjects)  # "armed forces should ..."
        if known and (targets or unknown):
            yield Draft(modal, "REQUEST", None, "obligation", speakers[:1], targets, (v,), (v,), Modality.ACTUAL,
                        speakers=speakers, contents=[drafts[v]] if v in drafts else [])


def _aim_at_whom_the_act_is_for(draft: Draft) -> None:
    """Who promises, refuses or threatens an act of his own says it to whom the act is for: "vowed to help *Mali*"."""
    if draft.relation not in ("AGREE", "REJECT", "THREATEN", "CONCEDE") or draft.targets or draft.mutual_sources():
        return
    codes = {a.code for _, a in linked(draft.sources)}
    for content in draft.contents:
        if codes & {a.code for _, a in linked(content.sources)}:
            draft.targets = content.targets


def _aim_back(drafts: Iterable[Draft], tree: Tree) -> None:
    """Who denies or rejects what another says was its target: "China rebuts American *criticism*".

    The denier answers the claimant, and a claim that names no target was aimed at who answers it.
    """
    for draft in drafts:
        if draft.relation not in ("DENY", "REJECT"):
            continue
        for content in draft.contents:
            if content.relation not in ("ACCUSE", "REQUEST", "THREATEN") or tree.pos[content.i] != "NOUN":
                continue
            content.targets = content.targets or draft.sources
            draft.targets = draft.targets or content.sources


def _give_claims_their_voice(drafts: dict[int, Draft], tree: Tree) -> None:
    """What is alleged, asked or threatened is the word of who alleges, asks or threatens.

    A denied claim is the word of whoever made it, never of who denies it (`Voices` sees to that).
    """
    for draft in drafts.values():
        if draft.relation == "DENY":
            continue
        for content in draft.contents:
            content.speakers = _inner(draft.sources, content.speakers, draft.speakers)
    for draft in drafts.values():
        for i, other in drafts.items():
            if i < 0 or other is draft or other.speakers or other in draft.contents or draft.relation == "DENY":
                continue
            if any(h == i or h in tree.ancestors(i) for h in draft.content):
                other.speakers = draft.sources


def _inner(claimant: tuple[Mention, ...], found: tuple[Mention, ...],
           outer: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return claimant if not found or found == outer else found


def _speaker(cast: Cast, i: int) -> Sequence[Mention]:
    """Return the actors of a speaker phrase: who is named, whose it is, or whose it was said to be before."""
    return cast.of(i) or cast.owner(i) or _named_before(cast, i)


def _named_before(cast: Cast, i: int) -> tuple[Mention, ...]:
    """Whose a document is that was named in full before: "the release said", after "a ministry news release"."""
    tree = cast.tree
    if tree.pos[i] != "NOUN":
        return ()
    before = (k for k in range(i - 1, -1, -1) if tree.lemma[k] == tree.lemma[i])
    owned = next((found for k in before if (found := cast.owner(k))), ())
    token = tree.span(i)
    return tuple(Mention(token.start, token.end, token.text, m.actor, "document") for m in owned[:1])


def _statements(doc: Doc, article: Article, drafts: Sequence[Draft]) -> list[Statement]:
    seen: dict[str, Statement] = {}
    for draft in _inside_out(drafts):
        for statement in _of_draft(doc, article, draft):
            seen.setdefault(statement.id, statement)
            draft.statements.append(statement)
    return sorted(seen.values(), key=lambda s: (s.trigger.start, s.source.start, s.id))


def _inside_out(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield each draft after its contents; a cycle (a parse gone wrong) is cut where it closes."""
    done: set[int] = set()

    def visit(draft: Draft) -> Iterator[Draft]:
        if id(draft) in done:
            return
        done.add(id(draft))
        for content in draft.contents:
            yield from visit(content)
        yield draft

    for draft in drafts:
        yield from visit(draft)


def _of_draft(doc: Doc, article: Article, draft: Draft) -> Iterator[Statement]:
    token = doc[draft.i]
    sentence = _sentence(token.sent)
    content = next((s.id for c in draft.contents for s in c.statements), None)
    for source, target in _pairs(draft):
        yield Statement(
            article=article.id, sentence=sentence,
            trigger=Span(token.idx, token.idx + len(token), token.text),
            relation=draft.relation, mode=draft.mode, source=source, target=target,
            theme=_theme(doc, draft), content=content,
            attributed_to=draft.speakers[0] if draft.speakers else None,
            modality=draft.modality, when=draft.when, rule=draft.rule,
        )


def _pairs(draft: Draft) -> Iterable[tuple[Mention, Mention | None]]:
    """Return one (source, target) for each pair of different actors; nobody acts on himself."""
    sources = _distinct(m for m in draft.sources if m.actor)
    targets = _distinct(draft.targets)
    if draft.mutual and not targets and len(sources) > 1:
        return [(s, t) for s, t in combinations(sources, 2) if s.actor and t.actor and s.actor.code != t.actor.code]
    if targets:
        return [(s, t) for s in sources for t in targets if not t.actor or (s.actor and s.actor.code != t.actor.code)]
    return [] if draft.mutual else [(s, None) for s in sources]


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    return list({m.actor.id if m.actor else m.text: m for m in reversed(list(mentions))}.values())[::-1]


def _sentence(sent: SpacySpan) -> Span:
    """Return a sentence without the blanks around it."""
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()), text.strip())


def _theme(doc: Doc, draft: Draft) -> str | None:
    """Return the words of the first theme argument that is no participant and no date.

    They are cut before the first clause or aside within them.
    """
    ends = {m.end for m in (*draft.sources, *draft.targets)}
    heads = (doc[h] for h in draft.theme)
    head = next((h for h in heads if h.idx + len(h) not in ends and h.ent_type_ != "DATE"), None)
    if head is None:
        return None
    subtree = sorted(t.i for t in head.subtree)
    cut = next((i for i in subtree if i > head.i and (doc[i].dep_ in ASIDE or doc[i].text in BREAKS)), subtree[-1] + 1)
    return str(doc[subtree[0] : cut].text).strip(TRIM) or None
