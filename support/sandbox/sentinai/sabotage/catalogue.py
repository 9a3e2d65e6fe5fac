"""The catalogue of defects, and who plants and removes them."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

Plant = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True)
class Sabotage:
    """A defect of the product.

    Attributes:
        name: by which it is switched on.
        harm: what a user would suffer.
        caught_by: the titles of the scenarios that must go red, each by itself.
        damage: a regular expression that the message of each of them must match.
        plant: returns a context in which the defect is there.
    """

    name: str
    harm: str
    caught_by: tuple[str, ...]
    damage: str
    plant: Plant


CATALOGUE: dict[str, Sabotage] = {}


def sabotage(
    harm: str, *, caught_by: str | tuple[str, ...], damage: str
) -> Callable[[Plant], Plant]:
    """Enter the decorated function into the catalogue, under its own name with hyphens."""

    def enter(plant: Plant) -> Plant:
        name = plant.__name__.replace("_", "-")
        titles = (caught_by,) if isinstance(caught_by, str) else caught_by
        CATALOGUE[name] = Sabotage(name, harm, titles, damage, plant)
        return plant

    return enter


class Saboteur:
    """Plants defects in one process and removes them."""

    def __init__(self) -> None:
        self._planted = ExitStack()
        self.active: tuple[str, ...] = ()

    def plant(self, names: Iterable[str]) -> None:
        """Remove what is planted and plant these defects instead.

        Raises:
            KeyError: a name is not known; nothing changes then.
        """
        chosen = {name: CATALOGUE[name].plant for name in names}
        self._planted.close()
        for plant in chosen.values():
            self._planted.enter_context(plant())
        self.active = tuple(chosen)
