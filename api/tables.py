"""Lists as CSV (RFC 4180): one row an item, nested values under dotted names, what the JSON says.

A text that a spreadsheet would take for a formula begins with an apostrophe (`kg.cells`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from api import shapes
from api.negotiate import choose
from kg.cells import harmless

Format = Literal["json", "csv"]
FormatOf = Annotated[
    Format | None, Query(alias="format", description="How to write the list; without it, as Accept says, else JSON.")
]
List = TypeVar("List", bound=shapes.Page[Any])

_OFFERED = {"application/json": "json", "text/csv": "csv"}


def link(request: Request, response: Response, following: str | None) -> None:
    """Say in Link where the next page is, if there is one."""
    if following is not None:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        address = f"{request.url.path}?{urlencode([*kept, ('cursor', following)])}"
        response.headers["Link"] = f'<{address}>; rel="next"'


def listed(
    request: Request, response: Response, wanted: str | None, page: List, kind: type[shapes.Shape]
) -> List | Response:
    """Return the page as it is, or as CSV if that is ``wanted``; the address of the next one stands in Link."""
    link(request, response, page.next)
    if _chosen(request, wanted) == "json":
        return page
    text = table([item.model_dump(mode="json", by_alias=True) for item in page.items], columns(kind))
    return Response(text, media_type="text/csv; charset=utf-8", headers=dict(response.headers))


def _chosen(request: Request, wanted: str | None) -> str:
    accept = ", ".join(request.headers.getlist("accept")) or None
    return wanted or _OFFERED[choose(accept, _OFFERED) or "application/json"]


def table(items: Iterable[Mapping[str, object]], names: Iterable[str]) -> str:
    """Return a header line and one line an item; a cell without a value is empty."""
    out = io.StringIO()
    names = list(names)
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    for item in items:
        cells = dict(_flat(item, ""))
        writer.writerow({name: harmless(cells.get(name, "")) for name in names})
    return out.getvalue()


def columns(kind: type[shapes.Shape], above: str = "", deep: int = 0) -> Iterator[str]:
    """Yield the dotted names of what an item of this shape may hold, whether or not one does."""
    for name, field in kind.model_fields.items():
        inner = next(iter(_shapes(field.annotation)), None)
        if inner is None or issubclass(inner, shapes.Statement):  # a statement within a statement: its id stands beside
            yield above + (field.alias or name)
        else:
            yield from columns(inner, f"{above}{name}.", deep + 1)


def _shapes(annotation: object) -> Iterator[type[shapes.Shape]]:
    """Yield the shape that a field holds one of (not a list of it)."""
    for part in getattr(annotation, "__args__", (annotation,)):
        if (
            isinstance(part, type)
            and issubclass(part, shapes.Shape)
            and getattr(annotation, "__origin__", 0) is not list
        ):
            yield part


def _flat(item: Mapping[str, object], above: str) -> Iterator[tuple[str, object]]:
    for name, value in item.items():
        if isinstance(value, Mapping) and "nested" not in value:
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, Mapping):
            yield above + name, value["id"]
        elif isinstance(value, list):
            yield above + name, "; ".join(map(_cell, value))
        elif value is not None:
            yield above + name, value


def _cell(value: object) -> str:
    if isinstance(value, Mapping) and set(value) == {"relation", "statements", "edges"}:
        return f"{value['relation']} {value['statements']} ({value['edges']})"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
