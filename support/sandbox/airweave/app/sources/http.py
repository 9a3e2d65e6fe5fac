"""GET requests to a vendor's API: passing troubles are waited out, every other one has a name."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar, cast

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    stop_when_event_set,
    wait_exponential,
)

from support.sandbox.airweave.app.sources.base import (
    ConflictError,
    InvalidCredentialsError,
    NotFoundError,
    RateLimitedError,
    SourceContext,
    SourceError,
    UnavailableError,
)

LONGEST_PAUSE = 30.0  # seconds; a vendor that wants more time than this gets a failed job instead
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_backoff = wait_exponential(multiplier=0.25, max=4)

Params = dict[str, str | int]
T = TypeVar("T")


class VendorApi:
    """One vendor's API as one connection sees it.

    Args:
        vendor: the name used in error messages.
        context: the address, how often to try, and the event that ends all waiting.
        headers: sent to the vendor's own host only, never to another host that a URL points to.
    """

    def __init__(self, vendor: str, context: SourceContext, headers: dict[str, str]) -> None:
        self._vendor = vendor
        self._cancelled: threading.Event = context.cancelled
        own_host = httpx.URL(context.base_url).host

        def identify(request: httpx.Request) -> httpx.Request:
            if request.url.host == own_host:
                request.headers.update(headers)
            return request

        self._client = httpx.Client(
            base_url=context.base_url,
            auth=identify,
            timeout=_TIMEOUT,
            follow_redirects=True,
            verify=_trusted(),
        )
        self._retrying = Retrying(
            stop=stop_after_attempt(context.attempts) | stop_when_event_set(context.cancelled),
            wait=_pause,
            sleep=sleep_using_event(context.cancelled),
            retry=retry_if_exception(_passes),
            reraise=True,
        )

    def json(self, path: str, **params: str | int) -> Any:  # noqa: ANN401  any JSON
        """Return the parsed answer of a GET; raises `SourceError`."""
        return self._get(path, params, httpx.Response.json)

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401  any JSON
        """Return the parsed answer of a POST that only reads; raises `SourceError`."""
        return self._retrying(self._once, path, {}, httpx.Response.json, body)

    def bytes(self, url: str) -> bytes:
        """Return the raw answer of a GET; raises `SourceError`."""
        return self._get(url, {}, lambda response: response.content)

    def pages(self, path: str, **params: str | int) -> Iterator[Any]:
        """Yield the parsed pages of a listing while its `Link` header names a next one (RFC 8288).

        Pages are asked for by number: a `next` URL may carry another host than the one configured.
        """
        page, more = 1, True
        while more:
            data, more = self._get(path, {**params, "page": page}, _page)
            yield data
            page += 1

    def _get(self, url: str, params: Params, read: Callable[[httpx.Response], T]) -> T:
        return cast(T, self._retrying(self._once, url, params, read))

    def _once(
        self, url: str, params: Params, read: Callable[[httpx.Response], T], body: object = None
    ) -> T:
        if self._cancelled.is_set():
            raise SourceError(f"Cancelled before {self._vendor} was asked for {url}")
        try:
            method = "GET" if body is None else "POST"
            response = self._client.request(method, url, params=params or None, json=body)
        except httpx.RequestError as error:
            raise UnavailableError(
                f"{self._vendor} could not be reached: {type(error).__name__}: {error}"
            ) from error
        if response.is_error:
            raise fault(self._vendor, response)
        try:
            return read(response)
        except ValueError as error:
            raise UnavailableError(
                f"{self._vendor} sent an unreadable answer to {response.url.path}"
            ) from error


def fault(vendor: str, response: httpx.Response) -> SourceError:
    """Return the error that an answer of 400 and above stands for.

    A 403 is a rate limit when it says when to come back, or that no call is left
    (docs.github.com, "Rate limits for the REST API"); else the credentials do not reach that far.
    """
    text = f"{vendor} answered {response.status_code} {_reason(response)} to {response.url.path}"
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS or (
        status == HTTPStatus.FORBIDDEN and _says_rate_limit(response.headers)
    ):
        return RateLimitedError(f"{text} (rate limit)", _retry_after(response.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnavailableError(text)
    kinds: dict[int, type[SourceError]] = {
        HTTPStatus.UNAUTHORIZED: InvalidCredentialsError,
        HTTPStatus.FORBIDDEN: InvalidCredentialsError,
        HTTPStatus.NOT_FOUND: NotFoundError,
        HTTPStatus.GONE: NotFoundError,
        HTTPStatus.CONFLICT: ConflictError,
    }
    return kinds.get(status, SourceError)(text)


@cache
def _trusted() -> ssl.SSLContext:
    """Read the certificates of this machine once: that takes longer than a whole sync."""
    return httpx.create_ssl_context()


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json()["message"])
    except (ValueError, KeyError, TypeError):
        return response.reason_phrase


def _says_rate_limit(headers: httpx.Headers) -> bool:
    return "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"


def _retry_after(headers: httpx.Headers) -> float | None:
    if headers.get("retry-after", "").isdigit():
        return float(headers["retry-after"])
    if headers.get("x-ratelimit-reset", "").isdigit():
        return max(0.0, float(headers["x-ratelimit-reset"]) - time.time())
    return None


def _passes(error: BaseException) -> bool:
    """Tell whether trying again may help."""
    if isinstance(error, RateLimitedError):
        return (error.retry_after or 0.0) <= LONGEST_PAUSE
    return isinstance(error, UnavailableError)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, RateLimitedError) and error.retry_after is not None:
        return error.retry_after
    return float(_backoff(state))


def _page(response: httpx.Response) -> tuple[Any, bool]:
    return response.json(), "next" in response.links
