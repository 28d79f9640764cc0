"""What the REST interface answers with: the shapes of its JSON."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Shape(BaseModel):
    """A frozen JSON object."""

    model_config = ConfigDict(frozen=True)


class Span(Shape):
    """A stretch of the article's text: ``start`` and ``end`` count Unicode code points from 0."""

    start: int
    end: int
    text: str


class Party(Shape):
    """Who acts, is acted on, or speaks, and the words that say so. All but these words and where
    they stand is null for somebody whom the gazetteer does not know."""

    id: str | None
    code: str | None
    name: str | None
    country: str | None
    text: str
    start: int
    end: int


class When(Shape):
    """A date, possibly reduced to month or year, and the phrase it came from."""

    date: str
    phrase: str


class ArticleHead(Shape):
    """An article without its text."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None = None


class Fact(Shape):
    """One statement, as ``kg extract`` writes it (``article`` is the article's id)."""

    id: str
    article: str
    sentence: Span
    trigger: Span
    relation: str
    mode: str | None
    source: Party
    target: Party | None
    theme: str | None
    content: str | None
    attributed_to: Party | None
    modality: str
    when: When | None
    rule: str
    confidence: float


class Within(Shape):
    """The statement that has this one as its content, in plain words."""

    id: str
    relation: str
    plain: str


class Statement(Fact):
    """A statement in plain words, with its article; ``nested`` is the statement that is its content,
    ``within`` the one whose content it is: then it is not the article's own word, whoever it is of."""

    quad: str
    plain: str
    about: ArticleHead
    nested: Statement | None = None
    within: Within | None = None


class Article(ArticleHead):
    """An article with its text and everything it states, in the order of the text."""

    text: str
    language: str
    statements: list[Statement]


class ArticleItem(ArticleHead):
    """An article in a list."""

    statements: int = Field(description="How many statements it makes.")


class ActorHead(Shape):
    """An actor: ``code`` is what counts and edges are kept for, ``country`` whom it acts for."""

    id: str
    name: str
    code: str
    kind: str
    country: str | None
    aliases: list[str]
    wikidata: str | None
    found_by: str | None = Field(default=None, description="What it was found by: a name, a seat, an office holder.")


class Count(Shape):
    """How often: ``statements`` in all, ``edges`` of them the article's own report of what happened."""

    relation: str
    statements: int
    edges: int


class Partner(Shape):
    """Another actor's code and name, and what is stated in one direction."""

    code: str
    name: str
    relations: list[Count]


class Called(Shape):
    """Another thing that an actor is called. Of a ``seat`` or ``demonym`` it is known, but these are no names."""

    text: str
    sense: str = Field(description="name, former, seat, demonym")


class Office(Shape):
    """A person's time in an office, and what an act in it counts for; dates may be reduced to month or year."""

    office: str
    code: str
    kind: str
    start: str
    end: str | None


class Mentioned(Shape):
    """In how many articles, and in how many statements as what."""

    articles: int
    source: int
    target: int
    attributed_to: int


class Often(Shape):
    """A partner, in either direction."""

    code: str
    name: str
    statements: int
    edges: int


class Actor(ActorHead):
    """An actor with all that it is called, its offices, and how often it occurs; its most frequent ``partners``,
    what it does to whom (``acts_on``) and who does what to it (``acted_on_by``), by its code. ``described`` is what
    articles call somebody whom no seed knows."""

    iso2: str | None
    iso3: str | None
    names: list[Called]
    described: list[str]
    offices: list[Office]
    mentioned: Mentioned
    partners: list[Often]
    acts_on: list[Partner]
    acted_on_by: list[Partner]


class End(Shape):
    """One end of a dyad."""

    code: str
    name: str


class Dyad(Shape):
    """An ordered pair of codes, in one period if periods were asked for. ``score`` is the mean conflict-cooperation
    score (-10 to +10) of its edges, null if all is only claimed, planned, possible or denied; ``all_score`` that of
    all its statements that are not negated, whoever says them; ``first`` and ``last`` are days."""

    source: End
    target: End
    period: str | None = None
    statements: int
    edges: int
    score: float | None
    all_score: float | None
    first: str | None
    last: str | None
    relations: list[Count]


class Point(Shape):
    """The counts of one period, from ``start`` to ``end``; what it was not split by is null."""

    period: str
    start: str
    end: str
    source: str | None = None
    target: str | None = None
    relation: str | None = None
    quad: str | None = None
    outlet: str | None = None
    statements: int
    edges: int
    score: float | None
    all_score: float | None


class GraphTotals(Shape):
    """How many pairs fit the filters and how many are shown; ``statements`` are those of all that fit."""

    pairs: int
    shown: int
    statements: int


class GraphNode(Shape):
    """An actor by its code; ``kind`` and ISO codes are of the actor that the code is named after."""

    id: str
    name: str
    kind: str | None
    iso2: str | None
    iso3: str | None
    statements: int
    edges: int
    score: float | None


class GraphEdge(Shape):
    """What is stated of one actor towards another; ``edges`` of the statements are reported as having happened."""

    source: str
    target: str
    statements: int
    edges: int
    score: float | None
    all_score: float | None
    first: str | None
    last: str | None
    relations: list[Count]


class Graph(Shape):
    """Node-link JSON, as networkx writes it."""

    directed: bool = True
    multigraph: bool = False
    graph: GraphTotals
    nodes: list[GraphNode]
    edges: list[GraphEdge]


class Central(Shape):
    """An actor by its PageRank; how many edges go out and come in, how many of both are of conflict or cooperation."""

    code: str
    name: str
    pagerank: float
    out: int
    into: int
    conflict: int
    cooperation: int


class Total(Shape):
    """An ordered pair by the sum of the scores of its edges; ``score`` is their mean."""

    source: End
    target: End
    edges: int
    score: float
    total: float


class Balance(Shape):
    """Triangles of actors by how many of their pairs have a negative score; ``share`` is that of the balanced ones."""

    none: int
    one: int
    two: int
    three: int
    share: float | None


class Changed(Shape):
    """A pair in the period before and now."""

    source: End
    target: End
    edges_before: int
    edges: int
    total_before: float
    total: float


class Measures(Shape):
    """Measures of the graph of what is reported; ``changes`` is null unless the period has a beginning and an end."""

    actors: int
    pairs: int
    central: list[Central]
    conflictual: list[Total]
    cooperative: list[Total]
    communities: list[list[End]]
    balance: Balance
    changes: list[Changed] | None


class Outlet(Shape):
    """Who published, how many articles and statements."""

    name: str
    articles: int
    statements: int


class Page(Shape, Generic[Item]):
    """A page of a list; ``next`` is the cursor of the page after it, null at the end."""

    items: list[Item]
    next: str | None


class Timeline(Page[Point]):
    """A page of periods; ``undated`` counts the statements that no period can show."""

    undated: int


class Fault(Shape):
    """One field of a request that does not fit, and what would, where that is a list."""

    field: str
    message: str
    allowed: list[str] | None = None


class Problem(Shape):
    """An error (RFC 9457): ``detail`` is a sentence that says what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = None


class QueryParameter(Shape):
    """A variable that may be bound; ``type`` is code, relation, kind, iri, text or month."""

    name: str
    type: str
    example: str
    description: str


class NamedQuery(Shape):
    """A question that comes with the ontology, its SPARQL ``text``, and what the header says besides."""

    name: str
    title: str
    notes: str
    parameters: list[QueryParameter]
    text: str


class Health(Shape):
    """``derived``: whether edges and ledger are those of the articles that are there; ``writable``: whether changes are
    taken from who has the token."""

    status: str
    version: str
    derived: bool
    articles: int
    statements: int
    writable: bool


class Ready(Shape):
    """``network``: what keeps the workers from reaching out (namespace, seccomp), or empty."""

    status: str
    network: str
