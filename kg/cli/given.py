"""What is given to commands: the options that several have, each declared once, and the settings that come of them."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from kg import articles
from kg.cli.failure import Failure
from kg.settings import FILE as settings_file  # noqa: N811  # the name of a file, not of this module
from kg.settings import NAMED, PREFIX, UNSHOWN, Settings, strange
from kg.settings import given as is_given

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Articles: files (text, Markdown, JSON, CSV, Parquet, HTML, PDF, feeds, WARC, also in zip and gzip), "
        "folders of them, web addresses, or - for standard input.",
        metavar="PATH",
    ),
]
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="Folder of the graph. [default: graph]", metavar="PATH")
]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="Installed spaCy pipeline that parses.", metavar="NAME")
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        help="How columns of tables become articles: a TOML file, or gdelt-events, gdelt-gkg, gdelt-doc, mediacloud.",
        metavar="FILE",
    ),
]
FailuresOption = Annotated[
    Path | None,
    typer.Option("--failures", help="File that lists everything that failed, one JSON object a line.", metavar="FILE"),
]
SaidOption = Annotated[
    bool, typer.Option("--said", help="Take also what is only claimed, planned, possible or denied.")
]
ActorId = Annotated[str, typer.Argument(help="An actor's id (kg actors search finds it).", metavar="ACTOR")]


class Engine(StrEnum):
    """Who extracts."""

    LOCAL = "local"
    RAY = "ray"


OPTIONS: Mapping[str, object] = {
    "model": ModelOption,
    "processes": Annotated[
        int | None,
        typer.Option("--processes", "-p", help="How many processes parse. [default: as many as pay]", metavar="N"),
    ],
    "coreference": Annotated[
        bool | None,
        typer.Option(
            "--coreference/--no-coreference", help='Whether "it" or "the ministry" takes its antecedent\'s actor.'
        ),
    ],
    "decisions": Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            help="File of what was decided about actors. [default: decisions.tsv beside the graph]",
            metavar="FILE",
        ),
    ],
    "all_actors": Annotated[
        bool | None,
        typer.Option("--all-actors/--named-actors", help="Store all known actors, or those whom articles name."),
    ],
    "engine": Annotated[
        Engine | None,
        typer.Option(
            "--engine",
            help="Who extracts: processes of this machine, or a Ray cluster (RAY_ADDRESS; else one is started here).",
        ),
    ],
    "shards": Annotated[
        str | None,
        typer.Option(
            "--shards",
            help="Folder or fsspec address that keeps what is extracted, in shards of several articles; one that is "
            "there for just these articles is loaded, and nothing extracted. A cluster of several machines needs one "
            "that all reach. [default: none is kept]",
            metavar="ADDRESS",
        ),
    ],
    "private": Annotated[
        bool | None,
        typer.Option("--private/--public", help="Whether web addresses in private networks are fetched, too."),
    ],
    "delay": Annotated[
        float | None,
        typer.Option("--delay", help="Least seconds between two requests to one host. [default: 1]", metavar="SECONDS"),
    ],
    "host": Annotated[str | None, typer.Option("--host", help="Address to listen on. [default: 127.0.0.1]")],
    "port": Annotated[int | None, typer.Option("--port", help="Port; 0 takes a free one. [default: 8000]")],
    "store": StoreOption,
}
"""The options that set a setting of the same name."""

Command = Callable[..., None]
_FAULTS: Mapping[str, str] = {  # what pydantic finds, in plain words
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_parsing": "is not a number",
    "bool_parsing": "is not true or false",
    "greater_than": "is not more than {gt:g}",
    "greater_than_equal": "is less than {ge:g}",
    "less_than_equal": "is more than {le:g}",
    "literal_error": "is not {expected}",
}


def configured(*names: str, **own: object) -> Callable[[Command], Command]:
    """Give a command the options of these settings, and it gets the settings themselves as ``settings``.

    ``own`` are options of settings that this command alone has, or words otherwise: name to annotation.
    """
    options = {name: OPTIONS[name] for name in names} | own

    def with_options(command: Command) -> Command:
        @wraps(command)
        def run(context: typer.Context, **given: object) -> None:
            chosen = {name: given.pop(name) for name in options}
            command(settings_for(context, **chosen), **given)

        signature = inspect.signature(command, eval_str=True)
        kind = inspect.Parameter.KEYWORD_ONLY
        mine = [each.replace(kind=kind) for name, each in signature.parameters.items() if name != "settings"]
        added = [inspect.Parameter(name, kind, default=None, annotation=option) for name, option in options.items()]
        context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        parameters = [context, *mine, *added]
        run.__dict__["__signature__"] = signature.replace(parameters=parameters)
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return with_options


def settings_for(context: typer.Context, **given: object) -> Settings:
    """Return the settings: the command's options, else those before the command, else environment, file, default."""
    for variable, like in strange():
        hint = f"; is it {like}?" if like else "; kg config lists them"
        print(f"kg: {variable} is no setting, and changes nothing{hint}", file=sys.stderr)
    before = {key: value for key, value in (context.obj or {}).items() if value is not None}
    chosen = before | {key: value for key, value in given.items() if value is not None}
    try:
        return Settings.model_validate({**Settings().model_dump(), **chosen})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        origin = _origin(str(first["loc"][0]), chosen)
        if first["type"] == "extra_forbidden":
            raise Failure(f"{origin}: no such setting; kg config lists them") from None
        if first["type"] == UNSHOWN:
            raise Failure(f"{origin}: {first['msg']}") from None
        if (fault := _FAULTS.get(first["type"])) is not None:
            raise Failure(f"{origin}: {first['input']!r} {fault.format(**first.get('ctx', {}))}") from None
        raise Failure(f"{origin}: {first['msg']}, not {first['input']!r}") from None
    except (OSError, ValueError) as wrong:
        reason = articles.why(wrong) if isinstance(wrong, OSError) else wrong
        raise Failure(f"{os.environ.get(NAMED) or settings_file}: {reason}") from None


def _origin(name: str, chosen: Mapping[str, object]) -> str:
    """Return what a user calls the place where a setting comes from."""
    if name in chosen:
        return f"--{name.replace('_', '-')}"
    return f"{PREFIX}{name.upper()}" if is_given(name) else f"{os.environ.get(NAMED) or settings_file}: {name}"
