"""Defects and legal slowness: patches of a sandbox's code, catalogued, planted and removed.

The code of a sandbox knows nothing of them. Each system has a catalogue of its own.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

Plant = Callable[[], AbstractContextManager[object]]
Steps = str | Mapping[str, str]


@dataclass(frozen=True)
class Sabotage:
    """A defect of a product.

    Attributes:
        name: by which it is switched on.
        harm: what a user would suffer.
        caught_by: the titles of the scenarios that must go red, each by itself; the title of an
            outline means all of its examples.
        at: the sentence at which they go red: one for all, or one for each title.
        diagnosis: a regular expression that the message of each of them must match.
        plant: returns a context in which the defect is there.
        store_only: whether only what the product stores shows it.
        generation: in whose code it is planted, where a product has several.
        without: settings of observers that are not needed to catch it; it is caught without
            them, too.
        releases: of the real product that are known to have it.
        takes_long: whether it takes long to be seen; the short proof prefers another one.
    """

    name: str
    harm: str
    caught_by: tuple[str, ...]
    at: Steps
    diagnosis: str
    plant: Plant
    store_only: bool = False
    generation: str = "today"
    without: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    takes_long: bool = False

    def step(self, title: str) -> str:
        """Return the sentence at which the scenario of this title goes red."""
        return self.at if isinstance(self.at, str) else self.at[title]


class Catalogue(dict[str, Sabotage]):
    """The defects of a system, by name.

    Attributes:
        slowness: what the product may take its time for, and a suite has to bear, by name.
    """

    def __init__(self) -> None:
        super().__init__()
        self.slowness: dict[str, Plant] = {}

    def sabotage(
        self,
        harm: str,
        *,
        caught_by: str | tuple[str, ...],
        at: Steps,
        diagnosis: str,
        store_only: bool = False,
        generation: str = "today",
        without: tuple[str, ...] = (),
        releases: tuple[str, ...] = (),
        takes_long: bool = False,
    ) -> Callable[[Plant], Plant]:
        """Enter the decorated function as a defect, under its own name with hyphens."""

        def enter(plant: Plant) -> Plant:
            titles = (caught_by,) if isinstance(caught_by, str) else caught_by
            self[_name(plant)] = Sabotage(
                _name(plant),
                harm,
                titles,
                at,
                diagnosis,
                plant,
                store_only,
                generation,
                without,
                releases,
                takes_long,
            )
            return plant

        return enter

    def slow(self, plant: Plant) -> Plant:
        """Enter the decorated function as legal slowness, under its own name with hyphens."""
        self.slowness[_name(plant)] = plant
        return plant


class Saboteur:
    """Plants defects in one process and removes them.

    Args:
        catalogue: of the system that runs in this process.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._known = {name: defect.plant for name, defect in catalogue.items()}
        self._known |= catalogue.slowness
        self._planted = ExitStack()
        self.active: tuple[str, ...] = ()

    def plant(self, names: Iterable[str]) -> None:
        """Remove what is planted and plant these defects, and legal slowness, instead.

        Raises:
            KeyError: a name is not known; nothing changes then.
        """
        chosen = {name: self._known[name] for name in names}
        self._planted.close()
        for plant in chosen.values():
            self._planted.enter_context(plant())
        self.active = tuple(chosen)


def engaged(catalogue: Catalogue) -> Saboteur:
    """Return a saboteur who has planted what `SANDBOX_SABOTAGE` names, or end the process."""
    wanted = os.environ.get("SANDBOX_SABOTAGE", "").split(",")
    saboteur = Saboteur(catalogue)
    try:
        saboteur.plant(name.strip() for name in wanted if name.strip())
    except KeyError as unknown:
        sys.exit(f"SANDBOX_SABOTAGE: there is no defect named {unknown}")
    return saboteur


def _name(plant: Plant) -> str:
    return plant.__name__.replace("_", "-")
