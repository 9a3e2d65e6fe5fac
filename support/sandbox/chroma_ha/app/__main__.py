"""Runs Chroma HA for the sandbox, and the switches of its processes.

Environment:
    SANDBOX_POSTGRESQL: the URL of a PostgreSQL server, in which a database is made.
    SANDBOX_DATABASE: the name of that database.
    SANDBOX_PORTS: of the primary, the replica and the balancer, separated by commas.
    SANDBOX_LOGS: the folder for log files.
    Everything else is handed on to the balancer.

The switches: `GET /processes` tells {name: {"state": "up"}}, `PUT /processes/{name}` with
{"state": "up", "down" or "frozen"} answers once it is so. Names: primary, replica, balancer,
database.
"""

import os
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import Body, FastAPI, HTTPException, status

from support.sandbox.chroma_ha.app.processes import Process, ProductDatabase, State, Switchable
from support.sandbox.kit.deployment import module
from support.sandbox.kit.serving import serve

_CHROMA = "support.sandbox.engines.chroma"
_BALANCER = "support.sandbox.chroma_ha.app.balancer"


def main() -> None:
    """Start everything, then serve the switches until the process is stopped."""
    logs = Path(os.environ["SANDBOX_LOGS"])
    primary, replica, balancer = os.environ["SANDBOX_PORTS"].split(",")
    with tempfile.TemporaryDirectory(prefix="sandbox-chroma-") as folder:
        data = Path(folder)
        processes = {
            "primary": _chroma(primary, data / "primary", logs / "chroma-primary.log"),
            "replica": _chroma(replica, data / "replica", logs / "chroma-replica.log"),
            "balancer": Process(
                module(_BALANCER),
                {
                    "PORT": balancer,
                    "PRIMARY_URL": _url(primary),
                    "REPLICA_URL": _url(replica),
                    "SANDBOX_PLANTED": str(data / "planted"),
                },
                logs / "chroma_ha.log",
                f"{_url(balancer)}/health",
            ),
        }
        database = ProductDatabase(os.environ["SANDBOX_POSTGRESQL"], os.environ["SANDBOX_DATABASE"])
        try:
            for name in ("primary", "replica"):
                processes[name].start()
            database.create()
            for process in processes.values():
                process.start()
            for process in processes.values():
                process.wait_until_up()
            serve(create_app({**processes, "database": database}))
        finally:
            for process in reversed(processes.values()):
                process.switch(State.DOWN)


def create_app(switchables: dict[str, Switchable]) -> FastAPI:
    """Return the switches."""
    app = FastAPI(title="The switches of Chroma HA", version="sandbox")

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


def _chroma(port: str, folder: Path, log: Path) -> Process:
    command = module(_CHROMA, port, str(folder))
    return Process(command, {}, log, f"{_url(port)}/api/v2/heartbeat")


def _url(port: str) -> str:
    return f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    main()
