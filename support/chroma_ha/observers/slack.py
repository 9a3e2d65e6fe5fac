"""A webhook of the suite's own, in the place of Slack's: it counts what people are told."""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from support.core.errors import SetupError
from support.core.listening import Listener, whole_body


@dataclass(frozen=True)
class Message:
    """A message, as people read it.

    Attributes:
        text: all that it says, attachments and fields included.
    """

    text: str

    def is_about(self, server: str) -> bool:
        """Tell whether it names a server."""
        return server in self.text.lower()

    @property
    def tells_of_return(self) -> bool:
        """Whether it says that something is well again."""
        return any(word in self.text.lower() for word in _WELL)


_WELL = ("recovered", "restored", "back", "healthy again", "resolved")


class SlackStub:
    """Listens where the product sends its messages, until it is closed.

    Args:
        url: where that is.

    Raises:
        SetupError: somebody else listens there.
    """

    def __init__(self, url: str) -> None:
        self._messages: list[Message] = []
        self._lock = threading.Lock()
        try:
            self._server = Listener(("127.0.0.1", urlsplit(url).port or 80), _handler_of(self))
        except OSError as error:
            raise SetupError(f"SLACK_WEBHOOK_URL is of no use: {error.strerror}") from None
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def messages(self) -> list[Message]:
        """Return what people were told, oldest first."""
        with self._lock:
            return list(self._messages)

    def forget(self) -> None:
        """Forget what people were told so far."""
        with self._lock:
            self._messages.clear()

    def note(self, content: bytes) -> None:
        """Note a message."""
        with self._lock:
            self._messages.append(Message(_text_of(content)))

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def _text_of(content: bytes) -> str:
    """Return all texts of a message, wherever they stand in it."""
    try:
        return " | ".join(_texts(json.loads(content)))
    except ValueError:
        return content.decode(errors="replace")


def _texts(content: object) -> list[str]:
    match content:
        case str():
            return [content]
        case dict():
            return [text for value in content.values() for text in _texts(value)]
        case list():
            return [text for value in content for text in _texts(value)]
        case _:
            return []


def _handler_of(stub: SlackStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Takes messages as Slack does."""

        def do_POST(self) -> None:
            """Answer as Slack does when all is well."""
            stub.note(whole_body(self))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its given name
            """Say nothing: the messages are noted."""

    return Handler
