"""Runs Chroma HA for the sandbox, and the switches of its processes.

Environment:
    SANDBOX_POSTGRESQL: the URL of a PostgreSQL server, in which a database is made.
    SANDBOX_DATABASE: the name of that database.
    SANDBOX_PORTS: of the primary, the replica and the balancer, separated by commas.
    SANDBOX_LOGS: the folder for log files.
    Everything else is handed on to the balancer.

The switches are primary, replica, balancer and database, the workers in the distributed mode, what
the balancer uses, and trial starts.
"""

import os
import tempfile
from pathlib import Path

from support.sandbox.chroma_ha.app import switches
from support.sandbox.chroma_ha.app.workers import NAMES
from support.sandbox.kit import private
from support.sandbox.kit.deployment import module
from support.sandbox.kit.serving import serve
from support.sandbox.kit.switchable import Process, ProductDatabase, State
from support.sandbox.kit.switches import create_switches

_CHROMA = "support.sandbox.engines.chroma"
_BALANCER = "support.sandbox.chroma_ha.app.balancer"


def main() -> None:
    """Start everything, then serve the switches until the process is stopped."""
    logs = Path(os.environ["SANDBOX_LOGS"])
    primary, replica, balancer = os.environ["SANDBOX_PORTS"].split(",")
    names = NAMES if os.environ["SYNC_DISTRIBUTED"] == "true" else ()
    with tempfile.TemporaryDirectory(prefix="sandbox-chroma-") as folder:
        data = Path(folder)
        settings = {
            "PORT": balancer,
            "PRIMARY_URL": _url(primary),
            "REPLICA_URL": _url(replica),
            "SANDBOX_PLANTED": str(data / "planted"),
            "SANDBOX_USAGE": str(data / "usage"),
        }
        processes = {
            "primary": _chroma(primary, data / "primary", logs / "chroma-primary.log"),
            "replica": _chroma(replica, data / "replica", logs / "chroma-replica.log"),
            "balancer": Process(
                module(_BALANCER), settings, logs / "chroma_ha.log", f"{_url(balancer)}/health"
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
            workers = {
                name: switches.Worker(f"{_url(balancer)}{private.PATH}/workers/{name}")
                for name in names
            }
            app = create_switches("Chroma HA", {**processes, "database": database, **workers})
            app.include_router(switches.of_usage(data / "usage"))
            app.include_router(switches.of_starts(module(_BALANCER), settings))
            serve(app)
        finally:
            for process in reversed(processes.values()):
                process.switch(State.DOWN)


def _chroma(port: str, folder: Path, log: Path) -> Process:
    command = module(_CHROMA, port, str(folder))
    return Process(command, {}, log, f"{_url(port)}/api/v2/heartbeat")


def _url(port: str) -> str:
    return f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    main()
