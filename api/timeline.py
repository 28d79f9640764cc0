"""``/timeline``: how much, and how hostile, in each day, week, month or year."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import cursors, filters, shapes, statuses, tables
from api.dyads import period
from api.fresh import validated
from api.state import IndexOf
from kg import counts

router = APIRouter(
    tags=["Timeline"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

Most = Annotated[int, Query(ge=1, le=10_000, description="Most items of a page.")]


@router.get("/timeline", summary="Count over time", response_model=shapes.Timeline)
def get(
    request: Request,
    response: Response,
    index: IndexOf,
    wanted: filters.SelectionOf,
    by: Annotated[counts.By, Query(description="The length of a period.")] = "month",
    split: Annotated[
        counts.Split | None,
        Query(description="Count apart: each direction of each pair, each relation, quad class or outlet."),
    ] = None,
    sort: Annotated[str, filters.sorts(("period",), None)] = "period",
    limit: Most = 1000,
    cursor: filters.Cursor = None,
    format_: tables.FormatOf = None,
) -> shapes.Timeline | Response:
    """The oldest period first. A period without statements is left out; `undated` counts what has no date.

    `between=CHN&between=USA&split=direction` shows what either does to the other.
    """
    order = filters.sorted_by(sort, ("period",))
    begin = cursors.read(cursor, (int,))[0] if cursor is not None else 0
    if not isinstance(begin, int) or begin < 0:
        raise cursors.unknown()
    end = begin + limit
    part = slice(-1 - begin, -1 - end, -1) if order.down else slice(begin, end)
    points, count = counts.timeline(index, wanted, by, split, part)
    page = shapes.Timeline(
        items=[_item(point, by) for point in points],
        next=cursors.write([end]) if count > end else None,
        undated=counts.undated(index, wanted),
    )
    return tables.listed(request, response, format_, page, shapes.Point)


def _item(point: counts.Point, by: counts.By) -> shapes.Point:
    label = period(point.period, by) or ""
    first, last = counts.span(label)
    return shapes.Point(
        period=label,
        start=first.isoformat(),
        end=last.isoformat(),
        **point.group,
        statements=point.sum.statements,
        edges=point.sum.edges,
        score=point.sum.score,
        all_score=point.sum.all_score,
    )
