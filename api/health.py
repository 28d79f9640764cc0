"""``/health``, ``/ready`` and ``/metrics``: for those who run the service, and their machines."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from api import shapes, statuses
from api.observe import Figures
from api.problems import Problem
from api.state import Serving, ServingOf, ViewOf
from api.worker import Question
from kg import __version__

router = APIRouter(tags=["Health"])


@router.get("/health", summary="Is the service well")
def get(view: ViewOf, serving: ServingOf) -> shapes.Health:
    """`derived` is false while a build has added articles but not yet edges and ledger."""
    return shapes.Health(
        status="ok",
        version=__version__,
        derived=view.derived,
        articles=view.index.count("article"),
        statements=view.index.count("statement"),
        writable=serving.writer is not None,
    )


@router.get("/ready", summary="Does the service take queries", responses=statuses.described(429))
async def ready(view: ViewOf, serving: ServingOf) -> shapes.Ready:
    """Asks a worker; 503 if none answers. `network` says what keeps workers from reaching out, empty: nothing does."""
    answer = await serving.ask(view, Question("ASK {}"), "ready", anew=True)
    body = b"".join([chunk async for chunk in answer.chunks])
    if b"true" not in body:
        raise Problem(503, "A worker gave no answer.")
    return shapes.Ready(status="ready", network=serving.pool.network)


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, view: ViewOf, serving: ServingOf) -> Response:
    """Figures in the text format of Prometheus."""
    figures = request.app.state.figures
    if not isinstance(figures, Figures):
        raise TypeError("the application has no figures")
    _set(figures, serving)
    figures.articles.set(view.index.count("article"))
    figures.statements.set(view.index.count("statement"))
    if not serving.settings.remote_query:
        figures.bytes.set(sum(file.stat().st_size for file in view.path.rglob("*") if file.is_file()))
    return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)


def _set(figures: Figures, serving: Serving) -> None:
    pool = serving.pool
    figures.queued.set(pool.waiting)
    figures.running.labels("no").set(pool.running - pool.long)
    figures.running.labels("yes").set(pool.long)
    figures.copied.set(pool.copied)
    figures.workers.set(pool.tally.workers)
    figures.queries.tally = pool.tally
