"""``/sparql`` ahead of the framework: of the time that a look-up spends in Python, half was the way to its function."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.guard import Refused
from api.problems import Problem


class Shortcut:
    """Calls the functions of ``routes``, which take the request and nothing else, and leaves all else to ``app``.

    Each answers here as it would there; FastAPI has them for its description, and for other methods.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self._routes = {
            (method, route.path): route
            for route in routes
            if isinstance(route, APIRoute)
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if route is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = route
        request = Request(scope, receive, send)
        try:
            response = await route.endpoint(request)
        except (Problem, Refused) as error:
            response = problems.told(request, error)
        await response(scope, receive, send)
