"""What an entity is said to lie in is there, and has the name that it is called by."""

from collections import defaultdict
from collections.abc import Iterator

from support.airweave.client.generation import Ability
from support.airweave.observers.observers import Observers
from support.airweave.oracle.diagnosis import dead_ends, few
from support.airweave.oracle.drift import View
from support.core.causes import Cause


def misplaced(observers: Observers, view: View) -> Iterator[str]:
    """Yield the breadcrumbs that lead nowhere, or to what is called otherwise."""
    if not observers.connector.shows_containers or Ability.ONE_ROOT in observers.airweave.limits:
        return
    common = {piece.containers[0] for piece in view.pieces if piece.containers}
    for container, inside in dead_ends(view.pieces).items():
        if container in common and observers.connector.common:
            continue  # what all scenarios share, another one may just be writing
        lying = f"{few(inside)} lie{'s' if len(inside) == 1 else ''}"
        yield Cause.LOST(f"The collection does not hold {container}, in which {lying}")
    yield from _of_other_kinds(view)
    names = {piece.original_id: piece.name for piece in view.pieces}
    for piece in view.pieces:
        for container, name in zip(piece.containers, piece.container_names, strict=False):
            if name != (own := names.get(container, name)):
                yield Cause.ALTERED(
                    f"{piece.original_id} is said to lie in {name}, which is called {own}"
                )


def _of_other_kinds(view: View) -> Iterator[str]:
    """Yield the breadcrumbs that are said to be of another kind than what they lead to."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for piece in view.pieces:
        kinds[piece.original_id].add(piece.entity_type)
    for piece in view.pieces:
        for container, kind in zip(piece.containers, piece.container_types, strict=False):
            if kind and kind not in (own := kinds.get(container, {kind})):
                said = f"{piece.original_id} is said to lie in {container}, a {kind}"
                yield Cause.ALTERED(f"{said}, which is a {' and a '.join(sorted(own))}")
