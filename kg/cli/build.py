"""``kg build``, ``kg extract``, ``kg rebuild``: from articles to statements."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.articles import Problem
from kg.cli.given import FailuresOption, MappingOption, Paths, configured
from kg.cli.opened import decisions_of, extracting, opened, settle
from kg.cli.progress import Watch, input_errors, reading_of, stoppable, until
from kg.cli.shown import so_many
from kg.cli.statements import statement_lines, statement_table
from kg.model import Article
from kg.settings import Settings

NoDecisionsOption = Annotated[
    Path | None,
    typer.Option("--decisions", help="File of what was decided about actors. [default: none]", metavar="FILE"),
]


class StatementFormat(StrEnum):
    """What `kg extract` writes."""

    JSONL = "jsonl"
    TABLE = "table"


@configured(
    "store", "model", "processes", "coreference", "decisions", "all_actors", "engine", "shards", "private", "delay"
)
def build(
    settings: Settings,
    paths: Paths,
    again: Annotated[bool, typer.Option("--again", help="Extract anew what is in the graph already.")] = False,
    mapping: MappingOption = None,
    failures: FailuresOption = None,
) -> None:
    """Read articles, extract their statements and store them in the graph.

    An article that is in the graph already is passed over, unless it or the extractor has changed: it then
    replaces what was there. Stopped by Ctrl-C or SIGTERM it finishes the article in hand; killed, it leaves every
    finished article whole, and running it again completes the graph.
    """
    from kg import pipeline

    decided = decisions_of(settings)
    reading = reading_of(paths, mapping, settings, failures)
    with (
        input_errors(),
        opened(settings, must_exist=False, keep_empty=False) as graph,
        stoppable() as stopped,
        Watch(reading, failures=failures, graph=settings.remote_query or settings.store, store=graph) as watch,
    ):
        built = pipeline.build(
            until(stopped, reading),
            graph,
            report=watch.problem,
            kept=watch.kept,
            again=again,
            all_actors=settings.all_actors,
            engine=settings.engine,
            shards=settings.shards or None,
            **extracting(settings, decided),
        )
        try:
            for article, statements in built:
                watch.done(article, statements)
        except typer.Exit:  # stopped: edges and ledger follow from what is stored
            settle(graph, settings, decided)
            raise
    raise typer.Exit(128 + stopped[0] if stopped else watch.code)


@configured("model", "processes", "coreference", "private", "delay", decisions=NoDecisionsOption)
def extract(
    settings: Settings,
    paths: Paths,
    output: Annotated[
        StatementFormat, typer.Option("--format", "-f", help="How to write them.")
    ] = StatementFormat.JSONL,
    mapping: MappingOption = None,
    failures: FailuresOption = None,
) -> None:
    """Write the statements of articles, without a graph: one JSON object a line, or a table."""
    from kg import pipeline
    from kg.lexicon.decisions import NONE

    decided = decisions_of(settings) if settings.decisions else NONE
    write = statement_lines if output is StatementFormat.JSONL else statement_table
    reading = reading_of(paths, mapping, settings, failures)
    with input_errors(), Watch(reading, shown=not sys.stdout.isatty(), failures=failures) as watch:
        good = watch.articles(reading)
        write(watch.each(pipeline.extract(good, report=watch.problem, **extracting(settings, decided))))
    raise typer.Exit(watch.code)


@configured("store", "model", "processes", "coreference", "decisions", "all_actors")
def rebuild(
    settings: Settings,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only print the differences; change nothing.")] = False,
) -> None:
    """Extract anew, from the stored texts, what another version of the software extracted, and print what that changes.

    A line each: + for a statement that is new, - for one that is gone, ~ for one that says something else.
    """
    from kg import pipeline
    from kg import rebuild as again

    decided, counts, code = decisions_of(settings), Counter[str](), 0
    reader = pipeline.readers(settings.model, coreference=settings.coreference, decisions=decided)
    how = extracting(settings, decided)
    before: dict[str, dict[str, again.Told]] = {}

    def report(problem: Problem) -> None:
        nonlocal code
        code = 1
        print(problem, file=sys.stderr)

    with input_errors(), opened(settings) as graph, stoppable() as stopped:

        def stale() -> Iterator[Article]:
            for article in again.stored(graph):
                if not again.is_current(graph, article, reader(article)):
                    before[article.id] = again.told(graph, article.id)
                    yield article

        done: Generator[tuple[Article, dict[str, again.Told]], None, None] = (
            (
                (article, again.told_of(article, found, reader(article)))
                for article, found in pipeline.extract(stale(), report=report, **how)
            )
            if dry
            else (
                (article, again.told(graph, article.id))
                for article, _ in pipeline.build(stale(), graph, report=report, all_actors=settings.all_actors, **how)
            )
        )
        for article, now in done:
            for change in again.changes(article, before.pop(article.id), now):
                counts[change.sign] += 1
                print(change)
            counts["articles"] += 1
            if stopped:
                break
        if stopped and not dry:
            done.close()
            settle(graph, settings, decided)
    told = f"{so_many(counts['+'], 'statement')} added, {counts['-']} gone, {counts['~']} changed"
    print(f"{so_many(counts['articles'], 'article')} extracted anew: {told}")
    raise typer.Exit(128 + stopped[0] if stopped else code)
