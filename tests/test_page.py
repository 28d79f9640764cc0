"""The page in a real browser, as a person uses it."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from rdflib import Graph, URIRef

from tests.api_world import undated
from tests.browser import EVIL, HOSTILE, NARROW, WIDE, axe, chromium, served, world
from tests.served import TOKEN, small_graph
from tests.served import served as written

ACCUSED = "China accused the United States of spreading rumours."
HOSTILE_ARTICLE = "/article/%3Cevil%3E%20%26%20'id'"
VIEWS = {
    "graph": "/",
    "evidence": "/?open=source%3DCHN%26target%3DUSA",
    "pair": "/?between=CHN&between=RUS",
    "measures": "/?panel=measures&from=2022-03-01&to=2022-03-31",
    "filtered": "/?actor=EVIL&attributed_to=any&from=2022-01-01",
    "table": "/?view=table",
    "map": "/?view=map&of=CHN",
    "sparql": "/?view=sparql&name=accusations",
    "try": "/?view=add",
    "actor": "/actor/CHN",
    "article": "/article/denial-1",
    "hostile article": HOSTILE_ARTICLE,
    "interface": "/docs",
    "empty": "/?q=nothinglikethis",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
expect.set_options(timeout=30_000)
READ = 120_000  # milliseconds: a text is read by a program of its own, which yields to whoever else computes
COMMON = {"c": "https://communique.example/ontology#", "rel": "https://communique.example/relation/"}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with world() as store, served(store) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of 1440 by 900; an error of a script, a refusal by the policy or a call elsewhere fails the test."""
    with browser.new_context(viewport=WIDE, reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(60_000)  # a busy machine is no fault of the page
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: None if "//127.0.0.1:" in request.url else wrong.append(request.url))
        yield page
        # An answer that is an error, and a route that a test cuts off, are in the log too.
        assert [each for each in wrong if not each.startswith(("Failed to load resource", "blob:"))] == []


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).not_to_contain_text("Loading …")


def click_arrow(page: Page, source: str, target: str) -> None:
    page.wait_for_selector("canvas[data-ready]")
    spot = page.evaluate(f"document.querySelector('canvas').drawing.middle('{source}', '{target}')")
    box = page.locator("canvas").bounding_box()
    assert spot is not None
    assert box is not None
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])


# -- what a person does ------------------------------------------------------------------------------------------------


def test_who_accused_the_united_states(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_role("button", name="More filters").click()
    page.get_by_role("combobox", name="To whom", exact=True).press_sequentially("washing")
    page.get_by_role("option", name=re.compile("United States")).click()
    page.get_by_role("combobox", name="Relation").select_option("r:ACCUSE")
    expect(page.get_by_role("list", name="Filters in force").get_by_role("link")).to_contain_text(
        ["to whom: USA", "relation: ACCUSE"]
    )
    settled(page)
    click_arrow(page, "CHN", "USA")
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", level=2)).to_have_text("China → United States")
    sentence = panel.locator("blockquote")
    expect(sentence).to_have_text(ACCUSED)
    assert sentence.locator("mark").all_text_contents() == [
        "China", "accused", "the United States", "spreading rumours",
    ]  # fmt: skip
    expect(panel.locator(".about")).to_contain_text("The Harbour Post")
    expect(panel.locator("time")).to_have_attribute("datetime", "2022-03-14")
    here = page.url
    panel.get_by_role("link", name=re.compile("<script>")).click()
    expect(page.locator("article h1")).to_have_text(HOSTILE["title"])
    expect(page.locator(".sentence:focus")).to_have_text(ACCUSED)
    page.go_back()
    expect(page.locator("blockquote")).to_have_text(ACCUSED)
    assert page.url == here
    other = page.context.new_page()
    other.goto(here)
    expect(other.locator("blockquote")).to_have_text(ACCUSED)
    expect(other.get_by_role("list", name="Filters in force").get_by_role("listitem")).to_have_count(3)
    page.go_back()
    expect(page.get_by_role("heading", name="Strongest pairs")).to_be_visible()
    page.go_forward()
    expect(page.locator("blockquote")).to_have_text(ACCUSED)


def test_all_of_it_by_keyboard_alone(page: Page, base: str) -> None:
    page.goto(base)
    settled(page)
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab_to(page, "combobox", "Who, or to whom")
    page.keyboard.type("beij")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("China")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    expect(page).to_have_url(re.compile(r"actor=CHN"))
    settled(page)
    page.wait_for_selector("canvas[data-ready]")
    tab_to(page, "application", None)
    press("ArrowRight")
    expect(page.locator(".canvas [role=status]")).not_to_be_empty()
    press("Enter")
    expect(page.get_by_role("complementary").locator("blockquote").first).to_be_visible()
    press("Escape")
    expect(page.get_by_role("heading", name="Strongest pairs")).to_be_visible()
    tab_to(page, "link", re.compile("China.*United States"))
    press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("blockquote")).to_have_text(ACCUSED)
    tab_to(page, "link", re.compile("<script>"))
    press("Enter")
    expect(page.locator(".sentence:focus")).to_have_text(ACCUSED)
    page.go_back()  # Alt and left, which the window around the page takes
    expect(page.locator("blockquote")).to_have_text(ACCUSED)
    here = page.url
    page.goto("about:blank")
    page.goto(here)  # the address, typed into the window
    expect(page.locator("blockquote")).to_have_text(ACCUSED)
    tab_to(page, "link", "SPARQL")
    press("Enter")
    tab_to(page, "combobox", "Ready questions")
    page.keyboard.type("Who accused whom")
    expect(page.get_by_role("row").filter(has_text=ACCUSED)).to_be_visible()
    tab_to(page, "link", "code:USA")
    tab_to(page, "link", "Add")
    press("Enter")
    tab_to(page, "textbox", "Text of an article, in English")
    page.keyboard.type("China denied that Russia had asked it for drones.")
    tab_to(page, "button", "Read it")
    press("Enter")
    card = page.locator("li.card").first
    expect(card).to_contain_text("China denied that Russia requested drones from China", timeout=READ)
    why = page.locator("li.card .why summary").first
    for _ in range(40):
        press("Tab")
        if why.evaluate("e => e === document.activeElement"):
            break
    press("Enter")
    expect(page.locator("li.card .why").first).to_have_attribute("open", "")


def tab_to(page: Page, role: str, name: str | re.Pattern[str] | None) -> None:
    """Press Tab until what has this role and name is focused."""
    wanted = page.get_by_role(role, name=name) if name is not None else page.get_by_role(role)  # type: ignore[arg-type]
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate_all("all => all.includes(document.activeElement)"):
            return
    pytest.fail(f"no {role} {name} can be reached by Tab")


def test_a_named_query_is_run_and_drawn(page: Page, base: str) -> None:
    page.goto(f"{base}/?view=sparql")
    page.get_by_label("Ready questions").select_option("accusations")
    expect(page).to_have_url(re.compile("name=accusations"))
    row = page.get_by_role("row").filter(has_text=ACCUSED)
    expect(row.get_by_role("cell").first).to_have_text("code:CHN")
    expect(page.locator(".CodeMirror")).to_contain_text("PREFIX")
    page.get_by_role("button", name="Graph").click()
    page.wait_for_selector(".network canvas[data-ready]")
    page.get_by_role("button", name="Table").click()
    row.get_by_role("link", name="code:USA").click()
    expect(page).to_have_url(f"{base}/?actor=USA")


def test_a_mistake_in_a_query_is_said(page: Page, base: str) -> None:
    page.goto(f"{base}/?view=sparql&query=SELECT")
    expect(page.get_by_role("alert")).to_contain_text("not SPARQL")


def test_a_text_is_read_and_explained(page: Page, base: str) -> None:
    page.goto(f"{base}/?view=add")
    page.get_by_label("Text of an article").fill(
        f"China denied that Russia had asked it for drones. The {EVIL} \u202ewon."
    )
    page.get_by_label("Title").fill(HOSTILE["title"])
    page.get_by_role("button", name="Read it").click()
    first = page.locator("li.card").first
    expect(first.get_by_role("heading")).to_have_text(
        "China denied that Russia requested drones from China", timeout=READ
    )
    expect(first.locator(".tree")).to_contain_text("REQUEST")
    first.get_by_text("Why").click()
    why = first.locator(".why")
    expect(why).to_contain_text("“denied” is the verb deny")
    expect(why).to_contain_text("who: “China” is China (CHN, state). name It is a name of this actor.")
    expect(why.locator(".decides")).to_contain_text("[that] decides: source is subj (China)")
    why.get_by_role("button", name="that were looked at").click()
    expect(why.locator(".senses li").first).to_contain_text("passed over")
    expect(page.locator(".whos")).to_contain_text("“it” is China (CHN, state). pronoun")
    page.get_by_text("How the sentences were parsed").click()
    expect(page.locator(".parse").first).to_contain_text("China NNP nsubj of denied")
    expect(page.locator(".text mark.source").first).to_have_text("China")
    assert page.locator(".text").evaluate("(e, text) => e.textContent.includes(text)", f"{EVIL} \u202ewon")
    expect(page.locator(".reading h2").first).to_have_text(HOSTILE["title"])
    assert page.locator("img:not([src='/static/icon.svg'])").count() == 0
    expect(page.locator(".store")).to_contain_text(
        "It cannot be stored here: this service was started for reading only."
    )
    expect(page.get_by_role("button", name="Store it")).to_have_count(0)
    page.evaluate(axe())
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_an_article_that_is_there_is_read_again_as_itself(page: Page, base: str) -> None:
    page.goto(f"{base}/article/undated")
    page.route("**/extract", lambda route: route.abort())
    with page.expect_request("**/extract") as wait:
        page.get_by_role("link", name="Why it was read so").click()
    assert wait.value.post_data_json == {"text": undated()[0].text, "id": "undated"}


def test_a_text_is_stored_where_the_service_may(page: Page, tmp_path: Path) -> None:
    with written(small_graph(tmp_path / "graph"), token=TOKEN) as (client, _):
        page.goto(f"{client.base_url}/?view=add")
        page.get_by_label("Text of an article").fill("Iran sanctioned France.")
        page.get_by_label("Title").fill(EVIL)
        page.get_by_label("Outlet").fill("The Quay")
        page.get_by_label("Published on").fill("2024-05-05")
        page.get_by_label("Address").fill("https://quay.example/1")
        page.get_by_role("button", name="Read it").click()
        page.get_by_label("Token of this service").fill("a wrong one")
        page.get_by_role("button", name="Store it").click()
        expect(page.get_by_role("alert")).to_contain_text("This is not the token.")
        page.get_by_label("Token of this service").fill(TOKEN)
        page.get_by_role("button", name="Store it").click()
        page.locator(".store").get_by_role("link", name=EVIL).click()
        expect(page.locator("article h1")).to_have_text(EVIL)
        expect(page.locator(".about")).to_contain_text("The Quay5 May 2024Original")
        page.get_by_role("link", name="Graph").click()
        expect(page.get_by_role("link", name=re.compile("Iran.*France"))).to_be_visible()


# -- the views ---------------------------------------------------------------------------------------------------------


def test_dragging_over_the_timeline_selects_dates_and_a_bar_opens_its_sentences(page: Page, base: str) -> None:
    page.goto(f"{base}/?by=month")
    bars = page.get_by_role("slider")
    expect(bars).to_be_visible()
    box = page.locator(".bars svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 30, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("from="))
    chosen = parse_qs(urlsplit(page.url).query)
    assert (chosen["from"], chosen["to"]) == (["2022-02-01"], ["2022-04-30"])
    page.go_back()
    bars.focus()
    bars.press("Home")
    bars.press("Enter")
    expect(page.locator("blockquote")).to_have_text("Russia did not threaten China.")
    assert "open=from%3D2021-12-01%26to%3D2021-12-31" in page.url


def test_a_row_of_the_table_opens_to_its_paragraph_and_the_claim_inside_it(page: Page, base: str) -> None:
    page.goto(f"{base}/?view=table&relation=DENY")
    page.get_by_role("button", name="China denied that Russia requested drones from China").click()
    sentence = page.locator(".paragraph .sentence")
    expect(sentence).to_have_text("🕊️ China denied that Russia had asked it for drones.")
    # Offsets are code points: the emoji before is two of them, and three UTF-16 units.
    assert sentence.locator("mark").all_text_contents() == ["China", "denied", "Russia had asked it"]
    expect(page.locator(".tree li")).to_contain_text("Russia REQUEST China drones")
    page.get_by_role("columnheader", name="Date").get_by_role("button").click()
    expect(page).to_have_url(re.compile("sort=published"))


def test_exactly_what_is_shown_goes_out_as_csv_and_json_ld(page: Page, base: str) -> None:
    page.goto(f"{base}/?view=table&actor=CHN&attributed_to=none")
    shown = page.locator("tbody .plain")
    expect(shown.first).to_be_visible()
    words = [text.strip("“”") for text in shown.all_text_contents()]
    with page.expect_download() as wait:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(wait.value.path().read_text(encoding="utf-8"), newline="")))
    assert [row["plain"] for row in rows] == words
    with page.expect_download() as wait:
        page.get_by_role("button", name="JSON-LD").click()
    graph = Graph().parse(data=wait.value.path().read_text(encoding="utf-8"), format="json-ld")
    relations = [str(o).removeprefix(COMMON["rel"]) for o in graph.objects(None, URIRef(f"{COMMON['c']}relation"))]
    assert sorted(relations) == sorted(row["relation"] for row in rows)
    page.goto(f"{base}/?view=table&actor=EVIL&relation=ACCUSE")
    expect(shown).to_have_count(1)
    with page.expect_download() as wait:
        page.get_by_role("button", name="CSV").click()
    (row,) = csv.DictReader(io.StringIO(wait.value.path().read_text(encoding="utf-8"), newline=""))
    assert row["attributed_to"] == f"'{HOSTILE['words']}"  # no formula (kg.cells)


def test_pointing_at_a_statement_lights_up_its_words(page: Page, base: str) -> None:
    page.goto(f"{base}/article/denial-1")
    page.locator("li.card", has_text="China accused the United States").hover()
    lit = page.locator("mark.lit").all_text_contents()
    assert lit == ["China", "accused", "the United States", "spreading rumours"]
    assert page.locator("article").get_by_role("link", name="Original").get_attribute("href") == (
        "https://news.example/denial-1"
    )


def test_an_actor_has_names_and_those_it_accuses(page: Page, base: str) -> None:
    page.goto(f"{base}/actor/CHN")
    expect(page.get_by_role("heading", level=1)).to_have_text("China CHN")
    expect(page.locator(".names").first).to_contain_text("Beijing")
    page.locator("section", has=page.get_by_role("heading", name="It accuses")).get_by_role("link").click()
    expect(page.locator("blockquote")).to_have_text(ACCUSED)


def test_the_map_shows_whom_it_concerns_and_opens_the_sentences(page: Page, base: str) -> None:
    page.goto(f"{base}/?view=map&of=CHN")
    land = page.locator('path[data-code="RUS"]')
    expect(land).to_have_class(re.compile("land f"))
    expect(page.locator('path[data-code="BRA"]')).to_have_class("land none")
    assert page.locator('.spot[data-code="SGP"]').count() == 1  # too small to be drawn, and there
    page.locator('path[data-code="USA"]').first.dispatch_event("click")
    expect(page.locator("blockquote")).to_have_text(ACCUSED)


def test_a_claim_is_drawn_dotted_and_said_to_be_one(page: Page, base: str) -> None:
    page.goto(f"{base}/?open=source%3DRUS%26target%3DCHN%26relation%3DREQUEST")
    card = page.locator("li.card")
    expect(card).to_contain_text("Only said within: China denied that Russia requested drones from China")
    expect(card).to_have_class(re.compile("claim"))
    expect(page.locator(".breakdown p")).to_contain_text("0 reported, 1 only said")


def test_measures_lead_to_what_is_behind_them(page: Page, base: str) -> None:
    page.goto(f"{base}/?panel=measures&from=2022-01-01&to=2022-12-31")
    panel = page.get_by_role("complementary")
    expect(panel).to_contain_text("Of 2 pairs of 4 actors")
    conflictual = panel.get_by_role("table").nth(1).get_by_role("row").nth(1)
    expect(conflictual).to_have_text("China → United States1−2.0−2.0")
    conflictual.get_by_role("link").click()
    expect(page.locator("blockquote")).to_have_text(ACCUSED)
    page.goto(f"{base}/actor/USA")
    expect(page.locator(".actor header")).to_contain_text("Of 4 actors number 3 by PageRank")


def test_where_no_worker_answers_the_graph_is_still_drawn(page: Page, base: str) -> None:
    page.add_init_script(
        "window.Worker = class { postMessage() { setTimeout(() => this.onerror(), 0); } terminate() {} }"
    )
    page.goto(base)
    page.wait_for_selector("canvas[data-ready]")
    # Beside it only the panel scrolls.
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize(
    ("path", "element", "scale"),
    [
        ("/", "canvas[data-ready]", "document.querySelector('canvas').drawing.scale"),
        ("/?view=map&of=CHN", ".world g", "document.querySelector('.world').firstChild.transform.baseVal[1].matrix.a"),
    ],
)
def test_two_fingers_bring_it_closer(browser: Browser, base: str, path: str, element: str, scale: str) -> None:
    with browser.new_context(viewport=NARROW, has_touch=True) as context:
        page = context.new_page()
        page.goto(base + path)
        page.wait_for_selector(element)
        box = page.locator(element.split()[0]).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        fingers = context.new_cdp_session(page)

        def touch(kind: str, apart: float) -> None:
            points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y + 4, "id": 1}]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if apart else []})

        touch("touchStart", 30)
        for apart in (45, 60, 90):
            touch("touchMove", apart)
        touch("touchEnd", 0)
        page.wait_for_function(f"{scale} > 2.5")
        assert page.evaluate("[scrollY, visualViewport.scale]") == [0, 1]
        page.get_by_role("button", name="All in view").click()
        page.wait_for_function(f"{scale} === 1")


# -- for everyone, and against everything ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_has_a_serious_fault_of_access_or_is_wider_than_a_telephone(page: Page, base: str, name: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(base + VIEWS[name])
    settled(page)
    page.evaluate(axe())
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page) == []
    page.set_viewport_size(NARROW)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(page) == []


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe-core finds serious, with the elements."""
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)")
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


PLACES: dict[str, dict[str, str]] = {  # address: element, and what it must show as it is
    "/actor/EVIL": {"h1": HOSTILE["name"], ".names": f"Alias {EVIL}"},
    "/": {".pairs": HOSTILE["name"]},
    "/?view=map&of=CHN": {".mapview .pairs": HOSTILE["name"]},
    "/?panel=measures": {".measures": HOSTILE["name"]},
    "/?open=source%3DEVIL%26target%3DCHN": {
        "#panel-title": f"{HOSTILE['name']} → China",
        "li.card .voice": HOSTILE["words"],
        "li.card h3": HOSTILE["theme"],
        "li.card blockquote": f"accused China of {HOSTILE['theme']}, {HOSTILE['words']}",
        "li.card .about bdi": HOSTILE["outlet"],
        "li.card .about a": HOSTILE["title"],
    },
    "/?view=table&source=EVIL": {"td.c-plain": HOSTILE["theme"], "td.c-outlet": HOSTILE["outlet"]},
    HOSTILE_ARTICLE: {"h1": HOSTILE["title"], ".text": "\u202eRussia helped it.\u202c </script>"},
    "/?view=sparql&name=accusations": {".wide table": HOSTILE["theme"]},
    "/?view=sparql&query=" + quote(f'ASK {{ ?s ?p "{EVIL}" }}'): {".CodeMirror": EVIL},
    f"/?view=table&q={quote(EVIL)}&outlet={quote(HOSTILE['outlet'])}": {
        ".active li:nth-child(1)": EVIL,
        ".active li:nth-child(2)": HOSTILE["outlet"],
    },
    f"/actor/{quote(EVIL, safe='')}": {"body": EVIL},
}


@pytest.mark.parametrize("path", PLACES)
def test_a_hostile_field_shows_as_it_is(page: Page, base: str, path: str) -> None:
    page.goto(base + path)
    for where, text in PLACES[path].items():
        page.locator(where).first.wait_for()
        end = time.monotonic() + 10
        while not any(text in each for each in page.locator(where).all_text_contents()):  # it may come after its place
            assert time.monotonic() < end, where
            page.wait_for_timeout(50)
    assert page.locator("img:not([src='/static/icon.svg'])").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator('a[href^="javascript"]').count() == 0


def test_a_mark_of_direction_ends_with_its_element(page: Page, base: str) -> None:
    page.goto(f"{base}/?open=source%3DEVIL%26target%3DCHN")
    expect(page.locator("li.card .about bdi")).to_have_count(2)  # what comes after it is not turned round
    page.get_by_role("combobox", name="Who, or to whom").press_sequentially("alias")
    expect(page.get_by_role("listbox").get_by_role("option")).to_contain_text(HOSTILE["name"])


def test_nothing_fits_and_a_service_that_is_gone_say_what_to_do(page: Page, base: str) -> None:
    page.goto(f"{base}/?q=nothinglikethis")
    expect(page.get_by_text("Nothing fits these filters.")).to_be_visible()
    page.get_by_role("link", name="clear them all").click()
    expect(page.get_by_role("heading", name="Strongest pairs")).to_be_visible()
    page.route("**/statements*", lambda route: route.abort())
    page.goto(f"{base}/?view=table")
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached.")


def test_an_unknown_code_in_the_address_is_said(page: Page, base: str) -> None:
    page.goto(f"{base}/docs")
    page.evaluate("history.pushState(null, '', '/?view=table&actor=XXX'); dispatchEvent(new Event('address'))")
    expect(page.get_by_role("alert")).to_contain_text("'XXX' is no code of this graph")
