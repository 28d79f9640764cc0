"""The OpenAPI document, with an example answer for each list and each thing (``examples.json``)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from api import shapes


class Described(FastAPI):
    """FastAPI whose description shows what an answer looks like."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document with the examples in place."""
        document = super().openapi()
        for path, example in examples().items():
            answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
            answer["example"] = example
        _with_problems(document)
        return document


def _with_problems(document: dict[str, Any]) -> None:
    """Describe lists as CSV, too, and errors as they are sent: application/problem+json (RFC 9457)."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = TypeAdapter(shapes.Problem).json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schemas["Problem"].pop("$defs", {})
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in document["paths"].values():
        for operation in operations.values():
            rows = operation["responses"].get("200", {}).get("content", {})
            if "application/json" in rows and any(p["name"] == "format" for p in operation.get("parameters", ())):
                rows["text/csv"] = {"schema": {"type": "string"}}
            for status, response in operation["responses"].items():
                if status >= "400":
                    response["content"] = content


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Return an example answer for each path."""
    text = (Path(__file__).parent / "examples.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
