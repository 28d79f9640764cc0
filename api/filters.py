"""The filters that lists share, checked against the vocabulary and the graph before any query is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pyoxigraph as ox
from fastapi import Query

from api.ask import rows, values
from api.problems import Fault, Problem
from kg.lexicon.vocabulary import relations
from kg.model import Modality
from kg.rdf.namespaces import code_iri, term
from kg.store import Store

OWN_VOICE = "none"
"""The value of ``attributed_to`` that stands for the article's own voice."""

RelationOf = Annotated[
    list[str] | None,
    Query(
        description="Relation codes; several mean any of them.",
        json_schema_extra={"items": {"type": "string", "enum": list(relations())}},
    ),
]
QuadOf = Annotated[
    list[str] | None,
    Query(
        description="Quad classes; several mean any of them.",
        json_schema_extra={"items": {"type": "string", "enum": sorted({r.quad for r in relations().values()})}},
    ),
]
CodeOf = Annotated[
    list[str] | None,
    Query(description="Codes of actors (`CHN`, `NATO`); several mean any of them. /actors finds them."),
]
Limit = Annotated[int, Query(ge=1, le=500, description="Most items of a page.")]
Cursor = Annotated[str | None, Query(description="`next` of the page before.")]


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; none is open."""

    start: date | None = None
    end: date | None = None


ALWAYS = Period()


def of_period(start: date | None, end: date | None) -> Period:
    """Return the period. Raises Problem 422 if it ends before it begins."""
    if start and end and end < start:
        raise problem("to", f"{end} is before {start}, the day of 'from'")
    return Period(start, end)


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


def of_modality(modalities: Sequence[str] | None) -> tuple[str, ...]:
    """Return the modalities. Raises Problem 422 naming the field and its allowed values."""
    return _allowed("modality", modalities or (), tuple(m.value for m in Modality))


def of_codes(store: Store, field: str, codes: Sequence[str] | None) -> tuple[str, ...]:
    """Return the codes as the graph writes them. Raises Problem 422 for one that it has not."""
    return tuple(_code(store, field, code) for code in codes or ())


def relation_values(name: str, codes: Iterable[str]) -> str:
    """Return the VALUES block of relations."""
    return values(name, (term(f"rel:{code}") for code in codes))


def code_values(name: str, codes: Iterable[str]) -> str:
    """Return the VALUES block of codes."""
    return values(name, map(code_iri, codes))


def text_value(name: str, text: str) -> str:
    """Return the VALUES block of one text. Raises Problem 422 if it is no Unicode text."""
    try:
        return values(name, [ox.Literal(text)])
    except ValueError:
        raise problem(name, "not a text that UTF-8 can hold") from None


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


def _code(store: Store, field: str, code: str) -> str:
    for spelled in dict.fromkeys((code, code.upper())):
        if not spelled:
            continue
        try:
            block = code_values("code", [spelled])
        except ValueError:
            break
        if rows(store, f"SELECT ?code {{ {block} GRAPH graph:actors {{ ?code a c:Code }} }}"):
            return spelled
    raise problem(field, f"{code!r} is no code of this graph; /actors?q= finds codes by name")
