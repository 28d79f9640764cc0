"""What a query may not hold: SERVICE, LOAD, updates, and more nesting than the parser survives.

``SERVICE`` sends requests from inside the service's own network and pyoxigraph has no switch for
it, so the keyword is looked for by a tokenizer of SPARQL that knows strings, IRIs, comments and
prefixed names (SPARQL 1.1, section 19.8). Oxigraph's parser has no tokenizer of its own: it also
takes ``trueSERVICEex:a {}`` and reads ``?a<?b)SERVICE?x#>`` as a comparison, a SERVICE and a
comment. What can be read in two ways is therefore refused, but only in a query that spells one of
the words somewhere. Code point escapes (section 19.2) are tried both resolved and as they stand.

Deep nesting and long chains overflow the stack of Oxigraph's recursive parser and optimizer, which
ends the whole process (pyoxigraph 0.5.13, 8 MB of stack: 1,000 nested groups, 2,000 described IRIs
and 3,000 chained operators were answered, 3,000, 3,000 and 10,000 were not).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 1_000_000
"""Longest query, in characters. Long lists of terms belong into VALUES, and fit."""

MAX_DEPTH = 200
"""Deepest nesting of brackets."""

MAX_TOKENS = 1_500
"""Most tokens outside of the data of VALUES and of lists with commas in round brackets."""


class Refused(ValueError):
    """The query is not run. ``status`` is the HTTP status, ``str()`` a sentence for the user."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Token:
    """One token of SPARQL, and where it starts: ``kind`` is a group name of the tokenizer, or ``broken``."""

    kind: str
    text: str
    start: int = 0


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = _BASE + r"_\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPE = r"""\\[tbnrf"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"""
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# A prefix longer than 200 characters is cut into words, so that a long run of letters without a
# colon is not scanned again and again.
_PREFIX = f"[{_BASE}](?:[{_CHAR}.]{{0,200}}[{_CHAR}])?"
_LOCAL = f"(?:[{_BASE}_:0-9]|{_PLX})(?:(?:[{_CHAR}.:]|{_PLX})*(?:[{_CHAR}:]|{_PLX}))?"
_TOKEN = re.compile(
    rf"""(?P<blank>[ \t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''
        |\"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*\"\"\"
        |'(?:[^'\\\r\n]|{_ESCAPE})*'
        |"(?:[^"\\\r\n]|{_ESCAPE})*")
    | (?P<node>_:[{_BASE}_0-9](?:[{_CHAR}.]*[{_CHAR}])?)
    | (?P<name>(?:{_PREFIX})?:(?:{_LOCAL})?)
    | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign>\|\||&&|[{{}}()\[\].,;|/^*+\-=<>!&?~])""",
    re.VERBOSE,
)
_TERMS = frozenset({"iri", "string", "node", "name", "number", "word"})
_OPEN = frozenset("{([")
_CLOSE = frozenset("})]")

_SUSPECT = re.compile("service|load", re.IGNORECASE | re.ASCII)
_COARSE = bytes(b if chr(b).isalnum() or chr(b).isspace() or b == 0x5F or b > 0x7F else 0x2C for b in range(256))
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_WITH_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_FETCHED = frozenset({"http", "https", "file", "ftp", "ftps", "data", "jar"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_PROLOGUE = frozenset({"PREFIX", "BASE", "VERSION"})
_MAY_UPDATE = tuple(word.lower() for word in sorted(_UPDATES))


def check(query: str) -> None:
    """Raise Refused if ``query`` may not be run; return if it may be handed to the parser.

    A query that is merely malformed passes: its error message is the parser's to give.
    """
    if len(query) > MAX_CHARACTERS:
        raise Refused(413, f"The query has {len(query):,} characters; this service takes at most {MAX_CHARACTERS:,}.")
    plain = resolve(query) if "\\" in query else query
    for text in (query,) if plain == query else (query, plain):
        _check_size(text)
        _check_update(text)
        if _is_suspect(text):
            _check_keywords(text)


def check_update(update: str) -> None:
    """Raise Refused if ``update`` may not be run, as `check` does; it may be longer, for it holds data.

    ``LOAD SILENT`` of an address that is of no protocol to fetch by passes: it fails, and SILENT says that it may.
    """
    plain = resolve(update)
    for text in (update,) if plain == update else (update, plain):
        _check_depth(text)
        if _is_suspect(text):
            _check_keywords(text)


def names_dataset(query: str) -> bool:
    """Return whether ``query`` has a FROM clause."""
    if "from" not in query.lower():
        return False
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(query))


def first_word(text: str) -> str:
    """Return the first keyword after the prologue, in capitals: what a query or update is; empty if there is none.

    >>> first_word("prefix a: <a:ask> ask {}")
    'ASK'
    """
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() not in _PROLOGUE:
            return token.text.upper()
    return ""


def resolve(query: str) -> str:
    r"""Return ``query`` with its code point escapes resolved; what is no character stays.

    >>> resolve(r"\u0053ERVICE \UFFFFFFFF")
    'SERVICE \\UFFFFFFFF'
    """

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match[0]

    return _CODE_POINT.sub(character, query)


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of ``query`` without blanks and comments; ``broken`` ends them early.

    >>> [token.text for token in tokens("ASK { ?s ex:p 'a # b' } # c")]
    ['ASK', '{', '?s', 'ex:p', "'a # b'", '}']
    """
    position = 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None or match.lastgroup is None:
            yield Token("broken", query[position], position)
            return
        if match.lastgroup not in ("blank", "comment"):
            yield Token(match.lastgroup, match[0], position)
        position = match.end()


def _most_tokens(query: str) -> int:
    """Return what there cannot be more tokens than, at a hundredth of the price of counting them: a run of letters and
    digits is two at most (a number and a word), and every other character one."""
    coarse = query.encode("utf-8", "surrogatepass").translate(_COARSE)
    return 2 * len(coarse.replace(b",", b" ").split()) + coarse.count(b",")


def _is_suspect(text: str) -> bool:
    plain = text.lower()  # quicker than a pattern that does not mind the case
    return "service" in plain or "load" in plain


def _check_size(query: str) -> None:
    if (len(query) <= MAX_TOKENS or _most_tokens(query) <= MAX_TOKENS) and sum(map(query.count, _OPEN)) <= MAX_DEPTH:
        return
    depth = count = 0
    for token, inside in _outside_lists(query):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        count += not inside
        if depth > MAX_DEPTH:
            raise Refused(400, f"The query nests brackets more than {MAX_DEPTH} deep.")
        if count > MAX_TOKENS:
            raise Refused(
                413,
                f"The query has more than {MAX_TOKENS:,} tokens outside of VALUES "
                "data; put long lists of terms into VALUES.",
            )


def _check_depth(text: str) -> None:
    depth = 0
    for token in tokens(text):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth > MAX_DEPTH:
            raise Refused(400, f"The update nests brackets more than {MAX_DEPTH} deep.")


def _outside_lists(query: str) -> Iterator[tuple[Token, bool]]:
    """Yield each token and whether it is in VALUES data or an item after a comma in brackets."""
    brackets: list[str] = []
    values = before = ""
    for token in tokens(query):
        if token.kind == "word" and token.text.upper() == "VALUES":
            values = "wanted"
        elif values == "wanted" and token.text == "{":
            values = "inside"
        listed = (
            bool(brackets) and brackets[-1] == "(" and (token.text == "," or (before == "," and token.kind in _TERMS))
        )
        yield token, listed or values == "inside"
        if values == "inside" and token.text == "}":
            values = ""
        if token.text in _OPEN:
            brackets.append(token.text)
        elif token.text in _CLOSE and brackets:
            brackets.pop()
        before = token.text


def _check_update(query: str) -> None:
    """Refuse a text whose first keyword after the prologue begins an update operation."""
    plain = query.lower()
    if not any(word in plain for word in _MAY_UPDATE):
        return
    if (word := first_word(query)) in _UPDATES:
        raise Refused(
            403, f"{word} is an update, and this service only answers queries (SELECT, ASK, CONSTRUCT, DESCRIBE)."
        )


def _check_keywords(query: str) -> None:
    rounds = 0
    last = Token("", "")
    previous = Token("", "")
    for token in tokens(_without_idle_loads(query)):
        if token.kind == "broken":
            raise _unclear()
        rounds += (token.text == "(") - (token.text == ")")
        if token.kind == "word" and (found := _SUSPECT.search(token.text)):
            raise _forbidden(found[0].upper())
        if token.kind == "iri" and rounds > 0 and _may_be_comparison(token.text):
            raise _unclear()
        if token.text == "{" and _may_be_glued(last) and previous.text.upper() != "GRAPH":
            raise _forbidden("SERVICE")
        previous, last = last, token


def _without_idle_loads(query: str) -> str:
    """Return the text with each LOAD SILENT of an address that nobody could fetch blanked out."""
    found = list(tokens(query))
    for first, second, third in zip(found, found[1:], found[2:], strict=False):
        words = first.text.upper(), second.text.upper()
        scheme = third.text.partition(":")[0].lstrip("<").lower()
        if words == ("LOAD", "SILENT") and third.kind == "iri" and scheme.isalpha() and scheme not in _FETCHED:
            query = query[: first.start] + " " * len(first.text) + query[first.start + len(first.text) :]
    return query


def _may_be_comparison(iri: str) -> bool:
    """Whether ``<...>`` may also be "less than", up to a comment or past a closing bracket.

    Nothing but an IRI with ``://`` is sure: two slashes are in no expression.
    """
    return not _WITH_SCHEME.match(iri) and ("#" in iri or ")" in iri)


def _may_be_glued(token: Token) -> bool:
    """Whether a prefixed name before ``{`` may be the keyword with a name glued to it."""
    return token.kind == "name" and bool(_SUSPECT.search(token.text.partition(":")[0]))


def _forbidden(keyword: str) -> Refused:
    return Refused(
        403, f"{keyword} is refused: this service answers from its own graph and sends no requests to others."
    )


def _unclear() -> Refused:
    return Refused(
        403,
        "The query spells SERVICE or LOAD where it cannot be told for sure from "
        "the refused keyword (a malformed token, or a relative IRI with # or a "
        "bracket); write the IRI in full, or mend the query.",
    )
