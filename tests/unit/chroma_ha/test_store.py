"""What the official client sends for us, held against what the product's API asks for."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import pytest

from support.chroma_ha.client.store import NoAnswer, NoSuchCollection, Refusal, VectorStore
from support.chroma_ha.records import EVERY_KIND, record

ID = str(uuid4())
DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"
COLLECTION: dict[str, Any] = {
    "id": ID,
    "name": "dm-one",
    "tenant": "default_tenant",
    "database": "default_database",
    "metadata": None,
    "dimension": None,
    "configuration_json": {},
    "schema": None,
    "version": 0,
    "log_position": 0,
}
Answer = tuple[int, Any]


class Chroma:
    """Answers like a Chroma, and remembers what it was asked.

    Attributes:
        asked: method, path and content of each request but those of the first conversation.
        answers: for what lies below a collection, by the end of the path.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.answers: dict[str, Answer] = {}

    def answer(self, method: str, path: str, content: Any) -> Answer:  # noqa: ANN401  JSON
        """Return status and content."""
        if path.endswith("/auth/identity"):
            return 200, {"user_id": "", "tenant": "default_tenant", "databases": []}
        if path.endswith("/pre-flight-checks"):
            return 200, {"max_batch_size": 100, "supports_base64_encoding": False}
        if path.endswith(("/default_tenant", "/default_database")):
            return 200, {"name": path.rpartition("/")[2], "tenant": "default_tenant", "id": ID}
        self.asked.append((method, path, content))
        ending = path.partition("?")[0].rpartition("/")[2]
        return self.answers.get(ending, (200, COLLECTION if "collections" in path else {}))


@contextmanager
def served(chroma: Chroma) -> Iterator[VectorStore]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, content = chroma.answer(
                self.command, self.path, json.loads(body) if body else None
            )
            text = content if isinstance(content, str) else json.dumps(content)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815  their given names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its given name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    store = VectorStore("the balancer", f"http://127.0.0.1:{server.server_port}", timeout=5)
    try:
        yield store
    finally:
        store.close()
        server.shutdown()
        server.server_close()


def test_what_is_written_has_all_that_the_product_asks_for() -> None:
    chroma = Chroma()
    with served(chroma) as store:
        store.create("dm-one")
        for write in (store.add, store.upsert, store.update):
            write("dm-one", {"a": record("one two", EVERY_KIND), "b": record("", {"n": 1})})
    (_, _, made), *writes = chroma.asked
    assert made["name"] == "dm-one"
    assert 3 <= len(made["name"]) <= 512
    for (method, path, content), how in zip(writes, ("add", "upsert", "update"), strict=True):
        assert (method, path) == ("POST", f"{DATABASE}/collections/{ID}/{how}")
        UUID(path.split("/")[-2])
        parts = ("ids", "documents", "metadatas", "embeddings")
        assert {len(content[part]) for part in parts} == {2}
        assert {len(one) for one in content["embeddings"]} == {32}


def test_a_deletion_names_what_it_deletes() -> None:
    chroma = Chroma()
    chroma.answers["delete"] = (200, {"deleted": 1})
    with served(chroma) as store:
        store.create("dm-one")
        store.delete_documents("dm-one", ["a"])
        store.delete_where("dm-one", {"topic": "money"})
    assert chroma.asked[1][2]["ids"] == ["a"]
    assert chroma.asked[2][2]["where"] == {"topic": "money"}
    assert not chroma.asked[2][2].get("ids")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, {"error": "NotFoundError", "message": "no such"}), NoSuchCollection),
        ((400, {"error": "InvalidArgumentError", "message": "too short"}), Refusal),
        ((429, "<title>429</title>"), Refusal),
        ((500, {"error": "InternalError", "message": "broken"}), NoAnswer),
        ((503, "<title>503 Service Unavailable</title>"), NoAnswer),
    ],
    ids=["404", "400", "429 as HTML", "500", "503 as HTML"],
)
def test_a_refusal_is_told_from_what_nobody_answered_for(
    answer: Answer, error: type[Exception]
) -> None:
    chroma = Chroma()
    chroma.answers["add"] = answer
    with served(chroma) as store:
        store.create("dm-one")
        with pytest.raises(error, match="the balancer, asked to add documents") as raised:
            store.add("dm-one", {"a": record("one", {"n": 1})})
    assert type(raised.value) is error


def test_an_answer_that_is_torn_is_no_content() -> None:
    chroma = Chroma()
    torn = {"ids": ["a"], "documents": ["one"], "metadatas": [None], "embeddings": [], "uris": None}
    chroma.answers["get"] = (200, torn | {"include": ["documents", "metadatas", "embeddings"]})
    with served(chroma) as store:
        store.create("dm-one")
        with pytest.raises(NoAnswer, match="for all documents"):
            store.records("dm-one")


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="the primary, asked the first request, gave no answer"):
        VectorStore("the primary", "http://127.0.0.1:9", timeout=1)


def test_a_list_that_never_ends_is_read_once() -> None:
    chroma = Chroma()
    chroma.answers["collections"] = (200, [COLLECTION])
    with served(chroma) as store:
        assert store.collections() == ["dm-one"]
