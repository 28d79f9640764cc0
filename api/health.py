"""``/health``: whether the service answers, and over what."""

from __future__ import annotations

from fastapi import APIRouter

from api import shapes
from api.ask import rows
from api.state import StoreOf
from kg import __version__

router = APIRouter(tags=["Health"])


@router.get("/health", summary="Is the service well")
def get(store: StoreOf) -> shapes.Health:
    """`derived` is false while a build has added articles but not yet edges and ledger."""

    def count(kind: str) -> int:
        return int(rows(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?x a {kind} }} }}")[0]["n"])

    return shapes.Health(
        status="ok",
        version=__version__,
        derived=store.derived(),
        articles=count("schema:NewsArticle"),
        statements=count("c:Statement"),
    )
