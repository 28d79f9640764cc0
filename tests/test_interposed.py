"""Tellers put in, on parses that go wrong in their own ways."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.interposed import Aside, _laid

WORDS = ("Russia", ",", "the", "ministry", "said", ",", "attacked", "Odesa", ",", "Poland", "claimed", ".")
ASIDE = Aside(first=1, last=5, subject=0, teller=3, tells=4, verb=6)


@pytest.mark.parametrize(
    ("heads", "root"),
    [
        ((6, 4, 3, 4, 6, 4, 10, 6, 10, 10, 10, 10), 10),  # the teller hangs on what he tells
        ((6, 4, 3, 4, 0, 4, 10, 6, 10, 10, 10, 10), 10),  # on its subject, as if a relative clause
        ((6, 4, 3, 4, 6, 4, 10, 6, 10, 10, 3, 10), 6),  # what goes on hangs on the ministry
        ((6, 4, 3, 4, 4, 4, 4, 6, 4, 10, 4, 4), 6),  # the teller is above all
    ],
)
def test_however_it_was_parsed_there_is_one_tree(heads: tuple[int, ...], root: int) -> None:
    deps = ["ROOT" if i == head else "dep" for i, head in enumerate(heads)]
    doc = Doc(Vocab(), words=list(WORDS), heads=list(heads), deps=deps)
    laid = _laid(doc, [ASIDE])
    assert {ancestors[-1].i if (ancestors := list(t.ancestors)) else t.i for t in laid} == {root}
    assert laid[4].head.i == 6
    assert laid[0].head.i == 6
