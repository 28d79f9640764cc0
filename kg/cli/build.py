"""``kg build``, ``kg extract``, ``kg rebuild``: from articles to statements."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.articles import Problem
from kg.cli.given import (
    AllActorsOption,
    CoreferenceOption,
    DecisionsOption,
    DelayOption,
    FailuresOption,
    MappingOption,
    ModelOption,
    Paths,
    PrivateOption,
    ProcessesOption,
    StoreOption,
    settings_for,
)
from kg.cli.opened import decisions_of, opened, settle
from kg.cli.progress import Watch, input_errors, reading_of, stoppable, until
from kg.cli.shown import so_many
from kg.cli.statements import statement_lines, statement_table
from kg.model import Article


class Engine(StrEnum):
    """Who extracts."""

    LOCAL = "local"
    RAY = "ray"


class StatementFormat(StrEnum):
    """What `kg extract` writes."""

    JSONL = "jsonl"
    TABLE = "table"


def build(
    context: typer.Context,
    paths: Paths,
    store: StoreOption = None,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    decisions: DecisionsOption = None,
    all_actors: AllActorsOption = None,
    again: Annotated[bool, typer.Option("--again", help="Extract anew what is in the graph already.")] = False,
    engine: Annotated[
        Engine | None,
        typer.Option(
            "--engine",
            help="Who extracts: processes of this machine, or a Ray cluster (RAY_ADDRESS; else one is started here).",
        ),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(
            "--shards",
            help="Folder or fsspec address that keeps what is extracted, in shards of several articles; one that is "
            "there for just these articles is loaded, and nothing extracted. A cluster of several machines needs one "
            "that all reach. [default: none is kept]",
            metavar="ADDRESS",
        ),
    ] = None,
    mapping: MappingOption = None,
    private: PrivateOption = None,
    delay: DelayOption = None,
    failures: FailuresOption = None,
) -> None:
    """Read articles, extract their statements and store them in the graph.

    An article that is in the graph already is passed over, unless it or the extractor has changed: it then
    replaces what was there. Stopped by Ctrl-C or SIGTERM it finishes the article in hand; killed, it leaves every
    finished article whole, and running it again completes the graph.
    """
    settings = settings_for(
        context,
        store=store,
        model=model,
        processes=processes,
        coreference=coreference,
        decisions=decisions,
        all_actors=all_actors,
        engine=engine,
        shards=shards,
        private=private,
        delay=delay,
    )
    from kg import pipeline

    decided = decisions_of(settings)
    reading = reading_of(paths, mapping, settings, failures)
    with (
        input_errors(),
        opened(settings, must_exist=False) as graph,
        stoppable() as stopped,
        Watch(reading, failures=failures, graph=settings.remote_query or settings.store) as watch,
    ):
        built = pipeline.build(
            until(stopped, reading),
            graph,
            report=watch.problem,
            kept=watch.kept,
            again=again,
            model=settings.model,
            processes=settings.processes,
            coreference=settings.coreference,
            decisions=decided,
            all_actors=settings.all_actors,
            engine=settings.engine,
            shards=settings.shards or None,
        )
        try:
            for article, statements in built:
                watch.done(article, statements)
        except typer.Exit:  # stopped: edges and ledger follow from what is stored
            settle(graph, settings, decided)
            raise
    raise typer.Exit(128 + stopped[0] if stopped else watch.code)


def extract(
    context: typer.Context,
    paths: Paths,
    output: Annotated[
        StatementFormat, typer.Option("--format", "-f", help="How to write them.")
    ] = StatementFormat.JSONL,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", help="File of what was decided about actors. [default: none]", metavar="FILE"),
    ] = None,
    mapping: MappingOption = None,
    private: PrivateOption = None,
    delay: DelayOption = None,
    failures: FailuresOption = None,
) -> None:
    """Write the statements of articles, without a graph: one JSON object a line, or a table."""
    settings = settings_for(
        context,
        model=model,
        processes=processes,
        coreference=coreference,
        decisions=decisions,
        private=private,
        delay=delay,
    )
    from kg import pipeline
    from kg.lexicon.decisions import NONE

    decided = decisions_of(settings) if settings.decisions else NONE
    write = statement_lines if output is StatementFormat.JSONL else statement_table
    reading = reading_of(paths, mapping, settings, failures)
    with input_errors(), Watch(reading, shown=not sys.stdout.isatty(), failures=failures) as watch:
        good = watch.articles(reading)
        write(
            watch.each(
                pipeline.extract(
                    good,
                    model=settings.model,
                    processes=settings.processes,
                    coreference=settings.coreference,
                    decisions=decided,
                    report=watch.problem,
                )
            )
        )
    raise typer.Exit(watch.code)


def rebuild(
    context: typer.Context,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only print the differences; change nothing.")] = False,
    store: StoreOption = None,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    decisions: DecisionsOption = None,
    all_actors: AllActorsOption = None,
) -> None:
    """Extract anew, from the stored texts, what another version of the software extracted, and print what that changes.

    A line each: + for a statement that is new, - for one that is gone, ~ for one that says something else.
    """
    settings = settings_for(
        context, store=store, model=model, processes=processes, coreference=coreference, decisions=decisions,
        all_actors=all_actors,
    )  # fmt: skip
    from kg import pipeline
    from kg import rebuild as again

    decided, counts, code = decisions_of(settings), Counter[str](), 0
    reader = pipeline.readers(settings.model, coreference=settings.coreference, decisions=decided)
    how: dict[str, Any] = {
        "model": settings.model,
        "processes": settings.processes,
        "coreference": settings.coreference,
        "decisions": decided,
    }
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
    told = f"{counts['+']} statements added, {counts['-']} gone, {counts['~']} changed"
    print(f"{so_many(counts['articles'], 'article')} extracted anew: {told}")
    raise typer.Exit(128 + stopped[0] if stopped else code)
