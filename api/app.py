"""The application: routes over one store, on one screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig

from api import (
    actors,
    articles,
    dyads,
    extract,
    graph,
    graphs,
    health,
    intake,
    measures,
    outlets,
    pages,
    problems,
    queries,
    sparql,
    statements,
    statuses,
    timeline,
)
from api.description import Described
from api.fresh import NotModified, not_modified
from api.headers import HeadAsGet, SafeHeaders
from api.observe import Figures, Observed
from api.shortcut import Shortcut
from api.state import Serving
from kg import __version__
from kg.settings import Settings
from kg.store import Store

PARTS = (
    sparql, graphs, statements, actors, articles, dyads, timeline, graph, measures, outlets, extract, intake,
    queries, health, pages,
)  # fmt: skip
_NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, auto_configure=False)  # see `observe`
_SUMMARY = "Who said and did what to whom, according to whom, with the sentence to prove it."


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with app.state.serving.running():
        yield


def create_app(store: Store | Serving, settings: Settings) -> FastAPI:
    """Return the application over a store, which stays the caller's to close, or over what `api.state` follows."""
    app = Described(
        title="communique",
        version=__version__,
        summary=_SUMMARY,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        telemetry=_NO_TELEMETRY,
        responses=statuses.described(*statuses.ALWAYS),
    )
    app.state.serving = store if isinstance(store, Serving) else Serving.over(store, settings)
    app.state.settings = settings
    app.state.figures = Figures()
    app.add_middleware(Shortcut, routes=sparql.router.routes)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SafeHeaders)
    if settings.cors:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors.split(","),
            allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Link", "Location", "X-Request-Id"],
        )
    app.add_middleware(Observed, figures=app.state.figures, log_queries=settings.log_queries)
    problems.install(app)
    app.add_exception_handler(NotModified, not_modified)
    for part in PARTS:
        app.include_router(part.router)
    app.state.routes = [route for part in PARTS for route in part.router.routes]
    app.mount("/static", GZipMiddleware(StaticFiles(directory=pages.STATIC), minimum_size=1000), name="static")
    return app
