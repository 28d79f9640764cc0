"""The mappings that come with the software, on tables with the columns that their makers document."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.articles import Problem, Reading, Web, load_mapping
from kg.model import Article
from tests import sources
from tests.web_server import Reply, Site, serving


def _columns(names: str) -> list[str]:
    return names.split()


# GDELT Event Codebook 2.0: 61 columns without a header.
EVENT = _columns("""
GlobalEventID Day MonthYear Year FractionDate Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode
Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code Actor2Code
Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code
Actor2Type1Code Actor2Type2Code Actor2Type3Code IsRootEvent EventCode EventBaseCode EventRootCode QuadClass
GoldsteinScale NumMentions NumSources NumArticles AvgTone Actor1Geo_Type Actor1Geo_Fullname Actor1Geo_CountryCode
Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID Actor2Geo_Type
Actor2Geo_Fullname Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long
Actor2Geo_FeatureID ActionGeo_Type ActionGeo_Fullname ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code
ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL""")
# GDELT Global Knowledge Graph Codebook 2.1: 27 columns without a header.
GKG = _columns("""
GKGRECORDID V2.1DATE V2SOURCECOLLECTIONIDENTIFIER V2SOURCECOMMONNAME V2DOCUMENTIDENTIFIER V1COUNTS V2.1COUNTS
V1THEMES V2ENHANCEDTHEMES V1LOCATIONS V2ENHANCEDLOCATIONS V1PERSONS V2ENHANCEDPERSONS V1ORGANIZATIONS
V2ENHANCEDORGANIZATIONS V1.5TONE V2.1ENHANCEDDATES V2GCAM V2.1SHARINGIMAGE V2.1RELATEDIMAGES V2.1SOCIALIMAGEEMBEDS
V2.1SOCIALVIDEOEMBEDS V2.1QUOTATIONS V2.1ALLNAMES V2.1AMOUNTS V2.1TRANSLATIONINFO V2EXTRASXML""")
DOC = _columns("url url_mobile title seendate socialimage domain language sourcecountry")
STORIES = _columns("id indexed_date language media_name media_url publish_date title url")
OLDER_STORIES = _columns("""
guid stories_id processed_stories_id title url language collect_date publish_date media_id media_name
media_url tags tag_sets tags_ids tag_sets_ids""")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        site.replies |= {
            "/talks": Reply(sources.html().encode()),
            "/late": Reply(sources.html("Kyiv denied it.").encode()),
        }
        yield site


def rows(columns: list[str], site: Site, **known: str) -> list[list[str]]:
    """Return a row for each of the two pages and one that names the first again; other cells hold odd characters."""
    paths = ("/talks", "/late", "/talks")
    return [
        [site.address + path if name == known["url"] else known.get(name, "\"x'") for name in columns] for path in paths
    ]


@pytest.mark.parametrize(
    ("mapping", "name", "columns", "known", "publisher", "day"),
    [
        ("gdelt-events", "a.export.CSV", EVENT, {"url": "SOURCEURL"}, "The Harbour Wire", date(2022, 3, 14)),
        ("gdelt-gkg", "a.gkg.csv", GKG, {"url": "V2DOCUMENTIDENTIFIER", "V2SOURCECOMMONNAME": "wire.example"},
         "wire.example", date(2022, 3, 14)),
        ("gdelt-doc", "a.csv", DOC, {"url": "url", "domain": "wire.example", "seendate": "20240503T101500Z",
         "language": "English"}, "wire.example", date(2022, 3, 14)),
        ("mediacloud", "a.csv", STORIES, {"url": "url", "media_name": "wire.example", "publish_date": "2022-03-13",
         "language": "en"}, "wire.example", date(2022, 3, 13)),
        ("mediacloud", "a.csv", OLDER_STORIES, {"url": "url", "media_name": "The Wire", "language": "en",
         "publish_date": "2022-03-13 09:30:00"}, "The Wire", date(2022, 3, 13)),
    ],
)  # fmt: skip
def test_each_page_of_a_table_is_read_once_with_what_the_table_knows_better(
    site: Site,
    tmp_path: Path,
    mapping: str,
    name: str,
    columns: list[str],
    known: dict[str, str],
    publisher: str,
    day: date,
) -> None:
    file, plan = tmp_path / name, load_mapping(mapping)
    with file.open("w", newline="", encoding="utf-8") as out:
        if plan.header:
            csv.writer(out).writerows([columns, *rows(columns, site, **known)])
        else:
            out.writelines("\t".join(row) + "\n" for row in rows(columns, site, **known))
    found = list(Reading([file], plan=plan, web=Web(private=True, delay=0)))
    assert [str(item) for item in found if isinstance(item, Problem)] == []
    articles = [item for item in found if isinstance(item, Article)]
    assert [article.url for article in articles] == [f"{site.address}/talks", f"{site.address}/late"]
    assert {(article.publisher, article.published) for article in articles} == {(publisher, day)}
    assert sources.LEAD in articles[0].text


def test_columns_are_as_many_as_their_makers_document() -> None:
    assert (len(EVENT), len(GKG)) == (61, 27)
