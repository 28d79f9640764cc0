"""A real browser (Debian's Chromium) and a service with a small world for it, half of which is hostile."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from api.app import create_app
from kg.model import Actor, Article, Modality, Statement
from kg.settings import Settings
from kg.store import Store
from tests.api_world import (
    AMERICA,
    CHINA,
    EXTRACTOR,
    HOSTILE_TITLE,
    RUSSIA,
    denial,
    mention,
    second_article,
    span,
    undated,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)

EVIL = "<img src=x onerror=window.hacked=1>"
HOSTILE = {
    "name": f"Evil {EVIL} \u202eActor",
    "words": f"@Mr {EVIL}",
    "outlet": f"Outlet {EVIL} \u202e",
    "theme": f"a theme {EVIL}",
    "title": HOSTILE_TITLE,
}
EVIL_ACTOR = Actor("EVIL", HOSTILE["name"], "armed_group", "EVIL", None, (f"Alias {EVIL}",))


def hostile() -> tuple[Article, list[Statement]]:
    """An article whose every field tries to be more than text."""
    text = f"{HOSTILE['name']} accused China of {HOSTILE['theme']}, {HOSTILE['words']} said. "
    text += "\u202eRussia helped it.\u202c </script>"
    article = Article(
        "<evil> & 'id'", text, HOSTILE["title"], HOSTILE["outlet"], "javascript:alert(1)", date(2022, 5, 1)
    )
    sentence = span(text, text[: text.index(" said.") + 6])
    accused = Statement(
        article.id,
        sentence,
        span(text, "accused"),
        "ACCUSE",
        mention(text, HOSTILE["name"], EVIL_ACTOR),
        mention(text, "China", CHINA),
        theme=HOSTILE["theme"],
        attributed_to=mention(text, HOSTILE["words"], None),
        rule="v:accuse",
    )
    again = Statement(
        article.id,
        span(text, "\u202eRussia helped it.\u202c"),
        span(text, "helped"),
        "AID",
        mention(text, "Russia", RUSSIA),
        mention(text, HOSTILE["name"], EVIL_ACTOR),
        modality=Modality.ACTUAL,
        rule="v:help",
    )
    return article, [accused, again]


def world() -> Store:
    """The small world of the service's tests, and the hostile article."""
    store = Store.memory()
    for article, statements in (denial(), second_article(), undated(), hostile()):
        store.put(article, statements, EXTRACTOR)
    store.put_actors([CHINA, RUSSIA, AMERICA])
    store.derive()
    return store


@contextmanager
def served(store: Store, settings: Settings | None = None) -> Iterator[str]:
    """Serve a store from a thread; yield its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(store, settings or Settings()), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser. Skips the test where there is none, except in continuous integration: there it must be."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium: .ci/run installs it")
        pytest.skip("needs Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def axe() -> str:
    """Return the script of axe-core."""
    import axe_playwright_python

    (found,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return found.read_text(encoding="utf-8")
