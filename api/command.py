"""The ``kg`` command, run in a process of its own for one article: the service never imports spaCy, and what takes too
long ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from collections.abc import Mapping

from api.problems import Problem
from kg.address import anonymous
from kg.settings import Settings
from kg.store import StoreError

log = logging.getLogger("communique.command")

_NICE = 5  # a third of the share of whoever answers queries; at 10, a text waited for a minute beside two busy programs
_OF_THE_TEXT = ("standard input", "article ")  # how a line about it begins


async def ran(
    *arguments: str, settings: Settings, seconds: float, article: Mapping[str, object] | None = None
) -> bytes:
    """Run ``kg`` with an article (if any) on its standard input and the settings of the service; return its output.

    When this returns or raises, the process is gone. Raises Problem with the command's own last line: 422 if it is of
    the text, 507 if the disk is full, 503 if it is of the graph (in use, read-only); 503, too, if it took longer than
    ``seconds`` or was killed, 500 for anything else.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kg.cli", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | _environment(settings),
        preexec_fn=_gently,
    )
    try:
        async with asyncio.timeout(seconds):
            given = b"" if article is None else json.dumps(article).encode()
            out, err = await process.communicate(given)
    except TimeoutError:
        raise Problem(503, f"It took longer than {seconds:g} seconds; send a shorter text.") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise _problem(process.returncode, err.decode(errors="replace"), settings)
    return out


def _problem(code: int, told: str, settings: Settings) -> Problem:
    """Return what a command that failed has told, with the status of its cause."""
    graph = anonymous(settings.remote_query or settings.store.resolve())
    lines = [line for line in told.splitlines() if line.strip() and not line.startswith(f"{graph}: ")]  # the summary
    words = lines[-1].removeprefix("kg: ") if lines else ""
    if words.startswith(_OF_THE_TEXT):
        return Problem(422, f"The text cannot be read: {words}")
    if StoreError(words).no_space:
        return Problem(507, f"The disk is full: {words}")
    if words.startswith(f"{graph}: "):
        return Problem(503, f"The graph cannot be had now: {words}")
    if code < 0:
        return Problem(503, "The process that read it was killed: it needed too much memory, or somebody ended it.")
    log.error("kg ended with %d: %s", code, told.strip())
    return Problem(500, "The service failed at this request; its log says why.")


def _environment(settings: Settings) -> dict[str, str]:
    chosen = {
        "STORE": str(settings.store.resolve()),
        "MODEL": settings.model,
        "PROCESSES": "1",
        "ENGINE": "local",
        "SHARDS": "",
        "COREFERENCE": str(settings.coreference),
        "ALL_ACTORS": str(settings.all_actors),
        "REMOTE_QUERY": settings.remote_query,
        "REMOTE_UPDATE": settings.remote_update,
        "REMOTE_GRAPHS": settings.remote_graphs,
        "REMOTE_USER": settings.remote_user,
        "REMOTE_PASSWORD": settings.remote_password.get_secret_value(),
        "TOKEN": "",
    }
    if settings.decisions is not None:
        chosen["DECISIONS"] = str(settings.decisions.resolve())
    return {f"KG_{name}": value for name, value in chosen.items()}


def _gently() -> None:
    os.nice(_NICE)
