"""What follows from the statements of one article: plain edges, and who asserts and who denies each proposition.

The one rule stands in `makes_edge`: what somebody says never becomes an edge. ``docs/rdf.md`` has the table of
positions that `positions` computes.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from kg.lexicon.vocabulary import relations
from kg.model import content_id
from kg.rdf.facts import Fact
from kg.rdf.namespaces import code_iri
from kg.rdf.propositions import ASSERTS, DENIES


@dataclass(frozen=True, slots=True)
class Position:
    """One holder (an IRI) asserts or denies the proposition of ``statement``, by the words of ``by``."""

    statement: str
    holder: str
    stance: str
    by: str


def makes_edge(fact: Fact, contents: frozenset[str]) -> bool:
    """Return whether the statement is a plain edge: actual, in the article's own voice, and nobody's content.

    Its own clause says at whom the act is aimed: a target that the context alone suggests is no fact.

    ``contents`` are the ids of all statements of the article that are the content of another.
    """
    return (
        fact.modality == "actual"
        and not fact.attributed
        and fact.id not in contents
        and fact.source is not None
        and fact.target is not None
        and fact.source != fact.target
        and not fact.supposed
    )


def positions(facts: Sequence[Fact]) -> Iterator[Position]:
    """Yield who takes which position on the statements of one article (the table in ``docs/rdf.md``)."""
    by_id = {fact.id: fact for fact in facts}
    around: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.content:
            around.setdefault(fact.content, []).append(fact)
    for fact in facts:
        yield from _own(fact, around.get(fact.id, ()))
        content = by_id.get(fact.content) if fact.content else None
        if content is not None and _takes_a_stance(fact, around):
            yield from _towards(fact, content)


def _own(fact: Fact, around: Sequence[Fact]) -> Iterator[Position]:
    """The speaker's or the outlet's own position; a content without a speaker has none of its own.

    ``around`` are the statements whose content it is. Its speaker has said it only if one of his happened: who *will*
    accuse, or has *not* confirmed, has said nothing yet; and who asks that something be *not* done does not deny it.
    """
    stance = _stance(fact.modality)
    if stance is None:
        return
    if fact.attributed:
        own = [other for other in around if other.source == fact.speaker]
        if fact.speaker is not None and (not own or any(_shows(other, stance) for other in own)):
            yield Position(fact.id, code_iri(fact.speaker).value, stance, fact.id)
    elif not around:
        yield Position(fact.id, fact.outlet, stance, fact.id)


def _shows(fact: Fact, stance: str) -> bool:
    return _happened(fact) and (stance == ASSERTS or _on_content(fact) is not None)


def _happened(fact: Fact) -> bool:
    """Whether its source did it, by the outlet's word or by its own."""
    return fact.modality == "actual" and (not fact.attributed or fact.speaker == fact.source)


def _takes_a_stance(fact: Fact, contents: Container[str]) -> bool:
    """Whether this statement shows its source's own stance: it happened, by the outlet's word or by its own."""
    return _on_content(fact) is not None and _happened(fact) and fact.source is not None and fact.id not in contents


def _towards(fact: Fact, content: Fact) -> Iterator[Position]:
    stance = _stance(content.modality)
    if stance is None or fact.source is None:
        return
    if _on_content(fact) == DENIES:
        stance = DENIES if stance == ASSERTS else ASSERTS
    yield Position(content.id, code_iri(fact.source).value, stance, fact.id)


def _on_content(fact: Fact) -> str | None:
    relation = relations().get(fact.relation)
    return relation.on_content if relation else None


def _stance(modality: str) -> str | None:
    return {"actual": ASSERTS, "negated": DENIES}.get(modality)


def proposition_id(fact: Fact) -> str | None:
    """Return the id of the proposition that the statement is about; none without a known source.

    A statement whose target is named but unknown, or only supposed, has none either: it is not one without. The theme
    is left out: two sides seldom use the same words (``docs/decisions/2026-11-24-where-we-differ.md``).
    """
    if fact.source is None or (fact.has_target and fact.target is None) or fact.supposed:
        return None
    return content_id("proposition", fact.relation, fact.source, fact.target, fact.period)
