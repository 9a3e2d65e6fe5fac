"""A run against SentinAI, as a user starts it: what it needs, and how it says what it cannot do."""

import re
import socket
from pathlib import Path

import httpx
import psycopg
import pytest

from support.core.names import run_of
from support.core.waiting import eventually
from tests.running import PARALLEL, run, start, support
from tests.sandboxes import Settings, running_sandbox

CHAIN = "features/sentinai/chain.feature"
WHOLE_CHAIN = "An accepted exception passes every stage in order, and its tool is called once"
BY_HAND = "A tool that is called by hand works, too"


def test_a_run_is_green_leaves_nothing_and_shows_the_chain(
    sentinai: Settings, tmp_path: Path
) -> None:
    done = run(tmp_path, sentinai, CHAIN)
    assert done.code == 0, done.out
    assert set(done.results().values()) == {"passed"}
    assert tenants(sentinai) == []
    chains = [
        path.read_text(encoding="utf-8") for path in (done.reports / "allure").glob("*attachment*")
    ]
    assert any("FeedbackCaptured" in chain and "after (ms)" in chain for chain in chains)


def test_one_run_holds_two_systems_to_their_promises(
    sentinai: Settings, airweave: Settings, tmp_path: Path
) -> None:
    done = run(tmp_path, sentinai | airweave, f"{CHAIN}:8", "features/airweave/github.feature:6")
    assert done.code == 0, done.out
    assert set(done.results()) == {WHOLE_CHAIN, "Files are found after the first sync"}
    assert re.search(
        "deployment Airweave at .* and SentinAI at .*, oracles .*, SentinAI seen", done.err
    )


def test_after_a_kill_the_janitor_removes_the_tenant(sentinai: Settings, tmp_path: Path) -> None:
    process = start(tmp_path, sentinai, "features/sentinai/load.feature")
    eventually(lambda: tenants(sentinai), bool, 300, "the run to make its tenant")
    process.kill()
    process.communicate()
    done = support(sentinai, "janitor", "--yes", "--reports", str(tmp_path))
    assert done.code == 0, done.out + done.err
    assert "removed: sentinai tenant dm-" in done.out
    assert tenants(sentinai) == []


def test_without_kafka_what_needs_it_is_skipped_and_the_rest_is_judged(
    sentinai: Settings, tmp_path: Path
) -> None:
    done = run(tmp_path, sentinai | {"SKIP_KAFKA_INTEGRATION_TESTS": "true"}, CHAIN)
    assert done.code == 0, done.out
    assert f"Skipped (@needs_kafka: SKIP_KAFKA_INTEGRATION_TESTS is set): {WHOLE_CHAIN}" in done.out
    assert "Not looked at: SentinAI's Kafka" in done.out
    assert done.results()[BY_HAND] == "passed"
    assert done.results()[WHOLE_CHAIN] == "skipped"


def test_without_kafka_and_database_the_tool_and_the_timeline_still_tell(
    sentinai: Settings, tmp_path: Path
) -> None:
    poor = {
        name: value
        for name, value in sentinai.items()
        if name not in {"KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL"}
    }
    done = run(tmp_path, poor, CHAIN)
    assert done.code == 0, done.out
    assert "Not looked at: SentinAI's database, because DATABASE_URL is not set" in done.out
    assert f"Skipped (@needs_kafka: KAFKA_BOOTSTRAP_SERVERS is not set): {WHOLE_CHAIN}" in done.out


def test_a_port_that_is_taken_is_named(sentinai: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = {"SENTINAI_TOOL_PORT": str(taken.getsockname()[1])}
        done = run(tmp_path, sentinai | port, f"{CHAIN}:8")
    assert done.code == 2
    assert "SENTINAI_TOOL_PORT (the environment) is of no use: Address already" in done.err
    assert "Traceback" not in done.out + done.err


def test_what_is_required_may_not_be_skipped(sentinai: Settings, tmp_path: Path) -> None:
    strict = {"SKIP_KAFKA_INTEGRATION_TESTS": "true", "REQUIRE": "sentinai"}
    done = run(tmp_path, sentinai | strict, CHAIN)
    assert done.code == 1
    assert "and REQUIRE names sentinai" in done.out


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        ({"SENTINAI_API_URL": "http://127.0.0.1:9"}, "SENTINAI_API_URL (the environment) gives no"),
        ({"SENTINAI_ADMIN_API_KEY": "wrong-key"}, "SENTINAI_ADMIN_API_KEY (the environment) does"),
        ({"SENTINAI_JWT_SECRET": ""}, "SENTINAI_JWT_SECRET is not set"),
        ({"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"}, "KAFKA_BOOTSTRAP_SERVERS (the environment)"),
        (
            {"DATABASE_URL": "postgresql://u:secret9@127.0.0.1:9/x"},
            "DATABASE_URL (the environment)",
        ),
        (
            {"SENTINAI_JWT_SECRET": "another-secret-of-32-characters-or-more"},
            "SENTINAI_JWT_SECRET (the environment) is not what SentinAI signs tokens with",
        ),
        (
            {"SENTINAI_TOOL_URL": "http://tools.example.com"},
            "SENTINAI_TOOL_URL (the environment) is refused: ",
        ),
        (
            {"SENTINAI_TOOL_URL": "https://127.0.0.1:9"},
            "SENTINAI_TOOL_URL (the environment) is not reached by SentinAI: ",
        ),
        (
            {"SENTINAI_TOOL_CERTIFICATE": "no-such-file.pem"},
            "SENTINAI_TOOL_CERTIFICATE (the environment) is of no use",
        ),
        (
            {"SENTINAI_CONTROL_URL": "http://127.0.0.1:9"},
            "SENTINAI_CONTROL_URL (the environment) does not work",
        ),
    ],
)
def test_a_mistake_ends_the_run_in_one_line_that_names_it(
    sentinai: Settings, tmp_path: Path, mistake: Settings, message: str
) -> None:
    done = run(tmp_path, sentinai | mistake, CHAIN)
    assert done.code == 2
    assert f"Datamonkey cannot run: {message}" in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "secret9" not in done.err + done.out


def test_another_service_is_told_by_its_own_name(
    sentinai: Settings, airweave: Settings, tmp_path: Path
) -> None:
    other = {"SENTINAI_API_URL": airweave["AIRWEAVE_API_URL"]}
    done = run(tmp_path, sentinai | other, CHAIN)
    assert done.code == 2
    assert "SENTINAI_API_URL (the environment) is not a working SentinAI: it is " in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_database_that_is_not_sentinais_is_told(sentinai: Settings, tmp_path: Path) -> None:
    server, _, _ = sentinai["DATABASE_URL"].rpartition("/")
    done = run(tmp_path, sentinai | {"DATABASE_URL": f"{server}/template1"}, CHAIN)
    assert done.code == 2
    assert "DATABASE_URL (the environment) does not work: it has no table " in done.err


def test_processes_side_by_side_share_one_tool(sentinai: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = {"SENTINAI_TOOL_PORT": str(free.getsockname()[1])}
    features = ["features/sentinai/retries.feature", "features/sentinai/identity.feature"]
    done = run(tmp_path, sentinai | port, *features, "-j2", program=PARALLEL)
    assert done.code == 0, done.out + done.err
    assert "7 passed" in done.out


@pytest.mark.whole
def test_a_timeline_in_the_wrong_order_is_one_fault_in_one_scenario(tmp_path: Path) -> None:
    told = ("features/sentinai/order.feature", "--name=The timeline tells")
    with running_sandbox(tmp_path / "logs", "sentinai", "--timelines", "newest-first") as settings:
        others = run(tmp_path / "others", settings, CHAIN, "features/sentinai/identity.feature")
        red = run(tmp_path / "red", settings, *told)
        declared = {"KNOWN_BUGS": "timelines_newest_first"}
        known = run(tmp_path / "known", settings | declared, *told)
    assert others.code == 0, others.out
    assert red.code == 1
    assert "begins with FeedbackCaptured and ends with ExceptionIngested" in red.out
    assert known.code == 0, known.out
    assert "timelines are told from their end" in known.out


def test_nothing_is_left_where_tenants_are_deleted_in_the_database(tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "logs", "sentinai", "--shape", "product") as settings:
        done = run(tmp_path / "run", settings, f"{CHAIN}:8")
        assert done.code == 0, done.out
        assert "no idempotency keys, no deleting tenants" in done.err
        assert tenants(settings) == []
        with psycopg.connect(settings["DATABASE_URL"]) as database:
            packs = database.execute("select domain from domain_packs").fetchall()
    assert packs == []


def tenants(sentinai: Settings) -> list[str]:
    """Return the tenants that runs made."""
    key = {"X-API-KEY": sentinai["SENTINAI_ADMIN_API_KEY"]}
    answer = httpx.get(f"{sentinai['SENTINAI_API_URL']}/admin/tenants", headers=key)
    return [item["tenant_id"] for item in answer.json()["items"] if run_of(item["tenant_id"])]
