# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of reading: what users are shown of what is there."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx

from support.sandbox.chroma_ha.app import api_proxy
from support.sandbox.chroma_ha.app.deployment import Balancer
from support.sandbox.chroma_ha.app.identities import Identities
from support.sandbox.chroma_ha.app.reading import Reader
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]
Content = dict[str, Any]


@CATALOGUE.sabotage(
    "A collection is another one when the other server answers.",
    caught_by=(titles.IDENTITY, titles.FOUND),
    at={titles.IDENTITY: sentences.ONE_IDENTITY, titles.FOUND: sentences.ALL_ACKNOWLEDGED},
    diagnosis="was 2 others|were refused",
)
@contextmanager
def identities_mixed_up() -> Iterator[None]:
    renamed = Identities._renamed

    def as_the_replica_knows_it(self: Identities, content: Content) -> Any:  # noqa: ANN401
        known = self._known.get(str(content.get("name")))
        is_replicas = known is not None and known.on.get("replica") == content.get("id")
        return content if is_replicas else renamed(self, content)

    with patch.object(Identities, "_renamed", as_the_replica_knows_it), _taking_turns():
        yield


@CATALOGUE.sabotage(
    "A collection cannot be counted when the other server is asked.",
    caught_by=titles.COUNT,
    at=sentences.COUNTED,
    diagnosis="asked to count documents, says: Collection .* does not exist",
)
@contextmanager
def counted_by_one_server_only() -> Iterator[None]:
    original = Reader._path_on

    async def path_on(self: Reader, server: Server, request: Request, name: str | None) -> str:
        if request.operation == "count" and server is not self._servers[0]:
            return request.path
        return await original(self, server, request, name)

    with patch.object(Reader, "_path_on", path_on), _taking_turns():
        yield


@CATALOGUE.sabotage(
    "Whoever asks for a page of documents gets all of them.",
    caught_by=titles.PAGES,
    at=sentences.PAGES,
    diagnosis="Asked for 1 documents from 0 on, 7 came",
)
def limits_ignored() -> Context:
    return _asking("get", lambda content: content | {"limit": None})


@CATALOGUE.sabotage(
    "Whoever asks for a page of collections gets all of them.",
    caught_by=titles.PAGES_OF_COLLECTIONS,
    at=sentences.PAGES_OF_COLLECTIONS,
    diagnosis=r"Asked for 1 collections from 0 on, \d+ came",
)
def query_strings_dropped() -> Context:
    original = Reader.page_of_collections

    async def all_collections(self: Reader, request: Request) -> httpx.Response:
        return await original(self, replace(request, query=""))

    return patch.object(Reader, "page_of_collections", all_collections)


@CATALOGUE.sabotage(
    "Pages of collections come from both servers, each of which has an order of its own.",
    caught_by=titles.PAGES_OF_COLLECTIONS,
    at=sentences.PAGES_OF_COLLECTIONS,
    diagnosis="the collections in pages of 1 (leave out|repeat)",
)
def pages_of_each_server() -> Context:
    async def page(self: Reader, request: Request) -> httpx.Response:
        answer = await self.read(replace(request, query=""))
        asked = httpx.QueryParams(request.query)
        first = int(asked.get("offset", 0))
        found = sorted(answer.json(), key=lambda one: str(one["name"]), reverse=bool(first % 2))
        limit = int(asked.get("limit", len(found)))
        return httpx.Response(200, json=found[first : first + limit])

    return patch.object(Reader, "page_of_collections", page)


@CATALOGUE.sabotage(
    "A condition brings everything.",
    caught_by=titles.CONDITION,
    at=sentences.CONDITION,
    diagnosis="which does not satisfy it",
)
def conditions_ignored() -> Context:
    return _asking("get", lambda content: content | {"where": None})


@CATALOGUE.sabotage(
    "Whoever asks for the documents that contain some words gets all of them.",
    caught_by=titles.CONDITION,
    at=sentences.CONDITION,
    diagnosis="documents by their words: .* which does not satisfy it",
)
def words_ignored() -> Context:
    return _asking("get", lambda content: content | {"where_document": None})


@CATALOGUE.sabotage(
    "Whoever asks for some documents by name gets all of them.",
    caught_by=titles.CONDITION,
    at=sentences.CONDITION,
    diagnosis="documents by name: .* which does not satisfy it",
)
def names_ignored() -> Context:
    return _asking("get", lambda content: content | {"ids": None})


@CATALOGUE.sabotage(
    "A search among the documents of a topic finds others, too.",
    caught_by=titles.CONDITION,
    at=sentences.CONDITION,
    diagnosis="neighbours by topic: .* which does not satisfy it",
)
def conditions_of_searches_ignored() -> Context:
    return _asking("query", lambda content: content | {"where": None})


@CATALOGUE.sabotage(
    "Whoever searches finds what is least like it.",
    caught_by=titles.NEAREST,
    at=sentences.NEAREST,
    diagnosis="The words of document . bring .* first",
)
def distances_turned_around() -> Context:
    def opposite(content: Content) -> Content:
        turned = [[-value for value in one] for one in content["query_embeddings"]]
        return content | {"query_embeddings": turned}

    return _asking("query", opposite)


@CATALOGUE.sabotage(
    "However many documents a question asks for, one comes.",
    caught_by=titles.RECIPE,
    at=sentences.RECIPE_BRINGS,
    diagnosis="The guide's query brought .* instead of",
)
def only_the_nearest() -> Context:
    return _asking("query", lambda content: content | {"n_results": 1})


@CATALOGUE.sabotage(
    "The official client cannot delete a collection.",
    caught_by=titles.RECIPE,
    at=sentences.RECIPE,
    diagnosis="asked to follow the guide's recipe, answered 503",
)
def empty_deletions_refused() -> Context:
    original = api_proxy._answer

    async def answer(asked: Request, parts: Balancer) -> httpx.Response:
        if asked.drops and not asked.body:
            return httpx.Response(503, html="<title>503 Service Unavailable</title>")
        return await original(asked, parts)

    return patch.object(api_proxy, "_answer", answer)


@CATALOGUE.sabotage(
    "A collection has another identity in the list of all than where it is looked up.",
    caught_by=titles.IDENTITY,
    at=sentences.ONE_IDENTITY,
    diagnosis="was 2 others",
)
def listed_as_another_one() -> Context:
    original = Identities.for_users

    def for_users(self: Identities, answer: httpx.Response) -> bytes:
        is_list = answer.is_success and answer.content.startswith(b"[")
        return answer.content if is_list else original(self, answer)

    return patch.object(Identities, "for_users", for_users)


@CATALOGUE.sabotage(
    "Whoever asks for a part of what is known of documents gets the words of others.",
    caught_by=(titles.PAGES, titles.CONDITION),
    at={titles.PAGES: sentences.PAGES, titles.CONDITION: sentences.CONDITION},
    diagnosis="is brought as Brought",
)
def words_of_others_brought() -> Context:
    def mixed_up(content: Content) -> Content:
        is_everything = bool(content["embeddings"])
        return content if is_everything else content | {"documents": content["documents"][::-1]}

    return _answering("get", mixed_up)


@CATALOGUE.sabotage(
    "What is nearest to a question comes first, and the rest in any order.",
    caught_by=titles.NEAREST,
    at=sentences.NEAREST,
    diagnosis="comes as number 2, and is not so near",
)
def order_of_neighbours_lost() -> Context:
    def shuffled(content: Content) -> Content:
        lists = ("ids", "documents", "metadatas", "distances")
        return content | {name: [one[:1] + one[:0:-1] for one in content[name]] for name in lists}

    return _answering("query", shuffled)


@CATALOGUE.sabotage(
    "Everything is said to lie just where a question was asked.",
    caught_by=titles.NEAREST,
    at=sentences.NEAREST,
    diagnosis=r"is [\d.]+ away, and 0.0 is told",
)
def distances_invented() -> Context:
    def at_once(content: Content) -> Content:
        return content | {"distances": [[0.0] * len(one) for one in content["ids"]]}

    return _answering("query", at_once)


def _answering(operation: str, change: Callable[[Content], Content]) -> Context:
    """Have reads of an operation answered with something else."""
    original = Reader.read

    async def read(self: Reader, request: Request) -> httpx.Response:
        answer = await original(self, request)
        if request.operation != operation or not answer.is_success:
            return answer
        return httpx.Response(200, json=change(answer.json()))

    return patch.object(Reader, "read", read)


def _asking(operation: str, change: Callable[[Content], Content]) -> Context:
    """Have reads of an operation ask for something else."""
    original = Reader.read

    async def read(self: Reader, request: Request) -> httpx.Response:
        if request.operation == operation:
            request = replace(request, body=json.dumps(change(request.content())).encode())
        return await original(self, request)

    return patch.object(Reader, "read", read)


def _taking_turns() -> Context:
    """Have both servers asked in turn, whatever the ratio."""
    turns = itertools.count()

    def order(self: Reader, _collection: str | None) -> list[Server]:
        return list(self._servers)[:: -1 if next(turns) % 2 else 1]

    return patch.object(Reader, "order", order)
