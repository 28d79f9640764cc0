"""``/dyads``: ordered pairs of codes, counted in the index that the build keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import cursors, filters, shapes, statuses, tables
from api.fresh import validated
from api.state import IndexOf
from kg import counts
from kg.index import Code

router = APIRouter(
    tags=["Dyads"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

SortOf = Annotated[str, filters.sorts(counts.KEYS)]


@router.get("/dyads", summary="List pairs of actors", response_model=shapes.Page[shapes.Dyad])
def get(
    request: Request,
    response: Response,
    index: IndexOf,
    wanted: filters.SelectionOf,
    by: Annotated[counts.By | None, Query(description="Give each pair a row for each period, of this length.")] = None,
    sort: SortOf = "-statements",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
    format_: tables.FormatOf = None,
) -> shapes.Page[shapes.Dyad] | Response:
    """The pair with most statements first, unless `sort` says otherwise.

    `edges` are what articles themselves report as having happened; only they have a `score`.
    """
    order = filters.sorted_by(sort, counts.KEYS)
    after = cursors.read(cursor, (counts.KEYS[order.by], str, str, str)) if cursor is not None else None
    found = counts.pairs(index, wanted, by=by, order=order, limit=limit + 1, after=after)
    codes = index.codes()
    page = shapes.Page[shapes.Dyad](
        items=[dyad(pair, codes, by) for pair in found[:limit]],
        next=cursors.write(found[limit - 1].key) if len(found) > limit else None,
    )
    return tables.listed(request, response, format_, page, shapes.Dyad)


def dyad(pair: counts.Pair, codes: Mapping[str, Code], by: counts.By | None = None) -> shapes.Dyad:
    """Return the pair as it is shown."""
    return shapes.Dyad(
        source=shapes.End(code=pair.source, name=name(codes, pair.source)),
        target=shapes.End(code=pair.target, name=name(codes, pair.target)),
        period=period(pair.period, by),
        statements=pair.sum.statements,
        edges=pair.sum.edges,
        score=pair.sum.score,
        all_score=pair.sum.all_score,
        first=pair.first,
        last=pair.last,
        relations=shares(pair.relations),
    )


def name(codes: Mapping[str, Code], code: str) -> str:
    """Return what a code is called; a code without a label is its own name."""
    return codes[code].name if code in codes else code


def period(text: str | None, by: counts.By | None) -> str | None:
    """Return a period as ISO 8601 writes it; none stays none."""
    return counts.week(text) if text and by == "week" else text


def shares(relations: Mapping[str, tuple[int, int]]) -> list[shapes.Count]:
    """Return the counts by relation, the most frequent first."""
    return [
        shapes.Count(relation=code, statements=statements, edges=edges)
        for code, (statements, edges) in sorted(relations.items(), key=lambda item: (-item[1][0], item[0]))
    ]
