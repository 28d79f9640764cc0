"""The graph of actors: what becomes an edge of it, its measures, its files for other tools, its pictures."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from kg import interchange, measures
from kg.events import OWN_VOICE, Event, Wanted, events, how_many
from kg.graph import Multi, from_statements, from_store, names, of
from kg.measures import Balance, Change, Degree, Pair
from kg.model import Article, Modality, Span, Statement, When
from kg.picture import network, page, png
from kg.picture import pair as line
from kg.rdf.quads import RdfError
from kg.store import Store
from tests import sources
from tests.conftest import Kg
from tests.harbour import ARL, BY, DENIAL, DUN, VES, denial, one

TEXT = "A struck B, S said, and more."
HOSTILE = '<script>alert("x")</script> \u202e]]> & \x07'


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory() as store:
        yield store


def put(store: Store, name: str, *found: Statement, **about: object) -> None:
    article = Article(name, TEXT, **{"publisher": "The Post", "published": date(2024, 5, 3), **about})  # type: ignore[arg-type]
    store.put(article, found, BY)
    store.derive()


def event(source: str, target: str | None, relation: str, day: str | None = None, statement: str = "s") -> Event:
    return Event(
        statement=statement, article="a", relation=relation, mode=None, source=source, target=target,
        modality="actual", attributed=False, speaker=None, within=None, reported=True, day=day, published=day,
        outlet="The Post", title=None, url=None, theme=None, sentence=Span(0, 5, "A b C"),
        marks=(("source", Span(0, 1, "A")), ("trigger", Span(2, 3, "b")), ("target", Span(4, 5, "C"))),
    )  # fmt: skip


def network_of(*found: tuple[str, str, str, int]) -> Multi:
    """Return the graph of (source, target, relation, how often)."""
    many = (event(s, t, r, "2024-05-03", f"{s}{r}{t}{i}") for s, t, r, n in found for i in range(n))
    return of(many, {"ARL": "Arland"})


# -- events ------------------------------------------------------------------------------------------------------------


def test_a_claim_is_no_edge_unless_it_is_asked_for(store: Store) -> None:
    store.put(DENIAL, denial(), BY)
    store.derive()
    assert list(events(store)) == []
    assert from_store(store).number_of_edges() == 0
    claim, stance = sorted(events(store, Wanted(said=True)), key=lambda e: e.relation, reverse=True)
    assert (claim.relation, claim.source, claim.target, claim.reported, claim.within) == (
        "REQUEST", "ARL", "DUN", False, stance.statement,
    )  # fmt: skip
    assert (stance.relation, stance.source, stance.target, stance.reported) == ("DENY", "DUN", None, False)
    assert list(from_store(store, Wanted(said=True)).edges(keys=True)) == [("ARL", "DUN", "REQUEST")]


def test_an_event_carries_sentence_marks_outlet_and_days(store: Store) -> None:
    stated = Statement(
        "a",
        Span(0, 29, TEXT),
        Span(2, 8, "struck"),
        "ASSAULT",
        one(TEXT, "ASSAULT", ARL, DUN).source,
        one(TEXT, "ASSAULT", ARL, DUN).target,
        mode="aerial",
        when=When("2024-04", "in April"),
        theme="a port",
    )
    put(store, "a", stated, title="Struck", url="https://post.example/a")
    (found,) = events(store)
    assert (found.mode, found.day, found.published, found.theme) == ("aerial", "2024-04", "2024-05-03", "a port")
    assert (found.outlet, found.title, found.url) == ("The Post", "Struck", "https://post.example/a")
    assert found.sentence == Span(0, 29, TEXT)
    assert found.marks == (
        ("source", Span(0, 1, "A")), ("trigger", Span(2, 8, "struck")), ("target", Span(9, 10, "B")),
    )  # fmt: skip
    assert (found.score, found.quad) == (-9.3, "material conflict")


WANTED = [
    (Wanted(), ["own"]),
    (Wanted(said=True), ["claim", "future", "own"]),
    (Wanted(said=True, voices=frozenset({"VES"})), ["claim"]),
    (Wanted(said=True, voices=frozenset({OWN_VOICE})), ["future", "own"]),
    (Wanted(said=True, modalities=frozenset({"future"})), ["future"]),
    (Wanted(said=True, pair=frozenset({"DUN", "ARL"})), ["claim", "future", "own"]),
    (Wanted(said=True, pair=frozenset({"DUN", "VES"})), []),
    (Wanted(actors=frozenset({"DUN"})), ["own"]),
    (Wanted(actors=frozenset({"VES"})), []),
    (Wanted(relations=frozenset({"AID"})), []),
    (Wanted(quads=frozenset({"material conflict"})), ["own"]),
    (Wanted(outlets=frozenset({"The Post"})), ["own"]),
    (Wanted(outlets=frozenset({"Another"})), []),
    (Wanted(start="2024-05-03", end="2024-05-03"), ["own"]),
    (Wanted(start="2024-05-04"), []),
    (Wanted(end="2024-05-02"), []),
]


@pytest.mark.parametrize(("wanted", "expected"), WANTED)
def test_filters(store: Store, wanted: Wanted, expected: list[str]) -> None:
    put(
        store,
        "a",
        one(TEXT, "ASSAULT", ARL, DUN),
        one(TEXT, "ASSAULT", ARL, DUN, modality=Modality.FUTURE, trigger=2),
        one(TEXT, "ASSAULT", ARL, DUN, speaker=VES, trigger=4),
    )
    called = {True: "claim", False: "own"}
    found = [e.modality if e.modality != "actual" else called[e.attributed] for e in events(store, wanted)]
    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("day", "start", "end", "kept"),
    [
        ("2024", "2024-06-01", None, True),
        ("2024", None, "2024-01-01", True),
        ("2023", "2024-01-01", None, False),
        ("2024-05", "2024-05-31", "2024-06-01", True),
        ("2024-05", None, "2024-04-30", False),
        (None, "2024-05-31", None, False),
        (None, None, None, True),
    ],
)
def test_a_month_or_year_counts_if_a_part_of_it_lies_in_the_period(
    day: str | None, start: str | None, end: str | None, kept: bool
) -> None:
    assert Wanted(start=start, end=end).keeps(event("ARL", "DUN", "AID", day)) is kept


# -- the graph ---------------------------------------------------------------------------------------------------------


def test_an_edge_has_counts_days_and_its_statements() -> None:
    found = of(
        [
            event("ARL", "DUN", "AID", "2024-05-03", "s2"),
            event("ARL", "DUN", "AID", "2023", "s1"),
            event("ARL", "DUN", "AID", None, "s3"),
            event("ARL", None, "PROTEST", None, "s4"),
        ],
        {"ARL": "Arland"},
    )
    assert {code: data["label"] for code, data in found.nodes(data=True)} == {"ARL": "Arland", "DUN": "DUN"}
    assert list(found.edges(keys=True, data=True)) == [
        (
            "ARL", "DUN", "AID",
            {"weight": 3, "score": 7.4, "quad": "material cooperation", "first": "2023", "last": "2024-05-03",
             "evidence": ("s3", "s1", "s2")},
        )
    ]  # fmt: skip


def test_what_one_report_tells_in_several_articles_is_one_event() -> None:
    one_report = [
        replace(event("ARL", "DUN", "AID", "2024-05-03", f"{article}{n}"), article=article, report=report)
        for article, report, many in (("a", "r", 2), ("b", "r", 1), ("c", "", 1))
        for n in range(many)
    ]
    assert how_many(one_report) == 3
    ((_, _, data),) = of(one_report, {}).edges(data=True)
    assert (data["weight"], len(data["evidence"])) == (3, 4)
    (may,) = line.periods(one_report, "ARL", "DUN")
    assert may.there == 3
    assert may.there_score == pytest.approx(7.4)


@pytest.mark.usefixtures("documents_here")
def test_a_pdf_and_the_page_of_one_report_are_one_event(kg: Kg, tmp_path: Path) -> None:
    told = [
        "Turkey accused Russia on Tuesday of violating its airspace near the Syrian border.",
        "The foreign ministry in Ankara said two warplanes had crossed into Hatay over the weekend.",
        "The governor of the province spoke of a quiet night, and shops opened as on any other day of the week.",
    ]
    (tmp_path / "a.html").write_text(sources.html("</p><p>".join(told), url="https://wire.example/a"))
    lines = [(72.0, 700.0 - 12 * n, each) for n, each in enumerate((*told, *textwrap.wrap(sources.SECOND, 80)))]
    (tmp_path / "a.pdf").write_bytes(sources.pdf([lines]))
    assert kg("--store", tmp_path / "g", "build", tmp_path / "a.html", tmp_path / "a.pdf").code == 0
    rows = [row.split()[:3] for row in kg("--store", tmp_path / "g", "graph", "--actor", "TUR").out.splitlines()]
    assert ["TUR", "RUS", "1"] in rows
    with Store.open(tmp_path / "g", read_only=True) as built:
        statements = [
            data["evidence"] for *_, data in from_store(built, Wanted(pair=frozenset({"TUR", "RUS"}))).edges(data=True)
        ]
    assert [len(each) for each in statements] == [2]


def test_statements_give_the_same_graph_as_the_store(store: Store) -> None:
    article, found = Article("a", TEXT), [one(TEXT, "ACCUSE", ARL, DUN)]
    store.put(article, found, BY)
    store.derive()
    same = from_statements([(article, found)])
    assert list(same.edges(keys=True, data=True)) == list(from_store(store).edges(keys=True, data=True))
    assert (
        {code: data["label"] for code, data in same.nodes(data=True)}
        == names(store)
        == {"ARL": "Arland", "DUN": "Dunmore"}
    )
    with pytest.raises(RdfError):
        from_statements([(Article("a", "\ud800"), [])])


# -- measures ----------------------------------------------------------------------------------------------------------

FOUR = network_of(
    ("ARL", "DUN", "ASSAULT", 2),
    ("DUN", "ARL", "ACCUSE", 1),
    ("ARL", "VES", "AID", 1),
    ("DUN", "VES", "AGREE", 3),
    ("VES", "UN", "CONFIRM", 1),
)


def test_degrees_count_events_by_direction_and_kind() -> None:
    assert measures.degrees(FOUR) == {
        "ARL": Degree(out=3, into=1, conflict=3, cooperation=1),
        "DUN": Degree(out=4, into=2, conflict=3, cooperation=3),
        "UN": Degree(out=0, into=1, conflict=0, cooperation=0),
        "VES": Degree(out=1, into=4, conflict=0, cooperation=4),
    }


@pytest.mark.parametrize("found", [FOUR, network_of(("ARL", "DUN", "AID", 1)), nx.MultiDiGraph()])
def test_pagerank_is_that_of_networkx(found: Multi) -> None:
    expected = nx.pagerank(found, weight="weight", tol=1e-12)
    assert measures.pagerank(found) == pytest.approx(expected, abs=1e-8)


def test_pairs_go_from_the_most_conflictual_to_the_most_cooperative() -> None:
    assert measures.pairs(FOUR) == [
        Pair("ARL", "DUN", 2, -18.6),
        Pair("DUN", "ARL", 1, -2.0),
        Pair("VES", "UN", 1, 0.0),
        Pair("ARL", "VES", 1, 7.4),
        Pair("DUN", "VES", 3, 12.6),
    ]
    assert measures.pairs(FOUR)[4].score == pytest.approx(4.2)
    assert measures.both_ways(FOUR)["ARL", "DUN"] == Pair("ARL", "DUN", 3, -20.6)


def test_balance_counts_triangles_by_their_negative_pairs() -> None:
    assert measures.balance(FOUR) == Balance(none=0, one=1, two=0, three=0)
    allies = network_of(*[(a, b, "AID", 1) for a, b in (("A", "B"), ("B", "C"), ("C", "A"))])
    rivals = network_of(("A", "B", "AID", 1), ("B", "C", "ASSAULT", 1), ("C", "A", "ASSAULT", 1))
    all_against_all = network_of(*[(a, b, "ASSAULT", 1) for a, b in (("A", "B"), ("B", "C"), ("C", "A"))])
    assert [measures.balance(g).share for g in (FOUR, allies, rivals, all_against_all)] == [0.0, 1.0, 1.0, 0.0]
    assert measures.balance(network_of(("A", "B", "AID", 1))).share is None


def test_communities_are_of_those_who_cooperate() -> None:
    found = network_of(("A", "B", "AID", 3), ("B", "C", "AID", 3), ("D", "E", "AGREE", 1), ("A", "D", "ASSAULT", 9))
    assert measures.communities(found) == [("A", "B", "C"), ("D", "E")]
    assert measures.communities(network_of(("A", "D", "ASSAULT", 9))) == []


def test_changes_are_against_the_period_before() -> None:
    now = network_of(("ARL", "DUN", "ASSAULT", 1), ("VES", "DUN", "AID", 1), ("VES", "ARL", "AID", 1))
    before = network_of(("ARL", "DUN", "ASSAULT", 3), ("DUN", "ARL", "AID", 1), ("VES", "ARL", "AID", 1))
    assert measures.changes(before, now) == [
        Change("ARL", "DUN", Pair("ARL", "DUN", 3, -27.9), Pair("ARL", "DUN", 1, -9.3)),
        Change("DUN", "ARL", Pair("DUN", "ARL", 1, 7.4), None),
        Change("VES", "DUN", None, Pair("VES", "DUN", 1, 7.4)),
    ]
    assert [round(change.by, 1) for change in measures.changes(before, now)] == [18.6, -7.4, 7.4]


def test_the_strongest_pairs_keep_both_directions() -> None:
    assert sorted(measures.strongest(FOUR, 2).edges(keys=True)) == [
        ("ARL", "DUN", "ASSAULT"), ("DUN", "ARL", "ACCUSE"), ("DUN", "VES", "AGREE"),
    ]  # fmt: skip


# -- files for other tools ---------------------------------------------------------------------------------------------


def test_graphml_is_read_back_and_its_edges_have_ids_of_their_own() -> None:
    found = nx.parse_graphml(interchange.graphml(FOUR).decode(), force_multigraph=True)
    assert found.nodes["ARL"] == {"label": "Arland"}
    assert found["ARL"]["DUN"]["ARL-ASSAULT-DUN"]["weight"] == 2
    assert found["ARL"]["DUN"]["ARL-ASSAULT-DUN"]["statements"] == "ARLASSAULTDUN0 ARLASSAULTDUN1"
    assert found.number_of_edges() == FOUR.number_of_edges()


def test_gexf_is_dynamic_with_whole_days() -> None:
    found = of([event("ARL", "DUN", "AID", "2023", "s1"), event("ARL", "DUN", "AID", "2024-02", "s2")], {})
    written = interchange.gexf(found)
    root = ET.fromstring(written)  # noqa: S314  (our own)
    graph_, edge = (root.find(f".//{{http://www.gexf.net/1.2draft}}{name}") for name in ("graph", "edge"))
    assert graph_ is not None
    assert edge is not None
    assert (graph_.get("mode"), graph_.get("timeformat")) == ("dynamic", "date")
    assert (edge.get("start"), edge.get("end"), edge.get("weight")) == ("2023-01-01", "2024-02-29", "2")
    assert b"lastmodifieddate" not in written
    assert nx.read_gexf(io.BytesIO(written)).number_of_edges() == 1


def test_lists_are_csv_with_the_columns_that_gephi_knows() -> None:
    assert interchange.nodes_csv(FOUR).splitlines()[:2] == ["Id,Label", "ARL,Arland"]
    rows = list(csv.DictReader(io.StringIO(interchange.edges_csv(FOUR))))
    assert rows[0] == {
        "Source": "ARL", "Target": "DUN", "Type": "Directed", "Relation": "ASSAULT", "Quad": "material conflict",
        "Weight": "2", "Score": "-9.3", "First": "2024-05-03", "Last": "2024-05-03",
        "Statements": "ARLASSAULTDUN0 ARLASSAULTDUN1",
    }  # fmt: skip


def test_plover_rows_have_its_fields_and_auxiliary_contexts(store: Store) -> None:
    put(
        store,
        "a",
        one(TEXT, "ASSAULT", ARL, DUN, mode="aerial"),
        one(TEXT, "ASSAULT", ARL, DUN, modality=Modality.NEGATED, trigger=2),
        one(TEXT, "ASSAULT", ARL, DUN, modality=Modality.HYPOTHETICAL, speaker=VES, trigger=4),
        one(TEXT, "DENY", DUN, ARL, trigger=5),
    )
    found = map(json.loads, interchange.plover(events(store, Wanted(said=True)), names(store)))
    own, spoken, negated = sorted(found, key=lambda row: row["context"])
    assert own == {
        "id": own["id"], "date": "2024-05-03",
        "source": [{"code": "ARL", "actor_text": "A", "identifier_text": "Arland"}],
        "recipient": [{"code": "DUN", "actor_text": "B", "identifier_text": "Dunmore"}],
        "event": ["ASSAULT"], "quad_code": 4, "event_scale": -9.3, "mode": ["heavy-weapons"], "context": [],
        "event_text": ["A"], "text": TEXT, "text_info": {"start": 0, "end": 29},
        "cite_info": {"citation": "a", "url": None, "title": None, "publication": "The Post"},
        "coder": "communique", "attributed_to": None, "content_of": None,
    }  # fmt: skip
    assert spoken["context"] == ["hypothetical", "claimed"]
    assert spoken["attributed_to"] == {"code": "VES", "actor_text": "S"}
    assert negated["context"] == ["negation"]


def test_odd_names_are_text_in_every_file() -> None:
    found = of([event("ARL", "DUN", "AID", None, "s1")], {"ARL": HOSTILE})
    shown = HOSTILE.replace("\x07", "\ufffd")
    assert nx.parse_graphml(interchange.graphml(found).decode()).nodes["ARL"]["label"] == shown
    assert nx.read_gexf(io.BytesIO(interchange.gexf(found))).nodes["ARL"]["label"] == shown
    assert list(csv.reader(io.StringIO(interchange.nodes_csv(found))))[1] == ["ARL", HOSTILE]
    drawn = network.draw(found, HOSTILE)
    assert "<script>" not in drawn
    titles = [title.text for title in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}title")]  # noqa: S314
    assert f"\u2068{shown}\u2069" in titles


# -- pictures ----------------------------------------------------------------------------------------------------------


def boxes(drawn: str) -> list[tuple[float, float, float, float]]:
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx', drawn)
    return [(float(x), float(y), float(x) + float(w), float(y) + float(h)) for x, y, w, h in found]


def test_a_drawing_of_many_actors_has_no_names_that_overlap_or_leave_it() -> None:
    ring = [
        (f"ACTOR-{i}", f"ACTOR-{(i * i + 7) % 90}", "ACCUSE", 1 + i % 3) for i in range(90) if (i * i + 7) % 90 != i
    ]
    placed = boxes(network.draw(network_of(*ring), "many"))
    assert len(placed) > 80
    for i, (left, top, right, bottom) in enumerate(placed):
        assert left >= 0
        assert top >= 0
        assert right <= network.WIDTH
        assert bottom <= network.HEIGHT
        assert [o for o in placed[i + 1 :] if left < o[2] and o[0] < right and top < o[3] and o[1] < bottom] == []


def test_the_same_graph_gives_the_same_drawing() -> None:
    assert network.draw(FOUR, "x") == network.draw(FOUR, "x")
    assert "ARL → DUN: 2 (-9.3); ASSAULT 2" in network.draw(FOUR, "x")
    assert "no pairs here" in network.draw(nx.MultiDiGraph(), "x")


def test_periods_of_a_pair_have_both_directions_and_the_empty_ones() -> None:
    found = [
        event("ARL", "DUN", "ASSAULT", "2024-01-03"),
        event("ARL", "DUN", "AID", "2024-01"),
        event("DUN", "ARL", "ACCUSE", "2024-03-03"),
        event("DUN", "VES", "ACCUSE", "2024-05-03"),
    ]
    january, february, march = line.periods(found, "ARL", "DUN")
    assert (january.name, january.there, january.back) == ("2024-01", 2, 0)
    assert january.there_score == pytest.approx(-0.95)
    assert february == line.Period("2024-02", 0, None, 0, None)
    assert march == line.Period("2024-03", 0, None, 1, -2.0)
    years = line.periods([*found, event("ARL", "DUN", "AID", "2014-03-01")], "ARL", "DUN")
    assert [(year.name, year.there) for year in years][::10] == [("2014", 1), ("2024", 2)]
    assert line.periods([], "ARL", "DUN") == []


def test_a_page_has_the_sentence_behind_every_arrow_and_runs_nothing(store: Store) -> None:
    put(store, "a", one(TEXT, "ASSAULT", ARL, DUN), title=HOSTILE.replace("\x07", ""))
    found = list(events(store))
    shown = page.page("Everything", network.draw(of(found, names(store)), "x", link=True), found, names(store))
    assert '<a href="#ARL-DUN">' in shown
    assert '<section id="ARL-DUN"><h2><bdi>Arland</bdi> → <bdi>Dunmore</bdi>' in shown
    assert '<mark class="source">A</mark> struck <mark class="target">B</mark>, S said, and more.' in shown
    assert "&lt;script&gt;" in shown
    assert not re.search(r"<script|<link|<img|https?://(?!www\.w3\.org/2000/svg)|\son\w+=", shown)


def test_a_png_is_drawn_with_its_own_font() -> None:
    assert png.png(network.draw(FOUR, "x"), zoom=0.5)[:8] == b"\x89PNG\r\n\x1a\n"


# -- the command -------------------------------------------------------------------------------------------------------


def test_graph_lists_pairs_and_leaves_out_what_is_only_said(kg: Kg, graph: Path) -> None:
    ran = kg("--store", graph, "graph")
    assert [each.split() for each in ran.out.splitlines()[3:] if each.strip()] == [
        ["RUS", "UKR", "1", "-9.3"],
        ["USA", "CHN", "1", "-2.0"],
    ]
    assert "RUS      CHN" not in ran.out
    assert "RUS      CHN      2" in kg("--store", graph, "graph", "--said").out


def test_graph_measures_and_compares(kg: Kg, graph: Path) -> None:
    ever = kg("--store", graph, "graph", "--stats", "--from", "0001-01-01", "--to", "9999-12-31").out
    assert "change against" not in ever  # there is no period before
    out = kg("--store", graph, "graph", "--stats", "--from", "2022-03-01", "--to", "2022-03-31").out
    titles = [each for each in out.splitlines() if each and each[0] != " "]
    assert titles == [
        "central actors", "most conflictual pairs", "most cooperative pairs", "communities of cooperation",
        "triangles of pairs", "change against the period before",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "begin"), [("g.svg", b"<svg "), ("g.png", b"\x89PNG"), ("g.html", b"<!doctype html>")]
)
@pytest.mark.parametrize("pair", [(), ("--pair", "USA", "CHN")])
def test_graph_draws(kg: Kg, graph: Path, tmp_path: Path, name: str, begin: bytes, pair: tuple[str, ...]) -> None:
    ran = kg("--store", graph, "graph", *pair, "--out", tmp_path / name)
    size = (tmp_path / name).stat().st_size
    assert (ran.code, ran.out, ran.err) == (0, "", f"{tmp_path / name}: {size:,} bytes written\n")
    assert (tmp_path / name).read_bytes().startswith(begin)
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_pair_is_a_table_over_time(kg: Kg, graph: Path) -> None:
    out = kg("--store", graph, "graph", "--pair", "USA", "CHN").out
    assert out.splitlines()[-2].split() == ["2022-03", "1", "-2.0", "0"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("graph", "--relation", "LIKE"), "kg: --relation: there is no 'LIKE'; there are ACCUSE, AGREE, "),
        (("graph", "--quad", "war"), "kg: --quad: there is no 'war'; there are material conflict, "),
        (("graph", "--from", "May"), "kg: --from: 'May' is no date (YYYY-MM-DD)\n"),
        (
            ("graph", "--from", "2022-03-02", "--to", "2022-03-01"),
            "kg: --to: 2022-03-01 is before 2022-03-02, the day of --from\n",
        ),
        (
            ("graph", "--pair", "USA", "XXX"),
            "kg: 'XXX' is no code of this graph; kg actors search finds codes by name\n",
        ),
        (("graph", "--out", "g.gif"), "kg: --out: g.gif: a picture is .svg, .png or .html; "),
        (("graph", "--out", "/no/such/g.svg"), "kg: /no/such/g.svg: no such file or directory\n"),
        (("export", "-f", "trig", "--said"), "kg: --said: trig always holds everything that is said\n"),
    ],
)
def test_a_mistake_is_one_line(kg: Kg, graph: Path, arguments: tuple[str, ...], line: str) -> None:
    ran = kg("--store", graph, *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(line)
    assert ran.err.count("\n") == 1


def test_export_writes_the_graph_of_actors(kg: Kg, graph: Path, tmp_path: Path) -> None:
    written = {name: kg("--store", graph, "export", "-f", name).out for name in ("graphml", "gexf", "csv", "plover")}
    assert nx.parse_graphml(written["graphml"]).number_of_edges() == 2
    assert nx.read_gexf(io.BytesIO(written["gexf"].encode())).number_of_edges() == 2
    assert written["csv"].count("Directed") == 2
    assert {row["event"][0] for row in map(json.loads, written["plover"].splitlines())} == {"ASSAULT", "ACCUSE"}
    assert kg("--store", graph, "export", "-f", "csv", "-o", tmp_path / "lists").code == 0
    assert sorted(file.name for file in (tmp_path / "lists").iterdir()) == ["edges.csv", "nodes.csv"]
    said = kg("--store", graph, "export", "-f", "plover", "--said").out
    assert all("claimed" in row["context"] for row in map(json.loads, said.splitlines()) if row["event"] == ["REQUEST"])
