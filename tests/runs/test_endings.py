"""However a run ends: nothing is left, or it is said what is left, and nothing is lied about."""

import fcntl
import os
import pty
import re
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.core.waiting import eventually
from support.sandbox.kit import private
from tests.running import (
    PARALLEL,
    ROOT,
    SERIAL,
    Run,
    cases,
    clean,
    command,
    finish,
    run,
    start,
    support,
)
from tests.sandboxes import Settings, read_settings, start_sandbox

FIRST_SYNC = "features/airweave/github.feature:6"
FEATURE = "features/airweave/github.feature"
WITHHELD = "--name=A file that GitHub withheld is not forgotten"
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class Deployment:
    """The sandbox as the tests look at it from outside, and make it slow or broken."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        key = {"X-API-Key": settings["AIRWEAVE_API_KEY"]}
        token = {"Authorization": f"token {settings['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
        self.airweave = httpx.Client(base_url=settings["AIRWEAVE_API_URL"], headers=key)
        self.github = httpx.Client(base_url=settings["GITHUB_API_URL"], headers=token, timeout=120)
        self.switches = private.client(settings, "GITHUB_FAULTS")
        self._branches = f"/repos/{settings['GITHUB_REPO_NAME']}/branches"

    def collections(self) -> list[str]:
        return [item["readable_id"] for item in self.airweave.get("/collections").json()]

    def connections(self) -> list[str]:
        return [item["status"] for item in self.airweave.get("/source-connections").json()]

    def branches(self) -> list[str]:
        return [item["name"] for item in self.github.get(self._branches).json()]

    def branch(self, name: str) -> None:
        """Make a branch as anybody does."""
        repository = self._branches.removesuffix("/branches")
        tip = self.github.get(f"{self._branches}/main").json()["commit"]["sha"]
        made = {"ref": f"refs/heads/{name}", "sha": tip}
        self.github.post(f"{repository}/git/refs", json=made).raise_for_status()

    def sabotage(self, *names: str) -> None:
        self.airweave.put(
            f"{private.PATH}/sabotage", json=names, headers=private.key()
        ).raise_for_status()

    def planted(self) -> list[dict[str, Any]]:
        return list(self.switches.get("/faults").json())

    def clear(self) -> None:
        """Remove what others have left to stumble upon: tests that failed, defects that keep it."""
        for name in self.collections():
            self.airweave.delete(f"/collections/{name}").raise_for_status()
        for name in set(self.branches()) - {"main"}:
            refs = self._branches.removesuffix("branches") + f"git/refs/heads/{name}"
            self.github.delete(refs).raise_for_status()

    def faults(self, *faults: dict[str, Any]) -> None:
        self.switches.put("/faults", json=faults).raise_for_status()


@pytest.fixture
def deployment(airweave: Settings) -> Iterator[Deployment]:
    deployment = Deployment(airweave)
    deployment.clear()
    yield deployment
    deployment.sabotage()
    deployment.faults()
    deployment.clear()


def soon(condition: Callable[[], object], what: str) -> None:
    eventually(condition, bool, 300, what)


def at_once(condition: Callable[[], object], what: str) -> None:
    """Look without a pause: what is waited for is there for a moment only."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"


def slow_github(deployment: Deployment, path: str) -> None:
    """Hold back what concerns this path, until the fault is lifted."""
    deployment.faults({"kind": "slow", "seconds": 25, "path": path})


# How to make each phase last, and how to tell that the run is in it.
PHASES: dict[str, tuple[Callable[[Deployment], None], Callable[[Deployment, str], object]]] = {
    "create": (
        lambda deployment: slow_github(deployment, "/contents/"),
        lambda deployment, _: len(deployment.branches()) > 1,
    ),
    "sync": (
        lambda deployment: deployment.sabotage("job-never-finishes"),
        lambda deployment, _: "syncing" in deployment.connections(),
    ),
    "verify": (
        lambda deployment: deployment.sabotage("search-always-empty"),
        lambda deployment, _: "active" in deployment.connections(),
    ),
    "undo": (
        lambda deployment: slow_github(deployment, "/git/ref/"),
        lambda _, journal: '"removed"' in journal,
    ),
}


def journal(reports: Path) -> str:
    return "".join(path.read_text() for path in (reports / "journal").glob("*.jsonl"))


def endings() -> list[object]:
    """Return each phase with each signal; all but one of each phase are for the long rest."""
    return [
        pytest.param(phase, signal, marks=[] if turn % len(SIGNALS) == at else [pytest.mark.whole])
        for turn, phase in enumerate(PHASES)
        for at, signal in enumerate(SIGNALS)
    ]


@pytest.mark.parametrize(("phase", "number"), endings())
def test_a_run_that_is_interrupted_undoes_what_it_made_and_says_so(
    phase: str, number: signal.Signals, tmp_path: Path, deployment: Deployment
) -> None:
    make_it_last, is_reached = PHASES[phase]
    make_it_last(deployment)
    process = start(tmp_path, deployment.settings, FIRST_SYNC)
    soon(lambda: is_reached(deployment, journal(tmp_path)), f"the run to {phase}")
    process.send_signal(number)
    deployment.faults()
    done = finish(process, tmp_path)
    assert done.code == 1, done.out
    assert (
        "Interrupted: the run was stopped before its end; what it had made is removed" in done.out
    )
    assert "Traceback" not in done.out + done.err
    assert deployment.collections() == []
    assert deployment.branches() == ["main"]


def janitor(reports: Path, settings: Settings, *arguments: str) -> Run:
    return support(settings, "janitor", "--reports", str(reports), *arguments)


def killed_run(reports: Path, deployment: Deployment) -> str:
    """Kill a run while it syncs; return its name."""
    deployment.sabotage("job-never-finishes")
    process = start(reports, deployment.settings, FIRST_SYNC)
    soon(lambda: "syncing" in deployment.connections(), "the run to sync")
    process.kill()
    process.communicate()
    deployment.sabotage()
    return (reports / "latest").resolve().name


def test_after_a_kill_the_next_run_says_what_is_left_and_the_janitor_removes_exactly_that(
    tmp_path: Path, deployment: Deployment
) -> None:
    name = killed_run(tmp_path, deployment)
    foreign = {"name": "dm-demo-12345678", "readable_id": "dm-demo-12345678"}
    deployment.airweave.post("/collections", json=foreign).raise_for_status()

    following = run(tmp_path, deployment.settings, FIRST_SYNC)
    assert following.code == 0
    assert f"Run {name} was killed and left 2 resources behind" in following.err

    listed = janitor(tmp_path, deployment.settings)
    assert listed.code == 1
    assert listed.out.count("left behind: ") == 2
    assert len(deployment.collections()) == 2

    journal = tmp_path / "journal" / f"{name}.jsonl"
    written = journal.read_text(encoding="utf-8")
    journal.write_text(written.replace(deployment.settings["GITHUB_REPO_NAME"], "acme/another"))
    elsewhere = janitor(tmp_path, deployment.settings)
    assert elsewhere.out.count("left behind: ") == 1
    assert "elsewhere, and stays: github branch" in elsewhere.err
    assert "acme/another" in elsewhere.err
    journal.write_text(written)

    removed = janitor(tmp_path, deployment.settings, "--yes")
    assert removed.code == 0, removed.out
    assert deployment.collections() == ["dm-demo-12345678"]
    assert deployment.branches() == ["main"]
    assert janitor(tmp_path, deployment.settings).out == "Nothing is left behind here.\n"
    deployment.airweave.delete("/collections/dm-demo-12345678").raise_for_status()


def test_the_janitor_finds_what_a_run_made_without_its_journal(
    tmp_path: Path, deployment: Deployment
) -> None:
    name = killed_run(tmp_path, deployment)
    elsewhere = tmp_path / "elsewhere"
    assert janitor(elsewhere, deployment.settings, "--run", name, "--yes").code == 0
    assert deployment.collections() == []
    assert deployment.branches() == ["main"]


def test_the_janitor_refuses_a_name_that_is_not_that_of_a_run(
    tmp_path: Path, deployment: Deployment
) -> None:
    refused = janitor(tmp_path, deployment.settings, "--run", "main", "--yes")
    assert refused.code == 2
    assert "main is not the name of a run" in refused.err


def airweave_process(sandbox: "subprocess.Popen[str]") -> int:
    """Return the process id of the sandbox's Airweave, a child of the sandbox."""
    children = Path(f"/proc/{sandbox.pid}/task/{sandbox.pid}/children").read_text().split()
    for child in children:
        if "support.sandbox.airweave" in Path(f"/proc/{child}/cmdline").read_text():
            return int(child)
    raise AssertionError(f"no Airweave among {children}")


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_deployment_that_dies_is_told_once_and_ends_the_run(
    keep_going: bool, tmp_path: Path
) -> None:
    sandbox = start_sandbox(
        tmp_path / "logs", "airweave", "--sources", "github", stderr=subprocess.DEVNULL
    )
    deployment = Deployment(read_settings(sandbox))
    deployment.sabotage("job-never-finishes")
    settings = deployment.settings | {"MAX_RETRIES": "0", "KEEP_GOING": str(keep_going)}
    process = start(tmp_path, settings, f"{FEATURE}:6", f"{FEATURE}:11", f"{FEATURE}:19")
    soon(lambda: "syncing" in deployment.connections(), "the run to sync")
    os.kill(airweave_process(sandbox), signal.SIGKILL)
    done = finish(process, tmp_path)
    sandbox.communicate()
    assert done.code == 1
    assert "Traceback" not in done.out + done.err
    assert re.search(r"Airweave at http\S+ gave no answer to GET", done.out)
    assert "Deployment lost: Airweave at" in done.out
    assert "Left behind: " in done.out
    red = [name for name, status in done.results().items() if status != "skipped"]
    assert len(red) == (3 if keep_going else 1)
    assert ("the scenarios after that were not run" in done.out) != keep_going


def test_reports_that_cannot_be_written_do_not_change_the_verdict(
    tmp_path: Path, deployment: Deployment
) -> None:
    in_the_way = tmp_path / "reports"
    in_the_way.write_text("a file where a folder should be")
    green = run(in_the_way, deployment.settings, FIRST_SYNC)
    assert green.code == 0, green.out + green.err
    for report in ("Allure results", "JUnit report", "timings.json", "journal"):
        assert f"Report lost: {report}" in green.out
    assert "History: this run is not kept (" in green.out
    deployment.sabotage("search-always-empty")
    red = run(in_the_way, deployment.settings | {"TIMEOUT_MULTIPLIER": "0.01"}, FIRST_SYNC)
    assert red.code == 1


@pytest.mark.parametrize("program", [SERIAL, PARALLEL], ids=["serial", "parallel"])
def test_two_runs_in_one_checkout_lose_nothing_and_do_not_see_each_other(
    program: tuple[str, ...], tmp_path: Path, deployment: Deployment
) -> None:
    several = [f"{FEATURE}:{line}" for line in (6, 11, 19, 28)]
    begun = [start(tmp_path, deployment.settings, *several, program=program) for _ in range(2)]
    for process in begun:
        done = finish(process, tmp_path)
        assert done.code == 0, done.out
        assert "left 2 resources behind" not in done.err
    assert deployment.collections() == []
    assert deployment.branches() == ["main"]
    folders = list(tmp_path.glob("dm-*"))
    assert len(folders) == 2
    told = [(len(Run(0, "", "", one).results()), cases(one)) for one in folders]
    assert told[0] == told[1]
    assert told[0][0] > 3
    assert (tmp_path / "latest").resolve() in folders


def test_the_janitor_touches_nothing_of_a_run_that_goes_on(
    tmp_path: Path, deployment: Deployment
) -> None:
    deployment.sabotage("job-never-finishes")
    process = start(tmp_path, deployment.settings, FIRST_SYNC)
    soon(lambda: "syncing" in deployment.connections(), "the run to sync")
    assert janitor(tmp_path, deployment.settings, "--yes").out == "Nothing is left behind here.\n"
    name = (tmp_path / "latest").resolve().name
    refused = janitor(tmp_path, deployment.settings, "--run", name, "--yes")
    assert refused.code == 2
    assert f"{name} still goes on" in refused.err
    assert len(deployment.collections()) == 1
    process.send_signal(signal.SIGTERM)
    assert finish(process, tmp_path).code == 1


@pytest.mark.parametrize("program", [SERIAL, PARALLEL], ids=["serial", "parallel"])
def test_a_run_whose_reader_goes_away_undoes_what_it_made(
    program: tuple[str, ...], tmp_path: Path, deployment: Deployment
) -> None:
    """As behind `| head -1`; what it prints next meets nobody."""
    deployment.sabotage("job-never-finishes")
    scenarios = [f"{FEATURE}:6", f"{FEATURE}:11"]
    process = start(
        tmp_path, deployment.settings | {"SYNC_TIMEOUT_S": "5"}, *scenarios, program=program
    )
    soon(lambda: "syncing" in deployment.connections(), "the run to sync")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stderr.close()
    assert process.wait(120) == 1
    assert deployment.collections() == []
    assert deployment.branches() == ["main"]
    assert not list((tmp_path / "journal").glob("*.jsonl")) or "making" in journal(tmp_path)


def test_a_fault_that_a_killed_scenario_planted_is_in_the_journal_and_the_janitor_lifts_it(
    tmp_path: Path, deployment: Deployment
) -> None:
    """Whoever planted another one meanwhile keeps it."""
    deployment.sabotage("slow-jobs")
    process = start(tmp_path, deployment.settings, WITHHELD)
    at_once(deployment.planted, "the run to let GitHub withhold a file")
    process.kill()
    process.communicate()
    (fault,) = deployment.planted()
    run_id = (tmp_path / "latest").resolve().name
    assert (fault["name"], fault["lasts"]) == (f"{run_id}-1-main-fault", 1800)
    foreign = {"kind": "slow", "seconds": 0, "path": "/nowhere"}
    deployment.switches.put("/faults/foreign", json=foreign).raise_for_status()
    assert janitor(tmp_path, deployment.settings, "--yes").code == 0
    assert [one["name"] for one in deployment.planted()] == ["foreign"]
    assert deployment.branches() == ["main"]


def test_a_closed_terminal_ends_a_run_which_undoes_what_it_made(
    tmp_path: Path, deployment: Deployment
) -> None:
    deployment.sabotage("job-never-finishes")
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command(tmp_path, FIRST_SYNC),
        cwd=ROOT,
        env=clean(deployment.settings),
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  no thread here
    )
    os.close(its)
    soon(lambda: "syncing" in deployment.connections(), "the run to sync")
    os.close(ours)
    assert process.wait(120) == 1
    assert deployment.collections() == []
    assert deployment.branches() == ["main"]


def test_the_janitor_touches_nothing_whose_name_merely_ends_like_that_of_a_run(
    tmp_path: Path, deployment: Deployment
) -> None:
    name = killed_run(tmp_path, deployment)
    foreign = f"feature/of-bob/{name}-1-main"
    deployment.branch(foreign)
    assert janitor(tmp_path, deployment.settings, "--run", name, "--yes").code == 0
    assert sorted(deployment.branches()) == [foreign, "main"]
