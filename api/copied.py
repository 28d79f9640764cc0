"""A snapshot in memory, read once, that workers share: they are forked from the process that has it.

Pages are shared until somebody writes to them, and Oxigraph counts references in each quad that it visits: so a worker
makes its own copy of what its queries touch, at most of all. ``docs/decisions/2026-11-27-the-service.md`` has figures.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pyoxigraph as ox

_EACH = 10_000  # quads between two looks at the memory
_NICE = 10  # a tenth of the share of others
_SESSION = Path("/proc/self/autogroup")


def loaded(path: str, most: int) -> ox.Store:
    """Return the snapshot at ``path``, in memory. Raises MemoryError if it takes more than ``most`` bytes, or more than
    half of what the machine has left.

    It is read in a thread of low priority, which ends: whoever forks afterwards has that of the process, and no lock is
    held. (The idle policy would never come to an end on a machine that is always busy.)
    The threads that RocksDB leaves behind wait for work that never comes.
    """
    found: list[ox.Store] = []
    failed: list[BaseException] = []

    def read() -> None:
        os.setpriority(os.PRIO_PROCESS, 0, _NICE)  # of this thread
        try:
            found.append(_read(path, min(most, _left() // 2)))
        except BaseException as bad:  # noqa: BLE001  # it is raised again below
            failed.append(bad)

    _weigh(_NICE)
    thread = Thread(target=read)
    thread.start()
    thread.join()
    _weigh(0)
    if failed:
        raise failed[0]
    return found[0]


def _read(path: str, most: int) -> ox.Store:
    if sum(file.stat().st_size for file in Path(path).glob("*.sst")) > most:  # in memory it is twice as much
        raise MemoryError
    disk, copy = ox.Store.read_only(path), ox.Store()
    most += _resident()
    over: list[bool] = []
    copy.bulk_extend(_watched(disk.quads_for_pattern(None, None, None, None), most, over))
    if over:
        raise MemoryError
    for graph in disk.named_graphs():  # an empty one, too
        copy.add_graph(graph)
    return copy


def _watched(quads: Iterator[ox.Quad], most: int, over: list[bool]) -> Iterator[ox.Quad]:
    """Yield the quads; stop, and say so in ``over``, when they take too much: Oxigraph would report what is raised."""
    for number, quad in enumerate(quads):
        if number % _EACH == 0 and _resident() > most:
            over.append(True)
            return
        yield quad


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _left() -> int:
    """Return the bytes that the machine could give."""
    return int(Path("/proc/meminfo").read_text().partition("MemAvailable:")[2].split()[0]) << 10


def _weigh(nice: int) -> None:
    """Set the weight of this session (sched(7), "The autogroup feature"), where the kernel has such."""
    with suppress(OSError):
        _SESSION.write_text(str(nice))
