"""What users ask for: which requests write, and to which collection."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

_DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"
_SHORT = re.compile(r"^/api/v[12](?P<rest>/collections(?:/.*)?)$")
_COLLECTIONS = re.compile(r"^(?P<root>.*/collections)(?:/(?P<key>[^/]+)(?:/(?P<operation>\w+))?)?$")
_CHANGES = {"add", "upsert", "update", "delete"}


@dataclass(frozen=True)
class Request:
    """One request of a user.

    Attributes:
        method: of HTTP.
        path: in its long form.
        query: as the user wrote it.
        body: as the user wrote it.
    """

    method: str
    path: str
    query: str = ""
    body: bytes = b""

    @classmethod
    def of(cls, method: str, path: str, query: str, body: bytes) -> "Request":
        """Return a request; a path without tenant and database means the default ones."""
        short = _SHORT.match(path)
        return cls(method, f"{_DATABASE}{short['rest']}" if short else path, query, body)

    @property
    def key(self) -> str | None:
        """By what it names its collection: a name or an id; None if it names none."""
        return self._part("key")

    @property
    def operation(self) -> str | None:
        """What it does with the documents of a collection, such as `add`, or None."""
        return self._part("operation")

    @property
    def creates(self) -> bool:
        """Whether it makes a collection."""
        return self.method == "POST" and self._part("root") is not None and self.key is None

    @property
    def drops(self) -> bool:
        """Whether it deletes a collection."""
        return self.method == "DELETE" and self.key is not None and self.operation is None

    @property
    def lists(self) -> bool:
        """Whether it asks for the collections that there are."""
        return self.method == "GET" and self._part("root") is not None and self.key is None

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        if self.creates or self.drops:
            return True
        if self.method == "PUT" and self.key is not None:
            return self.operation is None
        return self.method == "POST" and self.operation in _CHANGES

    def content(self) -> Any:  # noqa: ANN401  JSON has any shape
        """Return its body, decoded; None if it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def path_with(self, key: str) -> str:
        """Return the path with another name or id of the collection."""
        found = _COLLECTIONS.match(self.path)
        assert found, "the request names a collection"
        return "/".join(filter(None, (found["root"], key, found["operation"])))

    def _part(self, name: str) -> str | None:
        found = _COLLECTIONS.match(self.path)
        return found[name] if found else None


def is_id(key: str) -> bool:
    """Tell whether a collection is named by its id."""
    try:
        UUID(key)
    except ValueError:
        return False
    return True
