"""``/articles``: what was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Query

from api import cursors, filters, shapes
from api.ask import rows, values
from api.facts import statements
from api.problems import Problem
from api.state import StoreOf
from api.statements import in_period
from kg.rdf.namespaces import local
from kg.store import Store

router = APIRouter(tags=["Articles"])


@router.get("/articles", summary="List articles")
def get(
    store: StoreOf,
    publisher: Annotated[str | None, Query(description="The name of an outlet.")] = None,
    start: Annotated[date | None, Query(alias="from", description="First day of publication.")] = None,
    end: Annotated[date | None, Query(alias="to", description="Last day of publication.")] = None,
    q: Annotated[
        str | None, Query(description="Words that stand together in the title; case does not count.", max_length=200)
    ] = None,
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
) -> shapes.Page[shapes.ArticleItem]:
    """The newest first."""
    period = filters.of_period(start, end)
    clauses = " ".join(_clauses(publisher, period, q, cursor))
    found = rows(
        store,
        f"""SELECT ?articleId ?title ?publisher ?day ?url (COUNT(?s) AS ?n) {{ {clauses}
        OPTIONAL {{ GRAPH ?g {{ ?s a c:Statement }} }} }}
        GROUP BY ?articleId ?title ?publisher ?day ?url ORDER BY DESC(?day) ?articleId LIMIT {limit + 1}""",
    )
    shown = found[:limit]
    items = [
        shapes.ArticleItem(
            id=row["articleId"],
            title=row.get("title"),
            publisher=row.get("publisher"),
            published=row["day"] or None,
            url=row.get("url"),
            statements=int(row["n"]),
        )
        for row in shown
    ]
    following = None
    if len(found) > limit:
        following = cursors.write([shown[-1]["day"], shown[-1]["articleId"]])
    return shapes.Page[shapes.ArticleItem](items=items, next=following)


@router.get("/articles/{article:path}", summary="One article", responses={404: {"description": "No such article."}})
def one(article: str, store: StoreOf) -> shapes.Article:
    """Its text and all its statements in the order of the text; offsets count code points of `text`."""
    return read(store, article)


def read(store: Store, key: str) -> shapes.Article:
    """Return the article with this id. Raises Problem 404."""
    found = rows(
        store,
        f"""SELECT * {{ {filters.text_value("id", key)} GRAPH ?g {{
        ?article schema:identifier ?id ; schema:articleBody ?text ; schema:inLanguage ?language .
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
        published=row.get("published"),
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
    return [local(row["s"], "statement") for row in found]


def _clauses(publisher: str | None, period: filters.Period, q: str | None, cursor: str | None) -> Iterator[str]:
    if publisher is not None:
        yield filters.text_value("publisher", publisher)
        yield "GRAPH ?g { ?article schema:publisher/schema:name ?publisher }"
    yield """GRAPH ?g { ?article a schema:NewsArticle ; schema:identifier ?articleId .
        OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:datePublished ?published }
        OPTIONAL { ?article schema:publisher/schema:name ?publisher } OPTIONAL { ?article schema:url ?url } }
        BIND(COALESCE(STR(?published), "") AS ?day)"""
    yield from in_period(period)
    if q:
        yield filters.text_value("q", q)
        yield "FILTER(CONTAINS(LCASE(?title), LCASE(?q)))"
    if cursor is not None:
        day, key = cursors.read(cursor, (str, str))
        yield filters.text_value("cursor", str(day)) + " " + filters.text_value("afterId", str(key))
        yield "FILTER(?day < ?cursor || (?day = ?cursor && ?articleId > ?afterId))"
