"""Validators (RFC 9110 section 8.8): who has an answer already is told that it still holds, and nothing is computed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request, Response

from api.state import View, ViewOf


class NotModified(Exception):
    """What the client has is what it would get; ``headers`` say so."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("not modified")
        self.headers = headers


def validated(request: Request, response: Response, view: ViewOf) -> None:
    """Give the answer its ETag and Last-Modified. Raises NotModified if the client's copy is as new."""
    headers = _headers(request, view)
    if request.method in ("GET", "HEAD") and _holds(request, headers["ETag"], view.changed):
        raise NotModified(headers)
    response.headers.update(headers)
    request.state.validators = headers  # for a route that makes a response of its own


async def not_modified(_: Request, error: Exception) -> Response:
    """Return the 304."""
    if not isinstance(error, NotModified):
        raise error
    return Response(status_code=304, headers=error.headers)


def _headers(request: Request, view: View) -> dict[str, str]:
    asked = f"{view.tag}\0{request.url.path}\0{request.url.query}\0{request.headers.get('accept', '')}"
    return {
        "ETag": f'"{hashlib.sha256(asked.encode()).hexdigest()[:20]}"',
        "Last-Modified": format_datetime(view.changed, usegmt=True),
        "Cache-Control": "no-cache",
        "Vary": "Accept",
    }


def _holds(request: Request, tag: str, changed: datetime) -> bool:
    given = request.headers.get("if-none-match")
    if given is not None:  # then If-Modified-Since does not count (RFC 9110 section 13.1.3)
        return any(part.strip().removeprefix("W/") in (tag, "*") for part in given.split(","))
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        day = parsedate_to_datetime(since)
    except ValueError:
        return False
    return day.replace(tzinfo=day.tzinfo or UTC) >= changed
