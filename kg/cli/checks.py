"""``kg check``, ``kg verify``, ``kg eval``: whether it is sound, and how good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import resources
from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import gazetteer, no_graph, opened
from kg.cli.progress import input_errors
from kg.cli.shown import so_many
from kg.lexicon.tables import SeedError
from kg.settings import Settings


@configured("store", "decisions")
def check(settings: Settings) -> None:
    """Check ontology, queries, seeds and decisions, and the graph against its shapes if there is one."""
    from kg.check import check as checked

    if settings.store.exists():
        with opened(settings, read_only=True) as graph:
            found = checked(graph)
    elif settings.store == Settings.model_fields["store"].default:
        found = checked()
    else:
        raise Failure(no_graph(settings))
    wrong = [*map(str, found), *_decision_problems(settings.decided)]
    for problem in wrong:
        print(problem)
    what = f"ontology, seeds and {settings.store}" if settings.store.exists() else "ontology and seeds"
    print(f"{what}: {so_many(len(wrong), 'problem')}")
    raise typer.Exit(1 if wrong else 0)


def _decision_problems(path: Path) -> list[str]:
    from kg.lexicon.decisions import problems

    try:
        return [f"{path.parent}: {reason}" for reason in problems(path, gazetteer())]
    except SeedError:  # bad seeds are among the problems already
        return []


@configured("store")
def verify(settings: Settings) -> None:
    """Read every stored quote again and compare it with its article's text at its offsets."""
    from kg.verify import verify as verified

    with opened(settings, read_only=True) as graph:
        found = verified(graph)
    for mismatch in found.mismatches:
        print(mismatch)
    read = f"{so_many(found.quotes, 'quote')} in {so_many(found.articles, 'article')}"
    print(f"{read}: {so_many(len(found.mismatches), 'mismatch')}")
    raise typer.Exit(1 if found.mismatches else 0)


@configured("model")
def evaluate(
    settings: Settings,
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder of gold files (*.jsonl). [default: the gold set of the project]", metavar="FOLDER"),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Print every error with its text.")] = False,
) -> None:
    """Measure what is found against sentences of which every statement is known, and print the figures.

    How such sentences are written down is described in benchmarks/gold/README.md. The benchmarks are in a checkout and
    in the source distribution; an installed wheel has none.
    """
    try:
        resources.path("benchmarks/quality.py")
    except FileNotFoundError:
        raise Failure(
            "no benchmarks in an installed wheel; run it from a checkout or the source distribution"
        ) from None
    from benchmarks import quality

    given = ["--model", settings.model, *(["--errors"] if errors else [])]
    if folder is not None:
        given += ["--gold", str(folder), "--unpinned"]
    with input_errors():
        raise typer.Exit(quality.main(given))
