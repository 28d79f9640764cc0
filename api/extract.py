"""``/extract``: what would be found in a text, and why. Nothing is stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import StringConstraints

from api import draft, shapes, statuses
from api.command import ran
from api.problems import Problem
from api.words import in_words, placed
from kg.lexicon.vocabulary import relations

router = APIRouter(tags=["Articles"])

_SECONDS = 60.0


class Reading(draft.Draft):
    """A text to read; with the ``id`` of an article of the graph, what was decided for that one alone counts."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = "draft"


class Known(shapes.Shape):
    """Who is meant; ``title`` is what the text calls somebody whom no seed knows."""

    id: str
    code: str
    name: str
    kind: str
    title: str | None


class Origin(shapes.Shape):
    """A row of the seeds (``states.tsv:41``), and what it gave."""

    place: str
    gave: str


class Named(shapes.Span):
    """Words that stand for somebody (``actor`` null: for nobody who is known): by which rule, which rows of the seeds,
    which decisions."""

    actor: Known | None
    rule: str
    meaning: str
    origins: list[Origin]
    decisions: list[str]


class Argument(shapes.Shape):
    """A part of the sentence that belongs to a trigger word: its label in the grammar, and its words."""

    label: str
    words: str


class Sense(shapes.Shape):
    """A row of the trigger lexicon: its rule, its tests, and why it decides or was passed over."""

    rule: str
    tests: str
    verdict: str


class Word(shapes.Span):
    """A word that is in the trigger lexicon, its arguments, and its senses in the order in which they are tried."""

    arguments: list[Argument]
    senses: list[Sense]


class Token(shapes.Shape):
    """A word as it was parsed: part of speech (Penn), dependency, and which word of the sentence (from 0) it is of."""

    text: str
    tag: str
    dep: str
    head: int


class Explained(shapes.Article):
    """A text with what was found in it, and the reasons."""

    actors: list[Named]
    words: list[Word]
    sentences: list[list[Token]]


class Busy(Problem):
    """Another text is being read."""

    def __init__(self) -> None:
        super().__init__(429, "Another text is being read; try again in a few seconds.", headers={"Retry-After": "5"})


_turn = asyncio.Semaphore(1)


@router.post(
    "/extract",
    summary="Read a text without storing it",
    openapi_extra=draft.described(Reading),
    responses=statuses.described(*statuses.SENT, 422, 429),
)
async def post(request: Request) -> Explained:
    """What `kg build` would find in it, in the order of the text, and why (`kg explain`): who is who by which rule,
    which senses of each trigger word were tried, the parse. Offsets count code points of `text`. With the `id` of a
    stored article, what was decided for that article alone counts, too."""
    given = await draft.of(request, Reading)
    if _turn.locked():
        raise Busy
    async with _turn:
        found = await ran(
            *("explain", "-", "--format", "json"),
            article=given.fields(),
            settings=request.app.state.settings,
            seconds=_SECONDS,
        )
    told = json.loads(found)
    head = shapes.ArticleHead(
        id=given.id, title=given.title, publisher=given.publisher, published=told["published"], url=given.url
    )
    return Explained(
        **head.model_dump(),
        text=given.text,
        language=told["language"],
        statements=_statements(told["statements"], head),
        actors=told["actors"],
        words=told["words"],
        sentences=told["sentences"],
    )


def _statements(found: Iterable[Mapping[str, Any]], head: shapes.ArticleHead) -> list[shapes.Statement]:
    """Return the statements as they would be read back from the graph: with contents nested and in plain words."""
    facts = {fact["id"]: fact for fact in found}
    parents = {fact["content"]: key for key, fact in reversed(facts.items()) if fact["content"]}
    built = {key: _built(key, facts, head, ()) for key in facts}
    return [placed(built[key], built.get(parents.get(key, ""))) for key in facts]


def _built(
    key: str, facts: Mapping[str, Mapping[str, Any]], head: shapes.ArticleHead, above: tuple[str, ...]
) -> shapes.Statement:
    fact = facts[key]
    content = fact["content"]
    nested = _built(content, facts, head, (*above, key)) if content in facts and content not in (*above, key) else None
    bare = shapes.Statement(**fact, quad=relations()[fact["relation"]].quad, plain="", about=head, nested=nested)
    return bare.model_copy(update={"plain": in_words(bare)})
