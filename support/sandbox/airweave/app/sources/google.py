"""What the sources of Google's services share."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import SourceContext, StrictFields
from support.sandbox.airweave.app.sources.http import VendorApi


class GoogleAuth(StrictFields):
    """Credentials of a connection to a Google account."""

    access_token: SecretStr = Field(title="Token", description="Of an account that may read")


class GoogleApi(VendorApi):
    """A Google service as one connection sees it."""

    def __init__(self, name: str, auth: GoogleAuth, context: SourceContext) -> None:
        token = auth.access_token.get_secret_value()
        super().__init__(name, context, {"authorization": f"Bearer {token}"})

    def listed(self, path: str, key: str, **params: str | int) -> Iterator[dict[str, Any]]:
        """Yield the items of a listing, page by page."""
        for page in self.paged(path, **params):
            yield from page.get(key, [])

    def paged(self, path: str, **params: str | int) -> Iterator[dict[str, Any]]:
        """Yield the pages of a listing; there is at least one."""
        token: dict[str, str] = {}
        while True:
            page = self.json(path, **{**params, **token})
            yield page
            if not page.get("nextPageToken"):
                return
            token = {"pageToken": page["nextPageToken"]}
