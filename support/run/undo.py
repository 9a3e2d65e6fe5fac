"""Undoing what a scenario made."""

from collections.abc import Callable

from support.core.errors import Failure
from support.run.journal import Journal, Resource


class CleanupStack:
    """The resources of one scenario, to be removed newest first.

    Args:
        remove: removes one resource; removing what is already gone is no error.
        journal: where the run writes down what it makes.
    """

    def __init__(self, remove: Callable[[Resource], None], journal: Journal) -> None:
        self._remove = remove
        self._journal = journal
        self._resources: list[Resource] = []

    def register(self, kind: str, name: str) -> None:
        """Note that a resource is about to be made; call this before making it."""
        resource = Resource(kind, name)
        self._journal.making(resource)
        self._resources.append(resource)

    @property
    def resources(self) -> tuple[Resource, ...]:
        """What is still to be removed, oldest first."""
        return tuple(self._resources)

    def undo(self) -> None:
        """Remove everything, newest first; go on after an error.

        Raises:
            Failure: names everything that could not be removed, and why.
        """
        errors: list[str] = []
        for resource in reversed(self._resources.copy()):
            try:
                self._remove(resource)
            except Failure as error:
                errors.append(f"{resource}: {error}")
            else:
                self._journal.removed(resource)
                self._resources.remove(resource)
        if errors:
            raise Failure("Could not clean up:\n" + "\n".join(errors))
