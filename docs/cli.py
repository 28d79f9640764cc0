"""Writes docs/cli.md from what the commands say about themselves.

python docs/cli.py            write it
python docs/cli.py --check    only say whether it is current
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import typer.main
from typer.testing import CliRunner

from kg.cli import app

PAGE = Path(__file__).with_suffix(".md")
INTRODUCTION = """\
# The `kg` command

Written by `python docs/cli.py` from the commands' own help; a test compares the two.

Results go to standard output, everything else to standard error. Exit codes: 0 done; 1 something was wrong with the
input or the graph, and one line says what; 2 wrong usage; 130 Ctrl-C; 141 the output's reader went away; 143 SIGTERM.

Each option can also be set in the environment: `KG_STORE`, `KG_MODEL`, `KG_PROCESSES`, `KG_COREFERENCE`,
`KG_DECISIONS`, `KG_ALL_ACTORS`, `KG_HOST`, `KG_PORT`.
"""


def page() -> str:
    """Return the page: the help of each command, and of each command under it."""
    return "\n".join([INTRODUCTION, *map(section, commands(typer.main.get_command(app), []))])


def commands(command: object, words: list[str]) -> Iterator[list[str]]:
    """Yield the words of each command below ``command``."""
    for name, below in getattr(command, "commands", {}).items():
        yield [*words, name]
        yield from commands(below, [*words, name])


def section(words: list[str]) -> str:
    shown = CliRunner().invoke(app, [*words, "--help"], prog_name="kg", env={"COLUMNS": "100", "NO_COLOR": "1"})
    if shown.exit_code:
        raise RuntimeError(shown.output)
    return f"## kg {' '.join(words)}\n\n```text\n{shown.output.strip()}\n```\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
