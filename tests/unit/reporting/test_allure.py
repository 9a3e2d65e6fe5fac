"""Allure results tell the truth, also where allure-behave's own formatter does not."""

import json
import os
import subprocess
from typing import Any

import pytest

from tests.running import BEHAVE, ROOT

FEATURE = """
Feature: Torture

  Scenario: All is well
    Given a step that passes

  Scenario: A promise is broken
    Given a step that fails

  Scenario: The suite itself is broken
    Given a step that raises

  @skipped
  Scenario: There is a reason not to run
    Given a step that passes

  @bad_hook
  Scenario: A hook fails
    Given a step that passes

  @bad_undo
  Scenario: The clean-up fails
    Given a step that passes

  @bad_cleanup
  Scenario: A registered clean-up fails
    Given a step that passes

  @excluded
  Scenario: Nobody asked for this one
    Given a step that is excluded
"""

STEPS = """
from behave import given
from support.core.errors import Failure

@given("a step that passes")
def passes(context): pass

@given("a step that fails")
def fails(context): raise Failure("expected beside seen")

@given("a step that raises")
def raises(context): raise ZeroDivisionError("oops")
"""

ENVIRONMENT = """
from pathlib import Path
from support.reporting.allure import open_formatter

def clean_up(): raise RuntimeError("a registered clean-up failed")

def before_all(context):
    context._runner.formatters.append(open_formatter(Path("allure"), context.config))

def before_scenario(context, scenario):
    if "skipped" in scenario.tags: scenario.skip("VARIABLE is not set")
    if "bad_hook" in scenario.tags: raise RuntimeError("the hook failed")
    if "bad_cleanup" in scenario.tags: context.add_cleanup(clean_up)

def after_scenario(context, scenario):
    if "bad_undo" in scenario.tags: raise RuntimeError("the clean-up failed")
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Run the torture feature, twice in two files, and return the results by name and file."""
    folder = tmp_path_factory.mktemp("torture")
    for name, text in {
        "features/one.feature": FEATURE,
        "features/two.feature": FEATURE,
        "features/steps/steps.py": STEPS,
        "features/environment.py": ENVIRONMENT,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [str(BEHAVE), "--tags=not @excluded", "--no-skipped"]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    found = [json.loads(path.read_text()) for path in (folder / "allure").glob("*-result.json")]
    assert len(found) == 14
    return {f"{result['name']}/{result['historyId']}": result for result in found}


def both(results: dict[str, dict[str, Any]], name: str) -> list[dict[str, Any]]:
    found = [result for result in results.values() if result["name"] == name]
    assert len(found) == 2, "scenarios of one name in two files are two results"
    return found


@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("All is well", "passed", ""),
        ("A promise is broken", "failed", "expected beside seen"),
        ("The suite itself is broken", "broken", "oops"),
        ("There is a reason not to run", "skipped", "VARIABLE is not set"),
        ("A hook fails", "broken", "the hook failed"),
        ("The clean-up fails", "broken", "the clean-up failed"),
        ("A registered clean-up fails", "broken", ""),
    ],
)
def test_a_scenario_gets_the_status_that_it_has(
    name: str, status: str, message: str, results: dict[str, dict[str, Any]]
) -> None:
    for result in both(results, name):
        assert result["status"] == status
        assert message in result.get("statusDetails", {}).get("message", "")


def test_a_broken_promise_has_no_traceback_and_a_broken_suite_has_one(
    results: dict[str, dict[str, Any]],
) -> None:
    (promise, _), (suite, _) = (
        both(results, "A promise is broken"),
        both(results, "The suite itself is broken"),
    )
    assert "trace" not in promise["steps"][0]["statusDetails"]
    assert "ZeroDivisionError" in suite["steps"][0]["statusDetails"]["trace"] + str(suite)


def test_an_excluded_scenario_leaves_no_trace(results: dict[str, dict[str, Any]]) -> None:
    assert "excluded" not in json.dumps(list(results.values()))
