"""How an article was read, as JSON: who is who and why, each trigger word with the senses that were tried, the parse.

`kg explain --format json` writes it, and the page shows it beside the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.explain import Explanation, explain
from kg.export import Json, statement_json
from kg.model import Actor, Article, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence

    from kg.lexicon.actors import Gazetteer
    from kg.lexicon.decisions import Decisions
    from kg.pipeline import Reasons
    from kg.relate.accounts import Account


def why_json(article: Article, read: Reasons, known: Gazetteer, decisions: Decisions) -> Json:
    """Return ``id``, ``language``, ``published`` (ISO date or null), and four lists in the order of the text.

    ``statements`` are as `kg.export.statement_json` gives them; ``actors`` the mentions, each with its actor (or
    null), the rule, what the rule means, the rows of the seeds and the decisions that had a part; ``words`` the
    trigger words with arguments and senses; ``sentences`` the parse. Offsets are code points of the article's text,
    ``head`` is a token's number in its sentence, from 0.
    """
    day = article.published.isoformat() if article.published else None
    return {
        "id": article.id,
        "language": article.language,
        "published": day,
        "statements": [statement_json(statement) for statement in read.statements],
        "actors": [
            _mention(mention, explain(mention.text, mention.actor, mention.rule, "", day, known, decisions))
            for mention in read.mentions
        ],
        "words": [_word(account) for account in read.accounts],
        "sentences": [_tokens(sentence) for sentence in read.doc.sents],
    }


def _mention(mention: Mention, told: Explanation) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "actor": _actor(mention.actor) if mention.actor else None,
        "rule": told.rule,
        "meaning": told.meaning,
        "origins": [{"place": origin.place, "gave": origin.gave} for origin in told.origins],
        "decisions": [f"{decision.place}: {decision}" for decision in told.decisions],
    }


def _actor(actor: Actor) -> Json:
    return {"id": actor.id, "code": actor.code, "name": actor.name, "kind": actor.kind, "title": actor.title}


def _word(account: Account) -> Json:
    return {
        "start": account.trigger.start,
        "end": account.trigger.end,
        "text": account.trigger.text,
        "arguments": [{"label": label, "words": words} for label, words in account.arguments],
        "senses": [{"rule": s.rule, "tests": s.tests, "verdict": s.verdict} for s in account.senses],
    }


def _tokens(sentence: Sentence) -> Sequence[Json]:
    return [
        {"text": token.text, "tag": token.tag_, "dep": token.dep_, "head": token.head.i - sentence.start}
        for token in sentence
    ]
