"""The page of the history shows what there is, and asks nobody for anything."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from support.history.page import page_of
from support.history.records import Entry, Subject
from support.history.telling import told_by

_BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def entries(deployment: str, statuses: str) -> list[Entry]:
    """Return a scenario's runs: `g` green, `r` red, `s` skipped; every other one is slow."""
    words = {"g": "passed", "r": "failed", "s": "skipped"}
    return [
        Entry(
            Subject(deployment, "features/airweave/github.feature", "<b>Found</b> & kept"),
            run=f"run {day}",
            at=_BEGAN + timedelta(days=day),
            system="airweave",
            source="github",
            status=words[letter],
            cause="lost" if letter == "r" else "",
            phases={"sync": 1.0 + day % 2} if letter == "g" else {},
        )
        for day, letter in enumerate(statuses)
    ]


def test_a_page_shows_tables_and_plots_of_every_deployment() -> None:
    found = [*entries("Airweave at https://a.example", "gggrr"), *entries("Airweave sandbox", "gg")]
    page = page_of(found, told_by(found))
    assert "&lt;b&gt;Found&lt;/b&gt; &amp; kept" in page
    assert "<b>Found" not in page
    assert re.findall(r"<h2>(.*?)</h2>", page) == [
        "Airweave at https://a.example",
        "Airweave sandbox",
    ]
    assert page.count("<caption>") == 1
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 4
    for drawing in drawings:
        assert ET.fromstring(drawing).get("aria-label")  # noqa: S314  it is our own
    heights = re.findall(r'<desc class="value">(.*?)</desc>', drawings[0])
    assert heights == [*"11100", *"00000", *"00011"], "passed, failed as known, red"


def test_a_page_asks_nobody_for_anything() -> None:
    page = page_of(found := entries("Airweave sandbox", "ggr"), told_by(found))
    assert not re.search(r"(?:src|href)=.https?:|@import|url\(", page)


def test_what_was_never_judged_is_not_drawn() -> None:
    page = page_of(found := entries("Airweave sandbox", "ss"), told_by(found))
    assert "Nothing is red, flaky, or slower than it was." in page
    assert "<svg" not in page
    assert "0 runs" in page_of([], told_by([]))
