"""The same text is one article, the same report one origin; a changed text supersedes; forgetting leaves no trace."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks.origins import _printed, _reworded
from kg import resources
from kg.articles import read
from kg.files import FILE as FILES
from kg.likeness import alike
from kg.model import Article, content_id
from kg.origins import FILE, settle
from kg.rdf.articles import versions
from kg.rdf.facts import nodes
from kg.rdf.namespaces import article_graph
from kg.store import Store
from tests import sources
from tests.conftest import Kg
from tests.harbour import BY

pytestmark = pytest.mark.usefixtures("documents_here")

BUNDLED = [item for item in read([resources.path("seeds/articles")]) if isinstance(item, Article)]
STORY = BUNDLED[0].text


def written(folder: Path, *articles: dict[str, str]) -> Path:
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(article) + "\n" for article in articles))
    return file


def quads(folder: Path) -> list[bytes]:
    out = BytesIO()
    with Store.open(folder, read_only=True) as store:
        store.export("nquads", out)
    return out.getvalue().splitlines()


def origins(store: Store) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    rows = store.query("SELECT ?o ?id { GRAPH graph:origins { ?a c:origin ?o } GRAPH ?g { ?a schema:identifier ?id } }")
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        found.setdefault(row["o"].value, set()).add(row["id"].value)
    return sorted(found.values(), key=sorted)


def copy(number: int) -> Article:
    """Return the story as the outlet with this number prints it: cut, reordered or reworded, and with its own frame."""
    chance = random.Random(number)  # noqa: S311  # the same copies each time
    paragraphs = STORY.split("\n\n")
    kept = paragraphs[: len(paragraphs) - number % 3]
    if number % 2:
        chance.shuffle(kept)
    text = _printed(_reworded("\n\n".join(kept), chance, 0.02 * (number % 11)), chance)
    return Article(f"copy-{number:02}", text, publisher=f"Outlet {number}")


# -- the same text


LONG = "China denied on Monday that Russia had asked it for drones. " * 5


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ({"id": "b"}, 1),
        ({"id": "b", "publisher": "Wire"}, 1),
        ({"id": "b", "publisher": "Tide"}, 2),
        ({"id": "b", "publisher": "Wire", "published": "2022-03-15"}, 2),
        ({"id": "b", "text": "Talks ended."}, 2),
    ],
)
def test_same_text_of_one_outlet_and_day_is_one_article(
    tmp_path: Path, kg: Kg, other: dict[str, str], count: int
) -> None:
    first = {"id": "a", "text": LONG, "publisher": "Wire", "published": "2022-03-14"}
    second = {"text": LONG} | other
    together, apart = tmp_path / "together", tmp_path / "apart"
    assert kg("--store", together, "build", written(tmp_path, first, second)).code == 0
    for one in (first, second, first):
        assert kg("--store", apart, "build", written(tmp_path, one)).code == 0
    assert quads(together) == quads(apart)
    with Store.open(together, read_only=True) as store:
        assert len(list(store.articles())) == count


# -- versions


def test_changed_page_supersedes_the_former_and_keeps_its_text(tmp_path: Path, kg: Kg) -> None:
    page = {"url": "https://wire.example/a", "text": "China denied that it had attacked India."}
    changed = page | {"text": "China denied that it had attacked Japan."}
    graph = tmp_path / "g"
    for each in (page, changed, page):  # the old copy, read once more, is no news
        assert kg("--store", graph, "build", written(tmp_path, each)).code == 0
    query = "SELECT ?now ?before { ?a schema:articleBody ?now ; prov:wasRevisionOf/schema:text ?before }"
    asked = kg("--store", graph, "query", "-f", "csv", query)
    assert asked.out.splitlines()[1:] == [f"{changed['text']},{page['text']}"]
    assert kg("--store", graph, "check").code == 0
    assert kg("--store", graph, "verify").code == 0
    once = tmp_path / "once"
    assert kg("--store", once, "build", written(tmp_path, page, changed)).code == 0
    assert quads(once) == quads(graph)


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_page_that_is_changed_and_changed_back_in_one_build(tmp_path: Path, kg: Kg, processes: str) -> None:
    page = {"url": "https://quay.example/1", "publisher": "The Quay"}
    first, second = {**page, "text": "Iran accused Iraq of lying."}, {**page, "text": "Iran accused Israel of lying."}
    file = written(tmp_path, first, second, first)
    assert kg("--store", tmp_path / "graph", "build", "-p", processes, file).code == 0
    with Store.open(tmp_path / "graph") as store:
        (article,) = store.articles()
        assert store.text(article) == second["text"]  # the old copy, read once more, is no news
        assert len(list(versions(article, store.said(article)))) == 1
    assert kg("--store", tmp_path / "graph", "build", file).code == 0


def test_a_page_that_was_saved_under_several_names_is_read_once(tmp_path: Path, kg: Kg) -> None:
    address = '<link rel="canonical" href="https://quay.example/1">'
    page = sources.html(sources.LEAD).replace("</head>", f"{address}</head>")
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, trailer in (("a.html", ""), ("b.html", "<!-- saved on Monday -->"), ("c.html", "")):
        (folder / name).write_text(page + trailer)
    graph = tmp_path / "graph"
    assert kg("--store", graph, "build", folder).code == 0
    with Store.open(graph) as store:
        assert len(list(store.articles())) == 1
    assert "nothing new" in kg("--store", graph, "build", folder).err


def test_third_version_links_to_the_second_and_that_to_the_first(tmp_path: Path, kg: Kg) -> None:
    graph = tmp_path / "g"
    for day in ("Monday", "Tuesday", "Friday"):
        article = {"id": "a", "text": f"China denied it on {day}."}
        assert kg("--store", graph, "build", written(tmp_path, article)).code == 0
    shown = kg("--store", graph, "article", "a").out
    assert shown.index("China denied it on Tuesday.") < shown.index("China denied it on Monday.")


# -- files that are corrected


def held(folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Return of each article its text, and those that it had before, the latest first."""
    with Store.open(folder, read_only=True) as store:
        found = {key: nodes(store.native.quads_for_pattern(None, None, None, article_graph(key))) for key in
                 store.articles()}  # fmt: skip
        return {key: (store.text(key) or "", [v.text for v in versions(key, its)]) for key, its in found.items()}


def _page(text: str) -> bytes:
    return sources.html(text).encode()


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.txt", str.encode),
        ("a.md", str.encode),
        ("a.json", lambda text: json.dumps({"text": text}).encode()),
        ("a.html", _page),
        ("a.pdf", lambda text: sources.pdf([[(72, 700, text[:60]), (72, 688, text[60:])]])),
        ("a.txt.gz", lambda text: gzip.compress(text.encode())),
        ("a.zip", lambda text: sources.zipped({"in/a.txt": text.encode()})),
    ],
)
def test_a_corrected_file_is_a_new_version_of_its_article(
    tmp_path: Path, kg: Kg, name: str, made: Callable[[str], bytes]
) -> None:
    file, graph = tmp_path / name, tmp_path / "g"
    before, after = (sources.LEAD, sources.LEAD.replace("drones", "rockets"))
    for text in (before, after, after):
        file.write_bytes(made(text))
        assert kg("--store", graph, "build", file).code == 0
    ((_, (now, former)),) = held(graph).items()
    assert "rockets" in now
    assert ["drones" in each for each in former] == [True]
    asked = kg("--store", graph, "query", "ASK { ?a prov:wasRevisionOf ?v . ?v a c:Version }")
    assert asked.out == "yes\n"
    assert (kg("--store", graph, "check").code, kg("--store", graph, "verify").code) == (0, 0)


def test_a_file_corrected_again_keeps_its_id_and_a_copy_of_it_is_the_same_article(tmp_path: Path, kg: Kg) -> None:
    file, other, graph = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "g"
    days = ["China denied it on Monday.", "China denied it on Tuesday.", "China denied it on Friday."]
    for text in days:
        file.write_text(text)
        assert kg("--store", graph, "build", file).code == 0
    (key,) = held(graph)
    assert key == content_id("text", days[0])
    other.write_text(days[2])
    assert kg("--store", graph, "build", tmp_path).code == 0
    assert held(graph) == {key: (days[2], [days[1], days[0]])}


def test_what_no_file_tells_apart_stays_apart(tmp_path: Path, kg: Kg) -> None:
    """Rows of a table have no place of their own; and where the memory is lost, a correction is another article."""
    table, file, graph = tmp_path / "a.csv", tmp_path / "a.txt", tmp_path / "g"
    for text in ("China denied it on Monday.", "China denied it on Tuesday."):
        table.write_text(f"text\n{text}\n")
        assert kg("--store", graph, "build", table).code == 0
    assert len(held(graph)) == 2
    file.write_text("Iran accused Israel.")
    assert kg("--store", graph, "build", file).code == 0
    (graph / FILES).write_bytes(b"damaged")
    file.write_text("Iran accused Iraq.")
    assert kg("--store", graph, "build", file).code == 0
    assert len(held(graph)) == 4


def test_a_copy_that_goes_its_own_way_is_another_article(tmp_path: Path, kg: Kg) -> None:
    file, copy_, graph = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "g"
    for text, its in (("Iran accused Iraq.", "Iran accused Iraq."), ("Iran accused Oman.", "Iran accused Iraq."),
                      ("Iran accused Oman.", "Cuba accused Peru.")):  # fmt: skip
        file.write_text(text)
        copy_.write_text(its)
        for each in (file, copy_):
            assert kg("--store", graph, "build", each).code == 0
    assert sorted(text for text, _ in held(graph).values()) == ["Cuba accused Peru.", "Iran accused Oman."]


def test_a_file_that_parts_from_its_copy_leaves_it_its_article(tmp_path: Path, kg: Kg) -> None:
    file, copy_, graph = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "g"
    for each in (file, copy_):
        each.write_text("Iran accused Iraq.")
    assert kg("--store", graph, "build", file).code == 0
    for text in ("Iran accused Iraq.", "Cuba accused Peru.", "Cuba accused Oman."):
        copy_.write_text(text)
        assert kg("--store", graph, "build", copy_).code == 0
    own, other = content_id("text", "Iran accused Iraq."), content_id("text", "Cuba accused Peru.")
    assert held(graph) == {own: ("Iran accused Iraq.", []), other: ("Cuba accused Oman.", ["Cuba accused Peru."])}


# -- origins


def test_forty_copies_are_one_origin_and_ten_reports_of_one_event_are_ten(tmp_path: Path) -> None:
    copies = [copy(number) for number in range(40)]
    event = [article for article in BUNDLED if article.published and article.published.isoformat()[:7] == "2022-02"]
    others = (event + [a for a in BUNDLED[1:] if a not in event])[:10]
    with Store.open(tmp_path / "g") as store:
        store.put_many([(article, []) for article in (*copies, *others)], BY)
        settle(store)
        assert origins(store) == [{article.id for article in copies}]


def test_origins_do_not_depend_on_the_order_or_on_what_was_remembered(tmp_path: Path) -> None:
    articles = [copy(number) for number in range(12)] + BUNDLED[1:6]
    exported: list[list[bytes]] = []
    for order in (articles, articles[::-1]):
        folder = tmp_path / f"g{len(exported)}"
        with Store.open(folder) as store:
            for article in order:
                store.put(article, [], BY)
                settle(store)
        if exported:
            (folder / FILE).unlink()
        with Store.open(folder) as store:
            settle(store)
        exported.append(quads(folder))
    assert exported[0] == exported[1]


def test_article_that_held_two_together_parts_them_when_it_is_removed() -> None:
    one, other = BUNDLED[1].text, BUNDLED[2].text
    articles = [Article("a", one), Article("b", f"{one}\n\n{other}"), Article("c", other)]
    with Store.memory() as store:
        store.put_many([(article, []) for article in articles], BY)
        settle(store)
        assert origins(store) == [{"a", "b", "c"}]
        store.remove("b")
        settle(store)
        assert origins(store) == []


def counted(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Have it counted how many texts are compared."""
    made: list[None] = []

    def compared(one: frozenset[str], other: frozenset[str]) -> bool:
        made.append(None)
        return alike(one, other)

    monkeypatch.setattr("kg.origins.alike", compared)
    return made


def printed(number: int) -> Article:
    """Return the story with a head and a few words of the outlet's own."""
    words = f"Outlet {number}. {STORY}".split(" ")
    words[20 + number], words[60 + 2 * number] = f"so{number}", f"then{number}"
    return Article(f"p{number:02}", " ".join(words))


def test_a_story_that_many_outlets_print_is_one_origin_and_each_is_compared_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.origins.COMMON", 3)  # reports, not articles
    compared = counted(monkeypatch)
    with Store.memory() as store:
        store.put_many([(printed(number), []) for number in range(30)], BY)
        settle(store)
        assert origins(store) == [{f"p{number:02}" for number in range(30)}]
    assert len(compared) < 3 * 30


def test_an_article_is_compared_with_a_few_of_many_that_share_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.origins.MOST", 4)
    compared = counted(monkeypatch)
    words = ["the", "bank", "of", "the", "harbour", "has", "put", "its", "rate", "for", "loans", "to"]
    texts = [
        " ".join(f"{word} {number if at % 6 == 5 else ''}" for at, word in enumerate(words * 3)) for number in range(30)
    ]
    with Store.memory() as store:
        store.put_many([(Article(f"a{number}", text), []) for number, text in enumerate([*texts, texts[7]])], BY)
        settle(store)
        assert origins(store) == [{"a7", "a30"}]
    assert 0 < len(compared) <= 4 * 31


def test_what_held_nothing_together_goes_without_a_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "g") as store:
        store.put_many([(printed(number), []) for number in range(10)], BY)
        settle(store)
        compared = counted(monkeypatch)
        store.remove("p09")
        settle(store)
        assert (origins(store), compared) == ([{f"p{number:02}" for number in range(9)}], [])
        store.remove("p00")  # with which the others were compared
        settle(store)
        assert origins(store) == [{f"p{number:02}" for number in range(1, 9)}]
    assert compared


def test_origin_names_the_earliest_article_and_the_agency(tmp_path: Path, kg: Kg) -> None:
    body = STORY
    articles = [
        {"id": "late", "text": f"LONDON (Reuters) - {body}", "published": "2022-03-15", "publisher": "Tide"},
        {"id": "early", "text": body, "published": "2022-03-14", "publisher": "Wire"},
    ]
    assert kg("--store", tmp_path / "g", "build", written(tmp_path, *articles)).code == 0
    query = "SELECT ?id ?credit { ?o c:firstArticle/schema:identifier ?id ; schema:creditText ?credit . ?o a c:Origin }"
    asked = kg("--store", tmp_path / "g", "query", "-f", "csv", query)
    assert asked.out == "id,credit\r\nearly,Reuters\r\n"
    assert "late" in kg("--store", tmp_path / "g", "article", "early").out
    assert kg("--store", tmp_path / "g", "check").code == 0


# -- one article


def test_forgotten_article_leaves_what_others_support_and_nothing_else(tmp_path: Path, kg: Kg) -> None:
    kept = {"id": "kept", "text": "China accused India of lying. Iranian envoy Farhad Tehrani met Russia."}
    gone = {
        "id": "gone",
        "text": "China accused India of lying. Cuban envoy Rosa Habana denied that Japan attacked Peru.",
    }
    older = gone | {"text": "China accused India."}
    alone, both = tmp_path / "alone", tmp_path / "both"
    assert kg("--store", alone, "build", written(tmp_path, kept)).code == 0
    assert kg("--store", both, "build", written(tmp_path, kept, older)).code == 0
    assert kg("--store", both, "build", written(tmp_path, gone)).code == 0
    assert quads(both) != quads(alone)
    missing = kg("--store", both, "forget", "gone", "other")
    assert (missing.code, missing.err) == (1, f"kg: {both}: no article has the id 'other'; nothing was removed\n")
    ran = kg("--store", both, "forget", "gone")
    assert (ran.code, ran.out) == (0, f"{both}: 1 article removed\n")
    assert quads(both) == quads(alone)


def test_an_article_that_came_by_sparql_can_be_forgotten(tmp_path: Path, kg: Kg) -> None:
    with Store.open(tmp_path / "g") as store:
        store.update(f"INSERT DATA {{ GRAPH {article_graph('a 1')} {{ <a:s> <a:p> 1 }} }}")
    ran = kg("--store", tmp_path / "g", "forget", "a 1")
    assert (ran.code, ran.out) == (0, f"{tmp_path / 'g'}: 1 article removed\n")
    assert not held(tmp_path / "g")
    assert kg("--store", tmp_path / "g", "forget", "a 1").code == 1


def test_article_shows_origin_extraction_and_statements(tmp_path: Path, kg: Kg) -> None:
    text = "China denied on Monday that it had attacked India."
    assert kg("--store", tmp_path / "g", "build", written(tmp_path, {"id": "a", "text": text})).code == 0
    shown = kg("--store", tmp_path / "g", "article", "a").out
    assert "communique 0.1.0, en_core_web_sm" in shown
    assert "DENY" in shown
    assert text in shown
    assert kg("--store", tmp_path / "g", "article", "b").code == 1


# -- rebuilding


def test_rebuild_reads_only_what_another_version_extracted_and_says_what_changes(tmp_path: Path, kg: Kg) -> None:
    articles = [
        {"id": "a", "text": "China denied on Monday that it had attacked India."},
        {"id": "b", "text": "Russia accused Ukraine of lying."},
    ]
    graph, fresh = tmp_path / "g", tmp_path / "fresh"
    assert kg("--store", graph, "build", written(tmp_path, *articles)).code == 0
    assert kg("--store", fresh, "build", written(tmp_path, *articles)).code == 0
    assert kg("--store", graph, "rebuild").out == "no article extracted anew: no statement added, 0 gone, 0 changed\n"
    with Store.open(graph) as store:  # as an older version left it: a statement lacked, another said something else
        store.update(
            "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s a c:Statement ; c:relation rel:ACCUSE ; ?p ?o }}"
        )
        store.update("""DELETE { GRAPH ?g { ?s c:modality ?m } } INSERT { GRAPH ?g { ?s c:modality c:future } }
            WHERE { GRAPH ?g { ?s a c:Statement ; c:relation rel:DENY ; c:modality ?m } }""")
        store.update("""DELETE { GRAPH ?g { ?x c:fingerprint ?f } } INSERT { GRAPH ?g { ?x c:fingerprint "0" } }
            WHERE { GRAPH ?g { ?x c:fingerprint ?f ; prov:used ?a } }""")
    dry = kg("--store", graph, "rebuild", "--dry-run")
    signs = [line.split()[:2] for line in dry.out.splitlines()[:-1]]
    assert signs == [["~", "a"], ["+", "b"]]
    assert dry.out.splitlines()[-1] == "2 articles extracted anew: 1 statement added, 0 gone, 1 changed"
    assert kg("--store", graph, "rebuild").out == dry.out
    assert quads(graph) == quads(fresh)
    assert kg("--store", graph, "rebuild").out.startswith("no article extracted anew")
