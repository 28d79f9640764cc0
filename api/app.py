"""The application: routes over one store, on one screen."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import actors, articles, dyads, health, pages, problems, sparql, statements
from api.description import Described
from api.headers import HeadAsGet, SafeHeaders
from kg import __version__
from kg.settings import Settings
from kg.store import Store

PARTS = (sparql, statements, actors, articles, dyads, health, pages)
_SUMMARY = "Who said and did what to whom, according to whom, with the sentence to prove it."


def create_app(store: Store, settings: Settings) -> FastAPI:
    """Return the application over ``store``. The store stays the caller's to close."""
    app = Described(title="communique", version=__version__, summary=_SUMMARY, docs_url=None, redoc_url=None)
    app.state.store = store
    app.state.settings = settings
    app.add_middleware(HeadAsGet)
    app.add_middleware(SafeHeaders)
    problems.install(app)
    for part in PARTS:
        app.include_router(part.router)
    app.state.routes = [route for part in PARTS for route in part.router.routes]
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    return app
