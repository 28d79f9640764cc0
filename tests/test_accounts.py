"""`kg.reasons` and `kg explain`: how a text was read, and why other senses were passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.relate.accounts import LATER, Account

TEXT = "China denied that Russia had asked it for drones."


@pytest.fixture(scope="module")
def found() -> dict[str, Account]:
    return {account.trigger.text: account for account in kg.reasons(TEXT).accounts}


def test_each_trigger_word_shows_its_arguments(found: dict[str, Account]) -> None:
    assert list(found) == ["denied", "asked"]
    assert found["asked"].arguments == (("subj", "Russia"), ("obj", "it"), ("for", "drones"))


def test_one_sense_decides_and_those_after_it_are_not_looked_at(found: dict[str, Account]) -> None:
    verdicts = [sense.verdict for sense in found["denied"].senses]
    deciding = verdicts.index("decides: source is subj (China)")
    assert found["denied"].senses[deciding].rule == "v:deny:DENY:v-claim-obj"
    assert all(verdict.startswith("passed over: ") for verdict in verdicts[:deciding])
    assert set(verdicts[deciding + 1 :]) == {LATER}


def test_a_sense_whose_source_is_nobody_is_passed_over() -> None:
    (account,) = kg.reasons("Rain attacked the crops.").accounts
    assert account.trigger.text == "attacked"
    assert not any(sense.verdict.startswith("decides: source") for sense in account.senses)


def test_reasons_give_the_statements_of_the_extraction() -> None:
    ((_, statements),) = kg.extract([kg.Article(id="", text=TEXT)])
    assert kg.reasons(TEXT).statements == statements


def test_offsets_are_those_of_a_text_with_characters_for_printers() -> None:
    text = TEXT.replace("Russia", "Rus\u00adsia")
    read = kg.reasons(text)
    spans: list[kg.Mention | kg.Span] = [*read.mentions, *(account.trigger for account in read.accounts)]
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert "Rus\u00adsia" in [mention.text for mention in read.mentions]
    ((_, statements),) = kg.extract([kg.Article(id="", text=text)])
    assert read.statements == statements


def test_an_article_in_another_language_has_no_reasons() -> None:
    assert kg.reasons(kg.Article("a", "Chine a nié.", language="fr")).mentions == ()


def test_an_article_is_explained_as_one_json_object() -> None:
    article = json.dumps({"text": TEXT, "published": "2022-03-14"})
    shown = CliRunner().invoke(app, ["explain", "-", "--format", "json"], input=article)
    found = json.loads(shown.output)
    assert found["published"] == "2022-03-14"
    assert [statement["relation"] for statement in found["statements"]] == ["DENY", "REQUEST", "AID"]
    assert [mention["text"] for mention in found["actors"]] == ["China", "Russia", "it"]
    two = CliRunner().invoke(app, ["explain", "-"], input=f"{article}\n{article.replace('drones', 'oil')}")
    assert two.exit_code != 0


def test_the_command_says_and_draws_it(tmp_path: Path) -> None:
    picture = tmp_path / "parse.svg"
    shown = CliRunner().invoke(app, ["explain", TEXT, "--picture", str(picture)])
    assert shown.exit_code == 0
    assert '"denied" is in the lexicon' in shown.output
    assert "decides: source is subj (Russia)" in shown.output
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_a_picture_has_a_known_ending(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", TEXT, "--picture", str(tmp_path / "parse.bmp")])
    assert shown.exit_code != 0
