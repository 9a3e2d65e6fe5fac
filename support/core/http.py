"""An HTTP conversation with one system under test: pool, retries, errors that explain."""

import logging
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import chain, count
from typing import Any, TypeVar
from urllib.request import getproxies

import httpx
from pydantic import SecretStr, TypeAdapter, ValidationError

from support.core.bounded import time_left
from support.core.causes import Cause
from support.core.errors import DeploymentLost, Failure, SetupError
from support.core.secrecy import keep_secret, passwords_in, redact
from support.core.timings import outside
from support.core.waiting import persistently

log = logging.getLogger(__name__)

T = TypeVar("T")

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = {502, 503, 504}
_NOT_FOUND = 404
_SERVERS_FAULT = 500
_CAUSES = {
    401: Cause.CREDENTIALS,
    403: Cause.CREDENTIALS,
    404: Cause.LOST,
    429: Cause.RATE_LIMIT,
}
_LONGEST_BODY = 600
_MB = 1_000_000
_LARGEST_BODY = 50 * _MB
_LONGEST_GREETING_S = 5.0
_OF_THE_TRANSFER = {"content-encoding", "content-length", "transfer-encoding"}
_LONGEST_PAUSE_ASKED = 60.0


class ApiError(Failure):
    """An answer that is not a success: method, path, status and body."""

    def __init__(self, system: str, response: httpx.Response) -> None:
        self.status = response.status_code
        self.body = response.text
        self.retry_after = _seconds(response.headers.get("Retry-After"))
        self.repeatable = response.request.extensions.get("repeatable", False)
        request = response.request
        super().__init__(
            f"{system} answered {self.status} to {request.method} {request.url.path}:"
            f" {redact(self.body)[:_LONGEST_BODY]}{self._pause()}",
            cause_of_status(self.status),
        )

    @property
    def is_transient(self) -> bool:
        """Whether the same request may be answered better in a while, and may be sent again."""
        if (self.retry_after or 0) > _LONGEST_PAUSE_ASKED:
            return False
        busy = self.status == _TOO_MANY_REQUESTS
        return busy or (self.status in _UNAVAILABLE and self.repeatable)

    def _pause(self) -> str:
        """Say that a pause was asked for that nobody makes."""
        if self.retry_after is None or self.retry_after <= _LONGEST_PAUSE_ASKED:
            return ""
        return (
            f" (it asks for a pause of {self.retry_after:g} s; more than"
            f" {_LONGEST_PAUSE_ASKED:g} s are not waited)"
        )


@cache
def certificates() -> ssl.SSLContext:
    """Return what to trust. Reading it takes longer than most calls, so all clients share it.

    Raises:
        SetupError: a variable of OpenSSL's names a file that is none of certificates.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        files = (f"{name}={os.environ[name]}" for name in _CERTIFICATES if name in os.environ)
        raise SetupError(
            f"{' and '.join(files)} in the environment cannot be read as certificates: {error}"
        ) from None


def refusal_of(act: Callable[[], object]) -> "ApiError | None":
    """Do something and return how an API refuses that as the caller's mistake; None if it does not.

    Raises:
        ApiError: it broke down over it.
    """
    try:
        act()
    except ApiError as refusal:
        if refusal.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise
        return refusal
    return None


def bearer(token: SecretStr | None) -> dict[str, str]:
    """Return the header that carries a token; none if there is no token."""
    return {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}


class Api:
    """Speaks JSON with one system.

    Args:
        system: its name, for messages.
        base_url: where it answers.
        headers: sent with every request (never logged).
        timeout: of one request with all of its answer, in seconds.
        retries: how often a call is repeated after a transient error.
        watch: is told every answer, whatever it says: what was asked, and all of the text.
    """

    def __init__(
        self,
        system: str,
        base_url: str,
        headers: Mapping[str, str],
        timeout: float,
        retries: int,
        watch: Callable[[str, str], None] = lambda asked, text: None,
    ) -> None:
        self.system = system
        self.base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._retries = retries
        self._watch = watch
        trusted = certificates()
        for password in chain.from_iterable(map(passwords_in, getproxies().values())):
            keep_secret(password)
        try:
            self._client = httpx.Client(
                base_url=self.base_url, headers=headers, timeout=timeout, verify=trusted
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise SetupError(f"{_proxies()} in the environment is no proxy: {error}") from None

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str | int | bool] | None = None,
        repeatable: bool | None = None,
        made: Callable[[], object] | None = None,
        absent_is_done: bool = True,
    ) -> Any:  # noqa: ANN401  JSON has any shape; the caller validates it into a model
        """Send a request and return the decoded JSON of the answer (None if it has no body).

        An answer that is no JSON is returned as text.

        A connection that was never made and a 429 are tried again always, 502, 503 and 504 and a
        connection that broke only if the request may be repeated without a second effect, or if it
        can be looked up whether it had one.

        Args:
            method: the HTTP method.
            path: below the base URL.
            body: sent as JSON.
            content: sent as it is, instead of a body.
            headers: sent with this request, besides those of the conversation.
            query: the query parameters.
            repeatable: whether sending twice is harmless; by default every method but POST.
            made: looks up what a request has made whose answer was lost, and returns the JSON of
                that; None if there is nothing. With it a request is repeatable.
            absent_is_done: whether a DELETE that finds nothing when repeated is done; not if
                whoever asks may not see what is there.

        Raises:
            ApiError: the answer is not a success.
            DeploymentLost: no answer came, and nothing else is answered either.
            Failure: no answer came to this alone, or it cannot be read.
        """
        by_itself = method != "POST" if repeatable is None else repeatable
        harmless = by_itself or made is not None
        request = self._client.build_request(
            method, path, json=body, content=content, headers=headers, params=query
        )
        request.extensions["repeatable"] = harmless
        attempts = count()

        def attempt() -> object:
            again = next(attempts) > 0
            if again and made and (found := made()) is not None:
                return found
            try:
                return self._decoded(self._send(request))
            except ApiError as error:
                is_absent = method == "DELETE" and error.status == _NOT_FOUND
                if again and is_absent and absent_is_done:
                    return None
                if again and made and (found := made()) is not None:
                    return found
                raise

        try:
            return persistently(attempt, _is_transient, self._retries, _pause_asked)
        except httpx.TransportError as error:
            raise self._unanswered(method, path, error) from error
        except httpx.DecodingError as error:
            raise self._no_sense(method, path, error) from error

    def _decoded(self, response: httpx.Response) -> object:
        if "json" not in response.headers.get("Content-Type", "json"):
            return response.text
        try:
            return response.json() if response.content else None
        except (ValueError, RecursionError) as error:
            request = response.request
            raise self._no_sense(request.method, request.url.path, error) from error

    def ask(
        self,
        answers: type[T],
        method: str,
        path: str,
        **request: Any,  # noqa: ANN401  passed on
    ) -> T:
        """Send a request as `call` does, and return the answer as what it is promised to be.

        Args:
            answers: what that is: any type that pydantic reads out of JSON.
            method: the HTTP method.
            path: below the base URL.
            request: whatever else `call` takes.

        Raises:
            Failure: it is something else; says on which route, and where in the answer.
        """
        return self._as_promised(answers, self.call(method, path, **request), method, path)

    def ask_if_there(self, answers: type[T], path: str) -> T | None:
        """Do the same with a GET; return None if there is nothing at this path (404)."""
        answer = self.call_if_there("GET", path)
        return None if answer is None else self._as_promised(answers, answer, "GET", path)

    def call_if_there(self, method: str, path: str) -> Any:  # noqa: ANN401  as above
        """Do as `call` does; return None if there is nothing at this path (404)."""
        try:
            return self.call(method, path)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return None

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def _as_promised(self, answers: type[T], answer: object, method: str, path: str) -> T:
        try:
            return TypeAdapter(answers).validate_python(answer)
        except ValidationError as error:
            raise Failure(
                f"{self.system} answered {method} {path} with something else than it promises:"
                f" {_first_of(error)}",
                Cause.MISREPORTED,
            ) from None

    def _no_sense(self, method: str, path: str, error: Exception) -> Failure:
        said = f"{self.system} answered {method} {path} with what is no JSON: {error}"
        return Failure(Cause.MISREPORTED(said))

    def _send(self, request: httpx.Request) -> httpx.Response:
        started = time.perf_counter()
        request.extensions["timeout"] = self._timeouts()
        with outside(), self._whole(request) as response:
            if response.is_server_error:
                _hang_up(response)
        spent = (time.perf_counter() - started) * 1000
        status = response.status_code
        log.debug("%s %s -> %d (%.0f ms)", request.method, request.url.path, status, spent)
        self._watch(f"{request.method} {request.url.path}", f"{response.headers}\n{response.text}")
        if not response.is_success:
            raise ApiError(self.system, response)
        return response

    @contextmanager
    def _whole(self, request: httpx.Request) -> Iterator[httpx.Response]:
        """Yield an answer with all of its body, which neither drips nor has no end."""
        ends = time.monotonic() + self._timeout
        with closing(self._client.send(request, stream=True)) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _LARGEST_BODY:
                    raise Failure(
                        f"{self.system} answers {request.method} {request.url.path} with more than"
                        f" {_LARGEST_BODY // _MB} MB"
                    )
                time_left()
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout(
                        f"after {self._timeout:g} s its answer was not whole", request=request
                    )
            yield _of(response, bytes(body))

    def _timeouts(self) -> dict[str, float | None]:
        """Return how long each part of a request may take: no longer than what it is a part of."""
        return httpx.Timeout(min(self._timeout, time_left())).as_dict()

    def _unanswered(self, method: str, path: str, error: httpx.TransportError) -> Failure:
        """Return what an unanswered request means: that all is lost only if all is silent."""
        reason = str(error) or type(error).__name__
        through = f" through {_proxies()} of the environment" if _proxies() else ""
        told = (
            f"{self.system} at {self.base_url}{through} gave no answer to {method} {path}: {reason}"
        )
        if self._is_silent():
            way = Cause.NETWORK if is_way_broken(error) else Cause.UNAVAILABLE
            return DeploymentLost(told, way)
        late = isinstance(error, httpx.ReadTimeout)
        cause = Cause.SLOW if late else Cause.UNAVAILABLE
        return Failure(cause(f"{told} (but it answers other requests)"))

    def _is_silent(self) -> bool:
        """Tell whether no request is answered, not even with an error of the system's own."""
        timeout = min(self._timeout, _LONGEST_GREETING_S, time_left())
        request = self._client.build_request("GET", "/", timeout=timeout)
        request.extensions["repeatable"] = True
        try:
            with outside():
                answer = persistently(
                    lambda: self._client.send(request, stream=True), _is_transient, self._retries
                )
        except httpx.HTTPError:
            return True
        answer.close()
        return answer.status_code in _UNAVAILABLE


def cause_of_status(status: int) -> Cause:
    """Return why a call was answered with this status, which is none of success."""
    if status >= _SERVERS_FAULT:
        return Cause.UNAVAILABLE
    return _CAUSES.get(status, Cause.REFUSED)


def is_way_broken(error: BaseException) -> bool:
    """Tell whether no answer came because there was no way: a name, a proxy or a certificate."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, (socket.gaierror, ssl.SSLError, httpx.ProxyError)):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _of(response: httpx.Response, body: bytes) -> httpx.Response:
    """Return an answer with its body, which is decoded already."""
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name.lower() not in _OF_THE_TRANSFER
    ]
    return httpx.Response(
        response.status_code,
        headers=headers,
        content=body,
        request=response.request,
        extensions=response.extensions,
    )


def _first_of(error: ValidationError) -> str:
    """Say where in an answer the first thing is wrong, and how many more there are."""
    first, *others = error.errors()
    where = ".".join(map(str, first["loc"])) or "the whole"
    more = f" (and {len(others)} more)" if others else ""
    return f"{where}: {first['msg']}{more}"


def _proxies() -> str:
    """Return the variables of the environment that name proxies."""
    return ", ".join(f"{kind.upper()}_PROXY" for kind in getproxies() if kind != "no")


def _hang_up(response: httpx.Response) -> None:
    """Close the connection on which a server broke down.

    Some close it themselves and do not say so; the next request would meet a dead connection.
    """
    if (stream := response.extensions.get("network_stream")) is not None:
        stream.close()


def _is_transient(error: BaseException) -> bool:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return True
    if isinstance(error, httpx.TransportError):
        return bool(error.request.extensions["repeatable"])
    return isinstance(error, ApiError) and error.is_transient


def _pause_asked(error: BaseException) -> float | None:
    return error.retry_after if isinstance(error, ApiError) else None


def _seconds(retry_after: str | None) -> float | None:
    """Read a pause, which is told in seconds or as the time of its end (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    with suppress(ValueError, TypeError, OverflowError):
        until = parsedate_to_datetime(retry_after)
        return max(0.0, (until - datetime.now(until.tzinfo)).total_seconds())
    return None
