"""Who has a graph open for writing: as this machine's list of file locks says, without touching any of them."""

from __future__ import annotations

import os
from pathlib import Path

from kg import temporary

ADDRESS = "address"
"""The file in a service's folder of snapshots that says where it listens, if it takes changes."""


def home_prefix(graph: Path) -> str:
    """Return how the folders begin, beside the graph, in which services keep their snapshots."""
    return f".{graph.name}.serving-"


def homes(graph: Path) -> list[Path]:
    """Return the folders in which services keep their snapshots of the graph; none where that cannot be listed."""
    try:
        return [path for path in graph.parent.iterdir() if path.name.startswith(home_prefix(graph))]
    except OSError:
        return []


def holder(graph: Path) -> tuple[int, str | None] | None:
    """Return the process that has the graph in this folder open, and the address if it is a service's; none if unknown.

    A process of another machine that shares the disk is not known.
    """
    try:
        lock = (graph / "LOCK").stat()
        locks = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    place = f"{os.major(lock.st_dev):02x}:{os.minor(lock.st_dev):02x}:{lock.st_ino}"
    found = next((int(f[4]) for f in map(str.split, locks) if "WRITE" in f and "->" not in f and f[5] == place), None)
    return None if found is None else (found, _service(graph, found))


def _service(graph: Path, process: int) -> str | None:
    """Return the address of the service that the process belongs to: it has children that write for it."""
    graph = graph.resolve()
    services = {temporary.process(home.name, home_prefix(graph)): home / ADDRESS for home in homes(graph)}
    try:
        while process > 1:
            if (address := services.get(process)) is not None and address.is_file():
                return address.read_text(encoding="utf-8")
            process = int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except (OSError, ValueError):  # it has ended meanwhile
        pass
    return None
