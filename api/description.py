"""The OpenAPI document, with an example answer for each list and each thing (``examples.json``)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI


class Described(FastAPI):
    """FastAPI whose description shows what an answer looks like."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document with the examples in place."""
        document = super().openapi()
        for path, example in examples().items():
            answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
            answer["example"] = example
        return document


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Return an example answer for each path."""
    text = (Path(__file__).parent / "examples.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
