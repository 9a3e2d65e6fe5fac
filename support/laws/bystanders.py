"""The law of bystanders: what an action is not about stays as it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from support.core.causes import Cause

Snapshot = Mapping[str, Any]
"""What is seen of a bystander: by the name of each thing that it has, that thing."""


@dataclass
class Bystander:
    """Something that nobody touches.

    Attributes:
        name: for the verdict, such as "the collection of the other branch".
        look: returns what is seen of it now.
        before: what was seen of it when it was last well.
    """

    name: str
    look: Callable[[], Snapshot]
    before: Snapshot = field(default_factory=dict)

    def remember(self) -> None:
        """Take what is seen now for how it must stay."""
        self.before = self.look()

    def changes(self) -> list[str]:
        """Return what has changed since, a sentence each.

        Raises:
            AssertionError: there was nothing that could change.
        """
        assert self.before, f"{self.name} held nothing that could have changed"
        return changes_of(self.name, self.before, self.look())


def changes_of(name: str, before: Snapshot, now: Snapshot) -> list[str]:
    """Return how what is seen of a bystander differs from what was seen before."""
    gone = [Cause.LOST(f"{name} has lost {key}") for key in before.keys() - now.keys()]
    new = [Cause.INVENTED(f"{name} has got {key}") for key in now.keys() - before.keys()]
    other = [
        Cause.ALTERED(f"{name}: {key} was {before[key]} and is {now[key]}")
        for key in before.keys() & now.keys()
        if before[key] != now[key]
    ]
    return sorted([*gone, *new, *other])
