"""The ``kg`` command, run in a process of its own for one article: the service never imports spaCy, and what takes too
long ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Mapping

from api.problems import Problem
from kg.settings import Settings

_NICE = 10


async def ran(
    *arguments: str, settings: Settings, seconds: float, article: Mapping[str, object] | None = None
) -> bytes:
    """Run ``kg`` with an article (if any) on its standard input and the settings of the service; return its output.

    When this returns or raises, the process is gone. Raises Problem 422 with the command's own last line, 503 if it
    took longer than ``seconds``.
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
        words = err.decode(errors="replace").strip().splitlines()
        raise Problem(422, f"The text cannot be read: {words[-1] if words else 'no reason was given'}")
    return out


def _environment(settings: Settings) -> dict[str, str]:
    chosen = {
        "STORE": str(settings.store.resolve()),
        "MODEL": settings.model,
        "PROCESSES": "1",
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
