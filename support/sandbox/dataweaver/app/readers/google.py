"""Google Workspace: a table a sheet, which is any file of comma-separated values."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from support.sandbox.dataweaver.app.readers.base import Config, Found, Reader, Row, SourceError

_SHEET = "application/vnd.google-apps.spreadsheet"
_FILES = "drive/v3/files"
_SECONDS = 10


class GoogleReader(Reader):
    """Reads the sheets of a drive, or of the folder that the configuration names."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        token = (config.get("token_info") or {}).get("token", "")
        self._client = httpx.Client(
            base_url=config.get("base_url", "https://www.googleapis.com"),
            headers={"Authorization": f"Bearer {token}"},
            timeout=_SECONDS,
        )

    def details(self) -> dict[str, Any]:
        """Log in, and return what there is."""
        return {"files": [file["name"] for file in self._sheets()]}

    def tables(self) -> list[Found]:
        """Return all sheets."""
        return [self._found(file) for file in self._sheets()]

    def read(self, path: str) -> tuple[Sequence[str], Iterator[Row]]:
        """Read a sheet, whose first row holds its headings."""
        lines = csv.reader(io.StringIO(self._content(path)))
        return next(lines, []), iter(lines)

    def _found(self, file: dict[str, Any]) -> Found:
        columns, rows = self.read(file["id"])
        name = file["name"].removesuffix(".csv")
        return Found(name, "", "spreadsheet", file["id"], columns, sum(1 for _ in rows))

    def _sheets(self) -> Iterator[dict[str, Any]]:
        folder = self._config.get("folder_id")
        query = "trashed = false" + (f" and '{folder}' in parents" if folder else "")
        page = ""
        while True:
            answer = self._get(
                _FILES, q=query, pageSize=100, **({"pageToken": page} if page else {})
            )
            listed = answer.json()
            yield from (file for file in listed["files"] if _is_sheet(file))
            page = listed.get("nextPageToken", "")
            if not page:
                return

    def _content(self, file: str) -> str:
        kind = self._get(f"{_FILES}/{file}").json()["mimeType"]
        if kind == _SHEET:
            return self._get(f"{_FILES}/{file}/export", mimeType="text/csv").content.decode()
        return self._get(f"{_FILES}/{file}", alt="media").content.decode()

    def _get(self, path: str, **query: Any) -> httpx.Response:  # noqa: ANN401
        try:
            answer = self._client.get(path, params=query)
            answer.raise_for_status()
        except httpx.HTTPStatusError as error:
            raise SourceError(_refusal(error.response)) from None
        except httpx.HTTPError as error:
            raise SourceError(f"Google does not answer: {error}") from None
        return answer


def _is_sheet(file: dict[str, Any]) -> bool:
    return file["mimeType"] == _SHEET or str(file["name"]).endswith(".csv")


def _refusal(response: httpx.Response) -> str:
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return "Google refuses the credentials"
    return f"Google refuses with {response.status_code}"
