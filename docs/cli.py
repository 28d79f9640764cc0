"""Writes docs/cli.md from what the commands and the settings say about themselves.

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
from kg.settings import PREFIX, Settings, written

PAGE = Path(__file__).with_suffix(".md")
INTRODUCTION = """\
# The `kg` command

Written by `python docs/cli.py` from the commands' own help and the settings' own descriptions; a test compares them.

Results go to standard output, everything else to standard error. Exit codes: 0 done; 1 something was wrong with the
input or the graph, and one line says what; 2 wrong usage; 130 Ctrl-C; 141 the output's reader went away; 143 SIGTERM.

What options set, and more, can be set in the environment or in a file: see [Settings](#settings), at the end.
"""
SETTINGS = """\
## Settings

Of an option, a variable in the environment and a line in the file, the first that is there counts. The file is TOML:
`communique.toml` in the folder where the command is run, or what `KG_CONFIG` names. A setting is written there in small
letters and without `KG_` (`port = 8001`). `kg config` prints them all with their values. A variable that begins with
`KG_` and is none of these is named in a warning.

| variable | default | what it is |
|---|---|---|
"""


def page() -> str:
    """Return the page: the help of each command, and of each command under it, and the settings."""
    return "\n".join([INTRODUCTION, *map(section, commands(typer.main.get_command(app), [])), settings()])


def settings() -> str:
    fields, meanings = Settings.model_fields, Settings.described()
    rows = ((f"`{PREFIX}{name.upper()}`", _default(fields[name].default), meanings[name]) for name in fields)
    return SETTINGS + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _default(value: object) -> str:
    shown = written(value)
    return f"`{shown}`" if shown else ""


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
