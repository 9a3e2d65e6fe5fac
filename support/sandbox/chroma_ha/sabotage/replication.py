# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of replication: what becomes of a write on the other server."""

import asyncio
import base64
import json
import math
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx

from support.sandbox.chroma_ha.app.log import Entry
from support.sandbox.chroma_ha.app.reading import Reader
from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.chroma_ha.app.writing import Writer
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]
Content = dict[str, Any]

_DIMENSIONS = 32
_HELD_BACK_S = 1.0
_THOUSAND = 1000


@CATALOGUE.sabotage(
    "What is written stays on one server.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="the replica does not have the collection" + STILL,
)
def never_replicated() -> Context:
    async def nothing(_replicator: Replicator, _server: Server) -> None:
        """Do nothing."""

    return patch.object(Replicator, "replicate_to", nothing)


@CATALOGUE.sabotage(
    "A write is acknowledged that no log holds.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="the replica does not have the collection" + STILL,
)
def acknowledged_before_it_is_logged() -> Context:
    async def write(self: Writer, request: Request, collection: str) -> httpx.Response:
        await self.identities.claim(collection)
        return await self.replicator.execute(self.candidates()[0], request, collection)

    return patch.object(Writer, "write", write)


@CATALOGUE.sabotage(
    "The other server gets documents without what is known of them.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis=r"contract: not one metadata, but .*; \{\} \(the replica\)" + STILL,
)
def metadata_not_replicated() -> Context:
    def without_metadata(content: Content) -> Content:
        return content | {"metadatas": None}

    return replaying("add", without_metadata)


@CATALOGUE.sabotage(
    "The other server gets the embeddings of other documents.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one embedding" + STILL,
)
def embeddings_mixed_up() -> Context:
    def mixed_up(content: Content) -> Content:
        return content | {"embeddings": content["embeddings"][::-1]}

    return replaying("add", mixed_up)


@CATALOGUE.sabotage(
    "The other server gets only the beginning of a long document.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one text" + STILL,
)
def long_documents_cut() -> Context:
    return adding("documents", lambda text: text[:_THOUSAND])


@CATALOGUE.sabotage(
    "The other server gets question marks for letters beyond English.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one text" + STILL,
)
def other_letters_lost() -> Context:
    return adding("documents", lambda text: text.encode("ascii", "replace").decode())


@CATALOGUE.sabotage(
    "The other server gets embeddings of whole numbers.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one embedding" + STILL,
)
def embeddings_rounded() -> Context:
    return adding("embeddings", lambda sent: [float(round(one)) for one in _floats(sent)])


@CATALOGUE.sabotage(
    "The other server gets numbers for what is true or false.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one kinds of metadata" + STILL,
)
def truths_become_numbers() -> Context:
    def numbers(values: Content) -> Content:
        return {key: int(one) if isinstance(one, bool) else one for key, one in values.items()}

    return adding("metadatas", numbers)


@CATALOGUE.sabotage(
    "The other server gets large numbers without their last digit.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one metadata" + STILL,
)
def large_numbers_rounded() -> Context:
    def rounded(values: Content) -> Content:
        return {key: int(float(one)) if type(one) is int else one for key, one in values.items()}

    return adding("metadatas", rounded)


@CATALOGUE.sabotage(
    "The other server gets embeddings without their signs.",
    caught_by=titles.WRITTEN,
    at=sentences.HELD,
    diagnosis="contract: not one embedding" + STILL,
)
def signs_lost() -> Context:
    return adding("embeddings", lambda sent: [abs(one) for one in _floats(sent)])


@CATALOGUE.sabotage(
    "An update stays on one server.",
    caught_by=titles.UPDATED,
    at=sentences.CHANGED,
    diagnosis="invoice: not one text" + STILL,
)
def updates_not_replicated() -> Context:
    return replaying("update", lambda _: None)


@CATALOGUE.sabotage(
    "What is upserted stays on one server.",
    caught_by=titles.UPSERTED,
    at=sentences.CHANGED,
    diagnosis=r"minutes: not one state, but .*'absent' \(the replica\)" + STILL,
)
def upserts_not_replicated() -> Context:
    return replaying("upsert", lambda _: None)


@CATALOGUE.sabotage(
    "A deleted document stays on the other server.",
    caught_by=(titles.DELETED, titles.TOPIC),
    at=sentences.CHANGED,
    diagnosis=r"invoice: not one state, but 'absent' .*'there' \(the replica\)" + STILL,
)
def deletions_not_replicated() -> Context:
    return replaying("delete", lambda _: None)


@CATALOGUE.sabotage(
    "With a chunk, the other server loses all chunks of the document.",
    caught_by=titles.CHUNK,
    at=sentences.CHANGED,
    diagnosis=r"chunk 1: not one state, but 'there' .*'absent' \(the replica\)" + STILL,
)
def deletions_widened() -> Context:
    def widened(content: Content) -> Content:
        return {"where": {"document_id": "contract"}} if content.get("ids") else content

    return replaying("delete", widened)


@CATALOGUE.sabotage(
    "Who changes only what is known of a document changes it on one server.",
    caught_by=titles.OFTEN,
    at=sentences.HELD,
    diagnosis="invoice: not one metadata" + STILL,
)
def metadata_alone_not_replicated() -> Context:
    return replaying("update", lambda told: told if told["documents"] else None)


@CATALOGUE.sabotage(
    "The other server does what was written last first.",
    caught_by=titles.OFTEN,
    at=sentences.HELD,
    diagnosis="invoice: not one text" + STILL,
)
@contextmanager
def replayed_in_the_wrong_order() -> Iterator[None]:
    due, replicate_to = Replicator.due, Replicator.replicate_to

    async def reversed_order(
        self: Replicator, server: Server, collection: str, until: int | None = None
    ) -> list[Entry]:
        entries = await due(self, server, collection, until)
        return sorted(
            entries,
            key=lambda one: -one.number if one.request.operation == "update" else -math.inf,
        )

    async def later(self: Replicator, server: Server) -> None:
        await asyncio.sleep(_HELD_BACK_S)
        await replicate_to(self, server)

    with (
        patch.object(Replicator, "due", reversed_order),
        patch.object(Replicator, "replicate_to", later),
        steadily(),
    ):
        yield


@CATALOGUE.sabotage(
    "A write that was refused is applied on the other server.",
    caught_by=titles.REFUSED,
    at=sentences.HELD,
    diagnosis=r"invoice: not one state, but 'absent' .*'there' \(the replica\)" + STILL,
)
def refused_writes_replayed() -> Context:
    settle = Writer.settle

    async def settle_and_apply(
        self: Writer, entry: Entry, server: Server, answer: httpx.Response
    ) -> None:
        await settle(self, entry, server, answer)
        if not answer.is_success:
            request = _with_content(entry.request, _fitting)
            await self.replicator.execute(self.servers[1], request, entry.collection)

    return steadily(patch.object(Writer, "settle", settle_and_apply))


@CATALOGUE.sabotage(
    "A write that cannot be done is acknowledged.",
    caught_by=titles.REFUSED,
    at=sentences.IS_REFUSED,
    diagnosis="It was acknowledged",
)
def refusals_hidden() -> Context:
    original = Writer.write

    async def write(self: Writer, request: Request, collection: str) -> httpx.Response:
        answer = await original(self, request, collection)
        return answer if answer.is_success else httpx.Response(201, json={})

    return patch.object(Writer, "write", write)


@CATALOGUE.sabotage(
    "A deleted collection stays on the other server.",
    caught_by=(titles.GONE, titles.RECIPE),
    at={titles.GONE: sentences.GONE, titles.RECIPE: sentences.RECIPE_GONE},
    diagnosis="the replica still has the (guide's )?collection" + STILL,
)
def deleted_collections_kept() -> Context:
    return skipping(lambda entry: entry.request.drops)


@CATALOGUE.sabotage(
    "A collection without documents is never made on the other server.",
    caught_by=titles.EMPTY,
    at=sentences.HELD,
    diagnosis="the replica does not have the collection" + STILL,
)
def empty_collections_not_made() -> Context:
    return skipping(lambda entry: entry.request.creates)


@CATALOGUE.sabotage(
    "The other server gets collections with other notes than were made.",
    caught_by=titles.NOTES,
    at=sentences.NOTED,
    diagnosis=r"not one notes, but .*'version'.* \(the replica\)" + STILL,
)
def notes_replaced() -> Context:
    original = Replicator._replay

    async def replay(self: Replicator, entry: Entry, server: Server) -> None:
        request = entry.request
        if request.creates:
            request = _with_content(request, lambda told: told | {"metadata": {"version": 1}})
        await original(self, replace(entry, request=request), server)

    return steadily(patch.object(Replicator, "_replay", replay))


@CATALOGUE.sabotage(
    "Of a large collection, the other server gets the first thousand documents.",
    caught_by=titles.LARGE,
    at=sentences.HELD,
    diagnosis=r"document 1001: not one state, but 'there' .*'absent' \(the replica\)" + STILL,
)
def only_the_first_thousand() -> Context:
    replicated: Counter[str] = Counter()

    def is_beyond(entry: Entry) -> bool:
        if entry.request.operation == "add":
            replicated[entry.collection] += len(entry.request.content()["ids"])
        return replicated[entry.collection] > _THOUSAND

    return skipping(is_beyond)


def skipping(is_skipped: Callable[[Entry], bool]) -> Context:
    """Have entries of the log taken for done that never reach the other server."""
    original = Replicator._replay

    async def replay(self: Replicator, entry: Entry, server: Server) -> None:
        if is_skipped(entry):
            await self._log.done(entry, server.name)
        else:
            await original(self, entry, server)

    return steadily(patch.object(Replicator, "_replay", replay))


def replaying(operation: str, change: Callable[[Content], Content | None]) -> Context:
    """Have entries of an operation replayed with other content, or not at all for None."""
    original = Replicator._replay

    async def replay(self: Replicator, entry: Entry, server: Server) -> None:
        if entry.request.operation != operation:
            await original(self, entry, server)
        elif change(entry.request.content()) is None:
            await self._log.done(entry, server.name)
        else:
            request = _with_content(entry.request, change)
            await original(self, replace(entry, request=request), server)

    return steadily(patch.object(Replicator, "_replay", replay))


def adding(part: str, change: Callable[[Any], object]) -> Context:
    """Have documents added that are otherwise in one part of what is sent of each."""
    return replaying("add", lambda told: told | {part: [change(one) for one in told[part]]})


@contextmanager
def steadily(defect: Context = nullcontext()) -> Iterator[None]:  # noqa: B008  it holds nothing
    """Plant a defect, and have the primary asked by all who read: what is wrong stands still."""
    with defect, patch.object(Reader, "choose", lambda self: self._servers[0]):
        yield


def _floats(encoded: str) -> list[float]:
    """Return an embedding, which the official client sends as base64 of its floats."""
    return [one for (one,) in struct.iter_unpack("<f", base64.b64decode(encoded))]


def _with_content(request: Request, change: Callable[[Content], Content | None]) -> Request:
    return replace(request, body=json.dumps(change(request.content())).encode())


def _fitting(content: Content) -> Content:
    embedding = [1.0] * _DIMENSIONS
    return content | {"embeddings": [embedding for _ in content["embeddings"]]}
