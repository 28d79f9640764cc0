"""The named queries: each file of ``ontology/queries`` is one question, with its parameters in its first lines.

A parameter is a variable of the query and has a type, which its example shows: ``code:CHN`` (an actor), ``rel:DENY``,
``kind:state``, an IRI in angle brackets, words in quotes, or a month ("2022-02"^^xsd:gYearMonth). A value is bound to
the variable as a term, or compared with what the variable has in each row; words from outside never become SPARQL.

Which of the two is no matter of taste: Oxigraph puts a bound value into a variable that only an OPTIONAL would have
filled, and a row would then say what nobody said. So only a variable that every row must have is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

import pyoxigraph as ox

from kg import resources
from kg.lexicon.vocabulary import relations
from kg.rdf.namespaces import PREFIXES, code_iri, prologue
from kg.rdf.quads import day

Type = Literal["code", "relation", "kind", "iri", "text", "month"]
Term: TypeAlias = ox.NamedNode | ox.Literal

_PARAMETER = re.compile(r'^#   \?(\w+) +("[^"]*"(?:\^\^\S+)?|\S+) +(.*)$')
_PREFIXED: Mapping[str, Type] = MappingProxyType({"code:": "code", "rel:": "relation", "kind:": "kind"})
_WORD = re.compile(r"<[^<>\s]*>|\"[^\"]*\"|[?\w:.-]*[?\w:-]|[^\s\w]")
_SAFE = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that a caller may bind; ``example`` is a value as a caller gives it. ``everywhere``: each row has it
    by a pattern that is neither optional nor computed."""

    name: str
    type: Type
    example: str
    description: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """One query: ``title`` is its question, ``notes`` what its header says besides, ``text`` all of the file."""

    name: str
    title: str
    notes: str
    parameters: tuple[Parameter, ...]
    text: str


@lru_cache(maxsize=1)
def queries() -> Mapping[str, Named]:
    """Return the named queries by name."""
    files = sorted(resources.path("ontology/queries").glob("*.rq"))
    return MappingProxyType({file.stem: read(file) for file in files})


def read(file: Path) -> Named:
    """Return the query in a file. Raises ValueError naming the file if a line of its parameters cannot be read."""
    text = file.read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    notes: list[str] = []
    parameters: list[Parameter] = []
    for line in header[1:]:
        if line.startswith("#   ?"):
            match = _PARAMETER.match(line)
            if match is None:
                raise ValueError(f"{file.name}: {line!r} is no parameter: name, example, description")
            parameters.append(_parameter(match[1], match[2], match[3], _is_everywhere(text, match[1])))
        elif not line.startswith("# parameters"):
            notes.append(line.lstrip("# "))
    return Named(file.stem, header[0].lstrip("# "), " ".join(filter(None, notes)), tuple(parameters), text)


def term(parameter: Parameter, value: str) -> Term:
    """Return the term that a caller's value stands for. Raises ValueError with the reason if it does not fit the type.

    >>> term(Parameter("code", "code", "CHN", ""), "CHN").value
    'https://communique.example/code/CHN'
    """
    prefix = {"code": "code:", "relation": "rel:", "kind": "kind:"}.get(parameter.type, "")
    plain = value.removeprefix(prefix)
    if parameter.type == "text":
        return ox.Literal(plain)
    if parameter.type == "iri":
        return ox.NamedNode(plain.removeprefix("<").removesuffix(">"))
    if parameter.type == "month":
        if not re.fullmatch(r"\d{4}-\d\d", plain):
            raise ValueError(f"{value!r} is no month (2022-03)")
        return day(plain)
    if not _SAFE.fullmatch(plain):
        raise ValueError(f"{value!r} is no {parameter.type}")
    if parameter.type == "relation" and plain not in relations():
        raise ValueError(f"{value!r} is no relation; there are {', '.join(relations())}")
    return code_iri(plain) if parameter.type == "code" else ox.NamedNode(PREFIXES[prefix[:-1]] + plain)


def asked(query: Named, values: Mapping[str, Term]) -> tuple[str, dict[str, Term]]:
    """Return the text to run, with all prefixes declared, and the values to bind to its variables."""
    everywhere = {parameter.name for parameter in query.parameters if parameter.everywhere}
    compared = {name: value for name, value in values.items() if name not in everywhere}
    text = query.text
    if compared:
        inner, _, order = text.rpartition("ORDER BY")
        filters = " ".join(f"FILTER(sameTerm(?{name}, {value}))" for name, value in compared.items())
        columns = " ".join(f"?{name}" for name in _columns(text))
        text = f"SELECT {columns} WHERE {{\n{{\n{inner}}}\n{filters}\n}}\nORDER BY{order}"
    return prologue(PREFIXES) + text, {name: value for name, value in values.items() if name in everywhere}


@lru_cache(maxsize=64)
def _columns(text: str) -> tuple[str, ...]:
    found = ox.Store().query(text, prefixes=dict(PREFIXES))
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("a named query is a SELECT")
    return tuple(variable.value for variable in found.variables)


def _parameter(name: str, example: str, description: str, everywhere: bool) -> Parameter:
    for prefix, kind in _PREFIXED.items():
        if example.startswith(prefix):
            return Parameter(name, kind, example.removeprefix(prefix), description, everywhere)
    if example.startswith("<"):
        return Parameter(name, "iri", example.strip("<>"), description, everywhere)
    words = example.split("^^")[0].strip('"')
    type_: Type = "month" if example.endswith("gYearMonth") else "text"
    return Parameter(name, type_, words, description, everywhere)


def _is_everywhere(text: str, name: str) -> bool:
    """Return whether each row must have the variable by a triple pattern."""
    words = iter(_WORD.findall(re.sub(r"(?m)^#.*$", "", text).partition("WHERE")[2]))
    next(words)  # the brace
    return f"AS ?{name})" not in text and _has(words, f"?{name}")


def _has(words: Iterator[str], variable: str) -> bool:
    """Read a group to its end; return whether each of its solutions has the variable: by a pattern of its own, or of a
    group in it that must match; of alternatives, by all."""
    found = False
    alternatives: list[bool] = []
    rounds = 0
    before = last = ""
    for word in words:
        if word == "}":
            break
        if word == "{":
            inner = _has(words, variable)
            if last.upper() in ("", "{", "}", ".", "UNION"):
                alternatives.append(inner)
            elif before.upper() == "GRAPH":
                found = found or inner
            word = "}"  # what comes next stands after a group
        rounds += (word == "(") - (word == ")")
        found = found or (word == variable and not rounds)
        before, last = last, word
    return found or (bool(alternatives) and all(alternatives))
