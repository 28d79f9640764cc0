"""What operators see: a request id for each request, a line in the log, and figures for Prometheus.

The log never holds a token, and a query or a filter only if ``KG_LOG_QUERIES`` is set: else an address is logged
without what stands behind its question mark.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pool import ENDS, Broken, Tally

log = logging.getLogger("communique.requests")

_ID = re.compile(rb"[A-Za-z0-9_.:-]{1,64}")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)


SENT = "communique.sent"
"""Where in its scope a request has the text that came in its body, for the log."""

_SHOWN = 4_000  # characters of it


class Queries(Collector):
    """What the pool has counted since the start."""

    def __init__(self) -> None:
        self.tally = Tally()

    def collect(self) -> Iterator[Metric]:
        """Yield the counters."""
        tally = self.tally
        yield CounterMetricFamily("communique_queries_asked", "Queries since the start.", tally.asked)
        yield CounterMetricFamily(
            "communique_queries_remembered", "Queries answered from memory, beside those.", tally.remembered
        )
        yield CounterMetricFamily("communique_queries_refused", "Queries answered with 429.", tally.refused)
        killed = CounterMetricFamily("communique_queries_killed", "Queries that were ended.", labels=["why"])
        for why in ENDS:
            killed.add_metric([why], tally.killed[why])
        yield killed


class Figures:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "communique_request_seconds",
            "Time from the request to the end of its answer.",
            ["route", "method", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.broken = Counter("communique_broken_answers", "Answers that were broken off.", registry=self.registry)
        self.queued = Gauge("communique_queries_waiting", "Queries that wait for their turn.", registry=self.registry)
        self.running = Gauge(
            "communique_queries_running",
            "Queries that run, long ones apart.",
            ["long"],
            registry=self.registry,
        )
        self.copied = Gauge("communique_copied", "Whether a copy in memory answers.", registry=self.registry)
        self.workers = Gauge("communique_workers", "Worker processes.", registry=self.registry)
        self.queries = Queries()
        self.registry.register(self.queries)
        self.articles = Gauge("communique_articles", "Articles in the graph.", registry=self.registry)
        self.statements = Gauge("communique_statements", "Statements in the graph.", registry=self.registry)
        self.bytes = Gauge("communique_store_bytes", "Bytes of the present snapshot.", registry=self.registry)


class Observed:
    """Gives each request its id, measures it, and logs its end; plain ASGI, so that streamed answers stay streamed."""

    def __init__(self, app: ASGIApp, figures: Figures, log_queries: bool) -> None:
        self.app = app
        self._figures = figures
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        number = given.decode() if _ID.fullmatch(given) else os.urandom(16).hex()
        begun = time.perf_counter()
        status = 0

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
            await send(message)

        broken = ""
        try:
            await self.app(scope, receive, observed)
        except Broken as why:  # returning without an end makes the server close the connection
            broken = str(why)
            self._figures.broken.inc()
        finally:
            took = time.perf_counter() - begun
            self._figures.seconds.labels(_route(scope), scope["method"], str(status or 500)).observe(took)
            if broken or log.isEnabledFor(logging.INFO):
                self._log(scope, number, status, took, broken)

    def _log(self, scope: Scope, number: str, status: int, took: float, broken: str) -> None:
        entry: dict[str, object] = {
            "request": number,
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "ms": round(took * 1000, 1),
            "client": scope["client"][0] if scope.get("client") else None,
        }
        if broken:
            entry["broken"] = broken
        if self._log_queries:
            entry["query"] = scope.get(SENT, "")[:_SHOWN] or scope["query_string"].decode("latin-1")
        log.warning("request", extra={"entry": entry}) if broken else log.info("request", extra={"entry": entry})


class Lines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON; what was logged as ``extra={"entry": ...}`` is part of it."""
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
            **getattr(record, "entry", {}),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def _route(scope: Scope) -> str:
    """Return the path of the route, never of the request: there would be a figure for each article."""
    return str(getattr(scope.get("route"), "path", "none"))
