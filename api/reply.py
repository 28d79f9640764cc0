"""The HTTP response of an answer: at once where it is whole, else streamed as it comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastapi.responses import Response, StreamingResponse

from api.negotiate import content_type
from api.pool import Answer


def reply(answer: Answer, more: Mapping[str, str] | None = None) -> Response:
    """Return the response, with the headers of ``more``."""
    headers = {"Content-Type": content_type(answer.media), "Vary": "Accept", **(more or {})}
    if answer.whole is not None:
        return Response(answer.whole, headers=headers)
    return StreamingResponse(answer.chunks, headers=headers)


def described(medias: Iterable[str]) -> dict[str, dict[str, object]]:
    """Return how OpenAPI describes an answer of one of these types."""
    return {media: {"schema": {} if "json" in media else {"type": "string"}} for media in medias}
