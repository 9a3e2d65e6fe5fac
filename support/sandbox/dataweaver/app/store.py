"""Where entries are kept: in memory, by space and name."""


class Store:
    """The entries of all spaces."""

    def __init__(self) -> None:
        self._spaces: dict[str, dict[str, str]] = {}

    def spaces(self) -> list[str]:
        """Return the names of all spaces."""
        return list(self._spaces)

    def entries(self, space: str) -> dict[str, str]:
        """Return the texts of the entries of a space, by name; none if there is no such space."""
        return dict(self._spaces.get(space, {}))

    def put(self, space: str, name: str, text: str) -> None:
        """Keep a text under a name."""
        self._spaces.setdefault(space, {})[name] = text

    def delete(self, space: str) -> None:
        """Delete a space, if it is there."""
        self._spaces.pop(space, None)
