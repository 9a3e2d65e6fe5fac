"""The switches of a deployment: what is taken away and brought back, over HTTP.

Below the private path: `GET /processes` tells {name: {"state": "up"}}, `PUT /processes/{name}` with
{"state": "up", "down" or "frozen"} answers once it is so.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, FastAPI, HTTPException, status

from support.sandbox.kit import private
from support.sandbox.kit.switchable import State, Switchable


def start_all(settings: Mapping[str, str], prefix: str) -> None:
    """Bring back whatever is away, given how the suite reaches the switches."""
    with private.client(settings, prefix) as switches:
        for name, process in switches.get("/processes").raise_for_status().json().items():
            if process["state"] != State.UP:
                wanted = {"state": State.UP}
                switches.put(f"/processes/{name}", json=wanted).raise_for_status()


def create_switches(system: str, switchables: Mapping[str, Switchable]) -> FastAPI:
    """Return the switches of a system; 404 for an unknown name, 409 for a state it cannot have."""
    app = FastAPI(title=f"The switches of {system}", version="sandbox")
    router = APIRouter(prefix=private.PATH)

    @router.get("/processes")
    def show() -> dict[str, dict[str, State]]:
        return {name: {"state": one.state} for name, one in switchables.items()}

    @router.put("/processes/{name}")
    def switch(name: str, state: Annotated[State, Body(embed=True)]) -> dict[str, State]:
        if name not in switchables:
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no process named {name}")
        try:
            switchables[name].switch(state)
        except ValueError as error:
            raise HTTPException(status.HTTP_409_CONFLICT, str(error)) from None
        return {"state": switchables[name].state}

    app.include_router(router)
    return app
