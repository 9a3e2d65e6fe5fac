"""Parallel runs as a user starts them: tiny features of their own on one real sandbox."""

import json
import os
import re
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import httpx
import pytest

from support.history.records import Entry
from support.history.store import Store
from tests.running import PARALLEL, ROOT, SERIAL, Run, cases, run, start, support
from tests.sandboxes import Settings

FEATURES = {
    "calm": """
        @airweave @github
        Feature: Calm
          Scenario: A promise is kept
            Then all is well

          Scenario: A promise is broken
            Then nothing is well

          Scenario Outline: A <thing> is skipped or not
            Then all is well
            Examples:
              | thing |
              | page  |
              | row   |

          @needs_second_organization
          Scenario: A need is not met
            Then all is well
        """,
    "deadly": """
        @airweave @deadly
        Feature: Deadly
          Scenario: A worker dies
            Given a branch
            When the worker is killed
        """,
    "cut_off": """
        @airweave @cut_off
        Feature: Cut off
          Scenario: The deployment is lost
            When the deployment stops answering

          Scenario: What comes after it
            Then all is well
        """,
    "long": """
        @airweave @long
        Feature: Long
          Scenario: One takes long
            Given a branch
            When it takes long

          Scenario: Another takes long
            Given a branch
            When it takes long

          Scenario: A third never begins
            Given a branch
        """,
    "crowd": """
        @airweave @crowd
        Feature: Crowd
          @isolated
          Scenario: One must be alone
            Then it lasts

          @isolated
          Scenario: Another one, too
            Then it lasts

          Scenario: Whoever comes first
            Then it lasts

          Scenario: Whoever comes along
            Then it lasts
        """,
    "uneven": """
        @airweave @uneven
        Feature: Uneven
          Scenario: A short one
            Then all is well

          Scenario: A long one
            Then it lasts

          Scenario: A new one
            Then all is well
        """,
}

STEPS = """
import os, signal, threading
from pathlib import Path
from behave import given, then, when
from support.airweave import airweave
from support.core.errors import DeploymentLost

@then("all is well")
def well(context): pass

@then("nothing is well")
def ill(context): assert False, "Nothing is well at all"

@given("a branch")
def branch(context):
    repo = airweave(context).open("a GitHub repo") or airweave(context)
    repo.create(["a.md"])

@when("the worker is killed")
def die(context): os.kill(os.getpid(), signal.SIGKILL)

@when("the deployment stops answering")
def lose(context): raise DeploymentLost("nobody answers")

@then("it lasts")
def last(context): threading.Event().wait(0.5)

@when("it takes long")
def wait(context):
    with Path(context.config.userdata["started"]).open("w") as mark: mark.write(f"{os.getpid()}\\n")
    threading.Event().wait(600)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with tiny features, their steps, and the suite's own hooks."""
    for name, text in FEATURES.items():
        (tmp_path / "features").mkdir(exist_ok=True)
        (tmp_path / f"features/{name}.feature").write_text(dedent(text), encoding="utf-8")
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps/steps.py").write_text(STEPS, encoding="utf-8")
    hooks = (ROOT / "environment.py").read_text(encoding="utf-8")
    (tmp_path / "environment.py").write_text(hooks, encoding="utf-8")
    return tmp_path


def parallel(reports: Path, settings: Settings, *arguments: str) -> Run:
    return run(reports, settings, *arguments, program=PARALLEL)


def branches(airweave: Settings) -> set[str]:
    token = {"Authorization": f"token {airweave['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
    url = f"{airweave['GITHUB_API_URL']}/repos/{airweave['GITHUB_REPO_NAME']}/branches"
    return {branch["name"] for branch in httpx.get(url, headers=token).json()}


def remove_leftovers(reports: Path, airweave: Settings) -> None:
    done = support(airweave, "janitor", "--yes", "--reports", str(reports))
    assert done.code == 0, done.out + done.err
    assert branches(airweave) == {"main"}


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_verdicts_are_those_of_one_process(project: Path, airweave: Settings) -> None:
    poor = airweave | {"AIRWEAVE_OTHER_API_KEY": ""}
    calm = str(project / "features/calm.feature")
    alone = run(project / "alone", poor, calm)
    together = parallel(project / "together", poor, "-j", "3", calm)
    assert alone.code == together.code == 1, together.out + together.err
    assert together.results() == alone.results()
    assert cases(together.reports) == cases(alone.reports) != {}
    timings = [
        json.loads((each.reports / "timings.json").read_text(encoding="utf-8"))["scenarios"]
        for each in (alone, together)
    ]
    assert [entry["scenario"] for entry in timings[0]] == [e["scenario"] for e in timings[1]]
    verdict = r"failed +\d+\.\d\d s  \S+calm.feature:7  A promise is broken\n    Then nothing"
    assert re.search(verdict, together.out), together.out
    assert "Nothing is well at all" in together.out
    assert "Skipped (@needs_second_organization: " in together.out
    assert " scenarios: 3 passed, 1 failed, 1 skipped" in together.out
    assert together.err.count("Datamonkey: run ") == 1
    assert "Feature:" not in together.out, "workers print nothing themselves"
    assert not (together.reports / "units").exists()
    kept = [
        {entry.subject.name: (entry.status, entry.cause) for entry in history_of(each)}
        for each in (alone, together)
    ]
    assert kept[0] == kept[1]
    assert kept[0]["A promise is broken"] == ("failed", "the suite")
    assert "Cause: the suite (1): A promise is broken" in together.out


def history_of(done: Run) -> list[Entry]:
    """Return what is kept of a run, each scenario once."""
    with closing(Store(f"sqlite:///{done.reports.parent / 'history.sqlite'}")) as store:
        entries = store.entries()
    assert {entry.run for entry in entries} == {done.reports.name}
    return entries


def test_a_selection_that_passes_is_green(project: Path, airweave: Settings) -> None:
    done = parallel(project / "r", airweave, "--name=A promise is kept", str(project / "features"))
    assert done.code == 0, done.out + done.err
    assert done.results() == {"A promise is kept": "passed"}


@pytest.mark.parametrize("program", [PARALLEL, SERIAL])
def test_who_requires_performance_is_red_where_its_past_cannot_be_read(
    program: tuple[str, ...], project: Path, airweave: Settings, tmp_path: Path
) -> None:
    past = {"REQUIRE": "performance", "HISTORY_URL": f"sqlite:///{tmp_path}"}
    promise = ("--name=A promise is kept", str(project / "features"))
    told = run(project / "r", airweave | past, *promise, program=program)
    assert told.results() == {"A promise is kept": "passed"}
    assert told.code == 1
    assert "Performance, which REQUIRE names: red" in told.out


def test_only_the_scenario_of_a_dead_worker_is_lost(project: Path, airweave: Settings) -> None:
    features = [str(project / f"features/{name}.feature") for name in ("calm", "deadly")]
    done = parallel(project / "r", airweave, "-j", "2", *features)
    assert done.code == 1
    assert "deadly.feature:4  A worker dies (lost)" in done.out
    assert "its worker was killed by SIGKILL" in done.out
    assert " scenarios: 4 passed, 2 failed" in done.out
    assert done.results()["A worker dies"] == "broken"
    assert list(done.results().values()).count("passed") == 4
    found = cases(done.reports)
    assert {name: len(each) for name, each in found.items()} == {
        f"TESTS-{name}.xml": count for name, count in (("calm", 5), ("deadly", 1))
    }
    assert found["TESTS-deadly.xml"] == {"A worker dies": "Error"}
    assert re.search(r"Left behind: github branch \S+-main; python -m support janitor", done.out)
    remove_leftovers(done.reports.parent, airweave)


def test_nothing_begins_any_more_when_the_deployment_is_lost(
    project: Path, airweave: Settings
) -> None:
    arguments = ("-j", "1", "--tags=@cut_off", str(project / "features"))
    done = parallel(project / "r", airweave, *arguments)
    assert done.code == 1
    assert "Deployment lost: " in done.out
    assert " scenarios: 0 passed, 1 failed, 1 not run" in done.out
    going_on = parallel(project / "on", airweave | {"KEEP_GOING": "true"}, *arguments)
    assert " scenarios: 1 passed, 1 failed" in going_on.out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_undoes_what_it_made(
    number: signal.Signals, project: Path, airweave: Settings
) -> None:
    with started(project, airweave) as (process, workers):
        assert len(branches(airweave)) == 3
        process.send_signal(number)
        out, err = process.communicate()
    assert process.returncode == 1, out + err
    assert branches(airweave) == {"main"}
    assert not any(is_alive(worker) for worker in workers)
    assert ", 1 not run" in out
    assert len(cases(project / "r/latest")["TESTS-long.xml"]) == 3
    assert "Interrupted: the run was stopped before its end; what it had made is removed" in out
    assert "Traceback" not in err


def test_a_worker_that_does_not_stop_is_killed_and_the_journal_tells(
    project: Path, airweave: Settings
) -> None:
    stubborn = airweave | {"CLEANUP_TIMEOUT_S": "0.5"}
    steps = (project / "steps/steps.py").read_text(encoding="utf-8")
    deaf = "\n    signal.signal(signal.SIGINT, signal.SIG_IGN)\n    with Path("
    (project / "steps/steps.py").write_text(
        steps.replace("\n    with Path(", deaf), encoding="utf-8"
    )
    with started(project, stubborn) as (process, workers):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 1, out + err
    assert not any(is_alive(worker) for worker in workers)
    assert re.search(r"Left behind: github branch \S+, github branch \S+; ", out), out + err
    remove_leftovers(project / "r", airweave)


def test_workers_share_the_budget_of_one_account(project: Path, airweave: Settings) -> None:
    slow = airweave | {"RATE_LIMIT_DELAY_MS": "20"}
    done = parallel(project / "r", slow, "-j", "2", str(project / "features/calm.feature"))
    assert "workers 2 (one limit of an account for all)" in done.err


def test_who_must_be_alone_is_alone(project: Path, airweave: Settings) -> None:
    done = parallel(project / "r", airweave, "-j", "3", "--tags=@crowd", str(project / "features"))
    assert done.code == 0, done.out + done.err
    one, another = sorted(done.spans("One must be alone", "Another one, too"))
    crowd = done.spans("Whoever comes first", "Whoever comes along")
    assert max(end for _, end in crowd) <= one[0] < one[1] <= another[0]
    (_, first_end), (second_start, _) = sorted(crowd)
    assert second_start < first_end, "nobody else need wait"


def test_what_took_longest_before_comes_first_after_what_is_new(
    project: Path, airweave: Settings
) -> None:
    uneven, seen = str(project / "features/uneven.feature"), ["A short one", "A long one"]
    first = parallel(project / "r", airweave, "-j", "1", *(f"--name={one}" for one in seen), uneven)
    again = parallel(project / "r", airweave, "-j", "1", uneven)
    assert again.code == first.code == 0, again.out + again.err
    assert first.spans(*seen) == sorted(first.spans(*seen))
    order = ["A new one", "A long one", "A short one"]
    assert again.spans(*order) == sorted(again.spans(*order))


MISTAKES = {
    "--tags=@githbu": "No scenario was selected",
    "--tags=@a and": "behave does not understand its arguments",
    "--stop": "--stop works in one process only",
    "features/gone.feature": "gone.feature",
}


@pytest.mark.parametrize("argument", MISTAKES)
def test_a_mistake_is_told_in_one_line(argument: str, tmp_path: Path, airweave: Settings) -> None:
    done = parallel(tmp_path, airweave, argument)
    assert done.code == 2, done.out + done.err
    assert re.fullmatch(r"Datamonkey cannot run: .+\n", done.err), done.err
    assert MISTAKES[argument] in done.err


class started:  # noqa: N801  used like a function
    """A run of the long scenarios on two workers, which both wait in their steps."""

    def __init__(self, project: Path, settings: Settings) -> None:
        self._marks = project / "marks"
        os.mkfifo(self._marks)
        options = ["-j", "2", "--tags=@long", "-D", f"started={self._marks}"]
        arguments = [*options, str(project / "features")]
        self._process = start(project / "r", settings, *arguments, program=PARALLEL)

    def __enter__(self) -> "tuple[subprocess.Popen[str], list[int]]":
        return self._process, list(self._workers())

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def _workers(self) -> Iterator[int]:
        """Yield the processes as they say, through a pipe, that they wait."""
        # Open for writing, too, so that the pipe has no end between the two.
        with os.fdopen(os.open(self._marks, os.O_RDWR), "rb", buffering=0) as marks:
            for _ in range(2):
                ready, _, _ = select.select([marks], [], [], 300)
                assert ready, "no worker came as far as to wait"
                yield int(marks.readline())
