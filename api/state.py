"""What every route may ask for: the store that the application was made with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kg.store import Store


def _store(request: Request) -> Store:
    store = request.app.state.store
    if not isinstance(store, Store):
        raise TypeError("the application was made without a store")
    return store


StoreOf = Annotated[Store, Depends(_store)]
