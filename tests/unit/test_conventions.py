"""The conventions: each a test, so that nobody has to remember them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

import grimp
import pytest
from behave.model import Feature, Scenario
from behave.parser import parse_file

from support.parallel.discovery import read_arguments, read_features
from support.run.plugin import Plugin
from support.run.registry import SYSTEMS, plugins
from support.run.tags import known_tags
from support.sandbox import defects
from tests.sandboxes import proof_of

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
        ("lint-imports",),
    ],
    ids=" ".join,
)
def test_linters_have_no_complaint(command: tuple[str, ...]) -> None:
    done = tool(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def scenarios() -> Iterator[tuple[Feature, Scenario]]:
    for feature in read_features(read_arguments(["features"], 1)):
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


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, in this repository."""
    return grimp.build_graph("support", "steps", cache_dir=None)


def test_there_are_no_import_circles(graph: grimp.ImportGraph) -> None:
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()


@pytest.mark.parametrize("system", SYSTEMS)
def test_only_its_own_steps_and_sandbox_know_a_system(
    system: str, graph: grimp.ImportGraph
) -> None:
    for room in (f"support.{system}", f"support.sandbox.{system}"):
        own = (f"{room}.", f"steps.{system}.")
        modules = {room} | graph.find_descendants(room)
        importers = {
            one for known in modules for one in graph.find_modules_that_directly_import(known)
        }
        others = {one for one in importers if one != room and not one.startswith(own)}
        assert not others, f"{room} is imported by {others}"


# Where no system may be named, so that one more changes nothing here.
SHARED = [
    path
    for pattern in (
        *(
            f"support/{room}/**/*.py"
            for room in ("core", "run", "reporting", "parallel", "laws", "bongos")
        ),
        "support/sandbox/*.py",
        "support/sandbox/kit/**/*.py",
        "support/sandbox/engines/**/*.py",
        "environment.py",
        "tests/*.py",
        "tests/proof/*.py",
        "tests/unit/*.py",
    )
    for path in sorted(ROOT.glob(pattern))
    if path != ROOT / "support/run/registry.py"
]


def test_no_shared_code_names_a_system() -> None:
    names = re.compile("|".join(name.replace("_", "[_ ]?") for name in SYSTEMS), re.IGNORECASE)
    for path in SHARED:
        found = names.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found}"


@pytest.mark.parametrize("plugin", plugins(), ids=lambda plugin: plugin.tag)
def test_a_plugin_names_what_exists(plugin: Plugin) -> None:
    for name in (plugin.opener, plugin.scenario):
        assert callable(resolve_name(name)), name
    for module in plugin.modules({plugin.tag, *plugin.tags}):
        import_module(module)
    fields = plugin.settings.model_fields.keys()
    assert {plugin.url, plugin.key} <= fields
    for need in plugin.needs.values():
        assert {need.setting, need.declined} <= {*fields, ""}, need
    for room in ("features", "steps", "support", "support/sandbox", "tests/unit"):
        assert (ROOT / room / plugin.tag).is_dir(), f"there is no {room}/{plugin.tag}"
    deployment = import_module(f"support.sandbox.{plugin.tag}.deployment")
    assert callable(deployment.deploy)
    assert callable(deployment.add_options)
    assert proof_of(plugin.tag).catalogue


# What was once said here, and is called by the field's own words now.
OLD_WORDS = re.compile(
    r"""\b(
        (the|a|its|their|other|own)[ ]home(s)?\b(?!-) | homes?_kind | home_kind
        | desks? | mirrors? | sight(s|ing|ings) | damaged? | mishaps? | manners
        | keyholders? | blind[ _]spots? | ledgers? | slips | struck[ ]dead | politely
        | strangers? | stranger's | crew | fleet | lanes? | losses | receiver
        | handed[ ]out | given[ ]up | blacked[ ]out | hands?[ ]in | start(ed|s)?[ ]again
        | 's[ ]figures | the[ ]books | 's[ ]books | doors?
        | target[ ]lost | (a|the)[ ]target
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def test_the_old_words_are_gone() -> None:
    code = [ROOT / "environment.py", *ROOT.glob("support/**/*.py"), *STEPS]
    tests = {*ROOT.glob("tests/**/*.py")} - {Path(__file__)}
    prose = [*FEATURES, *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "env.test.example"]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {word[0]}"
        for path in sorted([*code, *tests, *prose])
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (word := OLD_WORDS.search(re.sub("_|(?<=[a-z])(?=[A-Z])", " ", line)))
    ]
    assert not found, "\n".join(found)


def test_only_the_waiter_waits() -> None:
    for path in [*SUITE, *STEPS, ROOT / "environment.py"]:
        sleeps = re.search(r"\bsleep\(", path.read_text(encoding="utf-8"))
        assert not sleeps or path.name == "waiting.py", path


def test_every_dependency_is_pinned_and_has_a_reason() -> None:
    for path in ROOT.glob("requirements*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+\s+# .+", line), f"{path.name}: {line}"


def test_the_list_of_defects_is_that_of_the_catalogues() -> None:
    page = (ROOT / "docs/defects.md").read_text(encoding="utf-8")
    assert page == defects.page(), "python -m support defects > docs/defects.md"


def test_the_readme_names_the_commands_that_ci_and_people_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]
    assert command in readme
    assert "behave --tags=@github" in readme
