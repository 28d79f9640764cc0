"""``/outlets``: who published what was read."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api import cursors, filters, shapes, statuses, tables
from api.fresh import validated
from api.state import IndexOf
from kg import counts

router = APIRouter(
    tags=["Articles"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)


@router.get("/outlets", summary="List outlets", response_model=shapes.Page[shapes.Outlet])
def get(
    request: Request,
    response: Response,
    index: IndexOf,
    wanted: filters.SelectionOf,
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
    format_: tables.FormatOf = None,
) -> shapes.Page[shapes.Outlet] | Response:
    """The one with most statements first."""
    after = cursors.read(cursor, (int, str)) if cursor is not None else None
    ranked = [(-n, outlet, articles) for outlet, articles, n in counts.outlets(index, wanted)]
    left = [row for row in ranked if after is None or row[:2] > after]
    page = shapes.Page[shapes.Outlet](
        items=[shapes.Outlet(name=row[1], articles=row[2], statements=-row[0]) for row in left[:limit]],
        next=cursors.write(left[limit - 1][:2]) if len(left) > limit else None,
    )
    return tables.listed(request, response, format_, page, shapes.Outlet)
