"""A week of runs, told to a real webhook and a real mailbox: who is alarmed, when, and of what."""

import json
import socket
import time
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from support.core.secrecy import keep_secret
from support.core.timings import RunTimings
from support.history.alarm import Alarm, Change
from support.history.keeping import History
from support.history.messengers import body_for, send
from support.history.settings import AlarmSettings
from support.reporting.outcomes import Outcome
from support.run.plugin import Deployment
from support.run.remembering import remember
from support.run.session import Session
from support.run.settings import RunSettings
from support.sandbox.kit.sockets import free_port

_MONDAY = datetime(2026, 11, 16, 6, tzinfo=UTC)
_LIVE = Deployment("Airweave", "https://airweave.example/", is_live=True)
_HOOK = "/hooks/hidden-token"
_TITLES = ("Files are found", "A deleted file disappears", "A renamed file is found")

# Each day: why each of the three scenarios is red, or "" if it is green; and who is told what.
WEEK: list[tuple[str, tuple[str, str, str], str]] = [
    ("Monday", ("", "", ""), ""),
    ("Tuesday", ("", "stale", ""), "red"),
    ("Wednesday", ("", "stale", ""), ""),
    ("Thursday", ("lost", "stale", ""), "red for another cause"),
    ("Friday", ("lost", "stale", "lost"), ""),
    ("Saturday", ("", "", ""), "green again"),
    ("Sunday", ("", "", ""), ""),
]


class Webhook:
    """A webhook: answers with its statuses, one a call, and then takes what it is told."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for(_HOOK)
        self.statuses: list[int] = []
        self.asked = 0
        self.told: list[dict[str, Any]] = []
        server.expect_request(_HOOK, "POST").respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        self.asked += 1
        status = self.statuses.pop(0) if self.statuses else HTTPStatus.OK
        if status == HTTPStatus.OK:
            self.told.append(request.get_json())
        return Response(status=status)


@pytest.fixture
def webhook(httpserver: HTTPServer) -> Webhook:
    return Webhook(httpserver)


class _Mailbox(Message):
    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Any] = []

    def handle_message(self, message: Any) -> None:  # noqa: ANN401  as it is called
        self.mails.append(message)


def settings(**given: str) -> AlarmSettings:
    return AlarmSettings.model_validate(given)


def play(day: int, causes: tuple[str, ...], alarms: AlarmSettings, history: History) -> list[str]:
    """Let a run end on a day; return what its end tells."""
    outcomes = [
        Outcome(
            f"features/airweave/github.feature:{line}",
            "GitHub",
            title,
            "failed" if cause else "passed",
            message="a verdict with words of a document",
            cause=cause,
            tags=("airweave", "github"),
        )
        for line, (title, cause) in enumerate(zip(_TITLES, causes, strict=True))
    ]
    return remember(session_on(day, alarms, history), outcomes).lines


def session_on(
    day: int, alarms: AlarmSettings, history: History, require: str = "", seconds: float = 0.0
) -> Session:
    """Return the session of a run on a day, whose scenario took some seconds to sync."""
    timings = RunTimings()
    if seconds:
        timings.begin(_TITLES[0]).seconds["sync"] = seconds
    session = SimpleNamespace(
        id=f"dm-{day}",
        began=_MONDAY + timedelta(days=day),
        history=history,
        alarms=alarms,
        settings=RunSettings.model_validate({"require": require}),
        timings=timings,
        systems={},
        deployments={"airweave": _LIVE},
    )
    return cast("Session", session)


def play_week(alarms: AlarmSettings, tmp_path: Path) -> list[str]:
    history = History(f"sqlite:///{tmp_path / 'history.sqlite'}")
    told = [play(day, causes, alarms, history) for day, (_, causes, _) in enumerate(WEEK)]
    return [next((line for line in lines if line.startswith("Alarm")), "") for lines in told]


def test_a_week_at_a_webhook(tmp_path: Path, webhook: Webhook) -> None:
    keep_secret("hidden-token")
    alarms = settings(alert_url=webhook.url, report_url="https://ci.example/report/7")
    expected = [change for _, _, change in WEEK]
    lines = play_week(alarms, tmp_path)
    assert lines == [change and f"Alarm: sent, {change}" for change in expected]
    assert [told["change"] for told in webhook.told] == [one for one in expected if one]
    other = webhook.told[1]
    assert other["causes"] == {"lost": 1, "stale": 1}
    assert (other["red"], other["judged"], other["run"]) == (2, 3, "dm-3")
    assert other["since"] == "2026-11-17T06:00:00+00:00"
    assert other["report"] == "https://ci.example/report/7"
    assert "- stale (1): A deleted file disappears" in other["text"]
    assert "Airweave at https://airweave.example/" in other["text"]
    assert "words of a document" not in json.dumps(webhook.told)
    assert "hidden-token" not in json.dumps(webhook.told)


def test_a_week_by_mail(tmp_path: Path) -> None:
    mailbox = _Mailbox()
    port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        alarms = settings(alert_url="mailto:team@example.org", smtp_url=f"smtp://127.0.0.1:{port}")
        play_week(alarms, tmp_path)
    finally:
        server.stop()
    assert [mail["Subject"].rpartition(" is ")[2] for mail in mailbox.mails] == [
        change for _, _, change in WEEK if change
    ]
    assert mailbox.mails[0]["To"] == "team@example.org"


def test_who_is_busy_is_told_a_moment_later_and_once(tmp_path: Path, webhook: Webhook) -> None:
    webhook.statuses = [503]
    told = play(0, ("lost", "", ""), settings(alert_url=webhook.url), _history(tmp_path))
    assert told == ["Alarm: sent, red"]
    assert (webhook.asked, len(webhook.told)) == (2, 1)


@pytest.mark.parametrize("statuses", [[503] * 9, [400]])
def test_who_refuses_is_left_alone(statuses: list[int], tmp_path: Path, webhook: Webhook) -> None:
    webhook.statuses = list(statuses)
    told = play(0, ("lost", "", ""), settings(alert_url=webhook.url), _history(tmp_path))
    assert told[0].startswith("Alarm: not sent (HTTPStatusError: ")
    assert webhook.url not in told[0]
    assert webhook.asked <= 3


def test_nobody_waits_for_a_webhook_that_does_not_answer() -> None:
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes calls, serves none
        alarms = settings(alert_url=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        trouble = send(Alarm(Change.RED, "dm-1", ["Airweave"], 1, _MONDAY), alarms, longest=0.3)
    assert time.monotonic() - began < 2
    assert trouble == "TimeoutError: it took longer than 0.3 s"


def test_without_its_history_nobody_is_told(webhook: Webhook) -> None:
    history = History("postgresql://127.0.0.1:1/history")
    first, second = play(0, ("lost", "", ""), settings(alert_url=webhook.url), history)
    assert first.startswith("History: this run is not kept (")
    assert second.startswith("Alarm: nobody is told")
    assert not webhook.told


def test_slack_is_told_in_its_own_form() -> None:
    alarm = Alarm(Change.RED, "dm-1", ["A & B"], 2, _MONDAY, {"lost": ["x < y"]})
    body = body_for("https://hooks.slack.com/services/T/B/x", alarm)
    assert body.keys() == {"text"}
    assert "A &amp; B" in str(body["text"])
    assert "x &lt; y" in str(body["text"])


@pytest.mark.parametrize("url", ["hooks.slack.com/x", "mailto:", "ftp://a/b"])
def test_an_address_that_nobody_can_be_told_at_is_a_mistake(url: str) -> None:
    with pytest.raises(ValueError, match="a webhook, as https://host/path, or mailto:name@host"):
        settings(alert_url=url)


def _history(tmp_path: Path) -> History:
    return History(f"sqlite:///{tmp_path / 'history.sqlite'}")


@pytest.mark.parametrize(
    ("days", "slow", "told", "is_red"),
    [
        (3, 1.0, "not judged before the 11th run; this is number 3", False),
        (14, 1.0, "nothing became slower than in 13 earlier runs", False),
        (14, 1.6, "red", True),
    ],
)
def test_who_requires_performance_gets_red_for_what_became_slower(
    days: int, slow: float, told: str, is_red: bool, tmp_path: Path
) -> None:
    history = History(f"sqlite:///{tmp_path / 'history.sqlite'}")
    outcome = Outcome(
        "features/airweave/github.feature:6", "GitHub", _TITLES[0], "passed", tags=("airweave",)
    )
    for day in range(1, days + 1):
        seconds = slow if day > days - 3 else 1.0
        session = session_on(day, settings(), history, "performance", seconds)
        ended = remember(session, [outcome])
    assert ended.lines[-1] == f"Performance, which REQUIRE names: {told}"
    assert ended.is_red is is_red
    assert any(one.startswith("Slower: airweave: sync, 1.6 times") for one in ended.lines) is is_red


def test_who_requires_performance_gets_red_where_nothing_is_known_of_the_past(
    tmp_path: Path,
) -> None:
    nowhere = History(f"sqlite:///{tmp_path}")  # a folder
    ended = remember(session_on(1, settings(), nowhere, "performance"), [])
    assert ended.is_red
    assert "red, because nothing is known of earlier runs" in ended.lines[-1]
