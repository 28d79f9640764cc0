"""Watching feeds: over a day of new, changed and broken items nothing is lost and nothing read twice."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kg.alerts import Rule
from kg.articles import Problem, Web
from kg.model import Article
from kg.store import Store
from kg.watch import FILE, Feed, Watched, WatchError, load, poll
from tests import sources
from tests.conftest import Kg
from tests.web_server import Reply, Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def item(number: int, text: str, **more: str) -> dict[str, str]:
    link = f"https://wire.example/{number}"
    return {"title": f"Item {number}", "guid": f"g{number}", "link": link, "description": text} | more


def feed(*items: dict[str, str], etag: str = "") -> Reply:
    """Return a feed that answers 304 to who has this etag already."""
    return Reply(sources.rss(list(items)).encode(), "application/rss+xml", headers={"ETag": etag} if etag else {})


def texts(folder: Path) -> dict[str, str]:
    with Store.open(folder, read_only=True) as store:
        return {key: store.text(key) or "" for key in store.articles()}


def config(folder: Path, site: Site, *alerts: str, more: str = "") -> Path:
    file = folder / "feeds.toml"
    file.write_text(f'every = 0.2\n[[feed]]\nurl = "{site.address}/rss"\n{more}' + "".join(alerts))
    return file


FIRST = "China denied on Monday that Russia had asked it for drones."
SECOND = "Iran accused Israel of lying."
THIRD = "Turkey condemned Syria."


def test_a_day_of_a_feed_loses_nothing_and_reads_nothing_twice(site: Site, tmp_path: Path, kg: Kg) -> None:
    """The day in rounds: (what the server answers, articles added, exit code)."""
    changed = item(1, FIRST.replace("Monday", "Tuesday"))
    same = Reply(status=304)
    day: list[tuple[Reply, int, int]] = [
        (feed(item(1, FIRST), etag='"a"'), 1, 0),
        (same, 0, 0),
        (Reply(status=503), 0, 1),
        (feed(item(1, FIRST), item(2, SECOND)), 1, 0),
        (Reply(b"<rss><channel><item>", "application/rss+xml"), 0, 1),
        (Reply(feed(item(1, FIRST), item(2, SECOND)).body[:-45], "application/rss+xml"), 0, 1),  # in the second text
        (Reply(b"<html>down for maintenance</html>"), 0, 1),
        (feed(changed, item(2, SECOND)), 1, 0),  # corrected
        (feed(changed, item(2, SECOND)), 0, 0),
        (feed(item(3, THIRD)), 1, 0),  # the others have left the feed, and stay in the graph
        (feed(item(1, FIRST), item(3, THIRD)), 0, 0),  # an old copy is no news
        (Reply(status=410), 0, 1),
        (feed(item(4, "Peru attacked Chile.")), 0, 0),  # gone is gone: it is not asked again
    ]
    graph, file = tmp_path / "g", config(tmp_path, site)
    for number, (reply, added, code) in enumerate(day):
        site.replies["/rss"] = reply
        ran = kg("--store", graph, "watch", file, "--once", "--private", "--delay", "0")
        if reply.status == 410:
            assert "410: the feed is gone, and is not asked again" in ran.err
        told = f"{added or 'no'} article{'s' if added != 1 and added else ''} added"
        assert (ran.code, told in ran.err) == (code, True), f"round {number}: {ran.err}"
    assert sorted(texts(graph).values()) == sorted([FIRST.replace("Monday", "Tuesday"), SECOND, THIRD])
    assert kg("--store", graph, "check").code == 0
    assert kg("--store", graph, "verify").code == 0
    assert site.asked.count("/rss") == len(day) - 1


def test_what_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path, kg: Kg) -> None:
    asked: list[str | None] = []

    def conditional(headers: dict[str, str]) -> Reply:
        asked.append(headers.get("if-none-match"))
        return Reply(status=304) if asked[-1] == '"a"' else feed(item(1, FIRST), etag='"a"')

    site.replies["/rss"] = conditional
    for _ in range(3):
        assert kg("--store", tmp_path / "g", "watch", config(tmp_path, site), "--once", "--private").code == 0
    assert asked == [None, '"a"', '"a"']


def test_page_that_fails_is_asked_for_again_until_it_is_there(site: Site, tmp_path: Path, kg: Kg) -> None:
    page = site.address + "/page"
    site.replies["/rss"] = feed(item(1, "Short.", link=page), etag='"a"')
    file, graph = config(tmp_path, site, more="pages = true\n"), tmp_path / "g"
    failed = kg("--store", graph, "watch", file, "--once", "--private", "--delay", "0")
    assert (failed.code, failed.err.splitlines()[0]) == (1, f"{site.address}/rss: g1: the server answers 404")
    site.replies["/page"] = Reply(sources.html().encode())
    assert kg("--store", graph, "watch", file, "--once", "--private", "--delay", "0").code == 0
    (text,) = texts(graph).values()
    assert sources.LEAD in text
    assert kg("--store", graph, "watch", file, "--once", "--private", "--delay", "0").err.startswith("no article added")


def test_alerts_are_told_once_with_whose_word_it_is(site: Site, tmp_path: Path, kg: Kg) -> None:
    said = "US officials said Russia attacked Ukraine on Monday."
    site.replies["/rss"] = feed(item(1, said), item(2, SECOND))
    out = tmp_path / "alerts.jsonl"
    rules = (
        f'[[alert]]\nname = "war"\nsource = "RUS"\ntarget = "UKR"\nrelation = "ASSAULT"\nappend = "{out}"\n',
        '[[alert]]\nname = "all of Iran"\nsource = "IRN"\n',
    )
    file = config(tmp_path, site, *rules)
    ran = kg("--store", tmp_path / "g", "watch", file, "--once", "--private", "--delay", "0")
    printed = json.loads(ran.out)
    assert (printed["alert"], printed["relation"], printed["target"], printed["attributed_to"]) == (
        "all of Iran", "ACCUSE", "ISR", None,
    )  # fmt: skip
    (line,) = out.read_text().splitlines()
    told = json.loads(line)
    assert (told["attributed_to"], told["sentence"], told["outlet"]) == ("USA", said, "The Harbour Wire")
    assert kg("--store", tmp_path / "g", "watch", file, "--once", "--private", "--delay", "0").out == ""
    assert len(out.read_text().splitlines()) == 1


def test_first_occurrence_is_told_and_the_second_is_not(site: Site, tmp_path: Path, kg: Kg) -> None:
    rule = '[[alert]]\nname = "new"\nrelation = ["ACCUSE", "DENY"]\nfirst = true\n'
    file, told = config(tmp_path, site, rule), []
    for number, text in enumerate([SECOND, "Iran accused Israel of theft.", "Israel accused Iran of lying."]):
        site.replies["/rss"] = feed(item(number, text))
        out = kg("--store", tmp_path / "g", "watch", file, "--once", "--private", "--delay", "0").out
        told += [json.loads(line)["source"] for line in out.splitlines()]
    assert told == ["IRN", "ISR"]


def test_alert_whose_hook_is_down_is_told_later_with_the_same_id(site: Site, tmp_path: Path, kg: Kg) -> None:
    site.replies["/rss"] = feed(item(1, SECOND))
    rule = f'[[alert]]\nname = "hook"\nsource = "IRN"\npost = "{site.address}/hook"\n'
    file, graph = config(tmp_path, site, rule), tmp_path / "g"
    failed = kg("--store", graph, "watch", file, "--once", "--private", "--delay", "0")
    assert failed.code == 1
    assert "alert 'hook'" in failed.err
    assert failed.err.splitlines()[-1] == "1 article added, 1 statement, no alert told"
    assert site.posted == []
    site.replies["/hook"] = Reply(b"thanks")
    for _ in range(2):
        assert kg("--store", graph, "watch", file, "--once", "--private", "--delay", "0").code == 0
    (told,) = site.posted
    with sqlite3.connect(graph / FILE) as state:
        assert json.loads(told)["id"] == state.execute("SELECT id FROM alert").fetchone()[0]


BAD = "http://[bad"


def test_feed_or_server_that_is_wrong_is_one_line_and_the_next_feeds_are_asked(
    site: Site, tmp_path: Path, kg: Kg
) -> None:
    site.replies |= {
        "/led": Reply(status=302, headers={"Location": BAD}),
        "/port": Reply(status=302, headers={"Location": "http://127.0.0.1:99999/"}),
        "/name": Reply(status=302, headers={"Location": "http://xn--a.example/"}),
        "/odd": Reply(b"<rss version='2.0'><channel><item><title>&#99999999999;</title></item></channel></rss>"),
        "/rss": feed(item(1, FIRST)),
    }
    urls = [BAD, *(site.address + path for path in ("/led", "/port", "/name", "/odd", "/rss"))]
    file = tmp_path / "feeds.toml"
    file.write_text("".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))
    ran = kg("--store", tmp_path / "g", "watch", file, "--once", "--private", "--delay", "0")
    *wrong, last = ran.err.splitlines()
    assert [line.partition(": ")[0] for line in wrong] == urls[:-1]
    assert wrong[0] == f"{BAD}: leads to '{BAD}', which is no web address"
    assert (ran.code, last.split(",")[0]) == (1, "1 article added")


def test_error_of_one_feed_that_nobody_foresaw_is_one_line(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(feed: Feed, *_: object) -> None:
        if feed.url.endswith("/a"):
            raise ValueError("it\nrained")
        asked.append(feed.url)

    asked: list[str] = []
    monkeypatch.setattr("kg.watch._feed", broken)
    watched = Watched(feed=(Feed(url=f"{site.address}/a"), Feed(url=f"{site.address}/b")))
    with Store.open(tmp_path / "g") as store, Web() as web:
        done = poll(watched, store, web, lambda *_: (), print)
    assert [str(problem) for problem in done.problems] == [f"{site.address}/a: cannot be read: ValueError: it rained"]
    assert asked == [f"{site.address}/b"]


def test_version_that_is_not_in_ascii_is_not_sent_back(site: Site, tmp_path: Path, kg: Kg) -> None:
    site.replies["/rss"] = feed(item(1, FIRST), etag='"\xe9"')
    for _ in range(2):
        ran = kg("--store", tmp_path / "g", "watch", config(tmp_path, site), "--once", "--private", "--delay", "0")
        assert (ran.code, len(ran.err.splitlines())) == (0, 1)


def test_entry_that_fails_in_the_fifth_round_is_given_up_and_that_is_said_once(
    site: Site, tmp_path: Path, kg: Kg
) -> None:
    site.replies["/rss"] = feed(item(1, "Short.", link=f"{site.address}/page"))
    file, said = config(tmp_path, site, more="pages = true\n"), []
    for _ in range(6):
        ran = kg("--store", tmp_path / "g", "watch", file, "--once", "--private", "--delay", "0")
        said += ran.err.splitlines()[:-1]
    failed = f"{site.address}/rss: g1: the server answers 404"
    assert said == [failed] * 4 + [f"{failed}; given up after 5 rounds"]


def test_entry_that_leaves_the_feed_before_it_was_read_is_told_and_not_waited_for(
    site: Site, tmp_path: Path, kg: Kg
) -> None:
    page = f"{site.address}/page"
    first, changed = (feed(item(1, text, link=page), etag=text) for text in ("Short.", "Changed."))
    later = feed(item(2, SECOND, link=f"{site.address}/other"), etag="later")
    site.replies["/other"] = Reply(sources.html().encode())
    file, said = config(tmp_path, site, more="pages = true\n"), []
    for reply in (first, changed, later, later):
        site.replies["/rss"] = reply
        ran = kg("--store", tmp_path / "g", "watch", file, "--once", "--private", "--delay", "0")
        said += ran.err.splitlines()[:-1]
    failed = f"{site.address}/rss: g1: "
    assert said == [f"{failed}the server answers 404"] * 2 + [f"{failed}is gone from the feed, and was not read"]
    with sqlite3.connect(tmp_path / "g" / FILE) as state:
        assert state.execute("SELECT etag FROM feed").fetchall() == [("later",)]


@pytest.mark.parametrize("killed", [True, False])
def test_entry_that_five_rounds_did_not_end_is_given_up_and_that_is_said_once(
    site: Site, tmp_path: Path, killed: bool
) -> None:
    """``killed``: within each of them; else it is extraction that fails."""
    site.replies["/rss"] = feed(item(1, FIRST))
    watched = Watched(feed=(Feed(url=f"{site.address}/rss"),))

    def build(found: Iterable[object], *_: object) -> Iterator[tuple[Article, int]]:
        for each in found:
            if killed and isinstance(each, Article):
                raise KeyboardInterrupt
            said.extend([str(each)] if isinstance(each, Problem) else [])
        yield from ()

    said: list[str] = []
    with Store.open(tmp_path / "g") as store, Web(private=True, delay=0) as web:
        for _ in range(7):
            with suppress(KeyboardInterrupt):
                said += map(str, poll(watched, store, web, build, print).problems)
    assert said == [f"{site.address}/rss: g1: given up after 5 rounds"]


def test_watching_goes_on_until_it_is_stopped_and_leaves_the_graph_to_others(site: Site, tmp_path: Path) -> None:
    site.replies["/rss"] = feed(item(1, FIRST))
    command = [sys.executable, "-m", "kg.cli", "--store", str(tmp_path / "g"), "watch", str(config(tmp_path, site))]
    with subprocess.Popen([*command, "--private", "--delay", "0"], stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stderr is not None
        said = [watching.stderr.readline()]
        site.replies["/rss"] = feed(item(1, FIRST), item(2, SECOND))
        said.append(watching.stderr.readline())
        watching.terminate()
        code = watching.wait(60)
    assert [line.split(",")[0] for line in said] == ["1 article added", "1 article added"]
    assert code == 143
    assert sorted(texts(tmp_path / "g").values()) == sorted([FIRST, SECOND])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("every = 60", "feed: Field required"),
        ('[[feed]]\nurl = "a"\nname = "b"', "feed.0.name: Extra inputs are not permitted"),
        ('[[feed]]\nurl = "a"\n[[alert]]\nname = "x"\nrelation = "BLAME"', "'BLAME' is no relation; there are ACCUSE"),
        (
            '[[feed]]\nurl = "a"\n[[alert]]\nname = "x"\nsource = "China"',
            "alert.0: source: 'China' is nobody's code; kg",
        ),
        ('[[feed]]\nurl = "a"\n[[alert]]\nname = "x"\ntarget = "chn"', "alert.0: target: 'chn' is nobody's code; kg"),
        (
            '[[feed]]\nurl = "a"\n[[alert]]\nname = "x"\n[[alert]]\nname = "y"\n[[alert]]\nname = "x"',
            "alert.2: name: 'x' is also the name of an alert above",
        ),
        ("[[feed]", "not TOML: "),
    ],
)
def test_file_of_feeds_that_is_wrong_is_one_line(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(content)
    with pytest.raises(WatchError) as raised:
        load(file)
    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("code", ["CHN", "NATO", "EXPERT", "IRN:FARHAD-TEHRANI", "SYR:CIVILIANS"])
def test_an_alert_may_name_whom_a_text_may_name(code: str) -> None:
    assert Rule(name="x", source=code).source == code
