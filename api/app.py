"""The application: routes over one store, on one screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import actors, articles, dyads, graph, health, outlets, pages, problems, sparql, statements, timeline
from api.description import Described
from api.fresh import NotModified, not_modified
from api.headers import HeadAsGet, SafeHeaders
from api.state import View
from kg import __version__
from kg.settings import Settings
from kg.store import Store

PARTS = (sparql, statements, actors, articles, dyads, timeline, graph, outlets, health, pages)
_SUMMARY = "Who said and did what to whom, according to whom, with the sentence to prove it."


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.view.close()


def create_app(store: Store, settings: Settings) -> FastAPI:
    """Return the application over ``store``. The store stays the caller's to close."""
    app = Described(
        title="communique", version=__version__, summary=_SUMMARY, docs_url=None, redoc_url=None, lifespan=_lifespan
    )
    app.state.view = View(store)
    app.state.settings = settings
    app.add_middleware(HeadAsGet)
    app.add_middleware(SafeHeaders)
    problems.install(app)
    app.add_exception_handler(NotModified, not_modified)
    for part in PARTS:
        app.include_router(part.router)
    app.state.routes = [route for part in PARTS for route in part.router.routes]
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    return app
