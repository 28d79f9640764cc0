"""What a process keeps under its own number for a while: what one that was killed has left is found, and removed."""

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
    return f"{_OURS}{os.getpid()}-"


def sweep(folder: Path, begin: str) -> None:
    """Remove from a folder what begins so, goes on with the number of a process and a dash, and belongs to none."""
    for left in folder.iterdir():
        number, dash, _ = left.name.removeprefix(begin).partition("-")
        if left.name.startswith(begin) and dash and number.isdecimal() and not _runs(int(number)):
            with suppress(OSError):  # somebody else's, or removed meanwhile
                _remove(left)


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
