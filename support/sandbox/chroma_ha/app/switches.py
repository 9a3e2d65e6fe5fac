"""The switches besides those of the processes: what the balancer believes, and trial starts.

`GET /usage` tells {resource: percent}, as far as it is not the truth, and `PUT /usage` sets that:
{} for the truth. `PUT /starts` with {name: value} starts a balancer more, with these settings
besides its own, and tells {"started": whether it serves, "told": what it printed}; it is ended at
once.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from support.core.http import certificates
from support.sandbox.chroma_ha.app import machine
from support.sandbox.kit import private
from support.sandbox.kit.sockets import free_port
from support.sandbox.kit.switchable import Process, State

Percent = Annotated[float, Field(ge=0)]


class Figures(BaseModel):
    """What is used, in percent, by resource; what is left out is measured."""

    model_config = ConfigDict(extra="forbid")

    memory: Percent | None = None
    cpu: Percent | None = None
    disk: Percent | None = None


class Worker:
    """A worker, which lives in the balancer's process.

    Args:
        url: of its switch, there.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def state(self) -> State:
        """How it is now; while the balancer is down, it is down, too."""
        try:
            answer = httpx.get(
                self._url, headers=private.key(), trust_env=False, verify=certificates()
            )
        except httpx.TransportError:
            return State.DOWN
        return State(answer.raise_for_status().json()["state"])

    def switch(self, wanted: State) -> None:
        """Kill it, or bring it back."""
        if wanted is State.FROZEN:
            raise ValueError("A worker cannot be frozen")
        content = {"state": wanted}
        httpx.put(
            self._url,
            json=content,
            headers=private.key(),
            trust_env=False,
            verify=certificates(),
        ).raise_for_status()


def of_usage(told: Path) -> APIRouter:
    """Return the first switch, given the file in which the balancer reads the figures."""
    router = APIRouter(prefix=private.PATH)

    @router.get("/usage")
    def show() -> dict[str, float]:
        return machine.read(told)

    @router.put("/usage")
    def use(figures: Figures) -> dict[str, float]:
        anew = told.with_suffix(f".{token_hex(4)}")  # of this request: two may come at once
        anew.write_text(json.dumps(figures.model_dump(exclude_none=True)))
        anew.replace(told)  # whoever reads meanwhile reads the one or the other
        return machine.read(told)

    return router


def of_starts(command: Sequence[str], environment: Mapping[str, str]) -> APIRouter:
    """Return the second switch, given the balancer's program and its settings."""
    router = APIRouter(prefix=private.PATH)

    @router.get("/starts")
    def show() -> dict[str, str]:
        return {}

    @router.put("/starts")
    def start(settings: dict[str, str]) -> dict[str, object]:
        port = free_port()
        with TemporaryDirectory(prefix="sandbox-start-") as folder:
            log = Path(folder, "log")
            own = {**environment, **settings, "PORT": str(port)}
            process = Process(command, own, log, f"http://127.0.0.1:{port}/health")
            process.start()
            try:
                started = process.wait_until_up_or_down()
            finally:
                process.switch(State.DOWN)
            return {"started": started, "told": log.read_text(errors="replace")}

    return router
