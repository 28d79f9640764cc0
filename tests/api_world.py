"""A small world for the tests of the service: invented outlets, three kinds of voice, one hostile title."""

from __future__ import annotations

from datetime import date

from kg.model import Actor, Article, Mention, Modality, Span, Statement, When
from kg.rdf.provenance import Extractor
from kg.store import Store

CHINA = Actor("CHN", "China", "state", "CHN", "CHN", ("Beijing", "PRC"), "CN", "Q148")
RUSSIA = Actor("RUS", "Russia", "state", "RUS", "RUS", ("Moscow",), "RU", "Q159")
AMERICA = Actor("USA", "United States", "state", "USA", "USA", ("Washington", "US"), "US", "Q30")
EXTRACTOR = Extractor("0.1.0", "by hand", "none")

DENIAL = (
    "🕊️ China denied that Russia had asked it for drones. "
    "According to Washington, Russia plans to attack “soon”. "
    "China accused the United States of spreading rumours. Someone met Moscow."
)
HOSTILE_TITLE = "<script>alert(\"x\")</script> & 'quotes' \u202eright to left"


def span(text: str, words: str, nth: int = 0) -> Span:
    """Return where ``words`` stand in ``text`` for the nth time, from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), words)


def mention(text: str, words: str, actor: Actor | None, nth: int = 0) -> Mention:
    """Return the mention of ``actor`` by ``words``."""
    found = span(text, words, nth)
    return Mention(found.start, found.end, words, actor, "name")


def denial() -> tuple[Article, list[Statement]]:
    """A denial with its content, a claim with its speaker, and two reports of the outlet's own."""
    article = Article(
        "denial-1", DENIAL, HOSTILE_TITLE, "The Harbour Post", "https://news.example/denial-1", date(2022, 3, 14)
    )
    text = article.text
    first = span(text, "🕊️ China denied that Russia had asked it for drones.")
    second = span(text, "According to Washington, Russia plans to attack “soon”.")
    third = span(text, "China accused the United States of spreading rumours.")
    fourth = span(text, "Someone met Moscow.")
    asked = Statement(
        article.id,
        first,
        span(text, "asked"),
        "REQUEST",
        mention(text, "Russia", RUSSIA),
        mention(text, "it", CHINA),
        theme="drones",
        rule="ask",
        confidence=0.75,
    )
    denied = Statement(
        article.id,
        first,
        span(text, "denied"),
        "DENY",
        mention(text, "China", CHINA),
        content=asked.id,
        rule="deny",
        confidence=0.9,
    )
    planned = Statement(
        article.id,
        second,
        span(text, "attack"),
        "ASSAULT",
        mention(text, "Russia", RUSSIA, 1),
        attributed_to=mention(text, "Washington", AMERICA),
        modality=Modality.FUTURE,
        when=When("2022-03", "soon"),
        rule="attack",
    )
    accused = Statement(
        article.id,
        third,
        span(text, "accused"),
        "ACCUSE",
        mention(text, "China", CHINA, 1),
        mention(text, "the United States", AMERICA),
        mode="disapprove",
        theme="spreading rumours",
        rule="accuse",
    )
    met = Statement(
        article.id,
        fourth,
        span(text, "met"),
        "CONSULT",
        mention(text, "Someone", None),
        mention(text, "Moscow", RUSSIA),
        rule="meet",
    )
    return article, [denied, asked, planned, accused, met]


def second_article() -> tuple[Article, list[Statement]]:
    """An older article without a title, whose id needs encoding in an address."""
    text = "Russia did not threaten China."
    article = Article("https://news.example/a b?c=1#d", text, None, "Valley Gazette", None, date(2021, 12, 1))
    threat = Statement(
        article.id,
        span(text, text),
        span(text, "threaten"),
        "THREATEN",
        mention(text, "Russia", RUSSIA),
        mention(text, "China", CHINA),
        modality=Modality.NEGATED,
        rule="threaten",
    )
    return article, [threat]


def undated() -> tuple[Article, list[Statement]]:
    """An article of which nothing is known but its text."""
    text = "China held talks with Russia."
    article = Article("undated", text)
    talks = Statement(
        article.id,
        span(text, text),
        span(text, "talks"),
        "CONSULT",
        mention(text, "China", CHINA),
        mention(text, "Russia", RUSSIA),
        rule="talks",
    )
    return article, [talks]


def world() -> Store:
    """A store in memory with all of it."""
    store = Store.memory()
    for article, statements in (denial(), second_article(), undated()):
        store.put(article, statements, EXTRACTOR)
    store.put_actors([CHINA, RUSSIA, AMERICA])
    store.derive()
    return store
