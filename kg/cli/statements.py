"""How statements are written: lines for programs, a table for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from kg.cli.shown import print_table, table_of
from kg.model import Article, Mention, Statement


def statement_lines(extracted: Iterable[tuple[Article, list[Statement]]]) -> None:
    from kg.export import statement_json

    for _, found in extracted:
        for statement in found:
            print(json.dumps(statement_json(statement), ensure_ascii=False))
        sys.stdout.flush()


def statement_table(extracted: Iterable[tuple[Article, list[Statement]]]) -> None:
    table = table_of("source", "relation", "target", "theme", "attributed to", "modality", "sentence")
    for _, found in extracted:
        for s in found:
            relation = f"{s.relation}/{s.mode}" if s.mode else s.relation
            words = (
                _named(s.source), relation, _named(s.target), s.theme or "",
                _named(s.attributed_to), s.modality.value, " ".join(s.sentence.text.split()),
            )  # fmt: skip
            table.add_row(*words)
    print_table(table)


def _named(mention: Mention | None) -> str:
    if mention is None:
        return ""
    return mention.actor.code if mention.actor else f"? {mention.text}"
