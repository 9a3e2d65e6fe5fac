"""Carries alarms: to Slack, to any webhook, or by mail. No run fails for it, or waits long."""

import smtplib
import socket
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import httpx

from support.core.bounded import within
from support.core.errors import in_short
from support.core.http import certificates
from support.core.secrecy import redact
from support.core.waiting import persistently
from support.history.alarm import Alarm
from support.history.settings import AlarmSettings

_LONGEST_S = 10.0
_ATTEMPT_S = 3.0
_RETRIES = 2
_SLACK = ("hooks.slack.com", "hooks.slack-gov.com")
_LATER = {429, 502, 503, 504}
_SMTP = "smtp://localhost:25"


def send(alarm: Alarm, settings: AlarmSettings, longest: float = _LONGEST_S) -> str:
    """Send an alarm; return why it could not be sent, in a line, or nothing if it was.

    Args:
        alarm: what is told.
        settings: whom to tell; an address is set.
        longest: how long it may take, in seconds.
    """
    url = settings.secret("alert_url")
    try:
        if url.startswith("mailto:"):
            server = settings.secret("smtp_url") if settings.smtp_url else _SMTP
            within(longest, lambda: _mail(alarm, url.removeprefix("mailto:"), urlsplit(server)))
        else:
            within(longest, lambda: _post(url, body_for(url, alarm)))
    except Exception as error:  # noqa: BLE001  whoever carries it may fail in any way
        return in_short(error).replace(url, "ALERT_URL")
    return ""


def body_for(url: str, alarm: Alarm) -> dict[str, object]:
    """Return what a webhook is told: Slack takes a text in a markup of its own."""
    if urlsplit(url).hostname in _SLACK:
        text = alarm.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return {"text": redact(text)}
    return {
        name: redact(value) if isinstance(value, str) else value
        for name, value in alarm.as_json().items()
    }


def _post(url: str, body: dict[str, object]) -> None:
    with httpx.Client(timeout=_ATTEMPT_S, verify=certificates()) as client:
        persistently(lambda: client.post(url, json=body).raise_for_status(), _is_unheard, _RETRIES)


def _mail(alarm: Alarm, to: str, server: SplitResult) -> None:
    message = EmailMessage()
    message["Subject"], message["To"] = redact(alarm.title), unquote(to)
    login = unquote(server.username or "")
    message["From"] = login if "@" in login else f"datamonkey@{socket.gethostname()}"
    message.set_content(redact(alarm.text))
    persistently(lambda: _hand_over(message, server, login), _is_unheard, _RETRIES)


def _hand_over(message: EmailMessage, server: SplitResult, login: str) -> None:
    is_encrypted = server.scheme == "smtps"
    kind = smtplib.SMTP_SSL if is_encrypted else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 0, timeout=_ATTEMPT_S) as client:
        if not is_encrypted and client.has_extn("starttls"):
            client.starttls(context=certificates())
        if login:
            client.login(login, unquote(server.password or ""))
        client.send_message(message)


def _is_unheard(error: BaseException) -> bool:
    """Tell whether a message was certainly not taken, and may be sent again."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in _LATER
    return isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, ConnectionRefusedError))
