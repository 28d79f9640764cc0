"""From a parsed and linked article to its statements: the line of `kg.relate`, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.lexicon.function_words import function_words
from kg.lexicon.precision import precision
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.lexicon.vocabulary import stances
from kg.model import Article, Mention, Modality, Span, Statement
from kg.relate.backers import backings
from kg.relate.cast import Named
from kg.relate.claims import deny_what_they_follow, disavowals, forget_hearsay, give_claims_their_voice, join, wishes
from kg.relate.draft import Draft
from kg.relate.events import complete, inherit
from kg.relate.frames import PLACE, SPEAKER
from kg.relate.implied import (
    answer,
    answer_what_is_named,
    hit_whom_it_kills,
    judge_what_was_decided,
    judge_what_was_told,
    share_targets,
    struck,
    tell_whom_one_meets,
    thank_for_what_one_got,
)
from kg.relate.readings import drafts_of
from kg.relate.stage import Stage
from kg.relate.tree import Tree
from kg.relate.when import date_phrases, resolve

PERSONAL = frozenset({"genitive", "title", "person", "surname", "apposition"})
CIVILIAN = frozenset({"civilians", "media", "business"})
ASIDE = frozenset({"relcl", "advcl", "appos", "parataxis"})
BESIDE = ASIDE | {"conj"}
BREAKS = frozenset({"—", "–", ";", ":", "\n", "\n\n"})
TRIM = " ,.\n\t\"'“”‘’«»"


def relate(doc: Doc, article: Article, links: Named, triggers: Triggers) -> list[Statement]:
    """Return the statements of one article, in text order.

    ``doc`` is the parse of ``article.text``; ``links`` says which actors its words stand for.
    """
    stage = Stage.of(doc, links, triggers)
    tree, grammar, cast, voices = stage.tree, stage.grammar, stage.cast, stage.voices
    played = _played(doc, triggers)
    told = drafts_of(tree, grammar, cast, stage.scope, triggers)
    drafts = {d.i: d for d in told if d.i not in played and not _by_civilians(d)}
    for backing in backings(links.mentions, tree, cast, triggers):
        drafts.setdefault(backing.i, backing)
    complete(drafts, tree, cast, triggers)
    join(drafts, tree, triggers)
    answer_what_is_named(drafts, tree, cast, triggers)
    share_targets(drafts, tree, triggers)
    tell_whom_one_meets(drafts, tree)
    judge_what_was_told(drafts, tree, triggers)
    answer(drafts, tree, cast, voices, triggers)
    judge_what_was_decided(drafts, tree, triggers)
    thank_for_what_one_got(drafts, triggers)
    hit_whom_it_kills(drafts, tree, cast, stage.scope, triggers)
    struck(drafts, tree, cast, triggers)
    aimed = [d for d in drafts.values() if d.is_aimed()]
    drafts = {
        i: d
        for i, d in drafts.items()
        if d.is_aimed() or (d.stands_alone(triggers, tree) and not _is_told_with_a_target(d, aimed, tree))
    }
    for draft in drafts.values():
        draft.contents = [c for c in draft.contents if drafts.get(c.i) is c]
        draft.speakers = voices.speakers(draft.i)
    deny_what_they_follow(drafts, tree, voices)
    for wish in wishes(tree, grammar, cast, voices, drafts):
        drafts.setdefault(-wish.i - 1, wish)
    for denial in list(disavowals(tree, grammar, drafts)):
        drafts.setdefault(-denial.i - 1, denial)
    give_claims_their_voice(drafts, tree, grammar, triggers.classes.get("implicative", frozenset()))
    inherit(drafts)
    forget_hearsay(drafts, triggers, tree)
    for draft, phrase in date_phrases(doc, tree, drafts):
        draft.when = resolve(phrase, article.published, draft.modality in (Modality.FUTURE, Modality.HYPOTHETICAL))
    return _statements(doc, article, list(_told_once(sorted(drafts.values(), key=lambda d: d.i), tree)))


def _by_civilians(draft: Draft) -> bool:
    """True for what only soldiers and states do, told of people: "Malians *dug trenches*"."""
    kinds = {m.actor.kind for m in draft.sources if m.actor}
    return draft.relation in traits().martial and kinds != set() and kinds <= CIVILIAN


def _told_once(drafts: Sequence[Draft], tree: Tree) -> Iterator[Draft]:
    """Leave out a meeting, or a protest, that the sentence has told already.

    "*met* in Baghdad, where the two *discussed* ...", "*marched* to the palace, *shouting* at ...". So is what somebody
    calls bad in whom he accuses: "*condemned* the *irresponsible* acts of".
    """
    told: set[tuple[int, frozenset[str], Modality | str]] = set()
    accused = {(tree.root(d.i), *_sides(d)) for d in drafts if d.relation in traits().accusing and d.role != SPEAKER}
    for draft in drafts:
        if (
            draft.relation in traits().accusing
            and draft.role == SPEAKER
            and (tree.root(draft.i), *_sides(draft)) in accused
        ):
            continue
        parties = frozenset(m.actor.code for m in (*draft.sources, *draft.targets) if m.actor)
        protest = draft.relation in traits().protesting
        key = (tree.root(draft.i), parties, draft.relation if protest else draft.modality)
        if protest or (draft.relation in traits().meeting and draft.mutual and len(parties) > 1):
            if key in told:
                continue
            told.add(key)
        yield draft


def _is_told_with_a_target(draft: Draft, aimed: Sequence[Draft], tree: Tree) -> bool:
    """True for what its clause tells of the same actors with a target, too: "*fought* Chad in a six-week *war*".

    What has contents of its own, or is told beside it ("withdrew, and *may withdraw* from Chad"), is another act.
    """
    return not draft.contents and any(
        (other.relation, other.modality) == (draft.relation, draft.modality)
        and _sides(other)[0] & _sides(draft)[0]
        and (_is_part(draft.i, other.i, tree) or _is_part(other.i, draft.i, tree))
        for other in aimed
    )


def _is_part(i: int, of: int, tree: Tree) -> bool:
    """Whether a word stands below another, and nothing on the way is told beside it."""
    while i != of and tree.head[i] != i and tree.dep[i] not in BESIDE:
        i = tree.head[i]
    return i == of


def _sides(draft: Draft) -> tuple[frozenset[str], frozenset[str]]:
    sources, targets = ({m.actor.code for m in side if m.actor} for side in (draft.sources, draft.targets))
    return frozenset(sources), frozenset(targets)


def _played(doc: Doc, triggers: Triggers) -> frozenset[int]:
    """Return the tokens of sentences that tell of sport, whose attacks and defeats are none of ours."""
    sport = triggers.classes.get("sport", frozenset())
    games = (s for s in doc.sents if any(form in sport for form in _forms(s)))
    return frozenset(t.i for s in games for t in s)


def _forms(sent: SpacySpan) -> Iterator[str]:
    """Yield the words of a sentence, their lemmas, and what hyphens join ("*semi-final*")."""
    for t in sent:
        yield from (t.lower_, t.lemma_.lower())
        if t.text == "-" and sent.start < t.i < sent.end - 1:
            yield f"{t.nbor(-1).lower_}-{t.nbor(1).lemma_.lower()}"


def _statements(doc: Doc, article: Article, drafts: Sequence[Draft]) -> list[Statement]:
    seen: dict[str, Statement] = {}
    sentences = cache(lambda start: _sentence(doc[start].sent))
    for draft in _inside_out(drafts):
        for statement in _of_draft(doc, article, draft, sentences):
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


def _of_draft(doc: Doc, article: Article, draft: Draft, sentences: Callable[[int], Span]) -> Iterator[Statement]:
    """Yield the statements of a draft; ``sentences`` returns the sentence that begins at a token."""
    token = doc[draft.i]
    sentence = sentences(token.sent.start)
    content = next((s.id for c in draft.contents for s in c.statements), None)
    for source, target in _pairs(draft):
        yield Statement(
            article=article.id,
            sentence=sentence,
            trigger=Span(token.idx, token.idx + len(token), token.text),
            relation=draft.relation,
            mode=draft.mode,
            source=source,
            target=target,
            theme=_theme(doc, draft),
            content=content,
            attributed_to=draft.speakers[0] if draft.speakers else None,
            modality=draft.modality,
            when=draft.when,
            rule=draft.rule,
            confidence=precision(draft.rule, draft.relation),
        )


def _pairs(draft: Draft) -> Iterable[tuple[Mention, Mention | None]]:
    """Return one (source, target) for each pair of different actors; nobody acts on himself."""
    # a denial by somebody unknown is one all the same: without it, what he denies would stand alone
    sources = _distinct(m for m in draft.sources if m.actor or draft.relation in stances())
    targets = _distinct(draft.targets)
    if draft.mutual and not targets and len(sources) > 1:
        return [(s, t) for s, t in combinations(sources, 2) if s.actor and t.actor and s.actor.code != t.actor.code]
    if targets:
        return [
            (s, t)
            for s in sources
            for t in targets
            if _differ(s, t, draft.relation) and not _is_of_another(s, t, sources)
        ]
    return [] if draft.mutual else [(s, None) for s in sources]


def _differ(source: Mention, target: Mention, relation: str) -> bool:
    """Nobody acts on himself; but a state arrests and frees its own people, whom a phrase of their own names."""
    if source.actor is None or target.actor is None:
        return True
    if relation in traits().meeting and target.rule == PLACE and source.actor.country == target.actor.code:
        return False  # who travels at home visits nobody
    if source.actor.code != target.actor.code:
        return True
    return relation in traits().domestic and target.rule in PERSONAL and source.rule not in PERSONAL


def _is_of_another(source: Mention, target: Mention, sources: Sequence[Mention]) -> bool:
    """True for the people of another of those who act: "Chad and Mali warned *their* citizens", each its own."""
    if len(sources) == 1 or target.actor is None or target.rule not in PERSONAL:
        return False
    theirs = target.text.split(" ", 1)[0].lower() in function_words().of_many
    whose = target.actor.country or target.actor.code
    of_it = [s for s in sources if s.actor and whose in (s.actor.code, s.actor.country)]
    return theirs and of_it != [] and source not in of_it


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
    asides = (
        doc[i].left_edge.i if doc[i].dep_ in ASIDE else i
        for i in subtree
        if doc[i].dep_ in ASIDE or doc[i].text in BREAKS
    )
    cut = min((i for i in asides if i > head.i), default=subtree[-1] + 1)
    return str(doc[subtree[0] : cut].text).strip(TRIM) or None
