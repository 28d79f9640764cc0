"""Clauses that a negation in front turns around: "Not only *did Turkey bomb* Iraq", "At no point *did Mali attack*".

The parser often takes their bare verb for a noun. The sentence is then parsed once more with a verb in its place that
is nothing else, and the parse is laid over the words that are there, as with a headline.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.headline import laid_over
from kg.lexicon.function_words import function_words
from kg.lexicon.triggers import Triggers

STAND_IN = "invade"
LONGEST = 60  # tokens
REACH = 6  # tokens between the auxiliary and its verb
NOUNS = frozenset({"NN", "NNP"})


def read(nlp: Language, doc: Doc, words: Triggers) -> Doc:
    """Return ``doc`` with its inverted sentences parsed as such, where the verb was read as a noun."""
    for sent in list(doc.sents):
        if (verb := _misread(sent, words)) is not None:
            doc = _again(nlp, doc, sent, verb)
    return doc


def _misread(sent: Span, words: Triggers) -> Token | None:
    """Return the noun behind *did* and its subject that is a verb of the lexicon, if no verb is there."""
    if len(sent) > LONGEST or sent[0].lower_ not in function_words().inverting:
        return None
    do = next((t for t in sent if t.lemma_ == "do" and t.dep_ != "aux"), None)
    if do is None or do.i == sent.start:
        return None
    behind = (t for t in sent if do.i + 1 < t.i <= do.i + REACH)
    return next((t for t in behind if t.tag_ in NOUNS and t.text.islower() and words.of("v", t.lower_)), None)


def _again(nlp: Language, doc: Doc, sent: Span, verb: Token) -> Doc:
    at = verb.i - sent.start
    again = Doc(
        nlp.vocab,
        words=[STAND_IN if t.i == verb.i else t.text for t in sent],
        spaces=[bool(t.whitespace_) for t in sent],
    )
    for _, component in nlp.pipeline:
        again = component(again)
    if again[at].tag_ != "VB":
        return doc
    again[at].lemma_ = verb.lower_
    return laid_over(doc, sent.start, again)
