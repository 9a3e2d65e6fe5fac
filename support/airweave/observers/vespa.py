"""The chunks that Airweave stores, read from Vespa itself: the second observer beside search."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from support.airweave.client.models import Piece
from support.airweave.vespa_documents import SCHEMAS
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import Api

_METADATA = "airweave_system_metadata_"
_PAGE = 1000
_MOST = 10_000  # what Airweave's own query profile allows a search to bring


class Vespa:
    """Reads the stored documents of any collection; changes nothing.

    Vespa's query API: docs.vespa.ai/en/reference/query-api-reference.html. A document is a chunk.
    Its id names kind, entity and chunk, and no collection.

    Args:
        url: where Vespa answers.
        timeout: of one request, in seconds.
        retries: how often a request is repeated after a transient error.
    """

    name: ClassVar[str] = "Vespa"

    def __init__(self, url: str, timeout: float, retries: int) -> None:
        self._api = Api(self.name, url, {}, timeout, retries)
        self._timeout = timeout

    def pieces(self, collection_id: str, sync_id: str | None = None) -> list[Piece]:
        """Return what is stored for a collection, and for a sync wherever it was stored.

        Args:
            collection_id: the collection's UUID.
            sync_id: the sync whose chunks are wanted even if they carry another collection.

        Raises:
            Failure: Vespa does not answer, or not with all of it.
        """
        wanted = {"collection_id": collection_id} | ({"sync_id": sync_id} if sync_id else {})
        where = " or ".join(f"{_METADATA}{key} contains '{id_}'" for key, id_ in wanted.items())
        body = {
            "yql": f"select * from sources {', '.join(SCHEMAS)} where {where}",  # noqa: S608  ids only
            "hits": _MOST,
            "ranking": "unranked",
            "timeout": f"{self._timeout:g}s",
        }
        root = self._api.call("POST", "/search/", body=body, repeatable=True)["root"]
        hits = root.get("children", [])
        self._require_all(root, len(hits))
        # Where schemas inherit from each other, a document may be found under several of them.
        return [_piece(fields) for fields in {hit["id"]: hit["fields"] for hit in hits}.values()]

    def pages(self, collection_id: str, sync_id: str | None = None) -> Iterator[list[Piece]]:
        """Yield the same, a page at a time, by a visit: a search brings no more than it may.

        Vespa's document API: docs.vespa.ai/en/reference/document-v1-api-reference.html. A visit
        goes through all documents of a schema, whosever they are, and so is for many only.
        """
        seen: set[str] = set()  # where schemas inherit from each other, one may come again
        wanted = {"collection_id": collection_id} | ({"sync_id": sync_id} if sync_id else {})
        for schema in SCHEMAS:
            conditions = [f'{schema}.{_METADATA}{key}=="{id_}"' for key, id_ in wanted.items()]
            for documents in self._visit(schema, " or ".join(conditions)):
                new = {one["id"]: one["fields"] for one in documents if one["id"] not in seen}
                seen.update(new)
                yield [_piece(fields) for fields in new.values()]

    def _visit(self, schema: str, selection: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the documents of a schema that are selected, a page at a time."""
        query: dict[str, str | int | bool] = {"selection": selection, "wantedDocumentCount": _PAGE}
        path = f"/document/v1/airweave/{schema}/docid"
        while True:
            answer = self._api.ask(dict[str, Any], "GET", path, query=query)
            yield answer.get("documents", [])
            if "continuation" not in answer:
                return
            query["continuation"] = answer["continuation"]

    def _require_all(self, root: Mapping[str, Any], brought: int) -> None:
        """Raise a Failure if Vespa left out anything: that it is not there would be no evidence."""
        if errors := root.get("errors"):
            raise Failure(Cause.UNAVAILABLE(f"Vespa could not look: {errors[0]['message']}"))
        if not root.get("coverage", {}).get("full", True):
            raise Failure(f"Vespa looked at a part of its documents only: {root['coverage']}")
        if (total := root["fields"]["totalCount"]) > brought:
            raise Failure(
                Cause.LOST(f"Vespa holds {total} chunks of the collection, but shows {brought}")
            )


def _piece(fields: Mapping[str, Any]) -> Piece:
    metadata = {
        key.removeprefix(_METADATA): value
        for key, value in fields.items()
        if key.startswith(_METADATA)
    }
    payload = json.loads(fields.get("payload") or "{}")
    return Piece(
        entity_id=fields["entity_id"],
        original_id=metadata["original_entity_id"],
        chunk_index=metadata["chunk_index"],
        name=fields.get("name") or "",
        text=fields.get("textual_representation") or "",
        source_name=metadata["source_name"],
        entity_type=metadata["entity_type"],
        sync_id=metadata.get("sync_id") or "",
        job_id=metadata.get("sync_job_id") or "",
        tenant=metadata["collection_id"],
        containers=[step["entity_id"] for step in fields.get("breadcrumbs") or []],
        raw={**fields, **payload},
    )
