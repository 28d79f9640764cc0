"""What follows from the articles of a graph: who is known, edges and ledger, origins, the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache

from kg import derive, origins
from kg.beside import healed
from kg.index import FILE as INDEX
from kg.index import Index
from kg.ledger import FILE, Ledger
from kg.lexicon.actors import Gazetteer
from kg.store import Since, Store, StoreError

FEW, MOST = 100, 0.5  # articles, share of all: where more have changed, all is computed anew, in bulk


def settle(store: Store, known: Gazetteer, *, everybody: bool = False) -> None:
    """Derive it all from what the articles are now; ``everybody``: also actors whom no article names.

    What is up to date is left as it is, and what is not costs what has changed. Raises StoreError. It can be killed at
    any moment and run again.
    """
    since = cache(store.since)  # nothing is written meanwhile
    origins.settle(store, since)
    store.give_back()
    path = store.path / FILE if store.path is not None else None

    def derive_it() -> None:
        with Ledger(path) as ledger:
            _derive(store, ledger, since, known, everybody)

    try:
        healed(path, derive_it)
    except sqlite3.DatabaseError as bad:
        raise StoreError(f"{store.path}: {FILE}: {bad}") from None
    store.give_back()
    if store.path is not None:
        with Index(store.path / INDEX) as index:
            index.sync(store, since)
        store.journal.cut()  # all three have read it


def is_settled(store: Store) -> bool:
    """Return whether edges and ledger follow from the articles; where the journal says so, none is looked at."""
    if store.path is None or not (store.path / FILE).exists():
        return store.derived()
    try:
        with Ledger(store.path / FILE) as ledger:
            read = ledger.position() and ledger.position() == store.journal.position()
            return _follows(store, ledger) if read else store.derived()
    except sqlite3.DatabaseError:
        return False


def _follows(store: Store, ledger: Ledger) -> bool:
    mark = ledger.mark()
    return mark == store.mark() and derive.is_ours(mark)


def _derive(store: Store, ledger: Ledger, since: Callable[[str], Since], known: Gazetteer, everybody: bool) -> None:
    position = store.journal.position()
    if _follows(store, ledger):
        found = since(ledger.position())
        changed = found.changed(ledger.print, ledger.articles)
        if len(changed) <= max(FEW, MOST * len(ledger)):
            derive.changed(
                store,
                ledger,
                found.prints,
                changed,
                lambda met: store.put_gazetteer(known, everybody=everybody, met=met),
                position,
            )
            return
    prints = since("").prints
    store.put_gazetteer(known, everybody=everybody)
    if not store.derived(prints):
        derive.whole(store, ledger, prints, position)
