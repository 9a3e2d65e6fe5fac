"""The client of DataWeaver: its API, call by call."""

from collections.abc import Mapping
from urllib.parse import quote

from pydantic import TypeAdapter

from support.core.http import Api, ApiError

_NOT_FOUND = 404
_names = TypeAdapter(list[str])
_entries = TypeAdapter(dict[str, str])


class Dataweaver:
    """Speaks with DataWeaver as a user's program does; entries lie in spaces.

    Args:
        api: the conversation.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    def check_health(self) -> None:
        """Call it once.

        Raises:
            Failure: it does not answer as it should.
        """
        self._api.call("GET", "/health")

    def spaces(self) -> list[str]:
        """Return the names of all spaces."""
        return _names.validate_python(self._api.call("GET", "/spaces"))

    def entries(self, space: str) -> Mapping[str, str]:
        """Return the texts of all entries, by name."""
        return _entries.validate_python(self._api.call("GET", _path(space)))

    def look_up(self, space: str, name: str) -> str | None:
        """Return the text of an entry; None if there is no such entry."""
        try:
            text: str = self._api.call("GET", _path(space, name))["text"]
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return None
        return text

    def put(self, space: str, name: str, text: str) -> None:
        """Put an entry into a space; a space comes with its first entry."""
        self._api.call("PUT", _path(space, name), body={"text": text})

    def delete_space(self, space: str) -> None:
        """Delete a space with its entries; what is already gone is no error."""
        self._api.call("DELETE", f"/spaces/{quote(space, safe='')}")

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()


def _path(space: str, *name: str) -> str:
    return "/".join(
        ["/spaces", quote(space, safe=""), "entries", *(quote(n, safe="") for n in name)]
    )
