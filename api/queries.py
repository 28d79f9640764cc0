"""``/queries``: the questions that come with the ontology, each an address of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from api import filters, shapes, statuses
from api.access import client
from api.fresh import validated
from api.negotiate import RESULTS
from api.reply import described, reply
from api.state import ServingOf, ViewOf
from api.worker import Question
from kg.index import Index
from kg.lexicon.vocabulary import relations
from kg.named import Named, Parameter, Term, asked, queries, term

router = APIRouter(
    tags=["Questions"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

_FORMATS = {"json": "application/sparql-results+json", "csv": "text/csv", "tsv": "text/tab-separated-values"}


@router.get("/queries", summary="The named queries")
def get() -> list[shapes.NamedQuery]:
    """Each with its question, its parameters and its text."""
    return [
        shapes.NamedQuery(
            name=query.name,
            title=query.title,
            notes=query.notes,
            parameters=[
                shapes.QueryParameter(name=p.name, type=p.type, example=p.example, description=p.description)
                for p in query.parameters
            ],
            text=query.text,
        )
        for query in queries().values()
    ]


def _route(query: Named) -> Callable[..., Awaitable[Response]]:
    async def answered(request: Request, serving: ServingOf, view: ViewOf) -> Response:
        given = request.query_params
        bound = {p.name: _bound(view.index, p, given[p.name]) for p in query.parameters if given.get(p.name)}
        form = given.get("format")
        if form is not None and form not in _FORMATS:
            raise filters.problem("format", f"{form!r} is not one of the allowed values", tuple(_FORMATS))
        text, bindings = asked(query, bound)
        question = Question(
            text=text,
            accept=_FORMATS[form] if form else ", ".join(request.headers.getlist("accept")) or None,
            bindings=tuple((name, str(value)) for name, value in bindings.items()),
            most_rows=serving.settings.query_rows,
            most_bytes=serving.settings.query_bytes,
        )
        return reply(await serving.ask(view, question, client(request)), request.state.validators)

    return answered


def _bound(index: Index, parameter: Parameter, value: str) -> Term:
    """Return the value as a term. Raises Problem 422 naming the parameter."""
    filters.text(parameter.name, value)
    if parameter.type == "relation" and value.removeprefix("rel:") not in relations():
        raise filters.problem(parameter.name, f"{value!r} is not one of the allowed values", tuple(relations()))
    if parameter.type == "code":
        (value,) = filters.of_codes(index, parameter.name, [value.removeprefix("code:")])
    try:
        return term(parameter, value)
    except ValueError as wrong:
        raise filters.problem(parameter.name, str(wrong)) from None


def _described(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "schema": {"type": "string"},
        "example": parameter.example,
        "description": f"{parameter.description} ({parameter.type}); any, if it is not given.",
    }


_FORMAT = {
    "name": "format",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": list(_FORMATS)},
    "description": "How to write the rows; without it, as Accept says.",
}

for _query in queries().values():
    router.add_api_route(
        f"/queries/{_query.name}",
        _route(_query),
        methods=["GET"],
        summary=_query.title,
        description=_query.notes or _query.title,
        operation_id=f"query_{_query.name.replace('-', '_')}",
        response_class=StreamingResponse,
        responses={
            **statuses.described(*statuses.ASKED),
            200: {"description": "The rows, as SPARQL writes results.", "content": described(RESULTS)},
        },
        openapi_extra={"parameters": [*map(_described, _query.parameters), _FORMAT]},
    )
