"""Giving memory back to the system."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any


def give_back() -> None:
    """Give back what was freed and is only kept for later: much of it lies where the threads of RocksDB left it.

    It is glibc's ``malloc_trim`` (malloc_trim(3)); with another C library nothing is done.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _trim() -> Any:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
