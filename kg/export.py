"""A statement as JSON: the contract of ``kg extract --format jsonl``, one object a line."""

from __future__ import annotations

from kg.model import Mention, Span, Statement

Json = dict[str, object]


def statement_json(statement: Statement) -> Json:
    """Return the statement as a JSON object; its keys are always there, with null for what there is not.

    A party that is not known has ``id``, ``code``, ``name`` and ``country`` null, and its words. ``content`` is the
    id of another statement of the same article. Offsets are Unicode code points of the article's text.
    """
    return {
        "id": statement.id,
        "article": statement.article,
        "sentence": _span(statement.sentence),
        "trigger": _span(statement.trigger),
        "relation": statement.relation,
        "mode": statement.mode,
        "source": _party(statement.source),
        "target": _party(statement.target),
        "theme": statement.theme,
        "content": statement.content,
        "attributed_to": _party(statement.attributed_to),
        "modality": statement.modality.value,
        "when": {"date": statement.when.date, "phrase": statement.when.phrase} if statement.when else None,
        "rule": statement.rule,
        "confidence": statement.confidence,
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _party(mention: Mention | None) -> Json | None:
    if mention is None:
        return None
    actor = mention.actor
    return {
        "id": actor.id if actor else None,
        "code": actor.code if actor else None,
        "name": actor.name if actor else None,
        "country": actor.country if actor else None,
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
    }
