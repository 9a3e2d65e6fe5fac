"""An HTTP API: each address that answers with a list of objects is a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import httpx

from support.sandbox.dataweaver.app.readers.base import Config, Found, Reader, Row, SourceError

_LONGEST_ANSWER_S = 20.0
_PAGE = "100"


class HttpApiReader(Reader):
    """Reads the endpoints that the configuration names, page by page (RFC 8288, `rel="next"`)."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        bearer = {"Authorization": f"Bearer {config['api_key']}"} if config.get("api_key") else {}
        self._base = str(config["base_url"])
        self._client = httpx.Client(headers=bearer, timeout=_LONGEST_ANSWER_S)

    def details(self) -> dict[str, Any]:
        """Ask for every endpoint, and return where they are and which there are."""
        return {"base_url": self._base, "endpoints": [one.name for one in self.tables()]}

    def tables(self) -> list[Found]:
        """Return all endpoints that are there."""
        found = (self._found(one) for one in self._config["endpoints"])
        return [one for one in found if one]

    def read(self, path: str) -> tuple[Sequence[str], Iterator[Row]]:
        """Read an endpoint to its last page."""
        objects = self._objects(path)
        if objects is None:
            raise SourceError(f"There is nothing at {path}")
        columns = self._columns(objects)
        return columns, ([one.get(name) for name in columns] for one in objects)

    def _found(self, endpoint: Mapping[str, str]) -> Found | None:
        objects = self._objects(endpoint["path"])
        if objects is None:
            return None
        columns, path = self._columns(objects), endpoint["path"]
        return Found(endpoint["name"], "", "endpoint", path, columns, len(objects))

    def _columns(self, objects: Sequence[Mapping[str, Any]]) -> Sequence[str]:
        """Return those that are asked for, or else all that any object has."""
        named = self._config.get("columns") or dict.fromkeys(
            name for one in objects for name in one
        )
        return list(named)

    def _objects(self, path: str) -> list[dict[str, Any]] | None:
        """Return the objects of all pages; None if there is nothing at the path."""
        url, parameters = f"{self._base}{path}", {"per_page": _PAGE}
        objects: list[dict[str, Any]] = []
        while url:
            answer = self._ask(url, parameters)
            if answer is None:
                return None
            objects += answer.json()
            following = answer.links.get("next", {}).get("url")
            url, parameters = urljoin(url, following) if following else "", {}
        return objects

    def _ask(self, url: str, parameters: Mapping[str, str]) -> httpx.Response | None:
        address = httpx.URL(url).copy_merge_params(parameters)
        try:
            answer = self._client.get(address)
        except httpx.TransportError as error:
            raise SourceError(f"The API does not answer: {error}") from None
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if not answer.is_success:
            raise SourceError(f"The API refuses: {answer.status_code} {answer.text[:200]}")
        return answer
