"""``/extract``: what would be found in a text. Nothing is stored.

``kg extract`` does the work, in a process of its own: the service never imports spaCy, and what takes too long ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints, ValidationError

from api import bodies, shapes
from api.problems import Problem
from api.words import in_words
from kg.lexicon.vocabulary import relations
from kg.settings import Settings

router = APIRouter(tags=["Articles"])

MOST = 20_000
"""Characters of a text."""

_SECONDS = 60.0
_NICE = 10
_ID = "draft"


class Draft(shapes.Shape):
    """A text that is not stored, and what is known of it."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST)]
    title: Annotated[str | None, Field(max_length=500)] = None
    publisher: Annotated[str | None, Field(max_length=200)] = None
    published: date | None = None


class Busy(Problem):
    """Another text is being read."""

    def __init__(self) -> None:
        super().__init__(429, "Another text is being read; try again in a few seconds.", headers={"Retry-After": "5"})


_turn = asyncio.Semaphore(1)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": Draft.model_json_schema(),
                "example": {"text": "China denied that Russia had asked it for drones.", "published": "2022-03-14"},
            }
        },
    }
}


@router.post("/extract", summary="Read a text without storing it", openapi_extra=_BODY)
async def post(request: Request) -> shapes.Article:
    """What `kg build` would find in it, in the order of the text; offsets count code points of `text`."""
    draft = _draft(await bodies.read(request, 8 * MOST))
    if _turn.locked():
        raise Busy
    async with _turn:
        found = await _found(draft, request.app.state.settings)
    head = shapes.ArticleHead(
        id=_ID,
        title=draft.title,
        publisher=draft.publisher,
        published=draft.published.isoformat() if draft.published else None,
    )
    return shapes.Article(**head.model_dump(), text=draft.text, language="en", statements=_statements(found, head))


def _draft(content: bytes) -> Draft:
    try:
        return Draft.model_validate_json(content)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        raise Problem(422, f"{place}: {first['msg']}") from None


async def _found(draft: Draft, settings: Settings) -> list[dict[str, Any]]:
    article = {"id": _ID, **draft.model_dump(mode="json", exclude_none=True)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kg.cli", "--model", settings.model, "extract", "-"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=_gently,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            out, err = await process.communicate(json.dumps(article).encode())
    except TimeoutError:
        raise Problem(503, f"Reading the text took longer than {_SECONDS:g} seconds; send a shorter one.") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    if process.returncode:
        words = err.decode(errors="replace").strip().splitlines()
        raise Problem(422, f"The text cannot be read: {words[-1] if words else 'no reason was given'}")
    return [json.loads(line) for line in out.decode().splitlines()]


def _gently() -> None:
    os.nice(_NICE)


def _statements(found: Iterable[Mapping[str, Any]], head: shapes.ArticleHead) -> list[shapes.Statement]:
    """Return the statements as they would be read back from the graph: with contents nested and in plain words."""
    facts = {fact["id"]: fact for fact in found}
    parents = {fact["content"]: key for key, fact in reversed(facts.items()) if fact["content"]}
    built = {key: _built(key, facts, head, ()) for key in facts}
    return [_placed(built[key], built.get(parents.get(key, ""))) for key in facts]


def _built(
    key: str, facts: Mapping[str, Mapping[str, Any]], head: shapes.ArticleHead, above: tuple[str, ...]
) -> shapes.Statement:
    fact = facts[key]
    content = fact["content"]
    nested = _built(content, facts, head, (*above, key)) if content in facts and content not in (*above, key) else None
    bare = shapes.Statement(**fact, quad=relations()[fact["relation"]].quad, plain="", about=head, nested=nested)
    return bare.model_copy(update={"plain": in_words(bare)})


def _placed(statement: shapes.Statement, parent: shapes.Statement | None) -> shapes.Statement:
    if parent is None:
        return statement
    within = shapes.Within(id=parent.id, relation=parent.relation, plain=parent.plain)
    plain = f"{statement.plain} (said only within: {parent.plain})"
    return statement.model_copy(update={"within": within, "plain": plain})
