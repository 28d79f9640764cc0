"""An article that a client sends: its text, and what is known of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar

from fastapi import Request
from pydantic import ConfigDict, Field, StringConstraints, ValidationError

from api import bodies, shapes
from api.problems import Problem, plain

MOST = 20_000
"""Characters of a text."""

_OTHERS = 5_000  # characters of all other fields, with their names
_NAMED = 100  # characters of a field that does not fit, where it is named
_JSON = "application/json"
_ESCAPED = 12  # bytes of one character, when JSON escapes it as two surrogates


class Draft(shapes.Shape):
    """A text, and what is known of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST)]
    title: Annotated[str | None, Field(max_length=500)] = None
    publisher: Annotated[str | None, Field(max_length=200)] = None
    published: date | None = None
    url: Annotated[str | None, Field(max_length=2000)] = None
    author: Annotated[str | None, Field(max_length=200)] = None

    def fields(self) -> dict[str, object]:
        """Return what is known, by the names of `kg.articles.FIELDS`."""
        return self.model_dump(mode="json", exclude_none=True)


_Kind = TypeVar("_Kind", bound=Draft)


def described(kind: type[Draft]) -> dict[str, object]:
    """Return how a body of this kind is described."""
    example = {"text": "China denied that Russia had asked it for drones.", "published": "2022-03-14"}
    content = {_JSON: {"schema": kind.model_json_schema(), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


async def of(request: Request, kind: type[_Kind]) -> _Kind:
    """Return the article in the body of a request. Raises Problem 413, 415, 422 naming the field."""
    media = bodies.media(request)
    content = await bodies.read(request, _ESCAPED * (MOST + _OTHERS))
    try:
        return kind.model_validate_json(content)
    except ValidationError as wrong:
        raise _problem(wrong, kind, media) from None


def _problem(wrong: ValidationError, kind: type[Draft], media: str) -> Problem:
    """Return what a client is told whose body, of this media type, is no article of this kind."""
    first = wrong.errors()[0]
    what, message = first["type"], plain(first)
    place = ".".join(map(str, first["loc"]))[:_NAMED] or "the body"
    if what == "json_invalid" and media not in ("", _JSON):
        return Problem(415, f"Send the article as {_JSON}, an object with its text; the body came as {media}.")
    if what == "model_type":
        message = "expected an object with the text of an article; send several articles one after the other"
    elif what == "extra_forbidden" and place == "id":
        message = (
            "leave it out; the id of an article that comes in follows from its url, or from its text if it has none"
        )
    elif what == "extra_forbidden":
        message = f"no such field; an article has {', '.join(kind.model_fields)}"
    return Problem(422, f"{place}: {message}")
