"""The ``kg`` command. What is said to people goes to stderr, results to stdout.

Exit codes: 0 done, 1 something was wrong with the input or the graph (one line on stderr says what), 2 wrong
usage, 130 Ctrl-C, 143 SIGTERM.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer
import typer.main

from kg import __version__
from kg.articles import why
from kg.cli import (
    actors,
    article,
    build,
    checks,
    copies,
    decide,
    explain,
    export,
    graph,
    query,
    serve,
    watch,
)
from kg.cli.failure import Failure
from kg.cli.given import ModelOption, StoreOption, settings_for
from kg.cli.shown import print_table, table_of
from kg.lexicon.tables import SeedError

app = typer.Typer(
    name="kg",
    help="Reads news and remembers who said and did what to whom, according to whom, with the sentence to prove it.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> NoReturn:
    """Run the command line and exit."""
    try:
        code = _run()
        print(end="", flush=True)  # what Python cannot write at exit it tells in its own words
    except BrokenPipeError:  # whoever read our output has seen enough
        code = 128 + signal.SIGPIPE
        _let_go()
    except OSError as wrong:
        if wrong.filename is None and wrong.errno != errno.ENOSPC:
            raise
        place = "" if wrong.filename is None else f"{wrong.filename}: "
        code = _say(Failure(f"{place}{why(wrong)}"))
        _let_go()
    sys.exit(code)


def _run() -> int:
    """Run the command that is asked for and return its exit code."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("kg", sys.argv[1:]) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as wrong:
        return _say(wrong)
    except SeedError as wrong:  # any command may be the first to read a table or the vocabulary
        return _say(Failure(wrong))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _let_go() -> None:
    """Write what is left of the output, or forget it: Python would try once more, and complain."""
    try:
        print(end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_PLAIN = (  # how pydantic, under typer, says it
    ("Value error, ", ""),
    ("Input should be a valid integer, unable to parse string as an integer", "it is not a whole number"),
    ("Input should be a valid number, unable to parse string as a number", "it is not a number"),
)


def _say(wrong: typer.TyperException) -> int:
    """Print a usage error or a failure as one line and return its exit code."""
    format_message: Callable[[], str] = getattr(wrong, "format_message", lambda: str(wrong))
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context else "kg"
    usage = getattr(wrong, "exit_code", 1) == 2
    hint = f" (see {command} --help)" if usage else ""
    words = " ".join(format_message().split())
    for theirs, ours in _PLAIN:
        words = words.replace(theirs, ours)
    print(f"{command}: {words}{hint}", file=sys.stderr)
    return 2 if usage else 1


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    store: StoreOption = None,
    model: ModelOption = None,
    version: Annotated[  # noqa: ARG001  (its callback answers)
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Keep what is given before the command for the command."""
    context.obj = {"store": store, "model": model}


def configuration(context: typer.Context) -> None:
    """Print every setting: its value, where that comes from (environment, file communique.toml, default), what it is.

    In the environment its name is written KG_NAME, in capital letters; in the file as it stands here.
    """
    settings = settings_for(context)
    table = table_of("setting", "value", "from", "what it is")
    meanings = settings.described()
    for name, value, origin in settings.origins():
        table.add_row(name, value, origin, meanings[name])
    print_table(table)


def version() -> None:
    """Print the version."""
    _print_version(True)


COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("build", build.build),
    ("extract", build.extract),
    ("rebuild", build.rebuild),
    ("watch", watch.watch),
    ("article", article.show_article),
    ("forget", article.forget),
    ("settle", article.settle_graph),
    ("query", query.query),
    ("export", export.export),
    ("graph", graph.actor_graph),
    ("serve", serve.serve),
    ("backup", copies.backup),
    ("restore", copies.restore),
    ("config", configuration),
    ("check", checks.check),
    ("verify", checks.verify),
    ("eval", checks.evaluate),
    ("explain", explain.explain_text),
    ("version", version),
)
OF_ACTORS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("list", actors.list_actors),
    ("search", actors.search_actors),
    ("show", actors.show_actor),
    ("explain", explain.explain_actor),
    ("same-as", decide.same_as),
    ("not-same-as", decide.not_same_as),
    ("acts-for", decide.acts_for),
    ("decisions", decide.list_decisions),
    ("revert", decide.revert_decision),
)
for _name, _command in COMMANDS:
    app.command(_name)(_command)
for _name, _command in OF_ACTORS:
    actors.app.command(_name)(_command)
app.add_typer(actors.app)
