"""The recipe of the product's own testing guide, line by line, with the official client."""

from typing import Any, cast

import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.types import Documents, EmbeddingFunction, Embeddings

from support.chroma_ha.records import embed

DOCUMENTS = {"manual_1": "Test document 1", "manual_2": "Test document 2"}


class _Words(EmbeddingFunction[Documents]):
    """Embeds texts by their words; the official client's own way needs a download."""

    def __init__(self) -> None:
        """Take nothing: every text is embedded in the same way."""

    def __call__(self, input: Documents) -> Embeddings:  # noqa: A002  its given name
        return [np.array(embed(text), dtype=np.float32) for text in input]

    @staticmethod
    def name() -> str:
        """Return the name under which it is remembered."""
        return "datamonkey-words"

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> "_Words":
        """Return it as it was remembered."""
        return _Words()

    def get_config(self) -> dict[str, Any]:
        """Return what must be remembered: nothing."""
        return {}


def follow(client: ClientAPI, name: str) -> dict[str, str]:
    """Follow the recipe and return what its query brings: texts by name.

    Args:
        client: the official one.
        name: of the collection that the recipe makes and deletes.
    """
    collection = client.get_or_create_collection(
        name, embedding_function=cast("EmbeddingFunction[Any]", _Words())
    )
    collection.add(documents=list(DOCUMENTS.values()), ids=list(DOCUMENTS))
    results = collection.query(query_texts=["test"], n_results=5)
    client.delete_collection(name)
    texts = results["documents"]
    assert texts is not None, "the official client brings texts unless told otherwise"
    return dict(zip(results["ids"][0], texts[0], strict=True))
