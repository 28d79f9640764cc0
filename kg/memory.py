"""How much memory this process takes, and giving it back to the system."""

from __future__ import annotations

import ctypes
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

_PAGE = os.sysconf("SC_PAGE_SIZE")


def taken() -> int:
    """Return the bytes of memory that this process has for itself: resident, and no part of a file (proc(5))."""
    _, resident, shared, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return (int(resident) - int(shared)) * _PAGE


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
