"""Queries and changes for a graph that lies on another SPARQL server, forwarded with the same bounds and errors."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pyoxigraph as ox

from api.change import Change
from api.guard import first_word, tokens
from api.marked import changed, marked
from api.negotiate import GRAPHS, RESULTS, choose
from api.pool import Answer, Broken
from api.prefixes import declared
from api.problems import Problem
from api.turns import Full, Turns
from api.worker import Counter, Question
from kg.remote import results
from kg.settings import Settings

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_TRUTH = "application/sparql-results+json"


class Forward:
    """Asks the other server; so many questions at a time, in turns. Belongs to one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turns = Turns(settings.workers + settings.long_queries, settings.queue)
        user, secret = settings.remote_user, settings.remote_password.get_secret_value()
        self._client = httpx.AsyncClient(auth=httpx.DigestAuth(user, secret) if user else None)

    async def ask(self, question: Question, client: str) -> Answer:
        """Forward a question. Raises Problem 4xx as the other server says, 429, 502 if it fails, 503 if it is slow."""
        asks = first_word(question.text) == "ASK"
        accept = _TRUTH if asks else _accept(question.accept)
        try:
            give = await self._turns.take(client)
        except Full:
            detail = "Too many queries are waiting; try again in a moment."
            raise Problem(429, detail, headers={"Retry-After": "1"}) from None
        stack = AsyncExitStack()
        stack.callback(give)
        try:
            async with asyncio.timeout(self._settings.query_seconds):
                answer = await stack.enter_async_context(self._begun(question, accept))
            if answer.status_code == 400:
                raise Problem(
                    400, f"The query is not SPARQL: {' '.join((await answer.aread()).decode().split())[:500]}"
                )
            if not answer.is_success:
                raise Problem(502, f"The server that holds the graph answers {answer.status_code}.")
        except TimeoutError:
            await stack.aclose()
            seconds = self._settings.query_seconds
            raise Problem(503, f"The query was ended: it took longer than {seconds:g} seconds.") from None
        except httpx.HTTPError as bad:
            await stack.aclose()
            raise _unreachable(bad) from None
        except BaseException:
            await stack.aclose()
            raise
        if asks:
            return await _truth(stack, answer, question)
        told = answer.headers.get("content-type", "").partition(";")[0]
        return Answer(told, self._chunks(stack, answer, Counter(told), question))

    async def make(self, change: Change, parts: Sequence[bytes] = (), *, check: bool = False) -> dict[str, object]:
        """Forward a change. Raises Problem; a check of the shapes is not offered here."""
        if check:
            raise Problem(400, "check: a graph on another server cannot be checked before it is changed.")
        settings = self._settings
        if change.do == "update":
            await self._update(_with_base(declared(marked(change.text, change.base)), change.base))
            return {}
        if not settings.remote_graphs:
            raise Problem(501, "The server that holds the graph has no graph store that we know of.")
        where = {"graph": change.graph} if change.graph else {"default": ""}
        told = 204
        for number, (media, part) in enumerate(zip(change.media, parts, strict=True)):
            method = "PUT" if change.do == "put" and not number else "POST"
            told = await self._sent(
                method, settings.remote_graphs, params=where, content=part, headers={"Content-Type": media}
            )
        if change.do == "delete":
            told = await self._sent("DELETE", settings.remote_graphs, params=where)
        elif change.graph and (mark := changed(change.graph)):
            await self._update(mark)
        return {"created": told == 201}

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Another process may write to the other server at any time."""
        yield

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _begun(self, question: Question, accept: str) -> AbstractAsyncContextManager[httpx.Response]:
        text = _with_base(declared(question.text), question.base)
        fields: dict[str, str | list[str]] = {"query": text + _values(question)}
        if question.default_graphs:
            fields["default-graph-uri"] = list(question.default_graphs)
        if question.named_graphs:
            fields["named-graph-uri"] = list(question.named_graphs)
        elif question.union and not question.default_graphs:
            fields["union-default-graph"] = ""
        seconds = self._settings.query_seconds
        return self._client.stream(
            "POST", self._settings.remote_query, data=fields, headers={"Accept": accept}, timeout=seconds
        )

    async def _chunks(
        self, stack: AsyncExitStack, answer: httpx.Response, count: Counter, question: Question
    ) -> AsyncIterator[bytes]:
        size = 0
        try:
            async for chunk in answer.aiter_bytes():
                size += len(chunk)
                if count.add(chunk) > question.most_rows or size > question.most_bytes:
                    raise Broken("The answer has too many rows or bytes.")
                yield chunk
        except httpx.HTTPError as bad:
            raise Broken(str(bad)) from None
        finally:
            await stack.aclose()

    async def _update(self, text: str) -> None:
        await self._sent("POST", self._settings.remote_update or self._settings.remote_query, data={"update": text})

    async def _sent(self, method: str, url: str, **request: Any) -> int:
        try:
            answer = await self._client.request(method, url, timeout=self._settings.query_seconds, **request)
        except httpx.HTTPError as bad:
            raise _unreachable(bad) from None
        if answer.is_success:
            return answer.status_code
        status = answer.status_code if answer.status_code in (400, 404, 415) else 502
        raise Problem(status, f"The server that holds the graph refuses: {_line(answer.text)}")


async def _truth(stack: AsyncExitStack, answer: httpx.Response, question: Question) -> Answer:
    """Return the answer of an ASK in the type that the client takes, however the other server writes it."""
    async with stack:
        try:
            found = results(await answer.aread())
            assert isinstance(found, ox.QueryBoolean)  # noqa: S101  # else the server answered something else
        except (httpx.HTTPError, SyntaxError, ValueError, AssertionError) as bad:
            raise Problem(502, f"The server that holds the graph answers ASK in no known way: {bad}") from None
    media = choose(question.accept, RESULTS)
    if media is None:
        raise Problem(406, "This answer comes as " + ", ".join(RESULTS) + ".")
    return Answer.at_once(media, found.serialize(format=RESULTS[media]) or b"")


def _unreachable(bad: httpx.HTTPError) -> Problem:
    return Problem(502, f"The server that holds the graph cannot be reached: {str(bad) or type(bad).__name__}")


def _accept(given: str | None) -> str:
    """Return what to ask for: the best type of rows and the best of graphs that the client takes. Raises Problem 406.

    What the client sent is not passed on: to an open ``*/*`` some servers answer with a page.
    """
    found = [media for media in (choose(given, RESULTS), choose(given, GRAPHS)) if media is not None]
    if not found:
        raise Problem(406, "Answers come as " + ", ".join({**RESULTS, **GRAPHS}) + ".")
    return ", ".join(found)


def _with_base(text: str, base: str | None) -> str:
    """Return ``text`` so that relative IRIs are resolved against ``base``, as here; the other server has an address of
    its own. Without any it goes as it came."""
    if base is None or not any(token.kind == "iri" and not _ABSOLUTE.match(token.text) for token in tokens(text)):
        return text
    try:
        return f"BASE {ox.NamedNode(base)} {text}"
    except ValueError:  # the Host of a request may be anything
        return text


def _line(text: str) -> str:
    return " ".join(text.split())[:500]


def _values(question: Question) -> str:
    if not question.bindings:
        return ""
    names = " ".join(str(ox.Variable(name)) for name, _ in question.bindings)
    return f"\nVALUES ({names}) {{ ({' '.join(value for _, value in question.bindings)}) }}"
