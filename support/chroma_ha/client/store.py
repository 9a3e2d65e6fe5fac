"""The vector store, written and read with Chroma's official client."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.models.Collection import Collection
from chromadb.api.types import GetResult, QueryResult, Where
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from support.chroma_ha.client import recipe
from support.chroma_ha.records import Brought, Record, Records, Value
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import outside

T = TypeVar("T")

_PAGE = 100
_LONGEST_BODY = 300
_SERVERS_FAULT = 500
_EVERYTHING = ["documents", "metadatas", "embeddings"]


class NoAnswer(Failure):
    """A store gave no answer, or none that says what became of the request."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Cause.UNAVAILABLE)


class Refusal(Failure):
    """A store refused a request: nothing of it may have happened."""

    def __init__(self, message: str, cause: Cause = Cause.REFUSED) -> None:
        super().__init__(message, cause)


class NoSuchCollection(Refusal):
    """There is no such collection, the store says."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Cause.LOST)


class VectorStore:
    """A Chroma: the balancer as a user's program sees it, or one of the servers itself.

    A collection that was made here is worked with as it was made, as a user's program does it;
    every other one is asked for by its name. So is one that was made here and is not known any
    more, once: another server may stand in for the one on which it was made.

    Args:
        name: what messages call it.
        url: where it answers.
        timeout: of one request, in seconds.
        headers: sent with every request.

    Raises:
        NoAnswer: nothing answers there.
    """

    def __init__(
        self, name: str, url: str, timeout: float, headers: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._made: dict[str, Collection] = {}
        address = urlsplit(url)
        is_safe = address.scheme == "https"
        with self._telling("the first request"):
            self._client = chromadb.HttpClient(
                host=address.hostname or "",
                port=address.port or (443 if is_safe else 80),
                ssl=is_safe,
                headers=dict(headers or {}),
                # Without TLS there is nothing to verify; reading what to trust takes long.
                settings=Settings(
                    anonymized_telemetry=False,
                    chroma_server_ssl_verify=None if is_safe else False,
                ),
            )
        # The official client waits for ever, and offers no setting for it.
        cast("Any", self._client)._server._session.timeout = timeout

    def create(self, collection: str, notes: Mapping[str, Value] | None = None) -> None:
        """Make a collection, with what people note of it as a whole."""
        with self._telling(f"to create {collection}"):
            self._made[collection] = self._client.create_collection(
                collection, metadata=dict(notes) if notes else None, embedding_function=None
            )

    def notes(self, collection: str) -> dict[str, Value]:
        """Return what is noted of a collection.

        Raises:
            NoSuchCollection: there is none of that name.
        """
        with self._telling(f"for {collection}"):
            found = self._client.get_collection(collection, embedding_function=None)
        return dict(cast("Mapping[str, Value]", found.metadata or {}))

    def delete(self, collection: str) -> None:
        """Delete a collection."""
        with self._telling(f"to delete {collection}"):
            self._client.delete_collection(collection)

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return [name for name, _ in self._listed()]

    def page_of_collections(self, offset: int, limit: int) -> list[str]:
        """Return the names of so many collections, from an offset on."""
        return [name for name, _ in self._page(offset, limit)]

    def listed_id_of(self, collection: str) -> str | None:
        """Return the id that the list of collections has for one; None if it lacks it."""
        return next((found for name, found in self._listed() if name == collection), None)

    def id_of(self, collection: str) -> str:
        """Return the id by which the store knows a collection now."""
        with self._telling(f"for {collection}"):
            return str(self._client.get_collection(collection, embedding_function=None).id)

    def ids_of_made(self, collection: str) -> list[str]:
        """Return the id of a collection, if it was made here."""
        return [str(self._made[collection].id)] if collection in self._made else []

    def add_as_found(self, collection: str, records: Records) -> None:
        """Write new documents to a collection as anybody finds it, who has not made it."""
        self._made.pop(collection, None)
        self.add(collection, records)

    def add(self, collection: str, records: Records) -> None:
        """Write documents that are new."""
        self._write(collection, "add", records)

    def upsert(self, collection: str, records: Records) -> None:
        """Write documents, whether they are there or not."""
        self._write(collection, "upsert", records)

    def update(self, collection: str, records: Records) -> None:
        """Change documents that are there."""
        self._write(collection, "update", records)

    def update_metadata(self, collection: str, metadata: Mapping[str, Mapping[str, Value]]) -> None:
        """Change what is known of documents that are there, and nothing else of them."""

        def update(handle: Collection) -> None:
            handle.update(ids=list(metadata), metadatas=[dict(one) for one in metadata.values()])

        self._with(collection, "to update documents", update)

    def delete_documents(self, collection: str, names: Sequence[str]) -> None:
        """Delete documents by their names."""
        self._with(collection, "to delete documents", lambda one: one.delete(ids=list(names)))

    def delete_where(self, collection: str, where: Mapping[str, Any]) -> None:
        """Delete the documents that satisfy a condition."""
        condition = cast("Where", dict(where))
        self._with(collection, "to delete documents", lambda one: one.delete(where=condition))

    def records(self, collection: str) -> dict[str, Record]:
        """Return everything that a collection holds.

        Raises:
            NoSuchCollection: there is none of that name.
        """
        return self._with(collection, "for all documents", _everything)

    def records_as_made(self, collection: str) -> dict[str, Record]:
        """Return everything that a collection holds, without asking for it by its name.

        Raises:
            NoSuchCollection: it is not known any more as it was made.
        """
        with self._using(collection, "for all documents") as handle:
            return _everything(handle)

    def page(self, collection: str, offset: int, limit: int) -> list[Brought]:
        """Return so many documents, from an offset on."""
        return self._get(collection, "for a page of documents", limit=limit, offset=offset)

    def where(self, collection: str, where: Mapping[str, Any]) -> list[Brought]:
        """Return the documents that satisfy a condition."""
        return self._get(collection, "for some documents", where=dict(where))

    def containing(self, collection: str, words: str) -> list[Brought]:
        """Return the documents that contain some words."""
        condition = {"$contains": words}
        return self._get(collection, "for documents with some words", where_document=condition)

    def named(self, collection: str, name: str) -> list[Brought]:
        """Return the document of a name, if there is one."""
        return self._get(collection, "for one document", ids=[name])

    def count(self, collection: str) -> int:
        """Return how many documents a collection holds."""
        with self._using(collection, "to count documents") as handle:
            return int(handle.count())

    def nearest(
        self,
        collection: str,
        embedding: Sequence[float],
        limit: int,
        where: Mapping[str, Any] | None = None,
    ) -> list[Brought]:
        """Return the documents that lie next to an embedding, the nearest first.

        Args:
            collection: in which to look.
            embedding: near which they lie.
            limit: how many, at most.
            where: a condition that they satisfy.
        """
        with self._using(collection, "for the nearest documents") as handle:
            found: QueryResult = handle.query(
                query_embeddings=list(embedding),
                n_results=limit,
                where=cast("Where | None", where and dict(where)),
            )
        parts = ("ids", "documents", "metadatas", "distances")
        return _brought({part: cast("Any", found)[part][0] for part in parts})

    def follow_recipe(self, collection: str) -> dict[str, str]:
        """Do what the product's guide tells people to try, and return what the query brings."""
        with self._telling("to follow the guide's recipe"):
            return recipe.follow(self._client, collection)

    def close(self) -> None:
        """Close the pooled connections."""
        cast("Any", self._client).close()

    def _get(
        self,
        collection: str,
        what: str,
        **asked: Any,  # noqa: ANN401  passed on
    ) -> list[Brought]:
        """Return the documents that the official client gets for what is asked."""
        with self._using(collection, what) as handle:
            return _brought(handle.get(**asked))

    def _listed(self) -> Iterator[tuple[str, str]]:
        """Yield name and id of every collection, until a page brings no other ones.

        A store that ignores the offset would bring the same ones for ever.
        """
        known: set[str] = set()
        for offset in count(step=_PAGE):
            page = self._page(offset, _PAGE)
            if not (new := {name for name, _ in page} - known):
                return
            known |= new
            yield from page

    def _page(self, offset: int, limit: int) -> list[tuple[str, str]]:
        """Return name and id of so many collections, from an offset on."""
        with self._telling("for its collections"):
            found = self._client.list_collections(limit=limit, offset=offset)
        return [(collection.name, str(collection.id)) for collection in found]

    def _write(self, collection: str, how: str, records: Records) -> None:
        def write(handle: Collection) -> None:
            getattr(handle, how)(
                ids=list(records),
                documents=[one.text for one in records.values()],
                metadatas=[dict(one.metadata) for one in records.values()],
                embeddings=[list(one.embedding) for one in records.values()],
            )

        self._with(collection, f"to {how} documents", write)

    def _with(self, collection: str, what: str, do: Callable[[Collection], T]) -> T:
        """Do something with a collection as it was made, or else as it is found."""
        try:
            with self._using(collection, what) as handle:
                return do(handle)
        except NoSuchCollection:
            if collection not in self._made:
                raise
        with self._telling(what):
            return do(self._client.get_collection(collection, embedding_function=None))

    @contextmanager
    def _using(self, collection: str, what: str) -> Iterator[Collection]:
        with self._telling(what):
            yield self._made.get(collection) or self._client.get_collection(
                collection, embedding_function=None
            )

    @contextmanager
    def _telling(self, what: str) -> Iterator[None]:
        """Say who failed to do what; the official client's errors are many."""
        asked = f"{self.name}, asked {what},"
        try:
            with outside():
                yield
        except NotFoundError as error:
            raise NoSuchCollection(f"{asked} says: {error}") from None
        except ChromaError as error:
            kind = Refusal if error.code() < _SERVERS_FAULT else NoAnswer
            raise kind(f"{asked} says: {error}") from None
        except httpx.TransportError as error:
            raise NoAnswer(f"{asked} gave no answer: {error or type(error).__name__}") from None
        except Failure:
            raise
        except ValueError as error:
            raise NoAnswer(f"{asked} gave no answer: {error}") from None
        except Exception as error:
            # What is no error of Chroma's own, the official client raises as a bare Exception.
            if type(error) is not Exception:
                raise
            status = _status(error)
            kind = Refusal if status < _SERVERS_FAULT else NoAnswer
            raise kind(f"{asked} answered {status}: {str(error)[:_LONGEST_BODY]}") from None


def _status(error: Exception) -> int:
    """Return the status of the answer that an error of the official client is about."""
    cause = error.__context__
    return cause.response.status_code if isinstance(cause, httpx.HTTPStatusError) else 0


def _brought(found: Mapping[str, Any]) -> list[Brought]:
    """Return documents out of an answer, with their distances where it has them."""
    parts = (found[part] for part in ("ids", "documents", "metadatas"))
    distances = found.get("distances") or [None] * len(found["ids"])
    return [
        Brought(name, text, dict(metadata or {}), far)
        for name, text, metadata, far in zip(*parts, distances, strict=True)
    ]


def _everything(collection: Collection) -> dict[str, Record]:
    found: GetResult = collection.get(include=cast("Any", _EVERYTHING))
    texts, metadatas, embeddings = (
        cast("Sequence[Any]", found[part]) for part in ("documents", "metadatas", "embeddings")
    )
    return {
        name: Record(text, dict(metadata or {}), _as_kept(embedding))
        for name, text, metadata, embedding in zip(
            found["ids"], texts, metadatas, embeddings, strict=True
        )
    }


def _as_kept(embedding: Sequence[float]) -> list[float]:
    """Return the floats of 32 bits that a store keeps; it writes no more digits than these need."""
    return [float(one) for one in np.asarray(embedding, dtype=np.float32)]
