"""The pages: files of this package, the same for everybody; what they show they fetch from the REST interface."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, JSONResponse

from api.articles import read
from api.state import StoreOf
from kg.lexicon.vocabulary import relations
from kg.model import Modality

STATIC = Path(__file__).parent / "static"

router = APIRouter(include_in_schema=False)


@router.get("/")
def first() -> FileResponse:
    """The first page: pairs and statements."""
    return FileResponse(STATIC / "index.html", media_type="text/html")


@router.get("/article/{article:path}")
def one_article(article: str, store: StoreOf) -> FileResponse:
    """The page of one article; 404 if there is none."""
    read(store, article)
    return FileResponse(STATIC / "article.html", media_type="text/html")


@router.get("/docs")
def docs() -> FileResponse:
    """The documentation of the interface, made from /openapi.json in the browser."""
    return FileResponse(STATIC / "docs.html", media_type="text/html")


@router.get("/favicon.ico")
def icon() -> FileResponse:
    """The icon in the tab."""
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")


@router.get("/vocabulary")
def vocabulary() -> JSONResponse:
    """What the filters of the page offer."""
    return JSONResponse(
        {
            "relations": [
                {"code": r.code, "label": r.label, "quad": r.quad, "definition": r.definition, "score": r.score}
                for r in relations().values()
            ],
            "modalities": [m.value for m in Modality],
        }
    )
