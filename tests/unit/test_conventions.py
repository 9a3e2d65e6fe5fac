"""The house rules: each a test, so that nobody has to remember them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from behave.model import Feature, Scenario
from behave.parser import parse_file

from support.run.registry import plugins
from support.run.tags import known_tags

ROOT = Path(__file__).parents[2]
FEATURES = sorted((ROOT / "features").rglob("*.feature"))
STEPS = sorted((ROOT / "steps").rglob("*.py"))
SUITE = [
    path
    for path in sorted((ROOT / "support").rglob("*.py"))
    if "sandbox" not in path.relative_to(ROOT).parts
]
CHECKED = ["support", "steps", "environment.py", "tests"]

_NO_PRODUCT_TALK = re.compile(
    r"https?:|\b(GET|POST|PUT|DELETE|PATCH|JSON body|API|HTTP|UUID|regex|seconds|ms)\b"
)


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the virtual environment on the repository."""
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy", *CHECKED),
        ("reformat-gherkin", "--check", "features"),
    ],
    ids=" ".join,
)
def test_linters_have_no_complaint(command: tuple[str, ...]) -> None:
    done = tool(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def scenarios() -> Iterator[tuple[Feature, Scenario]]:
    for path in FEATURES:
        feature = parse_file(str(path))
        for scenario in feature.walk_scenarios(with_outlines=True):
            yield feature, scenario


def test_every_step_is_defined_and_every_definition_is_used() -> None:
    done = tool("behave", "--dry-run", "--no-junit", "--format=steps.usage", "features")
    assert "Then search finds them" in done.stdout, done.stdout
    assert "UNDEFINED STEPS" not in done.stdout, done.stdout
    assert "UNUSED STEP DEFINITIONS" not in done.stdout, done.stdout


def test_tags_come_from_the_closed_list() -> None:
    used = {str(tag) for feature, scenario in scenarios() for tag in scenario.effective_tags}
    known, needs = known_tags(), {need for plugin in plugins() for need in plugin.needs}
    assert used <= known, f"unknown: {used - known}"
    assert known - needs <= used, f"unused: {known - used}"


def test_a_feature_lies_in_the_folder_of_its_system_and_carries_its_tag() -> None:
    for path in FEATURES:
        assert path.parent.name in parse_file(str(path)).tags, path


def test_no_feature_uses_rules_because_allure_leaves_their_scenarios_out() -> None:
    for path in FEATURES:
        assert not parse_file(str(path)).rules, path


def test_scenarios_are_short_and_have_one_action() -> None:
    for _, scenario in scenarios():
        steps = [step.step_type for step in scenario.steps]
        if "journey" in scenario.effective_tags:
            continue
        assert len(steps) <= 7, scenario.location
        assert steps == sorted(steps, key=["given", "when", "then"].index), scenario.location
        assert "then" in steps, scenario.location


def test_titles_are_claims() -> None:
    for feature, scenario in scenarios():
        for title in (feature.name, scenario.name):
            assert not re.match(r"(?i)(verify|test|check|should)\b", title), title


def test_features_speak_of_the_product_and_not_of_its_technology() -> None:
    for path in FEATURES:
        found = _NO_PRODUCT_TALK.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path.name}: {found}"


def test_scenario_titles_are_unique() -> None:
    names = [f"{feature.filename}: {scenario.name}" for feature, scenario in scenarios()]
    assert len(names) == len(set(names))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def test_a_step_is_one_sentence_one_call_one_assertion() -> None:
    forbidden = (ast.For, ast.While, ast.Try, ast.With, ast.ListComp)
    for path in STEPS:
        for function in functions(path):
            if not function.decorator_list:
                continue
            where = f"{path.name}: {function.name}"
            assert len(function.body) <= 8, where
            if not where.startswith("connection.py"):
                assert not any(isinstance(node, forbidden) for node in ast.walk(function)), where


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
    return found


def test_the_suite_never_imports_the_sandbox_nor_the_steps() -> None:
    for path in SUITE:
        reached = {name for name in imports(path) if name.startswith(("support.sandbox", "steps"))}
        assert not reached, f"{path}: {reached}"


def test_steps_import_nothing_that_talks_to_the_world_by_itself() -> None:
    for path in STEPS:
        banned = {"httpx", "requests", "time", "os", "github", "qdrant_client", "tenacity"}
        banned |= {"confluent_kafka", "psycopg"}
        assert not imports(path) & banned, path


def test_only_the_waiter_waits() -> None:
    for path in [*SUITE, *STEPS, ROOT / "environment.py"]:
        sleeps = re.search(r"\bsleep\(", path.read_text(encoding="utf-8"))
        assert not sleeps or path.name == "waiting.py", path


def test_every_dependency_is_pinned_and_has_a_reason() -> None:
    for path in ROOT.glob("requirements*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+\s+# .+", line), f"{path.name}: {line}"


def test_the_readme_names_the_commands_that_ci_and_people_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]
    assert command in readme
    assert "behave --tags=@github" in readme
