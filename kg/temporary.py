"""What a process keeps under its own number for a while: what one that was killed has left is found, and removed.

A number says which process it is only among those of one PID namespace (pid_namespaces(7)), so the name has that too;
the first one of every machine has the same number, and two machines that share a disk are not told apart.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_OURS = "communique-"


def prefix() -> str:
    """Return how the names of temporary files and folders of this process begin; those of killed ones are removed."""
    sweep(Path(tempfile.gettempdir()), _OURS)
    return named(_OURS)


def named(begin: str) -> str:
    """Return what begins so and goes on with the PID namespace and the number of this process, each with a dash."""
    return f"{begin}{_namespace()}-{os.getpid()}-"


def process(name: str, begin: str) -> int | None:
    """Return the process whose `named` a name begins with; none if it is of another namespace, or no such name."""
    number, dash, _ = name.removeprefix(ours := f"{begin}{_namespace()}-").partition("-")
    return int(number) if name.startswith(ours) and dash and number.isdecimal() else None


def sweep(folder: Path, begin: str) -> None:
    """Remove from a folder what begins so, and is `named` for a process that runs no more."""
    with suppress(OSError):  # it may not be listed
        for left in folder.iterdir():
            number = process(left.name, begin)
            if number is not None and not _runs(number):
                with suppress(OSError):  # somebody else's, or removed meanwhile
                    _remove(left)


def _namespace() -> int:
    try:
        return Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return 0


def _remove(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left)
    else:
        left.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
