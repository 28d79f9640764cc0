"""What follows from the articles of a graph: who is known, edges and ledger, origins, the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from kg import derive, origins
from kg.beside import healed
from kg.index import FILE as INDEX
from kg.index import Index
from kg.ledger import FILE, Ledger
from kg.lexicon.actors import Gazetteer
from kg.store import Store, StoreError

FEW, MOST = 100, 0.5  # articles, share of all: where more have changed, all is computed anew, in bulk


def settle(store: Store, known: Gazetteer, *, everybody: bool = False) -> None:
    """Derive it all from what the articles are now; ``everybody``: also actors whom no article names.

    What is up to date is left as it is, and what is not costs what has changed. Raises StoreError. It can be killed at
    any moment and run again.
    """
    prints = store.prints()
    origins.settle(store, prints)
    store.give_back()
    path = store.path / FILE if store.path is not None else None

    def derive_it() -> None:
        with Ledger(path) as ledger:
            _derive(store, ledger, prints, known, everybody)

    try:
        healed(path, derive_it)
    except sqlite3.DatabaseError as bad:
        raise StoreError(f"{store.path}: {FILE}: {bad}") from None
    store.give_back()
    if store.path is not None:
        with Index(store.path / INDEX) as index:
            index.sync(store, prints)


def _derive(store: Store, ledger: Ledger, prints: Mapping[str, str], known: Gazetteer, everybody: bool) -> None:
    have = ledger.prints()
    changed = sorted(key for key in {*have, *prints} if have.get(key) != prints.get(key))
    follows = ledger.mark() == store.mark() == derive.mark(have)
    if not follows or len(changed) > max(FEW, MOST * len(prints)):
        store.put_gazetteer(known, everybody=everybody)
        if not store.derived(prints):
            derive.whole(store, ledger, prints)
    else:
        derive.changed(
            store, ledger, prints, changed, lambda met: store.put_gazetteer(known, everybody=everybody, met=met)
        )
