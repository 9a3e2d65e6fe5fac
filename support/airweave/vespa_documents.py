"""Losing what Airweave stores, as a disk may: the one thing that is done to its store from outside.

Vespa's document API: docs.vespa.ai/en/reference/document-v1-api-reference.html.
"""

from contextlib import closing

from support.core.http import Api

SCHEMAS = ("base_entity", "file_entity", "code_file_entity", "email_entity", "web_entity")
_COLLECTION = "airweave_system_metadata_collection_id"


def lose_stored(url: str, collection_id: str, timeout: float, retries: int) -> None:
    """Delete every chunk of one collection from Vespa, and nothing else.

    Args:
        url: where Vespa answers.
        collection_id: the collection's UUID.
        timeout: of one request, in seconds.
        retries: how often a request is repeated after a transient error.
    """
    with closing(Api("Vespa", url, {}, timeout, retries)) as vespa:
        for schema in SCHEMAS:
            _delete(vespa, schema, f'{schema}.{_COLLECTION}=="{collection_id}"')


def _delete(vespa: Api, schema: str, selection: str) -> None:
    """Delete the documents of a schema that are selected, one bundle after another."""
    query: dict[str, str | int | bool] = {"selection": selection}
    while True:
        path = f"/document/v1/airweave/{schema}/docid"
        answer = vespa.call("DELETE", path, query=query, repeatable=True)
        if "continuation" not in answer:
            return
        query["continuation"] = answer["continuation"]
