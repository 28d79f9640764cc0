"""``kg watch``: feeds, asked again and again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from kg import articles
from kg.articles import Problem
from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import decisions_of, extracting, opened
from kg.cli.progress import input_errors, stoppable
from kg.cli.shown import so_many
from kg.model import Article
from kg.settings import Settings


@configured("store", "model", "coreference", "decisions", "all_actors", "private", "delay")
def watch(
    settings: Settings,
    feeds: Annotated[
        Path, typer.Argument(help="TOML file of feeds and alert rules (docs/reading.md).", metavar="FEEDS")
    ],
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once, and end.")] = False,
) -> None:
    """Ask feeds again and again, store what is new, and tell of what the alert rules want to know.

    What was read is remembered beside the graph: stopped or killed at any moment, it goes on where it was. The graph is
    open for writing only while feeds are asked. Ends with Ctrl-C or SIGTERM; with --once, exit code 1 says that
    something failed.
    """
    from kg import pipeline
    from kg.watch import Round, WatchError, load, poll, wait

    try:
        watched = load(feeds)
    except WatchError as wrong:
        raise Failure(wrong) from None
    decided = decisions_of(settings)

    def told(line: str) -> None:
        print(line, flush=True)

    def round_() -> Round:
        web = articles.Web(private=settings.private, delay=settings.delay)
        with web, opened(settings, must_exist=False) as graph:

            def build(
                found: Iterable[Article | Problem], report: Callable[[Problem], None], kept: Callable[[Article], None]
            ) -> Iterable[tuple[Article, int]]:
                return pipeline.build(
                    found,
                    graph,
                    report=report,
                    kept=kept,
                    all_actors=settings.all_actors,
                    one_by_one=True,
                    **extracting(settings, decided) | {"processes": 1},
                )

            return poll(watched, graph, web, build, told)

    with input_errors(), stoppable() as stopped:
        while True:
            done = round_()
            for problem in done.problems:
                print(problem, file=sys.stderr, flush=True)
            if done.new or once:
                new = f"{so_many(done.new, 'article')} added, {so_many(done.statements, 'statement')}"
                print(f"{new}, {so_many(done.told, 'alert')} told", file=sys.stderr, flush=True)
            if once or stopped:
                break
            wait(watched.every, lambda: bool(stopped))
            if stopped:
                break
    raise typer.Exit(128 + stopped[0] if stopped else bool(done.problems))
