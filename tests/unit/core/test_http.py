"""The HTTP client: declared transient errors only, and errors that explain."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import httpx
import pytest
from pydantic import BaseModel

from support.core.bounded import TimeIsUp, ending
from support.core.errors import DeploymentLost, Failure
from support.core.http import Api, ApiError
from support.core.secrecy import keep_secret

KEY = "key-that-nobody-may-read"


class Server:
    """Answers with what it was told, one after the other, and counts."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers: Iterator[httpx.Response | Exception] = iter(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def api(
    server: Server, monkeypatch: pytest.MonkeyPatch, retries: int = 2, timeout: float = 1
) -> Api:
    keep_secret(KEY)
    client = Api("Acme", "http://acme.test/", {"X-API-Key": KEY}, timeout, retries)
    transport = httpx.MockTransport(server)
    replacement = httpx.Client(base_url=client.base_url, transport=transport)
    monkeypatch.setattr(client, "_client", replacement)
    return client


def ok() -> httpx.Response:
    return httpx.Response(200, json={"fine": True})


class Thing(BaseModel):
    """What a server is to answer."""

    fine: bool


def test_an_answer_is_read_as_what_it_is_promised_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(ok())
    assert api(server, monkeypatch).ask(Thing, "GET", "/thing") == Thing(fine=True)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "the whole: Input should be a valid list"),
        ({"fine": True}, "the whole: Input should be a valid list"),
        ([{"fine": True}, {}], "1.fine: Field required"),
        ([{"fine": "perhaps"}, {}], "0.fine: Input should be a valid boolean, .* (and 1 more)"),
    ],
    ids=str,
)
def test_another_answer_is_told_with_its_route_and_place(
    answer: object, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(httpx.Response(200, json=answer))
    with pytest.raises(Failure) as told:
        api(server, monkeypatch).ask(list[Thing], "GET", "/things")
    before, _, after = said.partition(".* ")
    head = "Acme answered GET /things with something else than it promises: "
    assert str(told.value).startswith(head + before)
    assert str(told.value).endswith(after)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_an_unavailable_system_is_asked_again(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(status), ok())
    assert api(server, monkeypatch).call("GET", "/thing") == {"fine": True}


def test_a_post_is_not_repeated_after_502_because_it_may_have_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server(httpx.Response(502), ok())
    with pytest.raises(ApiError, match="Acme answered 502 to POST /thing"):
        api(server, monkeypatch).call("POST", "/thing")
    assert len(server.requests) == 1


def test_a_post_without_effect_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(503), ok())
    assert api(server, monkeypatch).call("POST", "/search", repeatable=True) == {"fine": True}


def test_too_many_requests_waits_as_long_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "0"}), ok())
    assert api(server, monkeypatch).call("POST", "/thing") == {"fine": True}


def test_an_unreasonable_pause_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "3600"}))
    with pytest.raises(ApiError, match="429"):
        api(server, monkeypatch).call("GET", "/thing")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 500])
def test_an_answer_that_is_no_success_is_an_error_at_once(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(httpx.Response(status, text=f"no, and your key is {KEY}"))
    with pytest.raises(ApiError) as refusal:
        api(server, monkeypatch).call("GET", "/thing")
    assert str(refusal.value) == (
        f"Acme answered {status} to GET /thing: no, and your key is [secret]"
    )
    assert len(server.requests) == 1


def test_a_connection_never_made_is_tried_again_and_then_the_deployment_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server(*[httpx.ConnectError("refused")] * 6)
    with pytest.raises(
        DeploymentLost, match=r"Acme at http://acme\.test gave no answer .* refused"
    ):
        api(server, monkeypatch).call("POST", "/thing")
    assert [request.url.path for request in server.requests] == ["/thing"] * 3 + ["/"] * 3


def test_a_post_whose_connection_broke_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.ReadError("cut"), ok())
    with pytest.raises(Failure, match="gave no answer to POST /thing: cut"):
        api(server, monkeypatch).call("POST", "/thing")
    assert [request.method for request in server.requests] == ["POST", "GET"]


class BreakingDown(BaseHTTPRequestHandler):
    """Breaks down at one path, and hangs up then without saying so."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        is_broken = self.path == "/broken"
        self.send_response(500 if is_broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
        self.close_connection = is_broken

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its given name
        """Say nothing."""


def test_a_server_that_hangs_up_after_a_breakdown_is_called_anew() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BreakingDown) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        client = Api("Acme", f"http://127.0.0.1:{server.server_port}", {}, timeout=5, retries=0)
        for _ in range(100):
            with pytest.raises(ApiError):
                client.call("POST", "/broken", body={})
            assert client.call("POST", "/", body={}) == {}
        client.close()
        server.shutdown()


def lost(_: str = "") -> httpx.TransportError:
    return httpx.RemoteProtocolError("the connection was cut", request=httpx.Request("GET", "/"))


@pytest.mark.parametrize("trouble", [lost(), httpx.Response(502), httpx.Response(503)])
def test_what_an_unanswered_post_made_is_looked_up(
    trouble: httpx.Response | Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(trouble)
    found = api(server, monkeypatch).call("POST", "/thing", made=lambda: {"id": "7"})
    assert found == {"id": "7"}
    assert len(server.requests) == 1


def test_a_post_that_made_nothing_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(lost(), ok())
    assert api(server, monkeypatch).call("POST", "/thing", made=lambda: None) == {"fine": True}


def test_a_repeated_post_that_is_refused_because_it_had_worked_is_looked_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = iter([None, {"id": "7"}])
    server = Server(lost(), httpx.Response(409))
    assert api(server, monkeypatch).call("POST", "/thing", made=lambda: next(looked)) == {"id": "7"}


def test_a_refused_post_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(409))
    with pytest.raises(ApiError, match="409"):
        api(server, monkeypatch).call("POST", "/thing", made=lambda: {"id": "7"})


def test_a_repeated_delete_that_finds_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    assert api(Server(lost(), httpx.Response(404)), monkeypatch).call("DELETE", "/thing") is None
    with pytest.raises(ApiError):
        api(Server(lost(), httpx.Response(404)), monkeypatch).call(
            "DELETE", "/thing", absent_is_done=False
        )
    with pytest.raises(ApiError, match="404"):
        api(Server(httpx.Response(404)), monkeypatch).call("DELETE", "/thing")


def test_a_deployment_is_lost_only_if_it_answers_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Failure, match="but it answers other requests") as alive:
        api(Server(lost(), httpx.Response(404)), monkeypatch, retries=0).call("GET", "/thing")
    assert not isinstance(alive.value, DeploymentLost)
    for silence in (lost(), httpx.Response(502)):
        with pytest.raises(DeploymentLost):
            api(Server(lost(), silence), monkeypatch, retries=0).call("GET", "/thing")


def test_a_pause_may_be_asked_for_by_the_time_of_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    server = Server(httpx.Response(429, headers=past), ok())
    assert api(server, monkeypatch).call("GET", "/thing") == {"fine": True}
    far = {"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}
    with pytest.raises(ApiError, match="more than 60 s are not waited"):
        api(Server(httpx.Response(429, headers=far)), monkeypatch).call("GET", "/thing")


class _Dripping(httpx.SyncByteStream):
    """A body without end, a little at a time."""

    def __init__(self, piece: bytes, pause: float) -> None:
        self._piece, self._pause = piece, pause

    def __iter__(self) -> Iterator[bytes]:
        while not Event().wait(self._pause):
            yield self._piece


def test_an_answer_that_drips_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(200, stream=_Dripping(b"x", 0.05)), httpx.Response(404))
    with pytest.raises(Failure, match="after 1 s its answer was not whole"):
        api(server, monkeypatch, retries=0).call("GET", "/thing")


def test_no_request_outlasts_the_look_that_it_is_a_part_of(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(200, stream=_Dripping(b"x", 0.05)), ok())
    client = api(server, monkeypatch, timeout=60)
    with ending(time.monotonic() + 0.2), pytest.raises(TimeIsUp):
        client.call("GET", "/thing")
    with ending(time.monotonic()), pytest.raises(TimeIsUp):
        client.call("GET", "/thing")
    assert len(server.requests) == 1
    assert server.requests[0].extensions["timeout"]["read"] <= 0.2


def test_an_answer_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(httpx.Response(200, stream=_Dripping(b"x" * 10_000_000, 0)))
    with pytest.raises(Failure, match="Acme answers GET /thing with more than 50 MB"):
        api(server, monkeypatch, timeout=60).call("GET", "/thing")
