"""``/sparql``: the SPARQL 1.1 Protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL

from api import bodies, guard, statuses
from api.access import allowed, checks, client
from api.change import Change
from api.dataset import with_dataset
from api.negotiate import GRAPHS, RESULTS
from api.observe import SENT
from api.problems import Problem
from api.reply import described, reply
from api.service_description import describe
from api.state import Serving, View, serving_of
from api.worker import Question

router = APIRouter(tags=["SPARQL"])

EXAMPLE = """PREFIX c: <https://communique.example/ontology#>
PREFIX code: <https://communique.example/code/>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?who ?sentence WHERE {
  ?denial c:relation <https://communique.example/relation/DENY> ; c:sourceCode ?who ;
          c:evidence/oa:exact ?sentence .
} LIMIT 10"""

_DATASET = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "array", "items": {"type": "string", "format": "uri"}},
        "description": text,
    }
    for name, text in (
        ("default-graph-uri", "A graph of the default graph; may be repeated."),
        ("named-graph-uri", "A named graph of the dataset; may be repeated."),
    )
]
_DIRECT: Mapping[str, str] = MappingProxyType(
    {"application/sparql-query": "query", "application/sparql-update": "update"}
)
_LONG = 10_000  # characters of a query that is looked through beside the others
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {
        "description": "The answer, in the best type that Accept takes.",
        "content": described({**RESULTS, **GRAPHS}),
    },
    **statuses.described(*statuses.ASKED, 413),
}
_DONE = _ANSWERS | statuses.described(*statuses.SENT, *statuses.CHANGED, 204, 422)


@router.get(
    "/sparql",
    summary="Ask a SPARQL query",
    response_class=StreamingResponse,
    responses=_ANSWERS,
    operation_id="sparql_get",
    openapi_extra={
        "parameters": [
            {"name": "query", "in": "query", "required": False, "schema": {"type": "string"}, "example": EXAMPLE},
            *_DATASET,
        ]
    },
)
async def get(request: Request) -> Response:
    """The default graph is the union of all graphs unless the request or the query names another. The prefixes of the
    project (c:, rel:, code:, ...) need no declaration.

    Without `query` the answer is the description of the service, in RDF.
    """
    serving = serving_of(request)
    parameters = bodies.fields(request.scope["query_string"])
    if not parameters:
        return describe(request, serving)
    return await _query(request, serving, await serving.fresh(), parameters)


@router.post(
    "/sparql",
    summary="Ask a SPARQL query in the body",
    response_class=StreamingResponse,
    responses=_DONE,
    operation_id="sparql_post",
    openapi_extra={
        "parameters": _DATASET,
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}, "example": EXAMPLE},
                "application/sparql-update": {"schema": {"type": "string"}},
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {"query": {"type": "string"}, "update": {"type": "string"}},
                    },
                    "example": {"query": EXAMPLE},
                },
            },
        },
    },
)
async def post(request: Request) -> Response:
    """As GET, for queries of any length: direct, or as a form. With a token, updates as well.

    Of an update, the default graph is never the union: a pattern finds what is in a graph by `GRAPH ?g { ... }` or
    `USING`.
    """
    serving = serving_of(request)
    media = bodies.media(request)
    parameters = bodies.fields(request.scope["query_string"])
    if media in _DIRECT:
        name = _DIRECT[media]
        if name == "update":
            allowed(request, serving)
        if name in parameters:
            raise Problem(400, f"The {name} is given twice: in the address and in the body.")
        parameters[name] = [bodies.text(await bodies.read(request, serving.settings.body_bytes))]
    elif media == bodies.FORM:
        parameters |= bodies.fields(await bodies.read(request, serving.settings.body_bytes))
    else:
        raise Problem(
            415,
            "Send a query as application/sparql-query, an update as application/sparql-update, or either as the field "
            f"'query' or 'update' of {bodies.FORM}; the body came as {media or 'no type at all'}.",
        )
    request.scope[SENT] = next(iter(parameters.get("update") or parameters.get("query") or ()), "")
    if "update" not in parameters:
        return await _query(request, serving, await serving.fresh(), parameters)
    if "query" in parameters:
        raise Problem(400, "The request has a query and an update; send one of them.")
    return await _update(request, serving, parameters)


async def _query(request: Request, serving: Serving, view: View, parameters: Mapping[str, Sequence[str]]) -> Response:
    text = _only("query", parameters, request.method)
    settings = serving.settings
    names_dataset = await run_in_threadpool(_checked, text) if len(text) > _LONG else _checked(text)
    question = Question(
        text=text,
        default_graphs=tuple(parameters.get("default-graph-uri", ())),
        named_graphs=tuple(parameters.get("named-graph-uri", ())),
        accept=", ".join(request.headers.getlist("accept")) or None,
        union=settings.union and not names_dataset,
        base=_base(request),
        most_rows=settings.query_rows,
        most_bytes=settings.query_bytes,
    )
    return reply(await serving.ask(view, question, client(request)))


async def _update(request: Request, serving: Serving, parameters: Mapping[str, Sequence[str]]) -> Response:
    writer = allowed(request, serving)
    text = _only("update", parameters, request.method)
    await run_in_threadpool(guard.check_update, text)
    text = with_dataset(text, parameters.get("using-graph-uri", ()), parameters.get("using-named-graph-uri", ()))
    await writer.make(Change("update", text, base=_base(request)), check=checks(parameters))
    return Response(status_code=204)


def _checked(text: str) -> bool:
    """Return whether the query names its own dataset. Raises guard.Refused if it may not be run."""
    guard.check(text)
    return guard.names_dataset(text)


def _base(request: Request) -> str:
    """Return the IRI against which relative ones are resolved: that of the endpoint (RFC 3986, section 5.1.3)."""
    host = request.headers.get("host", "")
    server = request.scope.get("server") or ()
    return _address(request.scope["scheme"], tuple(server), host, request.scope["path"])


@lru_cache(maxsize=100)
def _address(scheme: str, server: tuple[str | int | None, ...], host: str, path: str) -> str:
    headers = [(b"host", host.encode("latin-1"))] if host else []
    scope = {"scheme": scheme, "server": server or None, "headers": headers, "path": path, "query_string": b""}
    return str(URL(scope=scope))


def _only(name: str, parameters: Mapping[str, Sequence[str]], method: str) -> str:
    if name == "query" and method == "GET" and "update" in parameters:
        raise Problem(400, "'update' is no parameter of GET; send updates with POST.")
    given = parameters.get(name, ())
    if len(given) != 1:
        raise Problem(400, f"Exactly one parameter '{name}' is needed; this request has {len(given) or 'none'}.")
    return given[0]
