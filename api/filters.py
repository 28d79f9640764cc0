"""The filters that lists, counts and the graph share, checked against the vocabulary and the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from api.problems import Fault, Problem
from api.state import IndexOf
from kg.counts import Order
from kg.index import Index
from kg.lexicon.vocabulary import relations
from kg.model import Modality
from kg.selection import Dates, Selection

OWN_VOICE = "none"
"""The value of ``attributed_to`` that stands for the article's own voice."""

ANYBODY = "any"
"""The value of ``attributed_to`` that stands for whoever is quoted, known or not."""


@lru_cache(maxsize=1)
def _modes() -> tuple[str, ...]:
    return tuple(sorted({mode for relation in relations().values() for mode in relation.modes}))


def _enum(values: Iterable[str]) -> dict[str, object]:
    return {"items": {"type": "string", "enum": list(values)}}


RelationOf = Annotated[
    list[str] | None,
    Query(description="Relation codes; several mean any of them.", json_schema_extra=_enum(relations())),
]
QuadOf = Annotated[
    list[str] | None,
    Query(
        description="Quad classes; several mean any of them.",
        json_schema_extra=_enum(sorted({r.quad for r in relations().values()})),
    ),
]
CodeOf = Annotated[
    list[str] | None,
    Query(description="Codes of actors (`CHN`, `NATO`); several mean any of them. /actors finds them."),
]
Limit = Annotated[int, Query(ge=1, le=500, description="Most items of a page.")]
Cursor = Annotated[str | None, Query(max_length=4000, description="`next` of the page before.")]


def selection(
    index: IndexOf,
    actor: Annotated[list[str] | None, Query(description="Codes that are source or target.")] = None,
    source: CodeOf = None,
    target: CodeOf = None,
    between: Annotated[
        list[str] | None,
        Query(description="Codes among which both source and target are: of two codes, the pair in both directions."),
    ] = None,
    relation: RelationOf = None,
    quad: QuadOf = None,
    mode: Annotated[list[str] | None, Query(description="Modes of relations (`allege`, `expel`).")] = None,
    modality: Annotated[list[str] | None, Query(json_schema_extra=_enum(m.value for m in Modality))] = None,
    attributed_to: Annotated[
        list[str] | None,
        Query(description="Codes of speakers; `none` is the article's own voice, `any` that of whoever is quoted."),
    ] = None,
    outlet: Annotated[list[str] | None, Query(description="Names of outlets. /outlets lists them.")] = None,
    article: Annotated[str | None, Query(description="The id of an article.")] = None,
    start: Annotated[date | None, Query(alias="from", description="The first day.", examples=["2022-03-01"])] = None,
    end: Annotated[date | None, Query(alias="to", description="The last day.", examples=["2022-03-31"])] = None,
    dates: Annotated[
        Dates,
        Query(
            description="Which day counts: of publication, or the (first) one that the text gives, else of publication."
        ),
    ] = "published",
    q: Annotated[
        str,
        Query(
            max_length=500,
            description='Words that the sentence has: all of them, "a phrase", -without, begin*; case and accents '
            "do not count.",
        ),
    ] = "",
    contents: Annotated[
        bool, Query(description="Whether to count also what is only the content of another statement.")
    ] = True,
    confidence: Annotated[float, Query(ge=0, le=1, description="The least confidence.")] = 0.0,
) -> Selection:
    """Return the filters of a request. Raises Problem 422 naming the field, and what is allowed where it is a list."""
    if start and end and end < start:
        raise problem("to", f"{end} is before {start}, the day of 'from'")
    pair = of_codes(index, "between", between)
    if len(set(pair)) == 1:
        raise problem("between", "one code is no pair; give two or more, or use actor")
    voices = attributed_to or []
    speakers = [voice for voice in voices if voice not in (OWN_VOICE, ANYBODY)]
    return Selection(
        actor=of_codes(index, "actor", actor),
        source=of_codes(index, "source", source),
        target=of_codes(index, "target", target),
        between=pair,
        relation=of_relations(relation, quad),
        mode=_allowed("mode", mode or (), _modes()),
        modality=_allowed("modality", modality or (), tuple(m.value for m in Modality)),
        own=OWN_VOICE in voices,
        anybody=ANYBODY in voices,
        speaker=of_codes(index, "attributed_to", speakers),
        outlet=tuple(text("outlet", name) for name in outlet or ()),
        article=None if article is None else text("article", article),
        start=start,
        end=end,
        dates=dates,
        words=text("q", q),
        contents=contents,
        confidence=confidence,
    )


SelectionOf = Annotated[Selection, Depends(selection)]


def only_known(request: Request) -> None:
    """Refuse a parameter that the route does not have, or has only once: a misspelt filter would quietly show
    everything, and of two values the last would count.

    Raises Problem 422 naming it, and the names that there are.
    """
    known = _parameters(request)
    for name in request.query_params:
        if name not in known:
            raise problem(name, "no such parameter here", tuple(known))
        if not known[name] and len(request.query_params.getlist(name)) > 1:
            raise problem(name, "it is given more than once, and takes one value")


def _parameters(request: Request) -> Mapping[str, bool]:
    """Return the route's parameters in the address, from its description, and whether each takes several values."""
    cache: dict[str, dict[str, bool]] = request.app.state.__dict__.setdefault("parameters", {})
    path = request.scope["route"].path_format
    if path not in cache:
        described = request.app.openapi()["paths"][path]["get"].get("parameters", ())
        cache[path] = {p["name"]: _takes_several(p["schema"]) for p in described if p["in"] == "query"}
    return cache[path]


def _takes_several(schema: Mapping[str, Any]) -> bool:
    return "array" in (schema.get("type"), *(way.get("type") for way in schema.get("anyOf", ())))


def of_relations(codes: Sequence[str] | None, quads: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the codes that both filters leave, or none if neither is there.

    Raises Problem 422 naming the field and its allowed values.
    """
    if not codes and not quads:
        return None
    known = relations()
    wanted = _allowed("relation", (code.upper() for code in codes or known), tuple(known))
    classes = tuple(sorted({relation.quad for relation in known.values()}))
    kept = _allowed("quad", (quad.lower() for quad in quads or classes), classes)
    return tuple(code for code in wanted if known[code].quad in kept)


def of_codes(index: Index, field: str, codes: Sequence[str] | None) -> tuple[str, ...]:
    """Return the codes as the graph writes them. Raises Problem 422 for one that it has not."""
    known = index.codes()
    found = []
    for code in codes or ():
        spelled = code if code in known else code.upper()
        if spelled not in known:
            raise problem(field, f"{code!r} is no code of this graph; /actors?q= finds codes by name")
        found.append(spelled)
    return tuple(found)


def sorted_by(sort: str, names: Iterable[str]) -> Order:
    """Return the order that ``sort`` names; a leading - turns it round. Raises Problem 422 for none of ``names``.

    >>> sorted_by("-score", ("score",))
    Order(by='score', down=True)
    """
    (kept,) = _allowed("sort", [sort], tuple(_turned(names)))
    return Order(kept.removeprefix("-"), kept.startswith("-"))


def sorts(names: Iterable[str], description: str | None = "The order.") -> Any:
    """Return the parameter ``sort``: one of the names, or one turned round."""
    return Query(json_schema_extra={"enum": _turned(names)}, description=description)


def _turned(names: Iterable[str]) -> list[str]:
    return [sign + name for name in names for sign in ("", "-")]


def text(field: str, value: str) -> str:
    """Return ``value``. Raises Problem 422 if it is no Unicode text."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise problem(field, "not a text that UTF-8 can hold") from None
    return value


def problem(field: str, message: str, allowed: tuple[str, ...] | None = None) -> Problem:
    """Return (not raise) the 422 for one field."""
    more = f"; allowed: {', '.join(allowed)}" if allowed else ""
    return Problem(422, f"{field}: {message}{more}", [Fault(field, message, allowed)])


def _allowed(field: str, given: Iterable[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(given)
    for value in kept:
        if value not in allowed:
            raise problem(field, f"{value!r} is not one of the allowed values", allowed)
    return kept
