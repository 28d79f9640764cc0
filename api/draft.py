"""An article that a client sends: its text, and what is known of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar

from fastapi import Request
from pydantic import ConfigDict, Field, StringConstraints, ValidationError

from api import bodies, shapes
from api.problems import Problem

MOST = 20_000
"""Characters of a text."""

_OTHERS = 5_000  # characters of all other fields, with their names
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
    content = {"application/json": {"schema": kind.model_json_schema(), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


async def of(request: Request, kind: type[_Kind]) -> _Kind:
    """Return the article in the body of a request. Raises Problem 413, 415, 422 naming the field."""
    content = await bodies.read(request, _ESCAPED * (MOST + _OTHERS))
    try:
        return kind.model_validate_json(content)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        raise Problem(422, f"{place}: {first['msg']}") from None
