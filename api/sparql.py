"""``/sparql``: the query half of the SPARQL 1.1 Protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import Message
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from api.ask import Question, ask
from api.negotiate import GRAPHS, RESULTS, content_type
from api.problems import Problem
from api.state import StoreOf

router = APIRouter(tags=["SPARQL"])

MAX_BODY = 8_000_000
"""Longest request body in bytes: the longest query that the guard takes, percent-encoded, fits."""

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
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {
        "description": "The answer, in the best type that Accept takes.",
        "content": {media: {"schema": {"type": "string"}} for media in {**RESULTS, **GRAPHS}},
    },
    400: {"description": "Not SPARQL, or not the protocol; the parser's message is in `detail`."},
    403: {"description": "An update, or SERVICE or LOAD somewhere in the query."},
    406: {"description": "No type of Accept is offered."},
    413: {"description": "The query is too long."},
    415: {"description": "A body that is neither a form nor application/sparql-query."},
}


async def body(request: Request) -> bytes:
    """Read the body of ``request``, at most MAX_BODY bytes. Raises Problem 413."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise Problem(413, f"The body is longer than {MAX_BODY:,} bytes.")
        parts.append(part)
    return b"".join(parts)


@router.get(
    "/sparql",
    summary="Ask a SPARQL query",
    response_class=StreamingResponse,
    responses=_ANSWERS,
    operation_id="sparql_get",
    openapi_extra={
        "parameters": [
            {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}, "example": EXAMPLE},
            *_DATASET,
        ]
    },
)
def get(request: Request, store: StoreOf) -> StreamingResponse:
    """The default graph is the union of all graphs unless the request or the query names another."""
    return _respond(request, store, _parameters(request.url.query))


@router.post(
    "/sparql",
    summary="Ask a SPARQL query in the body",
    response_class=StreamingResponse,
    responses=_ANSWERS,
    operation_id="sparql_post",
    openapi_extra={
        "parameters": _DATASET,
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}, "example": EXAMPLE},
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}},
                    "example": {"query": EXAMPLE},
                },
            },
        },
    },
)
def post(request: Request, store: StoreOf, content: Annotated[bytes, Depends(body)]) -> StreamingResponse:
    """As GET, for queries of any length: direct, or as a form."""
    media = _media(request)
    if media == "application/sparql-query":
        parameters = {**_parameters(request.url.query)}
        if "query" in parameters:
            raise Problem(400, "The query is given twice: in the address and in the body.")
        parameters["query"] = [_text(content)]
    elif media == "application/x-www-form-urlencoded":
        parameters = {**_parameters(_text(content))}
    elif media == "application/sparql-update":
        raise Problem(403, "Updates are not accepted: this service only answers queries.")
    else:
        raise Problem(
            415,
            "Send the query as application/sparql-query, or as the field 'query' of "
            "application/x-www-form-urlencoded; the body came as "
            f"{media or 'no type at all'}.",
        )
    return _respond(request, store, parameters)


def _respond(request: Request, store: StoreOf, parameters: Mapping[str, Sequence[str]]) -> StreamingResponse:
    _no_update(request.method, parameters)
    queries = parameters.get("query", ())
    if len(queries) != 1:
        raise Problem(400, f"Exactly one parameter 'query' is needed; this request has {len(queries) or 'none'}.")
    answer = ask(
        store,
        Question(
            text=queries[0],
            default_graphs=tuple(parameters.get("default-graph-uri", ())),
            named_graphs=tuple(parameters.get("named-graph-uri", ())),
            accept=", ".join(request.headers.getlist("accept")) or None,
        ),
    )
    return StreamingResponse(answer.chunks, headers={"Content-Type": content_type(answer.media), "Vary": "Accept"})


def _no_update(method: str, parameters: Mapping[str, Sequence[str]]) -> None:
    if "update" not in parameters:
        return
    if method == "GET":
        raise Problem(400, "'update' is no parameter of GET; and this service takes no updates.")
    raise Problem(403, "Updates are not accepted: this service only answers queries.")


def _media(request: Request) -> str:
    """Return the media type of the body, in lower case. Raises Problem 415 for another charset."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "utf-8")
    if str(charset).lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"The body is in {charset}; send UTF-8.")
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _parameters(encoded: str) -> dict[str, list[str]]:
    """Return the fields of a percent-encoded form. Raises Problem 400 if they are no UTF-8."""
    try:
        fields = parse_qsl(encoded, keep_blank_values=True, errors="strict")
    except ValueError:
        raise Problem(400, "The parameters are not percent-encoded UTF-8.") from None
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8: byte {error.start} cannot be read.") from None
