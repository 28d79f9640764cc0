"""What the guard refuses, and what it must let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api import guard
from api.guard import MAX_CHARACTERS, Refused, check

REMOTE = "<http://127.0.0.1:9/>"
HIDDEN = {
    "plain": f"SELECT * {{ SERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "odd case": f"SELECT * {{ sErViCe {REMOTE} {{ ?s ?p ?o }} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {REMOTE} {{ ?s ?p ?o }} }}",
    "no blank": f"SELECT * {{ SERVICE{REMOTE}{{ ?s ?p ?o }} }}",
    "variable": "SELECT * { VALUES ?x { <http://127.0.0.1:9/> } SERVICE ?x { ?s ?p ?o } }",
    "in a subquery": f"SELECT * {{ {{ SELECT * {{ SERVICE {REMOTE} {{ ?s ?p ?o }} }} }} }}",
    "in a filter": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {REMOTE} {{ ?s ?p ?o }} }} }}",
    "after a comment": f"SELECT * {{ # a comment\n SERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "after a comment that ends with CR": f"SELECT * {{ # c\r SERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "between a comment and a string": f"SELECT * {{ # '\n SERVICE {REMOTE} {{ ?s ?p '# ' }} }}",
    "after a string with a hash": f"SELECT * {{ ?s ?p '#' . SERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "after a string with a quote": f"SELECT * {{ ?s ?p '\\'' . SERVICE {REMOTE} {{ ?s ?p ?o }} }} # '",
    "after a name with an escaped hash": f"SELECT * {{ ?s ?p ex:a\\#b . SERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "code point": f"SELECT * {{ \\u0053ERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "long code point": f"SELECT * {{ S\\U00000045RVICE {REMOTE} {{ ?s ?p ?o }} }}",
    "code points of a comment": f"SELECT * {{ ?s ?p ?o \\u0023 '''\n SERVICE {REMOTE} {{ ?s ?p ?o }} # ''' }}",
    "glued to a literal": "PREFIX ex: <http://127.0.0.1:9/> SELECT * { ?s ?p trueSERVICEex:a { } }",
    "glued to a number": "PREFIX ex: <http://127.0.0.1:9/> SELECT * { ?s ?p 1SERVICE ex:a { } }",
    "glued to a name": "PREFIX ex: <http://127.0.0.1:9/> SELECT * { SERVICEex:a { } }",
    "glued to silent and a name": "PREFIX ex: <http://127.0.0.1:9/> SELECT * { SERVICESILENTex:a { } }",
    "in what looks like an IRI": "SELECT * { VALUES (?a ?b ?x) { (1 2 <a:b>) } FILTER(?a<?b)SERVICE?x#>\n { } }",
    "behind what looks like an IRI": f"SELECT * {{ ?a ?b ?c FILTER(?a<#>'''\n ?b) SERVICE {REMOTE} {{}} #'''\n }}",
    "behind a malformed string": f"SELECT * {{ VALUES ?x {{ '''a' }} SERVICE {REMOTE} {{}} #\\q'''\n }}",
    "load": "LOAD <http://127.0.0.1:9/>",
    "load after a prologue": "PREFIX ex: <http://x.example/>\n# one\nload silent <http://127.0.0.1:9/> INTO GRAPH ex:g",
    "load after a query": "ASK {} ; LOAD <http://127.0.0.1:9/>",
    "insert": "INSERT DATA { <a:a> <a:b> <a:c> }",
    "delete": "base <http://x.example/> delete where { ?s ?p ?o }",
    "clear": "CLEAR ALL",
}

HARMLESS = {
    "a string": "SELECT * { ?s ?p 'SERVICE <http://a.example/> { }' }",
    "a long string": 'SELECT * { ?s ?p """it\'s SERVICE "x" here""" }',
    "a comment": "SELECT * { ?s ?p ?o } # SERVICE",
    "an IRI": "SELECT * { ?s a <http://schema.org/Service#load> }",
    "an IRI with brackets in a filter": "SELECT * { ?s ?p ?o FILTER(?o = <http://x.example/(load)#service>) }",
    "a variable": "SELECT ?service ?load { ?service ?load ?o }",
    "a prefix": "PREFIX service: <http://x.example/service#> SELECT * { ?s service:load ?o }",
    "a graph of such a prefix": "PREFIX service: <http://x.example/> SELECT * { GRAPH service:a { ?s ?p ?o } }",
    "a language tag": "SELECT * { ?s ?p 'x'@en-service }",
    "a local name": "PREFIX ex: <http://x.example/> SELECT * { ?s ex:LOAD ?o . ?s ?p _:service }",
    "a comparison": "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1 && 'load' != ?o) }",
    "updates in a string": "SELECT * { ?s ?p 'DELETE WHERE' }",
    "what is malformed": "SELECT * { ?s ?p 'not closed }",
}


@pytest.mark.parametrize("query", HIDDEN.values(), ids=HIDDEN.keys())
def test_it_refuses_requests_and_updates_wherever_they_hide(query: str) -> None:
    with pytest.raises(Refused) as refusal:
        check(query)
    assert refusal.value.status == 403


@pytest.mark.parametrize("query", HARMLESS.values(), ids=HARMLESS.keys())
def test_it_lets_the_words_pass_where_they_are_no_keywords(query: str) -> None:
    check(query)


def test_a_refusal_names_the_keyword() -> None:
    with pytest.raises(Refused, match=r"^SERVICE is refused: this service answers from its own graph"):
        check(HIDDEN["plain"])
    with pytest.raises(Refused, match=r"^CLEAR is an update, and this service only answers queries"):
        check(HIDDEN["clear"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * {" + "{" * 300 + "}" * 300 + "}", 400),
        ("ASK { FILTER(" + "!" * 5000 + "1) }", 413),
        ("ASK { FILTER(1" + "+1" * 5000 + ") }", 413),
        ("DESCRIBE " + "<a:b> " * 5000, 413),
        ("ASK { ?s ?p " + "<a:b>," * 5000 + "<a:b> }", 413),
        ("ASK { ?s ?p '" + "x" * MAX_CHARACTERS + "' }", 413),
    ],
    ids=["groups", "negations", "sums", "described", "objects", "characters"],
)
def test_it_refuses_what_would_overflow_the_stack_of_the_parser(query: str, status: int) -> None:
    with pytest.raises(Refused) as refusal:
        check(query)
    assert refusal.value.status == status


@pytest.mark.parametrize(
    "query",
    [
        "ASK { VALUES ?x { " + "<a:b> " * 50_000 + "} ?x ?p ?o }",
        "ASK { VALUES (?x ?y) { " + "(1 2) " * 20_000 + "} ?x ?p ?o }",
        "ASK { ?s ?p ?o FILTER(?o IN (1" + ",1" * 50_000 + ")) }",
    ],
    ids=["values", "tuples", "in"],
)
def test_long_lists_of_terms_pass(query: str) -> None:
    check(query)


PIECES = [
    "?a",
    "1e5",
    "a1",
    "a:b",
    ":",
    "é:é",
    "<a:b#c>",
    "'a b'",
    '"""x"""',
    "_:x",
    "@en-GB",
    "||",
    "(",
    "}",
    " ",
    "#c\n",
    "7",
]


@given(some.lists(some.sampled_from(PIECES), max_size=40).map("".join))
def test_the_quick_count_of_tokens_is_never_too_low(text: str) -> None:
    assert guard._most_tokens(text) >= len(list(guard.tokens(text)))
