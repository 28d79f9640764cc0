"""TOML files that say how something is read or asked for, as the model that describes them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kg.articles.problem import why

Model = TypeVar("Model", bound=BaseModel)


class TomlError(ValueError):
    """A file that cannot be read as it must be; the message is one line without the file's name."""


def read(model: type[Model], path: Path) -> Model:
    """Return what the file says. Raises TomlError: no such file, not TOML, or the first field that is wrong."""
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as bad:
        raise TomlError(why(bad)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as bad:
        raise TomlError(f"not TOML: {bad}") from None
    except ValidationError as bad:
        first = bad.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise TomlError(f"{where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}") from None
