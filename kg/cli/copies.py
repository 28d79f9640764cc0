"""``kg backup``, ``kg restore``: copies of the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import articles
from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import no_graph
from kg.cli.shown import so_many
from kg.settings import Settings


@configured("store")
def backup(
    settings: Settings,
    folder: Annotated[Path, typer.Argument(help="New folder to write to.", metavar="FOLDER")],
) -> None:
    """Write a copy of the graph to a new folder, also while it is served or built.

    The copy is a graph like any other. Of a graph that somebody is writing to, it is the last published state; when
    that was is printed.
    """
    from kg import snapshots
    from kg.store import StoreError

    if not settings.store.exists():
        raise Failure(no_graph(settings))
    if folder.exists():
        raise Failure(f"{folder}: is there already; name a new folder")
    if _is_within(folder, settings.store):
        raise Failure(f"{folder}: lies in the graph's own folder; name one outside of it")
    try:
        state = snapshots.copy(settings.store.resolve(), folder.resolve())
    except (StoreError, OSError) as wrong:
        raise Failure(articles.why(wrong) if isinstance(wrong, OSError) else wrong) from None
    print(f"{folder}: the graph as of {state.astimezone():%Y-%m-%d %H:%M:%S}")


@configured("store")
def restore(
    settings: Settings,
    folder: Annotated[Path, typer.Argument(help="Folder that kg backup wrote.", metavar="FOLDER")],
    replace_: Annotated[bool, typer.Option("--replace", help="Replace the graph that is there.")] = False,
) -> None:
    """Make the graph what a backup holds. A service that reads it goes on, and shows it within seconds."""
    from kg import snapshots
    from kg.folder import elsewhere, filled
    from kg.store import StoreError

    if folder.resolve() == settings.store.resolve():
        raise Failure(f"{folder}: is the graph itself, not a copy of it")
    if _is_within(folder, settings.store):
        raise Failure(f"{folder}: lies in the folder of the graph that it would replace; move it out first")
    try:
        if filled(settings.store) and not replace_:
            raise Failure(f"{settings.store}: there is a graph; --replace replaces it")
        elsewhere(settings.store)
        count = snapshots.restore(folder.resolve(), settings.store.resolve())
    except (StoreError, OSError) as wrong:
        raise Failure(articles.why(wrong) if isinstance(wrong, OSError) else wrong) from None
    print(f"{settings.store}: {so_many(count, 'article')} restored from {folder}")


def _is_within(folder: Path, store: Path) -> bool:
    return store.resolve() in folder.resolve().parents
