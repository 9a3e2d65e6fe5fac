"""An HTTP conversation with one system under test: pool, retries, errors that explain."""

import logging
import os
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain
from typing import Any
from urllib.request import getproxies

import httpx

from support.core.errors import DeploymentLost, Failure, SetupError
from support.core.secrecy import keep_secret, passwords_in, redact
from support.core.timings import outside
from support.core.waiting import persistently

log = logging.getLogger(__name__)

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = {502, 503, 504}
_LONGEST_BODY = 600
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
            f" {redact(self.body)[:_LONGEST_BODY]}"
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


class Api:
    """Speaks JSON with one system.

    Args:
        system: its name, for messages.
        base_url: where it answers.
        headers: sent with every request (never logged).
        timeout: of one request, in seconds.
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
            names = ", ".join(f"{kind.upper()}_PROXY" for kind in getproxies())
            raise SetupError(f"{names} in the environment is no proxy: {error}") from None

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
    ) -> Any:  # noqa: ANN401  JSON has any shape; the caller validates it into a model
        """Send a request and return the decoded JSON of the answer (None if it has no body).

        An answer that is no JSON is returned as text.

        A connection that was never made and a 429 are tried again always, 502, 503 and 504 and a
        connection that broke only if the request may be repeated without a second effect.

        Args:
            method: the HTTP method.
            path: below the base URL.
            body: sent as JSON.
            content: sent as it is, instead of a body.
            headers: sent with this request, besides those of the conversation.
            query: the query parameters.
            repeatable: whether sending twice is harmless; by default every method but POST.

        Raises:
            ApiError: the answer is not a success.
            DeploymentLost: no answer came.
            Failure: the answer cannot be read.
        """
        harmless = method != "POST" if repeatable is None else repeatable
        request = self._client.build_request(
            method, path, json=body, content=content, headers=headers, params=query
        )
        request.extensions["repeatable"] = harmless
        try:
            response = persistently(
                lambda: self._send(request), _is_transient, self._retries, _pause_asked
            )
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
            raise DeploymentLost(
                f"{self.system} at {self.base_url} gave no answer to {method} {path}: {reason}"
            ) from error
        except httpx.DecodingError as error:
            raise self._no_sense(method, path, error) from error
        if "json" not in response.headers.get("Content-Type", "json"):
            return response.text
        try:
            return response.json() if response.content else None
        except (ValueError, RecursionError) as error:
            raise self._no_sense(method, path, error) from error

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def _no_sense(self, method: str, path: str, error: Exception) -> Failure:
        return Failure(f"{self.system} answered {method} {path} with what is no JSON: {error}")

    def _send(self, request: httpx.Request) -> httpx.Response:
        started = time.perf_counter()
        with outside():
            response = self._client.send(request)
        spent = (time.perf_counter() - started) * 1000
        status = response.status_code
        log.debug("%s %s -> %d (%.0f ms)", request.method, request.url.path, status, spent)
        self._watch(f"{request.method} {request.url.path}", f"{response.headers}\n{response.text}")
        if response.is_server_error:
            _hang_up(response)
        if not response.is_success:
            raise ApiError(self.system, response)
        return response


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
    if isinstance(error, ApiError):
        busy = error.status == _TOO_MANY_REQUESTS
        patient = (error.retry_after or 0) <= _LONGEST_PAUSE_ASKED
        return (busy and patient) or (error.status in _UNAVAILABLE and error.repeatable)
    return False


def _pause_asked(error: BaseException) -> float | None:
    return error.retry_after if isinstance(error, ApiError) else None


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdigit() else None
