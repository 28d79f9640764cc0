"""Who may change the graph, and whose turn a request counts for."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from fastapi import Request

from api.problems import Problem
from api.remote import Forward
from api.state import Serving
from api.writer import Writer

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="changes to the graph"'}


def allowed(request: Request, serving: Serving) -> Writer | Forward:
    """Return what makes changes, if this request may ask for some.

    Raises Problem 403 where nobody may, 401 without the right token (compared in constant time).
    """
    token = serving.settings.token.get_secret_value()
    if not token or serving.writer is None:
        raise Problem(403, "Changes are not accepted: this service was started for reading only.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, "A change needs the token: Authorization: Bearer ...", headers=_CHALLENGE)
    sent = given.strip(" \t").encode("latin-1")  # its bytes, as they came
    if not hmac.compare_digest(sent, token.encode()):
        wrong = {"WWW-Authenticate": _CHALLENGE["WWW-Authenticate"] + ', error="invalid_token"'}
        raise Problem(401, "This is not the token.", headers=wrong)
    return serving.writer


def checks(parameters: Mapping[str, Sequence[str]]) -> bool:
    """Return whether the request asks for the SHACL check (``check=true``). Raises Problem 400 for another value."""
    given = [value.lower() for value in parameters.get("check", ())]
    if given not in ([], ["true"], ["false"]):
        raise Problem(400, "check: true or false.")
    return given == ["true"]


def client(request: Request) -> str:
    """Return who asks, for the queue: the address, as the server sees it or a trusted proxy tells it."""
    return request.client.host if request.client else ""
