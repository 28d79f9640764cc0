"""Where a report begins behind the place that it is from."""

from __future__ import annotations

import pytest
from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("SEOUL - North Korea fired missiles at Japan.", "North Korea fired missiles at Japan."),
        ("NEW DELHI - Troops attacked Pakistan.", "Troops attacked Pakistan."),
        ("MOSCOW, Oct 7 (Wire) - Russia denied it.", "Russia denied it."),
        ("OSLO/NEW DELHI — Troops attacked Pakistan.", "Troops attacked Pakistan."),
        ("NATO - Troops attacked Pakistan.", "NATO - Troops attacked Pakistan."),
        ("IRAN BOMBED IRAQ - TURKEY", "IRAN BOMBED IRAQ - TURKEY"),
    ],
)
def test_a_sentence_begins_behind_a_dateline(text: str, report: str, nlp: Language) -> None:
    assert [sentence.text for sentence in nlp(text).sents][-1] == report
