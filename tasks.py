"""The project's two tasks. Needs Python 3.11 or newer and nothing else; makes its own environment in .venv.

python3 tasks.py demo     set up, build the bundled articles into ./demo, serve them, answer one question
python3 tasks.py test     set up, then lint, types, import contracts, tests and benchmark floors
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
KG = BIN / ("kg.exe" if os.name == "nt" else "kg")
LOCKS = ROOT / "requirements"

QUESTION = "Who denied what, said by whom else, in which sentence, in which article?"
START_SECONDS = 60

# What is compiled once need not be compiled by each of a thousand processes: all of it is in .venv, or ignored by git.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
WORKERS = str(min(4, (os.cpu_count() or 1) + 1))  # one more than cores: many tests wait for a process
Check = tuple[str, tuple[str, ...]]
CHECKS: tuple[Check, ...] = (
    ("lint", ("ruff", "check")),
    ("format", ("ruff", "format", "--check")),
    ("types", ("mypy", "--strict", "kg", "api", "tests", "benchmarks", "scripts", "docs", "tasks.py")),
    ("imports", ("lint-imports",)),
)
TESTS: Check = ("tests", ("pytest", "-q", "-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"))
UNTIMED = ("pairs", "quality")  # the floors that are no times: others may be at work meanwhile


class Failure(Exception):
    """What stops a task, in one line for the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="tasks.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    demonstrate = tasks.add_parser("demo", help="build the bundled articles, serve them and answer one question")
    demonstrate.add_argument("--no-wait", action="store_true", help="stop after the answer")
    demonstrate.add_argument("--port", type=int, default=8000, help="port of the service; 0 takes a free one")
    demonstrate.add_argument("--graph", type=Path, default=ROOT / "demo", help="folder of the graph")
    tasks.add_parser("test", help="lint, types, import contracts, tests and benchmark floors")
    given = parser.parse_args(arguments)
    try:
        if given.task == "demo":
            install("run")
            demo(given.graph, given.port, wait=not given.no_wait)
            return 0
        install("dev")
        return test()
    except Failure as failure:
        print(f"tasks.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# -- set up --------------------------------------------------------------------------------------------------------


def install(lock: str) -> None:
    """Bring .venv to what ``requirements/<lock>.lock`` pins; does nothing when it is there already."""
    if any(_installed(name) for name in (lock, "dev")):
        return
    _environment()
    print(f"Installing what requirements/{lock}.lock pins into {_short(VENV)} ...", flush=True)
    # Of twelve thousand modules few are ever imported; Python compiles those itself, the first time.
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    _run((*pip, "--require-hashes", "-r", str(LOCKS / f"{lock}.lock"), "-r", str(LOCKS / "build.lock")))
    _run((*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)))
    (VENV / f".communique-{lock}").write_text(_stamp(lock))


def _installed(lock: str) -> bool:
    mark = VENV / f".communique-{lock}"
    return PYTHON.exists() and mark.exists() and mark.read_text() == _stamp(lock)


def _environment() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (an older Python may run this file)
        raise Failure(f"needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")
    if not PYTHON.exists():
        try:
            import ensurepip  # noqa: F401  (Debian splits it off; venv's own message is a page long)
            import venv
        except ImportError:
            raise Failure(
                "this Python cannot make virtual environments; on Debian or Ubuntu: sudo apt install python3-venv"
            ) from None
        print(f"Making {_short(VENV)} ...", flush=True)
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    found = subprocess.run(
        [str(PYTHON), "-c", "import sys; print(sys.version_info >= (3, 11)); import pip"],
        capture_output=True,
        text=True,
    )
    if not found.stdout.startswith("True"):
        raise Failure(f"{_short(VENV)} was made with a Python older than 3.11: remove it and run this again")
    if found.returncode:
        _run((str(PYTHON), "-m", "ensurepip", "--upgrade"))


def _stamp(lock: str) -> str:
    files = (LOCKS / f"{lock}.lock", LOCKS / "build.lock", ROOT / "pyproject.toml")
    return hashlib.sha256(b"\0".join([*(file.read_bytes() for file in files), str(ROOT).encode()])).hexdigest()


def _run(command: Sequence[str]) -> None:
    if code := subprocess.run(command, cwd=ROOT, env=ENVIRONMENT).returncode:
        words = " ".join(Path(word).name if word.startswith(str(ROOT)) else word for word in command)
        raise Failure(f"`{words}` ended with exit code {code}")


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


# -- demo ----------------------------------------------------------------------------------------------------------


def demo(graph: Path, port: int, wait: bool) -> None:
    """Build the bundled articles, serve them, print the address, one question and its answer."""
    print(f"Building the graph of the bundled articles in {_short(graph)} ...", flush=True)
    _run((str(KG), "--store", str(graph), "build", str(ROOT / "seeds" / "articles")))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the service ends with this program, however it ends
    serve = [str(KG), "--store", str(graph), "serve", "--port", str(port)]
    with subprocess.Popen(serve, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as service:
        try:
            address = _address(service)
            print(f"\nServing at {address}  (page: {address}/  queries: {address}/sparql  API: {address}/docs)\n")
            print(f"{QUESTION}\n")
            print(answer(address, readme_query()), flush=True)
            if wait:
                print(f"\nStill serving at {address}; Ctrl-C stops.", flush=True)
                service.wait()
        except KeyboardInterrupt:
            print()
        finally:
            service.terminate()


def _address(service: subprocess.Popen[str]) -> str:
    """Return the address that the service prints first, once it answers there."""
    if service.stdout is None:
        raise Failure("the service has no output to read its address from")
    found = re.search(r"https?://\S+", service.stdout.readline())
    if found is None:
        raise Failure("the service did not start")
    address = found[0].rstrip("/")
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and service.poll() is None:
        try:
            with urlopen(f"{address}/health", timeout=5):  # noqa: S310  (the address is our own service's)
                return address
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise Failure(f"the service does not answer at {address}")


def readme_query() -> str:
    """Return the SPARQL query that stands in the README."""
    found = re.search(
        r"^```sparql\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    if found is None:
        raise Failure("README.md holds no SPARQL query")
    return found[1]


def _patiently(request: Request) -> Any:
    """Return what the service answers, on a slow machine after it has refused for a while."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(request, timeout=START_SECONDS) as response:  # noqa: S310  (our own service's address)
                return json.load(response)
        except HTTPError as refused:
            if refused.code not in (429, 503) or time.monotonic() > until:
                raise Failure(f"the service answers {refused.code}: {refused.read().decode()}") from None
            time.sleep(1)


def answer(address: str, query: str, rows: int = 3) -> str:
    """Ask the service over HTTP and return the first rows of its answer as text."""
    request = Request(  # noqa: S310  (the address is our own service's)
        f"{address}/sparql",
        data=urlencode({"query": query}).encode(),
        headers={"Accept": "application/sparql-results+json"},
    )
    found = _patiently(request)
    names, bindings = found["head"]["vars"], found["results"]["bindings"]
    if not bindings:
        raise Failure("the bundled articles gave no answer to the example question")
    width = max(map(len, names))
    blocks = [
        "\n".join(f"  {name:>{width}}  {row[name]['value']}" for name in names if name in row)
        for row in bindings[:rows]
    ]
    more = len(bindings) - rows
    return "\n\n".join(blocks[:rows]) + (f"\n\n  ... and {more} more" if more > 0 else "")


# -- test ----------------------------------------------------------------------------------------------------------


def test() -> int:
    """Run every check, also after one has failed, and say at the end which did."""
    floors = _floors()
    with ThreadPoolExecutor(1) as pool:
        beside = [pool.submit(_run_check, *check, quiet=True) for check in (*CHECKS, *map(floors.pop, UNTIMED))]
        try:
            passed = [_run_check(*TESTS)]
        except BaseException:  # Ctrl-C: what has not begun need not
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        passed += [check.result() for check in beside]
    passed += [_run_check(*check) for check in floors.values()]
    failed = [name for name, well in passed if not well]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def _run_check(name: str, command: Sequence[str], *, quiet: bool = False) -> tuple[str, bool]:
    """Run a check; return its name and whether it passed. ``quiet``: what it says is shown at its end."""
    title = f"== {name}: {' '.join(command)}\n"
    print("" if quiet else title, end="", flush=True)
    to, started = subprocess.PIPE if quiet else None, time.monotonic()
    arguments = [str(BIN / command[0]), *command[1:]]
    run = subprocess.run(arguments, cwd=ROOT, env=ENVIRONMENT, stdout=to, stderr=to and subprocess.STDOUT, text=True)
    well = run.returncode == 0
    ended = f"== {name}: {'passed' if well else 'FAILED'} in {time.monotonic() - started:.0f} s\n"
    print(f"\n{title}{run.stdout}{ended}" if quiet else ended, flush=True)
    return name, well


def _floors() -> dict[str, Check]:
    """Every benchmark that pins a floor says so by answering to ``--floors``."""
    scripts = sorted((ROOT / "benchmarks").glob("*.py"))
    pinned = [script for script in scripts if '"--floors"' in script.read_text(encoding="utf-8")]
    return {script.stem: (f"floors of {script.stem}", (PYTHON.name, _short(script), "--floors")) for script in pinned}


if __name__ == "__main__":
    sys.exit(main())
