"""A space of a scenario: what is put into it."""

from collections.abc import Mapping

from support.dataweaver.client.dataweaver import Dataweaver
from support.run.plugin import Scene

SPACE = "dataweaver space"


class Space:
    """A space of the scenario's own; it comes with its first entry.

    Attributes:
        name: tells which scenario made it.
        put: the texts that were put into it, by name.

    Args:
        client: of DataWeaver.
        scene: of the scenario.
    """

    def __init__(self, client: Dataweaver, scene: Scene) -> None:
        self.name = f"{scene.prefix}-main"
        self.put: dict[str, str] = {}
        self._client = client
        self._scene = scene

    def put_all(self, entries: Mapping[str, str]) -> None:
        """Put entries into it, each a text under a name."""
        with self._scene.timings.phase("create", entities=len(entries)):
            self._scene.cleanup.register(SPACE, self.name)
            for name, text in entries.items():
                self._client.put(self.name, name, text)
        self.put |= entries
