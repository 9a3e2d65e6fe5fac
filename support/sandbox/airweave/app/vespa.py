"""Vespa's search, over what the sandbox stores: today's Airweave keeps its chunks in a Vespa.

As much of it as reading a collection takes: a condition of ids joined by `or`, hits and offset up
to what Airweave's own query profile allows, no ranking; and a visit by pages. Errors are shaped as
Vespa's. Beside it the deletion of what is stored of a collection, all at once.
"""

import json
import re
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from qdrant_client import models

from support.sandbox.airweave import VESPA_PATH
from support.sandbox.airweave.app.access import Parts
from support.sandbox.airweave.app.documents import OWN_KEYS
from support.sandbox.airweave.app.store import SYNC_ID, TENANT

_MOST = 10_000
_METADATA = "airweave_system_metadata"
_STORED_AS = {f"{_METADATA}_collection_id": TENANT, f"{_METADATA}_sync_id": SYNC_ID}
_CONDITION = rf"({'|'.join(_STORED_AS)}) contains '([^']*)'"
_FROM = r"select \* from sources [\w, ]+ where "
_SELECTION = re.compile(rf'(\w+)\.{_METADATA}_collection_id=="([^"]+)"')
_FIELD = rf'(\w+)\.({"|".join(_STORED_AS)})=="([^"]+)"'
_SCHEMAS_IN_USE = ("base_entity", "code_file_entity")
_YQL = re.compile(rf"{_FROM}{_CONDITION}( or {_CONDITION})*")


class Search(BaseModel):
    """`POST /search/`."""

    yql: str
    hits: Annotated[int, Field(ge=0)] = 10
    offset: Annotated[int, Field(ge=0)] = 0


class Vespa:
    """Vespa's query API, and of its document API the visit and the deletion of a selection."""

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix=VESPA_PATH, tags=["vespa"])
        router.add_api_route("/search", self.search, methods=["POST"], response_model=None)
        place = _place("{schema}")
        router.add_api_route(place, self.delete, methods=["DELETE"], response_model=None)
        router.add_api_route(place, self.visit, methods=["GET"], response_model=None)
        return router

    def delete(self, schema: str, selection: str, parts: Parts) -> dict[str, Any] | JSONResponse:
        """Delete the chunks of a schema that a selection by collection names."""
        selected = _SELECTION.fullmatch(selection)
        if not selected or selected[1] != schema:
            return _refusal(f"Could not parse: {selection}")
        store = parts.engines.store
        found = store.stored([_is(TENANT, selected[2])])
        if chunks := [point for point in found if _schema_of(point) == schema]:
            store.lose(chunks)
        return {"pathId": _place(schema), "documentCount": len(chunks)}

    def visit(
        self,
        schema: str,
        selection: str,
        parts: Parts,
        wanted_document_count: Annotated[int, Query(alias="wantedDocumentCount", ge=1)] = 1,
        continuation: str | None = None,
    ) -> dict[str, Any] | JSONResponse:
        """Return some chunks of a schema that a selection names; a page may hold fewer, or none."""
        selected = re.findall(_FIELD, selection)
        if " or ".join(f'{name}.{field}=="{id_}"' for name, field, id_ in selected) != selection:
            return _refusal(f"Could not parse: {selection}")
        if schema not in _SCHEMAS_IN_USE:
            return {"pathId": _place(schema), "documents": []}
        found, following = parts.engines.store.page(
            [_is(_STORED_AS[field], id_) for _, field, id_ in selected],
            wanted_document_count,
            continuation,
        )
        shown = [_document(point) for point in found if _schema_of(point) == schema]
        documents = [{"id": one["id"], "fields": one["fields"]} for one in shown]
        return {
            "pathId": _place(schema),
            "documents": documents,
            "documentCount": len(documents),
            **({"continuation": str(following)} if following is not None else {}),
        }

    def search(self, query: Search, parts: Parts) -> dict[str, Any] | JSONResponse:
        """Return the chunks that fulfil one of the conditions."""
        if max(query.hits, query.offset) > _MOST:
            return _refusal(f"{query.hits} hits requested, configured limit: {_MOST}")
        if not _YQL.fullmatch(query.yql):
            return _refusal(f"Could not parse: {query.yql}")
        conditions = re.findall(_CONDITION, query.yql)
        found = parts.engines.store.stored(
            [_is(_STORED_AS[field], id_) for field, id_ in conditions]
        )
        page = found[query.offset : query.offset + query.hits]
        return {
            "root": {
                "id": "toplevel",
                "relevance": 1.0,
                "fields": {"totalCount": len(found)},
                "coverage": {"coverage": 100, "documents": len(found), "full": True},
                "children": [_document(point) for point in page],
            }
        }


def _schema_of(point: models.Record) -> str:
    return "code_file_entity" if "line_count" in (point.payload or {}) else "base_entity"


def _is(key: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))


def _document(point: models.Record) -> dict[str, Any]:
    """Return a chunk as Vespa shows it; fields that its schema does not have are in the payload."""
    payload = point.payload or {}
    metadata = payload[_METADATA]
    schema = _schema_of(point)
    # What is stored by itself has an id by itself: two of one id would be taken for one.
    id_ = f"id:airweave:{schema}::{metadata['entity_type']}_{point.id}"
    others = {key: value for key, value in payload.items() if key not in OWN_KEYS}
    fields = {
        "sddocname": schema,
        "documentid": id_,
        "entity_id": payload["entity_id"],
        "name": payload["name"],
        "breadcrumbs": payload["breadcrumbs"],
        "textual_representation": payload["textual_representation"],
        f"{_METADATA}_collection_id": payload[TENANT],
        **{f"{_METADATA}_{key}": value for key, value in metadata.items()},
        "payload": json.dumps({**others, "web_url": payload["web_url"]}),
    }
    return {"id": id_, "relevance": 0.0, "source": "airweave", "fields": fields}


def _place(schema: str) -> str:
    """Return where the documents of a schema are."""
    return f"/document/v1/airweave/{schema}/docid"


def _refusal(message: str) -> JSONResponse:
    error = {"code": 4, "summary": "Invalid query parameter", "message": message}
    root = {"id": "toplevel", "relevance": 1.0, "fields": {"totalCount": 0}, "errors": [error]}
    return JSONResponse({"root": root}, 400)
