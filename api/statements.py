"""``/statements``: who said and did what to whom, with the sentence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import cursors, filters, shapes, tables
from api.facts import statements as read_statements
from api.fresh import validated
from api.problems import Problem
from api.state import StoreOf, ViewOf
from kg import listing

router = APIRouter(tags=["Statements"], dependencies=[Depends(filters.only_known), Depends(validated)])

SortOf = Annotated[
    str, Query(json_schema_extra={"enum": filters.sorts(listing.STATEMENT_SORTS)}, description="The order.")
]


@router.get("/statements", summary="List statements", response_model=shapes.Page[shapes.Statement])
def get(
    request: Request,
    response: Response,
    view: ViewOf,
    wanted: filters.SelectionOf,
    sort: SortOf = "-published",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
    format_: tables.FormatOf = None,
) -> shapes.Page[shapes.Statement] | Response:
    """The newest article first, within it in the order of the text, unless `sort` says otherwise.

    `relation=ACCUSE` answers who accused whom; `relation=DENY&source=CHN` what China denies;
    `attributed_to=none&modality=actual` what the outlets themselves report as having happened.
    """
    order = filters.sorted_by(sort, listing.STATEMENT_SORTS)
    first = float if order.by == "confidence" else str
    after = cursors.read(cursor, (first, str, int, int, str)) if cursor is not None else None
    keys = listing.statements(view.index, wanted, order=order, limit=limit + 1, after=after)
    items = read_statements(view.store, [str(key[-1]) for key in keys[:limit]])
    following = cursors.write(keys[limit - 1]) if len(keys) > limit else None
    page = shapes.Page[shapes.Statement](items=items, next=following)
    return tables.listed(request, response, format_, page, shapes.Statement)


@router.get("/statements/{statement}", summary="One statement", responses={404: {"description": "No such statement."}})
def one(statement: str, store: StoreOf) -> shapes.Statement:
    """The statement with this id, with its content nested."""
    found = read_statements(store, [statement])
    if not found:
        raise Problem(404, f"There is no statement with the id {statement!r}.")
    return found[0]
