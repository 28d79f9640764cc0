"""``POST /articles``: an article comes in, by the same way as with ``kg build``."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from api import articles, draft, shapes
from api.access import allowed
from api.command import ran
from api.problems import Problem
from api.state import ServingOf, View
from kg.rdf.namespaces import article_graph

router = APIRouter(tags=["Articles"])

_SECONDS = 600.0  # what follows from all articles is derived afresh


@router.post(
    "/articles",
    summary="Store an article",
    status_code=201,
    openapi_extra=draft.BODY,
    responses={
        200: {"description": "It was there already; if its text is another now, the old one is kept as a version."},
        409: {"description": "The same report is there under another id."},
    },
)
async def post(request: Request, response: Response, serving: ServingOf) -> shapes.Article:
    """Needs the token. It is read and stored in one transaction, and edges, counts, ledger, origins and index
    follow: `kg build` does it. Its id is of its address, or of its text if it has none; Location leads to it."""
    writer = allowed(request, serving)
    given = await draft.of(request)
    key = await asyncio.to_thread(_key, given)
    is_new = not _holds(await serving.fresh(), key)
    async with writer.lent():
        await ran("build", "-", article=given.fields(), settings=serving.settings, seconds=_SECONDS)
    view = await serving.fresh()
    if not _holds(view, key):
        raise Problem(409, "The graph holds this report already, under another id: the same text, outlet and day.")
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/articles/{key}"
    return await asyncio.to_thread(articles.read, view.store, key)


def _key(given: draft.Draft) -> str:
    """Return the id that the article gets. Raises Problem 422 naming the field that does not fit."""
    from kg.articles import article  # readers of many formats take a moment to import, and few services store

    try:
        return article({"language": "en", **given.fields()}).id
    except ValueError as bad:
        raise Problem(422, str(bad)) from None


def _holds(view: View, key: str) -> bool:
    return view.store.native.contains_named_graph(article_graph(key))
