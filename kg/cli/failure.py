"""What stops a command."""

from __future__ import annotations

import typer


class Failure(typer.TyperException):
    """What stops a command: one line for the user, and exit code 1."""

    def __init__(self, reason: object) -> None:
        super().__init__(" ".join(str(reason).split()))
