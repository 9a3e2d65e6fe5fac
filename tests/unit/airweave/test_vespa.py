"""What Vespa shows is believed only if it shows all of it."""

import uuid
from typing import Any

import httpx
import pytest

from support.airweave.observers.vespa import Vespa
from support.core.errors import Failure

CHUNK = {
    "id": "id:airweave:code_file_entity::GitHubCodeFileEntity_acme/a.md__chunk_0",
    "fields": {
        "entity_id": "acme/a.md__chunk_0",
        "name": "a.md",
        "textual_representation": "Pack light.",
        "breadcrumbs": [
            {"entity_id": "1", "name": "acme", "entity_type": "GitHubRepositoryEntity"}
        ],
        "path_in_repo": "a.md",
        "payload": '{"full_path": "acme/a.md"}',
        "airweave_system_metadata_collection_id": "c",
        "airweave_system_metadata_sync_id": "s",
        "airweave_system_metadata_sync_job_id": "j",
        "airweave_system_metadata_entity_type": "GitHubCodeFileEntity",
        "airweave_system_metadata_original_entity_id": "acme/a.md",
        "airweave_system_metadata_source_name": "github",
        "airweave_system_metadata_chunk_index": 0,
    },
}


def vespa(root: dict[str, Any], asked: list[dict[str, Any]] | None = None) -> Vespa:
    """Return an observer of a Vespa that always answers the same."""

    def answer(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append({"path": request.url.path, "body": request.read().decode()})
        return httpx.Response(200, json={"root": root})

    observer = Vespa("http://vespa.example", timeout=5, retries=0)
    observer._api._client = httpx.Client(
        base_url="http://vespa.example", transport=httpx.MockTransport(answer)
    )
    return observer


def test_a_chunk_is_read_with_all_that_tells_where_it_belongs() -> None:
    asked: list[dict[str, Any]] = []
    root = {"fields": {"totalCount": 1}, "coverage": {"full": True}, "children": [CHUNK]}
    (piece,) = vespa(root, asked).pieces("c", "s")
    assert (piece.key, piece.tenant) == (("GitHubCodeFileEntity", "acme/a.md"), "c")
    assert (piece.sync_id, piece.job_id, piece.text) == ("s", "j", "Pack light.")
    assert (piece.raw["path_in_repo"], piece.raw["full_path"]) == ("a.md", "acme/a.md")
    assert asked[0]["path"] == "/search/"
    assert "collection_id contains 'c' or airweave_system_metadata_sync_id" in asked[0]["body"]


def test_a_document_that_several_schemas_show_is_one() -> None:
    root = {"fields": {"totalCount": 2}, "children": [CHUNK, CHUNK]}
    assert len(vespa(root).pieces("c")) == 1


def test_many_are_read_page_by_page_and_none_is_read_twice() -> None:
    asked: list[httpx.QueryParams] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params)
        is_first = "continuation" not in request.url.params
        more = {"continuation": "AB"} if is_first and "code_file" in request.url.path else {}
        return httpx.Response(200, json={"documents": [CHUNK], **more})

    observer = vespa({})
    observer._api._client = httpx.Client(
        base_url="http://vespa.example", transport=httpx.MockTransport(answer)
    )
    pages = [*observer.pages("c", "s")]
    assert sum(map(len, pages)) == 1
    assert len(pages) == len(asked) == 6, "a page of every schema, and two of one"
    assert asked[0]["selection"] == (
        'base_entity.airweave_system_metadata_collection_id=="c"'
        ' or base_entity.airweave_system_metadata_sync_id=="s"'
    )


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ({"fields": {"totalCount": 0}, "errors": [{"message": "Timed out"}]}, "Timed out"),
        ({"fields": {"totalCount": 0}, "coverage": {"full": False}}, "a part of its documents"),
        ({"fields": {"totalCount": 2}, "children": [CHUNK]}, "holds 2 chunks .* but shows 1"),
    ],
)
def test_what_is_not_all_is_no_evidence(root: dict[str, Any], said: str) -> None:
    with pytest.raises(Failure, match=said):
        vespa(root).pieces("c")


def test_what_was_never_stored_is_not_there(sandbox: dict[str, str]) -> None:
    observer = Vespa(sandbox["VESPA_URL"], timeout=5, retries=0)
    assert observer.pieces(str(uuid.uuid4())) == []
    assert not any(observer.pages(str(uuid.uuid4()), str(uuid.uuid4())))
