"""The routes of extractions and syncs."""

from typing import Any

from fastapi import APIRouter, HTTPException, status

from support.sandbox.dataweaver.app import extraction, files, syncing
from support.sandbox.dataweaver.app.product import Database, Parts, TheConnector, TheDataSource
from support.sandbox.dataweaver.app.readers.base import SourceError
from support.sandbox.dataweaver.app.schemas import DataExtractView

router = APIRouter(prefix="/api/connectors")


@router.post("/data-sources/{data_source_id}/extract")
def extract(
    source: TheDataSource, config: dict[str, Any], session: Database, product: Parts
) -> DataExtractView:
    """Extract a data source; 422 for a type or format that nobody knows."""
    require_known(config)
    try:
        made, _ = extraction.extract(session, product, source, config)
    except SourceError as error:
        raise HTTPException(
            status.HTTP_500_INTERNAL_SERVER_ERROR, f"Extraction failed: {error}"
        ) from None
    return view(made)


def view(made: Any) -> DataExtractView:  # noqa: ANN401  an extraction
    """Return an extraction as it is shown."""
    return DataExtractView.model_validate(made)


def require_known(config: dict[str, Any]) -> None:
    """Refuse a type or a format that nobody knows."""
    known = {
        "extract_type": (extraction.FULL, extraction.INCREMENTAL),
        "data_format": tuple(files.WRITERS),
    }
    for name, values in known.items():
        if config.get(name, values[0]) not in values:
            raise HTTPException(
                status.HTTP_422_UNPROCESSABLE_CONTENT, f"{name} is one of {', '.join(values)}"
            )


@router.post("/{connector_id}/sync")
def sync(connector: TheConnector, session: Database, product: Parts) -> dict[str, Any]:
    """Bring what has changed since the last sync; 404 if the connector has no data sources."""
    sources = syncing.sources_of(session, connector)
    if not sources:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No data sources found for connector")
    try:
        results = syncing.sync(session, product, connector, sources)
    except SourceError as error:
        raise HTTPException(
            status.HTTP_500_INTERNAL_SERVER_ERROR, f"Sync failed: {error}"
        ) from None
    return {"success": True, "data_sources_synced": len(results), "results": results}
