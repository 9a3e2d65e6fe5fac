"""The report in a browser, as a product owner reads it: from the overview to a verdict."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from support.core.browser import open_browser
from support.core.browser.accessibility import Finding, serious_findings
from support.core.tables import NARROW, table
from support.reporting.html.command import render
from tests.running import BEHAVE, ROOT

RUNS = ("dm-261121060000-aaaaaa", "dm-261122060000-bbbbbb")
WIDE = 1280
expect.set_options(timeout=60_000)  # a busy machine draws slowly

FEATURE = """
@airweave
Feature: A collection never drifts
  People connect a repository once and then trust search.

  Scenario: A new file is found
    Given a step that passes

  Scenario: A deleted file disappears
    Given a step that passes
    Then a step that {yesterday_or_today}

  Scenario: A renamed file keeps its words
    Then a step that fails as known

  Scenario: Two organisations do not see each other
    Given a step that cannot run here
"""

VERDICT = "1 of 2 documents are not as they should be\n" + table(
    ["document", "expected", "search", "store", "score", "rank", "search shows"],
    [
        [
            "docs/onboarding.md",
            "absent",
            "revision 1",
            "revision 1 and 2",
            0.97,
            1,
            "Be left positive",
        ]
    ],
    NARROW,
)

STEPS = f"""
from behave import given, then
from support.core.causes import Cause
from support.core.errors import Failure
from support.reporting.outcomes import KnownFailure

@given("a step that passes")
@then("a step that passes")
def passes(context): pass

@then("a step that fails")
def fails(context): raise Failure(Cause.STALE({VERDICT!r}))

@then("a step that fails as known")
def fails_as_known(context):
    context.scenario.fails_as_known = KnownFailure("renames_ignored", "It ignores renames")
    raise Failure("seen as described")

@given("a step that cannot run here")
def cannot(context): context.scenario.skip("SLACK_BOT_TOKEN is not set")
"""

ENVIRONMENT = """
from pathlib import Path
from threading import Event
from support.reporting.allure import describe_environment, open_formatter

def before_all(context):
    folder = Path(context.config.userdata["results"])
    context._runner.formatters.append(open_formatter(folder, context.config))
    describe_environment(folder, {"deployment": "Airweave sandbox"})

def before_step(context, step):
    Event().wait(0.005)  # Allure's timeline leaves out whatever took no millisecond
"""

ALLURES_OWN = {
    "button-name": '<button [^>]*class="styles_(?:button|arrow-button)__',
    "color-contrast": '<span class="ui-text-s-ui',
    "scrollable-region-focusable": '<div class="yh56pOPH">',
    "svg-img-alt": "<svg ",
}
"""What axe-core finds in what Allure 3.18 draws by itself, by rule and element: its buttons that
are nothing but an icon have no name, its words for a status little contrast, its charts no text
beside them, and its page of charts is not scrolled by a key alone."""

PLACES = {"": "Metadata", "#charts": "How long scenarios take", "#timeline": "Selected 4 tests"}
"""Sections of the report, and what is seen when they are drawn."""


def play(project: Path, results: Path, sentence: str) -> None:
    """Run the feature; one scenario ends as the sentence says."""
    for name, text in {
        "features/airweave/files.feature": FEATURE.format(yesterday_or_today=sentence),
        "features/steps/steps.py": STEPS,
        "features/environment.py": ENVIRONMENT,
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    command = [str(BEHAVE), "-D", f"results={results}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a run that was green, twice, and then one with a scenario that became red."""
    folder = tmp_path_factory.mktemp("report")
    for run, sentence in zip(RUNS, ("passes", "fails"), strict=True):
        play(folder / "project", folder / run / "allure", sentence)
        render(folder / run / "allure", folder / run / "html")
    return render(folder / RUNS[1] / "allure", folder / RUNS[1] / "html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(report: Path, browser: Browser) -> Iterator[Page]:
    """The report as it opens from disk; whatever it asks the internet for fails the test."""
    view = ViewportSize(width=WIDE, height=800)
    with browser.new_page(viewport=view, reduced_motion="reduce") as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto(report.as_uri())
        yield page
        assert {urlsplit(one).scheme for one in asked} <= {"file", "data", "blob"}, asked


def test_a_product_owner_walks_from_the_overview_to_the_verdict(page: Page) -> None:
    expect(page.get_by_role("img", name="Success rate: 50%")).to_be_visible()
    expect(page.get_by_role("button", name="Failed 1")).to_be_visible()
    page.get_by_role("button", name="A deleted file disappears").click()
    expect(page.get_by_role("heading", name="A deleted file disappears")).to_be_visible()
    verdict = page.get_by_text("documents are not as they should be").first
    expect(verdict).to_be_visible()
    expect(page.get_by_text("Category: Promises that were not kept")).to_be_visible()
    prose = page.frame_locator("iframe").get_by_text("People connect a repository once")
    expect(prose).to_be_visible()


def test_no_row_of_a_verdict_is_wrapped(page: Page) -> None:
    page.get_by_role("button", name="A deleted file disappears").click()
    verdict = page.get_by_text("documents are not as they should be").first
    expect(verdict).to_be_visible()
    assert max(map(len, VERDICT.splitlines())) > NARROW - 3, "no verdict is wider"
    assert lines_of(verdict) == len(VERDICT.splitlines())
    page.set_viewport_size({"width": WIDE // 2, "height": 800})
    assert lines_of(verdict) > len(VERDICT.splitlines()), "that is how it would be seen"


def lines_of(text: Locator) -> int:
    """Return on how many lines a text is drawn."""
    found: int = text.evaluate(
        "one => { const all = document.createRange(); all.selectNodeContents(one);"
        " return new Set([...all.getClientRects()].map(line => Math.round(line.top))).size }"
    )
    return found


def test_known_bugs_and_what_could_not_run_are_told_from_what_is_red(page: Page) -> None:
    page.get_by_role("button", name="Categories 3").click()
    for category in (
        "Promises that were not kept",
        "Known bugs of the product",
        "Could not run here",
    ):
        expect(page.get_by_text(category).first).to_be_visible()
    page.get_by_text("Known bugs of the product").click()
    expect(page.get_by_text("Known bug renames_ignored: It ignores renames")).to_be_visible()


def test_a_report_is_shown_beside_those_before(page: Page, report: Path) -> None:
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_text("Graphs").click()
    expect(page.get_by_text("How runs ended")).to_be_visible()
    expect(page.get_by_text("Latest").first).to_be_visible()
    history = report.parents[2] / "report-history.jsonl"
    kept = [json.loads(line)["name"] for line in history.read_text().splitlines()]
    assert kept == [f"Datamonkey {run}" for run in RUNS], "rendered twice, and told once"


def test_nobody_is_kept_from_what_we_wrote(page: Page, report: Path) -> None:
    """Whoever cannot see it, or uses no mouse."""
    found = list(walk(page, report))
    ours = [one for one in found if not re.match(ALLURES_OWN.get(one.rule, "$"), one.html)]
    assert not ours, "\n".join(map(str, ours))
    assert {one.rule for one in found} == ALLURES_OWN.keys(), "take off what Allure has mended"


def walk(page: Page, report: Path) -> Iterator[Finding]:
    """Yield what is found in each section, and beside the verdict."""
    for place, sign in PLACES.items():
        page.goto("about:blank")
        page.goto(f"{report.as_uri()}{place}")
        expect(page.get_by_text(sign).first).to_be_visible()
        yield from serious_findings(page)
    page.goto(report.as_uri())
    page.get_by_role("button", name="A deleted file disappears").click()
    expect(page.get_by_role("heading", name="A deleted file disappears")).to_be_visible()
    yield from serious_findings(page)
