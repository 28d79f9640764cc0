"""The page: files that ``web/`` builds, the same for everybody; what they show they fetch from the REST interface."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, JSONResponse

from api.articles import read
from api.problems import Problem
from api.state import StoreOf
from kg.lexicon.vocabulary import relations
from kg.model import Modality
from kg.rdf.namespaces import PREFIXES
from kg.who import about

STATIC = Path(__file__).parent / "static"

router = APIRouter(include_in_schema=False)


@router.get("/")
def first() -> FileResponse:
    """The page; which of its views is shown stands in the address."""
    return FileResponse(STATIC / "index.html", media_type="text/html")


@router.get("/article/{article:path}")
def one_article(article: str, store: StoreOf) -> FileResponse:
    """The page of one article; 404 if there is none."""
    read(store, article)
    return first()


@router.get("/actor/{actor:path}")
def one_actor(actor: str, store: StoreOf) -> FileResponse:
    """The page of one actor; 404 if there is none."""
    try:
        known = about(store, actor)
    except ValueError:
        known = None
    if known is None:
        raise Problem(404, f"There is no actor with the id {actor!r}; /actors?q= finds actors by name.")
    return first()


@router.get("/docs")
def docs() -> FileResponse:
    """The documentation of the interface, made from /openapi.json in the browser."""
    return first()


@router.get("/favicon.ico")
def icon() -> FileResponse:
    """The icon in the tab."""
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")


@router.get("/vocabulary")
def vocabulary() -> JSONResponse:
    """What the filters of the page offer, and the prefixes that its editor knows."""
    return JSONResponse(
        {
            "relations": [
                {"code": r.code, "label": r.label, "quad": r.quad, "definition": r.definition, "score": r.score}
                for r in relations().values()
            ],
            "modalities": [m.value for m in Modality],
            "prefixes": dict(PREFIXES),
        }
    )
