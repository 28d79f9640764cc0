"""A small world for the tests of the graph: three states and what three articles tell of them."""

from __future__ import annotations

from datetime import date

from kg.model import Actor, Article, Mention, Modality, Span, Statement
from kg.rdf.provenance import Extractor

ARL = Actor("ARL", "Arland", "state", "ARL", country="ARL", iso2="AL", aliases=("Republic of Arland", "Arland"))
DUN = Actor("DUN", "Dunmore", "state", "DUN", country="DUN", wikidata="Q42")
NAVY = Actor("DUN/navy", "Dunmore Navy", "military", "DUN", country="DUN")
VES = Actor("VES", "Vesland", "state", "VES", country="VES")
LEAGUE = Actor("harbour-league", "Harbour League", "igo", "LEAGUE")
BY = Extractor("0.1.0", "small 3.8", "0123456789abcdef0123")


def words(text: str, said: str, after: int = 0) -> Span:
    """Return the first place of ``said`` in ``text`` from ``after`` on."""
    start = text.index(said, after)
    return Span(start, start + len(said), said)


def named(text: str, said: str, actor: Actor | None, after: int = 0, rule: str = "name") -> Mention:
    """Return the mention of ``actor`` by ``said``."""
    span = words(text, said, after)
    return Mention(span.start, span.end, span.text, actor, rule)


DENIAL_TEXT = "Dunmore denied that Arland had asked it for boats."
DENIAL = Article(
    "harbour-1", DENIAL_TEXT, "Dunmore denies it", "The Harbour Post", "https://harbour.example/1", date(2024, 5, 3)
)


def denial() -> list[Statement]:
    """Dunmore DENY [Arland REQUEST Dunmore]."""
    sentence = Span(0, len(DENIAL_TEXT), DENIAL_TEXT)
    claim = Statement(
        "harbour-1",
        sentence,
        words(DENIAL_TEXT, "asked"),
        "REQUEST",
        named(DENIAL_TEXT, "Arland", ARL),
        named(DENIAL_TEXT, "it", DUN, 37, "pronoun"),
        mode="appeal",
        theme="boats",
        rule="v:ask",
        confidence=0.8,
    )
    stance = Statement(
        "harbour-1",
        sentence,
        words(DENIAL_TEXT, "denied"),
        "DENY",
        named(DENIAL_TEXT, "Dunmore", DUN),
        theme="Arland had asked it for boats",
        content=claim.id,
        rule="v:deny",
        confidence=0.9,
    )
    return [stance, claim]


def one(
    text: str,
    relation: str,
    source: Actor | None,
    target: Actor | None,
    *,
    article: str = "a",
    modality: Modality = Modality.ACTUAL,
    speaker: Actor | None = None,
    attributed: bool = False,
    content: str | None = None,
    trigger: int = 0,
    mode: str | None = None,
) -> Statement:
    """Return a statement whose ends and speaker are the words A, B and S of ``text``."""
    return Statement(
        article,
        Span(0, len(text), text),
        Span(trigger, trigger + 1, text[trigger]),
        relation,
        named(text, "A", source),
        named(text, "B", target),
        attributed_to=named(text, "S", speaker) if attributed or speaker else None,
        modality=modality,
        content=content,
        mode=mode,
    )
