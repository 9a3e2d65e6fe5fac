"""The switch besides those of the processes: what the balancer believes that it uses.

`GET /usage` tells {resource: percent}, as far as it is not the truth, and `PUT /usage` sets that:
{} for the truth.
"""

import json
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from support.sandbox.chroma_ha.app import machine
from support.sandbox.kit import private

Percent = Annotated[float, Field(ge=0)]


class Figures(BaseModel):
    """What is used, in percent, by resource; what is left out is measured."""

    model_config = ConfigDict(extra="forbid")

    memory: Percent | None = None
    cpu: Percent | None = None
    disk: Percent | None = None


def of_usage(told: Path) -> APIRouter:
    """Return the switch, given the file in which the balancer reads the figures."""
    router = APIRouter(prefix=private.PATH)

    @router.get("/usage")
    def show() -> dict[str, float]:
        return machine.read(told)

    @router.put("/usage")
    def use(figures: Figures) -> dict[str, float]:
        anew = told.with_suffix(".new")
        anew.write_text(json.dumps(figures.model_dump(exclude_none=True)))
        anew.replace(told)  # whoever reads meanwhile reads the one or the other
        return machine.read(told)

    return router
