"""What a store loses on request is all of one collection, and nothing else."""

from collections import Counter

import httpx
import pytest

from support.airweave import vespa_documents
from support.core.http import Api

FIRST = {"pathId": "/", "documentCount": 9, "continuation": "AAAA"}
LAST = {"pathId": "/", "documentCount": 2}


def test_every_schema_is_emptied_of_the_collection_to_its_last_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=LAST if "continuation" in request.url.params else FIRST)

    def vespa(name: str, url: str, *_: object) -> Api:
        api = Api(name, url, {}, 5, 0)
        api._client = httpx.Client(base_url=url, transport=httpx.MockTransport(answer))
        return api

    monkeypatch.setattr(vespa_documents, "Api", vespa)
    vespa_documents.lose_stored("http://vespa.example", "c", timeout=5, retries=0)
    assert {request.method for request in asked} == {"DELETE"}
    told = Counter((one.url.path, one.url.params["selection"]) for one in asked)
    assert told == {
        (
            f"/document/v1/airweave/{schema}/docid",
            f'{schema}.airweave_system_metadata_collection_id=="c"',
        ): 2
        for schema in vespa_documents.SCHEMAS
    }
