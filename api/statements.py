"""``/statements``: who said and did what to whom, with the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from api import cursors, filters, linked, shapes, statuses, tables
from api.facts import statements as read_statements
from api.fresh import validated
from api.negotiate import choose
from api.problems import Problem
from api.state import StoreOf, ViewOf
from kg import listing
from kg.store import Store

router = APIRouter(
    tags=["Statements"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

SortOf = Annotated[str, filters.sorts(listing.STATEMENT_SORTS)]


FormatOf = Annotated[
    Literal["json", "csv", "jsonld"] | None,
    Query(alias="format", description="How to write the list; without it, as Accept says, else JSON."),
]
_LINKED: dict[int | str, dict[str, Any]] = {200: {"content": {linked.MEDIA: {"schema": {"type": "object"}}}}}


@router.get(
    "/statements", summary="List statements", response_model=shapes.Page[shapes.Statement], responses={**_LINKED}
)
def get(
    request: Request,
    response: Response,
    view: ViewOf,
    wanted: filters.SelectionOf,
    sort: SortOf = "-published",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
    format_: FormatOf = None,
) -> shapes.Page[shapes.Statement] | Response:
    """The newest article first, within it in the order of the text, unless `sort` says otherwise.

    `relation=ACCUSE` answers who accused whom; `relation=DENY&source=CHN` what China denies;
    `attributed_to=none&modality=actual` what the outlets themselves report as having happened. As JSON-LD, the page is
    the statements' triples as they stand in the graph, and the next page's address stands in Link.
    """
    order = filters.sorted_by(sort, listing.STATEMENT_SORTS)
    first = float if order.by == "confidence" else str
    after = cursors.read(cursor, (first, str, int, int, str)) if cursor is not None else None
    keys = listing.statements(view.index, wanted, order=order, limit=limit + 1, after=after)
    ids = [str(key[-1]) for key in keys[:limit]]
    following = cursors.write(keys[limit - 1]) if len(keys) > limit else None
    if format_ == "jsonld" or (format_ is None and _is_linked(request)):
        tables.link(request, response, following)
        return _linked(view.store, ids, response)
    page = shapes.Page[shapes.Statement](items=read_statements(view.store, ids), next=following)
    return tables.listed(request, response, format_, page, shapes.Statement)


@router.get(
    "/statements/{statement}",
    summary="One statement",
    response_model=shapes.Statement,
    responses={**_LINKED, 404: {"description": "No such statement, or none that is whole."}},
)
def one(statement: str, store: StoreOf, request: Request, response: Response) -> shapes.Statement | Response:
    """The statement with this id, with its content nested; as JSON or JSON-LD, as Accept says."""
    found = read_statements(store, [statement])
    if not found:
        raise Problem(404, f"There is no statement with the id {statement!r}, or none that is whole.")
    return _linked(store, [statement], response) if _is_linked(request) else found[0]


def _is_linked(request: Request) -> bool:
    """Whether Accept prefers JSON-LD to what else there is."""
    offered = {"application/json": 0, "text/csv": 0, linked.MEDIA: 0}
    return choose(", ".join(request.headers.getlist("accept")) or None, offered) == linked.MEDIA


def _linked(store: Store, ids: Sequence[str], response: Response) -> Response:
    return Response(linked.json_ld(store, ids), media_type=linked.MEDIA, headers=dict(response.headers))
