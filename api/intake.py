"""``POST /articles``: an article comes in, by the same way as with ``kg build``."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext

from fastapi import APIRouter, Request, Response

from api import articles, draft, shapes, statuses
from api.access import allowed
from api.command import ran
from api.problems import Problem
from api.state import Serving, ServingOf
from kg.rdf.namespaces import article_graph
from kg.store import Store, StoreError

router = APIRouter(tags=["Articles"])

_SECONDS = 600.0  # what follows from all articles is derived afresh


@router.post(
    "/articles",
    summary="Store an article",
    status_code=201,
    openapi_extra=draft.described(draft.Draft),
    responses={
        200: {"description": "It was there already; if its text is another now, the old one is kept as a version."},
        **statuses.described(*statuses.SENT, *statuses.CHANGED, 409, 422),
    },
)
async def post(request: Request, response: Response, serving: ServingOf) -> shapes.Article:
    """Needs the token. It is read and stored in one transaction, and edges, counts, ledger, origins and index
    follow: `kg build` does it. Its id is of its address, or of its text if it has none; Location leads to it."""
    writer = allowed(request, serving)
    given = await draft.of(request, draft.Draft)
    key = await asyncio.to_thread(_key, given)
    async with writer.lent():
        before = await asyncio.to_thread(_there, serving, key)
        await ran("build", "-", article=given.fields(), settings=serving.settings, seconds=_SECONDS)
        stored = await asyncio.to_thread(_there, serving, key)
    if stored is None:
        raise Problem(409, "The graph holds this report already, under another id: the same text, outlet and day.")
    response.status_code = 201 if before is None else 200
    response.headers["Location"] = f"/articles/{key}"
    return stored


def _key(given: draft.Draft) -> str:
    """Return the id that the article gets. Raises Problem 422 naming the field that does not fit."""
    from kg.articles import article  # readers of many formats take a moment to import, and few services store

    try:
        return article({"language": "en", **given.fields()}).id
    except ValueError as bad:
        raise Problem(422, str(bad)) from None


def _there(serving: Serving, key: str) -> shapes.Article | None:
    """Return the article as the graph itself has it now: no snapshot may have been taken since, or none can be."""
    try:
        with _graph(serving) as store:
            there = store.native.contains_named_graph(article_graph(key))
            return articles.read(store, key) if there else None
    except (StoreError, OSError, RuntimeError) as bad:  # a process that writes beside us may take files away
        raise Problem(507 if StoreError(bad).no_space else 503, f"The graph cannot be read now: {bad}") from None


def _graph(serving: Serving) -> AbstractContextManager[Store]:
    if serving.settings.remote_query:
        return nullcontext(serving.view.store)
    return Store.open(serving.settings.store, read_only=True)
