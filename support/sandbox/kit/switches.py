"""The switches of a deployment: what is taken away and brought back, over HTTP.

`GET /processes` tells {name: {"state": "up"}}, `PUT /processes/{name}` with {"state": "up", "down"
or "frozen"} answers once it is so.
"""

from collections.abc import Mapping
from typing import Annotated

import httpx
from fastapi import Body, FastAPI, HTTPException, status

from support.sandbox.kit.switchable import State, Switchable

_SECONDS_TO_START = 30


def start_all(switches: str) -> None:
    """Bring back whatever is away, given the URL of the switches."""
    url = f"{switches}/processes"
    for name, process in httpx.get(url).raise_for_status().json().items():
        if process["state"] != State.UP:
            wanted = {"state": State.UP}
            httpx.put(f"{url}/{name}", json=wanted, timeout=_SECONDS_TO_START).raise_for_status()


def create_switches(system: str, switchables: Mapping[str, Switchable]) -> FastAPI:
    """Return the switches of a system; 404 for an unknown name, 409 for a state it cannot have."""
    app = FastAPI(title=f"The switches of {system}", version="sandbox")

    @app.get("/processes")
    def show() -> dict[str, dict[str, State]]:
        return {name: {"state": one.state} for name, one in switchables.items()}

    @app.put("/processes/{name}")
    def switch(name: str, state: Annotated[State, Body(embed=True)]) -> dict[str, State]:
        if name not in switchables:
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no process named {name}")
        try:
            switchables[name].switch(state)
        except ValueError as error:
            raise HTTPException(status.HTTP_409_CONFLICT, str(error)) from None
        return {"state": switchables[name].state}

    return app
