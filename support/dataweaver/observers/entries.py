"""What is seen of entries: each under its name, and all of them in the list of the space."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from support.dataweaver.client.dataweaver import Dataweaver


@dataclass(frozen=True)
class View:
    """What one look brings.

    Attributes:
        found: by name, what looking an entry up brings; None for what is not there.
        listed: by name, what the list of the space shows.
    """

    found: Mapping[str, str | None]
    listed: Mapping[str, str]


def look(client: Dataweaver, space: str, names: Iterable[str]) -> View:
    """Look entries up, and at the list of their space."""
    found = {name: client.look_up(space, name) for name in names}
    return View(found, client.entries(space))
