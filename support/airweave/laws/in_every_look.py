"""The laws that are judged whenever a scenario looks at a collection, and found it right."""

from collections.abc import Callable, Iterable

from support.airweave.laws.descriptions import misdescribed
from support.airweave.laws.identity import mistaken, repeated_entities, strays
from support.airweave.laws.lasting import altered_past
from support.airweave.laws.places import misplaced
from support.airweave.laws.routes import disagreeing_routes
from support.airweave.laws.strategies import unequal_strategies
from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View

Law = Callable[[Observers, View], Iterable[str]]


def shown_secrets(observers: Observers, _: View) -> list[str]:
    """Return where Airweave has shown what it was given in confidence."""
    return observers.airweave.secrets.shown


LAWS: tuple[Law, ...] = (
    shown_secrets,
    repeated_entities,
    strays,
    mistaken,
    misdescribed,
    misplaced,
    disagreeing_routes,
    altered_past,
    unequal_strategies,
)


def broken_laws(observers: Observers, view: View) -> list[str]:
    """Return what breaks a law, a sentence each; nothing, if all hold."""
    return [fault for law in LAWS for fault in law(observers, view)]
