"""Routes that only the sandbox has: workers, broker and defects, changed while it runs."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Request, status

from support.sandbox.kit import private
from support.sandbox.kit.sabotage import Saboteur
from support.sandbox.sentinai.app.access import Parts
from support.sandbox.sentinai.app.topics import PARTITIONS
from support.sandbox.sentinai.app.worker_pool import KINDS, signal_broker

router = APIRouter(prefix=private.PATH, include_in_schema=False)


@router.get("/workers")
def show_workers(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """Show the worker processes that live."""
    return {
        kind: [
            {"instance": worker.instance, "pid": worker.pid, "ready": worker.ready}
            for worker in workers
            if worker.alive
        ]
        for kind, workers in parts.workers.health().items()
    }


@router.put("/workers")
def scale(counts: dict[str, int], parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """Have exactly so many living workers of these kinds; answers when they are ready."""
    for kind, count in counts.items():
        _check_kind(kind)
        if not 0 <= count <= PARTITIONS:
            raise _unusable(f"There is work for {PARTITIONS} workers of a kind, not {count}")
    parts.workers.scale(counts)
    return show_workers(parts)


@router.post("/workers/{kind}/kill")
def kill(kind: str, parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """Kill all workers of a kind, as `kill -9` does; they stay dead until they are scaled."""
    _check_kind(kind)
    parts.workers.kill(kind)
    return show_workers(parts)


@router.put("/broker")
def set_broker(up: Annotated[bool, Body(embed=True)], parts: Parts) -> dict[str, bool]:
    """Take the broker down, or bring it back; only the sandbox's own can be."""
    pid = parts.configuration.kafka_pid
    if pid is None:
        raise HTTPException(status.HTTP_409_CONFLICT, "This broker is not the sandbox's own")
    signal_broker(pid, up=up)
    return {"up": up}


@router.put("/sabotage")
def plant(names: list[str], request: Request, parts: Parts) -> list[str]:
    """Plant these defects and no others, in the server and in every worker."""
    saboteur: Saboteur = request.app.state.saboteur
    try:
        saboteur.plant(names)
    except KeyError as unknown:
        raise _unusable(f"There is no defect named {unknown}") from None
    parts.workers.plant(names)
    return list(saboteur.active)


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise _unusable(f"There is no kind of worker named {kind!r}")


def _unusable(detail: str) -> HTTPException:
    return HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, detail)
