"""Errors on their way out: a status and a sentence (RFC 9457), for people as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Route

from api.guard import Refused
from api.negotiate import prefers_html
from kg.remote import RemoteError
from kg.store import StoreError

PAGES = ("/", "/article/", "/actor/", "/docs")


@dataclass(frozen=True, slots=True)
class Fault:
    """One field of a request that does not fit; ``allowed`` lists what would, where that is a list."""

    field: str
    message: str
    allowed: tuple[str, ...] | None = None


class Problem(Exception):
    """An error with its HTTP status, a sentence that the user can act on, and the fields at fault."""

    def __init__(
        self, status: int, detail: str, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem+json answer, or a page where a page was asked for."""
    app.add_exception_handler(Problem, told)
    app.add_exception_handler(Refused, told)
    app.add_exception_handler(RemoteError, _unreadable)
    app.add_exception_handler(StoreError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """Return ``problem`` as the kind of answer that fits ``request``."""
    title = HTTPStatus(problem.status).phrase
    if _is_page(request.url.path) and prefers_html(request.headers.get("accept")):
        return HTMLResponse(_page(title, problem), problem.status, headers)
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.faults:
        body["errors"] = [{k: v for k, v in asdict(fault).items() if v is not None} for fault in problem.faults]
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


def _is_page(path: str) -> bool:
    return path in PAGES or any(path.startswith(page) for page in PAGES if page.endswith("/") and page != "/")


def _page(title: str, problem: Problem) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="/static/page.css"></head><body><main class="message">'
        f"<h1>{problem.status} {escape(title)}</h1><p>{escape(problem.detail)}</p>"
        '<p><a href="/">To the first page</a></p></main></body></html>'
    )


def told(request: Request, error: Exception) -> Response:
    """Return what the client is told of a Problem or a refused query; another error is raised again."""
    if isinstance(error, Refused):
        return answer(request, Problem(error.status, str(error)))
    if not isinstance(error, Problem):
        raise error
    return answer(request, error, error.headers)


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers) if error.headers else {}
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
    return answer(request, Problem(error.status_code, _sentence(request, error)), headers)


def _methods(request: Request) -> list[str]:
    """Return the methods of all routes at this path; Starlette's own header names only the first."""
    routes = (route for route in request.app.state.routes if isinstance(route, Route))
    found = {method for route in routes if route.path_regex.match(request.url.path) for method in route.methods or ()}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _sentence(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return f"There is nothing at {request.url.path}; /docs lists what there is."
    if error.status_code == 405:
        return f"{request.method} is not a method of {request.url.path}."
    return str(error.detail)


_DATES = frozenset(("date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"))


def plain(fault: Mapping[str, Any]) -> str:
    """Return what pydantic found, in plain words."""
    return "a day is written as 2022-03-15" if fault["type"] in _DATES else str(fault["msg"])


def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [Fault(".".join(str(part) for part in fault["loc"][1:]), plain(fault)) for fault in error.errors()]
    detail = "; ".join(f"{fault.field}: {fault.message}" for fault in faults)
    return answer(request, Problem(422, detail, faults))


def _unreadable(request: Request, error: Exception) -> Response:
    status = 502 if isinstance(error, RemoteError) else 503
    return answer(request, Problem(status, f"The graph cannot be read now: {error}"))


def _unexpected(request: Request, _: Exception) -> Response:
    """Starlette logs the error with its trace after this answer is sent."""
    return answer(request, Problem(500, "The service failed at this request; its log says why."))
