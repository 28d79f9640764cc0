"""What every route may ask for: the graph that the application answers from, as it is at this request."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from kg import __version__
from kg.index import Index
from kg.model import content_id
from kg.store import Store


class View:
    """One state of the graph: the store and its index."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._index: Index | None = None
        self._lock = Lock()

    @property
    def index(self) -> Index:
        """The index of the store, up to date."""
        with self._lock:
            if self._index is None:
                self._index = Index.of(self.store)
            return self._index

    @cached_property
    def tag(self) -> str:
        """A hash that changes when an answer may change: the graph or this software has."""
        return content_id("view", __version__, self.index.mark())

    @cached_property
    def changed(self) -> datetime:
        """When the index last changed, to the second."""
        return datetime.fromtimestamp(int(self.index.path.stat().st_mtime), UTC)

    def close(self) -> None:
        """Close the index; the store is the caller's."""
        if self._index is not None:
            self._index.close()


def _view(request: Request) -> View:
    view = request.app.state.view
    if not isinstance(view, View):
        raise TypeError("the application was made without a store")
    return view


ViewOf = Annotated[View, Depends(_view)]


def _store(view: ViewOf) -> Store:
    return view.store


def _index(view: ViewOf) -> Index:
    return view.index


StoreOf = Annotated[Store, Depends(_store)]
IndexOf = Annotated[Index, Depends(_index)]
