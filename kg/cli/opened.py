"""What commands open: the graph, the actors that are known, what was decided about them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.cli.failure import Failure
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.lexicon.actors import Gazetteer
    from kg.lexicon.decisions import Decisions
    from kg.store import Store


@contextmanager
def opened(
    settings: Settings, *, read_only: bool = False, must_exist: bool = True, keep_empty: bool = True
) -> Iterator[Store]:
    """Open the graph. ``keep_empty``: one that was made here stays although no article came into it."""
    from kg.store import Store, StoreError

    if settings.remote_query:
        with _connected(settings) as graph:
            yield graph
        return
    if must_exist and not settings.store.exists():
        raise Failure(no_graph(settings))
    new, empty = not keep_empty and not settings.store.exists(), False
    try:
        with Store.open(settings.store, read_only=read_only) as graph:
            try:
                yield graph
            except StoreError:
                new = False  # it may be closed, and cannot be asked: it stays
                raise
            finally:
                empty = new and next(graph.articles(), None) is None
    except StoreError as wrong:
        raise Failure(wrong) from None
    finally:
        if empty:
            shutil.rmtree(settings.store, ignore_errors=True)


@contextmanager
def _connected(settings: Settings) -> Iterator[Store]:
    from kg.remote import RemoteError
    from kg.store import Store, StoreError

    secret = settings.remote_password.get_secret_value()
    try:
        with Store.remote(
            settings.remote_query, settings.remote_update, settings.remote_graphs, settings.remote_user, secret
        ) as graph:
            yield graph
    except (StoreError, RemoteError) as wrong:
        raise Failure(wrong) from None


def no_graph(settings: Settings) -> str:
    return f"{settings.store}: no graph here; make one with: kg --store {settings.store} build PATH..."


def check_codes(graph: Store, codes: Iterable[str], option: str = "") -> None:
    """Refuse a code that nobody in the graph has: its answers would be empty without a word."""
    from kg.graph import names

    known = names(graph)
    if odd := sorted(set(codes) - known.keys()):
        raise Failure(f"{option}{odd[0]!r} is no code of this graph; kg actors search finds codes by name")


def gazetteer() -> Gazetteer:
    from kg.lexicon.actors import gazetteer

    return gazetteer()


def decisions_of(settings: Settings) -> Decisions:
    """Return what was decided; a file that was asked for must be there."""
    from kg.lexicon.decisions import load

    if settings.decisions is not None and not settings.decisions.exists():
        raise Failure(f"{settings.decisions}: no such file or directory")
    return load(settings.decided, gazetteer())


def extracting(settings: Settings, decisions: Decisions) -> dict[str, Any]:
    """Return what `kg.pipeline` is told of how to extract."""
    return {
        "model": settings.model,
        "processes": settings.processes,
        "coreference": settings.coreference,
        "decisions": decisions,
    }


def settle(graph: Store, settings: Settings, decisions: Decisions) -> None:
    """Derive what follows from the articles that are in the graph now."""
    from kg import settle
    from kg.lexicon.decisions import applied

    settle.settle(graph, applied(decisions, gazetteer()), everybody=settings.all_actors)
