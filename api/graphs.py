"""``/gsp``: the SPARQL 1.1 Graph Store Protocol, with graphs named by ``?graph=`` or by the address itself."""

from __future__ import annotations

import email
import email.policy
import re
import uuid
from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from api import bodies, statuses
from api.access import allowed, checks, client
from api.change import SYNTAXES, Change
from api.negotiate import GRAPHS
from api.problems import Problem
from api.reply import described, reply
from api.state import ServingOf, ViewOf
from api.worker import Question

router = APIRouter(tags=["Graph Store"])

_MULTIPART = "multipart/form-data"
_ENTITY = re.compile(rb"""<!ENTITY\s+([^\s>]+)\s+(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"&(?!#|(?:amp|lt|gt|quot|apos);)|%")
_GRAPH = {
    "name": "graph",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "format": "uri"},
    "description": "The IRI of a graph.",
}
_DEFAULT = {
    "name": "default",
    "in": "query",
    "required": False,
    "allowEmptyValue": True,
    "schema": {"type": "string", "enum": [""]},
    "description": "The default graph.",
}
_CHECK = {
    "name": "check",
    "in": "query",
    "required": False,
    "schema": {"type": "boolean"},
    "description": "Refuse the change if the graph would then not be as the SHACL shapes say.",
}
_READ: dict[int | str, dict[str, object]] = {
    200: {"description": "The triples, in the best type that Accept takes.", "content": described(GRAPHS)},
    **statuses.described(*statuses.ASKED, 404),
}
_DONE = statuses.described(*statuses.SENT, *statuses.CHANGED, 201, 400, 422, 501)
_GONE = statuses.described(*statuses.CHANGED, 400, 404, 501)
_NAMED = {"parameters": [_GRAPH, _DEFAULT]}
_CHANGED = {
    "parameters": [_GRAPH, _DEFAULT, _CHECK],
    "requestBody": {"content": {media: {"schema": {"type": "string"}} for media in (*SYNTAXES, _MULTIPART)}},
}


@router.get(
    "/gsp",
    summary="Read a graph",
    response_class=StreamingResponse,
    responses=_READ,
    openapi_extra=_NAMED,
    operation_id="gsp_get",
)
@router.get("/gsp/{path:path}", include_in_schema=False)
async def get(request: Request, serving: ServingOf, view: ViewOf) -> Response:
    """The triples of `?graph=IRI`, of `?default`, or of the graph whose IRI is the address itself."""
    graph = _graph(request)
    if graph is not None and not view.store.native.contains_named_graph(ox.NamedNode(graph)):
        raise Problem(404, f"There is no graph {graph}.")
    within = f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    question = Question(
        text=f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {within} }}",
        accept=", ".join(request.headers.getlist("accept")) or None,
        union=False,
        most_bytes=serving.settings.query_bytes,
    )
    return reply(await serving.ask(view, question, client(request)))


@router.put(
    "/gsp",
    summary="Replace a graph",
    status_code=204,
    responses=_DONE,
    openapi_extra=_CHANGED,
    operation_id="gsp_put",
)
@router.put("/gsp/{path:path}", include_in_schema=False)
async def put(request: Request, serving: ServingOf) -> Response:
    """Needs the token. 201 if the graph is new."""
    writer = allowed(request, serving)
    media, parts = await _content(request, serving.settings.body_bytes)
    change = Change("put", graph=_graph(request), media=media)
    told = await writer.make(change, parts, check=checks(bodies.fields(request.scope["query_string"])))
    return Response(status_code=201 if told.get("created") else 204)


@router.post(
    "/gsp",
    summary="Add to a graph",
    status_code=204,
    responses=_DONE,
    openapi_extra=_CHANGED,
    operation_id="gsp_post",
)
@router.post("/gsp/{path:path}", include_in_schema=False)
async def post(request: Request, serving: ServingOf) -> Response:
    """Needs the token. 201 if the graph is new; without a graph one is made, and its IRI stands in Location."""
    writer = allowed(request, serving)
    media, parts = await _content(request, serving.settings.body_bytes)
    named = request.path_params.get("path") or request.url.query
    made = None if named else f"{_address(request).rstrip('/')}/{uuid.uuid4()}"
    change = Change("post", graph=made or _graph(request), media=media)
    told = await writer.make(change, parts, check=checks(bodies.fields(request.scope["query_string"])))
    headers = {"Location": made} if made else None
    return Response(status_code=201 if told.get("created") else 204, headers=headers)


@router.delete(
    "/gsp",
    summary="Remove a graph",
    status_code=204,
    responses=_GONE,
    openapi_extra=_NAMED,
    operation_id="gsp_delete",
)
@router.delete("/gsp/{path:path}", include_in_schema=False)
async def delete(request: Request, serving: ServingOf) -> Response:
    """Needs the token."""
    await allowed(request, serving).make(Change("delete", graph=_graph(request)))
    return Response(status_code=204)


def _graph(request: Request) -> str | None:
    """Return the IRI of the graph that a request is about, none for the default graph. Raises Problem 400."""
    given = bodies.fields(request.scope["query_string"])
    graphs = given.get("graph", [])
    if request.path_params.get("path"):
        if graphs or "default" in given:
            raise Problem(400, "The graph is named twice: by the address and by a parameter.")
        graphs = [_address(request)]
    if len(graphs) + ("default" in given) != 1:
        raise Problem(400, "Name one graph: ?graph=IRI, ?default, or the address of the graph itself.")
    if not graphs:
        return None
    try:
        return ox.NamedNode(graphs[0]).value
    except ValueError as error:
        raise Problem(400, f"The graph is no absolute IRI: {error}") from None


def _address(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


async def _content(request: Request, most: int) -> tuple[tuple[str, ...], Sequence[bytes]]:
    """Return media types and contents of the body. Raises Problem 413, 415."""
    media = bodies.media(request)
    if media != _MULTIPART and media not in SYNTAXES:
        raise Problem(415, f"Send the graph as {', '.join(SYNTAXES)}; the body came as {media or 'no type at all'}.")
    content = await bodies.read(request, most)
    if media != _MULTIPART:
        _check_entities(media, content, most)
        return (media,), (content,)
    parts = list(_parts(request.headers["content-type"], content))
    for kind, _ in parts:
        if kind not in SYNTAXES:
            raise Problem(415, f"A part came as {kind}; send the graph as {', '.join(SYNTAXES)}.")
    for kind, part in parts:
        _check_entities(kind, part, most)
    if not parts:
        raise Problem(400, "The body has no parts.")
    return tuple(kind for kind, _ in parts), [part for _, part in parts]


def _check_entities(media: str, content: bytes, most: int) -> None:
    """Refuse XML that its entities make longer than a body may be. Raises Problem 400, 413.

    Those of one's own are taken, for namespaces are written so (``&xsd;string``), but none within another.
    """
    if SYNTAXES[media] is not ox.RdfFormat.RDF_XML or b"<!ENTITY" not in content:
        return
    size = len(content)
    for name, double, single in _ENTITY.findall(content):
        if _REFERENCE.search(value := double or single):
            raise Problem(400, "An entity of the XML is written with another entity; write it out.")
        size += len(value) * content.count(b"&" + name + b";")
    if size > most:
        raise Problem(413, f"With its entities written out, the body has more than {most:,} bytes.")


def _parts(header: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    message = email.message_from_bytes(
        b"Content-Type: " + header.encode("latin-1", "replace") + b"\r\n\r\n" + content, policy=email.policy.HTTP
    )
    for part in message.iter_parts() if message.is_multipart() else ():
        payload = part.get_payload(decode=True)
        yield part.get_content_type(), payload if isinstance(payload, bytes) else b""
