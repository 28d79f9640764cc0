"""``kg explain``, ``kg actors explain``: why a text was read as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import articles
from kg.articles import Problem
from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import decisions_of, gazetteer, opened
from kg.cli.progress import input_errors
from kg.cli.statements import statement_table
from kg.model import Article
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.explain import Explanation
    from kg.lexicon.decisions import Decisions
    from kg.pipeline import Reasons
    from kg.relate.accounts import Account


class ReasonFormat(StrEnum):
    """What `kg explain` writes."""

    TEXT = "text"
    JSON = "json"


_ID = re.compile(r"(?:https://communique\.example/(?:statement|mention)/)?[0-9a-f]{20}")


@configured("model", "store", "decisions")
def explain_actor(
    settings: Settings,
    text: Annotated[
        str, typer.Argument(help="A sentence, or the id of a stored statement or mention.", metavar="TEXT|ID")
    ],
    day: Annotated[
        str | None, typer.Option("--date", help="The day on which the text appeared.", metavar="YYYY-MM-DD")
    ] = None,
) -> None:
    """Say why words stand for an actor: the rule, the row of the seeds that gave the name, the sentence."""
    published = _day(day)
    decided = decisions_of(settings)
    if _ID.fullmatch(text):
        found = _explained_stored(text.rpartition("/")[2], settings, decided)
    else:
        found = _explained_text(text, published, settings, decided)
    if not found:
        raise Failure("nobody is mentioned there")
    print("\n\n".join("\n".join(_told(each)) for each in found))


@configured("model", "decisions")
def explain_text(
    settings: Settings,
    text: Annotated[
        str, typer.Argument(help="A sentence, or several; - reads an article as kg extract does.", metavar="TEXT")
    ],
    day: Annotated[
        str | None, typer.Option("--date", help="The day on which the text appeared.", metavar="YYYY-MM-DD")
    ] = None,
    output: Annotated[
        ReasonFormat, typer.Option("--format", "-f", help="How to write it: for people, or as one JSON object.")
    ] = ReasonFormat.TEXT,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw the parse (displaCy): .svg or .html.", metavar="FILE")
    ] = None,
) -> None:
    """Say how a text was read: the parse, who is who and why, each trigger word with the senses that were tried."""
    from kg import pipeline

    if not text.strip():
        raise Failure("there is no text to explain")
    decided, article = decisions_of(settings), _article(text, _day(day))
    if picture is not None and picture.suffix not in (".svg", ".html"):
        raise Failure(f"--picture: {picture} ends neither in .svg nor in .html")
    with input_errors():
        read = pipeline.reasons(article, model=settings.model, coreference=settings.coreference, decisions=decided)
    if picture is not None:
        _draw(read, picture)
    if output is ReasonFormat.JSON:
        from kg.why import why_json

        print(json.dumps(why_json(article, read, gazetteer(), decided), ensure_ascii=False))
    else:
        _print(article, read, decided)


def _article(text: str, day: date | None) -> Article:
    if text != "-":
        return Article("", text, published=day)
    found = list(articles.read(["-"]))
    if len(found) != 1 or isinstance(found[0], Problem):
        raise Failure(found[0] if len(found) == 1 else f"standard input: {len(found)} articles; give one")
    return replace(found[0], published=day) if day else found[0]


def _print(article: Article, read: Reasons, decided: Decisions) -> None:
    from kg.explain import explain

    known, iso = gazetteer(), article.published.isoformat() if article.published else None
    print("\n".join(_parse_lines(read)))
    for m in read.mentions:
        print("\n" + "\n".join(list(_told(explain(m.text, m.actor, m.rule, "", iso, known, decided)))[:-1]))
    for account in read.accounts:
        print("\n" + "\n".join(_sense_lines(account)))
    print()
    statement_table([(article, read.statements)])


def _draw(read: Reasons, file: Path) -> None:
    from spacy import displacy

    sentences = list(read.doc.sents)
    if file.suffix == ".svg" and len(sentences) > 1:
        raise Failure("--picture: a .svg shows one sentence; take .html for several")
    drawn = displacy.render(sentences, style="dep", page=file.suffix == ".html", jupyter=False)
    try:
        file.write_text(drawn, encoding="utf-8")
    except OSError as bad:
        raise Failure(f"{file}: {bad.strerror}") from None


def _parse_lines(read: Reasons) -> Iterator[str]:
    width = max((len(token.text) for token in read.doc), default=0)
    for token in read.doc:
        if not token.is_space:
            yield f"{token.text:{width}}  {token.tag_:5} {token.dep_:10} {token.head.text}"


def _sense_lines(account: Account) -> Iterator[str]:
    yield f'"{account.trigger.text}" is in the lexicon'
    for label, words in account.arguments:
        yield f"  {label}: {words}"
    for sense in account.senses:
        yield f"  {sense.rule}{f' [{sense.tests}]' if sense.tests else ''}: {sense.verdict}"


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Failure(f"--date: {given!r} is no date (YYYY-MM-DD)") from None


def _explained_text(text: str, day: date | None, settings: Settings, decided: Decisions) -> list[Explanation]:
    from kg import pipeline
    from kg.explain import explain

    known, iso = gazetteer(), day.isoformat() if day else None
    with input_errors():
        article = Article("", text, published=day)
        found = pipeline.with_sentences(article, model=settings.model, decisions=decided)
    return [explain(m.text, m.actor, m.rule, sentence, iso, known, decided) for m, sentence in found]


def _explained_stored(identity: str, settings: Settings, decided: Decisions) -> list[Explanation]:
    from kg import who
    from kg.explain import explain

    known = gazetteer()
    with opened(settings, read_only=True) as graph:
        found = who.seen(graph, identity)
        if not found:
            raise Failure(f"{settings.store}: no statement or mention has the id {identity}")
        actors_ = dict(known.actors) | {a.id: a for a in who.strangers(graph) if a.id not in known.actors}
    explained = []
    for seen in found:
        actor = actors_.get(seen.actor or "")
        if actor is not None:
            actor = replace(actor, code=seen.code or actor.code, title=seen.title)
        sentence = f"{seen.sentence} ({seen.article}{', ' + seen.day if seen.day else ''})"
        explained.append(explain(seen.text, actor, seen.rule, sentence, seen.day, known, decided))
    return explained


def _told(why: Explanation) -> Iterator[str]:
    actor = why.actor
    called = f"{actor.code}: {actor.name} ({actor.id}, {actor.kind})" if actor else "nobody who is known"
    yield f'"{" ".join(why.text.split())}" is {called}'
    yield f"  rule {why.rule}: {why.meaning}"
    for origin in why.origins:
        yield f"  {origin.place}: {origin.gave}"
    if actor is not None and actor.title:
        yield f"  the text calls it: {actor.title}"
    for decision in why.decisions:
        yield f"  {decision.place}: decision {decision.number} of {decision.date}: {decision}"
    yield f"  in: {why.sentence}"
