"""What the bongos of Google's services share: one account, one token, Google's own client."""

from collections.abc import Iterator
from typing import Any, ClassVar

import google_auth_httplib2
import httplib2
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from support.bongos.faults import FaultyBongo
from support.bongos.settings import GoogleSettings, SourceSettings


class GoogleBongo(FaultyBongo[GoogleSettings, Any]):
    """Works in one service of a Google account; Google makes its client's classes at run time."""

    settings_type: ClassVar[type[SourceSettings]] = GoogleSettings

    service: ClassVar[tuple[str, str]]
    """Name and version, as Google's discovery knows them."""

    base_path: ClassVar[str] = ""
    """Where below the host the service begins."""

    faults: ClassVar[str] = "google_faults"
    needs: ClassVar[tuple[str, ...]] = ("google_access_token",)
    errors: ClassVar[tuple[type[Exception], ...]] = (
        HttpError,
        GoogleAuthError,
        httplib2.HttpLib2Error,
        OSError,
    )

    @classmethod
    def connect(cls, settings: GoogleSettings) -> Any:  # noqa: ANN401
        """Return a client of the service, built from the description that comes with it."""
        token = Credentials(token=settings.secret("google_access_token"))  # type: ignore[no-untyped-call]
        http = httplib2.Http(timeout=settings.request_timeout_s)
        root = settings.google_api_url
        client = build(
            *cls.service,
            http=google_auth_httplib2.AuthorizedHttp(token, http=http),
            client_options={"api_endpoint": f"{root}{cls.base_path}"} if root else None,
            cache_discovery=False,
            static_discovery=True,
        )
        cls.try_out(client)
        return client

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Make a first call, which fails with a wrong token."""
        raise NotImplementedError

    def run(self, request: Any) -> Any:  # noqa: ANN401
        """Execute a request; Google's client backs off when there were too many."""
        root = self.settings.google_api_url
        if root and root.scheme == "http":  # which the client forgets in the address of an upload
            request.uri = request.uri.replace("https:", "http:", 1)
        return request.execute(num_retries=self.settings.max_retries)

    def listed(self, methods: Any, key: str, **arguments: object) -> Iterator[dict[str, Any]]:  # noqa: ANN401
        """Yield the items of a listing, page by page.

        Args:
            methods: of the client, with `list` and `list_next`.
            key: under which an answer holds its items.
            arguments: of the listing.
        """
        page = methods.list(**arguments)
        while page is not None:
            answer = self.run(page)
            yield from answer.get(key, [])
            page = methods.list_next(page, answer)
