"""What the statuses of answers mean, for the description."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_MEANINGS: Mapping[int, str] = MappingProxyType(
    {
        201: "Made, and it is new.",
        204: "Made.",
        304: "What the client has is what it would get.",
        400: "Not SPARQL or RDF, or not the protocol; the parser's message is in `detail`.",
        401: "A change without the token.",
        403: "A change, and the service takes none; or SERVICE or LOAD somewhere in the text.",
        404: "There is no such thing.",
        406: "No type of Accept is offered.",
        408: "The body did not come in time.",
        409: "The same report is there under another id.",
        413: "The body is too long, or the text in it.",
        415: "The body is of a type, a charset or a coding that is not taken.",
        422: "A value does not fit; `detail` names it, and says what would.",
        429: "Too many are waiting; Retry-After says when to ask again.",
        501: "The server that holds the graph has no graph store.",
        502: "The server that holds the graph does not answer.",
        503: "Not now: it took too long or too much memory, others did, or the graph cannot be had.",
        507: "The disk is full.",
    }
)
ALWAYS = (502, 503)
"""What any answer may be."""

VALIDATED = (304,)
"""What a GET may be whose answer has an ETag, as well."""

ASKED = (400, 403, 406, 429)
"""What an answer of a worker may be, as well."""

SENT = (408, 413, 415)
"""What may come of a body, as well."""

CHANGED = (401, 403, 507)
"""What may come of a change, as well."""


def described(*statuses: int) -> dict[int | str, dict[str, object]]:
    """Return how OpenAPI describes these answers."""
    return {status: {"description": _MEANINGS[status]} for status in sorted(statuses)}
