"""The switches of the workers, which live in the balancer's process: the sandbox's own."""

from typing import Annotated

from fastapi import APIRouter, Body

from support.sandbox.chroma_ha.app.deployment import Parts
from support.sandbox.kit import private
from support.sandbox.kit.switchable import State

router = APIRouter(prefix=f"{private.PATH}/workers", include_in_schema=False)


@router.get("/{name}")
async def show(name: str, parts: Parts) -> dict[str, State]:
    """Tell whether a worker lives."""
    return {"state": State.UP if parts.workers.is_up(name) else State.DOWN}


@router.put("/{name}")
async def switch(
    name: str, state: Annotated[State, Body(embed=True)], parts: Parts
) -> dict[str, State]:
    """Kill a worker, or bring it back."""
    if state is State.UP:
        parts.workers.start(name)
    else:
        await parts.workers.kill(name)
    return await show(name, parts)
