"""Runs on the workers of a real Temporal: tiny features of their own, on one real sandbox."""

import asyncio
import json
import os
import re
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from textwrap import dedent
from typing import Self

import httpx
import pytest

from support.core.errors import SetupError
from support.core.secrecy import spellings
from support.core.waiting import eventually
from support.dataweaver.settings import DataWeaverSettings
from support.parallel.temporal.artifacts import store_of
from support.parallel.temporal.payloads import name_of
from support.parallel.temporal.service import connect
from support.run.settings import TemporalSettings
from support.sandbox.vendors.s3 import supply
from tests.running import PARALLEL, ROOT, Run, cases, finish, run, start, support
from tests.sandboxes import Settings
from tests.temporal import DISTRIBUTED, PATIENCE_S, Crowd, Server, Worker
from tests.temporal_gate import API_KEY, Gate, gated

SCHEDULE = "every-day"
PAUSE_S = 0.2

FEATURES = {
    "calm": """
        @dataweaver @calm
        Feature: Calm
          Scenario: A promise is kept
            Given a connector
            Then it lasts

          Scenario: A promise is broken
            Then nothing is well

          Scenario: A worker's process dies
            When the process is killed

          Scenario: Much is written
            When it writes 6 times

          Scenario: More is written
            When it writes 6 times

          @isolated
          Scenario: One must be alone
            Then it lasts

          @isolated
          Scenario: Another one, too
            Then it lasts
        """,
    "held": """
        @dataweaver @held
        Feature: Held up
          Scenario: One is held up
            Given a connector
            When it is held up
        """,
    "ending": """
        @dataweaver @ending
        Feature: Held up at the end
          Scenario: Its end is held up
            Given a connector
            When its end is held up
        """,
}

STEPS = """
import multiprocessing, os, signal, threading, time
from pathlib import Path
from behave import given, then, when
from support.dataweaver import dataweaver

@given("a connector")
def connector(context): dataweaver(context).connectors.set_up("Slack", "a key")

@then("nothing is well")
def ill(context): assert False, "Nothing is well at all"

@when("the process is killed")
def die(context): os.kill(os.getpid(), signal.SIGKILL)

@then("it lasts")
def last(context): threading.Event().wait(0.2)

@when("it writes {times:d} times")
def write(context, times):
    sources = context.world.session.systems["dataweaver"].sources
    for _ in range(times):
        sources.log_in("postgresql").limiter.wait()
        with Path(__file__).with_name("writes").open("a") as told:
            told.write(f"{time.time()} {context.config.userdata['worker']}\\n")

@when("it is held up")
def wait(context):
    marks = Path(context.config.userdata["marks"])
    worker = multiprocessing.parent_process().pid
    draft = marks / f"{os.getpid()}.draft"
    draft.write_text(f"{worker} {os.getpid()}")
    draft.rename(marks / f"{os.getpid()}.mark")
    with (marks / "go").open() as until_somebody_writes: until_somebody_writes.read()

@when("its end is held up")
def wait_at_the_end(context):
    world, clean_up = context.world, context.world.clean_up
    world.clean_up = lambda: (wait(context), clean_up())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny features, their steps, and the suite's own hooks."""
    made = tmp_path_factory.mktemp("temporal")
    for name, text in FEATURES.items():
        (made / "features").mkdir(exist_ok=True)
        (made / f"features/{name}.feature").write_text(dedent(text), encoding="utf-8")
    (made / "steps").mkdir()
    (made / "steps/steps.py").write_text(STEPS, encoding="utf-8")
    shutil.copy(ROOT / "environment.py", made)
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server for all tests."""
    started = Server(folder)
    yield started
    started.kill()


@pytest.fixture(scope="module")
def settings(dataweaver: Settings, server: Server, folder: Path) -> Settings:
    """What starters and workers are told."""
    own = {
        "TEMPORAL_ADDRESS": server.address,
        "ARTIFACTS_URL": (folder / "artifacts").as_uri(),
        "WORKER_LOST_S": "6",
        "RATE_LIMIT_DELAY_MS": str(round(1000 * PAUSE_S)),
    }
    return dataweaver | own


@pytest.fixture(scope="module")
def entry(server: Server, folder: Path) -> Iterator[tuple[Settings, Gate]]:
    """The way to that server by TLS, with a certificate and a key."""
    with gated(server.address, folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def secured(settings: Settings, entry: tuple[Settings, Gate]) -> Settings:
    """What those are told who take that way."""
    return settings | entry[0]


@pytest.fixture(scope="module")
def crowd(settings: Settings, secured: Settings, folder: Path) -> Iterator[Crowd]:
    """The workers of all tests: one reaches the server by TLS, and one without."""
    started = Crowd([secured, settings], folder)
    yield started
    started.end()


@pytest.fixture(scope="module")
def bucket(folder: Path) -> Iterator[Settings]:
    """A bucket, as the settings of those who share it and no folder."""
    supplied = supply(folder)
    (engine,) = supplied.engines
    engine.start()
    told = {name.removeprefix("S3_"): value for name, value in supplied.settings.items()}
    yield {
        "ARTIFACTS_URL": f"s3://{told['BUCKET']}/some/prefix",
        "TEMPORAL_TASK_QUEUE": "distant",
        "AWS_ENDPOINT_URL": engine.wait_ready(),
        "AWS_ACCESS_KEY_ID": told["ACCESS_KEY_ID"],
        "AWS_SECRET_ACCESS_KEY": told["SECRET_ACCESS_KEY"],
    }
    engine.stop()


@pytest.fixture(scope="module")
def distant(settings: Settings, bucket: Settings, folder: Path) -> Iterator[Crowd]:
    """The workers who share that bucket."""
    logs = folder / "distant"
    logs.mkdir()
    started = Crowd([settings | bucket], logs)
    yield started
    started.end()


@pytest.fixture(scope="module")
def pair(
    folder: Path, settings: Settings, secured: Settings, server: Server, crowd: Crowd
) -> tuple[Run, Run]:
    """Two runs at once: all that is calm, and some of it, which a schedule starts."""
    calm, some = str(folder / "features/calm.feature"), "--name=A promise is kept|More is written"
    words = ["-D", f"reports={folder / 'scheduled'}", some, calm]
    made = support(settings, "schedule", "create", SCHEDULE, "--every", "1d", "--", *words)
    assert made.code == 0, made.err
    options = ("-D", "token=not-for-others")
    first = start(folder / "all", secured, *options, calm, program=DISTRIBUTED)
    server.ask("schedule", "trigger", "--schedule-id", SCHEDULE)
    ended = folder / "scheduled/latest/timings.json"
    eventually(ended.exists, bool, PATIENCE_S, "the run that is started by the clock to end")
    return finish(first, folder / "all"), Run(0, "", "", ended.parent.resolve())


def connectors(settings: Settings) -> list[str]:
    """Return the names of all connectors that are there."""
    listed = httpx.get(f"{settings['DATAWEAVER_API_URL']}/api/connectors/")
    return [one["name"] for one in listed.raise_for_status().json()]


def followers(run: str) -> int:
    """Return how many processes start or follow a run for a schedule."""
    told = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            told.append(path.read_bytes())
    return sum(f"--as\0{run}".encode() in each for each in told)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class Held:
    """A run whose scenario waits, until it is let go.

    Args:
        folder: of the features.
        settings: of the run.
        name: of its reports.
        tag: of the scenario.
    """

    def __init__(self, folder: Path, settings: Settings, name: str, tag: str = "held") -> None:
        self._marks = folder / f"marks-{name}"
        self._marks.mkdir()
        os.mkfifo(self._marks / "go")
        self.reports = folder / name
        options = ("-D", f"marks={self._marks}", f"--tags=@{tag}", str(folder / "features"))
        self.process = start(self.reports, settings, *options, program=DISTRIBUTED)

    def wait(self, attempts: int = 1) -> list[tuple[int, int]]:
        """Wait until it was begun so often; return the processes of each worker and its child."""
        marks = eventually(
            lambda: sorted(self._marks.glob("*.mark"), key=lambda mark: mark.stat().st_mtime),
            lambda found: len(found) == attempts or self.process.poll() is not None,
            PATIENCE_S,
            "a scenario to be held up",
        )
        assert len(marks) == attempts, self.process.communicate()
        told = [mark.read_text(encoding="utf-8").split() for mark in marks]
        return [(int(worker), int(child)) for worker, child in told]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let nobody wait on after a test that has failed."""
        self.process.kill()
        self.process.wait()

    def let_go(self) -> None:
        """Let it go on, in whichever attempt."""
        (self._marks / "go").write_text("go", encoding="utf-8")

    def finish(self) -> Run:
        """Wait for its end."""
        return finish(self.process, self.reports)


def test_the_verdicts_are_those_of_a_local_run(
    pair: tuple[Run, Run], folder: Path, settings: Settings
) -> None:
    done, other = pair
    calm = str(folder / "features/calm.feature")
    local = run(folder / "local", settings, "-j", "2", calm, program=PARALLEL)
    assert done.code == local.code == 1, done.out + done.err
    assert done.results() == local.results()
    assert cases(done.reports) == cases(local.reports) != {}
    assert "its worker was killed by SIGKILL" in done.out, "it is not tried again"
    assert "Run again" not in done.out
    assert "7 of 7 scenarios: 5 passed, 2 failed" in done.out
    assert "workers 4 (one limit of an account for all)" in done.err
    assert other.results() == {"A promise is kept": "passed", "More is written": "passed"}
    left = [path for path in (folder / "artifacts").rglob("*") if path.is_file()]
    assert [path.parent.name for path in left] == ["limits"], "one account, and nothing of a run"


def test_two_runs_keep_to_one_limit_of_an_account(pair: tuple[Run, Run], folder: Path) -> None:
    told = (folder / "steps/writes").read_text(encoding="utf-8").splitlines()
    by = [(float(when), who) for when, _, who in (line.partition(" ") for line in told)]
    times = sorted(when for when, who in by if not who.startswith("worker"))  # a local run's
    assert len(times) == 18
    for first, last in combinations(range(len(times)), 2):
        assert last - first <= (times[last] - times[first]) / PAUSE_S + 3


def test_who_must_be_alone_is_alone(pair: tuple[Run, Run]) -> None:
    one, another = sorted(pair[0].spans("One must be alone", "Another one, too"))
    others = pair[0].spans("A promise is kept", "A promise is broken")
    assert max(end for _, end in others) <= one[0] < one[1] <= another[0]


def test_temporal_knows_titles_and_no_secrets(
    pair: tuple[Run, Run], settings: Settings, server: Server, folder: Path
) -> None:
    run_id = pair[0].reports.name
    history = server.history(run_id, name_of(run_id, 1), name_of(run_id, 2))
    assert "A promise is kept" in history
    assert "One must be alone" in history
    secrets = [value for _, value in DataWeaverSettings.load(settings).secrets()]
    assert secrets
    told = {
        "not-for-others",
        API_KEY,
        str(folder),
        *(one for each in secrets for one in spellings(each)),
    }
    assert not [one for one in told if one in history]


def test_a_server_is_reached_by_tls_with_a_certificate_and_a_key(
    pair: tuple[Run, Run], entry: tuple[Settings, Gate]
) -> None:
    started, worked = "StartWorkflowExecution", "RespondActivityTaskCompleted"
    assert entry[1].methods >= {started, worked}


@pytest.mark.whole
def test_a_key_that_is_revoked_amid_a_run_is_named_and_the_run_is_joined_with_a_new_one(
    folder: Path, secured: Settings, crowd: Crowd, entry: tuple[Settings, Gate]
) -> None:
    _, gate = entry
    refused = (
        r"TEMPORAL_API_KEY \(the environment\) does not work: RPCError: Request unauthorized\."
    )
    with Held(folder, secured, "revoked") as held:
        held.wait()
        run_id = (held.reports / "latest").resolve().name
        gate.key = "a new one"
        left = held.finish()
        assert left.code == 2, left.out + left.err
        joins = f"; if workers go on, --join {run_id} follows them"
        assert re.search(f"^Datamonkey cannot run: {refused}{joins}$", left.err, re.MULTILINE)
        worker, _ = crowd.workers
        assert worker.process.wait(PATIENCE_S) == 2
        assert re.search(f"^The worker cannot run: {refused}$", worker.said(), re.MULTILINE)
        own = secured | {"TEMPORAL_API_KEY": gate.key}
        joining = start(held.reports, own, "--join", run_id, program=PARALLEL)
        held.let_go()
        done = finish(joining, held.reports)
    assert done.results() == {"One is held up": "passed"}
    assert connectors(secured) == []
    gate.key = API_KEY
    crowd.fill()


@pytest.mark.parametrize(
    ("wrong", "blamed"),
    [
        ({"TEMPORAL_API_KEY": "another-key"}, "TEMPORAL_API_KEY"),
        ({"TEMPORAL_NAMESPACE": "elsewhere"}, "TEMPORAL_NAMESPACE"),
        ({"TEMPORAL_TLS_SERVER_NAME": "else.example"}, "TEMPORAL_TLS_SERVER_NAME"),
        ({"TEMPORAL_TLS_SERVER_CA_CERT_PATH": "README.md"}, "TEMPORAL_TLS_SERVER_CA_CERT_PATH"),
        ({"TEMPORAL_TLS_CLIENT_CERT_PATH": "README.md"}, "TEMPORAL_TLS_CLIENT_CERT_PATH"),
        ({"TEMPORAL_TLS_CLIENT_KEY_PATH": "README.md"}, "TEMPORAL_TLS_CLIENT_KEY_PATH"),
        ({"TEMPORAL_TLS_CLIENT_KEY_PATH": "", "TEMPORAL_TLS_CLIENT_CERT_PATH": ""}, "TEMPORAL_TLS"),
        ({"TEMPORAL_ADDRESS": "127.0.0.1:9"}, "TEMPORAL_ADDRESS"),
    ],
)
def test_what_is_wrong_with_the_way_is_named(
    entry: tuple[Settings, Gate], wrong: Settings, blamed: str
) -> None:
    told = {name: value for name, value in (entry[0] | wrong).items() if value}
    with pytest.raises(SetupError, match=rf"^{blamed} \(the defaults\) does not work") as mistake:
        asyncio.run(connect(TemporalSettings.load(told)))
    assert not {API_KEY, "another-key"}.intersection(str(mistake.value).split())


def test_who_speaks_no_tls_is_told_so(entry: tuple[Settings, Gate], server: Server) -> None:
    told = entry[0] | {"TEMPORAL_ADDRESS": server.address}
    with pytest.raises(SetupError, match=r"^TEMPORAL_TLS .* nobody speaks TLS there"):
        asyncio.run(connect(TemporalSettings.load(told)))


def test_a_schedule_is_told_and_deleted(
    pair: tuple[Run, Run], settings: Settings, server: Server
) -> None:
    told = support(settings, "schedule", "list").out
    assert re.fullmatch(f"{SCHEDULE}: next at .+ UTC, 1 runs started\n", told), told
    assert support(settings, "schedule", "delete", SCHEDULE).code == 0
    assert SCHEDULE not in server.ask("schedule", "list").stdout


def test_a_scheduled_run_outlives_the_workers_that_start_and_follow_it(
    folder: Path, settings: Settings, crowd: Crowd, server: Server
) -> None:
    name, reports, marks = "once", folder / "once", folder / "marks-once"
    marks.mkdir()
    os.mkfifo(marks / "go")
    selection = ["--tags=@held", str(folder / "features")]
    words = ["-D", f"reports={reports}", "-D", f"marks={marks}", *selection]
    made = support(settings, "schedule", "create", name, "--every", "1d", "--", *words)
    assert made.code == 0, made.err
    server.ask("schedule", "trigger", "--schedule-id", name)
    eventually(lambda: [*marks.glob("*.mark")], bool, PATIENCE_S, "a scenario to be held up")
    run_id = (reports / "latest").resolve().name
    (starter,) = [one for one in crowd.workers if run_id in one.said()]
    crowd.tell_to_end(starter.process.pid)
    (follower,) = [one for one in crowd.workers if one is not starter]
    eventually(lambda: run_id in follower.said(), bool, PATIENCE_S, "another worker to follow")
    crowd.kill(follower.process.pid)
    crowd.fill(1)
    (third,) = crowd.workers
    eventually(lambda: run_id in third.said(), bool, PATIENCE_S, "a third one to follow")
    assert followers(run_id) == 1, "who was started by a worker ends with it"
    (marks / "go").write_text("go", encoding="utf-8")
    ended = reports / run_id / "timings.json"
    eventually(ended.exists, bool, PATIENCE_S, "the run to end")
    assert Run(0, "", "", ended.parent).results() == {"One is held up": "passed"}
    assert support(settings, "schedule", "delete", name).code == 0
    assert connectors(settings) == []


def test_a_stopped_run_undoes_what_it_made(folder: Path, settings: Settings, crowd: Crowd) -> None:
    with Held(folder, settings, "stopped") as held:
        held.wait()
        held.process.send_signal(signal.SIGINT)
        done = held.finish()
    assert done.code == 1, done.out + done.err
    assert (
        "Interrupted: the run was stopped before its end; what it had made is removed" in done.out
    )
    assert "Traceback" not in done.err
    assert connectors(settings) == []


def test_who_starts_where_nobody_works_is_told_so(folder: Path, settings: Settings) -> None:
    own = settings | {"TEMPORAL_TASK_QUEUE": "deserted"}
    reports, calm = folder / "deserted", str(folder / "features/calm.feature")
    refused = run(reports, own, calm, program=DISTRIBUTED)
    assert refused.code == 2
    assert re.match("Datamonkey cannot run: no worker of revision .+ polls deserted-", refused.err)
    with start(reports, own, "-j", "1", calm, program=DISTRIBUTED) as waiting:
        assert waiting.stderr
        told = waiting.stderr.readline()
        waiting.kill()
    assert told.startswith("Waiting for workers: no worker of revision "), told


def test_who_asks_for_the_end_again_may_come_back_for_it(
    folder: Path, settings: Settings, crowd: Crowd, server: Server
) -> None:
    with Held(folder, settings, "left", "ending") as held:
        held.wait()
        run_id = (held.reports / "latest").resolve().name
        held.process.send_signal(signal.SIGINT)
        eventually(lambda: server.is_told_to_end(run_id), bool, PATIENCE_S, "that to be heard")
        held.process.send_signal(signal.SIGINT)
        left = held.finish()
        assert f"Not waited for: its workers end {run_id}; --join follows them" in left.err
        joining = start(held.reports, settings, "--join", run_id, program=PARALLEL)
        held.let_go()
        done = finish(joining, held.reports)
    assert left.code == 1, left.out + left.err
    assert "Interrupted: the run was stopped before its end" in done.out
    assert connectors(settings) == []


def test_a_scenario_that_takes_too_long_is_stopped_and_then_killed(
    folder: Path, settings: Settings, crowd: Crowd
) -> None:
    short = {"SCENARIO_TIMEOUT_S": "2", "CLEANUP_TIMEOUT_S": "1"}
    with Held(folder, settings | short, "late", "ending") as held:
        ((_, child),) = held.wait()
        done = held.finish()
    assert done.code == 1, done.out + done.err
    assert not is_alive(child)
    assert "it took longer than 2 s (SCENARIO_TIMEOUT_S)" in done.out
    (left,) = connectors(settings)
    assert f"Left behind: dataweaver connector {left}; python -m support janitor" in done.out
    assert support(settings, "janitor", "--run", done.reports.name, "--yes").code == 0
    assert connectors(settings) == []


def test_a_bucket_does_what_a_folder_does(
    pair: tuple[Run, Run],
    folder: Path,
    settings: Settings,
    bucket: Settings,
    distant: Crowd,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calm = str(folder / "features/calm.feature")
    done = run(folder / "bucket", settings | bucket, calm, program=DISTRIBUTED)
    near, _ = pair
    assert done.code == near.code, done.out + done.err
    assert done.results() == near.results()
    assert cases(done.reports) == cases(near.reports)
    assert [*names_in(done.reports)] == [*names_in(near.reports)]
    assert "7 of 7 scenarios: 5 passed, 2 failed" in done.out
    history = server.history(name_of(done.reports.name, 1))
    assert "A promise is kept" in history
    assert not [one for one in spellings(bucket["AWS_SECRET_ACCESS_KEY"]) if one in history]
    for name, value in bucket.items():
        monkeypatch.setenv(name, value)
    (left, probe) = store_of(bucket["ARTIFACTS_URL"]).names("")
    assert left.startswith("limits/"), "one account, and nothing of a run"
    assert probe == "probe"


def names_in(reports: Path) -> Iterator[str]:
    """Yield what kinds of files there are, how many of each, and which figures are told."""
    kinds = Counter(re.sub(r"^[0-9a-f-]{36}", "", path.name) for path in reports.rglob("*.*"))
    yield from (f"{kind} {number}" for kind, number in sorted(kinds.items()))
    yield from sorted(json.loads((reports / "timings.json").read_text(encoding="utf-8")))


def test_a_run_outlives_all_who_take_part(
    folder: Path,
    settings: Settings,
    bucket: Settings,
    distant: Crowd,
    server: Server,
    tmp_path: Path,
) -> None:
    """Two workers, the starter and the server; a worker of another revision takes no part."""
    own = settings | bucket
    with Held(folder, own, "outlived") as held:
        outlive(held, folder, own, distant, server, changed_checkout(tmp_path))


def outlive(
    held: Held, folder: Path, settings: Settings, crowd: Crowd, server: Server, checkout: Path
) -> None:
    ((first, child),) = held.wait()
    run_id = (held.reports / "latest").resolve().name

    crowd.kill(first)
    eventually(lambda: is_alive(child), lambda alive: not alive, PATIENCE_S, "its child to end")
    _, (second, child) = held.wait(attempts=2)
    assert second != first
    assert len(connectors(settings)) == 1, "what the lost one made is removed first"

    other = Worker(settings, folder / "other.log", checkout=checkout)
    assert other.process.wait(PATIENCE_S) == 2
    of = r"is of revision \w{12}"
    assert re.search(f"this checkout {of}, and run {run_id}, which goes on, of ", other.said())

    crowd.fill()
    crowd.tell_to_end(second)
    held.wait(attempts=3)
    assert not is_alive(child)
    assert len(connectors(settings)) == 1

    held.process.kill()
    held.process.communicate()
    server.kill()
    server.start()
    joining = start(held.reports, settings, "--join", run_id, program=PARALLEL)
    held.let_go()
    done = finish(joining, held.reports)
    assert done.code == 0, done.out + done.err
    assert done.reports.name == run_id
    assert done.results() == {"One is held up": "passed"}
    assert "Run again, since the worker was lost: One is held up" in done.out
    assert connectors(settings) == []


def changed_checkout(folder: Path) -> Path:
    """Return another checkout of the suite, in which something differs."""
    for name in ("support", "steps", "features"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__")
        )
    for name in ("environment.py", "behave.ini"):
        shutil.copy(ROOT / name, folder)
    (folder / "features/one_more.feature").write_text("", encoding="utf-8")
    return folder
