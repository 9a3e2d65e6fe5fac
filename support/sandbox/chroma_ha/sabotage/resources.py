# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of how Chroma HA watches over what it uses, and of what it does with little."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import psycopg

from support.sandbox.chroma_ha.app import resources
from support.sandbox.chroma_ha.app.batches import Batches
from support.sandbox.chroma_ha.app.machine import Machine, Usage
from support.sandbox.chroma_ha.app.resources import Recommendation, Resources
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.chroma_ha.sabotage.replication import steadily

Context = AbstractContextManager[object]

_MUCH_MORE = 3.0


@CATALOGUE.sabotage(
    "There is no table of those who work at replication.",
    caught_by=titles.PLACES,
    at=sentences.PLACES,
    diagnosis="The database has no table sync_workers",
)
@contextmanager
def tables_missing() -> Iterator[None]:
    _rename("sync_workers", "sync_workers_away")
    yield
    _rename("sync_workers_away", "sync_workers")


@CATALOGUE.sabotage(
    "What is used is not written down any more.",
    caught_by=titles.MEASURED,
    at=sentences.MEASURED,
    diagnosis="0 new measurements were written down" + STILL,
)
def measured_once() -> Context:
    async def note(_resources: Resources, _usage: Usage) -> None:
        """Do nothing."""

    return patch.object(Resources, "note", note)


@CATALOGUE.sabotage(
    "Whatever is used, it is written down as nothing.",
    caught_by=titles.MEASURED,
    at=sentences.MEASURED,
    diagnosis=r"This cannot be true: .*memory=0\.0",
)
def measured_as_nothing() -> Context:
    original = Resources.note

    async def note(self: Resources, usage: Usage) -> None:
        await original(self, replace(usage, memory=0.0))

    return patch.object(Resources, "note", note)


@CATALOGUE.sabotage(
    "More is recommended before anything runs short.",
    caught_by=titles.BOUND,
    at=sentences.RECOMMENDED,
    diagnosis=r"up to \d+ % more is recommended as (low|medium|high)",
)
def recommended_too_early() -> Context:
    original = resources.urgency_of

    def at_the_bound(resource: str, percent: float) -> str:
        return original(resource, percent + 0.05)

    return patch.object(resources, "urgency_of", at_the_bound)


@CATALOGUE.sabotage(
    "More is recommended when it is too late.",
    caught_by=titles.BOUND,
    at=sentences.RECOMMENDED,
    diagnosis=r"beyond \d+ % nobody recommends more as (low|medium|high)" + STILL,
)
def recommended_too_late() -> Context:
    original = resources.urgency_of

    def beyond_the_bound(resource: str, percent: float) -> str:
        return original(resource, percent - _MUCH_MORE)

    return patch.object(resources, "urgency_of", beyond_the_bound)


@CATALOGUE.sabotage(
    "Whoever is recommended more is told no reason.",
    caught_by=titles.BOUND,
    at=sentences.RECOMMENDED,
    diagnosis="This says not what is used, or what to do: Recommendation",
)
def recommended_without_reason() -> Context:
    return patch.object(Recommendation, "reason", "More is better")


@CATALOGUE.sabotage(
    "Whoever is told that something runs short is told so again and again.",
    caught_by=titles.SHORT,
    at=sentences.SHORT,
    diagnosis=r"ran short once, and ([2-9]|\d\d) messages told so",
)
def shortages_told_again() -> Context:
    original = Resources.is_news

    def is_news(self: Resources, resource: str, urgency: str) -> bool:
        return original(self, resource, urgency) or bool(urgency)

    return patch.object(Resources, "is_news", is_news)


@CATALOGUE.sabotage(
    "Nobody is told that something runs short.",
    caught_by=titles.SHORT,
    at=sentences.SHORT,
    diagnosis="ran short once, and 0 messages told so",
)
def shortages_never_told() -> Context:
    return patch.object(Resources, "is_news", lambda *_: False)


@CATALOGUE.sabotage(
    "Nobody is told that there is enough again.",
    caught_by=titles.SHORT,
    at=sentences.SHORT,
    diagnosis="was enough again once, and 0 messages told so",
)
def relief_never_told() -> Context:
    original = Resources.is_news

    def is_news(self: Resources, resource: str, urgency: str) -> bool:
        if not urgency:
            self._told[resource] = ""
        return original(self, resource, urgency)

    return patch.object(Resources, "is_news", is_news)


@CATALOGUE.sabotage(
    "Whoever is told that something runs short is not told how much is used.",
    caught_by=titles.SHORT,
    at=sentences.SHORT,
    diagnosis="This says not what is used, or what to do: ",
)
def shortages_told_without_figures() -> Context:
    original = resources.shortage

    def without_figures(one: Recommendation) -> dict[str, Any]:
        text = f"{one.resource} upgrade needed"
        return {"text": original(one)["text"], "attachments": [{"text": text}]}

    return patch.object(resources, "shortage", without_figures)


@CATALOGUE.sabotage(
    "While memory is short, nothing is carried at a time.",
    caught_by=titles.LITTLE_MEMORY,
    at=sentences.HELD,
    diagnosis=r"new 1: not one state, but 'there' .*'absent' \(the replica\)" + STILL,
)
def empty_batches() -> Context:
    original = Batches.size

    def size(self: Batches) -> int:
        usual = original(_at_ease())
        return usual if original(self) == usual else 0

    return steadily(patch.object(Batches, "size", size))


@CATALOGUE.sabotage(
    "While memory is short, as much is carried at a time as ever.",
    caught_by=titles.LITTLE_MEMORY,
    at=sentences.LESS,
    diagnosis="batches were smaller, as many as before" + STILL,
)
def batches_as_ever() -> Context:
    original = Batches.size
    return patch.object(Batches, "size", lambda self: original(_at_ease()))


class _AtEase(Machine):
    """A machine that uses nothing."""

    def __init__(self) -> None:
        """Need nothing to know that."""

    def measure(self) -> Usage:
        """Return what is used: nothing."""
        return Usage(0, 0, 0)


def _at_ease() -> Batches:
    return Batches(_AtEase())


def _rename(table: str, name: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(f"alter table if exists {table} rename to {name}".encode())
