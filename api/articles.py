"""``/articles``: what was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Query, Request, Response

from api import cursors, filters, shapes, statuses, tables
from api.ask import rows, text_value, values
from api.facts import statements
from api.fresh import validated
from api.problems import Problem
from api.state import IndexOf, StoreOf
from kg import listing
from kg.rdf.facts import day_or_none
from kg.rdf.namespaces import under
from kg.store import Store

router = APIRouter(
    tags=["Articles"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

SortOf = Annotated[str, filters.sorts(listing.ARTICLE_SORTS)]


@router.get("/articles", summary="List articles", response_model=shapes.Page[shapes.ArticleItem])
def get(
    request: Request,
    response: Response,
    index: IndexOf,
    wanted: filters.SelectionOf,
    publisher: Annotated[list[str] | None, Query(description="The same as outlet.", deprecated=True)] = None,
    sort: SortOf = "-published",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
    format_: tables.FormatOf = None,
) -> shapes.Page[shapes.ArticleItem] | Response:
    """The newest first, unless `sort` says otherwise: those with a statement as the filters want.

    With `outlet`, `from`, `to` and `q` alone, also those without any statement; `q` looks into titles, too.
    """
    named = tuple(filters.text("publisher", name) for name in publisher or ())
    order = filters.sorted_by(sort, listing.ARTICLE_SORTS)
    first = int if order.by == "statements" else str
    after = cursors.read(cursor, (first, str)) if cursor is not None else None
    kept = replace(wanted, outlet=(*wanted.outlet, *named))
    found = listing.articles(index, kept, order=order, limit=limit + 1, after=after)
    page = shapes.Page[shapes.ArticleItem](
        items=[_item(head) for _, head in found[:limit]],
        next=cursors.write(found[limit - 1][0]) if len(found) > limit else None,
    )
    return tables.listed(request, response, format_, page, shapes.ArticleItem)


def _item(head: listing.Head) -> shapes.ArticleItem:
    return shapes.ArticleItem(
        id=head.id,
        title=head.title,
        publisher=head.outlet,
        published=head.day or None,
        url=head.url,
        statements=head.statements,
    )


@router.get("/articles/{article:path}", summary="One article", responses={404: {"description": "No such article."}})
def one(article: str, store: StoreOf) -> shapes.Article:
    """Its text and all its statements in the order of the text; offsets count code points of `text`."""
    return read(store, article)


def read(store: Store, key: str) -> shapes.Article:
    """Return the article with this id. Raises Problem 404."""
    found = rows(
        store,
        f"""SELECT * {{ {text_value("id", key)} GRAPH ?g {{
        ?article schema:identifier ?id ; schema:articleBody ?text ; schema:inLanguage ?language .
        FILTER(isIRI(?article))
        OPTIONAL {{ ?article schema:headline ?title }}
        OPTIONAL {{ ?article schema:publisher/schema:name ?publisher }}
        OPTIONAL {{ ?article schema:datePublished ?published }}
        OPTIONAL {{ ?article schema:url ?url }} }} }}""",
    )
    if not found:
        raise Problem(404, f"There is no article with the id {key!r}; /articles lists those there are.")
    row = found[0]
    return shapes.Article(
        id=key,
        title=row.get("title"),
        publisher=row.get("publisher"),
        published=day_or_none(row.get("published")),
        url=row.get("url"),
        text=row["text"],
        language=row["language"],
        statements=statements(store, _statements_of(store, row["article"])),
    )


def _statements_of(store: Store, article: str) -> list[str]:
    found = rows(
        store,
        f"""SELECT ?s {{ {values("article", [ox.NamedNode(article)])} GRAPH ?g {{
        ?s a c:Statement ; c:article ?article ; c:evidence/oa:start ?start ; c:trigger/oa:start ?triggerStart }}
        }} ORDER BY ?start ?triggerStart STR(?s)""",
    )
    return [key for row in found if (key := under(row["s"], "statement")) is not None]
