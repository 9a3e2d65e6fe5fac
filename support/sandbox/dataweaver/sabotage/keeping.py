"""Defects of keeping: what becomes of an entry that was put."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.dataweaver.app.store import Store
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE


@CATALOGUE.sabotage(
    "Of a text that was put, the last word is lost.",
    caught_by="An entry is found under its name, word for word",
    at="DataWeaver finds each of them as it was put, and lists no others",
    diagnosis="'Good morning to all' was put, looking it up brings 'Good morning to'",
)
def last_word_lost() -> AbstractContextManager[object]:
    """Keep all words but the last."""
    put = Store.put

    def put_less(store: Store, space: str, name: str, text: str) -> None:
        put(store, space, name, text.rpartition(" ")[0])

    return patch.object(Store, "put", put_less)
