"""Draws each view of the page over the bundled articles: docs/page/*.png, at 1440 and at 390 pixels.

    python scripts/screenshots.py            all
    python scripts/screenshots.py graph map  only these

Needs Debian's chromium. A view is drawn in light colours, the names that end with -dark in dark ones.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "page"
WIDTHS = {1440: 900, 390: 844}


def _read_a_text(page: Page) -> None:
    page.get_by_role("button", name="An example").click()
    page.get_by_role("button", name="Read it").click()
    page.locator("li.card").first.wait_for(timeout=60_000)
    page.locator("li.card .why summary").first.click()
    page.evaluate("scrollTo(0, 0)")


def _open_a_row(page: Page) -> None:
    page.locator(".plain", has_text=re.compile("denied that")).first.click()
    page.locator(".paragraph").wait_for()


def _rows(page: Page) -> None:
    page.locator("td").first.wait_for()


def _nothing(page: Page) -> None:
    page.wait_for_timeout(0)


VIEWS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "graph": ("/", _nothing),
    "graph-dark": ("/", _nothing),
    "evidence": ("/?open=source%3DCHN%26target%3DUSA", _nothing),
    "pair": ("/?between=RUS&between=UKR", _nothing),
    "statements": ("/?view=table&relation=DENY", _open_a_row),
    "statements-dark": ("/?view=table&relation=DENY", _open_a_row),
    "map": ("/?view=map", _nothing),
    "sparql": ("/?view=sparql&name=accusations", _rows),
    "text": ("/?view=add", _read_a_text),
    "actor": ("/actor/CHN", _nothing),
    "article": ("/article/2025-06-30-washington-signing-corridor-review", _nothing),
}


def main(names: Sequence[str]) -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("screenshots: needs Debian's chromium", file=sys.stderr)
        return 1
    if odd := [name for name in names if name not in VIEWS]:
        print(f"screenshots: there is no view {odd[0]!r}; there are {', '.join(VIEWS)}", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in names or VIEWS:
            for width in WIDTHS:
                draw(browser, address, name, width)
        browser.close()
    return 0


def draw(browser: Browser, address: str, name: str, width: int) -> None:
    path, prepare = VIEWS[name]
    scheme = "dark" if name.endswith("-dark") else "light"
    with browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if page.locator("canvas").count():
            page.locator("canvas[data-ready]").wait_for()
        prepare(page)
        page.wait_for_timeout(300)  # a frame of the canvas
        page.screenshot(path=FOLDER / f"{name}-{width}.png")
        print(f"{name}-{width}.png")


@contextmanager
def served() -> Iterator[str]:
    """Build the bundled articles into a graph of their own and serve it; yield the address."""
    with tempfile.TemporaryDirectory() as folder:
        kg = [sys.executable, "-m", "kg.cli", "--store", str(Path(folder) / "graph")]
        subprocess.run([*kg, "build", str(ROOT / "seeds" / "articles")], check=True)
        with subprocess.Popen([*kg, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as service:
            try:
                assert service.stdout is not None  # noqa: S101
                yield service.stdout.readline().split(" at ")[1].strip()
            finally:
                service.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
